//! G13: marked people speak; nobody who has not opened their words for a reason ever reads a mark, in any face of any
//! page, and no mark stands in the journal, the index or the log.

use crate::logged;
use appeals::rules::*;
use edge::Verb;
use http::StatusCode;
use serde_json::json;
use testkit::{As, CAST, Face, Site, Wanted};

/// One marked person.
struct Marked {
    name: String,
    phone: String,
    address: String,
    text: String,
}

const PEOPLE: usize = 50;

fn people() -> Vec<Marked> {
    (0..PEOPLE)
        .map(|n| Marked {
            name: format!("鹓{}雏", char::from_u32(0x4e00 + n as u32 * 7).unwrap_or('甲')),
            phone: format!("1777{:07}", 7_310_001 + n * 13),
            address: format!("蓼莪巷{}号", 7_001 + n),
            text: format!("金丝雀{}号说的话", 60_001 + n),
        })
        .collect()
}

impl Marked {
    fn marks(&self) -> [&str; 4] {
        [&self.name, &self.phone, &self.address, &self.text]
    }
}

/// Marks in a text, as written or broken up by spaces, hyphens and tags.
fn found<'a>(people: &'a [Marked], text: &str) -> Vec<&'a str> {
    let mut inside = false;
    let bare: String = text
        .chars()
        .filter(|c| {
            inside = (inside || *c == '<') && *c != '>';
            !(inside || c.is_whitespace() || matches!(c, '>' | '-' | '\u{a0}'))
        })
        .collect();
    // Every mark has one of these in it: most pages have none, and are done with.
    if !["鹓", "1777", "蓼莪巷", "金丝雀"].iter().any(|stem| text.contains(stem) || bare.contains(stem)) {
        return vec![];
    }
    people.iter().flat_map(Marked::marks).filter(|m| text.contains(m) || bare.contains(m)).collect()
}

fn speak(site: &Site, people: &[Marked]) -> Vec<CaseId> {
    let mut cases = vec![];
    for (n, p) in people.iter().enumerate() {
        let state = [State::Registered, State::Accepted, State::Handling, State::Callback, State::Closed][n % 5];
        let words = Reception {
            text: format!("{}。我是{}，住{}，电话{}", p.text, p.name, p.address, p.phone),
            title: format!("{} {}", p.name, p.phone),
            name: p.name.clone(),
            phone: p.phone.clone(),
            address_note: p.address.clone(),
            ..Wanted::default().words
        };
        let made = site.makes(&Wanted { state, words, ..Wanted::default() });
        let more = site.post("/receipt/supplement").by(&As::Bearer(made.code.clone()));
        let more = more.json(&json!({ "text": format!("{}，再打{}", p.text, p.phone) })).send();
        assert!(more.status.is_success() || state == State::Closed, "{}: {}", more.status, more.text());
        if state == State::Handling {
            let note = json!({ "means": "phone", "reached": true, "note": format!("{} 在 {}", p.name, p.address) });
            let contact = site.post(&format!("/cases/{}/contact", made.case.id)).by(&As::Person("handler".into()));
            assert_eq!(contact.json(&note).send().status, StatusCode::OK);
        }
        if state == State::Callback {
            let rating = json!({ "solved": false, "satisfaction": "dissatisfied", "reason": p.text });
            let rated = site.post("/receipt/callback").by(&As::Bearer(made.code.clone())).json(&rating).send();
            assert_eq!(rated.status, StatusCode::OK, "{}", rated.text());
        }
        let id = made.case.id;
        if state != State::Registered {
            site.by_system(move |tx| appeals::store::publish(tx, id));
        }
        cases.push(id);
    }
    let p = &people[0];
    let key = site.by_system(|tx| identity::create_token(tx, "clerk", &["open311"], tx.now().plus_days(30)));
    let brought = site.post("/open311/v2/requests.json").form(&[
        ("api_key", &key), ("service_code", "lift"), ("description", &p.text), ("last_name", &p.name), ("phone", &p.phone),
        ("email", &p.text), ("device_id", &p.phone), ("address_string", &p.address), ("lat", "31.945"), ("long", "118.705"),
    ]);
    let brought = brought.send();
    assert_eq!(brought.status, StatusCode::OK, "{}", brought.text());
    assert_eq!(found(people, &brought.text()), Vec::<&str>::new(), "told back to a program");
    let told = json!({
        "client_key": "told by telephone", "channel": "hotline", "text": p.text, "category": "lift", "place_name": "ZA-1",
        "name": p.name, "phone": p.phone, "address_note": p.address, "callback_wish": "phone",
    });
    let taken = site.post("/desk/intake").by(&As::Person("clerk".into())).json(&told).send();
    assert!(taken.status.is_success(), "{}", taken.text());
    on_a_card(site, p);
    from_upstairs(site, p);
    on_a_sheet(site, p, cases[0]);
    cases
}

