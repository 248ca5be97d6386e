//! Counts of the handbook's scenes, and what must hold of every count.

use deliberation::rules::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn option(no: i32, cost: i64) -> BallotOption {
    BallotOption { no, option: None, title: format!("方案{no}"), cost, hash: String::new() }
}

fn rule(words: Drawing) -> BallotRule {
    let frozen = [Choice {
        id: kernel::uuid::Uuid::from_u128(1), letter: "A".into(), title: "划线".into(), text: String::new(), state: OptionState::Frozen,
        pricing: None, dropped_why: None, hash: Some("h".into()),
    }];
    rule_of(&Drawing { secrecy: Some(words.secrecy.unwrap_or(Secrecy::Named)), ..words }, &frozen, "维持现状").expect("a rule").0
}

fn votes(list: &[(&str, i64, u64)]) -> Votes {
    list.iter().map(|(content, weight, times)| (((*content).to_owned(), *weight), *times)).collect()
}

fn roll(electors: u64, weight: u64) -> RollSize {
    RollSize { electors, weight }
}

fn proven<'a>(rule: &'a BallotRule, options: &'a [BallotOption], size: RollSize) -> Counting<'a> {
    Counting { ballot: "B26-0001-1", rule, options, roll: size, roll_hash: "r", secret: b"dice 4 4 1" }
}

/// Scene 5: bars are exact.
#[test]
fn exact_bars_on_a_roll_of_120() {
    let said = |base, bar: &str, yes, secret: &[u8]| {
        let rule = rule(Drawing { base: Some(base), bar: bar.into(), ..Drawing::default() });
        count(&rule, &[option(1, 0)], roll(120, 120), &votes(&[("for", 1, yes), ("against", 1, 40), ("abstain", 1, 9)]), secret).outcome
    };
    assert_eq!(said(Base::Roll, ">1/2", 61, b"s"), BallotOutcome::Adopted);
    assert_eq!(said(Base::ForAgainst, ">=2/3", 61, b"s"), BallotOutcome::NotAdopted);
    assert_eq!(said(Base::Roll, ">1/2", 60, b"s"), BallotOutcome::NotAdopted);
    assert_eq!(said(Base::Roll, ">=1/2", 60, b"s"), BallotOutcome::Adopted);
}

/// Scene 6: by heads and by area; the leg that fails is named.
#[test]
fn two_legs_of_owners() {
    let rule = rule(Drawing {
        elector_kind: Some(ElectorKind::Property), by_weight: true, bar: ">1/2".into(), turnout: ">=2/3".into(), doors: vec![Way::Web, Way::Desk], ..Drawing::default()
    });
    let cast = votes(&[("for", 7_500, 100), ("for", 8_000, 20), ("against", 11_250, 80), ("abstain", 3_500, 10)]);
    let done = count(&rule, &[option(1, 0)], roll(300, 2_700_000), &cast, b"s");
    assert_eq!(done.outcome, BallotOutcome::NotAdopted);
    let holds: Vec<_> = done.rounds["judgement"]["legs"].as_array().expect("legs").iter().map(|l| (l["measure"].clone(), l["holds"].clone())).collect();
    assert_eq!(holds, [("electors".into(), true.into()), ("weight".into(), false.into())]);
}

/// Scene 7: plain counting would give all to the many; equal shares give the few their part.
#[test]
fn equal_shares_of_fifty_thousand() {
    let options = [option(1, 20_000), option(2, 15_000), option(3, 15_000), option(4, 20_000)];
    let rule = BallotRule { utility: equal_shares::Utility::Count, ..rule(Drawing { method: Some(BallotMethod::EqualShares), budget: 50_000, ..Drawing::default() }) };
    let done = count(&rule, &options, roll(120, 120), &votes(&[("1,2,3", 1, 60), ("4", 1, 40)]), b"s");
    let mut won = done.winners.clone();
    won.sort_unstable();
    assert_eq!((done.outcome, won), (BallotOutcome::Funded, vec![2, 3, 4]));
    assert_eq!((done.rounds["cost"].clone(), done.rounds["share"].clone()), (50_000.into(), "500".into()));
}

