//! Opinion boxes of the demo street: hung before the year began and opened now and then, as the year goes by. Each card
//! is a voice; most are answered in words by the clerk who reads them.

use super::cast::Cast;
use super::done;
use super::luck::Luck;
use super::words::{Blanks, Words};
use super::year::Street;
use appeals::rules::{CaseType, Saying, SeeCase, VoiceId};
use boxes::actions::{self, SCAN};
use boxes::rules::{Beginning, BoxId, BoxWords, Keying, OpeningId, VoidReason, Voiding};
use db::{Db, Fault, Result, Tx};
use edge::photos::SealedPhoto;
use kernel::{Moment, PlaceId, StreetId, uuid::Uuid};
use outside::Files;
use serde::Deserialize;
use std::collections::HashMap;

/// What lies on the table at every opening of the demo.
const PICTURE: &[u8] = include_bytes!("../../../demo/cards.png");

#[derive(Deserialize)]
struct File {
    #[serde(rename = "box")]
    boxes: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    community: String,
    location: String,
    weekday: i8,
    weeks: Vec<i64>,
}

/// The openings that are still to come, the next one last.
pub struct Boxes {
    coming: Vec<Coming>,
    seals: HashMap<BoxId, String>,
    sha256: String,
    seed: u64,
}

struct Coming {
    at: Moment,
    of: BoxId,
    community: PlaceId,
    place: String,
}

impl Boxes {
    /// Hangs every box a year before the end.
    pub fn hang(tx: &mut Tx<'_>, cast: &Cast, end: Moment, seed: u64) -> Result<Self> {
        let file: File = toml::from_str(include_str!("../../../demo/boxes.toml")).map_err(Fault::other)?;
        let street = tx.street();
        let tree = places::tree(tx, street)?;
        let mut coming = vec![];
        for line in &file.boxes {
            let no = || Fault::Other(format!("no place `{}` in the demo", line.community));
            let place = tree.by_code(&line.community).ok_or_else(no)?;
            let words = BoxWords {
                place_name: line.community.clone(),
                location: line.location.clone(),
                weekday: Some(line.weekday.into()),
                ..BoxWords::default()
            };
            let secretary = cast.secretary(place.id)?;
            let made = tx.at(end.plus_days(-365), secretary.actor(), |tx| actions::put_up(tx, secretary, &words))?;
            let of = done(made)?.ok_or_else(no)?.id;
            coming.extend(line.weeks.iter().map(|weeks| Coming {
                at: opened_at(end, line.weekday, *weeks),
                of,
                community: place.id,
                place: place.short_name.clone(),
            }));
        }
        coming.sort_by_key(|c| std::cmp::Reverse(c.at));
        let sha256 = edge::photos::clean(PICTURE).map_err(|p| Fault::other(p.code))?.sha256;
        Ok(Self { coming, seals: HashMap::new(), sha256, seed })
    }

    /// Holds the openings that come before a moment.
    pub fn until(&mut self, tx: &mut Tx<'_>, s: &Street<'_>, at: Moment) -> Result<()> {
        while let Some(next) = self.coming.pop_if(|next| next.at <= at) {
            self.hold(tx, s, &next)?;
        }
        Ok(())
    }

