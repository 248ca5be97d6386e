//! A document as .docx in the layout of GB/T 9704-2012: A4, 22 lines of 28 characters, the official fonts by name.

use crate::numbers::{Numbering, depth};
use crate::{Appendix, Block, Cell, Chart, Document, Paragraph, Picture, Signature, Span, Table};
use base64::Engine as _;
use docx_rs::{
    self as docx, AlignmentType, Docx, LineSpacing, LineSpacingType, Run, RunFonts, SpecialIndentType,
};
use std::io::Cursor;

/// Sizes in half points: 2号, 3号 and 4号.
const TITLE: usize = 44;
const TEXT: usize = 32;
const SMALL: usize = 28;
/// The red heading; the standard leaves its size to the office and asks that it be smaller than that of the one above.
const LETTERHEAD: usize = 72;
/// One character of the body in twips.
const CHARACTER: i32 = 320;
/// 225 mm in 22 lines, in twips: Word and LibreOffice both give 22 at this pitch and 23 at one less.
const LINE: i32 = 579;
const TITLE_LINE: i32 = 640;
/// A quarter of a point less between characters: 28 of 16 pt and no more fit into 156 mm.
const TIGHTER: i32 = -5;
/// The text block in twips.
const WIDTH: usize = 8844;
const RED: &str = "D7000F";
/// How many spaces the longest bar of a chart takes, and its colour.
const BAR: usize = 30;
const BAR_COLOUR: &str = "2F6F5E";

/// The fonts that the standard names, as Word knows them.
mod font {
    pub const TITLE: &str = "方正小标宋简体";
    pub const TEXT: &str = "仿宋_GB2312";
    pub const HEI: &str = "黑体";
    pub const KAI: &str = "楷体_GB2312";
    pub const SONG: &str = "宋体";
    pub const LATIN: &str = "Times New Roman";
}

/// The bytes of the file. The same document gives the same bytes, whenever and wherever it is written: what is signed once
/// can be compared by its digest.
pub fn to_docx(document: &Document) -> Vec<u8> {
    // The library names paragraphs by how many this thread has made: one of its own begins at one.
    std::thread::scope(|s| s.spawn(|| written(document)).join()).expect("a document is written to its end")
}

fn written(document: &Document) -> Vec<u8> {
    let mut out = Docx::new()
        .page_size(twips(210) as u32, twips(297) as u32)
        .page_margin(docx::PageMargin {
            top: twips(37),
            left: twips(28),
            right: twips(26),
            bottom: twips(35),
            header: twips(15),
            // 7 mm below the text block stands the page number.
            footer: twips(23),
            gutter: 0,
        })
        .default_fonts(fonts(font::TEXT))
        .default_size(TEXT)
        .even_footer(docx::Footer::new().add_paragraph(page_number(AlignmentType::Left)))
        .footer(docx::Footer::new().add_paragraph(page_number(AlignmentType::Right)));
    out.document.section_property = out.document.section_property.clone().doc_grid(grid());
    let mut pictures = 0;
    let mut parts = head(document);
    parts.extend(body(&document.blocks, &mut pictures));
    parts.extend(foot(document));
    parts.extend(appendices(document, &mut pictures));
    for part in parts {
        out = match part {
            Part::Line(p) => out.add_paragraph(p),
            Part::Table(t) => out.add_table(t),
        };
    }
    let mut file = Cursor::new(vec![]);
    out.build().pack(&mut file).expect("a file in memory takes every byte");
    file.into_inner()
}

#[expect(clippy::large_enum_variant, reason = "a document has some hundreds of them, for a moment")]
enum Part {
    Line(docx::Paragraph),
    Table(docx::Table),
}

fn grid() -> docx::DocGrid {
    docx::DocGrid::with_empty().grid_type(docx::DocGridType::Lines).line_pitch(LINE as usize)
}

/// Millimetres in twips.
fn twips(mm: i32) -> i32 {
    (mm * 14400 + 127) / 254
}

