//! A street with a past of many cases, to measure with: the demo's year is lived as ever, and before it lie as many
//! archived cases as are asked for. Those are written in bulk, without clocks; ids and all words are drawn from the
//! seed.

use super::cast::Cast;
use super::luck::Luck;
use super::plan::{Drawing, Plan, Site};
use super::rhythm::{Door, Rhythm};
use super::words::Words;
use appeals::rules::counting::Turn;
use appeals::rules::*;
use appeals::store::{self, Past, Reporter, SealedWords};
use db::{By, Db, Fault, Result, Tx};
use kernel::{Moment, Purpose, StreetId, UnitId, uuid};
use std::collections::HashMap;

/// Cases written in one transaction.
const PART: usize = 2_000;
/// What a large street says in a year.
const A_YEAR: usize = 200_000;
/// The numbers of past voices begin here: those of the year have lower ones.
const FIRST: usize = 1 << 32;

/// How many of so many cases are lived through: a larger street has a longer past, not a busier year.
pub fn lived(cases: usize) -> usize {
    super::VOICES.min(cases)
}

/// Writes the cases before the year. Interrupted, it goes on where it was.
pub fn fill(db: &Db, street: StreetId, cases: usize, seed: u64) -> Result<()> {
    let past = cases - lived(cases);
    let now = Moment::now();
    // Before the demo's year and before its first half-done month, whichever day it was loaded.
    let end = now.plus_days(-395).day().start();
    let days = i64::try_from(365 * past / A_YEAR).unwrap_or(0).max(90);
    let moments = moments(seed, past, end, days)?;
    for (n, part) in moments.chunks(PART).enumerate() {
        let (part, from) = (part.to_vec(), n * PART);
        db.write_now(By::system(street, "demo", now), move |tx| write(tx, seed, from, &part, end, days))?;
    }
    Ok(())
}

/// When each was said, in order.
fn moments(seed: u64, past: usize, end: Moment, days: i64) -> Result<Vec<Moment>> {
    let rhythm = Rhythm::read()?;
    let year = rhythm.year(end, days);
    let mut luck = Luck::of_one(seed, 1 << 41);
    let mut moments: Vec<_> = (0..past).map(|_| year.draw(&mut luck).1).collect();
    moments.sort_unstable();
    Ok(moments)
}

fn write(tx: &mut Tx<'_>, seed: u64, from: usize, moments: &[Moment], end: Moment, days: i64) -> Result<()> {
    let street = tx.street();
    let first = format!("demo-{seed}-{}", FIRST + from);
    if store::by_client_key(tx, street, &first)?.is_some() {
        return Ok(());
    }
    let (rhythm, words, cast) = (Rhythm::read()?, Words::read()?, Cast::gather(tx)?);
    let site = Site::read(tx, street, seed)?;
    let year = rhythm.year(end, days);
    let drawing = Drawing::new(seed, &words, &site, &year, &cast)?;
    let mut desk = Desk { words: &words, cast: &cast, categories: HashMap::new(), catalogue: HashMap::new() };
    for category in store::categories(tx, street)? {
        desk.catalogue.insert(category.code.clone(), store::catalogue(tx, street, &category.code)?);
        desk.categories.insert(category.code.clone(), category);
    }
    let mut pasts = Vec::with_capacity(moments.len());
    for (n, at) in moments.iter().enumerate() {
        pasts.push(desk.past(tx, from + n, drawing.plan(FIRST + from + n, Some(*at))?)?);
    }
    store::insert_past(tx, &pasts)
}

struct Desk<'a> {
    words: &'a Words,
    cast: &'a Cast,
    categories: HashMap<String, Category>,
    catalogue: HashMap<String, Vec<CatalogueItem>>,
}

