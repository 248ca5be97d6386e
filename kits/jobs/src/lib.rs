//! What must follow an event follows, in order, at least once; and what is due by the clock is done.
//!
//! A [`Subscriber`] hears of events, a [`Timer`] of time passing; both act inside a transaction that also marks them as
//! done. A [`Worker`] drives them, in a thread of its own or step by step in a test. Any number of workers may run on
//! one PostgreSQL database.
mod deliver;
mod enlist;
mod errands;
mod stuck;
mod timers;
mod worker;

pub use timers::errand_ran;
pub use stuck::{stuck, stuck_count, try_again, Stuck};
pub use worker::{Errand, Subscriber, Timer, Worker};
