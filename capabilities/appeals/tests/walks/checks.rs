//! What must be true of a case after every step, whatever was tried.

use super::clockwork::{self, Worked};
use crate::common::Site;
use super::fold::{Folded, Happened, Led, Part, fold};
use appeals::rules::{Case, CaseId, Settled, Voice, VoiceId};
use appeals::store::{self, Clock};
use auth::Viewer;
use db::args;
use kernel::{Moment, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// Everything kept about one case.
#[derive(Clone, Debug)]
pub struct Kept {
    pub case: Case,
    pub events: Vec<Happened>,
    pub voices: Vec<Voice>,
    pub led: Vec<Led>,
    pub clocks: Vec<Clock>,
    pub calendars: Vec<String>,
    pub told: Vec<(VoiceId, String)>,
}

pub fn kept(site: &Site<'_>, id: CaseId) -> Kept {
    let (street, now) = (site.street, site.now());
    let viewer = Viewer::system(street, "test");
    let read = site.db.read_now(move |r| {
        let case = store::find::<appeals::rules::SeeCase>(r, &viewer, id, now)?.into_inner();
        let events: Vec<(String, Moment, String)> = r.all(
            "select name, at, body from events where street_id = $1 and subject_kind = 'case' and subject_id = $2 order by id",
            args![street, id],
        )?;
        let events = events.into_iter().map(|(name, at, body)| Happened { name, at, body: body.parse().expect("JSON") });
        let led: Vec<(UnitId, Moment, Option<Moment>)> = r.all(
            "select unit_id, dispatched_at, ended_at from case_assignments
             where street_id = $1 and case_id = $2 and role = 'lead' order by id",
            args![street, id],
        )?;
        Ok(Kept {
            case,
            events: events.collect(),
            voices: store::voices_of(r, street, id)?,
            led: led.into_iter().map(|(unit, from, to)| Led { unit, from, to }).collect(),
            clocks: store::clocks_of(r, street, id)?,
            calendars: r.all(
                "select calendar_version from clocks where street_id = $1 and case_id = $2 order by id",
                args![street, id],
            )?,
            told: r.all(
                "select voice_id, kind from voice_messages
                 where street_id = $1 and case_id = $2 and kind <> 'date_moved' order by id",
                args![street, id],
            )?,
        })
    });
    read.expect("what is kept of the case")
}

/// Calendars published in this walk, by version, and clocks that were recomputed already.
#[derive(Default)]
pub struct Known {
    pub calendars: BTreeMap<String, Worked>,
    computed: BTreeSet<kernel::uuid::Uuid>,
}

type Verdict = Result<(), String>;

fn equal<T: PartialEq + std::fmt::Debug>(what: &str, row: T, folded: T) -> Verdict {
    if row == folded { Ok(()) } else { Err(format!("{what}: the row says {row:?}, the events say {folded:?}")) }
}

/// All of them.
pub fn check(k: &Kept, known: &mut Known) -> Result<Folded, String> {
    let anonymous = k.voices.iter().all(|v| v.anonymous);
    let folded = fold(&k.events, anonymous)?;
    i1_the_row_is_the_fold(k, &folded)?;
    i2_voices_stay(k, &folded)?;
    i3_one_lead(k, &folded)?;
    i4_clocks(k, &folded, known)?;
    i10_more_time(k, &folded)?;
    every_voice_is_told(k, &folded)?;
    Ok(folded)
}

fn i1_the_row_is_the_fold(k: &Kept, f: &Folded) -> Verdict {
    let c = &k.case;
    equal("state", c.state.code(), f.state)?;
    equal("round", i64::from(c.round), f.round)?;
    equal("redos", i64::from(c.redos), f.redos)?;
    equal("urgings", i64::from(c.urgings), f.urgings)?;
    equal("supervision", i64::from(c.supervision), f.supervision)?;
    equal("questions", i64::from(c.questions), f.questions)?;
    equal("lead", c.lead, f.lead)?;
    equal("published", c.published, f.published)?;
    equal("units that help", c.links.assists.len(), usize::from(f.part.is_some()))?;
    if f.promise == "handle" {
        equal("no return", c.no_return, f.no_return)?;
    }
    equal("opened_at", Some(c.opened_at), f.opened_at)?;
    equal("closed_at", c.closed_at, f.closed_at)?;
    if c.state.is_open() && c.closed_at.is_some() {
        return Err("an open case that has ended".into());
    }
    equal("touched_at", Some(c.touched_at), f.touched_at)?;
    if let Some(category) = &f.category {
        equal("category", &c.category, category)?;
    }
    if f.is_open() && f.lead.is_some() {
        equal("contacted", c.contacted, f.contacted())?;
    }
    if matches!(f.state, "review" | "verification" | "callback" | "closed" | "answered") {
        equal("result", c.result.map(|r| r.code().to_owned()), f.result.clone())?;
    }
    // I7, whatever the result: nothing is called done before somebody was reached or tried.
    if matches!(f.state, "review" | "verification" | "callback" | "closed") && !f.contacted() {
        return Err("done without a contact".into());
    }
    Ok(())
}

fn i2_voices_stay(k: &Kept, f: &Folded) -> Verdict {
    equal("voices", k.voices.len() as i64, f.voices)?;
    equal("the kept number of voices", i64::from(k.case.voices), f.voices)?;
    let withdrawn = k.voices.iter().filter(|v| v.withdrawn_at.is_some()).count() as i64;
    equal("withdrawn voices", withdrawn, f.withdrawn)?;
    if f.is_open() && withdrawn == f.voices {
        return Err("an open case of which every voice is withdrawn".into());
    }
    match f.state {
        "closed" => {
            let open = k.voices.iter().any(|v| v.is_due_for_callback() && v.settled.is_none());
            let refused = k.voices.iter().any(|v| v.settled == Some(Settled::NotAccepted));
            if open || (refused && f.voices == 1) {
                return Err("closed over somebody who was not asked, or who said no".into());
            }
        }
        "handling" | "review" | "verification" if k.voices.iter().any(|v| v.settled.is_some()) => {
            return Err("a voice settled before its callback".into());
        }
        _ => {}
    }
    Ok(())
}

fn i3_one_lead(k: &Kept, f: &Folded) -> Verdict {
    equal("leads", &k.led, &f.led)?;
    let open = k.led.iter().filter(|l| l.to.is_none()).count();
    let wanted = usize::from(f.is_open() && f.lead.is_some() && f.state != "registered");
    equal("leads now", open, wanted)?;
    let gap = k.led.windows(2).any(|w| w[0].to.is_none_or(|to| to > w[1].from));
    if gap { Err("two leads at one instant".into()) } else { Ok(()) }
}

/// Which clocks run in a state: exactly these, once each.
fn running(f: &Folded, k: &Kept) -> Vec<&'static str> {
    let called = k.events.iter().rev().take_while(|e| e.name != "appeals.completion_approved");
    let called = called.filter(|e| e.name == "appeals.callback_made").count() > 0;
    let mut stages = match f.state {
        "registered" => vec!["intake"],
        "awaiting_info" => vec!["answer_by", "intake"],
        "accepted" if f.lead.is_some() => vec![f.promise],
        "dispatched" => vec![f.promise, "sign"],
        "handling" | "deferred" => vec![f.promise],
        "return_pending" if f.signed => vec![f.promise, "return"],
        "return_pending" => vec![f.promise, "return", "sign"],
        "conferral" => vec![f.promise, "conferral"],
        "review" => vec!["review"],
        "verification" => vec!["verification"],
        "callback" if called => vec!["callback_all"],
        "callback" => vec!["callback", "callback_all"],
        // A late answer within thirty days wakes it with the clock it had.
        "withdrawn" if f.lapsed => vec!["intake"],
        _ => vec![],
    };
    let first_contact = f.first && matches!(f.state, "dispatched" | "handling" | "deferred" | "return_pending") && !f.contacted();
    let in_hand = matches!(f.state, "dispatched" | "handling" | "deferred" | "return_pending" | "conferral");
    stages.extend((f.unit_counts && f.promise == "handle" && in_hand).then_some("unit"));
    stages.extend(match f.part {
        Some(Part::Assists) => Some("assist"),
        Some(Part::Called { .. }) => Some("arrival"),
        _ => None,
    });
    stages.extend((f.supervision > 0 && !f.answered).then_some("supervision"));
    stages.extend(first_contact.then_some("contact"));
    stages.sort_unstable();
    stages
}

