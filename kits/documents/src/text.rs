//! A document as Markdown: for mail, for comparing two editions, for whoever reads by ear.

use crate::numbers::{Numbering, depth};
use crate::{Block, Chart, Document, Paragraph, Signature, Span, Table};

/// The whole document as CommonMark with tables. Figures keep their links, places that nothing filled are marked `【…】`.
pub fn to_markdown(document: &Document) -> String {
    let mut parts = vec![];
    parts.extend(document.letterhead.as_deref().map(escaped));
    parts.extend(document.number.as_deref().map(escaped));
    parts.push(format!("# {}", escaped(&document.name())));
    parts.extend(document.subtitle.as_deref().map(escaped));
    parts.extend(document.addressees.as_deref().map(|to| format!("{}：", escaped(to))));
    parts.extend(written(&document.blocks));
    if !document.attachments.is_empty() {
        let named =
            document.attachments.iter().enumerate().map(|(i, name)| format!("{}. {}", i + 1, escaped(name)));
        parts.push(format!("附件：\n\n{}", lines(named)));
    }
    parts.extend(document.signature.as_ref().map(signature));
    parts.extend(document.note.as_deref().map(|note| format!("（{}）", escaped(note))));
    for (i, appendix) in document.appendices.iter().enumerate() {
        parts.push(format!("---\n\n{}\n\n## {}", document.appendix_mark(i), escaped(&appendix.title)));
        parts.extend(written(&appendix.blocks));
    }
    parts.join("\n\n") + "\n"
}

fn written(blocks: &[Block]) -> Vec<String> {
    let mut numbering = Numbering::default();
    let mut parts = vec![];
    for block in blocks {
        parts.push(match block {
            Block::Heading(h) => {
                format!("{} {}{}", "#".repeat(depth(h) + 2), numbering.next(h), escaped(&h.text))
            }
            Block::Paragraph(p) => paragraph(p),
            Block::List(list) => {
                let mark = |i: usize| if list.numbered { format!("{}.", i + 1) } else { "-".to_owned() };
                lines(
                    list.items.iter().enumerate().map(|(i, item)| format!("{} {}", mark(i), paragraph(item))),
                )
            }
            Block::Table(t) => table(t),
            Block::Chart(c) => chart(c),
            Block::Picture(p) => format!("*{}*", escaped(p.caption.as_deref().unwrap_or(&p.says))),
            Block::PageBreak => "---".to_owned(),
        });
    }
    parts
}

fn signature(s: &Signature) -> String {
    s.by.iter().chain([&s.day]).map(|line| escaped(line)).collect::<Vec<_>>().join("  \n")
}

fn paragraph(p: &Paragraph) -> String {
    p.spans.iter().map(span).collect()
}

fn span(s: &Span) -> String {
    let text = escaped(&s.text);
    match &s.path {
        _ if s.missing => format!("【{text}】"),
        Some(path) => format!("[{text}]({path})"),
        None if s.strong => format!("**{text}**"),
        None => text,
    }
}

fn table(t: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let header = row(t.header.iter().map(|h| escaped(h)).collect());
    let numbers =
        |column: usize| !t.rows.is_empty() && t.rows.iter().all(|r| r.get(column).is_some_and(|c| c.number));
    let rule = row((0..t.header.len()).map(|c| if numbers(c) { "---:" } else { "---" }.to_owned()).collect());
    let rows = t.rows.iter().map(|r| row(r.iter().map(|c| span(&c.span)).collect()));
    let body = lines([header, rule].into_iter().chain(rows));
    match &t.caption {
        Some(caption) => format!("{}\n\n{body}", escaped(caption)),
        None => body,
    }
}

fn chart(c: &Chart) -> String {
    let bars = c.bars.iter().map(|bar| {
        let shown = Span { text: bar.shown.clone(), path: bar.path.clone(), ..Span::default() };
        format!("- {}：{}", escaped(&bar.label), span(&shown))
    });
    format!("{}\n\n{}", escaped(&c.caption), lines(bars))
}

fn lines(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join("\n")
}

/// Text that stays text: whatever Markdown would read as a mark is escaped, and a line stays one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        let opens_a_line = i == 0 && matches!(c, '-' | '+' | '=' | '>' | '~');
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '#' | '|' | '&' => out.extend(['\\', c]),
            _ if opens_a_line => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    // A paragraph that begins with a number and a dot is no list.
    let digits = out.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && out[digits..].starts_with(['.', ')']) {
        out.insert(digits, '\\');
    }
    out
}
