//! Which requests a list shows: windows of dates, filters, a thousand at most, and pages while others arrive.

use appeals::actions::{self, Whereabouts};
use appeals::rules::Intake;
use crate::common::*;
use kernel::{Actor, Moment, Outcome};
use std::collections::BTreeSet;
use testkit::{Answer, Site, Wanted};

/// Cases of these moments, published at once.
fn many(site: &Site, category: &'static str, moments: Vec<Moment>) {
    let path = auth::PlacePath { community: Some(site.place("ZA")), ..auth::PlacePath::default() };
    site.by_system(move |tx| {
        for (n, at) in moments.iter().enumerate() {
            let said = appeals::rules::Reception { client_key: format!("{category}/{}/{n}", at.0), ..words(category, 31.945, 118.705) };
            let got = tx.at(*at, Actor::Nobody, |tx| {
                let nobody = auth::Viewer::nobody(tx.street());
                actions::receive(tx, &nobody, &said, Intake { by: None, staff: false, has_photo: false }, Whereabouts { path, office: None })
            })?;
            let Outcome::Done(Some(got)) = got else { panic!("not received") };
            appeals::store::publish(tx, got.case.id)?;
        }
        Ok(())
    });
}

#[test]
fn a_window_holds_its_ends_and_ninety_days() {
    testkit::on_both(|site| {
        let first = at("2026-01-10T10:00:00+08:00");
        let noon = at("2026-03-01T12:00:00+08:00").plus(400_000);
        many(site, "lift", vec![first, noon, first.plus_days(90), first.plus_days(91)]);
        let count = |query: &str| list(site, query).len();
        assert_eq!(count("start_date=2026-01-10T10:00:00%2B08:00&end_date=2026-04-10T10:00:00%2B08:00"), 3, "both ends");
        assert_eq!(count("start_date=2026-01-10T02:00:01Z&end_date=2026-04-10T01:59:59Z"), 1, "a second inside");
        assert_eq!(count("start_date=2026-01-10T10:00:00+08:00"), 3, "ninety days from the start; a plus that was lost");
        assert_eq!(count("end_date=2026-04-11T10:00:00.9%2B08:00"), 3, "ninety days before the end");
        assert_eq!(count("start_date=2026-03-01T04:00:00Z&end_date=2026-03-01T04:00:00Z"), 1, "told to the second");
        assert_eq!(count(""), 0, "the last ninety days");
        assert_eq!(count("start_date=2027-01-01T00:00:00Z"), 0, "nothing of the future");
    });
}

#[test]
fn nobody_finds_the_hour_of_a_fuzzy_case() {
    testkit::on_both(|site| {
        many(site, "noise", vec![at("2026-11-20T16:42:10+08:00"), at("2026-11-20T03:00:00+08:00")]);
        let count = |from: &str, to: &str| list(site, &format!("start_date={from}&end_date={to}")).len();
        assert_eq!(count("2026-11-20T16:42:00%2B08:00", "2026-11-20T16:43:00%2B08:00"), 0, "the hour is not its hour");
        assert_eq!(count("2026-11-20T00:00:00%2B08:00", "2026-11-20T00:00:00%2B08:00"), 2, "the day is");
        let span = |from: &str, to: &str| list(site, &format!("updated_after={from}&updated_before={to}")).len();
        assert_eq!(span("2026-11-20T16:42:00%2B08:00", "2026-11-20T16:43:00%2B08:00"), 0);
        assert_eq!(span("2026-11-20T00:00:00%2B08:00", "2026-11-20T00:00:00%2B08:00"), 2);
        let listed = list(site, "");
        let numbers = numbers(&listed);
        assert!(numbers[0] > numbers[1], "within a day the number gives the order: {numbers:?}");
        // A narrow box around the true point holds nothing; one around the cell's centre does.
        let (lat, lon) = (listed[0]["lat"].as_f64().expect("a number"), listed[0]["long"].as_f64().expect("a number"));
        let around = |lat: f64, lon: f64| list(site, &format!("bbox={},{},{},{}", lon - 1e-4, lat - 1e-4, lon + 1e-4, lat + 1e-4)).len();
        assert_eq!((around(31.945, 118.705), around(lat, lon)), (0, 2));
        assert_eq!(list(site, &format!("lat={lat}&long={lon}&radius=10")).len(), 2);
        let pages: Vec<_> = (1..4).flat_map(|n| crate::common::numbers(&list(site, &format!("lat={lat}&long={lon}&radius=10&page_size=1&page={n}")))).collect();
        assert_eq!(pages, numbers, "pages on the ground too");
    });
}

