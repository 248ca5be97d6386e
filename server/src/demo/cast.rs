//! The people of the demo street as viewers: each verb of the year is done by somebody who may do it.

use super::street::{PostLine, files};
use auth::{Level, PostHeld, Role, Scope, Strength, Viewer, Who};
use db::{Fault, Result, Tx};
use identity::demo::{account_id, post_id, unit_id};
use kernel::{Moment, PlaceId, StreetId, UnitId};
use std::collections::HashMap;

pub struct Cast {
    pub clerks: Vec<Viewer>,
    pub dispatchers: Vec<Viewer>,
    pub callers: Vec<Viewer>,
    pub supervisor: Viewer,
    pub officer: Viewer,
    pub leader: Viewer,
    handlers: HashMap<UnitId, Viewer>,
    reviewers: HashMap<UnitId, Viewer>,
    secretaries: HashMap<PlaceId, Viewer>,
    witnesses: HashMap<PlaceId, Viewer>,
    /// Units with a head, the offices of communities aside.
    pub bureaus: Vec<UnitId>,
    /// The office of each community.
    pub offices: HashMap<PlaceId, UnitId>,
    pub residents: Vec<Resident>,
}

/// Somebody with an account of their own.
pub struct Resident {
    pub viewer: Viewer,
    pub name: String,
    pub phone: String,
    pub home: PlaceId,
}

impl Cast {
    pub fn gather(tx: &mut Tx<'_>) -> Result<Self> {
        let street = tx.street();
        let tree = places::tree(tx, street)?;
        let until = tx.now().plus_days(365);
        let mut by_role: HashMap<Role, Vec<(Option<UnitId>, PlaceId, Viewer)>> = HashMap::new();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let posts = files::posts()?;
        for line in &posts.post {
            let place = tree.by_code(&line.place).ok_or_else(|| no("place", &line.place))?;
            let role = Role::from_code(&line.role).ok_or_else(|| no("role", &line.role))?;
            let unit = Some(line.unit.as_str()).filter(|u| !u.is_empty()).map(unit_id);
            let nth = seen.entry(&line.key).or_default();
            let viewer = holder(street, line, *nth, role, (place.level, place.id), unit, until);
            *nth += 1;
            by_role.entry(role).or_default().push((unit, place.id, viewer));
        }
        let offices = files::units()?.unit.into_iter().filter(|u| u.kind == "community_office");
        let offices = offices
            .filter_map(|u| Some((tree.by_code(u.communities.first()?)?.id, unit_id(&u.code))))
            .collect();
        let residents = posts
            .resident
            .into_iter()
            .map(|r| {
                let home = tree.by_code(&r.place).ok_or_else(|| no("place", &r.place))?.id;
                let viewer = person(street, &r.key, vec![]);
                Ok(Resident { viewer, name: r.name, phone: r.phone, home })
            })
            .collect::<Result<_>>()?;
        let mut all = |role| by_role.remove(&role).unwrap_or_default();
        let viewers = |list: Vec<(Option<UnitId>, PlaceId, Viewer)>| list.into_iter().map(|p| p.2).collect::<Vec<_>>();
        let by_unit = |list: Vec<(Option<UnitId>, PlaceId, Viewer)>| {
            list.into_iter().filter_map(|(unit, _, v)| Some((unit?, v))).collect::<HashMap<_, _>>()
        };
        let (handlers, reviewers) = (by_unit(all(Role::Handler)), by_unit(all(Role::Reviewer)));
        let offices: HashMap<PlaceId, UnitId> = offices;
        let is_office = |unit: &UnitId| offices.values().any(|o| o == unit);
        let mut bureaus: Vec<_> = handlers.keys().copied().filter(|u| reviewers.contains_key(u) && !is_office(u)).collect();
        bureaus.sort_unstable();
        Ok(Self {
            bureaus,
            clerks: viewers(all(Role::Clerk)),
            dispatchers: viewers(all(Role::Dispatcher)),
            callers: viewers(all(Role::CallbackOfficer)),
            supervisor: viewers(all(Role::Supervisor)).pop().ok_or_else(|| no("post", "supervisor"))?,
            officer: first(all(Role::StreetOfficer), "officer")?,
            leader: first(all(Role::StreetLeader), "leader")?,
            handlers,
            reviewers,
            secretaries: all(Role::CommunitySecretary).into_iter().map(|(_, place, v)| (place, v)).collect(),
            witnesses: all(Role::Witness).into_iter().map(|(_, place, v)| (place, v)).collect(),
            offices,
            residents,
        })
    }

    pub fn handler(&self, unit: UnitId) -> Result<&Viewer> {
        self.handlers.get(&unit).ok_or_else(|| no("handler of", &unit.to_string()))
    }
    pub fn reviewer(&self, unit: UnitId) -> Result<&Viewer> {
        self.reviewers.get(&unit).ok_or_else(|| no("reviewer of", &unit.to_string()))
    }
    pub fn secretary(&self, community: PlaceId) -> Result<&Viewer> {
        self.secretaries.get(&community).ok_or_else(|| no("secretary of", &community.to_string()))
    }
    pub fn witness(&self, community: PlaceId) -> Result<&Viewer> {
        self.witnesses.get(&community).ok_or_else(|| no("witness of", &community.to_string()))
    }
}

fn first(list: Vec<(Option<UnitId>, PlaceId, Viewer)>, role: &str) -> Result<Viewer> {
    list.into_iter().next().map(|post| post.2).ok_or_else(|| no("post", role))
}

fn no(what: &str, which: &str) -> Fault {
    Fault::Other(format!("no {what} `{which}` in the demo"))
}

fn person(street: StreetId, key: &str, posts: Vec<PostHeld>) -> Viewer {
    Viewer { who: Who::Account(account_id(key)), posts, strength: Strength::Known, ..Viewer::nobody(street) }
}

fn holder(
    street: StreetId,
    line: &PostLine,
    nth: usize,
    role: Role,
    (level, place): (Level, PlaceId),
    unit: Option<UnitId>,
    until: Moment,
) -> Viewer {
    let id = post_id(&line.key, role, nth);
    person(street, &line.key, vec![PostHeld { id, role, scope: Scope { level, place }, unit, until, organisation: None }])
}
