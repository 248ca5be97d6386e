//! `linqiao tally` and `linqiao verify`: counts and draws repeated from files, by anybody, without a database.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use tally::{Bar, Lot, Profile, approval, formats, majority, score, transfer};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// For, against, abstain: the three categories of a `.cat` file.
    Majority,
    Approval,
    /// Categories of a `.cat` file as marks, or the points of a `.pb` file.
    Score,
    Irv,
    Stv,
    EqualShares,
    /// Most votes first, as long as they fit the budget.
    Greedy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Completion {
    None,
    Utilitarian,
    Add1,
    Add1u,
}

#[derive(Debug, Args)]
pub struct Tally {
    #[arg(long)]
    method: Method,
    /// PrefLib `.soc .soi .toc .toi .cat`, `.blt`, or Pabulib `.pb`.
    file: PathBuf,
    #[arg(long)]
    json: bool,
    /// How many win; what the file says, or one.
    #[arg(long)]
    seats: Option<usize>,
    /// The published secret that ties are settled by; without it they are reported.
    #[arg(long)]
    seed: Option<String>,
    /// A leg of the majority, `>1/2 of cast`; bases are roll, present, cast, for_against; may be repeated.
    #[arg(long, default_value = ">1/2 of cast")]
    leg: Vec<String>,
    /// How many of the roll must take part, `>1/2`.
    #[arg(long)]
    turnout: Vec<Bar>,
    #[arg(long, default_value_t = 0)]
    roll: u64,
    #[arg(long, default_value_t = 0)]
    present: u64,
    /// Abstentions stand in no base.
    #[arg(long)]
    abstain_left_out: bool,
    /// A vote with more approvals is spoiled.
    #[arg(long)]
    at_most: Option<usize>,
    /// What each approved winner must reach of the votes cast, `>=1/4`.
    #[arg(long)]
    bar: Option<Bar>,
    /// A blank mark counts as zero.
    #[arg(long)]
    blank_is_zero: bool,
    /// The fewest marks with which an option can win.
    #[arg(long, default_value_t = 1)]
    fewest: u64,
    /// What an approved project is worth: `cost` or `count`.
    #[arg(long, default_value = "cost", value_parser = ["cost", "count"])]
    utility: String,
    #[arg(long, default_value = "add1u")]
    completion: Completion,
    /// Raising shares ends where nothing more fits, not where the next step would overspend.
    #[arg(long)]
    until_exhaustive: bool,
}

#[derive(Debug, Subcommand)]
pub enum Verify {
    /// Draw again: the same pool, rules and seed give the same list.
    Draw {
        /// `pool_no` and a column for each dimension.
        #[arg(long)]
        pool: PathBuf,
        #[arg(long)]
        seed: String,
        /// The announced rules, as JSON or TOML.
        #[arg(long)]
        rules: PathBuf,
        #[arg(long)]
        json: bool,
        /// Add the chances over so many simulated draws.
        #[arg(long)]
        chances: Option<u32>,
    },
    /// Count a ballot again from what its page publishes.
    Ballot {
        /// `proof.json`
        proof: PathBuf,
        /// `votes.csv`
        votes: PathBuf,
        #[arg(long)]
        json: bool,
    },
}

type Told = Result<String, Box<dyn Error>>;

/// Counts a file and tells every round.
pub fn tally(words: &Tally) -> Told {
    let text = read(&words.file)?;
    let kind = words.file.extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
    match kind.as_str() {
        "pb" => budget(words, &text),
        "blt" => {
            let file = formats::blt::read(&text)?;
            let seats = words.seats.unwrap_or(file.seats);
            ranked(words, &file.profile, seats, false)
        }
        "cat" => {
            let file = formats::preflib::read(&text)?;
            match words.method {
                Method::Majority => questions(words, &file),
                Method::Score => marked(words, &file),
                _ => ranked(words, &file.profile, words.seats.unwrap_or(1), true),
            }
        }
        "soc" | "soi" | "toc" | "toi" => {
            let file = formats::preflib::read(&text)?;
            ranked(words, &file.profile, words.seats.unwrap_or(1), matches!(kind.as_str(), "soc" | "toc"))
        }
        other => {
            Err(format!("`.{other}` is no file of votes; known are .soc .soi .toc .toi .cat .blt .pb").into())
        }
    }
}

pub fn verify(words: &Verify) -> Told {
    let (pool, seed, rules, json, chances) = match words {
        Verify::Draw { pool, seed, rules, json, chances } => (pool, seed, rules, json, chances),
        Verify::Ballot { proof, votes, json } => return ballot(proof, votes, *json),
    };
    let text = read(rules)?;
    let is_toml = rules.extension().is_some_and(|e| e == "toml");
    let rules: sortition::Rules = if is_toml { toml::from_str(&text)? } else { serde_json::from_str(&text)? };
    let pool = sortition::Pool::read(&read(pool)?, &rules)?;
    let drawn = sortition::draw(&pool, &rules, seed.as_bytes())?;
    let chances = chances.map(|draws| sortition::chances(&pool, &rules, draws)).transpose()?;
    if *json {
        return pretty(&json!({ "drawn": drawn, "chances": chances }));
    }
    let mut out = drawn.text();
    if let Some(chances) = chances {
        out += &format!("least chance {}/{}\n", chances.least, chances.draws);
        for of in &chances.cells {
            let all = of.people * u64::from(chances.draws);
            out += &format!("{}: {} people, {}/{all}\n", of.cell.join(" "), of.people, of.drawn);
        }
    }
    Ok(out)
}

