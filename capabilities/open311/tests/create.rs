//! A program brings a voice: what is asked, what is taken, and that it is taken once.

use appeals::rules::{Channel, Voice};
use crate::common::*;
use kernel::Purpose;
use testkit::{Answer, Site};

const POINT: [(&str, &str); 2] = [("lat", "31.945"), ("long", "118.705")];

/// A sound form with `more` in front: what comes first counts.
fn form<'a>(key: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let sound = [("api_key", key), ("service_code", "noise"), ("description", "楼上半夜搬东西")];
    more.iter().copied().chain(sound).chain(POINT).collect()
}

fn number(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    schema::assert_is("created", &answer.json());
    answer.json()[0]["service_request_id"].as_str().expect("a number").to_owned()
}

/// The voice behind a number, its words, and what was kept beside them.
fn kept(site: &Site, number: &str) -> (Voice, String, Vec<String>) {
    let (street, number) = (site.street, number.to_owned());
    site.by_system(move |tx| {
        let case = appeals::store::by_number(tx, street, &number)?.expect("a case");
        let voice = appeals::store::voices_of(tx, street, case)?.remove(0);
        let (text, _) = appeals::store::words_of(tx, street, voice.id)?.expect("words");
        let text = tx.open_sealed(&text, Purpose::Appeals, "voices.text", voice.id.uuid(), "test")?;
        let notes: Vec<(kernel::uuid::Uuid, kernel::Sealed)> =
            tx.all("select id, text from case_notes where street_id = $1 and case_id = $2 order by id", db::args![street, case])?;
        let notes = notes.into_iter().map(|(id, note)| tx.open_sealed(&note, Purpose::Appeals, "case_notes.text", id, "test"));
        Ok((voice, text, notes.collect::<db::Result<Vec<_>>>()?))
    })
}

#[test]
fn a_voice_comes_in_by_the_same_reception() {
    testkit::on_both(|site| {
        let key = key(site);
        let more = [("first_name", "三"), ("last_name", "张"), ("phone", "138 0000 1111"), ("email", "zhang@example.org"), ("device_id", "d-77"), ("address_string", "三楼东户")];
        let json = bring(site, &form(&key, &more));
        let number = number(&json);
        let notice = json.json()[0]["service_notice"].as_str().expect("a notice").to_owned();
        assert!(notice.starts_with("预计2026年") && notice.contains("前受理。查询码 "), "{notice}");
        let (voice, text, notes) = kept(site, &number);
        assert_eq!((voice.channel, voice.door.as_str(), voice.account), (Channel::Online, "open311", None));
        assert_eq!((text.as_str(), voice.anonymous), ("楼上半夜搬东西", false));
        assert!(notes.concat().contains("zhang@example.org") && notes.concat().contains("d-77"), "{notes:?}");
        let digits: String = notice.split("查询码 ").nth(1).expect("a code").chars().take(19).collect();
        let street = site.street;
        assert_eq!(site.read(move |r| appeals::actions::open_receipt(r, street, &digits)), Some(voice.id));
        let case = site.case(voice.case);
        assert_eq!((case.place.grid, case.place.community), (Some(site.place("ZA-1")), Some(site.place("ZA"))));
        assert_eq!(ask(site, &format!("requests/{number}"), "").status, 404, "too young");
        let xml = site.post(&format!("{BASE}/requests.xml")).form(&form(&key, &more)).send();
        same(&json, &xml);
        assert_eq!(voices(site), 1, "sent again, in the other notation");
    });
}

#[test]
fn a_key_opens_and_nothing_else_does() {
    testkit::on_both(|site| {
        let (staff, updates) = (key_for(site, "*"), key_for(site, "open311_updates"));
        let ended = key(site);
        site.by_system(|tx| {
            let street = tx.street();
            tx.exec("update api_tokens set revoked_at = $2 where street_id = $1 and scopes = '[\"open311\"]'", db::args![street, tx.now()])
        });
        for wrong in ["", "nonsense", "lq_x_y", &staff, &updates, &ended, &format!("{staff}x")] {
            let got = bring(site, &form(wrong, &[("service_code", "nothing")]));
            assert_eq!((got.status.as_u16(), codes(&got)), (403, vec![403]), "{wrong}");
            schema::assert_is("errors", &got.json());
        }
        assert_eq!(voices(site), 0);
        let key = key(site);
        let street = site.street;
        let post = kernel::PostId::named("post/clerk/clerk/0");
        let until = move |at: kernel::Moment| move |tx: &mut db::Tx<'_>| tx.exec("update posts set until_at = $3 where street_id = $1 and id = $2", db::args![street, post, at]);
        assert_eq!(site.by_system(until(site.now().plus_days(-1))), 1);
        assert_eq!(bring(site, &form(&key, &[])).status, 403, "whoever answered for the program is gone");
        site.by_system(until(site.now().plus_days(300)));
        let got = site.post(&format!("{BASE}/requests.json?api_key={key}&jurisdiction_id=street.example")).form(&form("", &[])).send();
        number(&got);
        let foreign = site.post(&format!("{BASE}/requests.json?jurisdiction_id=elsewhere.example")).form(&form(&key, &[])).send();
        assert_eq!(codes(&foreign), vec![4041]);
        let page = site.post(&format!("{BASE}/requests.json")).header("sec-fetch-site", "cross-site").header("origin", "https://app.example").form(&form(&key, &[])).send();
        number(&page);
        assert!(page.headers.get("set-cookie").is_none());
    });
}

