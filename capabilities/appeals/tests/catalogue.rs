//! The dispatch catalogue: written by one hand and put in force by another, taught by returns, and acting by itself only
//! where it has earned it. On both engines.
use appeals::actions;
use appeals::rules::*;
use appeals::store;
use auth::{Role, Viewer};
use crate::common::{PARKS, PROPERTY, Site, unit};
use db::Tx;
use db::testing::each_engine;
use kernel::{Day, Outcome, PlaceId, UnitId};
use std::collections::HashMap;

const COMMUNITY: &str = "c1";

fn admin(site: &Site<'_>) -> Viewer {
    let mut admin = site.supervisor();
    admin.posts[0].role = Role::SystemAdministrator;
    admin.who = auth::Who::Account(kernel::AccountId::named("administrator"));
    admin
}

fn taker(name: &str) -> Option<Taker> {
    Some(Taker { unit: unit(name), active: true, holder: None })
}

/// A heading over the lift, so that it is a leaf as on a real street.
fn with_headings(site: &Site<'_>) {
    site.by_system(|tx| {
        let street = tx.street();
        tx.exec("update categories set parent = 'homes' where street_id = $1 and code = 'lift'", db::args![street])?;
        Ok(())
    });
}

fn writes(change: impl Fn(&mut CatalogueWords) + Send + 'static) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<()>> + Send + 'static {
    move |tx, v| {
        let mut words = CatalogueWords {
            category: "lift".into(),
            lead: unit(PARKS).to_string(),
            fallback: Some(unit(PARKS)),
            basis: "职责清单第九条".into(),
            ..CatalogueWords::default()
        };
        change(&mut words);
        actions::write_catalogue_line(tx, v, &words)
    }
}

fn proposes() -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<()>> + Send + 'static {
    |tx, v| actions::propose_catalogue(tx, v, &Saying { text: "电梯改由园林所牵头".into(), ..Saying::default() })
}

fn in_force(site: &Site<'_>) -> Vec<CatalogueItem> {
    let street = site.street;
    site.db.read_now(move |r| store::catalogue(r, street, "lift")).expect("lines")
}

fn draft_lines(site: &Site<'_>) -> Vec<CatalogueItem> {
    let street = site.street;
    let read = site.db.read_now(move |r| match store::catalogue_draft(r, street)? {
        Some(draft) => store::catalogue_lines(r, street, draft.version),
        None => Ok(vec![]),
    });
    read.expect("lines")
}

fn suggestions(site: &Site<'_>) -> Vec<store::Suggestion> {
    let street = site.street;
    site.db.read_now(move |r| store::suggestions(r, street)).expect("suggestions")
}

