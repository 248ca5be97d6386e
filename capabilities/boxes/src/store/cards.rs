//! Cards and the voices they became.

use super::code_opt;
use crate::rules::{Card, CardId, OpeningId, VoidReason};
use db::{FromRow, Reader, Result, Row, Sql, Tx, args};
use edge::photos::SealedPhoto;
use kernel::{Moment, StreetId, uuid::Uuid};

const CARD: &str = "id, opening_id, no, at, void_reason, void_confirmed_at, scan_id, scan, scan_sha256, serial";

impl FromRow for Card {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            opening: r.next()?,
            no: r.next()?,
            at: r.next()?,
            void: code_opt(r, VoidReason::from_code)?,
            void_confirmed_at: r.next()?,
            scan: SealedPhoto::read(r)?,
            serial: r.next()?,
            voices: vec![],
        })
    }
}

/// The cards of an opening by their numbers, each with its voices in order.
pub fn cards_of(r: &mut Reader<'_>, street: StreetId, of: OpeningId) -> Result<Vec<Card>> {
    let sql = format!("select {CARD} from box_cards where street_id = $1 and opening_id = $2 order by no");
    let mut cards: Vec<Card> = r.all(&sql, args![street, of])?;
    let voices: Vec<(CardId, Uuid)> = r.all(
        "select v.card_id, v.voice_id
         from box_cards c join box_card_voices v on v.street_id = c.street_id and v.card_id = c.id
         where c.street_id = $1 and c.opening_id = $2
         order by v.card_id, v.position",
        args![street, of],
    )?;
    for (card, voice) in voices {
        if let Some(card) = cards.iter_mut().find(|c| c.id == card) {
            card.voices.push(voice);
        }
    }
    Ok(cards)
}

/// How many cards of each opening are voices, and how many confirmed voids.
pub fn tallies_of(r: &mut Reader<'_>, street: StreetId, openings: &[OpeningId]) -> Result<Vec<(OpeningId, i64, i64)>> {
    let mut sql = Sql::new(
        "select opening_id, sum(case when void_reason is null then 1 else 0 end),
           sum(case when void_confirmed_at is not null then 1 else 0 end)
         from box_cards where street_id = ",
    );
    sql.bind(street).push(" and ").within("opening_id", openings.iter().copied());
    sql.push(" group by opening_id");
    r.list(&sql)
}

/// A new card, or the one of that number as it now is.
pub fn put_card(tx: &mut Tx<'_>, c: &Card) -> Result<()> {
    let street = tx.street();
    let scan = c.scan.as_ref();
    tx.exec(
        "insert into box_cards (street_id, id, opening_id, no, at, void_reason, void_confirmed_at, scan_id, scan, scan_sha256, serial)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (street_id, id) do update set at = excluded.at, void_reason = excluded.void_reason,
           void_confirmed_at = excluded.void_confirmed_at, scan_id = excluded.scan_id, scan = excluded.scan,
           scan_sha256 = excluded.scan_sha256, serial = excluded.serial",
        args![
            street, c.id, c.opening, c.no, c.at, c.void.map(VoidReason::code), c.void_confirmed_at, scan.map(|s| s.id),
            scan.map(|s| s.original.clone()), scan.map(|s| s.sha256.clone()), c.serial.clone()
        ],
    )?;
    Ok(())
}

/// One more voice of a card.
pub fn add_voice(tx: &mut Tx<'_>, card: CardId, position: i32, voice: Uuid) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into box_card_voices (street_id, card_id, position, voice_id) values ($1, $2, $3, $4)",
        args![street, card, position, voice],
    )?;
    Ok(())
}

pub fn confirm_void(tx: &mut Tx<'_>, card: CardId, at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec("update box_cards set void_confirmed_at = $3 where street_id = $1 and id = $2", args![street, card, at])?;
    Ok(())
}
