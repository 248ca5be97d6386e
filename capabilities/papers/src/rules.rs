//! What is true about sheets and what comes back on them. Pure: data, time and luck are handed in.

use appeals::rules::{CallingBack, Case, CaseId, Satisfaction, VoiceId, check_digit, number_typed};
use appeals::views::ReceiptMay;
use auth::{Act, By, Given, May, Reach, Role, Strength};
use edge::photos::SealedPhoto;
use kernel::{Audience, Day, Event, Moment, Problem, Subject, codes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::id!(PaperId, "a sheet that came back");

/// Kept out: whoever is complained about, and everybody of a unit that ever had the case in hand.
const OTHERS: &[Given] = &[Given::Accused, Given::EverHeld];
const NOT_ACCUSED: &[Given] = &[Given::Accused];

/// In person, at a screen, and never by the unit whose work is judged.
const fn hand(role: Role, act: &'static str, within: Reach) -> May {
    May::post(role, act, within).at(Strength::Known).unless(OTHERS)
}

pub const WHO_MAY: &[May] = &[
    // A sheet of one's own to print.
    May::by(By::SignedIn, "print_sheet", Reach::Own),
    May::by(By::Anyone, "print_sheet", Reach::Bearer),
    // What came back for a voice, and blank sheets for a visit; no word of any.
    May::post(Role::Clerk, "see_papers", Reach::Street).unless(NOT_ACCUSED),
    May::post(Role::CommunitySecretary, "see_papers", Reach::Scope).unless(NOT_ACCUSED),
    May::post(Role::CallbackOfficer, "see_papers", Reach::Street).unless(NOT_ACCUSED),
    May::post(Role::Supervisor, "see_papers", Reach::Street).unless(NOT_ACCUSED),
    // What a speaker adds or asks to be hurried.
    hand(Role::Clerk, "key_paper", Reach::Street),
    hand(Role::CommunitySecretary, "key_paper", Reach::Scope),
    hand(Role::CallbackOfficer, "key_paper", Reach::Street),
    // What nobody but the speaker decides.
    hand(Role::Clerk, "key_decision", Reach::Street),
    hand(Role::CallbackOfficer, "key_decision", Reach::Street),
    // The picture: handwriting, for a reason that is kept.
    hand(Role::Clerk, "open_paper", Reach::Street),
    hand(Role::Supervisor, "open_paper", Reach::Street),
];

macro_rules! acts {
    ($($name:ident $code:literal),* $(,)?) => { $(
        pub enum $name {}
        impl Act<Case> for $name {
            const NAME: &'static str = $code;
            const RULES: &'static [May] = WHO_MAY;
            const SEE: &'static str = "see_papers";
        }
    )* };
}
acts! { SeePapers "see_papers", KeyPaper "key_paper", KeyDecision "key_decision", OpenPaper "open_paper" }

codes! {
    /// What a sheet is for; the nouns are those of the receipt's own routes.
    PaperAct {
        Supplement "supplement", Rating "rating", Urging "urging", Reopening "reopening", Objection "objection",
        Withdrawal "withdrawal",
    }
}

impl PaperAct {
    /// The event by which the act stands in the journal.
    pub fn event(self) -> &'static str {
        match self {
            Self::Supplement => "appeals.supplemented",
            Self::Rating => "appeals.callback_made",
            Self::Urging => "appeals.case_urged",
            Self::Reopening => "appeals.case_reopened",
            Self::Objection => "appeals.objection_raised",
            Self::Withdrawal => "appeals.voice_withdrawn",
        }
    }
    /// Whether it can be done as the case now stands.
    pub fn is_possible(self, may: &ReceiptMay) -> bool {
        match self {
            Self::Supplement => may.supplement,
            Self::Rating => may.rate,
            Self::Urging => may.urge,
            Self::Reopening => may.reopen,
            Self::Objection => may.object,
            Self::Withdrawal => may.withdraw,
        }
    }
    /// What nobody but the speaker decides: it needs the picture of what was signed.
    pub fn is_decision(self) -> bool {
        !matches!(self, Self::Supplement | Self::Urging)
    }
    /// Whether the record takes words with it. An urging has none, online or on paper.
    pub fn has_words(self) -> bool {
        self != Self::Urging
    }
}

/// The acts possible now, in the order they are offered.
pub fn offered(may: &ReceiptMay) -> Vec<PaperAct> {
    PaperAct::ALL.iter().copied().filter(|act| act.is_possible(may)).collect()
}

/// Digits of a sheet's number, the check digit among them.
const DIGITS: usize = 8;

/// The number of a sheet: seven digits drawn from `random` and their check digit.
pub fn sheet_number(random: u64) -> String {
    let body = format!("{:07}", random % 10_000_000);
    format!("{body}{}", check_digit(&body))
}

/// The number as it is typed from a sheet; `None` if it cannot be one.
pub fn sheet_typed(text: &str) -> Option<String> {
    number_typed(text, DIGITS)
}

/// A sheet that came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    pub id: PaperId,
    pub voice: VoiceId,
    /// The case the act was done to; the voice may have moved on since.
    pub case: CaseId,
    pub act: PaperAct,
    pub sheet: String,
    pub written_on: Day,
    pub at: Moment,
    pub scan: Option<SealedPhoto>,
}

/// What stands on a sheet, as it is typed from it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PaperWords {
    pub act: Option<PaperAct>,
    pub sheet: String,
    /// `2026-11-24`.
    pub written_on: String,
    /// The words; of a rating what was said beside it.
    pub text: String,
    pub contacted: Option<bool>,
    pub solved: Option<bool>,
    pub satisfaction: Option<Satisfaction>,
}

