-- Matters that became one: the one that was taken up stays readable and points forward. Substitutes of seats.

-- One engine cannot change a check, so the table is made anew, as that of ballots was.
-- sqlite:
pragma defer_foreign_keys = on;
create table matters_kept as select * from matters;
drop table if exists matters;
create table matters (
  street_id blob not null,
  id blob not null,
  code text not null,
  body_id blob not null,
  community_id blob,
  grid_id blob,
  building_id blob,
  question text not null,
  topic text not null,
  track text not null,
  owner blob not null,
  state text not null,
  step text not null,
  round integer not null,
  ended_why text,
  frozen_at bigint,
  statement text,
  opened_at bigint not null,
  rev integer not null,
  constraint matters_pk primary key (street_id, id),
  constraint matters_code unique (street_id, code),
  constraint matters_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint matters_track check (track in ('ordinary', 'small', 'money', 'covenant', 'urgent')),
  constraint matters_state check (state in ('walking', 'settled', 'declined', 'withdrawn', 'referred', 'lapsed', 'merged')),
  constraint matters_step check (step in ('needs', 'options', 'deliberation', 'decision', 'delivery', 'evaluation')),
  constraint matters_ended check (state in ('walking', 'settled') or ended_why is not null)
);
insert into matters select * from matters_kept;
drop table matters_kept;
create index matters_by_body on matters (street_id, body_id, id);
-- end
-- postgres:
alter table matters drop constraint matters_state;
alter table matters add constraint matters_state check (state in ('walking', 'settled', 'declined', 'withdrawn', 'referred', 'lapsed', 'merged'));
-- end
alter table matters add column merged_into bytes;
create index matters_merged_into on matters (street_id, merged_into) where merged_into is not null;

-- Who sits when the holder of a seat is away: one at a time for each membership, named with a declaration of interests.
create table body_substitutes (
  street_id bytes not null,
  id bytes not null,
  body_id bytes not null,
  membership_id bytes not null,
  person_id bytes not null,
  account_id bytes,
  shown_name text not null,
  interests text not null,
  from_day day not null,
  ended_on day,
  constraint body_substitutes_pk primary key (street_id, id),
  constraint body_substitutes_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint body_substitutes_membership foreign key (street_id, membership_id) references body_memberships (street_id, id)
);
create unique index body_substitutes_live on body_substitutes (street_id, membership_id) where ended_on is null;
create index body_substitutes_by_body on body_substitutes (street_id, body_id, membership_id);