#[test]
fn every_way_of_saying_where() {
    testkit::on_both(|site| {
        let key = key(site);
        let said = |n: usize| format!("第{n}件");
        let ways: [(&[(&str, &str)], Option<&str>); 6] = [
            (&[("lat", "31.955"), ("long", "118.725")], Some("ZB-2")),
            (&[("address_string", "竹二1幢")], Some("ZB-1")),
            (&[("address_id", "ZA-2")], Some("ZA-2")),
            (&[("lat", "31.945"), ("long", "118.705"), ("address_id", "ZB-2"), ("address_string", "竹二1幢")], Some("ZA-1")),
            (&[("lat", "40.0"), ("long", "116.0"), ("address_string", "竹二1幢")], Some("ZB-1")),
            (&[("address_string", "谁也不知道的地方")], None),
        ];
        for (n, (way, grid)) in ways.iter().enumerate() {
            let text = said(n);
            let words: Vec<_> = [("api_key", key.as_str()), ("service_code", "noise"), ("description", &text)].into_iter().chain(way.iter().copied()).collect();
            let case = site.case(kept(site, &number(&bring(site, &words))).0.case);
            assert_eq!(case.place.grid, grid.map(|g| site.place(g)), "{way:?}");
            assert!(case.point.is_none_or(|(lat, _)| lat < 32.0), "a point elsewhere is not the case's");
        }
        for way in [&[][..], &[("lat", "31.945")], &[("long", "118.705")], &[("lat", "91"), ("long", "118.7")], &[("lat", "40.0"), ("long", "116.0")],
            &[("lat", "40.0"), ("long", "116.0"), ("address_string", "别的城市")], &[("address_id", "nothing")]] {
            let words: Vec<_> = [("api_key", key.as_str()), ("service_code", "noise")].into_iter().chain(way.iter().copied()).collect();
            let got = bring(site, &words);
            assert_eq!((got.status.as_u16(), codes(&got)), (400, vec![4003]), "{way:?}");
        }
        let outside = bring(site, &[("api_key", &key), ("service_code", "noise"), ("lat", "40"), ("long", "116")]);
        assert!(outside.text().contains(testkit::STREET), "{}", outside.text());
        // Half a kilometre beside the border is still this street's.
        number(&bring(site, &[("api_key", &key), ("service_code", "noise"), ("lat", "31.9644"), ("long", "118.71")]));
        assert_eq!(voices(site), 7);
    });
}

#[test]
fn attributes_in_all_spellings() {
    testkit::on_both(|site| {
        lifts_ask(site);
        let key = key(site);
        let send = |attributes: &str, body: bool| {
            let words = format!("api_key={key}&service_code=lift&lat=31.945&long=118.705&{attributes}");
            if body {
                return site.post(&format!("{BASE}/requests.json")).raw("application/x-www-form-urlencoded; charset=utf-8", words.into_bytes()).send();
            }
            site.post(&format!("{BASE}/requests.json?{words}")).form(&[]).send()
        };
        for (n, (spelling, days)) in [
            ("attribute[number]=L1&attribute[days][]=mon&attribute[days][]=tue", "哪几天：周一、周二"),
            ("attribute%5Bnumber%5D=L2&attribute%5Bdays%5D%5B%5D=tue", "哪几天：周二"),
            ("attribute[number]=L3&attribute[days]=mon", "哪几天：周一"),
            ("attribute[number]=L4&attribute[days]=&attribute[people]=yes", "有没有人被困：有"),
        ].into_iter().enumerate() {
            let (_, text, notes) = kept(site, &number(&send(spelling, n % 2 == 0)));
            assert_eq!(text, "电梯", "who says no more than the service");
            assert!(notes.concat().contains(days) && notes.concat().contains(&format!("电梯编号：L{}", n + 1)), "{notes:?}");
        }
        for wrong in ["", "attribute[number]=", "attribute[number]=1&attribute[days][]=wed", "attribute[number]=1&attribute[stranger]=1", "attribute[number]=1&attribute[people][]=yes&attribute[people][]=no"] {
            let got = send(wrong, true);
            assert_eq!((got.status.as_u16(), codes(&got)), (400, vec![4004]), "{wrong}");
        }
        assert!(send("attribute[number]=1&attribute[days][]=wed", true).text().contains("wed"), "the value is named");
        let two = bring(site, &[("api_key", &key), ("description", "x")]);
        assert_eq!((two.status.as_u16(), codes(&two)), (400, vec![4002, 4003]));
        let unknown = bring(site, &form(&key, &[("service_code", "nothing"), ("lat", "91")]));
        assert_eq!((unknown.status.as_u16(), codes(&unknown)), (404, vec![4042, 4003]));
        assert_eq!(codes(&bring(site, &form(&key, &[("service_code", "committee")]))), vec![4042], "not on offer here");
    });
}

