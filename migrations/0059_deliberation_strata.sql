-- What people said of themselves, so that one can see who is missing from a room: a group for each dimension, told with
-- consent of a seat (for its term) or of one attendance. Never a name; gone when the person is erased.

create table told_strata (
  street_id bytes not null,
  subject_id bytes not null,
  dim text not null,
  category text not null,
  account_id bytes,
  told_at moment not null,
  constraint told_strata_pk primary key (street_id, subject_id, dim),
  constraint told_strata_dim check (dim in ('origin', 'registration', 'age'))
);
create index told_strata_by_account on told_strata (street_id, account_id);
