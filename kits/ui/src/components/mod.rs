//! The pieces pages are made of; each takes what it shows and nothing else.

mod fields;
mod lists;
mod outbox;
mod pieces;
mod progress;
mod receipt;

pub use fields::{Field, check_group, checkbox, error_summary, field, file_input, radio_group, select, text_input, textarea};
pub use lists::{Happening, Kpi, Row, empty_state, facts, kpis, matrix, pager, rows, segments, table, timeline};
pub use outbox::{outbox, waiting_note};
pub use pieces::{Tone, alert, button, card, confirm, ghost_button, ghost_link, link_button, section, tag, tiles};
pub use progress::{CalendarDay, Step, StepState, bar, deadline, proof_calendar, steps};
pub use receipt::{qr, receipt};
