//! The last year of the demo street, lived through in order: a queue of what is to happen next, up to this hour.
//!
//! Every step is the product's own verb, done by somebody who may do it, at its own moment. The timer's work is done
//! in between, as it would have been.

use super::boxes::Boxes;
use super::cast::Cast;
use super::life::{Life, Step};
use super::plan::{Drawing, Site};
use super::rhythm::Rhythm;
use super::upper::Orders;
use super::words::Words;
use appeals::rules::Category;
use db::{Result, Tx};
use kernel::Moment;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use worktime::Calendar;

const DAYS: i64 = 365;
/// So much of the year is said within the last hours, so that the queue is alive whenever one looks.
const FRESH: usize = 14;
const LAST_HOURS: i64 = 3 * Moment::HOUR;

/// Steps after which the tables are looked at for the first time, and then at each fourfold: they were empty when the
/// load began, and an engine that believes so walks whole indexes.
const FIRST_STUDY: usize = 256;

/// What is to happen: when, in which order of asking, to which voice, what.
type Next = Reverse<(Moment, usize, usize, Step)>;

/// Everything a step needs beside its own life.
pub struct Street<'a> {
    pub end: Moment,
    pub calendar: &'a Calendar,
    pub words: &'a Words,
    pub cast: &'a Cast,
    pub categories: &'a HashMap<String, Category>,
    queue: BinaryHeap<Next>,
    asked: usize,
}

impl Street<'_> {
    /// Asks for a step; one that lies after the end never comes.
    pub fn then(&mut self, at: Moment, life: usize, step: Step) {
        if at <= self.end {
            self.asked += 1;
            self.queue.push(Reverse((at, self.asked, life, step)));
        }
    }
}

/// Lives through the year with so many voices.
pub fn live(tx: &mut Tx<'_>, voices: usize, seed: u64) -> Result<()> {
    let (street, end) = (tx.street(), tx.now());
    let (rhythm, words, cast) = (Rhythm::read()?, Words::read()?, Cast::gather(tx)?);
    let site = Site::read(tx, street, seed)?;
    let calendar = appeals::store::calendar(tx, street)?;
    let categories = appeals::store::categories(tx, street)?.into_iter().map(|c| (c.code.clone(), c)).collect();
    let mut lives = lives(voices, seed, end, &Drawing::new(seed, &words, &site, &rhythm.year(end, DAYS), &cast)?)?;
    let mut s = Street {
        end,
        calendar: &calendar,
        words: &words,
        cast: &cast,
        categories: &categories,
        queue: BinaryHeap::new(),
        asked: 0,
    };
    for (n, life) in lives.iter().enumerate() {
        s.then(life.plan.at, n, Step::Say);
    }
    let mut boxes = Boxes::hang(tx, &cast, end, seed)?;
    let mut orders = Orders::read(end)?;
    let mut swept = end.plus_days(-DAYS).day().start().plus_minutes(17 * 60 + 31);
    let (mut done, mut study_at) = (0_usize, FIRST_STUDY);
    while let Some(Reverse((at, _, n, step))) = s.queue.pop() {
        if done == study_at {
            tx.study()?;
            study_at *= 4;
        }
        done += 1;
        while swept < at {
            sweep(tx, swept)?;
            swept = swept.plus_days(1);
        }
        boxes.until(tx, &s, at)?;
        orders.until(tx, &s, at)?;
        if let Some(life) = lives.get_mut(n) {
            life.step(tx, &mut s, n, at, step)?;
        }
    }
    boxes.until(tx, &s, end)?;
    orders.until(tx, &s, end)?;
    sweep(tx, end)
}

/// The voices in the order they are said; the newest are dated to the last hours, and some later stop halfway.
fn lives(voices: usize, seed: u64, end: Moment, drawing: &Drawing<'_>) -> Result<Vec<Life>> {
    let fresh = FRESH.min(voices / 20);
    let mut plans = Vec::with_capacity(voices);
    for n in 0..voices {
        let hours_ago = |n: usize| end.plus(-(LAST_HOURS / fresh.max(1) as i64) * n as i64 - Moment::MINUTE);
        plans.push(drawing.plan(n, (n < fresh).then(|| hours_ago(n)))?);
    }
    plans.sort_by_key(|p| p.at);
    let last = plans.len();
    Ok(plans.into_iter().enumerate().map(|(n, plan)| Life::of(plan, stuck(last - n, fresh, seed))).collect())
}

/// Where the voice that is `nth` from the end stops for good: a street has some of everything, and some too late.
fn stuck(nth: usize, fresh: usize, seed: u64) -> Option<Step> {
    // A question lapses within a week, nobody asks on a Sunday, and a refusal rests after a month: these come first.
    const RECENT: [Step; 13] = [
        Step::Complete, Step::Supplement, Step::Supplement, Step::Object, Step::Dispatch, Step::CallBack, Step::Clerk,
        Step::Sign, Step::Review, Step::Contact, Step::Confirm, Step::Decide, Step::Conclude,
    ];
    const OLDER: [Step; 5] = [Step::Complete, Step::Contact, Step::CallBack, Step::Complete, Step::Review];
    let nth = nth.checked_sub(fresh + 1)?;
    let turn = nth + usize::try_from(seed % 7).unwrap_or(0);
    match nth {
        0..120 if turn % 3 == 0 => Some(RECENT[turn / 3 % RECENT.len()]),
        120..600 if turn % 23 == 0 => Some(OLDER[turn / 23 % OLDER.len()]),
        _ => None,
    }
}

fn sweep(tx: &mut Tx<'_>, at: Moment) -> Result<()> {
    tx.at(at, kernel::Actor::System("timer"), |tx| {
        while appeals::actions::sweep(tx)? > 0 {}
        Ok(())
    })
}
