-- Appeals: ways to the rows that do not lengthen with the street.

-- Asked in order of id, the rows of one case were found by walking the whole street: the order is part of the way now.
drop index voices_by_case;
create index voices_by_case on voices (street_id, case_id, id);
drop index case_assignments_by_case;
create index case_assignments_by_case on case_assignments (street_id, case_id, id);
-- The primary key over again.
drop index cases_by_street;
-- What the timer looks for every minute.
create index cases_to_publish on cases (street_id, published_at, id) where not published;
create index cases_quiet on cases (street_id, touched_at, id) where state in ('answered', 'refused', 'closed', 'withdrawn');
