//! One case and its verbs: `POST /cases/{id}/{noun}`.

use crate::actions;
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::Viewer;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use db::{Fault, Reader, Tx};
use edge::{Answer, App, Failure, Input, Page, Path, Routes, Seen};
use kernel::Outcome;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/cases/{id}", "see_case", "One case on the desk.", show)
        .gives::<DeskCaseView>()
        .post("/cases/{id}/opening", "open_sealed", "Open what is sealed, for a reason that is logged.", open)
        .takes::<Opening>()
        .gives::<DeskCaseView>()
        .post("/cases/{id}/acceptance", "accept", "Take it on.", accept)
        .takes::<Acceptance>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/information-request", "request_information", "Ask the speaker.", request_information)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/supplement", "supplement", "Add what a speaker told the desk.", supplement)
        .takes::<VoiceSaying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/urging", "urge", "Urge on a speaker's behalf.", urge)
        .takes::<VoiceSaying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/answer", "answer", "Settle it by words alone.", answer)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/refusal", "propose_refusal", "Propose not to take it on.", propose_refusal)
        .takes::<Refusal>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/refusal/confirmation", "confirm_refusal", "Confirm the refusal.", confirm_refusal)
        .gives::<AfterVerb>()
        .post("/cases/{id}/dispatch", "dispatch", "Hand it to the unit that leads.", dispatch)
        .takes::<Dispatching>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/merger", "merge", "Let it go up in another case.", merge)
        .takes::<Merger>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/merger/undo", "unmerge", "Take it out again, as it was.", unmerge)
        .gives::<AfterVerb>()
        .delete("/cases/{id}/merger", "unmerge", "Take it out again, as it was.", unmerge)
        .gives::<AfterVerb>()
        .post("/cases/{id}/split", "split", "Take a part out that is another matter.", split)
        .takes::<Splitting>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/signing", "sign", "The unit takes it on.", sign)
        .gives::<AfterVerb>()
        .post("/cases/{id}/return", "request_return", "Say that it is not the unit's.", request_return)
        .takes::<ReturnRequest>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/return/approval", "decide_return", "Agree: it goes to another unit.", approve_return)
        .takes::<ReturnApproval>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/return/rejection", "decide_return", "Disagree: it stays, for good.", reject_return)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/conferral", "call_conferral", "Call a sitting about whose it is.", call_conferral)
        .takes::<ConferralCall>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/conferral/conclusion", "conclude_conferral", "Name the unit that leads.", conclude_conferral)
        .takes::<ConferralConclusion>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/contact", "contact", "One attempt to reach a speaker.", contact)
        .takes::<Contacting>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/whistle", "whistle", "Call departments to the spot.", whistle)
        .takes::<Whistling>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/arrival", "help_out", "The unit called is there.", arrive)
        .takes::<Arriving>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/arrival/completion", "help_out", "Its part on the spot is settled.", settle_arrival)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/arrival/decline", "help_out", "It cannot come, and says why.", decline_arrival)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/arrival/decline/confirmation", "decide_decline", "Agree: it need not come.", confirm_decline)
        .takes::<NamingUnit>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/arrival/decline/rejection", "decide_decline", "Disagree: it is still called.", reject_decline)
        .takes::<NamingUnit>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/assistance", "assist", "Let another unit assist.", assist)
        .takes::<NamingUnit>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/assistance/request", "request_assistance", "Ask for another unit's help.", request_assistance)
        .takes::<NamingUnit>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/assistance/rejection", "assist", "No other unit is needed.", refuse_assistance)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/assistance/completion", "help_out", "The assisting unit has done its part.", finish_assistance)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/assistance/release", "assist", "A unit's help is not needed any more.", release)
        .takes::<NamingUnit>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/commitment", "commit", "What a party will do for it, and by when.", commit)
        .takes::<Committing>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/commitment/met", "meet_commitment", "It is done.", meet)
        .takes::<NamingCommitment>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/commitment/verification", "settle_commitment", "Somebody else has seen it.", verify_commitment)
        .takes::<NamingCommitment>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/commitment/waiver", "settle_commitment", "It is not waited for any more.", waive)
        .takes::<NamingCommitment>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/extension", "request_extension", "Ask for more time.", request_extension)
        .takes::<ExtensionRequest>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/extension/approval", "decide_extension", "Give more time.", grant_extension)
        .gives::<AfterVerb>()
        .post("/cases/{id}/extension/rejection", "decide_extension", "Leave the date as it is.", refuse_extension)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/matter-referral", "refer_to_matter", "Let a deliberating body talk its question over.", refer)
        .takes::<Referral>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/deferral", "defer", "Put it off in public, with a day to look again.", defer)
        .takes::<Deferring>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/deferral/end", "end_deferral", "Take it up again: the conditions are ready.", end_deferral)
        .gives::<AfterVerb>()
        .post("/cases/{id}/completion", "complete", "The unit says it is done.", complete)
        .takes::<Completion>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/approval", "approve", "The unit's head has looked.", approve)
        .takes::<Approving>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/rework", "rework", "Back before the resident is asked.", rework)
        .takes::<Looking>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/verification", "verify", "Somebody looked on the spot: it is so.", verify)
        .takes::<Looking>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/callback", "call_back", "Ask one speaker.", call_back)
        .takes::<CallingBack>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/closure", "close", "Close it.", close)
        .gives::<AfterVerb>()
        .post("/cases/{id}/redo", "redo", "Back to work because the resident said no.", redo)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/supervision", "supervise", "Press for it.", supervise)
        .takes::<Supervising>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/supervision/reply", "reply_supervision", "Answer whoever presses.", reply_supervision)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/supervision/lift", "lift_supervision", "Press no more.", lift_supervision)
        .gives::<AfterVerb>()
        .post("/cases/{id}/exclusion", "request_exclusion", "Ask that it be left out of scores.", request_exclusion)
        .takes::<ExclusionRequest>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/exclusion/approval", "decide_exclusion", "Agree: two of the panel leave it out.", approve_exclusion)
        .gives::<AfterVerb>()
        .post("/cases/{id}/exclusion/rejection", "decide_exclusion", "Disagree: it counts.", reject_exclusion)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/exclusion/objection", "object_to_exclusion", "Have it decided again by others.", object_to_exclusion)
        .takes::<Saying>()
        .gives::<AfterVerb>()
        .post("/cases/{id}/reopening", "reopen", "Back to work after it was closed.", reopen)
        .takes::<Saying>()
        .gives::<AfterVerb>()
}

