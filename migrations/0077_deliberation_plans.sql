-- How many meetings a body plans for a year. A plan that is changed stays beside the new one, which says why.
create table meeting_plans (
  street_id bytes not null,
  id bytes not null,
  body_id bytes not null,
  year integer not null,
  meetings integer not null,
  reason text not null,
  by_account bytes not null,
  at moment not null,
  constraint meeting_plans_pk primary key (street_id, id),
  constraint meeting_plans_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint meeting_plans_meetings check (meetings between 1 and 366)
);
create index meeting_plans_by_body on meeting_plans (street_id, body_id, year, at);
