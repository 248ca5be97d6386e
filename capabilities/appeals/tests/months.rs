//! A month in one table that everybody may read: written once, small counts covered, nothing told in confidence. On both
//! engines.
use appeals::actions::{self, Whereabouts};
use appeals::rules::*;
use crate::common::Site;
use db::args;
use db::testing::each_engine;
use kernel::{Day, PlaceId};

fn with_communities(site: &Site<'_>) {
    site.by_system(|tx| {
        let street = tx.street();
        for (name, level, parent) in [("street", "street", None), ("c1", "community", Some("street")), ("c2", "community", Some("street"))] {
            tx.exec(
                "insert into places (street_id, id, parent_id, level, name, short_name, aliases, code, from_day)
                 values ($1, $2, $3, $4, $5, $6, '[]', $7, $8)",
                args![street, PlaceId::named(name), parent.map(PlaceId::named), level, name, name, name, Day::of(2020, 1, 1)],
            )?;
        }
        Ok(())
    });
}

fn says(site: &Site<'_>, community: &'static str, n: usize, category: &'static str, secret: bool) {
    for n in 0..n {
        let key = format!("{community} {category} {secret} {n} {}", site.now().0);
        let words = Reception { secret, name: "方家宁".into(), phone: "19900001234".into(), ..site.lift(&key) };
        let got = site.does(&site.visitor(), move |tx, v| {
            let path = auth::PlacePath { community: Some(PlaceId::named(community)), ..auth::PlacePath::default() };
            let intake = Intake { by: None, staff: false, has_photo: false };
            actions::receive(tx, v, &words, intake, Whereabouts { path, office: None })
        });
        let case = got.expect("received").case.id;
        site.does(&site.clerk(), move |tx, v| {
            let words = Acceptance { category: category.into(), title: "一件事".into(), ..Acceptance::default() };
            actions::accept(tx, v, case, &words, None)
        });
    }
}

#[test]
fn a_month_is_written_once_and_shows_no_small_number() {
    each_engine(|db| {
        let site = Site::new(db, "2026-10-12T09:00");
        with_communities(&site);
        says(&site, "c1", 9, "lift", false);
        says(&site, "c1", 7, "committee", false);
        says(&site, "c2", 2, "lift", false);
        says(&site, "c2", 6, "committee", false);
        // Told in confidence: not even counted.
        says(&site, "c2", 3, "lift", true);
        site.at("2026-11-01T00:00");
        says(&site, "c1", 5, "lift", false);

        let street = site.street;
        let month = |wanted: &'static str| db.read_now(move |r| actions::month_view(r, street, wanted)).expect("a month");
        site.at("2026-11-04T12:00").by_system(actions::write_months);
        assert_eq!(month("").map(|v| v.months), Some(vec![]), "October waits for its stragglers");
        assert_eq!(site.at("2026-11-05T00:00").by_system(actions::write_months), 1);
        assert_eq!(site.by_system(actions::write_months), 0);

        let view = month("2026-10").expect("written");
        let table = view.table.expect("a table");
        assert_eq!((table.month.as_str(), table.rows.len()), ("2026-10", 2));
        assert_eq!(table.kinds.iter().map(|k| k.code.as_str()).collect::<Vec<_>>(), ["lift", "committee"]);
        // Two lifts in c2 are small; what would give them away is covered with them, and the street's own sum stays.
        assert_eq!(table.rows[1].counts, [None, None]);
        assert_eq!(table.rows[0].counts, [None, None]);
        assert_eq!((table.total, &table.totals), (Some(24), &vec![Some(11), Some(13)]));
        assert_eq!((table.rows[0].total, table.rows[1].total), (Some(16), Some(8)));

        // Whatever happens to October's cases later, its table stays: two states of it cannot be subtracted.
        site.by_system(|tx| tx.exec("update voices set received_at = received_at - 100 * 86400000000 where street_id = $1", args![tx.street()]));
        assert_eq!(site.by_system(actions::write_months), 0);
        assert_eq!(month("2026-10").and_then(|v| v.table), Some(table));
        assert!(month("2026-09").is_none() && month("nonsense").is_none() && month("2026-11").is_none());
    });
}

/// A street that begins is not asked for months before it.
#[test]
fn a_street_without_voices_shows_no_month() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        assert_eq!(site.by_system(actions::write_months), 12);
        let street = site.street;
        let view = db.read_now(move |r| actions::month_view(r, street, "")).expect("a page").expect("a page");
        assert!(view.months.is_empty() && view.table.is_none());
    });
}
