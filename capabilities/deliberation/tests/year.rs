//! A year in one paragraph: bodies, people, meetings and matters of seven months, each number with its list behind it.

use crate::common::*;
use db::{Tx, args};
use kernel::{Day, PersonId, PlaceId, uuid::Uuid};
use serde_json::{Value, json};
use testkit::{As, Face, Site};

const PERIOD: &str = "from=2026-01-01&until=2026-07-31";
const PARAGRAPH: &str = "title {street}议事小结\n现有协商议事组织{deliberation.bodies.active}个、在册议事代表{deliberation.roster.people}人，开好议事会{deliberation.meetings.good}场，办结议题{deliberation.matters.settled}项。\n@signed {street}";
const TOPICS: [&str; 6] = ["停车", "养犬", "环境", "一老一少", "加梯", "公共空间"];
/// Besides the council that is founded through its page: with its thirteen people in thirteen seats.
const MORE_BODIES: usize = 12;
const MORE_SEATS: usize = 218;
const MORE_PEOPLE: usize = 201;
/// Meetings that are sealed already, seven of them of the young, and one that was held and is not.
const SEALED: usize = 86;
const OF_THE_YOUNG: usize = 7;
const SETTLED: usize = 34;

fn body(tx: &mut Tx<'_>, community: PlaceId, kind: &str, name: &str) -> db::Result<Uuid> {
    let (street, now, id) = (tx.street(), tx.now(), Uuid::now_v7());
    tx.exec(
        "insert into bodies (street_id, id, community_id, name, kind, purpose, opened_on, made_at, rev) values ($1, $2, $3, $4, $5, '', $6, $7, 1)",
        args![street, id, community, name, kind, Day::of(2026, 1, 5), now],
    )?;
    Ok(id)
}

fn meeting(tx: &mut Tx<'_>, of: Uuid, community: PlaceId, n: usize, state: &str) -> db::Result<()> {
    let (street, id) = (tx.street(), Uuid::now_v7());
    let at = Day::of(2026, 1, 6).plus(i64::try_from(n).unwrap_or(0) * 2).start().plus_minutes(19 * 60);
    tx.exec(
        "insert into meetings (street_id, id, code, body_id, community_id, covered, mode, venue, joining_note, from_at, to_at, state, call_no,
           openness, added, opened_at, closed_at, quorate, why, rev)
         values ($1, $2, $3, $4, $5, '[]', 'room', '', '', $6, $7, $8, 1, 'public', '[]', $6, $7, $9, null, 1)",
        args![street, id, format!("X{n}"), of, community, at, at.plus_minutes(60), state, true],
    )?;
    tx.exec(
        "insert into meeting_notices (street_id, meeting_id, no, issued_at, items, from_at, venue) values ($1, $2, 1, $3, '[]', $4, '')",
        args![street, id, at.plus_days(-4), at],
    )?;
    Ok(())
}

fn seat(tx: &mut Tx<'_>, of: Uuid, n: usize) -> db::Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into body_memberships (street_id, id, body_id, person_id, category, seat, profession, organisation, taken_how, from_day, to_day,
           shown_name, interests, made_at)
         values ($1, $2, $3, $4, 'resident', $5, '', '', 'elected', $6, $7, '', '', $8)",
        args![street, Uuid::now_v7(), of, PersonId::named(&format!("seated {}", n % MORE_PEOPLE)), i32::try_from(n).unwrap_or(0), Day::of(2026, 1, 5), Day::of(2029, 1, 5), now],
    )?;
    Ok(())
}

fn settled(tx: &mut Tx<'_>, of: Uuid, community: PlaceId, n: usize) -> db::Result<()> {
    let (street, id, at) = (tx.street(), Uuid::now_v7(), Day::of(2026, 2, 1).plus(i64::try_from(n).unwrap_or(0) * 4).start());
    tx.exec(
        "insert into matters (street_id, id, code, body_id, community_id, question, topic, track, owner, state, step, round, opened_at, rev)
         values ($1, $2, $3, $4, $5, '怎么办？', $6, 'ordinary', $7, 'settled', 'evaluation', 1, $8, 1)",
        args![street, id, format!("Y{n}"), of, community, TOPICS[n % TOPICS.len()], Uuid::now_v7(), at],
    )?;
    tx.exec(
        "insert into matter_steps (street_id, matter_id, no, step, round, from_at, to_at, proof, how, gate)
         values ($1, $2, 1, 'evaluation', 1, $3, $4, '{}', 'passed', '[]')",
        args![street, id, at, at.plus_days(20)],
    )?;
    Ok(())
}

