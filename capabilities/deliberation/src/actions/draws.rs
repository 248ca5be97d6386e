//! Draws from their announcement to the seats they fill.

use super::bodies::sit_chosen;
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Fault, Reader, Result, Tx};
use kernel::{Event, Moment, Outcome, Problem, Purpose, StreetId, uuid::Uuid};
use sheets::{Dates, Sheet, Unreadable};
use std::collections::{HashMap, HashSet};

/// A draw for the drawn seats of a body.
pub fn announce_draw(tx: &mut Tx<'_>, viewer: &Viewer, of: BodyId, words: &Announcing) -> Result<Outcome<Option<Draw>>> {
    let (street, now) = (tx.street(), tx.now());
    let body = store::find_body::<AnnounceDraw>(tx, viewer, of, now)?.into_inner();
    let (charters, memberships) = (store::charters_of(tx, street, of)?, store::memberships_of(tx, street, of)?);
    let before = words.again_of.map(|id| store::draw(tx, street, id)).transpose()?.flatten();
    let code = short_code('D', now.day(), store::next_number(tx, 'D', now.day())?);
    match rules::announce_draw((DrawId::fresh(), code), &body, charter_on(&charters, now.day()), &memberships, words, before.as_ref(), now) {
        Err(problems) => Ok(Outcome::Refused(None, problems)),
        Ok((draw, event)) => {
            store::insert_draw(tx, &draw)?;
            tx.record(&event)?;
            Ok(Outcome::Done(Some(draw)))
        }
    }
}

/// What a sheet brings: lines, how many of them are new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BroughtLines {
    pub lines: usize,
    pub fresh: usize,
}

/// What a sheet would bring, or every bad cell.
pub type CheckedLines = std::result::Result<BroughtLines, Vec<Problem>>;

/// A file as cells, or why it is none.
pub fn sheet_of(file: &[u8]) -> std::result::Result<Sheet, Problem> {
    Sheet::read(file, Dates::Days).map_err(|why| match why {
        Unreadable::NotUtf8 => Problem::at("file", "file-not-utf8"),
        Unreadable::Empty => Problem::at("file", "file-empty"),
        Unreadable::Broken(why) => Problem::at("file", "file-broken").with("why", why),
    })
}

/// People go into the pool, whole or not at all; who is in it already is passed over. `keep` is the difference between a
/// look and the act.
pub fn enter_pool(tx: &mut Tx<'_>, viewer: &Viewer, id: DrawId, file: &str, keep: bool) -> Result<(Draw, CheckedLines)> {
    let (street, now) = (tx.street(), tx.now());
    let draw = store::find_draw::<KeepDraw>(tx, viewer, id, now)?.into_inner();
    if draw.state != DrawState::Announced {
        return Ok((draw, Err(vec![Problem::at("file", "draw-not-announced")])));
    }
    let rows = sheet_of(file.as_bytes()).map_err(|p| vec![p]).and_then(|sheet| read_pool(&sheet, &draw.rules, draw.stage));
    let rows = match rows {
        Ok(rows) => rows,
        Err(problems) => return Ok((draw, Err(problems))),
    };
    let keys = store::pool_keys(tx, street, id)?;
    let (people, homes): (HashSet<_>, HashSet<_>) = (keys.iter().map(|k| k.0.clone()).collect(), keys.into_iter().filter_map(|k| k.1).collect());
    let (mut fresh, mut problems) = (vec![], vec![]);
    let mut logins: HashMap<String, usize> = HashMap::new();
    for row in &rows {
        let person_key = tx.blind(Purpose::Contact, "draw_lines.person", &format!("{id}|{}", row.person()))?;
        if people.contains(&person_key) {
            continue;
        }
        let told = |problem: Problem, text: &str| problem.with("cell", row.row).with("text", text);
        let household_key = if row.home().is_empty() || draw.stage == DrawStage::Choose { None } else {
            Some(tx.blind(Purpose::Contact, "draw_lines.household", &format!("{id}|{}", row.home()))?)
        };
        if household_key.as_ref().is_some_and(|k| homes.contains(k)) {
            problems.push(told(Problem::at("file", "cell-household-twice"), &row.household));
        }
        let account = match row.login.as_str() {
            "" => None,
            login => {
                let known = identity::find_account_by_login(tx, street, login)?.map(|a| a.id);
                if known.is_none() || logins.insert(login.to_owned(), row.row).is_some() {
                    problems.push(told(Problem::at("file", "cell-login"), login));
                }
                known
            }
        };
        let line = Uuid::now_v7();
        fresh.push(store::NewLine {
            id: line,
            person_key,
            household_key,
            account,
            strata: row.strata.clone(),
            name: tx.seal(Purpose::Contact, store::LINE_NAME, line, &row.name)?,
            contact: tx.seal(Purpose::Contact, store::LINE_CONTACT, line, &row.contact)?,
        });
    }
    let brought = BroughtLines { lines: rows.len(), fresh: fresh.len() };
    if !problems.is_empty() {
        return Ok((draw, Err(problems)));
    }
    if keep && brought.fresh > 0 {
        // Two who bring people, or freeze meanwhile, come one after the other.
        store::save_draw(tx, &draw, &Draw { rev: draw.rev + 1, ..draw.clone() })?;
        store::insert_lines(tx, id, fresh)?;
        tx.record(&PoolEntered { draw: id, lines: brought.fresh })?;
    }
    Ok((draw, Ok(brought)))
}

