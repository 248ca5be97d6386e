//! Taking voices in, and what happens before anybody works on them.

use super::{clocks, decide, hand, keep_note, nothing, photos::add_photos, sealed_note};
use crate::rules::counting::{Promised, Story};
use crate::rules::{self, *};
use crate::store;
use auth::{PlacePath, Viewer};
use db::{Result, Tx};
use edge::photos::KeptPhoto;
use kernel::{Outcome, Purpose, UnitId, uuid::Uuid};
use sha2::{Digest, Sha256};

/// What the speaker gets: the case, the voice, and the code that is shown once.
#[derive(Clone, Debug)]
pub struct Received {
    pub case: Case,
    pub voice: VoiceId,
    pub code: String,
    /// The same voice was sent before under the same key.
    pub repeated: bool,
}

/// Where it is, as the caller resolved it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Whereabouts {
    pub path: PlacePath,
    /// The office of that community, accused when the letter is about the committee.
    pub office: Option<UnitId>,
}

/// Row 1. Creates voice, case and receipt together; a repeat under the same key gives the first result.
pub fn receive(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    words: &Reception,
    intake: Intake,
    place: Whereabouts,
) -> Result<Outcome<Option<Received>>> {
    receive_with_photos(tx, viewer, words, intake, place, &[])
}

/// The same, with photos whose files are written. A repeat brings what the first time did not carry.
pub fn receive_with_photos(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    words: &Reception,
    intake: Intake,
    place: Whereabouts,
    photos: &[KeptPhoto],
) -> Result<Outcome<Option<Received>>> {
    let now = tx.now();
    receive_since(tx, viewer, words, intake, place, photos, now)
}

/// The same, where the promise counts from an earlier moment.
pub(super) fn receive_since(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    words: &Reception,
    intake: Intake,
    place: Whereabouts,
    photos: &[KeptPhoto],
    since: kernel::Moment,
) -> Result<Outcome<Option<Received>>> {
    if let Some(first) = repeated(tx, words, photos)? {
        return Ok(first);
    }
    let (street, now) = (tx.street(), tx.now());
    let problems = judge_reception(words, intake, place.path.community.is_some());
    if !problems.is_empty() {
        return Ok(Outcome::Refused(None, problems));
    }
    let category = store::category(tx, street, words.category.trim())?;
    let case = opening(words, intake, place, category.as_ref(), now);
    store::insert(tx, &case)?;
    let mut accused = words.accused.clone();
    accused.extend(place.office.filter(|_| words.about_committee));
    store::accuse(tx, case.id, &accused)?;
    let (voice, code) = voice_of(tx, viewer, &case, words, intake, photos)?;
    let promise = clocks::start(tx, &case, "intake", intake_key(channel_of(words)), since)?;
    let story = opened(&case, voice, speaker_of(words, intake), since, promise.due_at);
    store::keep_opened(tx, case.id, &story, (promise.due_at, "intake"))?;
    let case = store::load(tx, street, case.id)?.ok_or(auth::Denied::Hidden)?;
    let said = search_text(tx, &case, category.as_ref())?;
    tx.index_many("case", &[(case.id.uuid(), said)])?;
    Ok(Outcome::Done(Some(Received { case, voice, code, repeated: false })))
}

/// What a case that was just opened adds to the kept counts: one voice and one running promise.
fn opened(case: &Case, voice: VoiceId, speaker: Speaker, since: kernel::Moment, due_at: Option<kernel::Moment>) -> Story {
    let promise = Promised { stage: "intake".into(), started_at: since, due_at, stopped_at: None, met: None, unit: None, extended: false };
    Story {
        case_type: case.case_type,
        category: case.category.clone(),
        community: case.place.community,
        grid: case.place.grid,
        lead: case.lead,
        state: case.state,
        opened_at: case.opened_at,
        repeats: None,
        voices: vec![(voice, speaker, case.opened_at)],
        promises: vec![promise],
        leads: vec![],
        dispatches: vec![],
        answers: vec![],
        commitments: vec![],
        turns: vec![],
    }
}

/// Only staff say for whom they write; an enterprise says so of itself.
fn speaker_of(words: &Reception, intake: Intake) -> Speaker {
    words.speaker.filter(|s| intake.staff || *s == Speaker::Enterprise).unwrap_or(Speaker::Resident)
}

