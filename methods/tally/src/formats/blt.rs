//! BLT, the format of OpenSTV and of the societies that count by hand: options and seats, withdrawn ones, a ballot a
//! line `weight 3 1 2 0`, `0`, then the names and the title in quotes.
//!
//! Source: B. A. Wichmann, I. D. Hill, STV in Ballot Formats (1994); OpenSTV's notes. `3=1` puts two in one place, `-`
//! is a place left empty.

use crate::profile::{Profile, Ranking};
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub profile: Profile,
    pub seats: usize,
    pub title: String,
    /// Who stood and withdrew: taken off every ballot.
    pub withdrawn: Vec<usize>,
}

/// # Errors
/// The line that cannot be read, and why.
pub fn read(text: &str) -> Result<File, String> {
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(n, line)| {
            (
                n + 1,
                line.split_once('#')
                    .filter(|(before, _)| !before.contains('"'))
                    .map_or(line, |(l, _)| l)
                    .trim(),
            )
        })
        .filter(|(_, line)| !line.is_empty());
    let (_, head) = lines.next().ok_or("the file is empty")?;
    let head: Vec<usize> = head.split_whitespace().map_while(|n| n.parse().ok()).collect();
    let [options, seats] = head[..] else {
        return Err("line 1: how many options and how many seats, as `4 2`".to_owned());
    };
    if options == 0 || options > 100_000 || seats == 0 || seats > options {
        return Err(format!("line 1: {seats} seats cannot be filled from {options} options"));
    }
    let (mut withdrawn, mut ballots, mut ended) = (BTreeSet::new(), vec![], false);
    let mut quoted = vec![];
    for (number, line) in lines {
        let at = |why: String| format!("line {number}: {why}");
        if ended {
            quoted.push(line.trim_matches('"').trim().to_owned());
        } else if line.starts_with('-') && ballots.is_empty() {
            for word in line.split_whitespace() {
                let option = word.parse::<i64>().ok().and_then(|n| usize::try_from(-n).ok());
                let option = option.filter(|n| (1..=options).contains(n));
                withdrawn.insert(option.ok_or_else(|| at(format!("`{word}` is no option to withdraw")))? - 1);
            }
        } else if line == "0" {
            ended = true;
        } else {
            ballots.push(ballot(line, options, &withdrawn).map_err(at)?);
        }
    }
    if !ended {
        return Err("the line `0` that ends the ballots is missing".to_owned());
    }
    if quoted.len() < options {
        return Err(format!("{} names for {options} options", quoted.len()));
    }
    let title = quoted.get(options).cloned().unwrap_or_default();
    quoted.truncate(options);
    Ok(File {
        profile: Profile::of(quoted, ballots)?,
        seats,
        title,
        withdrawn: withdrawn.into_iter().collect(),
    })
}

fn ballot(line: &str, options: usize, withdrawn: &BTreeSet<usize>) -> Result<(u64, Ranking), String> {
    // An identifier in brackets may stand first.
    let line = line.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(line, |(_, rest)| rest);
    let mut words = line.split_whitespace();
    let times = words.next().unwrap_or("");
    let times = times.parse().map_err(|_| format!("`{times}` is not how often a ballot was cast"))?;
    let mut ranking = vec![];
    let mut ended = false;
    for word in words {
        if ended {
            return Err(format!("`{word}` after the `0` that ends the ballot"));
        }
        if word == "0" {
            ended = true;
        } else if word != "-" {
            let mut place = vec![];
            for number in word.split('=') {
                let option = number.parse().ok().filter(|n| (1..=options).contains(n));
                place.push(option.ok_or_else(|| format!("`{number}` is no option from 1 to {options}"))? - 1);
            }
            place.retain(|option| !withdrawn.contains(option));
            ranking.push(place);
        }
    }
    if ended { Ok((times, ranking)) } else { Err("a ballot ends with `0`".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_withdrawals_and_shared_places_are_read() {
        let text = "4 2 # four stand\n-3\n3 1 3 4 0\n2 2=4 1 0\n1 0\n(b7) 1 3 - 2 0\n0\n\"Adam\"\n\"Basil # 2\"\n\"Charlotte\"\n\"Donald\"\n\"A title\"\n";
        let file = read(text).unwrap();
        assert_eq!((file.seats, file.title.as_str(), &file.withdrawn[..]), (2, "A title", &[2][..]));
        assert_eq!(file.profile.options[1], "Basil # 2");
        assert_eq!(file.profile.ballots[&vec![vec![0], vec![3]]], 3);
        assert_eq!(file.profile.ballots[&vec![vec![1, 3], vec![0]]], 2);
        assert_eq!(file.profile.ballots[&vec![vec![1]]], 1);
        assert_eq!(file.profile.blank(), 1);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, why) in [
            ("", "empty"),
            ("x", "line 1"),
            ("2 3\n0\n\"a\"\n\"b\"", "cannot be filled"),
            ("2 1\n1 1 2\n0\n\"a\"\n\"b\"", "ends with `0`"),
            ("2 1\n1 3 0\n0\n\"a\"\n\"b\"", "`3` is no option"),
            ("2 1\n1 1 0\n", "is missing"),
            ("2 1\n1 1 0\n0\n\"a\"", "1 names for 2"),
            ("2 1\n1 1 1 0\n0\n\"a\"\n\"b\"", "stands twice"),
        ] {
            let said = read(text).unwrap_err();
            assert!(said.contains(why), "{text:?}: {said}");
        }
    }
}
