//! Photos sent in pieces through a network that dies, on both engines.
use axum::body::Body;
use axum::http::{Request, StatusCode};
use crate::common::Site;
use crate::common::door::{Door, form, piece};
use db::{args, testing::Fresh, testing::each_engine};
use edge::photos::{ARRIVING, PIECE};
use image::{DynamicImage, Rgb, RgbImage};
use kernel::StreetId;
use sha2::{Digest, Sha256};
use std::io::Cursor;

const FIRST: &str = "018f0000-0000-4000-8000-0000000000a1";
const SECOND: &str = "018f0000-0000-4000-8000-0000000000b2";

/// A picture that packs badly: larger than two pieces where `side` is 450.
fn picture(side: u32) -> Vec<u8> {
    let grain = |x: u32, y: u32, k: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503 + k) ^ (x * y * (k + 7))).to_le_bytes()[1];
    let noise = RgbImage::from_fn(side, side, |x, y| Rgb([grain(x, y, 1), grain(x, y, 2), grain(x, y, 3)]));
    let mut bytes = Cursor::new(vec![]);
    DynamicImage::ImageRgb8(noise).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

fn pieces(photo: &str, bytes: &[u8]) -> Vec<Request<Body>> {
    bytes.chunks(PIECE).enumerate().map(|(n, part)| piece(photo, n, part)).collect()
}

fn names(photo: &str, bytes: &[u8]) -> String {
    format!("{photo}:{}", bytes.len())
}

fn count(db: &Fresh, street: StreetId, table: &'static str) -> i64 {
    db.read_now(move |r| r.one(&format!("select count(*) from {table} where street_id = $1"), args![street])).expect("counted")
}

fn draft<'a>(key: &'a str, named: &'a [String]) -> Vec<(&'a str, &'a str)> {
    let mut words = vec![("client_key", key), ("text", "井盖松了"), ("address_note", "公交站旁"), ("category", "lift")];
    words.extend(named.iter().map(|n| ("_uploaded", n.as_str())));
    words
}

/// Scene 15: the bus goes through a tunnel in the middle of a photo; afterwards the phone sends everything five times
/// at once.
#[test]
fn twice_from_the_bus_with_photos_resumed() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let (large, small) = (picture(450), picture(30));
        assert!(large.len() > 2 * PIECE && small.len() < PIECE, "{} and {}", large.len(), small.len());
        assert_eq!(door.send(pieces(FIRST, &large).remove(0)).status, StatusCode::OK, "the tunnel comes after the first piece");

        let rest = |_: u8| pieces(FIRST, &large).into_iter().skip(1).chain(pieces(SECOND, &small));
        for came in door.all((0..5).flat_map(rest).collect()) {
            assert_eq!(came.status, StatusCode::OK, "{}", came.text());
        }
        let named = [names(FIRST, &large), names(SECOND, &small)];
        let sent = || form("/voices", &draft("from-the-bus", &named), &[]);
        let mut came = door.all((0..5).map(|_| sent()).collect());
        for busy in came.iter_mut().filter(|c| c.status == StatusCode::SERVICE_UNAVAILABLE) {
            *busy = door.send(sent());
        }
        let codes: Vec<String> = came
            .iter()
            .map(|c| {
                assert_eq!(c.status, StatusCode::CREATED, "{}", c.text());
                let receipt = c.json();
                assert_eq!(receipt["photos"].as_array().map(Vec::len), Some(2));
                receipt["code"].as_str().expect("a code").to_owned()
            })
            .collect();
        assert!(codes.iter().all(|c| *c == codes[0]), "one receipt: {codes:?}");
        for (table, n) in [("voices", 1), ("receipts", 1), ("cases", 1), ("photos", 2)] {
            assert_eq!(count(db, site.street, table), n, "{table}");
        }
        let street = site.street;
        let kept: Vec<String> = db.read_now(move |r| r.all("select sha256 from photos where street_id = $1", args![street])).expect("read");
        let whole = [&large, &small].map(|bytes| hex::encode(Sha256::digest(bytes)));
        assert!(whole.iter().all(|digest| kept.contains(digest)), "both arrived as they left");
    });
}

#[test]
fn a_photo_that_is_not_there_whole_costs_no_word() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let large = picture(450);
        let named = [names(FIRST, &large)];
        let sent = || form("/voices", &draft("half", &named), &[]);
        door.send(pieces(FIRST, &large).remove(1));
        let half = door.send(sent());
        assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", half.text());
        assert_eq!((&half.json()["text"], &half.json()["problems"][0]["code"]), (&"井盖松了".into(), &"upload_gone".into()));
        assert_eq!(count(db, site.street, "voices"), 0);
        // A first piece that is too short makes no photo either, whatever the sum.
        door.send(piece(FIRST, 0, &large[..9]));
        assert_eq!(door.send(sent()).status, StatusCode::UNPROCESSABLE_ENTITY);

        door.all(pieces(FIRST, &large));
        assert_eq!(door.send(sent()).status, StatusCode::CREATED);
        let guessed = [names("018f0000-0000-4000-8000-0000000000c3", &large)];
        let stranger = door.send(form("/voices", &draft("guess", &guessed), &[]));
        assert_eq!(stranger.json()["problems"][0]["code"], "upload_gone", "another id is another photo");
    });
}

#[test]
fn pieces_are_sealed_and_have_a_size() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let small = picture(30);
        door.all(pieces(SECOND, &small));
        let lying: Vec<String> = door.files.keys();
        assert_eq!(lying.iter().filter(|k| k.starts_with(ARRIVING)).count(), 1, "{lying:?}");
        for key in &lying {
            let bytes = outside::Files::get(&*door.files, key).expect("read").expect("there");
            assert!(!bytes.windows(8).any(|w| w == &small[..8]), "{key} lies open");
        }
        let most = vec![0_u8; PIECE + 1];
        for (n, bytes) in [(0, &most[..]), (0, &[][..]), (48, &small[..])] {
            assert_eq!(door.send(piece(FIRST, n, bytes)).status, StatusCode::BAD_REQUEST, "piece {n} of {} bytes", bytes.len());
        }
    });
}

/// Defect: one draft only, sent by hand, its place lost (appeals §14). Three drafts, each with its own place and point.
#[test]
fn three_drafts_keep_their_places() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let drafts = [("d1", "东门外", "31.1"), ("d2", "3 幢北边", "31.2"), ("d3", "公交站旁", "31.3")];
        let requests = drafts.iter().flat_map(|(key, place, lat)| {
            let words = [("client_key", *key), ("text", "路灯不亮"), ("address_note", *place), ("lat", *lat), ("lon", "118.7"), ("category", "lift")];
            [form("/voices", &words, &[]), form("/voices", &words, &[])]
        });
        for came in door.all(requests.collect()) {
            assert!(came.status == StatusCode::CREATED || came.status == StatusCode::SERVICE_UNAVAILABLE, "{}", came.text());
        }
        assert_eq!(count(db, site.street, "voices"), 3);
        assert_eq!(count(db, site.street, "(select * from cases where lat in (31.1, 31.2, 31.3)) as placed"), 3);
    });
}
