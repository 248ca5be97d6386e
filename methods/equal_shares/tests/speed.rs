//! The budget of a street that votes: 40,000 electors, each alone with a choice of their own, on one core.

use equal_shares::{Completion, Instance, Project, Rule, Step, TieRule, Utility, Vote, run};
use std::collections::BTreeSet;
use std::time::Instant;

/// Numbers that are the same everywhere (Marsaglia's xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// 80 projects, of which earlier ones are liked more; up to ten approvals each.
fn street(electors: u64) -> Instance {
    let mut numbers = Numbers(20_261_128);
    let cost = |numbers: &mut Numbers| (5 + numbers.below(196)) * 1_000;
    let projects = (0..80)
        .map(|n| Project { id: format!("P{n:02}"), name: String::new(), cost: cost(&mut numbers) })
        .collect();
    let votes: Vec<(u64, Vote)> = (0..electors)
        .map(|_| {
            let many = 1 + numbers.below(10);
            let chosen: BTreeSet<usize> =
                (0..many).map(|_| numbers.below(80).min(numbers.below(80)) as usize).collect();
            (1, Vote::Approval(chosen))
        })
        .collect();
    Instance::of(projects, 3_000_000, 1, votes).unwrap()
}

#[test]
fn forty_thousand_votes_within_five_seconds() {
    if cfg!(debug_assertions) {
        eprintln!(
            "SKIPPED: speed is measured with `cargo test --release -p equal_shares --test speed -- --nocapture`"
        );
        return;
    }
    let instance = street(40_000);
    for utility in [Utility::Cost, Utility::Count] {
        let rule = Rule {
            utility,
            completion: Completion::Add1U(Step::Overspending),
            ties: vec![TieRule::LowerCost],
            ..Rule::default()
        };
        let start = Instant::now();
        let outcome = run(&instance, &rule, None);
        let took = start.elapsed().as_secs_f64();
        println!(
            "{utility:?}: {} groups, {} bought after {} steps in {took:.2} s",
            instance.groups.len(),
            outcome.bought.len(),
            outcome.steps
        );
        assert!(outcome.bought.len() > 10);
        assert!(took < 5.0, "{took} s");
    }
}