impl PaperWords {
    /// The rating as its speaker would give it on the receipt.
    pub fn rating(&self) -> CallingBack {
        CallingBack {
            reached: true,
            contacted: self.contacted,
            solved: self.solved,
            satisfaction: self.satisfaction,
            reason: self.text.clone(),
            ..CallingBack::default()
        }
    }
}

/// The words as they can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readable {
    pub act: PaperAct,
    pub sheet: String,
    pub written_on: Day,
}

/// Whether the sheet can be keyed now. `received_on`: no sheet is older than the voice it belongs to.
pub fn readable(words: &PaperWords, may: &ReceiptMay, pictured: bool, received_on: Day, today: Day) -> Result<Readable, Vec<Problem>> {
    let act = match words.act {
        None => Err(Problem::at("act", "act-missing")),
        Some(act) if !act.is_possible(may) => Err(Problem::at("act", "act-not-now")),
        Some(act) => Ok(act),
    };
    let sheet = sheet_typed(&words.sheet).ok_or_else(|| Problem::at("sheet", "sheet-wrong"));
    let written_on = match Day::parse(words.written_on.trim()) {
        None => Err(Problem::at("written_on", "day-unreadable")),
        Some(day) if day > today => Err(Problem::at("written_on", "day-ahead")),
        Some(day) if day < received_on => Err(Problem::at("written_on", "day-before-voice")),
        Some(day) => Ok(day),
    };
    let unpictured = words.act.is_some_and(PaperAct::is_decision) && !pictured;
    let unpictured = unpictured.then(|| Problem::at("photos", "picture-missing"));
    match (act, sheet, written_on, unpictured) {
        (Ok(act), Ok(sheet), Ok(written_on), None) => Ok(Readable { act, sheet, written_on }),
        (act, sheet, written_on, unpictured) => {
            Err([act.err(), sheet.err(), written_on.err(), unpictured].into_iter().flatten().collect())
        }
    }
}

/// Says what is wrong beside the fields of the sheet: what a rating gives as its reason is the sheet's text.
pub fn beside_fields(problems: Vec<Problem>) -> Vec<Problem> {
    let field = |field| if field == "reason" { "text" } else { field };
    problems.into_iter().map(|p| Problem { field: p.field.map(field), ..p }).collect()
}

/// One row of the journal, as far as the question needs it.
pub struct Told<'a> {
    pub name: &'a str,
    pub at: Moment,
    pub body: &'a str,
}

/// Whether the paper stands in the journal of its case: keyed, and the act done at the same moment.
pub fn stands(paper: &Paper, told: &[Told<'_>]) -> bool {
    let voice = paper.voice.to_string();
    let at_once = |name: &str| told.iter().filter(move |t| t.name == name && t.at == paper.at).map(|t| t.body).collect::<Vec<_>>();
    let keyed = at_once(PaperKeyed::NAME).iter().any(|body| body.contains(&voice) && body.contains(paper.act.code()));
    // A reopening is the case's, whoever of its voices asked for it.
    let done = at_once(paper.act.event()).iter().any(|body| paper.act == PaperAct::Reopening || body.contains(&voice));
    keyed && done
}

macro_rules! events {
    ($($name:ident $code:literal { $($field:ident: $t:ty),* $(,)? })*) => { $(
        #[derive(Clone, Debug, Serialize)]
        pub struct $name { pub case: CaseId, $(pub $field: $t),* }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject {
                Subject { kind: "case", id: self.case.uuid() }
            }
            fn audience(&self) -> Audience {
                Audience::Staff
            }
        }
    )* };
}
events! {
    PaperKeyed "papers.paper_keyed" { voice: VoiceId, act: &'static str }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> PaperWords {
        PaperWords {
            act: Some(PaperAct::Rating),
            sheet: sheet_number(41),
            written_on: "2026-11-20".into(),
            ..PaperWords::default()
        }
    }
    fn judged(words: &PaperWords, pictured: bool) -> Vec<&'static str> {
        let may = ReceiptMay { rate: true, urge: true, ..ReceiptMay::default() };
        let day = |s| Day::parse(s).expect("a day");
        let judged = readable(words, &may, pictured, day("2026-11-10"), day("2026-11-24"));
        judged.err().unwrap_or_default().iter().map(|p| p.code).collect()
    }

    #[test]
    fn a_slip_of_the_finger_is_noticed() {
        let number = sheet_number(1_234_567);
        assert_eq!(sheet_typed(&appeals::rules::grouped(&number)), Some(number.clone()));
        for at in 0..DIGITS {
            let mut wrong: Vec<u8> = number.bytes().collect();
            wrong[at] = b'0' + (wrong[at] - b'0' + 1) % 10;
            assert_eq!(sheet_typed(&String::from_utf8_lossy(&wrong)), None);
        }
    }

    #[test]
    fn what_is_wrong_with_a_sheet_is_said_all_at_once() {
        assert_eq!(judged(&words(), true), Vec::<&str>::new());
        assert_eq!(judged(&words(), false), ["picture-missing"]);
        let urging = PaperWords { act: Some(PaperAct::Urging), ..words() };
        assert_eq!(judged(&urging, false), Vec::<&str>::new());
        let wrong = PaperWords { act: Some(PaperAct::Reopening), sheet: "12".into(), written_on: "never".into(), ..words() };
        assert_eq!(judged(&wrong, false), ["act-not-now", "sheet-wrong", "day-unreadable", "picture-missing"]);
        for (day, code) in [("2026-11-25", "day-ahead"), ("2026-11-09", "day-before-voice")] {
            assert_eq!(judged(&PaperWords { written_on: day.into(), ..words() }, true), [code]);
        }
    }
}