/// The same person writes on paper: keyed at an opening of a box.
fn on_a_card(site: &Site, p: &Marked) {
    use boxes::{actions as opening, rules::*};
    let (first, second) = (site.staff("secretary-a"), site.staff("witness"));
    let words = BoxWords { place_name: "ZA".into(), location: "门厅".into(), ..BoxWords::default() };
    let of = site.does(&first, move |tx, v| opening::put_up(tx, v, &words)).expect("a box").id;
    let begin = Beginning { seal_before: "S-001".into(), finding: None };
    let id = site.does(&first, move |tx, v| opening::begin(tx, v, &second, of, &begin)).expect("opened").id;
    let photo = edge::photos::SealedPhoto { id: id.uuid(), original: "photos/canary.sealed".into(), sha256: String::new() };
    site.does(&first, move |tx, v| opening::photograph(tx, v, id, &photo));
    site.does(&first, move |tx, v| opening::count(tx, v, id, Some(1)));
    let card = Keying {
        text: format!("{}，{}，{}", p.text, p.address, p.name),
        name: p.name.clone(),
        phone: p.phone.clone(),
        consented: true,
        ..Keying::default()
    };
    site.does(&first, move |tx, v| opening::key(tx, v, id, &card, None));
}

/// The same person told the upper tier, which turns it over.
fn from_upstairs(site: &Site, p: &Marked) {
    let heads = "their_no,text,due_at,address,name,phone";
    let text = format!("{heads}\nU1,{}，{},2027-11-30,{},{},{}\n", p.text, p.name, p.address, p.name, p.phone);
    let taken = site.post("/desk/upper/orders").by(&As::Person("clerk".into())).json(&json!({ "text": text })).send();
    assert!(taken.status.is_success(), "{}", taken.text());
}

/// And adds something on a printed sheet.
fn on_a_sheet(site: &Site, p: &Marked, case: CaseId) {
    let street = site.street;
    let voices: Vec<VoiceId> = site.read(move |r| r.all("select id from voices where street_id = $1 and case_id = $2", db::args![street, case]));
    let words = papers::rules::PaperWords {
        act: Some(papers::rules::PaperAct::Supplement),
        sheet: papers::rules::sheet_number(7),
        written_on: site.now().day().to_string(),
        text: format!("{}，{}，{}", p.text, p.address, p.phone),
        ..papers::rules::PaperWords::default()
    };
    let picture = edge::photos::SealedPhoto { id: kernel::uuid::Uuid::now_v7(), original: "photos/sheet.sealed".into(), sha256: String::new() };
    let kept = site.does(&site.staff("clerk"), move |tx, v| papers::actions::key(tx, v, voices[0], &words, Some(&picture)));
    assert!(kept.is_some(), "a sheet was keyed");
}

fn readers() -> Vec<As> {
    let staff = CAST.iter().map(|m| As::Person(m.key.into()));
    [As::Visitor, As::Person("zhao".into())].into_iter().chain(staff).collect()
}

#[test]
fn no_mark_is_read_by_anybody_who_did_not_open_it() {
    logged::listen();
    testkit::on_both(|site| {
        let people = people();
        let cases = speak(site, &people);
        let mut seen = vec![];
        let mut asked = 0;
        // The pages are the same text on both engines; there each reader in four looks.
        let every = if site.engine == "sqlite" { 1 } else { 4 };
        for (n, who) in readers().iter().enumerate().step_by(every) {
            // Limits by address are not what is looked for here.
            site.later(2);
            for path in paths(site, &cases, n) {
                let html = if asked % 4 == 0 { Face::Fragment } else { Face::Page };
                for face in [html, Face::Json] {
                    let got = site.get(&path).by(who).face(face).send();
                    asked += 1;
                    assert!(!got.status.is_server_error(), "{who:?} {path}: {}", got.text());
                    let headers = format!("{:?}", got.headers);
                    for mark in found(&people, &got.text()).into_iter().chain(found(&people, &headers)) {
                        seen.push(format!("{who:?} reads `{mark}` on {path} ({face:?})"));
                    }
                }
            }
        }
        assert!(asked * every > 1_000, "only {asked} pages");
        let told = site.get("/open311/v2/requests.json").send().json();
        assert!(told.as_array().is_some_and(|list| list.len() == PEOPLE * 4 / 5), "programs read what is published: {told}");
        assert!(seen.is_empty(), "{}: {} marks read: {:#?}", site.engine, seen.len(), &seen[..seen.len().min(20)]);

        let street = site.street;
        let bodies: Vec<String> =
            site.read(move |r| r.all("select body from events where street_id = $1", db::args![street]));
        assert!(bodies.len() > PEOPLE);
        assert_eq!(found(&people, &bodies.concat()), Vec::<&str>::new(), "in the journal");
        let log = logged::text();
        assert!(!log.is_empty(), "the log is listened to");
        assert_eq!(found(&people, &log), Vec::<&str>::new(), "in the log");
        nobody_finds_them(site, &people);
        the_scanner_finds_what_is_opened(site, &people, cases[3]);
    });
}