/// The walk of a verb that changes the draw's own row.
fn on_draw<A: auth::Act<Draw>, E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: DrawId,
    decision: impl FnOnce(&mut Tx<'_>, &Draw) -> Result<Decided<Draw, E>>,
) -> Result<Outcome<Draw>> {
    let now = tx.now();
    let was = store::find_draw::<A>(tx, viewer, id, now)?.into_inner();
    match decision(tx, &was)? {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((draw, event)) => {
            store::save_draw(tx, &was, &draw)?;
            tx.record(&event)?;
            Ok(Outcome::Done(draw))
        }
    }
}

/// Numbers are given and the hash is published.
pub fn freeze_pool(tx: &mut Tx<'_>, viewer: &Viewer, id: DrawId) -> Result<Outcome<Draw>> {
    let (street, now) = (tx.street(), tx.now());
    on_draw::<KeepDraw, _>(tx, viewer, id, |tx, was| {
        let lines = store::draw_lines(tx, street, id)?;
        match rules::freeze_pool(was, &lines, now) {
            Err(problems) => Ok(Err(problems)),
            Ok(((draw, numbered), event)) => {
                numbered.iter().try_for_each(|l| store::save_line(tx, l))?;
                Ok(Ok((draw, event)))
            }
        }
    })
}

pub fn enter_seed(tx: &mut Tx<'_>, viewer: &Viewer, id: DrawId, words: &SeedWords) -> Result<Outcome<Draw>> {
    let now = tx.now();
    on_draw::<KeepDraw, _>(tx, viewer, id, |_, was| Ok(rules::enter_seed(was, words, now)))
}

pub fn void_draw(tx: &mut Tx<'_>, viewer: &Viewer, id: DrawId, reason: &str) -> Result<Outcome<Draw>> {
    let now = tx.now();
    on_draw::<KeepDraw, _>(tx, viewer, id, |_, was| Ok(rules::void_draw(was, reason, now)))
}

/// The list from the seed. Anybody may; run again, it stands as it is.
pub fn run_draw(tx: &mut Tx<'_>, viewer: &Viewer, id: DrawId) -> Result<Outcome<Draw>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::find_draw::<RunDraw>(tx, viewer, id, now)?.into_inner();
    if matches!(was.state, DrawState::Drawn | DrawState::Infeasible) {
        return Ok(Outcome::Done(was));
    }
    let lines = store::draw_lines(tx, street, id)?;
    match rules::run_draw(&was, &lines, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((draw, changed)) => {
            store::save_draw(tx, &was, &draw)?;
            changed.iter().try_for_each(|l| store::save_line(tx, l))?;
            for line in changed.iter().filter(|l| l.state == LineState::Invited) {
                super::tell_drawn(tx, &draw, line)?;
            }
            let panel = draw.result.as_ref().map_or(0, |r| r.panel.len());
            tx.record(&DrawDone { draw: id, feasible: draw.result.is_some(), panel })?;
            Ok(Outcome::Done(draw))
        }
    }
}

/// One who was drawn says yes and takes the seat, or says no and calls the next.
pub fn answer_draw(tx: &mut Tx<'_>, viewer: &Viewer, id: DrawId, no: u64, words: &Replying) -> Result<Outcome<Draw>> {
    let (street, now) = (tx.street(), tx.now());
    let line = store::draw_line(tx, street, id, no)?.ok_or(Denied::Hidden)?;
    let was = store::find_draw_in_hand::<AnswerDraw>(tx, viewer, id, &line, now)?.into_inner().thing;
    let mut answered = match rules::reply_draw(&was, &line, words.reply, now) {
        Ok(answered) => answered,
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
    };
    if answered.state == LineState::Accepted && was.stage == DrawStage::Choose {
        match take_drawn_seat(tx, &was, &line, words)? {
            Ok(membership) => answered.membership = Some(membership),
            Err(problems) => return Ok(Outcome::Refused(was, problems)),
        }
    }
    let draw = Draw { rev: was.rev + 1, ..was.clone() };
    store::save_draw(tx, &was, &draw)?;
    settle(tx, &draw, &answered)?;
    Ok(Outcome::Done(draw))
}

/// The seat of one who accepts, under the charter as it stands.
fn take_drawn_seat(tx: &mut Tx<'_>, of: &Draw, line: &DrawLine, words: &Replying) -> Result<std::result::Result<MembershipId, Vec<Problem>>> {
    let seating = Seating {
        category: of.category.clone(),
        shown_name: words.shown_name.clone(),
        profession: words.profession.clone(),
        interests: words.interests.clone(),
        interests_declared: words.interests_declared,
        ..Seating::default()
    };
    sit_chosen(tx, of.body, line.account, &seating)
}

