-- Appeals: more time for a case, asked before its date and decided by another hand. The reason is a sealed note.
alter table clocks add column extensions json not null default '[]';
alter table cases add column extension_days bigint;
create table case_extensions (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  days bigint not null,
  asked_at moment not null,
  asked_by bytes,
  decided_at moment,
  decided_by bytes,
  granted bool,
  constraint case_extensions_pk primary key (street_id, id)
);
create index case_extensions_case on case_extensions (street_id, case_id, id);
create unique index case_extensions_open on case_extensions (street_id, case_id) where decided_at is null;

-- Which kinds of notes there are, the verbs say: the table need not be made anew for each.
create table case_notes_kept as select * from case_notes;
drop table case_notes;
create table case_notes (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  voice_id bytes,
  kind text not null,
  at moment not null,
  by_account bytes,
  round integer not null,
  text bytes not null,
  constraint case_notes_pk primary key (street_id, id)
);
insert into case_notes (street_id, id, case_id, voice_id, kind, at, by_account, round, text)
select street_id, id, case_id, voice_id, kind, at, by_account, round, text from case_notes_kept;
drop table case_notes_kept;
create index case_notes_by_case on case_notes (street_id, case_id, id);
create index case_notes_by_kind on case_notes (street_id, kind, at, id);
