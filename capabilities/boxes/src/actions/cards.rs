//! Cards: keyed into voices through the reception of `appeals`, or void for a reason that is confirmed.

use super::{at_work, signing};
use crate::rules::{self, *};
use crate::store;
use appeals::actions::{FromBox, Names, Whereabouts, receive_card};
use appeals::rules::{CallbackWish, Reception, VoiceId};
use auth::Viewer;
use db::{Result, Tx};
use edge::photos::SealedPhoto;
use kernel::{Outcome, Problem, uuid::Uuid};

type Judged<T> = std::result::Result<T, Vec<Problem>>;

/// The next card, or a void one that can be read after all, becomes a voice in the same transaction.
pub fn key(tx: &mut Tx<'_>, viewer: &Viewer, id: OpeningId, words: &Keying, scan: Option<&SealedPhoto>) -> Result<Outcome<Opening>> {
    let now = tx.now();
    let (was, cards) = at_work(tx, viewer, id)?;
    let judged = match rules::keyable(&was, &cards, words, viewer.account()) {
        Ok(no) => stub_of(tx, &words.serial)?.map(|stub| (no, stub)).map_err(|p| vec![p]),
        Err(problems) => Err(problems),
    };
    let (no, stub) = match judged {
        Ok(judged) => judged,
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
    };
    let subject = Subject { no, position: 1, printed: stub.is_some(), stub: stub.as_ref().map(|s| s.code_digest.clone()), beside: None };
    let voice = match voice(tx, viewer, &was, words, subject)? {
        Ok(voice) => voice,
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
    };
    let before = cards.into_iter().find(|c| c.no == no);
    let card = Card {
        id: before.as_ref().map_or_else(CardId::fresh, |c| c.id),
        opening: id,
        no,
        at: now,
        void: None,
        void_confirmed_at: None,
        scan: scan.cloned().or(before.and_then(|c| c.scan)),
        serial: stub.as_ref().map(|s| s.serial.clone()),
        voices: vec![voice],
    };
    store::put_card(tx, &card)?;
    store::add_voice(tx, card.id, 1, voice)?;
    if let Some(stub) = &stub {
        store::use_stub(tx, &stub.serial)?;
    }
    tx.record(&CardKeyed { opening: id, card: card.id, no, voice, printed: stub.is_some() })?;
    done(tx, &was)
}

/// Another subject of a card: a voice of its own, found from the receipt of the first. The card counts once.
pub fn add_subject(tx: &mut Tx<'_>, viewer: &Viewer, id: OpeningId, words: &Keying) -> Result<Outcome<Opening>> {
    let (was, cards) = at_work(tx, viewer, id)?;
    let card = match rules::further(&was, &cards, words, viewer.account()) {
        Ok(card) => card,
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
    };
    let position = card.voices.len() as i32 + 1;
    let beside = card.voices.first().copied().map(VoiceId);
    let subject = Subject { no: card.no, position, printed: card.serial.is_some(), stub: None, beside };
    match voice(tx, viewer, &was, words, subject)? {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok(voice) => {
            store::add_voice(tx, card.id, position, voice)?;
            tx.record(&SubjectAdded { opening: id, card: card.id, no: card.no, voice })?;
            done(tx, &was)
        }
    }
}

/// The next card is no voice; the second signatory has yet to say so too.
pub fn void(tx: &mut Tx<'_>, viewer: &Viewer, id: OpeningId, words: Voiding, scan: Option<&SealedPhoto>) -> Result<Outcome<Opening>> {
    let now = tx.now();
    let (was, cards) = at_work(tx, viewer, id)?;
    let (no, reason) = match rules::voidable(&was, &cards, words, viewer.account()) {
        Ok(judged) => judged,
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
    };
    let card = Card {
        id: CardId::fresh(),
        opening: id,
        no,
        at: now,
        void: Some(reason),
        void_confirmed_at: None,
        scan: scan.cloned(),
        serial: None,
        voices: vec![],
    };
    store::put_card(tx, &card)?;
    tx.record(&CardVoided { opening: id, card: card.id, no, reason: reason.code() })?;
    done(tx, &was)
}

