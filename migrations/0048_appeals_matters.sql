-- Appeals: cases whose question a body talks over. What is settled there is told to every voice behind it.
create table case_matters (
  street_id bytes not null,
  case_id bytes not null,
  matter_id bytes not null,
  code text not null,
  at moment not null,
  by_account bytes,
  ended_at moment,
  constraint case_matters_pk primary key (street_id, case_id, matter_id)
);
create index case_matters_by_matter on case_matters (street_id, matter_id);
