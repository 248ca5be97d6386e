//! Matters of the demo street, each walked by the product's own verbs, at their own moments.

use super::councils::{Council, evening, minutes};
use super::done;
use auth::{Strength, Viewer, Who};
use db::{Fault, Result, Tx};
use deliberation::actions;
use deliberation::rules::*;
use deliberation::store;
use kernel::{Moment, uuid::Uuid};
use serde::Deserialize;

/// One matter; `to` is the step it stands in now, or `settled`.
#[derive(Deserialize)]
pub struct Line {
    pub question: String,
    pub topic: String,
    pub concern: String,
    pub option: String,
    #[serde(default)]
    pub to: String,
}

/// A matter whose options are frozen, ready to be decided in an evening.
pub struct Walked {
    id: MatterId,
    option: Uuid,
    begin: Moment,
}

impl Walked {
    pub fn item(&self, line: &Line) -> ItemWords {
        ItemWords { kind: Some(ItemKind::Decide), title: line.question.clone(), matter: Some(self.id.uuid()), rule_name: "consent".into(), ..ItemWords::default() }
    }
    fn day(&self, n: i64) -> Moment {
        self.begin.plus_days(n)
    }
}

/// The evening on which a matter is decided, in days after it was opened.
const TABLE: i64 = 16;

/// Opened in time to be decided at that evening, up to its frozen options.
pub fn to_the_table(tx: &mut Tx<'_>, c: &Council<'_>, line: &Line, evening: Moment) -> Result<Walked> {
    let begin = evening.plus_days(-TABLE).day().start().plus_minutes(10 * 60);
    prepare(tx, c, line, begin, None)?.ok_or_else(|| Fault::other("a matter stopped on its way"))
}

/// A matter walks as far as its line says, so that it gets there about now.
pub fn walk(tx: &mut Tx<'_>, c: &Council<'_>, line: &Line, end: Moment) -> Result<()> {
    let goal = MatterStep::from_code(&line.to);
    let ahead = match goal {
        Some(MatterStep::Needs) => 3,
        Some(MatterStep::Options) => 8,
        Some(MatterStep::Deliberation) => 12,
        Some(MatterStep::Decision) => 24,
        Some(MatterStep::Delivery) => 30,
        Some(MatterStep::Evaluation) => 40,
        None => 75,
    };
    let begin = end.plus_days(-ahead).day().start().plus_minutes(10 * 60);
    let Some(walked) = prepare(tx, c, line, begin, goal)? else { return Ok(()) };
    let at = walked.day(TABLE).day().start().plus_minutes(19 * 60);
    let meeting = evening(tx, c, vec![walked.item(line)], at)?;
    minutes(tx, c, meeting, at, true, end)?;
    follow(tx, c, line, &walked, goal)
}

/// From the evening that decided it to its end.
pub fn from_the_table(tx: &mut Tx<'_>, c: &Council<'_>, line: &Line, walked: &Walked, end: Moment) -> Result<()> {
    if walked.day(41) >= end {
        return Err(Fault::Other(format!("{} would be settled after now", line.question)));
    }
    follow(tx, c, line, walked, None)
}

/// Up to its frozen options; nothing where it stops before.
fn prepare(tx: &mut Tx<'_>, c: &Council<'_>, line: &Line, begin: Moment, goal: Option<MatterStep>) -> Result<Option<Walked>> {
    let street = tx.street();
    let day = |n: i64| begin.plus_days(n);
    let by = c.chair;
    let opening = Opening {
        question: line.question.clone(), topic: line.topic.clone(), track: Some(Track::Small), place_name: c.grid.clone(),
        source: Some(SourceKind::Voices), source_title: "几栋楼的居民都反映过".into(), source_people: 9,
    };
    let opened = tx.at(begin, by.actor(), |tx| actions::open_matter(tx, by, c.id, &opening))?;
    let id = done(opened)?.ok_or_else(|| Fault::other("a matter was not opened"))?.id;
    let is = |step: MatterStep| goal == Some(step);
    for n in 0..8 {
        let way = [Way::Paper, Way::Phone, Way::Desk][n % 3];
        let said = Responding { text: line.concern.clone(), way: Some(way), place_name: c.grid.clone(), ..Responding::default() };
        done(tx.at(begin.plus_minutes(30 * n as i64), by.actor(), |tx| actions::respond(tx, by, id, &said))?)?;
    }
    if goal.is_some() {
        survey(tx, by, id, begin)?;
    }
    done(tx.at(begin.plus_minutes(300), by.actor(), |tx| actions::name_concern(tx, by, id, &line.concern, Some(Way::Desk)))?)?;
    if is(MatterStep::Needs) {
        return Ok(None);
    }
    let concern = store::concerns_of(tx, street, id)?.first().map(|x| x.id).ok_or_else(|| Fault::other("no concern"))?;
    done(tx.at(day(4), by.actor(), |tx| actions::judge_concern(tx, by, id, concern, true, ""))?)?;
    pass(tx, by, id, day(4))?;
    done(tx.at(day(5), by.actor(), |tx| actions::make_option(tx, by, id, "先试这样做", &line.option))?)?;
    if is(MatterStep::Options) {
        return Ok(None);
    }
    let option = store::choices_of(tx, street, id)?.first().map(|x| x.id).ok_or_else(|| Fault::other("no option"))?;
    let price = Pricing {
        once_low: 800, once_high: 1_600, yearly: 200, money_from: "小区公共收益".into(), responsible: "物业公司".into(), undertaken: true,
        feasible: true, feasibility_by: "社区和城管办".into(), duration_days: 14, price_source: "物业公司询价".into(), eases: vec![concern], ..Pricing::default()
    };
    done(tx.at(day(7), by.actor(), |tx| actions::price_option(tx, by, id, option, &price))?)?;
    pass(tx, by, id, day(8))?;
    done(tx.at(day(8), by.actor(), |tx| actions::argue(tx, by, id, Some(Side::For), "花钱不多，先做起来。"))?)?;
    done(tx.at(day(9), by.actor(), |tx| actions::argue(tx, by, id, Some(Side::Against), "担心以后没人维护。"))?)?;
    if is(MatterStep::Deliberation) {
        return Ok(None);
    }
    done(tx.at(day(9), by.actor(), |tx| actions::freeze_options(tx, by, id))?)?;
    Ok(Some(Walked { id, option, begin }))
}

