//! One program for all tests of this room: each program of its own would be linked for itself.
mod common;

mod catalogue;
mod clusters;
mod commitments;
mod defects;
mod deferral;
mod exclusion;
mod figures;
mod found_first;
mod handbook;
mod helping;
mod lists;
mod mergers;
mod months;
mod more_time;
mod photos;
mod pieces;
mod referral;
mod residents;
mod scenes;
mod splits;
mod supervision;
mod upper;
mod verification;
mod walks;
mod whose_case;
