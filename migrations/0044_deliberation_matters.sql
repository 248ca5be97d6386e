-- Matters: one question each, walking six steps with gates; what was said, priced, decided, done and rated.

create table matters (
  street_id bytes not null,
  id bytes not null,
  code text not null,
  body_id bytes not null,
  community_id bytes,
  grid_id bytes,
  building_id bytes,
  question text not null,
  topic text not null,
  track text not null,
  owner bytes not null,
  state text not null,
  step text not null,
  round integer not null,
  ended_why text,
  frozen_at moment,
  statement text,
  opened_at moment not null,
  rev integer not null,
  constraint matters_pk primary key (street_id, id),
  constraint matters_code unique (street_id, code),
  constraint matters_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint matters_track check (track in ('ordinary', 'small', 'money', 'covenant', 'urgent')),
  constraint matters_state check (state in ('walking', 'settled', 'declined', 'withdrawn', 'referred', 'lapsed')),
  constraint matters_step check (step in ('needs', 'options', 'deliberation', 'decision', 'delivery', 'evaluation')),
  constraint matters_ended check (state in ('walking', 'settled') or ended_why is not null)
);
create index matters_by_body on matters (street_id, body_id, id);

create table matter_sources (
  street_id bytes not null,
  matter_id bytes not null,
  no integer not null,
  kind text not null,
  link_kind text not null,
  link_id bytes,
  title text not null,
  path text not null,
  people bigint not null,
  constraint matter_sources_pk primary key (street_id, matter_id, no),
  constraint matter_sources_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_sources_kind check (kind in ('voices', 'proposal', 'patrol', 'body', 'upper'))
);

-- The walk: one row per stay in a step. Intervals are half-open and follow each other without a gap.
create table matter_steps (
  street_id bytes not null,
  matter_id bytes not null,
  no integer not null,
  step text not null,
  round integer not null,
  from_at moment not null,
  to_at moment,
  due_at moment,
  proof json not null,
  how text,
  reason text,
  gate json not null,
  asked_by bytes,
  by_account bytes,
  constraint matter_steps_pk primary key (street_id, matter_id, no),
  constraint matter_steps_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_steps_how check (how in ('passed', 'overridden', 'turned', 'ended')),
  constraint matter_steps_over check ((to_at is null) = (how is null)),
  constraint matter_steps_reason check (how is null or how = 'passed' or reason is not null)
);
create unique index matter_steps_open on matter_steps (street_id, matter_id) where to_at is null;

-- What was heard in the needs step: one per person and round. Nobody reads whose it is.
create table matter_responses (
  street_id bytes not null,
  id bytes not null,
  matter_id bytes not null,
  round integer not null,
  person_id bytes not null,
  door text not null,
  grid_id bytes,
  text text not null,
  at moment not null,
  constraint matter_responses_pk primary key (street_id, id),
  constraint matter_responses_once unique (street_id, matter_id, round, person_id),
  constraint matter_responses_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_responses_door check (door in ('web', 'desk', 'phone', 'paper', 'room'))
);

create table matter_concerns (
  street_id bytes not null,
  id bytes not null,
  matter_id bytes not null,
  text text not null,
  person_id bytes not null,
  taken_up bool,
  why_not text,
  at moment not null,
  constraint matter_concerns_pk primary key (street_id, id),
  constraint matter_concerns_matter foreign key (street_id, matter_id) references matters (street_id, id)
);
create index matter_concerns_by_matter on matter_concerns (street_id, matter_id, id);

create table matter_joinings (
  street_id bytes not null,
  concern_id bytes not null,
  person_id bytes not null,
  at moment not null,
  constraint matter_joinings_pk primary key (street_id, concern_id, person_id),
  constraint matter_joinings_concern foreign key (street_id, concern_id) references matter_concerns (street_id, id)
);

create table matter_options (
  street_id bytes not null,
  id bytes not null,
  matter_id bytes not null,
  letter text not null,
  title text not null,
  text text not null,
  by_account bytes not null,
  state text not null,
  pricing json,
  dropped_why text,
  hash text,
  at moment not null,
  constraint matter_options_pk primary key (street_id, id),
  constraint matter_options_letter unique (street_id, matter_id, letter),
  constraint matter_options_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_options_state check (state in ('draft', 'ready', 'frozen', 'dropped')),
  constraint matter_options_dropped check (state <> 'dropped' or dropped_why is not null),
  constraint matter_options_frozen check (state <> 'frozen' or hash is not null)
);

create table matter_arguments (
  street_id bytes not null,
  id bytes not null,
  matter_id bytes not null,
  side text not null,
  text text not null,
  person_id bytes not null,
  answer text,
  at moment not null,
  constraint matter_arguments_pk primary key (street_id, id),
  constraint matter_arguments_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_arguments_side check (side in ('for', 'against', 'question'))
);
create index matter_arguments_by_matter on matter_arguments (street_id, matter_id, id);

create table matter_resolutions (
  street_id bytes not null,
  id bytes not null,
  matter_id bytes not null,
  code text not null,
  round integer not null,
  text text not null,
  option_id bytes,
  result_id bytes not null,
  force text not null,
  basis_text text not null,
  at moment not null,
  constraint matter_resolutions_pk primary key (street_id, id),
  constraint matter_resolutions_round unique (street_id, matter_id, round),
  constraint matter_resolutions_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_resolutions_result foreign key (street_id, result_id) references meeting_results (street_id, id),
  constraint matter_resolutions_force check (force in ('advice', 'commitment', 'binding')),
  constraint matter_resolutions_binding check (force <> 'binding' or basis_text <> '')
);

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
create index matter_tasks_by_matter on matter_tasks (street_id, matter_id, id);

create table matter_ratings (
  street_id bytes not null,
  id bytes not null,
  matter_id bytes not null,
  round integer not null,
  person_id bytes not null,
  done bool not null,
  solved text not null,
  satisfied integer not null,
  door text not null,
  text text not null,
  at moment not null,
  constraint matter_ratings_pk primary key (street_id, id),
  constraint matter_ratings_once unique (street_id, matter_id, round, person_id),
  constraint matter_ratings_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_ratings_solved check (solved in ('yes', 'partly', 'no')),
  constraint matter_ratings_satisfied check (satisfied between 1 and 5),
  constraint matter_ratings_door check (door in ('web', 'desk', 'phone', 'paper', 'room'))
);
