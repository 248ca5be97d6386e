//! The demo street's staff, in bulk and with one shared password hash.

use crate::store::{self, NewPost};
use crate::{rules, views::Unit};
use auth::{Level, Role};
use db::{Fault, Result, Tx};
use kernel::{AccountId, PersonId, PlaceId, PostId, UnitId};
use std::collections::HashMap;

/// A unit by its code; `organisation` is another unit's code.
#[derive(Clone, Debug)]
pub struct DemoUnit {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub organisation: Option<String>,
    pub community: Option<PlaceId>,
}

/// A post and its holder. The same `key` twice is one person with two posts.
#[derive(Clone, Debug)]
pub struct DemoPost {
    pub key: String,
    pub name: String,
    pub role: Role,
    pub title: String,
    pub unit: Option<String>,
    pub level: Level,
    pub place: PlaceId,
    pub login: Option<String>,
}

/// Ids are drawn from the names, so that other demo data can point here.
pub fn unit_id(code: &str) -> UnitId {
    UnitId::named(&format!("unit/{code}"))
}
pub fn person_id(key: &str) -> PersonId {
    PersonId::named(&format!("person/{key}"))
}
pub fn account_id(key: &str) -> AccountId {
    AccountId::named(&format!("account/{key}"))
}

/// A resident with an account: a telephone number, and a password where the demo prints the sign-in.
#[derive(Clone, Debug)]
pub struct DemoResident {
    pub key: String,
    pub name: String,
    pub phone: String,
    pub login: Option<String>,
}

/// The id of somebody's post; `nth` counts the posts of one person from 0.
pub fn post_id(key: &str, role: Role, nth: usize) -> PostId {
    PostId::named(&format!("post/{key}/{}/{nth}", role.code()))
}

/// Opens the accounts of residents.
pub fn load_residents(tx: &mut Tx<'_>, residents: &[DemoResident], password_hash: &str) -> Result<()> {
    for r in residents {
        let phone = rules::phone(&r.phone).ok_or_else(|| Fault::other(format!("{} has no telephone number", r.key)))?;
        let sign_in = r.login.as_deref().map(|login| (login, password_hash));
        let ids = (person_id(&r.key), account_id(&r.key));
        store::add_person(tx, ids, &r.name, &rules::masked_name(&r.name), Some(&phone), sign_in)?;
    }
    Ok(())
}

/// Loads units and posts. Faults where the street holds accounts already or one person's roles do not go together.
pub fn load(tx: &mut Tx<'_>, posts: &[DemoPost], units: &[DemoUnit], password_hash: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    if store::any_account(tx, street)? {
        return Err(Fault::other("the street has accounts already"));
    }
    for u in units {
        store::add_unit(tx, &Unit {
            id: unit_id(&u.code),
            code: u.code.clone(),
            name: u.name.clone(),
            kind: u.kind.clone(),
            organisation: u.organisation.as_deref().map(unit_id),
            community: u.community,
        })?;
    }
    let mut held: HashMap<&str, Vec<Role>> = HashMap::new();
    for p in posts {
        let person = person_id(&p.key);
        let roles = held.entry(&p.key).or_default();
        if roles.is_empty() {
            let sign_in = p.login.as_deref().map(|login| (login, password_hash));
            let ids = (person, account_id(&p.key));
            store::add_person(tx, ids, &p.name, &rules::masked_name(&p.name), None, sign_in)?;
        }
        rules::may_hold(roles, p.role).map_err(|why| Fault::other(format!("{}: {}", p.key, why.code)))?;
        store::add_post(tx, &NewPost {
            id: post_id(&p.key, p.role, roles.len()),
            person,
            role: p.role.code(),
            title: &p.title,
            level: rules::level_code(p.level),
            place: p.place,
            unit: p.unit.as_deref().map(unit_id),
            state: "in_force",
            // The demo's year of history lies behind its people.
            from: now.plus_days(-400),
            until: now.plus_days(365),
            proposed_by: None,
        })?;
        roles.push(p.role);
    }
    Ok(())
}
