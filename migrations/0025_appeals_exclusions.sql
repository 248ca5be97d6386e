-- Appeals: the unit asks that a case be left out of its scores; a panel of two from elsewhere decides, and scores alone
-- are touched. Why is a sealed note of the case.
create table case_exclusions (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  reason text not null,
  asked_at moment not null,
  asked_by bytes,
  -- 'approved', 'rejected'; null while the panel decides.
  decision text,
  decided_at moment,
  -- Until when it may be objected to.
  objection_by moment,
  objected_at moment,
  objected_by bytes,
  constraint case_exclusions_pk primary key (street_id, id),
  constraint case_exclusions_case unique (street_id, case_id),
  constraint case_exclusions_decision check (decision in ('approved', 'rejected'))
);
create table case_exclusion_votes (
  street_id bytes not null,
  exclusion_id bytes not null,
  by_account bytes not null,
  agrees bool not null,
  at moment not null,
  -- Votes of before an objection do not count again, and whoever cast them does not decide again.
  stale bool not null default false,
  constraint case_exclusion_votes_pk primary key (street_id, exclusion_id, by_account)
);
