//! I15: whatever two people try with an opening, in whatever order, a sealed one accounts for every card counted. What
//! may be done at each step is told again here, apart from the rules.

use boxes::actions;
use boxes::rules::*;
use crate::common::*;
use kernel::Outcome;
use testkit::{Site, on_both};

const ON_SQLITE: u64 = 120;
const ON_POSTGRES: u64 = 12;
const STEPS: usize = 40;

/// Numbers that look drawn, the same each time.
struct Luck(u64);

impl Luck {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Paper {
    Voice,
    Waiting,
    Void,
}

/// What the handbook says stands, kept by hand.
#[derive(Clone, Debug, Default)]
struct Known {
    photo: bool,
    counted: Option<usize>,
    papers: Vec<Paper>,
    corrections: usize,
    sealed: bool,
}

impl Known {
    fn has(&self, what: Paper) -> bool {
        self.papers.contains(&what)
    }
    fn adds_up(&self) -> bool {
        self.counted == Some(self.papers.len()) && !self.has(Paper::Waiting)
    }
}

#[derive(Clone, Copy, Debug)]
enum Try {
    Photograph,
    Count(usize),
    Key,
    KeyAfterAll,
    Further,
    Void,
    Confirm { by_the_second: bool },
    Correct { to: usize, by_the_second: bool },
    Seal { by_the_second: bool },
}

fn drawn(luck: &mut Luck) -> Try {
    let honest = luck.below(5) > 0;
    match luck.below(20) {
        0..2 => Try::Photograph,
        2..4 => Try::Count(luck.below(6)),
        4..9 => Try::Key,
        9 => Try::KeyAfterAll,
        10 => Try::Further,
        11..13 => Try::Void,
        13..15 => Try::Confirm { by_the_second: honest },
        15..17 => Try::Correct { to: luck.below(8), by_the_second: honest },
        _ => Try::Seal { by_the_second: honest },
    }
}

/// Whether it may be done, and what stands after.
fn told(known: &Known, step: Try) -> Option<Known> {
    let mut k = known.clone();
    if k.sealed {
        return None;
    }
    let free = k.counted.is_some_and(|n| k.papers.len() < n);
    match step {
        Try::Photograph if !k.photo && k.counted.is_none() => k.photo = true,
        Try::Count(n) if k.counted.is_none() && (n == 0 || k.photo) => k.counted = Some(n),
        Try::Key if free => k.papers.push(Paper::Voice),
        Try::Void if free => k.papers.push(Paper::Waiting),
        Try::KeyAfterAll => *k.papers.iter_mut().find(|p| **p == Paper::Waiting)? = Paper::Voice,
        Try::Further if k.has(Paper::Voice) => {}
        Try::Confirm { by_the_second: true } if k.has(Paper::Waiting) => {
            k.papers.iter_mut().filter(|p| **p == Paper::Waiting).for_each(|p| *p = Paper::Void);
        }
        Try::Correct { to, by_the_second: true } if k.counted.is_some_and(|n| n != to) && to >= k.papers.len() => {
            (k.counted, k.corrections) = (Some(to), k.corrections + 1);
        }
        Try::Seal { by_the_second: true } if k.adds_up() => k.sealed = true,
        _ => return None,
    }
    Some(k)
}

fn tried(site: &Site, id: OpeningId, known: &Known, step: Try, turn: usize) -> bool {
    let first = site.staff(FIRST);
    let second = |right: bool| site.staff(if right { SECOND } else { "auditor" });
    let at = |what: Paper| known.papers.iter().position(|p| *p == what).map(|n| n as i32 + 1);
    let words = Keying { text: format!("第{turn}步"), ..Keying::default() };
    let by = db::By { street: site.street, actor: first.actor(), now: site.now(), request: None };
    let outcome: db::Result<Outcome<Opening>> = match step {
        Try::Photograph => site.db().write_now(by, move |tx| actions::photograph(tx, &first, id, &picture(turn as u128))),
        Try::Count(n) => site.db().write_now(by, move |tx| actions::count(tx, &first, id, Some(n as i32))),
        Try::Key => site.db().write_now(by, move |tx| actions::key(tx, &first, id, &words, None)),
        Try::KeyAfterAll => {
            let words = Keying { no: at(Paper::Waiting).or(Some(99)), ..words };
            site.db().write_now(by, move |tx| actions::key(tx, &first, id, &words, None))
        }
        Try::Further => {
            let words = Keying { no: at(Paper::Voice), ..words };
            site.db().write_now(by, move |tx| actions::add_subject(tx, &first, id, &words))
        }
        Try::Void => site.db().write_now(by, move |tx| actions::void(tx, &first, id, Voiding { reason: Some(VoidReason::Blank) }, None)),
        Try::Confirm { by_the_second } => {
            let second = second(by_the_second);
            site.db().write_now(by, move |tx| actions::confirm_voids(tx, &first, &second, id))
        }
        Try::Correct { to, by_the_second } => {
            let (second, words) = (second(by_the_second), Correcting { counted: Some(to as i32), reason: Some(Miscount::Folded) });
            site.db().write_now(by, move |tx| actions::correct(tx, &first, &second, id, words))
        }
        Try::Seal { by_the_second } => {
            let second = second(by_the_second);
            site.db().write_now(by, move |tx| actions::seal(tx, &first, &second, id, "next"))
        }
    };
    outcome.expect("an answer").is_done()
}

fn walk(site: &Site, seed: u64) -> bool {
    let mut luck = Luck(seed);
    let of = hang(site);
    let (second, words) = (site.staff(SECOND), Beginning { seal_before: "last".into(), finding: None });
    let id = site.does(&site.staff(FIRST), move |tx, v| actions::begin(tx, v, &second, of, &words)).expect("opened").id;
    let mut known = Known::default();
    for turn in 0..STEPS {
        let step = drawn(&mut luck);
        let expected = told(&known, step);
        let done = tried(site, id, &known, step, turn);
        assert_eq!(done, expected.is_some(), "walk {seed}, step {turn}: {step:?} at {known:?}");
        known = expected.unwrap_or(known);
        agrees(site, id, &known, &format!("walk {seed}, step {turn}: {step:?}"));
    }
    known.sealed
}

/// What is stored is what stands, and the promise holds.
fn agrees(site: &Site, id: OpeningId, known: &Known, told: &str) {
    let street = site.street;
    let stored = site.read(move |r| boxes::store::opening(r, street, id)).expect("an opening");
    let papers: Vec<Paper> = cards(site, id)
        .iter()
        .map(|c| match (c.void, c.void_confirmed_at) {
            (None, _) => Paper::Voice,
            (Some(_), None) => Paper::Waiting,
            (Some(_), Some(_)) => Paper::Void,
        })
        .collect();
    assert_eq!((stored.sealed_at.is_some(), stored.counted_now.map(|n| n as usize)), (known.sealed, known.counted), "{told}");
    assert_eq!(papers, known.papers, "{told}");
    if known.sealed {
        assert!(known.adds_up() && stored.first.account != stored.second.account && stored.first.body != stored.second.body, "{told}");
        assert_eq!(broken(site), Vec::<String>::new(), "{told}");
    }
}

#[test]
fn a_sealed_opening_accounts_for_every_card() {
    on_both(|site| {
        let walks = if site.engine == "sqlite" { ON_SQLITE } else { ON_POSTGRES };
        let sealed = (0..walks).filter(|seed| walk(site, *seed)).count();
        assert!(sealed * 4 >= walks as usize, "walks that are never sealed prove little: {sealed} of {walks}");
        assert!(how_many(site, "select count(*) from box_corrections where street_id = $1") > 0);
    });
}
