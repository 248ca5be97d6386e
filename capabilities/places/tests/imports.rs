//! A street officer brings in the street: overlaps are refused whole, bad cells are named, points find their grid.

use auth::{Level, PostHeld, Role, Scope, Viewer, Who};
use db::{By, testing::Fresh};
use kernel::{AccountId, Day, Moment, PlaceId, PostId, Problem, StreetId};
use places::{Datum, Wgs84, actions};

const DAY: Day = Day(20260101);

fn street() -> StreetId {
    StreetId::named("places-test")
}

fn now() -> Moment {
    DAY.start().plus_days(30)
}

fn officer(role: Role) -> Viewer {
    let post = PostHeld {
        id: PostId::named("post"),
        role,
        scope: Scope { level: Level::Street, place: PlaceId::named("street") },
        unit: None,
        until: now().plus_days(1),
        organisation: None,
    };
    Viewer {
        who: Who::Account(AccountId::named("officer")),
        posts: vec![post],
        strength: auth::Strength::Known,
        ..Viewer::nobody(street())
    }
}

fn square(level: &str, code: &str, parent: &str, x: (f64, f64)) -> String {
    let (a, b) = (120.6 + x.0 * 1e-3, 120.6 + x.1 * 1e-3);
    let parent = if parent.is_empty() { String::new() } else { format!(r#","parent":"{parent}""#) };
    format!(
        r#"{{"type":"Feature","properties":{{"level":"{level}","code":"{code}","name":"{code}"{parent}}},"geometry":
        {{"type":"Polygon","coordinates":[[[{a},31.3],[{b},31.3],[{b},31.301],[{a},31.301],[{a},31.3]]]}}}}"#
    )
}

fn file(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn two_grids(split: f64) -> String {
    file(&[
        square("street", "S", "", (0., 4.)),
        square("community", "C1", "S", (0., 4.)),
        square("grid", "G1", "C1", (0., 2.)),
        square("grid", "G2", "C1", (split, 4.)),
    ])
}

fn write<T: Send + 'static>(
    db: &Fresh,
    work: impl Fn(&mut db::Tx<'_>) -> db::Result<T> + Send + 'static,
) -> db::Result<T> {
    db.write_now(By::system(street(), "test", now()), work)
}

fn read<T: Send + 'static>(db: &Fresh, work: impl FnOnce(&mut db::Reader<'_>) -> db::Result<T> + Send + 'static) -> T {
    db.read_now(work).expect("a reading")
}

fn draw(db: &Fresh, geojson: String, from: Day) -> Result<actions::Brought, Vec<Problem>> {
    let by = officer(Role::StreetOfficer);
    write(db, move |tx| actions::import_boundaries(tx, &by, &geojson, Some(Datum::Wgs84), from, "plan 1")).expect("asked")
}

fn codes(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().map(|p| p.code).collect()
}

fn arg(p: &Problem, name: &str) -> String {
    p.args.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone()).unwrap_or_default()
}

#[test]
fn overlapping_grids_are_refused_whole() {
    db::testing::each_engine(|db| {
        let problems = draw(db, two_grids(1.9), DAY).expect_err("they overlap");
        assert_eq!(codes(&problems), ["siblings_overlap"]);
        let p = &problems[0];
        assert_eq!((arg(p, "place"), arg(p, "other"), arg(p, "vertex")), ("G1".into(), "G2".into(), "2".into()));
        assert!((900.0..1200.0).contains(&arg(p, "area").parse::<f64>().expect("an area")));
        assert!(read(db, |r| places::tree(r, street())).is_empty());
    });
}

#[test]
fn a_gap_is_listed_and_a_vertex_named() {
    db::testing::each_engine(|db| {
        assert_eq!(codes(&draw(db, two_grids(2.1), DAY).expect_err("a gap")), ["parent_not_covered"]);
        let turned = two_grids(2.0).replace("[120.604,31.3],[120.604,31.301]", "[120.604,31.301],[120.604,31.3]");
        assert!(codes(&draw(db, turned, DAY).expect_err("crossed")).contains(&"edges_cross"));
    });
}

