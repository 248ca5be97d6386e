//! The file read back as anybody's program would: the numbers of GB/T 9704-2012 stand in it.

mod sample;

use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

/// Millimetres of so many twentieths of a point.
fn mm(twips: &str) -> f64 {
    twips.parse::<f64>().unwrap() / 1440.0 * 25.4
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 0.1, "{found} mm where {wanted} mm are due");
}

struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
}

/// A part of the file as its elements in order, with the text between them as elements named `#`.
fn part(file: &[u8], name: &str) -> Vec<Element> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut xml = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
    let mut reader = Reader::from_str(&xml);
    let mut found = vec![];
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Start(e) | Event::Empty(e) => found.push(Element {
                name: e.name().as_ref().to_owned(),
                attributes: e
                    .attributes()
                    .map(|a| a.unwrap())
                    .map(|a| (a.key.as_ref().to_owned(), a.value.into_owned()))
                    .collect(),
            }),
            Event::Text(t) => {
                let text = t.into_inner().into_owned();
                found.push(Element { name: "#".into(), attributes: [("text".to_owned(), text)].into() });
            }
            _ => {}
        }
    }
}

fn value<'a>(all: &'a [Element], element: &str, attribute: &str) -> &'a str {
    all.iter()
        .find(|e| e.name == element && e.attributes.contains_key(attribute))
        .map(|e| e.attributes[attribute].as_str())
        .unwrap()
}

/// What stands just before a text: its font, size and the pitch of its line.
fn written(all: &[Element], text: &str) -> (String, String, String) {
    let at = all
        .iter()
        .position(|e| e.name == "#" && e.attributes["text"].contains(text))
        .unwrap_or_else(|| panic!("{text} is not in the file"));
    let last = |element: &str, attribute: &str| {
        let found =
            all[..at].iter().rev().find(|e| e.name == element && e.attributes.contains_key(attribute));
        found.map(|e| e.attributes[attribute].clone()).unwrap()
    };
    (last("w:rFonts", "w:eastAsia"), last("w:sz", "w:val"), last("w:spacing", "w:line"))
}

#[test]
fn the_page_has_the_margins_and_the_grid_of_the_standard() {
    let file = documents::to_docx(&sample::everything());
    let page = part(&file, "word/document.xml");
    near(mm(value(&page, "w:pgSz", "w:w")), 210.0);
    near(mm(value(&page, "w:pgSz", "w:h")), 297.0);
    let margin = |side| mm(value(&page, "w:pgMar", side));
    near(margin("w:top"), 37.0);
    near(margin("w:left"), 28.0);
    near(210.0 - margin("w:left") - margin("w:right"), 156.0);
    near(297.0 - margin("w:top") - margin("w:bottom"), 225.0);

    let pitch: f64 = value(&page, "w:docGrid", "w:linePitch").parse().unwrap();
    assert_eq!(value(&page, "w:docGrid", "w:type"), "lines");
    let lines = ((297.0 - margin("w:top") - margin("w:bottom")) / 25.4 * 1440.0 / pitch).floor();
    assert_eq!(lines, 22.0);
    // 28 characters of 16 pt, each drawn nearer by what stands in the file, and not one more.
    let tighter: f64 = value(&page, "w:spacing", "w:val").parse().unwrap();
    let character = 16.0 + tighter / 20.0;
    let width = (210.0 - margin("w:left") - margin("w:right")) / 25.4 * 72.0;
    assert_eq!((width / character).floor(), 28.0);
}

#[test]
fn every_kind_of_line_has_its_font_size_and_exact_pitch() {
    let file = documents::to_docx(&sample::everything());
    let page = part(&file, "word/document.xml");
    let text = |font: &str| (font.to_owned(), "32".to_owned(), "579".to_owned());
    assert_eq!(
        written(&page, "居民诉求办理情况的通报"),
        ("方正小标宋简体".into(), "44".into(), "640".into())
    );
    assert_eq!(written(&page, "一、总体情况"), text("黑体"));
    assert_eq!(written(&page, "（一）受理与办结情况"), text("楷体_GB2312"));
    assert_eq!(written(&page, "1. 分社区情况"), text("仿宋_GB2312"));
    assert_eq!(written(&page, "（1）各社区办理情况见下表"), text("仿宋_GB2312"));
    assert_eq!(written(&page, "二、下一步"), text("黑体"));
    assert_eq!(written(&page, "持续推进网格巡查"), text("仿宋_GB2312"));
    let rules: Vec<_> = page.iter().filter_map(|e| e.attributes.get("w:lineRule")).collect();
    assert!(!rules.is_empty() && rules.iter().all(|rule| *rule == "exact"), "{rules:?}");
}

