//! What the desk sees of orders.

use super::{may, to_send};
use crate::rules::*;
use crate::store;
use crate::views::*;
use appeals::actions::{self, Names};
use appeals::rules::Case;
use auth::{Viewer, WholeStreet};
use db::{Reader, Result};
use kernel::{Moment, uuid::Uuid};

/// Orders one page shows.
const PAGE: i64 = 50;
/// What the line turned back is shown so many days.
const SHOWN_DAYS: i64 = 7;

pub fn orders_page(r: &mut Reader<'_>, viewer: &Viewer, answered: bool, after: Option<Uuid>, now: Moment) -> Result<OrdersView> {
    may::<SeeOrders>(viewer, now)?;
    let street = viewer.street;
    let names = Names::read(r, street)?;
    let orders = store::by_due(r, street, answered, after, PAGE)?;
    let next = orders.last().map(|o| o.id).filter(|_| orders.len() as i64 == PAGE);
    let voices: Vec<_> = orders.iter().map(|o| o.voice).collect();
    let cases = actions::cases_behind(r, viewer, &voices, now)?;
    let lines = orders.iter().filter_map(|o| Some(line(&names, o, cases.get(&o.voice)?, now))).collect();
    let may_send = auth::may::<_, AnswerUpstairs>(viewer, &WholeStreet(street), now);
    Ok(OrdersView {
        show: if answered { "answered" } else { "open" },
        orders: lines,
        next,
        asks: asks(r, viewer, now)?,
        to_send: if may_send { to_send(r, viewer, now)?.len() } else { 0 },
        batches: store::batches(r, street)?.into_iter().map(|(id, at, holds)| BatchLine { id, at, holds }).collect(),
        imports: store::imports(r, street)?
            .into_iter()
            .map(|(kind, at, fresh, changed, known)| ImportLine { kind, at, fresh, changed, known })
            .collect(),
        turned_back: store::turned_back(r, street, now.plus_days(-SHOWN_DAYS))?
            .into_iter()
            .map(|(their_no, field, code, at)| TurnedBackLine { their_no, field, code, at })
            .collect(),
        may_take: auth::may::<_, TakeOrders>(viewer, &WholeStreet(street), now),
        may_send,
        problems: vec![],
    })
}

fn line(names: &Names, o: &Order, case: &Case, now: Moment) -> OrderLine {
    OrderLine {
        id: o.id,
        their_no: o.their_no.clone(),
        tier: o.tier.clone(),
        their_category: o.their_category.clone(),
        their_due_at: o.their_due_at,
        case: case.id,
        case_no: case.case_no.clone(),
        title: case.title.clone(),
        state: case.state,
        unit: names.unit(case.lead),
        stands: stands(o, case, now).code(),
        answered_at: o.answered_at,
    }
}

/// What waits for their word, each with the numbers it is about.
fn asks(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<Vec<AskLine>> {
    let mut lines = vec![];
    for asked in actions::asked_of_upper(r, viewer, now)? {
        let orders = store::of_voices(r, viewer.street, &asked.voices)?;
        let Some(first) = orders.first().map(|o| o.id) else { continue };
        let part = asked.id.to_string();
        let sent = store::was_sent(r, viewer.street, first, asked.ask.code(), &part)?;
        lines.push(AskLine { order: first, their_nos: orders.into_iter().map(|o| o.their_no).collect(), sent, asked });
    }
    Ok(lines)
}

pub fn order_page(r: &mut Reader<'_>, viewer: &Viewer, id: Uuid, now: Moment) -> Result<OrderView> {
    may::<SeeOrders>(viewer, now)?;
    let street = viewer.street;
    let order = store::order(r, street, id)?.ok_or(auth::Denied::Hidden)?;
    let case = actions::cases_behind(r, viewer, &[order.voice], now)?.remove(&order.voice).ok_or(auth::Denied::Hidden)?;
    let names = Names::read(r, street)?;
    let waits = actions::asked_of_upper(r, viewer, now)?.into_iter().find(|a| a.case == case.id).map(|a| a.ask.code());
    let sent = store::of_order(r, street, id)?;
    Ok(OrderView {
        order: line(&names, &order, &case, now),
        taken_at: order.taken_at,
        sent: sent.into_iter().map(|s| SentLine { kind: s.kind, way: s.way, at: s.sent_at, batch: s.batch }).collect(),
        waits,
        answers: actions::answers_of_voice(r, street, case.id, order.voice)?,
        may_hear: auth::may::<_, AnswerUpstairs>(viewer, &WholeStreet(street), now),
        typed: WordWords::default(),
        problems: vec![],
    })
}