/// Every page there is, with the cases spread over the readers so that each case is tried by somebody.
fn paths(site: &Site, cases: &[CaseId], reader: usize) -> Vec<String> {
    let mut paths = vec!["/openapi.json".to_owned(), "/nowhere".to_owned()];
    let mine: Vec<_> = cases.iter().skip(reader % 5).step_by(5).skip(reader / 5).take(2).copied().collect();
    for route in server::house::rooms().iter().flat_map(|r| r.list().to_vec()).filter(|r| r.verb == Verb::Get) {
        match route.path {
            path if !path.contains('{') => paths.push(path.to_owned()),
            "/open311/v2/services/{service_code}" => paths.push("/open311/v2/services/lift.json".to_owned()),
            "/open311/v2/tokens/{token}" => paths.push("/open311/v2/tokens/none.xml".to_owned()),
            "/open311/v2/bulk/{month}" => paths.extend(["csv", "json"].map(|s| format!("/open311/v2/bulk/2026-11.{s}"))),
            "/open311/v2/requests/{service_request_id}" => paths.extend(
                mine.iter().map(|id| format!("/open311/v2/requests/{}.json?extensions=true", site.case(*id).case_no)),
            ),
            "/cases/{case_no}" => paths.extend(mine.iter().map(|id| format!("/cases/{}", site.case(*id).case_no))),
            "/places/{id}" => paths.push(format!("/places/{}", site.place("ZA"))),
            path if path.starts_with("/desk/boxes/{id}") => {
                let street = site.street;
                let of: Vec<boxes::rules::BoxId> = site.read(move |r| r.all("select id from boxes where street_id = $1", db::args![street]));
                paths.extend(of.iter().map(|id| path.replace("{id}", &id.to_string())));
            }
            path if path.starts_with("/desk/openings/{id}") => {
                let street = site.street;
                let of: Vec<boxes::rules::OpeningId> = site.read(move |r| r.all("select id from box_openings where street_id = $1", db::args![street]));
                paths.extend(of.iter().map(|id| path.replace("{id}", &id.to_string())));
            }
            path if path.starts_with("/desk/upper/orders/{id}") => {
                let street = site.street;
                let of: Vec<kernel::uuid::Uuid> = site.read(move |r| r.all("select id from upper_orders where street_id = $1", db::args![street]));
                paths.extend(of.iter().map(|id| path.replace("{id}", &id.to_string())));
            }
            path if path.starts_with("/desk/voices/{id}") => {
                let street = site.street;
                let of: Vec<VoiceId> = site.read(move |r| r.all("select distinct voice_id from papers where street_id = $1", db::args![street]));
                assert!(!of.is_empty(), "somebody wrote on paper");
                paths.extend(of.iter().map(|id| path.replace("{id}", &id.to_string())));
            }
            "/desk/figures/{code}" => paths.push("/desk/figures/solution".to_owned()),
            path => paths.extend(mine.iter().map(|id| path.replace("{id}", &id.to_string()))),
        }
    }
    paths
}

/// Words of people are not searchable: looking for them finds nothing.
fn nobody_finds_them(site: &Site, people: &[Marked]) {
    for mark in people[0].marks() {
        let query = format!("/desk/cases?q={}", mark.bytes().map(|b| format!("%{b:02X}")).collect::<String>());
        let got = site.get(&query).by(&As::Person("clerk".into())).send();
        assert_eq!(got.json()["cases"].as_array().map(Vec::len), Some(0), "{mark}: {}", got.text());
    }
}

/// The control: a page that is meant to show the words is caught by the same scanner.
fn the_scanner_finds_what_is_opened(site: &Site, people: &[Marked], case: CaseId) {
    let reasons = appeals::actions::OPENING_REASONS;
    let opening = site.post(&format!("/cases/{case}/opening")).by(&As::Person("clerk".into()));
    let opened = opening.json(&json!({ "reason": reasons[0] })).face(Face::Page).send();
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
    assert!(found(people, &opened.text()).len() >= 2, "the scanner missed what is plainly there");
    assert_eq!(found(people, "电话 177 <b>7731</b>-0001"), vec![people[0].phone.as_str()]);
}
