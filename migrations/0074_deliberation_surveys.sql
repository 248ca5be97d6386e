-- The questions asked in the needs step of a round, and what each person answered, once and on any way.

create table matter_surveys (
  street_id bytes not null,
  matter_id bytes not null,
  round integer not null,
  questions json not null,
  by_account bytes not null,
  at moment not null,
  constraint matter_surveys_pk primary key (street_id, matter_id, round),
  constraint matter_surveys_matter foreign key (street_id, matter_id) references matters (street_id, id)
);

-- `taken_by`: who asked on the phone, at the desk, or read the paper.
create table matter_survey_answers (
  street_id bytes not null,
  matter_id bytes not null,
  round integer not null,
  person_id bytes not null,
  door text not null,
  grid_id bytes,
  answers json not null,
  taken_by bytes,
  at moment not null,
  constraint matter_survey_answers_pk primary key (street_id, matter_id, round, person_id),
  constraint matter_survey_answers_survey foreign key (street_id, matter_id, round) references matter_surveys (street_id, matter_id, round),
  constraint matter_survey_answers_door check (door in ('web', 'desk', 'phone', 'paper', 'room')),
  constraint matter_survey_answers_taken check ((door = 'web') = (taken_by is null))
);
