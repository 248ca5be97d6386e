//! The needs survey, what was said in the needs step, and the sheet of questions on paper.

use crate::rules::{Asking, MARKS, Matter, MatterId, REACH_DIMS, Way, groups};
use crate::word;
use documents::{Block, Document, Paragraph, qr_code};
use kernel::uuid::Uuid;
use serde::Serialize;
use ui::Lang;
use utoipa::ToSchema;

/// A question by its number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuestionView {
    pub no: i32,
    pub kind: Asking,
    pub text: String,
    pub choices: Vec<String>,
}

/// How many people said one thing; none where the number is too small to be told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerCount {
    /// A choice, a mark, a grid; empty for words of one's own and for places that lie in no grid.
    pub label: String,
    pub people: Option<u64>,
}

/// What came together for the question of that number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuestionResult {
    pub no: i32,
    pub counts: Vec<AnswerCount>,
    /// For those who keep the matter only.
    pub words: Vec<String>,
}

/// The survey of the round on the matter's page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SurveyView {
    pub questions: Vec<QuestionView>,
    /// People who answered.
    pub answered: i64,
    /// This reader has answered.
    pub mine: bool,
    /// It can be answered now.
    pub open: bool,
    /// Empty while it is open.
    pub results: Vec<QuestionResult>,
}

/// Something said, without whose it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SaidView {
    pub way: Way,
    /// The grid, where one was named.
    pub place: String,
    pub text: String,
}

/// What was heard in the round, for those who keep the matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedsView {
    #[schema(value_type = String)]
    pub matter: MatterId,
    pub question: String,
    pub round: i32,
    pub said: Vec<SaidView>,
    /// The way on: the last response shown, where there is more.
    #[schema(value_type = Option<String>)]
    pub next: Option<Uuid>,
    pub questions: Vec<QuestionView>,
    pub answered: i64,
    pub results: Vec<QuestionResult>,
}

/// The questions as they are printed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SurveySheetView {
    #[schema(value_type = String)]
    pub matter: MatterId,
    pub document: Document,
}

/// The side of a code to scan on paper, in millimetres.
const CODE_MM: u16 = 28;

/// The sheet: the numbers of the page, boxes to tick, lines to write on.
pub fn sheet(of: &Matter, body: &str, questions: &[QuestionView], link: &str) -> Document {
    let mut blocks = vec![
        Block::text(format!("这件事：{}", of.question)),
        Block::text("不用写姓名。在方框里打勾，或写在横线上；不想答的可以空着。填好交给居委会工作人员，或投进意见箱。"),
    ];
    for q in questions {
        blocks.push(Block::heading(1, q.text.clone()));
        blocks.extend(lines(q).into_iter().map(|line| Block::Paragraph(Paragraph::text(line))));
    }
    blocks.push(Block::heading(1, "您住在哪个网格或小区（可以不写）"));
    blocks.push(Block::text(BLANK));
    blocks.push(Block::heading(1, "您属于哪一群（可以不写，只用来数人数）"));
    for dim in REACH_DIMS {
        let boxes = groups(dim).iter().map(|code| format!("□ {}", word(Lang::Zh, "group", &format!("{}-{}", dim.code(), code.replace('+', "-up")))));
        blocks.push(Block::text(boxes.collect::<Vec<_>>().join("　")));
    }
    blocks.push(Block::text(format!("也可以扫码在手机上填，每人填一次。事项编号 {}。", of.code)));
    blocks.extend(qr_code(link, &format!("事项编号 {}", of.code), CODE_MM).map(Block::Picture));
    Document {
        number: Some(format!("事项编号 {}", of.code)),
        title: vec![body.to_owned(), "征求意见表".into()],
        blocks,
        ..Document::default()
    }
}

const BLANK: &str = "______________________________";

fn lines(q: &QuestionView) -> Vec<String> {
    let boxes = |choices: &[String]| choices.iter().zip(1..).map(|(c, n)| format!("□ {n}. {c}")).collect();
    match q.kind {
        Asking::One => std::iter::once("（只选一项）".to_owned()).chain::<Vec<_>>(boxes(&q.choices)).collect(),
        Asking::Several => std::iter::once("（可以选多项）".to_owned()).chain::<Vec<_>>(boxes(&q.choices)).collect(),
        Asking::Scale => vec![format!("（1 分最低，{MARKS} 分最高）"), (1..=MARKS).map(|n| format!("□ {n}")).collect::<Vec<_>>().join("　　")],
        Asking::Words => vec![BLANK.into(), BLANK.into()],
        Asking::Point => vec![format!("地点：{BLANK}")],
    }
}
