//! A published case as programs get it: the public's view of it with its point and its place in plain words.

use crate::rules::{Case, PhotoId, State};
use crate::views::{DeferralView, PublicCase};
use kernel::Moment;
use ui::Lang;

/// One published case for programs.
#[derive(Clone, Debug)]
pub struct PublicRequest {
    pub case: PublicCase,
    /// The number it was asked for by, and the case that now stands for it.
    pub number: String,
    pub merged_into: Option<String>,
    /// Of a fuzzy case the day without the time.
    pub requested_at: Moment,
    pub updated_at: Moment,
    /// When the handling is promised; nothing while the promise is paused.
    pub expected_at: Option<Moment>,
    /// Latitude and longitude, WGS-84 degrees: of a fuzzy case its cell's centre.
    pub point: Option<(f64, f64)>,
    /// The most specific first; of a fuzzy case the community.
    pub address: Option<String>,
    /// Code of the grid, of a fuzzy case of the community.
    pub address_code: Option<String>,
    /// The unit that answers for it, or the community while there is none.
    pub agency: Option<String>,
    /// How it stands, with the reason or the result.
    pub status: String,
    pub deferral: Option<DeferralView>,
    pub photo: Option<PhotoId>,
    pub round: i32,
    /// The service its first voice came through.
    pub channel: Option<String>,
    /// What everybody may know has happened, oldest first.
    pub happened: Vec<Happened>,
}

/// One thing that happened to a case.
#[derive(Clone, Debug)]
pub struct Happened {
    pub id: kernel::uuid::Uuid,
    pub at: Moment,
    /// Name of the event.
    pub name: String,
    pub sentence: String,
}

fn word(key: &str) -> Option<String> {
    let words = crate::words(Lang::Zh);
    words.has(key).then(|| words.get(key))
}

/// `已办结：已解决`: the state, then why or with what.
pub fn status_of(case: &Case, deferral: Option<&DeferralView>) -> String {
    let state = word(&format!("state-{}", case.state.code())).unwrap_or_default();
    let why = match case.state {
        State::Refused => case.refusal_reason.as_ref().and_then(|r| word(&format!("reason-{r}"))),
        State::Deferred => deferral.and_then(|d| word(&format!("deferral-{}", d.reason))),
        state if !state.is_open() => case.result.and_then(|r| word(&format!("result-{}", r.code()))),
        _ => None,
    };
    why.map_or(state.clone(), |why| format!("{state}：{why}"))
}

/// What an event says to everybody; nothing for those that tell a reader nothing.
pub fn sentence_of(event: &str) -> Option<String> {
    word(&format!("event-{}", event.strip_prefix("appeals.")?))
}