fn channel_of(words: &Reception) -> Channel {
    words.channel.unwrap_or(Channel::Online)
}

/// What a key brought the first time, if it was used before.
pub(super) fn repeated(tx: &mut Tx<'_>, words: &Reception, photos: &[KeptPhoto]) -> Result<Option<Outcome<Option<Received>>>> {
    let street = tx.street();
    let Some((voice, case, first)) = store::by_client_key(tx, street, &words.client_key)? else { return Ok(None) };
    if first != body_digest(words) {
        return Ok(Some(Outcome::Refused(None, vec![kernel::Problem::at("client_key", "key-reused")])));
    }
    let case = store::load(tx, street, case)?.ok_or(auth::Denied::Hidden)?;
    add_photos(tx, &case, Some(voice), Stage::Before, photos)?;
    let code = code_of(tx, &words.client_key)?;
    Ok(Some(Outcome::Done(Some(Received { case, voice, code, repeated: true }))))
}

/// One voice of a case with its speaker, its receipt and its photos; gives the code that is shown once.
pub(super) fn voice_of(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    case: &Case,
    words: &Reception,
    intake: Intake,
    photos: &[KeptPhoto],
) -> Result<(VoiceId, String)> {
    let now = tx.now();
    let channel = channel_of(words);
    let account = viewer.account().filter(|_| !intake.staff && !words.anonymous);
    let reporter = keep_reporter(tx, words, account)?;
    let voice = Voice {
        id: VoiceId::fresh(),
        case: case.id,
        channel,
        door: if intake.staff { "desk".into() } else { "web".into() },
        speaker: speaker_of(words, intake),
        reporter,
        account,
        anonymous: words.anonymous || reporter.is_none(),
        secret: words.secret,
        said_at: words.said_at.unwrap_or(now).min(now),
        received_at: now,
        callback_wish: wish_of(words),
        withdrawn_at: None,
        settled: None,
    };
    let code = code_of(tx, &words.client_key)?;
    let sealed = sealed_words(tx, words, voice.id, body_digest(words), &code)?;
    store::insert_voice(tx, &voice, &sealed)?;
    add_photos(tx, case, Some(voice.id), Stage::Before, photos)?;
    let (community, grid) = (case.place.community, case.place.grid);
    tx.record(&VoiceReceived { case: case.id, voice: voice.id, channel: channel.code(), community, grid })?;
    Ok((voice.id, code))
}

fn opening(
    words: &Reception,
    intake: Intake,
    place: Whereabouts,
    category: Option<&Category>,
    now: kernel::Moment,
) -> Case {
    let allegation = words.case_type == Some(CaseType::Allegation);
    let level = if allegation || words.secret { PublicLevel::None } else { category.map_or(PublicLevel::CountOnly, |c| c.public_level) };
    let blank = Case::fresh(CaseId::fresh(), case_no(now.day(), rand::random()), now);
    Case {
        case_type: words.case_type.or(category.map(|c| c.case_type)).unwrap_or(blank.case_type),
        category: category.map_or(blank.category, |c| c.code.clone()),
        // How urgent it is, staff say: it shortens clocks and wakes people.
        urgency: words.urgency.filter(|_| intake.staff).unwrap_or(blank.urgency),
        place: place.path,
        grid_at_opening: place.path.grid,
        point: words.lat.zip(words.lon).filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0),
        title: opening_title(words, category, intake.staff),
        public_level: level,
        received_by: intake.by.filter(|_| intake.staff),
        ..blank
    }
}

/// The words as they were sent, to tell a repeat from another voice under the same key.
pub fn body_digest(words: &Reception) -> Vec<u8> {
    // Browsers end a line in two ways, the same browser too: by the form, and by a program in the page.
    let text = words.text.replace("\r\n", "\n");
    let parts = format!(
        "{:?}\n{}\n{}\n{}\n{:?}\n{:?}\n{:?}\n{}\n{}\n{}\n{}",
        words.channel, text, words.title, words.category, words.place, words.lat, words.lon, words.address_note,
        words.name, words.phone, words.anonymous
    );
    Sha256::digest(parts).to_vec()
}

/// The code is drawn from the key and the house's own secret: the same key always shows the same code, and only a
/// digest of it is stored.
pub fn code_of(r: &db::Reader<'_>, client_key: &str) -> Result<String> {
    let drawn = r.blind(Purpose::Appeals, "receipts.draw", client_key)?;
    let mut random = [0; 16];
    random.copy_from_slice(&drawn);
    Ok(code_from(&random))
}

