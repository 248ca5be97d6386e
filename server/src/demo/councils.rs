//! Councils of the demo street: thirteen communities, some grids, the young; meetings of the last months with sealed
//! minutes, and matters in every step. Each step is the product's own verb, at its own moment.

use super::cast::Cast;
use super::done;
use super::matters::{self, Line};
use auth::{Level, PostHeld, Role, Scope, Strength, Viewer, Who};
use db::{Fault, Result, Tx};
use deliberation::actions;
use deliberation::rules::*;
use deliberation::store;
use kernel::{Moment, PlaceId, PostId};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    topics: Vec<String>,
    surnames: Vec<String>,
    given: Vec<String>,
    matter: Vec<Line>,
    settled: Vec<Line>,
}

/// A council with the two who run its evenings.
pub(super) struct Council<'a> {
    pub id: BodyId,
    pub chair: &'a Viewer,
    pub taker: &'a Viewer,
    pub grid: String,
}

const CHARTER: &str = include_str!("../../../capabilities/deliberation/src/rules/council.toml");
const GRID_CHARTER: &str = "term_months = 24\nnotice_days = 3\nquorum = { share = \"1/2\", of = \"filled\" }\nseats = [ { category = \"resident\", seats = 5, filled_by = \"elected\" } ]\n[decisions]\nordinary = { method = \"yes_no\" }\nconsent = { method = \"no_objection\" }\n";
const YOUTH_CHARTER: &str = "term_months = 24\nnotice_days = 3\nquorum = { share = \"1/2\", of = \"filled\" }\nseats = [ { category = \"youth\", seats = 12, filled_by = \"elected\" } ]\n[decisions]\nordinary = { method = \"yes_no\" }\nconsent = { method = \"no_objection\" }\n";
/// Months back in which each community's council met.
const MONTHS: i64 = 4;
/// Meetings of each grid's council, four weeks apart, and of the young, a month apart.
const GRID_EVENINGS: i64 = 8;
const YOUTH_EVENINGS: i64 = 7;
/// Which evening decides what was long on its way: those of the last month have nothing settled yet.
const SETTLING: i64 = 2;
/// So many councils meet on the evening the street is opened, this many minutes after.
const TONIGHT: usize = 2;
const SOON: i64 = 15;
/// So many of the community councils leave their drawn seats to a draw.
pub const DRAWN_LATER: usize = 3;

