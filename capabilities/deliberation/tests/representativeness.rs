//! Scenes of who was there: what a room looks like beside the people who live around it.

use crate::common::*;
use serde_json::{Value, json};
use testkit::{As, Face, Site};

/// A community of ten thousand of whom 24 in a hundred are native; ages without the youngest of all.
fn peopled(site: &Site) {
    let sheet = "place,measure,band,as_of,value\nZA,native,,2026-01-01,2400\nZA,newly_settled,,2026-01-01,7600\n\
                 ZA,resident,14-17,2026-01-01,500\nZA,resident,18-35,2026-01-01,4000\nZA,resident,36-59,2026-01-01,3500\n\
                 ZA,resident,60-64,2026-01-01,800\nZA,resident,65-79,2026-01-01,900\nZA,resident,80+,2026-01-01,300\n";
    let day = kernel::Day::of(2026, 1, 1);
    site.by_system(move |tx| {
        let viewer = auth::Viewer::system(tx.street(), "test");
        let read = places::actions::import_statistics(tx, &viewer, sheet.as_bytes(), Some(day), "census")?;
        assert!(read.is_ok(), "the numbers are read");
        Ok(())
    });
}

/// A meeting that is open, to which so many residents come beside the members.
fn open_with(site: &Site, body: &str, from: &str, members: usize, residents: usize) -> String {
    let meeting = convened(site, body, from, json!([{ "kind": "discuss", "title": "停车" }]));
    site.at(from);
    come(site, &meeting, 0, members);
    for line in 1..=residents {
        let words = json!({ "shown_name": format!("邻居{line}"), "door": "sheet", "sheet_line": line });
        done(site, TAKER, &format!("{meeting}/attendance"), words);
    }
    done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
    meeting
}

/// What the door writes down of the first who have not said, one group each.
fn said(site: &Site, meeting: &str, dim: &str, groups: &[(&str, usize)]) {
    let view = seen(site, TAKER, &format!("{meeting}/representativeness"));
    let silent = view["unsaid"].as_array().cloned().unwrap_or_default();
    let words = groups.iter().flat_map(|(group, many)| std::iter::repeat_n(*group, *many));
    for (who, group) in silent.iter().zip(words) {
        let mut told = json!({ "attendance": who["attendance"], "consent": true });
        told[dim] = json!(group);
        done(site, TAKER, &format!("{meeting}/strata"), told);
    }
}

/// Closed, minuted and sealed by two.
fn sealed(site: &Site, meeting: &str, at: &str) {
    site.later(60);
    done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
    minuted(site, meeting, at);
}

fn visited_at(site: &Site, path: &str) -> Value {
    site.get(path).by(&As::Visitor).send().json()
}

fn dim(view: &Value, code: &str) -> Value {
    view["compared"].as_array().expect("dimensions").iter().find(|c| c["comparison"]["dim"] == code).expect(code).clone()
}

/// Scene 14: 30 came, 18 of them native, where 24 of a hundred are.
#[test]
fn eighteen_natives_of_thirty() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        peopled(site);
        let body = council(site);
        let meeting = open_with(site, &body, "2026-11-10T19:00", 13, 17);
        said(site, &meeting, "origin", &[("native", 18), ("new", 12)]);
        let visited = |site: &Site| site.get(&format!("{meeting}/representativeness")).by(&As::Visitor).send().json();
        let early = visited(site);
        assert_eq!((early["counts"].clone(), early["compared"].clone()), (json!("waiting"), json!([])), "published with the sealed minutes");
        let working = seen(site, TAKER, &format!("{meeting}/representativeness"));
        assert_eq!((working["counts"].clone(), dim(&working, "origin")["comparison"]["groups"][0]["came"].clone()), (json!("working"), json!(18)));
        sealed(site, &meeting, "2026-11-20T10:00");
        let view = visited(site);
        let origin = dim(&view, "origin");
        assert_eq!(view["counts"], "sealed");
        assert_eq!((view["came"].clone(), origin["of_year"].clone(), origin["as_of"].clone()), (json!(30), json!(false), json!("2026-01-01")));
        let groups = &origin["comparison"]["groups"];
        assert_eq!((groups[0]["came"].clone(), groups[0]["index"].clone()), (json!(18), json!(250)));
        assert_eq!((groups[1]["came"].clone(), groups[1]["index"].clone()), (json!(12), json!(53)));
        assert_eq!((origin["comparison"]["distance"].clone(), origin["comparison"]["by_chance"].clone()), (json!(36), json!(6)));
        assert_eq!(dim(&view, "registration")["comparison"]["hidden"], "no_numbers");
        assert_eq!(dim(&view, "age")["comparison"]["hidden"], "few", "nobody said it");
        assert_eq!(view["seats"].as_array().expect("seats").iter().map(|s| s["came"].as_u64().unwrap_or(0)).sum::<u64>(), 13);
        assert_eq!((view["known_meetings"].clone(), view["mixed_meetings"].clone()), (json!(1), json!(1)));
        // The minutes carry it in one line, sealed with them.
        let minutes = visited_at(site, &meeting)["minutes"].clone();
        assert_eq!(minutes["there"], json!({ "came": 30, "apart": [{ "dim": "origin", "distance": 36, "by_chance": 6 }] }));
        let printed = site.get(&format!("{meeting}/minutes")).by(&As::Visitor).face(Face::Page).send().text();
        let shown = site.get(&meeting).by(&As::Visitor).face(Face::Page).send().text();
        for page in [printed, shown] {
            assert!(page.contains("谁在场：到会 30 位邻居") && page.contains("有 36 位换成别的人群") && page.contains("也会差 6 位"), "{page}");
        }
        assert_eq!(broken(site), Vec::<String>::new());
        let page = site.get(&format!("{meeting}/representativeness")).by(&As::Visitor).face(Face::Page).send().text();
        assert!(page.contains("2.50") && page.contains("0.53") && !page.contains("邻居1"), "{page}");
    });
}

