-- Appeals: a unit says it is not theirs, the desk decides, and a sitting or the fallback ends the passing on.
-- The reasons and the minutes are sealed notes of the case.
create table case_returns (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  unit_id bytes not null,
  asked_at moment not null,
  asked_by bytes,
  basis text not null,
  proposed_unit_id bytes,
  decided_at moment,
  decided_by bytes,
  decision text,
  constraint case_returns_pk primary key (street_id, id),
  constraint case_returns_decision check (decision in ('approved', 'rejected', 'conferral', 'lapsed'))
);
create index case_returns_case on case_returns (street_id, case_id, id);
create unique index case_returns_open on case_returns (street_id, case_id) where decided_at is null;

create table case_conferrals (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  called_at moment not null,
  called_by bytes,
  chair_id bytes not null,
  ended_at moment,
  lead_unit_id bytes,
  by_fallback bool not null default false,
  constraint case_conferrals_pk primary key (street_id, id)
);
create index case_conferrals_case on case_conferrals (street_id, case_id, id);
create unique index case_conferrals_open on case_conferrals (street_id, case_id) where ended_at is null;

-- Which stages a clock may measure, the verbs say: the table need not be made anew for each.
create table clocks_kept as select * from clocks;
drop table clocks;
create table clocks (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  stage text not null,
  round integer not null,
  policy_version integer not null,
  policy_key text not null,
  calendar_version text not null,
  started_at moment not null,
  unit text not null,
  amount bigint not null,
  pauses json not null,
  extensions json not null default '[]',
  due_at moment,
  provisional bool not null,
  stopped_at moment,
  met bool,
  proof json not null,
  supersedes bytes,
  superseded bool not null,
  told text,
  constraint clocks_pk primary key (street_id, id)
);
insert into clocks (street_id, id, case_id, stage, round, policy_version, policy_key, calendar_version, started_at,
  unit, amount, pauses, extensions, due_at, provisional, stopped_at, met, proof, supersedes, superseded, told)
select street_id, id, case_id, stage, round, policy_version, policy_key, calendar_version, started_at,
  unit, amount, pauses, extensions, due_at, provisional, stopped_at, met, proof, supersedes, superseded, told
from clocks_kept;
drop table clocks_kept;
create index clocks_by_case on clocks (street_id, case_id, id);
create index clocks_by_due on clocks (street_id, stage, due_at, id);
create index clocks_running on clocks (street_id, due_at) where stopped_at is null;
