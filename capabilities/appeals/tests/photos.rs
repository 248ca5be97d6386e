//! Photos, from the front door to the public page, on both engines.
use appeals::rules::*;
use appeals::store;
use axum::http::StatusCode;
use crate::common::door::{Door, form};
use crate::common::{PROPERTY, Site};
use db::{args, testing::each_engine};
use exif::{Field, In, Rational, Tag, Value, experimental::Writer};
use image::{DynamicImage, Rgb, RgbImage};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// A wall with a white plate on it, from a camera that knew when and where.
fn picture_with_a_plate() -> Vec<u8> {
    let plate = |x, y| (100..180).contains(&x) && (60..90).contains(&y);
    let wall = RgbImage::from_fn(320, 200, |x, y| if plate(x, y) { Rgb([255, 255, 255]) } else { Rgb([120, 60, 30]) });
    let mut jpeg = Cursor::new(vec![]);
    DynamicImage::ImageRgb8(wall).write_to(&mut jpeg, image::ImageFormat::Jpeg).expect("a picture");
    let jpeg = jpeg.into_inner();
    let notes = camera_notes();
    let length = u16::try_from(notes.len() + 8).expect("short notes");
    [&jpeg[..2], &[0xff, 0xe1], &length.to_be_bytes(), b"Exif\0\0", &notes, &jpeg[2..]].concat()
}

fn camera_notes() -> Vec<u8> {
    let degrees = |d, m, s| Value::Rational([(d, 1), (m, 1), (s, 100)].map(|(n, d)| Rational { num: n, denom: d }).to_vec());
    let text = |t: &str| Value::Ascii(vec![t.as_bytes().to_vec()]);
    let field = |tag, value| Field { tag, ifd_num: In::PRIMARY, value };
    let fields = [
        field(Tag::DateTimeOriginal, text("2026:11:22 18:40:00")),
        field(Tag::GPSLatitudeRef, text("N")),
        field(Tag::GPSLatitude, degrees(30, 40, 1_234)),
        field(Tag::GPSLongitudeRef, text("E")),
        field(Tag::GPSLongitude, degrees(104, 3, 4_321)),
    ];
    let mut writer = Writer::new();
    fields.iter().for_each(|f| writer.push_field(f));
    let mut notes = Cursor::new(vec![]);
    writer.write(&mut notes, false).expect("notes");
    notes.into_inner()
}

fn has_notes(picture: &[u8]) -> bool {
    exif::Reader::new().read_from_container(&mut Cursor::new(picture)).is_ok()
}

/// Scene 14.
#[test]
fn a_plate_is_black_and_the_original_is_opened_only_with_a_reason() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let original = picture_with_a_plate();
        assert!(has_notes(&original));
        door.media.put("https://pictures.example/plate.jpg", original.clone());
        let words = serde_json::json!({ "client_key": "k1", "category": "lift", "text": "车堵着消防通道", "address_note": "3 幢北边",
            "media_url": ["https://pictures.example/plate.jpg"] });
        let came = door.posts("", "/voices", words);
        assert_eq!(came.status, StatusCode::CREATED, "{}", came.text());
        let receipt = came.json();
        let code = receipt["code"].as_str().expect("a code").to_owned();
        let photo = receipt["photos"][0]["id"].as_str().expect("a photo").to_owned();
        let case_no = receipt["case"]["case_no"].as_str().expect("a number").to_owned();
        let (street, number) = (site.street, case_no.clone());
        let case = db.read_now(move |r| store::by_number(r, street, &number)).expect("read").expect("a case");
        let (picture, hidden) = (format!("/photos/{photo}"), format!("/photos/{photo}/original"));

        site.accepted(case);
        site.dispatched(case, PROPERTY);
        site.by_system(move |tx| store::publish(tx, case));
        assert_eq!(door.gets("", &picture).status, StatusCode::NOT_FOUND, "nobody has looked at it yet");
        assert_eq!(door.gets(&code, &picture).status, StatusCode::OK, "their own");
        assert_eq!(door.gets("", &format!("/cases/{case_no}")).json()["photos"], serde_json::json!([]));

        let row = |id: &str| {
            let id: PhotoId = id.parse().expect("an id");
            db.read_now(move |r| store::photo(r, street, id)).expect("read").expect("a photo")
        };
        let before = row(&photo).derivative;
        let black = serde_json::json!({ "x": 96, "y": 56, "w": 90, "h": 40 });
        assert_eq!(door.posts("handler", &format!("{picture}/blackening"), black.clone()).status, StatusCode::FORBIDDEN);
        assert_eq!(door.posts("clerk", &format!("{picture}/blackening"), black).status, StatusCode::OK);
        assert!(!door.files.keys().contains(&before), "the picture before is destroyed");
        assert_eq!(door.posts("clerk", &format!("{picture}/approval"), serde_json::json!({})).status, StatusCode::OK);

        let public = door.gets("", &format!("/cases/{case_no}"));
        assert_eq!(public.json()["photos"][0]["id"], serde_json::json!(photo));
        assert!(door.page("", &format!("/cases/{case_no}")).text().contains(&picture));
        let shown = door.gets("", &picture);
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!has_notes(&shown.body));
        assert!(!shown.body.windows(4).any(|w| w == b"Exif"));
        let drawn = image::load_from_memory(&shown.body).expect("a picture").to_rgb8();
        assert!((100..180).all(|x| (60..90).all(|y| drawn.get_pixel(x, y).0.iter().all(|c| *c < 24))), "the plate");
        assert!(drawn.get_pixel(20, 20).0[0] > 90, "the wall is still there");

        for guess in [hidden.clone(), format!("/photos/{photo}.sealed"), format!("/files/{}", row(&photo).original)] {
            assert_eq!(door.gets("", &guess).status, StatusCode::NOT_FOUND, "{guess}");
        }
        let reason = serde_json::json!({ "reason": "核对车牌，联系车主挪车" });
        for who in ["", code.as_str(), "lin", "clerk", "another-handler", "callback"] {
            assert_eq!(door.posts(who, &hidden, reason.clone()).status, StatusCode::NOT_FOUND, "{who}");
        }
        let without = serde_json::json!({ "reason": " " });
        assert_eq!(door.posts("handler", &hidden, without).status, StatusCode::UNPROCESSABLE_ENTITY);
        let opened = door.posts("handler", &hidden, reason);
        assert_eq!(opened.status, StatusCode::OK);
        assert_eq!(opened.body, original);
        assert_eq!(hex::encode(Sha256::digest(&opened.body)), row(&photo).sha256);
        let log: Vec<String> = db
            .read_now(move |r| {
                r.all("select body from events where street_id = $1 and name = $2", args![street, "core.sealed_opened"])
            })
            .expect("the read log");
        assert_eq!(log.len(), 1, "{log:?}");
        assert!(log[0].contains(&photo) && log[0].contains("核对车牌"));

        let stored = row(&photo);
        assert!(door.files.keys().contains(&stored.original));
        assert_eq!(stored.taken_at, kernel::Moment::parse("2026-11-22T18:40:00"));
        assert_eq!(stored.blackened, [Area { x: 96, y: 56, w: 90, h: 40 }]);
        door.posts("clerk", &format!("{picture}/hiding"), serde_json::json!({}));
        assert_eq!(door.gets("", &picture).status, StatusCode::NOT_FOUND, "taken from the public again");
    });
}