/// The digest under which a code is stored.
pub fn code_digest(r: &db::Reader<'_>, code: &str) -> Result<Vec<u8>> {
    r.blind(Purpose::Appeals, "receipts.code", code)
}

/// The voice a typed code opens, if it is a code at all.
pub fn open_receipt(r: &mut db::Reader<'_>, street: kernel::StreetId, typed: &str) -> Result<Option<VoiceId>> {
    let Some(code) = rules::typed(typed) else { return Ok(None) };
    let digest = code_digest(r, &code)?;
    store::by_receipt(r, street, digest)
}

fn sealed_words(
    tx: &Tx<'_>,
    words: &Reception,
    voice: VoiceId,
    body_digest: Vec<u8>,
    code: &str,
) -> Result<store::SealedWords> {
    let seal = |column: &str, text: &str| tx.seal(Purpose::Appeals, column, voice.uuid(), text);
    let note = words.address_note.trim();
    Ok(store::SealedWords {
        text: seal("voices.text", words.text.trim())?,
        address_note: if note.is_empty() { None } else { Some(seal("voices.address_note", note)?) },
        client_key: words.client_key.clone(),
        body_digest,
        code_digest: code_digest(tx, code)?,
    })
}

fn keep_reporter(tx: &mut Tx<'_>, words: &Reception, account: Option<kernel::AccountId>) -> Result<Option<ReporterId>> {
    let (name, phone) = (words.name.trim(), canonical_phone(&words.phone));
    if words.anonymous || (name.is_empty() && phone.is_none() && account.is_none()) {
        return Ok(None);
    }
    let id = ReporterId::fresh();
    let seal = |column: &str, text: &str| tx.seal(Purpose::Contact, column, id.uuid(), text);
    let who = store::Reporter {
        id,
        account,
        name: if name.is_empty() { None } else { Some(seal("reporters.name", name)?) },
        phone: phone.as_deref().map(|p| seal("reporters.phone", p)).transpose()?,
        phone_digest: phone.as_deref().map(|p| tx.blind(Purpose::Contact, "reporters.phone", p)).transpose()?,
        elder: words.elder,
    };
    store::insert_reporter(tx, &who)?;
    Ok(Some(id))
}

/// A speaker's name and number, opened for a reason.
pub(super) fn contact_numbers(tx: &mut Tx<'_>, id: ReporterId, reason: &str) -> Result<(Option<String>, Option<String>)> {
    let street = tx.street();
    let Some((name, phone, _)) = store::reporter(tx, street, id)? else { return Ok((None, None)) };
    let mut open = |column: &str, sealed: Option<kernel::Sealed>| {
        sealed.map(|s| tx.open_sealed(&s, Purpose::Contact, column, id.uuid(), reason)).transpose()
    };
    Ok((open("reporters.name", name)?, open("reporters.phone", phone)?))
}

/// Makes a case findable.
pub(super) fn findable(tx: &mut Tx<'_>, case: &Case) -> Result<()> {
    let street = tx.street();
    let category = store::category(tx, street, &case.category)?;
    let text = search_text(tx, case, category.as_ref())?;
    tx.index_words("case", case.id.uuid(), &text)
}

/// What a case is found by: its number, title, category and place; never words of a speaker.
fn search_text(tx: &mut Tx<'_>, case: &Case, category: Option<&Category>) -> Result<String> {
    let street = tx.street();
    let category = category.map(|c| format!("{} {}", c.name_zh, c.name_en));
    let place = case.place.building.or(case.place.grid).or(case.place.community);
    let place = place.map(|p| places::tree(tx, street).map(|tree| tree.name_path(p))).transpose()?;
    let words = [Some(case.case_no.clone()), Some(case.title.clone()), category, place];
    Ok(words.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Row 9.
pub fn accept(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Acceptance, place: Option<PlacePath>) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Accept, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let category = store::category(tx, street, words.category.trim())?;
            Ok(rules::accept(held, words, category.as_ref(), now))
        },
        |tx, _, case| {
            case.place = place.unwrap_or(case.place);
            store::accuse(tx, id, &words.accused)?;
            let alike = store::alike(tx, street, case)?;
            store::note_repeat(tx, id, repeats(case, &alike))?;
            clocks::stop(tx, id, "intake")?;
            let listed = case.public_level.is_listed();
            case.published_at = if listed { Some(clocks::due_by(tx, "publication", now)?) } else { None };
            case.published &= listed;
            findable(tx, case)?;
            store::tell(tx, id, "accepted", &serde_json::json!({ "category": case.category }))?;
            Ok(())
        },
    )
}

