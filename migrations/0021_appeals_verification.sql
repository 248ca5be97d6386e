-- Appeals: a verifier of another unit looks on the spot, where the category demands it or the reviewer asks for it.
-- Why it was found so is a sealed note of the case; where the verifier stood is kept as a distance only.
alter table categories add column verification bool not null default false;
create table case_verifications (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  round integer not null,
  at moment not null,
  by_account bytes,
  stands bool not null,
  metres integer,
  constraint case_verifications_pk primary key (street_id, id)
);
create index case_verifications_case on case_verifications (street_id, case_id, id);
