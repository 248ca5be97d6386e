//! Pabulib's `.pb`: sections META, PROJECTS and VOTES of lines divided by `;`.
//!
//! Source: pabulib.org/format. Costs may have a decimal point or comma; columns stand in any order; every line of VOTES
//! is an elector, empty ones too.

use crate::{Instance, Project, Vote};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub instance: Instance,
    pub meta: BTreeMap<String, String>,
}

type Row = (u64, Vec<String>);

/// # Errors
/// The line that cannot be read, and why.
pub fn read(text: &str) -> Result<File, String> {
    let sections = sections(text.trim_start_matches('\u{feff}'))?;
    let rows = |name: &str| {
        sections.get(name).ok_or_else(|| format!("the section {} is missing", name.to_uppercase()))
    };
    let (of_file, of_projects, of_votes) = (rows("meta")?, rows("projects")?, rows("votes")?);
    let meta: BTreeMap<String, String> = of_file
        .iter()
        .filter_map(|(_, row)| Some((row.first()?.trim().to_lowercase(), row.get(1)?.trim().to_owned())))
        .collect();
    let told = |key: &str| meta.get(key).ok_or_else(|| format!("META does not say `{key}`"));
    let budget = Decimal::read(told("budget")?)?;
    let (projects, costs) = projects(of_projects)?;
    let digits = costs.iter().map(|c| c.digits).fold(budget.digits, u32::max);
    let whole = |d: &Decimal| d.scaled(digits).ok_or_else(|| "a cost beyond what can be counted".to_owned());
    let places: BTreeMap<&str, usize> =
        projects.iter().enumerate().map(|(at, (id, _))| (id.as_str(), at)).collect();
    let votes = votes(of_votes, told("vote_type")?, &places)?;
    let costs = costs.iter().map(whole).collect::<Result<Vec<_>, _>>()?;
    let list = projects
        .iter()
        .zip(costs)
        .map(|((id, name), cost)| Project { id: id.clone(), name: name.clone(), cost })
        .collect();
    let votes = votes.into_iter().map(|vote| (1, vote));
    Ok(File { instance: Instance::of(list, whole(&budget)?, 10u64.pow(digits), votes)?, meta })
}

