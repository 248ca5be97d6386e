//! Found before it was said: what a patrol or a unit raised first and somebody verified, of all that was raised.
use appeals::rules::counting::{Added, Counts, Measure, Story, Turn, added};
use appeals::rules::figures::Figure;
use appeals::rules::*;
use crate::common::at;

fn raised(at_first: &str, speakers: &[(Speaker, &str)], verified: bool) -> Added {
    let turns = if verified { vec![(Turn::Verified, at("2026-11-24T09:00"))] } else { vec![] };
    added(&Story {
        opened_at: at(&format!("{at_first}T08:00")),
        repeats: None,
        commitments: vec![],
        case_type: CaseType::Occurrence,
        category: "lamp".into(),
        community: None,
        grid: None,
        lead: None,
        state: State::Registered,
        voices: speakers.iter().map(|(s, moment)| (VoiceId::fresh(), *s, at(&format!("{at_first}T{moment}")))).collect(),
        promises: vec![],
        leads: vec![],
        dispatches: vec![],
        answers: vec![],
        turns,
    })
}

/// Scene 12: what a patrol raised first and somebody verified, of all that was raised; the earlier voice decides.
#[test]
fn found_before_it_was_said() {
    let sum = |cases: &[Added]| {
        let mut counts = Counts::default();
        cases.iter().flat_map(|c| c.cells.values()).for_each(|c| counts.plus(c, 1));
        counts
    };
    let found = || raised("2026-11-23", &[(Speaker::Post, "09:00")], true);
    let said = || raised("2026-11-23", &[(Speaker::Resident, "09:00")], false);
    let mut cases: Vec<_> = (0..18).map(|_| found()).collect();
    cases.extend((0..42).map(|_| said()));
    cases.push(raised("2026-11-23", &[(Speaker::Unit, "09:00")], false));
    let rate = Figure::named("found-first").and_then(|f| f.rate(&sum(&cases))).expect("a rate");
    assert_eq!((rate.value, rate.denominator), (3_000, 60), "30.0 %, and what nobody looked at counts on no side");

    let joined_later = raised("2026-11-23", &[(Speaker::Resident, "10:00"), (Speaker::Post, "09:00")], true);
    let found_later = raised("2026-11-23", &[(Speaker::Post, "10:00"), (Speaker::Resident, "09:00")], true);
    let first = |c: &Added| {
        let counts = sum(std::slice::from_ref(c));
        (counts.get(Measure::FoundFirst), counts.get(Measure::SaidFirst))
    };
    assert_eq!((first(&joined_later), first(&found_later)), ((1, 0), (0, 1)));
}
