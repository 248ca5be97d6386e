//! What every page knows about its reader.

use kernel::Moment;

/// The language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The tag for `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
    pub fn is_zh(self) -> bool {
        self == Self::Zh
    }
}

/// Standard pages, or the same pages larger and calmer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    Standard,
    Elder,
}

/// The signed-in reader as the header shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewerBadge {
    pub name: String,
    pub staff: bool,
    /// The post's title; empty for residents.
    pub post: String,
    /// The desk's pages this reader may open, by their path.
    pub entries: Vec<&'static str>,
    /// Messages not read yet; 100 is that many or more.
    pub unread: i64,
    /// For whom they act now.
    pub helping: Option<Helping>,
}

/// Whom staff act for, as every page says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helping {
    pub id: String,
    /// The family name and stars.
    pub name: String,
    /// `present`, `phone` or `paper`.
    pub way: &'static str,
    pub until: Moment,
}

/// What a page needs beside its view.
#[derive(Clone, Debug)]
pub struct Ctx {
    pub lang: Lang,
    pub mode: Mode,
    /// The content security policy's nonce for this response.
    pub nonce: String,
    pub csrf: String,
    /// Path and query of this page.
    pub path: String,
    pub street_name: String,
    pub viewer: Option<ViewerBadge>,
    /// A mark of who is signed in, empty for nobody: what one person wrote is never sent in another's name.
    pub who: String,
    pub now: Moment,
    /// One sentence shown above the page, such as "saved".
    pub banner: Option<String>,
    /// The disk takes no writes: said above every page.
    pub read_only: bool,
    /// Numbers beside navigation entries, by the entry's path.
    pub counts: Vec<(&'static str, i64)>,
    /// A fresh key for the forms of this page.
    pub idempotency: String,
}

impl Ctx {
    /// A reader for tests and the gallery.
    pub fn sample() -> Self {
        Self {
            lang: Lang::Zh,
            mode: Mode::Standard,
            nonce: String::new(),
            csrf: String::new(),
            path: "/".into(),
            street_name: "幸福街道".into(),
            viewer: None,
            who: String::new(),
            now: Moment::from_civil(kernel::Day::of(2026, 11, 23).civil().at(9, 30, 0, 0)),
            banner: None,
            read_only: false,
            counts: vec![],
            idempotency: "sample".into(),
        }
    }
    /// For whom the reader acts now.
    pub fn helping(&self) -> Option<&Helping> {
        self.viewer.as_ref().and_then(|v| v.helping.as_ref())
    }
    pub fn elder(&self) -> bool {
        self.mode == Mode::Elder
    }
}
