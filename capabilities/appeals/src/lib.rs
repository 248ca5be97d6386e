//! Voices in, cases out: every voice gets a receipt, a unit, a deadline, an answer and a callback.
