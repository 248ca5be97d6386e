//! The paper chain: slips in bundles read blind by two, envelopes that balance with the roll.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! { BatchState { Waiting "waiting", ReadOnce "read_once", Equal "equal", Unequal "unequal", Settled "settled", SetAside "set_aside" } }

/// So many slips in a bundle at most.
pub const MOST_IN_BATCH: i32 = 50;

/// A bundle of mixed slips.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    pub ballot: BallotId,
    pub no: i32,
    pub slips: i32,
    pub state: BatchState,
    /// What counts, once two agree or a third has settled it.
    pub contents: Option<Vec<String>>,
    pub settled_by: Option<AccountId>,
}

impl Batch {
    /// Nothing of it counts yet.
    pub fn is_unread(&self) -> bool {
        self.contents.is_none() && !self.is_aside()
    }
    /// Read anew under another number.
    pub fn is_aside(&self) -> bool {
        self.state == BatchState::SetAside
    }
}

/// One person's keying of a bundle, slip by slip in the order of the bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub batch: i32,
    pub reader: AccountId,
    pub contents: Vec<String>,
}

/// A bundle as it was typed: one slip a line, numbers as printed; `x` is a spoiled slip.
pub fn typed_batch(rule: &BallotRule, options: usize, slips: i32, typed: &str) -> Result<Vec<String>, Vec<Problem>> {
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut problems = vec![];
    if i32::try_from(lines.len()).ok() != Some(slips) {
        problems.push(Problem::at("slips", "batch-length").with("typed", lines.len()).with("slips", slips));
    }
    let mut contents = vec![];
    for (line, no) in lines.into_iter().zip(1..) {
        match slip_typed(rule, options, line) {
            Some(content) => contents.push(content),
            None => problems.push(Problem::at("slips", "slip-unreadable").with("no", no)),
        }
    }
    problems.truncate(20);
    if problems.is_empty() { Ok(contents) } else { Err(problems) }
}

fn slip_typed(rule: &BallotRule, options: usize, line: &str) -> Option<String> {
    if line.eq_ignore_ascii_case("x") || line == SPOILED {
        return Some(SPOILED.to_owned());
    }
    // On a question 1, 2 and 3 stand for the three boxes.
    let line = match line {
        "1" if rule.is_question() => "for",
        "2" if rule.is_question() => "against",
        "3" if rule.is_question() => "abstain",
        "0" => NOBODY,
        line => line,
    };
    let parts: Vec<String> = line.split([',', ' ', '，', '|']).filter(|p| !p.is_empty()).map(str::to_owned).collect();
    rule.vote(&parts, options).ok()
}

/// A second reading beside the first: equal counts at once, otherwise a third hand settles it.
pub fn read_batch(was: &Batch, earlier: &[Reading], reading: &Reading) -> Decided<Batch, BatchRead> {
    let event = |equal| BatchRead { ballot: was.ballot, batch: was.no, equal };
    match earlier {
        _ if !matches!(was.state, BatchState::Waiting | BatchState::ReadOnce) => Err(vec![Problem::new("batch-read")]),
        [] => Ok((Batch { state: BatchState::ReadOnce, ..was.clone() }, event(None))),
        [first] if first.reader == reading.reader => Err(vec![Problem::new("another-reader")]),
        [first] if first.contents == reading.contents => {
            Ok((Batch { state: BatchState::Equal, contents: Some(mixed(&reading.contents)), ..was.clone() }, event(Some(true))))
        }
        _ => Ok((Batch { state: BatchState::Unequal, ..was.clone() }, event(Some(false)))),
    }
}

/// A third, who read neither time, settles it from the slips themselves.
pub fn settle_batch(was: &Batch, earlier: &[Reading], by: AccountId, contents: &[String]) -> Decided<Batch, BatchSettled> {
    match () {
        () if was.state != BatchState::Unequal => Err(vec![Problem::new("nothing-to-settle")]),
        () if earlier.iter().any(|r| r.reader == by) => Err(vec![Problem::new("third-hand")]),
        () => Ok((
            Batch { state: BatchState::Settled, contents: Some(mixed(contents)), settled_by: Some(by), ..was.clone() },
            BatchSettled { ballot: was.ballot, batch: was.no },
        )),
    }
}