/// The case as it now stands, or where it went once it is out of the reader's hands.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[allow(dead_code, clippy::large_enum_variant, reason = "only its schema is read: the handlers answer with one or the other")]
enum AfterVerb {
    Case(DeskCaseView),
    HandedOn(HandedOnView),
}

/// Why the sealed side is opened: a code of [`actions::OPENING_REASONS`].
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Opening {
    reason: String,
}

/// What a speaker told the desk; the only voice of a case need not be named.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct VoiceSaying {
    #[schema(value_type = Option<String>)]
    voice: Option<VoiceId>,
    text: String,
}

async fn show(State(app): State<App>, seen: Seen, Path(id): Path<CaseId>) -> Answer<DeskCaseView> {
    Ok(Page::show(view(&app, &seen, id).await?))
}

async fn view(app: &App, seen: &Seen, id: CaseId) -> Result<DeskCaseView, Failure> {
    seen.staff()?;
    let (now, viewer) = (seen.now, seen.viewer.clone());
    app.read(move |r| actions::desk_case(r, &viewer, id, now)).await
}

/// Shows the case with its sealed side open. An act, because it is written down; shown in place, because it must not
/// stay in an address.
async fn open(State(app): State<App>, seen: Seen, Path(id): Path<CaseId>, Input(words): Input<Opening>) -> Answer<DeskCaseView> {
    seen.staff()?;
    let viewer = seen.viewer.clone();
    let outcome = app.act(&seen.unkeyed(), move |tx| actions::open_sealed(tx, &viewer, id, &words.reason)).await?;
    let view = view(&app, &seen, id).await?;
    Ok(match outcome {
        Outcome::Done((opened, notes)) => Page::show(DeskCaseView { opened, notes, ..view }),
        Outcome::Refused(_, problems) => Page::after(Outcome::Refused(view, problems)),
    })
}

