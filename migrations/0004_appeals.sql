-- Appeals: voices in, cases out.

create table categories (
  street_id bytes not null,
  code text not null,
  parent text,
  name_zh text not null,
  name_en text not null,
  case_type text not null,
  public_level text not null,
  handle_key text not null,
  needs_photo bool not null,
  position integer not null,
  constraint categories_pk primary key (street_id, code)
);

create table catalogue_items (
  street_id bytes not null,
  version integer not null,
  category text not null,
  community_id bytes,
  lead_rule text not null,
  lead_unit_id bytes,
  fallback_unit_id bytes not null,
  basis text not null,
  id bytes not null,
  constraint catalogue_items_pk primary key (street_id, id),
  constraint catalogue_items_rule check (lead_rule in ('unit', 'community'))
);
create index catalogue_items_by_category on catalogue_items (street_id, version, category);

create table clock_policies (
  street_id bytes not null,
  version integer not null,
  key text not null,
  amount bigint not null,
  unit text not null,
  source text not null,
  constraint clock_policies_pk primary key (street_id, version, key),
  constraint clock_policies_amount check (amount >= 1)
);

create table calendars (
  street_id bytes not null,
  version text not null,
  published_at moment not null,
  source text not null,
  body json not null,
  constraint calendars_pk primary key (street_id, version)
);

create table reporters (
  street_id bytes not null,
  id bytes not null,
  account_id bytes,
  name bytes,
  phone bytes,
  phone_digest bytes,
  elder bool not null,
  erased_at moment,
  constraint reporters_pk primary key (street_id, id)
);
create index reporters_by_phone on reporters (street_id, phone_digest);
create index reporters_by_account on reporters (street_id, account_id);

create table cases (
  street_id bytes not null,
  id bytes not null,
  case_no text not null,
  case_type text not null,
  category text not null,
  urgency text not null,
  community_id bytes,
  grid_id bytes,
  building_id bytes,
  grid_at_opening bytes,
  lat double precision,
  lon double precision,
  state text not null,
  round integer not null,
  redos integer not null,
  lead_unit_id bytes,
  handler_id bytes,
  no_return bool not null,
  title text not null,
  summary text not null,
  public_level text not null,
  published bool not null,
  published_at moment,
  public_reply text,
  internal_note text,
  result text,
  refusal_reason text,
  refused_by bytes,
  refused_proposed_by bytes,
  received_by bytes,
  completed_by bytes,
  voices integer not null,
  urgings integer not null,
  questions integer not null,
  contacted bool not null,
  due_at moment,
  due_stage text,
  opened_at moment not null,
  closed_at moment,
  touched_at moment not null,
  rev integer not null,
  constraint cases_pk primary key (street_id, id),
  constraint cases_no unique (street_id, case_no),
  constraint cases_state check (state in ('registered','awaiting_info','accepted','dispatched','handling','return_pending',
    'conferral','deferred','review','verification','callback','answered','refused','closed','merged','withdrawn','archived')),
  constraint cases_type check (case_type in ('consultation','help','complaint','allegation','suggestion','praise','occurrence','component')),
  constraint cases_urgency check (urgency in ('normal','urgent','utility','life')),
  constraint cases_public_level check (public_level in ('full','fuzzy','count_only','none'))
);
create index cases_by_street on cases (street_id, id);
create index cases_by_state on cases (street_id, state, id);
create index cases_by_community on cases (street_id, community_id, id);
create index cases_by_community_state on cases (street_id, community_id, state, id);
create index cases_by_grid on cases (street_id, grid_id, id);
create index cases_by_building on cases (street_id, building_id, id);
create index cases_by_lead on cases (street_id, lead_unit_id, id);
create index cases_by_lead_state on cases (street_id, lead_unit_id, state, id);
create index cases_by_category on cases (street_id, category, id);
create index cases_by_due on cases (street_id, due_at);
create index cases_public on cases (street_id, published, id);

create table voices (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  client_key text not null,
  body_digest bytes not null,
  channel text not null,
  door text not null,
  speaker text not null,
  reporter_id bytes,
  account_id bytes,
  addressed_to bytes,
  anonymous bool not null,
  secret bool not null,
  said_at moment not null,
  received_at moment not null,
  text bytes not null,
  address_note bytes,
  callback_wish text not null,
  withdrawn_at moment,
  settled text,
  constraint voices_pk primary key (street_id, id),
  constraint voices_client_key unique (street_id, client_key),
  constraint voices_case foreign key (street_id, case_id) references cases (street_id, id),
  constraint voices_channel check (channel in ('hotline','box','mailbox','online','visit','patrol','upper_tier')),
  constraint voices_speaker check (speaker in ('resident','enterprise','post','unit')),
  constraint voices_callback_wish check (callback_wish in ('phone','link','sms','none'))
);
create index voices_by_case on voices (street_id, case_id);
create index voices_by_account on voices (street_id, account_id, id);
create index voices_by_reporter on voices (street_id, reporter_id, id);