const QUESTIONS: &str = "打分 | 这件事对您影响有多大？\n多选 | 您希望怎么做？ | 先立规矩 / 花钱改造 / 大家轮流管 / 先试一试\n填写 | 还有什么要提醒我们的？";

/// Three questions, answered by fourteen at the desk, on the phone and on paper.
fn survey(tx: &mut Tx<'_>, by: &Viewer, id: MatterId, begin: Moment) -> Result<()> {
    let words = Surveying { lines: QUESTIONS.into(), ..Surveying::default() };
    done(tx.at(begin.plus_minutes(215), by.actor(), |tx| actions::write_survey(tx, by, id, &words))?)?;
    for n in 0..14usize {
        let ways: Vec<String> = [1, 2 + n % 3].iter().map(ToString::to_string).collect();
        let answer = SurveyWords {
            q1: vec![(5 - n % 2).to_string()],
            q2: ways,
            q3: if n % 5 == 0 { vec!["先跟一楼的住户说一声。".into()] } else { vec![] },
            way: Some([Way::Paper, Way::Phone, Way::Desk][n % 3]),
            ..SurveyWords::default()
        };
        done(tx.at(begin.plus_minutes(220 + 5 * n as i64), by.actor(), |tx| actions::answer_survey(tx, by, id, &answer))?)?;
    }
    Ok(())
}

/// After the evening that decided it.
fn follow(tx: &mut Tx<'_>, c: &Council<'_>, line: &Line, walked: &Walked, goal: Option<MatterStep>) -> Result<()> {
    let (street, by) = (tx.street(), c.chair);
    let Walked { id, option, .. } = *walked;
    let day = |n: i64| walked.day(n);
    let is = |step: MatterStep| goal == Some(step);
    pass(tx, by, id, day(18))?;
    if is(MatterStep::Decision) {
        return Ok(());
    }
    let resolution = Resolving { text: format!("{}，十四天内完成。", line.option), option: Some(option), force: Some(Force::Commitment) };
    done(tx.at(day(19), by.actor(), |tx| actions::adopt(tx, by, id, &resolution))?)?;
    pass(tx, by, id, day(19))?;
    let task = Tasking {
        title: "按方案做好".into(), to_be_seen: line.option.clone(), owner_name: "物业公司".into(), owner_login: "handler-wuye".into(), due: Some(day(33).day()),
        ..Tasking::default()
    };
    done(tx.at(day(20), by.actor(), |tx| actions::open_task(tx, by, id, &task))?)?;
    let task = store::tasks_of(tx, street, id)?.into_iter().next().ok_or_else(|| Fault::other("no task"))?;
    let owner = &Viewer { who: task.owner.map_or(Who::Nobody, Who::Account), strength: Strength::Known, ..Viewer::nobody(street) };
    let task = task.id;
    done(tx.at(day(21), owner.actor(), |tx| actions::accept_task(tx, owner, id, task))?)?;
    if is(MatterStep::Delivery) {
        return Ok(());
    }
    done(tx.at(day(31), owner.actor(), |tx| actions::finish_task(tx, owner, (id, task), "照方案做好了，现场有照片"))?)?;
    done(tx.at(day(32), by.actor(), |tx| actions::verify_task(tx, by, id, task, "现场看过，照方案做好了", "楼组长"))?)?;
    pass(tx, by, id, day(32))?;
    let concerns = store::concerns_of(tx, street, id)?;
    for n in 0..9 {
        let eased = concerns.iter().map(|c| format!("{}:{}", c.id, if n < 6 { "yes" } else { "partly" })).collect();
        let words = RatingWords { eased, done: true, solved: Some(if n < 7 { Solved::Yes } else { Solved::Partly }), satisfied: 4, text: String::new(), way: Some([Way::Phone, Way::Paper][n % 2]) };
        done(tx.at(day(35), by.actor(), |tx| actions::rate(tx, by, id, &words))?)?;
    }
    if is(MatterStep::Evaluation) {
        return Ok(());
    }
    done(tx.at(day(40), by.actor(), |tx| actions::state_result(tx, by, id, "做好以后没有再接到这件事的反映。"))?)?;
    pass(tx, by, id, day(41))
}

fn pass(tx: &mut Tx<'_>, by: &Viewer, id: MatterId, at: Moment) -> Result<()> {
    done(tx.at(at, by.actor(), |tx| actions::pass_matter(tx, by, id, ""))?).map(|_| ())
}
