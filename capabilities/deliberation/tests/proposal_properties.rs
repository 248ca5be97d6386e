//! Invariants of proposals and supports over many drawn courses.

use auth::PlacePath;
use deliberation::rules::*;
use identity::{Residence, Tie};
use kernel::{AccountId, Day, Moment, PersonId, PlaceId, uuid::Uuid};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use worktime::Calendar;

const BEGIN: Day = Day(20_260_302);

fn begin() -> Moment {
    BEGIN.start()
}

fn building(n: u8) -> PlacePath {
    let id = |what: &str, n: u8| PlaceId::named(&format!("{what}{n}"));
    PlacePath { community: Some(id("c", n / 4)), grid: Some(id("g", n / 2)), building: Some(id("b", n)) }
}

fn proposal(name: &str, place: PlacePath) -> Proposal {
    let words = Proposing { title: name.into(), text: "写清楚".into(), shown_name: "林".into(), ..Proposing::default() };
    let made = publish((ProposalId::named(name), format!("P26-{name}")), &words, place, None, AccountId::named(name), begin());
    made.expect("a proposal").0
}

fn person(n: u8) -> (PersonId, AccountId) {
    (PersonId::named(&format!("p{n}")), AccountId::named(&format!("p{n}")))
}

fn clock(now: Moment) -> impl FnOnce() -> Result<AnswerClock, worktime::ClockError> {
    move || answer_clock(now, &Calendar::state_council())
}

/// Supports of a proposal, one row a person, as the store keeps them.
#[derive(Default)]
struct Rows(BTreeMap<PersonId, Support>);

impl Rows {
    fn standing(&self, of: &Proposal) -> Standing {
        standing(of.place, self.0.values())
    }
    /// Says whether it was done.
    fn step(&mut self, of: &Proposal, (who, home, act): (u8, u8, u8), now: Moment) -> bool {
        let id = person(who);
        let had = self.0.get(&id.0).cloned();
        let at = tie_for(of.place, &[Residence { place: building(home), tie: Tie::Lives }]);
        let clerk = |n: u8| Some(AccountId::named(&format!("clerk{n}")));
        let decided = match act {
            0 => take_back(of, had.as_ref(), now).ok().map(|d| d.0),
            1 => support(of, had.as_ref(), id, at, (Way::Web, None), now).ok().map(|d| d.0),
            2 => support(of, had.as_ref(), id, at, (Way::Desk, clerk(1)), now).ok().map(|d| d.0),
            3 => support(of, had.as_ref(), id, at, (Way::Paper, clerk(1)), now).ok().map(|d| d.0),
            _ => support(of, had.as_ref(), id, at, (Way::Paper, clerk(2)), now).ok().map(|d| d.0),
        };
        let done = decided.is_some();
        self.0.extend(decided.map(|s| (id.0, s)));
        done
    }
}

