//! What readers see; these structs are the JSON contract.

use crate::rules::{Paper, PaperAct, PaperWords, offered};
use appeals::actions::VoiceNow;
use appeals::rules::{CaseId, VoiceId};
use kernel::{Day, Moment, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// A sheet to print, or the choice of one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SheetView {
    #[schema(value_type = String)]
    pub voice: VoiceId,
    pub case_no: String,
    pub title: String,
    /// What can be done on paper as the case now stands.
    pub offered: Vec<PaperAct>,
    pub act: Option<PaperAct>,
    /// Drawn for this print and kept nowhere until the sheet comes back.
    pub sheet: Option<String>,
    /// What the picture on the sheet holds.
    pub link: Option<String>,
    /// What the speaker is asked: printed above the lines for the answer.
    pub question: Option<String>,
    #[serde(skip)]
    pub by_staff: bool,
    /// Shown by account; by code otherwise.
    #[serde(skip)]
    pub by_account: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

impl SheetView {
    pub fn of(shown: VoiceNow) -> Self {
        Self {
            voice: shown.voice.id,
            case_no: shown.case.case_no,
            title: shown.case.title,
            offered: offered(&shown.may),
            act: None,
            sheet: None,
            link: None,
            question: shown.question,
            by_staff: false,
            by_account: false,
            problems: vec![],
        }
    }
    /// The page it is printed from.
    pub fn home(&self) -> String {
        match (self.by_staff, self.by_account) {
            (true, _) => format!("/desk/voices/{}/papers", self.voice),
            (_, true) => format!("/voices/{}", self.voice),
            _ => "/receipt".into(),
        }
    }
    pub fn base(&self) -> String {
        match self.by_staff {
            true => format!("/desk/voices/{}/sheets", self.voice),
            false => format!("{}/sheets", self.home()),
        }
    }
}

/// One sheet that came back, without a word of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaperLine {
    pub sheet: String,
    pub act: PaperAct,
    #[schema(value_type = String)]
    pub written_on: Day,
    #[schema(value_type = String)]
    pub at: Moment,
    pub scanned: bool,
}

impl PaperLine {
    pub fn of(paper: Paper) -> Self {
        Self { sheet: paper.sheet, act: paper.act, written_on: paper.written_on, at: paper.at, scanned: paper.scan.is_some() }
    }
}

/// What can be keyed for a voice now, and what came before.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PapersView {
    #[schema(value_type = String)]
    pub voice: VoiceId,
    #[schema(value_type = String)]
    pub case: CaseId,
    pub case_no: String,
    pub title: String,
    /// What can be done on paper as the case now stands.
    pub offered: Vec<PaperAct>,
    /// Those of them this reader may key.
    pub keyable: Vec<PaperAct>,
    pub papers: Vec<PaperLine>,
    pub may_key: bool,
    pub may_open: bool,
    #[serde(skip)]
    pub typed: PaperWords,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

impl PapersView {
    /// The sheet of the picture, if it was keyed before.
    pub fn keyed_before(&self) -> Option<&PaperLine> {
        let sheet = crate::rules::sheet_typed(&self.typed.sheet)?;
        self.papers.iter().find(|p| p.sheet == sheet)
    }
}
