//! A draw by lot until its seed: announced, its pool frozen and hashed, a seed that nobody could know before.

use super::{BodyId, Charter, DrawAnnounced, FilledBy, Membership, PoolFrozen, SeedEntered, codes, said, vacancies};
use crate::rules::{Body, Decided};
use auth::PlacePath;
use kernel::{AccountId, Moment, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sortition::{Algorithm, Category, Dimension, Pool, Rules};
use utoipa::ToSchema;

kernel::id!(DrawId, "a draw by lot");

codes! {
    /// Where a draw stands. `infeasible`: no panel keeps every bound; nothing is loosened, it is announced again.
    DrawState {
        Announced "announced", Frozen "frozen", Seeded "seeded", Drawn "drawn", Infeasible "infeasible", Void "void",
    }
}
codes! {
    /// Whom a draw picks: households to be invited, or a panel out of those who accepted.
    DrawStage { Invite "invite", Choose "choose" }
}
codes! {
    /// What became of one number of the pool.
    LineState {
        Pooled "pooled", Invited "invited", Alternate "alternate", Accepted "accepted", Refused "refused", Silent "silent",
    }
}
codes! { DrawReply { Accepted "accepted", Refused "refused" } }

/// Announced so many days before the seed comes to be.
pub const LEAD_DAYS: i64 = 7;
/// Who is silent for so many days calls the next.
pub const ANSWER_DAYS: i32 = 5;
/// Draws that are simulated for the chances.
pub const SIMULATED: u32 = 10_000;
const MOST_SIZE: usize = 2_000;
const MOST_DIMS: usize = 6;
const MOST_CATEGORIES: usize = 12;

/// One draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    pub id: DrawId,
    pub code: String,
    pub body: BodyId,
    pub place: PlacePath,
    /// The seats that are drawn.
    pub category: String,
    pub stage: DrawStage,
    pub rules: Rules,
    /// Who is in the pool, in words.
    pub pool_rule: String,
    /// The public source of the seed, in words.
    pub seed_source: String,
    /// The moment from which the seed can exist.
    pub seed_from: Moment,
    pub answer_days: i32,
    pub state: DrawState,
    pub announced_at: Moment,
    pub again_of: Option<DrawId>,
    /// What was loosened, and why.
    pub again_why: Option<String>,
    pub pool: Option<FrozenPool>,
    pub seed: Option<DrawSeed>,
    pub drawn_at: Option<Moment>,
    pub result: Option<DrawResult>,
    /// The smallest changes that would leave a panel; the first is the tightest bound.
    pub infeasible: Vec<BoundChange>,
    pub fairness: Option<Fairness>,
    pub void: Option<(Moment, String)>,
    pub rev: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenPool {
    pub at: Moment,
    pub hash: String,
    pub size: i64,
}

/// The seed as it was read, from where, and who saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawSeed {
    pub text: String,
    pub at: Moment,
    pub told: String,
    pub witnesses: String,
}

/// The published list: numbers only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DrawResult {
    /// Which order of `quotas-1` fitted, from 0.
    pub attempt: Option<u32>,
    pub panel: Vec<u64>,
    /// In the order they are called.
    pub alternates: Vec<u64>,
}

/// A bound in the way, with what would have to stand in its place; the same number where only luck was against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BoundChange {
    pub dimension: String,
    pub code: String,
    pub at_least: bool,
    pub from: usize,
    pub to: usize,
}

/// How likely everybody was, over simulated draws: `least` of `draws`, and of each cell `drawn` of `people × draws`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fairness {
    pub draws: u32,
    pub least: u64,
    pub cells: Vec<CellChance>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellChance {
    pub cell: Vec<String>,
    pub people: u64,
    pub drawn: u64,
}

/// Somebody in a pool. Name and contact are sealed apart.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawLine {
    pub id: Uuid,
    pub draw: DrawId,
    pub account: Option<AccountId>,
    pub pool_no: Option<u64>,
    /// The code of each dimension, in the order of the rules.
    pub strata: Vec<String>,
    pub state: LineState,
    pub invited_at: Option<Moment>,
    pub answered_at: Option<Moment>,
    /// Whose refusal or silence called this number.
    pub calls_after: Option<u64>,
    pub membership: Option<super::MembershipId>,
}

