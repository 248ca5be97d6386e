-- Ballots on a roll. What somebody chose in a secret ballot and who voted stand in tables without a common column: while
-- it is open, sealed votes of one length lie in a box under the mark of their receipt; at its close they go into slips
-- under ids drawn anew, the marks apart from them, and the box is emptied. None of the three has a time.

create table ballots (
  street_id bytes not null,
  id bytes not null,
  code text not null,
  matter_id bytes not null,
  body_id bytes not null,
  round integer not null,
  community_id bytes,
  grid_id bytes,
  building_id bytes,
  question text not null,
  options json not null,
  options_hash text not null,
  rule json not null,
  scope text not null,
  check_days bigint not null,
  state text not null,
  opens_at moment not null,
  closes_at moment not null,
  roll_until moment,
  roll_electors bigint not null,
  roll_weight bigint not null,
  roll_hash text,
  secret bytes,
  commitment text,
  closing_by bytes,
  closed_at moment,
  counted_at moment,
  sealed_at moment,
  proof json,
  why_void text,
  drafted_by bytes not null,
  rev integer not null,
  constraint ballots_pk primary key (street_id, id),
  constraint ballots_code unique (street_id, code),
  constraint ballots_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint ballots_state check (state in ('drafted', 'roll_open', 'frozen', 'open', 'closed', 'counted', 'sealed', 'void')),
  constraint ballots_void check ((state = 'void') = (why_void is not null)),
  constraint ballots_counted check (state not in ('counted', 'sealed') or proof is not null),
  constraint ballots_open check (state in ('drafted', 'roll_open', 'frozen', 'void') or (commitment is not null and roll_hash is not null))
);
create index ballots_by_matter on ballots (street_id, matter_id, id);
create index ballots_running on ballots (street_id, state, closes_at) where state in ('frozen', 'open', 'closed', 'counted');

create table ballot_electors (
  street_id bytes not null,
  ballot_id bytes not null,
  elector_key bytes not null,
  line integer not null,
  account_id bytes,
  phone_mark bytes,
  name bytes,
  place_id bytes,
  weight bigint not null,
  state text not null,
  door text,
  voted_on day,
  counterfoil bigint,
  taken_by bytes,
  struck_why text,
  constraint ballot_electors_pk primary key (street_id, ballot_id, elector_key),
  constraint ballot_electors_line unique (street_id, ballot_id, line),
  constraint ballot_electors_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_electors_state check (state in ('listed', 'issued', 'voted', 'struck')),
  constraint ballot_electors_door check (door in ('web', 'desk', 'phone', 'paper', 'room')),
  constraint ballot_electors_voted check ((state = 'voted') = (door is not null and voted_on is not null)),
  constraint ballot_electors_struck check ((state = 'struck') = (struck_why is not null))
);
create index ballot_electors_by_account on ballot_electors (street_id, account_id, ballot_id) where account_id is not null;
create index ballot_electors_by_phone on ballot_electors (street_id, phone_mark, ballot_id) where phone_mark is not null;
create index ballot_electors_counts on ballot_electors (street_id, ballot_id, state, door);
create unique index ballot_electors_counterfoil on ballot_electors (street_id, ballot_id, counterfoil) where counterfoil is not null;

create table ballot_objections (
  street_id bytes not null,
  id bytes not null,
  ballot_id bytes not null,
  account_id bytes not null,
  text bytes not null,
  at moment not null,
  accepted bool,
  reason text,
  constraint ballot_objections_pk primary key (street_id, id),
  constraint ballot_objections_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_objections_reason check ((accepted is null) = (reason is null))
);
create index ballot_objections_by_ballot on ballot_objections (street_id, ballot_id, id);

-- Named and confidential votes: beside their elector, once.
create table ballot_votes (
  street_id bytes not null,
  ballot_id bytes not null,
  elector_key bytes not null,
  content text not null,
  weight bigint not null,
  mark text not null,
  constraint ballot_votes_pk primary key (street_id, ballot_id, elector_key),
  constraint ballot_votes_elector foreign key (street_id, ballot_id, elector_key) references ballot_electors (street_id, ballot_id, elector_key),
  constraint ballot_votes_mark unique (street_id, ballot_id, mark)
);

-- Secret votes while the ballot is open.
create table ballot_box (
  street_id bytes not null,
  ballot_id bytes not null,
  mark text not null,
  content bytes not null,
  constraint ballot_box_pk primary key (street_id, ballot_id, mark)
);

-- Secret votes after the close, and marks of receipts apart from them.
create table ballot_slips (
  street_id bytes not null,
  id bytes not null,
  ballot_id bytes not null,
  content text not null,
  constraint ballot_slips_pk primary key (street_id, id)
);
create index ballot_slips_by_ballot on ballot_slips (street_id, ballot_id, content);

