//! Figures from papers, vouched for by another hand, put right with a reason.

use super::asking::Town;
use super::held;
use crate::rules::*;
use crate::store;
use auth::{Denied, Viewer};
use db::{Result, Tx};
use figures::Indicator;
use kernel::{Outcome, Problem, uuid::Uuid};

/// A number typed from a paper, for the street or a community. `file` is the hash of the paper, where it was sent along.
pub fn declare_figure(tx: &mut Tx<'_>, viewer: &Viewer, code: &str, community: &str, words: &Declaring, file: Option<String>) -> Result<Outcome<()>> {
    let (street, now) = (tx.street(), tx.now());
    let i: &Indicator = indicator(code).ok_or(Denied::Hidden)?;
    held::<DeclareFigure>(viewer, now)?;
    let town = Town::read(tx, street, now)?;
    let place = town.place(town.asked(community));
    let figure = match declare(Uuid::now_v7(), i, place, words, file, viewer.account(), now) {
        Ok(figure) => figure,
        Err(problems) => return Ok(Outcome::Refused((), problems)),
    };
    let before = store::figures_of(tx, street, Some(code), figure.span)?;
    if before.iter().any(|f| f.place == place && f.origin == figure.origin) {
        return Ok(Outcome::Refused((), vec![Problem::at("until", "declared-already")]));
    }
    store::insert_figure(tx, &figure)?;
    tx.record(&FigureDeclared { figure: figure.id, indicator: i.code })?;
    Ok(Outcome::Done(()))
}

/// The code of the figure's indicator, done or refused.
pub fn certify_figure(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<Outcome<String>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::figure(tx, street, id)?.ok_or(Denied::Hidden)?;
    held::<CertifyFigure>(viewer, now)?;
    let by = viewer.account().ok_or(Denied::Forbidden)?;
    if let Err(problems) = certify(&was, by, now) {
        return Ok(Outcome::Refused(was.indicator, problems));
    }
    store::certify(tx, id, by, now)?;
    tx.record(&FigureCertified { figure: id })?;
    Ok(Outcome::Done(was.indicator))
}

/// What a kept figure says from now on, and why.
pub fn restate_figure(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, words: &Restating) -> Result<Outcome<String>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::figure(tx, street, id)?.ok_or(Denied::Hidden)?;
    held::<RestateFigure>(viewer, now)?;
    let recount = match indicator(&was.indicator).filter(|_| was.origin == Origin::Computed) {
        Some(i) => {
            let town = Town::read(tx, street, now)?;
            Some(town.recount(tx, i, town.of(was.place), was.span)?)
        }
        None => None,
    };
    match restate(&was, Uuid::now_v7(), words, recount, now) {
        Ok((fresh, note)) => {
            store::save_figure(tx, &fresh)?;
            store::insert_restatement(tx, &note, viewer.account())?;
            tx.record(&FigureRestated { figure: id })?;
            Ok(Outcome::Done(was.indicator))
        }
        Err(problems) => Ok(Outcome::Refused(was.indicator, problems)),
    }
}
