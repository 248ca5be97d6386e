-- What residents told in one month, as everybody may read it: written once, with its small counts covered already, so
-- that two states of one table can never be subtracted from each other.
create table public_months (
  street_id bytes not null,
  month day not null,
  told bool not null,
  body text not null,
  made_at moment not null,
  constraint public_months_pk primary key (street_id, month)
);
