//! Deliberation (协商议事 · 有事好商量): standing bodies, their meetings, proposals of residents with the answer they are owed,
//! and matters that walk six steps in the open.
//!
//! Owns bodies with dated charters and rosters, meetings from notice to sealed minutes, the monthly duty, and matters
//! with their concerns, options, resolutions, tasks and ratings. Others tie themselves on: [`actions::tie_source`] gives
//! a matter one more source. Deliberately does not: handle one household's trouble, keep money, run projects, or let a
//! step be passed whose conditions the records do not show.
pub mod actions;
pub mod figures;
pub mod follow;
mod keeping;
mod pages;
pub mod rules;
mod speakers;
pub mod store;
pub mod views;
mod web;

pub use keeping::Supports;
pub use rules::{WHO_MAY, desk_entries};
pub use speakers::Speakers;
pub use web::routes;

ui::locales!();

#[cfg(test)]
mod tests {
    use ui::Lang;

    /// Every problem a rule or an action names has its sentence, in both languages.
    #[test]
    fn no_problem_is_without_words() {
        let rooms = [
            include_str!("rules/bodies.rs"), include_str!("rules/charters.rs"), include_str!("rules/rosters.rs"),
            include_str!("rules/meetings.rs"), include_str!("rules/notices.rs"), include_str!("rules/results.rs"),
            include_str!("rules/minutes.rs"), include_str!("rules/matters.rs"), include_str!("rules/concerns.rs"),
            include_str!("rules/options.rs"), include_str!("rules/delivery.rs"), include_str!("rules/mod.rs"),
            include_str!("rules/draws.rs"), include_str!("rules/drawing.rs"), include_str!("rules/pools.rs"), include_str!("actions/draws.rs"),
            include_str!("rules/roster_sheets.rs"), include_str!("actions/roster_sheets.rs"),
            include_str!("actions/bodies.rs"), include_str!("actions/meetings.rs"), include_str!("actions/attendances.rs"),
            include_str!("actions/minutes.rs"), include_str!("actions/duties.rs"), include_str!("actions/matters.rs"),
            include_str!("actions/concerns.rs"), include_str!("actions/options.rs"), include_str!("actions/delivery.rs"), include_str!("actions/mod.rs"),
            include_str!("rules/proposals.rs"), include_str!("rules/answers.rs"), include_str!("rules/mergers.rs"),
            include_str!("actions/proposals.rs"), include_str!("actions/answers.rs"), include_str!("actions/mergers.rs"), include_str!("actions/residences.rs"), include_str!("actions/helping.rs"), include_str!("rules/tasks.rs"), include_str!("actions/tasks.rs"), include_str!("rules/pauses.rs"), include_str!("actions/pauses.rs"), include_str!("rules/requisitions.rs"), include_str!("rules/absences.rs"), include_str!("rules/delegates.rs"), include_str!("actions/requisitions.rs"),
            include_str!("rules/ballots.rs"), include_str!("rules/rolls.rs"), include_str!("rules/counting.rs"), include_str!("rules/paper_votes.rs"),
            include_str!("actions/ballots.rs"), include_str!("actions/rolls.rs"), include_str!("actions/paper_votes.rs"), include_str!("web/ballots.rs"),
            include_str!("rules/recounts.rs"), include_str!("actions/pleas.rs"), include_str!("rules/room_votes.rs"), include_str!("actions/room_votes.rs"),
            include_str!("rules/further_votes.rs"), include_str!("actions/further_votes.rs"), include_str!("rules/elections.rs"), include_str!("actions/elections.rs"),
            include_str!("actions/paper_prints.rs"), include_str!("rules/step_clocks.rs"), include_str!("rules/doers.rs"), include_str!("rules/moderation.rs"), include_str!("rules/texts.rs"), include_str!("rules/merging.rs"), include_str!("actions/merging.rs"),
            include_str!("rules/substitutes.rs"), include_str!("actions/substitutes.rs"), include_str!("actions/attendances.rs"), include_str!("actions/doers.rs"), include_str!("actions/step_clocks.rs"),
            include_str!("rules/representativeness.rs"), include_str!("rules/plans.rs"), include_str!("rules/easing.rs"), include_str!("rules/lateness.rs"), include_str!("rules/voidings.rs"), include_str!("actions/representativeness.rs"),
        ];
        for lang in [Lang::Zh, Lang::En] {
            let words = super::words(lang);
            for room in rooms {
                let cells = room.split("bad(").skip(1).filter_map(|s| s.split('"').nth(1)).filter(|s| s.starts_with("cell-"));
                for code in ui::testing::problem_codes(room, &["wrong("]).into_iter().chain(cells) {
                    assert!(words.has(&format!("problem-{code}")), "{code}");
                }
            }
        }
    }

