-- The convenience line: who passed a call on, when and what came of it; where a recording of it lies, and its digest.
alter table calls add column transferred_at moment;
alter table calls add column transferred_by bytes;
alter table calls add column transfer_outcome bytes;
alter table calls add column recording bytes;
alter table calls add column recording_digest text;
create index calls_recorded on calls (street_id, queued_at) where recording is not null;
