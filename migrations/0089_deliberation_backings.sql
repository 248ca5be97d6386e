-- Who stood behind a proposal by origin, as it was when it was answered: written once, whatever is said, taken back or split
-- later. Whoever stood behind it and is in neither count did not say.
create table proposal_backings (
  street_id bytes not null,
  proposal_id bytes not null,
  at moment not null,
  came integer not null,
  natives integer not null,
  newcomers integer not null,
  constraint proposal_backings_pk primary key (street_id, proposal_id),
  constraint proposal_backings_proposal foreign key (street_id, proposal_id) references proposals (street_id, id),
  constraint proposal_backings_fit check (natives >= 0 and newcomers >= 0 and natives + newcomers <= came)
);
create index proposal_backings_by_day on proposal_backings (street_id, at);
