//! One step of a walk: somebody tries a verb, with right or wrong words.

use crate::common::{PARKS, PROPERTY, Site, unit};
use crate::common::luck::Luck;
use super::people::{PIPES, Person};
use appeals::actions;
use appeals::rules::*;
use auth::Viewer;
use db::{Fault, Result, Tx};
use kernel::Outcome;

pub const VERBS: &[Verb] = &[
    Verb::InformationRequest, Verb::Supplement, Verb::Lapse, Verb::Answer, Verb::Refusal, Verb::RefusalConfirmation,
    Verb::Objection, Verb::Acceptance, Verb::Dispatch, Verb::Signing, Verb::Contact, Verb::Completion, Verb::Approval,
    Verb::Supervision, Verb::SupervisionReply, Verb::SupervisionLift, Verb::Deferral, Verb::DeferralEnd, Verb::Return, Verb::ReturnApproval, Verb::ReturnRejection, Verb::Conferral, Verb::ConferralConclusion, Verb::Fallback,
    Verb::Extension, Verb::ExtensionApproval, Verb::ExtensionRejection, Verb::Verification, Verb::Rework, Verb::Callback, Verb::Closure,
    Verb::Redo, Verb::Reopening, Verb::Urging, Verb::Withdrawal, Verb::Archive,
    Verb::AssistanceRequest, Verb::AssistanceRejection, Verb::Assistance, Verb::AssistanceCompletion, Verb::AssistanceRelease, Verb::Whistle,
    Verb::Arrival, Verb::ArrivalCompletion, Verb::ArrivalDecline, Verb::DeclineConfirmation, Verb::DeclineRejection,
    Verb::Commitment, Verb::CommitmentMet, Verb::CommitmentVerification, Verb::CommitmentWaiver,
];

/// What is tried.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "who tries it is read in the sentence of a failure")]
pub struct Step {
    pub who: Person,
    pub verb: Verb,
    pub case: CaseId,
    pub voice: VoiceId,
    /// Words that must be refused, where the verb takes any.
    pub wrong: Option<Wrong>,
    pub yes: bool,
    pub other_unit: bool,
    /// The revision the person read.
    pub rev: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Empty,
    TooLong,
    Stale,
}

impl Step {
    pub fn any(luck: &mut Luck, who: Person, verb: Verb, case: CaseId, voice: VoiceId, rev: i32) -> Self {
        let wrong = luck.of_hundred(12).then(|| luck.pick(&[Wrong::Empty, Wrong::TooLong, Wrong::Stale]));
        let wrong = wrong.filter(|w| takes(verb, *w));
        Self { who, verb, case, voice, wrong, yes: luck.of_hundred(70), other_unit: luck.of_hundred(30), rev }
    }

    fn text(&self) -> String {
        match self.wrong {
            Some(Wrong::Empty) => "  ".into(),
            Some(Wrong::TooLong) => "长".repeat(4_001),
            _ => "请看这里。".into(),
        }
    }

    fn revision(&self) -> Option<i32> {
        Some(if self.wrong == Some(Wrong::Stale) { self.rev - 1 } else { self.rev })
    }

    pub fn take(&self, site: &Site<'_>, viewer: &Viewer) -> std::result::Result<Outcome<Case>, Fault> {
        let step = self.clone();
        site.act(viewer, move |tx, v| step.act(tx, v))
    }

