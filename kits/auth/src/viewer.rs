//! Who is looking: an account with its posts, a bearer of a code, a program, or nobody.

use kernel::{AccountId, Actor, Moment, PlaceId, PostId, StreetId, UnitId};
use serde::{Deserialize, Serialize};

/// The reader of a page or the doer of an act, with every right they hold right now.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub street: StreetId,
    pub who: Who,
    pub posts: Vec<PostHeld>,
    pub strength: Strength,
    /// Things whose bearer code was shown in this request (a receipt): their ids.
    pub bears: Vec<kernel::uuid::Uuid>,
    /// The time of acting for a resident that runs in this session; each act looks at its row again.
    pub helping: Option<kernel::uuid::Uuid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Nobody,
    Account(AccountId),
    Client(kernel::uuid::Uuid),
    /// The program itself, with its reason.
    System(&'static str),
}

/// One post in force: the bundle of acts of `role`, at a place and below, for a unit, until its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostHeld {
    pub id: PostId,
    pub role: Role,
    pub scope: Scope,
    pub unit: Option<UnitId>,
    pub until: Moment,
    /// The organisation the unit belongs to: an accused unit's whole organisation is kept out.
    pub organisation: Option<UnitId>,
}

/// A place and its level; a right reaches the place and all below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub level: Level,
    pub place: PlaceId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Street,
    Community,
    Grid,
    Building,
}

/// How surely the reader is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    Unknown,
    /// By an API key: does the business of its scope, opens nothing sealed.
    Keyed,
    Known,
    Strong,
}

macro_rules! roles {
    ($($name:ident $code:literal),* $(,)?) => {
        /// A name for a bundle of acts, used when granting; what is checked is the act.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($name),* }
        impl Role {
            pub const ALL: &'static [Role] = &[$(Role::$name),*];
            pub fn code(self) -> &'static str {
                match self { $(Role::$name => $code),* }
            }
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Role::$name),)* _ => None }
            }
        }
    };
}
roles! {
    Clerk "clerk", CommunitySecretary "community_secretary", Dispatcher "dispatcher", Handler "handler",
    Reviewer "reviewer", Verifier "verifier", CallbackOfficer "callback_officer", Supervisor "supervisor",
    StreetOfficer "street_officer", StreetLeader "street_leader", ExclusionPanel "exclusion_panel",
    GridHead "grid_head", GridWorker "grid_worker", BuildingHead "building_head", Witness "witness", Auditor "auditor", Moderator "moderator",
    SystemAdministrator "system_administrator", SecurityAdministrator "security_administrator",
    AuditAdministrator "audit_administrator",
}

impl Role {
    /// The three who keep the house and see no business of it.
    pub fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdministrator | Self::SecurityAdministrator | Self::AuditAdministrator)
    }
}

impl Viewer {
    pub fn nobody(street: StreetId) -> Self {
        Self { street, who: Who::Nobody, posts: vec![], strength: Strength::Unknown, bears: vec![], helping: None }
    }
    pub fn system(street: StreetId, reason: &'static str) -> Self {
        Self { who: Who::System(reason), strength: Strength::Strong, ..Self::nobody(street) }
    }
    pub fn account(&self) -> Option<AccountId> {
        match self.who {
            Who::Account(id) => Some(id),
            _ => None,
        }
    }
    /// Whether the reader holds any post: staff get the desk.
    pub fn is_staff(&self) -> bool {
        !self.posts.is_empty()
    }
    pub fn posts_as(&self, role: Role, now: Moment) -> impl Iterator<Item = &PostHeld> {
        self.posts.iter().filter(move |p| p.role == role && now < p.until)
    }
    pub fn holds(&self, role: Role, now: Moment) -> bool {
        self.posts_as(role, now).next().is_some()
    }
    /// Units and organisations the reader stands in.
    pub fn units(&self, now: Moment) -> Vec<UnitId> {
        let mut units: Vec<_> = self
            .posts
            .iter()
            .filter(|p| now < p.until)
            .flat_map(|p| [p.unit, p.organisation])
            .flatten()
            .collect();
        units.sort_unstable();
        units.dedup();
        units
    }
    /// The actor an event names. Staff act in the post of `role` where they hold it.
    pub fn actor(&self) -> Actor {
        match self.who {
            Who::Nobody => Actor::Nobody,
            Who::Account(account) => {
                Actor::Account { account, post: self.posts.first().map(|p| p.id), on_behalf_of: None }
            }
            Who::Client(id) => Actor::Client(id),
            Who::System(reason) => Actor::System(reason),
        }
    }
}
