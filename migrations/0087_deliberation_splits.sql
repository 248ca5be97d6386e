-- A matter taken up in another can be taken apart again: what came along is written down with the merger. Mergers before this are not.
create table matter_mergers (
  street_id bytes not null,
  id bytes not null,
  from_id bytes not null,
  into_id bytes not null,
  merged_at moment not null,
  merged_by bytes not null,
  split_at moment,
  split_by bytes,
  split_why text,
  constraint matter_mergers_pk primary key (street_id, id),
  constraint matter_mergers_from foreign key (street_id, from_id) references matters (street_id, id),
  constraint matter_mergers_into foreign key (street_id, into_id) references matters (street_id, id),
  constraint matter_mergers_two check (from_id <> into_id),
  constraint matter_mergers_split check ((split_at is null) = (split_why is null) and (split_at is null) = (split_by is null))
);
create unique index matter_mergers_open on matter_mergers (street_id, from_id) where split_at is null;
create index matter_mergers_by_into on matter_mergers (street_id, into_id, id);

-- Rows that came along: a source by its number, what somebody said and a concern by their ids here, a concern with the one it was there,
-- and who joined a concern that was here already.
create table matter_merger_parts (
  street_id bytes not null,
  merger_id bytes not null,
  part integer not null,
  kind text not null,
  no integer,
  here_id bytes,
  there_id bytes,
  person_id bytes,
  constraint matter_merger_parts_pk primary key (street_id, merger_id, part),
  constraint matter_merger_parts_merger foreign key (street_id, merger_id) references matter_mergers (street_id, id),
  constraint matter_merger_parts_kind check (kind in ('source', 'response', 'concern', 'joining')),
  constraint matter_merger_parts_of check ((kind = 'source') = (no is not null) and (kind = 'source') = (here_id is null) and (kind = 'concern') = (there_id is not null) and (kind = 'joining') = (person_id is not null))
);
create index matter_merger_parts_here on matter_merger_parts (street_id, here_id) where here_id is not null;
