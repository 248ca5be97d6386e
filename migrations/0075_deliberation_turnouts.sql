-- Lines of a roll by state and door, kept as they change: a roll of twenty thousand is not counted at every look. In
-- sixteen parts, so that two who vote at once seldom wait for each other.

create table ballot_turnouts (
  street_id bytes not null,
  ballot_id bytes not null,
  part integer not null,
  state text not null,
  door text not null,
  lines bigint not null,
  constraint ballot_turnouts_pk primary key (street_id, ballot_id, part, state, door)
);

insert into ballot_turnouts (street_id, ballot_id, part, state, door, lines)
select street_id, ballot_id, line % 16, state, coalesce(door, ''), count(*) from ballot_electors
group by street_id, ballot_id, line % 16, state, coalesce(door, '');
