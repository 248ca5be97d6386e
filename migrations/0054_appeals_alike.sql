-- Appeals: cases of a kind in a community by when they came. For the questions that name this very condition alone: as an
-- index of every case it drew SQLite's planner away from the few open ones to all of a kind.
drop index cases_alike;
create index cases_alike on cases (street_id, category, community_id, opened_at) where state <> 'withdrawn';
-- The few open ones among many, by what they are about.
create index cases_open on cases (street_id, category, community_id, id) where closed_at is null and state <> 'merged';
