//! Taking a voice in: what each channel must capture, and what the case starts as.

use crate::rules::*;
use kernel::{AccountId, Moment, PlaceId, Problem, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub const MOST_TEXT: usize = 4_000;
pub const MOST_REPLY: usize = 2_000;
pub const MOST_REASON: usize = 500;

/// What somebody says, as it comes in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reception {
    /// Made when the form opens: sending it again gives the first result.
    pub client_key: String,
    pub channel: Option<Channel>,
    pub text: String,
    pub title: String,
    /// A code of the category tree, if the speaker chose one.
    pub category: String,
    pub case_type: Option<CaseType>,
    pub urgency: Option<Urgency>,
    /// A place chosen from the list: building, grid or community.
    #[schema(value_type = Option<String>)]
    pub place: Option<PlaceId>,
    /// Degrees, WGS-84.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub address_note: String,
    pub name: String,
    pub phone: String,
    pub anonymous: bool,
    /// The unit that handles it may not see who spoke.
    pub secret: bool,
    pub elder: bool,
    pub callback_wish: Option<CallbackWish>,
    pub speaker: Option<Speaker>,
    /// The mailbox: about the committee or the secretary.
    pub about_committee: bool,
    #[schema(value_type = Vec<String>)]
    pub accused: Vec<UnitId>,
    /// When it was said, if not now: a letter, a call.
    #[schema(value_type = Option<String>)]
    pub said_at: Option<Moment>,
    /// Addresses the server fetches pictures from; files may also stand beside the words.
    pub media_url: Vec<String>,
}

/// Who takes it in: the resident's own hand, or staff at a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intake {
    pub by: Option<AccountId>,
    pub staff: bool,
    pub has_photo: bool,
}

/// Judges the words of a reception. The place is resolved by the caller.
pub fn judge_reception(words: &Reception, intake: Intake, placed: bool) -> Vec<Problem> {
    let mut problems = vec![];
    let text = words.text.trim();
    let channel = words.channel.unwrap_or(Channel::Online);
    if text.is_empty() && !(channel == Channel::Online && intake.has_photo) {
        problems.push(Problem::at("text", "text-missing"));
    }
    if text.chars().count() > MOST_TEXT {
        problems.push(Problem::at("text", "text-too-long").with("most", MOST_TEXT));
    }
    if words.client_key.trim().is_empty() || words.client_key.len() > 100 {
        problems.push(Problem::at("client_key", "client-key-missing"));
    }
    if !placed && words.address_note.trim().is_empty() {
        problems.push(Problem::at("place", "place-missing"));
    }
    if !words.phone.trim().is_empty() && canonical_phone(&words.phone).is_none() {
        problems.push(Problem::at("phone", "phone-malformed"));
    }
    let wish = wish_of(words);
    if matches!(wish, CallbackWish::Phone | CallbackWish::Sms) && words.phone.trim().is_empty() {
        problems.push(Problem::at("phone", "phone-for-callback"));
    }
    if !intake.staff && !matches!(channel, Channel::Online | Channel::Mailbox) {
        problems.push(Problem::at("channel", "channel-of-staff"));
    }
    if channel == Channel::Hotline && words.category.trim().is_empty() {
        problems.push(Problem::at("category", "category-missing"));
    }
    problems
}

/// How the speaker wants to be asked back: as wished, else by the means there are.
pub fn wish_of(words: &Reception) -> CallbackWish {
    words.callback_wish.unwrap_or(if words.phone.trim().is_empty() { CallbackWish::Link } else { CallbackWish::Phone })
}

/// A telephone number as it is indexed: digits, without the country's prefix.
pub fn canonical_phone(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let stray = text.chars().any(|c| !(c.is_ascii_digit() || c.is_whitespace() || "+-()（）".contains(c)));
    let digits = if digits.len() == 13 { digits.strip_prefix("86").map_or(digits.clone(), str::to_owned) } else { digits };
    (!stray && (7..=12).contains(&digits.len())).then_some(digits)
}

/// What the case is called until a clerk has read it. A resident's own words stay sealed: the category speaks for
/// them. Staff at a desk give a title that names nobody.
pub fn opening_title(words: &Reception, category: Option<&Category>, staff: bool) -> String {
    let given = words.title.trim();
    match category {
        _ if staff && !given.is_empty() => given.chars().take(60).collect(),
        Some(category) => category.name_zh.clone(),
        None => UNNAMED.into(),
    }
}

/// What a case is called before anybody named it or its kind.
pub const UNNAMED: &str = "新来件";

/// A title proposed to the clerk who has opened the text: its first sentence, at most 22 characters.
pub fn title_proposed(text: &str) -> String {
    let ends = ['。', '！', '？', '\n', '!', '?', '，', ','];
    let first = text.split(ends).find(|s| !s.trim().is_empty()).unwrap_or("");
    first.trim().chars().take(22).collect()
}

