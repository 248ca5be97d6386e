-- Places: where things are, with their boundaries and numbers over time.

create table places (
  street_id bytes not null,
  id bytes not null,
  parent_id bytes,
  level text not null,
  name text not null,
  short_name text not null,
  aliases json not null,
  code text not null,
  grid_kind text,
  community_id bytes,
  grid_id bytes,
  lon double precision,
  lat double precision,
  raw_lon double precision,
  raw_lat double precision,
  datum text,
  from_day day not null,
  to_day day,
  constraint places_pk primary key (street_id, id),
  constraint places_level check (level in ('street', 'community', 'grid', 'building')),
  constraint places_root check ((level = 'street') = (parent_id is null)),
  constraint places_grid_kind check (grid_kind in ('base', 'special', 'micro')),
  constraint places_datum check (datum in ('wgs84', 'gcj02', 'bd09', 'cgcs2000')),
  constraint places_term check (to_day is null or to_day > from_day)
);
create index places_by_parent on places (street_id, parent_id);

create table place_codes (
  street_id bytes not null,
  scheme text not null,
  value text not null,
  from_day day not null,
  place_id bytes not null,
  to_day day,
  constraint place_codes_pk primary key (street_id, scheme, value, from_day),
  constraint place_codes_term check (to_day is null or to_day > from_day)
);
create index place_codes_by_place on place_codes (street_id, place_id);

create table boundaries (
  street_id bytes not null,
  id bytes not null,
  place_id bytes not null,
  layer text not null,
  rings json not null,
  raw json not null,
  datum text not null,
  conversion bigint not null,
  area_m2 double precision not null,
  source text not null,
  from_at moment not null,
  to_at moment,
  constraint boundaries_pk primary key (street_id, id),
  constraint boundaries_start unique (street_id, place_id, layer, from_at),
  constraint boundaries_layer check (layer in ('administrative', 'unit_grid', 'governance')),
  constraint boundaries_datum check (datum in ('wgs84', 'gcj02', 'bd09', 'cgcs2000')),
  constraint boundaries_term check (to_at is null or to_at > from_at)
);

create table statistics (
  street_id bytes not null,
  place_id bytes not null,
  measure text not null,
  band text not null,
  as_of day not null,
  value bigint not null,
  source text not null,
  precision text not null,
  imported_at moment not null,
  constraint statistics_pk primary key (street_id, place_id, measure, band, as_of),
  constraint statistics_value check (value >= 0),
  constraint statistics_precision check (precision in ('exact', 'rounded', 'estimate'))
);

-- One row per street: a fresh id whenever anything above changes, so that a copy in memory knows it is old.
create table place_revisions (
  street_id bytes not null,
  revision bytes not null,
  constraint place_revisions_pk primary key (street_id)
);

create table place_imports (
  street_id bytes not null,
  id bytes not null,
  kind text not null,
  at moment not null,
  source text not null,
  counted bigint not null,
  constraint place_imports_pk primary key (street_id, id),
  constraint place_imports_kind check (kind in ('boundaries', 'buildings', 'statistics'))
);