    /// Every code that a page says aloud has its word.
    #[test]
    fn no_code_is_without_a_word() {
        use crate::rules::*;
        fn all<T: Copy>(prefix: &str, codes: &[T], code: impl Fn(T) -> &'static str) -> Vec<String> {
            codes.iter().map(|c| format!("{prefix}-{}", code(*c).replace('_', "-"))).collect()
        }
        let keys = [
            all("body-kind", BodyKind::ALL, BodyKind::code), all("office", Office::ALL, Office::code), all("taken", FilledBy::ALL, FilledBy::code),
            all("meeting-state", MeetingState::ALL, MeetingState::code), all("mode", Mode::ALL, Mode::code), all("base", Base::ALL, Base::code),
            all("capacity", Capacity::ALL, Capacity::code), all("door", Door::ALL, Door::code), all("item-kind", ItemKind::ALL, ItemKind::code),
            all("outcome", Verdict::ALL, Verdict::code), all("amendment", AmendmentVerdict::ALL, AmendmentVerdict::code),
            all("duty", DutyState::ALL, DutyState::code), all("duty-means", DutyState::ALL, DutyState::code), all("duty-level", DutyLevel::ALL, DutyLevel::code),
            all("step", MatterStep::ALL, MatterStep::code), all("matter-state", MatterState::ALL, MatterState::code), all("track", Track::ALL, Track::code),
            all("source", SourceKind::ALL, SourceKind::code), all("option", OptionState::ALL, OptionState::code), all("side", Side::ALL, Side::code),
            all("force", Force::ALL, Force::code), all("task", TaskState::ALL, TaskState::code), all("solved", Solved::ALL, Solved::code), all("passing", Passing::ALL, Passing::code),
            all("proposal-state", ProposalState::ALL, ProposalState::code), all("author-kind", AuthorKind::ALL, AuthorKind::code),
            all("verdict", AnswerVerdict::ALL, AnswerVerdict::code), all("tie", identity::Tie::ALL, identity::Tie::code),
            all("draw-state", DrawState::ALL, DrawState::code), all("draw-stage", DrawStage::ALL, DrawStage::code),
            all("line-state", LineState::ALL, LineState::code), all("draw-reply", DrawReply::ALL, DrawReply::code),
            all("ballot-state", BallotState::ALL, BallotState::code), all("ballot-method", BallotMethod::ALL, BallotMethod::code),
            all("ballot-method-means", BallotMethod::ALL, BallotMethod::code), all("ballot-outcome", BallotOutcome::ALL, BallotOutcome::code),
            all("ballot-way", Way::ALL, Way::code), all("ballot-base", Base::ALL, Base::code), all("elector", ElectorKind::ALL, ElectorKind::code),
            all("elector-one", ElectorKind::ALL, ElectorKind::code), all("elector-state", ElectorState::ALL, ElectorState::code),
            all("secrecy", Secrecy::ALL, Secrecy::code), all("secrecy-means", Secrecy::ALL, Secrecy::code), all("changing", Changing::ALL, Changing::code),
            all("tie", TiePolicy::ALL, TiePolicy::code), all("batch", BatchState::ALL, BatchState::code),
            all("remedy", Remedy::ALL, Remedy::code), all("again", Again::ALL, Again::code), all("again-means", Again::ALL, Again::code),
            all("candidate", CandidateState::ALL, CandidateState::code),
            all("ground", Wrong::ALL, Wrong::code), all("curb", Curb::ALL, Curb::code),
            all("requisition-state", RequisitionState::ALL, RequisitionState::code),
            all("seal-is", SealSaying::ALL, SealSaying::code),
            all("dim", Dim::ALL, Dim::code), all("represent-hidden", Hidden::ALL, Hidden::code),
            all("help-way", identity::rules::HelpWay::ALL, identity::rules::HelpWay::code),
            all("printable", crate::views::Printable::ALL, crate::views::Printable::code),
        ];
        for lang in [Lang::Zh, Lang::En] {
            let words = super::words(lang);
            for key in keys.iter().flatten() {
                assert!(words.has(key), "{key}");
            }
            for step in MatterStep::ALL {
                for c in gate(Track::Ordinary, *step, &Records::default()) {
                    assert!(words.has(&format!("gate-{}", c.condition.replace('_', "-"))), "{}", c.condition);
                }
            }
        }
    }
}