impl Desk<'_> {
    fn past(&self, tx: &Tx<'_>, n: usize, plan: Plan) -> Result<Past> {
        let Plan { at, door, leaf, title, words, path, resident, blanks, mut luck } = plan;
        let (Some(category), Some(items)) = (self.categories.get(&leaf), self.catalogue.get(&leaf)) else {
            return Err(Fault::Other(format!("no category `{leaf}`")));
        };
        let id = CaseId(id_at(at, &mut luck));
        let staff = matches!(door, Door::Hotline | Door::Visit);
        let by = luck.of(&self.cast.clerks).clone();
        let office = path.community.and_then(|c| self.cast.offices.get(&c)).copied();
        // Every number of a day is another: an odd factor leads through all of them.
        let number = case_no(at.day(), (n as u32).wrapping_mul(0x9e37_79b1) & 0x3fff_ffff);
        let mut case = Case {
            case_type: category.case_type,
            category: leaf.clone(),
            place: path,
            grid_at_opening: path.grid,
            point: words.lat.zip(words.lon),
            state: State::Archived,
            title,
            public_level: if words.secret { PublicLevel::None } else { category.public_level },
            public_reply: Some(blanks.fill(luck.text(&self.words.leaf(&leaf)?.replies))),
            result: Some(CaseResult::Explained),
            received_by: by.account().filter(|_| staff),
            urgings: i32::from(luck.is(0.06)),
            rev: 8,
            ..Case::fresh(id, number, at)
        };
        let words_alone = matches!(category.case_type, CaseType::Consultation | CaseType::Suggestion | CaseType::Praise);
        let accepted = at.plus_minutes(luck.between(4, 300));
        let (mut turns, mut dispatched, mut answer) = (vec![(Turn::Accepted, accepted, by.actor())], None, None);
        if words_alone && luck.is(0.7) {
            turns = vec![(Turn::Answered, accepted, by.actor())];
            case.closed_at = Some(accepted);
        } else {
            let unit = propose(case.spot(), items, office, at.day()).ok_or_else(|| Fault::Other(format!("nobody leads `{leaf}`")))?.unit;
            answer = self.handled(&mut case, unit, accepted, &mut turns, &mut luck)?;
            dispatched = turns.get(1).map(|t| (unit, t.1));
        }
        case.touched_at = case.closed_at.unwrap_or(accepted);
        case.published = case.public_level.is_listed();
        case.published_at = Some(accepted.plus_days(1)).filter(|_| case.published);
        let account = resident.and_then(|r| self.cast.residents[r].viewer.account());
        let reporter = reporter(tx, &words, account, at, &mut luck)?;
        let voice = Voice {
            id: VoiceId(id_at(at, &mut luck)),
            case: id,
            channel: words.channel.unwrap_or(Channel::Online),
            door: if staff { "desk" } else { "web" }.into(),
            speaker: words.speaker.unwrap_or(Speaker::Resident),
            reporter: reporter.as_ref().map(|r| r.id),
            account,
            anonymous: words.anonymous,
            secret: words.secret,
            said_at: at,
            received_at: at,
            callback_wish: wish_of(&words),
            withdrawn_at: None,
            settled: answer.as_ref().map(|(a, ..): &(CallingBack, _, _)| if a.solved == Some(true) { Settled::Accepted } else { Settled::Unreached }),
        };
        let words = sealed(tx, &words, &voice)?;
        Ok(Past { case, voice, words, reporter, turns, dispatched, answer })
    }

    /// The walk through a unit: dispatched, done, looked at, asked back, closed.
    fn handled(
        &self,
        case: &mut Case,
        unit: UnitId,
        accepted: Moment,
        turns: &mut Vec<(Turn, Moment, kernel::Actor)>,
        luck: &mut Luck,
    ) -> Result<Option<(CallingBack, kernel::AccountId, Moment)>> {
        let (dispatcher, caller) = (luck.of(&self.cast.dispatchers).actor(), luck.of(&self.cast.callers));
        let (handler, reviewer) = (self.cast.handler(unit)?, self.cast.reviewer(unit)?);
        let sent = accepted.plus_minutes(luck.between(5, 200));
        let approved = sent.plus((luck.around(3.0) * Moment::DAY as f64) as i64);
        let closed = approved.plus_minutes(luck.between(60, 3_000));
        turns.extend([
            (Turn::Dispatched, sent, dispatcher),
            (Turn::Approved, approved, reviewer.actor()),
            (Turn::Closed, closed, caller.actor()),
        ]);
        (case.lead, case.handler, case.completed_by) = (Some(unit), handler.account(), handler.account());
        (case.contacted, case.result, case.closed_at) = (true, Some(CaseResult::Solved), Some(closed));
        let Some(account) = caller.account() else { return Ok(None) };
        let reached = luck.is(0.86);
        let solved = luck.is(0.88);
        let level = Satisfaction::ALL[luck.weighed(&[38.0, 40.0, 15.0, 5.0, 2.0])];
        let words = CallingBack {
            reached,
            contacted: reached.then(|| luck.is(0.96)),
            solved: reached.then_some(solved),
            explained_ok: (reached && !solved).then_some(true),
            satisfaction: reached.then_some(level),
            ..CallingBack::default()
        };
        Ok(Some((words, account, closed.plus_minutes(-10))))
    }
}

/// An id that sorts by its moment and is drawn from the seed.
fn id_at(at: Moment, luck: &mut Luck) -> uuid::Uuid {
    let millis = u64::try_from(at.0 / 1_000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &luck.bytes()).into_uuid()
}

fn reporter(
    tx: &Tx<'_>,
    words: &Reception,
    account: Option<kernel::AccountId>,
    at: Moment,
    luck: &mut Luck,
) -> Result<Option<Reporter>> {
    if words.anonymous {
        return Ok(None);
    }
    let id = ReporterId(id_at(at, luck));
    let phone = canonical_phone(&words.phone).unwrap_or_default();
    Ok(Some(Reporter {
        id,
        account,
        name: Some(tx.seal(Purpose::Contact, "reporters.name", id.uuid(), &words.name)?),
        phone: Some(tx.seal(Purpose::Contact, "reporters.phone", id.uuid(), &phone)?),
        phone_digest: Some(tx.blind(Purpose::Contact, "reporters.phone", &phone)?),
        elder: words.elder,
    }))
}

fn sealed(tx: &Tx<'_>, words: &Reception, voice: &Voice) -> Result<SealedWords> {
    let code = appeals::actions::code_of(tx, &words.client_key)?;
    let note = Some(&words.address_note).filter(|n| !n.is_empty());
    let seal = |column: &str, text: &str| tx.seal(Purpose::Appeals, column, voice.id.uuid(), text);
    Ok(SealedWords {
        text: seal("voices.text", &words.text)?,
        address_note: note.map(|n| seal("voices.address_note", n)).transpose()?,
        client_key: words.client_key.clone(),
        body_digest: appeals::actions::body_digest(words),
        code_digest: appeals::actions::code_digest(tx, &code)?,
    })
}