#[test]
fn a_small_group_is_covered_and_a_small_meeting_is_seen_with_its_year() {
    testkit::on_both(|site| {
        site.at("2026-10-02T09:00");
        peopled(site);
        let body = council(site);
        let first = open_with(site, &body, "2026-10-08T19:00", 13, 7);
        said(site, &first, "origin", &[("native", 18), ("new", 2)]);
        sealed(site, &first, "2026-10-16T10:00");
        let view = site.get(&format!("{first}/representativeness")).send().json();
        let origin = dim(&view, "origin")["comparison"].clone();
        assert_eq!((origin["hidden"].clone(), origin["distance"].clone()), (json!("small"), Value::Null));
        assert!(origin["groups"].as_array().expect("groups").iter().all(|g| g["came"].is_null() && g["index"].is_null()), "{origin}");

        // Members said it for their term; the second meeting has few known of its own and is seen with the year, to which the
        // first adds nothing, as it may not be read whole.
        let second = open_with(site, &body, "2026-10-20T19:00", 10, 0);
        let inside = seen(site, TAKER, &format!("{second}/representativeness"));
        assert_eq!(inside["absent"].as_array().map(Vec::len), Some(3), "three of thirteen did not come");
        sealed(site, &second, "2026-10-29T10:00");
        let view = site.get(&format!("{second}/representativeness")).send().json();
        let origin = dim(&view, "origin");
        assert_eq!((origin["of_year"].clone(), origin["comparison"]["unknown"].clone()), (json!(true), Value::Null));
        assert!(origin["comparison"]["groups"].as_array().expect("groups").iter().all(|g| g["came"].is_null()), "twelve months without counts");
        assert_eq!(origin["comparison"]["hidden"], "few");
        assert!(view["absent"].is_null(), "their names are for the door");
        assert_eq!(site.get(&format!("{body}/representativeness")).send().json()["came"], 30);
    });
}

#[test]
fn people_say_it_themselves_with_consent_and_take_it_with_them() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let meeting = convened(site, &body, "2026-11-10T19:00", json!([{ "kind": "discuss", "title": "停车" }]));
        site.at("2026-11-10T18:50");
        let strata = format!("{meeting}/strata");
        assert_eq!(says(site, "lin", &strata, json!({ "age": "18-35", "consent": true })).status, 404, "was not there");
        let code = text(&seen(site, CHAIR, &format!("{meeting}/code"))["code"]);
        done(site, "lin", &format!("{meeting}/arrival"), json!({ "code": code }));
        assert_eq!(refused(site, "lin", &strata, json!({ "age": "18-35" })), ["consent-missing"]);
        assert_eq!(refused(site, "lin", &strata, json!({ "age": "young", "consent": true })), ["group-unknown"]);
        assert_eq!(refused(site, "lin", &strata, json!({ "consent": true })), ["nothing-said"]);
        done(site, "lin", &strata, json!({ "age": "18-35", "consent": true }));
        done(site, "lin", &strata, json!({ "age": "36-59", "consent": true }));
        let account = site.account("lin");
        let kept = site.read({
            let street = site.street;
            move |r| deliberation::store::strata_about(r, street, account)
        });
        assert_eq!(kept.iter().map(|(dim, group, _)| (dim.as_str(), group.as_str())).collect::<Vec<_>>(), [("age", "36-59")], "the newest word stands");
        let view = seen(site, TAKER, &format!("{meeting}/representativeness"));
        assert!(view["unsaid"].is_null(), "{view}");
        let other = seen(site, CHAIR, &meeting);
        let attendance = json!({ "attendance": other["id"], "age": "60+", "consent": true });
        assert_eq!(says(site, "zhao", &strata, attendance).status, 404, "nobody writes for another but the door");
        assert_eq!(site.by_system(move |tx| deliberation::store::erase_strata(tx, account)), 1);
    });
}

