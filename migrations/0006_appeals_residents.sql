-- Photos: where the camera stood is sealed and kept apart; what was blackened; the same picture once per voice.
alter table photos add column position bytes;
alter table photos add column far bool not null default false;
alter table photos add column blackened json not null default '[]';
create unique index photos_once on photos (street_id, voice_id, sha256);

-- What the public may count: published cases only, kept like the counts of the desk.
create table public_counts (
  street_id bytes not null,
  state text not null,
  community_id bytes not null,
  grid_id bytes not null,
  category text not null,
  shard integer not null,
  n bigint not null,
  constraint public_counts_pk primary key (street_id, state, community_id, grid_id, category, shard)
);
insert into public_counts (street_id, state, community_id, grid_id, category, shard, n)
select street_id, state, coalesce(community_id, street_id), coalesce(grid_id, street_id), category, 0, count(*)
from cases
where published = true
group by street_id, state, coalesce(community_id, street_id), coalesce(grid_id, street_id), category;
