-- Appeals, for the open interface: what a category says of itself to programs, and cases by when they were asked for.
alter table categories add column description text not null default '';
-- Words people look for it by, commas between.
alter table categories add column keywords text not null default '';
-- What a program asks beside the words: a list of code, datatype, required, description, hint, values.
alter table categories add column attributes json not null default '[]';
-- The list of services is as old as its newest line; those from before are taken to be of 2026-11-27.
alter table categories add column changed_at moment not null default 1795708800000000;
-- When a case was asked for, as precisely as its public level tells: a fuzzy one to the day. Nobody finds the hour by
-- narrowing a filter, and within a day the number, which is drawn by lot, gives the order.
create index cases_requested on cases (street_id, published,
  (case when public_level = 'full' then opened_at else opened_at - (opened_at + 28800000000) % 86400000000 end), case_no);
create index cases_changed on cases (street_id, published, touched_at);
create index cases_announced on cases (street_id, published, published_at);
