//! PrefLib's files of votes: `.soc .soi` strict orders, `.toc .toi` orders with ties, `.cat` categories.
//!
//! Lines that open with `#` tell of the file; the others are `times: 3,1,{2,4}` with alternatives from 1. Old files
//! without them open with the number of alternatives, a line `1,name` each, and a line of three sums.
//!
//! Source: preflib.org, format of 2022 and the older one; N. Mattei, T. Walsh, PrefLib, ADT 2013.

use crate::profile::{Profile, Ranking};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub profile: Profile,
    /// Names of the categories of a `.cat` file, first to last; a ballot's places are its categories, empty ones too.
    pub categories: Vec<String>,
    /// A `.cat` file's ballots with every category at its place; empty for the others.
    pub sorted: Vec<(u64, Ranking)>,
}

/// # Errors
/// The line that cannot be read, and why.
pub fn read(text: &str) -> Result<File, String> {
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate().map(|(n, line)| (n + 1, line.trim()));
    let lines: Vec<(usize, &str)> = lines.filter(|(_, line)| !line.is_empty()).collect();
    let is_old = lines.first().is_some_and(|(_, line)| !line.starts_with('#'));
    let (names, categories, rest, mark) = if is_old { old_head(&lines)? } else { head(&lines) };
    if names.is_empty() {
        return Err("the file names no alternatives".to_owned());
    }
    let mut ballots = vec![];
    for (number, line) in rest {
        let (times, ranking) = line.split_once(mark).unwrap_or((line, ""));
        let times = times
            .trim()
            .parse()
            .map_err(|_| format!("line {number}: `{times}` is not how often a ballot was cast"))?;
        ballots.push((times, places(ranking, names.len()).map_err(|why| format!("line {number}: {why}"))?));
    }
    let sorted = if categories.is_empty() { vec![] } else { ballots.clone() };
    if let Some((_, ballot)) = sorted.iter().find(|(_, ballot)| ballot.len() > categories.len()) {
        return Err(format!("a ballot has {} categories, the file names {}", ballot.len(), categories.len()));
    }
    Ok(File { profile: Profile::of(names, ballots)?, categories, sorted })
}

/// Names, categories, the lines that are ballots, and what divides multiplicity and order.
type Head<'a> = (Vec<String>, Vec<String>, Vec<(usize, &'a str)>, char);

fn head<'a>(lines: &[(usize, &'a str)]) -> Head<'a> {
    let (told, ballots): (Vec<_>, Vec<_>) =
        lines.iter().copied().partition(|(_, line)| line.starts_with('#'));
    let named = |what: &str| {
        let pairs = told.iter().filter_map(|(_, line)| line[1..].split_once(':'));
        let of_kind = pairs.filter(|(key, _)| key.trim().to_uppercase().starts_with(what));
        of_kind.map(|(_, value)| value.trim().to_owned()).collect()
    };
    (named("ALTERNATIVE NAME"), named("CATEGORY NAME"), ballots, ':')
}

fn old_head<'a>(lines: &[(usize, &'a str)]) -> Result<Head<'a>, String> {
    let many = lines[0]
        .1
        .parse::<usize>()
        .map_err(|_| "line 1: neither `# …` nor the number of alternatives".to_owned())?;
    let name = |(number, line): &(usize, &str)| {
        let (_, name) =
            line.split_once(',').ok_or_else(|| format!("line {number}: `number,name` of an alternative"))?;
        Ok(name.trim().to_owned())
    };
    let names: Vec<String> = lines[1..].iter().take(many).map(name).collect::<Result<_, String>>()?;
    if names.len() < many || lines.len() < many + 2 {
        return Err(format!("{} names for {many} alternatives", names.len()));
    }
    Ok((names, vec![], lines[many + 2..].to_vec(), ','))
}

/// `3,1,{2,4},{}` as places.
fn places(text: &str, options: usize) -> Result<Ranking, String> {
    let mut places: Ranking = vec![];
    let mut open: Option<Vec<usize>> = None;
    let mut word = String::new();
    let number = |word: &str| match word.trim().parse::<usize>() {
        Ok(n) if (1..=options).contains(&n) => Ok(n - 1),
        _ => Err(format!("`{}` is no alternative from 1 to {options}", word.trim())),
    };
    for sign in text.chars().chain([',']) {
        match sign {
            '{' if open.is_some() => return Err("`{` within `{`".to_owned()),
            '{' => open = Some(vec![]),
            '}' | ',' => {
                if !word.trim().is_empty() {
                    let option = number(&word)?;
                    match &mut open {
                        Some(place) => place.push(option),
                        None => places.push(vec![option]),
                    }
                    word.clear();
                }
                if sign == '}' {
                    places.push(open.take().ok_or("`}` without `{`")?);
                }
            }
            sign => word.push(sign),
        }
    }
    if open.is_some() { Err("`{` without `}`".to_owned()) } else { Ok(places) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_with_ties_are_read() {
        let text = "# FILE NAME: x.toi\n# TITLE: a: b\n# ALTERNATIVE NAME 1: North\n# ALTERNATIVE NAME 2: South\n# ALTERNATIVE NAME 3: East: gate\n2: 1,{2,3}\n1: {1, 3}\n4: 2\n";
        let profile = read(text).unwrap().profile;
        assert_eq!(profile.options, ["North", "South", "East: gate"]);
        assert_eq!(profile.ballots[&vec![vec![0], vec![1, 2]]], 2);
        assert_eq!(profile.ballots[&vec![vec![0, 2]]], 1);
        assert_eq!(profile.all(), 7);
    }

    #[test]
    fn categories_keep_their_places() {
        let text = "# ALTERNATIVE NAME 1: a\n# ALTERNATIVE NAME 2: b\n# CATEGORY NAME 1: Yes\n# CATEGORY NAME 2: No\n3: 1,2\n2: {},{1,2}\n1: {1,2},{}\n";
        let file = read(text).unwrap();
        assert_eq!(file.categories, ["Yes", "No"]);
        assert_eq!(file.sorted[1], (2, vec![vec![], vec![0, 1]]));
        assert_eq!(file.profile.all(), 6);
    }

    #[test]
    fn the_older_format_is_read() {
        let profile =
            read("3\n1,Paris\n2,Lyon, Rhône\n3,Lille\n10,10,2\n6,1,3,2\n4,2,{1,3}\n").unwrap().profile;
        assert_eq!(profile.options[1], "Lyon, Rhône");
        assert_eq!(profile.ballots[&vec![vec![0], vec![2], vec![1]]], 6);
        assert_eq!(profile.all(), 10);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let head = "# ALTERNATIVE NAME 1: a\n# ALTERNATIVE NAME 2: b\n";
        for (line, why) in [
            ("x: 1", "line 3"),
            ("1: 3", "`3` is no alternative"),
            ("1: {1", "without `}`"),
            ("1: 1,1", "stands twice"),
        ] {
            let said = read(&format!("{head}{line}\n")).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
        assert!(read("").is_err());
    }
}