/// An answer or a silence is kept; where nobody sits then, the next is called.
fn settle(tx: &mut Tx<'_>, of: &Draw, answered: &DrawLine) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let Some(no) = answered.pool_no else { return Ok(()) };
    store::save_line(tx, answered)?;
    tx.record(&DrawAnswered { draw: of.id, pool_no: no, state: answered.state.code() })?;
    if answered.state == LineState::Accepted {
        return Ok(());
    }
    let lines = store::draw_lines(tx, street, of.id)?;
    if let Some(next) = next_called(of, &lines, no, now) {
        store::save_line(tx, &next)?;
        super::tell_drawn(tx, of, &next)?;
        tx.record(&DrawCalled { draw: of.id, pool_no: next.pool_no.unwrap_or(0), calls_after: no })?;
    }
    Ok(())
}

/// Who was asked and let the days go by calls the next. Gives how many fell silent.
pub fn sweep_draws(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let mut silent = 0;
    // The shortest time to answer is a day.
    for id in store::draws_with_silence(tx, street, now.plus_days(-1))? {
        let Some(draw) = store::draw(tx, street, id)? else { continue };
        let late = fallen_silent(&draw, &store::draw_lines(tx, street, id)?, now);
        silent += late.len();
        late.iter().try_for_each(|line| settle(tx, &draw, line))?;
    }
    Ok(silent)
}

/// A draw with its pool, for whoever simulates chances outside of any transaction: minutes for a large pool.
pub fn draw_with_lines(r: &mut Reader<'_>, street: StreetId, id: DrawId) -> Result<Option<(Draw, Vec<DrawLine>)>> {
    let Some(draw) = store::draw(r, street, id)? else { return Ok(None) };
    Ok(Some((draw, store::draw_lines(r, street, id)?)))
}

/// The simulated chances, published with the result.
pub fn tell_chances(tx: &mut Tx<'_>, id: DrawId, fairness: &Fairness) -> Result<()> {
    let street = tx.street();
    let Some(was) = store::draw(tx, street, id)?.filter(|d| d.fairness.is_none()) else { return Ok(()) };
    store::save_draw(tx, &was, &Draw { fairness: Some(fairness.clone()), rev: was.rev + 1, ..was.clone() })?;
    tx.record(&ChancesTold { draw: id, draws: fairness.draws, least: fairness.least })?;
    Ok(())
}

/// Name and contact of one who is to be asked, opened on record.
pub fn open_draw_line(tx: &mut Tx<'_>, viewer: &Viewer, id: DrawId, no: u64) -> Result<Outcome<Option<(String, String)>>> {
    let (street, now) = (tx.street(), tx.now());
    store::find_draw::<OpenDrawLine>(tx, viewer, id, now)?;
    let line = store::draw_line(tx, street, id, no)?.ok_or(Denied::Hidden)?;
    if !matches!(line.state, LineState::Invited | LineState::Accepted) {
        return Ok(Outcome::Refused(None, vec![Problem::new("not-invited")]));
    }
    let (name, contact) = store::line_seals(tx, street, line.id)?.ok_or(Denied::Hidden)?;
    let name = tx.open_sealed(&name, Purpose::Contact, store::LINE_NAME, line.id, "invitation")?;
    let contact = tx.open_sealed(&contact, Purpose::Contact, store::LINE_CONTACT, line.id, "invitation")?;
    Ok(Outcome::Done(Some((name, contact))))
}

/// The pool as a file: for those who read pools; for everybody where each cell is large enough.
pub fn pool_file(r: &mut Reader<'_>, viewer: &Viewer, id: DrawId, now: Moment) -> Result<String> {
    let draw = store::find_draw::<SeeDraw>(r, viewer, id, now)?.into_inner();
    let lines = store::draw_lines(r, viewer.street, id)?;
    let allowed = auth::may::<_, ReadPool>(viewer, &draw, now) || pool_is_public(&lines);
    if draw.pool.is_none() || !allowed {
        return Err(Denied::Hidden.into());
    }
    Ok(pool_csv(&draw.rules, &lines))
}

/// The announced rules, as `linqiao verify draw` reads them.
pub fn rules_file(r: &mut Reader<'_>, viewer: &Viewer, id: DrawId, now: Moment) -> Result<String> {
    let draw = store::find_draw::<SeeDraw>(r, viewer, id, now)?.into_inner();
    serde_json::to_string_pretty(&draw.rules).map_err(Fault::other)
}

/// Draws whose pool, seed and list do not belong together any more.
pub fn broken_draws(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let mut broken = vec![];
    for draw in store::draws(r, street, None, None, 10_000)?.into_iter().filter(|d| d.pool.is_some()) {
        let lines = store::draw_lines(r, street, draw.id)?;
        if !draw_holds(&draw, &lines) {
            broken.push(draw.code);
        }
    }
    Ok(broken)
}
