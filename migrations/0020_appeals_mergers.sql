-- Appeals: voices of several cases answered by one. The emptied case stays as an alias, and the merger can be undone.
alter table cases add column merged_into bytes;
-- The case a voice was taken out of, because it said no where the others said yes.
alter table cases add column parent_id bytes;
create table case_mergers (
  street_id bytes not null,
  id bytes not null,
  from_id bytes not null,
  into_id bytes not null,
  voices json not null,
  state_before text not null,
  published_before bool not null,
  -- Earlier mergers into the case that goes, which now point to where it went.
  pointed json not null,
  at moment not null,
  by_account bytes,
  undone_at moment,
  undone_by bytes,
  constraint case_mergers_pk primary key (street_id, id)
);
-- A clock whose promise came with a merger, and the case's own clock in whose place it stands.
create table clocks_carried (
  street_id bytes not null,
  clock_id bytes not null,
  own_id bytes not null,
  constraint clocks_carried_pk primary key (street_id, clock_id)
);
create unique index case_mergers_open on case_mergers (street_id, from_id) where undone_at is null;
create index case_mergers_into on case_mergers (street_id, into_id, id);