fn sections(text: &str) -> Result<BTreeMap<String, Vec<Row>>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut sections: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let mut open: Option<String> = None;
    for record in reader.records() {
        let record = record.map_err(|why| why.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let first = record.get(0).unwrap_or("").trim().to_lowercase();
        if record.iter().skip(1).all(str::is_empty) && ["meta", "projects", "votes"].contains(&first.as_str())
        {
            sections.entry(first.clone()).or_default();
            open = Some(first);
            continue;
        }
        let Some(section) = &open else { return Err(format!("line {line}: the file opens with META")) };
        let rows = sections.get_mut(section).expect("opened above");
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(sections)
}

/// A section's rows as a look-up by column name.
fn table(rows: &[Row]) -> Result<(impl Fn(&Row, &str) -> Option<String>, &[Row]), String> {
    let ((_, head), rows) = rows.split_first().ok_or("a section without a line of column names")?;
    let columns: BTreeMap<String, usize> =
        head.iter().enumerate().map(|(at, name)| (name.trim().to_lowercase(), at)).collect();
    let cell = move |row: &Row, name: &str| row.1.get(*columns.get(name)?).map(|text| text.trim().to_owned());
    Ok((cell, rows))
}

fn projects(rows: &[Row]) -> Result<(Vec<(String, String)>, Vec<Decimal>), String> {
    let (cell, rows) = table(rows)?;
    let (mut named, mut costs, mut seen) = (vec![], vec![], BTreeSet::new());
    for row in rows {
        let id = cell(row, "project_id").filter(|id| !id.is_empty());
        let id = id.ok_or_else(|| format!("line {}: a project without project_id", row.0))?;
        let cost = cell(row, "cost").ok_or_else(|| format!("line {}: a project without cost", row.0))?;
        costs.push(Decimal::read(&cost).map_err(|why| format!("line {}: {why}", row.0))?);
        if !seen.insert(id.clone()) {
            return Err(format!("line {}: project {id} stands twice", row.0));
        }
        named.push((id, cell(row, "name").unwrap_or_default()));
    }
    Ok((named, costs))
}

fn votes(rows: &[Row], kind: &str, places: &BTreeMap<&str, usize>) -> Result<Vec<Vote>, String> {
    let kind = kind.to_lowercase();
    let (cell, rows) = table(rows)?;
    let listed = |text: &str| -> Vec<String> {
        text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
    };
    let vote = |row: &Row| {
        let at = |why: String| format!("line {}: {why}", row.0);
        let ids = listed(&cell(row, "vote").unwrap_or_default());
        let chosen = ids
            .iter()
            .map(|id| {
                places.get(id.as_str()).copied().ok_or_else(|| at(format!("there is no project `{id}`")))
            })
            .collect::<Result<Vec<usize>, String>>()?;
        if chosen.iter().collect::<BTreeSet<_>>().len() < chosen.len() {
            return Err(at("a project stands twice".to_owned()));
        }
        Ok(match kind.as_str() {
            "approval" | "choose-1" => Vote::Approval(chosen.into_iter().collect()),
            "ordinal" => Vote::Ranking(chosen),
            "cumulative" | "scoring" => {
                let points = listed(&cell(row, "points").unwrap_or_default());
                if points.len() != chosen.len() {
                    return Err(at(format!("{} projects and {} points", chosen.len(), points.len())));
                }
                let whole = |text: &String| {
                    text.parse::<u64>().map_err(|_| at(format!("`{text}` is not a number of points")))
                };
                let points = points.iter().map(whole).collect::<Result<Vec<u64>, String>>()?;
                Vote::Points(chosen.into_iter().zip(points).collect())
            }
            other => {
                return Err(format!(
                    "vote_type `{other}`: known are approval, choose-1, cumulative, scoring, ordinal"
                ));
            }
        })
    };
    rows.iter().map(vote).collect()
}

/// A number as it was written.
#[derive(Debug, Clone, Copy)]
struct Decimal {
    number: u64,
    digits: u32,
}

impl Decimal {
    fn read(text: &str) -> Result<Decimal, String> {
        let wrong = || format!("`{text}` is not an amount");
        let (whole, part) = text.trim().split_once(['.', ',']).unwrap_or((text.trim(), ""));
        let part = part.trim_end_matches('0');
        if part.len() > 6 || !whole.chars().chain(part.chars()).all(|c| c.is_ascii_digit()) {
            return Err(wrong());
        }
        let number = format!("{whole}{part}").parse().map_err(|_| wrong())?;
        Ok(Decimal { number, digits: part.len() as u32 })
    }

    fn scaled(self, digits: u32) -> Option<u64> {
        self.number.checked_mul(10u64.pow(digits - self.digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "META\nkey;value\nbudget;1000,50\nvote_type;approval\nPROJECTS\ncost;project_id;name\n\
        200;7;\"a; \"\"b\"\"\"\n300.5;x;c\nvotes\nvoter_id;vote\n1;7,x\n2;\n3;x\n4;x\n";

    #[test]
    fn sections_columns_quotes_and_commas_are_read() {
        let file = read(FILE).unwrap();
        let i = &file.instance;
        assert_eq!((i.budget, i.unit, i.electors), (10_005, 10, 4));
        assert_eq!(i.projects[0], Project { id: "7".into(), name: "a; \"b\"".into(), cost: 2_000 });
        assert_eq!(i.projects[1].cost, 3_005);
        assert_eq!(i.supporters(), [1, 3]);
        assert_eq!(i.groups.len(), 3);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        for (from, to, why) in [
            ("1;7,x", "1;7,y", "line 11: there is no project `y`"),
            ("1;7,x", "1;7,7", "line 11: a project stands twice"),
            ("approval", "mood", "vote_type `mood`"),
            ("approval", "cumulative", "2 projects and 0 points"),
            ("300.5", "many", "line 8: `many` is not an amount"),
            ("budget", "money", "META does not say `budget`"),
            ("votes\n", "people\n", "the section VOTES is missing"),
            ("x;c", "7;c", "stands twice"),
        ] {
            let said = read(&FILE.replacen(from, to, 1)).unwrap_err();
            assert!(said.contains(why), "{from} -> {to}: {said}");
        }
    }
}