    /// Opened, laid out, counted, keyed, sealed.
    fn hold(&mut self, tx: &mut Tx<'_>, s: &Street<'_>, next: &Coming) -> Result<()> {
        let mut luck = Luck::of_one(self.seed, 1 << 41 | next.at.0 as u64);
        let (first, second) = (s.cast.secretary(next.community)?, s.cast.witness(next.community)?);
        let before = self.seals.get(&next.of).cloned().unwrap_or_else(|| seal(&mut luck));
        let begin = Beginning { seal_before: before, finding: None };
        let opening = tx.at(next.at, first.actor(), |tx| actions::begin(tx, first, second, next.of, &begin))?;
        let opening = done(opening)?.ok_or_else(|| Fault::other("a box of the demo was not opened"))?.id;
        let id = Uuid::now_v7();
        let photo = SealedPhoto { id, original: format!("photos/demo/{id}.sealed"), sha256: self.sha256.clone() };
        let later = |minutes: i64| next.at.plus_minutes(minutes);
        let (voices, blank) = (luck.between(4, 7), luck.is(0.5));
        done(tx.at(later(3), first.actor(), |tx| actions::photograph(tx, first, opening, &photo))?)?;
        let counted = i32::try_from(voices).unwrap_or(0) + i32::from(blank);
        done(tx.at(later(5), first.actor(), |tx| actions::count(tx, first, opening, Some(counted)))?)?;
        for n in 0..voices {
            let words = written(s.words, s, &next.place, &mut luck)?;
            done(tx.at(later(8 + 3 * n), first.actor(), |tx| actions::key(tx, first, opening, &words, None))?)?;
        }
        if blank {
            let why = Voiding { reason: Some(VoidReason::Blank) };
            done(tx.at(later(32), first.actor(), |tx| actions::void(tx, first, opening, why, None))?)?;
            done(tx.at(later(33), first.actor(), |tx| actions::confirm_voids(tx, first, second, opening))?)?;
        }
        let after = seal(&mut luck);
        done(tx.at(later(35), first.actor(), |tx| actions::seal(tx, first, second, opening, &after))?)?;
        self.seals.insert(next.of, after);
        answer(tx, s, opening, &next.place, &mut luck, later(36))
    }
}

/// A clerk answers in words what came out, all but the last card.
fn answer(tx: &mut Tx<'_>, s: &Street<'_>, opening: OpeningId, place: &str, luck: &mut Luck, at: Moment) -> Result<()> {
    let street = tx.street();
    let cards = boxes::store::cards_of(tx, street, opening)?;
    let voices: Vec<_> = cards.iter().flat_map(|c| c.voices.iter().copied()).collect();
    for voice in voices.iter().rev().skip(1) {
        let voice = appeals::store::voice(tx, street, VoiceId(*voice))?.ok_or_else(|| Fault::other("a card without its voice"))?;
        let clerk = luck.of(&s.cast.clerks);
        let case = appeals::store::find::<SeeCase>(tx, clerk, voice.case, at)?;
        let reply = luck.text(&s.words.leaf(&case.category)?.replies).to_owned();
        let words = Saying { rev: None, text: Blanks::draw(place.to_owned(), luck).fill(&reply) };
        done(tx.at(at, clerk.actor(), |tx| appeals::actions::answer(tx, clerk, voice.case, &words))?)?;
    }
    Ok(())
}

/// What stands on a card: a matter that words can settle.
fn written(words: &Words, s: &Street<'_>, place: &str, luck: &mut Luck) -> Result<Keying> {
    let settled = |code: &str| {
        let kind = s.categories.get(code).map(|c| c.case_type);
        matches!(kind, Some(CaseType::Consultation | CaseType::Help | CaseType::Suggestion | CaseType::Praise))
    };
    let leaves: Vec<&str> = words.often().map(|(code, _)| code).filter(|code| settled(code)).collect();
    let category = (*luck.of(&leaves)).to_owned();
    let blanks = Blanks::draw(place.to_owned(), luck);
    let (_, text) = words.say(&category, true, false, &blanks, luck)?;
    Ok(Keying { text, category, ..Keying::default() })
}

/// So many weeks before the end, on the box's day, at ten.
fn opened_at(end: Moment, weekday: i8, weeks: i64) -> Moment {
    let day = end.day().plus(-7 * weeks);
    let back = i64::from((day.weekday() - weekday).rem_euclid(7));
    day.plus(-back).start().plus_minutes(10 * 60)
}

fn seal(luck: &mut Luck) -> String {
    format!("QS{:06}", luck.between(100_000, 999_999))
}

/// Writes the pictures of the demo's openings where the house keeps its files.
pub fn lay_out(db: &Db, street: StreetId, files: &dyn Files) -> Result<()> {
    let pictures = db.read_now(move |r| {
        let openings = boxes::store::sealed_after(r, street, None, 1_000)?;
        let photos = openings.into_iter().filter_map(|o| o.photo).filter(|p| p.original.starts_with("photos/demo/"));
        photos.map(|p| Ok((r.seal_bytes(street, SCAN, p.id, PICTURE)?, p.original))).collect::<Result<Vec<_>>>()
    })?;
    pictures.iter().try_for_each(|(sealed, key)| files.put(key, sealed)).map_err(Fault::other)
}