/// Rows 2 and 20a: a question to the speaker; the clock waits for the answer.
pub fn request_information(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    let answer_by = clocks::due_by(tx, "answer_by", now)?;
    decide::<RequestInformation, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::request_information(held, words, answer_by, now)),
        |tx, was, case| {
            store::insert_question(tx, id, hand(viewer), words.text.trim(), answer_by, was.state.code())?;
            clocks::pause(tx, id, &clocks::ASKED)?;
            if case.state == State::AwaitingInfo {
                clocks::start(tx, case, "answer_by", "answer_by", now)?;
            }
            store::tell(tx, id, "question", &serde_json::json!({ "answer_by": answer_by }))?;
            Ok(())
        },
    )
}

/// Rows 3 and 20b.
pub fn supplement(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, voice: Option<VoiceId>, words: &Saying) -> Result<Outcome<Case>> {
    supplement_with_photos(tx, viewer, id, voice, &words.text, &[])
}

/// The same, with photos whose files are written.
pub fn supplement_with_photos(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: CaseId,
    voice: Option<VoiceId>,
    text: &str,
    photos: &[KeptPhoto],
) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Supplement, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let spoken = store::voices_of(tx, street, id)?.iter().any(|v| v.withdrawn_at.is_none());
            Ok(rules::supplement(held, text, !photos.is_empty(), voice, spoken, now))
        },
        |tx, _, case| {
            keep_note(tx, case, "supplement", hand(viewer), voice, text)?;
            add_photos(tx, case, voice, Stage::Before, photos)?;
            if store::answer_questions(tx, id)? > 0 {
                clocks::stop(tx, id, "answer_by")?;
                clocks::resume(tx, id, &clocks::ASKED, WAITING)?;
            }
            Ok(())
        },
    )
}

/// Row 4, by the timer.
pub fn lapse(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<Lapse, _>(
        tx,
        viewer,
        id,
        |tx, held| {
            let until = store::open_question(tx, street, id)?.map_or(now, |q| q.2);
            Ok(rules::lapse(held, until, now))
        },
        |tx, _, _| {
            clocks::stop(tx, id, "answer_by")?;
            store::tell(tx, id, "lapsed", &serde_json::json!({})).map(|_| ())
        },
    )
}

/// Row 5.
pub fn answer(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Saying) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<Answer, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::answer(held, words, now)),
        |tx, _, _| {
            clocks::stop(tx, id, "intake")?;
            store::tell(tx, id, "answered", &serde_json::json!({})).map(|_| ())
        },
    )
}

/// Row 6.
pub fn propose_refusal(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Refusal) -> Result<Outcome<Case>> {
    let now = tx.now();
    let by = hand(viewer);
    decide::<ProposeRefusal, _>(tx, viewer, id, |_, held| Ok(rules::propose_refusal(held, words, by, now)), nothing)
}

/// Row 7.
pub fn confirm_refusal(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId) -> Result<Outcome<Case>> {
    let now = tx.now();
    decide::<ConfirmRefusal, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::confirm_refusal(held, hand(viewer), now)),
        |tx, _, case| {
            clocks::stop(tx, id, "intake")?;
            store::tell(tx, id, "refused", &serde_json::json!({ "reason": case.refusal_reason })).map(|_| ())
        },
    )
}

/// Row 8.
pub fn object(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, voice: VoiceId, words: &Saying) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    decide::<ObjectTo, _>(
        tx,
        viewer,
        id,
        |tx, held| Ok(rules::object(held, words, voice, store::has_note(tx, street, id, "objection")?, now)),
        |tx, _, case| {
            keep_note(tx, case, "objection", hand(viewer), Some(voice), &words.text)?;
            clocks::start(tx, case, "intake", "intake_online", now)?;
            Ok(())
        },
    )
}

/// A sealed contact note and its id.
pub(super) fn contact_note(tx: &Tx<'_>, text: &str) -> Result<(Uuid, Option<kernel::Sealed>)> {
    sealed_note(tx, "case_contacts.note", text)
}