    fn act(&self, tx: &mut Tx<'_>, v: &Viewer) -> Result<Outcome<Case>> {
        let (id, voice, text, rev) = (self.case, self.voice, self.text(), self.revision());
        let saying = Saying { rev, text: text.clone() };
        match self.verb {
            Verb::InformationRequest => actions::request_information(tx, v, id, &saying),
            Verb::Supplement => actions::supplement(tx, v, id, Some(voice), &saying),
            Verb::Lapse => actions::lapse(tx, v, id),
            Verb::Answer => actions::answer(tx, v, id, &saying),
            Verb::Refusal => {
                let reason = if self.wrong == Some(Wrong::Empty) { "" } else { "outside_powers" };
                actions::propose_refusal(tx, v, id, &Refusal { rev, reason: reason.into(), right_office: text })
            }
            Verb::RefusalConfirmation => actions::confirm_refusal(tx, v, id),
            Verb::Objection => actions::object(tx, v, id, voice, &saying),
            Verb::Acceptance => actions::accept(tx, v, id, &self.acceptance(), None),
            Verb::Dispatch => {
                let to = if self.other_unit { PARKS } else { PROPERTY };
                let taker = Taker { unit: unit(to), active: true, holder: None };
                let taker = (self.wrong != Some(Wrong::Empty)).then_some(taker);
                actions::dispatch(tx, v, id, &Dispatching { rev, ..Dispatching::default() }, taker)
            }
            Verb::Signing => actions::sign(tx, v, id),
            Verb::Supervision => {
                let level = if self.other_unit { 2 } else { 1 };
                actions::supervise(tx, v, id, &Supervising { rev, level, text })
            }
            Verb::SupervisionReply => actions::reply_supervision(tx, v, id, &saying),
            Verb::SupervisionLift => actions::lift_supervision(tx, v, id),
            Verb::Deferral => {
                let reason = if self.wrong == Some(Wrong::Empty) { "" } else { "season" };
                let review_on = Some(tx.now().day().plus(if self.other_unit { 3 } else { 40 }));
                let words = Deferring { rev, reason: reason.into(), public_note: "开春后再种。".into(), review_on, text };
                actions::defer(tx, v, id, &words)
            }
            Verb::DeferralEnd => actions::end_deferral(tx, v, id),
            Verb::Return => {
                let words = ReturnRequest { rev, basis: "职责清单第三条".into(), text, unit: None };
                actions::request_return(tx, v, id, &words, None)
            }
            Verb::ReturnApproval => {
                let to = if self.other_unit { PARKS } else { PROPERTY };
                let named = self.yes.then(|| unit(to));
                let taker = named.map(|unit| Taker { unit, active: true, holder: None });
                actions::approve_return(tx, v, id, &ReturnApproval { rev, unit: named }, taker)
            }
            Verb::ReturnRejection => actions::reject_return(tx, v, id, &saying),
            Verb::Conferral => {
                let chair = kernel::AccountId::named("supervisor");
                let words = ConferralCall { rev, chair: (self.wrong != Some(Wrong::Empty)).then_some(chair) };
                actions::call_conferral(tx, v, id, &words, &[chair])
            }
            Verb::ConferralConclusion => {
                let to = unit(if self.other_unit { PARKS } else { PROPERTY });
                let taker = Taker { unit: to, active: true, holder: None };
                actions::conclude_conferral(tx, v, id, &ConferralConclusion { rev, unit: Some(to), text }, Some(taker))
            }
            Verb::Fallback => actions::fall_back(tx, v, id),
            Verb::Contact => actions::contact(tx, v, id, &self.contacting()),
            Verb::Completion => actions::complete(tx, v, id, &self.completion()),
            Verb::Extension => {
                let days = if self.other_unit { 8 } else { 3 };
                actions::request_extension(tx, v, id, &ExtensionRequest { rev, days, text })
            }
            Verb::ExtensionApproval => actions::grant_extension(tx, v, id),
            Verb::ExtensionRejection => actions::refuse_extension(tx, v, id, &saying),
            Verb::Approval => actions::approve(tx, v, id, &Approving::default()),
            Verb::Verification => {
                self.on_the_spot(tx, v)?;
                actions::verify(tx, v, id, &Looking { rev, text, ..Looking::default() })
            }
            Verb::Rework => {
                self.on_the_spot(tx, v)?;
                actions::rework(tx, v, id, &Looking { rev, text, ..Looking::default() })
            }
            Verb::Callback => actions::call_back(tx, v, id, voice, &self.calling_back()),
            Verb::Closure => actions::close(tx, v, id),
            Verb::Redo => actions::redo(tx, v, id, &saying),
            Verb::Reopening => actions::reopen(tx, v, id, Some(voice), &saying),
            Verb::Urging => actions::urge(tx, v, id, voice),
            Verb::Withdrawal => actions::withdraw(tx, v, id, voice, &Saying::default()),
            Verb::Archive => actions::archive(tx, v, id),
            Verb::AssistanceRequest => actions::request_assistance(tx, v, id, &self.naming()),
            Verb::AssistanceRejection => actions::refuse_assistance(tx, v, id, &saying),
            Verb::Assistance => actions::assist(tx, v, id, &self.naming(), helper()),
            Verb::AssistanceCompletion => actions::finish_assistance(tx, v, id, &saying),
            Verb::AssistanceRelease => actions::release(tx, v, id, &self.naming()),
            Verb::Whistle => {
                let words = Whistling { rev, units: vec![unit(PIPES)], spot: "小区东门".into(), urgent: self.yes, text };
                actions::whistle(tx, v, id, &words, &[helper()])
            }
            Verb::Arrival => actions::arrive(tx, v, id, &Arriving::default()),
            Verb::ArrivalCompletion => actions::settle_arrival(tx, v, id, &saying),
            Verb::ArrivalDecline => actions::decline_arrival(tx, v, id, &saying),
            Verb::DeclineConfirmation => actions::confirm_decline(tx, v, id, &self.naming()),
            Verb::DeclineRejection => actions::reject_decline(tx, v, id, &self.naming()),
            Verb::Commitment => {
                let due_on = Some(tx.now().day().plus(if self.other_unit { 3 } else { 0 }));
                let words = Committing { rev, party: "3幢楼组".into(), kind: Some(CommitmentKind::People), what: text, due_on, ..Committing::default() };
                actions::commit(tx, v, id, &words, None)
            }
            Verb::CommitmentMet => actions::meet(tx, v, id, &self.promised()),
            Verb::CommitmentVerification => actions::verify_commitment(tx, v, id, &self.promised()),
            Verb::CommitmentWaiver => actions::waive(tx, v, id, &self.promised()),
            verb => unreachable!("{verb:?} has a test of its own: `mergers.rs`, `splits.rs`, `exclusion.rs`"),
        }
    }