create table ballot_receipts (
  street_id bytes not null,
  ballot_id bytes not null,
  mark text not null,
  constraint ballot_receipts_pk primary key (street_id, ballot_id, mark)
);

create table ballot_batches (
  street_id bytes not null,
  ballot_id bytes not null,
  no integer not null,
  slips integer not null,
  state text not null,
  contents json,
  settled_by bytes,
  constraint ballot_batches_pk primary key (street_id, ballot_id, no),
  constraint ballot_batches_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_batches_slips check (slips between 1 and 50),
  constraint ballot_batches_state check (state in ('waiting', 'read_once', 'equal', 'unequal', 'settled')),
  constraint ballot_batches_read check ((state in ('equal', 'settled')) = (contents is not null))
);

create table ballot_readings (
  street_id bytes not null,
  ballot_id bytes not null,
  no integer not null,
  reader bytes not null,
  contents json not null,
  constraint ballot_readings_pk primary key (street_id, ballot_id, no, reader),
  constraint ballot_readings_batch foreign key (street_id, ballot_id, no) references ballot_batches (street_id, ballot_id, no)
);

create table ballot_sheets (
  street_id bytes not null,
  ballot_id bytes not null,
  sheet json not null,
  first_teller bytes not null,
  second_teller bytes,
  constraint ballot_sheets_pk primary key (street_id, ballot_id),
  constraint ballot_sheets_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_sheets_hands check (second_teller is null or second_teller <> first_teller)
);

create table ballot_challenges (
  street_id bytes not null,
  id bytes not null,
  ballot_id bytes not null,
  account_id bytes not null,
  text bytes not null,
  at moment not null,
  upheld bool,
  reason text,
  constraint ballot_challenges_pk primary key (street_id, id),
  constraint ballot_challenges_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_challenges_reason check ((upheld is null) = (reason is null))
);
create index ballot_challenges_by_ballot on ballot_challenges (street_id, ballot_id, id);

-- A resolution stands on a result of a meeting or on a sealed ballot.
create table matter_tasks_kept as select * from matter_tasks;
drop table matter_tasks;
create table matter_resolutions_kept as select * from matter_resolutions;
drop table matter_resolutions;
create table matter_resolutions (
  street_id bytes not null,
  id bytes not null,
  matter_id bytes not null,
  code text not null,
  round integer not null,
  text text not null,
  option_id bytes,
  result_id bytes,
  ballot_id bytes,
  force text not null,
  basis_text text not null,
  at moment not null,
  constraint matter_resolutions_pk primary key (street_id, id),
  constraint matter_resolutions_round unique (street_id, matter_id, round),
  constraint matter_resolutions_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_resolutions_result foreign key (street_id, result_id) references meeting_results (street_id, id),
  constraint matter_resolutions_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint matter_resolutions_how check ((result_id is null) <> (ballot_id is null)),
  constraint matter_resolutions_force check (force in ('advice', 'commitment', 'binding')),
  constraint matter_resolutions_binding check (force <> 'binding' or basis_text <> '')
);
insert into matter_resolutions (street_id, id, matter_id, code, round, text, option_id, result_id, force, basis_text, at)
select street_id, id, matter_id, code, round, text, option_id, result_id, force, basis_text, at from matter_resolutions_kept;
drop table matter_resolutions_kept;
create table matter_tasks (
  street_id bytes not null,
  id bytes not null,
  matter_id bytes not null,
  resolution_id bytes not null,
  title text not null,
  to_be_seen text not null,
  owner_name text not null,
  owner_account bytes,
  due_day day not null,
  state text not null,
  evidence text,
  reason text,
  verified_by bytes,
  witness text,
  verified_at moment,
  constraint matter_tasks_pk primary key (street_id, id),
  constraint matter_tasks_resolution foreign key (street_id, resolution_id) references matter_resolutions (street_id, id),
  constraint matter_tasks_state check (state in ('open', 'accepted', 'done', 'verified', 'cancelled')),
  constraint matter_tasks_verifier check (verified_by is null or owner_account is null or verified_by <> owner_account),
  constraint matter_tasks_cancelled check (state <> 'cancelled' or reason is not null)
);
insert into matter_tasks (street_id, id, matter_id, resolution_id, title, to_be_seen, owner_name, owner_account, due_day, state, evidence, reason, verified_by, witness, verified_at)
select street_id, id, matter_id, resolution_id, title, to_be_seen, owner_name, owner_account, due_day, state, evidence, reason, verified_by, witness, verified_at from matter_tasks_kept;
drop table matter_tasks_kept;
create index matter_tasks_by_matter on matter_tasks (street_id, matter_id, id);
