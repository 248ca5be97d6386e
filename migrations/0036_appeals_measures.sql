-- Appeals: more that is counted. What is kept is counted again when the definitions have changed.
alter table figure_counts add column handed bigint not null default 0;
alter table figure_counts add column held bigint not null default 0;
alter table figure_counts add column handle_extended bigint not null default 0;
alter table figure_counts add column verification_due bigint not null default 0;
alter table figure_counts add column verification_met bigint not null default 0;
alter table figure_counts add column arrival_due bigint not null default 0;
alter table figure_counts add column arrival_met bigint not null default 0;
alter table figure_counts add column assist_due bigint not null default 0;
alter table figure_counts add column assist_met bigint not null default 0;
alter table figure_counts add column found_first bigint not null default 0;
alter table figure_counts add column said_first bigint not null default 0;
create index case_dispatches_by_moment on case_dispatches (street_id, at, id);
