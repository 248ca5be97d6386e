-- Appeals: a part of what was said that is another matter goes on as a voice and a case of its own.
alter table voices add column split_from bytes;
create index voices_split on voices (street_id, split_from) where split_from is not null;
