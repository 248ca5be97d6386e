-- A ballot that is counted again: the count before stays beside the new one, and a bundle that was read wrongly is set
-- aside with both its readings, never overwritten.
create table ballot_readings_kept as select * from ballot_readings;
drop table ballot_readings;
create table ballot_batches_kept as select * from ballot_batches;
drop table ballot_batches;
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
  constraint ballot_batches_state check (state in ('waiting', 'read_once', 'equal', 'unequal', 'settled', 'set_aside')),
  constraint ballot_batches_read check ((state in ('equal', 'settled')) = (contents is not null))
);
insert into ballot_batches (street_id, ballot_id, no, slips, state, contents, settled_by)
select street_id, ballot_id, no, slips, state, contents, settled_by from ballot_batches_kept;
drop table ballot_batches_kept;
create table ballot_readings (
  street_id bytes not null,
  ballot_id bytes not null,
  no integer not null,
  reader bytes not null,
  contents json not null,
  constraint ballot_readings_pk primary key (street_id, ballot_id, no, reader),
  constraint ballot_readings_batch foreign key (street_id, ballot_id, no) references ballot_batches (street_id, ballot_id, no)
);
insert into ballot_readings (street_id, ballot_id, no, reader, contents)
select street_id, ballot_id, no, reader, contents from ballot_readings_kept;
drop table ballot_readings_kept;

create table ballot_counts (
  street_id bytes not null,
  ballot_id bytes not null,
  no integer not null,
  proof json not null,
  votes text not null,
  counted_at moment not null,
  why text not null,
  constraint ballot_counts_pk primary key (street_id, ballot_id, no),
  constraint ballot_counts_ballot foreign key (street_id, ballot_id) references ballots (street_id, id)
);
