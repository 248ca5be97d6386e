//! A ballot counted: the same votes in any order, with the same secret, give the same rounds and the same proof on every
//! machine. The counting itself is in `tally` and `equal_shares`; here is what a ballot makes of it.

use super::*;
use crate::rules::codes;
use kernel::{Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use tally::majority::{self, Sides};
use tally::{Lot, Profile, Settled, Tie, approval, score, transfer};

/// What is counted how; another way of counting is another name.
pub const ALGORITHM: &str = "ballot-1";
/// A paper vote that says nothing, or two things.
pub const SPOILED: &str = "spoiled";
/// A vote that names nobody, on purpose.
pub const NOBODY: &str = "none";

codes! {
    BallotOutcome {
        Adopted "adopted", NotAdopted "not_adopted", Elected "elected", Funded "funded", Tie "tie", Inquorate "inquorate",
    }
}

/// One line of the paper: what can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BallotOption {
    /// From 1, as printed.
    pub no: i32,
    /// The frozen option of the matter; "leave as is" has none.
    #[schema(value_type = Option<String>)]
    pub option: Option<Uuid>,
    pub title: String,
    /// Yuan.
    pub cost: i64,
    /// Hash of the frozen text.
    pub hash: String,
}

/// How many may vote, and what stands behind them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RollSize {
    pub electors: u64,
    pub weight: u64,
}

/// Distinct contents with the weight behind them, and how many electors cast each.
pub type Votes = BTreeMap<(String, i64), u64>;

/// A count: rounds as the method gives them, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counted {
    pub outcome: BallotOutcome,
    /// Options that won, by their number on the paper.
    pub winners: Vec<i32>,
    /// Electors whose vote was accepted, and those of them whose paper was spoiled.
    pub electors: u64,
    pub spoiled: u64,
    #[schema(value_type = Object)]
    pub rounds: Value,
}

/// What is published so that anybody can count again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Proof {
    pub algorithm: String,
    pub ballot: String,
    pub rule: BallotRule,
    pub options: Vec<BallotOption>,
    pub options_hash: String,
    pub roll: RollSize,
    pub roll_hash: String,
    pub votes_hash: String,
    /// SHA-256 of the secret, published before the first vote, and the secret itself.
    pub commitment: String,
    pub secret: String,
    pub counted: Counted,
    pub result_hash: String,
}

/// SHA-256 of a text, in hexadecimal.
fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

pub fn commitment(secret: &[u8]) -> String {
    hex::encode(Sha256::digest(secret))
}

/// The votes as they are published and hashed: `times,weight,vote`, sorted, contents quoted where they hold a comma.
pub fn votes_csv(votes: &Votes) -> String {
    let lines = votes.iter().map(|((content, weight), times)| match content.contains(',') {
        true => format!("{times},{weight},\"{content}\"\n"),
        false => format!("{times},{weight},{content}\n"),
    });
    format!("times,weight,vote\n{}", lines.collect::<String>())
}

/// What [`votes_csv`] wrote, in any order of lines.
///
/// # Errors
/// A sentence naming the line that is no vote of this ballot.
pub fn read_votes(text: &str, rule: &BallotRule, options: usize) -> Result<Votes, String> {
    let mut votes = Votes::new();
    for (n, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let bad = |why: &str| format!("line {}: {why}", n + 1);
        let mut parts = line.trim().splitn(3, ',');
        let mut number = |what: &str| parts.next().and_then(|t| t.parse::<u64>().ok()).ok_or_else(|| bad(what));
        let (times, weight) = (number("how often is not a number")?, number("the weight is not a number")?);
        let content = parts.next().unwrap_or_default().trim_matches('"').to_owned();
        if content != SPOILED && rule.canonical(&content, options).as_deref() != Some(content.as_str()) {
            return Err(bad("this is no vote of the ballot"));
        }
        let weight = i64::try_from(weight).map_err(|_| bad("the weight is too large"))?;
        *votes.entry((content, weight)).or_default() += times;
    }
    Ok(votes)
}

