//! What a rule may know about a thing: the columns its list filters on, and nothing else.

use kernel::{AccountId, PlaceId, UnitId};

/// Where a thing belongs: the scope columns of its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlacePath {
    pub community: Option<PlaceId>,
    pub grid: Option<PlaceId>,
    pub building: Option<PlaceId>,
}

/// The facts of one thing. Defaults say "not so", which grants nothing.
pub trait Facts {
    fn id(&self) -> kernel::uuid::Uuid;
    fn place(&self) -> PlacePath {
        PlacePath::default()
    }
    /// The accounts whose own thing it is (speakers of its voices).
    fn owners(&self) -> &[AccountId] {
        &[]
    }
    /// The unit that leads now.
    fn lead(&self) -> Option<UnitId> {
        None
    }
    /// Units assisting or whistled now.
    fn assists(&self) -> &[UnitId] {
        &[]
    }
    /// Every unit that ever held it.
    fn ever_held(&self) -> &[UnitId] {
        &[]
    }
    /// Units complained about: they see nothing of it.
    fn accused(&self) -> &[UnitId] {
        &[]
    }
    /// Things a bearer code may stand for (voices of the case).
    fn bearable(&self) -> &[kernel::uuid::Uuid] {
        &[]
    }
    /// Somebody asks that it be left out of scores, or it has been.
    fn contested(&self) -> bool {
        false
    }
    fn published(&self) -> bool {
        false
    }
    /// The state's code, compared with `Given::State`.
    fn state(&self) -> &str {
        ""
    }
}

/// The street as a whole: what an act is on that changes no one thing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeStreet(pub kernel::StreetId);

impl Facts for WholeStreet {
    fn id(&self) -> kernel::uuid::Uuid {
        self.0.uuid()
    }
}
