//! A figure that is kept: counted, taken over from old registers, or declared from a paper. The three are never added.

use super::{indicator, read, said};
use figures::{Beside, Bound, Indicator, Span, Unit};
use kernel::{AccountId, Day, Moment, PlaceId, Problem, codes, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! {
    /// 系统数, 补录数, 申报数.
    Origin { Computed "computed", Legacy "legacy", Declared "declared" }
}

/// One kept figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub id: Uuid,
    pub indicator: String,
    pub version: i32,
    pub place: PlaceId,
    pub span: Span,
    /// The number, fen, or ten-thousandths; `None`: undefined.
    pub value: Option<i64>,
    pub unit: Unit,
    pub origin: Origin,
    pub bound: Bound,
    /// By code.
    pub near: Vec<(String, i64)>,
    /// The parts it is made of, by name.
    pub groups: Vec<(String, i64)>,
    /// Of the records behind it, or of the kept sums; empty of what is declared.
    pub ids_hash: String,
    /// How many rows of the journal were sealed then.
    pub seal: i64,
    pub kept_at: Moment,
    pub certified_at: Option<Moment>,
    /// Counted again, it is another number or made of other records, and nobody has said why yet.
    pub disputed_at: Option<Moment>,
    pub source: Option<Paper>,
}

/// The paper a declared figure was typed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Paper {
    pub name: String,
    /// SHA-256 of the file.
    pub hash: String,
    /// As it stands there.
    pub words: String,
    #[schema(value_type = String)]
    pub day: Day,
    #[schema(value_type = Option<String>)]
    pub by: Option<AccountId>,
}

/// A correction: what a kept figure said, what it says now, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Restatement {
    pub id: Uuid,
    pub figure: Uuid,
    pub indicator: String,
    pub place: PlaceId,
    pub span: Span,
    pub old: Option<i64>,
    pub new: Option<i64>,
    pub why: String,
    pub at: Moment,
}

/// What is typed from a paper.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Declaring {
    /// The number in the paper's words: `20余`, `188.09万元`.
    pub words: String,
    /// The first day it is of; empty where it says `up to now`.
    pub from: String,
    /// The last day it is of.
    pub until: String,
    /// Name or title of the paper.
    pub source: String,
    /// The day of the paper.
    pub day: String,
    /// SHA-256 of the paper's file, where the file itself is not sent.
    pub hash: String,
    /// What the paper says beside it: `有效协议 112；到期的企业 3`.
    pub near: String,
    /// It comes row by row from an old register: legacy, not declared.
    pub legacy: bool,
}

/// The whole past: what a paper says of "up to now".
pub const SINCE_EVER: Day = Day(19_000_101);

/// A declared figure as the words say.
pub fn declare(id: Uuid, of: &Indicator, place: PlaceId, words: &Declaring, file: Option<String>, by: Option<AccountId>, now: Moment) -> Result<Figure, Vec<Problem>> {
    let mut problems = vec![];
    let number = said("words", &words.words, 80).map_err(|p| problems.push(p)).unwrap_or_default();
    let value = read(&number, of.unit);
    if value.is_none() && !number.is_empty() {
        problems.push(Problem::at("words", "number-unread"));
    }
    let name = said("source", &words.source, 120).map_err(|p| problems.push(p)).unwrap_or_default();
    let mut day = |field: &'static str, text: &str| {
        let day = Day::parse(text.trim());
        match day {
            None => problems.push(Problem::at(field, "not-a-day")),
            Some(d) if d > now.day() => problems.push(Problem::at(field, "day-coming")),
            Some(_) => {}
        }
        day
    };
    let from = if words.from.trim().is_empty() { Some(SINCE_EVER) } else { day("from", &words.from) };
    let (until, paper) = (day("until", &words.until), day("day", &words.day));
    if from.zip(until).is_some_and(|(f, u)| f > u) {
        problems.push(Problem::at("until", "days-backwards"));
    }
    let near = read_near(of, &words.near).map_err(|p| problems.push(p)).unwrap_or_default();
    let hash = file.unwrap_or_else(|| words.hash.trim().to_lowercase());
    if hash.len() != 64 || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
        problems.push(Problem::at("file", "paper-missing"));
    }
    let (Some((value, bound)), Some(from), Some(until), Some(day), true) = (value, from, until, paper, problems.is_empty()) else {
        return Err(problems);
    };
    Ok(Figure {
        id,
        indicator: of.code.to_owned(),
        version: of.version,
        place,
        span: Span { from, to: until.plus(1) },
        value: Some(value),
        unit: of.unit,
        origin: if words.legacy { Origin::Legacy } else { Origin::Declared },
        bound,
        near,
        groups: vec![],
        ids_hash: String::new(),
        seal: 0,
        kept_at: now,
        certified_at: None,
        disputed_at: None,
        source: Some(Paper { name, hash, words: number, day, by }),
    })
}