/// The second signatory confirms every void that waits.
pub fn confirm_voids(tx: &mut Tx<'_>, viewer: &Viewer, second: &Viewer, id: OpeningId) -> Result<Outcome<Opening>> {
    let now = tx.now();
    let (was, cards) = at_work(tx, viewer, id)?;
    let second = match signing::second(tx, second, &was, now)? {
        Ok(second) => second,
        Err(problem) => return Ok(Outcome::Refused(was, vec![problem])),
    };
    match rules::confirm_voids(&was, &cards, viewer.account(), &second) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok(waiting) => {
            for card in &waiting {
                store::confirm_void(tx, *card, now)?;
            }
            tx.record(&VoidsConfirmed { opening: id, cards: waiting, second: second.signature.account })?;
            done(tx, &was)
        }
    }
}

/// Whoever keys at the same moment is told: the opening's row moves with each card.
fn done(tx: &mut Tx<'_>, was: &Opening) -> Result<Outcome<Opening>> {
    let opening = touched(was);
    store::save_opening(tx, was, &opening)?;
    Ok(Outcome::Done(opening))
}

/// The printed number of a card, if it has one: known here, and not used by another card.
fn stub_of(tx: &mut Tx<'_>, typed: &str) -> Result<std::result::Result<Option<Stub>, Problem>> {
    if typed.trim().is_empty() {
        return Ok(Ok(None));
    }
    let street = tx.street();
    let found = serial_typed(typed).map(|serial| store::stub(tx, street, &serial)).transpose()?.flatten();
    Ok(match found {
        None => Err(Problem::at("serial", "serial-unknown")),
        Some(stub) if stub.used => Err(Problem::at("serial", "serial-used")),
        Some(stub) => Ok(Some(stub)),
    })
}

/// One subject of one card.
struct Subject {
    no: i32,
    position: i32,
    /// Its depositor holds a stub.
    printed: bool,
    stub: Option<Vec<u8>>,
    beside: Option<VoiceId>,
}

fn voice(tx: &mut Tx<'_>, viewer: &Viewer, of: &Opening, words: &Keying, subject: Subject) -> Result<Judged<Uuid>> {
    let street = tx.street();
    let names = Names::read(tx, street)?;
    let path = match names.place_typed(&words.place_name) {
        Ok(path) => path.unwrap_or(of.place),
        Err(problem) => return Ok(Err(vec![problem])),
    };
    let category = names.category_typed(&words.category).map(|c| c.code.clone());
    if category.is_none() && !words.category.trim().is_empty() {
        return Ok(Err(vec![Problem::at("category", "category-missing")]));
    }
    let place = Whereabouts { path, office: names.office(path.community) };
    let from = FromBox { opening: of.id.uuid(), opened_at: of.opened_at, stub: subject.stub.clone(), beside: subject.beside };
    let said = reception(of, words, category.unwrap_or_default(), &subject);
    Ok(match receive_card(tx, viewer, &said, place, &from)? {
        Outcome::Done(Some(got)) => Ok(got.voice.uuid()),
        refused => Err(refused.problems().to_vec()),
    })
}

fn reception(of: &Opening, words: &Keying, category: String, subject: &Subject) -> Reception {
    let named = !words.name.trim().is_empty() || !words.phone.trim().is_empty();
    // Without a number to call and without a stub nobody can be asked how it went.
    let wish = match (words.phone.trim().is_empty(), subject.printed) {
        (false, _) => CallbackWish::Phone,
        (true, true) => CallbackWish::Link,
        (true, false) => CallbackWish::None,
    };
    Reception {
        client_key: format!("card:{}:{}:{}", of.id, subject.no, subject.position),
        text: words.text.clone(),
        category,
        name: words.name.clone(),
        phone: words.phone.clone(),
        anonymous: !named,
        callback_wish: Some(wish),
        about_committee: words.about_committee,
        ..Reception::default()
    }
}
