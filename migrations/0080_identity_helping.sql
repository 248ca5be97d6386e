-- Staff act for a resident who is there or on the phone. It is bound to the session it was begun in and over when that is;
-- whoever is helped stands here by id alone, their name sealed with the person.
create table helping_sessions (
  street_id bytes not null,
  id bytes not null,
  token_hash bytes not null,
  helper_id bytes not null,
  person_id bytes not null,
  account_id bytes not null,
  community_id bytes,
  grid_id bytes,
  building_id bytes,
  way text not null,
  began_at moment not null,
  until_at moment not null,
  ended_at moment,
  ended_how text,
  constraint helping_sessions_pk primary key (street_id, id),
  constraint helping_sessions_session foreign key (street_id, token_hash) references sessions (street_id, token_hash),
  constraint helping_sessions_way check (way in ('present', 'phone', 'paper')),
  constraint helping_sessions_half_hour check (until_at > began_at and until_at - began_at <= 1800000000),
  constraint helping_sessions_ended check ((ended_at is null) = (ended_how is null)),
  constraint helping_sessions_how check (ended_how in ('ended', 'signed_out', 'account_changed', 'post_ended', 'time'))
);
create unique index helping_sessions_one on helping_sessions (street_id, token_hash) where ended_at is null;
create index helping_sessions_by_helper on helping_sessions (street_id, helper_id, id);

-- What was done in it, for the slip of whoever was helped: a verb and where it stands.
create table helping_acts (
  street_id bytes not null,
  helping_id bytes not null,
  no integer not null,
  verb text not null,
  path text not null,
  at moment not null,
  constraint helping_acts_pk primary key (street_id, helping_id, no),
  constraint helping_acts_session foreign key (street_id, helping_id) references helping_sessions (street_id, id)
);
