//! Official documents (公文) as plain data. One document becomes a .docx in the layout of GB/T 9704-2012, a page, Markdown
//! and, through serde, JSON; what stands in it is the caller's.

mod code;
mod numbers;
mod page;
mod paper;
mod text;

pub use code::qr_code;
pub use numbers::numbered;
pub use page::to_html;
pub use paper::to_docx;
use serde::{Deserialize, Serialize};
pub use text::to_markdown;
use utoipa::ToSchema;

/// A document from its title to its attachments, as it will be read. Numbers of headings are not written here: they follow
/// from the order, so that a section that is left out leaves no gap.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Document {
    /// Whose document it is, as the red heading (发文机关标志), such as `和安街道办事处文件`. A plain report has none.
    pub letterhead: Option<String>,
    /// Its number (发文字号), such as `和街办〔2026〕18号`.
    pub number: Option<String>,
    /// The title, one entry per line: lines are broken where the meaning allows it.
    pub title: Vec<String>,
    /// A line below the title in 楷体, such as a period or `（征求意见稿）`.
    pub subtitle: Option<String>,
    /// To whom it goes (主送机关), without the colon.
    pub addressees: Option<String>,
    pub blocks: Vec<Block>,
    /// Names of the attachments, in order.
    pub attachments: Vec<String>,
    pub signature: Option<Signature>,
    /// A note in brackets below the date (附注), without the brackets, such as `此件主动公开`.
    pub note: Option<String>,
    /// What the attachments say, each on pages of its own below the signature. Not written where there are none, so that a
    /// document of before has the hash it had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appendices: Vec<Appendix>,
}

/// An attachment that is bound in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Appendix {
    pub title: String,
    pub blocks: Vec<Block>,
}

impl Document {
    /// `附件` above the only attachment, else with its number.
    pub fn appendix_mark(&self, i: usize) -> String {
        if self.attachments.len().max(self.appendices.len()) < 2 { "附件".to_owned() } else { format!("附件{}", i + 1) }
    }
}

/// Who signs, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Signature {
    /// Those who sign, one per line.
    pub by: Vec<String>,
    /// The day as it is written: `2026年11月28日`.
    pub day: String,
    /// Whether room for a seal is left above the names.
    pub seal: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    Heading(Heading),
    Paragraph(Paragraph),
    List(List),
    Table(Table),
    Chart(Chart),
    Picture(Picture),
    /// What follows stands on a page of its own.
    PageBreak,
}

/// A heading of one of four levels: 一、 · （一） · 1. · （1）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Heading {
    /// 1 to 4; anything beyond is read as 4.
    pub level: u8,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Paragraph {
    pub spans: Vec<Span>,
}

/// A stretch of text of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Span {
    pub text: String,
    /// Where a figure opens: a path of this site, for pages alone.
    pub path: Option<String>,
    /// A place that nothing filled: it is marked in every face, so that nobody takes it for a figure.
    pub missing: bool,
    pub strong: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct List {
    /// Numbered `1.` `2.` or with dots.
    pub numbered: bool,
    pub items: Vec<Paragraph>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Table {
    pub caption: Option<String>,
    pub header: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    /// What the columns share of the width, in any unit; empty for equal columns.
    pub widths: Vec<u32>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Cell {
    pub span: Span,
    /// Numbers stand right, words left.
    pub number: bool,
}

/// A bar chart: real bars on paper and on a page, lines of text elsewhere. Whoever has a richer drawing gives it as `svg`
/// for pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Chart {
    pub caption: String,
    pub bars: Vec<Bar>,
    /// A drawing made by this program, set into the page as it stands: never anything a person wrote.
    pub svg: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Bar {
    pub label: String,
    /// The value as it is read, with its unit: `1,204件`.
    pub shown: String,
    /// Its length in thousandths of the longest possible one.
    pub permille: u16,
    pub path: Option<String>,
}

/// A picture in PNG.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Picture {
    /// Base64 of the file.
    pub png: String,
    pub width_mm: u16,
    pub height_mm: u16,
    /// What it shows, for those who do not see it.
    pub says: String,
    pub caption: Option<String>,
}

impl Span {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A figure that opens to what it is made of.
    pub fn figure(text: impl Into<String>, path: impl Into<String>) -> Self {
        Self { text: text.into(), path: Some(path.into()), ..Self::default() }
    }

    /// A place that has no figure, with the name of what is missing.
    pub fn missing(name: impl Into<String>) -> Self {
        Self { text: name.into(), missing: true, ..Self::default() }
    }

    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: true, ..Self::default() }
    }
}

impl Paragraph {
    pub fn text(text: impl Into<String>) -> Self {
        Self { spans: vec![Span::text(text)] }
    }
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { span: Span::text(text), number: false }
    }

    pub fn number(text: impl Into<String>) -> Self {
        Self { span: Span::text(text), number: true }
    }
}

impl Block {
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading(Heading { level, text: text.into() })
    }

    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph(Paragraph::text(text))
    }
}

impl Document {
    /// The title on one line.
    pub fn name(&self) -> String {
        self.title.concat()
    }
}
