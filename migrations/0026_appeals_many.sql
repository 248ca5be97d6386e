-- Appeals: cases many have spoken about; the timer presses for those of whom many spoke lately.
create index cases_many on cases (street_id, touched_at) where voices >= 10;