#[test]
fn a_street_is_drawn_redrawn_and_found() {
    db::testing::each_engine(|db| {
        let brought = draw(db, two_grids(2.0), DAY).expect("drawn");
        assert_eq!((brought.communities, brought.grids, brought.fresh), (1, 2, 4));
        let here = Wgs84 { lon: 120.6025, lat: 31.3005 };
        let at = |moment| {
            read(db, move |r| {
                let found = places::locate(r, street(), here, moment)?.expect("a grid");
                let tree = places::tree(r, street())?;
                assert_eq!(tree.path_of(found.place).community, Some(found.community));
                Ok(tree.name_path(found.place))
            })
        };
        assert_eq!(at(now()), "C1 · G2");

        // From 1 March the border between the two runs 100 m farther east.
        let march = Day::of(2026, 3, 1);
        let moved = file(&[square("grid", "G1", "C1", (0., 3.)), square("grid", "G2", "C1", (3., 4.))]);
        draw(db, moved.clone(), march).expect("redrawn");
        assert_eq!(at(march.start().plus(-1)), "C1 · G2");
        assert_eq!(at(march.start()), "C1 · G1");
        assert_eq!(codes(&draw(db, moved, march).expect_err("the same instant again")), ["begins_too_early"; 2]);
    });
}

#[test]
fn bad_cells_are_named_and_good_sheets_taken() {
    db::testing::each_engine(|db| {
        draw(db, two_grids(2.0), DAY).expect("drawn");
        let bring = |text: &'static str| {
            let by = officer(Role::SystemAdministrator);
            write(db, move |tx| actions::import_statistics(tx, &by, text.as_bytes(), None, "census")).expect("asked")
        };
        let bad = bring("code,registered,as_of\nS,48400,2025-12-31\nG9,12,2025-12-31\nC1,abc,2025-02-30\n");
        let named: Vec<_> = bad.expect_err("bad").iter().map(|p| format!("{}: {}", arg(p, "cell"), p.code)).collect();
        assert_eq!(named, ["A3: unknown_place", "B4: not_a_number", "C4: not_a_day"]);
        let good = bring("code,as_of,registered,常住人口\nS,2025-12-31,900,\"1,200\"\nC1,2025-12-31,880,1200\n");
        let good = good.expect("taken");
        assert_eq!((good.numbers, codes(&good.notes)), (4, vec!["sum_differs"]));
        assert_eq!(arg(&good.notes[0], "by"), "-20");
    });
}

#[test]
fn buildings_are_found_by_name_and_a_stranger_may_not_bring_any() {
    db::testing::each_engine(|db| {
        draw(db, two_grids(2.0), DAY).expect("drawn");
        let sheet = "code,name,grid,lon,lat\nB1,3幢,G1,120.601,31.3005\nB2,5幢,G1,120.6035,31.3005\n";
        let bring = |by: Viewer| {
            write(db, move |tx| actions::import_buildings(tx, &by, sheet.as_bytes(), Datum::Wgs84, DAY, "list"))
        };
        assert!(matches!(bring(officer(Role::Clerk)), Err(db::Fault::Denied(auth::Denied::Forbidden))));
        let brought = bring(officer(Role::StreetOfficer)).expect("asked").expect("taken");
        assert_eq!((brought.buildings, codes(&brought.notes)), (2, vec!["building_in_other_grid"]));
        let found = read(db, |r| places::search_places(r, street(), "G1 3幢", 5));
        assert_eq!(found.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["B1"]);
    });
}

#[test]
fn the_demo_street_is_whole() {
    let text = |name: &str| {
        std::fs::read_to_string(format!("{}/../../demo/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a demo file")
    };
    db::testing::each_engine(|db| {
        let (map, buildings, people) = (text("places.geojson"), text("buildings.csv"), text("population.csv"));
        write(db, move |tx| places::demo::load(tx, DAY, &map, &buildings, &people)).expect("the demo street");
        let tree = read(db, |r| places::tree(r, street()));
        assert_eq!((tree.level(Level::Community).len(), tree.level(Level::Grid).len()), (13, 46));
        let locator = read(db, |r| places::locator(r, street()));
        for b in tree.level(Level::Building) {
            let found = locator.locate(b.point.expect("a point"), now()).expect("a grid");
            assert_eq!(Some(found.place), b.parent, "{}", b.code);
        }
    });
}