#[test]
fn numbers_override_everything_else() {
    testkit::on_both(|site| {
        many(site, "lift", vec![at("2025-01-10T10:00:00+08:00"), at("2026-11-20T10:00:00+08:00")]);
        let hidden = site.makes(&Wanted::default()).case.case_no;
        let new = numbers(&list(site, ""));
        let old = numbers(&list(site, "end_date=2025-02-01T00:00:00Z"));
        assert_eq!((new.len(), old.len()), (1, 1));
        let query = format!("service_request_id=%20{}%20,{},{hidden},nothing,,&status=nonsense&start_date=x", old[0], new[0]);
        assert_eq!(numbers(&list(site, &query)), vec![new[0].clone(), old[0].clone()], "newest first; unknown ones are absent");
        assert_eq!(list(site, "service_request_id=nothing,20260101-NOTHNG").len(), 0);
        assert_eq!((list(site, "service_code=lift,%20noise").len(), list(site, "service_code=noise").len()), (1, 0));
    });
}

#[test]
fn a_thousand_and_one() {
    testkit::on_both(|site| {
        let start = at("2026-11-01T08:00:00+08:00");
        many(site, "lift", (0..1_000).map(|n| start.plus_minutes(n)).collect());
        let all = list(site, "");
        assert_eq!(all.len(), 1_000);
        assert_eq!(all[0]["requested_datetime"], start.plus_minutes(999).rfc3339(), "the newest first");
        many(site, "lift", vec![start.plus_minutes(1_000)]);
        let cut = list(site, "");
        assert_eq!((cut.len(), cut[0]["requested_datetime"].clone()), (1_000, start.plus_minutes(1_000).rfc3339().into()));
        assert_eq!(cut[999]["requested_datetime"], start.plus_minutes(1).rfc3339(), "the oldest falls out");
        assert!(site.get("/open311/v2/requests.json").send().headers.get("link").is_none(), "nothing that was not asked for");
        assert_eq!(list(site, "page_size=5000").len(), 1_000);
        let bulk = site.get("/open311/v2/bulk/2026-11.csv").send();
        assert_eq!(bulk.text().lines().count(), 1_002, "a month is whole");
    });
}

/// The address after `rel` in a Link header.
fn link(answer: &Answer, rel: &str) -> Option<String> {
    let header = answer.headers.get("link")?.to_str().ok()?.to_owned();
    let part = header.split(", ").find(|part| part.ends_with(&format!("rel=\"{rel}\"")))?;
    Some(part[1..part.find('>')?].trim_start_matches("http://street.example").to_owned())
}

#[test]
fn pages_make_the_whole_while_items_arrive() {
    testkit::on_both(|site| {
        // Several in the same second, and fuzzy ones of the same day.
        let start = at("2026-11-10T08:00:00+08:00");
        many(site, "lift", (0..20).map(|n| start.plus_minutes(n / 4)).collect());
        many(site, "noise", (0..15).map(|n| start.plus_minutes(n)).collect());
        let whole = numbers(&list(site, ""));
        assert_eq!(whole.len(), 35);
        let page = |query: &str| numbers(&list(site, query));
        assert_eq!(page("page=0&page_size=10"), page("page=1&page_size=10"), "counted from 0 or from 1");
        let by_number: Vec<_> = (1..=4).flat_map(|n| page(&format!("page={n}&page_size=10"))).collect();
        assert_eq!(by_number, whole);
        assert_eq!(page("page=5&page_size=10"), Vec::<String>::new());
        let (mut next, mut seen) = (Some("/open311/v2/requests.json?page_size=10&service_code=lift,noise".to_owned()), vec![]);
        while let Some(address) = next {
            let got = site.get(&address).send();
            seen.extend(numbers(got.json().as_array().expect("a list")));
            next = link(&got, "next");
            many(site, "lift", vec![at("2026-11-20T08:00:00+08:00").plus_minutes(seen.len() as i64)]);
        }
        assert_eq!(seen, whole, "nothing twice, nothing missing");
        let second = site.get("/open311/v2/requests.json?page=2&page_size=10").send();
        let back = link(&second, "prev").expect("a page before");
        assert_eq!(back, "/open311/v2/requests.json?page=1&page_size=10");
        let (a, b): (BTreeSet<_>, BTreeSet<_>) = (seen.iter().collect(), whole.iter().collect());
        assert_eq!(a, b);
    });
}

#[test]
fn a_mirror_sees_what_changed() {
    testkit::on_both(|site| {
        let made = published(site, &Wanted::default());
        let since = |minutes: i64| {
            let from = site.now().plus_minutes(-minutes).rfc3339().replace('+', "%2B");
            numbers(&list(site, &format!("updated_after={from}")))
        };
        site.later(3_000);
        assert_eq!(since(10), Vec::<String>::new());
        let (id, line) = (made.case.id, appeals::rules::Taker { unit: identity::demo::unit_id(testkit::PROPERTY), active: true, holder: None });
        site.does(&site.staff("dispatcher"), move |tx, v| actions::dispatch(tx, v, id, &appeals::rules::Dispatching::default(), Some(line)));
        assert_eq!(since(10), vec![made.case.case_no.clone()]);
        let old = list(site, "updated_after=2026-01-01T00:00:00Z&updated_before=2026-02-01T00:00:00Z");
        assert_eq!(old.len(), 0);
    });
}
