-- Appeals: the kept counts behind every figure, and the ways to the records behind a number.

-- One row a measure would have been a hundred writes a callback; and rows that once counted an open case would have
-- stayed, at zero, for every category in every grid. Nothing reads these two any more.
drop table day_counts;
drop table case_counts;

-- What this case adds to the kept counts, as it was last written there: the next change takes it back exactly.
alter table cases add column counted text;

-- One line per slice, period and shard; `period` is a day (yyyymmdd) or a whole month (yyyymm), so that a year is
-- twelve lines. A line with `since` counts only in windows that reach back to that day: it takes back an answer that
-- a later round of the same window replaced.
create table figure_counts (
  street_id bytes not null,
  slice text not null,
  period integer not null,
  of_id bytes not null,
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
  basically bigint not null,
  constraint figure_counts_pk primary key (street_id, slice, period, of_id, category, since, shard),
  constraint figure_counts_slice check (slice in ('street','community','grid','unit','category','community_category'))
);

-- How many cases stand in each state now.
create table state_counts (
  street_id bytes not null,
  slice text not null,
  of_id bytes not null,
  state text not null,
  shard integer not null,
  n bigint not null,
  constraint state_counts_pk primary key (street_id, slice, of_id, state, shard),
  constraint state_counts_slice check (slice in ('street','community','grid','unit'))
);

create index voices_by_moment on voices (street_id, received_at, id);
create index case_callbacks_by_moment on case_callbacks (street_id, at, id);
create index clocks_by_due on clocks (street_id, stage, due_at, id);
create index case_notes_by_kind on case_notes (street_id, kind, at, id);
create index case_assignments_by_end on case_assignments (street_id, end_reason, ended_at, id);
create index case_accused_by_unit on case_accused (street_id, unit_id, case_id);
create index cases_by_end on cases (street_id, closed_at, id);
create index cases_due_in_community on cases (street_id, community_id, due_at) where due_at is not null;
create index cases_due_in_grid on cases (street_id, grid_id, due_at) where due_at is not null;
create index cases_due_at_lead on cases (street_id, lead_unit_id, due_at) where due_at is not null;
create index cases_urgent on cases (street_id, urgency, due_at) where due_at is not null;
