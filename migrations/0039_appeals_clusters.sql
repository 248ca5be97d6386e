-- Appeals: many voices of one kind from one community within thirty days. Proposed by the timer, confirmed by a person.
create table clusters (
  street_id bytes not null,
  id bytes not null,
  category text not null,
  community_id bytes not null,
  state text not null,
  voices integer not null,
  proposed_at moment not null,
  settled_by bytes,
  settled_at moment,
  constraint clusters_pk primary key (street_id, id),
  constraint clusters_state check (state in ('proposed', 'confirmed', 'dismissed'))
);
create index clusters_by_kind on clusters (street_id, category, community_id, id);