/// What is said when a draw is announced.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Announcing {
    pub category: String,
    pub stage: Option<DrawStage>,
    pub size: Option<usize>,
    pub alternates: Option<usize>,
    /// One dimension a line: `origin: native 6-24, new 8-24`. A code without numbers is only counted.
    pub dims: String,
    pub pool_rule: String,
    pub seed_source: String,
    /// From when the seed can exist: the named lottery, the throw of the dice.
    #[schema(value_type = Option<String>)]
    pub seed_from: Option<Moment>,
    /// The draw without a panel that this one follows.
    #[schema(value_type = Option<String>)]
    pub again_of: Option<DrawId>,
    pub again_why: String,
}

/// Announced a week before its seed: size, bounds, pool, algorithm and source stand from now on.
pub fn announce_draw(
    (id, code): (DrawId, String),
    body: &Body,
    charter: Option<&Charter>,
    memberships: &[Membership],
    words: &Announcing,
    before: Option<&Draw>,
    now: Moment,
) -> Decided<Draw, DrawAnnounced> {
    let mut problems = vec![];
    let pool_rule = said("pool_rule", &words.pool_rule, 500).map_err(|p| problems.push(p)).unwrap_or_default();
    let seed_source = said("seed_source", &words.seed_source, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    let stage = words.stage.unwrap_or(DrawStage::Choose);
    let size = words.size.unwrap_or(0);
    if !(1..=MOST_SIZE).contains(&size) {
        problems.push(Problem::at("size", "draw-size").with("most", MOST_SIZE));
    }
    let class = charter.and_then(|c| c.rules.class(words.category.trim()));
    match class {
        None => problems.push(Problem::at("category", "category-unknown")),
        Some(class) if class.filled_by != FilledBy::Drawn => problems.push(Problem::at("category", "category-not-drawn")),
        Some(class) => {
            let free = charter.map(|c| vacancies(c, memberships, now.day())).unwrap_or_default();
            let free = free.iter().find(|(c, _)| *c == class.category).map_or(0, |(_, n)| *n);
            if stage == DrawStage::Choose && i64::try_from(size).is_ok_and(|n| n > i64::from(free)) {
                problems.push(Problem::at("size", "draw-over-seats").with("free", free));
            }
        }
    }
    let seed_from = words.seed_from.unwrap_or(now);
    if seed_from < now.plus_days(LEAD_DAYS) {
        problems.push(Problem::at("seed_from", "draw-lead").with("days", LEAD_DAYS));
    }
    let again_why = words.again_why.trim().to_owned();
    if words.again_of.is_some() {
        if !before.is_some_and(|d| d.body == body.id && matches!(d.state, DrawState::Infeasible | DrawState::Void)) {
            problems.push(Problem::at("again_of", "draw-not-again"));
        }
        said("again_why", &again_why, 300).map_err(|p| problems.push(p)).ok();
    }
    if body.closed_on.is_some() {
        problems.push(Problem::new("body-closed"));
    }
    let dims = read_dims(&words.dims, size).map_err(|p| problems.push(p)).unwrap_or_default();
    problems.extend(tightest(&dims, size));
    if !problems.is_empty() {
        return Err(problems);
    }
    let algorithm = if dims.len() <= 2 { Algorithm::Cells1 } else { Algorithm::Quotas1 };
    let rules = Rules { algorithm, size, alternates: words.alternates.unwrap_or(size).min(MOST_SIZE), dims, attempts: SIMULATED };
    let draw = Draw {
        id,
        code,
        body: body.id,
        place: body.place,
        category: words.category.trim().to_owned(),
        stage,
        rules,
        pool_rule,
        seed_source,
        seed_from,
        answer_days: ANSWER_DAYS,
        state: DrawState::Announced,
        announced_at: now,
        again_of: words.again_of,
        again_why: words.again_of.map(|_| again_why),
        pool: None,
        seed: None,
        drawn_at: None,
        result: None,
        infeasible: vec![],
        fairness: None,
        void: None,
        rev: 1,
    };
    let event = DrawAnnounced { draw: id, body: body.id, size, dims: draw.rules.dims.len() };
    Ok((draw, event))
}

/// Dimensions as they are typed: a line each, its name, then codes with the least and the most of them.
pub fn read_dims(text: &str, size: usize) -> Result<Vec<Dimension>, Problem> {
    let wrong = |code: &'static str| Problem::at("dims", code);
    let mut dims: Vec<Dimension> = vec![];
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let Some((name, rest)) = line.split_once([':', '：']) else { return Err(wrong("dims-unreadable").with("line", line)) };
        let name = name.trim().to_owned();
        let categories = rest.split([',', '，', '、', ';', '；']).map(str::trim).filter(|c| !c.is_empty());
        let categories: Option<Vec<Category>> = categories.map(|c| read_category(c, size)).collect();
        let Some(categories) = categories.filter(|c| (1..=MOST_CATEGORIES).contains(&c.len())) else {
            return Err(wrong("dims-unreadable").with("line", line));
        };
        let is_plain = |s: &str| !s.is_empty() && s.chars().count() <= 20 && !s.contains(['"', ',']) && !RESERVED.contains(&s);
        if !is_plain(&name) || !categories.iter().all(|c| is_plain(&c.code)) || dims.iter().any(|d| d.name == name) {
            return Err(wrong("dims-names").with("line", line));
        }
        dims.push(Dimension { name, categories });
    }
    let rules = Rules { algorithm: Algorithm::Quotas1, size: size.max(1), alternates: 0, dims, attempts: 1 };
    if rules.dims.is_empty() || rules.dims.len() > MOST_DIMS {
        return Err(wrong("dims-many").with("most", MOST_DIMS));
    }
    rules.check().map_err(|why| wrong("dims-contradict").with("why", why))?;
    Ok(rules.dims)
}