/// A version comes into force by another hand than wrote it, and never while it has gaps.
#[test]
fn two_hands_publish() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-05T09:00");
        with_headings(&site);
        let (dispatcher, admin) = (site.dispatcher(), admin(&site));
        assert_eq!(site.may_not(&site.handler(), actions::begin_catalogue), ["Hidden"]);
        assert_eq!(site.may_not(&site.clerk(), actions::begin_catalogue), ["Forbidden"]);
        assert_eq!(site.may_not(&dispatcher, writes(|_| {})), ["catalogue-no-draft"]);
        site.does(&dispatcher, actions::begin_catalogue);
        assert_eq!(site.may_not(&site.supervisor(), actions::begin_catalogue), ["catalogue-being-written"]);

        let old = draft_lines(&site);
        assert_eq!(old.len(), 1, "it begins with the lines in force");
        let line = old[0].id;
        assert_eq!(site.may_not(&dispatcher, writes(|w| w.category = "no such".into())), ["category-missing"]);
        assert_eq!(site.may_not(&dispatcher, writes(|w| w.lead = unit("nowhere").to_string())), ["unit-missing"]);
        assert_eq!(site.may_not(&dispatcher, writes(|w| w.place_name = "没有这个社区".into())), ["place-unknown"]);
        assert_eq!(site.may_not(&dispatcher, writes(|w| w.until = "next year".into())), ["day-unreadable"]);
        assert_eq!(site.may_not(&dispatcher, writes(|w| w.assists = vec![unit(PARKS); 6])), ["assists-many"]);
        site.does(&dispatcher, writes(|_| {}));
        assert_eq!(site.may_not(&dispatcher, proposes()), ["catalogue-twice"]);
        site.does(&dispatcher, move |tx, v| actions::remove_catalogue_line(tx, v, line));
        // The id of a line of another version names no line of this one.
        let (in_force_line, only) = (in_force(&site)[0].id, draft_lines(&site)[0].id);
        site.does(&dispatcher, move |tx, v| actions::remove_catalogue_line(tx, v, only));
        site.does(&dispatcher, writes(move |w| w.line = in_force_line.to_string()));
        assert_eq!((in_force(&site)[0].id, draft_lines(&site).len()), (in_force_line, 1));

        assert_eq!(site.may_not(&admin, actions::publish_catalogue), ["catalogue-not-proposed"]);
        site.does(&dispatcher, proposes());
        assert_eq!(site.may_not(&dispatcher, writes(|_| {})), ["catalogue-proposed"]);
        assert_eq!(site.may_not(&dispatcher, actions::publish_catalogue), ["Forbidden"]);
        assert_eq!(in_force(&site)[0].lead, LeadRule::Unit(unit(PROPERTY)), "nothing is in force that nobody published");
        site.does(&admin, actions::send_catalogue_back);
        site.does(&site.supervisor(), proposes());
        assert_eq!(site.may_not(&site.supervisor(), actions::publish_catalogue), ["other-hand"]);
        site.does(&admin, actions::publish_catalogue);
        assert_eq!(in_force(&site).iter().map(|l| l.lead).collect::<Vec<_>>(), [LeadRule::Unit(unit(PARKS))]);

        site.does(&dispatcher, actions::begin_catalogue);
        let line = draft_lines(&site)[0].id;
        site.does(&dispatcher, move |tx, v| actions::remove_catalogue_line(tx, v, line));
        assert_eq!(site.may_not(&dispatcher, proposes()), ["catalogue-gap"]);
        site.does(&dispatcher, actions::drop_catalogue);
        assert_eq!(in_force(&site).len(), 1, "what is given up changes nothing");
    });
}

/// A return that is agreed to says something about the catalogue; somebody takes it into a draft, and nothing learns by itself.
#[test]
fn returns_suggest() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-05T09:00");
        with_headings(&site);
        let id = site.says(&site.visitor(), site.lift("k1")).case.id;
        site.accepted(id);
        site.at("2026-03-05T10:00").dispatched(id, PROPERTY);
        assert!(suggestions(&site).is_empty());
        site.does(&site.reviewer(), move |tx, v| {
            let words = ReturnRequest { text: "这部电梯不归我们管。".into(), basis: "职责清单第三条".into(), ..ReturnRequest::default() };
            actions::request_return(tx, v, id, &words, None)
        });
        site.does(&site.dispatcher(), move |tx, v| {
            let words = ReturnApproval { unit: Some(unit(PARKS)), ..ReturnApproval::default() };
            actions::approve_return(tx, v, id, &words, taker(PARKS))
        });
        let said = suggestions(&site);
        assert_eq!(said.iter().map(|s| (s.from, s.unit, s.cause.as_str())).collect::<Vec<_>>(), [(Some(unit(PROPERTY)), unit(PARKS), "return")]);
        assert_eq!(in_force(&site)[0].lead, LeadRule::Unit(unit(PROPERTY)), "nothing learns by itself");

        let suggestion = said[0].id;
        site.does(&site.dispatcher(), move |tx, v| actions::settle_suggestion(tx, v, suggestion, true));
        let lines = draft_lines(&site);
        let here = lines.iter().find(|l| l.community == Some(PlaceId::named(COMMUNITY))).expect("a line for the community");
        assert_eq!((here.lead, lines.len()), (LeadRule::Unit(unit(PARKS)), 2), "the street's own line stays");
        assert!(suggestions(&site).is_empty());
        let again = site.may_not(&site.dispatcher(), move |tx, v| actions::settle_suggestion(tx, v, suggestion, false));
        assert_eq!(again, ["Hidden"], "it is settled once");

        // The unit it went to wrongly, and the one that kept it, are what a rule's right is counted from.
        let street = site.street;
        let past = site.db.read_now(move |r| store::past_dispatches(r, street, "lift")).expect("past");
        assert_eq!(past.iter().map(|d| (d.unit, d.overturned)).collect::<Vec<_>>(), [(unit(PARKS), false), (unit(PROPERTY), true)]);
    });
}

