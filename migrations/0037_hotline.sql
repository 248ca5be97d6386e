-- The convenience line: one row a call. The number is sealed; its digest finds what it has said before.
create table calls (
  street_id bytes not null,
  id bytes not null,
  call_ref text not null,
  line text not null,
  caller bytes,
  caller_digest bytes,
  queued_at moment not null,
  answered_at moment,
  clerk_id bytes,
  ended_at moment,
  missed_at moment,
  -- Until when a missed call is called back.
  return_due_at moment,
  returned_at moment,
  return_reached bool,
  transferred_to text,
  constraint calls_pk primary key (street_id, id),
  constraint calls_ref unique (street_id, call_ref)
);
create index calls_by_moment on calls (street_id, queued_at, id);
create index calls_to_return on calls (street_id, return_due_at) where missed_at is not null and returned_at is null;
create index calls_by_caller on calls (street_id, caller_digest, queued_at);
