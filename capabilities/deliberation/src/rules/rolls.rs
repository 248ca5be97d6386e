//! The roll of a ballot: who may vote, one line each, checked in the open and then frozen.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Day, PlaceId, Problem};
use sha2::{Digest, Sha256};
use sheets::Sheet;

codes! { ElectorState { Listed "listed", Issued "issued", Voted "voted", Struck "struck" } }

/// One line of a roll. Names and addresses are sealed beside it; the key is what tells two lines apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Elector {
    pub ballot: BallotId,
    /// From 1.
    pub line: i32,
    /// A blind mark of what was written as its key.
    pub key: Vec<u8>,
    pub account: Option<AccountId>,
    /// A blind mark of the phone on file.
    pub phone: Option<Vec<u8>>,
    pub place: Option<PlaceId>,
    pub weight: i64,
    pub state: ElectorState,
    pub door: Option<Way>,
    pub voted_on: Option<Day>,
    /// Number on the outer envelope, never on the slip inside.
    pub counterfoil: Option<i64>,
    pub taken_by: Option<AccountId>,
}

/// A line as a sheet brings it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollLine {
    pub key: String,
    pub name: String,
    pub phone: String,
    pub building: String,
    pub weight: i64,
}

/// A street's own roll: at most so many lines.
pub const MOST_ELECTORS: usize = 40_000;

/// Reads a sheet with the columns `key, name, phone, building, weight` in any order; only the key is needed. Every cell
/// that is wrong is named, at most twenty of them.
pub fn read_roll(sheet: &Sheet) -> Result<Vec<RollLine>, Vec<Problem>> {
    let wrong = |code: &'static str| Problem { field: Some("file"), ..Problem::new(code) };
    let mut rows = sheet.0.iter().enumerate().filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
    let Some((_, head)) = rows.next() else { return Err(vec![wrong("roll-empty")]) };
    let column = |names: [&str; 2]| head.iter().position(|h| names.iter().any(|n| h.trim().eq_ignore_ascii_case(n)));
    let Some(key) = column(["key", "户号"]) else { return Err(vec![wrong("roll-no-key")]) };
    let [name, phone, building, weight] = [["name", "姓名"], ["phone", "手机"], ["building", "楼栋"], ["weight", "面积"]].map(column);
    let (mut lines, mut problems) = (vec![], vec![]);
    let mut seen = std::collections::HashSet::new();
    for (n, row) in rows {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map(|c| c.trim().to_owned()).unwrap_or_default();
        let line = RollLine { key: cell(Some(key)), name: cell(name), phone: cell(phone), building: cell(building), weight: hundredths(&cell(weight)).unwrap_or(-1) };
        let bad = match () {
            () if line.key.is_empty() => Some("roll-key-missing"),
            () if !seen.insert(plain(&line.key)) => Some("roll-key-twice"),
            () if line.weight < 0 => Some("roll-weight"),
            () => None,
        };
        problems.extend(bad.map(|code| wrong(code).with("row", n + 1)));
        lines.push(line);
    }
    if lines.len() > MOST_ELECTORS {
        problems.push(wrong("roll-long").with("most", MOST_ELECTORS));
    }
    if lines.is_empty() {
        problems.push(wrong("roll-empty"));
    }
    problems.truncate(20);
    if problems.is_empty() { Ok(lines) } else { Err(problems) }
}

/// Square metres with at most two decimals, in hundredths; nothing written is one.
fn hundredths(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(1);
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<2}");
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    (digits(whole) && part.len() == 2 && digits(&part)).then(|| format!("{whole}{part}").parse().ok()).flatten()
}

/// What a seat is called on a roll.
pub fn seat_key(m: &Membership) -> String {
    format!("seat/{}/{}", m.category, m.seat)
}

/// How many may vote, and what stands behind them; struck lines are kept and count nowhere.
pub fn roll_size(electors: &[Elector]) -> RollSize {
    let live = electors.iter().filter(|e| e.state != ElectorState::Struck);
    live.fold(RollSize::default(), |sum, e| RollSize { electors: sum.electors + 1, weight: sum.weight + e.weight.unsigned_abs() })
}

/// SHA-256 over the keys and weights of everybody who may vote, by line.
pub fn roll_hash(electors: &[Elector]) -> String {
    let mut live: Vec<_> = electors.iter().filter(|e| e.state != ElectorState::Struck).collect();
    live.sort_by_key(|e| e.line);
    let hash = live.iter().fold(Sha256::new(), |hash, e| hash.chain_update(format!("{} {} {}\n", e.line, hex::encode(&e.key), e.weight)));
    hex::encode(hash.finalize())
}

/// Whether a line may vote now by a door. Who voted already is told by which door and on which day.
pub fn may_vote(ballot: &Ballot, elector: &Elector, door: Way) -> Result<(), Vec<Problem>> {
    if ballot.state != BallotState::Open {
        return Err(vec![Problem::new("ballot-not-open").with("state", ballot.state.code())]);
    }
    if !ballot.rule.takes(door) {
        return Err(vec![Problem::new("door-not-listed").with("door", door.code())]);
    }
    match elector.state {
        ElectorState::Voted => Err(vec![voted_already(elector)]),
        ElectorState::Struck => Err(vec![Problem::new("not-on-roll")]),
        // The paper that was handed out has to come back, or be given back, before another door opens.
        ElectorState::Issued if door != Way::Paper => Err(vec![Problem::new("paper-is-out")]),
        ElectorState::Issued | ElectorState::Listed => Ok(()),
    }
}

pub fn voted_already(elector: &Elector) -> Problem {
    let (door, on) = (elector.door.map_or("", Way::code), elector.voted_on.map_or_else(String::new, |d| d.to_string()));
    Problem::new("voted-already").with("door", door).with("day", on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        Sheet(text.lines().map(|l| l.split(',').map(str::to_owned).collect()).collect())
    }

    #[test]
    fn a_sheet_of_a_real_street() {
        let lines = read_roll(&sheet("户号,姓名,面积\n1-301,王芳,88.5\n1-302,,\n")).expect("a roll");
        assert_eq!(lines.iter().map(|l| l.weight).collect::<Vec<_>>(), [8_850, 1]);
        let wrong = read_roll(&sheet("key,weight\n1-301,88.555\n,3\n1-301,2\n")).expect_err("three bad rows");
        assert_eq!(wrong.iter().map(|p| p.code).collect::<Vec<_>>(), ["roll-weight", "roll-key-missing", "roll-key-twice"]);
        assert_eq!(read_roll(&sheet("a,b\n1,2\n")).expect_err("no key")[0].code, "roll-no-key");
    }

    /// Two writings of one key are one line of the roll: they are found before anything is written.
    #[test]
    fn a_key_written_twice_is_named_however_it_is_spaced() {
        for again in ["3-1 02", "３-102", " 3-102 "] {
            let problems = read_roll(&sheet(&format!("户号\n3-102\n{again}\n"))).expect_err(again);
            assert_eq!(problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["roll-key-twice"], "{again}");
        }
    }
}
