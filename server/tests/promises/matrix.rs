//! G1 and G3: every route for every reader, against the committed table; what is not for them answers like nothing.

use crate::maps::tables;
use crate::oracle::{self, Facts, Reader, Row};
use appeals::rules::State;
use db::testing::Fresh;
use edge::{Route, Verb};
use http::{Method, StatusCode};
use identity::demo::unit_id;
use std::collections::BTreeMap;
use testkit::{Answer, As, CAST, Face, Made, OFFICE_A, PARKS, PROPERTY, Site, Wanted};

/// How a route is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    /// One case of the desk: the reader must hold a post, and the row must reach the case.
    DeskCase,
    /// The voice of the code that is shown.
    Receipt,
    /// One's own voice, by its id.
    Voice,
    /// One published case.
    PublicCase,
    /// The open interface: the same for everybody, and nobody brings anything without a program's key.
    Open,
    /// No thing in its address: a list, a form, a first word.
    Plain,
    /// One's own thing or one of the street, by an id; only an id that does not exist is tried here.
    Absent,
}

fn reached(route: &Route) -> Reached {
    let path = route.path;
    match path {
        _ if route.open => Reached::Open,
        _ if path.starts_with("/cases/{id}/") || path.starts_with("/desk/cases/{id}") => Reached::DeskCase,
        _ if path.starts_with("/voices/{id}") => Reached::Voice,
        _ if path.starts_with("/photos/{id}") => Reached::Absent,
        // Who may do what to a box that is there, its own scenes try.
        _ if path.starts_with("/desk/boxes/{id}") || path.starts_with("/desk/openings/{id}") => Reached::Absent,
        _ if path.starts_with("/desk/voices/{id}/") => Reached::Absent,
        "/meetings/calendar.ics" | "/moderation/pauses" => Reached::Plain,
        // Bodies, meetings, matters and ballots have scenes of their own, and so have proposals.
        _ if path.starts_with("/proposals/{id}") => Reached::Absent,
        _ if ["/bodies/", "/memberships/", "/meetings/", "/matters/", "/tasks/", "/draws/", "/ballots/", "/moderation/", "/requisitions/"].iter().any(|start| path.starts_with(start)) => Reached::Absent,
        "/photos/pieces/{photo}/{n}" => Reached::Plain,
        "/cases/{case_no}" | "/cases/{case_no}/voices" => Reached::PublicCase,
        "/receipt/leave" => Reached::Plain,
        _ if path.starts_with("/receipt/") => Reached::Receipt,
        "/figures/{code}" | "/figures/{code}/declarations" | "/open-data/{file}" | "/desk/reports/templates/{id}" | "/desk/reports/templates/{id}/editions" => Reached::Absent,
        _ if path.starts_with("/figures/kept/{id}/") || path.starts_with("/reports/{id}") => Reached::Absent,
        "/places/{kind}/checks" | "/desk/figures/{code}" => Reached::Plain,
        _ if !path.contains('{') => Reached::Plain,
        "/desk/views/{id}/removal" | "/account/sessions/{id}/end" | "/account/tokens/{id}/end" | "/places/{id}" | "/months/{month}/file" => Reached::Absent,
        "/admin/posts/{id}/confirmation" | "/admin/posts/{id}/end" => Reached::Absent,
        _ if ["/desk/ballots/", "/desk/bulk/", "/desk/exports/", "/desk/catalogue/", "/desk/clusters/", "/desk/calls/", "/desk/upper/", "/admin/webhooks/", "/admin/messages/", "/my/messages/", "/unsubscribe/", "/calendars/", "/helping/"]
            .iter()
            .any(|start| path.starts_with(start)) => Reached::Absent,
        _ => panic!("say in the matrix how {path} is reached"),
    }
}

/// Only a person at a screen does these; a program's token never.
const BY_HAND: &[&str] = &[
    "propose_post", "confirm_post", "end_post", "open_own_data", "erase_self", "open_sealed", "see_tokens", "make_token",
    "end_token", "open_original", "keep_boxes", "open_box", "verify_email", "key_paper", "open_paper", "keep_bodies", "open_draw_line", "open_plea", "open_roll_line", "certify_figure", "review_report",
    "sign_report", "act_for",
];
/// Doing these as somebody would end the somebody.
const NOT_TRIED: &[&str] = &["/sign-out", "/account/erasure"];