proptest! {
    /// 22: one live support per person over all doors; what counts belongs to the place, a line of a sheet after two readings.
    #[test]
    fn a_person_counts_once_whatever_the_way(steps in prop::collection::vec((0_u8..12, 0_u8..8, 0_u8..5), 1..120)) {
        let of = proposal("a", PlacePath { building: None, ..building(0) });
        let mut rows = Rows::default();
        // By hand: who stands, and since which paper reading by whom.
        let mut live: BTreeMap<u8, u8> = BTreeMap::new();
        let mut read: BTreeMap<u8, (u8, u8)> = BTreeMap::new();
        for (who, home, act) in steps {
            let done = rows.step(&of, (who, home, act), begin());
            let expected = match act {
                0 => live.remove(&who).is_some() | read.remove(&who).is_some(),
                _ if live.contains_key(&who) => false,
                1 | 2 => {
                    read.remove(&who);
                    live.insert(who, home);
                    true
                }
                reader => match read.get(&who).copied() {
                    None => { read.insert(who, (reader, home)); true }
                    Some((first, _)) if first == reader => false,
                    // It stands where the first reader said.
                    Some((_, home)) => { read.remove(&who); live.insert(who, home); true }
                },
            };
            prop_assert_eq!(done, expected);
            let inside = live.values().filter(|home| building(**home).grid == of.place.grid).count() as i64;
            prop_assert_eq!(rows.standing(&of), Standing { inside, outside: live.len() as i64 - inside });
        }
    }

    /// 23, 24: the threshold opens one clock; whatever people do then, it stays, and the proposal ends only by an answer or
    /// when nobody took it over.
    #[test]
    fn one_clock_and_no_way_out_of_an_answer(steps in prop::collection::vec((0_u8..12, 0_u8..9, 0_i64..40), 1..80)) {
        let mut of = proposal("a", building(0));
        let mut rows = Rows::default();
        let mut now = begin();
        let mut first: Option<AnswerClock> = None;
        let mut authors = vec![Author { no: 1, kind: AuthorKind::Person, shown_name: "林".into(), account: Some(of.author), invitation: None, consented_at: Some(now), leaving_at: None }];
        for (who, act, days) in steps {
            now = now.plus_days(days);
            let was = of.clone();
            match act {
                0..=4 => { rows.step(&of, (who, 0, act.min(2)), now); }
                5 => of = leave_proposal(&of, &authors, now).map_or(was.clone(), |d| d.0),
                6 => {
                    let all: Vec<Support> = rows.0.values().cloned().collect();
                    let (_, account) = person(who);
                    let may = may_adopt(&of, &authors, &all, account, now);
                    if let Ok((taken, _)) = adopt_proposal(&of, may, account) {
                        of = taken;
                        authors = vec![Author { account: Some(account), ..authors[0].clone() }];
                    }
                }
                7 => if let Some(what) = elapsed(&of, now) {
                    of = pass_time(&of, what, now).0;
                },
                _ => {
                    let words = Revising { title: "改".into(), text: format!("第{days}稿"), offer: String::new(), material: true, ..Revising::default() };
                    of = revise(&of, &words, of.place, true, now).map_or(was.clone(), |d| d.0.0);
                }
            }
            if is_open(&of) {
                of = recounted(&of, rows.standing(&of), clock(now)).expect("a clock").0;
            }
            if was.state == ProposalState::Reached && of.state != ProposalState::Reached {
                let offered = was.leaving_since.is_some_and(|since| now >= since.plus_days(14));
                prop_assert!(of.state == ProposalState::Withdrawn && offered, "{:?} at {now:?}", of.state);
            }
            prop_assert!(of.inside < of.threshold || of.clock.is_some() || !is_open(&of));
            if let Some(kept) = &first {
                prop_assert_eq!(of.clock.as_ref(), Some(kept));
            }
            first = of.clock.clone();
        }
    }

    /// 20, 23: a merger unites people, keeps the earlier clock and both texts; apart again, each has its own set.
    #[test]
    fn a_merger_is_a_union_and_comes_apart(a in prop::collection::btree_set(0_u8..40, 0..30), b in prop::collection::btree_set(0_u8..40, 0..30), later in 0_i64..20) {
        let (from, into) = (proposal("a", building(0)), proposal("b", building(0)));
        let rows = |of: &Proposal, people: &BTreeSet<u8>, now| {
            let mut rows = Rows::default();
            for who in people {
                rows.step(of, (*who, 0, 1), now);
            }
            rows
        };
        let (then, now) = (begin(), begin().plus_days(later));
        let (of_a, of_b) = (rows(&from, &a, now), rows(&into, &b, then));
        let from = recounted(&from, of_a.standing(&from), clock(now)).expect("a clock").0;
        let into = recounted(&into, of_b.standing(&into), clock(then)).expect("a clock").0;
        let asked = ask_merger(Uuid::nil(), &from, &into, None, from.author, now).expect("asked").0;
        let ((merger, gone, kept), _) = merge_proposals(&asked, &from, &into, &Agreed::ByAuthors, now).expect("merged");
        let union = standing(kept.place, of_a.0.values().chain(of_b.0.values()));
        prop_assert_eq!(union.inside, a.union(&b).count() as i64);
        let kept = recounted(&kept, union, clock(now)).expect("a clock").0;
        let earliest = [&from.clock, &into.clock].into_iter().flatten().map(|c| c.answer_due).min();
        if earliest.is_some() {
            prop_assert_eq!(kept.clock.as_ref().map(|c| c.answer_due), earliest);
        }
        prop_assert_eq!((&gone.text, gone.merged_into, gone.state), (&from.text, Some(into.id), ProposalState::Merged));
        let ((_, again), _) = split_proposals(&merger, &gone, &kept, false, "两件事", now).expect("apart");
        prop_assert_eq!((again.clock, again.inside, again.merged_into), (from.clock.clone(), from.inside, None));
        let alone = recounted(&kept, of_b.standing(&kept), clock(now)).expect("a clock").0;
        prop_assert_eq!((alone.inside, alone.clock), (b.len() as i64, kept.clock));
    }

    /// 21: no answer without a reason, no refusal without what would change it, no ending by hand without a word.
    #[test]
    fn every_no_has_its_reason(reason in "[ 好行]{0,3}", change in "[ 时]{0,2}", link in "[ 处]{0,2}", verdict in 0_usize..4) {
        let of = proposal("a", building(0));
        let of = recounted(&of, Standing { inside: of.threshold, outside: 0 }, clock(begin())).expect("a clock").0;
        let verdict = AnswerVerdict::ALL[verdict];
        let words = Answering { verdict: Some(verdict), reason: reason.clone(), would_change: change.clone(), link: link.clone(), ..Answering::default() };
        let said = |t: &str| !t.trim().is_empty();
        let enough = said(&reason) && match verdict {
            AnswerVerdict::Matter => true,
            AnswerVerdict::Declined => said(&change),
            _ => said(&link),
        };
        let answered = answer_proposal(&of, &words, None, AccountId::named("chair"), begin());
        prop_assert_eq!(answered.is_ok(), enough);
    }

    /// 49: the stored proofs give the stored moments again, whatever the day it began.
    #[test]
    fn a_clock_follows_from_its_proofs(days in 0_i64..600, minutes in 0_i64..1_440) {
        let clock = answer_clock(begin().plus_days(days).plus_minutes(minutes), &Calendar::state_council()).expect("a clock");
        prop_assert!(clock.first_due < clock.answer_due && clock.answer_due < clock.supervised_from);
        prop_assert_eq!(clock.proofs.len(), 3);
        for (proof, due) in clock.proofs.iter().zip([clock.first_due, clock.answer_due, clock.supervised_from]) {
            prop_assert!(worktime::verify(proof).is_ok());
            prop_assert!(serde_json::to_string(proof).expect("a proof").contains(&due.rfc3339()), "the proof names its moment");
        }
    }

    /// A comparison is both texts: the old without what is new, the new without what is gone.
    #[test]
    fn a_comparison_gives_both_texts_back(old in "[a-c。，\n]{0,40}", new in "[a-c。，\n]{0,40}") {
        let pieces = diff(&old, &new);
        let without = |change: Change| pieces.iter().filter(|p| p.change != change).map(|p| p.text.as_str()).collect::<String>();
        prop_assert_eq!((without(Change::New), without(Change::Gone)), (old, new));
    }
}
