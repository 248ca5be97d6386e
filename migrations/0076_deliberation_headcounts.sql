-- Who was there, as it was when the minutes were sealed: written once with the seal and never again, whatever changes later
-- in attendance, in what people say of themselves, in the tree of places or in the seal.
create table meeting_headcounts (
  street_id bytes not null,
  meeting_id bytes not null,
  body_id bytes not null,
  -- The link of the body's chain: the order in which small meetings are told together.
  no integer not null,
  held_at moment not null,
  came integer not null,
  constraint meeting_headcounts_pk primary key (street_id, meeting_id),
  constraint meeting_headcounts_link unique (street_id, body_id, no)
);

-- Neighbours of a group; whoever came and is in no row of a dimension did not say.
create table meeting_group_counts (
  street_id bytes not null,
  meeting_id bytes not null,
  dim text not null,
  category text not null,
  came integer not null,
  constraint meeting_group_counts_pk primary key (street_id, meeting_id, dim, category)
);

-- What people may say of themselves grows by gender and tenure; the words are held by the rules, as for every dimension.
-- sqlite:
create table told_strata_kept as select * from told_strata;
drop table if exists told_strata;
create table told_strata (
  street_id blob not null,
  subject_id blob not null,
  dim text not null,
  category text not null,
  account_id blob,
  told_at bigint not null,
  constraint told_strata_pk primary key (street_id, subject_id, dim),
  constraint told_strata_dim check (dim in ('origin', 'registration', 'age', 'gender', 'tenure'))
);
insert into told_strata select * from told_strata_kept;
drop table told_strata_kept;
create index told_strata_by_account on told_strata (street_id, account_id);
-- end
-- postgres:
alter table told_strata drop constraint told_strata_dim;
alter table told_strata add constraint told_strata_dim check (dim in ('origin', 'registration', 'age', 'gender', 'tenure'));
-- end
