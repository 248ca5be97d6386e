//! Taking a voice in at the desk, and what a number has said before.

use super::Names;
use crate::actions::{self, Received, Whereabouts};
use crate::rules::*;
use crate::store;
use crate::views::{DeskIntake, EarlierVoice, HistoryView, IntakeView, TakenView};
use auth::Viewer;
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, Problem, Purpose, StreetId, uuid::Uuid};

/// The lists of the intake form, for those who may fill it in.
pub fn intake_names(r: &mut Reader<'_>, viewer: &Viewer, street: StreetId, now: Moment) -> Result<Names> {
    if !auth::reaches(WHO_MAY, TAKE_IN, viewer, now) {
        return Err(auth::Denied::Hidden.into());
    }
    Names::read(r, street)
}

/// Row 1 by a clerk's hand, and row 9 in the same breath where the clerk says so.
pub fn take_in(tx: &mut Tx<'_>, viewer: &Viewer, words: &DeskIntake) -> Result<Outcome<Option<Received>>> {
    let street = tx.street();
    let now = tx.now();
    if !auth::reaches(WHO_MAY, TAKE_IN, viewer, now) {
        return Err(auth::Denied::Hidden.into());
    }
    let names = Names::read(tx, street)?;
    let mut problems = vec![];
    let path = names.place_typed(&words.place_name).unwrap_or_else(|p| {
        problems.push(p);
        None
    });
    let category = names.category_typed(&words.category);
    if category.is_none() && (words.accept || !words.category.trim().is_empty()) {
        problems.push(Problem::at("category", "category-missing"));
    }
    let sent = reception(words, category, path.is_some());
    let intake = Intake { by: viewer.account(), staff: true, has_photo: false };
    problems.extend(judge_reception(&sent, intake, path.is_some()).into_iter().map(renamed));
    if !problems.is_empty() {
        return Ok(Outcome::Refused(None, problems));
    }
    let path = path.unwrap_or_default();
    let office = names.office(path.community);
    let received = match actions::receive(tx, viewer, &sent, intake, Whereabouts { path, office })? {
        Outcome::Done(Some(received)) => received,
        refused => return Ok(refused),
    };
    if !words.accept || received.repeated {
        return Ok(Outcome::Done(Some(received)));
    }
    let acceptance = Acceptance { category: sent.category.clone(), title: sent.title.clone(), ..Acceptance::default() };
    Ok(match actions::accept(tx, viewer, received.case.id, &acceptance, None)? {
        Outcome::Done(case) => Outcome::Done(Some(Received { case, ..received })),
        Outcome::Refused(_, problems) => Outcome::Refused(None, problems),
    })
}

fn reception(words: &DeskIntake, category: Option<&Category>, placed: bool) -> Reception {
    let note = words.address_note.trim();
    // What the clerk typed as a place but no list has is still a note of where it is.
    let address_note = if note.is_empty() && !placed { words.place_name.trim() } else { note };
    Reception {
        client_key: words.client_key.clone(),
        channel: Channel::from_code(&words.channel).or(Some(Channel::Hotline)),
        text: words.text.clone(),
        title: words.title.clone(),
        category: category.map(|c| c.code.clone()).unwrap_or_default(),
        urgency: Urgency::from_code(&words.urgency),
        address_note: address_note.to_owned(),
        name: words.name.clone(),
        phone: words.phone.clone(),
        anonymous: words.anonymous,
        secret: words.secret,
        elder: words.elder,
        callback_wish: CallbackWish::from_code(&words.callback_wish),
        about_committee: words.about_committee,
        ..Reception::default()
    }
}

/// The reception speaks of `place`; the desk's field is called `place_name`.
fn renamed(problem: Problem) -> Problem {
    match problem.field {
        Some("place") => Problem { field: Some("place_name"), ..problem },
        _ => problem,
    }
}

const TAKE_IN: &str = "take_in";
const SHOWN: i64 = 8;

/// What a number has said before, as far as this reader may see it. Opens nothing.
pub fn history(tx: &mut Tx<'_>, viewer: &Viewer, phone: &str) -> Result<HistoryView> {
    let (street, now) = (tx.street(), tx.now());
    if !auth::reaches(WHO_MAY, TAKE_IN, viewer, now) {
        return Err(auth::Denied::Hidden.into());
    }
    let Some(phone) = canonical_phone(phone) else { return Ok(HistoryView { malformed: true, ..HistoryView::default() }) };
    let digest = tx.blind(Purpose::Contact, "reporters.phone", &phone)?;
    let (in_a_year, elder) = store::voices_since(tx, street, digest.clone(), now.plus_days(-365))?;
    let mut voices = vec![];
    for (voice, case, ..) in store::history(tx, street, digest, SHOWN)? {
        if let Some(line) = earlier(tx, viewer, voice, case, now)? {
            voices.push(line);
        }
    }
    Ok(HistoryView { voices, in_a_year, elder, malformed: false })
}

/// A voice came out of a call: of the same origin as others of that call.
pub fn came_by_call(tx: &mut Tx<'_>, voice: VoiceId, call: Uuid) -> Result<()> {
    store::set_origin(tx, voice, "call", call)
}

/// The voices that came out of one record of an entrance, as far as the reader may see them.
pub fn voices_of_origin(tx: &mut Tx<'_>, viewer: &Viewer, origin: Uuid) -> Result<Vec<EarlierVoice>> {
    let (street, now) = (tx.street(), tx.now());
    let mut voices = vec![];
    for (voice, case) in store::voices_of_origin(tx, street, origin)? {
        voices.extend(earlier(tx, viewer, voice, case, now)?);
    }
    Ok(voices)
}

fn earlier(tx: &mut Tx<'_>, viewer: &Viewer, voice: VoiceId, case: CaseId, now: Moment) -> Result<Option<EarlierVoice>> {
    let held = match store::find::<SeeCase>(tx, viewer, case, now) {
        Ok(held) => held,
        Err(db::Fault::Denied(_)) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let street = tx.street();
    let received_at = store::voice(tx, street, voice)?.map_or(held.opened_at, |v| v.received_at);
    Ok(Some(EarlierVoice {
        voice,
        case,
        case_no: held.case_no.clone(),
        title: held.title.clone(),
        state: held.state,
        received_at,
        urgings: held.urgings,
        may_urge: possible(viewer, &held, now).contains(&Verb::Urging),
    }))
}

impl IntakeView {
    /// The form with what is known already.
    pub fn blank(names: &Names, words: DeskIntake) -> Self {
        let categories = names.leaves().cloned().map(Into::into).collect();
        Self { words, categories, to: "/desk/intake".into(), problems: vec![] }
    }
    /// The same form of another room.
    pub fn sent_to(self, to: String) -> Self {
        Self { to, ..self }
    }
}

impl TakenView {
    pub fn of(got: Received) -> Self {
        let Received { code, case, .. } = got;
        let Case { id, case_no, title, state, due_at, .. } = case;
        Self { code, case: id, case_no, title, state, due_at, next: "/desk/intake".into() }
    }
    pub fn back_to(self, next: String) -> Self {
        Self { next, ..self }
    }
}
