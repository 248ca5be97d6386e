-- Appeals: what many of one place share. People and buildings behind a cluster are counted over ninety days; one cluster of
-- a community may be its topic of the month, talked over as a matter.
alter table clusters add column people integer not null default 0;
alter table clusters add column buildings integer not null default 0;
create table cluster_topics (
  street_id bytes not null,
  community_id bytes not null,
  -- The first day of the month.
  month integer not null,
  cluster_id bytes not null,
  matter_id bytes not null,
  code text not null,
  cases integer not null,
  at moment not null,
  by_account bytes,
  constraint cluster_topics_pk primary key (street_id, community_id, month),
  constraint cluster_topics_cluster unique (street_id, cluster_id)
);
