//! The record of a sealed opening as one text, and the digest by which any later change shows.

use super::{Card, Correction, Opening, Tally};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Hex SHA-256 over everything the record says: who, which seals, the picture, every count and every card.
pub fn custody_digest(of: &Opening, cards: &[Card], corrections: &[Correction]) -> String {
    hex::encode(Sha256::digest(record(of, cards, corrections)))
}

fn record(of: &Opening, cards: &[Card], corrections: &[Correction]) -> String {
    let mut text = format!("opening {} of {} at {}\n", of.id, of.the_box, of.opened_at.0);
    for s in [of.first, of.second] {
        let _ = writeln!(text, "signed {} {} {}", s.account, s.post, s.body);
    }
    let finding = of.finding.map_or("", |f| f.code());
    let _ = writeln!(text, "seal {:?} expected {:?} {finding} after {:?}", of.seal_before, of.seal_expected, of.seal_after);
    let _ = writeln!(text, "photo {:?}", of.photo.as_ref().map(|p| &p.sha256));
    let _ = writeln!(text, "counted {:?} now {:?} sealed {:?}", of.counted, of.counted_now, of.sealed_at.map(|m| m.0));
    for c in corrections {
        let _ = writeln!(text, "corrected {} {} {} {}", c.at.0, c.was, c.counted, c.reason.code());
    }
    for c in cards {
        let void = c.void.map_or("voice", |v| v.code());
        let _ = write!(text, "card {} {void} {:?} {:?}", c.no, c.void_confirmed_at.map(|m| m.0), c.scan.as_ref().map(|s| &s.sha256));
        c.voices.iter().for_each(|v| {
            let _ = write!(text, " {v}");
        });
        text.push('\n');
    }
    text
}

/// Why a sealed opening does not hold; none if every card is accounted for and the record is as it was sealed.
pub fn breach(of: &Opening, cards: &[Card], corrections: &[Correction]) -> Option<&'static str> {
    of.sealed_at?;
    let tally = Tally::of(cards);
    let last = corrections.last().map(|c| c.counted).or(of.counted);
    let voiced = cards.iter().all(|c| c.void.is_none() != c.voices.is_empty());
    match () {
        () if of.first.account == of.second.account || of.first.body == of.second.body => Some("signatories"),
        () if of.counted_now != last || of.counted_now != Some(tally.standing()) || tally.waiting > 0 => Some("count"),
        () if !voiced || cards.iter().zip(1..).any(|(c, n)| c.no != n) => Some("cards"),
        () if of.digest.as_deref() != Some(custody_digest(of, cards, corrections).as_str()) => Some("digest"),
        () => None,
    }
}