/// Scene 8: rounds as in the handbook, and the same from the published files.
#[test]
fn two_seats_by_transfer_and_again_from_the_files() {
    let options = [option(1, 0), option(2, 0), option(3, 0), option(4, 0)];
    let rule = rule(Drawing { method: Some(BallotMethod::Stv), seats: 2, ..Drawing::default() });
    let cast = votes(&[("1,2", 1, 8), ("1,3", 1, 6), ("2", 1, 7), ("3", 1, 6), ("4,3", 1, 3)]);
    let proof = prove(&proven(&rule, &options, roll(40, 40)), &cast);
    assert_eq!((proof.counted.outcome, proof.counted.winners.as_slice()), (BallotOutcome::Elected, &[1, 3][..]));
    let sums: Vec<_> = proof.counted.rounds["rounds"].as_array().expect("rounds").iter().map(|r| r["sums"][2].as_str().unwrap_or_default().to_owned()).collect();
    assert!(sums.contains(&"7.28568".to_owned()) && sums.contains(&"10.28568".to_owned()), "{sums:?}");
    let csv = votes_csv(&cast);
    let backwards: String = csv.lines().take(1).chain(csv.lines().skip(1).collect::<Vec<_>>().into_iter().rev()).fold(String::new(), |t, l| t + l + "\n");
    let read: Proof = serde_json::from_str(&serde_json::to_string(&proof).expect("text")).expect("a proof");
    assert_eq!(verify_proof(&read, &backwards), Ok(proof.counted.clone()));
    assert!(verify_proof(&read, &csv.replace("8,1,\"1,2\"", "9,1,\"1,2\"")).is_err());
    assert!(verify_proof(&Proof { secret: hex::encode(b"dice 1 1 1"), ..read.clone() }, &csv).is_err());
    assert!(verify_proof(&read, "times,weight,vote\n3,1,\"1,1\"\n").is_err());
}

/// A tie is said to be one; only a named lot settles it, from the secret and the votes alone.
#[test]
fn a_tie_is_a_tie() {
    let cast = votes(&[("for", 1, 40), ("against", 1, 40)]);
    let open = rule(Drawing::default());
    assert_eq!(count(&open, &[option(1, 0)], roll(90, 90), &cast, b"s").outcome, BallotOutcome::Tie);
    let drawn = rule(Drawing { tie: Some(TiePolicy::Lot), ..Drawing::default() });
    let seen: std::collections::BTreeSet<_> = (0..40_u8).map(|n| count(&drawn, &[option(1, 0)], roll(90, 90), &cast, &[n]).outcome.code()).collect();
    assert_eq!(seen, ["adopted", "not_adopted"].into());
    let approval = rule(Drawing { method: Some(BallotMethod::Approval), ..Drawing::default() });
    assert_eq!(count(&approval, &[option(1, 0), option(2, 0)], roll(9, 9), &votes(&[("1", 1, 2), ("2", 1, 2)]), b"s").outcome, BallotOutcome::Tie);
}

#[test]
fn what_would_tell_is_not_allowed() {
    let frozen = [Choice {
        id: kernel::uuid::Uuid::from_u128(1), letter: "A".into(), title: "划线".into(), text: String::new(), state: OptionState::Frozen,
        pricing: None, dropped_why: None, hash: Some("h".into()),
    }];
    let codes = |words: Drawing| rule_of(&words, &frozen, "维持现状").expect_err("refused").iter().map(|p| p.code).collect::<Vec<_>>();
    assert_eq!(codes(Drawing { by_weight: true, ..Drawing::default() }), ["weight-tells"]);
    assert_eq!(codes(Drawing { doors: vec![Way::Phone], ..Drawing::default() }), ["phone-hears"]);
    assert_eq!(codes(Drawing { change: Some(Changing::UntilClose), ..Drawing::default() }), ["change-with-receipt"]);
    assert_eq!(codes(Drawing { base: Some(Base::Present), ..Drawing::default() }), ["base-present"]);
    assert_eq!(codes(Drawing { bar: "half".into(), ..Drawing::default() }), ["bar-unreadable"]);
}

#[test]
fn a_receipt_notices_a_mistaken_digit() {
    let code = receipt_code(123_456_789_012_345);
    assert_eq!((code.len(), receipt_typed(&format!("{} {}", &code[..4], &code[4..]))), (13, Ok(code.clone())));
    for at in 0..13 {
        let mut wrong = code.clone().into_bytes();
        wrong[at] = b'0' + (wrong[at] - b'0' + 1) % 10;
        assert!(receipt_typed(&String::from_utf8_lossy(&wrong)).is_err(), "position {at}");
    }
}

