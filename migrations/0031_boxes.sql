-- Opinion boxes: where they hang, their openings with two signatures, the cards that came out, and printed numbers
-- that nobody has used yet. The words of a card are the voice's; nothing of them stands here.

create table boxes (
  street_id bytes not null,
  id bytes not null,
  community_id bytes not null,
  grid_id bytes,
  building_id bytes,
  location text not null,
  keys_role text not null,
  weekday integer not null,
  every_weeks integer not null,
  active bool not null,
  made_at moment not null,
  rev integer not null,
  constraint boxes_pk primary key (street_id, id),
  constraint boxes_weekday check (weekday between 1 and 7),
  constraint boxes_every_weeks check (every_weeks between 1 and 8)
);
create index boxes_by_community on boxes (street_id, community_id, id);
create index boxes_by_grid on boxes (street_id, grid_id, id);
create index boxes_by_building on boxes (street_id, building_id, id);

create table box_openings (
  street_id bytes not null,
  id bytes not null,
  box_id bytes not null,
  community_id bytes not null,
  grid_id bytes,
  building_id bytes,
  opened_at moment not null,
  first_account bytes not null,
  first_post bytes not null,
  first_body bytes not null,
  second_account bytes not null,
  second_post bytes not null,
  second_body bytes not null,
  seal_before text not null,
  seal_expected text,
  finding text,
  photo_id bytes,
  photo text,
  photo_sha256 text,
  counted integer,
  counted_now integer,
  sealed_at moment,
  seal_after text,
  digest text,
  rev integer not null,
  constraint box_openings_pk primary key (street_id, id),
  constraint box_openings_box foreign key (street_id, box_id) references boxes (street_id, id),
  constraint box_openings_two_people check (first_account <> second_account),
  constraint box_openings_two_bodies check (first_body <> second_body),
  constraint box_openings_finding check (finding in ('missing', 'torn', 'other_number')),
  constraint box_openings_counted check (counted >= 0 and counted_now >= 0),
  constraint box_openings_sealed check (sealed_at is null or (seal_after is not null and counted_now is not null and digest is not null))
);
create index box_openings_by_box on box_openings (street_id, box_id, id);
create index box_openings_by_community on box_openings (street_id, community_id, id);
create unique index box_openings_at_once on box_openings (street_id, box_id) where sealed_at is null;

create table box_cards (
  street_id bytes not null,
  id bytes not null,
  opening_id bytes not null,
  no integer not null,
  at moment not null,
  void_reason text,
  void_confirmed_at moment,
  scan_id bytes,
  scan text,
  scan_sha256 text,
  serial text,
  constraint box_cards_pk primary key (street_id, id),
  constraint box_cards_no unique (street_id, opening_id, no),
  constraint box_cards_opening foreign key (street_id, opening_id) references box_openings (street_id, id),
  constraint box_cards_void_reason check (void_reason in ('blank', 'unreadable', 'advertising')),
  constraint box_cards_void check (void_confirmed_at is null or void_reason is not null)
);

-- Two subjects on one card are two voices.
create table box_card_voices (
  street_id bytes not null,
  card_id bytes not null,
  position integer not null,
  voice_id bytes not null,
  constraint box_card_voices_pk primary key (street_id, card_id, position),
  constraint box_card_voices_voice unique (street_id, voice_id),
  constraint box_card_voices_card foreign key (street_id, card_id) references box_cards (street_id, id)
);

-- A count that was wrong: what it was, what it is, why. Signed by the two of the opening.
create table box_corrections (
  street_id bytes not null,
  id bytes not null,
  opening_id bytes not null,
  at moment not null,
  was integer not null,
  counted integer not null,
  reason text not null,
  constraint box_corrections_pk primary key (street_id, id),
  constraint box_corrections_opening foreign key (street_id, opening_id) references box_openings (street_id, id),
  constraint box_corrections_reason check (reason in ('stuck_together', 'folded', 'miscounted', 'overlooked'))
);
create index box_corrections_by_opening on box_corrections (street_id, opening_id, id);

-- Printed cards: the number on the card, and the keyed digest of the number on its stub. Worth nothing until the card
-- comes back.
create table box_stubs (
  street_id bytes not null,
  serial text not null,
  code_digest bytes not null,
  box_id bytes not null,
  printed_at moment not null,
  used_at moment,
  constraint box_stubs_pk primary key (street_id, serial),
  constraint box_stubs_code unique (street_id, code_digest)
);

-- What a voice came out of: an opening, later a call or a letter. Two subjects of one card share it.
alter table voices add column origin_id bytes;
create index voices_by_origin on voices (street_id, origin_id) where origin_id is not null;