fn head(document: &Document) -> Vec<Part> {
    let mut parts = vec![];
    if let Some(name) = &document.letterhead {
        let line = exactly(1000).add_run(run(name, font::TITLE, LETTERHEAD).color(RED));
        parts.push(Part::Line(line.align(AlignmentType::Center)));
        parts.push(Part::Line(text_line()));
    }
    if let Some(number) = &document.number {
        parts.push(Part::Line(text_line().align(AlignmentType::Center).add_run(run(
            number,
            font::TEXT,
            TEXT,
        ))));
    }
    if document.letterhead.is_some() {
        let border = docx::ParagraphBorder::new(docx::ParagraphBorderPosition::Bottom)
            .val(docx::BorderType::Single)
            .size(12)
            .color(RED);
        parts.push(Part::Line(exactly(200).set_borders(docx::ParagraphBorders::with_empty().set(border))));
        parts.extend([Part::Line(text_line()), Part::Line(text_line())]);
    }
    for line in &document.title {
        let line = exactly(TITLE_LINE).keep_next(true).add_run(run(line, font::TITLE, TITLE));
        parts.push(Part::Line(line.align(AlignmentType::Center)));
    }
    if let Some(subtitle) = &document.subtitle {
        parts.push(Part::Line(text_line().align(AlignmentType::Center).add_run(run(
            subtitle,
            font::KAI,
            TEXT,
        ))));
    }
    parts.push(Part::Line(text_line()));
    if let Some(to) = &document.addressees {
        parts.push(Part::Line(text_line().add_run(run(&format!("{to}："), font::TEXT, TEXT))));
    }
    parts
}

/// `pictures` is how many stand before: the library would number them by how many this process has drawn.
fn body(blocks: &[Block], pictures: &mut usize) -> Vec<Part> {
    let mut numbering = Numbering::default();
    let mut parts = vec![];
    let mut on_a_new_page = false;
    for block in blocks {
        let first = parts.len();
        match block {
            Block::Heading(h) => {
                let level = depth(h);
                let font = [font::HEI, font::KAI, font::TEXT, font::TEXT][level];
                let text = numbering.next(h) + &h.text;
                parts.push(Part::Line(
                    indented().keep_next(true).outline_lvl(level).add_run(run(&text, font, TEXT)),
                ));
            }
            Block::Paragraph(p) => parts.push(Part::Line(spans(indented(), p))),
            Block::List(list) => parts.extend(list.items.iter().enumerate().map(|(i, item)| {
                let mark = if list.numbered { format!("{}. ", i + 1) } else { "· ".to_owned() };
                Part::Line(spans(indented().add_run(run(&mark, font::TEXT, TEXT)), item))
            })),
            Block::Table(t) => parts.extend(table(t)),
            Block::Chart(c) => parts.extend(chart(c)),
            Block::Picture(p) => {
                *pictures += 1;
                parts.extend(picture(p, *pictures));
            }
            Block::PageBreak => {
                on_a_new_page = true;
                continue;
            }
        }
        if std::mem::take(&mut on_a_new_page) {
            match &mut parts[first..] {
                [Part::Line(line), ..] => *line = line.clone().page_break_before(true),
                _ => parts.insert(first, Part::Line(exactly(20).page_break_before(true))),
            }
        }
    }
    parts
}

fn foot(document: &Document) -> Vec<Part> {
    let mut parts = vec![];
    if !document.attachments.is_empty() {
        parts.push(Part::Line(text_line()));
    }
    let single = document.attachments.len() == 1;
    for (i, name) in document.attachments.iter().enumerate() {
        let number = if single { String::new() } else { format!("{}. ", i + 1) };
        // Names below the first stand under it: 附件： is three characters wide, two more stand before it.
        let (before, left) = if i == 0 { ("附件：", 2) } else { ("", 5) };
        let line = text_line().indent(Some(left * CHARACTER), None, None, None);
        parts.push(Part::Line(line.add_run(run(&format!("{before}{number}{name}"), font::TEXT, TEXT))));
    }
    if let Some(signature) = &document.signature {
        parts.extend(signed(signature).into_iter().map(Part::Line));
    }
    if let Some(note) = &document.note {
        let line = text_line().indent(Some(2 * CHARACTER), None, None, None);
        parts.push(Part::Line(line.add_run(run(&format!("（{note}）"), font::TEXT, TEXT))));
    }
    parts
}

/// Attachments bound in: each begins a page, its mark at the top left, its title on the third line.
fn appendices(document: &Document, pictures: &mut usize) -> Vec<Part> {
    let one = |(i, appendix): (usize, &Appendix)| {
        let mark = text_line().page_break_before(true).keep_next(true).add_run(run(&document.appendix_mark(i), font::HEI, TEXT));
        let title = exactly(TITLE_LINE).keep_next(true).add_run(run(&appendix.title, font::TITLE, TITLE));
        let head = [mark, text_line().keep_next(true), title.align(AlignmentType::Center)];
        head.into_iter().map(Part::Line).chain(body(&appendix.blocks, pictures)).collect::<Vec<_>>()
    };
    document.appendices.iter().enumerate().flat_map(one).collect()
}

