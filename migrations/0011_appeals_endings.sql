-- Appeals: what was settled by words is few among all that ended; its list reads these alone.
drop index cases_by_end;
create index cases_by_answer on cases (street_id, closed_at, id) where result = 'explained';
