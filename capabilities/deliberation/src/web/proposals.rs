//! Proposals: the list, writing one, one with its supports and answer, and what is late.

use crate::actions::{self, Confirming};
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Input, Page, Path, Query, Seen};
use kernel::Outcome;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Asked {
    pub state: Option<ProposalState>,
    #[schema(value_type = Option<String>)]
    pub body: Option<BodyId>,
    #[schema(value_type = Option<String>)]
    pub before: Option<ProposalId>,
}
/// The first step of writing: what, and where.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Begun {
    pub title: String,
    pub place_name: String,
    pub origin: Option<Origin>,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Invitation {
    /// The six digits that the first author handed over.
    pub invitation: String,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Shown {
    /// By which name the new first author is shown.
    pub shown_name: String,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Other {
    /// The code of the other proposal.
    pub into: String,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Agreement {
    pub refuses: bool,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Because {
    pub reason: String,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Said {
    pub text: String,
}
/// Nothing is said beside the verb itself.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Nothing {}

pub async fn list(State(app): State<App>, seen: Seen, Query(asked): Query<Asked>) -> Answer<ProposalsView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::proposals_view(r, &viewer, (asked.state, asked.body), asked.before, now)).await?))
}

pub async fn form(State(app): State<App>, seen: Seen, Query(begun): Query<Begun>) -> Answer<ProposalFormView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let words = Proposing { title: begun.title, place_name: begun.place_name, origin: begun.origin, ..Proposing::default() };
    Ok(Page::show(app.read(move |r| actions::proposal_form_view(r, &viewer, words, now)).await?))
}

pub async fn propose(State(app): State<App>, seen: Seen, Input(words): Input<Proposing>) -> Answer<ProposalFormView> {
    seen.signed_in()?;
    let (viewer, reader, now, said) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, words.clone());
    let outcome = app.act(&seen, move |tx| actions::propose(tx, &viewer, &said)).await?;
    let made = match &outcome {
        Outcome::Done(made) => made.as_ref().map(|p| p.id),
        Outcome::Refused(..) => None,
    };
    let form = app.read(move |r| actions::proposal_form_view(r, &reader, words, now)).await?;
    // What was said is kept; what is wrong with it, the verb has said.
    Ok(Page::created(outcome.map(|_| ProposalFormView { made, second: true, problems: vec![], ..form })))
}

pub async fn show(State(app): State<App>, seen: Seen, Path(id): Path<ProposalId>) -> Answer<ProposalView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::proposal_view(r, &viewer, id, now)).await?))
}

pub async fn overdue(State(app): State<App>, seen: Seen) -> Answer<OverdueView> {
    let (street, now) = (app.street, seen.now);
    Ok(Page::show(app.read(move |r| actions::overdue_view(r, street, now)).await?))
}

pub async fn residence(State(_): State<App>, seen: Seen) -> Answer<ResidenceView> {
    seen.signed_in()?;
    if !auth::reaches(WHO_MAY, "confirm_residence", &seen.viewer, seen.now) {
        return Err(edge::Failure::NotFound);
    }
    Ok(Page::show(ResidenceView::default()))
}

pub async fn confirm_residence(State(app): State<App>, seen: Seen, Input(words): Input<Confirming>) -> Answer<ResidenceView> {
    seen.signed_in()?;
    let (viewer, said) = (seen.viewer.clone(), words.clone());
    let outcome = app.act(&seen, move |tx| actions::confirm_residence(tx, &viewer, &said)).await?;
    let done = outcome.is_done();
    // Shown in place: the next person waits already.
    Ok(Page::after(outcome.map(|()| ResidenceView { words: if done { Confirming::default() } else { words }, done, problems: vec![] })).in_place())
}

/// A verb on a proposal, and the proposal as it then stands.
async fn on<T: Send + 'static>(app: &App, seen: &Seen, id: ProposalId, typed: ProposalTyped, verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<T>> + Send + 'static) -> Answer<ProposalView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, verb, move |r| actions::proposal_view(r, &reader, id, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| if done { view } else { ProposalView { typed, ..view } })))
}

