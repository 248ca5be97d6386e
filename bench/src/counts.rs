//! Twenty thousand votes counted by each method with their proof, and a panel of 110 drawn from 2,000 people by each
//! algorithm: how long each takes, the longest of several runs.

use crate::Fallible;
use deliberation::rules::{BallotMethod, BallotOption, Choice, Counting, Drawing, OptionState, RollSize, Secrecy, Votes, prove, rule_of};
use kernel::uuid::Uuid;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use sortition::{Algorithm, Category, Dimension, Pool, Rules};
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Counts {
    #[arg(long, default_value_t = 20_000)]
    ballots: u64,
    #[arg(long, default_value_t = 8)]
    options: usize,
    #[arg(long, default_value_t = 5)]
    runs: u32,
    #[arg(long, default_value_t = 20_261_127)]
    seed: u64,
}

const METHODS: [BallotMethod; 6] =
    [BallotMethod::YesNo, BallotMethod::Approval, BallotMethod::Score, BallotMethod::Irv, BallotMethod::Stv, BallotMethod::EqualShares];

pub fn run(asked: &Counts) -> Fallible {
    let mut luck = StdRng::seed_from_u64(asked.seed);
    for method in METHODS {
        let frozen: Vec<Choice> = (1..=asked.options).map(frozen).collect();
        let words = Drawing {
            method: Some(method), option: (method == BallotMethod::YesNo).then(|| Uuid::from_u128(1)), secrecy: Some(Secrecy::Named), seats: if method == BallotMethod::Irv { 1 } else { 3 }, budget: 50_000, ..Drawing::default()
        };
        let (rule, options) = rule_of(&words, &frozen, "维持现状").map_err(|problems| format!("{problems:?}"))?;
        let options: Vec<BallotOption> = options.into_iter().map(|o| BallotOption { cost: 5_000 * i64::from(o.no), ..o }).collect();
        let mut votes = Votes::new();
        for _ in 0..asked.ballots {
            *votes.entry((said(method, options.len(), rule.most, &mut luck), 1)).or_default() += 1;
        }
        let size = RollSize { electors: asked.ballots, weight: asked.ballots };
        let counting = Counting { ballot: "B26-0001-1", rule: &rule, options: &options, roll: size, roll_hash: "roll", secret: b"secret" };
        let took = longest(asked.runs, || {
            let proof = prove(&counting, &votes);
            if proof.counted.electors == asked.ballots { Ok(()) } else { Err(format!("{} of {} votes counted", proof.counted.electors, asked.ballots).into()) }
        })?;
        println!("{:<13} {} ballots, {:>6} different ones: {:>8.1} ms with their proof", method.code(), asked.ballots, votes.len(), took.as_secs_f64() * 1e3);
    }
    let people = people(&mut luck);
    for (name, algorithm, dims) in [("cells-1", Algorithm::Cells1, 2), ("quotas-1", Algorithm::Quotas1, 4)] {
        let rules = Rules { algorithm, size: 110, alternates: 20, dims: DIMENSIONS[..dims].iter().map(dimension).collect(), attempts: 10_000 };
        let pool = pool(&people, &rules)?;
        let took = longest(asked.runs, || {
            let drawn = sortition::draw(&pool, &rules, b"2026-11-27 4 4 1").map_err(|why| format!("{why:?}"))?;
            if drawn.panel.len() == 110 { Ok(()) } else { Err(format!("{} drawn", drawn.panel.len()).into()) }
        })?;
        println!("{name:<13} 110 from {} by {dims} dimensions: {:>8.1} ms", pool.people.len(), took.as_secs_f64() * 1e3);
    }
    Ok(())
}

fn longest(runs: u32, mut one: impl FnMut() -> Fallible) -> Fallible<Duration> {
    let mut most = Duration::ZERO;
    for _ in 0..runs.max(1) {
        let began = Instant::now();
        one()?;
        most = most.max(began.elapsed());
    }
    Ok(most)
}

fn frozen(no: usize) -> Choice {
    Choice {
        id: Uuid::from_u128(no as u128), letter: char::from(b'A' + u8::try_from(no % 26).unwrap_or(0)).to_string(), title: format!("方案{no}"),
        text: String::new(), state: OptionState::Frozen, pricing: None, dropped_why: None, hash: Some(format!("h{no}")),
    }
}

/// A vote as it is kept, of somebody who leans to the options named first.
fn said(method: BallotMethod, options: usize, most: u32, luck: &mut StdRng) -> String {
    if method == BallotMethod::YesNo {
        return ["for", "against", "abstain"][luck.random_range(0..3)].to_owned();
    }
    if method == BallotMethod::Score {
        return (0..options).map(|_| luck.random_range(0..=most).to_string()).collect::<Vec<_>>().join("|");
    }
    let mut chosen: Vec<usize> = (1..=options).filter(|no| luck.random_range(0..options + 2) >= *no).collect();
    if chosen.is_empty() {
        chosen.push(luck.random_range(1..=options));
    }
    if matches!(method, BallotMethod::Irv | BallotMethod::Stv) {
        chosen.shuffle(luck);
    }
    chosen.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
}

/// Name, and the categories with what of a hundred people fall in each.
const DIMENSIONS: [(&str, [(&str, u32); 3]); 4] = [
    ("age", [("18-34", 30), ("35-59", 45), ("60+", 25)]),
    ("sex", [("f", 51), ("m", 48), ("other", 1)]),
    ("home", [("owner", 60), ("tenant", 35), ("dorm", 5)]),
    ("side", [("north", 40), ("south", 35), ("park", 25)]),
];

fn dimension((name, categories): &(&str, [(&str, u32); 3])) -> Dimension {
    // Within five of a hundred of what the people are.
    let categories = categories.iter().map(|(code, share)| Category {
        code: (*code).to_owned(),
        at_least: (share.saturating_sub(5) * 110 / 100) as usize,
        at_most: ((share + 5) * 110).div_ceil(100) as usize,
    });
    Dimension { name: (*name).to_owned(), categories: categories.collect() }
}

/// Two thousand people as a published file tells them.
fn people(luck: &mut StdRng) -> Vec<[&'static str; 4]> {
    let mut of = |categories: &[(&'static str, u32); 3]| {
        let mut at = luck.random_range(0..100_u32);
        for (code, share) in categories {
            if at < *share {
                return *code;
            }
            at -= share;
        }
        categories[0].0
    };
    (0..2_000).map(|_| DIMENSIONS.each_ref().map(|(_, categories)| of(categories))).collect()
}

fn pool(people: &[[&str; 4]], rules: &Rules) -> Fallible<Pool> {
    let names: Vec<&str> = rules.dims.iter().map(|d| d.name.as_str()).collect();
    let lines = people.iter().enumerate().map(|(n, of)| format!("{},{}\n", n + 1, of[..names.len()].join(",")));
    let text = format!("pool_no,{}\n", names.join(",")) + &lines.collect::<String>();
    Ok(Pool::read(&text, rules)?)
}
