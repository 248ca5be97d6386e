-- An author pauses for some days: no new proposals and arguments of theirs, while supports, votes and ratings go on. The log shows
-- ground, days and what came of an objection, never who.
create table author_pauses (
  street_id bytes not null,
  id bytes not null,
  proposal_id bytes not null,
  person_id bytes not null,
  account_id bytes not null,
  ground text not null,
  reason text not null,
  by_account bytes not null,
  by_role text not null,
  at moment not null,
  until_at moment not null,
  objected_at moment,
  objection bytes,
  decide_by moment,
  decided_at moment,
  decided_by bytes,
  upheld bool,
  answer text,
  constraint author_pauses_pk primary key (street_id, id),
  constraint author_pauses_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint author_pauses_ground check (ground in ('insult', 'personal_data', 'advertising', 'off_question', 'repeated', 'unlawful')),
  constraint author_pauses_week check (until_at > at and until_at - at <= 604800000000),
  constraint author_pauses_decided check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (upheld is null) and (decided_at is null) = (answer is null)),
  constraint author_pauses_another check (by_account <> account_id and (decided_by is null or (decided_by <> by_account and decided_by <> account_id))),
  constraint author_pauses_objected check (decided_at is null or objected_at is not null)
);
create index author_pauses_by_person on author_pauses (street_id, person_id, until_at);
create index author_pauses_by_proposal on author_pauses (street_id, proposal_id, id);