/// Lived through up to the end.
pub fn live(tx: &mut Tx<'_>) -> Result<()> {
    let file: File = toml::from_str(include_str!("../../../demo/deliberation.toml")).map_err(Fault::other)?;
    let (street, end) = (tx.street(), tx.now());
    let cast = Cast::gather(tx)?;
    let tree = places::tree(tx, street)?;
    let officer = officer(&cast, end);
    let (mut councils, mut smaller) = (vec![], vec![]);
    for (n, community) in tree.communities().into_iter().enumerate() {
        let grids: Vec<_> = tree.children(community.id).cloned().collect();
        let who = (cast.secretary(community.id)?, &cast.clerks[n % cast.clerks.len()]);
        let council = |id, grid: &str| Council { id, chair: who.0, taker: who.1, grid: grid.to_owned() };
        let name = format!("{}协商议事会", community.name);
        let founded = Founded { name, kind: BodyKind::Community, place: &community.code, charter: CHARTER, purpose: "小区里大家的事，坐下来一起商量。", first: n * 13, drawn_later: n < DRAWN_LATER, ago: 30 * MONTHS + 20 };
        let id = found(tx, &file, &officer, founded, who, end)?;
        councils.push(council(id, grids.first().map_or("", |g| &g.code)));
        // The grids of one community, and one council of the young for the whole street.
        if n == 0 {
            for (k, grid) in grids.iter().take(3).enumerate() {
                let founded = Founded { name: format!("{}议事会", grid.name), kind: BodyKind::Grid, place: &grid.code, charter: GRID_CHARTER, purpose: "几栋楼的事，楼下就商量。", first: 170 + k * 5, drawn_later: false, ago: 28 * GRID_EVENINGS + 20 };
                smaller.push((council(found(tx, &file, &officer, founded, who, end)?, &grid.code), GRID_EVENINGS, 28_i64));
            }
            let founded = Founded { name: "青年议事会".into(), kind: BodyKind::Youth, place: "", charter: YOUTH_CHARTER, purpose: "在这里住、上班、上学的年轻人，说自己的事。", first: 190, drawn_later: false, ago: 30 * YOUTH_EVENINGS + 20 };
            smaller.push((council(found(tx, &file, &officer, founded, who, end)?, ""), YOUTH_EVENINGS, 30));
        }
    }
    let mut settled = file.settled.iter();
    for (n, council) in councils.iter().enumerate() {
        for back in (1..=MONTHS).rev() {
            // One council missed a month, as streets do.
            if n == 7 && back == 2 {
                continue;
            }
            let at = end.plus_days(-30 * back + (n as i64 % 5)).day().start().plus_minutes(19 * 60);
            let line = if back >= SETTLING { settled.next() } else { None };
            let walked = line.map(|line| matters::to_the_table(tx, council, line, at)).transpose()?;
            let topic = &file.topics[(n + back as usize) % file.topics.len()];
            let mut items = vec![discussed(topic)];
            items.extend(walked.as_ref().zip(line).map(|(walked, line)| walked.item(line)));
            let meeting = evening(tx, council, items, at)?;
            minutes(tx, council, meeting, at, n != 4 || back > 1, end)?;
            if let Some((walked, line)) = walked.as_ref().zip(line) {
                matters::from_the_table(tx, council, line, walked, end)?;
            }
        }
        // And the next one, convened.
        let at = end.plus_days(5 + (n as i64 % 9)).day().start().plus_minutes(19 * 60);
        let items = vec![discussed(&file.topics[n % file.topics.len()])];
        if n % 3 != 2 {
            convened(tx, council, items, at, end.plus_days(-1))?;
        }
        // Two sit down as the street is opened, called together in time: an evening one can go to at once.
        if n < TONIGHT {
            convened(tx, council, vec![discussed(&file.topics[(n + 1) % file.topics.len()])], end.plus_minutes(SOON), end.plus_days(-5))?;
        }
    }
    for (k, (council, evenings, apart)) in smaller.iter().enumerate() {
        for back in (1..=*evenings).rev() {
            let at = end.plus_days(-apart * back + k as i64).day().start().plus_minutes(19 * 60 + 30);
            let items = vec![discussed(&file.topics[(k + back as usize) % file.topics.len()])];
            let meeting = evening(tx, council, items, at)?;
            minutes(tx, council, meeting, at, true, end)?;
        }
    }
    for (n, line) in file.matter.iter().enumerate() {
        matters::walk(tx, &councils[n % councils.len()], line, end)?;
    }
    // Three more come to their decision and go to a ballot of the households: one some weeks ago, one whose papers wait to
    // be read, one just now.
    let phones: Vec<String> = cast.residents.iter().take(4).map(|r| r.phone.clone()).collect();
    use super::ballots::Course::{Desk, Papers};
    let asked = [
        (3, 15, Desk, "空地做花园还是停车？", "做口袋花园，留八个车位"), (0, 8, Papers, "楼下健身角要不要装灯？", "装四盏到九点就灭的灯"),
        (5, 2, Desk, "单元门要不要换智能锁？", "换智能锁，老人照旧用钥匙"),
    ];
    for (council, ago, course, question, option) in asked {
        let line = Line { question: question.into(), topic: "环境".into(), concern: "几年没定下来".into(), option: option.into(), to: "decision".into() };
        let c = &councils[council % councils.len()];
        let until = end.plus_days(-ago);
        matters::walk(tx, c, &line, until)?;
        let matter = store::matters(tx, street, Some(c.id), None, 1)?.pop().ok_or_else(|| Fault::other("a matter was not opened"))?;
        let option = store::choices_of(tx, street, matter.id)?.first().map(|x| x.id).ok_or_else(|| Fault::other("no option"))?;
        let begin = until.plus_days(-5).day().start().plus_minutes(10 * 60);
        super::ballots::live(tx, super::ballots::Hands { keeper: c.chair, desk: c.taker }, (matter.id, option), &phones, course, begin, end)?;
    }
    asked_for(tx, &councils[2 % councils.len()], end.plus_days(-6))
}

