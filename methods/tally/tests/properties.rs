//! What must hold of every count, tried on random votes.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use tally::transfer::{Act, count};
use tally::{Bar, Lot, Profile, Ranking, approval, majority, score};

fn rankings() -> impl Strategy<Value = (usize, Vec<(u64, Ranking)>)> {
    (2usize..7).prop_flat_map(|options| {
        let all: Vec<usize> = (0..options).collect();
        let ranking = (
            Just(all).prop_shuffle(),
            0..=options,
            prop::collection::vec(prop::bool::weighted(0.1), options),
        );
        let ranking = ranking.prop_map(|(order, length, joins)| {
            let mut places: Ranking = vec![];
            for (option, join) in order.into_iter().take(length).zip(joins) {
                match places.last_mut() {
                    Some(place) if join => place.push(option),
                    _ => places.push(vec![option]),
                }
            }
            places
        });
        (Just(options), prop::collection::vec((1u64..40, ranking), 1..25))
    })
}

fn named(options: usize) -> Vec<String> {
    (0..options).map(|o| format!("option {o}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// Sums, exhausted and loss are the valid votes in every round; seats are filled once and never overfilled; another
    /// order of the ballots gives the same rounds.
    #[test]
    fn every_round_adds_up((options, ballots) in rankings(), seats in 1usize..5, secret in any::<[u8; 8]>()) {
        let profile = Profile::of(named(options), ballots.clone()).unwrap();
        let lot = Lot::of(&secret, &profile.hash());
        let result = count(&profile, seats, Some(&lot));
        for round in &result.rounds {
            let sum: u64 = round.sums.iter().map(|v| v.0).sum();
            prop_assert_eq!(sum + round.exhausted.0 + round.loss.0, result.valid * 100_000);
        }
        let distinct: BTreeSet<_> = result.elected.iter().collect();
        prop_assert_eq!(distinct.len(), result.elected.len());
        prop_assert_eq!(result.elected.len(), seats.min(options));
        prop_assert_eq!(result.open.clone(), None);
        prop_assert_eq!(result.valid + result.blank, profile.all());
        let backwards = Profile::of(named(options), ballots.into_iter().rev()).unwrap();
        prop_assert_eq!(backwards.hash(), profile.hash());
        prop_assert_eq!(count(&backwards, seats, Some(&lot)), result);
    }

    /// Whom more than half rank first wins the single seat in the first round; whoever wins one stood against somebody.
    #[test]
    fn a_majority_of_first_places_wins((options, ballots) in rankings()) {
        let profile = Profile::of(named(options), ballots).unwrap();
        let result = count(&profile, 1, Some(&Lot::of(b"", &profile.hash())));
        let first = &result.rounds[0];
        if let Some(most) = (0..options).find(|o| first.sums[*o].0 * 2 > result.valid * 100_000) {
            prop_assert_eq!(&result.elected, &[most]);
            prop_assert_eq!(result.rounds.len(), 1);
        } else {
            prop_assert!(!matches!(result.rounds.last().unwrap().act, Act::FirstPreferences) || options <= 1);
        }
    }

    /// Without a lot a count either ends as it does with any lot, or says at which tie it stopped.
    #[test]
    fn an_open_tie_is_said((options, ballots) in rankings(), seats in 1usize..4, secret in any::<[u8; 4]>()) {
        let profile = Profile::of(named(options), ballots).unwrap();
        let open = count(&profile, seats, None);
        let drawn = count(&profile, seats, Some(&Lot::of(&secret, &profile.hash())));
        match &open.open {
            None => prop_assert_eq!(&open, &drawn),
            Some(tie) => {
                prop_assert!(tie.between.len() > 1);
                prop_assert_eq!(&open.rounds[..], &drawn.rounds[..open.rounds.len()]);
            }
        }
    }

    /// Renaming options renames the result: the places on the ballot are turned, and so is what is elected, where no lot
    /// was needed.
    #[test]
    fn no_option_is_favoured((options, ballots) in rankings(), seats in 1usize..4, by in 0usize..6) {
        let turn = |option: usize| (option + by) % options;
        let turned: Vec<(u64, Ranking)> = ballots
            .iter()
            .map(|(times, places)| (*times, places.iter().map(|p| p.iter().map(|o| turn(*o)).collect()).collect()))
            .collect();
        let (plain, turned) = (Profile::of(named(options), ballots).unwrap(), Profile::of(named(options), turned).unwrap());
        let (plain, turned) = (count(&plain, seats, None), count(&turned, seats, None));
        prop_assert_eq!(plain.open.is_some(), turned.open.is_some());
        if plain.open.is_none() {
            let expected: BTreeSet<usize> = plain.elected.iter().map(|o| turn(*o)).collect();
            prop_assert_eq!(expected, turned.elected.into_iter().collect::<BTreeSet<_>>());
        }
    }

    /// `yes·den = num·base` passes when not strict and fails when strict; `least` is the first that passes.
    #[test]
    fn bars_are_exact(num in 0u32..200, more in 0u32..200, base in 1u64..1_000_000, strict: bool, part in 0u64..1_000_000) {
        let den = num + more.max(1);
        let bar = Bar { num, den, strict };
        let least = bar.least(base);
        prop_assert_eq!(bar.holds(part, base), part >= least);
        let times = base * u64::from(den);
        prop_assert_eq!(bar.holds(base * u64::from(num), times), !strict);
        prop_assert_eq!(bar.to_string().replace(' ', "").parse::<Bar>(), Ok(bar));
    }

    /// Turning one vote to "for" never undoes an adoption.
    #[test]
    fn one_more_for_never_harms(yes in 0u64..50, against in 1u64..50, abstain in 0u64..50, num in 0u32..8, strict: bool, left_out: bool) {
        let legs = [majority::Base::Roll, majority::Base::Cast, majority::Base::ForAgainst]
            .map(|base| majority::Leg { measure: majority::Measure::Electors, base, bar: Bar { num, den: 8, strict } });
        let abstains = if left_out { majority::Abstain::LeftOut } else { majority::Abstain::CountedInCast };
        let poll = |yes, against| majority::Poll {
            electors: majority::Sides { yes, against, abstain, roll: 150, present: 0 },
            ..majority::Poll::default()
        };
        for leg in legs {
            let rule = majority::Rule { legs: vec![leg], turnout: vec![], abstain: abstains };
            let (before, after) = (majority::judge(&rule, &poll(yes, against)), majority::judge(&rule, &poll(yes + 1, against - 1)));
            prop_assert!(before.outcome != majority::Outcome::Adopted || after.outcome == majority::Outcome::Adopted);
        }
    }

    /// One approval more, or one mark raised, never makes that option lose.
    #[test]
    fn more_support_never_harms(sets in prop::collection::vec((1u64..9, prop::collection::btree_set(0usize..5, 0..5)), 1..12), seats in 1usize..4, raised in 0usize..5, at in any::<prop::sample::Index>()) {
        let lot = Lot::of(b"fixed", &[0; 32]);
        let rule = approval::Rule { seats, at_most: None, bar: Some(Bar::at_least(1, 4)), blank_counts: true };
        let votes = |sets: &[(u64, BTreeSet<usize>)]| {
            let mut votes = BTreeMap::new();
            sets.iter().for_each(|(times, set)| *votes.entry(set.clone()).or_default() += times);
            votes
        };
        let before = approval::count(&rule, 5, &votes(&sets), Some(&lot));
        let mut after = sets.clone();
        after[at.index(sets.len())].1.insert(raised);
        let after = approval::count(&rule, 5, &votes(&after), Some(&lot));
        prop_assert!(!before.elected.contains(&raised) || after.elected.contains(&raised));

        let marks = |sets: &[(u64, BTreeSet<usize>)], lift: Option<usize>| {
            let mut votes: BTreeMap<score::Marks, u64> = BTreeMap::new();
            for (number, (times, set)) in sets.iter().enumerate() {
                let mut vote: score::Marks = (0..5).map(|o| Some(if set.contains(&o) { 3 } else { 1 })).collect();
                if lift == Some(number) {
                    vote[raised] = vote[raised].map(|mark| mark + 1);
                }
                *votes.entry(vote).or_default() += times;
            }
            votes
        };
        let rule = score::Rule { seats, most: 4, blank_is_zero: false, fewest: 1 };
        let before = score::count(&rule, 5, &marks(&sets, None), Some(&lot));
        let after = score::count(&rule, 5, &marks(&sets, Some(at.index(sets.len()))), Some(&lot));
        prop_assert!(!before.elected.contains(&raised) || after.elected.contains(&raised));
    }
}
