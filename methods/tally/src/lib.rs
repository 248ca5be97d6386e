//! Ballots counted, each round as data: the same votes in any order, with the same secret, give the same result on every
//! machine. Pure: no database, no clock, no luck but a seed handed in; whole numbers and exact fractions throughout.
//!
//! | method | module | source |
//! |---|---|---|
//! | a question by legs and bars | [`majority`] | exact fractions: `yes · den > num · base` when strict, `≥` when not |
//! | approvals | [`approval`] | S. J. Brams, P. C. Fishburn, Approval Voting, American Political Science Review 72 (1978) |
//! | scores | [`score`] | highest mean, then median: after M. Balinski, R. Laraki, Majority Judgment, MIT Press 2011 (the median) |
//! | instant runoff, transferable votes | [`transfer`] | Scottish Local Government Elections Order 2007 (SSI 2007/42), rules 45–52: Droop quota, weighted inclusive transfers cut at five decimals |
//!
//! A tie that earlier rounds do not settle is settled by [`Lot`], from a secret whose hash was public before the votes
//! and from the votes themselves; without one it is reported as a tie and nobody wins it.

pub mod approval;
mod bar;
pub mod formats;
mod lot;
pub mod majority;
mod profile;
pub mod score;
pub mod transfer;
mod words;

pub use bar::Bar;
pub use lot::{Lot, Settled, Tie};
pub use profile::{Profile, Ranking};
