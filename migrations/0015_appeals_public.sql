-- Appeals: what the public may count, by street, community and grid, of one category or of all (''), so that a page
-- reads a handful of rows however many cases there are.
drop table public_counts;
create table public_counts (
  street_id bytes not null,
  slice text not null,
  category text not null,
  of_id bytes not null,
  state text not null,
  shard integer not null,
  n bigint not null,
  constraint public_counts_pk primary key (street_id, slice, category, of_id, state, shard)
);
insert into public_counts (street_id, slice, category, of_id, state, shard, n)
select street_id, 'street', '', street_id, state, 0, count(*) from cases where published = true group by street_id, state
union all
select street_id, 'street', category, street_id, state, 0, count(*) from cases where published = true
group by street_id, category, state
union all
select street_id, 'community', '', community_id, state, 0, count(*) from cases
where published = true and community_id is not null group by street_id, community_id, state
union all
select street_id, 'community', category, community_id, state, 0, count(*) from cases
where published = true and community_id is not null group by street_id, category, community_id, state
union all
select street_id, 'grid', '', grid_id, state, 0, count(*) from cases
where published = true and grid_id is not null group by street_id, grid_id, state
union all
select street_id, 'grid', category, grid_id, state, 0, count(*) from cases
where published = true and grid_id is not null group by street_id, category, grid_id, state;
