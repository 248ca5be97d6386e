//! A roster comes in by a sheet and goes out in the same shape.

use super::sheet_of;
use super::account_typed;
use super::bodies::sitter_of;
use crate::rules::{self, *};
use crate::store;
use crate::views::{RosterSheetView, SeatCardView};
use crate::words;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Day, Moment, Outcome, Problem, Purpose};
use ui::Lang;

use super::CheckedLines;

/// Seats are taken by every line of the sheet, whole or not at all; who holds one already is passed over. `keep` is the
/// difference between a look and the act.
pub fn bring_roster(tx: &mut Tx<'_>, viewer: &Viewer, id: BodyId, file: &str, keep: bool) -> Result<(Body, CheckedLines)> {
    let (street, now) = (tx.street(), tx.now());
    let body = store::find_body::<KeepBody>(tx, viewer, id, now)?.into_inner();
    let (charters, mut memberships) = (store::charters_of(tx, street, id)?, store::memberships_of(tx, street, id)?);
    let rows = sheet_of(file.as_bytes()).map_err(|p| vec![p]).and_then(|sheet| read_roster(&sheet, |c, text| spelled(&charters, c, text)));
    let rows = match rows {
        Ok(rows) => rows,
        Err(problems) => return Ok((body, Err(problems))),
    };
    let (mut taken, mut problems) = (vec![], vec![]);
    for row in &rows {
        let from = row.seating.from.unwrap_or_else(|| now.day());
        let Some(charter) = charter_on(&charters, from) else {
            problems.push(row.at(Problem::at("from", "no-charter")));
            continue;
        };
        if row.is_known(charter, &memberships, now.day()) {
            continue;
        }
        let sitter = match account_typed(tx, street, "login", &row.seating.login)? {
            Ok(account) => sitter_of(account),
            Err(problem) => {
                problems.push(row.at(problem));
                continue;
            }
        };
        match seat((MembershipId::fresh(), id), &charters, &memberships, &row.seating, sitter, now) {
            Err(wrong) => problems.extend(wrong.into_iter().map(|p| row.at(p))),
            Ok((membership, event)) => {
                memberships.push(membership.clone());
                taken.push((row, membership, event));
            }
        }
    }
    if !problems.is_empty() {
        return Ok((body, Err(problems)));
    }
    let brought = super::BroughtLines { lines: rows.len(), fresh: taken.len() };
    if keep && !taken.is_empty() {
        store::touch_body(tx, &body)?;
        for (row, membership, event) in &taken {
            store::insert_membership(tx, membership)?;
            tx.record(event)?;
            seal_card(tx, row, membership)?;
        }
    }
    Ok((body, Ok(brought)))
}

/// The code of a category or profession that was written as its word in either language.
fn spelled(charters: &[Charter], column: RosterColumn, text: &str) -> String {
    let classes = charters.iter().flat_map(|c| &c.rules.seats);
    let (prefix, codes): (_, Vec<&String>) = match column {
        RosterColumn::Category => ("category", classes.map(|s| &s.category).collect()),
        _ => ("profession", classes.flat_map(|s| &s.professions).collect()),
    };
    let says = |code: &str| {
        let key = format!("{prefix}-{}", code.replace('_', "-"));
        [Lang::Zh, Lang::En].into_iter().any(|l| words(l).has(&key) && plain(&ui::sentence(words(l), &key, &[])) == plain(text))
    };
    codes.into_iter().find(|code| plain(code) == plain(text) || says(code)).cloned().unwrap_or_else(|| text.to_owned())
}

fn seal_card(tx: &mut Tx<'_>, row: &RosterRow, of: &Membership) -> Result<()> {
    if row.name.is_empty() && row.contact.is_empty() {
        return Ok(());
    }
    let key = tx.blind(Purpose::Contact, "body_member_cards.person", &format!("{}|{}|{}", of.body, plain(&row.name), plain(&row.contact)))?;
    let name = tx.seal(Purpose::Contact, store::CARD_NAME, of.id.uuid(), &row.name)?;
    let contact = tx.seal(Purpose::Contact, store::CARD_CONTACT, of.id.uuid(), &row.contact)?;
    store::insert_card(tx, of.body, of.id, key, &name, &contact)
}

/// Who a member is and how they are reached, opened on record.
pub fn open_card(tx: &mut Tx<'_>, viewer: &Viewer, seat: MembershipId) -> Result<Outcome<(BodyId, String, String)>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::membership(tx, street, seat)?.ok_or(Denied::Hidden)?;
    store::find_body::<KeepBody>(tx, viewer, of.body, now)?;
    let (name, contact) = store::card(tx, street, seat)?.ok_or(Denied::Hidden)?;
    let name = tx.open_sealed(&name, Purpose::Contact, store::CARD_NAME, seat.uuid(), "roster")?;
    let contact = tx.open_sealed(&contact, Purpose::Contact, store::CARD_CONTACT, seat.uuid(), "roster")?;
    Ok(Outcome::Done((of.body, name, contact)))
}

/// The roster of a day as a sheet.
pub fn roster_file(r: &mut Reader<'_>, viewer: &Viewer, id: BodyId, on: Option<Day>, now: Moment) -> Result<String> {
    store::find_body::<SeeBody>(r, viewer, id, now)?;
    let all = store::memberships_of(r, viewer.street, id)?;
    Ok(rules::roster_sheet(&roster_on(&all, on.unwrap_or_else(|| now.day()))).to_csv())
}

/// The page that brings a roster in.
pub fn roster_sheet_view(r: &mut Reader<'_>, viewer: &Viewer, id: BodyId, now: Moment) -> Result<RosterSheetView> {
    let body = store::find_body::<KeepBody>(r, viewer, id, now)?.into_inner();
    let carded = store::carded(r, viewer.street, id)?;
    let all = store::memberships_of(r, viewer.street, id)?;
    let cards = roster_on(&all, now.day()).into_iter().filter(|m| carded.contains(&m.id));
    let cards = cards.map(|m| SeatCardView { id: m.id, shown_name: m.shown_name.clone(), category: m.category.clone() });
    Ok(RosterSheetView { body: Some(id), body_name: body.name, cards: cards.collect(), ..RosterSheetView::default() })
}