struct Target {
    name: &'static str,
    wanted: Wanted,
    made: Made,
    facts: Facts,
}

fn targets(site: &Site) -> Vec<Target> {
    let base = || Wanted { speaker: Some("lin"), ..Wanted::default() };
    let wanted = [
        ("own community, registered", base()),
        ("handled", Wanted { state: State::Handling, ..base() }),
        ("asked back", Wanted { state: State::Callback, ..base() }),
        ("other unit, sibling community", Wanted { state: State::Handling, lead: PARKS, community: "ZB", speaker: None, ..base() }),
        ("accused", Wanted { state: State::Callback, lead: PARKS, accused: vec![OFFICE_A, PROPERTY, "supervision"], ..base() }),
    ];
    wanted.into_iter().map(|(name, wanted)| target(site, name, wanted)).collect()
}

fn target(site: &Site, name: &'static str, wanted: Wanted) -> Target {
    let made = site.makes(&wanted);
    let grid = if wanted.community == "ZA" { ["ZA", "ZA-1", "ZA-1-1"] } else { ["ZB", "ZB-1", "ZB-1-1"] };
    let facts = Facts {
        places: grid.to_vec(),
        state: made.case.state.code().to_owned(),
        lead: made.case.lead,
        accused: wanted.accused.iter().map(|u| unit_id(u)).collect(),
        ever_held: made.case.links.ever_held.clone(),
        assists: made.case.links.assists.clone(),
        contested: made.case.links.contested,
        speakers: wanted.speaker.iter().map(|s| site.account(s)).collect(),
        code: made.code.clone(),
    };
    Target { name, wanted, made, facts }
}

fn readers(site: &Site, targets: &[Target]) -> Vec<(As, Reader)> {
    let mut all = vec![(As::Visitor, Reader::default())];
    for m in CAST {
        let mut reader = Reader { members: vec![*m], account: Some(site.account(m.key)), code: None };
        reader.members.retain(|m| !m.former);
        all.push((As::Person(m.key.into()), reader.clone()));
        if ["clerk", "handler", "secretary-a", "leader", "secadmin"].contains(&m.key) {
            // A token carries no administrator's post.
            reader.members.retain(|m| !m.role.is_administrator());
            all.push((As::Token(m.key.into()), reader));
        }
    }
    for name in ["lin", "zhao"] {
        all.push((As::Person(name.into()), Reader { account: Some(site.account(name)), ..Reader::default() }));
    }
    for t in [&targets[0], &targets[3]] {
        all.push((As::Bearer(t.made.code.clone()), Reader { code: Some(t.made.code.clone()), ..Reader::default() }));
    }
    all
}

fn method(route: &Route) -> Method {
    match route.verb {
        Verb::Get => Method::GET,
        Verb::Post => Method::POST,
        Verb::Delete => Method::DELETE,
    }
}

fn try_it(site: &Site, route: &Route, who: &As, path: &str) -> Answer {
    let ask = site.ask(method(route), path).by(who);
    if route.verb == Verb::Post { ask.json(&serde_json::json!({})).send() } else { ask.send() }
}

/// Whether the answer lets the reader in; a refusal they could mend does.
fn lets_in(answer: &Answer) -> bool {
    match answer.status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => false,
        StatusCode::UNPROCESSABLE_ENTITY => !answer.problems().contains(&"not_your_hand".to_owned()),
        _ => true,
    }
}

struct Judge<'a> {
    site: &'a Site,
    tables: BTreeMap<&'static str, Vec<Row>>,
    tried: usize,
    wrong: Vec<String>,
}

