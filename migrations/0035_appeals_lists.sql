-- Appeals: one verb on everything a list holds. The list is fixed when it begins, so that what was counted is what is
-- done; each case says how it went.
create table bulks (
  street_id bytes not null,
  id bytes not null,
  account_id bytes not null,
  verb text not null,
  -- What the verb needs besides the cases: a number, a level.
  words json not null,
  query text not null,
  cases integer not null,
  at moment not null,
  constraint bulks_pk primary key (street_id, id)
);
create index bulks_by_account on bulks (street_id, account_id, id);
create table bulk_items (
  street_id bytes not null,
  bulk_id bytes not null,
  position integer not null,
  case_id bytes not null,
  -- 'waiting', 'done', 'undone', else why it was not.
  outcome text not null,
  constraint bulk_items_pk primary key (street_id, bulk_id, position)
);
create index bulk_items_by_outcome on bulk_items (street_id, bulk_id, outcome, position);

-- A list written out as a file: how far it is, and where the file lies until it is a day old.
create table exports (
  street_id bytes not null,
  id bytes not null,
  account_id bytes not null,
  form text not null,
  query text not null,
  at moment not null,
  written integer not null,
  ended_at moment,
  -- Null while it is written; then 'ready', 'failed', 'gone'.
  outcome text,
  constraint exports_pk primary key (street_id, id),
  constraint exports_form check (form in ('xlsx', 'csv'))
);
create index exports_by_account on exports (street_id, account_id, id);
