//! A box in a small street, the two who open it, and cards to key.
#![allow(dead_code, reason = "each scene uses its own part")]

use auth::Viewer;
use boxes::actions;
use boxes::rules::*;
use db::{Result, Tx, args};
use edge::photos::SealedPhoto;
use identity::demo::{account_id, person_id, unit_id};
use kernel::{Outcome, PostId, uuid::Uuid};
use serde_json::{Value, json};
use testkit::{Answer, As, Site};

pub const PASSWORD: &str = "correct horse battery";
/// Whoever holds the device, and whoever stands beside.
pub const FIRST: &str = "secretary-a";
pub const SECOND: &str = "witness";

pub fn person(key: &str) -> As {
    As::Person(key.into())
}

/// A box at a building of the first community, opened on Tuesdays.
pub fn hang(site: &Site) -> BoxId {
    let words = BoxWords { place_name: "ZA-1-1".into(), location: "居委会门厅".into(), ..BoxWords::default() };
    site.does(&site.staff(FIRST), move |tx, v| actions::put_up(tx, v, &words)).expect("a box").id
}

/// One verb that is refused: the codes of what is wrong.
pub fn refused<T: Send + 'static>(
    site: &Site,
    who: &str,
    verb: impl Fn(&mut Tx<'_>, &Viewer) -> Result<Outcome<T>> + Send + 'static,
) -> Vec<&'static str> {
    let viewer = site.staff(who);
    let by = db::By { street: site.street, actor: viewer.actor(), now: site.now(), request: None };
    let outcome = site.db().write_now(by, move |tx| verb(tx, &viewer)).expect("an answer");
    assert!(!outcome.is_done(), "it was done");
    outcome.problems().iter().map(|p| p.code).collect()
}

pub fn picture(n: u128) -> SealedPhoto {
    SealedPhoto { id: Uuid::from_u128(n), original: format!("photos/test/{n}.sealed"), sha256: format!("{n:064x}") }
}

/// Opened by the two, photographed, not counted yet.
pub fn opened(site: &Site, of: BoxId, seal_before: &str) -> OpeningId {
    let (second, words) = (site.staff(SECOND), Beginning { seal_before: seal_before.into(), finding: None });
    let opening = site.does(&site.staff(FIRST), move |tx, v| actions::begin(tx, v, &second, of, &words)).expect("opened").id;
    site.does(&site.staff(FIRST), move |tx, v| actions::photograph(tx, v, opening, &picture(1)));
    opening
}

pub fn counted(site: &Site, id: OpeningId, n: i32) -> Opening {
    site.does(&site.staff(FIRST), move |tx, v| actions::count(tx, v, id, Some(n)))
}

pub fn card(text: &str) -> Keying {
    Keying { text: text.into(), category: "lift".into(), ..Keying::default() }
}

pub fn keyed(site: &Site, id: OpeningId, words: Keying) -> Opening {
    site.does(&site.staff(FIRST), move |tx, v| actions::key(tx, v, id, &words, None))
}

pub fn voided(site: &Site, id: OpeningId, reason: VoidReason) -> Opening {
    site.does(&site.staff(FIRST), move |tx, v| actions::void(tx, v, id, Voiding { reason: Some(reason) }, None))
}

pub fn confirmed(site: &Site, id: OpeningId) -> Opening {
    let second = site.staff(SECOND);
    site.does(&site.staff(FIRST), move |tx, v| actions::confirm_voids(tx, v, &second, id))
}

pub fn sealed(site: &Site, id: OpeningId, after: &'static str) -> Opening {
    let second = site.staff(SECOND);
    site.does(&site.staff(FIRST), move |tx, v| actions::seal(tx, v, &second, id, after))
}

pub fn cards(site: &Site, id: OpeningId) -> Vec<Card> {
    let street = site.street;
    site.read(move |r| boxes::store::cards_of(r, street, id))
}

/// Breaches of any sealed opening.
pub fn broken(site: &Site) -> Vec<String> {
    let street = site.street;
    site.read(move |r| actions::broken_openings(r, street))
}

/// How many rows a statement counts, the street as its first argument.
pub fn how_many(site: &Site, sql: &'static str) -> i64 {
    let street = site.street;
    site.read(move |r| r.one(sql, args![street]))
}

/// From now on this unit handles cases: somebody there holds a handler's post.
pub fn handles(site: &Site, unit: &'static str) {
    site.by_system(move |tx| {
        let (street, now) = (tx.street(), tx.now());
        tx.exec(
            "insert into posts (street_id, id, person_id, role, title, level, place_id, unit_id, state, from_at, until_at)
             values ($1, $2, $3, 'handler', '承办人', 'street', $1, $4, 'in_force', $5, $6)",
            args![street, PostId::fresh(), person_id("handler"), unit_id(unit), now.plus_days(-1), now.plus_days(300)],
        )
    });
}

/// These people can sign by password.
pub fn passwords(site: &Site, keys: &'static [&'static str]) {
    let hash = identity::hash_password(PASSWORD).expect("a hash");
    site.by_system(move |tx| {
        let street = tx.street();
        for key in keys {
            tx.exec("update accounts set password_hash = $3 where street_id = $1 and id = $2", args![street, account_id(key), hash.as_str()])?;
        }
        Ok(())
    });
}

/// Words with the second's signature.
pub fn signed(login: &str, password: &str, mut words: Value) -> Value {
    words["login"] = json!(login);
    words["password"] = json!(password);
    words
}

/// A form with one picture in it.
pub fn with_picture(site: &Site, path: &str, fields: &[(&str, &str)], picture: &[u8]) -> Answer {
    let mut body = vec![];
    for (name, value) in fields {
        body.extend(format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(b"--b\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"card.png\"\r\ncontent-type: image/png\r\n\r\n");
    body.extend(picture);
    body.extend(b"\r\n--b--\r\n");
    site.post(path).by(&person(FIRST)).raw("multipart/form-data; boundary=b", body).send()
}

pub fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(vec![]);
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}
