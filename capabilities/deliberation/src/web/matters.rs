//! Matters: the list, one matter, and what each step lets happen.

use super::bodies::on_body;
use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Input, Page, Path, Query, Seen};
use kernel::{Outcome, uuid::Uuid};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Asked {
    #[schema(value_type = Option<String>)]
    pub body: Option<BodyId>,
    #[schema(value_type = Option<String>)]
    pub before: Option<MatterId>,
}
/// A word, perhaps for somebody else who asked.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Words {
    pub title: String,
    pub text: String,
    pub way: Option<Way>,
    pub side: Option<Side>,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ConcernJudgement {
    pub taken_up: bool,
    pub why_not: String,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    pub evidence: String,
    pub witness: String,
}
/// Why, and where to or how.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Why {
    pub reason: String,
    pub to: Option<MatterStep>,
    pub state: Option<MatterState>,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PassageWords {
    /// A street officer's public reason for going on though the gate is not met.
    pub overriding: String,
}

pub async fn list(State(app): State<App>, _: Seen, Query(asked): Query<Asked>) -> Answer<MattersView> {
    let street = app.street;
    Ok(Page::show(app.read(move |r| actions::matters_view(r, street, asked.body, asked.before)).await?))
}

pub async fn show(State(app): State<App>, seen: Seen, Path(id): Path<MatterId>) -> Answer<MatterView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::matter_view(r, &viewer, id, now)).await?))
}

pub async fn open(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Input(words): Input<Opening>) -> Answer<BodyView> {
    let viewer = seen.viewer.clone();
    let verb = move |tx: &mut Tx<'_>| actions::open_matter(tx, &viewer, id, &words);
    Ok(Page::created(on_body(&app, &seen, id, BodyTyped::default(), verb).await?))
}

/// A verb on a matter, and the matter as it then stands.
pub(super) async fn on<T: Send + 'static>(app: &App, seen: &Seen, id: MatterId, sent: impl Into<Sent>, verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<T>> + Send + 'static) -> Answer<MatterView> {
    seen.signed_in()?;
    let (reader, now, sent) = (seen.viewer.clone(), seen.now, sent.into());
    let outcome = app.act_on(seen, verb, move |r| actions::matter_view(r, &reader, id, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| if done { view } else { MatterView { sent, ..view } })))
}