/// One verb on one case; shows the case as it now stands, done or refused, with what was typed.
async fn act(
    app: &App,
    seen: &Seen,
    id: CaseId,
    noun: Verb,
    words: Option<serde_json::Value>,
    verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<Case>> + Send + 'static,
) -> Result<Response, Failure> {
    seen.staff()?;
    let (street, now, viewer, reader) = (app.street, seen.now, seen.viewer.clone(), seen.viewer.clone());
    let shown = move |r: &mut Reader<'_>| match actions::desk_case(r, &reader, id, now) {
        // Out of this reader's hands: a closed case is no longer the callback officer's.
        Err(Fault::Denied(_)) => {
            let case = store::load(r, street, id)?.ok_or(auth::Denied::Hidden)?;
            Ok(Err(HandedOnView { case_no: case.case_no, state: case.state }))
        }
        view => view.map(Ok),
    };
    Ok(match app.act_on(seen, move |tx| verb(tx, &viewer), shown).await? {
        Outcome::Done(Ok(view)) => Page::after(Outcome::Done(view)).into_response(),
        Outcome::Done(Err(handed)) => Page::after(Outcome::Done(handed)).into_response(),
        Outcome::Refused(Ok(mut view), problems) => {
            view.typed = words.map(|words| (noun, words));
            Page::after(Outcome::Refused(view, problems)).into_response()
        }
        Outcome::Refused(Err(_), _) => return Err(Failure::NotFound),
    })
}

