-- Bodies that deliberate, their dated charters and rosters, and their meetings from notice to sealed minutes. What a
-- body says of itself is public; a walk-in's name is sealed; names in sealed minutes stand apart on cards.

create table bodies (
  street_id bytes not null,
  id bytes not null,
  community_id bytes,
  grid_id bytes,
  building_id bytes,
  name text not null,
  kind text not null,
  purpose text not null,
  opened_on day not null,
  closed_on day,
  closing_reason text,
  made_at moment not null,
  rev integer not null,
  constraint bodies_pk primary key (street_id, id),
  constraint bodies_kind check (kind in ('community', 'grid', 'party_mass', 'youth', 'alliance', 'fund', 'thematic', 'statutory'))
);
create index bodies_by_community on bodies (street_id, community_id, id);

-- Charters of a body tile its time: each begins where the one before ends.
create table body_charters (
  street_id bytes not null,
  id bytes not null,
  body_id bytes not null,
  from_day day not null,
  to_day day,
  rules text not null,
  written text not null,
  constraint body_charters_pk primary key (street_id, id),
  constraint body_charters_from unique (street_id, body_id, from_day),
  constraint body_charters_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint body_charters_days check (to_day is null or from_day < to_day)
);

create table body_offices (
  street_id bytes not null,
  id bytes not null,
  body_id bytes not null,
  office text not null,
  account_id bytes not null,
  shown_name text not null,
  from_day day not null,
  until_day day,
  constraint body_offices_pk primary key (street_id, id),
  constraint body_offices_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint body_offices_office check (office in ('chair', 'convenor', 'minute_taker'))
);
create index body_offices_by_body on body_offices (street_id, body_id, office);
create unique index body_offices_one_now on body_offices (street_id, body_id, office) where until_day is null;

create table body_memberships (
  street_id bytes not null,
  id bytes not null,
  body_id bytes not null,
  person_id bytes not null,
  account_id bytes,
  category text not null,
  seat integer not null,
  profession text not null,
  organisation text not null,
  taken_how text not null,
  from_day day not null,
  to_day day not null,
  ended_on day,
  ended_why text,
  shown_name text not null,
  interests text not null,
  made_at moment not null,
  constraint body_memberships_pk primary key (street_id, id),
  constraint body_memberships_term unique (street_id, body_id, category, seat, from_day),
  constraint body_memberships_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint body_memberships_how check (taken_how in ('appointed', 'elected', 'nominated', 'drawn')),
  constraint body_memberships_days check (from_day < to_day),
  constraint body_memberships_ended check (ended_on is null or ended_why is not null)
);

create table meetings (
  street_id bytes not null,
  id bytes not null,
  code text not null,
  body_id bytes not null,
  community_id bytes,
  grid_id bytes,
  building_id bytes,
  covered json not null,
  mode text not null,
  venue text not null,
  joining_note text not null,
  from_at moment not null,
  to_at moment not null,
  state text not null,
  call_no integer not null,
  openness text not null,
  rules json,
  added json not null,
  opened_at moment,
  closed_at moment,
  quorate bool not null,
  why text,
  rev integer not null,
  constraint meetings_pk primary key (street_id, id),
  constraint meetings_code unique (street_id, code),
  constraint meetings_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint meetings_state check (state in ('planned', 'convened', 'open', 'closed', 'drafted', 'circulated', 'sealed', 'cancelled', 'inquorate')),
  constraint meetings_times check (from_at < to_at),
  constraint meetings_closed check (closed_at is null or opened_at is not null),
  constraint meetings_cancelled check (state <> 'cancelled' or why is not null)
);
create index meetings_by_body on meetings (street_id, body_id, from_at);
create index meetings_by_time on meetings (street_id, from_at, id);

create table meeting_notices (
  street_id bytes not null,
  meeting_id bytes not null,
  no integer not null,
  issued_at moment not null,
  items json not null,
  extraordinary text,
  why_changed text,
  from_at moment not null,
  venue text not null,
  constraint meeting_notices_pk primary key (street_id, meeting_id, no),
  constraint meeting_notices_meeting foreign key (street_id, meeting_id) references meetings (street_id, id)
);

-- One row per person, whatever the door; how long they stayed is intervals.
create table meeting_attendances (
  street_id bytes not null,
  id bytes not null,
  meeting_id bytes not null,
  person_id bytes,
  account_id bytes,
  membership_id bytes,
  category text not null,
  stands_for bytes,
  capacity text not null,
  door text not null,
  stays json not null,
  grid_id bytes,
  sheet_line integer,
  taken_by bytes,
  walk_in_name bytes,
  constraint meeting_attendances_pk primary key (street_id, id),
  constraint meeting_attendances_person unique (street_id, meeting_id, person_id),
  constraint meeting_attendances_line unique (street_id, meeting_id, sheet_line),
  constraint meeting_attendances_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint meeting_attendances_capacity check (capacity in ('member', 'substitute', 'drawn', 'resident', 'partner', 'guest', 'staff')),
  constraint meeting_attendances_door check (door in ('qr', 'desk', 'sheet', 'online'))
);
create index meeting_attendances_by_account on meeting_attendances (street_id, account_id, meeting_id);