/// Columns of a pool that are no dimensions.
const RESERVED: &[&str] = &["pool_no", "name", "contact", "household", "login"];

/// `native 6-24`; one number is exactly so many, none is any number.
fn read_category(text: &str, size: usize) -> Option<Category> {
    let (code, bounds) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let bounds = bounds.trim();
    let number = |s: &str| s.trim().parse::<usize>().ok();
    let (at_least, at_most) = match bounds.split_once(['-', '–', '~', '～', '至']) {
        _ if bounds.is_empty() => (0, size),
        Some((least, most)) => (number(least)?, if most.trim().is_empty() { size } else { number(most)? }),
        None => (number(bounds)?, number(bounds)?),
    };
    Some(Category { code: code.trim().to_owned(), at_least, at_most })
}

/// A dimension whose bounds leave no panel of that size, by its tightest bound.
fn tightest(dims: &[Dimension], size: usize) -> Vec<Problem> {
    let told = |problem: Problem, d: &Dimension, c: &Category, sum: usize| {
        problem.with("dim", &d.name).with("code", &c.code).with("least", c.at_least).with("most", c.at_most).with("sum", sum).with("size", size)
    };
    let of = |d: &Dimension| {
        let (least, most): (usize, usize) = (d.categories.iter().map(|c| c.at_least).sum(), d.categories.iter().map(|c| c.at_most).sum());
        match () {
            () if least > size => d.categories.iter().max_by_key(|c| c.at_least).map(|c| told(Problem::at("dims", "dims-over"), d, c, least)),
            () if most < size => d.categories.iter().min_by_key(|c| c.at_most).map(|c| told(Problem::at("dims", "dims-under"), d, c, most)),
            () => None,
        }
    };
    if size == 0 { vec![] } else { dims.iter().filter_map(of).collect() }
}

/// Numbers for everybody in the pool, in an order that tells nothing of who came when.
pub fn numbered(draw: DrawId, lines: &[DrawLine]) -> Vec<DrawLine> {
    let mut order: Vec<&DrawLine> = lines.iter().collect();
    order.sort_by_key(|l| Sha256::new().chain_update(draw.bytes()).chain_update(l.id.as_bytes()).finalize());
    order.into_iter().zip(1..).map(|(l, no)| DrawLine { pool_no: Some(no), ..l.clone() }).collect()
}

/// The pool as a file: numbers and strata, by ascending number. What is hashed and what anybody draws from.
pub fn pool_csv(rules: &Rules, lines: &[DrawLine]) -> String {
    let mut numbers: Vec<&DrawLine> = lines.iter().filter(|l| l.pool_no.is_some()).collect();
    numbers.sort_by_key(|l| l.pool_no);
    let head = std::iter::once("pool_no").chain(rules.dims.iter().map(|d| d.name.as_str())).collect::<Vec<_>>().join(",");
    numbers.iter().fold(head + "\n", |text, l| {
        text + &std::iter::once(l.pool_no.unwrap_or(0).to_string()).chain(l.strata.iter().cloned()).collect::<Vec<_>>().join(",") + "\n"
    })
}

