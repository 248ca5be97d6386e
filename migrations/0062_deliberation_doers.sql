-- Where each text of a proposal was meant to be; who of the authors a task was offered to.

alter table proposal_versions add column community_id bytes;
alter table proposal_versions add column grid_id bytes;
alter table proposal_versions add column building_id bytes;
update proposal_versions set
  community_id = (select p.community_id from proposals p where p.street_id = proposal_versions.street_id and p.id = proposal_versions.proposal_id),
  grid_id = (select p.grid_id from proposals p where p.street_id = proposal_versions.street_id and p.id = proposal_versions.proposal_id),
  building_id = (select p.building_id from proposals p where p.street_id = proposal_versions.street_id and p.id = proposal_versions.proposal_id);
alter table matter_tasks add column asked_at moment;
alter table matter_tasks add column accepted_at moment;
