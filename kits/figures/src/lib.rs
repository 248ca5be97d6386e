//! What a figure is (指标数): one definition in both languages, how it is counted from rows, what stands beside it, and
//! what of it the public sees.
//!
//! A room tells its indicators in `figures.rs` as [`Indicator`]s; whoever collects them hands each an [`Ask`] and gets
//! [`Counted`]s and, where they are few enough to be listed, the [`Record`]s behind. Nothing here knows a room, and nothing
//! is stored here.
mod ask;
mod indicator;
mod value;

pub use ask::{Ask, Atlas, Memo, Span, Where};
pub use indicator::{Behind, Beside, Change, Counts, Indicator, Public, Said, Source, Unit};
pub use value::{Bound, Counted, Group, Record, Value, ids_hash};
