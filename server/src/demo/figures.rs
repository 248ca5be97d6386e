//! Figures of the demo street: months that are over are kept, and what no room counts yet is declared from its paper.

use auth::Viewer;
use db::{Fault, Result, Tx};
use kernel::Outcome;
use reports::actions;
use reports::rules::{Declaring, closed_month, closed_months};
use serde::Deserialize;
use sha2::{Digest, Sha256};

const PAPER: &str = include_str!("../../../demo/figures.toml");
/// So many months that are over are kept.
const MONTHS: i32 = 6;

#[derive(Deserialize)]
struct File {
    source: String,
    figure: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    code: String,
    words: String,
}

/// Declared by the end of last month; kept as if the nights had counted them.
pub fn live(tx: &mut Tx<'_>) -> Result<()> {
    let file: File = toml::from_str(PAPER).map_err(Fault::other)?;
    let (viewer, today) = (Viewer::system(tx.street(), "demo"), tx.now().day());
    let (hash, until) = (hex::encode(Sha256::digest(PAPER)), closed_month(today).last());
    for line in file.figure {
        let words = Declaring {
            words: line.words, until: until.to_string(), source: file.source.clone(), day: until.to_string(), hash: hash.clone(), ..Declaring::default()
        };
        match actions::declare_figure(tx, &viewer, &line.code, "", &words, None)? {
            Outcome::Done(()) => {}
            Outcome::Refused((), problems) => return Err(Fault::other(format!("{}: {problems:?}", line.code))),
        }
    }
    for month in closed_months(today, MONTHS) {
        actions::keep(tx, month)?;
    }
    actions::plant(tx)
}