fn discussed(topic: &str) -> ItemWords {
    ItemWords { kind: Some(ItemKind::Discuss), title: format!("议一议{topic}"), ..ItemWords::default() }
}

/// The street officer who founds them.
fn officer(cast: &Cast, end: Moment) -> Viewer {
    let street = cast.supervisor.street;
    let scope = Scope { level: Level::Street, place: PlaceId(street.uuid()) };
    let post = PostHeld { id: PostId::named("demo/deliberation"), role: Role::StreetOfficer, scope, unit: None, until: end.plus_days(365), organisation: None };
    Viewer { who: Who::System("demo"), posts: vec![post], strength: Strength::Strong, ..Viewer::nobody(street) }
}

struct Founded<'a> {
    name: String,
    kind: BodyKind,
    place: &'a str,
    charter: &'a str,
    purpose: &'a str,
    /// Which of the fictional names comes first.
    first: usize,
    drawn_later: bool,
    /// So many days before now.
    ago: i64,
}

/// Founded, with its officers and most of its seats.
fn found(tx: &mut Tx<'_>, file: &File, officer: &Viewer, f: Founded<'_>, (chair, taker): (&Viewer, &Viewer), end: Moment) -> Result<BodyId> {
    let at = end.plus_days(-f.ago);
    tx.at(at, officer.actor(), |tx| {
        let words = Founding { name: f.name, kind: Some(f.kind), place_name: f.place.into(), purpose: f.purpose.into(), opened_on: Some(at.day()), charter: f.charter.into() };
        let body = done(actions::found_body(tx, officer, &words)?)?.ok_or_else(|| Fault::other("a council was not founded"))?;
        for (office, who, shown) in [(Office::Chair, chair, "社区书记"), (Office::Convenor, chair, "社区书记"), (Office::MinuteTaker, taker, "街道受理员")] {
            let account = who.account().ok_or_else(|| Fault::other("an officer without an account"))?;
            store::take_office(tx, body.id, &OfficeHeld { office, account, shown_name: shown.into(), from: at.day(), until: None })?;
        }
        let rules = read_charter(f.charter).map_err(|p| Fault::other(format!("{p:?}")))?;
        let mut n = f.first;
        for class in &rules.seats {
            // A seat in the last class stays vacant where there are several.
            let taken = match class.category.as_str() {
                "drawn" if f.drawn_later => 0,
                "expert" | "drawn" => 1,
                _ => class.seats,
            };
            for _ in 0..taken {
                let name = format!("{}{}", file.surnames[n % file.surnames.len()], file.given[n / 3 % file.given.len()]);
                let profession = class.professions.first().cloned().unwrap_or_default();
                let seat = Seating { category: class.category.clone(), shown_name: name, profession, interests_declared: true, ..Seating::default() };
                done(actions::take_seat(tx, officer, body.id, &seat)?)?;
                n += 1;
            }
        }
        Ok(body.id)
    })
}

/// Planned and convened, ten days before or when told.
fn convened(tx: &mut Tx<'_>, c: &Council<'_>, items: Vec<ItemWords>, at: Moment, told: Moment) -> Result<MeetingId> {
    tx.at(told, c.chair.actor(), |tx| {
        let words = Planning { from: Some(at), venue: "居委会一楼议事厅，门口无台阶".into(), ..Planning::default() };
        let meeting = done(actions::plan_meeting(tx, c.chair, c.id, &words)?)?.ok_or_else(|| Fault::other("a meeting was not planned"))?;
        done(actions::convene(tx, c.chair, meeting.id, &Convening { items, ..Convening::default() })?)?;
        Ok(meeting.id)
    })
}

