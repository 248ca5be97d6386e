-- Where somebody lives, works, owns or studies, as a person of the place confirmed it: ids of places alone, no address
-- and no document. The blind finds the same name in the same building again.
create table residences (
  street_id bytes not null,
  id bytes not null,
  person_id bytes not null,
  community_id bytes not null,
  grid_id bytes not null,
  building_id bytes,
  tie text not null,
  name_blind bytes not null,
  confirmed_at moment not null,
  confirmed_by bytes,
  ended_at moment,
  constraint residences_pk primary key (street_id, id),
  constraint residences_tie check (tie in ('lives', 'works', 'owns', 'studies'))
);
create index residences_by_person on residences (street_id, person_id, id);
create index residences_by_name on residences (street_id, name_blind);
