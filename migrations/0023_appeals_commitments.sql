-- Appeals: what a party does for a case, and by when. Organisations stand by name; a person never does.
-- Why one was waived is a sealed note of the case.
create table case_commitments (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  unit_id bytes,
  party text not null,
  kind text not null,
  what text not null,
  due_on day not null,
  at moment not null,
  by_account bytes,
  met_at moment,
  met_by bytes,
  verified_at moment,
  verified_by bytes,
  waived_at moment,
  waived_by bytes,
  constraint case_commitments_pk primary key (street_id, id),
  constraint case_commitments_kind check (kind in ('people', 'material', 'space', 'skill', 'permission', 'money_elsewhere'))
);
create index case_commitments_case on case_commitments (street_id, case_id, id);
