//! Editions of a report: drafted with its figures, reviewed by a second person, signed by the leader, and frozen.

use super::{Origin, said};
use documents::{Block, Document, Span};
use figures::{Bound, Unit};
use kernel::{AccountId, Day, Moment, Problem, codes, uuid::Uuid};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

codes! {
    /// A signed edition never changes.
    EditionState { Drafted "drafted", Reviewed "reviewed", Returned "returned", Signed "signed" }
}

/// One edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    pub id: Uuid,
    pub template: Uuid,
    pub version: i32,
    pub span: figures::Span,
    pub state: EditionState,
    pub content: Content,
    /// SHA-256 of the content as it is kept.
    pub hash: String,
    pub drafted_by: Option<AccountId>,
    pub drafted_at: Moment,
    pub reviewed_by: Option<AccountId>,
    pub reviewed_at: Option<Moment>,
    pub signed_by: Option<AccountId>,
    pub signed_at: Option<Moment>,
    /// Why it went back to the desk.
    pub returned_why: Option<String>,
    pub rev: i32,
}

/// What an edition says, and every figure in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Content {
    pub document: Document,
    pub figures: Vec<Cited>,
}

/// A figure as it was when the edition was drafted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Cited {
    pub code: String,
    pub near: Option<String>,
    pub name: String,
    pub version: i32,
    pub origin: Origin,
    #[schema(value_type = String)]
    pub from: Day,
    /// The last day it is of.
    #[schema(value_type = String)]
    pub until: Day,
    /// Of the community, or nothing: of the street.
    pub place: Option<String>,
    pub value: Option<i64>,
    #[schema(value_type = String)]
    pub unit: Unit,
    #[schema(value_type = String)]
    pub bound: Bound,
    /// As it is printed.
    pub text: String,
    pub ids_hash: String,
    /// The paper it was declared from.
    pub source: Option<String>,
    /// Its page.
    pub href: String,
}

impl Content {
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(serde_json::to_string(self).unwrap_or_default()))
    }
    /// What is missing, by name, each once.
    pub fn missing(&self) -> Vec<&str> {
        let mut all: Vec<&str> = vec![];
        for span in self.document.blocks.iter().flat_map(spans).filter(|s| s.missing) {
            if !all.contains(&span.text.as_str()) {
                all.push(&span.text);
            }
        }
        all
    }
}

fn spans(block: &Block) -> Vec<&Span> {
    match block {
        Block::Paragraph(p) => p.spans.iter().collect(),
        Block::List(l) => l.items.iter().flat_map(|p| &p.spans).collect(),
        Block::Table(t) => t.rows.iter().flatten().map(|c| &c.span).collect(),
        Block::Heading(_) | Block::Chart(_) | Block::Picture(_) | Block::PageBreak => vec![],
    }
}

/// Of which time a report is to be.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Drafting {
    pub from: String,
    /// The last day.
    pub until: String,
}

/// The period of a report: whole days that have begun.
pub fn report_span(words: &Drafting, now: Moment) -> Result<figures::Span, Vec<Problem>> {
    let mut problems = vec![];
    let mut day = |field: &'static str, text: &str| {
        let day = Day::parse(text.trim());
        if day.is_none() {
            problems.push(Problem::at(field, "not-a-day"));
        }
        day
    };
    let (from, until) = (day("from", &words.from), day("until", &words.until));
    let Some((from, until)) = from.zip(until) else { return Err(problems) };
    if until > now.day() {
        problems.push(Problem::at("until", "day-coming"));
    }
    match super::spoken(from, until) {
        Some(span) if problems.is_empty() => Ok(span),
        Some(_) => Err(problems),
        None => {
            problems.push(Problem::at("until", "days-backwards"));
            Err(problems)
        }
    }
}

/// Looked through by somebody who did not draft it.
pub fn review(was: &Edition, by: AccountId, now: Moment) -> Result<Edition, Vec<Problem>> {
    match () {
        () if was.state != EditionState::Drafted => Err(vec![Problem::new("not-under-review")]),
        () if was.drafted_by == Some(by) => Err(vec![Problem::new("not_your_hand")]),
        () => Ok(Edition { state: EditionState::Reviewed, reviewed_by: Some(by), reviewed_at: Some(now), rev: was.rev + 1, ..was.clone() }),
    }
}