/// Each by the name or the code of what stands beside the indicator, then its number; one a line or between semicolons.
fn read_near(of: &Indicator, text: &str) -> Result<Vec<(String, i64)>, Problem> {
    let items = text.split(['；', ';', '\n']).map(str::trim).filter(|t| !t.is_empty());
    let one = |item: &str| {
        let named = |b: &&'static Beside| [b.name.zh, b.name.en, b.code].iter().any(|name| item.starts_with(name));
        let beside = of.beside.iter().filter(named).max_by_key(|b| b.name.zh.len());
        let number = |b: &'static Beside| {
            let rest = [b.name.zh, b.name.en, b.code].iter().filter_map(|name| item.strip_prefix(name)).min_by_key(|rest| rest.len())?;
            read(rest.trim_start_matches([' ', ':', '：']), b.unit)
        };
        let read = beside.and_then(|b| Some((b.code.to_owned(), number(b)?.0)));
        read.ok_or_else(|| Problem::at("near", "near-unread").with("what", item))
    };
    items.map(one).collect()
}

/// Vouched for by somebody who did not type it.
pub fn certify(was: &Figure, by: AccountId, now: Moment) -> Result<Figure, Vec<Problem>> {
    let typed = was.source.as_ref().and_then(|p| p.by);
    match () {
        () if was.certified_at.is_some() => Err(vec![Problem::new("certified-already")]),
        () if was.disputed_at.is_some() => Err(vec![Problem::new("disputed-first")]),
        () if typed == Some(by) => Err(vec![Problem::new("not_your_hand")]),
        () => Ok(Figure { certified_at: Some(now), ..was.clone() }),
    }
}

/// Why a figure says something else from now on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Restating {
    pub why: String,
    /// What a declared figure should have said; a counted one is counted again.
    pub words: String,
}

/// What was counted again, as far as it can differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Recount {
    pub value: Option<i64>,
    pub bound: Bound,
    pub near: Vec<(String, i64)>,
    pub groups: Vec<(String, i64)>,
    pub ids_hash: String,
}

impl Figure {
    /// What stands beside it may still move: proposals of the month are answered later.
    pub fn says(&self, recount: &Recount) -> bool {
        self.value == recount.value && self.ids_hash == recount.ids_hash
    }
}

