-- Appeals: a case whose conditions are not ready waits in public, with a day on which it is looked at again.
-- The plan is a sealed note of the case.
create table case_deferrals (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  reason text not null,
  review_on day not null,
  public_note text not null,
  asked_at moment not null,
  approved_by bytes,
  ended_at moment,
  ended_by bytes,
  end_reason text,
  constraint case_deferrals_pk primary key (street_id, id),
  constraint case_deferrals_end check (end_reason in ('review', 'ready', 'lapsed'))
);
create index case_deferrals_case on case_deferrals (street_id, case_id, id);
create unique index case_deferrals_open on case_deferrals (street_id, case_id) where ended_at is null;
create index case_deferrals_due on case_deferrals (street_id, review_on) where ended_at is null;