#[test]
fn odd_pages_have_their_number_right_and_even_pages_left() {
    let file = documents::to_docx(&sample::everything());
    let page = part(&file, "word/document.xml");
    let relations = part(&file, "word/_rels/document.xml.rels");
    assert!(part(&file, "word/settings.xml").iter().any(|e| e.name == "w:evenAndOddHeaders"));
    for (kind, side, indent) in [("default", "right", "w:right"), ("even", "left", "w:left")] {
        let named =
            page.iter().find(|e| e.name == "w:footerReference" && e.attributes["w:type"] == kind).unwrap();
        let relation =
            relations.iter().find(|r| r.attributes.get("Id") == Some(&named.attributes["r:id"])).unwrap();
        let footer = part(&file, &format!("word/{}", relation.attributes["Target"]));
        assert_eq!(value(&footer, "w:jc", "w:val"), side);
        let indent = footer
            .iter()
            .find(|e| e.name == "w:ind")
            .map(|e| &e.attributes)
            .unwrap_or_else(|| panic!("{kind} has no {indent}"));
        assert!(indent.values().any(|v| v == "280"), "one character in from the edge: {indent:?}");
        assert_eq!(value(&footer, "w:sz", "w:val"), "28");
        assert!(footer.iter().any(|e| e.name == "#" && e.attributes["text"].contains("PAGE")));
    }
}

#[test]
fn the_day_stands_four_characters_in_below_room_for_the_seal() {
    let page = part(&documents::to_docx(&sample::everything()), "word/document.xml");
    let day = page.iter().position(|e| e.name == "#" && e.attributes["text"] == "2026年10月9日").unwrap();
    let indent = page[..day].iter().rev().find(|e| e.name == "w:ind").unwrap();
    assert!(indent.attributes.values().any(|v| v == "1280"), "{:?}", indent.attributes);
    let attachment =
        page.iter().position(|e| e.name == "#" && e.attributes["text"].contains("名词解释")).unwrap();
    let lines = page[attachment..day].iter().filter(|e| e.name == "w:p").count();
    assert_eq!(lines, 3 + 2, "three lines for the seal, the name and the day");
}

#[test]
fn what_xml_cannot_hold_leaves_the_file_readable() {
    let mut document = sample::everything();
    document.blocks = vec![documents::Block::text("甲\u{0}乙\u{b}丙 <丁> & \"戊\"\u{ffff}")];
    let page = part(&documents::to_docx(&document), "word/document.xml");
    assert!(page.iter().any(|e| e.name == "#" && e.attributes["text"].contains("甲 乙 丙")));
}

#[test]
fn one_document_says_the_same_on_paper_on_a_page_and_as_text() {
    let document = sample::everything();
    let page = documents::to_html(&document).into_string();
    let text = documents::to_markdown(&document);
    let paper: String = part(&documents::to_docx(&document), "word/document.xml")
        .iter()
        .filter(|e| e.name == "#")
        .map(|e| e.attributes["text"].clone())
        .collect();
    for words in [
        "一、总体情况",
        "（一）受理与办结情况",
        "1. 分社区情况",
        "二、下一步",
        "1,204",
        "【满意率】",
        "231件",
        "各社区居委会、街道各科室：",
        "（此件主动公开）",
    ] {
        assert!(page.contains(words), "{words} on the page");
        assert!(text.contains(words), "{words} in the text:\n{text}");
        assert!(paper.contains(words), "{words} on paper");
    }
    assert!(page.contains("<a href=\"/figures/voices\">1,204</a>"));
    assert!(text.contains("[1,204](/figures/voices)"));
    assert!(text.contains("| --- | ---: | ---: |"));
}

#[test]
fn a_link_out_of_the_site_is_text_and_marks_of_markdown_are_letters() {
    let span = documents::Span::figure("*甲*", "//example.org/x");
    let block = documents::Block::Paragraph(documents::Paragraph { spans: vec![span] });
    let document =
        documents::Document { title: vec!["<script>".into()], blocks: vec![block], ..Default::default() };
    let page = documents::to_html(&document).into_string();
    assert!(!page.contains("example.org") && !page.contains("<script>"));
    assert!(documents::to_markdown(&document).contains("\\*甲\\*"));
}

#[test]
fn json_brings_the_same_document_back() {
    let document = sample::everything();
    let json = serde_json::to_string(&document).unwrap();
    assert_eq!(serde_json::from_str::<documents::Document>(&json).unwrap(), document);
}

/// The same document gives the same bytes: on this thread, on another, and after others were written.
#[test]
fn a_document_written_twice_is_the_same_file() {
    use base64::Engine as _;
    let mut document = sample::everything();
    let drawn = |says: &str, png: &[u8]| {
        let png = base64::engine::general_purpose::STANDARD.encode(png);
        documents::Block::Picture(documents::Picture { png, says: says.into(), width_mm: 20, height_mm: 20, caption: None })
    };
    document.blocks.extend([drawn("一", b"one"), drawn("二", b"two"), drawn("又一", b"one")]);
    document.appendices[0].blocks.push(drawn("三", b"three"));
    let first = documents::to_docx(&document);
    for _ in 0..3 {
        documents::to_docx(&sample::everything());
        assert!(documents::to_docx(&document) == first, "the next one differs");
    }
    let others: Vec<_> = (0..4).map(|_| std::thread::spawn({ let document = document.clone(); move || documents::to_docx(&document) })).collect();
    for other in others {
        assert!(other.join().unwrap() == first, "on another thread it differs");
    }
    document.blocks.push(documents::Block::text("又一段"));
    assert!(documents::to_docx(&document) != first, "the control: another document is another file");
}
