//! The cast: one person for every role, two where a rule needs another hand, and those who hold no post.

use crate::street::{CALLS, DESK, OFFICE_A, OFFICE_B, PARKS, PROPERTY};
use auth::{Level, Role};

/// A member of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub key: &'static str,
    pub role: Role,
    pub unit: Option<&'static str>,
    /// Code of the place of the post; the street if absent.
    pub place: Option<&'static str>,
    /// The term is over.
    pub former: bool,
}

const fn at_street(key: &'static str, role: Role, unit: Option<&'static str>) -> Member {
    Member { key, role, unit, place: None, former: false }
}

pub const CAST: &[Member] = &[
    at_street("clerk", Role::Clerk, Some(DESK)),
    at_street("clerk-2", Role::Clerk, Some(DESK)),
    Member { former: true, ..at_street("former-clerk", Role::Clerk, Some(DESK)) },
    Member { place: Some("ZA"), ..at_street("secretary-a", Role::CommunitySecretary, Some(OFFICE_A)) },
    Member { place: Some("ZB"), ..at_street("secretary-b", Role::CommunitySecretary, Some(OFFICE_B)) },
    at_street("dispatcher", Role::Dispatcher, Some(DESK)),
    at_street("dispatcher-2", Role::Dispatcher, Some(DESK)),
    at_street("handler", Role::Handler, Some(PROPERTY)),
    at_street("handler-parks", Role::Handler, Some(PARKS)),
    at_street("reviewer", Role::Reviewer, Some(PROPERTY)),
    at_street("reviewer-parks", Role::Reviewer, Some(PARKS)),
    at_street("callback", Role::CallbackOfficer, Some(CALLS)),
    at_street("callback-property", Role::CallbackOfficer, Some(PROPERTY)),
    at_street("supervisor", Role::Supervisor, Some("supervision")),
    at_street("leader", Role::StreetLeader, Some("supervision")),
    at_street("verifier", Role::Verifier, Some("supervision")),
    at_street("officer", Role::StreetOfficer, Some("supervision")),
    at_street("panel", Role::ExclusionPanel, Some("supervision")),
    Member { place: Some("ZA-1"), ..at_street("grid-head", Role::GridHead, Some(OFFICE_A)) },
    Member { place: Some("ZA-1"), ..at_street("grid-worker", Role::GridWorker, Some(OFFICE_A)) },
    Member { place: Some("ZA-1-1"), ..at_street("building-head", Role::BuildingHead, None) },
    Member { place: Some("ZA"), ..at_street("witness", Role::Witness, None) },
    at_street("auditor", Role::Auditor, None),
    at_street("sysadmin", Role::SystemAdministrator, None),
    at_street("secadmin", Role::SecurityAdministrator, None),
    at_street("secadmin-2", Role::SecurityAdministrator, None),
    at_street("auditadmin", Role::AuditAdministrator, None),
];

impl Member {
    pub(crate) fn level(&self) -> Level {
        match self.place.map(|p| p.matches('-').count()) {
            None => Level::Street,
            Some(0) => Level::Community,
            Some(1) => Level::Grid,
            Some(_) => Level::Building,
        }
    }
}

/// In whose name a request is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum As {
    Visitor,
    /// Signed in, by the key of the cast or the name of a resident.
    Person(String),
    /// The same by a program's token with these scopes.
    Token(String),
    /// Whoever shows a receipt code.
    Bearer(String),
}
