//! What is true about boxes, openings and cards. Pure: data, time and luck are handed in.
mod boxes;
mod cards;
mod custody;
mod events;
mod openings;
mod signing;
mod stubs;
mod who_may;

pub use boxes::*;
pub use cards::*;
pub use custody::*;
pub use events::*;
pub use openings::*;
pub use signing::*;
pub use stubs::*;
pub use who_may::*;

use kernel::Problem;

/// A decision: what the thing becomes and what happened, or what the person can mend.
pub type Decided<T, E> = Result<(T, E), Vec<Problem>>;

/// Codes as they are stored, sent and translated.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant),* }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
use codes;