impl Judge<'_> {
    fn compare(&mut self, route: &Route, who: &As, on: &str, expected: bool, answer: &Answer) {
        self.tried += 1;
        let ours = answer.status.is_server_error();
        if lets_in(answer) != expected || ours {
            let wish = if expected { "may" } else { "may not" };
            let seen = answer.status;
            self.wrong.push(format!("{who:?} {wish} {} {} ({}) on {on}: {seen}", route.verb.code(), route.path, route.act));
        }
    }

    /// Not there and not for you: the same bytes.
    fn same_as_absent(&mut self, route: &Route, who: &As, path: &str, answer: &Answer, absent: &str) {
        if answer.status != StatusCode::NOT_FOUND {
            return;
        }
        let nothing = try_it(self.site, route, who, absent);
        if (nothing.status, &nothing.body) != (answer.status, &answer.body) {
            self.wrong.push(format!("{who:?} {path}: hidden and absent differ: {} / {}", answer.text(), nothing.text()));
        }
    }
}

fn judge(fresh: &Fresh, some: impl Fn(usize) -> bool) -> usize {
    let site = &Site::new(fresh);
    // The same posts and people in another street of the same database: nothing of it is anybody's here.
    let elsewhere = Site::of_street(fresh, "邻街").makes(&Wanted { state: State::Callback, ..Wanted::default() });
    let mut targets = targets(site);
    let readers = readers(site, &targets);
    let tables: BTreeMap<_, _> = tables().iter().map(|(capability, _)| (*capability, oracle::rows(capability))).collect();
    let mut judge = Judge { site, tables, tried: 0, wrong: vec![] };
    let rooms = server::house::rooms();
    let routes: Vec<_> = rooms.iter().flat_map(|r| r.list().to_vec()).filter(|r| !NOT_TRIED.contains(&r.path)).collect();
    let absent = "01900000-0000-7000-8000-000000000000";
    for (_, (who, reader)) in readers.iter().enumerate().filter(|(n, _)| some(*n)) {
        // Limits by address are not what is judged here: an hour makes them new.
        site.later(61);
        for route in &routes {
            let by_hand = BY_HAND.contains(&route.act) && matches!(who, As::Token(_));
            let rows = &judge.tables[route.capability];
            let public = route.act == "public";
            match reached(route) {
                Reached::Plain => {
                    let staff = !route.path.starts_with("/desk/") || reader.is_staff();
                    let may = staff && !by_hand && (public || oracle::may_somewhere(rows, route.act, reader));
                    let may = may || route.path == "/receipt";
                    let path = route.path.replace("{kind}", "boundaries").replace("{code}", "solution");
                    let path = path.replace("{photo}", absent).replace("{n}", "0");
                    let answer = try_it(site, route, who, &path);
                    judge.compare(route, who, "its own", may, &answer);
                }
                Reached::Absent => {
                    let answer = try_it(site, route, who, &route.path.replace("{id}", absent).replace("{category}", "nothing").replace("{no}", "1").replace("{amendment}", absent).replace("{part}", absent));
                    judge.compare(route, who, "nothing", false, &answer);
                }
                Reached::Open => {
                    let number = targets[0].made.case.case_no.as_str();
                    let fill = |number: &str| {
                        let path = route.path.replace("{service_code}", "lift.json").replace("{month}", "2026-11.csv");
                        path.replace("{service_request_id}", &format!("{number}.xml")).replace("{token}", "none.json")
                    };
                    let hidden = ["{service_request_id}", "{token}"].iter().any(|part| route.path.contains(part));
                    let answer = try_it(site, route, who, &fill(number));
                    judge.compare(route, who, "what is published", public && !hidden, &answer);
                    judge.same_as_absent(route, who, route.path, &answer, &fill("20260101-NOTHNG"));
                }
                Reached::PublicCase => {
                    let answer = try_it(site, route, who, &route.path.replace("{case_no}", &targets[0].made.case.case_no));
                    judge.compare(route, who, "an unpublished case", false, &answer);
                    judge.same_as_absent(route, who, route.path, &answer, &route.path.replace("{case_no}", "20260101-NOTHNG"));
                }
                Reached::Receipt => {
                    let mine = targets.iter_mut().find(|t| Some(&t.made.code) == reader.code.as_ref());
                    let may = mine.as_ref().is_some_and(|t| oracle::may(rows, route.act, reader, &t.facts));
                    if may && route.act == "withdraw" {
                        continue;
                    }
                    let answer = try_it(site, route, who, route.path);
                    judge.compare(route, who, "the receipt shown", may, &answer);
                }
                Reached::Voice => {
                    // A post does not make somebody's words one's own.
                    let as_speaker = Reader { members: vec![], ..reader.clone() };
                    let foreign = route.path.replace("{id}", &elsewhere.voice.to_string());
                    let answer = try_it(site, route, who, &foreign);
                    judge.compare(route, who, "another street's voice", false, &answer);
                    judge.same_as_absent(route, who, &foreign, &answer, &route.path.replace("{id}", absent));
                    for t in &targets {
                        let may = oracle::may(&judge.tables[route.capability], route.act, &as_speaker, &t.facts);
                        if may && route.act == "withdraw" {
                            continue;
                        }
                        let answer = try_it(site, route, who, &route.path.replace("{id}", &t.made.voice.to_string()));
                        judge.compare(route, who, t.name, may, &answer);
                        judge.same_as_absent(route, who, route.path, &answer, &route.path.replace("{id}", absent));
                    }
                }
                Reached::DeskCase => {
                    let foreign = route.path.replace("{id}", &elsewhere.case.id.to_string());
                    let answer = try_it(site, route, who, &foreign);
                    judge.compare(route, who, "another street's case", false, &answer);
                    judge.same_as_absent(route, who, &foreign, &answer, &route.path.replace("{id}", absent));
                    for t in &mut targets {
                        let rows = &judge.tables[route.capability];
                        let may = reader.is_staff() && !by_hand && oracle::may(rows, route.act, reader, &t.facts);
                        let path = route.path.replace("{id}", &t.made.case.id.to_string());
                        let answer = try_it(site, route, who, &path);
                        judge.compare(route, who, t.name, may, &answer);
                        let nothing = route.path.replace("{id}", absent);
                        judge.same_as_absent(route, who, &path, &answer, &nothing);
                        if answer.status.is_success() && route.verb == Verb::Post {
                            let code = t.made.code.clone();
                            let now = site.case(t.made.case.id);
                            if now.state != t.made.case.state {
                                assert!(!readers.iter().any(|r| r.1.code.as_ref() == Some(&code)), "{} moved on", t.name);
                                *t = target(site, t.name, t.wanted.clone());
                            }
                        }
                    }
                }
            }
        }
    }
    let shown = judge.wrong.iter().take(60).cloned().collect::<Vec<_>>().join("\n");
    assert!(judge.wrong.is_empty(), "{}: {} of {} wrong:\n{shown}", site.engine, judge.wrong.len(), judge.tried);
    judge.tried
}

