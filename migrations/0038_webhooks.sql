-- Programs that are told what happened, and every message to them. Their secret is made from the key and the hook's id: it
-- is stored nowhere.
create table webhooks (
  street_id bytes not null,
  id bytes not null,
  url text not null,
  names json not null,
  active bool not null,
  -- An id made when it began to listen, or listened again: it hears of nothing before.
  listens_from bytes not null,
  made_by bytes,
  made_at moment not null,
  constraint webhooks_pk primary key (street_id, id)
);
create table webhook_sendings (
  street_id bytes not null,
  id bytes not null,
  hook_id bytes not null,
  event_id bytes not null,
  subject_id bytes not null,
  name text not null,
  body json not null,
  state text not null,
  tries integer not null,
  next_at moment not null,
  last_at moment,
  -- What came back: a status, or 0 where nothing did.
  last_status integer,
  constraint webhook_sendings_pk primary key (street_id, id),
  constraint webhook_sendings_once unique (street_id, hook_id, event_id),
  constraint webhook_sendings_state check (state in ('waiting', 'sent', 'failed'))
);
create index webhook_sendings_waiting on webhook_sendings (street_id, state, next_at);
create index webhook_sendings_by_hook on webhook_sendings (street_id, hook_id, id);