/// The rule acts where a hundred handings-out were nearly all right, and never for what needs a person.
#[test]
fn the_rule_earns_its_right() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-05T09:00");
        site.by_system(|tx| {
            let line = CatalogueItem {
                assists: vec![unit("c1-office")],
                ..CatalogueItem::street_wide("lift", LeadRule::Unit(unit(PARKS)), unit(PARKS), "职责清单")
            };
            let street = tx.street();
            tx.exec(
                "insert into units (street_id, id, code, name, kind) values ($1, $2, 'c1', '一社区', 'office')",
                db::args![street, unit("c1-office")],
            )?;
            store::first_catalogue(tx, "第二版", &[line])
        });
        let on = |tx: &mut Tx<'_>, v: &Viewer| actions::switch_rule(tx, v, "lift", true);
        assert_eq!(site.may_not(&site.clerk(), on), ["Forbidden"]);
        assert_eq!(site.may_not(&site.dispatcher(), on), ["rule-not-earned"]);

        let model = site.case(site.says(&site.visitor(), site.lift("model")).case.id);
        let handed = move |wrong: usize, right: usize| {
            let model = model.clone();
            move |tx: &mut Tx<'_>| {
                for n in 0..wrong + right {
                    let proposed = if n < wrong { unit(PROPERTY) } else { unit(PARKS) };
                    store::keep_dispatch(tx, &Case { lead: Some(unit(PARKS)), ..model.clone() }, Some(proposed), false)?;
                }
                Ok(())
            }
        };
        site.by_system(handed(4, 96));
        assert_eq!(site.may_not(&site.dispatcher(), on), ["rule-not-earned"], "96 of 100");
        site.by_system(handed(0, 1));
        site.does(&site.dispatcher(), on);

        let plain = site.says(&site.visitor(), site.lift("plain")).case.id;
        let secret = site.says(&site.visitor(), Reception { secret: true, ..site.lift("secret") }).case.id;
        for id in [plain, secret] {
            site.accepted(id);
        }
        site.by_system(actions::sweep);
        let taken = site.case(plain);
        assert_eq!((taken.state, taken.lead), (State::Dispatched, Some(unit(PARKS))));
        assert_eq!(taken.links.assists, [unit("c1-office")], "the catalogue's helper comes along");
        assert!(taken.due_at.is_some(), "the clocks run");
        assert_eq!(site.case(secret).state, State::Accepted, "a secret voice waits for a person");

        // Wrong too often since: the rule rests, though nobody switched it off.
        site.by_system(handed(4, 0));
        let next = site.says(&site.visitor(), site.lift("next")).case.id;
        site.accepted(next);
        site.by_system(actions::sweep);
        assert_eq!(site.case(next).state, State::Accepted);
        site.does(&site.dispatcher(), |tx, v| actions::switch_rule(tx, v, "lift", false));
        let street = site.street;
        assert!(site.db.read_now(move |r| store::rule_categories(r, street)).expect("read").is_empty());
    });
}

fn line(category: &str, lead: &str) -> CatalogueItem {
    CatalogueItem::street_wide(category, LeadRule::Unit(unit(lead)), unit(PARKS), "依据")
}

