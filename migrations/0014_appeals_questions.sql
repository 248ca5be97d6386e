-- Appeals: the timer looks among the questions nobody has answered, not among all that were ever asked.
create index case_questions_open on case_questions (street_id, answer_by) where answered_at is null;
