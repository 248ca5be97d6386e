-- Orders of the upper tier (上级转办). Each is one voice of appeals, which keeps their due moment until it is answered; what a
-- unit asks of them is agreed here first, and holds once they have accepted it.
alter table voices add column upper_due_at moment;
alter table voices add column upper_done_at moment;
alter table case_returns add column agreed_at moment;
alter table case_returns add column agreed_by bytes;
alter table case_returns add column agreed_unit_id bytes;
alter table case_extensions add column agreed_at moment;
alter table case_extensions add column agreed_by bytes;

create table upper_orders (
  street_id bytes not null,
  id bytes not null,
  voice_id bytes not null,
  their_no text not null,
  tier text not null,
  their_category text not null,
  their_due_at moment not null,
  -- The file it came in; none where it came over the line.
  import_id bytes,
  taken_at moment not null,
  -- When the last answer went up, and of which round of the case it spoke.
  answered_at moment,
  answered_round integer,
  constraint upper_orders_pk primary key (street_id, id),
  constraint upper_orders_no unique (street_id, their_no),
  constraint upper_orders_voice unique (street_id, voice_id)
);
create index upper_orders_by_due on upper_orders (street_id, their_due_at, id);

-- What went up: an answer of one round, or a request, each once; a file may be written again.
create table upper_sendings (
  street_id bytes not null,
  id bytes not null,
  order_id bytes not null,
  kind text not null,
  -- The round answered, or the id of what is asked for.
  part text not null,
  way text not null,
  sent_at moment not null,
  sent_by bytes,
  -- The file it stands in; it can be written again as it was.
  batch_id bytes,
  body bytes not null,
  constraint upper_sendings_pk primary key (street_id, id),
  constraint upper_sendings_once unique (street_id, order_id, kind, part),
  constraint upper_sendings_kind check (kind in ('answer', 'return', 'extension')),
  constraint upper_sendings_way check (way in ('file', 'line'))
);

-- Files that were taken in: their digest, and what they brought. Their words are sealed with the voices.
create table upper_imports (
  street_id bytes not null,
  id bytes not null,
  kind text not null,
  sha256 text not null,
  lines integer not null,
  fresh integer not null,
  changed integer not null,
  known integer not null,
  taken_at moment not null,
  taken_by bytes,
  constraint upper_imports_pk primary key (street_id, id)
);
create index upper_sendings_by_batch on upper_sendings (street_id, batch_id, id);
create index upper_imports_latest on upper_imports (street_id, taken_at);

-- The line to their system: where it goes on, and what was turned back on its way in.
create table upper_lines (
  street_id bytes not null,
  mark text not null,
  heard_at moment not null,
  constraint upper_lines_pk primary key (street_id)
);
create table upper_turned_back (
  street_id bytes not null,
  id bytes not null,
  their_no text not null,
  field text not null,
  code text not null,
  at moment not null,
  constraint upper_turned_back_pk primary key (street_id, id)
);
create index upper_turned_back_latest on upper_turned_back (street_id, at);
