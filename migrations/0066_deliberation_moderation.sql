-- Moderation: flags of readers, what was done in a public log, the hidden words sealed apart from it, and from where supports came.

create table content_flags (
  street_id bytes not null,
  proposal_id bytes not null,
  account_id bytes not null,
  ground text not null,
  at moment not null,
  constraint content_flags_pk primary key (street_id, proposal_id, account_id),
  constraint content_flags_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint content_flags_ground check (ground in ('insult', 'personal_data', 'advertising', 'off_question', 'repeated', 'unlawful'))
);

-- The log. It never holds the words: those stand sealed, and go when the act is undone.
create table moderations (
  street_id bytes not null,
  id bytes not null,
  proposal_id bytes not null,
  act text not null,
  ground text not null,
  by_account bytes not null,
  by_role text not null,
  at moment not null,
  words bytes,
  objected_at moment,
  objection bytes,
  decide_by moment,
  decided_at moment,
  decided_by bytes,
  upheld bool,
  reason text,
  constraint moderations_pk primary key (street_id, id),
  constraint moderations_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint moderations_act check (act in ('hide', 'fold')),
  constraint moderations_ground check (ground in ('insult', 'personal_data', 'advertising', 'off_question', 'repeated', 'unlawful')),
  constraint moderations_words check (act = 'hide' or words is null),
  constraint moderations_decided check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (upheld is null) and (decided_at is null) = (reason is null)),
  constraint moderations_another check (decided_by is null or decided_by <> by_account),
  constraint moderations_objected check (decided_at is null or objected_at is not null)
);
create unique index moderations_live on moderations (street_id, proposal_id) where upheld is null or upheld;
create index moderations_by_time on moderations (street_id, id);

-- A mark of the device's address, blind and of one day: bursts are seen, the address is not.
alter table proposal_supports add column from_mark bytes;
