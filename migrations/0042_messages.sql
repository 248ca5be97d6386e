-- What is sent to people: one row a message, one row a way it goes out, and what each person chose. No words of people stand
-- here: a message is a code with numbers and ids, and becomes a sentence when it is read or sent.

create table messages (
  street_id bytes not null,
  id bytes not null,
  -- Whose inbox it lies in; absent for somebody without an account.
  account_id bytes,
  -- Who sends it, and that room's key for it: the same is told once.
  room text not null,
  told_of text not null,
  code text not null,
  kind text not null,
  facts json not null,
  link text not null,
  -- Why it waits for nobody's quiet hours, if it does not.
  urgent text,
  at moment not null,
  read_at moment,
  constraint messages_pk primary key (street_id, id),
  constraint messages_once unique (street_id, room, told_of),
  constraint messages_kind check (kind in ('progress', 'callback', 'office', 'work')),
  constraint messages_urgent check (urgent in ('life', 'utility'))
);
create index messages_inbox on messages (street_id, account_id, id);
create index messages_unread on messages (street_id, account_id) where read_at is null;

create table message_sendings (
  street_id bytes not null,
  id bytes not null,
  message_id bytes not null,
  account_id bytes,
  -- Somebody without an account, in the words of the room that sends.
  guest_id bytes,
  means text not null,
  -- Goes out with others of the same day.
  digest bool not null,
  state text not null,
  tries integer not null,
  -- When it may go; while it is on its way, until when it is waited for.
  next_at moment not null,
  last_at moment,
  why text,
  constraint message_sendings_pk primary key (street_id, id),
  constraint message_sendings_once unique (street_id, message_id, means),
  constraint message_sendings_means check (means in ('sms', 'email')),
  constraint message_sendings_state check (state in ('waiting', 'leaving', 'sent', 'failed', 'dropped'))
);
create index message_sendings_due on message_sendings (street_id, next_at) where state in ('waiting', 'leaving');
create index message_sendings_by_account on message_sendings (street_id, account_id, means) where state in ('waiting', 'leaving');

create table message_choices (
  street_id bytes not null,
  account_id bytes not null,
  kind text not null,
  means text not null,
  constraint message_choices_pk primary key (street_id, account_id, kind),
  constraint message_choices_kind check (kind in ('progress', 'callback', 'office', 'work')),
  constraint message_choices_means check (means in ('sms', 'email', 'app'))
);

create table message_wishes (
  street_id bytes not null,
  account_id bytes not null,
  lang text not null,
  -- Minutes of the day; from the later to the earlier it goes over midnight.
  quiet_from integer,
  quiet_until integer,
  daily bool not null,
  -- A verified address, sealed; and what is shown of it.
  email bytes,
  email_masked text,
  constraint message_wishes_pk primary key (street_id, account_id),
  constraint message_wishes_quiet check (quiet_from between 0 and 1439 and quiet_until between 0 and 1439)
);

create table message_codes (
  street_id bytes not null,
  id bytes not null,
  account_id bytes not null,
  email bytes not null,
  email_masked text not null,
  digest bytes not null,
  made_at moment not null,
  until_at moment not null,
  tries integer not null,
  used_at moment,
  constraint message_codes_pk primary key (street_id, id)
);
create index message_codes_by_account on message_codes (street_id, account_id, made_at);
