-- What a speaker wrote on a printed sheet, keyed by staff. Its words are the voice's; here is only what came, and its
-- sealed picture.
create table papers (
  street_id bytes not null,
  id bytes not null,
  voice_id bytes not null,
  -- The case the act was done to: a voice may move on.
  case_id bytes not null,
  act text not null,
  sheet text not null,
  written_on day not null,
  at moment not null,
  scan_id bytes,
  scan text,
  scan_sha256 text,
  constraint papers_pk primary key (street_id, id),
  constraint papers_sheet unique (street_id, voice_id, sheet),
  constraint papers_act check (act in ('supplement', 'urging', 'rating', 'withdrawal', 'reopening', 'objection')),
  constraint papers_picture check (act in ('supplement', 'urging') or scan is not null)
);
create index papers_by_voice on papers (street_id, voice_id, id);

-- An answer may come on paper. How answers come, the verbs say: the table need not be made anew for each way.
create table case_callbacks_kept as select * from case_callbacks;
drop table case_callbacks;
create table case_callbacks (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  voice_id bytes not null,
  round integer not null,
  at moment not null,
  by_account bytes,
  method text not null,
  reached bool not null,
  contacted bool,
  solved bool,
  explained_ok bool,
  satisfaction text,
  reason bytes,
  source text not null,
  constraint case_callbacks_pk primary key (street_id, id),
  constraint case_callbacks_source check (source in ('staff','self','upper')),
  constraint case_callbacks_satisfaction check (satisfaction is null or satisfaction in
    ('very_satisfied','satisfied','basically','dissatisfied','very_dissatisfied','no_answer'))
);
insert into case_callbacks (street_id, id, case_id, voice_id, round, at, by_account, method, reached, contacted, solved,
  explained_ok, satisfaction, reason, source)
select street_id, id, case_id, voice_id, round, at, by_account, method, reached, contacted, solved,
  explained_ok, satisfaction, reason, source
from case_callbacks_kept;
drop table case_callbacks_kept;
create index case_callbacks_by_voice on case_callbacks (street_id, voice_id, id);
create index case_callbacks_by_case on case_callbacks (street_id, case_id, id);
create index case_callbacks_by_moment on case_callbacks (street_id, at, id);
