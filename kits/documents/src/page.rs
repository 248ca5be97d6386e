//! A document as a part of a page: the same order and numbers as on paper, figures that open.

use crate::numbers::{Numbering, depth};
use crate::{Block, Chart, Document, Paragraph, Span, Table};
use maud::{Markup, PreEscaped, html};

/// The whole document as an `article`; the page around it is the caller's.
pub fn to_html(document: &Document) -> Markup {
    let mut numbering = Numbering::default();
    html! {
        article.document lang="zh-CN" {
            @if let Some(letterhead) = &document.letterhead { p.document-letterhead { (letterhead) } }
            @if let Some(number) = &document.number { p.document-number { (number) } }
            h1.document-title { @for (i, line) in document.title.iter().enumerate() { @if i > 0 { br; } (line) } }
            @if let Some(subtitle) = &document.subtitle { p.document-subtitle { (subtitle) } }
            @if let Some(to) = &document.addressees { p.document-addressees { (to) "：" } }
            @for block in &document.blocks { (one(block, &mut numbering)) }
            @if !document.attachments.is_empty() {
                div.document-attachments { p { "附件：" } ol { @for name in &document.attachments { li { (name) } } } }
            }
            @if let Some(signature) = &document.signature {
                div.document-signature data-seal=[signature.seal.then_some("room")] {
                    @for line in &signature.by { p { (line) } }
                    p { (signature.day) }
                }
            }
            @if let Some(note) = &document.note { p.document-note { "（" (note) "）" } }
            @for (i, appendix) in document.appendices.iter().enumerate() {
                hr.document-break;
                p { (document.appendix_mark(i)) }
                h2.document-title { (appendix.title) }
                @for block in &appendix.blocks { (one(block, &mut Numbering::default())) }
            }
        }
    }
}

fn one(block: &Block, numbering: &mut Numbering) -> Markup {
    match block {
        Block::Heading(h) => {
            let text = numbering.next(h) + &h.text;
            match depth(h) {
                0 => html! { h2 { (text) } },
                1 => html! { h3 { (text) } },
                2 => html! { h4 { (text) } },
                _ => html! { h5 { (text) } },
            }
        }
        Block::Paragraph(p) => html! { p { (paragraph(p)) } },
        Block::List(list) if list.numbered => {
            html! { ol { @for item in &list.items { li { (paragraph(item)) } } } }
        }
        Block::List(list) => html! { ul { @for item in &list.items { li { (paragraph(item)) } } } },
        Block::Table(t) => table(t),
        Block::Chart(c) => chart(c),
        Block::Picture(p) => html! {
            figure {
                img src=(format!("data:image/png;base64,{}", p.png)) alt=(p.says) width=(pixels(p.width_mm)) height=(pixels(p.height_mm));
                @if let Some(caption) = &p.caption { figcaption { (caption) } }
            }
        },
        Block::PageBreak => html! { hr.document-break; },
    }
}

fn paragraph(p: &Paragraph) -> Markup {
    html! { @for s in &p.spans { (span(s)) } }
}

fn span(s: &Span) -> Markup {
    match &s.path {
        _ if s.missing => html! { mark.document-missing { "【" (s.text) "】" } },
        Some(path) if own(path) => html! { a href=(path) { (s.text) } },
        _ if s.strong => html! { strong { (s.text) } },
        _ => html! { (s.text) },
    }
}

/// Links lead into this site alone.
fn own(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//")
}

fn table(t: &Table) -> Markup {
    html! {
        div.table-scroll tabindex="0" role="group" aria-label=(t.caption.as_deref().unwrap_or("表")) {
            table {
                @if let Some(caption) = &t.caption { caption { (caption) } }
                thead { tr { @for name in &t.header { th scope="col" { (name) } } } }
                tbody {
                    @for row in &t.rows {
                        tr { @for cell in row { td.number[cell.number] { (span(&cell.span)) } } }
                    }
                }
            }
        }
    }
}

fn chart(c: &Chart) -> Markup {
    html! {
        figure.document-chart {
            figcaption { (c.caption) }
            @if let Some(svg) = &c.svg { (PreEscaped(svg)) }
            table {
                tbody {
                    @for bar in &c.bars {
                        tr {
                            th scope="row" { (bar.label) }
                            @if c.svg.is_none() {
                                td aria-hidden="true" { meter min="0" max="1000" value=(bar.permille.min(1000)) {} }
                            }
                            td.number { (span(&Span { text: bar.shown.clone(), path: bar.path.clone(), ..Span::default() })) }
                        }
                    }
                }
            }
        }
    }
}

/// Millimetres in pixels of a page, 96 to the inch.
fn pixels(mm: u16) -> u32 {
    u32::from(mm) * 960 / 254
}
