//! Whom to ask next: voices of cases waiting for their callback, as far as this officer may ask them.

use super::{Names, SEE};
use crate::rules::{State, Verdict, Voice, verdict};
use crate::store::{self, CaseFilter};
use crate::views::{CallbackLine, CallbacksView};
use auth::Viewer;
use db::{Keyset, Reader, Result};
use kernel::{Moment, uuid::Uuid};

const PAGE: i64 = 40;

pub fn callbacks(r: &mut Reader<'_>, viewer: &Viewer, before: Option<Uuid>, now: Moment) -> Result<CallbacksView> {
    let street = viewer.street;
    let names = Names::read(r, street)?;
    let filter = CaseFilter { states: vec![State::Callback], ..CaseFilter::default() };
    let mut cases = store::list(r, viewer, SEE, &filter, Keyset { before, limit: PAGE + 1 }, now)?;
    let more = cases.len() as i64 > PAGE;
    cases.truncate(PAGE as usize);
    let next = cases.last().filter(|_| more).map(|c| format!("/desk/callbacks?before={}", c.id));
    let (mut lines, mut ready) = (vec![], vec![]);
    for case in &cases {
        let due: Vec<_> = store::voices_of(r, street, case.id)?.into_iter().filter(Voice::is_due_for_callback).collect();
        let settled: Vec<_> = due.iter().map(|v| v.settled).collect();
        if verdict(&settled) != Verdict::Waiting {
            ready.push(names.line(case, now));
            continue;
        }
        let attempts = store::attempts_of(r, street, case.id, case.round)?;
        for voice in due.iter().filter(|v| v.settled.is_none()) {
            let tried = attempts.iter().find(|a| a.0 == voice.id);
            lines.push(CallbackLine {
                case: names.line(case, now),
                voice: voice.id,
                wish: voice.callback_wish.code(),
                attempts: tried.map_or(0, |a| usize::try_from(a.1).unwrap_or(0)),
                last_at: tried.map(|a| a.2),
            });
        }
    }
    lines.sort_by_key(|l| (l.case.due_at, l.voice));
    Ok(CallbacksView { lines, ready, next })
}
