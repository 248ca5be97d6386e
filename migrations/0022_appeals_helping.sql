-- Appeals: units that help the one that leads. They assist, or are whistled to a spot; each has a clock of its own.
-- Why they were called and what they said is a sealed note; where they stood on arrival is kept as a distance only.
alter table case_assignments add column by_account bytes;
alter table case_assignments add column spot text;
alter table case_assignments add column arrived_at moment;
alter table case_assignments add column metres integer;
alter table case_assignments add column declining bool not null default false;
alter table clocks add column assignment_id bytes;
create table case_assistance_requests (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  unit_id bytes,
  asked_at moment not null,
  asked_by bytes,
  decided_at moment,
  decided_by bytes,
  granted bool,
  constraint case_assistance_requests_pk primary key (street_id, id)
);
create unique index case_assistance_requests_open on case_assistance_requests (street_id, case_id) where decided_at is null;
