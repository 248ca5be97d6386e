//! Draws of the demo street: one finished with people seated, one whose seed has come and waits to be entered, one
//! announced and still open. Each step is the product's own verb, at its own moment.

use super::cast::Cast;
use super::done;
use auth::Viewer;
use db::{Fault, Result, Tx};
use deliberation::actions;
use deliberation::rules::*;
use deliberation::store;
use kernel::Moment;
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    surnames: Vec<String>,
    given: Vec<String>,
}

const DIMS: &str = "来源：原住 0-2，新迁入 0-2\n年龄：青年，中年，长者";
const PEOPLE: usize = 90;

/// Lived through up to the end, by the secretaries of the first three communities.
pub fn live(tx: &mut Tx<'_>) -> Result<()> {
    let file: File = toml::from_str(include_str!("../../../demo/deliberation.toml")).map_err(Fault::other)?;
    let (street, end) = (tx.street(), tx.now());
    let cast = Cast::gather(tx)?;
    let tree = places::tree(tx, street)?;
    let bodies = store::bodies(tx, street)?;
    for (n, community) in tree.communities().into_iter().take(super::councils::DRAWN_LATER).enumerate() {
        let body = bodies.iter().find(|b| b.kind == BodyKind::Community && b.place.community == Some(community.id));
        let body = body.ok_or_else(|| Fault::other("a community without a council"))?;
        let by = cast.secretary(community.id)?;
        match n {
            0 => waiting(tx, by, body.id, sheet(&file, n), end)?,
            1 => finished(tx, by, body.id, sheet(&file, n), end)?,
            _ => open(tx, by, body.id, sheet(&file, n), end)?,
        }
    }
    Ok(())
}

/// People of fictional names, with numbers nobody has.
fn sheet(file: &File, first: usize) -> String {
    let (surnames, given) = (file.surnames.len(), file.given.len());
    let line = |n: usize| {
        let name = format!("{}{}", file.surnames[(n + first) % surnames], file.given[(n / 5 + first) % given]);
        let (origin, age) = (["原住", "新迁入", "新迁入"][n % 3], ["青年", "中年", "长者"][n / 3 % 3]);
        format!("{name},1{first}000{n:06},{origin},{age},{}\n", if n == 7 && first == 2 { "resident" } else { "" })
    };
    format!("姓名,联系方式,来源,年龄,登录名\n{}", (0..PEOPLE).map(line).collect::<String>())
}

fn announced(tx: &mut Tx<'_>, by: &Viewer, of: BodyId, sheet: &str, at: Moment, seed_from: Moment) -> Result<DrawId> {
    tx.at(at, by.actor(), |tx| {
        let words = Announcing {
            category: "drawn".into(), size: Some(2), alternates: Some(12), dims: DIMS.into(),
            pool_rule: "本社区年满十八岁、住满半年、报了名的居民，不论户籍".into(),
            seed_source: "当晚中国福利彩票双色球的开奖号码".into(), seed_from: Some(seed_from), ..Announcing::default()
        };
        let draw = done(actions::announce_draw(tx, by, of, &words)?)?.ok_or_else(|| Fault::other("a draw was not announced"))?;
        let (_, brought) = actions::enter_pool(tx, by, draw.id, sheet, true)?;
        brought.map_err(|p| Fault::Other(format!("the demo's pool was refused: {p:?}")))?;
        Ok(draw.id)
    })
}

/// Still open: the pool may grow until it is sealed.
fn open(tx: &mut Tx<'_>, by: &Viewer, of: BodyId, sheet: String, end: Moment) -> Result<()> {
    announced(tx, by, of, &sheet, end.plus_days(-3), end.plus_days(8).day().start().plus_minutes(21 * 60)).map(|_| ())
}

/// Sealed in time; the seed has come and nobody has entered it.
fn waiting(tx: &mut Tx<'_>, by: &Viewer, of: BodyId, sheet: String, end: Moment) -> Result<()> {
    let draw = announced(tx, by, of, &sheet, end.plus_days(-12), end.plus_days(-1))?;
    done(tx.at(end.plus_days(-3), by.actor(), |tx| actions::freeze_pool(tx, by, draw))?).map(|_| ())
}

/// Drawn a month ago: the first who was asked could not come, the next took the seat.
fn finished(tx: &mut Tx<'_>, by: &Viewer, of: BodyId, sheet: String, end: Moment) -> Result<()> {
    let street = tx.street();
    let seed_from = end.plus_days(-30);
    let draw = announced(tx, by, of, &sheet, end.plus_days(-40), seed_from)?;
    done(tx.at(end.plus_days(-32), by.actor(), |tx| actions::freeze_pool(tx, by, draw))?)?;
    let seed = SeedWords { seed: "03 08 14 21 26 31 07".into(), told: "开奖公告，社区公示栏有打印件".into(), witnesses: "楼组长、物业经理、居民代表各一人".into() };
    done(tx.at(seed_from.plus_minutes(30), by.actor(), |tx| actions::enter_seed(tx, by, draw, &seed))?)?;
    done(tx.at(seed_from.plus_minutes(35), by.actor(), |tx| actions::run_draw(tx, by, draw))?)?;
    let titles = ["女士", "先生", "阿姨"];
    let mut refused = false;
    for n in 0..3 {
        let lines = store::draw_lines(tx, street, draw)?;
        let Some(no) = lines.iter().find(|l| l.state == LineState::Invited).and_then(|l| l.pool_no) else { break };
        let yes = Replying { reply: Some(DrawReply::Accepted), shown_name: format!("{}{}", ["桑", "温", "乔"][n], titles[n]), interests_declared: true, ..Replying::default() };
        let words = if refused { yes } else { Replying { reply: Some(DrawReply::Refused), ..Replying::default() } };
        refused = true;
        done(tx.at(seed_from.plus_days(1 + n as i64), by.actor(), |tx| actions::answer_draw(tx, by, draw, no, &words))?)?;
    }
    Ok(())
}
