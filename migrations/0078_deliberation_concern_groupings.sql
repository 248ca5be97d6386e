-- Which concern says the same as another: members put one under the other, and those behind both are counted once.
create table matter_concern_groupings (
  street_id bytes not null,
  concern_id bytes not null,
  under_id bytes not null,
  by_account bytes not null,
  at moment not null,
  constraint matter_concern_groupings_pk primary key (street_id, concern_id),
  constraint matter_concern_groupings_concern foreign key (street_id, concern_id) references matter_concerns (street_id, id),
  constraint matter_concern_groupings_under foreign key (street_id, under_id) references matter_concerns (street_id, id),
  constraint matter_concern_groupings_other check (concern_id <> under_id)
);
create index matter_concern_groupings_by_under on matter_concern_groupings (street_id, under_id);
