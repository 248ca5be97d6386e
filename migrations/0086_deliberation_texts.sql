-- Moderation reaches what people write in matters: arguments, answers and options beside proposals. A text is named by its kind and
-- id; words can be covered and a text moved to another side. A pause hangs on whichever text it was seen in and can be lifted early.
-- Somebody's first argument may wait until whoever moderates has read it.

create table content_flags_kept as select * from content_flags;
drop table content_flags;
create table content_flags (
  street_id bytes not null,
  kind text not null,
  text_id bytes not null,
  proposal_id bytes,
  matter_id bytes,
  account_id bytes not null,
  ground text not null,
  at moment not null,
  constraint content_flags_pk primary key (street_id, kind, text_id, account_id),
  constraint content_flags_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint content_flags_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint content_flags_kind check (kind in ('proposal', 'argument', 'answer', 'option')),
  constraint content_flags_of check ((kind = 'proposal') = (proposal_id is not null) and (kind = 'proposal') = (matter_id is null)),
  constraint content_flags_ground check (ground in ('insult', 'personal_data', 'advertising', 'off_question', 'repeated', 'unlawful'))
);
insert into content_flags (street_id, kind, text_id, proposal_id, account_id, ground, at)
  select street_id, 'proposal', proposal_id, proposal_id, account_id, ground, at from content_flags_kept;
drop table content_flags_kept;
create index content_flags_by_matter on content_flags (street_id, matter_id) where matter_id is not null;

create table moderations_kept as select * from moderations;
drop table moderations;
create table moderations (
  street_id bytes not null,
  id bytes not null,
  kind text not null,
  text_id bytes not null,
  proposal_id bytes,
  matter_id bytes,
  act text not null,
  ground text not null,
  by_account bytes not null,
  by_role text not null,
  at moment not null,
  words bytes,
  was_side text,
  objected_at moment,
  objection bytes,
  decide_by moment,
  decided_at moment,
  decided_by bytes,
  upheld bool,
  reason text,
  constraint moderations_pk primary key (street_id, id),
  constraint moderations_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint moderations_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint moderations_kind check (kind in ('proposal', 'argument', 'answer', 'option')),
  constraint moderations_of check ((kind = 'proposal') = (proposal_id is not null) and (kind = 'proposal') = (matter_id is null)),
  constraint moderations_act check (act in ('hide', 'fold', 'redact', 'move')),
  constraint moderations_ground check (ground in ('insult', 'personal_data', 'advertising', 'off_question', 'repeated', 'unlawful')),
  constraint moderations_words check (act in ('hide', 'redact') or words is null),
  constraint moderations_side check ((act = 'move') = (was_side is not null)),
  constraint moderations_decided check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (upheld is null) and (decided_at is null) = (reason is null)),
  constraint moderations_another check (decided_by is null or decided_by <> by_account),
  constraint moderations_objected check (decided_at is null or objected_at is not null)
);
insert into moderations (street_id, id, kind, text_id, proposal_id, act, ground, by_account, by_role, at, words, objected_at, objection, decide_by,
    decided_at, decided_by, upheld, reason)
  select street_id, id, 'proposal', proposal_id, proposal_id, act, ground, by_account, by_role, at, words, objected_at, objection, decide_by,
    decided_at, decided_by, upheld, reason from moderations_kept;
drop table moderations_kept;
create unique index moderations_live on moderations (street_id, kind, text_id) where upheld is null or upheld;
create index moderations_by_matter on moderations (street_id, matter_id) where matter_id is not null;

create table author_pauses_kept as select * from author_pauses;
drop table author_pauses;
create table author_pauses (
  street_id bytes not null,
  id bytes not null,
  kind text not null,
  text_id bytes not null,
  proposal_id bytes,
  matter_id bytes,
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
  lifted_at moment,
  lifted_by bytes,
  lifted_why text,
  constraint author_pauses_pk primary key (street_id, id),
  constraint author_pauses_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint author_pauses_matter foreign key (street_id, matter_id) references matters (street_id, id),
  constraint author_pauses_kind check (kind in ('proposal', 'argument', 'answer', 'option')),
  constraint author_pauses_of check ((kind = 'proposal') = (proposal_id is not null) and (kind = 'proposal') = (matter_id is null)),
  constraint author_pauses_ground check (ground in ('insult', 'personal_data', 'advertising', 'off_question', 'repeated', 'unlawful')),
  constraint author_pauses_week check (until_at > at and until_at - at <= 604800000000),
  constraint author_pauses_decided check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (upheld is null) and (decided_at is null) = (answer is null)),
  constraint author_pauses_another check (by_account <> account_id and (decided_by is null or (decided_by <> by_account and decided_by <> account_id))),
  constraint author_pauses_objected check (decided_at is null or objected_at is not null),
  constraint author_pauses_lifted check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lifted_why is null)),
  constraint author_pauses_lifter check (lifted_by is null or lifted_by <> account_id)
);
insert into author_pauses (street_id, id, kind, text_id, proposal_id, person_id, account_id, ground, reason, by_account, by_role, at, until_at,
    objected_at, objection, decide_by, decided_at, decided_by, upheld, answer)
  select street_id, id, 'proposal', proposal_id, proposal_id, person_id, account_id, ground, reason, by_account, by_role, at, until_at,
    objected_at, objection, decide_by, decided_at, decided_by, upheld, answer from author_pauses_kept;
drop table author_pauses_kept;
create index author_pauses_by_person on author_pauses (street_id, person_id, until_at);
create index author_pauses_by_time on author_pauses (street_id, at);

-- Who answered a question, and since when an argument waits to be read before it is shown.
alter table matter_arguments add column answered_by bytes;
alter table matter_arguments add column held_at moment;
create index matter_arguments_held on matter_arguments (street_id, matter_id) where held_at is not null;
create index matter_arguments_by_person on matter_arguments (street_id, person_id);
