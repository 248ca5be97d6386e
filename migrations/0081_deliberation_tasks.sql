-- A task is said to be done by its owner, stands still for a stated reason, and gets more time from another hand: the day
-- it was due before stays beside the new one.
alter table matter_tasks add column done_by bytes;
alter table matter_tasks add column done_at moment;
alter table matter_tasks add column done_evidence text;
alter table matter_tasks add column blocked_at moment;
alter table matter_tasks add column blocked_why text;
alter table matter_tasks add column urged_at moment;

create table matter_task_extensions (
  street_id bytes not null,
  id bytes not null,
  task_id bytes not null,
  was_due day not null,
  new_due day not null,
  reason text not null,
  asked_by bytes not null,
  asked_at moment not null,
  granted bool,
  said text,
  decided_by bytes,
  decided_at moment,
  constraint matter_task_extensions_pk primary key (street_id, id),
  constraint matter_task_extensions_task foreign key (street_id, task_id) references matter_tasks (street_id, id),
  constraint matter_task_extensions_later check (new_due > was_due),
  constraint matter_task_extensions_hand check (decided_by is null or decided_by <> asked_by),
  constraint matter_task_extensions_decided check ((granted is null) = (decided_by is null))
);
create index matter_task_extensions_by_task on matter_task_extensions (street_id, task_id, id);
create unique index matter_task_extensions_one on matter_task_extensions (street_id, task_id) where granted is null;