/// Counts. Pure; the secret decides nothing but ties, and only where the rule names the lot.
pub fn count(rule: &BallotRule, options: &[BallotOption], roll: RollSize, votes: &Votes, secret: &[u8]) -> Counted {
    let electors = votes.values().sum();
    let spoiled: u64 = votes.iter().filter(|((content, _), _)| content == SPOILED).map(|(_, times)| times).sum();
    let valid = votes.iter().filter(|((content, _), _)| content != SPOILED);
    let hash: [u8; 32] = Sha256::digest(votes_csv(votes)).into();
    let lot = (rule.tie == TiePolicy::Lot).then(|| Lot::of(secret, &hash));
    let taken_part = electors - spoiled;
    let inquorate = !rule.is_question()
        && rule.turnout.iter().any(|t| !t.bar.holds(taken_part, roll.electors));
    let told = |winners: &[usize], tie: bool, rounds: Value| {
        let outcome = match rule.method {
            _ if inquorate => BallotOutcome::Inquorate,
            _ if tie => BallotOutcome::Tie,
            _ if winners.is_empty() => BallotOutcome::NotAdopted,
            BallotMethod::EqualShares => BallotOutcome::Funded,
            _ => BallotOutcome::Elected,
        };
        let winners = if inquorate { vec![] } else { winners.iter().map(|at| options[*at].no).collect() };
        Counted { outcome, winners, electors, spoiled, rounds }
    };
    match rule.method {
        BallotMethod::Consent => agreement(options, inquorate, valid, (electors, spoiled)),
        BallotMethod::YesNo | BallotMethod::Hands => question(rule, options, roll, valid, (electors, spoiled), lot.as_ref()),
        BallotMethod::Approval => {
            let mut sets: BTreeMap<BTreeSet<usize>, u64> = BTreeMap::new();
            valid.for_each(|((content, _), times)| *sets.entry(numbers(content).into_iter().collect()).or_default() += times);
            let by = approval::Rule { seats: rule.seats as usize, at_most: None, bar: rule.bar, blank_counts: rule.abstain == majority::Abstain::CountedInCast };
            let done = approval::count(&by, options.len(), &sets, lot.as_ref());
            told(&done.elected, is_open(done.tie.as_ref()), json!(done))
        }
        BallotMethod::Score => {
            let mut marks: BTreeMap<score::Marks, u64> = BTreeMap::new();
            valid.for_each(|((content, _), times)| *marks.entry(content.split('|').map(|m| m.parse().ok()).collect()).or_default() += times);
            let by = score::Rule { seats: rule.seats as usize, most: rule.most, blank_is_zero: rule.blank_is_zero, fewest: rule.fewest };
            let done = score::count(&by, options.len(), &marks, lot.as_ref());
            told(&done.elected, is_open(done.tie.as_ref()), json!(done))
        }
        BallotMethod::Irv | BallotMethod::Stv => {
            let rankings = valid.map(|((content, _), times)| (*times, numbers(content).into_iter().map(|o| vec![o]).collect()));
            let names = options.iter().map(|o| o.title.clone()).collect();
            // Contents are read before they come here: an option that is not there cannot stand in one.
            let profile = Profile::of(names, rankings).unwrap_or(Profile { options: vec![], ballots: BTreeMap::new() });
            let seats = if rule.method == BallotMethod::Irv { 1 } else { rule.seats as usize };
            let done = transfer::count(&profile, seats, lot.as_ref());
            told(&done.elected, done.open.is_some(), json!(done))
        }
        BallotMethod::EqualShares => {
            let projects = options.iter().map(|o| equal_shares::Project { id: o.no.to_string(), name: o.title.clone(), cost: o.cost.unsigned_abs() });
            let sets = valid.map(|((content, _), times)| (*times, equal_shares::Vote::Approval(numbers(content).into_iter().collect())));
            // Shares rise until nothing more fits: what is left over is then too little for anything.
            let completion = equal_shares::Completion::Add1U(equal_shares::Step::Exhaustive);
            let by = equal_shares::Rule { utility: rule.utility, completion, ..equal_shares::Rule::default() };
            let seed = Sha256::new().chain_update(secret).chain_update(hash).finalize();
            match equal_shares::Instance::of(projects.collect(), rule.budget.unsigned_abs(), 1, sets) {
                Ok(instance) => {
                    let done = equal_shares::run(&instance, &by, Some(&seed));
                    told(&done.projects(), false, json!(done))
                }
                Err(why) => told(&[], false, json!({ "refused": why })),
            }
        }
    }
}

