-- Residents or members ask that a meeting be held; enough of them bind the chair. Each stands behind it once, by whatever door.
create table requisitions (
  street_id bytes not null,
  id bytes not null,
  body_id bytes not null,
  topic text not null,
  made_at moment not null,
  lapses_at moment not null,
  reached_at moment,
  due_on day,
  meeting_id bytes,
  answered_at moment,
  urged_at moment,
  constraint requisitions_pk primary key (street_id, id),
  constraint requisitions_body foreign key (street_id, body_id) references bodies (street_id, id),
  constraint requisitions_meeting foreign key (street_id, meeting_id) references meetings (street_id, id),
  constraint requisitions_due check ((reached_at is null) = (due_on is null)),
  constraint requisitions_answered check ((meeting_id is null) = (answered_at is null) and (meeting_id is null or reached_at is not null))
);
create index requisitions_by_body on requisitions (street_id, body_id, made_at);
create index requisitions_owed on requisitions (street_id, due_on) where reached_at is not null and meeting_id is null;

create table requisition_signatures (
  street_id bytes not null,
  requisition_id bytes not null,
  person_id bytes not null,
  belongs bool not null,
  member bool not null,
  door text not null,
  taken_by bytes,
  at moment not null,
  constraint requisition_signatures_pk primary key (street_id, requisition_id, person_id),
  constraint requisition_signatures_of foreign key (street_id, requisition_id) references requisitions (street_id, id),
  constraint requisition_signatures_stands check (belongs or member),
  constraint requisition_signatures_door check (door in ('web', 'desk', 'phone', 'paper', 'room')),
  constraint requisition_signatures_taken check ((door = 'web') = (taken_by is null))
);
