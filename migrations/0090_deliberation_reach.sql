-- People heard in the needs step by what they said of themselves, as it was when the step was over: written once. The empty
-- group is of those who did not say, so each dimension adds up to everybody who was heard.
create table matter_reach (
  street_id bytes not null,
  matter_id bytes not null,
  round integer not null,
  dim text not null,
  category text not null,
  people integer not null,
  constraint matter_reach_pk primary key (street_id, matter_id, round, dim, category),
  constraint matter_reach_matter foreign key (street_id, matter_id) references matters (street_id, id)
);