/// The intake clock of a channel.
pub fn intake_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Mailbox | Channel::Box => "intake_mailbox",
        Channel::Hotline => "intake_hotline",
        _ => "intake_online",
    }
}

/// A clerk says what the voice is and that the street takes it on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Acceptance {
    pub rev: Option<i32>,
    pub case_type: Option<CaseType>,
    pub category: String,
    pub urgency: Option<Urgency>,
    #[schema(value_type = Option<String>)]
    pub place: Option<PlaceId>,
    /// A place's name or code, where no id is known.
    pub place_name: String,
    pub title: String,
    pub public_level: Option<PublicLevel>,
    #[schema(value_type = Vec<String>)]
    pub accused: Vec<UnitId>,
}

/// What the category tree says of the category named.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    pub code: String,
    pub parent: Option<String>,
    pub name_zh: String,
    pub name_en: String,
    pub case_type: CaseType,
    pub public_level: PublicLevel,
    pub handle_key: String,
    /// Somebody looks on the spot before the residents are asked.
    pub verification: bool,
}

/// Row 9. Type, category, urgency, place and public level are set; levels may only be tightened by one person.
pub fn accept(case: &Case, words: &Acceptance, category: Option<&Category>, now: Moment) -> Decided<CaseAccepted> {
    check(Verb::Acceptance, case.state)?;
    let Some(category) = category else { return Err(vec![Problem::at("category", "category-missing")]) };
    let mut problems = stale(case, words.rev);
    let level = words.public_level.unwrap_or(category.public_level);
    if !level.is_at_least_as_tight_as(category.public_level) {
        problems.push(Problem::at("public_level", "public-level-loosened"));
    }
    if words.title.chars().count() > 60 {
        problems.push(Problem::at("title", "title-too-long").with("most", 60));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let case_type = words.case_type.unwrap_or(category.case_type);
    let hidden = case_type == CaseType::Allegation || case.links.secret;
    let title = words.title.trim();
    let accepted = Case {
        state: State::Accepted,
        case_type,
        category: category.code.clone(),
        urgency: words.urgency.unwrap_or(case.urgency),
        public_level: if hidden { PublicLevel::None } else { level },
        title: if title.is_empty() { case.title.clone() } else { title.to_owned() },
        ..touched(case, now)
    };
    let event = CaseAccepted { case: case.id, category: category.code.clone(), urgency: accepted.urgency.code() };
    Ok((accepted, event))
}

/// A decision: what the case becomes and what happened, or what the person can mend.
pub type Decided<E> = Result<(Case, E), Vec<Problem>>;

/// The case as it stands after somebody's hand was on it.
pub fn touched(case: &Case, now: Moment) -> Case {
    Case { rev: case.rev + 1, touched_at: now, ..case.clone() }
}

/// Words written against an older state are given back.
pub fn stale(case: &Case, rev: Option<i32>) -> Vec<Problem> {
    match rev {
        Some(rev) if rev != case.rev => vec![Problem::new("stale").with("rev", case.rev)],
        _ => vec![],
    }
}

/// A text that must be there and not too long.
pub fn text_problem(field: &'static str, text: &str, most: usize) -> Option<Problem> {
    match text.trim().chars().count() {
        0 => Some(Problem::at(field, "words-missing")),
        n if n > most => Some(Problem::at(field, "text-too-long").with("most", most)),
        _ => None,
    }
}

/// One text with a reason to it: questions, answers, reasons.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Saying {
    pub rev: Option<i32>,
    pub text: String,
}

/// What a speaker adds: words, photos, or both.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Supplementing {
    pub text: String,
    /// Addresses the server fetches pictures from; files may also stand beside the words.
    pub media_url: Vec<String>,
}

pub const MOST_QUESTIONS: i32 = 2;

