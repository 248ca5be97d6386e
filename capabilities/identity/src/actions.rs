//! One function per verb: sign in and out, tokens, grants, erasure, set-up.

mod grants;
mod signing;
mod tokens;

pub use grants::{Proposal, confirm, end, grants, propose};
pub use signing::{changed_hands, countersigned, countersigned_by_code, failed, locked, open_session, send_code, sign_in_by_code, sign_out};
pub use tokens::{create_token, make_token, revoke_token, tokens};

use crate::views::{AccountView, DataView};
use crate::{events, helping, rules, secret, store};
use auth::Role;
use db::{Fault, Reader, Result, Tx};
use edge::Keeper;
use kernel::{AccountId, Moment, PersonId, PlaceId, PostId, Problem, Purpose, StreetId, uuid::Uuid};
use std::sync::Arc;

/// What one has here.
pub fn account_page(r: &mut Reader<'_>, street: StreetId, id: AccountId, now: Moment) -> Result<AccountView> {
    let account = known(r, street, id)?;
    let posts = store::posts_of(r, street, account.person, now)?;
    let may_grant = posts.iter().any(|p| [Role::SecurityAdministrator, Role::StreetLeader].iter().any(|r| r.code() == p.role));
    let sessions = store::sessions(r, street, id, now)?;
    Ok(AccountView { masked_name: account.masked_name, posts, sessions, may_grant, problems: vec![] })
}

/// Everything kept about the reader, in every room; opening it is an event.
pub fn own_data(tx: &mut Tx<'_>, id: AccountId, keepers: &[Arc<dyn Keeper>]) -> Result<DataView> {
    let (street, now) = (tx.street(), tx.now());
    let account = known(tx, street, id)?;
    let person = store::person(tx, street, account.person)?;
    let row = account.person.uuid();
    let mut open = |sealed: Option<kernel::Sealed>, column: &'static str| {
        sealed.map(|s| tx.open_sealed(&s, Purpose::Identity, column, row, "own data")).transpose()
    };
    let name = open(person.name, "people.name")?;
    let phone = open(person.phone, "people.phone")?;
    let posts = store::posts_of(tx, street, account.person, now)?;
    let sessions = store::sessions(tx, street, id, now)?;
    let mut kept = vec![];
    for keeper in keepers {
        kept.extend(keeper.told(tx, id)?);
    }
    Ok(DataView { name, phone, since: person.made_at, posts, sessions, kept })
}

/// The number of an account, opened on record for `reason`; `None` where there is none.
pub fn open_phone(tx: &mut Tx<'_>, id: AccountId, reason: &'static str) -> Result<Option<String>> {
    let street = tx.street();
    let Some(account) = store::account(tx, street, id)? else { return Ok(None) };
    let sealed = store::person(tx, street, account.person)?.phone;
    sealed.map(|s| tx.open_sealed(&s, Purpose::Identity, "people.phone", account.person.uuid(), reason)).transpose()
}

/// The mark by which a typed number is found again; `None` where it is no mobile number.
pub fn phone_mark(r: &mut Reader<'_>, typed: &str) -> Result<Option<Vec<u8>>> {
    rules::phone(typed).map(|phone| r.blind(Purpose::Identity, "people.phone", &phone)).transpose()
}

/// Ends one of one's own sessions; another's is not there.
pub fn end_session(tx: &mut Tx<'_>, account: AccountId, id: Uuid) -> Result<()> {
    let street = tx.street();
    let hash = store::own_session(tx, account, id, street)?.ok_or(Fault::Denied(auth::Denied::Hidden))?;
    helping::leave(tx, account, &hash, rules::HelpEnd::SignedOut)?;
    store::end_session(tx, &hash)?;
    tx.record(&events::SessionEnded { account })?;
    Ok(())
}

/// Empties the person, in every room. What was done stays on record under ids alone.
pub fn erase(tx: &mut Tx<'_>, id: AccountId, keepers: &[Arc<dyn Keeper>]) -> Result<()> {
    let street = tx.street();
    let account = known(tx, street, id)?;
    for keeper in keepers {
        keeper.erase(tx, id)?;
    }
    helping::leave_all(tx, id, rules::HelpEnd::AccountChanged)?;
    store::drop_residences(tx, account.person)?;
    store::erase(tx, account.person, id)?;
    tx.record(&events::PersonErased { person: account.person })?;
    Ok(())
}

/// Makes the one-time set-up token; only where no account exists yet.
pub fn setup_token(tx: &mut Tx<'_>) -> Result<String> {
    let street = tx.street();
    if store::any_account(tx, street)? {
        return Err(Fault::other("accounts exist already"));
    }
    let token = secret::token();
    store::add_setup_token(tx, &secret::digest(&token))?;
    Ok(token)
}

/// One of the first people: the three administrators and a street leader as second hand.
#[derive(Clone, Debug)]
pub struct First {
    pub role: Role,
    pub title: &'static str,
    pub name: String,
    pub login: String,
    pub password_hash: String,
}

/// The first sign-ins of an installation. The token is used up.
pub fn set_up(tx: &mut Tx<'_>, token: &str, first: &[First]) -> Result<std::result::Result<(), Problem>> {
    let (street, now) = (tx.street(), tx.now());
    if store::any_account(tx, street)? || !store::use_setup_token(tx, &secret::digest(token))? {
        return Ok(Err(Problem::new("setup_token")));
    }
    for f in first {
        let (person, account) = (PersonId::fresh(), AccountId::fresh());
        let masked = rules::masked_name(&f.name);
        store::add_person(tx, (person, account), &f.name, &masked, None, Some((&f.login, &f.password_hash)))?;
        tx.record(&events::AccountOpened { account })?;
        let post = PostId::fresh();
        store::add_post(tx, &store::NewPost {
            id: post,
            person,
            role: f.role.code(),
            title: f.title,
            level: "street",
            place: PlaceId(street.uuid()),
            unit: None,
            state: "in_force",
            from: now,
            until: now.plus(rules::LONGEST_GRANT),
            proposed_by: None,
        })?;
        tx.record(&events::PostGranted { post, person })?;
    }
    Ok(Ok(()))
}

/// Shuts an account: its next request finds nobody.
pub fn disable(tx: &mut Tx<'_>, login: &str) -> Result<()> {
    let street = tx.street();
    let account = store::by_login(tx, street, login)?.ok_or_else(|| Fault::other("no such account"))?;
    helping::leave_all(tx, account.id, rules::HelpEnd::AccountChanged)?;
    store::disable(tx, account.id)?;
    tx.record(&events::AccountDisabled { account: account.id })?;
    Ok(())
}

pub fn enable(tx: &mut Tx<'_>, login: &str) -> Result<()> {
    let account = store::enable(tx, login)?.ok_or_else(|| Fault::other("no such account is shut"))?;
    tx.record(&events::AccountEnabled { account })?;
    Ok(())
}

/// Opens one sealed name and one number, to see that the key in force opens them; how many there were.
pub fn open_samples(tx: &mut Tx<'_>) -> Result<usize> {
    let street = tx.street();
    let samples = store::sealed_samples(tx, street)?;
    for (id, column, sealed) in &samples {
        tx.open_sealed(sealed, Purpose::Identity, column, *id, "restored copy")?;
    }
    Ok(samples.len())
}

pub(crate) fn known(r: &mut Reader<'_>, street: StreetId, id: AccountId) -> Result<store::Account> {
    store::account(r, street, id)?.ok_or(Fault::Denied(auth::Denied::Hidden))
}
