//! What must hold of every outcome, tried on random votes.

use equal_shares::{
    Completion, Fraction, Group, How, Instance, Project, Rule, Step, TieRule, Utility, Vote, run,
};
use proptest::prelude::*;

fn project(number: usize, cost: u64) -> Project {
    Project { id: format!("P{number}"), name: String::new(), cost }
}

fn instances() -> impl Strategy<Value = Instance> {
    (1usize..7).prop_flat_map(|many| {
        let costs = prop::collection::vec(
            prop_oneof![1 => Just(0u64), 4 => (1u64..20).prop_map(|c| c * 10), 4 => 1u64..200],
            many,
        );
        let vote = prop::collection::btree_set(0..many, 0..=many).prop_map(Vote::Approval);
        let points = prop::collection::btree_map(0..many, 0u64..5, 0..=many).prop_map(Vote::Points);
        let votes = prop_oneof![
            prop::collection::vec((1u64..6, vote), 1..15),
            prop::collection::vec((1u64..6, points), 1..15)
        ];
        (costs, votes, 1u64..400).prop_map(|(costs, votes, budget)| {
            let projects = costs.into_iter().enumerate().map(|(n, cost)| project(n, cost)).collect();
            Instance::of(projects, budget, 1, votes).unwrap()
        })
    })
}