/// Rows 2 and 20a. At most two questions per round.
pub fn request_information(case: &Case, words: &Saying, answer_by: Moment, now: Moment) -> Decided<InformationAsked> {
    let line = check(Verb::InformationRequest, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    if case.questions >= MOST_QUESTIONS {
        problems.push(Problem::new("questions-used").with("most", MOST_QUESTIONS));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let state = line.to.first().copied().unwrap_or(case.state);
    let asked = Case { state, questions: case.questions + 1, ..touched(case, now) };
    Ok((asked, InformationAsked { case: case.id, answer_by }))
}

pub const REOPEN_DAYS: i64 = 30;

/// Rows 3 and 20b. A late answer wakes a lapsed case for thirty days; what its speaker took back stays so. `spoken`:
/// somebody's voice still stands.
pub fn supplement(
    case: &Case,
    text: &str,
    has_photo: bool,
    voice: Option<VoiceId>,
    spoken: bool,
    now: Moment,
) -> Decided<Supplemented> {
    let line = check(Verb::Supplement, case.state)?;
    if !spoken {
        return Err(vec![Problem::new("taken-back")]);
    }
    let silent = text.trim().is_empty() && has_photo;
    if let Some(p) = text_problem("text", text, MOST_TEXT).filter(|_| !silent) {
        return Err(vec![p]);
    }
    if case.state == State::Withdrawn && now.since(case.touched_at) > REOPEN_DAYS * Moment::DAY {
        return Err(vec![Problem::new("too-late").with("days", REOPEN_DAYS)]);
    }
    let state = line.to.first().copied().unwrap_or(case.state);
    Ok((Case { state, closed_at: None, ..touched(case, now) }, Supplemented { case: case.id, voice }))
}

/// Row 4. Never for danger to life or for utilities.
pub fn lapse(case: &Case, answer_by: Moment, now: Moment) -> Decided<CaseLapsed> {
    check(Verb::Lapse, case.state)?;
    if now <= answer_by {
        return Err(vec![Problem::new("not-yet")]);
    }
    if matches!(case.urgency, Urgency::Life | Urgency::Utility) {
        return Err(vec![Problem::new("never-lapses")]);
    }
    let lapsed = Case {
        state: State::Withdrawn,
        closed_at: Some(now),
        public_reply: None,
        refusal_reason: None,
        refusal_proposed_by: None,
        ..touched(case, now)
    };
    Ok((lapsed, CaseLapsed { case: case.id }))
}

/// Row 5. Words alone settle it; never a complaint or an allegation.
pub fn answer(case: &Case, words: &Saying, now: Moment) -> Decided<CaseAnswered> {
    check(Verb::Answer, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REPLY));
    if matches!(case.case_type, CaseType::Complaint | CaseType::Allegation) {
        problems.push(Problem::new("needs-handling"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let answered = Case {
        state: State::Answered,
        result: Some(CaseResult::Explained),
        public_reply: Some(words.text.trim().to_owned()),
        closed_at: Some(now),
        ..touched(case, now)
    };
    Ok((answered, CaseAnswered { case: case.id }))
}

/// Why a voice is not the street's, and whose it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Refusal {
    pub rev: Option<i32>,
    /// A code of the list of reasons.
    pub reason: String,
    /// The right office and how to reach it.
    pub right_office: String,
}

pub const REFUSAL_REASONS: &[&str] =
    &["outside_powers", "justice_or_military", "emergency_line", "in_proceedings", "settled", "against_law", "no_content"];

/// Row 6. A proposal only: somebody else confirms.
pub fn propose_refusal(case: &Case, words: &Refusal, by: Option<AccountId>, now: Moment) -> Decided<RefusalProposed> {
    check(Verb::Refusal, case.state)?;
    let mut problems = stale(case, words.rev);
    if !REFUSAL_REASONS.contains(&words.reason.as_str()) {
        problems.push(Problem::at("reason", "reason-missing"));
    }
    problems.extend(text_problem("right_office", &words.right_office, MOST_REASON));
    if !problems.is_empty() {
        return Err(problems);
    }
    let proposed = Case {
        refusal_reason: Some(words.reason.clone()),
        public_reply: Some(words.right_office.trim().to_owned()),
        refusal_proposed_by: by,
        ..touched(case, now)
    };
    Ok((proposed, RefusalProposed { case: case.id, reason: words.reason.clone() }))
}

/// Row 7. By another hand than the proposer's.
pub fn confirm_refusal(case: &Case, by: Option<AccountId>, now: Moment) -> Decided<CaseRefused> {
    check(Verb::RefusalConfirmation, case.state)?;
    let Some(reason) = case.refusal_reason.clone() else { return Err(vec![Problem::new("no-proposal")]) };
    // After an objection somebody decides who has not refused it before.
    if by.is_some() && (by == case.refusal_proposed_by || by == case.refused_by) {
        return Err(vec![Problem::new("other-hand")]);
    }
    let refused = Case { state: State::Refused, refused_by: by, closed_at: Some(now), ..touched(case, now) };
    Ok((refused, CaseRefused { case: case.id, reason }))
}

/// Row 8. Once, within thirty days; decided again by people who did not refuse.
pub fn object(case: &Case, words: &Saying, voice: VoiceId, already: bool, now: Moment) -> Decided<ObjectionRaised> {
    check(Verb::Objection, case.state)?;
    if let Some(p) = text_problem("text", &words.text, MOST_REASON) {
        return Err(vec![p]);
    }
    if already {
        return Err(vec![Problem::new("once-only")]);
    }
    if case.closed_at.is_some_and(|at| now.since(at) > REOPEN_DAYS * Moment::DAY) {
        return Err(vec![Problem::new("too-late").with("days", REOPEN_DAYS)]);
    }
    let again = Case {
        state: State::Registered,
        closed_at: None,
        public_reply: None,
        refusal_reason: None,
        refusal_proposed_by: None,
        ..touched(case, now)
    };
    Ok((again, ObjectionRaised { case: case.id, voice }))
}