/// Scene 15: no network for an hour, then the phone sends the same draft again and again.
#[test]
fn twice_from_the_bus() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let (one, two) = (picture_with_a_plate(), {
            let mut bytes = Cursor::new(vec![]);
            DynamicImage::new_rgb8(30, 20).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
            bytes.into_inner()
        });
        let words = [("client_key", "draft-7"), ("text", "井盖松了"), ("address_note", "公交站旁"), ("category", "lift")];
        let sent = || form("/voices", &words, &[("a.jpg", &one), ("b.png", &two)]);
        let mut came = door.all((0..5).map(|_| sent()).collect());
        for busy in came.iter_mut().filter(|c| c.status == StatusCode::SERVICE_UNAVAILABLE) {
            *busy = door.send(sent());
        }
        let codes: Vec<String> = came
            .iter()
            .map(|c| {
                assert!(c.status.is_success(), "{}", c.text());
                let receipt = c.json();
                assert_eq!(receipt["photos"].as_array().map(Vec::len), Some(2));
                receipt["code"].as_str().expect("a code").to_owned()
            })
            .collect();
        assert!(codes.iter().all(|c| *c == codes[0]), "one receipt: {codes:?}");
        let street = site.street;
        for (table, n) in [("voices", 1), ("receipts", 1), ("cases", 1), ("photos", 2)] {
            let counted: i64 = db
                .read_now(move |r| r.one(&format!("select count(*) from {table} where street_id = $1"), args![street]))
                .expect("counted");
            assert_eq!(counted, n, "{table}");
        }
        // The network failed once more: a third picture comes with the same draft, and only it is new.
        let again = door.send(form("/voices", &words, &[("a.jpg", &one), ("c.jpg", &{
            let mut bytes = Cursor::new(vec![]);
            DynamicImage::new_rgb8(8, 8).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
            bytes.into_inner()
        })]));
        assert_eq!(again.json()["photos"].as_array().map(Vec::len), Some(3));
    });
}

#[test]
fn a_file_that_is_no_photo_costs_no_word() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let words = [("client_key", "k1"), ("text", "路灯坏了"), ("address_note", "东门"), ("category", "lift")];
        let came = door.send(form("/voices", &words, &[("a.svg", b"<svg onload=alert(1)>")]));
        assert_eq!(came.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!((&came.json()["text"], &came.json()["address_note"]), (&"路灯坏了".into(), &"东门".into()));
        assert_eq!(came.json()["problems"][0]["code"], "not_a_photo");
        assert!(door.files.keys().is_empty(), "nothing is written");
        let unknown = serde_json::json!({ "client_key": "k2", "text": "路灯坏了", "address_note": "东门",
            "media_url": ["http://192.168.1.1/a.jpg"] });
        assert_eq!(door.posts("", "/voices", unknown).json()["problems"][0]["code"], "media_unfetched");
    });
}
