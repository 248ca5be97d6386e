//! Report templates: a text with slots. What a slot asks for is looked up in the catalogue when the text is written, so that
//! none stays empty by a slip; a slot for which there is no figure is marked in the report, never guessed.
//!
//! Lines: `title …` · `# `, `## `, `### ` headings of three levels, numbered when printed · `@figures code code …` a table ·
//! `@places code` a table by community · `@topics code` the parts a figure is made of · `@chart code` the last twelve months ·
//! `@attachment …` a title below the text · `@signed …` whose report it is · anything else a paragraph.
//! In the text: `{code}` the figure, `{code:near}` what stands beside it, `{code|year}` this year up to the last day,
//! `{period}`, `{from}`, `{until}`, `{street}`.

use super::{indicator, said};
use figures::Indicator;
use kernel::{Moment, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One version of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    pub id: Uuid,
    pub name: String,
    pub version: i32,
    pub text: String,
    pub at: Moment,
}

/// A line of a template that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Title(Vec<Piece>),
    /// 1 to 3.
    Heading(u8, Vec<Piece>),
    Paragraph(Vec<Piece>),
    Figures(Vec<Slot>),
    Places(Slot),
    Topics(Slot),
    Chart(Slot),
    Attachment(String),
    Signed(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Slot(Slot),
    /// `period`, `from`, `until` or `street`.
    Word(&'static str),
}

/// What is asked of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub code: &'static str,
    pub near: Option<&'static str>,
    /// This year up to the last day, whatever the report's own period.
    pub year: bool,
}

impl Slot {
    pub fn indicator(&self) -> Option<&'static Indicator> {
        indicator(self.code)
    }
}

/// What is typed for a template.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TemplateWords {
    pub name: String,
    pub text: String,
}

pub const MOST_TEXT: usize = 60_000;
const WORDS: [&str; 4] = ["period", "from", "until", "street"];

/// Reads a template; everything wrong is named with its line.
pub fn parse(text: &str) -> Result<Vec<Line>, Vec<Problem>> {
    let (mut lines, mut problems) = (vec![], vec![]);
    for (n, raw) in text.lines().enumerate() {
        let raw = raw.trim();
        if raw.is_empty() {
            continue;
        }
        match line(raw) {
            Ok(line) => lines.push(line),
            Err((code, what)) => problems.push(Problem::at("text", code).with("line", n + 1).with("what", what)),
        }
    }
    if !lines.iter().any(|l| matches!(l, Line::Title(_))) {
        problems.push(Problem::at("text", "title-missing"));
    }
    if problems.is_empty() { Ok(lines) } else { Err(problems) }
}

