//! G2: in random worlds a list shows exactly what the table lets its reader see, in order, over the borders of pages,
//! and its counts are the lengths of its lists. The judge is the slow reading of `maps/who_may`, one case at a time.

use crate::oracle::{self, Facts, Reader, Row};
use appeals::rules::*;
use appeals::store::{self, CaseFilter};
use auth::{Level, PlacePath, PostHeld, Role, Scope, Strength, Viewer, Who};
use db::testing::Fresh;
use db::{By, Keyset};
use identity::demo::unit_id;
use kernel::{AccountId, Moment, PlaceId, PostId, StreetId};
use std::collections::BTreeMap;
use testkit::Member;

const ON_SQLITE: u64 = 2_000;
const ON_POSTGRES: u64 = 200;
const CASES: usize = 7;

fn wanted(default: u64) -> u64 {
    std::env::var("LINQIAO_TEST_WORLDS").ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

#[test]
fn a_list_is_what_the_table_lets_one_see() {
    let hands = 2;
    std::thread::scope(|scope| {
        for hand in 0..hands {
            scope.spawn(move || {
                let fresh = db::testing::in_memory();
                let shown: usize = (0..wanted(ON_SQLITE)).filter(|n| n % hands == hand).map(|n| world(&fresh, n)).sum();
                assert!(shown > 0, "worlds in which nobody sees anything prove nothing");
            });
        }
    });
}

#[test]
fn it_is_so_on_postgres() {
    let Some(fresh) = db::testing::postgres() else { return };
    assert!((0..wanted(ON_POSTGRES)).map(|n| world(&fresh, n)).sum::<usize>() > 0);
}

/// Numbers that look drawn, the same each time.
struct Luck(u64);

impl Luck {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
    fn some<T: Copy>(&mut self, from: &[T], percent: usize) -> Vec<T> {
        from.iter().copied().filter(|_| self.below(100) < percent).collect()
    }
}

const UNITS: &[&str] = &["property", "parks", "calls", "office-a"];
const PATHS: &[[&str; 3]] = &[["ZA", "ZA-1", "ZA-1-1"], ["ZA", "ZA-2", "ZA-2-1"], ["ZB", "ZB-1", "ZB-1-1"]];
const PLACES: &[Option<&str>] = &[None, Some("ZA"), Some("ZB"), Some("ZA-1"), Some("ZA-2"), Some("ZA-1-1"), Some("ZB-1")];
const SPEAKERS: &[&str] = &["lin", "zhao"];

fn world(fresh: &Fresh, seed: u64) -> usize {
    let mut luck = Luck(seed.wrapping_mul(0x5851_f42d_4c95_7f2d));
    let street = StreetId::named(&format!("world {seed}"));
    let now = Moment::parse("2026-11-24T09:30").expect("a time");
    let cases: Vec<(CaseId, Facts)> = (0..CASES).map(|_| (CaseId::fresh(), facts(&mut luck))).collect();
    let kept = cases.clone();
    let written = fresh.write_now(By::system(street, "test", now), move |tx| {
        kept.iter().try_for_each(|(id, f)| keep(tx, *id, f))?;
        store::recount(tx)
    });
    written.expect("kept");
    let rows = oracle::rows("appeals");
    (0..4).map(|_| compare(fresh, street, now, &cases, &rows, &mut luck, seed)).sum()
}

fn facts(luck: &mut Luck) -> Facts {
    let state = luck.pick(State::ALL);
    let led = luck.below(3) > 0;
    let lead = led.then(|| unit_id(luck.pick(UNITS)));
    let mut ever_held: Vec<_> = luck.some(UNITS, 15).into_iter().map(unit_id).collect();
    ever_held.extend(lead);
    let assists: Vec<_> = luck.some(UNITS, 20).into_iter().map(unit_id).filter(|u| Some(*u) != lead).collect();
    ever_held.extend(&assists);
    Facts {
        places: if luck.below(5) == 0 { vec![] } else { luck.pick(PATHS).to_vec() },
        state: state.code().into(),
        lead,
        accused: luck.some(UNITS, 12).into_iter().map(unit_id).collect(),
        ever_held,
        assists,
        contested: luck.below(4) == 0,
        speakers: luck.some(SPEAKERS, 30).into_iter().map(AccountId::named).collect(),
        code: String::new(),
    }
}

fn keep(tx: &mut db::Tx<'_>, id: CaseId, f: &Facts) -> db::Result<()> {
    let now = tx.now();
    let place = |n: usize| f.places.get(n).map(|p| PlaceId::named(p));
    let case = Case {
        category: "lift".into(),
        place: PlacePath { community: place(0), grid: place(1), building: place(2) },
        grid_at_opening: place(1),
        state: State::from_code(&f.state).expect("a state"),
        lead: f.lead,
        public_level: PublicLevel::Full,
        ..Case::fresh(id, id.to_string(), now)
    };
    store::insert(tx, &case)?;
    store::accuse(tx, id, &f.accused)?;
    for unit in f.ever_held.iter().filter(|u| !f.assists.contains(u)) {
        store::assign_lead(tx, id, *unit, now)?;
    }
    for unit in &f.assists {
        let called = store::Called { unit: *unit, help: Help::Assist, spot: None, by: None };
        store::insert_helper(tx, id, &called)?;
    }
    if f.contested {
        store::insert_exclusion(tx, id, "beyond_law", None)?;
    }
    for account in &f.speakers {
        let voice = VoiceId::fresh();
        let street = tx.street();
        tx.exec(
            "insert into voices (street_id, id, case_id, client_key, body_digest, channel, door, speaker, account_id,
               anonymous, secret, said_at, received_at, text, callback_wish)
             values ($1, $2, $3, $4, $5, 'online', 'web', 'resident', $6, $7, $8, $9, $10, $11, 'link')",
            db::args![street, voice, id, voice.to_string(), vec![0_u8], *account, false, false, now, now, vec![0_u8]],
        )?;
    }
    Ok(())
}

