//! Orders of the upper tier in the demo street: each taken in by a clerk at its moment and walked as far as its line says, by
//! the product's own verbs.

use super::done;
use super::year::Street;
use appeals::actions;
use appeals::rules::*;
use auth::Viewer;
use db::{Fault, Result, Tx};
use kernel::{Moment, Outcome};
use serde::Deserialize;
use upper_tier::rules::WordWords;

#[derive(Deserialize)]
struct File {
    order: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    no: String,
    tier: String,
    category: String,
    address: String,
    text: String,
    name: String,
    phone: String,
    hours_ago: i64,
    due_days: i64,
    walk: String,
}

/// How far an order came, in this order.
const WALK: [&str; 8] = ["taken", "accepted", "handling", "returning", "extending", "finished", "sent", "heard"];

/// The orders that are still to come, the next one last.
pub struct Orders {
    coming: Vec<(Moment, Line)>,
}

impl Orders {
    pub fn read(end: Moment) -> Result<Self> {
        let file: File = toml::from_str(include_str!("../../../demo/upper.toml")).map_err(Fault::other)?;
        let mut coming: Vec<_> = file.order.into_iter().map(|line| (end.plus(-line.hours_ago * Moment::HOUR), line)).collect();
        coming.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        Ok(Self { coming })
    }

    /// Takes in what came before a moment.
    pub fn until(&mut self, tx: &mut Tx<'_>, s: &Street<'_>, at: Moment) -> Result<()> {
        while let Some((at, line)) = self.coming.pop_if(|(next, _)| *next <= at) {
            live(tx, s, at, &line)?;
        }
        Ok(())
    }
}

/// One order, from its file on.
fn live(tx: &mut Tx<'_>, s: &Street<'_>, at: Moment, line: &Line) -> Result<()> {
    let (street, clerk) = (tx.street(), first(&s.cast.clerks)?);
    let far = WALK.iter().position(|w| *w == line.walk).ok_or_else(|| Fault::Other(format!("`{}` is no walk of the demo", line.walk)))?;
    let due = at.day().plus(line.due_days).start().plus_minutes(17 * 60 + 30);
    let cells = [&line.no, &line.tier, &line.category, &line.address, &line.text, &line.name, &line.phone, &due.rfc3339()];
    let file = format!("their_no,tier,category,address,text,name,phone,due_at\n{}\n", cells.map(String::as_str).join(","));
    let taken = tx.at(at, clerk.actor(), |tx| upper_tier::actions::take_orders(tx, clerk, &file))?;
    taken.map_err(|problems| Fault::Other(format!("the demo was refused: {problems:?}")))?;
    let order = upper_tier::store::by_number(tx, street, &line.no)?.ok_or_else(|| Fault::other("an order of the demo was not taken"))?;
    let voice = appeals::store::voice(tx, street, order.voice)?.ok_or_else(|| Fault::other("an order without its voice"))?;
    let id = voice.case;
    let later = |minutes: i64| at.plus_minutes(minutes);
    if far < 1 {
        return Ok(());
    }
    let words = Acceptance { category: line.category.clone(), title: title_proposed(&line.text), ..Acceptance::default() };
    act(tx, later(12), clerk, |tx, v| actions::accept(tx, v, id, &words, None))?;
    if far < 2 {
        return Ok(());
    }
    let dispatcher = first(&s.cast.dispatchers)?;
    let words = Dispatching { upper_why: "时间紧，已当面交代单位先办。".into(), ..Dispatching::default() };
    let case = act(tx, later(35), dispatcher, |tx, v| actions::dispatch_named(tx, v, id, &words))?;
    let unit = case.lead.ok_or_else(|| Fault::other("nobody leads an order of the demo"))?;
    let (handler, reviewer) = (s.cast.handler(unit)?, s.cast.reviewer(unit)?);
    act(tx, later(60), handler, |tx, v| actions::sign(tx, v, id))?;
    match line.walk.as_str() {
        "handling" => return Ok(()),
        "returning" => {
            let words = ReturnRequest { text: "排烟设备的投诉归生态环境部门管，街道没有执法权。".into(), basis: "权责清单第 112 项".into(), ..ReturnRequest::default() };
            act(tx, later(90), reviewer, |tx, v| actions::request_return(tx, v, id, &words, None))?;
            act(tx, later(130), dispatcher, |tx, v| actions::approve_return(tx, v, id, &ReturnApproval::default(), None))?;
            return Ok(());
        }
        "extending" => {
            let words = ExtensionRequest { days: 3, text: "要等连续两个晴天才能做防水。".into(), ..ExtensionRequest::default() };
            act(tx, later(90), reviewer, |tx, v| actions::request_extension(tx, v, id, &words))?;
            act(tx, later(130), dispatcher, |tx, v| actions::grant_extension(tx, v, id))?;
            return Ok(());
        }
        _ => {}
    }
    let reached = Contacting { means: Some(Means::Phone), reached: true, ..Contacting::default() };
    act(tx, later(80), handler, |tx, v| actions::contact(tx, v, id, &reached))?;
    let reply = s.words.leaf(&line.category)?.replies.first().cloned().unwrap_or_default();
    let reply = super::words::Blanks::draw(line.address.clone(), &mut super::luck::Luck::of_one(7, at.0 as u64)).fill(&reply);
    let worked = Completion { result: Some(CaseResult::Solved), public_reply: reply, ..Completion::default() };
    act(tx, later(26 * 60), handler, |tx, v| actions::complete(tx, v, id, &worked))?;
    act(tx, later(28 * 60), reviewer, |tx, v| actions::approve(tx, v, id, &Approving::default()))?;
    if far < 6 {
        return Ok(());
    }
    let sent = tx.at(later(30 * 60), dispatcher.actor(), |tx| upper_tier::actions::send_file(tx, dispatcher))?;
    done(sent)?;
    if far < 7 {
        return Ok(());
    }
    let heard = WordWords { kind: "result".into(), contacted: "yes".into(), solved: "yes".into(), satisfaction: "satisfied".into(), ..WordWords::default() };
    done(tx.at(later(70 * 60), dispatcher.actor(), |tx| upper_tier::actions::hear(tx, dispatcher, order.id, &heard))?).map(|_| ())
}

fn first(people: &[Viewer]) -> Result<&Viewer> {
    people.first().ok_or_else(|| Fault::other("nobody of that post in the demo"))
}

fn act(
    tx: &mut Tx<'_>,
    at: Moment,
    who: &Viewer,
    verb: impl FnOnce(&mut Tx<'_>, &Viewer) -> Result<Outcome<Case>>,
) -> Result<Case> {
    done(tx.at(at, who.actor(), |tx| verb(tx, who))?)
}