type Wrong = (&'static str, String);

fn line(raw: &str) -> Result<Line, Wrong> {
    if let Some(command) = raw.strip_prefix('@') {
        let (verb, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        let rest = rest.trim();
        return match verb {
            "figures" => {
                let slots = rest.split_whitespace().map(slot).collect::<Result<Vec<_>, _>>()?;
                if slots.is_empty() { Err(("slot-missing", raw.to_owned())) } else { Ok(Line::Figures(slots)) }
            }
            "places" => {
                // Numbers of communities that may be small are released by month, never in a report's own days.
                let slot = slot(rest)?;
                let open = slot.indicator().is_some_and(|i| i.public == figures::Public::Openly && slot.near.is_none());
                if open { Ok(Line::Places(slot)) } else { Err(("places-small", rest.to_owned())) }
            }
            "topics" => Ok(Line::Topics(slot(rest)?)),
            "chart" => Ok(Line::Chart(slot(rest)?)),
            "attachment" => Ok(Line::Attachment(rest.to_owned())),
            "signed" => Ok(Line::Signed(rest.to_owned())),
            _ => Err(("line-unknown", format!("@{verb}"))),
        };
    }
    for (mark, level) in [("### ", 3), ("## ", 2), ("# ", 1)] {
        if let Some(rest) = raw.strip_prefix(mark) {
            return Ok(Line::Heading(level, pieces(rest)?));
        }
    }
    if let Some(rest) = raw.strip_prefix("title ") {
        return Ok(Line::Title(pieces(rest)?));
    }
    Ok(Line::Paragraph(pieces(raw)?))
}

/// Text and slots in turn.
fn pieces(text: &str) -> Result<Vec<Piece>, Wrong> {
    let (mut pieces, mut rest) = (vec![], text.trim());
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}') else { return Err(("slot-open", rest[start..].to_owned())) };
        if start > 0 {
            pieces.push(Piece::Text(rest[..start].to_owned()));
        }
        let inside = rest[start + 1..start + end].trim();
        pieces.push(match WORDS.iter().find(|w| **w == inside) {
            Some(word) => Piece::Word(word),
            None => Piece::Slot(slot(inside)?),
        });
        rest = &rest[start + end + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

fn slot(text: &str) -> Result<Slot, Wrong> {
    let unknown = || ("slot-unknown", text.to_owned());
    let (what, year) = match text.split_once('|') {
        None => (text, false),
        Some((what, "year")) => (what, true),
        Some(_) => return Err(unknown()),
    };
    let (code, near) = what.split_once(':').map_or((what, None), |(code, near)| (code, Some(near)));
    let of = indicator(code.trim()).ok_or_else(unknown)?;
    let near = near.map(|n| of.beside(n.trim()).map(|b| b.code).ok_or_else(unknown)).transpose()?;
    Ok(Slot { code: of.code, near, year })
}

/// A new version as the words say; the first where there is none before.
pub fn write_template(id: Uuid, before: Option<&Template>, words: &TemplateWords, now: Moment) -> Result<Template, Vec<Problem>> {
    let mut problems = vec![];
    let name = said("name", &words.name, 60).map_err(|p| problems.push(p)).unwrap_or_default();
    match said("text", &words.text, MOST_TEXT) {
        Err(p) => problems.push(p),
        Ok(text) => problems.extend(parse(&text).err().into_iter().flatten()),
    }
    if before.is_some_and(|b| b.name == name && b.text.trim() == words.text.trim()) {
        problems.push(Problem::at("text", "nothing-changed"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let (id, version) = before.map_or((id, 1), |b| (b.id, b.version + 1));
    // A browser sends its lines with another end.
    Ok(Template { id, name, version, text: words.text.replace("\r\n", "\n"), at: now })
}

/// The template that comes with the product.
pub const SHIPPED: &str = include_str!("shipped.txt");
pub const SHIPPED_NAME: &str = "基层治理工作报告";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_template_is_read_and_asks_for_every_number_of_the_report() {
        let lines = parse(SHIPPED).expect("readable");
        assert!(lines.iter().filter(|l| matches!(l, Line::Heading(1, _))).count() >= 3);
        // These the paper leaves out.
        let left_out = ["appeals.settled", "deliberation.proposals.made", "partners.party_heads"];
        for i in super::super::catalogue().iter().filter(|i| !left_out.contains(&i.code)) {
            assert!(SHIPPED.contains(i.code), "{i:?} is not in it");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let text = "title 报告\n今年{deliberation.meetings.good}场，{deliberation.meetings.bad}场\n@songs x\n{open";
        let found: Vec<_> = parse(text).expect_err("refused").iter().map(|p| (p.code, p.args[0].1.clone())).collect();
        assert_eq!(found, [("slot-unknown", "2".to_owned()), ("line-unknown", "3".to_owned()), ("slot-open", "4".to_owned())]);
        assert_eq!(parse("没有题目").expect_err("refused")[0].code, "title-missing");
    }

    #[test]
    fn slots_say_what_and_when() {
        let lines = parse("title {street}\n{deliberation.meetings.good:held|year}场").expect("readable");
        let slot = Slot { code: "deliberation.meetings.good", near: Some("held"), year: true };
        assert_eq!(lines[1], Line::Paragraph(vec![Piece::Slot(slot), Piece::Text("场".into())]));
    }

    #[test]
    fn the_same_text_is_no_new_version() {
        let words = TemplateWords { name: "月报".into(), text: "title 月报".into() };
        let first = write_template(Uuid::from_u128(1), None, &words, Moment(0)).expect("written");
        assert_eq!(write_template(Uuid::from_u128(2), Some(&first), &words, Moment(0)).expect_err("refused")[0].code, "nothing-changed");
        let other = TemplateWords { text: "title 季报".into(), ..words };
        let second = write_template(Uuid::from_u128(2), Some(&first), &other, Moment(0)).expect("written");
        assert_eq!((second.id, second.version), (first.id, 2));
    }
}
