-- Open311: what programs bring while the writing side is in maintenance. The token is a secret that only its digest is
-- kept of; the words rest sealed until they are received, and go then.
create table open311_spool (
  street_id bytes not null,
  id bytes not null,
  token_digest bytes not null,
  client bytes not null,
  at moment not null,
  sent bytes,
  case_no text,
  wrong text,
  constraint open311_spool_pk primary key (street_id, id),
  constraint open311_spool_token unique (street_id, token_digest),
  constraint open311_spool_done check (sent is null or (case_no is null and wrong is null))
);
create index open311_spool_waiting on open311_spool (street_id, id) where sent is not null;
