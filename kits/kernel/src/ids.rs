//! Typed ids: UUIDv7, sixteen bytes in storage, hyphenated text outside.
//!
//! A new id is never lower than the last one this process made, so "order by id" is order of making.

use uuid::Uuid;

/// Declares an id type over a UUID: `id!(CaseId, "a case");`.
#[macro_export]
macro_rules! id {
    ($name:ident, $what:literal) => {
        #[doc = concat!("The id of ", $what, ".")]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, $crate::serde::Serialize, $crate::serde::Deserialize)]
        #[serde(crate = "::kernel::serde", transparent)]
        pub struct $name(pub $crate::uuid::Uuid);
        impl $name {
            /// A fresh, time-ordered id.
            pub fn fresh() -> Self {
                Self($crate::uuid::Uuid::now_v7())
            }
            /// The same id every time for the same name: for demo data and fixed rows.
            pub fn named(name: &str) -> Self {
                Self($crate::named_uuid(name))
            }
            pub fn uuid(self) -> $crate::uuid::Uuid {
                self.0
            }
            pub fn bytes(self) -> Vec<u8> {
                self.0.as_bytes().to_vec()
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }
    };
}

/// A UUID drawn from a name alone (FNV-1a over the text, twice), marked as version 8.
pub fn named_uuid(name: &str) -> Uuid {
    let half = |salt: u64| {
        name.bytes().fold(0xcbf2_9ce4_8422_2325_u64 ^ salt, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(5)
        })
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&half(0).to_be_bytes());
    bytes[8..].copy_from_slice(&half(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

id!(StreetId, "a street: the tenant every row belongs to");
id!(PlaceId, "a place: street, community, grid or building");
id!(AccountId, "an account: the sign-in of one person");
id!(PersonId, "a person");
id!(PostId, "a post: a role held at a place for a term");
id!(UnitId, "a unit: an organisation or community office that may hold a case");
id!(EventId, "a row of the journal");
