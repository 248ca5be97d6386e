//! One program for all tests of this room: each program of its own would be linked for itself.
mod common;

mod ballot_properties;
mod ballots;
mod calendars;
mod counting;
mod draws;
mod elections;
mod further_votes;
mod lateness;
mod matter_properties;
mod matters;
mod meeting_properties;
mod meetings;
mod paper_prints;
mod peers;
mod pleas;
mod printables;
mod properties;
mod proposal_properties;
mod proposals;
mod representativeness;
mod retention;
mod room_votes;
mod roster_sheets;
mod secrecy;
mod step_clocks;
