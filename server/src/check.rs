//! What must hold, asked of the whole database: a line each.

use crate::config::Config;
use appeals::{actions, store};
use db::{Db, Reader, Result};
use journal::Checkpoint;
use kernel::StreetId;

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub name: &'static str,
    pub holds: bool,
    pub text: String,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:<12} {:<6} {}", self.name, if self.holds { "ok" } else { "BROKEN" }, self.text)
    }
}

/// Asks everything. `public` is the key of the journal's signer, `outside` the checkpoints kept elsewhere.
pub fn lines(db: &Db, street: StreetId, public: Option<String>, outside: Vec<Checkpoint>) -> Result<Vec<Line>> {
    db.read_now(move |r| ask(r, street, public.as_deref(), &outside))
}

/// The same inside a reading of one's own.
pub fn ask(r: &mut Reader<'_>, street: StreetId, public: Option<&str>, outside: &[Checkpoint]) -> Result<Vec<Line>> {
    Ok(vec![
        proofs(r, street)?,
        counts(r, street)?,
        named("voices", store::lost_voices(r, street)?, "every voice has its case"),
        named("cases", store::silent_cases(r, street)?, "every case not merged has a voice"),
        named("leads", store::without_one_lead(r, street)?, "every dispatched case has one lead"),
        named("boxes", boxes::actions::broken_openings(r, street)?, "every sealed opening accounts for each card"),
        named("papers", papers::actions::papers_without_act(r, street)?, "every sheet keyed stands with its act in the journal"),
        named("minutes", deliberation::actions::broken_seals(r, street)?, "every sealed minutes are as they were sealed, body by body in one chain"),
        named("charters", deliberation::actions::untiled_charters(r, street)?, "the charters of each body tile its time"),
        named("draws", deliberation::actions::broken_draws(r, street)?, "each pool is as it was sealed, and its seed gives the list that was published"),
        named("ballots", deliberation::actions::broken_ballots(r, street)?, "every ballot holds as many votes as its roll says, and its count repeats"),
        named("figures", reports::actions::broken_figures(r, street)?, "every kept figure is what its records say, or waits for a word why"),
        named("reports", reports::actions::broken_editions(r, street)?, "every signed edition is as it was signed"),
        named("matters", deliberation::actions::broken_walks(r, street)?, "every matter stands in one step, and no gate was passed unmet"),
        named("proposals", deliberation::actions::broken_proposals(r, street)?, "every proposal counts the people behind it, and owes its answer from its threshold on"),
        chain(r, street, outside)?,
        signatures(r, street, public)?,
    ])
}

/// The public half of the signer, where there is one; none is made here.
pub fn public(config: &Config) -> Result<Option<String>> {
    let path = config.signing_key();
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(journal::Signer::open(&path, &config.street)?.public()))
}

fn proofs(r: &mut Reader<'_>, street: StreetId) -> Result<Line> {
    let (holding, broken) = actions::verify_clocks(r, street)?;
    let text = match broken.first() {
        None => format!("{holding} deadlines follow from their proofs"),
        Some(first) => format!("{} of {} do not hold: {first}", broken.len(), holding + broken.len()),
    };
    Ok(Line { name: "proofs", holds: broken.is_empty(), text })
}

fn counts(r: &mut Reader<'_>, street: StreetId) -> Result<Line> {
    let apart = store::figures_agree(r, street)?;
    let text = match apart.first() {
        None => "every kept count equals its recount".to_owned(),
        Some(first) => format!("{} kept counts differ from their recount: {first}", apart.len()),
    };
    Ok(Line { name: "counts", holds: apart.is_empty(), text })
}

fn named(name: &'static str, found: Vec<String>, rule: &str) -> Line {
    let text = if found.is_empty() { rule.to_owned() } else { format!("not so for {}", found.join(", ")) };
    Line { name, holds: found.is_empty(), text }
}

fn chain(r: &mut Reader<'_>, street: StreetId, outside: &[Checkpoint]) -> Result<Line> {
    let report = journal::verify(r, street, outside)?;
    let root: String = report.root.iter().take(6).map(|b| format!("{b:02x}")).collect();
    let text = match &report.first_bad {
        None => format!("{} events sealed, {} not yet, root {root}…", report.size, report.pending),
        Some(bad) => format!("the past was changed: {bad:?}"),
    };
    Ok(Line { name: "journal", holds: report.first_bad.is_none(), text })
}

fn signatures(r: &mut Reader<'_>, street: StreetId, public: Option<&str>) -> Result<Line> {
    let signed = journal::latest(r, street)?.is_some();
    let (holds, text) = match (signed, public) {
        (false, _) => (true, "none signed yet".to_owned()),
        (true, None) => (false, "there are checkpoints but no signing key".to_owned()),
        (true, Some(public)) => match journal::first_forged(r, street, public)? {
            None => (true, "every kept checkpoint bears our signature".to_owned()),
            Some(size) => (false, format!("the checkpoint at {size} does not bear our signature")),
        },
    };
    Ok(Line { name: "checkpoints", holds, text })
}
