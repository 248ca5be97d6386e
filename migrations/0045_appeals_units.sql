-- Appeals: the clock of the unit that leads is counted for it; what parties promised, what was handed out in vain and
-- what came again are counted. What is kept is counted again when the definitions have changed.
alter table figure_counts add column unit_due bigint not null default 0;
alter table figure_counts add column unit_met bigint not null default 0;
alter table figure_counts add column commitment_due bigint not null default 0;
alter table figure_counts add column commitment_met bigint not null default 0;
alter table figure_counts add column handed_cases bigint not null default 0;
alter table figure_counts add column returned_twice bigint not null default 0;
alter table figure_counts add column sorted bigint not null default 0;
alter table figure_counts add column repeated bigint not null default 0;
-- Whether one of its category was near it within thirty days before, as seen when it was accepted; nothing before that.
alter table cases add column repeats bool;
create index cases_alike on cases (street_id, category, community_id, opened_at);
-- The moment the day begins on which a commitment is due, so that it is found in a window like everything else. The days
-- of those that stand are counted by the Julian day number (Fliegel and Van Flandern, 1968), in Asia/Shanghai.
alter table case_commitments add column due_at moment not null default 0;
update case_commitments set due_at = (
    due_on % 100
    + (153 * (due_on / 100 % 100 + 12 * ((14 - due_on / 100 % 100) / 12) - 3) + 2) / 5
    + 365 * (due_on / 10000 + 4800 - (14 - due_on / 100 % 100) / 12)
    + (due_on / 10000 + 4800 - (14 - due_on / 100 % 100) / 12) / 4 - (due_on / 10000 + 4800 - (14 - due_on / 100 % 100) / 12) / 100 + (due_on / 10000 + 4800 - (14 - due_on / 100 % 100) / 12) / 400
    - 32045 - 2440588
  ) * 86400000000 - 28800000000;
create index commitments_by_due on case_commitments (street_id, due_at, id);
