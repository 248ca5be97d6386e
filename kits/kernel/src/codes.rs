//! Enums that are stored, sent and translated by a short code.

/// Declares an enum with the code of each variant, which is its name in snake case: `codes! { Side { For "for", Against
/// "against" } }`. The caller's crate knows `utoipa`.
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $variant:ident $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, $crate::serde::Serialize, $crate::serde::Deserialize, ::utoipa::ToSchema,
        )]
        #[serde(crate = "::kernel::serde", rename_all = "snake_case")]
        pub enum $name { $($(#[$note])* $variant),* }
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
