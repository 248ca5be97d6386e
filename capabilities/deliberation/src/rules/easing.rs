//! Whether each concern was eased: asked with the rating, counted after the step, small cells covered.

use super::representativeness::FEWEST_SHOWN;
use super::{Concern, Solved};
use kernel::{Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// What people said of one concern; none where it is covered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EasedCounts {
    pub yes: Option<u64>,
    pub partly: Option<u64>,
    pub no: Option<u64>,
    /// Rated and said nothing of it.
    pub unsaid: Option<u64>,
}

/// Concerns that are asked about: each that stands for itself, but for those not taken up, whose reason is public.
pub fn asked(concerns: &[Concern]) -> impl Iterator<Item = &Concern> {
    concerns.iter().filter(|c| c.under.is_none() && c.taken_up != Some(false))
}

/// Reads `concern:answer`, one for each concern; an empty answer says nothing, and twice the same concern is refused.
pub fn read_eased(said: &[String], concerns: &[Concern]) -> Result<Vec<(Uuid, Solved)>, Problem> {
    let mut all: Vec<(Uuid, Solved)> = vec![];
    for line in said.iter().map(|s| s.trim()).filter(|s| !s.is_empty()) {
        let read = line.split_once(':').and_then(|(id, answer)| Some((id.parse::<Uuid>().ok()?, Solved::from_code(answer)?)));
        match read.filter(|(id, _)| asked(concerns).any(|c| c.id == *id) && !all.iter().any(|(was, _)| was == id)) {
            Some(one) => all.push(one),
            None => return Err(Problem::at("eased", "eased-unknown")),
        }
    }
    Ok(all)
}

/// The answers of a round to each concern in turn, of so many ratings; no small one can be worked out from the others.
pub fn eased_counts(concerns: &[Uuid], answers: &[(Uuid, Solved, u64)], ratings: u64) -> Vec<EasedCounts> {
    let of = |id: Uuid, what: Solved| answers.iter().filter(|a| a.0 == id && a.1 == what).map(|a| a.2).sum::<u64>();
    let rows: Vec<Vec<u64>> = concerns.iter().map(|id| {
        let said = [Solved::Yes, Solved::Partly, Solved::No].map(|what| of(*id, what));
        [said.to_vec(), vec![ratings.saturating_sub(said.iter().sum())]].concat()
    }).collect();
    // Each row is the same people, so each is covered by itself: what they say of one concern adds up to how many rated.
    rows.iter().map(|row| {
        let told = covered(row);
        EasedCounts { yes: told[0], partly: told[1], no: told[2], unsaid: told[3] }
    }).collect()
}

/// Small cells and others with them covered, until each covered one might be any of five numbers; all of a row that has too few.
fn covered(row: &[u64]) -> Vec<Option<u64>> {
    let mut told = suppression::cover(&[row.to_vec()], FEWEST_SHOWN).swap_remove(0);
    told.truncate(row.len());
    loop {
        let hidden = (0..row.len()).filter(|i| told[*i].is_none());
        let (many, sum) = hidden.fold((0, 0), |(many, sum), i| (many + 1, sum + row[i]));
        if many == 0 || sum >= many + FEWEST_SHOWN - 1 {
            return told;
        }
        match (0..row.len()).filter(|i| told[*i].is_some_and(|n| n > 0)).min_by_key(|i| row[*i]) {
            Some(next) => told[next] = None,
            None => return vec![None; row.len()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concern(n: u128, taken_up: Option<bool>) -> Concern {
        Concern { id: Uuid::from_u128(n), text: String::new(), joined: 1, taken_up, why_not: None, under: None }
    }

    #[test]
    fn each_concern_is_answered_once_and_only_those_that_are_asked() {
        let concerns = [concern(1, Some(true)), concern(2, Some(false)), concern(3, None)];
        let line = |n: u128, answer: &str| format!("{}:{answer}", Uuid::from_u128(n));
        let read = |said: &[String]| read_eased(said, &concerns).map_err(|p| p.code);
        assert_eq!(read(&[line(1, "yes"), String::new(), line(3, "no")]), Ok(vec![(Uuid::from_u128(1), Solved::Yes), (Uuid::from_u128(3), Solved::No)]));
        assert_eq!(read(&[line(2, "yes")]), Err("eased-unknown"), "it was not taken up");
        assert_eq!(read(&[line(1, "yes"), line(1, "no")]), Err("eased-unknown"), "one answer each");
        assert_eq!(read(&[line(1, "maybe")]), Err("eased-unknown"));
    }

    #[test]
    fn small_answers_are_covered_with_another_so_that_none_is_left_to_work_out() {
        let id = Uuid::from_u128(1);
        let counts = |yes, no, ratings| eased_counts(&[id], &[(id, Solved::Yes, yes), (id, Solved::No, no)], ratings).remove(0);
        assert_eq!(counts(20, 8, 28), EasedCounts { yes: Some(20), partly: Some(0), no: Some(8), unsaid: Some(0) });
        assert_eq!(counts(20, 2, 28), EasedCounts { yes: Some(20), partly: Some(0), no: None, unsaid: None });
        assert_eq!(counts(2, 1, 3), EasedCounts { yes: None, partly: None, no: None, unsaid: None });
        assert_eq!(eased_counts(&[id], &[(id, Solved::Yes, 9), (id, Solved::Partly, 1), (id, Solved::No, 1)], 11).remove(0).yes, None, "one and one would be two");
        assert_eq!(counts(20, 2, 22), EasedCounts { yes: None, partly: Some(0), no: None, unsaid: Some(0) });
    }
}