create table receipts (
  street_id bytes not null,
  voice_id bytes not null,
  code_digest bytes not null,
  issued_at moment not null,
  last_used_at moment,
  constraint receipts_pk primary key (street_id, voice_id),
  constraint receipts_code unique (street_id, code_digest)
);

create table receipt_tries (
  street_id bytes not null,
  address text not null,
  window_start moment not null,
  wrong integer not null,
  locked_until moment,
  constraint receipt_tries_pk primary key (street_id, address)
);

create table case_accused (
  street_id bytes not null,
  case_id bytes not null,
  unit_id bytes not null,
  constraint case_accused_pk primary key (street_id, case_id, unit_id)
);

create table case_assignments (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  unit_id bytes not null,
  role text not null,
  dispatched_at moment not null,
  signed_at moment,
  ended_at moment,
  end_reason text,
  constraint case_assignments_pk primary key (street_id, id),
  constraint case_assignments_role check (role in ('lead','assist','whistled'))
);
create index case_assignments_by_case on case_assignments (street_id, case_id);
create index case_assignments_by_unit on case_assignments (street_id, unit_id, case_id);

create table case_contacts (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  voice_id bytes,
  unit_id bytes,
  by_account bytes,
  round integer not null,
  at moment not null,
  means text not null,
  reached bool not null,
  note bytes,
  constraint case_contacts_pk primary key (street_id, id),
  constraint case_contacts_means check (means in ('phone','visit','message','desk'))
);
create index case_contacts_by_case on case_contacts (street_id, case_id, id);

create table case_questions (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  asked_at moment not null,
  asked_by bytes,
  question text not null,
  answer_by moment not null,
  from_state text not null,
  answered_at moment,
  constraint case_questions_pk primary key (street_id, id)
);
create index case_questions_by_case on case_questions (street_id, case_id, id);

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
  constraint case_notes_pk primary key (street_id, id),
  constraint case_notes_kind check (kind in ('supplement','objection','reopening','withdrawal','redo','rework','refusal'))
);
create index case_notes_by_case on case_notes (street_id, case_id, id);

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
  constraint case_callbacks_method check (method in ('phone','visit','link','sms')),
  constraint case_callbacks_source check (source in ('staff','self','upper')),
  constraint case_callbacks_satisfaction check (satisfaction is null or satisfaction in
    ('very_satisfied','satisfied','basically','dissatisfied','very_dissatisfied','no_answer'))
);
create index case_callbacks_by_voice on case_callbacks (street_id, voice_id, id);
create index case_callbacks_by_case on case_callbacks (street_id, case_id, id);

create table clocks (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  stage text not null,
  round integer not null,
  policy_version integer not null,
  policy_key text not null,
  calendar_version text not null,
  started_at moment not null,
  unit text not null,
  amount bigint not null,
  pauses json not null,
  due_at moment,
  provisional bool not null,
  stopped_at moment,
  met bool,
  proof json not null,
  supersedes bytes,
  superseded bool not null,
  told text,
  constraint clocks_pk primary key (street_id, id),
  constraint clocks_stage check (stage in ('intake','answer_by','sign','contact','handle','unit','review','callback','redo',
    'callback_all','upper','conferral','arrival','verification','supervision','deferral','return_call'))
);
create index clocks_by_case on clocks (street_id, case_id, id);
create index clocks_running on clocks (street_id, stopped_at, due_at);

create table photos (
  street_id bytes not null,
  id bytes not null,
  case_id bytes not null,
  voice_id bytes,
  stage text not null,
  at moment not null,
  by_account bytes,
  sha256 text not null,
  original text not null,
  derivative text not null,
  width integer not null,
  height integer not null,
  taken_at moment,
  approved_at moment,
  approved_by bytes,
  constraint photos_pk primary key (street_id, id),
  constraint photos_stage check (stage in ('before','during','after','patrol','verification'))
);
create index photos_by_case on photos (street_id, case_id, id);

create table voice_messages (
  street_id bytes not null,
  id bytes not null,
  voice_id bytes not null,
  case_id bytes not null,
  kind text not null,
  at moment not null,
  body json not null,
  sent_at moment,
  constraint voice_messages_pk primary key (street_id, id)
);
create index voice_messages_by_voice on voice_messages (street_id, voice_id, id);
create index voice_messages_unsent on voice_messages (street_id, sent_at, id);

create table saved_views (
  street_id bytes not null,
  id bytes not null,
  account_id bytes not null,
  name text not null,
  query text not null,
  constraint saved_views_pk primary key (street_id, id),
  constraint saved_views_name unique (street_id, account_id, name)
);

-- Kept counts, spread over shards so that many writers do not meet on one row. A figure is their sum.
create table case_counts (
  street_id bytes not null,
  state text not null,
  community_id bytes not null,
  grid_id bytes not null,
  category text not null,
  shard integer not null,
  n bigint not null,
  constraint case_counts_pk primary key (street_id, state, community_id, grid_id, category, shard)
);

create table day_counts (
  street_id bytes not null,
  day day not null,
  measure text not null,
  community_id bytes not null,
  category text not null,
  shard integer not null,
  n bigint not null,
  constraint day_counts_pk primary key (street_id, day, measure, community_id, category, shard)
);
