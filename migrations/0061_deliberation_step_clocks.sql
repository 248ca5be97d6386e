-- More time for a step, once a stay, and how often a late one was urged; tries at the codes that invite to be an author.

alter table matter_steps add column urged integer not null default 0;

create table matter_extensions (
  street_id bytes not null,
  matter_id bytes not null,
  no integer not null,
  days bigint not null,
  reason text not null,
  was_due moment not null,
  by_account bytes not null,
  at moment not null,
  constraint matter_extensions_pk primary key (street_id, matter_id, no),
  constraint matter_extensions_step foreign key (street_id, matter_id, no) references matter_steps (street_id, matter_id, no),
  constraint matter_extensions_days check (days > 0),
  constraint matter_extensions_reason check (reason <> '')
);

create table invitation_tries (
  street_id bytes not null,
  account_id bytes not null,
  day day not null,
  tries integer not null,
  constraint invitation_tries_pk primary key (street_id, account_id, day)
);
