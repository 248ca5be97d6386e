-- Draws by lot: announced, its pool frozen and hashed, then a seed from a public source, then the list. Who stands behind
-- a number is sealed.

create table draws (
  street_id bytes not null,
  id bytes not null,
  code text not null,
  body_id bytes not null,
  community_id bytes,
  grid_id bytes,
  building_id bytes,
  category text not null,
  stage text not null,
  rules json not null,
  pool_rule text not null,
  seed_source text not null,
  seed_from moment not null,
  answer_days integer not null,
  state text not null,
  announced_at moment not null,
  again_of bytes,
  again_why text,
  frozen_at moment,
  pool_hash text,
  pool_size bigint,
  seed text,
  seed_at moment,
  seed_told text,
  witnesses text,
  drawn_at moment,
  result json,
  infeasible json,
  fairness json,
  void_at moment,
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
create index draws_by_body on draws (street_id, body_id, id);

-- One person of a pool. The number is given when the pool is frozen, and says nothing about who stands behind it.
create table draw_lines (
  street_id bytes not null,
  id bytes not null,
  draw_id bytes not null,
  person_key bytes not null,
  household_key bytes,
  account_id bytes,
  pool_no bigint,
  strata json not null,
  name bytes not null,
  contact bytes not null,
  state text not null,
  invited_at moment,
  answered_at moment,
  calls_after bigint,
  membership_id bytes,
  constraint draw_lines_pk primary key (street_id, id),
  constraint draw_lines_person unique (street_id, draw_id, person_key),
  constraint draw_lines_household unique (street_id, draw_id, household_key),
  constraint draw_lines_number unique (street_id, draw_id, pool_no),
  constraint draw_lines_draw foreign key (street_id, draw_id) references draws (street_id, id),
  constraint draw_lines_state check (state in ('pooled', 'invited', 'alternate', 'accepted', 'refused', 'silent')),
  constraint draw_lines_invited check (state in ('pooled', 'alternate') or invited_at is not null),
  constraint draw_lines_answered check (state not in ('accepted', 'refused', 'silent') or answered_at is not null)
);
create index draw_lines_by_draw on draw_lines (street_id, draw_id, pool_no);
create index draw_lines_invited on draw_lines (street_id, state, invited_at) where state = 'invited';
create index draw_lines_by_account on draw_lines (street_id, account_id, draw_id) where account_id is not null;

-- Who a member is and how they are reached, as the roster's sheet says; sealed. What the roster shows stands with the seat.
create table body_member_cards (
  street_id bytes not null,
  membership_id bytes not null,
  body_id bytes not null,
  person_key bytes not null,
  name bytes not null,
  contact bytes not null,
  constraint body_member_cards_pk primary key (street_id, membership_id),
  constraint body_member_cards_seat foreign key (street_id, membership_id) references body_memberships (street_id, id)
);
create index body_member_cards_by_body on body_member_cards (street_id, body_id, person_key);

-- Somebody's own calendar: whoever holds the link reads it, until another link is made.
create table calendar_links (
  street_id bytes not null,
  account_id bytes not null,
  token_hash bytes not null,
  made_at moment not null,
  constraint calendar_links_pk primary key (street_id, account_id),
  constraint calendar_links_token unique (street_id, token_hash)
);