/// The count as it is repeated here, or what of the proof does not hold.
fn ballot(proof: &Path, votes: &Path, as_json: bool) -> Told {
    let proof: deliberation::rules::Proof = serde_json::from_str(&read(proof)?)?;
    let counted = deliberation::rules::verify_proof(&proof, &read(votes)?).map_err(|wrong| wrong.join("\n"))?;
    if as_json {
        return pretty(&json!({ "ballot": proof.ballot, "counted": counted }));
    }
    let winners = proof.options.iter().filter(|o| counted.winners.contains(&o.no)).map(|o| o.title.as_str());
    let winners: Vec<&str> = winners.collect();
    Ok(format!(
        "{}: {} of {} electors voted; counted again: {}{}\n{}",
        proof.ballot,
        counted.electors,
        proof.roll.electors,
        counted.outcome.code(),
        if winners.is_empty() { String::new() } else { format!(": {}", winners.join(", ")) },
        pretty(&counted.rounds)?
    ))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn pretty(value: &Value) -> Told {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// The result with its options, as JSON or as text.
fn told(words: &Tally, options: &[String], result: Value, text: String) -> Told {
    if words.json { pretty(&json!({ "options": options, "result": result })) } else { Ok(text) }
}

fn lot(words: &Tally, votes_hash: &[u8; 32]) -> Option<Lot> {
    words.seed.as_ref().map(|seed| Lot::of(seed.as_bytes(), votes_hash))
}

/// Rankings. Where ballots are `complete` or sorted into categories, only the first place is an approval.
fn ranked(words: &Tally, profile: &Profile, seats: usize, complete: bool) -> Told {
    let lot = lot(words, &profile.hash());
    match words.method {
        Method::Irv | Method::Stv => {
            let seats = if words.method == Method::Irv { 1 } else { seats };
            let count = transfer::count(profile, seats, lot.as_ref());
            told(words, &profile.options, serde_json::to_value(&count)?, count.text(&profile.options))
        }
        Method::Approval => {
            let mut votes: BTreeMap<BTreeSet<usize>, u64> = BTreeMap::new();
            for (ranking, times) in &profile.ballots {
                let places = if complete { 1 } else { ranking.len() };
                *votes.entry(ranking.iter().take(places).flatten().copied().collect()).or_default() += times;
            }
            approved(words, &profile.options, seats, &votes, lot.as_ref())
        }
        Method::Majority | Method::Score => Err("majority and score count categories: a `.cat` file".into()),
        Method::EqualShares | Method::Greedy => {
            Err("a budget needs projects with costs: a `.pb` file".into())
        }
    }
}

fn approved(
    words: &Tally,
    options: &[String],
    seats: usize,
    votes: &BTreeMap<BTreeSet<usize>, u64>,
    lot: Option<&Lot>,
) -> Told {
    let rule = approval::Rule {
        seats,
        at_most: words.at_most,
        bar: words.bar,
        blank_counts: !words.abstain_left_out,
    };
    let count = approval::count(&rule, options.len(), votes, lot);
    told(words, options, serde_json::to_value(&count)?, count.text(options))
}

/// Each alternative of a `.cat` file is a question of its own.
fn questions(words: &Tally, file: &formats::preflib::File) -> Told {
    if !(2..=3).contains(&file.categories.len()) {
        return Err(format!(
            "for, against, abstain are two or three categories, not {}",
            file.categories.len()
        )
        .into());
    }
    let legs = words.leg.iter().map(|text| leg(text)).collect::<Result<Vec<_>, String>>()?;
    let turnout =
        words.turnout.iter().map(|bar| majority::Turnout { measure: majority::Measure::Electors, bar: *bar });
    let abstain =
        if words.abstain_left_out { majority::Abstain::LeftOut } else { majority::Abstain::CountedInCast };
    let rule = majority::Rule { legs, turnout: turnout.collect(), abstain };
    let (mut results, mut text) = (vec![], String::new());
    for (option, name) in file.profile.options.iter().enumerate() {
        let in_category = |at: usize| -> u64 {
            let ballots =
                file.sorted.iter().filter(|(_, places)| places.get(at).is_some_and(|p| p.contains(&option)));
            ballots.map(|(times, _)| times).sum()
        };
        let electors = majority::Sides {
            yes: in_category(0),
            against: in_category(1),
            abstain: in_category(2),
            roll: words.roll,
            present: words.present,
        };
        let judged = majority::judge(&rule, &majority::Poll { electors, ..majority::Poll::default() });
        text += &format!("{name}\n{}", judged.text());
        results.push(serde_json::to_value(&judged)?);
    }
    told(words, &file.profile.options, Value::Array(results), text)
}

/// `>1/2 of cast`.
fn leg(text: &str) -> Result<majority::Leg, String> {
    let (bar, base) = text.split_once(" of ").unwrap_or((text, "cast"));
    let base = match base.trim() {
        "roll" => majority::Base::Roll,
        "present" => majority::Base::Present,
        "cast" => majority::Base::Cast,
        "for_against" => majority::Base::ForAgainst,
        other => return Err(format!("`{other}` is no base: roll, present, cast, for_against")),
    };
    Ok(majority::Leg { measure: majority::Measure::Electors, base, bar: bar.parse()? })
}

/// Categories as marks: their names where these are numbers, otherwise the last is worth 0, the one before it 1.
fn marked(words: &Tally, file: &formats::preflib::File) -> Told {
    let many = file.categories.len() as u32;
    let named: Option<Vec<u32>> = file.categories.iter().map(|name| name.parse().ok()).collect();
    let worth = named.unwrap_or_else(|| (0..many).rev().collect());
    let mut votes: BTreeMap<score::Marks, u64> = BTreeMap::new();
    for (times, places) in &file.sorted {
        let mut marks = vec![None; file.profile.options.len()];
        for (place, mark) in places.iter().zip(&worth) {
            place.iter().for_each(|option| marks[*option] = Some(*mark));
        }
        *votes.entry(marks).or_default() += times;
    }
    let most = worth.iter().copied().max().unwrap_or(0);
    scored(words, &file.profile.options, most, &votes, lot(words, &file.profile.hash()).as_ref())
}

fn scored(
    words: &Tally,
    options: &[String],
    most: u32,
    votes: &BTreeMap<score::Marks, u64>,
    lot: Option<&Lot>,
) -> Told {
    let seats = words.seats.unwrap_or(1);
    let rule = score::Rule { seats, most, blank_is_zero: words.blank_is_zero, fewest: words.fewest };
    let count = score::count(&rule, options.len(), votes, lot);
    told(words, options, serde_json::to_value(&count)?, count.text(options))
}

fn budget(words: &Tally, text: &str) -> Told {
    let instance = equal_shares::pabulib::read(text)?.instance;
    let ids: Vec<String> = instance.projects.iter().map(|p| p.id.clone()).collect();
    let utility =
        if words.utility == "count" { equal_shares::Utility::Count } else { equal_shares::Utility::Cost };
    match words.method {
        Method::EqualShares => {
            let step = if words.until_exhaustive {
                equal_shares::Step::Exhaustive
            } else {
                equal_shares::Step::Overspending
            };
            let completion = match words.completion {
                Completion::None => equal_shares::Completion::None,
                Completion::Utilitarian => equal_shares::Completion::Utilitarian,
                Completion::Add1 => equal_shares::Completion::Add1(step),
                Completion::Add1u => equal_shares::Completion::Add1U(step),
            };
            let rule = equal_shares::Rule { utility, completion, ..equal_shares::Rule::default() };
            let outcome = equal_shares::run(&instance, &rule, words.seed.as_deref().map(str::as_bytes));
            let result = json!({ "rule": rule, "outcome": outcome });
            told(words, &ids, result, outcome.text(&instance))
        }
        Method::Greedy => {
            let bought = equal_shares::greedy(&instance, utility, equal_shares::Fill::MostVotes, false, &[]);
            let cost = instance.cost(&bought);
            let names: Vec<&str> = bought.iter().map(|p| ids[*p].as_str()).collect();
            let line = format!(
                "funded for {} of {}: {}\n",
                instance.money(cost),
                instance.money(instance.budget),
                names.join(", ")
            );
            told(words, &ids, json!({ "bought": bought, "cost": cost }), line)
        }
        Method::Approval | Method::Score => {
            let groups = instance.groups.iter();
            let places =
                groups.map(|g| (g.electors, g.uses.iter().map(|(project, _)| vec![*project]).collect()));
            let lot = lot(words, &Profile::of(ids.clone(), places)?.hash());
            if words.method == Method::Approval {
                let sets =
                    instance.groups.iter().map(|g| (g.uses.iter().map(|(p, _)| *p).collect(), g.electors));
                return approved(words, &ids, words.seats.unwrap_or(1), &sets.collect(), lot.as_ref());
            }
            let marks = instance.groups.iter().map(|g| {
                let mut marks = vec![None; ids.len()];
                g.uses.iter().for_each(|(project, points)| marks[*project] = u32::try_from(*points).ok());
                (marks, g.electors)
            });
            scored(words, &ids, u32::MAX, &marks.collect(), lot.as_ref())
        }
        Method::Majority | Method::Irv | Method::Stv => {
            Err("a `.pb` file is counted by equal-shares, greedy, approval or score".into())
        }
    }
}