/// Everything but the one council and the meeting that go through their pages.
fn a_year(site: &Site) {
    let (a, b) = (site.place("ZA"), site.place("ZB"));
    site.by_system(move |tx| {
        let mut bodies = vec![];
        for n in 0..MORE_BODIES {
            bodies.push((body(tx, if n % 2 == 0 { a } else { b }, "community", &format!("议事会{n}"))?, if n % 2 == 0 { a } else { b }));
        }
        let young = body(tx, a, "youth", "青年议事会")?;
        for n in 0..MORE_SEATS {
            seat(tx, bodies[n % MORE_BODIES].0, n)?;
        }
        for n in 0..SEALED {
            let (of, at) = if n < OF_THE_YOUNG { (young, a) } else { bodies[n % MORE_BODIES] };
            meeting(tx, of, at, n, "sealed")?;
        }
        meeting(tx, bodies[0].0, bodies[0].1, SEALED, "closed")?;
        (0..SETTLED).try_for_each(|n| settled(tx, bodies[n % MORE_BODIES].0, bodies[n % MORE_BODIES].1, n))
    });
}

/// The council with the most meetings plans its year, and plans it again; the path of its page.
fn planning(site: &Site) -> String {
    let street = site.street;
    let of: Vec<(Uuid, i64)> = site.read(move |r| {
        r.all(
            "select m.body_id, count(*) from meetings m join bodies b on b.street_id = m.street_id and b.id = m.body_id
             where m.street_id = $1 and m.state = 'sealed' and b.kind = 'community' group by m.body_id order by count(*) desc, m.body_id",
            args![street],
        )
    });
    // Another's seven evenings were its own as well.
    let ((body, seven), (other, more)) = (of[0], of[1]);
    assert_eq!((seven, more), (7, 7));
    site.by_system(move |tx| {
        let street = tx.street();
        tx.exec(
            "update meetings set body_id = $2 where street_id = $1 and body_id = $3 and state = 'sealed'",
            args![street, body, other],
        )
    });
    let path = format!("/bodies/{body}");
    let words = |year: i32, meetings: i32, reason: &str| json!({ "year": year, "meetings": meetings, "reason": reason });
    assert_eq!(refused(site, "officer", &format!("{path}/plans"), words(2025, 30, "")), ["plan-year"]);
    assert_eq!(says(site, CHAIR, &format!("{path}/plans"), words(2026, 30, "")).status, 403, "whoever keeps the body plans its year");
    done(site, "officer", &format!("{path}/plans"), words(2026, 30, ""));
    assert_eq!(refused(site, "officer", &format!("{path}/plans"), words(2026, 24, "")), ["text-missing"]);
    done(site, "officer", &format!("{path}/plans"), words(2026, 24, "夏天人少"));
    path
}

fn figure(site: &Site, code: &str) -> Value {
    seen(site, "officer", &format!("/figures/{code}?{PERIOD}"))
}

fn beside(view: &Value, code: &str) -> Option<i64> {
    view["shown"]["beside"].as_array()?.iter().find(|b| b[0] == code)?[1].as_i64()
}