macro_rules! handlers {
    ($($name:ident($($words:ident: $t:ty)?) as $noun:ident => $act:expr;)*) => { $(
        async fn $name(
            State(app): State<App>,
            seen: Seen,
            Path(id): Path<CaseId>,
            $(Input($words): Input<$t>,)?
        ) -> Result<Response, Failure> {
            #[allow(unused_mut, unused_assignments, reason = "a verb without words keeps none")]
            let mut typed = None;
            $(typed = serde_json::to_value(&$words).ok();)?
            let done = $act;
            act(&app, &seen, id, Verb::$noun, typed, move |tx, viewer| done(tx, viewer, id $(, &$words as &$t)?)).await
        }
    )* };
}
handlers! {
    accept(words: Acceptance) as Acceptance => actions::accept_named;
    request_information(words: Saying) as InformationRequest => actions::request_information;
    answer(words: Saying) as Answer => actions::answer;
    propose_refusal(words: Refusal) as Refusal => actions::propose_refusal;
    confirm_refusal() as RefusalConfirmation => actions::confirm_refusal;
    sign() as Signing => actions::sign;
    contact(words: Contacting) as Contact => actions::contact;
    arrive(words: Arriving) as Arrival => actions::arrive;
    settle_arrival(words: Saying) as ArrivalCompletion => actions::settle_arrival;
    decline_arrival(words: Saying) as ArrivalDecline => actions::decline_arrival;
    confirm_decline(words: NamingUnit) as DeclineConfirmation => actions::confirm_decline;
    reject_decline(words: NamingUnit) as DeclineRejection => actions::reject_decline;
    request_assistance(words: NamingUnit) as AssistanceRequest => actions::request_assistance;
    refuse_assistance(words: Saying) as AssistanceRejection => actions::refuse_assistance;
    finish_assistance(words: Saying) as AssistanceCompletion => actions::finish_assistance;
    release(words: NamingUnit) as AssistanceRelease => actions::release;
    meet(words: NamingCommitment) as CommitmentMet => actions::meet;
    verify_commitment(words: NamingCommitment) as CommitmentVerification => actions::verify_commitment;
    waive(words: NamingCommitment) as CommitmentWaiver => actions::waive;
    commit(words: Committing) as Commitment => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &Committing| {
        let unit = actions::named_unit(tx, words.unit)?;
        actions::commit(tx, viewer, id, words, unit)
    };
    assist(words: NamingUnit) as Assistance => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &NamingUnit| {
        let taker = actions::named_taker(tx, words.unit)?;
        actions::assist(tx, viewer, id, words, taker)
    };
    whistle(words: Whistling) as Whistle => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &Whistling| {
        let takers = words.units.iter().map(|u| actions::named_taker(tx, Some(*u))).collect::<db::Result<Vec<_>>>()?;
        actions::whistle(tx, viewer, id, words, &takers)
    };
    request_extension(words: ExtensionRequest) as Extension => actions::request_extension;
    grant_extension() as ExtensionApproval => actions::grant_extension;
    refuse_extension(words: Saying) as ExtensionRejection => actions::refuse_extension;
    defer(words: Deferring) as Deferral => actions::defer;
    refer(words: Referral) as MatterReferral => actions::refer;
    end_deferral() as DeferralEnd => actions::end_deferral;
    request_exclusion(words: ExclusionRequest) as Exclusion => actions::request_exclusion;
    approve_exclusion() as ExclusionApproval => actions::approve_exclusion;
    reject_exclusion(words: Saying) as ExclusionRejection => actions::reject_exclusion;
    object_to_exclusion(words: Saying) as ExclusionObjection => actions::object_to_exclusion;
    supervise(words: Supervising) as Supervision => actions::supervise;
    reply_supervision(words: Saying) as SupervisionReply => actions::reply_supervision;
    lift_supervision() as SupervisionLift => actions::lift_supervision;
    merge(words: Merger) as Merger => actions::merge;
    split(words: Splitting) as Split => actions::split;
    unmerge() as MergerUndo => actions::unmerge;
    complete(words: Completion) as Completion => actions::complete;
    approve(words: Approving) as Approval => actions::approve;
    verify(words: Looking) as Verification => actions::verify;
    rework(words: Looking) as Rework => actions::rework;
    close() as Closure => actions::close;
    redo(words: Saying) as Redo => actions::redo;
    dispatch(words: Dispatching) as Dispatch => actions::dispatch_named;
    request_return(words: ReturnRequest) as Return => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &ReturnRequest| {
        let taker = actions::named_taker(tx, words.unit)?;
        actions::request_return(tx, viewer, id, words, taker)
    };
    approve_return(words: ReturnApproval) as ReturnApproval => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &ReturnApproval| {
        let taker = actions::named_taker(tx, words.unit)?;
        actions::approve_return(tx, viewer, id, words, taker)
    };
    reject_return(words: Saying) as ReturnRejection => actions::reject_return;
    call_conferral(words: ConferralCall) as Conferral => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &ConferralCall| {
        let chairs: Vec<_> = actions::chairs(tx)?.into_iter().map(|c| c.0).collect();
        actions::call_conferral(tx, viewer, id, words, &chairs)
    };
    conclude_conferral(words: ConferralConclusion) as ConferralConclusion => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &ConferralConclusion| {
        let taker = actions::named_taker(tx, words.unit)?;
        actions::conclude_conferral(tx, viewer, id, words, taker)
    };
    call_back(words: CallingBack) as Callback => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &CallingBack| {
        let voice = the_voice(tx, id, words.voice, |v| v.settled.is_none())?;
        actions::call_back(tx, viewer, id, voice, words)
    };
    urge(words: VoiceSaying) as Urging => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &VoiceSaying| {
        let voice = the_voice(tx, id, words.voice, |v| v.withdrawn_at.is_none())?;
        actions::urge(tx, viewer, id, voice)
    };
    supplement(words: VoiceSaying) as Supplement => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &VoiceSaying| {
        let voice = the_voice(tx, id, words.voice, |v| v.withdrawn_at.is_none())?;
        let saying = Saying { text: words.text.clone(), ..Saying::default() };
        actions::supplement(tx, viewer, id, Some(voice), &saying)
    };
    reopen(words: Saying) as Reopening => |tx: &mut Tx<'_>, viewer: &Viewer, id, words: &Saying| {
        actions::reopen(tx, viewer, id, None, words)
    };
}

/// The voice named, or the first that fits where none is.
fn the_voice(tx: &mut Tx<'_>, id: CaseId, named: Option<VoiceId>, fits: impl Fn(&Voice) -> bool) -> db::Result<VoiceId> {
    let street = tx.street();
    let first = store::voices_of(tx, street, id)?.into_iter().find(|v| fits(v)).map(|v| v.id);
    Ok(named.or(first).ok_or(auth::Denied::Hidden)?)
}