macro_rules! verbs {
    ($($name:ident($id:ident: $path:ty, $w:ident: $words:ty, $typed:expr) => $of:expr, |$tx:ident, $v:ident| $act:expr;)*) => { $(
        pub async fn $name(State(app): State<App>, seen: Seen, Path($id): Path<$path>, Input($w): Input<$words>) -> Answer<MatterView> {
            let ($v, typed) = (seen.viewer.clone(), $typed);
            on(&app, &seen, $of, typed, move |$tx| $act).await
        }
    )* };
}
verbs! {
    write_survey(id: MatterId, w: Surveying, w.lines.clone()) => id, |tx, v| actions::write_survey(tx, &v, id, &w);
    answer_survey(id: MatterId, w: SurveyWords, w.clone()) => id, |tx, v| actions::answer_survey(tx, &v, id, &w);
    respond(id: MatterId, w: Responding, w.clone()) => id, |tx, v| actions::respond(tx, &v, id, &w);
    name_concern(id: MatterId, w: Words, w.text.clone()) => id, |tx, v| actions::name_concern(tx, &v, id, &w.text, w.way);
    join(id: (MatterId, Uuid), _w: Words, String::new()) => id.0, |tx, v| actions::join_concern(tx, &v, id.0, id.1);
    group_concern(id: (MatterId, Uuid), w: Grouping, String::new()) => id.0, |tx, v| actions::group_concern(tx, &v, id.0, id.1, &w);
    judge_concern(id: (MatterId, Uuid), w: ConcernJudgement, w.why_not.clone()) => id.0, |tx, v| actions::judge_concern(tx, &v, id.0, id.1, w.taken_up, &w.why_not);
    make_option(id: MatterId, w: Words, w.text.clone()) => id, |tx, v| actions::make_option(tx, &v, id, &w.title, &w.text);
    price(id: (MatterId, Uuid), w: Pricing, Sent { pricing: Some((id.1, w.clone())), ..Sent::default() }) => id.0, |tx, v| actions::price_option(tx, &v, id.0, id.1, &w);
    drop_option(id: (MatterId, Uuid), w: Why, w.reason.clone()) => id.0, |tx, v| actions::drop_option(tx, &v, id.0, id.1, &w.reason);
    freeze(id: MatterId, _w: Words, String::new()) => id, |tx, v| actions::freeze_options(tx, &v, id);
    argue(id: MatterId, w: Words, w.text.clone()) => id, |tx, v| actions::argue(tx, &v, id, w.side, &w.text);
    answer(id: (MatterId, Uuid), w: Words, w.text.clone()) => id.0, |tx, v| actions::answer_question(tx, &v, id.0, id.1, &w.text);
    adopt(id: MatterId, w: Resolving, w.text.clone()) => id, |tx, v| actions::adopt(tx, &v, id, &w);
    open_task(id: MatterId, w: Tasking, String::new()) => id, |tx, v| actions::open_task(tx, &v, id, &w);
    accept_task(id: (MatterId, Uuid), _w: Words, String::new()) => id.0, |tx, v| actions::accept_task(tx, &v, id.0, id.1);
    name_owner(id: (MatterId, Uuid), w: Naming, w.owner_name.clone()) => id.0, |tx, v| actions::name_owner(tx, &v, id.0, id.1, &w);
    verify(id: (MatterId, Uuid), w: Evidence, w.evidence.clone()) => id.0, |tx, v| actions::verify_task(tx, &v, id.0, id.1, &w.evidence, &w.witness);
    finish_task(id: (MatterId, Uuid), w: Evidence, w.evidence.clone()) => id.0, |tx, v| actions::finish_task(tx, &v, id, &w.evidence);
    block_task(id: (MatterId, Uuid), w: Why, w.reason.clone()) => id.0, |tx, v| actions::block_task(tx, &v, id, &w.reason);
    unblock_task(id: (MatterId, Uuid), _w: Words, String::new()) => id.0, |tx, v| actions::unblock_task(tx, &v, id);
    ask_more_time(id: (MatterId, Uuid), w: MoreTime, w.reason.clone()) => id.0, |tx, v| actions::ask_more_time(tx, &v, id, &w);
    judge_more_time(id: (MatterId, Uuid), w: TimeJudging, w.said.clone()) => id.0, |tx, v| actions::judge_more_time(tx, &v, id, &w);
    cancel_task(id: (MatterId, Uuid), w: Why, w.reason.clone()) => id.0, |tx, v| actions::cancel_task(tx, &v, id.0, id.1, &w.reason);
    rate(id: MatterId, w: RatingWords, w.clone()) => id, |tx, v| actions::rate(tx, &v, id, &w);
    state_result(id: MatterId, w: Words, w.text.clone()) => id, |tx, v| actions::state_result(tx, &v, id, &w.text);
    pass(id: MatterId, w: PassageWords, w.overriding.clone()) => id, |tx, v| actions::pass_matter(tx, &v, id, &w.overriding);
    turn(id: MatterId, w: Why, w.reason.clone()) => id, |tx, v| actions::turn_matter(tx, &v, id, w.to, &w.reason);
    end(id: MatterId, w: Why, w.reason.clone()) => id, |tx, v| actions::end_matter(tx, &v, id, w.state, &w.reason);
    extend(id: MatterId, w: Extending, w.reason.clone()) => id, |tx, v| actions::extend_step(tx, &v, id, &w);
    merge(id: MatterId, w: Merging, w.reason.clone()) => id, |tx, v| actions::merge_matter(tx, &v, id, &w);
    split(id: MatterId, w: Why, w.reason.clone()) => id, |tx, v| actions::split_matter(tx, &v, id, &w.reason);
    reopen(id: MatterId, w: Why, w.reason.clone()) => id, |tx, v| actions::reopen_matter(tx, &v, id, w.to, &w.reason);
}