/// Scene 4: batch 5, of 48, differs on one slip; a third who read neither time settles it.
#[test]
fn a_bundle_read_twice() {
    let rule = rule(Drawing::default());
    let who = |n: u128| kernel::AccountId(kernel::uuid::Uuid::from_u128(n));
    let batch = Batch { ballot: BallotId::named("b"), no: 5, slips: 48, state: BatchState::Waiting, contents: None, settled_by: None };
    let typed = |last: &str| "1\n".repeat(47) + last;
    let reading = |n, last: &str| Reading { batch: 5, reader: who(n), contents: typed_batch(&rule, 1, 48, &typed(last)).expect("read") };
    let (first, second) = (reading(1, "2"), reading(2, "x"));
    let (once, _) = read_batch(&batch, &[], &first).expect("the first");
    assert_eq!(read_batch(&once, std::slice::from_ref(&first), &first).expect_err("the same hand")[0].code, "another-reader");
    let (unequal, _) = read_batch(&once, std::slice::from_ref(&first), &second).expect("the second");
    let both = [first, second];
    assert_eq!((unequal.state, differing(&both)), (BatchState::Unequal, vec![48]));
    assert_eq!(settle_batch(&unequal, &both, who(2), &both[0].contents).expect_err("read it already")[0].code, "third-hand");
    let (settled, _) = settle_batch(&unequal, &both, who(3), &both[0].contents).expect("settled");
    assert_eq!(settled.contents.map(|c| c.len()), Some(48));
    assert_eq!(typed_batch(&rule, 1, 48, "1\n4\n").expect_err("short and wrong").iter().map(|p| p.code).collect::<Vec<_>>(), ["batch-length", "slip-unreadable"]);
    let sheet = Balance { issued: 400, accepted: 371, spoiled: 6, not_come_back: 23, statement: String::new() };
    assert!(balance_problems(&sheet, 371).is_empty());
    assert_eq!(balance_problems(&sheet, 370)[0].code, "variance-unexplained");
    for (wrong, code) in [(i64::MIN, "below-zero"), (-1, "below-zero"), (i64::MAX, "papers-many")] {
        assert_eq!(balance_problems(&Balance { spoiled: wrong, ..sheet.clone() }, 371)[0].code, code);
    }
    let cast = votes(&[("for", 1, 79), ("against", 1, 31), ("abstain", 1, 8)]);
    let of = (option(1, 0), roll(164, 164));
    let counting = proven(&rule, std::slice::from_ref(&of.0), of.1);
    assert!(!variance_decides(&counting, &cast, 39) && variance_decides(&counting, &cast, 40), "79 of 158 is no majority any more");
}

fn contents(method: BallotMethod) -> BoxedStrategy<String> {
    match method {
        BallotMethod::Consent => prop::sample::select(STANCES.to_vec()).prop_map(str::to_owned).boxed(),
        BallotMethod::YesNo | BallotMethod::Hands => prop::sample::select(vec!["for", "against", "abstain"]).prop_map(str::to_owned).boxed(),
        BallotMethod::Score => prop::collection::vec(prop::option::of(0..=10_u32), 3)
            .prop_filter("a mark", |m| m.iter().any(Option::is_some))
            .prop_map(|m| m.iter().map(|x| x.map_or("-".to_owned(), |x| x.to_string())).collect::<Vec<_>>().join("|"))
            .boxed(),
        _ => Just(vec![1, 2, 3]).prop_shuffle().prop_flat_map(|all| (1..=3_usize).prop_map(move |n| all[..n].to_vec()))
            .prop_map(move |mut chosen| {
                if !matches!(method, BallotMethod::Irv | BallotMethod::Stv) {
                    chosen.sort_unstable();
                }
                chosen.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
            })
            .boxed(),
    }
}

fn any_count() -> impl Strategy<Value = (BallotMethod, bool, Vec<String>)> {
    let methods = BallotMethod::ALL.to_vec();
    (prop::sample::select(methods), any::<bool>())
        .prop_flat_map(|(method, lot)| (Just(method), Just(lot), prop::collection::vec(contents(method), 0..40)))
}

fn tallied(list: &[String]) -> Votes {
    list.iter().fold(BTreeMap::new(), |mut all, content| {
        *all.entry((content.clone(), 1)).or_default() += 1;
        all
    })
}

fn drawn(method: BallotMethod, lot: bool) -> (BallotRule, Vec<BallotOption>) {
    let tie = (method != BallotMethod::EqualShares).then_some(if lot { TiePolicy::Lot } else { TiePolicy::Fails });
    let rule = rule(Drawing { method: Some(method), tie, budget: 30_000, seats: 1, ..Drawing::default() });
    let one = matches!(method, BallotMethod::YesNo | BallotMethod::Hands | BallotMethod::Consent);
    let options = if one { vec![option(1, 0)] } else { vec![option(1, 9_000), option(2, 14_000), option(3, 20_000)] };
    (rule, options)
}