    fn naming(&self) -> NamingUnit {
        NamingUnit { rev: self.revision(), unit: Some(unit(PIPES)), text: self.text() }
    }

    fn promised(&self) -> NamingCommitment {
        NamingCommitment { rev: self.revision(), text: self.text(), ..NamingCommitment::default() }
    }

    /// Whoever looks on the spot takes a picture of it, more often than not.
    fn on_the_spot(&self, tx: &mut Tx<'_>, v: &Viewer) -> Result<()> {
        if self.yes && v.holds(auth::Role::Verifier, tx.now()) {
            actions::add_evidence(tx, v, self.case, Stage::Verification, &[crate::common::picture()])?;
        }
        Ok(())
    }

    fn acceptance(&self) -> Acceptance {
        let category = match self.wrong {
            Some(Wrong::Empty) => "",
            _ if self.yes => "lift",
            _ => "lamp",
        };
        let title = if self.wrong == Some(Wrong::TooLong) { "长".repeat(61) } else { "电梯停运".into() };
        let public_level = self.other_unit.then_some(PublicLevel::CountOnly);
        Acceptance { rev: self.revision(), category: category.into(), title, public_level, ..Acceptance::default() }
    }

    fn contacting(&self) -> Contacting {
        let means = if self.other_unit { Means::Message } else { Means::Phone };
        let means = (self.wrong != Some(Wrong::Empty)).then_some(means);
        let note = if self.wrong == Some(Wrong::TooLong) { "长".repeat(501) } else { String::new() };
        Contacting { rev: self.revision(), voice: Some(self.voice), means, reached: self.yes, note }
    }

    fn completion(&self) -> Completion {
        let result = if self.yes { CaseResult::Solved } else { CaseResult::Explained };
        let public_reply = if self.wrong == Some(Wrong::TooLong) { "长".repeat(2_001) } else { self.text() };
        Completion { rev: self.revision(), result: Some(result), public_reply, ..Completion::default() }
    }

    fn calling_back(&self) -> CallingBack {
        let reached = self.yes || self.other_unit;
        CallingBack {
            voice: Some(self.voice),
            reached,
            contacted: Some(true),
            solved: (self.wrong != Some(Wrong::Empty)).then_some(self.yes),
            satisfaction: Some(if self.yes { Satisfaction::Satisfied } else { Satisfaction::Dissatisfied }),
            reason: if self.wrong == Some(Wrong::TooLong) { "长".repeat(501) } else { String::new() },
            ..CallingBack::default()
        }
    }
}

fn helper() -> Option<Taker> {
    Some(Taker { unit: unit(PIPES), active: true, holder: None })
}

/// Whether the verb has words that can be wrong in this way. An unreached callback needs no answers.
fn takes(verb: Verb, wrong: Wrong) -> bool {
    let none = [
        Verb::Lapse, Verb::RefusalConfirmation, Verb::Signing, Verb::Approval, Verb::ExtensionApproval, Verb::Closure, Verb::Urging,
        Verb::Withdrawal, Verb::Archive, Verb::Fallback, Verb::DeferralEnd, Verb::SupervisionLift, Verb::Arrival, Verb::DeclineConfirmation,
    ];
    match wrong {
        _ if none.contains(&verb) => false,
        Wrong::Stale => matches!(
            verb,
            Verb::InformationRequest | Verb::Answer | Verb::Refusal | Verb::Acceptance | Verb::Dispatch
                | Verb::Completion | Verb::Verification | Verb::Rework | Verb::Extension | Verb::ExtensionRejection
                | Verb::Supervision | Verb::SupervisionReply | Verb::Deferral | Verb::Return | Verb::ReturnApproval | Verb::ReturnRejection | Verb::Conferral | Verb::ConferralConclusion
                | Verb::AssistanceRequest | Verb::AssistanceRejection | Verb::Assistance | Verb::AssistanceRelease | Verb::Whistle
                | Verb::Commitment | Verb::CommitmentMet | Verb::CommitmentVerification | Verb::CommitmentWaiver
        ),
        Wrong::TooLong => !matches!(verb, Verb::Dispatch | Verb::ReturnApproval | Verb::Conferral | Verb::CommitmentVerification),
        Wrong::Empty => !matches!(verb, Verb::Callback | Verb::ReturnApproval | Verb::Verification | Verb::CommitmentVerification),
    }
}