fn i4_clocks(k: &Kept, f: &Folded, known: &mut Known) -> Verdict {
    equal("clock rows", k.clocks.len(), f.clocks)?;
    let mut now: Vec<_> =
        k.clocks.iter().filter(|c| c.stopped_at.is_none() && !c.superseded).map(|c| c.stage.as_str()).collect();
    now.sort_unstable();
    equal("running clocks", &now[..], &running(f, k)[..])?;
    for clock in &k.clocks {
        if let (Some(stopped), Some(met)) = (clock.stopped_at, clock.met) {
            equal("met", met, clock.due_at.is_none_or(|due| stopped <= due))?;
        }
    }
    for (clock, version) in k.clocks.iter().zip(&k.calendars) {
        if !known.computed.insert(clock.id.uuid()) {
            continue;
        }
        let proof: worktime::Proof = serde_json::from_str(&clock.proof).map_err(|e| e.to_string())?;
        worktime::verify(&proof).map_err(|m| format!("{} {m}", clock.stage))?;
        equal("inputs of the proof", &proof.inputs, &clock.inputs)?;
        equal("due of the proof", proof.due_at, clock.due_at)?;
        if proof.kept_because.is_some() {
            continue;
        }
        let paused = clock.inputs.pauses.iter().any(|p| p.to.is_none());
        let worked = known.calendars.get(version).ok_or("a calendar nobody published")?;
        let due = (!paused).then(|| clockwork::due(&clock.inputs, worked));
        if clock.due_at != due {
            return Err(format!("{}: stored {:?}, counted by hand {due:?}, {:?}", clock.stage, clock.due_at, clock.inputs));
        }
    }
    let shown = k.clocks.iter().find(|c| {
        c.stopped_at.is_none() && !c.superseded && k.case.due_stage.as_deref() == Some(c.stage.as_str())
    });
    equal("the date lists show", k.case.due_at, shown.and_then(|c| c.due_at))?;
    if f.is_open() && f.state != "accepted" && shown.is_none() {
        return Err("an open case shows no promise".into());
    }
    Ok(())
}