/// Names and the day, four characters in from the right, held together with the room for the seal above them.
fn signed(signature: &Signature) -> Vec<docx::Paragraph> {
    let room = if signature.seal { 3 } else { 1 };
    let at_the_right =
        || text_line().align(AlignmentType::Right).indent(None, None, Some(4 * CHARACTER), None);
    let mut lines = vec![text_line().keep_next(true); room];
    lines.extend(
        signature.by.iter().map(|name| at_the_right().keep_next(true).add_run(run(name, font::TEXT, TEXT))),
    );
    lines.push(at_the_right().add_run(run(&signature.day, font::TEXT, TEXT)));
    lines
}

fn table(t: &Table) -> Vec<Part> {
    let columns = t.header.len().max(t.rows.iter().map(Vec::len).max().unwrap_or(0)).max(1);
    let widths = widths(&t.widths, columns);
    let head = t
        .header
        .iter()
        .zip(&widths)
        .map(|(name, w)| cell(&Span::text(name), font::HEI, AlignmentType::Center, *w));
    let head = (!t.header.is_empty()).then(|| row(head.collect()));
    let rows = t.rows.iter().map(|r| {
        row(r
            .iter()
            .zip(&widths)
            .map(|(Cell { span, number }, w)| {
                let side = if *number { AlignmentType::Right } else { AlignmentType::Left };
                cell(span, font::TEXT, side, *w)
            })
            .collect())
    });
    let table = docx::Table::new(head.into_iter().chain(rows).collect())
        .set_grid(widths.clone())
        .align(docx::TableAlignmentType::Center)
        .layout(docx::TableLayoutType::Fixed)
        .width(WIDTH, docx::WidthType::Dxa);
    let caption = t.caption.as_ref().map(|text| {
        let line = text_line().keep_next(true).align(AlignmentType::Center);
        Part::Line(line.add_run(run(text, font::HEI, SMALL)))
    });
    caption.into_iter().chain([Part::Table(table), Part::Line(text_line())]).collect()
}

/// The width of the text block shared out as asked, to the last twip.
fn widths(shares: &[u32], columns: usize) -> Vec<usize> {
    let share = |i: usize| shares.get(i).copied().unwrap_or(1).max(1) as usize;
    let all: usize = (0..columns).map(share).sum();
    let mut widths: Vec<_> = (0..columns).map(|i| WIDTH * share(i) / all).collect();
    widths[columns - 1] += WIDTH - widths.iter().sum::<usize>();
    widths
}

fn row(cells: Vec<docx::TableCell>) -> docx::TableRow {
    docx::TableRow::new(cells).row_height(480.0).height_rule(docx::HeightRule::AtLeast).cant_split()
}

fn cell(span: &Span, font: &str, side: AlignmentType, width: usize) -> docx::TableCell {
    let line = docx::Paragraph::new().snap_to_grid(false).align(side).add_run(told(span, font, SMALL));
    docx::TableCell::new()
        .width(width, docx::WidthType::Dxa)
        .vertical_align(docx::VAlignType::Center)
        .add_paragraph(line)
}

/// Bars as shaded spaces: they print everywhere, scale with the text and need no picture.
fn chart(c: &Chart) -> Vec<Part> {
    let caption =
        text_line().keep_next(true).align(AlignmentType::Center).add_run(run(&c.caption, font::HEI, SMALL));
    let widths = [2400, 4644, 1800];
    let rows = c.bars.iter().map(|bar| {
        let spaces = (usize::from(bar.permille.min(1000)) * BAR).div_ceil(1000);
        let shade = docx::Shading::new().shd_type(docx::ShdType::Clear).color("auto").fill(BAR_COLOUR);
        let length =
            Run::new().add_text("\u{a0}".repeat(spaces)).size(SMALL).fonts(evenly(font::SONG)).shading(shade);
        let drawn = docx::Paragraph::new().snap_to_grid(false).add_run(length);
        docx::TableRow::new(vec![
            cell(&Span::text(&bar.label), font::TEXT, AlignmentType::Right, widths[0]),
            docx::TableCell::new()
                .width(widths[1], docx::WidthType::Dxa)
                .vertical_align(docx::VAlignType::Center)
                .add_paragraph(drawn),
            cell(&Span::text(&bar.shown), font::TEXT, AlignmentType::Left, widths[2]),
        ])
        .cant_split()
    });
    let bars = docx::Table::without_borders(rows.collect())
        .set_grid(widths.into())
        .align(docx::TableAlignmentType::Center)
        .layout(docx::TableLayoutType::Fixed)
        .width(WIDTH, docx::WidthType::Dxa);
    vec![Part::Line(caption), Part::Table(bars), Part::Line(text_line())]
}

