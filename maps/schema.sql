CREATE TABLE accounts (
  street_id blob not null,
  id blob not null,
  person_id blob not null,
  login text,
  password_hash text,
  made_at bigint not null,
  disabled_at bigint,
  constraint accounts_pk primary key (street_id, id),
  constraint accounts_person unique (street_id, person_id),
  constraint accounts_login unique (street_id, login)
);
CREATE TABLE api_tokens (
  street_id blob not null,
  id blob not null,
  account_id blob not null,
  secret_hash blob not null,
  scopes text not null,
  made_at bigint not null,
  until_at bigint not null,
  revoked_at bigint,
  constraint api_tokens_pk primary key (street_id, id)
);
CREATE INDEX api_tokens_by_account on api_tokens (street_id, account_id);
CREATE TABLE author_pauses (
  street_id blob not null,
  id blob not null,
  kind text not null,
  text_id blob not null,
  proposal_id blob,
  matter_id blob,
  person_id blob not null,
  account_id blob not null,
  ground text not null,
  reason text not null,
  by_account blob not null,
  by_role text not null,
  at bigint not null,
  until_at bigint not null,
  objected_at bigint,
  objection blob,
  decide_by bigint,
  decided_at bigint,
  decided_by blob,
  upheld integer,
  answer text,
  lifted_at bigint,
  lifted_by blob,
  lifted_why text,
  constraint author_pauses_pk primary key (street_id, id),
  constraint author_pauses_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint author_pauses_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint author_pauses_kind check (kind in ('proposal', 'argument', 'answer', 'option')),
  constraint author_pauses_of check ((kind = 'proposal') = (proposal_id is not null) and (kind = 'proposal') = (matter_id is null)),
  constraint author_pauses_ground check (ground in ('insult', 'personal_data', 'advertising', 'off_question', 'repeated', 'unlawful')),
  constraint author_pauses_week check (until_at > at and until_at - at <= 604800000000),
  constraint author_pauses_decided check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (upheld is null) and (decided_at is null) = (answer is null)),
  constraint author_pauses_another check (by_account <> account_id and (decided_by is null or (decided_by <> by_account and decided_by <> account_id))),
  constraint author_pauses_objected check (decided_at is null or objected_at is not null),
  constraint author_pauses_lifted check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lifted_why is null)),
  constraint author_pauses_lifter check (lifted_by is null or lifted_by <> account_id)
);
CREATE INDEX author_pauses_by_person on author_pauses (street_id, person_id, until_at);
CREATE INDEX author_pauses_by_time on author_pauses (street_id, at);
CREATE TABLE ballot_batches (
  street_id blob not null,
  ballot_id blob not null,
  no integer not null,
  slips integer not null,
  state text not null,
  contents text,
  settled_by blob,
  constraint ballot_batches_pk primary key (street_id, ballot_id, no),
  constraint ballot_batches_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_batches_slips check (slips between 1 and 50),
  constraint ballot_batches_state check (state in ('waiting', 'read_once', 'equal', 'unequal', 'settled', 'set_aside')),
  constraint ballot_batches_read check ((state in ('equal', 'settled')) = (contents is not null))
);
CREATE TABLE ballot_box (
  street_id blob not null,
  ballot_id blob not null,
  mark text not null,
  content blob not null,
  constraint ballot_box_pk primary key (street_id, ballot_id, mark)
);
CREATE TABLE ballot_candidates (
  street_id blob not null,
  ballot_id blob not null,
  no integer not null,
  shown_name text not null,
  account_id blob,
  state text not null,
  membership_id blob,
  reason text,
  answered_at bigint,
  constraint ballot_candidates_pk primary key (street_id, ballot_id, no),
  constraint ballot_candidates_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_candidates_state check (state in ('standing', 'accepted', 'declined')),
  constraint ballot_candidates_seat check ((state = 'accepted') = (membership_id is not null))
);
CREATE TABLE ballot_challenges (
  street_id blob not null,
  id blob not null,
  ballot_id blob not null,
  account_id blob not null,
  text blob not null,
  at bigint not null,
  upheld integer,
  reason text,
  constraint ballot_challenges_pk primary key (street_id, id),
  constraint ballot_challenges_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_challenges_reason check ((upheld is null) = (reason is null))
);
CREATE INDEX ballot_challenges_by_ballot on ballot_challenges (street_id, ballot_id, id);
CREATE TABLE ballot_counts (
  street_id blob not null,
  ballot_id blob not null,
  no integer not null,
  proof text not null,
  votes text not null,
  counted_at bigint not null,
  why text not null,
  constraint ballot_counts_pk primary key (street_id, ballot_id, no),
  constraint ballot_counts_ballot foreign key (street_id, ballot_id) references ballots (street_id, id)
);
CREATE TABLE ballot_electors (
  street_id blob not null,
  ballot_id blob not null,
  elector_key blob not null,
  line integer not null,
  account_id blob,
  phone_mark blob,
  name blob,
  place_id blob,
  weight bigint not null,
  state text not null,
  door text,
  voted_on integer,
  counterfoil bigint,
  taken_by blob,
  struck_why text,
  constraint ballot_electors_pk primary key (street_id, ballot_id, elector_key),
  constraint ballot_electors_line unique (street_id, ballot_id, line),
  constraint ballot_electors_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_electors_state check (state in ('listed', 'issued', 'voted', 'struck')),
  constraint ballot_electors_door check (door in ('web', 'desk', 'phone', 'paper', 'room')),
  constraint ballot_electors_voted check ((state = 'voted') = (door is not null and voted_on is not null)),
  constraint ballot_electors_struck check ((state = 'struck') = (struck_why is not null))
);
CREATE INDEX ballot_electors_by_account on ballot_electors (street_id, account_id, ballot_id) where account_id is not null;
CREATE INDEX ballot_electors_by_phone on ballot_electors (street_id, phone_mark, ballot_id) where phone_mark is not null;
CREATE UNIQUE INDEX ballot_electors_counterfoil on ballot_electors (street_id, ballot_id, counterfoil) where counterfoil is not null;
CREATE INDEX ballot_electors_counts on ballot_electors (street_id, ballot_id, state, door);
CREATE TABLE ballot_hands (
  street_id blob not null,
  ballot_id blob not null,
  votes_for bigint not null,
  votes_against bigint not null,
  votes_abstain bigint not null,
  needed bigint not null,
  first_teller blob,
  second_teller blob,
  constraint ballot_hands_pk primary key (street_id, ballot_id),
  constraint ballot_hands_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_hands_tellers check (second_teller is null or second_teller <> first_teller),
  constraint ballot_hands_sides check (votes_for >= 0 and votes_against >= 0 and votes_abstain >= 0)
);
CREATE TABLE ballot_objections (
  street_id blob not null,
  id blob not null,
  ballot_id blob not null,
  account_id blob not null,
  text blob not null,
  at bigint not null,
  accepted integer,
  reason text,
  constraint ballot_objections_pk primary key (street_id, id),
  constraint ballot_objections_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_objections_reason check ((accepted is null) = (reason is null))
);
CREATE INDEX ballot_objections_by_ballot on ballot_objections (street_id, ballot_id, id);
CREATE TABLE ballot_readings (
  street_id blob not null,
  ballot_id blob not null,
  no integer not null,
  reader blob not null,
  contents text not null,
  constraint ballot_readings_pk primary key (street_id, ballot_id, no, reader),
  constraint ballot_readings_batch foreign key (street_id, ballot_id, no) references ballot_batches (street_id, ballot_id, no)
);
CREATE TABLE ballot_reasons (
  street_id blob not null,
  ballot_id blob not null,
  elector_key blob not null,
  reason text not null,
  constraint ballot_reasons_pk primary key (street_id, ballot_id, elector_key),
  constraint ballot_reasons_elector foreign key (street_id, ballot_id, elector_key) references ballot_electors (street_id, ballot_id, elector_key)
);
CREATE TABLE ballot_receipts (
  street_id blob not null,
  ballot_id blob not null,
  mark text not null,
  constraint ballot_receipts_pk primary key (street_id, ballot_id, mark)
);
CREATE TABLE ballot_recusals (
  street_id blob not null,
  ballot_id blob not null,
  membership_id blob not null,
  account_id blob,
  shown_name text not null,
  reason text not null,
  decided_by blob not null,
  at bigint not null,
  constraint ballot_recusals_pk primary key (street_id, ballot_id, membership_id),
  constraint ballot_recusals_ballot foreign key (street_id, ballot_id) references ballots (street_id, id)
);
CREATE TABLE ballot_sheets (
  street_id blob not null,
  ballot_id blob not null,
  sheet text not null,
  first_teller blob not null,
  second_teller blob,
  constraint ballot_sheets_pk primary key (street_id, ballot_id),
  constraint ballot_sheets_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_sheets_hands check (second_teller is null or second_teller <> first_teller)
);
CREATE TABLE ballot_slips (
  street_id blob not null,
  id blob not null,
  ballot_id blob not null,
  content text not null,
  constraint ballot_slips_pk primary key (street_id, id)
);
CREATE INDEX ballot_slips_by_ballot on ballot_slips (street_id, ballot_id, content);
CREATE TABLE ballot_turnouts (
  street_id blob not null,
  ballot_id blob not null,
  part integer not null,
  state text not null,
  door text not null,
  lines bigint not null,
  constraint ballot_turnouts_pk primary key (street_id, ballot_id, part, state, door)
);
CREATE TABLE ballot_votes (
  street_id blob not null,
  ballot_id blob not null,
  elector_key blob not null,
  content text not null,
  weight bigint not null,
  mark text not null,
  constraint ballot_votes_pk primary key (street_id, ballot_id, elector_key),
  constraint ballot_votes_elector foreign key (street_id, ballot_id, elector_key) references ballot_electors (street_id, ballot_id, elector_key),
  constraint ballot_votes_mark unique (street_id, ballot_id, mark)
);
CREATE TABLE ballots (
  street_id blob not null,
  id blob not null,
  code text not null,
  matter_id blob,
  body_id blob not null,
  round integer not null,
  community_id blob,
  grid_id blob,
  building_id blob,
  question text not null,
  options text not null,
  options_hash text not null,
  rule text not null,
  scope text not null,
  check_days bigint not null,
  state text not null,
  opens_at bigint not null,
  closes_at bigint not null,
  roll_until bigint,
  roll_electors bigint not null,
  roll_weight bigint not null,
  roll_hash text,
  secret blob,
  commitment text,
  closing_by blob,
  closed_at bigint,
  counted_at bigint,
  sealed_at bigint,
  proof text,
  why_void text,
  drafted_by blob not null,
  rev integer not null, meeting_id blob, item_no integer, follows_id blob, root_id blob, rewording integer not null default 0, category text, forgotten_at bigint, kept_doors text,
  constraint ballots_pk primary key (street_id, id),
  constraint ballots_code unique (street_id, code),
  constraint ballots_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint ballots_state check (state in ('drafted', 'roll_open', 'frozen', 'open', 'closed', 'counted', 'sealed', 'void')),
  constraint ballots_void check ((state = 'void') = (why_void is not null)),
  constraint ballots_counted check (state not in ('counted', 'sealed') or proof is not null),
  constraint ballots_open check (state in ('drafted', 'roll_open', 'frozen', 'void') or (commitment is not null and roll_hash is not null))
);
CREATE INDEX ballots_by_matter on ballots (street_id, matter_id, id);
CREATE INDEX ballots_by_meeting on ballots (street_id, meeting_id, item_no) where meeting_id is not null;
CREATE UNIQUE INDEX ballots_following on ballots (street_id, follows_id) where follows_id is not null;
CREATE INDEX ballots_running on ballots (street_id, state, closes_at) where state in ('frozen', 'open', 'closed', 'counted');
CREATE INDEX ballots_to_forget on ballots (street_id, closes_at) where forgotten_at is null;
CREATE TABLE bodies (
  street_id blob not null,
  id blob not null,
  community_id blob,
  grid_id blob,
  building_id blob,
  name text not null,
  kind text not null,
  purpose text not null,
  opened_on integer not null,
  closed_on integer,
  closing_reason text,
  made_at bigint not null,
  rev integer not null,
  constraint bodies_pk primary key (street_id, id),
  constraint bodies_kind check (kind in ('community', 'grid', 'party_mass', 'youth', 'alliance', 'fund', 'thematic', 'statutory'))
);
CREATE INDEX bodies_by_community on bodies (street_id, community_id, id);
CREATE TABLE body_charters (
  street_id blob not null,
  id blob not null,
  body_id blob not null,
  from_day integer not null,
  to_day integer,
  rules text not null,
  written text not null,
  constraint body_charters_pk primary key (street_id, id),
  constraint body_charters_from unique (street_id, body_id, from_day),
  constraint body_charters_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint body_charters_days check (to_day is null or from_day < to_day)
);
CREATE TABLE body_member_cards (
  street_id blob not null,
  membership_id blob not null,
  body_id blob not null,
  person_key blob not null,
  name blob not null,
  contact blob not null,
  constraint body_member_cards_pk primary key (street_id, membership_id),
  constraint body_member_cards_seat foreign key (street_id, membership_id) references body_memberships (street_id, id)
);
CREATE INDEX body_member_cards_by_body on body_member_cards (street_id, body_id, person_key);
CREATE TABLE body_memberships (
  street_id blob not null,
  id blob not null,
  body_id blob not null,
  person_id blob not null,
  account_id blob,
  category text not null,
  seat integer not null,
  profession text not null,
  organisation text not null,
  taken_how text not null,
  from_day integer not null,
  to_day integer not null,
  ended_on integer,
  ended_why text,
  shown_name text not null,
  interests text not null,
  made_at bigint not null,
  constraint body_memberships_pk primary key (street_id, id),
  constraint body_memberships_term unique (street_id, body_id, category, seat, from_day),
  constraint body_memberships_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint body_memberships_how check (taken_how in ('appointed', 'elected', 'nominated', 'drawn')),
  constraint body_memberships_days check (from_day < to_day),
  constraint body_memberships_ended check (ended_on is null or ended_why is not null)
);
CREATE TABLE body_offices (
  street_id blob not null,
  id blob not null,
  body_id blob not null,
  office text not null,
  account_id blob not null,
  shown_name text not null,
  from_day integer not null,
  until_day integer,
  constraint body_offices_pk primary key (street_id, id),
  constraint body_offices_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint body_offices_office check (office in ('chair', 'convenor', 'minute_taker'))
);
CREATE INDEX body_offices_by_body on body_offices (street_id, body_id, office);
CREATE UNIQUE INDEX body_offices_one_now on body_offices (street_id, body_id, office) where until_day is null;
CREATE TABLE body_substitutes (
  street_id blob not null,
  id blob not null,
  body_id blob not null,
  membership_id blob not null,
  person_id blob not null,
  account_id blob,
  shown_name text not null,
  interests text not null,
  from_day integer not null,
  ended_on integer,
  constraint body_substitutes_pk primary key (street_id, id),
  constraint body_substitutes_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint body_substitutes_membership foreign key (street_id, membership_id) references body_memberships (street_id, id)
);
CREATE INDEX body_substitutes_by_body on body_substitutes (street_id, body_id, membership_id);
CREATE UNIQUE INDEX body_substitutes_live on body_substitutes (street_id, membership_id) where ended_on is null;
CREATE TABLE boundaries (
  street_id blob not null,
  id blob not null,
  place_id blob not null,
  layer text not null,
  rings text not null,
  raw text not null,
  datum text not null,
  conversion bigint not null,
  area_m2 double precision not null,
  source text not null,
  from_at bigint not null,
  to_at bigint,
  constraint boundaries_pk primary key (street_id, id),
  constraint boundaries_start unique (street_id, place_id, layer, from_at),
  constraint boundaries_layer check (layer in ('administrative', 'unit_grid', 'governance')),
  constraint boundaries_datum check (datum in ('wgs84', 'gcj02', 'bd09', 'cgcs2000')),
  constraint boundaries_term check (to_at is null or to_at > from_at)
);
CREATE TABLE box_card_voices (
  street_id blob not null,
  card_id blob not null,
  position integer not null,
  voice_id blob not null,
  constraint box_card_voices_pk primary key (street_id, card_id, position),
  constraint box_card_voices_voice unique (street_id, voice_id),
  constraint box_card_voices_card foreign key (street_id, card_id) references box_cards (street_id, id)
);
CREATE TABLE box_cards (
  street_id blob not null,
  id blob not null,
  opening_id blob not null,
  no integer not null,
  at bigint not null,
  void_reason text,
  void_confirmed_at bigint,
  scan_id blob,
  scan text,
  scan_sha256 text,
  serial text,
  constraint box_cards_pk primary key (street_id, id),
  constraint box_cards_no unique (street_id, opening_id, no),
  constraint box_cards_opening foreign key (street_id, opening_id) references box_openings (street_id, id),
  constraint box_cards_void_reason check (void_reason in ('blank', 'unreadable', 'advertising')),
  constraint box_cards_void check (void_confirmed_at is null or void_reason is not null)
);
CREATE TABLE box_corrections (
  street_id blob not null,
  id blob not null,
  opening_id blob not null,
  at bigint not null,
  was integer not null,
  counted integer not null,
  reason text not null,
  constraint box_corrections_pk primary key (street_id, id),
  constraint box_corrections_opening foreign key (street_id, opening_id) references box_openings (street_id, id),
  constraint box_corrections_reason check (reason in ('stuck_together', 'folded', 'miscounted', 'overlooked'))
);
CREATE INDEX box_corrections_by_opening on box_corrections (street_id, opening_id, id);
CREATE TABLE box_openings (
  street_id blob not null,
  id blob not null,
  box_id blob not null,
  community_id blob not null,
  grid_id blob,
  building_id blob,
  opened_at bigint not null,
  first_account blob not null,
  first_post blob not null,
  first_body blob not null,
  second_account blob not null,
  second_post blob not null,
  second_body blob not null,
  seal_before text not null,
  seal_expected text,
  finding text,
  photo_id blob,
  photo text,
  photo_sha256 text,
  counted integer,
  counted_now integer,
  sealed_at bigint,
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
CREATE UNIQUE INDEX box_openings_at_once on box_openings (street_id, box_id) where sealed_at is null;
CREATE INDEX box_openings_by_box on box_openings (street_id, box_id, id);
CREATE INDEX box_openings_by_community on box_openings (street_id, community_id, id);
CREATE TABLE box_stubs (
  street_id blob not null,
  serial text not null,
  code_digest blob not null,
  box_id blob not null,
  printed_at bigint not null,
  used_at bigint,
  constraint box_stubs_pk primary key (street_id, serial),
  constraint box_stubs_code unique (street_id, code_digest)
);
CREATE TABLE boxes (
  street_id blob not null,
  id blob not null,
  community_id blob not null,
  grid_id blob,
  building_id blob,
  location text not null,
  keys_role text not null,
  weekday integer not null,
  every_weeks integer not null,
  active integer not null,
  made_at bigint not null,
  rev integer not null,
  constraint boxes_pk primary key (street_id, id),
  constraint boxes_weekday check (weekday between 1 and 7),
  constraint boxes_every_weeks check (every_weeks between 1 and 8)
);
CREATE INDEX boxes_by_building on boxes (street_id, building_id, id);
CREATE INDEX boxes_by_community on boxes (street_id, community_id, id);
CREATE INDEX boxes_by_grid on boxes (street_id, grid_id, id);
CREATE TABLE bulk_items (
  street_id blob not null,
  bulk_id blob not null,
  position integer not null,
  case_id blob not null,
  -- 'waiting', 'done', 'undone', else why it was not.
  outcome text not null,
  constraint bulk_items_pk primary key (street_id, bulk_id, position)
);
CREATE INDEX bulk_items_by_outcome on bulk_items (street_id, bulk_id, outcome, position);
CREATE TABLE bulks (
  street_id blob not null,
  id blob not null,
  account_id blob not null,
  verb text not null,
  -- What the verb needs besides the cases: a number, a level.
  words text not null,
  query text not null,
  cases integer not null,
  at bigint not null,
  constraint bulks_pk primary key (street_id, id)
);
CREATE INDEX bulks_by_account on bulks (street_id, account_id, id);
CREATE TABLE calendar_links (
  street_id blob not null,
  account_id blob not null,
  token_hash blob not null,
  made_at bigint not null,
  constraint calendar_links_pk primary key (street_id, account_id),
  constraint calendar_links_token unique (street_id, token_hash)
);
CREATE TABLE calendars (
  street_id blob not null,
  version text not null,
  published_at bigint not null,
  source text not null,
  body text not null,
  constraint calendars_pk primary key (street_id, version)
);
CREATE TABLE calls (
  street_id blob not null,
  id blob not null,
  call_ref text not null,
  line text not null,
  caller blob,
  caller_digest blob,
  queued_at bigint not null,
  answered_at bigint,
  clerk_id blob,
  ended_at bigint,
  missed_at bigint,
  -- Until when a missed call is called back.
  return_due_at bigint,
  returned_at bigint,
  return_reached integer,
  transferred_to text, transferred_at bigint, transferred_by blob, transfer_outcome blob, recording blob, recording_digest text,
  constraint calls_pk primary key (street_id, id),
  constraint calls_ref unique (street_id, call_ref)
);
CREATE INDEX calls_by_caller on calls (street_id, caller_digest, queued_at);
CREATE INDEX calls_by_moment on calls (street_id, queued_at, id);
CREATE INDEX calls_recorded on calls (street_id, queued_at) where recording is not null;
CREATE INDEX calls_to_return on calls (street_id, return_due_at) where missed_at is not null and returned_at is null;
CREATE TABLE case_accused (
  street_id blob not null,
  case_id blob not null,
  unit_id blob not null,
  constraint case_accused_pk primary key (street_id, case_id, unit_id)
);
CREATE INDEX case_accused_by_unit on case_accused (street_id, unit_id, case_id);
CREATE TABLE case_assignments (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  unit_id blob not null,
  role text not null,
  dispatched_at bigint not null,
  signed_at bigint,
  ended_at bigint,
  end_reason text, by_account blob, spot text, arrived_at bigint, metres integer, declining integer not null default false,
  constraint case_assignments_pk primary key (street_id, id),
  constraint case_assignments_role check (role in ('lead','assist','whistled'))
);
CREATE INDEX case_assignments_by_case on case_assignments (street_id, case_id, id);
CREATE INDEX case_assignments_by_end on case_assignments (street_id, end_reason, ended_at, id);
CREATE INDEX case_assignments_by_unit on case_assignments (street_id, unit_id, case_id);
CREATE TABLE case_assistance_requests (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  unit_id blob,
  asked_at bigint not null,
  asked_by blob,
  decided_at bigint,
  decided_by blob,
  granted integer,
  constraint case_assistance_requests_pk primary key (street_id, id)
);
CREATE UNIQUE INDEX case_assistance_requests_open on case_assistance_requests (street_id, case_id) where decided_at is null;
CREATE TABLE case_callbacks (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  voice_id blob not null,
  round integer not null,
  at bigint not null,
  by_account blob,
  method text not null,
  reached integer not null,
  contacted integer,
  solved integer,
  explained_ok integer,
  satisfaction text,
  reason blob,
  source text not null,
  constraint case_callbacks_pk primary key (street_id, id),
  constraint case_callbacks_source check (source in ('staff','self','upper')),
  constraint case_callbacks_satisfaction check (satisfaction is null or satisfaction in
    ('very_satisfied','satisfied','basically','dissatisfied','very_dissatisfied','no_answer'))
);
CREATE INDEX case_callbacks_by_case on case_callbacks (street_id, case_id, id);
CREATE INDEX case_callbacks_by_moment on case_callbacks (street_id, at, id);
CREATE INDEX case_callbacks_by_voice on case_callbacks (street_id, voice_id, id);
CREATE TABLE case_commitments (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  unit_id blob,
  party text not null,
  kind text not null,
  what text not null,
  due_on integer not null,
  at bigint not null,
  by_account blob,
  met_at bigint,
  met_by blob,
  verified_at bigint,
  verified_by blob,
  waived_at bigint,
  waived_by blob, due_at bigint not null default 0,
  constraint case_commitments_pk primary key (street_id, id),
  constraint case_commitments_kind check (kind in ('people', 'material', 'space', 'skill', 'permission', 'money_elsewhere'))
);
CREATE INDEX case_commitments_case on case_commitments (street_id, case_id, id);
CREATE INDEX commitments_by_due on case_commitments (street_id, due_at, id);
CREATE TABLE case_conferrals (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  called_at bigint not null,
  called_by blob,
  chair_id blob not null,
  ended_at bigint,
  lead_unit_id blob,
  by_fallback integer not null default false,
  constraint case_conferrals_pk primary key (street_id, id)
);
CREATE INDEX case_conferrals_case on case_conferrals (street_id, case_id, id);
CREATE UNIQUE INDEX case_conferrals_open on case_conferrals (street_id, case_id) where ended_at is null;
CREATE TABLE case_contacts (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  voice_id blob,
  unit_id blob,
  by_account blob,
  round integer not null,
  at bigint not null,
  means text not null,
  reached integer not null,
  note blob,
  constraint case_contacts_pk primary key (street_id, id),
  constraint case_contacts_means check (means in ('phone','visit','message','desk'))
);
CREATE INDEX case_contacts_by_case on case_contacts (street_id, case_id, id);
CREATE TABLE case_deferrals (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  reason text not null,
  review_on integer not null,
  public_note text not null,
  asked_at bigint not null,
  approved_by blob,
  ended_at bigint,
  ended_by blob,
  end_reason text,
  constraint case_deferrals_pk primary key (street_id, id),
  constraint case_deferrals_end check (end_reason in ('review', 'ready', 'lapsed'))
);
CREATE INDEX case_deferrals_case on case_deferrals (street_id, case_id, id);
CREATE INDEX case_deferrals_due on case_deferrals (street_id, review_on) where ended_at is null;
CREATE UNIQUE INDEX case_deferrals_open on case_deferrals (street_id, case_id) where ended_at is null;
CREATE TABLE case_dispatches (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  category text not null,
  community_id blob,
  unit_id blob not null,
  -- What the catalogue said then.
  proposed_unit_id blob,
  by_rule integer not null,
  at bigint not null,
  -- Returned with approval, or settled otherwise by a sitting.
  overturned integer not null,
  constraint case_dispatches_pk primary key (street_id, id)
);
CREATE INDEX case_dispatches_by_case on case_dispatches (street_id, case_id, id);
CREATE INDEX case_dispatches_by_category on case_dispatches (street_id, category, id);
CREATE INDEX case_dispatches_by_moment on case_dispatches (street_id, at, id);
CREATE TABLE case_exclusion_votes (
  street_id blob not null,
  exclusion_id blob not null,
  by_account blob not null,
  agrees integer not null,
  at bigint not null,
  -- Votes of before an objection do not count again, and whoever cast them does not decide again.
  stale integer not null default false,
  constraint case_exclusion_votes_pk primary key (street_id, exclusion_id, by_account)
);
CREATE TABLE case_exclusions (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  reason text not null,
  asked_at bigint not null,
  asked_by blob,
  -- 'approved', 'rejected'; null while the panel decides.
  decision text,
  decided_at bigint,
  -- Until when it may be objected to.
  objection_by bigint,
  objected_at bigint,
  objected_by blob,
  constraint case_exclusions_pk primary key (street_id, id),
  constraint case_exclusions_case unique (street_id, case_id),
  constraint case_exclusions_decision check (decision in ('approved', 'rejected'))
);
CREATE TABLE case_extensions (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  days bigint not null,
  asked_at bigint not null,
  asked_by blob,
  decided_at bigint,
  decided_by blob,
  granted integer, agreed_at bigint, agreed_by blob,
  constraint case_extensions_pk primary key (street_id, id)
);
CREATE INDEX case_extensions_case on case_extensions (street_id, case_id, id);
CREATE UNIQUE INDEX case_extensions_open on case_extensions (street_id, case_id) where decided_at is null;
CREATE TABLE case_matters (
  street_id blob not null,
  case_id blob not null,
  matter_id blob not null,
  code text not null,
  at bigint not null,
  by_account blob,
  ended_at bigint,
  constraint case_matters_pk primary key (street_id, case_id, matter_id)
);
CREATE INDEX case_matters_by_matter on case_matters (street_id, matter_id);
CREATE TABLE case_mergers (
  street_id blob not null,
  id blob not null,
  from_id blob not null,
  into_id blob not null,
  voices text not null,
  state_before text not null,
  published_before integer not null,
  -- Earlier mergers into the case that goes, which now point to where it went.
  pointed text not null,
  at bigint not null,
  by_account blob,
  undone_at bigint,
  undone_by blob,
  constraint case_mergers_pk primary key (street_id, id)
);
CREATE INDEX case_mergers_into on case_mergers (street_id, into_id, id);
CREATE UNIQUE INDEX case_mergers_open on case_mergers (street_id, from_id) where undone_at is null;
CREATE TABLE case_notes (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  voice_id blob,
  kind text not null,
  at bigint not null,
  by_account blob,
  round integer not null,
  text blob not null,
  constraint case_notes_pk primary key (street_id, id)
);
CREATE INDEX case_notes_by_case on case_notes (street_id, case_id, id);
CREATE INDEX case_notes_by_kind on case_notes (street_id, kind, at, id);
CREATE TABLE case_questions (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  asked_at bigint not null,
  asked_by blob,
  question text not null,
  answer_by bigint not null,
  from_state text not null,
  answered_at bigint,
  constraint case_questions_pk primary key (street_id, id)
);
CREATE INDEX case_questions_by_case on case_questions (street_id, case_id, id);
CREATE INDEX case_questions_open on case_questions (street_id, answer_by) where answered_at is null;
CREATE TABLE case_returns (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  unit_id blob not null,
  asked_at bigint not null,
  asked_by blob,
  basis text not null,
  proposed_unit_id blob,
  decided_at bigint,
  decided_by blob,
  decision text, agreed_at bigint, agreed_by blob, agreed_unit_id blob,
  constraint case_returns_pk primary key (street_id, id),
  constraint case_returns_decision check (decision in ('approved', 'rejected', 'conferral', 'lapsed'))
);
CREATE INDEX case_returns_case on case_returns (street_id, case_id, id);
CREATE UNIQUE INDEX case_returns_open on case_returns (street_id, case_id) where decided_at is null;
CREATE TABLE case_supervisions (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  round integer not null,
  level integer not null,
  cause text not null,
  at bigint not null,
  by_account blob,
  by_leader integer not null,
  reply_by bigint,
  replied_at bigint,
  replied_by blob,
  lifted_at bigint,
  lifted_by blob,
  constraint case_supervisions_pk primary key (street_id, id),
  constraint case_supervisions_level check (level between 1 and 3)
);
CREATE INDEX case_supervisions_case on case_supervisions (street_id, case_id, id);
CREATE UNIQUE INDEX case_supervisions_open on case_supervisions (street_id, case_id) where lifted_at is null;
CREATE TABLE case_verifications (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  round integer not null,
  at bigint not null,
  by_account blob,
  stands integer not null,
  metres integer,
  constraint case_verifications_pk primary key (street_id, id)
);
CREATE INDEX case_verifications_case on case_verifications (street_id, case_id, id);
CREATE TABLE cases (
  street_id blob not null,
  id blob not null,
  case_no text not null,
  case_type text not null,
  category text not null,
  urgency text not null,
  community_id blob,
  grid_id blob,
  building_id blob,
  grid_at_opening blob,
  lat double precision,
  lon double precision,
  state text not null,
  round integer not null,
  redos integer not null,
  lead_unit_id blob,
  handler_id blob,
  no_return integer not null,
  title text not null,
  summary text not null,
  public_level text not null,
  published integer not null,
  published_at bigint,
  public_reply text,
  internal_note text,
  result text,
  refusal_reason text,
  refused_by blob,
  refused_proposed_by blob,
  received_by blob,
  completed_by blob,
  voices integer not null,
  urgings integer not null,
  questions integer not null,
  contacted integer not null,
  due_at bigint,
  due_stage text,
  opened_at bigint not null,
  closed_at bigint,
  touched_at bigint not null,
  rev integer not null, counted text, extension_days bigint, supervision integer not null default 0, merged_into blob, parent_id blob, repeats integer,
  constraint cases_pk primary key (street_id, id),
  constraint cases_no unique (street_id, case_no),
  constraint cases_state check (state in ('registered','awaiting_info','accepted','dispatched','handling','return_pending',
    'conferral','deferred','review','verification','callback','answered','refused','closed','merged','withdrawn','archived')),
  constraint cases_type check (case_type in ('consultation','help','complaint','allegation','suggestion','praise','occurrence','component')),
  constraint cases_urgency check (urgency in ('normal','urgent','utility','life')),
  constraint cases_public_level check (public_level in ('full','fuzzy','count_only','none'))
);
CREATE INDEX cases_alike on cases (street_id, category, community_id, opened_at) where state <> 'withdrawn';
CREATE INDEX cases_announced on cases (street_id, published, published_at);
CREATE INDEX cases_by_answer on cases (street_id, closed_at, id) where result = 'explained';
CREATE INDEX cases_by_building on cases (street_id, building_id, id);
CREATE INDEX cases_by_category on cases (street_id, category, id);
CREATE INDEX cases_by_community on cases (street_id, community_id, id);
CREATE INDEX cases_by_community_state on cases (street_id, community_id, state, id);
CREATE INDEX cases_by_due on cases (street_id, due_at);
CREATE INDEX cases_by_grid on cases (street_id, grid_id, id);
CREATE INDEX cases_by_lead on cases (street_id, lead_unit_id, id);
CREATE INDEX cases_by_lead_state on cases (street_id, lead_unit_id, state, id);
CREATE INDEX cases_by_opened on cases (street_id, opened_at);
CREATE INDEX cases_by_state on cases (street_id, state, id);
CREATE INDEX cases_changed on cases (street_id, published, touched_at);
CREATE INDEX cases_due_at_lead on cases (street_id, lead_unit_id, due_at) where due_at is not null;
CREATE INDEX cases_due_in_community on cases (street_id, community_id, due_at) where due_at is not null;
CREATE INDEX cases_due_in_grid on cases (street_id, grid_id, due_at) where due_at is not null;
CREATE INDEX cases_many on cases (street_id, touched_at) where voices >= 10;
CREATE INDEX cases_open on cases (street_id, category, community_id, id) where closed_at is null and state <> 'merged';
CREATE INDEX cases_public on cases (street_id, published, id);
CREATE INDEX cases_quiet on cases (street_id, touched_at, id) where state in ('answered', 'refused', 'closed', 'withdrawn');
CREATE INDEX cases_requested on cases (street_id, published,
  (case when public_level = 'full' then opened_at else opened_at - (opened_at + 28800000000) % 86400000000 end), case_no);
CREATE INDEX cases_to_publish on cases (street_id, published_at, id) where not published;
CREATE INDEX cases_urgent on cases (street_id, urgency, due_at) where due_at is not null;
CREATE TABLE catalogue_items (
  street_id blob not null,
  version integer not null,
  category text not null,
  community_id blob,
  lead_rule text not null,
  lead_unit_id blob,
  fallback_unit_id blob not null,
  basis text not null,
  id blob not null, grid_id blob, assists text not null default '[]', admission text, until integer,
  constraint catalogue_items_pk primary key (street_id, id),
  constraint catalogue_items_rule check (lead_rule in ('unit', 'community'))
);
CREATE INDEX catalogue_items_by_category on catalogue_items (street_id, version, category);
CREATE TABLE catalogue_suggestions (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  category text not null,
  community_id blob,
  grid_id blob,
  -- Who had it, and whose it turned out to be.
  from_unit_id blob,
  unit_id blob not null,
  cause text not null,
  at bigint not null,
  state text not null,
  settled_by blob,
  settled_at bigint,
  constraint catalogue_suggestions_pk primary key (street_id, id),
  constraint catalogue_suggestions_cause check (cause in ('return', 'conferral')),
  constraint catalogue_suggestions_state check (state in ('open', 'adopted', 'dismissed'))
);
CREATE INDEX catalogue_suggestions_open on catalogue_suggestions (street_id, state, id);
CREATE TABLE catalogue_versions (
  street_id blob not null,
  version integer not null,
  state text not null,
  -- Why it was made: a meeting, a document.
  source text not null,
  drafted_by blob,
  drafted_at bigint not null,
  proposed_by blob,
  proposed_at bigint,
  published_by blob,
  published_at bigint,
  constraint catalogue_versions_pk primary key (street_id, version),
  constraint catalogue_versions_state check (state in ('draft', 'proposed', 'published', 'dropped'))
);
CREATE UNIQUE INDEX catalogue_versions_draft on catalogue_versions (street_id) where state in ('draft', 'proposed');
CREATE TABLE categories (
  street_id blob not null,
  code text not null,
  parent text,
  name_zh text not null,
  name_en text not null,
  case_type text not null,
  public_level text not null,
  handle_key text not null,
  needs_photo integer not null,
  position integer not null, verification integer not null default false, description text not null default '', keywords text not null default '', attributes text not null default '[]', changed_at bigint not null default 1795708800000000,
  constraint categories_pk primary key (street_id, code)
);
CREATE TABLE checkpoints (
  street_id blob not null,
  size bigint not null,
  root blob not null,
  at bigint not null,
  note text not null,
  constraint checkpoints_pk primary key (street_id, size)
);
CREATE TABLE clock_policies (
  street_id blob not null,
  version integer not null,
  key text not null,
  amount bigint not null,
  unit text not null,
  source text not null,
  constraint clock_policies_pk primary key (street_id, version, key),
  constraint clock_policies_amount check (amount >= 1)
);
CREATE TABLE clocks (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  stage text not null,
  round integer not null,
  policy_version integer not null,
  policy_key text not null,
  calendar_version text not null,
  started_at bigint not null,
  unit text not null,
  amount bigint not null,
  pauses text not null,
  extensions text not null default '[]',
  due_at bigint,
  provisional integer not null,
  stopped_at bigint,
  met integer,
  proof text not null,
  supersedes blob,
  superseded integer not null,
  told text, assignment_id blob,
  constraint clocks_pk primary key (street_id, id)
);
CREATE INDEX clocks_by_case on clocks (street_id, case_id, id);
CREATE INDEX clocks_by_due on clocks (street_id, stage, due_at, id);
CREATE INDEX clocks_running on clocks (street_id, due_at) where stopped_at is null;
CREATE TABLE clocks_carried (
  street_id blob not null,
  clock_id blob not null,
  own_id blob not null,
  constraint clocks_carried_pk primary key (street_id, clock_id)
);
CREATE TABLE cluster_topics (
  street_id blob not null,
  community_id blob not null,
  -- The first day of the month.
  month integer not null,
  cluster_id blob not null,
  matter_id blob not null,
  code text not null,
  cases integer not null,
  at bigint not null,
  by_account blob,
  constraint cluster_topics_pk primary key (street_id, community_id, month),
  constraint cluster_topics_cluster unique (street_id, cluster_id)
);
CREATE TABLE clusters (
  street_id blob not null,
  id blob not null,
  category text not null,
  community_id blob not null,
  state text not null,
  voices integer not null,
  proposed_at bigint not null,
  settled_by blob,
  settled_at bigint, people integer not null default 0, buildings integer not null default 0,
  constraint clusters_pk primary key (street_id, id),
  constraint clusters_state check (state in ('proposed', 'confirmed', 'dismissed'))
);
CREATE INDEX clusters_by_kind on clusters (street_id, category, community_id, id);
CREATE TABLE consents (
  street_id blob not null,
  id blob not null,
  person_id blob not null,
  purpose text not null,
  text_version text not null,
  given_at bigint not null,
  withdrawn_at bigint,
  constraint consents_pk primary key (street_id, id)
);
CREATE INDEX consents_by_person on consents (street_id, person_id);
CREATE TABLE content_flags (
  street_id blob not null,
  kind text not null,
  text_id blob not null,
  proposal_id blob,
  matter_id blob,
  account_id blob not null,
  ground text not null,
  at bigint not null,
  constraint content_flags_pk primary key (street_id, kind, text_id, account_id),
  constraint content_flags_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint content_flags_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint content_flags_kind check (kind in ('proposal', 'argument', 'answer', 'option')),
  constraint content_flags_of check ((kind = 'proposal') = (proposal_id is not null) and (kind = 'proposal') = (matter_id is null)),
  constraint content_flags_ground check (ground in ('insult', 'personal_data', 'advertising', 'off_question', 'repeated', 'unlawful'))
);
CREATE INDEX content_flags_by_matter on content_flags (street_id, matter_id) where matter_id is not null;
CREATE TABLE cursors (
  street_id blob not null,
  name text not null,
  event_id blob,
  at bigint not null,
  constraint cursors_pk primary key (street_id, name)
);
CREATE TABLE data_keys (
  street_id blob not null,
  id bigint not null,
  purpose text not null,
  wrapped blob not null,
  made_at bigint not null,
  retired_at bigint,
  constraint data_keys_pk primary key (street_id, id)
);
CREATE TABLE deliberation_numbers (
  street_id blob not null,
  kind text not null,
  year integer not null,
  last bigint not null,
  constraint deliberation_numbers_pk primary key (street_id, kind, year)
);
CREATE TABLE deliveries (
  street_id blob not null,
  subscriber text not null,
  event_id blob not null,
  subject_id blob not null,
  state text not null,
  tries integer not null,
  next_at bigint not null,
  last_error text,
  constraint deliveries_pk primary key (street_id, subscriber, event_id),
  constraint deliveries_state check (state in ('waiting', 'done', 'stuck'))
);
CREATE INDEX deliveries_open on deliveries (street_id, subscriber, subject_id, event_id) where state <> 'done';
CREATE INDEX deliveries_waiting on deliveries (street_id, state, next_at);
CREATE TABLE draw_lines (
  street_id blob not null,
  id blob not null,
  draw_id blob not null,
  person_key blob not null,
  household_key blob,
  account_id blob,
  pool_no bigint,
  strata text not null,
  name blob not null,
  contact blob not null,
  state text not null,
  invited_at bigint,
  answered_at bigint,
  calls_after bigint,
  membership_id blob,
  constraint draw_lines_pk primary key (street_id, id),
  constraint draw_lines_person unique (street_id, draw_id, person_key),
  constraint draw_lines_household unique (street_id, draw_id, household_key),
  constraint draw_lines_number unique (street_id, draw_id, pool_no),
  constraint draw_lines_draw foreign key (street_id, draw_id) references draws (street_id, id),
  constraint draw_lines_state check (state in ('pooled', 'invited', 'alternate', 'accepted', 'refused', 'silent')),
  constraint draw_lines_invited check (state in ('pooled', 'alternate') or invited_at is not null),
  constraint draw_lines_answered check (state not in ('accepted', 'refused', 'silent') or answered_at is not null)
);
CREATE INDEX draw_lines_by_account on draw_lines (street_id, account_id, draw_id) where account_id is not null;
CREATE INDEX draw_lines_by_draw on draw_lines (street_id, draw_id, pool_no);
CREATE INDEX draw_lines_invited on draw_lines (street_id, state, invited_at) where state = 'invited';
CREATE TABLE draws (
  street_id blob not null,
  id blob not null,
  code text not null,
  body_id blob not null,
  community_id blob,
  grid_id blob,
  building_id blob,
  category text not null,
  stage text not null,
  rules text not null,
  pool_rule text not null,
  seed_source text not null,
  seed_from bigint not null,
  answer_days integer not null,
  state text not null,
  announced_at bigint not null,
  again_of blob,
  again_why text,
  frozen_at bigint,
  pool_hash text,
  pool_size bigint,
  seed text,
  seed_at bigint,
  seed_told text,
  witnesses text,
  drawn_at bigint,
  result text,
  infeasible text,
  fairness text,
  void_at bigint,
  void_why text,
  rev integer not null,
  constraint draws_pk primary key (street_id, id),
  constraint draws_code unique (street_id, code),
  constraint draws_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint draws_again foreign key (street_id, again_of) references draws (street_id, id),
  constraint draws_stage check (stage in ('invite', 'choose')),
  constraint draws_state check (state in ('announced', 'frozen', 'seeded', 'drawn', 'infeasible', 'void')),
  constraint draws_frozen check (frozen_at is null or (pool_hash is not null and pool_size is not null)),
  constraint draws_seed check (seed is null or (seed_told is not null and witnesses is not null and seed_at is not null and frozen_at < seed_from and seed_from <= seed_at)),
  constraint draws_result check (result is null or seed is not null),
  constraint draws_void check (state <> 'void' or (void_at is not null and void_why is not null)),
  constraint draws_loosened check (again_of is null or again_why is not null)
);
CREATE INDEX draws_by_body on draws (street_id, body_id, id);
CREATE TABLE duty_excuses (
  street_id blob not null,
  body_id blob not null,
  month integer not null,
  reason text not null,
  by_account blob not null,
  at bigint not null,
  constraint duty_excuses_pk primary key (street_id, body_id, month),
  constraint duty_excuses_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint duty_excuses_month check (month between 190001 and 299912)
);
CREATE TABLE events (
  street_id blob not null,
  id blob not null,
  at bigint not null,
  name text not null,
  subject_kind text not null,
  subject_id blob not null,
  actor_kind text not null,
  actor_id blob,
  post_id blob,
  on_behalf_of blob,
  reason text,
  audience text not null,
  body text not null,
  request_id blob,
  constraint events_pk primary key (street_id, id),
  constraint events_actor_kind check (actor_kind in ('nobody', 'account', 'client', 'system')),
  constraint events_audience check (audience in ('public', 'speaker', 'staff', 'audit'))
);
CREATE INDEX events_by_subject on events (street_id, subject_kind, subject_id, id);
CREATE TABLE exports (
  street_id blob not null,
  id blob not null,
  account_id blob not null,
  form text not null,
  query text not null,
  at bigint not null,
  written integer not null,
  ended_at bigint,
  -- Null while it is written; then 'ready', 'failed', 'gone'.
  outcome text,
  constraint exports_pk primary key (street_id, id),
  constraint exports_form check (form in ('xlsx', 'csv'))
);
CREATE INDEX exports_by_account on exports (street_id, account_id, id);
CREATE TABLE figure_counts (
  street_id blob not null,
  slice text not null,
  period integer not null,
  of_id blob not null,
  category text not null,
  since integer not null,
  shard integer not null,
  voices bigint not null,
  residents bigint not null,
  accepted bigint not null,
  answered bigint not null,
  refused bigint not null,
  dispatched bigint not null,
  approved bigint not null,
  reworked bigint not null,
  closed bigint not null,
  closed_first bigint not null,
  closed_reopened bigint not null,
  redone bigint not null,
  intake_due bigint not null,
  intake_met bigint not null,
  sign_due bigint not null,
  sign_met bigint not null,
  contact_due bigint not null,
  contact_met bigint not null,
  handle_due bigint not null,
  handle_met bigint not null,
  redo_due bigint not null,
  redo_met bigint not null,
  asked bigint not null,
  reached bigint not null,
  own bigint not null,
  valid bigint not null,
  contact_said bigint not null,
  contact_yes bigint not null,
  solve_said bigint not null,
  solve_yes bigint not null,
  rated bigint not null,
  satisfied bigint not null,
  basically bigint not null, handed bigint not null default 0, held bigint not null default 0, handle_extended bigint not null default 0, verification_due bigint not null default 0, verification_met bigint not null default 0, arrival_due bigint not null default 0, arrival_met bigint not null default 0, assist_due bigint not null default 0, assist_met bigint not null default 0, found_first bigint not null default 0, said_first bigint not null default 0, unit_due bigint not null default 0, unit_met bigint not null default 0, commitment_due bigint not null default 0, commitment_met bigint not null default 0, handed_cases bigint not null default 0, returned_twice bigint not null default 0, sorted bigint not null default 0, repeated bigint not null default 0,
  constraint figure_counts_pk primary key (street_id, slice, period, of_id, category, since, shard),
  constraint figure_counts_slice check (slice in ('street','community','grid','unit','category','community_category'))
);
CREATE TABLE figure_papers (
  street_id blob not null,
  figure_id blob not null,
  name text not null,
  hash text not null,
  words text not null,
  day integer not null,
  by_account blob,
  constraint figure_papers_pk primary key (street_id, figure_id),
  constraint figure_papers_figure foreign key (street_id, figure_id) references kept_figures (street_id, id)
);
CREATE TABLE figure_restatements (
  street_id blob not null,
  id blob not null,
  figure_id blob not null,
  old_value bigint,
  new_value bigint,
  why text not null,
  by_account blob,
  at bigint not null,
  constraint figure_restatements_pk primary key (street_id, id),
  constraint figure_restatements_figure foreign key (street_id, figure_id) references kept_figures (street_id, id)
);
CREATE INDEX figure_restatements_by_figure on figure_restatements (street_id, figure_id, id);
CREATE TABLE helping_acts (
  street_id blob not null,
  helping_id blob not null,
  no integer not null,
  verb text not null,
  path text not null,
  at bigint not null,
  constraint helping_acts_pk primary key (street_id, helping_id, no),
  constraint helping_acts_session foreign key (street_id, helping_id) references helping_sessions (street_id, id)
);
CREATE TABLE helping_sessions (
  street_id blob not null,
  id blob not null,
  token_hash blob not null,
  helper_id blob not null,
  person_id blob not null,
  account_id blob not null,
  community_id blob,
  grid_id blob,
  building_id blob,
  way text not null,
  began_at bigint not null,
  until_at bigint not null,
  ended_at bigint,
  ended_how text,
  constraint helping_sessions_pk primary key (street_id, id),
  constraint helping_sessions_session foreign key (street_id, token_hash) references sessions (street_id, token_hash),
  constraint helping_sessions_way check (way in ('present', 'phone', 'paper')),
  constraint helping_sessions_half_hour check (until_at > began_at and until_at - began_at <= 1800000000),
  constraint helping_sessions_ended check ((ended_at is null) = (ended_how is null)),
  constraint helping_sessions_how check (ended_how in ('ended', 'signed_out', 'account_changed', 'post_ended', 'time'))
);
CREATE INDEX helping_sessions_by_helper on helping_sessions (street_id, helper_id, id);
CREATE UNIQUE INDEX helping_sessions_one on helping_sessions (street_id, token_hash) where ended_at is null;
CREATE TABLE idempotency (
  street_id blob not null,
  account text not null,
  key text not null,
  body_hash blob not null,
  status integer not null,
  answer text not null,
  at bigint not null,
  constraint idempotency_pk primary key (street_id, account, key)
);
CREATE INDEX idempotency_by_age on idempotency (street_id, at);
CREATE TABLE invitation_tries (
  street_id blob not null,
  account_id blob not null,
  day integer not null,
  tries integer not null,
  constraint invitation_tries_pk primary key (street_id, account_id, day)
);
CREATE TABLE kept_figures (
  street_id blob not null,
  id blob not null,
  indicator text not null,
  version integer not null,
  place_id blob not null,
  from_day integer not null,
  to_day integer not null,
  value bigint,
  unit text not null,
  origin text not null,
  bound text not null,
  near text not null,
  parts text not null,
  ids_hash text not null,
  seal bigint not null,
  kept_at bigint not null,
  certified_by blob,
  certified_at bigint,
  disputed_at bigint,
  constraint kept_figures_pk primary key (street_id, id),
  constraint kept_figures_once unique (street_id, indicator, place_id, from_day, to_day, origin),
  constraint kept_figures_days check (from_day < to_day),
  constraint kept_figures_origin check (origin in ('computed', 'legacy', 'declared')),
  constraint kept_figures_bound check (bound in ('exact', 'at_least', 'about')),
  constraint kept_figures_certified check ((certified_by is null) = (certified_at is null)),
  constraint kept_figures_settled check (disputed_at is null or certified_at is null or disputed_at >= certified_at)
);
CREATE INDEX kept_figures_by_days on kept_figures (street_id, from_day, to_day);
CREATE INDEX kept_figures_by_end on kept_figures (street_id, indicator, origin, to_day);
CREATE INDEX kept_figures_disputed on kept_figures (street_id, disputed_at) where disputed_at is not null;
CREATE TABLE lockouts (
  street_id blob not null,
  key text not null,
  failures integer not null,
  locked_until bigint,
  constraint lockouts_pk primary key (street_id, key)
);
CREATE TABLE matter_arguments (
  street_id blob not null,
  id blob not null,
  matter_id blob not null,
  side text not null,
  text text not null,
  person_id blob not null,
  answer text,
  at bigint not null, answered_by blob, held_at bigint,
  constraint matter_arguments_pk primary key (street_id, id),
  constraint matter_arguments_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_arguments_side check (side in ('for', 'against', 'question'))
);
CREATE INDEX matter_arguments_by_matter on matter_arguments (street_id, matter_id, id);
CREATE INDEX matter_arguments_by_person on matter_arguments (street_id, person_id);
CREATE INDEX matter_arguments_held on matter_arguments (street_id, matter_id) where held_at is not null;
CREATE TABLE matter_concern_groupings (
  street_id blob not null,
  concern_id blob not null,
  under_id blob not null,
  by_account blob not null,
  at bigint not null,
  constraint matter_concern_groupings_pk primary key (street_id, concern_id),
  constraint matter_concern_groupings_concern foreign key (street_id, concern_id) references matter_concerns (street_id, id),
  constraint matter_concern_groupings_under foreign key (street_id, under_id) references matter_concerns (street_id, id),
  constraint matter_concern_groupings_other check (concern_id <> under_id)
);
CREATE INDEX matter_concern_groupings_by_under on matter_concern_groupings (street_id, under_id);
CREATE TABLE matter_concerns (
  street_id blob not null,
  id blob not null,
  matter_id blob not null,
  text text not null,
  person_id blob not null,
  taken_up integer,
  why_not text,
  at bigint not null,
  constraint matter_concerns_pk primary key (street_id, id),
  constraint matter_concerns_matter foreign key (street_id, matter_id) references matters (street_id, id)
);
CREATE INDEX matter_concerns_by_matter on matter_concerns (street_id, matter_id, id);
CREATE TABLE matter_eased (
  street_id blob not null,
  rating_id blob not null,
  concern_id blob not null,
  matter_id blob not null,
  round integer not null,
  eased text not null,
  constraint matter_eased_pk primary key (street_id, rating_id, concern_id),
  constraint matter_eased_rating foreign key (street_id, rating_id) references matter_ratings (street_id, id),
  constraint matter_eased_concern foreign key (street_id, concern_id) references matter_concerns (street_id, id),
  constraint matter_eased_code check (eased in ('yes', 'partly', 'no'))
);
CREATE INDEX matter_eased_by_matter on matter_eased (street_id, matter_id, round);
CREATE TABLE matter_extensions (
  street_id blob not null,
  matter_id blob not null,
  no integer not null,
  days bigint not null,
  reason text not null,
  was_due bigint not null,
  by_account blob not null,
  at bigint not null,
  constraint matter_extensions_pk primary key (street_id, matter_id, no),
  constraint matter_extensions_step foreign key (street_id, matter_id, no) references matter_steps (street_id, matter_id, no),
  constraint matter_extensions_days check (days > 0),
  constraint matter_extensions_reason check (reason <> '')
);
CREATE TABLE matter_joinings (
  street_id blob not null,
  concern_id blob not null,
  person_id blob not null,
  at bigint not null,
  constraint matter_joinings_pk primary key (street_id, concern_id, person_id),
  constraint matter_joinings_concern foreign key (street_id, concern_id) references matter_concerns (street_id, id)
);
CREATE TABLE matter_merger_parts (
  street_id blob not null,
  merger_id blob not null,
  part integer not null,
  kind text not null,
  no integer,
  here_id blob,
  there_id blob,
  person_id blob,
  constraint matter_merger_parts_pk primary key (street_id, merger_id, part),
  constraint matter_merger_parts_merger foreign key (street_id, merger_id) references matter_mergers (street_id, id),
  constraint matter_merger_parts_kind check (kind in ('source', 'response', 'concern', 'joining')),
  constraint matter_merger_parts_of check ((kind = 'source') = (no is not null) and (kind = 'source') = (here_id is null) and (kind = 'concern') = (there_id is not null) and (kind = 'joining') = (person_id is not null))
);
CREATE INDEX matter_merger_parts_here on matter_merger_parts (street_id, here_id) where here_id is not null;
CREATE TABLE matter_mergers (
  street_id blob not null,
  id blob not null,
  from_id blob not null,
  into_id blob not null,
  merged_at bigint not null,
  merged_by blob not null,
  split_at bigint,
  split_by blob,
  split_why text,
  constraint matter_mergers_pk primary key (street_id, id),
  constraint matter_mergers_from foreign key (street_id, from_id) references matters (street_id, id),
  constraint matter_mergers_into foreign key (street_id, into_id) references matters (street_id, id),
  constraint matter_mergers_two check (from_id <> into_id),
  constraint matter_mergers_split check ((split_at is null) = (split_why is null) and (split_at is null) = (split_by is null))
);
CREATE INDEX matter_mergers_by_into on matter_mergers (street_id, into_id, id);
CREATE UNIQUE INDEX matter_mergers_open on matter_mergers (street_id, from_id) where split_at is null;
CREATE TABLE matter_options (
  street_id blob not null,
  id blob not null,
  matter_id blob not null,
  letter text not null,
  title text not null,
  text text not null,
  by_account blob not null,
  state text not null,
  pricing text,
  dropped_why text,
  hash text,
  at bigint not null,
  constraint matter_options_pk primary key (street_id, id),
  constraint matter_options_letter unique (street_id, matter_id, letter),
  constraint matter_options_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_options_state check (state in ('draft', 'ready', 'frozen', 'dropped')),
  constraint matter_options_dropped check (state <> 'dropped' or dropped_why is not null),
  constraint matter_options_frozen check (state <> 'frozen' or hash is not null)
);
CREATE TABLE matter_ratings (
  street_id blob not null,
  id blob not null,
  matter_id blob not null,
  round integer not null,
  person_id blob not null,
  done integer not null,
  solved text not null,
  satisfied integer not null,
  door text not null,
  text text not null,
  at bigint not null,
  constraint matter_ratings_pk primary key (street_id, id),
  constraint matter_ratings_once unique (street_id, matter_id, round, person_id),
  constraint matter_ratings_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_ratings_solved check (solved in ('yes', 'partly', 'no')),
  constraint matter_ratings_satisfied check (satisfied between 1 and 5),
  constraint matter_ratings_door check (door in ('web', 'desk', 'phone', 'paper', 'room'))
);
CREATE TABLE matter_reach (
  street_id blob not null,
  matter_id blob not null,
  round integer not null,
  dim text not null,
  category text not null,
  people integer not null,
  constraint matter_reach_pk primary key (street_id, matter_id, round, dim, category),
  constraint matter_reach_matter foreign key (street_id, matter_id) references matters (street_id, id)
);
CREATE TABLE matter_reopenings (
  street_id blob not null,
  matter_id blob not null,
  round integer not null,
  at bigint not null,
  why text not null,
  reason text,
  by_account blob,
  constraint matter_reopenings_pk primary key (street_id, matter_id, round),
  constraint matter_reopenings_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_reopenings_why check (why in ('motion', 'wanted', 'not_lasting')),
  constraint matter_reopenings_hand check ((why = 'motion') = (reason is not null and by_account is not null))
);
CREATE TABLE matter_resolutions (
  street_id blob not null,
  id blob not null,
  matter_id blob not null,
  code text not null,
  round integer not null,
  text text not null,
  option_id blob,
  result_id blob,
  ballot_id blob,
  force text not null,
  basis_text text not null,
  at bigint not null,
  constraint matter_resolutions_pk primary key (street_id, id),
  constraint matter_resolutions_round unique (street_id, matter_id, round),
  constraint matter_resolutions_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_resolutions_result foreign key (street_id, result_id) references meeting_results (street_id, id),
  constraint matter_resolutions_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint matter_resolutions_how check ((result_id is null) <> (ballot_id is null)),
  constraint matter_resolutions_force check (force in ('advice', 'commitment', 'binding')),
  constraint matter_resolutions_binding check (force <> 'binding' or basis_text <> '')
);
CREATE TABLE matter_responses (
  street_id blob not null,
  id blob not null,
  matter_id blob not null,
  round integer not null,
  person_id blob not null,
  door text not null,
  grid_id blob,
  text text not null,
  at bigint not null,
  constraint matter_responses_pk primary key (street_id, id),
  constraint matter_responses_once unique (street_id, matter_id, round, person_id),
  constraint matter_responses_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_responses_door check (door in ('web', 'desk', 'phone', 'paper', 'room'))
);
CREATE TABLE matter_sources (
  street_id blob not null,
  matter_id blob not null,
  no integer not null,
  kind text not null,
  link_kind text not null,
  link_id blob,
  title text not null,
  path text not null,
  people bigint not null,
  constraint matter_sources_pk primary key (street_id, matter_id, no),
  constraint matter_sources_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_sources_kind check (kind in ('voices', 'proposal', 'patrol', 'body', 'upper'))
);
CREATE TABLE matter_steps (
  street_id blob not null,
  matter_id blob not null,
  no integer not null,
  step text not null,
  round integer not null,
  from_at bigint not null,
  to_at bigint,
  due_at bigint,
  proof text not null,
  how text,
  reason text,
  gate text not null,
  asked_by blob,
  by_account blob, urged integer not null default 0,
  constraint matter_steps_pk primary key (street_id, matter_id, no),
  constraint matter_steps_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_steps_how check (how in ('passed', 'overridden', 'turned', 'ended')),
  constraint matter_steps_over check ((to_at is null) = (how is null)),
  constraint matter_steps_reason check (how is null or how = 'passed' or reason is not null)
);
CREATE UNIQUE INDEX matter_steps_open on matter_steps (street_id, matter_id) where to_at is null;
CREATE TABLE matter_survey_answers (
  street_id blob not null,
  matter_id blob not null,
  round integer not null,
  person_id blob not null,
  door text not null,
  grid_id blob,
  answers text not null,
  taken_by blob,
  at bigint not null,
  constraint matter_survey_answers_pk primary key (street_id, matter_id, round, person_id),
  constraint matter_survey_answers_survey foreign key (street_id, matter_id, round) references matter_surveys (street_id, matter_id, round),
  constraint matter_survey_answers_door check (door in ('web', 'desk', 'phone', 'paper', 'room')),
  constraint matter_survey_answers_taken check ((door = 'web') = (taken_by is null))
);
CREATE TABLE matter_surveys (
  street_id blob not null,
  matter_id blob not null,
  round integer not null,
  questions text not null,
  by_account blob not null,
  at bigint not null,
  constraint matter_surveys_pk primary key (street_id, matter_id, round),
  constraint matter_surveys_matter foreign key (street_id, matter_id) references matters (street_id, id)
);
CREATE TABLE matter_task_extensions (
  street_id blob not null,
  id blob not null,
  task_id blob not null,
  was_due integer not null,
  new_due integer not null,
  reason text not null,
  asked_by blob not null,
  asked_at bigint not null,
  granted integer,
  said text,
  decided_by blob,
  decided_at bigint,
  constraint matter_task_extensions_pk primary key (street_id, id),
  constraint matter_task_extensions_task foreign key (street_id, task_id) references matter_tasks (street_id, id),
  constraint matter_task_extensions_later check (new_due > was_due),
  constraint matter_task_extensions_hand check (decided_by is null or decided_by <> asked_by),
  constraint matter_task_extensions_decided check ((granted is null) = (decided_by is null))
);
CREATE INDEX matter_task_extensions_by_task on matter_task_extensions (street_id, task_id, id);
CREATE UNIQUE INDEX matter_task_extensions_one on matter_task_extensions (street_id, task_id) where granted is null;
CREATE TABLE matter_tasks (
  street_id blob not null,
  id blob not null,
  matter_id blob not null,
  resolution_id blob not null,
  title text not null,
  to_be_seen text not null,
  owner_name text not null,
  owner_account blob,
  due_day integer not null,
  state text not null,
  evidence text,
  reason text,
  verified_by blob,
  witness text,
  verified_at bigint, asked_at bigint, accepted_at bigint, done_by blob, done_at bigint, done_evidence text, blocked_at bigint, blocked_why text, urged_at bigint,
  constraint matter_tasks_pk primary key (street_id, id),
  constraint matter_tasks_resolution foreign key (street_id, resolution_id) references matter_resolutions (street_id, id),
  constraint matter_tasks_state check (state in ('open', 'accepted', 'done', 'verified', 'cancelled')),
  constraint matter_tasks_verifier check (verified_by is null or owner_account is null or verified_by <> owner_account),
  constraint matter_tasks_cancelled check (state <> 'cancelled' or reason is not null)
);
CREATE INDEX matter_tasks_by_matter on matter_tasks (street_id, matter_id, id);
CREATE TABLE matters (
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
  rev integer not null, merged_into blob,
  constraint matters_pk primary key (street_id, id),
  constraint matters_code unique (street_id, code),
  constraint matters_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint matters_track check (track in ('ordinary', 'small', 'money', 'covenant', 'urgent')),
  constraint matters_state check (state in ('walking', 'settled', 'declined', 'withdrawn', 'referred', 'lapsed', 'merged')),
  constraint matters_step check (step in ('needs', 'options', 'deliberation', 'decision', 'delivery', 'evaluation')),
  constraint matters_ended check (state in ('walking', 'settled') or ended_why is not null)
);
CREATE INDEX matters_by_body on matters (street_id, body_id, id);
CREATE INDEX matters_merged_into on matters (street_id, merged_into) where merged_into is not null;
CREATE TABLE meeting_addenda (
  street_id blob not null,
  id blob not null,
  meeting_id blob not null,
  text text not null,
  at bigint not null,
  by_account blob not null, kind text,
  constraint meeting_addenda_pk primary key (street_id, id),
  constraint meeting_addenda_meeting foreign key (street_id, meeting_id) references meetings (street_id, id)
);
CREATE INDEX meeting_addenda_by_meeting on meeting_addenda (street_id, meeting_id, id);
CREATE TABLE meeting_amendments (
  street_id blob not null,
  id blob not null,
  meeting_id blob not null,
  account_id blob not null,
  shown_name text not null,
  no integer not null,
  text text not null,
  at bigint not null,
  verdict text,
  reason text,
  constraint meeting_amendments_pk primary key (street_id, id),
  constraint meeting_amendments_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint meeting_amendments_verdict check (verdict in ('accepted', 'declined')),
  constraint meeting_amendments_reason check (verdict is null or reason is not null)
);
CREATE INDEX meeting_amendments_by_meeting on meeting_amendments (street_id, meeting_id, id);
CREATE TABLE meeting_attendances (
  street_id blob not null,
  id blob not null,
  meeting_id blob not null,
  person_id blob,
  account_id blob,
  membership_id blob,
  category text not null,
  stands_for blob,
  capacity text not null,
  door text not null,
  stays text not null,
  grid_id blob,
  sheet_line integer,
  taken_by blob,
  walk_in_name blob,
  constraint meeting_attendances_pk primary key (street_id, id),
  constraint meeting_attendances_person unique (street_id, meeting_id, person_id),
  constraint meeting_attendances_line unique (street_id, meeting_id, sheet_line),
  constraint meeting_attendances_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint meeting_attendances_capacity check (capacity in ('member', 'substitute', 'drawn', 'resident', 'partner', 'guest', 'staff')),
  constraint meeting_attendances_door check (door in ('qr', 'desk', 'sheet', 'online'))
);
CREATE INDEX meeting_attendances_by_account on meeting_attendances (street_id, account_id, meeting_id);
CREATE TABLE meeting_confirmations (
  street_id blob not null,
  meeting_id blob not null,
  account_id blob not null,
  at bigint not null,
  constraint meeting_confirmations_pk primary key (street_id, meeting_id, account_id),
  constraint meeting_confirmations_meeting foreign key (street_id, meeting_id) references meetings (street_id, id)
);
CREATE TABLE meeting_excuses (
  street_id blob not null,
  meeting_id blob not null,
  membership_id blob not null,
  taken_by blob,
  at bigint not null,
  constraint meeting_excuses_pk primary key (street_id, meeting_id, membership_id),
  constraint meeting_excuses_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint meeting_excuses_membership foreign key (street_id, membership_id) references body_memberships (street_id, id)
);
CREATE TABLE meeting_group_counts (
  street_id blob not null,
  meeting_id blob not null,
  dim text not null,
  category text not null,
  came integer not null,
  constraint meeting_group_counts_pk primary key (street_id, meeting_id, dim, category)
);
CREATE TABLE meeting_headcounts (
  street_id blob not null,
  meeting_id blob not null,
  body_id blob not null,
  -- The link of the body's chain: the order in which small meetings are told together.
  no integer not null,
  held_at bigint not null,
  came integer not null,
  constraint meeting_headcounts_pk primary key (street_id, meeting_id),
  constraint meeting_headcounts_link unique (street_id, body_id, no)
);
CREATE TABLE meeting_minutes (
  street_id blob not null,
  meeting_id blob not null,
  items text not null,
  written_by blob not null,
  drafted_at bigint not null,
  circulated_at bigint,
  amend_until bigint,
  chair blob,
  taker blob,
  sealed_at bigint,
  rev integer not null,
  constraint meeting_minutes_pk primary key (street_id, meeting_id),
  constraint meeting_minutes_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint meeting_minutes_two check (chair is null or taker is null or chair <> taker),
  constraint meeting_minutes_sealed check (sealed_at is null or (chair is not null and taker is not null))
);
CREATE TABLE meeting_name_cards (
  street_id blob not null,
  meeting_id blob not null,
  token text not null,
  person_id blob,
  salt text,
  shown_name text,
  constraint meeting_name_cards_pk primary key (street_id, meeting_id, token)
);
CREATE INDEX meeting_name_cards_by_person on meeting_name_cards (street_id, person_id) where person_id is not null;
CREATE TABLE meeting_notices (
  street_id blob not null,
  meeting_id blob not null,
  no integer not null,
  issued_at bigint not null,
  items text not null,
  extraordinary text,
  why_changed text,
  from_at bigint not null,
  venue text not null,
  constraint meeting_notices_pk primary key (street_id, meeting_id, no),
  constraint meeting_notices_meeting foreign key (street_id, meeting_id) references meetings (street_id, id)
);
CREATE TABLE meeting_plans (
  street_id blob not null,
  id blob not null,
  body_id blob not null,
  year integer not null,
  meetings integer not null,
  reason text not null,
  by_account blob not null,
  at bigint not null,
  constraint meeting_plans_pk primary key (street_id, id),
  constraint meeting_plans_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint meeting_plans_meetings check (meetings between 1 and 366)
);
CREATE INDEX meeting_plans_by_body on meeting_plans (street_id, body_id, year, at);
CREATE TABLE meeting_results (
  street_id blob not null,
  id blob not null,
  meeting_id blob not null,
  no integer not null,
  matter_id blob,
  how text not null,
  rule_name text not null,
  rule text not null,
  votes_for bigint not null,
  votes_against bigint not null,
  votes_abstain bigint not null,
  objections bigint not null,
  present bigint not null,
  needed bigint not null,
  roll bigint not null,
  verdict text not null,
  at bigint not null,
  constraint meeting_results_pk primary key (street_id, id),
  constraint meeting_results_item unique (street_id, meeting_id, no),
  constraint meeting_results_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint meeting_results_how check (how in ('no_objection', 'hands')),
  constraint meeting_results_verdict check (verdict in ('adopted', 'not_adopted')),
  constraint meeting_results_sum check (votes_for + votes_against + votes_abstain <= present and objections <= present)
);
CREATE INDEX meeting_results_by_matter on meeting_results (street_id, matter_id, at) where matter_id is not null;
CREATE TABLE meeting_seals (
  street_id blob not null,
  body_id blob not null,
  no integer not null,
  meeting_id blob not null,
  addendum_id blob,
  canonical text not null,
  hash text not null,
  previous text not null,
  at bigint not null,
  constraint meeting_seals_pk primary key (street_id, body_id, no),
  constraint meeting_seals_meeting foreign key (street_id, meeting_id) references meetings (street_id, id)
);
CREATE INDEX meeting_seals_by_meeting on meeting_seals (street_id, meeting_id);
CREATE TABLE meetings (
  street_id blob not null,
  id blob not null,
  code text not null,
  body_id blob not null,
  community_id blob,
  grid_id blob,
  building_id blob,
  covered text not null,
  mode text not null,
  venue text not null,
  joining_note text not null,
  from_at bigint not null,
  to_at bigint not null,
  state text not null,
  call_no integer not null,
  openness text not null,
  rules text,
  added text not null,
  opened_at bigint,
  closed_at bigint,
  quorate integer not null,
  why text,
  rev integer not null, cancelled_at bigint, voided_at bigint,
  constraint meetings_pk primary key (street_id, id),
  constraint meetings_code unique (street_id, code),
  constraint meetings_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint meetings_state check (state in ('planned', 'convened', 'open', 'closed', 'drafted', 'circulated', 'sealed', 'cancelled', 'inquorate')),
  constraint meetings_times check (from_at < to_at),
  constraint meetings_closed check (closed_at is null or opened_at is not null),
  constraint meetings_cancelled check (state <> 'cancelled' or why is not null)
);
CREATE INDEX meetings_by_body on meetings (street_id, body_id, from_at);
CREATE INDEX meetings_by_time on meetings (street_id, from_at, id);
CREATE TABLE message_choices (
  street_id blob not null,
  account_id blob not null,
  kind text not null,
  means text not null,
  constraint message_choices_pk primary key (street_id, account_id, kind),
  constraint message_choices_kind check (kind in ('progress', 'callback', 'office', 'work')),
  constraint message_choices_means check (means in ('sms', 'email', 'app'))
);
CREATE TABLE message_codes (
  street_id blob not null,
  id blob not null,
  account_id blob not null,
  email blob not null,
  email_masked text not null,
  digest blob not null,
  made_at bigint not null,
  until_at bigint not null,
  tries integer not null,
  used_at bigint,
  constraint message_codes_pk primary key (street_id, id)
);
CREATE INDEX message_codes_by_account on message_codes (street_id, account_id, made_at);
CREATE TABLE message_sendings (
  street_id blob not null,
  id blob not null,
  message_id blob not null,
  account_id blob,
  -- Somebody without an account, in the words of the room that sends.
  guest_id blob,
  means text not null,
  -- Goes out with others of the same day.
  digest integer not null,
  state text not null,
  tries integer not null,
  -- When it may go; while it is on its way, until when it is waited for.
  next_at bigint not null,
  last_at bigint,
  why text,
  constraint message_sendings_pk primary key (street_id, id),
  constraint message_sendings_once unique (street_id, message_id, means),
  constraint message_sendings_means check (means in ('sms', 'email')),
  constraint message_sendings_state check (state in ('waiting', 'leaving', 'sent', 'failed', 'dropped'))
);
CREATE INDEX message_sendings_by_account on message_sendings (street_id, account_id, means) where state in ('waiting', 'leaving');
CREATE INDEX message_sendings_due on message_sendings (street_id, next_at) where state in ('waiting', 'leaving');
CREATE TABLE message_wishes (
  street_id blob not null,
  account_id blob not null,
  lang text not null,
  -- Minutes of the day; from the later to the earlier it goes over midnight.
  quiet_from integer,
  quiet_until integer,
  daily integer not null,
  -- A verified address, sealed; and what is shown of it.
  email blob,
  email_masked text,
  constraint message_wishes_pk primary key (street_id, account_id),
  constraint message_wishes_quiet check (quiet_from between 0 and 1439 and quiet_until between 0 and 1439)
);
CREATE TABLE messages (
  street_id blob not null,
  id blob not null,
  -- Whose inbox it lies in; absent for somebody without an account.
  account_id blob,
  -- Who sends it, and that room's key for it: the same is told once.
  room text not null,
  told_of text not null,
  code text not null,
  kind text not null,
  facts text not null,
  link text not null,
  -- Why it waits for nobody's quiet hours, if it does not.
  urgent text,
  at bigint not null,
  read_at bigint,
  constraint messages_pk primary key (street_id, id),
  constraint messages_once unique (street_id, room, told_of),
  constraint messages_kind check (kind in ('progress', 'callback', 'office', 'work')),
  constraint messages_urgent check (urgent in ('life', 'utility'))
);
CREATE INDEX messages_inbox on messages (street_id, account_id, id);
CREATE INDEX messages_unread on messages (street_id, account_id) where read_at is null;
CREATE TABLE migrations (no bigint primary key, name text not null, digest text not null,
           at bigint not null);
CREATE TABLE moderations (
  street_id blob not null,
  id blob not null,
  kind text not null,
  text_id blob not null,
  proposal_id blob,
  matter_id blob,
  act text not null,
  ground text not null,
  by_account blob not null,
  by_role text not null,
  at bigint not null,
  words blob,
  was_side text,
  objected_at bigint,
  objection blob,
  decide_by bigint,
  decided_at bigint,
  decided_by blob,
  upheld integer,
  reason text,
  constraint moderations_pk primary key (street_id, id),
  constraint moderations_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint moderations_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint moderations_kind check (kind in ('proposal', 'argument', 'answer', 'option')),
  constraint moderations_of check ((kind = 'proposal') = (proposal_id is not null) and (kind = 'proposal') = (matter_id is null)),
  constraint moderations_act check (act in ('hide', 'fold', 'redact', 'move')),
  constraint moderations_ground check (ground in ('insult', 'personal_data', 'advertising', 'off_question', 'repeated', 'unlawful')),
  constraint moderations_words check (act in ('hide', 'redact') or words is null),
  constraint moderations_side check ((act = 'move') = (was_side is not null)),
  constraint moderations_decided check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (upheld is null) and (decided_at is null) = (reason is null)),
  constraint moderations_another check (decided_by is null or decided_by <> by_account),
  constraint moderations_objected check (decided_at is null or objected_at is not null)
);
CREATE INDEX moderations_by_matter on moderations (street_id, matter_id) where matter_id is not null;
CREATE UNIQUE INDEX moderations_live on moderations (street_id, kind, text_id) where upheld is null or upheld;
CREATE TABLE open311_spool (
  street_id blob not null,
  id blob not null,
  token_digest blob not null,
  client blob not null,
  at bigint not null,
  sent blob,
  case_no text,
  wrong text,
  constraint open311_spool_pk primary key (street_id, id),
  constraint open311_spool_token unique (street_id, token_digest),
  constraint open311_spool_done check (sent is null or (case_no is null and wrong is null))
);
CREATE INDEX open311_spool_waiting on open311_spool (street_id, id) where sent is not null;
CREATE TABLE papers (
  street_id blob not null,
  id blob not null,
  voice_id blob not null,
  -- The case the act was done to: a voice may move on.
  case_id blob not null,
  act text not null,
  sheet text not null,
  written_on integer not null,
  at bigint not null,
  scan_id blob,
  scan text,
  scan_sha256 text,
  constraint papers_pk primary key (street_id, id),
  constraint papers_sheet unique (street_id, voice_id, sheet),
  constraint papers_act check (act in ('supplement', 'urging', 'rating', 'withdrawal', 'reopening', 'objection')),
  constraint papers_picture check (act in ('supplement', 'urging') or scan is not null)
);
CREATE INDEX papers_by_voice on papers (street_id, voice_id, id);
CREATE TABLE people (
  street_id blob not null,
  id blob not null,
  name blob,
  masked_name text not null,
  phone blob,
  phone_blind blob,
  made_at bigint not null,
  erased_at bigint,
  constraint people_pk primary key (street_id, id),
  constraint people_phone unique (street_id, phone_blind)
);
CREATE TABLE photos (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  voice_id blob,
  stage text not null,
  at bigint not null,
  by_account blob,
  sha256 text not null,
  original text not null,
  derivative text not null,
  width integer not null,
  height integer not null,
  taken_at bigint,
  approved_at bigint,
  approved_by blob, position blob, far integer not null default false, blackened text not null default '[]',
  constraint photos_pk primary key (street_id, id),
  constraint photos_stage check (stage in ('before','during','after','patrol','verification'))
);
CREATE INDEX photos_by_case on photos (street_id, case_id, id);
CREATE UNIQUE INDEX photos_once on photos (street_id, voice_id, sha256);
CREATE TABLE place_codes (
  street_id blob not null,
  scheme text not null,
  value text not null,
  from_day integer not null,
  place_id blob not null,
  to_day integer,
  constraint place_codes_pk primary key (street_id, scheme, value, from_day),
  constraint place_codes_term check (to_day is null or to_day > from_day)
);
CREATE INDEX place_codes_by_place on place_codes (street_id, place_id);
CREATE TABLE place_imports (
  street_id blob not null,
  id blob not null,
  kind text not null,
  at bigint not null,
  source text not null,
  counted bigint not null,
  constraint place_imports_pk primary key (street_id, id),
  constraint place_imports_kind check (kind in ('boundaries', 'buildings', 'statistics'))
);
CREATE TABLE place_revisions (
  street_id blob not null,
  revision blob not null,
  constraint place_revisions_pk primary key (street_id)
);
CREATE TABLE places (
  street_id blob not null,
  id blob not null,
  parent_id blob,
  level text not null,
  name text not null,
  short_name text not null,
  aliases text not null,
  code text not null,
  grid_kind text,
  community_id blob,
  grid_id blob,
  lon double precision,
  lat double precision,
  raw_lon double precision,
  raw_lat double precision,
  datum text,
  from_day integer not null,
  to_day integer,
  constraint places_pk primary key (street_id, id),
  constraint places_level check (level in ('street', 'community', 'grid', 'building')),
  constraint places_root check ((level = 'street') = (parent_id is null)),
  constraint places_grid_kind check (grid_kind in ('base', 'special', 'micro')),
  constraint places_datum check (datum in ('wgs84', 'gcj02', 'bd09', 'cgcs2000')),
  constraint places_term check (to_day is null or to_day > from_day)
);
CREATE INDEX places_by_parent on places (street_id, parent_id);
CREATE TABLE posts (
  street_id blob not null,
  id blob not null,
  person_id blob not null,
  role text not null,
  title text not null,
  level text not null,
  place_id blob not null,
  unit_id blob,
  state text not null,
  from_at bigint not null,
  until_at bigint not null,
  proposed_by blob,
  confirmed_by blob,
  ended_by blob,
  constraint posts_pk primary key (street_id, id),
  constraint posts_level check (level in ('street', 'community', 'grid', 'building')),
  constraint posts_state check (state in ('proposed', 'in_force', 'ended')),
  constraint posts_term check (until_at >= from_at)
);
CREATE INDEX posts_by_person on posts (street_id, person_id);
CREATE INDEX posts_by_place on posts (street_id, place_id);
CREATE TABLE proposal_authors (
  street_id blob not null,
  proposal_id blob not null,
  no integer not null,
  kind text not null,
  shown_name text not null,
  person_id blob,
  account_id blob,
  invitation text,
  consented_at bigint,
  leaving_at bigint,
  constraint proposal_authors_pk primary key (street_id, proposal_id, no),
  constraint proposal_authors_person unique (street_id, proposal_id, person_id),
  constraint proposal_authors_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint proposal_authors_kind check (kind in ('person', 'organisation', 'team', 'meeting')),
  constraint proposal_authors_consent check ((consented_at is null) = (account_id is null))
);
CREATE INDEX proposal_authors_by_account on proposal_authors (street_id, account_id, proposal_id) where account_id is not null;
CREATE TABLE proposal_backings (
  street_id blob not null,
  proposal_id blob not null,
  at bigint not null,
  came integer not null,
  natives integer not null,
  newcomers integer not null,
  constraint proposal_backings_pk primary key (street_id, proposal_id),
  constraint proposal_backings_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint proposal_backings_fit check (natives >= 0 and newcomers >= 0 and natives + newcomers <= came)
);
CREATE INDEX proposal_backings_by_day on proposal_backings (street_id, at);
CREATE TABLE proposal_mergers (
  street_id blob not null,
  id blob not null,
  from_id blob not null,
  into_id blob not null,
  asked_by blob not null,
  asked_at bigint not null,
  merged_at bigint,
  decided_why text,
  split_at bigint,
  split_why text,
  refused_at bigint,
  constraint proposal_mergers_pk primary key (street_id, id),
  constraint proposal_mergers_from foreign key (street_id, from_id) references proposals (street_id, id),
  constraint proposal_mergers_into foreign key (street_id, into_id) references proposals (street_id, id),
  constraint proposal_mergers_two check (from_id <> into_id),
  constraint proposal_mergers_split check (split_at is null or (merged_at is not null and split_why is not null))
);
CREATE INDEX proposal_mergers_by_from on proposal_mergers (street_id, from_id, id);
CREATE INDEX proposal_mergers_by_into on proposal_mergers (street_id, into_id, id);
CREATE UNIQUE INDEX proposal_mergers_open on proposal_mergers (street_id, from_id) where merged_at is null and refused_at is null;
CREATE TABLE proposal_supports (
  street_id blob not null,
  proposal_id blob not null,
  person_id blob not null,
  account_id blob not null,
  door text not null,
  version_no integer not null,
  community_id blob,
  grid_id blob,
  building_id blob,
  at bigint not null,
  read_by blob,
  read_again_by blob,
  withdrawn_at bigint, from_mark blob,
  constraint proposal_supports_pk primary key (street_id, proposal_id, person_id),
  constraint proposal_supports_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint proposal_supports_door check (door in ('web', 'desk', 'phone', 'paper', 'room')),
  constraint proposal_supports_readers check (read_again_by is null or read_again_by <> read_by)
);
CREATE INDEX proposal_supports_by_person on proposal_supports (street_id, person_id, proposal_id);
CREATE TABLE proposal_versions (
  street_id blob not null,
  proposal_id blob not null,
  no integer not null,
  title text not null,
  text text not null,
  offer text not null,
  material integer not null,
  at bigint not null, community_id blob, grid_id blob, building_id blob,
  constraint proposal_versions_pk primary key (street_id, proposal_id, no),
  constraint proposal_versions_proposal foreign key (street_id, proposal_id) references proposals (street_id, id)
);
CREATE TABLE proposals (
  street_id blob not null,
  id blob not null,
  code text not null,
  community_id blob,
  grid_id blob,
  building_id blob,
  body_id blob,
  title text not null,
  text text not null,
  offer text not null,
  origin text not null,
  version_no integer not null,
  author blob not null,
  threshold bigint not null,
  inside bigint not null,
  outside bigint not null,
  state text not null,
  opened_at bigint not null,
  material_until bigint,
  reached_at bigint,
  first_due bigint,
  answer_due bigint,
  supervised_from bigint,
  proof text,
  first_word text,
  first_word_at bigint,
  verdict text,
  reason text,
  would_change text,
  matter_id blob,
  link text,
  answered_at bigint,
  answered_by blob,
  warned_at bigint,
  urged_at bigint,
  supervised_at bigint,
  leaving_since bigint,
  merged_into blob,
  ended_why text,
  rev integer not null,
  constraint proposals_pk primary key (street_id, id),
  constraint proposals_code unique (street_id, code),
  constraint proposals_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint proposals_origin check (origin in ('plain', 'youth_council', 'meeting', 'observer')),
  constraint proposals_state check (state in ('gathering', 'reached', 'answered', 'withdrawn', 'merged', 'lapsed')),
  constraint proposals_verdict check (verdict in ('matter', 'done', 'referred', 'declined')),
  constraint proposals_clock check ((reached_at is null) = (answer_due is null) and (reached_at is null) = (proof is null)),
  constraint proposals_answered check ((state = 'answered') = (verdict is not null) and (verdict is null or reason is not null)),
  constraint proposals_declined check (verdict <> 'declined' or would_change is not null),
  constraint proposals_merged check ((state = 'merged') = (merged_into is not null)),
  constraint proposals_counts check (inside >= 0 and outside >= 0 and threshold > 0)
);
CREATE INDEX proposals_by_body on proposals (street_id, body_id, id);
CREATE INDEX proposals_by_due on proposals (street_id, state, answer_due);
CREATE INDEX proposals_by_state on proposals (street_id, state, id);
CREATE INDEX proposals_merged_into on proposals (street_id, merged_into) where merged_into is not null;
CREATE TABLE public_counts (
  street_id blob not null,
  slice text not null,
  category text not null,
  of_id blob not null,
  state text not null,
  shard integer not null,
  n bigint not null,
  constraint public_counts_pk primary key (street_id, slice, category, of_id, state, shard)
);
CREATE TABLE public_months (
  street_id blob not null,
  month integer not null,
  told integer not null,
  body text not null,
  made_at bigint not null,
  constraint public_months_pk primary key (street_id, month)
);
CREATE TABLE receipt_tries (
  street_id blob not null,
  address text not null,
  window_start bigint not null,
  wrong integer not null,
  locked_until bigint,
  constraint receipt_tries_pk primary key (street_id, address)
);
CREATE TABLE receipts (
  street_id blob not null,
  voice_id blob not null,
  code_digest blob not null,
  issued_at bigint not null,
  last_used_at bigint,
  constraint receipts_pk primary key (street_id, voice_id),
  constraint receipts_code unique (street_id, code_digest)
);
CREATE TABLE reopening_requests (
  street_id blob not null,
  matter_id blob not null,
  round integer not null,
  person_id blob not null,
  door text not null,
  reason text not null,
  taken_by blob,
  at bigint not null,
  constraint reopening_requests_pk primary key (street_id, matter_id, round, person_id),
  constraint reopening_requests_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint reopening_requests_door check (door in ('web', 'desk', 'phone', 'paper', 'room')),
  constraint reopening_requests_taken check ((door = 'web') = (taken_by is null))
);
CREATE TABLE report_editions (
  street_id blob not null,
  id blob not null,
  template_id blob not null,
  template_version integer not null,
  from_day integer not null,
  to_day integer not null,
  state text not null,
  content text not null,
  hash text not null,
  drafted_by blob,
  drafted_at bigint not null,
  reviewed_by blob,
  reviewed_at bigint,
  signed_by blob,
  signed_at bigint,
  returned_why text,
  rev integer not null,
  constraint report_editions_pk primary key (street_id, id),
  constraint report_editions_template foreign key (street_id, template_id, template_version) references report_templates (street_id, id, version),
  constraint report_editions_days check (from_day < to_day),
  constraint report_editions_state check (state in ('drafted', 'reviewed', 'returned', 'signed')),
  constraint report_editions_two check (signed_by is null or (reviewed_by is not null and signed_by <> reviewed_by)),
  constraint report_editions_signed check ((state = 'signed') = (signed_at is not null))
);
CREATE TABLE report_templates (
  street_id blob not null,
  id blob not null,
  version integer not null,
  name text not null,
  written text not null,
  by_account blob,
  at bigint not null,
  constraint report_templates_pk primary key (street_id, id, version)
);
CREATE TABLE reporters (
  street_id blob not null,
  id blob not null,
  account_id blob,
  name blob,
  phone blob,
  phone_digest blob,
  elder integer not null,
  erased_at bigint,
  constraint reporters_pk primary key (street_id, id)
);
CREATE INDEX reporters_by_account on reporters (street_id, account_id);
CREATE INDEX reporters_by_phone on reporters (street_id, phone_digest);
CREATE TABLE requisition_signatures (
  street_id blob not null,
  requisition_id blob not null,
  person_id blob not null,
  belongs integer not null,
  member integer not null,
  door text not null,
  taken_by blob,
  at bigint not null,
  constraint requisition_signatures_pk primary key (street_id, requisition_id, person_id),
  constraint requisition_signatures_of foreign key (street_id, requisition_id) references requisitions (street_id, id),
  constraint requisition_signatures_stands check (belongs or member),
  constraint requisition_signatures_door check (door in ('web', 'desk', 'phone', 'paper', 'room')),
  constraint requisition_signatures_taken check ((door = 'web') = (taken_by is null))
);
CREATE TABLE requisitions (
  street_id blob not null,
  id blob not null,
  body_id blob not null,
  topic text not null,
  made_at bigint not null,
  lapses_at bigint not null,
  reached_at bigint,
  due_on integer,
  meeting_id blob,
  answered_at bigint,
  urged_at bigint,
  constraint requisitions_pk primary key (street_id, id),
  constraint requisitions_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint requisitions_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint requisitions_due check ((reached_at is null) = (due_on is null)),
  constraint requisitions_answered check ((meeting_id is null) = (answered_at is null) and (meeting_id is null or reached_at is not null))
);
CREATE INDEX requisitions_by_body on requisitions (street_id, body_id, made_at);
CREATE INDEX requisitions_owed on requisitions (street_id, due_on) where reached_at is not null and meeting_id is null;
CREATE TABLE residences (
  street_id blob not null,
  id blob not null,
  person_id blob not null,
  community_id blob not null,
  grid_id blob not null,
  building_id blob,
  tie text not null,
  name_blind blob not null,
  confirmed_at bigint not null,
  confirmed_by blob,
  ended_at bigint,
  constraint residences_pk primary key (street_id, id),
  constraint residences_tie check (tie in ('lives', 'works', 'owns', 'studies'))
);
CREATE INDEX residences_by_name on residences (street_id, name_blind);
CREATE INDEX residences_by_person on residences (street_id, person_id, id);
CREATE TABLE rule_dispatches (
  street_id blob not null,
  category text not null,
  since bigint not null,
  by_account blob,
  constraint rule_dispatches_pk primary key (street_id, category)
);
CREATE TABLE saved_views (
  street_id blob not null,
  id blob not null,
  account_id blob not null,
  name text not null,
  query text not null,
  constraint saved_views_pk primary key (street_id, id),
  constraint saved_views_name unique (street_id, account_id, name)
);
CREATE TABLE seals (
  street_id blob not null,
  seq bigint not null,
  event_id blob not null,
  prev blob not null,
  hash blob not null,
  constraint seals_pk primary key (street_id, seq),
  constraint seals_event unique (street_id, event_id)
);
CREATE TABLE search_rows (
  row integer primary key autoincrement,
  street_id blob not null,
  kind text not null,
  id blob not null
);
CREATE UNIQUE INDEX search_rows_thing on search_rows (street_id, kind, id);
CREATE VIRTUAL TABLE search_words using fts5(words, content='', contentless_delete=1, tokenize="unicode61");
CREATE TABLE second_look_answers (
  street_id blob not null,
  matter_id blob not null,
  round integer not null,
  person_id blob not null,
  solved text not null,
  door text not null,
  taken_by blob,
  at bigint not null,
  constraint second_look_answers_pk primary key (street_id, matter_id, round, person_id),
  constraint second_look_answers_look foreign key (street_id, matter_id, round) references second_looks (street_id, matter_id, round),
  constraint second_look_answers_solved check (solved in ('yes', 'partly', 'no')),
  constraint second_look_answers_taken check ((door = 'web') = (taken_by is null))
);
CREATE TABLE second_looks (
  street_id blob not null,
  matter_id blob not null,
  round integer not null,
  opened_at bigint not null,
  until_at bigint not null,
  closed_at bigint,
  yes integer not null,
  partly integer not null,
  no integer not null,
  outcome text,
  constraint second_looks_pk primary key (street_id, matter_id, round),
  constraint second_looks_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint second_looks_outcome check (outcome in ('lasts', 'reopens', 'few')),
  constraint second_looks_over check ((closed_at is null) = (outcome is null))
);
CREATE INDEX second_looks_open on second_looks (street_id, until_at) where closed_at is null;
CREATE TABLE sessions (
  street_id blob not null,
  token_hash blob not null,
  id blob not null,
  account_id blob not null,
  made_at bigint not null,
  last_seen_at bigint not null,
  idle_until bigint not null,
  absolute_until bigint not null,
  address_prefix text not null,
  revoked_at bigint,
  constraint sessions_pk primary key (street_id, token_hash)
);
CREATE INDEX sessions_by_account on sessions (street_id, account_id);
CREATE TABLE settings (
  street_id blob not null,
  key text not null,
  value text not null,
  constraint settings_pk primary key (street_id, key)
);
CREATE TABLE setup_tokens (
  street_id blob not null,
  token_hash blob not null,
  until_at bigint not null,
  used_at bigint,
  constraint setup_tokens_pk primary key (street_id, token_hash)
);
CREATE TABLE sms_codes (
  street_id blob not null,
  id blob not null,
  phone_blind blob not null,
  digest blob not null,
  made_at bigint not null,
  until_at bigint not null,
  tries integer not null,
  used_at bigint,
  constraint sms_codes_pk primary key (street_id, id)
);
CREATE INDEX sms_codes_by_phone on sms_codes (street_id, phone_blind, made_at);
CREATE TABLE state_counts (
  street_id blob not null,
  slice text not null,
  of_id blob not null,
  state text not null,
  shard integer not null,
  n bigint not null,
  constraint state_counts_pk primary key (street_id, slice, of_id, state, shard),
  constraint state_counts_slice check (slice in ('street','community','grid','unit'))
);
CREATE TABLE statistics (
  street_id blob not null,
  place_id blob not null,
  measure text not null,
  band text not null,
  as_of integer not null,
  value bigint not null,
  source text not null,
  precision text not null,
  imported_at bigint not null,
  constraint statistics_pk primary key (street_id, place_id, measure, band, as_of),
  constraint statistics_value check (value >= 0),
  constraint statistics_precision check (precision in ('exact', 'rounded', 'estimate'))
);
CREATE TABLE told_strata (
  street_id blob not null,
  subject_id blob not null,
  dim text not null,
  category text not null,
  account_id blob,
  told_at bigint not null,
  constraint told_strata_pk primary key (street_id, subject_id, dim),
  constraint told_strata_dim check (dim in ('origin', 'registration', 'age', 'gender', 'tenure'))
);
CREATE INDEX told_strata_by_account on told_strata (street_id, account_id);
CREATE TABLE units (
  street_id blob not null,
  id blob not null,
  code text not null,
  name text not null,
  kind text not null,
  organisation_id blob,
  community_id blob,
  constraint units_pk primary key (street_id, id),
  constraint units_code unique (street_id, code)
);
CREATE TABLE upper_imports (
  street_id blob not null,
  id blob not null,
  kind text not null,
  sha256 text not null,
  lines integer not null,
  fresh integer not null,
  changed integer not null,
  known integer not null,
  taken_at bigint not null,
  taken_by blob,
  constraint upper_imports_pk primary key (street_id, id)
);
CREATE INDEX upper_imports_latest on upper_imports (street_id, taken_at);
CREATE TABLE upper_lines (
  street_id blob not null,
  mark text not null,
  heard_at bigint not null,
  constraint upper_lines_pk primary key (street_id)
);
CREATE TABLE upper_orders (
  street_id blob not null,
  id blob not null,
  voice_id blob not null,
  their_no text not null,
  tier text not null,
  their_category text not null,
  their_due_at bigint not null,
  -- The file it came in; none where it came over the line.
  import_id blob,
  taken_at bigint not null,
  -- When the last answer went up, and of which round of the case it spoke.
  answered_at bigint,
  answered_round integer,
  constraint upper_orders_pk primary key (street_id, id),
  constraint upper_orders_no unique (street_id, their_no),
  constraint upper_orders_voice unique (street_id, voice_id)
);
CREATE INDEX upper_orders_by_due on upper_orders (street_id, their_due_at, id);
CREATE TABLE upper_sendings (
  street_id blob not null,
  id blob not null,
  order_id blob not null,
  kind text not null,
  -- The round answered, or the id of what is asked for.
  part text not null,
  way text not null,
  sent_at bigint not null,
  sent_by blob,
  -- The file it stands in; it can be written again as it was.
  batch_id blob,
  body blob not null,
  constraint upper_sendings_pk primary key (street_id, id),
  constraint upper_sendings_once unique (street_id, order_id, kind, part),
  constraint upper_sendings_kind check (kind in ('answer', 'return', 'extension')),
  constraint upper_sendings_way check (way in ('file', 'line'))
);
CREATE INDEX upper_sendings_by_batch on upper_sendings (street_id, batch_id, id);
CREATE TABLE upper_turned_back (
  street_id blob not null,
  id blob not null,
  their_no text not null,
  field text not null,
  code text not null,
  at bigint not null,
  constraint upper_turned_back_pk primary key (street_id, id)
);
CREATE INDEX upper_turned_back_latest on upper_turned_back (street_id, at);
CREATE TABLE voice_messages (
  street_id blob not null,
  id blob not null,
  voice_id blob not null,
  case_id blob not null,
  kind text not null,
  at bigint not null,
  body text not null,
  sent_at bigint,
  constraint voice_messages_pk primary key (street_id, id)
);
CREATE INDEX voice_messages_by_voice on voice_messages (street_id, voice_id, id);
CREATE INDEX voice_messages_unsent on voice_messages (street_id, sent_at, id);
CREATE TABLE voices (
  street_id blob not null,
  id blob not null,
  case_id blob not null,
  client_key text not null,
  body_digest blob not null,
  channel text not null,
  door text not null,
  speaker text not null,
  reporter_id blob,
  account_id blob,
  addressed_to blob,
  anonymous integer not null,
  secret integer not null,
  said_at bigint not null,
  received_at bigint not null,
  text blob not null,
  address_note blob,
  callback_wish text not null,
  withdrawn_at bigint,
  settled text, split_from blob, origin_id blob, upper_due_at bigint, upper_done_at bigint,
  constraint voices_pk primary key (street_id, id),
  constraint voices_client_key unique (street_id, client_key),
  constraint voices_case foreign key (street_id, case_id) references cases (street_id, id),
  constraint voices_channel check (channel in ('hotline','box','mailbox','online','visit','patrol','upper_tier')),
  constraint voices_speaker check (speaker in ('resident','enterprise','post','unit')),
  constraint voices_callback_wish check (callback_wish in ('phone','link','sms','none'))
);
CREATE INDEX voices_by_account on voices (street_id, account_id, id);
CREATE INDEX voices_by_case on voices (street_id, case_id, id);
CREATE INDEX voices_by_moment on voices (street_id, received_at, id);
CREATE INDEX voices_by_origin on voices (street_id, origin_id) where origin_id is not null;
CREATE INDEX voices_by_reporter on voices (street_id, reporter_id, id);
CREATE INDEX voices_split on voices (street_id, split_from) where split_from is not null;
CREATE TABLE webhook_sendings (
  street_id blob not null,
  id blob not null,
  hook_id blob not null,
  event_id blob not null,
  subject_id blob not null,
  name text not null,
  body text not null,
  state text not null,
  tries integer not null,
  next_at bigint not null,
  last_at bigint,
  -- What came back: a status, or 0 where nothing did.
  last_status integer,
  constraint webhook_sendings_pk primary key (street_id, id),
  constraint webhook_sendings_once unique (street_id, hook_id, event_id),
  constraint webhook_sendings_state check (state in ('waiting', 'sent', 'failed'))
);
CREATE INDEX webhook_sendings_by_hook on webhook_sendings (street_id, hook_id, id);
CREATE INDEX webhook_sendings_waiting on webhook_sendings (street_id, state, next_at);
CREATE TABLE webhooks (
  street_id blob not null,
  id blob not null,
  url text not null,
  names text not null,
  active integer not null,
  -- An id made when it began to listen, or listened again: it hears of nothing before.
  listens_from blob not null,
  made_by blob,
  made_at bigint not null,
  constraint webhooks_pk primary key (street_id, id)
);
