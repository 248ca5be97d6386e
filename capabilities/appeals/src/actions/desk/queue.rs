//! The queue: what a reader may see, narrowed by filters, and how many wait.

use super::{Names, SEE};
use crate::rules::State;
use crate::store::{self, CaseFilter};
use crate::views::{QueueChoices, QueueView, QueueWords, SavedView, Waiting};
use auth::Viewer;
use db::{Keyset, Reader, Result, Tx};
use kernel::{AccountId, Moment, Outcome, PlaceId, Problem, StreetId, UnitId, uuid::Uuid};

const PAGE: i64 = 30;
const SOON: i64 = 4 * Moment::HOUR;
/// A search looks among this many of the newest cases that have its words.
const AMONG: i64 = 500;

pub fn queue(r: &mut Reader<'_>, viewer: &Viewer, words: QueueWords, now: Moment) -> Result<QueueView> {
    let street = viewer.street;
    let names = Names::read(r, street)?;
    let keyset = Keyset { before: words.before.map(|b| b.uuid()), limit: PAGE + 1 };
    let filter = filter(r, street, &words, now)?;
    let mut found = store::list(r, viewer, SEE, &filter, keyset, now)?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|c| format!("/desk/cases?{}&before={}", words.query(), c.id));
    let mut waiting: Vec<_> =
        store::waiting(r, viewer, SEE, now)?.into_iter().map(|(state, n)| Waiting { state, n }).collect();
    waiting.sort_by_key(|w| w.state);
    let late = store::overdue(r, viewer, SEE, &open_only(), now)?;
    let views = match viewer.account() {
        Some(account) => saved(r, street, account)?,
        None => vec![],
    };
    Ok(QueueView {
        waiting,
        overdue: late.iter().map(|(_, n)| n).sum(),
        cases: found.iter().map(|c| names.line(c, now)).collect(),
        next,
        views,
        choices: QueueChoices {
            categories: names.leaves().cloned().map(Into::into).collect(),
            communities: names.communities(),
            units: names.unit_choices(),
        },
        words,
        problems: vec![],
    })
}

/// Only open cases can be late.
fn open_only() -> CaseFilter {
    let states = State::ALL.iter().copied().filter(|s| s.is_open()).collect();
    CaseFilter { states, ..CaseFilter::default() }
}

pub(super) fn filter(r: &mut Reader<'_>, street: StreetId, words: &QueueWords, now: Moment) -> Result<CaseFilter> {
    let q = words.q.trim();
    let by_due = !words.due.is_empty();
    let mut filter = if by_due { open_only() } else { CaseFilter::default() };
    if let Some(state) = words.state {
        filter.states = vec![state];
    }
    filter.category = Some(words.category.clone()).filter(|c| !c.is_empty());
    filter.community = place(&words.community);
    filter.grid = place(&words.grid);
    filter.lead = words.unit.parse::<Uuid>().ok().map(UnitId);
    filter.urgency = words.urgency;
    filter.due_before = match words.due.as_str() {
        "overdue" => Some(now),
        "soon" => Some(now.plus(SOON)),
        _ => None,
    };
    if !q.is_empty() {
        filter.among = Some(match store::by_number(r, street, q)? {
            Some(id) => vec![id.uuid()],
            None => r.find_words(street, "case", q, AMONG)?,
        });
    }
    Ok(filter)
}

fn place(text: &str) -> Option<PlaceId> {
    text.parse::<Uuid>().ok().map(PlaceId)
}

fn saved(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<Vec<SavedView>> {
    let rows = store::saved_views(r, street, account)?;
    Ok(rows.into_iter().map(|(id, name, query)| SavedView { id, name, query }).collect())
}

/// Keeps the filters of the queue under a name of one's own.
pub fn save_view(tx: &mut Tx<'_>, viewer: &Viewer, name: &str, words: &QueueWords) -> Result<Outcome<()>> {
    let account = viewer.account().ok_or(auth::Denied::Hidden)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 20 {
        return Ok(Outcome::Refused((), vec![Problem::at("name", "view-name").with("most", 20)]));
    }
    store::save_view(tx, account, name, &words.query())?;
    Ok(Outcome::Done(()))
}

pub fn drop_view(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<()> {
    let account = viewer.account().ok_or(auth::Denied::Hidden)?;
    match store::drop_view(tx, account, id)? {
        0 => Err(auth::Denied::Hidden.into()),
        _ => Ok(()),
    }
}
