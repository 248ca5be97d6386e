//! What readers see; these structs are the JSON contract.

use kernel::{Moment, PlaceId, PostId, Problem, UnitId, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// An organisation or office of staff that may hold a case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Unit {
    #[schema(value_type = String)]
    pub id: UnitId,
    pub code: String,
    pub name: String,
    pub kind: String,
    #[schema(value_type = Option<String>)]
    pub organisation: Option<UnitId>,
    #[schema(value_type = Option<String>)]
    pub community: Option<PlaceId>,
}

/// A duty post as the public sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PostHere {
    pub role: String,
    pub title: String,
    pub masked_name: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PostLine {
    pub title: String,
    pub role: String,
    pub unit: Option<String>,
    #[schema(value_type = String)]
    pub until: Moment,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GrantLine {
    #[schema(value_type = String)]
    pub id: PostId,
    pub masked_name: String,
    pub title: String,
    pub role: String,
    pub state: String,
    #[schema(value_type = String)]
    pub until: Moment,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SessionLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    #[schema(value_type = String)]
    pub made_at: Moment,
    #[schema(value_type = String)]
    pub last_seen_at: Moment,
    /// The session this page is read in.
    pub here: bool,
    #[serde(skip)]
    pub hash: Vec<u8>,
}

/// The sign-in page: by code, or by password. `sent` once a code is on its way.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct SignInView {
    pub next: String,
    pub login: String,
    pub phone: String,
    pub by_password: bool,
    pub sent: bool,
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Nothing but where to go on.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct OnwardView {
    pub next: String,
}

/// Me: posts, devices, data.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    pub masked_name: String,
    pub posts: Vec<PostLine>,
    pub sessions: Vec<SessionLine>,
    pub may_grant: bool,
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Everything kept about oneself, opened and logged.
#[derive(Debug, Serialize, ToSchema)]
pub struct DataView {
    pub name: Option<String>,
    pub phone: Option<String>,
    #[schema(value_type = String)]
    pub since: Moment,
    pub posts: Vec<PostLine>,
    pub sessions: Vec<SessionLine>,
    /// What other rooms keep: one's own voices, newest first.
    pub kept: Vec<edge::Kept>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TokenLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Roles whose business it may do; `*` is all of the owner's.
    pub scopes: Vec<String>,
    #[schema(value_type = String)]
    pub made_at: Moment,
    #[schema(value_type = String)]
    pub until: Moment,
}

impl TokenLine {
    /// The last day on which it opens something.
    pub fn last_day(&self) -> kernel::Day {
        self.until.plus(-1).day()
    }
}

/// My API tokens: programs that act in my name.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokensView {
    pub tokens: Vec<TokenLine>,
    /// What a new one may carry.
    pub scopes: Vec<String>,
    /// The token just made: shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// The set-up page of a new installation.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct SetupView {
    pub done: bool,
    #[serde(skip)]
    pub token: String,
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Grants proposed and in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantsView {
    pub grants: Vec<GrantLine>,
    pub may_propose: bool,
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
