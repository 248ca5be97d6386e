-- Whether each concern was eased, as people say it with their rating. The rating says whose it is; nobody is named here.
create table matter_eased (
  street_id bytes not null,
  rating_id bytes not null,
  concern_id bytes not null,
  matter_id bytes not null,
  round integer not null,
  eased text not null,
  constraint matter_eased_pk primary key (street_id, rating_id, concern_id),
  constraint matter_eased_rating foreign key (street_id, rating_id) references matter_ratings (street_id, id),
  constraint matter_eased_concern foreign key (street_id, concern_id) references matter_concerns (street_id, id),
  constraint matter_eased_code check (eased in ('yes', 'partly', 'no'))
);
create index matter_eased_by_matter on matter_eased (street_id, matter_id, round);