/// Agreement: one objection stands in the way, concerns and stepping aside do not; nobody's word is no agreement.
#[test]
fn nobody_objects() {
    let rule = rule(Drawing { method: Some(BallotMethod::Consent), ..Drawing::default() });
    let said = |list: &[(&str, u64)]| {
        let cast = list.iter().map(|(stance, n)| (((*stance).to_owned(), 1), *n)).collect();
        count(&rule, &[option(1, 0)], roll(15, 15), &cast, b"s").outcome
    };
    assert_eq!(said(&[("consent", 6), ("concern", 3), ("aside", 2)]), BallotOutcome::Adopted);
    assert_eq!(said(&[("consent", 12), ("object", 1)]), BallotOutcome::NotAdopted);
    assert_eq!(said(&[("aside", 9)]), BallotOutcome::NotAdopted);
    assert_eq!(said(&[]), BallotOutcome::NotAdopted);
    let few = BallotRule { turnout: vec![tally::majority::Turnout { measure: tally::majority::Measure::Electors, bar: tally::Bar::at_least(2, 3) }], ..rule.clone() };
    assert_eq!(count(&few, &[option(1, 0)], roll(15, 15), &votes(&[("consent", 1, 9)]), b"s").outcome, BallotOutcome::Inquorate);
}

proptest! {
    /// Invariant 29: any order gives the same proof, and the files give it again.
    #[test]
    fn order_tells_nothing((method, lot, list) in any_count(), seed in any::<u64>()) {
        let (rule, options) = drawn(method, lot);
        let mut other = list.clone();
        other.sort_by_key(|c| kernel::named_uuid(&format!("{seed}{c}")));
        let of = proven(&rule, &options, roll(60, 60));
        let proof = prove(&of, &tallied(&list));
        prop_assert_eq!(&proof, &prove(&of, &tallied(&other)));
        prop_assert_eq!(verify_proof(&proof, &votes_csv(&tallied(&list))), Ok(proof.counted.clone()));
        prop_assert_eq!(proof.counted.electors, list.len() as u64);
    }

    /// Invariant 30: a bar that is met exactly passes only where it is not strict.
    #[test]
    fn bars_are_exact(half in 1..500_u64, abstain in 0..50_u64) {
        let said = |bar: &str, base| {
            let rule = rule(Drawing { bar: bar.into(), base: Some(base), ..Drawing::default() });
            count(&rule, &[option(1, 0)], roll(half * 2, 0), &votes(&[("for", 1, half), ("abstain", 1, abstain)]), b"s").outcome
        };
        prop_assert_eq!(said(">=1/2", Base::Roll), BallotOutcome::Adopted);
        prop_assert_eq!(said(">1/2", Base::Roll), BallotOutcome::NotAdopted);
        prop_assert_eq!(said(">1/2", Base::ForAgainst), BallotOutcome::Adopted, "abstentions are no base of for and against");
    }

    /// Invariant 31: more support never makes an option lose.
    #[test]
    fn support_never_hurts(method in prop::sample::select(vec![BallotMethod::YesNo, BallotMethod::Approval]), list in prop::collection::vec(0..8_usize, 1..30), at in any::<prop::sample::Index>()) {
        let (rule, options) = drawn(method, false);
        let write = |n: usize| match method {
            BallotMethod::YesNo => ["for", "against", "abstain"][n % 3].to_owned(),
            _ if n == 0 => NOBODY.to_owned(),
            _ => (1..=3).filter(|o| n >> (o - 1) & 1 == 1).map(|o| o.to_string()).collect::<Vec<_>>().join(","),
        };
        let before: Vec<String> = list.iter().map(|n| write(*n)).collect();
        let mut after = before.clone();
        let at = at.index(after.len());
        after[at] = if method == BallotMethod::YesNo { "for".into() } else { write(list[at] | 1) };
        let won = |list: &[String]| count(&rule, &options, roll(60, 60), &tallied(list), b"s").winners.contains(&1);
        prop_assert!(!won(&before) || won(&after));
    }

    /// Invariant 34: without a lot the secret changes nothing.
    #[test]
    fn the_secret_decides_nothing_but_lots((method, _, list) in any_count(), secret in any::<[u8; 8]>()) {
        prop_assume!(method != BallotMethod::EqualShares);
        let (rule, options) = drawn(method, false);
        let cast = tallied(&list);
        prop_assert_eq!(count(&rule, &options, roll(60, 60), &cast, b"a"), count(&rule, &options, roll(60, 60), &cast, &secret));
    }
}
