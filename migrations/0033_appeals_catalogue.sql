-- Appeals: versions of the dispatch catalogue. A draft is written by some and put in force by another hand; what was in
-- force is never changed. Each handing out is kept with what the catalogue said, so that a rule earns its right to act.
create table catalogue_versions (
  street_id bytes not null,
  version integer not null,
  state text not null,
  -- Why it was made: a meeting, a document.
  source text not null,
  drafted_by bytes,
  drafted_at moment not null,
  proposed_by bytes,
  proposed_at moment,
  published_by bytes,
  published_at moment,
  constraint catalogue_versions_pk primary key (street_id, version),
  constraint catalogue_versions_state check (state in ('draft', 'proposed', 'published', 'dropped'))
);
-- One draft at a time.
create unique index catalogue_versions_draft on catalogue_versions (street_id) where state in ('draft', 'proposed');
insert into catalogue_versions (street_id, version, state, source, drafted_at)
  select distinct street_id, version, 'published', '', 0 from catalogue_items;

alter table catalogue_items add column grid_id bytes;
-- Units that assist, as a list of ids.
alter table catalogue_items add column assists json not null default '[]';
-- The entry of the admission list that lets a community or grid lead.
alter table catalogue_items add column admission text;
-- The last day of its term.
alter table catalogue_items add column until day;

create table case_dispatches (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  category text not null,
  community_id bytes,
  unit_id bytes not null,
  -- What the catalogue said then.
  proposed_unit_id bytes,
  by_rule bool not null,
  at moment not null,
  -- Returned with approval, or settled otherwise by a sitting.
  overturned bool not null,
  constraint case_dispatches_pk primary key (street_id, id)
);
create index case_dispatches_by_category on case_dispatches (street_id, category, id);
create index case_dispatches_by_case on case_dispatches (street_id, case_id, id);

-- Categories whose cases the rule hands out by itself, while it earns it.
create table rule_dispatches (
  street_id bytes not null,
  category text not null,
  since moment not null,
  by_account bytes,
  constraint rule_dispatches_pk primary key (street_id, category)
);

-- What returns and sittings say about the catalogue.
create table catalogue_suggestions (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  category text not null,
  community_id bytes,
  grid_id bytes,
  -- Who had it, and whose it turned out to be.
  from_unit_id bytes,
  unit_id bytes not null,
  cause text not null,
  at moment not null,
  state text not null,
  settled_by bytes,
  settled_at moment,
  constraint catalogue_suggestions_pk primary key (street_id, id),
  constraint catalogue_suggestions_cause check (cause in ('return', 'conferral')),
  constraint catalogue_suggestions_state check (state in ('open', 'adopted', 'dismissed'))
);
create index catalogue_suggestions_open on catalogue_suggestions (street_id, state, id);
-- A rehearsal looks at the cases of the last days.
create index cases_by_opened on cases (street_id, opened_at);
