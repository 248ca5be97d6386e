-- Who said before a meeting that they cannot come: for their own seat, or staff wrote it down.
create table meeting_excuses (
  street_id bytes not null,
  meeting_id bytes not null,
  membership_id bytes not null,
  taken_by bytes,
  at moment not null,
  constraint meeting_excuses_pk primary key (street_id, meeting_id, membership_id),
  constraint meeting_excuses_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint meeting_excuses_membership foreign key (street_id, membership_id) references body_memberships (street_id, id)
);
