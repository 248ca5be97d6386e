-- A seal declared void, and good again: addenda of their own kind, links of the body's chain like every other. The meeting stays
-- sealed as it was; since when its seal is void stands beside.
alter table meeting_addenda add column kind text;
alter table meetings add column voided_at moment;
