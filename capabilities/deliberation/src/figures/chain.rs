//! What was raised in a period, each at the farthest stage it reached.

use super::{BODIES, path};
use crate::rules::*;
use auth::PlacePath;
use db::{FromRow, Reader, Result, Row, args};
use figures::{Ask, Behind, Beside, Counted, Counts, Indicator, Record, Said, Source, Unit};
use kernel::{Moment, PlaceId, uuid::Uuid};
use std::collections::BTreeMap;
use std::rc::Rc;

pub(super) const CHAIN: Indicator = Indicator {
    code: "deliberation.chain",
    version: 2,
    changes: super::matters::ONCE_SETTLED,
    name: Said { zh: "说了的，走到哪一步", en: "How far it went" },
    definition: Said {
        zh: "时段内提出的提案，和时段内立的议题里由居民声音、巡查、议事会动议、上级交来的由头，每件只算一次，按到统计日走得最远的一步计；并到别的提案里的不再单算，还在走的也在里面。",
        en: "Proposals of the period, and voices, findings, motions and requests from above behind the matters opened in it: each once, at the farthest stage it reached by the day. One that was merged into another does not count by itself; what still walks is included.",
    },
    records: Said { zh: "一件提出来的事", en: "something raised" },
    unit: Unit::Times,
    counts: Counts::Period,
    beside: &[
        Beside::new("matter", "立成议题的", "became matters", Unit::Times),
        Beside::new("resolution", "定了方案的", "were decided", Unit::Times),
        Beside::new("delivered", "办完了的", "were delivered", Unit::Times),
        Beside::new("satisfied", "评过有效、办结的", "were found to help, and settled", Unit::Times),
    ],
    source: Source::Computed { count: chain, behind: Behind::Records(chain_rows) },
    ..BODIES
};

/// In the order they are reached; whoever is at one has been through those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Raised,
    Matter,
    Resolution,
    Delivered,
    Satisfied,
}

struct Raised {
    id: Uuid,
    label: String,
    path: String,
    place: PlacePath,
    at: Moment,
    stage: Stage,
}

/// A matter, as far as the chain asks.
struct Reached {
    id: MatterId,
    label: String,
    place: PlacePath,
    opened: Moment,
    merged: bool,
    settled: Option<Moment>,
    decided: Option<Moment>,
    delivered: Option<Moment>,
}

impl FromRow for Reached {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, code, question, place, opened) = (r.next()?, r.next::<String>()?, r.next::<String>()?, path(r.next()?, r.next()?), r.next()?);
        let state = db::code(r, MatterState::from_code)?;
        let (settled, decided, delivered) = (r.next()?, r.next()?, r.next()?);
        Ok(Self { id, label: format!("{code} {question}"), place, opened, merged: state == MatterState::Merged, settled, decided, delivered })
    }
}

impl Reached {
    fn stage(&self, until: Moment) -> Stage {
        let by = |at: Option<Moment>| at.is_some_and(|at| at < until);
        match () {
            () if by(self.settled) => Stage::Satisfied,
            () if by(self.delivered) => Stage::Delivered,
            () if by(self.decided) => Stage::Resolution,
            () => Stage::Matter,
        }
    }
}

fn reached(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<BTreeMap<MatterId, Reached>> {
    let all: Vec<Reached> = r.all(
        "select m.id, m.code, m.question, m.community_id, m.grid_id, m.opened_at, m.state,
           (select min(s.to_at) from matter_steps s where s.street_id = m.street_id and s.matter_id = m.id and s.step = 'evaluation' and s.how = 'passed'),
           (select min(v.at) from matter_resolutions v where v.street_id = m.street_id and v.matter_id = m.id),
           (select min(s.from_at) from matter_steps s where s.street_id = m.street_id and s.matter_id = m.id and s.step = 'evaluation')
         from matters m
         where m.street_id = $1 and m.opened_at < $2",
        args![ask.street, ask.until()],
    )?;
    Ok(all.into_iter().map(|m| (m.id, m)).collect())
}

/// What stands behind a matter: which of them, and what it points to.
type Tied = (MatterId, i32, String, Option<Uuid>);

fn tied(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Tied>> {
    r.all("select matter_id, no, link_kind, link_id from matter_sources where street_id = $1 order by matter_id, no", args![ask.street])
}

fn raised(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Rc<Vec<Raised>>> {
    ask.once("deliberation.raised", || read_raised(r, ask))
}

fn read_raised(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Raised>> {
    let (matters, until) = (reached(r, ask)?, ask.until());
    let mut all: BTreeMap<(String, Uuid), Raised> = BTreeMap::new();
    let proposals: Vec<(ProposalId, String, String, Option<PlaceId>, Option<PlaceId>, Moment)> = r.all(
        "select id, code, title, community_id, grid_id, opened_at from proposals
         where street_id = $1 and opened_at >= $2 and opened_at < $3 and state <> 'merged'",
        args![ask.street, ask.span.from.start(), until],
    )?;
    for (id, code, title, community, grid, at) in proposals {
        let fresh = Raised { id: id.uuid(), label: format!("{code} {title}"), path: format!("/proposals/{id}"), place: path(community, grid), at, stage: Stage::Raised };
        all.insert(("proposal".to_owned(), id.uuid()), fresh);
    }
    for (matter, no, kind, link) in tied(r, ask)? {
        let Some(m) = matters.get(&matter) else { continue };
        // A motion without a link went along with the matter that was merged: it counts where it went.
        if link.is_none() && m.merged {
            continue;
        }
        let (proposal, stage) = (kind == "proposal", m.stage(until));
        let id = link.unwrap_or_else(|| MatterId::named(&format!("{matter} {no}")).uuid());
        match all.get_mut(&(kind.clone(), id)) {
            Some(known) => {
                known.stage = known.stage.max(stage);
                known.at = if proposal { known.at } else { known.at.min(m.opened) };
            }
            None if proposal => {}
            None => {
                all.insert((kind, id), Raised { id, label: m.label.clone(), path: format!("/matters/{matter}"), place: m.place, at: m.opened, stage });
            }
        }
    }
    Ok(all.into_values().filter(|x| ask.span.has(x.at)).collect())
}

fn chain(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = raised(r, ask)?;
    Ok(ask.fold(&all, |x| x.place, |here| {
        let at_least = |stage| here.iter().filter(|x| x.stage >= stage).count() as i64;
        let counted = Counted::number(here.len() as i64).beside("matter", at_least(Stage::Matter));
        let counted = counted.beside("resolution", at_least(Stage::Resolution)).beside("delivered", at_least(Stage::Delivered));
        counted.beside("satisfied", at_least(Stage::Satisfied))
    }))
}

fn chain_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let all = raised(r, ask)?;
    let record = |x: &Raised| Record { id: x.id, label: x.label.clone(), path: x.path.clone(), day: Some(x.at.day()) };
    Ok(ask.listed(all.iter(), |x| x.place, record))
}
