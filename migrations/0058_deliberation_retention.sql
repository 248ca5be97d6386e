-- Two years after its count a ballot forgets its roll and its votes; the proof, and how many came by which door, stay.
alter table ballots add column forgotten_at moment;
alter table ballots add column kept_doors json;
create index ballots_to_forget on ballots (street_id, closes_at) where forgotten_at is null;