/// For, against, abstain by heads and by weight; a halved question goes to the lot where the rule names it.
fn question<'a>(
    rule: &BallotRule,
    options: &[BallotOption],
    roll: RollSize,
    valid: impl Iterator<Item = (&'a (String, i64), &'a u64)>,
    (electors, spoiled): (u64, u64),
    lot: Option<&Lot>,
) -> Counted {
    let mut poll = majority::Poll { spoiled, ..majority::Poll::default() };
    (poll.electors.roll, poll.weight.roll) = (roll.electors, roll.weight);
    // The roll of a room is who is there.
    poll.electors.present = if rule.method == BallotMethod::Hands { roll.electors } else { 0 };
    for ((content, weight), times) in valid {
        let side = |s: &mut Sides, n: u64| match content.as_str() {
            "for" => s.yes += n,
            "against" => s.against += n,
            _ => s.abstain += n,
        };
        side(&mut poll.electors, *times);
        side(&mut poll.weight, times * weight.unsigned_abs());
    }
    let judged = majority::judge(&majority::Rule { legs: rule.legs.clone(), turnout: rule.turnout.clone(), abstain: rule.abstain }, &poll);
    let drawn = lot.filter(|_| judged.outcome == majority::Outcome::Tie).map(|lot| lot.order(&[0, 1])[0] == 0);
    let outcome = match (judged.outcome, drawn) {
        (majority::Outcome::Adopted, _) | (majority::Outcome::Tie, Some(true)) => BallotOutcome::Adopted,
        (majority::Outcome::NotAdopted, _) | (majority::Outcome::Tie, Some(false)) => BallotOutcome::NotAdopted,
        (majority::Outcome::Inquorate, _) => BallotOutcome::Inquorate,
        (majority::Outcome::Tie, None) => BallotOutcome::Tie,
    };
    let winners = if outcome == BallotOutcome::Adopted { options.iter().take(1).map(|o| o.no).collect() } else { vec![] };
    Counted { outcome, winners, electors, spoiled, rounds: json!({ "judgement": judged, "lot": drawn }) }
}

/// Agreement stands when enough took part and nobody objects. Concerns and stepping aside are shown and stop nothing.
fn agreement<'a>(options: &[BallotOption], inquorate: bool, valid: impl Iterator<Item = (&'a (String, i64), &'a u64)>, (electors, spoiled): (u64, u64)) -> Counted {
    let mut stances: BTreeMap<&str, u64> = STANCES.iter().map(|s| (*s, 0)).collect();
    for ((content, _), times) in valid {
        if let Some(n) = stances.get_mut(content.as_str()) {
            *n += times;
        }
    }
    let agreed = stances["consent"] + stances["concern"] > 0 && stances["object"] == 0;
    let outcome = match agreed {
        _ if inquorate => BallotOutcome::Inquorate,
        true => BallotOutcome::Adopted,
        false => BallotOutcome::NotAdopted,
    };
    let winners = if outcome == BallotOutcome::Adopted { options.iter().take(1).map(|o| o.no).collect() } else { vec![] };
    Counted { outcome, winners, electors, spoiled, rounds: json!({ "stances": stances }) }
}

/// What hangs on a tie stays open: nothing settled it.
fn is_open(tie: Option<&Tie>) -> bool {
    tie.is_some_and(|t| t.settled == Settled::Open)
}

/// Numbers on the paper, as places from 0.
fn numbers(content: &str) -> Vec<usize> {
    content.split(',').filter_map(|n| n.parse::<usize>().ok()?.checked_sub(1)).collect()
}