fn text(said: &str) -> ProposalTyped {
    ProposalTyped { text: said.to_owned(), ..ProposalTyped::default() }
}

/// One's own support on the web leaves a blind mark of where it came from.
pub async fn support(State(app): State<App>, seen: Seen, Path(id): Path<ProposalId>, Input(w): Input<Helped>) -> Answer<ProposalView> {
    let (viewer, address) = (seen.viewer.clone(), seen.address.clone());
    let typed = ProposalTyped { helped: w.clone(), ..ProposalTyped::default() };
    let verb = move |tx: &mut Tx<'_>| {
        let outcome = actions::support_proposal(tx, &viewer, id, &w)?;
        if outcome.is_done() && w.way.is_none_or(|way| way == Way::Web) {
            actions::mark_support(tx, &viewer, id, &address)?;
        }
        Ok(outcome)
    };
    on(&app, &seen, id, typed, verb).await
}

/// A try is counted whatever comes of it, before the code is looked at.
pub async fn consent(State(app): State<App>, seen: Seen, Path(id): Path<ProposalId>, Input(words): Input<Invitation>) -> Answer<ProposalView> {
    seen.signed_in()?;
    let (viewer, trying) = (seen.viewer.clone(), seen.viewer.clone());
    let looked_at = app.write(&seen, move |tx| actions::try_invitation(tx, &trying)).await?;
    let typed = text(&words.invitation);
    on(&app, &seen, id, typed, move |tx| actions::consent_as_author(tx, &viewer, id, (&words.invitation, looked_at))).await
}

macro_rules! verbs {
    ($($name:ident($w:ident: $words:ty, $typed:expr) => |$id:ident, $tx:ident, $v:ident| $act:expr;)*) => { $(
        pub async fn $name(State(app): State<App>, seen: Seen, Path($id): Path<ProposalId>, Input($w): Input<$words>) -> Answer<ProposalView> {
            let ($v, typed) = (seen.viewer.clone(), $typed);
            on(&app, &seen, $id, typed, move |$tx| $act).await
        }
    )* };
}
verbs! {
    withdraw_support(_w: Nothing, text("")) => |id, tx, v| actions::withdraw_support(tx, &v, id);
    confirm_support(_w: Nothing, text("")) => |id, tx, v| actions::confirm_support(tx, &v, id);
    revise(w: Revising, ProposalTyped { revising: Some(w.clone()), ..ProposalTyped::default() }) => |id, tx, v| actions::revise_proposal(tx, &v, id, &w);
    rule_edit(_w: Nothing, text("")) => |id, tx, v| actions::rule_edit(tx, &v, id);
    invite(w: Inviting, text(&w.shown_name)) => |id, tx, v| actions::invite_author(tx, &v, id, &w);
    withdraw(_w: Nothing, text("")) => |id, tx, v| actions::withdraw_proposal(tx, &v, id);
    agree_to_withdraw(_w: Nothing, text("")) => |id, tx, v| actions::agree_to_withdraw(tx, &v, id);
    adopt(w: Shown, text(&w.shown_name)) => |id, tx, v| actions::adopt_proposal(tx, &v, id, &w.shown_name);
    merge(w: Other, text(&w.into)) => |id, tx, v| actions::ask_to_merge(tx, &v, id, &w.into);
    agree_to_merge(w: Agreement, text("")) => |id, tx, v| actions::agree_to_merge(tx, &v, id, w.refuses);
    decide_merger(w: Because, text(&w.reason)) => |id, tx, v| actions::decide_merger(tx, &v, id, &w.reason);
    split(w: Because, text(&w.reason)) => |id, tx, v| actions::split_merged(tx, &v, id, &w.reason);
    first_word(w: Said, text(&w.text)) => |id, tx, v| actions::say_first_word(tx, &v, id, &w.text);
    answer(w: Answering, ProposalTyped { answering: w.clone(), ..ProposalTyped::default() }) => |id, tx, v| actions::answer_proposal(tx, &v, id, &w);
}