/// I10: time is added to the first promise only, asked for before its date, and never more than the cap in all.
fn i10_more_time(k: &Kept, f: &Folded) -> Verdict {
    equal("days asked for", k.case.extension_days, f.asked.filter(|_| f.state == "handling"))?;
    let added = |c: &Clock| c.inputs.extensions.clone();
    let newest = k.clocks.iter().rev().find(|c| c.stage == "handle");
    equal("days granted", newest.map(added).unwrap_or_default(), f.granted.clone())?;
    if k.clocks.iter().any(|c| !["handle", "unit"].contains(&c.stage.as_str()) && !c.inputs.extensions.is_empty()) {
        return Err("another promise than that of the work was made longer".into());
    }
    if f.granted.iter().sum::<i64>() > 10 || f.granted.len() > 2 || f.granted.iter().any(|d| *d < 1) {
        return Err(format!("more time than the cap: {:?}", f.granted));
    }
    for asked in k.events.iter().filter(|e| e.name == "appeals.extension_asked") {
        // The promise as it stood: rows are written in order, and their ids carry the moment.
        let due = k.events.iter().take_while(|e| !std::ptr::eq(*e, asked)).filter(|e| e.body["stage"] == "handle").last();
        let due = due.and_then(|e| e.body["due_at"].as_str()).and_then(Moment::parse);
        if due.is_some_and(|due| asked.at >= due) {
            return Err(format!("more time was asked for at {:?}, after {due:?}", asked.at));
        }
    }
    Ok(())
}

/// I10, the part of telling: as many messages as voices, for everything they are to be told.
fn every_voice_is_told(k: &Kept, f: &Folded) -> Verdict {
    for voice in &k.voices {
        let told: Vec<_> = k.told.iter().filter(|m| m.0 == voice.id).map(|m| m.1.as_str()).collect();
        equal("what the voice was told", &told[..], &f.told[..])?;
    }
    Ok(())
}