/// The most specific line in force speaks; a term that has ended does not.
#[test]
fn the_most_specific_line_wins() {
    let (community, grid) = (PlaceId::named(COMMUNITY), PlaceId::named("g1"));
    let today = Day::of(2026, 3, 5);
    let items = [
        line("lift", "street"),
        CatalogueItem { community: Some(community), ..line("lift", "community") },
        CatalogueItem { community: Some(community), grid: Some(grid), ..line("lift", "grid") },
        CatalogueItem { community: Some(PlaceId::named("c2")), until: Some(Day::of(2026, 3, 4)), ..line("lift", "ended") },
    ];
    let said = |community, grid, accused: &[UnitId]| {
        let spot = Spot { category: "lift", community, grid, accused };
        propose(spot, &items, None, today).map(|p| (p.unit, p.by_fallback))
    };
    assert_eq!(said(Some(community), Some(grid), &[]), Some((unit("grid"), false)));
    assert_eq!(said(Some(community), None, &[]), Some((unit("community"), false)));
    assert_eq!(said(Some(PlaceId::named("c2")), None, &[]), Some((unit("street"), false)));
    assert_eq!(said(None, None, &[unit("street")]), Some((unit(PARKS), true)), "an accused unit never leads");
    assert_eq!(said(None, None, &[unit("street"), unit(PARKS)]), None);
}

#[test]
fn what_stands_in_the_way_of_publication() {
    let category = |code: &str| Category {
        code: code.into(),
        parent: Some("homes".into()),
        name_zh: code.into(),
        name_en: code.into(),
        case_type: CaseType::Help,
        public_level: PublicLevel::Full,
        handle_key: "handle_help".into(),
        verification: false,
    };
    let office = unit("c1-office");
    let problems = |items: &[CatalogueItem], codes: &[&str]| {
        let categories: Vec<_> = codes.iter().map(|c| category(c)).collect();
        let found = publication_problems(items, &categories, &[office], Day::of(2026, 3, 5));
        found.iter().map(|p| p.code.to_owned()).collect::<Vec<_>>()
    };
    let own = CatalogueItem { lead: LeadRule::Community, ..line("lift", "street") };
    let admitted = CatalogueItem { admission: Some("准入清单第二项".into()), ..own.clone() };
    assert!(problems(&[line("lift", "street")], &["lift"]).is_empty());
    assert_eq!(problems(&[], &["lift"]), ["catalogue-gap"]);
    assert_eq!(problems(&[line("lift", "a"), line("lift", "b")], &["lift"]), ["catalogue-twice"]);
    assert_eq!(problems(&[own], &["lift"]), ["catalogue-admission"]);
    assert_eq!(problems(&[line("lift", "c1-office")], &["lift"]), ["catalogue-admission"], "a community's office by its name too");
    assert!(problems(&[admitted], &["lift"]).is_empty());
    let ended = CatalogueItem { until: Some(Day::of(2026, 3, 4)), ..line("lift", "street") };
    assert_eq!(problems(&[ended], &["lift"]), ["catalogue-gap", "catalogue-ended"]);
}

/// A rehearsal counts every case of the days gone by once.
#[test]
fn a_rehearsal_counts_every_case() {
    let community = PlaceId::named(COMMUNITY);
    let group = |category: &str, lead: &str, cases| PastCases {
        category: category.into(), community: Some(community), grid: None, lead: unit(lead), cases,
    };
    let past = [group("lift", "a", 30), group("lift", "b", 4), group("noise", "a", 5), group("lamp", "a", 1)];
    let own = CatalogueItem { lead: LeadRule::Community, ..line("noise", "x") };
    let offices = HashMap::from([(community, unit("c1-office"))]);
    let done = rehearse(&past, &[line("lift", "a"), own], &offices, Day::of(2026, 3, 5));
    assert_eq!((done.cases, done.same, done.unled), (40, 30, 1));
    assert_eq!(done.cases - done.same, done.otherwise.iter().map(|o| o.cases).sum::<i64>());
    assert_eq!(done.otherwise[0], Otherwise {
        category: "noise".into(), community: Some(community), was: unit("a"), would: Some(unit("c1-office")), cases: 5,
    });
}