-- What the room decided, as it was taken. Written once.
create table meeting_results (
  street_id bytes not null,
  id bytes not null,
  meeting_id bytes not null,
  no integer not null,
  matter_id bytes,
  how text not null,
  rule_name text not null,
  rule json not null,
  votes_for bigint not null,
  votes_against bigint not null,
  votes_abstain bigint not null,
  objections bigint not null,
  present bigint not null,
  needed bigint not null,
  roll bigint not null,
  verdict text not null,
  at moment not null,
  constraint meeting_results_pk primary key (street_id, id),
  constraint meeting_results_item unique (street_id, meeting_id, no),
  constraint meeting_results_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint meeting_results_how check (how in ('no_objection', 'hands')),
  constraint meeting_results_verdict check (verdict in ('adopted', 'not_adopted')),
  constraint meeting_results_sum check (votes_for + votes_against + votes_abstain <= present and objections <= present)
);
create index meeting_results_by_matter on meeting_results (street_id, matter_id, at) where matter_id is not null;

create table meeting_minutes (
  street_id bytes not null,
  meeting_id bytes not null,
  items json not null,
  written_by bytes not null,
  drafted_at moment not null,
  circulated_at moment,
  amend_until moment,
  chair bytes,
  taker bytes,
  sealed_at moment,
  rev integer not null,
  constraint meeting_minutes_pk primary key (street_id, meeting_id),
  constraint meeting_minutes_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint meeting_minutes_two check (chair is null or taker is null or chair <> taker),
  constraint meeting_minutes_sealed check (sealed_at is null or (chair is not null and taker is not null))
);

create table meeting_confirmations (
  street_id bytes not null,
  meeting_id bytes not null,
  account_id bytes not null,
  at moment not null,
  constraint meeting_confirmations_pk primary key (street_id, meeting_id, account_id),
  constraint meeting_confirmations_meeting foreign key (street_id, meeting_id) references meetings (street_id, id)
);

create table meeting_amendments (
  street_id bytes not null,
  id bytes not null,
  meeting_id bytes not null,
  account_id bytes not null,
  shown_name text not null,
  no integer not null,
  text text not null,
  at moment not null,
  verdict text,
  reason text,
  constraint meeting_amendments_pk primary key (street_id, id),
  constraint meeting_amendments_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint meeting_amendments_verdict check (verdict in ('accepted', 'declined')),
  constraint meeting_amendments_reason check (verdict is null or reason is not null)
);
create index meeting_amendments_by_meeting on meeting_amendments (street_id, meeting_id, id);

create table meeting_addenda (
  street_id bytes not null,
  id bytes not null,
  meeting_id bytes not null,
  text text not null,
  at moment not null,
  by_account bytes not null,
  constraint meeting_addenda_pk primary key (street_id, id),
  constraint meeting_addenda_meeting foreign key (street_id, meeting_id) references meetings (street_id, id)
);
create index meeting_addenda_by_meeting on meeting_addenda (street_id, meeting_id, id);

-- One chain per body: each seal names the hash before it.
create table meeting_seals (
  street_id bytes not null,
  body_id bytes not null,
  no integer not null,
  meeting_id bytes not null,
  addendum_id bytes,
  canonical text not null,
  hash text not null,
  previous text not null,
  at moment not null,
  constraint meeting_seals_pk primary key (street_id, body_id, no),
  constraint meeting_seals_meeting foreign key (street_id, meeting_id) references meetings (street_id, id)
);
create index meeting_seals_by_meeting on meeting_seals (street_id, meeting_id);

create table meeting_name_cards (
  street_id bytes not null,
  meeting_id bytes not null,
  token text not null,
  person_id bytes,
  salt text,
  shown_name text,
  constraint meeting_name_cards_pk primary key (street_id, meeting_id, token)
);
create index meeting_name_cards_by_person on meeting_name_cards (street_id, person_id) where person_id is not null;

-- A month in which nothing was owed, for a reason everybody may read.
create table duty_excuses (
  street_id bytes not null,
  body_id bytes not null,
  month integer not null,
  reason text not null,
  by_account bytes not null,
  at moment not null,
  constraint duty_excuses_pk primary key (street_id, body_id, month),
  constraint duty_excuses_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint duty_excuses_month check (month between 190001 and 299912)
);

-- How many things of a kind had a number in a year.
create table deliberation_numbers (
  street_id bytes not null,
  kind text not null,
  year integer not null,
  last bigint not null,
  constraint deliberation_numbers_pk primary key (street_id, kind, year)
);