/// An evening with eleven of thirteen; decide items pass without an objection.
pub(super) fn evening(tx: &mut Tx<'_>, c: &Council<'_>, items: Vec<ItemWords>, at: Moment) -> Result<MeetingId> {
    let decide: Vec<i32> = items.iter().zip(1..).filter(|(i, _)| i.kind == Some(ItemKind::Decide)).map(|(_, no)| no).collect();
    let meeting = convened(tx, c, items, at, at.plus_days(-5))?;
    let street = tx.street();
    let memberships = store::memberships_of(tx, street, c.id)?;
    for m in memberships.iter().take(11) {
        let words = Arriving { membership: Some(m.id), ..Arriving::default() };
        done(tx.at(at.plus_minutes(-5), c.taker.actor(), |tx| actions::take_attendance(tx, c.taker, meeting, &words))?)?;
    }
    done(tx.at(at, c.chair.actor(), |tx| actions::open_meeting(tx, c.chair, meeting))?)?;
    for item in decide {
        let words = Deciding { item, how: Some(How::NoObjection), asked_aloud: true, ..Deciding::default() };
        done(tx.at(at.plus_minutes(40), c.chair.actor(), |tx| actions::decide(tx, c.chair, meeting, &words))?)?;
    }
    done(tx.at(at.plus_minutes(80), c.chair.actor(), |tx| actions::close_meeting(tx, c.chair, meeting))?)?;
    Ok(meeting)
}

/// Written the next day, circulated, sealed six days later by two hands.
pub(super) fn minutes(tx: &mut Tx<'_>, c: &Council<'_>, meeting: MeetingId, at: Moment, seal: bool, end: Moment) -> Result<()> {
    let street = tx.street();
    let items = store::notices_of(tx, street, meeting)?.pop().map(|n| n.items).unwrap_or_default();
    let texts = items.iter().map(|i| ItemText { no: i.no, text: format!("{}：到会的人都说了看法，记下三条，下次接着议。", i.title) }).collect();
    let words = Drafting { items: texts, ..Drafting::default() };
    done(tx.at(at.plus_days(1), c.taker.actor(), |tx| actions::draft_minutes(tx, c.taker, meeting, &words))?)?;
    done(tx.at(at.plus_days(1), c.taker.actor(), |tx| actions::circulate_minutes(tx, c.taker, meeting))?)?;
    let sealing = at.plus_days(7);
    if seal && sealing < end {
        done(tx.at(sealing, c.chair.actor(), |tx| actions::sign_minutes(tx, c.chair, meeting))?)?;
        done(tx.at(sealing, c.taker.actor(), |tx| actions::sign_minutes(tx, c.taker, meeting))?)?;
    }
    Ok(())
}

/// Neighbours ask for a meeting; their names come in on paper, and there are not enough of them yet.
fn asked_for(tx: &mut Tx<'_>, c: &Council<'_>, begin: Moment) -> Result<()> {
    let (street, by) = (tx.street(), c.chair);
    let helped = |n: usize| Helped { way: Some(Way::Paper), name: format!("邻居{n}"), home: c.grid.clone(), confirmed: true, ..Helped::default() };
    done(tx.at(begin, by.actor(), |tx| actions::make_requisition(tx, by, c.id, "地库的灯坏了一半，什么时候修？", &helped(1)))?)?;
    let made = store::requisitions_of(tx, street, c.id, 1)?.pop().ok_or_else(|| Fault::other("nobody asked for a meeting"))?;
    for n in 2..10 {
        done(tx.at(begin.plus_minutes(40 * n as i64), by.actor(), |tx| actions::sign_requisition(tx, by, made.id, &helped(n)))?)?;
    }
    Ok(())
}