/// 47: what was read of a sealed meeting stays, whatever is said, ticked off or taken back later; and it is told as it was, not
/// as it would be now.
#[test]
fn what_is_sealed_is_not_counted_again() {
    testkit::on_both(|site| {
        site.at("2026-10-02T09:00");
        peopled(site);
        let body = council(site);
        let first = open_with(site, &body, "2026-10-08T19:00", 13, 17);
        said(site, &first, "origin", &[("native", 18), ("new", 12)]);
        sealed(site, &first, "2026-10-16T10:00");
        let paths = [format!("{first}/representativeness"), format!("{body}/representativeness")];
        let read = |site: &Site| paths.iter().map(|p| site.get(p).by(&As::Visitor).send().json()["compared"].clone()).collect::<Vec<_>>();
        let before = read(site);
        assert_eq!(dim(&json!({ "compared": before[1] }), "origin")["comparison"]["groups"][0]["index"], 250, "the year has it");

        // At the next meeting members say something else, for the whole term; later what was said is erased, and a grid is forgotten.
        let second = open_with(site, &body, "2026-10-20T19:00", 10, 1);
        let other = site.read({
            let (street, id) = (site.street, second.trim_start_matches("/meetings/").parse().expect("an id"));
            move |r| deliberation::store::attendees_of(r, street, id)
        });
        for a in &other {
            done(site, TAKER, &format!("{second}/strata"), json!({ "attendance": a.id, "origin": "new", "gender": "female", "tenure": "owner", "consent": true }));
        }
        assert_eq!(read(site), before, "said for the term, and the sealed evening stays");
        site.by_system(|tx| {
            let street = tx.street();
            tx.exec("delete from told_strata where street_id = $1", db::args![street])?;
            tx.exec("update meeting_attendances set grid_id = null where street_id = $1", db::args![street])
        });
        assert_eq!(read(site), before, "nothing is counted again");
        // Eleven came to the second: it stands in no table until thirty came to small meetings together.
        sealed(site, &second, "2026-10-29T10:00");
        assert_eq!(read(site), before, "twelve months with and without one small meeting are the same");
    });
}

/// The line of who was there is a preview for those who write, until it is sealed; one that was sealed is never another, and
/// minutes sealed before the line was part of them still hold.
#[test]
fn the_line_of_the_minutes_is_fixed_by_the_seal() {
    testkit::on_both(|site| {
        site.at("2026-10-02T09:00");
        peopled(site);
        let body = council(site);
        let meeting = open_with(site, &body, "2026-10-08T19:00", 13, 17);
        said(site, &meeting, "origin", &[("native", 18), ("new", 12)]);
        site.later(60);
        done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
        minuted(site, &meeting, "");
        let line = |site: &Site, by: &str| seen(site, by, &meeting)["minutes"]["there"].clone();
        assert_eq!(line(site, TAKER)["apart"][0]["distance"], 36);
        let preview = site.get(&meeting).by(&who(TAKER)).face(Face::Page).send().text();
        assert!(preview.contains("预览，只有写纪要的人看得见"), "{preview}");
        let printed = site.get(&format!("{meeting}/minutes")).by(&who(TAKER)).face(Face::Page).send().text();
        assert!(!printed.contains("谁在场"), "a draft that is handed round says nothing yet: {printed}");
        assert!(visited_at(site, &meeting)["minutes"].is_null());
        site.at("2026-10-16T10:00");
        done(site, CHAIR, &format!("{meeting}/minutes/seal"), json!({}));
        done(site, TAKER, &format!("{meeting}/minutes/seal"), json!({}));
        let sealed = visited_at(site, &meeting)["minutes"]["there"].clone();
        assert_eq!(sealed["apart"], json!([{ "dim": "origin", "distance": 36, "by_chance": 6 }]));
        site.by_system(|tx| {
            let street = tx.street();
            tx.exec("delete from told_strata where street_id = $1", db::args![street])?;
            tx.exec("delete from statistics where street_id = $1", db::args![street])
        });
        assert_eq!(visited_at(site, &meeting)["minutes"]["there"], sealed);
        assert_eq!(broken(site), Vec::<String>::new());
        site.by_system(|tx| {
            let street = tx.street();
            tx.exec("update meeting_seals set canonical = replace(canonical, '\"distance\":36', '\"distance\":3') where street_id = $1", db::args![street])
        });
        assert!(!broken(site).is_empty(), "the line is under the seal");
    });
}