const ROLES: &[Role] = &[
    Role::Clerk, Role::CommunitySecretary, Role::CommunitySecretary, Role::Dispatcher, Role::Handler, Role::Handler,
    Role::Reviewer, Role::Verifier, Role::ExclusionPanel, Role::CallbackOfficer, Role::CallbackOfficer, Role::Supervisor, Role::StreetLeader, Role::GridWorker,
    Role::Auditor,
];

/// A reader with up to three posts, some of them over; as the house sees them and as the judge does.
fn reader(luck: &mut Luck, street: StreetId, now: Moment) -> (Viewer, Reader) {
    let name = luck.pick(&["lin", "somebody", "zhao"]);
    let account = AccountId::named(name);
    let members: Vec<_> = (0..luck.below(4))
        .map(|_| Member {
            key: "random",
            role: luck.pick(ROLES),
            unit: if luck.below(4) == 0 { None } else { Some(luck.pick(UNITS)) },
            place: luck.pick(PLACES),
            former: luck.below(5) == 0,
        })
        .collect();
    let post = |m: &Member| PostHeld {
        id: PostId::fresh(),
        role: m.role,
        scope: Scope {
            level: match m.place.map(|p| p.matches('-').count()) {
                None => Level::Street,
                Some(0) => Level::Community,
                Some(1) => Level::Grid,
                Some(_) => Level::Building,
            },
            place: m.place.map_or(PlaceId(street.uuid()), PlaceId::named),
        },
        unit: m.unit.map(unit_id),
        until: if m.former { now } else { now.plus_days(1) },
        organisation: None,
    };
    let viewer = Viewer {
        who: Who::Account(account),
        posts: members.iter().map(post).collect(),
        strength: Strength::Known,
        ..Viewer::nobody(street)
    };
    let in_force = members.into_iter().filter(|m| !m.former).collect();
    (viewer, Reader { members: in_force, account: Some(account), code: None })
}

fn compare(
    fresh: &Fresh,
    street: StreetId,
    now: Moment,
    cases: &[(CaseId, Facts)],
    rows: &[Row],
    luck: &mut Luck,
    seed: u64,
) -> usize {
    let (viewer, reader) = reader(luck, street, now);
    let act = luck.pick(&["see_case", "see_case", "see_own", "sign", "close", "urge"]);
    let visible: Vec<_> = cases.iter().rev().filter(|(_, f)| oracle::may(rows, act, &reader, f)).collect();
    let seen: Vec<CaseId> = visible.iter().map(|c| c.0).collect();
    let told = format!("world {seed}, `{act}` for {:?} as {:?} on {}", reader.members, reader.account, fresh.engine);

    let limit = 1 + luck.below(4) as i64;
    let asked = viewer.clone();
    let listed = fresh.read_now(move |r| {
        let (mut all, mut before) = (vec![], None);
        loop {
            let page = store::list(r, &asked, act, &CaseFilter::default(), Keyset { before, limit }, now)?;
            let full = page.len() as i64 == limit;
            all.extend(page.iter().map(|c| c.id));
            before = page.last().map(|c| c.id.uuid());
            if !full {
                return Ok(all);
            }
        }
    });
    assert_eq!(listed.expect("a list"), seen, "{told}");

    let mut open: BTreeMap<&str, i64> = BTreeMap::new();
    for (_, f) in &visible {
        if State::from_code(&f.state).is_some_and(State::is_open) {
            *open.entry(&f.state).or_default() += 1;
        }
    }
    let counted = fresh.read_now(move |r| store::waiting(r, &viewer, act, now)).expect("counts");
    let counted: BTreeMap<_, _> = counted.into_iter().map(|(s, n)| (s.code(), n)).collect();
    assert_eq!(counted, open, "{told}: the counts");
    seen.len()
}

/// A judge that is wrong in one row must be noticed.
#[test]
#[should_panic(expected = "world")]
fn a_row_too_many_is_noticed() {
    let fresh = db::testing::in_memory();
    let mut rows = oracle::rows("appeals");
    rows.retain(|r| r.act != "see_case");
    let mut luck = Luck(1);
    let (street, now) = (StreetId::named("world"), Moment::parse("2026-11-24T09:30").expect("a time"));
    let cases: Vec<_> = (0..CASES).map(|_| (CaseId::fresh(), facts(&mut luck))).collect();
    let kept = cases.clone();
    fresh.write_now(By::system(street, "test", now), move |tx| kept.iter().try_for_each(|(id, f)| keep(tx, *id, f))).expect("kept");
    for _ in 0..40 {
        compare(&fresh, street, now, &cases, &rows, &mut luck, 0);
    }
}
