-- Appeals: running clocks have their own short index; the long one drew queries about one case through every stopped clock.

drop index clocks_running;
create index clocks_running on clocks (street_id, due_at) where stopped_at is null;
