//! People drawn by lot so that bounds hold, from a seed that nobody could know before the pool was published. Pure: no
//! database, no clock, no luck but the seed; anybody with the pool, the rules and the seed gets the same list.
//!
//! | algorithm | what it does |
//! |---|---|
//! | `cells-1` | up to two dimensions: seats for each cell by largest remainder, people inside by [`order`] |
//! | `quotas-1` | more dimensions: the first of many orders in which everybody fits the bounds |
//! | `leximin-1` | the lottery that is fairest to whoever is least likely, then to the next, with its certificate |
//!
//! Sources: largest remainder as in M. Balinski, H. P. Young, Fair Representation, 1982; leximin by column generation
//! after B. Flanigan, P. Gölz, A. Gupta, B. Hennig, A. D. Procaccia, Fair algorithms for selecting citizens' assemblies,
//! Nature 596 (2021), with people of equal values taken together.

mod cells;
mod chances;
mod draw;
mod leximin;
mod lottery;
pub mod order;
mod pool;
mod program;
mod quotas;
mod words;

pub use chances::{Chances, OfCell, chances};
pub use draw::{Bound, Change, Drawn, Infeasible, Replacement, draw, replacement};
pub use leximin::{Certificate, Leximin, Stage, leximin};
pub use lottery::Panel;
pub use pool::{Algorithm, Category, Dimension, Person, Pool, Rules};
