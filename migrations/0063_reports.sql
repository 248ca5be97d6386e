-- Figures that are kept: counted, taken over, or declared from a paper; never added. Corrections, templates, editions.

create table kept_figures (
  street_id bytes not null,
  id bytes not null,
  indicator text not null,
  version integer not null,
  place_id bytes not null,
  from_day day not null,
  to_day day not null,
  value bigint,
  unit text not null,
  origin text not null,
  bound text not null,
  near json not null,
  parts json not null,
  ids_hash text not null,
  seal bigint not null,
  kept_at moment not null,
  certified_by bytes,
  certified_at moment,
  disputed_at moment,
  constraint kept_figures_pk primary key (street_id, id),
  constraint kept_figures_once unique (street_id, indicator, place_id, from_day, to_day, origin),
  constraint kept_figures_days check (from_day < to_day),
  constraint kept_figures_origin check (origin in ('computed', 'legacy', 'declared')),
  constraint kept_figures_bound check (bound in ('exact', 'at_least', 'about')),
  constraint kept_figures_certified check ((certified_by is null) = (certified_at is null)),
  constraint kept_figures_settled check (disputed_at is null or certified_at is null or disputed_at >= certified_at)
);
create index kept_figures_by_end on kept_figures (street_id, indicator, origin, to_day);
create index kept_figures_by_days on kept_figures (street_id, from_day, to_day);
create index kept_figures_disputed on kept_figures (street_id, disputed_at) where disputed_at is not null;

-- The paper a declared figure was typed from. Its hash is kept, the paper itself stays where it is.
create table figure_papers (
  street_id bytes not null,
  figure_id bytes not null,
  name text not null,
  hash text not null,
  words text not null,
  day day not null,
  by_account bytes,
  constraint figure_papers_pk primary key (street_id, figure_id),
  constraint figure_papers_figure foreign key (street_id, figure_id) references kept_figures (street_id, id)
);

-- What a kept figure said, what it says since, and why. Written once.
create table figure_restatements (
  street_id bytes not null,
  id bytes not null,
  figure_id bytes not null,
  old_value bigint,
  new_value bigint,
  why text not null,
  by_account bytes,
  at moment not null,
  constraint figure_restatements_pk primary key (street_id, id),
  constraint figure_restatements_figure foreign key (street_id, figure_id) references kept_figures (street_id, id)
);
create index figure_restatements_by_figure on figure_restatements (street_id, figure_id, id);

-- Every version of every template.
create table report_templates (
  street_id bytes not null,
  id bytes not null,
  version integer not null,
  name text not null,
  written text not null,
  by_account bytes,
  at moment not null,
  constraint report_templates_pk primary key (street_id, id, version)
);

create table report_editions (
  street_id bytes not null,
  id bytes not null,
  template_id bytes not null,
  template_version integer not null,
  from_day day not null,
  to_day day not null,
  state text not null,
  content json not null,
  hash text not null,
  drafted_by bytes,
  drafted_at moment not null,
  reviewed_by bytes,
  reviewed_at moment,
  signed_by bytes,
  signed_at moment,
  returned_why text,
  rev integer not null,
  constraint report_editions_pk primary key (street_id, id),
  constraint report_editions_template foreign key (street_id, template_id, template_version) references report_templates (street_id, id, version),
  constraint report_editions_days check (from_day < to_day),
  constraint report_editions_state check (state in ('drafted', 'reviewed', 'returned', 'signed')),
  constraint report_editions_two check (signed_by is null or (reviewed_by is not null and signed_by <> reviewed_by)),
  constraint report_editions_signed check ((state = 'signed') = (signed_at is not null))
);
