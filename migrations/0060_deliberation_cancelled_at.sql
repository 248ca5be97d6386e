-- When a meeting was called off: a feed tells of the change with its own moment.
alter table meetings add column cancelled_at moment;
