//! Notices: the convening text in versions. What is decided stood in the notice in force at the deadline, with its rule.

use super::*;
use crate::rules::codes;
use kernel::{Moment, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! { ItemKind { Discuss "discuss", Decide "decide", Briefing "briefing" } }

/// One point of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgendaItem {
    pub no: i32,
    pub kind: ItemKind,
    pub title: String,
    /// The matter it is about.
    #[schema(value_type = Option<String>)]
    pub matter: Option<Uuid>,
    /// Name of the decision rule in the charter; of a decide item.
    pub rule_name: Option<String>,
    /// What may be spent, in fen; 0 where it is not about money.
    #[serde(default)]
    pub money: i64,
}

/// One version of the notice. It is never edited: a change is the next number.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub meeting: MeetingId,
    pub no: i32,
    pub issued_at: Moment,
    pub items: Vec<AgendaItem>,
    /// Short notice, and why; public.
    pub extraordinary: Option<String>,
    pub why_changed: Option<String>,
    /// When and where, as this version said.
    pub from: Moment,
    pub venue: String,
}

/// What stands in a notice.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Convening {
    pub items: Vec<ItemWords>,
    /// The same as lines, for paper and forms: `decide | title | rule`, `discuss | title`; a matter's code may stand last.
    pub agenda: String,
    /// Why it comes on short notice.
    pub extraordinary: String,
    /// What this notice changes, where there was one before.
    pub why_changed: String,
    /// Another time or venue than before.
    #[schema(value_type = Option<String>)]
    pub from: Option<Moment>,
    pub venue: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ItemWords {
    pub kind: Option<ItemKind>,
    pub title: String,
    #[schema(value_type = Option<String>)]
    pub matter: Option<Uuid>,
    /// The same by its code, as it stands on its page.
    pub matter_code: String,
    pub rule_name: String,
    pub money: i64,
}

pub const MOST_ITEMS: usize = 20;

impl Convening {
    /// The items as a list, whichever way they came.
    pub fn listed(&self) -> Vec<ItemWords> {
        let lines = self.agenda.lines().map(str::trim).filter(|l| !l.is_empty());
        self.items.iter().cloned().chain(lines.map(item_line)).collect()
    }
}

/// Something written like a matter's code, right or mistaken.
fn is_matter_code(part: &str) -> bool {
    let mut letters = part.chars();
    letters.next().is_some_and(|c| c.eq_ignore_ascii_case(&'M')) && letters.next().is_some_and(|c| c.is_ascii_digit())
}

fn item_line(line: &str) -> ItemWords {
    let mut parts = line.split(['|', '｜']).map(str::trim);
    let first = parts.next().unwrap_or_default();
    let kind = match first {
        "表决" | "议决" => Some(ItemKind::Decide),
        "讨论" => Some(ItemKind::Discuss),
        "通报" => Some(ItemKind::Briefing),
        other => ItemKind::from_code(other),
    };
    let title = if kind.is_some() { parts.next().unwrap_or_default() } else { first };
    let (codes, rest): (Vec<&str>, Vec<&str>) = parts.filter(|p| !p.is_empty()).partition(|p| is_matter_code(p));
    let (matter_code, rule_name) = (codes.concat(), rest.concat());
    ItemWords { kind: Some(kind.unwrap_or(ItemKind::Discuss)), title: title.to_owned(), matter_code, rule_name, ..ItemWords::default() }
}

