//! Posts are given by two hands and ended by one.

use super::known;
use crate::rules::{self, Hand};
use crate::views::GrantsView;
use crate::{events, helping, store};
use auth::{Denied, Level, Role, Viewer};
use db::{Fault, Reader, Result, Tx};
use kernel::{AccountId, Moment, Outcome, PersonId, PlaceId, PostId, Problem, StreetId, UnitId};

/// Who should hold what, where and until when.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub login: String,
    pub role: Option<Role>,
    pub title: String,
    pub level: Level,
    pub place: PlaceId,
    pub unit: Option<UnitId>,
    pub until: Moment,
}

pub fn grants(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<GrantsView> {
    let may_propose = viewer.holds(Role::SecurityAdministrator, now);
    let may_see = may_propose || viewer.holds(Role::StreetLeader, now) || viewer.holds(Role::AuditAdministrator, now);
    if !may_see {
        return Err(Denied::Hidden.into());
    }
    Ok(GrantsView { grants: store::grants(r, viewer.street, now)?, may_propose, problems: vec![] })
}

pub fn propose(tx: &mut Tx<'_>, viewer: &Viewer, p: &Proposal) -> Result<Outcome<GrantsView>> {
    let (street, now) = (tx.street(), tx.now());
    let hand = hand(tx, viewer)?;
    if !hand.roles.contains(&Role::SecurityAdministrator) {
        return refused(tx, viewer, Problem::new("not_your_hand"));
    }
    let Some(role) = p.role else { return refused(tx, viewer, Problem::at("role", "role_unknown")) };
    let Some(concerned) = store::by_login(tx, street, &p.login)? else {
        return refused(tx, viewer, Problem::at("login", "login_unknown"));
    };
    let held = roles(tx, street, concerned.person, now)?;
    if let Err(problem) = rules::propose(&hand, concerned.person, &held, role, p.until, now) {
        return refused(tx, viewer, problem);
    }
    let id = PostId::fresh();
    store::add_post(tx, &store::NewPost {
        id,
        person: concerned.person,
        role: role.code(),
        title: &p.title,
        level: rules::level_code(p.level),
        place: p.place,
        unit: p.unit,
        state: "proposed",
        from: now,
        until: p.until,
        proposed_by: Some(hand.person),
    })?;
    tx.record(&events::PostProposed { post: id, person: concerned.person, role: role.code() })?;
    grants(tx, viewer, now).map(Outcome::Done)
}

pub fn confirm(tx: &mut Tx<'_>, viewer: &Viewer, id: PostId) -> Result<Outcome<GrantsView>> {
    let (street, now) = (tx.street(), tx.now());
    let hand = hand(tx, viewer)?;
    let grant = found(tx, street, id, "proposed")?;
    let held = roles(tx, street, grant.person, now)?;
    let role = Role::from_code(&grant.role).ok_or_else(|| Fault::other("a stored role is unknown"))?;
    if let Err(problem) = rules::confirm(&hand, grant.proposed_by, grant.person, &held, role) {
        return refused(tx, viewer, problem);
    }
    store::set_grant(tx, id, "in_force", hand.person)?;
    tx.record(&events::PostGranted { post: id, person: grant.person })?;
    grants(tx, viewer, now).map(Outcome::Done)
}

pub fn end(tx: &mut Tx<'_>, viewer: &Viewer, id: PostId) -> Result<Outcome<GrantsView>> {
    let (street, now) = (tx.street(), tx.now());
    let hand = hand(tx, viewer)?;
    let grant = store::grant(tx, street, id)?.filter(|g| g.state != "ended").ok_or(Fault::Denied(Denied::Hidden))?;
    if let Err(problem) = rules::end(&hand) {
        return refused(tx, viewer, problem);
    }
    store::set_grant(tx, id, "ended", hand.person)?;
    for account in store::accounts_of(tx, street, &[grant.person])? {
        helping::leave_all(tx, account, rules::HelpEnd::PostEnded)?;
    }
    tx.record(&events::PostEnded { post: id, person: grant.person })?;
    grants(tx, viewer, now).map(Outcome::Done)
}

fn found(tx: &mut Tx<'_>, street: StreetId, id: PostId, state: &str) -> Result<store::Grant> {
    store::grant(tx, street, id)?.filter(|g| g.state == state).ok_or(Fault::Denied(Denied::Hidden))
}

fn refused(tx: &mut Tx<'_>, viewer: &Viewer, problem: Problem) -> Result<Outcome<GrantsView>> {
    let now = tx.now();
    Ok(Outcome::Refused(grants(tx, viewer, now)?, vec![problem]))
}

/// The person behind the viewer, with the roles that are in force in the database now.
fn hand(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Hand> {
    let (street, now) = (tx.street(), tx.now());
    let account: AccountId = viewer.account().ok_or(Fault::Denied(Denied::Hidden))?;
    let person = known(tx, street, account)?.person;
    Ok(Hand { person, roles: roles(tx, street, person, now)? })
}

fn roles(r: &mut Reader<'_>, street: StreetId, person: PersonId, now: Moment) -> Result<Vec<Role>> {
    let posts = store::posts_in_force(r, street, person, now)?;
    Ok(posts.iter().filter_map(|p| Role::from_code(&p.role)).collect())
}
