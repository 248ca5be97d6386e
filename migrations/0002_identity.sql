-- Identity: people, how they sign in, and the posts every right of staff comes from.

create table units (
  street_id bytes not null,
  id bytes not null,
  code text not null,
  name text not null,
  kind text not null,
  organisation_id bytes,
  community_id bytes,
  constraint units_pk primary key (street_id, id),
  constraint units_code unique (street_id, code)
);

create table people (
  street_id bytes not null,
  id bytes not null,
  name bytes,
  masked_name text not null,
  phone bytes,
  phone_blind bytes,
  made_at moment not null,
  erased_at moment,
  constraint people_pk primary key (street_id, id),
  constraint people_phone unique (street_id, phone_blind)
);

create table accounts (
  street_id bytes not null,
  id bytes not null,
  person_id bytes not null,
  login text,
  password_hash text,
  made_at moment not null,
  disabled_at moment,
  constraint accounts_pk primary key (street_id, id),
  constraint accounts_person unique (street_id, person_id),
  constraint accounts_login unique (street_id, login)
);

create table posts (
  street_id bytes not null,
  id bytes not null,
  person_id bytes not null,
  role text not null,
  title text not null,
  level text not null,
  place_id bytes not null,
  unit_id bytes,
  state text not null,
  from_at moment not null,
  until_at moment not null,
  proposed_by bytes,
  confirmed_by bytes,
  ended_by bytes,
  constraint posts_pk primary key (street_id, id),
  constraint posts_level check (level in ('street', 'community', 'grid', 'building')),
  constraint posts_state check (state in ('proposed', 'in_force', 'ended')),
  constraint posts_term check (until_at >= from_at)
);
create index posts_by_person on posts (street_id, person_id);
create index posts_by_place on posts (street_id, place_id);

create table sessions (
  street_id bytes not null,
  token_hash bytes not null,
  id bytes not null,
  account_id bytes not null,
  made_at moment not null,
  last_seen_at moment not null,
  idle_until moment not null,
  absolute_until moment not null,
  address_prefix text not null,
  revoked_at moment,
  constraint sessions_pk primary key (street_id, token_hash)
);
create index sessions_by_account on sessions (street_id, account_id);

create table lockouts (
  street_id bytes not null,
  key text not null,
  failures integer not null,
  locked_until moment,
  constraint lockouts_pk primary key (street_id, key)
);

create table sms_codes (
  street_id bytes not null,
  id bytes not null,
  phone_blind bytes not null,
  digest bytes not null,
  made_at moment not null,
  until_at moment not null,
  tries integer not null,
  used_at moment,
  constraint sms_codes_pk primary key (street_id, id)
);
create index sms_codes_by_phone on sms_codes (street_id, phone_blind, made_at);

create table api_tokens (
  street_id bytes not null,
  id bytes not null,
  account_id bytes not null,
  secret_hash bytes not null,
  scopes json not null,
  made_at moment not null,
  until_at moment not null,
  revoked_at moment,
  constraint api_tokens_pk primary key (street_id, id)
);
create index api_tokens_by_account on api_tokens (street_id, account_id);

create table consents (
  street_id bytes not null,
  id bytes not null,
  person_id bytes not null,
  purpose text not null,
  text_version text not null,
  given_at moment not null,
  withdrawn_at moment,
  constraint consents_pk primary key (street_id, id)
);
create index consents_by_person on consents (street_id, person_id);

create table setup_tokens (
  street_id bytes not null,
  token_hash bytes not null,
  until_at moment not null,
  used_at moment,
  constraint setup_tokens_pk primary key (street_id, token_hash)
);
