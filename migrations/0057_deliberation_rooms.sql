-- Ballots in a room, ballots that follow another, ballots that elect. A ballot that elects is about seats, not a matter.

-- One engine cannot loosen a column, so the table is made anew. It is dropped with "if exists" because tables are listed
-- from these lines: dropped plainly it would stand behind those that refer to it, and be filled after them.
-- sqlite:
pragma defer_foreign_keys = on;
create table ballots_kept as select * from ballots;
drop table if exists ballots;
create table ballots (
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
  rev integer not null,
  constraint ballots_pk primary key (street_id, id),
  constraint ballots_code unique (street_id, code),
  constraint ballots_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint ballots_state check (state in ('drafted', 'roll_open', 'frozen', 'open', 'closed', 'counted', 'sealed', 'void')),
  constraint ballots_void check ((state = 'void') = (why_void is not null)),
  constraint ballots_counted check (state not in ('counted', 'sealed') or proof is not null),
  constraint ballots_open check (state in ('drafted', 'roll_open', 'frozen', 'void') or (commitment is not null and roll_hash is not null))
);
insert into ballots select * from ballots_kept;
drop table ballots_kept;
create index ballots_by_matter on ballots (street_id, matter_id, id);
create index ballots_running on ballots (street_id, state, closes_at) where state in ('frozen', 'open', 'closed', 'counted');
-- end
-- postgres:
alter table ballots alter column matter_id drop not null;
-- end
alter table ballots add column meeting_id bytes;
alter table ballots add column item_no integer;
alter table ballots add column follows_id bytes;
alter table ballots add column root_id bytes;
alter table ballots add column rewording integer not null default 0;
alter table ballots add column category text;
create index ballots_by_meeting on ballots (street_id, meeting_id, item_no) where meeting_id is not null;
create unique index ballots_following on ballots (street_id, follows_id) where follows_id is not null;

-- Raised hands, counted by two apart from each other.
create table ballot_hands (
  street_id bytes not null,
  ballot_id bytes not null,
  votes_for bigint not null,
  votes_against bigint not null,
  votes_abstain bigint not null,
  needed bigint not null,
  first_teller bytes,
  second_teller bytes,
  constraint ballot_hands_pk primary key (street_id, ballot_id),
  constraint ballot_hands_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_hands_tellers check (second_teller is null or second_teller <> first_teller),
  constraint ballot_hands_sides check (votes_for >= 0 and votes_against >= 0 and votes_abstain >= 0)
);

-- Who stepped aside for a conflict of interest, and why: public, as the seat is.
create table ballot_recusals (
  street_id bytes not null,
  ballot_id bytes not null,
  membership_id bytes not null,
  account_id bytes,
  shown_name text not null,
  reason text not null,
  decided_by bytes not null,
  at moment not null,
  constraint ballot_recusals_pk primary key (street_id, ballot_id, membership_id),
  constraint ballot_recusals_ballot foreign key (street_id, ballot_id) references ballots (street_id, id)
);

-- Why somebody objects or is concerned, where agreement is asked for.
create table ballot_reasons (
  street_id bytes not null,
  ballot_id bytes not null,
  elector_key bytes not null,
  reason text not null,
  constraint ballot_reasons_pk primary key (street_id, ballot_id, elector_key),
  constraint ballot_reasons_elector foreign key (street_id, ballot_id, elector_key) references ballot_electors (street_id, ballot_id, elector_key)
);

-- Who stands for a seat, and what became of it.
create table ballot_candidates (
  street_id bytes not null,
  ballot_id bytes not null,
  no integer not null,
  shown_name text not null,
  account_id bytes,
  state text not null,
  membership_id bytes,
  reason text,
  answered_at moment,
  constraint ballot_candidates_pk primary key (street_id, ballot_id, no),
  constraint ballot_candidates_ballot foreign key (street_id, ballot_id) references ballots (street_id, id),
  constraint ballot_candidates_state check (state in ('standing', 'accepted', 'declined')),
  constraint ballot_candidates_seat check ((state = 'accepted') = (membership_id is not null))
);
