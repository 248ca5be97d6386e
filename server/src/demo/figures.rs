//! Figures of the demo street: months that are over are kept, and what no room counts yet is declared from its paper.

use super::cast::Cast;
use super::done;
use auth::Viewer;
use db::{Fault, Result, Tx};
use kernel::Outcome;
use reports::actions;
use reports::rules::{Declaring, Drafting, Restating, closed_month, closed_months};
use reports::views::{FigureWords, ReportsWords};
use serde::Deserialize;
use sha2::{Digest, Sha256};

const PAPER: &str = include_str!("../../../demo/figures.toml");
/// So many months that are over are kept: those a report of this year speaks of.
const MONTHS: i32 = 12;

#[derive(Deserialize)]
struct File {
    source: String,
    figure: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    code: String,
    words: String,
    /// Another paper than the report.
    source: Option<String>,
    /// What it said before it was put right, and why it was.
    first: Option<String>,
    #[serde(default)]
    why: String,
}

/// Declared by the end of last month; kept as if the nights had counted them; one report written, read and signed.
pub fn live(tx: &mut Tx<'_>) -> Result<()> {
    let file: File = toml::from_str(PAPER).map_err(Fault::other)?;
    let (viewer, today) = (Viewer::system(tx.street(), "demo"), tx.now().day());
    let cast = Cast::gather(tx)?;
    let (hash, until) = (hex::encode(Sha256::digest(PAPER)), closed_month(today).last());
    for line in file.figure {
        let words = Declaring {
            words: line.first.clone().unwrap_or_else(|| line.words.clone()), until: until.to_string(), source: line.source.clone().unwrap_or_else(|| file.source.clone()), day: until.to_string(), hash: hash.clone(), ..Declaring::default()
        };
        match actions::declare_figure(tx, &viewer, &line.code, "", &words, None)? {
            Outcome::Done(()) => {}
            Outcome::Refused((), problems) => return Err(Fault::other(format!("{}: {problems:?}", line.code))),
        }
        if line.first.is_some() {
            put_right(tx, &cast.officer, &line)?;
        }
    }
    for month in closed_months(today, MONTHS) {
        actions::keep(tx, month)?;
    }
    actions::plant(tx)?;
    report(tx, &cast)
}

fn put_right(tx: &mut Tx<'_>, officer: &Viewer, line: &Line) -> Result<()> {
    let now = tx.now();
    let page = actions::figure_view(tx, officer, &line.code, FigureWords::default(), now)?;
    let id = page.papers.first().and_then(|p| p.id.parse().ok()).ok_or_else(|| Fault::other("nothing was declared"))?;
    let words = Restating { why: line.why.clone(), words: line.words.clone() };
    done(tx.at(now, officer.actor(), |tx| actions::restate_figure(tx, officer, id, &words))?).map(|_| ())
}

/// This year up to the end of last month: drafted by the officer, read by the supervisor, signed by the leader.
fn report(tx: &mut Tx<'_>, cast: &Cast) -> Result<()> {
    let (now, last) = (tx.now(), closed_month(tx.now().day()).last());
    let first = kernel::Day::of(last.civil().year(), 1, 1);
    let all = actions::reports_view(tx, &cast.officer, &ReportsWords::default(), now)?;
    let template = all.templates.first().and_then(|t| t.id.parse().ok()).ok_or_else(|| Fault::other("no template"))?;
    let words = Drafting { from: first.to_string(), until: last.to_string() };
    let (by, reader, signer) = (&cast.officer, &cast.supervisor, &cast.leader);
    let edition = done(tx.at(now, by.actor(), |tx| actions::draft_report(tx, by, template, &words))?)?;
    done(tx.at(now, reader.actor(), |tx| actions::review_report(tx, reader, edition))?)?;
    done(tx.at(now, signer.actor(), |tx| actions::sign_report(tx, signer, edition))?)
}
