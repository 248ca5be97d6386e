//! Three ballots of the demo street: one decided and sealed, one that runs now, one whose papers lie on the table to be
//! read. Each step is the product's own verb.

use super::done;
use auth::Viewer;
use db::{Fault, Result, Tx};
use deliberation::actions;
use deliberation::rules::*;
use kernel::{Moment, uuid::Uuid};
use sheets::{Dates, Sheet};

const HOUSEHOLDS: usize = 64;

/// Who keeps the ballot and who sits at its desk.
#[derive(Clone, Copy)]
pub(super) struct Hands<'a> {
    pub keeper: &'a Viewer,
    pub desk: &'a Viewer,
}

/// How far a ballot is taken.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Course {
    /// By whoever comes to the desk, to its end.
    Desk,
    /// Some took a paper; it is closed, and nobody has read one yet.
    Papers,
}

/// Whether a household takes a paper where some do.
fn takes_paper(n: usize) -> bool {
    n % 4 == 1
}

/// Papers handed out that did not come back in an envelope: one spoiled and replaced by none, one forgotten.
const WITHOUT_ENVELOPE: usize = 2;

/// Drafted a day after its matter came to its decision; the roll lies open for five days, the ballot is open for seven.
pub(super) fn live(tx: &mut Tx<'_>, hands: Hands<'_>, (matter, option): (MatterId, Uuid), phones: &[String], course: Course, begin: Moment, end: Moment) -> Result<()> {
    let keeper = hands.keeper;
    let (opens, closes) = (begin.plus_days(5), begin.plus_days(12));
    let words = Drawing {
        option: Some(option), scope: "本网格的住户，住满六个月的都算".into(), turnout: ">=1/2".into(), opens: Some(opens), closes: Some(closes),
        doors: vec![Way::Web, Way::Desk, Way::Paper], tie: Some(TiePolicy::Lot), ..Drawing::default()
    };
    let drafted = tx.at(begin, keeper.actor(), |tx| actions::draft_ballot(tx, keeper, matter, &words, "维持现状"))?;
    let id = done(drafted)?.ok_or_else(|| Fault::other("a ballot was not drafted"))?.id;
    // The demo's residents with a sign-in are the last households, and have not voted yet.
    let phone = |n: usize| phones.get(HOUSEHOLDS - n).cloned().unwrap_or_default();
    let rows: String = (1..=HOUSEHOLDS).map(|n| format!("{}-{:02}{:02},住户{n},{}\n", 1 + n / 16, 1 + n % 16 / 2, 1 + n % 2, phone(n))).collect();
    let sheet = Sheet::read(format!("户号,姓名,手机\n{rows}").as_bytes(), Dates::Days).map_err(|e| Fault::Other(format!("{e:?}")))?;
    done(tx.at(begin, keeper.actor(), |tx| actions::import_roll(tx, keeper, id, &sheet))?)?;
    done(tx.at(begin, keeper.actor(), |tx| actions::open_roll(tx, keeper, id))?)?;
    done(tx.at(opens, keeper.actor(), |tx| actions::freeze_roll(tx, keeper, id))?)?;
    done(tx.at(opens, keeper.actor(), |tx| actions::open_ballot(tx, keeper, id))?)?;
    let keys: Vec<&str> = rows.lines().filter_map(|l| l.split(',').next()).take(HOUSEHOLDS - phones.len()).collect();
    for (n, key) in keys.iter().enumerate().filter(|(n, _)| n % 4 != 3) {
        if course == Course::Papers && takes_paper(n) {
            continue;
        }
        let at = opens.plus_minutes(60 + 140 * n as i64);
        if at >= end || at >= closes {
            break;
        }
        let choice = if n % 11 == 0 { "abstain" } else if n % 3 == 0 { "against" } else { "for" };
        let vote = actions::Casting { key: (*key).into(), choice: vec![choice.into()], receipt: receipt_code(Uuid::new_v4().as_u128()), ..actions::Casting::default() };
        done(tx.at(at, hands.desk.actor(), |tx| actions::take_vote(tx, hands.desk, id, &vote))?)?;
    }
    if course == Course::Papers {
        papers(tx, hands.desk, id, &keys, opens)?;
    }
    if closes >= end {
        return Ok(());
    }
    done(tx.at(closes, keeper.actor(), |tx| actions::close_ballot(tx, keeper, id))?)?;
    if course == Course::Papers {
        return Ok(());
    }
    done(tx.at(closes.plus_minutes(30), keeper.actor(), |tx| actions::count_ballot(tx, keeper, id))?)?;
    done(tx.at(closes.plus_days(4), keeper.actor(), |tx| actions::seal_count(tx, keeper, id))?)?;
    let resolution = Resolving { text: "住户投票通过，照方案办，一个月内做好。".into(), option: Some(option), force: Some(Force::Commitment) };
    done(tx.at(closes.plus_days(4), keeper.actor(), |tx| actions::adopt(tx, keeper, matter, &resolution))?).map(|_| ())
}

/// Papers are taken on the first day; the envelopes come back on the third.
fn papers(tx: &mut Tx<'_>, desk: &Viewer, id: BallotId, keys: &[&str], opens: Moment) -> Result<()> {
    let takers: Vec<_> = keys.iter().enumerate().filter(|(n, _)| takes_paper(*n)).map(|(_, key)| key).collect();
    for (n, key) in takers.iter().enumerate() {
        done(tx.at(opens.plus_minutes(30 + 5 * n as i64), desk.actor(), |tx| actions::issue_paper(tx, desk, id, key))?)?;
    }
    for (n, key) in takers.iter().enumerate().take(takers.len() - WITHOUT_ENVELOPE) {
        let street = tx.street();
        let counterfoil = actions::counterfoil_of(tx, street, id, key)?.ok_or_else(|| Fault::other("a paper has no counterfoil"))?;
        done(tx.at(opens.plus_days(2).plus_minutes(5 * n as i64), desk.actor(), |tx| actions::accept_envelope(tx, desk, id, counterfoil))?)?;
    }
    Ok(())
}
