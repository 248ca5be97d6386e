//! While the writing side is in maintenance, what programs bring is kept, told by a token, and received afterwards.

use super::{Creation, create};
use crate::rules::*;
use crate::store;
use appeals::actions::Received;
use auth::{Strength, Viewer, Who};
use db::{By, Db, Reader, Result, Tx};
use edge::photos::KeptPhoto;
use kernel::{Actor, Moment, Purpose, StreetId, uuid::Uuid};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a token is known for: so long after it was given out.
pub const TOKEN_DAYS: i64 = 90;
const SENT: &str = "open311_spool.sent";
/// The street's own setting: the writing side is in maintenance.
const SETTING: &str = "open311_maintenance";
const ON: &str = "on";

pub fn in_maintenance(r: &mut Reader<'_>, street: StreetId) -> Result<bool> {
    Ok(appeals::store::setting(r, street, SETTING)?.as_deref() == Some(ON))
}

pub fn set_maintenance(tx: &mut Tx<'_>, on: bool) -> Result<()> {
    appeals::store::set_setting(tx, SETTING, if on { ON } else { "off" })
}

/// What became of a request that was brought.
#[derive(Clone)]
pub enum Brought {
    Received(Box<Received>),
    /// Under this token the number will be found.
    Spooled(String),
}

/// Received, or kept while nothing is received; or what is wrong with it.
pub fn bring(tx: &mut Tx<'_>, viewer: &Viewer, sent: &Creation) -> Result<std::result::Result<Brought, Vec<GeoError>>> {
    let (street, now) = (tx.street(), tx.now());
    if in_maintenance(tx, street)? {
        return Ok(Ok(Brought::Spooled(spool(tx, sent)?)));
    }
    Ok(create(tx, viewer, sent, now)?.map(|got| Brought::Received(Box::new(got))))
}

/// The words as they rest: everything that a reception needs.
#[derive(Serialize, Deserialize)]
struct Resting {
    name: Option<String>,
    params: Vec<(String, String)>,
    photos: Vec<KeptPhoto>,
    unfetched: Vec<String>,
}

/// Keeps it; the same words sent again have the same token and are kept once.
fn spool(tx: &mut Tx<'_>, sent: &Creation) -> Result<String> {
    let (street, now) = (tx.street(), tx.now());
    let keys = repeat_keys(sent.client, sent.name.as_deref(), &sent.params, now);
    for key in [Some(&keys.own), keys.before.as_ref()].into_iter().flatten() {
        let token = token_of(tx, key)?;
        if looked_up(tx, street, &token, now)?.is_some() {
            return Ok(token);
        }
    }
    let (id, token) = (Uuid::now_v7(), token_of(tx, &keys.own)?);
    let resting = Resting {
        name: sent.name.clone(),
        params: sent.params.0.clone(),
        photos: sent.photos.clone(),
        unfetched: sent.unfetched.clone(),
    };
    let sealed = tx.seal(Purpose::Appeals, SENT, id, &serde_json::to_string(&resting)?)?;
    store::insert(tx, id, digest(&token), sent.client, sealed)?;
    Ok(token)
}

/// Made of the key that the same request has, so that it need not be kept; nobody finds it without the street's keys.
fn token_of(r: &mut Reader<'_>, key: &str) -> Result<String> {
    let blind = r.blind(Purpose::Appeals, "open311_spool.token", key)?;
    Ok(format!("T{}", hex::encode(&blind[..16])))
}

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// What a token stands for by now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Waiting,
    Received(String),
    /// It was kept, and the reception refused it in the end.
    Refused(String),
}

/// `None`: unknown, or given out too long ago.
pub fn looked_up(r: &mut Reader<'_>, street: StreetId, token: &str, now: Moment) -> Result<Option<Standing>> {
    Ok(store::by_token(r, street, digest(token), now.plus_days(-TOKEN_DAYS))?.map(|row| match row {
        (Some(number), _) => Standing::Received(number),
        (None, Some(wrong)) => Standing::Refused(wrong),
        (None, None) => Standing::Waiting,
    }))
}

/// Receives what waits, each in a transaction of its own, in the name of the program that brought it and with the moment
/// it did; forgets tokens whose time is over. Gives how many were received.
pub fn drain(db: &Db, street: StreetId, now: Moment) -> Result<usize> {
    let (forget, system) = (now.plus_days(-TOKEN_DAYS), By::system(street, "open311", now));
    let (waiting, old) = db.read_now(move |r| Ok((waiting(r, street)?, store::any_until(r, street, forget)?)))?;
    if old {
        db.write_now(system, move |tx| store::forget(tx, forget))?;
    }
    let mut received = 0;
    for (id, client, at) in waiting {
        let by = By { actor: Actor::Client(client), ..system };
        let wrong = db.write_now(by, move |tx| {
            let Some(sent) = resting(tx, id, client)? else { return Ok(vec![]) };
            let viewer = Viewer { who: Who::Client(client), strength: Strength::Keyed, ..Viewer::nobody(street) };
            match create(tx, &viewer, &sent, at)? {
                Ok(got) => store::settle(tx, id, Some(&got.case.case_no), None).map(|()| vec![]),
                Err(wrong) => {
                    tx.undo();
                    Ok(wrong)
                }
            }
        })?;
        received += usize::from(wrong.is_empty());
        if !wrong.is_empty() {
            let told = wrong.iter().map(|e| e.description.as_str()).collect::<Vec<_>>().join("; ");
            db.write_now(system, move |tx| store::settle(tx, id, None, Some(&told)))?;
        }
    }
    Ok(received)
}

/// Nothing while the maintenance lasts.
fn waiting(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(Uuid, Uuid, Moment)>> {
    if in_maintenance(r, street)? {
        return Ok(vec![]);
    }
    store::waiting(r, street)
}

fn resting(tx: &mut Tx<'_>, id: Uuid, client: Uuid) -> Result<Option<Creation>> {
    let street = tx.street();
    let Some(sealed) = store::sent(tx, street, id)? else { return Ok(None) };
    let plain = tx.open_sealed(&sealed, Purpose::Appeals, SENT, id, "reception")?;
    let Resting { name, params, photos, unfetched } = serde_json::from_str(&plain)?;
    Ok(Some(Creation { client, name, params: Params(params), photos, unfetched }))
}