/// A picture with its caption; one that is no base64 leaves what it says.
fn picture(p: &Picture, number: usize) -> Vec<Part> {
    const EMU: u32 = 36_000;
    let caption = p.caption.as_ref().unwrap_or(&p.says);
    let named = Part::Line(text_line().align(AlignmentType::Center).add_run(run(caption, font::HEI, SMALL)));
    let Ok(png) = base64::engine::general_purpose::STANDARD.decode(&p.png) else { return vec![named] };
    let (width, height) = (u32::from(p.width_mm) * EMU, u32::from(p.height_mm) * EMU);
    let drawn = docx::Pic::new_with_dimensions(png, 1, 1).id(format!("rIdImage{number}")).size(width, height);
    let line = docx::Paragraph::new().snap_to_grid(false).keep_next(true).align(AlignmentType::Center);
    let line = Part::Line(line.add_run(Run::new().add_image(drawn)));
    if p.caption.is_some() { vec![line, named] } else { vec![line] }
}

/// — 1 — one character in from the edge: right on odd pages, left on even ones.
fn page_number(side: AlignmentType) -> docx::Paragraph {
    let written = || {
        Run::new()
            .size(SMALL)
            .fonts(RunFonts::new().ascii(font::SONG).hi_ansi(font::SONG).east_asia(font::SONG))
    };
    let number = written()
        .add_field_char(docx::FieldCharType::Begin, false)
        .add_instr_text(docx::InstrText::PAGE(docx::InstrPAGE::new()))
        .add_field_char(docx::FieldCharType::Separate, false)
        .add_text("1")
        .add_field_char(docx::FieldCharType::End, false);
    let line = docx::Paragraph::new().align(side);
    let line = match side {
        AlignmentType::Right => line.indent(None, None, Some(280), None),
        _ => line.indent(Some(280), None, None, None),
    };
    line.add_run(written().add_text("— ")).add_run(number).add_run(written().add_text(" —"))
}

fn spans(line: docx::Paragraph, p: &Paragraph) -> docx::Paragraph {
    p.spans.iter().fold(line, |line, span| line.add_run(told(span, font::TEXT, TEXT)))
}

fn told(span: &Span, font: &str, size: usize) -> Run {
    match span {
        Span { missing: true, text, .. } => run(&format!("【{text}】"), font, size).highlight("yellow"),
        Span { strong: true, text, .. } => run(text, font, size).bold(),
        Span { text, .. } => run(text, font, size),
    }
}

/// A line of the grid: 22 to a page.
fn text_line() -> docx::Paragraph {
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(LINE);
    docx::Paragraph::new().widow_control(false).character_spacing(TIGHTER).line_spacing(spacing)
}

/// A paragraph whose first line begins two characters in.
fn indented() -> docx::Paragraph {
    text_line()
        .indent(None, Some(SpecialIndentType::FirstLine(2 * CHARACTER)), None, None)
        .first_line_chars(200)
}

/// A line of its own height, off the grid.
fn exactly(line: i32) -> docx::Paragraph {
    let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(line);
    docx::Paragraph::new().snap_to_grid(false).line_spacing(spacing)
}

fn run(text: &str, font: &str, size: usize) -> Run {
    let run = Run::new().add_text(printable(text)).size(size).fonts(fonts(font));
    if size == TEXT { run.character_spacing(TIGHTER) } else { run }
}

fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new().ascii(font::LATIN).hi_ansi(font::LATIN).east_asia(east_asia).cs(font::LATIN)
}

/// One font for every script, so that a space is half a character wide.
fn evenly(font: &str) -> RunFonts {
    RunFonts::new().ascii(font).hi_ansi(font).east_asia(font)
}

/// Characters that XML cannot hold would make the file unreadable.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}