/// The pool as the method reads it.
pub fn pool_of(rules: &Rules, lines: &[DrawLine]) -> Result<Pool, String> {
    Pool::read(&pool_csv(rules, lines), rules)
}

/// Frozen before the seed can exist: numbers are given, and the hash is published.
pub fn freeze_pool(was: &Draw, lines: &[DrawLine], now: Moment) -> Decided<(Draw, Vec<DrawLine>), PoolFrozen> {
    let mut problems = vec![];
    if was.state != DrawState::Announced {
        problems.push(Problem::new("draw-not-announced"));
    }
    if now >= was.seed_from {
        problems.push(Problem::new("draw-freeze-late"));
    }
    if lines.len() < was.rules.size {
        problems.push(Problem::new("pool-small").with("have", lines.len()).with("size", was.rules.size));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let lines = numbered(was.id, lines);
    let pool = pool_of(&was.rules, &lines).map_err(|why| vec![Problem::new("pool-unreadable").with("why", why)])?;
    let (hash, size) = (hex::encode(pool.hash()), lines.len() as i64);
    let draw = Draw { state: DrawState::Frozen, pool: Some(FrozenPool { at: now, hash: hash.clone(), size }), rev: was.rev + 1, ..was.clone() };
    Ok(((draw, lines), PoolFrozen { draw: was.id, size, hash }))
}

/// The seed as it was read in public.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SeedWords {
    pub seed: String,
    /// Where it can be looked up.
    pub told: String,
    pub witnesses: String,
}

/// Once, after the pool was frozen, and not before its moment.
pub fn enter_seed(was: &Draw, words: &SeedWords, now: Moment) -> Decided<Draw, SeedEntered> {
    let mut problems = vec![];
    let text = said("seed", &words.seed, 200).map_err(|p| problems.push(p)).unwrap_or_default();
    let told = said("told", &words.told, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    let witnesses = said("witnesses", &words.witnesses, 200).map_err(|p| problems.push(p)).unwrap_or_default();
    match was.state {
        DrawState::Announced => problems.push(Problem::new("draw-not-frozen")),
        DrawState::Frozen if now < was.seed_from => problems.push(Problem::at("seed", "seed-early")),
        DrawState::Frozen => {}
        _ => problems.push(Problem::new("seed-stands")),
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let draw = Draw { state: DrawState::Seeded, seed: Some(DrawSeed { text, at: now, told, witnesses }), rev: was.rev + 1, ..was.clone() };
    Ok((draw, SeedEntered { draw: was.id }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_are_read_as_people_type_them() {
        let dims = read_dims("origin: native 6-24, new 8-\n年龄：青年 2，长者 3至5、其他\n", 24).expect("read");
        let of = |d: usize, c: usize| (dims[d].categories[c].at_least, dims[d].categories[c].at_most);
        assert_eq!((of(0, 0), of(0, 1), of(1, 0), of(1, 1), of(1, 2)), ((6, 24), (8, 24), (2, 2), (3, 5), (0, 24)));
        let code = |text: &str| read_dims(text, 24).expect_err("wrong").code;
        assert_eq!(code("origin native 6-24"), "dims-unreadable");
        assert_eq!(code("origin: native six"), "dims-unreadable");
        assert_eq!(code("origin: native 9-3"), "dims-contradict");
        assert_eq!(code("name: a, b"), "dims-names");
        assert_eq!(code(""), "dims-many");
    }

    /// Scene 13: "new ≥ 20 and native ≥ 6" of 24 is no panel; the bound is named before anybody is asked.
    #[test]
    fn a_bound_that_cannot_hold_is_named() {
        let dims = read_dims("origin: native 6-24, new 20-24", 24).expect("read");
        let problem = &tightest(&dims, 24)[0];
        assert_eq!((problem.code, problem.args[1].1.as_str(), problem.args[4].1.as_str()), ("dims-over", "new", "26"));
        assert!(tightest(&dims, 26).is_empty());
        assert_eq!(tightest(&read_dims("sex: f 0-5, m 0-5", 11).expect("read"), 11)[0].code, "dims-under");
    }
}
