-- Appeals: somebody above, or the timer, presses; the unit answers within a clock, and the same or a higher hand lifts it.
-- What is pressed for and what is answered are sealed notes of the case.
alter table cases add column supervision integer not null default 0;
create table case_supervisions (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  round integer not null,
  level integer not null,
  cause text not null,
  at moment not null,
  by_account bytes,
  by_leader bool not null,
  reply_by moment,
  replied_at moment,
  replied_by bytes,
  lifted_at moment,
  lifted_by bytes,
  constraint case_supervisions_pk primary key (street_id, id),
  constraint case_supervisions_level check (level between 1 and 3)
);
create index case_supervisions_case on case_supervisions (street_id, case_id, id);
create unique index case_supervisions_open on case_supervisions (street_id, case_id) where lifted_at is null;