pub fn options_hash(options: &[BallotOption]) -> String {
    digest(&json!(options).to_string())
}

fn result_hash(counted: &Counted) -> String {
    digest(&json!(counted).to_string())
}

/// What a ballot's proof is made from.
pub struct Counting<'a> {
    pub ballot: &'a str,
    pub rule: &'a BallotRule,
    pub options: &'a [BallotOption],
    pub roll: RollSize,
    pub roll_hash: &'a str,
    pub secret: &'a [u8],
}

/// Counts and writes down everything the count stands on.
pub fn prove(of: &Counting<'_>, votes: &Votes) -> Proof {
    let counted = count(of.rule, of.options, of.roll, votes, of.secret);
    Proof {
        algorithm: ALGORITHM.to_owned(),
        ballot: of.ballot.to_owned(),
        rule: of.rule.clone(),
        options: of.options.to_vec(),
        options_hash: options_hash(of.options),
        roll: of.roll,
        roll_hash: of.roll_hash.to_owned(),
        votes_hash: digest(&votes_csv(votes)),
        commitment: commitment(of.secret),
        secret: hex::encode(of.secret),
        result_hash: result_hash(&counted),
        counted,
    }
}

/// Repeats a count from what was published.
///
/// # Errors
/// Every part of the proof that does not recompute, a sentence each.
pub fn verify_proof(proof: &Proof, csv: &str) -> Result<Counted, Vec<String>> {
    if proof.algorithm != ALGORITHM {
        return Err(vec![format!("counted as `{}`; this program counts `{ALGORITHM}`", proof.algorithm)]);
    }
    let votes = read_votes(csv, &proof.rule, proof.options.len()).map_err(|why| vec![why])?;
    let secret = hex::decode(&proof.secret).map_err(|_| vec!["the secret is not hexadecimal".to_owned()])?;
    let of = Counting { ballot: &proof.ballot, rule: &proof.rule, options: &proof.options, roll: proof.roll, roll_hash: &proof.roll_hash, secret: &secret };
    let again = prove(&of, &votes);
    let parts = [
        (again.options_hash == proof.options_hash, "the options are not those whose hash was published"),
        (again.votes_hash == proof.votes_hash, "the votes are not those that were counted"),
        (again.commitment == proof.commitment, "the secret is not the one whose hash was published at the opening"),
        (again.counted == proof.counted, "counting again gives another result"),
        (again.result_hash == proof.result_hash, "the result is not the one whose hash was published"),
    ];
    let wrong: Vec<String> = parts.iter().filter(|(right, _)| !right).map(|(_, why)| (*why).to_owned()).collect();
    if wrong.is_empty() { Ok(again.counted) } else { Err(wrong) }
}

/// Whether contents may be published one by one: few electors or many options would give somebody away.
pub fn may_publish_votes(secrecy: Secrecy, roll: RollSize, options: usize) -> bool {
    match secrecy {
        Secrecy::Named => true,
        Secrecy::Confidential | Secrecy::Secret => roll.electors >= 30 && options <= 6,
    }
}

/// A receipt: twelve digits drawn by luck and a digit that checks them.
pub fn receipt_code(luck: u128) -> String {
    let digits = format!("{:012}", luck % 1_000_000_000_000);
    format!("{digits}{}", check_digit(&digits))
}

/// A typed receipt as it is hashed; blanks and hyphens are forgiven.
pub fn receipt_typed(text: &str) -> Result<String, Problem> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let right = digits.len() == 13 && digits.bytes().all(|b| b.is_ascii_digit());
    match right.then(|| digits.split_at(12)) {
        Some((body, check)) if check_digit(body).to_string() == check => Ok(digits),
        _ => Err(Problem::at("receipt", "receipt-wrong")),
    }
}

/// What is kept of a receipt.
pub fn receipt_hash(ballot: BallotId, code: &str) -> String {
    digest(&format!("{ballot}/{code}"))
}
