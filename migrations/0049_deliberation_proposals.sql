-- Proposals of residents: gathering supports up to a threshold fixed at publication, then owed an answer.
create table proposals (
  street_id bytes not null,
  id bytes not null,
  code text not null,
  community_id bytes,
  grid_id bytes,
  building_id bytes,
  body_id bytes,
  title text not null,
  text text not null,
  offer text not null,
  origin text not null,
  version_no integer not null,
  author bytes not null,
  threshold bigint not null,
  inside bigint not null,
  outside bigint not null,
  state text not null,
  opened_at moment not null,
  material_until moment,
  reached_at moment,
  first_due moment,
  answer_due moment,
  supervised_from moment,
  proof json,
  first_word text,
  first_word_at moment,
  verdict text,
  reason text,
  would_change text,
  matter_id bytes,
  link text,
  answered_at moment,
  answered_by bytes,
  warned_at moment,
  urged_at moment,
  supervised_at moment,
  leaving_since moment,
  merged_into bytes,
  ended_why text,
  rev integer not null,
  constraint proposals_pk primary key (street_id, id),
  constraint proposals_code unique (street_id, code),
  constraint proposals_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint proposals_origin check (origin in ('plain', 'youth_council', 'meeting', 'observer')),
  constraint proposals_state check (state in ('gathering', 'reached', 'answered', 'withdrawn', 'merged', 'lapsed')),
  constraint proposals_verdict check (verdict in ('matter', 'done', 'referred', 'declined')),
  constraint proposals_clock check ((reached_at is null) = (answer_due is null) and (reached_at is null) = (proof is null)),
  constraint proposals_answered check ((state = 'answered') = (verdict is not null) and (verdict is null or reason is not null)),
  constraint proposals_declined check (verdict <> 'declined' or would_change is not null),
  constraint proposals_merged check ((state = 'merged') = (merged_into is not null)),
  constraint proposals_counts check (inside >= 0 and outside >= 0 and threshold > 0)
);
create index proposals_by_state on proposals (street_id, state, id);
create index proposals_by_body on proposals (street_id, body_id, id);
create index proposals_by_due on proposals (street_id, state, answer_due);
create index proposals_merged_into on proposals (street_id, merged_into) where merged_into is not null;

create table proposal_versions (
  street_id bytes not null,
  proposal_id bytes not null,
  no integer not null,
  title text not null,
  text text not null,
  offer text not null,
  material bool not null,
  at moment not null,
  constraint proposal_versions_pk primary key (street_id, proposal_id, no),
  constraint proposal_versions_proposal foreign key (street_id, proposal_id) references proposals (street_id, id)
);

-- Whoever put it forward; names of the others show once they have consented by their own hand.
create table proposal_authors (
  street_id bytes not null,
  proposal_id bytes not null,
  no integer not null,
  kind text not null,
  shown_name text not null,
  person_id bytes,
  account_id bytes,
  invitation text,
  consented_at moment,
  leaving_at moment,
  constraint proposal_authors_pk primary key (street_id, proposal_id, no),
  constraint proposal_authors_person unique (street_id, proposal_id, person_id),
  constraint proposal_authors_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint proposal_authors_kind check (kind in ('person', 'organisation', 'team', 'meeting')),
  constraint proposal_authors_consent check ((consented_at is null) = (account_id is null))
);
create index proposal_authors_by_account on proposal_authors (street_id, account_id, proposal_id) where account_id is not null;

-- One row per person and proposal over all ways. A paper line counts once it was read by two.
create table proposal_supports (
  street_id bytes not null,
  proposal_id bytes not null,
  person_id bytes not null,
  account_id bytes not null,
  door text not null,
  version_no integer not null,
  community_id bytes,
  grid_id bytes,
  building_id bytes,
  at moment not null,
  read_by bytes,
  read_again_by bytes,
  withdrawn_at moment,
  constraint proposal_supports_pk primary key (street_id, proposal_id, person_id),
  constraint proposal_supports_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint proposal_supports_door check (door in ('web', 'desk', 'phone', 'paper', 'room')),
  constraint proposal_supports_readers check (read_again_by is null or read_again_by <> read_by)
);
create index proposal_supports_by_person on proposal_supports (street_id, person_id, proposal_id);

-- Two proposals become one: asked by one first author, agreed by the other or decided by the body after silence.
create table proposal_mergers (
  street_id bytes not null,
  id bytes not null,
  from_id bytes not null,
  into_id bytes not null,
  asked_by bytes not null,
  asked_at moment not null,
  merged_at moment,
  decided_why text,
  split_at moment,
  split_why text,
  refused_at moment,
  constraint proposal_mergers_pk primary key (street_id, id),
  constraint proposal_mergers_from foreign key (street_id, from_id) references proposals (street_id, id),
  constraint proposal_mergers_into foreign key (street_id, into_id) references proposals (street_id, id),
  constraint proposal_mergers_two check (from_id <> into_id),
  constraint proposal_mergers_split check (split_at is null or (merged_at is not null and split_why is not null))
);
create index proposal_mergers_by_from on proposal_mergers (street_id, from_id, id);
create index proposal_mergers_by_into on proposal_mergers (street_id, into_id, id);
create unique index proposal_mergers_open on proposal_mergers (street_id, from_id) where merged_at is null and refused_at is null;
