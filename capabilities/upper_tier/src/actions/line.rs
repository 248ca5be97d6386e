//! The line to the upper tier's system: what waits goes up, and what is new comes down. A reply that came late is taken for
//! none and sent again: over there the same one twice is one.

use super::{hear_said, take_order, to_send, words_up};
use super::upward::note_sent;
use crate::rules;
use crate::store;
use appeals::actions::Names;
use auth::Viewer;
use db::{By, Db, Fault, Result};
use kernel::{Moment, StreetId};
use outside::upper::{Down, Upper};

const REASON: &str = "upper_line";

/// One turn: up, then down. Gives how many went up and how many came down.
pub fn exchange(db: &Db, line: &dyn Upper, street: StreetId, now: Moment) -> Result<(usize, usize)> {
    let sent = send_up(db, line, street, now)?;
    let mark = db.read_now(move |r| store::mark(r, street))?;
    let down = line.fetch(&mark).map_err(Fault::other)?;
    Ok((sent, come_down(db, street, now, down)?))
}

/// Each thing in a transaction of its own after it was taken over there.
fn send_up(db: &Db, line: &dyn Upper, street: StreetId, now: Moment) -> Result<usize> {
    let (viewer, by) = (Viewer::system(street, REASON), By::system(street, REASON, now));
    let reader = viewer.clone();
    let waiting = db.read_now(move |r| to_send(r, &reader, now))?;
    let mut sent = 0;
    for it in waiting {
        let said = it.clone();
        let up = db.write_now(by, move |tx| words_up(tx, &said))?;
        line.send(&up).map_err(Fault::other)?;
        let viewer = viewer.clone();
        sent += usize::from(db.write_now(by, move |tx| note_sent(tx, &viewer, &it, &up, None))?);
    }
    Ok(sent)
}

/// What can be taken is; what cannot is noted with what is wrong, and does not come again.
fn come_down(db: &Db, street: StreetId, now: Moment, down: Down) -> Result<usize> {
    let viewer = Viewer::system(street, REASON);
    db.write_now(By::system(street, REASON, now), move |tx| {
        let (names, mut came) = (Names::read(tx, street)?, 0);
        for sent in &down.orders {
            let problems = match rules::take(sent, now) {
                Ok(taken) => match take_order(tx, &viewer, &names, &taken, None)? {
                    Ok(what) => {
                        came += usize::from(what != super::Came::Known);
                        continue;
                    }
                    Err(problems) => problems.into_iter().map(|p| ("their_no", p)).collect(),
                },
                Err(problems) => problems,
            };
            for (field, problem) in problems {
                store::turn_back(tx, &short(&sent.their_no), field, problem.code)?;
            }
        }
        for sent in &down.words {
            let said = match (rules::hear(sent, now), store::by_number(tx, street, sent.their_no.trim())?) {
                (Ok(said), Some(order)) => hear_said(tx, &viewer, &order, &said)?.map_err(|p| p.into_iter().map(|p| ("kind", p)).collect()),
                (Err(problems), _) => Err(problems),
                (_, None) => Err(vec![("their_no", kernel::Problem::new("order-unknown"))]),
            };
            match said {
                Ok(fresh) => came += usize::from(fresh),
                Err(problems) => {
                    for (field, problem) in problems {
                        store::turn_back(tx, &short(&sent.their_no), field, problem.code)?;
                    }
                }
            }
        }
        store::set_mark(tx, &down.next)?;
        Ok(came)
    })
}

/// Their number as it can be shown.
fn short(no: &str) -> String {
    no.trim().chars().filter(|c| !c.is_control()).take(rules::MOST_NO).collect()
}
