//! Proposals of the demo street: gathering, reached, late, answered in every way, merged and lapsed.

use super::cast::{Cast, Resident};
use super::done;
use auth::Viewer;
use db::{Fault, Result, Tx};
use deliberation::actions::{self, Confirming};
use deliberation::rules::*;
use kernel::{Actor, Moment, PlaceId};
use places::Tree;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    proposal: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    author: usize,
    level: String,
    title: String,
    text: String,
    offer: String,
    inside: usize,
    outside: usize,
    ago: i64,
    state: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    would_change: String,
    #[serde(default)]
    link: String,
}

#[derive(Deserialize)]
struct Names {
    surnames: Vec<String>,
    given: Vec<String>,
}

/// Whose hands a proposal of a community passes through.
struct Hands<'a> {
    author: &'a Resident,
    secretary: &'a Viewer,
    clerk: &'a Viewer,
    place: String,
    home: String,
}

/// Lived through up to now, after the councils were founded.
pub fn live(tx: &mut Tx<'_>) -> Result<()> {
    let file: File = toml::from_str(include_str!("../../../demo/proposals.toml")).map_err(Fault::other)?;
    let names: Names = toml::from_str(include_str!("../../../demo/deliberation.toml")).map_err(Fault::other)?;
    let (street, end) = (tx.street(), tx.now());
    let cast = Cast::gather(tx)?;
    let tree = places::tree(tx, street)?;
    let clerk = cast.clerks.first().ok_or_else(|| Fault::other("no clerk"))?;
    // Everybody with an account showed at the desk where they live, before anything was proposed.
    let before = end.plus_days(-200);
    for r in &cast.residents {
        let words = Confirming { name: r.name.clone(), phone: r.phone.clone(), home: code_of(&tree, r.home)?, tie: None };
        done(tx.at(before, clerk.actor(), |tx| actions::confirm_residence(tx, clerk, &words))?)?;
    }
    let mut waits: Option<(ProposalId, usize)> = None;
    for (n, line) in file.proposal.iter().enumerate() {
        let author = cast.residents.get(line.author - 1).ok_or_else(|| Fault::other("no such resident"))?;
        let path = tree.path_of(author.home);
        let community = path.community.ok_or_else(|| Fault::other("a resident without a community"))?;
        let place = match line.level.as_str() {
            "building" => Some(author.home),
            "grid" => path.grid,
            _ => path.community,
        };
        let place = code_of(&tree, place.unwrap_or(community))?;
        let hands = Hands { author, secretary: cast.secretary(community)?, clerk, place, home: code_of(&tree, author.home)? };
        let id = raise(tx, &names, n, line, &hands, elsewhere(&cast, &tree, community)?, end)?;
        match line.state.as_str() {
            "merged" => waits = Some((id, line.author)),
            "reached" => {
                if let Some((from, by)) = waits.take() {
                    merge(tx, (from, &cast.residents[by - 1]), (id, author), end)?;
                }
            }
            _ => {}
        }
    }
    tx.at(end, Actor::System("deliberation.proposals"), |tx| actions::pass_proposal_time(tx).map(|_| ()))
}

/// Where somebody of another community lives.
fn elsewhere(cast: &Cast, tree: &Tree, than: PlaceId) -> Result<String> {
    let other = cast.residents.iter().find(|r| tree.path_of(r.home).community != Some(than));
    code_of(tree, other.ok_or_else(|| Fault::other("nobody lives elsewhere"))?.home)
}

fn code_of(tree: &Tree, place: PlaceId) -> Result<String> {
    tree.by_id(place).map(|p| p.code.clone()).ok_or_else(|| Fault::other("no such place"))
}

/// Put forward, stood behind over the days that followed, answered as its line says.
fn raise(tx: &mut Tx<'_>, names: &Names, n: usize, line: &Line, h: &Hands<'_>, far: String, end: Moment) -> Result<ProposalId> {
    let begin = end.plus_days(-line.ago).day().start().plus_minutes(9 * 60 + 7 * n as i64);
    let author = &h.author.viewer;
    let words = Proposing {
        title: line.title.clone(), text: line.text.clone(), offer: line.offer.clone(), place_name: h.place.clone(), shown_name: h.author.name.clone(),
        ..Proposing::default()
    };
    let made = done(tx.at(begin, author.actor(), |tx| actions::propose(tx, author, &words))?)?;
    let id = made.ok_or_else(|| Fault::other("a proposal was not made"))?.id;
    // Within nine days, or the days there were.
    let spread = (line.ago.min(9) - 1).max(1) * 24 * 60;
    let all = line.inside + line.outside;
    for k in 0..all {
        let at = begin.plus_minutes(30 + spread * k as i64 / all.max(1) as i64);
        let home = if k < line.inside { &h.home } else { &far };
        let name = format!("{}{}", names.surnames[k % names.surnames.len()], names.given[(k / names.surnames.len() + n) % names.given.len()]);
        let way = [Way::Desk, Way::Phone][k % 2];
        let helped = Helped { way: Some(way), name, phone: String::new(), home: home.clone(), confirmed: true, ..Helped::default() };
        done(tx.at(at, h.clerk.actor(), |tx| actions::support_proposal(tx, h.clerk, id, &helped))?)?;
    }
    let verdict = match line.state.as_str() {
        "matter" => AnswerVerdict::Matter,
        "declined" => AnswerVerdict::Declined,
        "done" => AnswerVerdict::Done,
        _ => return Ok(id),
    };
    let by = h.secretary;
    done(tx.at(begin.plus_days(12), by.actor(), |tx| actions::say_first_word(tx, by, id, "看到了，下个月的例会上议，会后三天内答复。"))?)?;
    let reason = if line.reason.is_empty() { "例会上商量过，大家都赞成，先立为议题，问清楚再定。".to_owned() } else { line.reason.clone() };
    let answer = Answering {
        verdict: Some(verdict), reason, would_change: line.would_change.clone(), link: line.link.clone(), question: line.question.clone(), topic: line.topic.clone(), track: None,
    };
    done(tx.at(begin.plus_days(33), by.actor(), |tx| actions::answer_proposal(tx, by, id, &answer))?)?;
    Ok(id)
}

/// One first author asks, the other agrees.
fn merge(tx: &mut Tx<'_>, (from, asks): (ProposalId, &Resident), (into, agrees): (ProposalId, &Resident), end: Moment) -> Result<()> {
    let street = tx.street();
    let code = deliberation::store::proposal(tx, street, into)?.ok_or_else(|| Fault::other("no such proposal"))?.code;
    done(tx.at(end.plus_days(-14), asks.viewer.actor(), |tx| actions::ask_to_merge(tx, &asks.viewer, from, &code))?)?;
    done(tx.at(end.plus_days(-12), agrees.viewer.actor(), |tx| actions::agree_to_merge(tx, &agrees.viewer, from, false))?).map(|_| ())
}