#[test]
fn four_thousand_characters_and_not_one_more() {
    testkit::on_both(|site| {
        let key = key(site);
        for sign in ["字", "🚲"] {
            let (fits, long) = (sign.repeat(4_000), sign.repeat(4_001));
            let number = number(&bring(site, &form(&key, &[("description", &fits)])));
            assert_eq!(kept(site, &number).1, fits);
            let got = bring(site, &form(&key, &[("description", &long)]));
            assert_eq!((got.status.as_u16(), codes(&got)), (400, vec![4006]));
        }
        let text = "第一行\r\n<b>第二行</b>\u{0}";
        assert_eq!(kept(site, &number(&bring(site, &form(&key, &[("description", text)])))).1, "第一行\n<b>第二行</b>");
        let phone = bring(site, &form(&key, &[("phone", "call me")]));
        assert_eq!((phone.status.as_u16(), codes(&phone)), (400, vec![400]));
    });
}

#[test]
fn sent_again_it_is_one_voice() {
    testkit::on_both(|site: &Site| {
        let key = key(site);
        let words = form(&key, &[]);
        let answers: Vec<Answer> = std::thread::scope(|scope| {
            let sent: Vec<_> = (0..20).map(|_| scope.spawn(|| bring(site, &words))).collect();
            sent.into_iter().map(|s| s.join().expect("an answer")).collect()
        });
        let first = number(&answers[0]);
        assert!(answers.iter().all(|a| a.body == answers[0].body), "the same answer each time");
        assert_eq!(voices(site), 1);
        site.later(9);
        assert_eq!(number(&bring(site, &words)), first);
        site.later(2);
        assert_ne!(number(&bring(site, &words)), first, "eleven minutes later it is another");
        let named = |text: &str| site.post(&format!("{BASE}/requests.json")).header("idempotency-key", "n-1").form(&form(&key, &[("description", text)])).send();
        let once = number(&named("一次"));
        site.later(600);
        assert_eq!(number(&named("一次")), once, "by its name for good");
        let other = named("另一句");
        assert_eq!((other.status.as_u16(), codes(&other)), (400, vec![400]));
        assert!(other.text().contains("Idempotency-Key"));
        assert_eq!(voices(site), 3);
    });
}

fn multipart(fields: &[(&str, &str)], media: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = vec![];
    for (name, value) in fields {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    for (name, bytes) in media {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    body
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(vec![]);
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, image::ImageFormat::Png).expect("an image");
    bytes.into_inner()
}

#[test]
fn pictures_come_along_and_a_bad_one_is_named() {
    testkit::on_both(|site| {
        let key = key(site);
        let send = |media: &[(&str, &[u8])]| {
            let body = multipart(&form(&key, &[("service_code", "lift")]), media);
            site.post(&format!("{BASE}/requests.json")).raw("multipart/form-data; boundary=b", body).send()
        };
        let bad = send(&[("good.png", &picture()), ("bad.png", b"<svg onload=x>")]);
        assert_eq!((bad.status.as_u16(), codes(&bad), voices(site)), (400, vec![400], 0));
        assert!(bad.text().contains("bad.png"), "{}", bad.text());
        let png = picture();
        let seven: Vec<_> = (0..7).map(|_| ("p.png", png.as_slice())).collect();
        assert_eq!(send(&seven).status, 400);
        let (voice, _, _) = kept(site, &number(&send(&[("good.png", &png)])));
        let (street, case) = (site.street, voice.case);
        let photos = site.read(move |r| appeals::store::photos_of(r, street, case));
        assert_eq!(photos.len(), 1);
        let id = photos[0].id;
        publish(site, case);
        let shown = || ask(site, &format!("requests/{}", site.case(case).case_no), "").json()[0]["media_url"].clone();
        assert_eq!(shown(), serde_json::Value::Null, "nobody has looked at it");
        site.does(&site.staff("clerk"), move |tx, v| appeals::actions::approve_photo(tx, v, id));
        assert_eq!(shown(), format!("http://street.example/photos/{id}"));
        let seen = site.get(&format!("/photos/{id}")).send();
        assert_eq!((seen.status.as_u16(), &seen.body[..2]), (200, &[0xff, 0xd8][..]));
    });
}

#[test]
fn an_address_that_gives_no_picture_fails_nothing() {
    testkit::on_both(|site| {
        let key = key(site);
        let url = "https://pictures.example/1.png";
        let (_, _, notes) = kept(site, &number(&bring(site, &form(&key, &[("media_url", url)]))));
        assert!(notes.concat().contains(url), "staff learn of it: {notes:?}");
        let wrong = bring(site, &form(&key, &[("media_url", "file:///etc/passwd"), ("description", "x")]));
        assert_eq!((wrong.status.as_u16(), codes(&wrong)), (400, vec![400]));
    });
}