/// Convenes a planned meeting, or issues the next notice of a convened one.
pub fn convene(was: &Meeting, rules: &Rules, last: Option<&Notice>, words: &Convening, now: Moment) -> Decided<(Meeting, Notice), MeetingConvened> {
    let mut problems = vec![];
    match (was.state, last) {
        (MeetingState::Planned, _) => {}
        (MeetingState::Convened, Some(_)) if words.why_changed.trim().is_empty() => {
            problems.push(Problem::at("why_changed", "say-what-changed"));
        }
        (MeetingState::Convened, Some(_)) => {}
        _ => return Err(vec![Problem::new("meeting-begun")]),
    }
    // The charter of the first notice stays the meeting's.
    let rules = was.rules.as_ref().unwrap_or(rules).clone();
    let moved = Meeting {
        rules: Some(rules.clone()),
        from: words.from.unwrap_or(was.from),
        to: words.from.map_or(was.to, |from| from.plus(was.to.since(was.from))),
        venue: Some(words.venue.trim()).filter(|v| !v.is_empty()).unwrap_or(&was.venue).to_owned(),
        state: MeetingState::Convened,
        ..touched(was)
    };
    let extraordinary = Some(words.extraordinary.trim().to_owned()).filter(|t| !t.is_empty());
    // Whoever was told of an evening comes then: an earlier one is told as long before as a first notice. A later one, another
    // venue or other items may be told at any time.
    let earlier = last.is_some() && moved.from < was.from;
    if now > moved.notice_deadline(extraordinary.is_some()) && (last.is_none() || earlier) {
        problems.push(match extraordinary {
            Some(_) => Problem::at("extraordinary", "notice-day").with("hours", 24),
            None if earlier => Problem::at("from", "notice-earlier").with("days", rules.notice_days),
            None => Problem::at("extraordinary", "notice-short").with("days", rules.notice_days),
        });
    }
    if moved.from <= now {
        problems.push(Problem::at("from", "meeting-past"));
    }
    let items = items(&words.listed(), &rules, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let no = last.map_or(1, |l| l.no + 1);
    let notice = Notice {
        meeting: was.id,
        no,
        issued_at: now,
        items,
        extraordinary,
        why_changed: last.map(|_| words.why_changed.trim().to_owned()),
        from: moved.from,
        venue: moved.venue.clone(),
    };
    let event = MeetingConvened { meeting: was.id, body: was.body, notice: no };
    Ok(((moved, notice), event))
}

fn items(words: &[ItemWords], rules: &Rules, problems: &mut Vec<Problem>) -> Vec<AgendaItem> {
    if words.is_empty() {
        problems.push(Problem::at("agenda", "agenda-missing"));
    }
    if words.len() > MOST_ITEMS {
        problems.push(Problem::at("agenda", "agenda-long").with("most", MOST_ITEMS));
    }
    words.iter().zip(1..).map(|(w, no)| item(no, w, rules, problems)).collect()
}

/// One item; a decide item names its rule.
fn item(no: i32, w: &ItemWords, rules: &Rules, problems: &mut Vec<Problem>) -> AgendaItem {
    let kind = w.kind.unwrap_or(ItemKind::Discuss);
    let title = said("agenda", &w.title, 80).map_err(|p| problems.push(p)).unwrap_or_default();
    let rule = Some(w.rule_name.trim()).filter(|r| !r.is_empty());
    if kind == ItemKind::Decide && !rule.is_some_and(|r| rules.decisions.contains_key(r)) {
        let known: Vec<_> = rules.decisions.keys().map(String::as_str).collect();
        problems.push(Problem::at("agenda", "rule-unknown").with("no", no).with("known", known.join(", ")));
    }
    let rule_name = rule.filter(|_| kind == ItemKind::Decide).map(str::to_owned);
    AgendaItem { no, kind, title, matter: w.matter, rule_name, money: w.money.max(0) }
}

/// The notice in force at a moment: the last one issued by then.
pub fn in_force(notices: &[Notice], at: Moment) -> Option<&Notice> {
    notices.iter().filter(|n| n.issued_at <= at).max_by_key(|n| n.no)
}

/// An item that may be decided now: it stood, as a decide item with its rule, in the notice in force at the deadline and
/// stands in the last one still; or it was added in the room.
pub fn decidable<'a>(of: &'a Meeting, notices: &'a [Notice], no: i32) -> Result<(&'a AgendaItem, &'a Rule), Problem> {
    let rules = of.rules.as_ref().ok_or_else(|| Problem::new("not-convened"))?;
    let last = notices.iter().max_by_key(|n| n.no);
    let standing = last.into_iter().flat_map(|n| &n.items).chain(&of.added).find(|i| i.no == no);
    let item = standing.ok_or_else(|| Problem::at("item", "item-unknown"))?;
    let rule = item.rule_name.as_ref().and_then(|name| rules.decisions.get(name));
    let (ItemKind::Decide, Some(rule)) = (item.kind, rule) else { return Err(Problem::at("item", "not-to-decide")) };
    let extraordinary = notices.iter().min_by_key(|n| n.no).is_some_and(|n| n.extraordinary.is_some());
    let deadline = of.notice_deadline(extraordinary);
    let announced = in_force(notices, deadline).into_iter().flat_map(|n| &n.items);
    let same = |i: &AgendaItem| i.kind == item.kind && (&i.title, i.matter, &i.rule_name) == (&item.title, item.matter, &item.rule_name);
    let added = of.added.iter().any(|i| i.no == no);
    if added || announced.into_iter().any(same) { Ok((item, rule)) } else { Err(Problem::at("item", "not-announced")) }
}

/// An item added in the room: enough of those present agree, and no money above the cap.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Adding {
    pub title: String,
    #[schema(value_type = Option<String>)]
    pub matter: Option<Uuid>,
    pub rule_name: String,
    pub money: i64,
    /// How many of those present agree.
    pub agree: i64,
}

pub fn add_item(was: &Meeting, notices: &[Notice], words: &Adding, room: &Judged) -> Decided<Meeting, ItemAdded> {
    let (MeetingState::Open, Some(rules)) = (was.state, &was.rules) else { return Err(vec![Problem::new("not-open")]) };
    let mut problems = vec![];
    let taken = notices.iter().flat_map(|n| &n.items).chain(&was.added).map(|i| i.no).max().unwrap_or(0);
    let said = ItemWords {
        kind: Some(ItemKind::Decide), title: words.title.clone(), matter: words.matter, rule_name: words.rule_name.clone(), money: words.money,
        ..ItemWords::default()
    };
    let item = item(taken + 1, &said, rules, &mut problems);
    if !room.met {
        problems.push(no_quorum(room));
    }
    if words.money > rules.urgency.money_cap {
        problems.push(Problem::at("money", "urgency-money").with("most", rules.urgency.money_cap / 100));
    }
    if words.agree > room.present || !rules.urgency.share_to_add.reached(words.agree, room.present) {
        let need = rules.urgency.share_to_add.least(room.present);
        problems.push(Problem::at("agree", "urgency-few").with("need", need).with("present", room.present));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let event = ItemAdded { meeting: was.id, no: item.no, agree: words.agree, present: room.present };
    let added = was.added.iter().cloned().chain([item]).collect();
    Ok((Meeting { added, ..touched(was) }, event))
}

/// 「8 / 9」: how many are there and how many have to be.
pub fn no_quorum(room: &Judged) -> Problem {
    let missing = room.legs.iter().find(|l| !l.met);
    let (have, need) = missing.map_or((room.present, room.needed), |l| (l.have, l.need));
    Problem::new("no-quorum").with("have", have).with("need", need)
}
