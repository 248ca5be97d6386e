//! A sheet of people who may be drawn: names, how they are reached, their household, and a column for each dimension.

use super::{DrawStage, MOST_NAME, plain};
use kernel::Problem;
use sheets::{Sheet, cell_name};
use sortition::{Dimension, Rules};
use std::collections::HashSet;

/// People one sheet may hold.
pub const MOST_POOL: usize = 20_000;

/// One line of the sheet as it goes into the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolRow {
    /// The row a person counts, from 1.
    pub row: usize,
    pub name: String,
    pub contact: String,
    /// Empty where the pool does not ask for it.
    pub household: String,
    /// Their sign-in, where they have one.
    pub login: String,
    /// The code of each dimension, as the rules write it.
    pub strata: Vec<String>,
}

impl PoolRow {
    /// What makes two lines the same person: name and contact, however they are spaced or cased.
    pub fn person(&self) -> String {
        format!("{}|{}", plain(&self.name), plain(&self.contact))
    }
    pub fn home(&self) -> String {
        plain(&self.household)
    }
}

/// Reads the sheet against the announced rules, or names every bad cell.
pub fn read_pool(sheet: &Sheet, rules: &Rules, stage: DrawStage) -> Result<Vec<PoolRow>, Vec<Problem>> {
    let wrong = |code: &'static str| Problem::at("file", code);
    let Some((heads, rows)) = sheet.0.split_first() else { return Err(vec![wrong("file-empty")]) };
    let find = |names: &[&str]| heads.iter().position(|h| names.iter().any(|n| plain(n) == plain(h)));
    let (name, contact) = (find(&["name", "姓名"]), find(&["contact", "联系方式", "电话", "地址"]));
    let (household, login) = (find(&["household", "户", "户号", "门牌"]), find(&["login", "登录名"]));
    let dims: Vec<Option<usize>> = rules.dims.iter().map(|d| find(&[&d.name])).collect();
    let mut needed = vec![("姓名 name", name), ("联系方式 contact", contact)];
    if stage == DrawStage::Invite {
        needed.push(("户 household", household));
    }
    needed.extend(rules.dims.iter().zip(&dims).map(|(d, at)| (d.name.as_str(), *at)));
    let missing: Vec<_> = needed.iter().filter(|(_, at)| at.is_none()).map(|(what, _)| wrong("column-missing").with("name", what)).collect();
    let (Some(name), Some(contact), true) = (name, contact, missing.is_empty()) else { return Err(missing) };
    let (mut found, mut problems) = (vec![], vec![]);
    let (mut people, mut homes) = (HashSet::new(), HashSet::new());
    for (n, row) in rows.iter().enumerate().filter(|(_, row)| row.iter().any(|c| !c.trim().is_empty())) {
        let text = |at: usize| row.get(at).map_or("", |c| c.trim());
        let mut bad = |at: usize, code: &'static str| problems.push(wrong(code).with("cell", cell_name(n + 2, at)).with("text", text(at)));
        if text(name).is_empty() || text(name).chars().count() > MOST_NAME {
            bad(name, "cell-name");
        }
        if text(contact).is_empty() || text(contact).chars().count() > 120 {
            bad(contact, "cell-contact");
        }
        let mut strata = vec![];
        for (dim, at) in rules.dims.iter().zip(dims.iter().flatten()) {
            match category(dim, text(*at)) {
                Some(code) => strata.push(code),
                None => bad(*at, "cell-category"),
            }
        }
        let line = PoolRow {
            row: n + 2, name: text(name).into(), contact: text(contact).into(), household: household.map_or("", text).into(),
            login: login.map_or("", text).into(), strata,
        };
        if !people.insert(line.person()) {
            bad(name, "cell-twice");
        }
        if stage == DrawStage::Invite && (line.home().is_empty() || !homes.insert(line.home())) {
            bad(household.unwrap_or(name), if line.home().is_empty() { "cell-household" } else { "cell-household-twice" });
        }
        found.push(line);
    }
    match found.len() {
        0 if problems.is_empty() => Err(vec![wrong("file-empty")]),
        n if n > MOST_POOL => Err(vec![wrong("file-long").with("most", MOST_POOL)]),
        _ if problems.is_empty() => Ok(found),
        _ => Err(problems),
    }
}

/// The rules' own spelling of a category.
fn category(dim: &Dimension, typed: &str) -> Option<String> {
    dim.categories.iter().find(|c| plain(&c.code) == plain(typed)).map(|c| c.code.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::read_dims;
    use sortition::Algorithm;

    fn read(text: &str, stage: DrawStage) -> Result<Vec<PoolRow>, Vec<String>> {
        let rules = Rules { algorithm: Algorithm::Cells1, size: 2, alternates: 0, dims: read_dims("来源: 原住, 新迁入", 2).expect("dims"), attempts: 1 };
        let sheet = Sheet::read(text.as_bytes(), sheets::Dates::Days).expect("a sheet");
        read_pool(&sheet, &rules, stage).map_err(|all| all.iter().map(|p| format!("{} {}", p.code, p.args.first().map_or("", |a| a.1.as_str()))).collect())
    }

    #[test]
    fn every_bad_cell_is_named() {
        let good = read("姓名,联系方式,来源\n林一,139 0000,原住\n,,\n陈二,139 0001, 新迁入\n", DrawStage::Choose).expect("read");
        assert_eq!((good.len(), good[1].row, good[1].strata.as_slice()), (2, 4, ["新迁入".to_owned()].as_slice()));
        let bad = read("姓名,联系方式,来源\n,1390000,原住\n陈二,,外地\n林一,7,原住\n 林一,７,原住\n", DrawStage::Choose).expect_err("bad");
        assert_eq!(bad, ["cell-name A2", "cell-contact B3", "cell-category C3", "cell-twice A5"]);
        assert_eq!(read("姓名,来源\n林一,原住\n", DrawStage::Invite).expect_err("bad"), ["column-missing 联系方式 contact", "column-missing 户 household"]);
        assert_eq!(read("", DrawStage::Choose).expect_err("bad"), ["file-empty "]);
    }

    #[test]
    fn a_household_is_invited_once() {
        let bad = read("姓名,电话,户,来源\n林一,1,1-101,原住\n林二,2,1-101,原住\n林三,3,,原住\n", DrawStage::Invite).expect_err("bad");
        assert_eq!(bad, ["cell-household-twice C3", "cell-household C4"]);
    }
}