/// Scene 18, and 45: each number opens to its list, is the sum of its places, and changes everywhere at once; the period is said,
/// and nobody calls it a year.
#[test]
fn a_year_in_one_paragraph() {
    testkit::on_both(|site| {
        site.at("2026-01-05T09:00");
        let council = council(site);
        a_year(site);
        let diligent = planning(site);
        site.at("2026-07-13T09:00");
        let draft = convened(site, &council, "2026-07-20T19:00", json!([{ "kind": "discuss", "title": "停车" }]));
        site.at("2026-07-20T19:00");
        come(site, &draft, 0, 11);
        done(site, CHAIR, &format!("{draft}/opening"), json!({}));
        site.later(60);
        done(site, CHAIR, &format!("{draft}/closure"), json!({}));
        minuted(site, &draft, "");
        site.at("2026-08-03T10:00");
        // Thirteen councils and one of the young; 214 people in 231 seats; 88 held, 86 good, seven of them of the young.
        let (bodies, roster, good, matters) = (figure(site, "deliberation.bodies.active"), figure(site, "deliberation.roster.people"), figure(site, "deliberation.meetings.good"), figure(site, "deliberation.matters.settled"));
        assert_eq!((bodies["shown"]["value"].clone(), beside(&bodies, "youth")), (json!(13), Some(1)));
        assert_eq!((roster["shown"]["value"].clone(), beside(&roster, "seats")), (json!(214), Some(231)));
        assert_eq!((good["shown"]["value"].clone(), beside(&good, "held"), beside(&good, "youth")), (json!(86), Some(88), Some(7)));
        assert_eq!((matters["shown"]["value"].clone(), matters["groups"].as_array().map(Vec::len)), (json!(34), Some(6)));
        // One community fourteen of the twenty-four it plans; what it planned before is kept, and everybody reads both.
        let planned = seen(site, "officer", &format!("/figures/deliberation.meetings.planned?{PERIOD}"));
        assert_eq!((planned["shown"]["value"].clone(), beside(&planned, "planned"), beside(&planned, "good"), planned["records_all"].clone()), (json!(5833), Some(24), Some(14), json!(14)));
        let page = site.get(&diligent).by(&As::Visitor).face(Face::Page).send().text();
        assert!(page.contains("开好 14 场，全年计划 24 场") && page.contains("定的是 30 场") && page.contains("夏天人少"), "{page}");
        let calendar = site.get("/duties?year=2026").by(&As::Visitor).send().json();
        let rows = calendar["rows"].as_array().expect("rows").clone();
        assert_eq!(rows.iter().filter(|r| r["planned"] == json!({ "meetings": 24, "good": 14 })).count(), 1);
        assert_eq!(rows.iter().filter(|r| r["planned"].is_null()).count(), rows.len() - 1, "who plans nothing has none");
        // Each opens to its list; of people the seats are listed.
        for (view, records) in [(&bodies, 13), (&roster, 231), (&good, 86), (&matters, 34)] {
            assert_eq!(view["records_all"], json!(records), "{}", view["shown"]["code"]);
            assert!(view["records"].as_array().is_some_and(|r| !r.is_empty() && r.iter().all(|x| text(&x["path"]).starts_with('/'))));
            assert_eq!((view["shown"]["from"].clone(), view["shown"]["until"].clone()), (json!("2026-01-01"), json!("2026-07-31")));
        }
        // What adds up is the sum of its places.
        for (code, view) in [("deliberation.meetings.good", &good), ("deliberation.matters.settled", &matters)] {
            let of = |community: &str| seen(site, "officer", &format!("/figures/{code}?{PERIOD}&community={community}"))["shown"]["value"].as_i64();
            let ids: Vec<String> = ["ZA", "ZB"].into_iter().map(|c| site.place(c).to_string()).collect();
            assert_eq!(ids.iter().filter_map(|id| of(id)).sum::<i64>(), view["shown"]["value"].as_i64().expect("a number"), "{code}");
        }
        let template = text(&done(site, "officer", "/desk/reports/templates", json!({ "name": "小结", "text": PARAGRAPH }))["id"]);
        let edition = done(site, "officer", &format!("/desk/reports/templates/{template}/editions"), json!({ "from": "2026-01-01", "until": "2026-07-31" }));
        let report = format!("/reports/{}", text(&edition["id"]));
        let page = |path: &str| site.get(path).by(&who("officer")).face(Face::Page).send().text();
        assert!(page(&report).contains("86"));
        for path in [report.clone(), format!("/figures/deliberation.meetings.good?{PERIOD}")] {
            let shown = page(&path);
            assert!(shown.contains("2026-01-01 至 2026-07-31") && !shown.contains("全年"), "{path}: the period is said");
        }
        // Two hands seal the draft: 87 everywhere at once.
        for hand in [CHAIR, TAKER] {
            done(site, hand, &format!("{draft}/minutes/seal"), json!({}));
        }
        let good = figure(site, "deliberation.meetings.good");
        assert_eq!((good["shown"]["value"].clone(), beside(&good, "held"), good["records_all"].clone()), (json!(87), Some(88), json!(87)));
        let row = |from_page: Value| from_page["rows"].as_array().expect("rows").iter().find(|r| r["shown"]["code"] == "deliberation.meetings.good").map(|r| r["shown"]["value"].clone());
        assert_eq!(row(seen(site, "officer", "/desk/indicators?period=year")), Some(json!(87)));
        let again = done(site, "officer", &format!("{report}/recount"), json!({}));
        let in_report = again["figures"].as_array().expect("figures").iter().find(|f| f["code"] == "deliberation.meetings.good" && f["near"].is_null()).map(|f| f["value"].clone());
        assert_eq!(in_report, Some(json!(87)));
    });
}
