//! The only SQL of messages.

mod choices;
mod inbox;
mod sendings;

pub use choices::*;
pub use inbox::*;
pub use sendings::*;

use crate::rules::{Kind, Means, Urgent};

/// Lets codes be read from rows.
macro_rules! read_codes {
    ($($t:ty),*) => { $(
        impl db::FromValue for $t {
            fn from_value(value: db::Value) -> Result<Self, db::Value> {
                match &value {
                    db::Value::Text(code) => Self::from_code(code).ok_or(value),
                    _ => Err(value),
                }
            }
        }
    )* };
}
read_codes!(Kind, Means, Urgent);