#[test]
fn every_route_decides_for_every_reader() {
    let tried = judge(&db::testing::in_memory(), |_| true);
    assert!(tried > 4_000, "only {tried} tries");
}

#[test]
fn it_decides_alike_on_postgres() {
    let Some(fresh) = db::testing::postgres() else { return };
    judge(&fresh, |n| n % 7 == 0);
}

/// The page of a thing that is not for its reader is the page of nothing, but for what is made for each request.
#[test]
fn the_page_of_nothing_says_nothing() {
    testkit::on_both(|site| {
        let made = site.makes(&Wanted { accused: vec![OFFICE_A], ..Wanted::default() });
        let absent = "01900000-0000-7000-8000-000000000000";
        // What is made for each request is a long run of letters and digits: ids, tokens, nonces.
        let plain = |answer: Answer| {
            let text = answer.text();
            let runs = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
            (answer.status, runs.map(|run| if run.len() >= 20 { "#" } else { run }).collect::<Vec<_>>().join(" "))
        };
        let who = As::Person("secretary-a".into());
        for face in [Face::Page, Face::Fragment] {
            let id = made.case.id.to_string();
            let hidden = site.get(&format!("/desk/cases/{id}")).by(&who).face(face).send();
            let nothing = site.get(&format!("/desk/cases/{absent}")).by(&who).face(face).send();
            assert_eq!(hidden.status, StatusCode::NOT_FOUND);
            assert_eq!(plain(hidden), plain(nothing));
        }
    });
}