/// In an order that tells nothing.
fn mixed(contents: &[String]) -> Vec<String> {
    let mut all = contents.to_vec();
    all.sort();
    all
}

/// Slips on which two readings differ, from 1.
pub fn differing(readings: &[Reading]) -> Vec<usize> {
    let [a, b] = readings else { return vec![] };
    a.contents.iter().zip(&b.contents).zip(1..).filter(|((a, b), _)| a != b).map(|(_, no)| no).collect()
}

/// What a desk says of its papers, beside what the roll shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Balance {
    pub issued: i64,
    pub accepted: i64,
    pub spoiled: i64,
    pub not_come_back: i64,
    /// What the two who counted say where it does not add up.
    pub statement: String,
}

/// More papers than a street has people.
const MOST_PAPERS: i64 = 1_000_000;

impl Balance {
    /// Papers nobody can account for: of those handed out, and of envelopes against the roll.
    pub fn variance(&self, voted_by_paper: i64) -> i64 {
        (self.issued - self.accepted - self.spoiled - self.not_come_back).abs().max((self.accepted - voted_by_paper).abs())
    }
}

/// A sheet is taken when it adds up, or when two say in words why it does not.
pub fn balance_problems(sheet: &Balance, voted_by_paper: i64) -> Vec<Problem> {
    let mut problems = vec![];
    let said = [("issued", sheet.issued), ("accepted", sheet.accepted), ("spoiled", sheet.spoiled), ("not_come_back", sheet.not_come_back)];
    for (field, n) in said {
        if n < 0 {
            problems.push(Problem::at(field, "below-zero"));
        } else if n > MOST_PAPERS {
            problems.push(Problem::at(field, "papers-many").with("most", MOST_PAPERS));
        }
    }
    if !problems.is_empty() {
        return problems;
    }
    let variance = sheet.variance(voted_by_paper);
    if variance > 0 && sheet.statement.trim().is_empty() {
        problems.push(Problem::at("statement", "variance-unexplained").with("n", variance));
    }
    problems
}

/// Whether so many votes too many or too few could have changed what came of it.
pub fn variance_decides(of: &Counting<'_>, votes: &Votes, variance: i64) -> bool {
    let n = variance.unsigned_abs();
    if n == 0 {
        return false;
    }
    let stands = count(of.rule, of.options, of.roll, votes, of.secret);
    let differs = |votes: &Votes| {
        let other = count(of.rule, of.options, of.roll, votes, of.secret);
        (other.outcome, &other.winners) != (stands.outcome, &stands.winners)
    };
    let alone = |o: &BallotOption| match of.rule.method {
        BallotMethod::Score => (1..=of.options.len()).map(|no| if i32::try_from(no) == Ok(o.no) { of.rule.most.to_string() } else { "-".into() }).collect::<Vec<_>>().join("|"),
        _ => o.no.to_string(),
    };
    let mut contents: Vec<String> = match of.rule.method {
        BallotMethod::YesNo | BallotMethod::Hands => ["for", "against", "abstain"].map(str::to_owned).to_vec(),
        BallotMethod::Consent => STANCES.map(str::to_owned).to_vec(),
        _ => of.options.iter().map(alone).collect(),
    };
    contents.extend(votes.keys().map(|(content, _)| content.clone()).filter(|c| c != SPOILED).take(50));
    contents.into_iter().any(|content| {
        let key = (content, 1);
        let mut more = votes.clone();
        *more.entry(key.clone()).or_default() += n;
        let less = votes.get(&key).map(|had| {
            let mut less = votes.clone();
            less.insert(key.clone(), had.saturating_sub(n));
            less
        });
        differs(&more) || less.is_some_and(|less| differs(&less))
    })
}