/// The figure as it now stands, with the note of what changed. `recount` is there for what is counted.
pub fn restate(was: &Figure, id: Uuid, words: &Restating, recount: Option<Recount>, now: Moment) -> Result<(Figure, Restatement), Vec<Problem>> {
    let mut problems = vec![];
    let why = said("why", &words.why, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    let fresh = match recount {
        Some(r) => Figure { value: r.value, bound: r.bound, near: r.near, groups: r.groups, ids_hash: r.ids_hash, ..was.clone() },
        None => match read(&words.words, was.unit) {
            Some((value, bound)) => {
                let source = was.source.clone().map(|p| Paper { words: words.words.trim().to_owned(), ..p });
                Figure { value: Some(value), bound, source, ..was.clone() }
            }
            None => {
                problems.push(Problem::at("words", "number-unread"));
                was.clone()
            }
        },
    };
    let same = fresh.value == was.value && fresh.bound == was.bound && fresh.near == was.near && fresh.ids_hash == was.ids_hash;
    if problems.is_empty() && same && was.disputed_at.is_none() {
        problems.push(Problem::new("nothing-changed"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let note = Restatement {
        id, figure: was.id, indicator: was.indicator.clone(), place: was.place, span: was.span, old: was.value, new: fresh.value, why, at: now,
    };
    Ok((Figure { disputed_at: None, kept_at: now, ..fresh }, note))
}

/// The unit's noun is known by the indicator's code, also where a definition has gone.
pub fn unit_of(code: &str) -> Unit {
    indicator(code).map_or(Unit::Times, |i| i.unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Declaring {
        Declaring {
            words: "188.09万元".into(), until: "2026-09-30".into(), source: "街道工作报告".into(), day: "2026-10-08".into(), hash: "a".repeat(64),
            ..Declaring::default()
        }
    }

    fn raised() -> &'static Indicator {
        indicator("charity.raised").expect("in the catalogue")
    }

    fn now() -> Moment {
        Moment::parse("2026-11-24T09:30").expect("a moment")
    }

    fn declared(words: &Declaring) -> Result<Figure, Vec<Problem>> {
        declare(Uuid::from_u128(1), raised(), PlaceId::named("z"), words, None, None, now())
    }

    #[test]
    fn a_paper_says_how_much_and_when() {
        let figure = declared(&words()).expect("declared");
        assert_eq!((figure.value, figure.bound, figure.origin), (Some(188_090_000), Bound::Exact, Origin::Declared));
        assert_eq!((figure.span.from, figure.span.last()), (SINCE_EVER, Day::of(2026, 9, 30)));
    }

    #[test]
    fn what_stands_beside_is_read_by_its_name() {
        let with = |near: &str| declared(&Declaring { near: near.into(), ..words() }).map(|f| f.near);
        let found = with("认捐额 200万元；goods: 3,000元").expect("declared");
        assert_eq!(found, [("pledged".to_owned(), 200_000_000), ("goods".to_owned(), 300_000)]);
        assert_eq!(with("").expect("declared"), []);
        for wrong in ["认捐额", "退回 3元"] {
            assert_eq!(with(wrong).expect_err("refused")[0].code, "near-unread", "{wrong}");
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let wrong = Declaring { words: "若干".into(), until: "2027-01-01".into(), day: "昨天".into(), hash: "abc".into(), ..words() };
        let codes: Vec<_> = declared(&wrong).expect_err("refused").iter().map(|p| (p.field, p.code)).collect();
        assert_eq!(codes, [(Some("words"), "number-unread"), (Some("until"), "day-coming"), (Some("day"), "not-a-day"), (Some("file"), "paper-missing")]);
    }

    #[test]
    fn a_correction_keeps_both_numbers_and_says_why() {
        let figure = declared(&words()).expect("declared");
        let put_right = Restating { why: "多数了一笔".into(), words: "187.09万元".into() };
        let (now_says, note) = restate(&figure, Uuid::from_u128(2), &put_right, None, now()).expect("restated");
        assert_eq!((note.old, note.new, now_says.value), (Some(188_090_000), Some(187_090_000), Some(187_090_000)));
        let same = Restating { words: "188.09万元".into(), ..put_right.clone() };
        assert_eq!(restate(&figure, Uuid::from_u128(2), &same, None, now()).expect_err("refused")[0].code, "nothing-changed");
        let silent = Restating { why: " ".into(), ..put_right };
        assert_eq!(restate(&figure, Uuid::from_u128(2), &silent, None, now()).expect_err("refused")[0].field, Some("why"));
    }

    #[test]
    fn nobody_vouches_for_what_they_typed() {
        let hand = AccountId::named("officer");
        let mut figure = declared(&words()).expect("declared");
        figure.source.as_mut().expect("a paper").by = Some(hand);
        assert_eq!(certify(&figure, hand, now()).expect_err("refused")[0].code, "not_your_hand");
        assert!(certify(&figure, AccountId::named("leader"), now()).is_ok());
        let disputed = Figure { disputed_at: Some(now()), ..figure };
        assert_eq!(certify(&disputed, AccountId::named("leader"), now()).expect_err("refused")[0].code, "disputed-first");
    }
}
