-- After a matter is settled: who wants it walked again, and the second look half a year later.

create table reopening_requests (
  street_id bytes not null,
  matter_id bytes not null,
  round integer not null,
  person_id bytes not null,
  door text not null,
  reason text not null,
  taken_by bytes,
  at moment not null,
  constraint reopening_requests_pk primary key (street_id, matter_id, round, person_id),
  constraint reopening_requests_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint reopening_requests_door check (door in ('web', 'desk', 'phone', 'paper', 'room')),
  constraint reopening_requests_taken check ((door = 'web') = (taken_by is null))
);

-- How a settled matter came to walk again: by a hand with its reason, or by the rule named.
create table matter_reopenings (
  street_id bytes not null,
  matter_id bytes not null,
  round integer not null,
  at moment not null,
  why text not null,
  reason text,
  by_account bytes,
  constraint matter_reopenings_pk primary key (street_id, matter_id, round),
  constraint matter_reopenings_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint matter_reopenings_why check (why in ('motion', 'wanted', 'not_lasting')),
  constraint matter_reopenings_hand check ((why = 'motion') = (reason is not null and by_account is not null))
);

-- While it is open the answers stand by themselves; when it closes their counts are all that stays.
create table second_looks (
  street_id bytes not null,
  matter_id bytes not null,
  round integer not null,
  opened_at moment not null,
  until_at moment not null,
  closed_at moment,
  yes integer not null,
  partly integer not null,
  no integer not null,
  outcome text,
  constraint second_looks_pk primary key (street_id, matter_id, round),
  constraint second_looks_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint second_looks_outcome check (outcome in ('lasts', 'reopens', 'few')),
  constraint second_looks_over check ((closed_at is null) = (outcome is null))
);
create index second_looks_open on second_looks (street_id, until_at) where closed_at is null;

create table second_look_answers (
  street_id bytes not null,
  matter_id bytes not null,
  round integer not null,
  person_id bytes not null,
  solved text not null,
  door text not null,
  taken_by bytes,
  at moment not null,
  constraint second_look_answers_pk primary key (street_id, matter_id, round, person_id),
  constraint second_look_answers_look foreign key (street_id, matter_id, round) references second_looks (street_id, matter_id, round),
  constraint second_look_answers_solved check (solved in ('yes', 'partly', 'no')),
  constraint second_look_answers_taken check ((door = 'web') = (taken_by is null))
);
