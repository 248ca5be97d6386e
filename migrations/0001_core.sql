-- What every room stands on: the journal, the keys, the queue of what must follow.

create table events (
  street_id bytes not null,
  id bytes not null,
  at moment not null,
  name text not null,
  subject_kind text not null,
  subject_id bytes not null,
  actor_kind text not null,
  actor_id bytes,
  post_id bytes,
  on_behalf_of bytes,
  reason text,
  audience text not null,
  body json not null,
  request_id bytes,
  constraint events_pk primary key (street_id, id),
  constraint events_actor_kind check (actor_kind in ('nobody', 'account', 'client', 'system')),
  constraint events_audience check (audience in ('public', 'speaker', 'staff', 'audit'))
);
create index events_by_subject on events (street_id, subject_kind, subject_id, id);

create table seals (
  street_id bytes not null,
  seq bigint not null,
  event_id bytes not null,
  prev bytes not null,
  hash bytes not null,
  constraint seals_pk primary key (street_id, seq),
  constraint seals_event unique (street_id, event_id)
);

create table checkpoints (
  street_id bytes not null,
  size bigint not null,
  root bytes not null,
  at moment not null,
  note text not null,
  constraint checkpoints_pk primary key (street_id, size)
);

create table deliveries (
  street_id bytes not null,
  subscriber text not null,
  event_id bytes not null,
  subject_id bytes not null,
  state text not null,
  tries integer not null,
  next_at moment not null,
  last_error text,
  constraint deliveries_pk primary key (street_id, subscriber, event_id),
  constraint deliveries_state check (state in ('waiting', 'done', 'stuck'))
);
create index deliveries_waiting on deliveries (street_id, state, next_at);
-- Order per subject is asked for every delivery; those done would make the answer long.
create index deliveries_open on deliveries (street_id, subscriber, subject_id, event_id) where state <> 'done';

create table cursors (
  street_id bytes not null,
  name text not null,
  event_id bytes,
  at moment not null,
  constraint cursors_pk primary key (street_id, name)
);

create table idempotency (
  street_id bytes not null,
  account text not null,
  key text not null,
  body_hash bytes not null,
  status integer not null,
  answer text not null,
  at moment not null,
  constraint idempotency_pk primary key (street_id, account, key)
);
create index idempotency_by_age on idempotency (street_id, at);

create table data_keys (
  street_id bytes not null,
  id bigint not null,
  purpose text not null,
  wrapped bytes not null,
  made_at moment not null,
  retired_at moment,
  constraint data_keys_pk primary key (street_id, id)
);

create table settings (
  street_id bytes not null,
  key text not null,
  value text not null,
  constraint settings_pk primary key (street_id, key)
);

-- Words for search: one interface in kits/db, two realisations.
-- sqlite:
create table search_rows (
  row integer primary key autoincrement,
  street_id blob not null,
  kind text not null,
  id blob not null
);
create unique index search_rows_thing on search_rows (street_id, kind, id);
create virtual table search_words using fts5(words, content='', contentless_delete=1, tokenize="unicode61");
-- end
-- postgres:
create table search_rows (
  street_id bytea not null,
  kind text not null,
  id bytea not null,
  words tsvector not null,
  constraint search_rows_thing primary key (street_id, kind, id)
);
create index search_rows_words on search_rows using gin (words);
-- end