/// Signed by somebody who did not review it; from then on it stands as it is.
pub fn sign(was: &Edition, by: AccountId, now: Moment) -> Result<Edition, Vec<Problem>> {
    match () {
        () if was.state != EditionState::Reviewed => Err(vec![Problem::new("review-first")]),
        () if was.reviewed_by == Some(by) || was.drafted_by == Some(by) => Err(vec![Problem::new("not_your_hand")]),
        () => Ok(Edition { state: EditionState::Signed, signed_by: Some(by), signed_at: Some(now), rev: was.rev + 1, ..was.clone() }),
    }
}

/// Why an edition goes back.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Returning {
    pub why: String,
}

/// Back to the desk, with a reason.
pub fn send_back(was: &Edition, words: &Returning) -> Result<Edition, Vec<Problem>> {
    let why = said("why", &words.why, 300).map_err(|p| vec![p])?;
    if !matches!(was.state, EditionState::Drafted | EditionState::Reviewed) {
        return Err(vec![Problem::new("not-under-review")]);
    }
    Ok(Edition { state: EditionState::Returned, reviewed_by: None, reviewed_at: None, returned_why: Some(why), rev: was.rev + 1, ..was.clone() })
}

/// Counted again, and up for review again; by whoever counts it.
pub fn recount(was: &Edition, content: Content, by: Option<AccountId>, now: Moment) -> Result<Edition, Vec<Problem>> {
    if was.state == EditionState::Signed {
        return Err(vec![Problem::new("signed-stands")]);
    }
    let hash = content.hash();
    Ok(Edition {
        state: EditionState::Drafted, content, hash, drafted_by: by, drafted_at: now, reviewed_by: None, reviewed_at: None, returned_why: None,
        rev: was.rev + 1, ..was.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> Content {
        Content { document: Document { title: vec![title.into()], ..Document::default() }, figures: vec![] }
    }

    fn edition() -> Edition {
        let content = titled("报告");
        Edition {
            id: Uuid::from_u128(1), template: Uuid::from_u128(2), version: 1, span: figures::Span { from: Day::of(2026, 1, 1), to: Day::of(2026, 11, 1) },
            state: EditionState::Drafted, hash: content.hash(), content, drafted_by: Some(AccountId::named("a")), drafted_at: Moment(0),
            reviewed_by: None, reviewed_at: None, signed_by: None, signed_at: None, returned_why: None, rev: 1,
        }
    }

    #[test]
    fn two_others_review_and_sign() {
        let who = AccountId::named;
        let codes = |r: Result<Edition, Vec<Problem>>| r.err().map(|p| p[0].code);
        assert_eq!(codes(review(&edition(), who("a"), Moment(1))), Some("not_your_hand"));
        assert_eq!(codes(sign(&edition(), who("c"), Moment(1))), Some("review-first"));
        let reviewed = review(&edition(), who("b"), Moment(1)).expect("reviewed");
        assert_eq!(codes(sign(&reviewed, who("b"), Moment(2))), Some("not_your_hand"));
        let signed = sign(&reviewed, who("c"), Moment(2)).expect("signed");
        assert_eq!(codes(recount(&signed, Content::default(), None, Moment(3))), Some("signed-stands"));
        assert_eq!(codes(send_back(&signed, &Returning { why: "再看看".into() })), Some("not-under-review"));
        assert_eq!((signed.hash.as_str(), signed.content.hash()), (edition().hash.as_str(), edition().hash));
    }

    #[test]
    fn what_was_counted_again_is_reviewed_again() {
        let reviewed = review(&edition(), AccountId::named("b"), Moment(1)).expect("reviewed");
        let again = recount(&reviewed, titled("报告二"), None, Moment(2)).expect("counted");
        assert_eq!((again.state, again.reviewed_by), (EditionState::Drafted, None));
        assert_ne!(again.hash, edition().hash);
    }

    #[test]
    fn a_period_has_begun_and_does_not_run_backwards() {
        let now = Moment::parse("2026-11-24T09:30").expect("a moment");
        let of = |from: &str, until: &str| report_span(&Drafting { from: from.into(), until: until.into() }, now).map_err(|p| p[0].code);
        assert_eq!(of("2026-01-01", "2026-11-24").map(|s| s.to), Ok(Day::of(2026, 11, 25)));
        assert_eq!((of("2026-01-01", "2026-11-25"), of("2026-03-01", "2026-01-01"), of("x", "2026-01-01")), (Err("day-coming"), Err("days-backwards"), Err("not-a-day")));
    }
}