fn rules() -> impl Strategy<Value = Rule> {
    let completion = prop::sample::select(vec![
        Completion::None,
        Completion::Utilitarian,
        Completion::Add1(Step::Overspending),
        Completion::Add1(Step::Exhaustive),
        Completion::Add1U(Step::Overspending),
    ]);
    (prop::sample::select(vec![Utility::Cost, Utility::Count]), completion, any::<bool>()).prop_map(
        |(utility, completion, whole_start)| Rule { utility, completion, whole_start, ..Rule::default() },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// The budget holds; nobody pays more than their share; payments sum to the cost of what shares bought.
    #[test]
    fn payments_add_up(instance in instances(), rule in rules()) {
        let outcome = run(&instance, &rule, Some(b"seed"));
        prop_assert!(outcome.cost <= instance.budget);
        prop_assert_eq!(outcome.cost, instance.cost(&outcome.projects()));
        let mut paid = Fraction::whole(0);
        for Group { electors, uses } in &instance.groups {
            let (parts, left) = outcome.receipt(&instance, rule.utility, uses);
            let sum = parts.iter().fold(Fraction::whole(0), |sum, (_, part)| sum.plus(part));
            prop_assert_eq!(sum.plus(&left), outcome.share.clone());
            paid = paid.plus(&sum.times(*electors));
        }
        let by_shares: Vec<usize> = outcome.bought.iter().filter(|b| b.how == How::Shares).map(|b| b.project).collect();
        prop_assert_eq!(paid, Fraction::whole(instance.cost(&by_shares)));
        prop_assert_eq!(outcome.bought.len() + outcome.refused.len(), instance.projects.len());
        prop_assert_eq!(by_shares, outcome.rounds.iter().map(|r| r.project).collect::<Vec<_>>());
    }

    /// Prices never fall, and at the end no supporters together could have paid what is not there.
    #[test]
    fn it_ends_where_nobody_can_pay(instance in instances(), utility in prop::sample::select(vec![Utility::Cost, Utility::Count])) {
        let rule = Rule { utility, completion: Completion::None, ..Rule::default() };
        let outcome = run(&instance, &rule, None);
        prop_assert!(outcome.rounds.windows(2).all(|pair| pair[0].price <= pair[1].price));
        for refused in &outcome.refused {
            if let equal_shares::Refused::TooLittleBehind { project, money_behind } = refused {
                prop_assert!(*money_behind < Fraction::whole(instance.projects[*project].cost));
            }
        }
        for round in &outcome.rounds {
            prop_assert!(round.money_behind >= Fraction::whole(instance.projects[round.project].cost));
            prop_assert!(round.most_paid <= outcome.share);
        }
    }

    /// Where enough electors for its cost approve a project and none of them has anything funded, it is funded.
    #[test]
    fn a_group_that_can_pay_gets_something(instance in instances(), utility in prop::sample::select(vec![Utility::Cost, Utility::Count])) {
        let rule = Rule { utility, completion: Completion::None, ..Rule::default() };
        let funded = run(&instance, &rule, None).projects();
        for (project, votes) in instance.supporters().iter().enumerate() {
            let enough = u128::from(*votes) * u128::from(instance.budget)
                >= u128::from(instance.projects[project].cost) * u128::from(instance.electors);
            let mut behind = instance.groups.iter().filter(|g| g.uses.iter().any(|(p, _)| *p == project));
            let empty_handed = behind.all(|g| g.uses.iter().all(|(p, _)| !funded.contains(p)));
            prop_assert!(!(enough && *votes > 0 && empty_handed) || funded.contains(&project));
        }
    }

    /// The same in plain fractions, step by step, with no estimates: the same purchases at the same prices.
    #[test]
    fn estimates_change_nothing(instance in instances(), utility in prop::sample::select(vec![Utility::Cost, Utility::Count])) {
        let rule = Rule { utility, completion: Completion::None, ties: vec![], ..Rule::default() };
        let outcome = run(&instance, &rule, None);
        let bought: Vec<(usize, Fraction)> = outcome.rounds.iter().map(|r| (r.project, r.price.clone())).collect();
        prop_assert_eq!(bought, plainly(&instance, utility));
    }
}

/// The definition, written down as it reads.
fn plainly(instance: &Instance, utility: Utility) -> Vec<(usize, Fraction)> {
    let whole = Fraction::whole;
    let share = Fraction::of(instance.budget.into(), instance.electors.into());
    let worth = |project: usize, points: u64| match utility {
        Utility::Cost if instance.approvals => instance.projects[project].cost,
        _ => points,
    };
    let mut left = vec![share; instance.groups.len()];
    let mut bought: Vec<(usize, Fraction)> = vec![];
    loop {
        let mut best: Option<(Fraction, usize)> = None;
        for (project, p) in instance.projects.iter().enumerate() {
            if p.cost == 0 || bought.iter().any(|(b, _)| *b == project) {
                continue;
            }
            let behind: Vec<(usize, u64, u64)> = instance
                .groups
                .iter()
                .enumerate()
                .filter_map(|(n, g)| {
                    g.uses.iter().find(|u| u.0 == project).map(|u| (n, g.electors, worth(project, u.1)))
                })
                .collect();
            // Every supporter's own limit is a price at which somebody is emptied; between two limits the sum is a line.
            let ratio = |n: usize, use_: u64| left[n].divided(use_);
            let mut limits: Vec<Fraction> = behind.iter().map(|(n, _, u)| ratio(*n, *u)).collect();
            limits.sort();
            let pays = |price: &Fraction| {
                behind.iter().fold(whole(0), |sum, (n, e, u)| {
                    sum.plus(&price.times(*u).min(left[*n].clone()).times(*e))
                })
            };
            let Some(first) = limits.iter().find(|limit| pays(limit) >= whole(p.cost)) else { continue };
            let (emptied, uses) = behind.iter().fold((whole(0), 0), |(money, uses), (n, e, u)| {
                if ratio(*n, *u) < *first {
                    (money.plus(&left[*n].times(*e)), uses)
                } else {
                    (money, uses + e * u)
                }
            });
            let price = whole(p.cost).minus(&emptied).divided(uses);
            if best.as_ref().is_none_or(|(lowest, at)| (&price, &p.id) < (lowest, &instance.projects[*at].id))
            {
                best = Some((price, project));
            }
        }
        let Some((price, project)) = best else { return bought };
        for (n, group) in instance.groups.iter().enumerate() {
            if let Some((_, points)) = group.uses.iter().find(|u| u.0 == project) {
                left[n] = left[n].minus(&price.times(worth(project, *points)).min(left[n].clone()));
            }
        }
        bought.push((project, price));
    }
}

/// Handbook, scene 7: by plain counting the smaller group gets nothing, by equal shares it gets its library corner.
#[test]
fn forty_of_a_hundred_get_their_part() {
    let cost = [20_000, 15_000, 15_000, 20_000];
    let names = ["A1", "A2", "A3", "S1"];
    let projects = names
        .iter()
        .zip(cost)
        .map(|(id, cost)| Project { id: (*id).into(), name: String::new(), cost })
        .collect();
    let votes = [(60, Vote::Approval([0, 1, 2].into())), (40, Vote::Approval([3].into()))];
    let instance = Instance::of(projects, 50_000, 1, votes).unwrap();
    let counted = equal_shares::greedy(&instance, Utility::Cost, equal_shares::Fill::MostVotes, false, &[]);
    assert_eq!(counted, [0, 1, 2]);
    let outcome = run(&instance, &Rule { utility: Utility::Count, ..Rule::default() }, None);
    assert_eq!(outcome.projects(), [1, 2, 3]);
    assert_eq!(outcome.cost, 50_000);
    for group in &instance.groups {
        let (paid, _) = outcome.receipt(&instance, Utility::Count, &group.uses);
        assert_eq!(
            paid.iter().fold(Fraction::whole(0), |sum, (_, part)| sum.plus(part)),
            Fraction::whole(500)
        );
    }
}

/// Two projects at one price: the rule's order settles it and says so; a lot needs a seed.
#[test]
fn ties_are_said_aloud() {
    let instance = |costs: [u64; 2], votes: [u64; 2]| {
        let projects = costs.iter().enumerate().map(|(n, cost)| project(n, *cost)).collect();
        let votes = [(votes[0], Vote::Approval([0].into())), (votes[1], Vote::Approval([1].into()))];
        Instance::of(projects, 100, 1, votes).unwrap()
    };
    let settled = |instance: &Instance, rule: &Rule, seed| {
        run(instance, rule, seed).rounds[0].tie.as_ref().map(|tie| (tie.between.clone(), tie.settled))
    };
    let (rule, all) = (Rule { utility: Utility::Count, ..Rule::default() }, vec![0, 1]);
    use equal_shares::Settled;
    // Count utility: the price is cost ÷ votes.
    assert_eq!(settled(&instance([40, 20], [10, 5]), &rule, None), Some((all.clone(), Settled::LowerCost)));
    assert_eq!(settled(&instance([20, 20], [5, 5]), &rule, None), Some((all.clone(), Settled::Id)));
    assert_eq!(settled(&instance([20, 20], [5, 5]), &rule, Some(b"x")), Some((all.clone(), Settled::Lot)));
    let by_votes = Rule { ties: vec![TieRule::MoreVotes], ..rule.clone() };
    assert_eq!(settled(&instance([40, 20], [10, 5]), &by_votes, None), Some((all, Settled::MoreVotes)));
    assert_eq!(settled(&instance([40, 20], [10, 6]), &rule, None), None);
    let first = |seed: &[u8]| run(&instance([20, 20], [5, 5]), &rule, Some(seed)).projects()[0];
    assert!(
        (0..20u8).map(|n| first(&[n])).collect::<std::collections::BTreeSet<_>>().len() == 2,
        "a lot can fall on either"
    );
}
