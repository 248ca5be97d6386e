//! What goes along when a matter is taken up in another, and goes back when they are taken apart.

use super::changed;
use crate::rules::*;
use db::{Fault, FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, PersonId, PlaceId, StreetId, uuid::Uuid};

/// Matters taken up in one.
pub fn matters_into(r: &mut Reader<'_>, street: StreetId, into: MatterId) -> Result<Vec<MatterId>> {
    r.all("select id from matters where street_id = $1 and merged_into = $2 order by id", args![street, into])
}

/// Everybody heard in a round, once: what goes along of those heard in the other, whichever round it was. Answers to other
/// questions stay where they were asked; whoever gave them was heard.
/// The rows that came of it.
pub fn copy_responses(tx: &mut Tx<'_>, from: MatterId, into: &Matter) -> Result<Vec<Uuid>> {
    let street = tx.street();
    let mut came = vec![];
    let said: Vec<(PersonId, String, Option<PlaceId>, String, Moment)> = tx.all(
        "select person_id, door, grid_id, text, at from (
           select person_id, door, grid_id, text, at, round from matter_responses where street_id = $1 and matter_id = $2
           union all
           select person_id, door, grid_id, '', at, round from matter_survey_answers where street_id = $1 and matter_id = $2
         ) said order by round desc, at, person_id",
        args![street, from],
    )?;
    for (person, door, grid, text, at) in said {
        let id = Uuid::now_v7();
        let rows = tx.exec(
            "insert into matter_responses (street_id, id, matter_id, round, person_id, door, grid_id, text, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (street_id, matter_id, round, person_id) do nothing",
            args![street, id, into.id, into.round, person, door, grid, text, at],
        )?;
        came.extend(Some(id).filter(|_| rows == 1));
    }
    Ok(came)
}

/// Concerns go along with the people behind each; one of the same words is one, each person once. What stood under another
/// stands there still. The rows that came of it.
pub fn copy_concerns(tx: &mut Tx<'_>, from: MatterId, into: &Matter) -> Result<Vec<Brought>> {
    let street = tx.street();
    let read = |tx: &mut Tx<'_>, of: MatterId| -> Result<Vec<(Uuid, String, PersonId, Option<bool>, Option<String>)>> {
        tx.all("select id, text, person_id, taken_up, why_not from matter_concerns where street_id = $1 and matter_id = $2 order by id", args![street, of])
    };
    let mut known: Vec<(Uuid, String)> = read(tx, into.id)?.into_iter().map(|c| (c.0, plain(&c.1))).collect();
    let (mut went, mut came): (Vec<(Uuid, Uuid, bool)>, Vec<Brought>) = (vec![], vec![]);
    for (id, text, person, taken_up, why_not) in read(tx, from)? {
        let before = known.len();
        let there = match known.iter().find(|k| k.1 == plain(&text)) {
            Some(same) => same.0,
            None => {
                let fresh = Uuid::now_v7();
                let now = tx.now();
                tx.exec(
                    "insert into matter_concerns (street_id, id, matter_id, text, person_id, taken_up, why_not, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                    args![street, fresh, into.id, &text, person, taken_up, why_not, now],
                )?;
                known.push((fresh, plain(&text)));
                fresh
            }
        };
        let new = known.len() > before;
        went.push((id, there, new));
        came.extend(Some(Brought::Concern { here: there, there: id }).filter(|_| new));
        let joined: Vec<(PersonId, Moment)> = tx.all("select person_id, at from matter_joinings where street_id = $1 and concern_id = $2", args![street, id])?;
        for (person, at) in joined {
            let rows = tx.exec(
                "insert into matter_joinings (street_id, concern_id, person_id, at) values ($1, $2, $3, $4)
                 on conflict (street_id, concern_id, person_id) do nothing",
                args![street, there, person, at],
            )?;
            came.extend(Some(Brought::Joining { here: there, person }).filter(|_| rows == 1 && !new));
        }
    }
    copy_groupings(tx, &went)?;
    Ok(came)
}

/// Concerns that came along, as (there, here, new here): new ones stand under whatever their head is here.
fn copy_groupings(tx: &mut Tx<'_>, went: &[(Uuid, Uuid, bool)]) -> Result<()> {
    let street = tx.street();
    for (id, here, _) in went.iter().filter(|w| w.2) {
        let grouped: Option<(Uuid, AccountId, Moment)> = tx.opt("select under_id, by_account, at from matter_concern_groupings where street_id = $1 and concern_id = $2", args![street, *id])?;
        let Some((under, by, at)) = grouped else { continue };
        let Some((_, head, _)) = went.iter().find(|w| w.0 == under) else { continue };
        let above: Option<Uuid> = tx.opt("select under_id from matter_concern_groupings where street_id = $1 and concern_id = $2", args![street, *head])?;
        tx.exec(
            "insert into matter_concern_groupings (street_id, concern_id, under_id, by_account, at) values ($1, $2, $3, $4, $5)",
            args![street, *here, above.unwrap_or(*head), by, at],
        )?;
    }
    Ok(())
}

impl FromRow for Brought {
    fn from_row(r: &mut Row) -> Result<Self> {
        let kind: String = r.next()?;
        let (no, here, there, person) = (r.next()?, r.next()?, r.next()?, r.next()?);
        match (kind.as_str(), no, here, there, person) {
            ("source", Some(no), None, None, None) => Ok(Self::Source(no)),
            ("response", None, Some(here), None, None) => Ok(Self::Response(here)),
            ("concern", None, Some(here), Some(there), None) => Ok(Self::Concern { here, there }),
            ("joining", None, Some(here), None, Some(person)) => Ok(Self::Joining { here, person }),
            _ => Err(Fault::other("a part of a merger of no kind")),
        }
    }
}
db::row!(MatterMerger { id, from, into, merged_at });

pub fn insert_matter_merger(tx: &mut Tx<'_>, m: &MatterMerger, by: AccountId) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into matter_mergers (street_id, id, from_id, into_id, merged_at, merged_by) values ($1, $2, $3, $4, $5, $6)",
        args![street, m.id, m.from, m.into, m.merged_at, by],
    )?;
    Ok(())
}

/// The merger by which a matter is with another now.
pub fn matter_merger_of(r: &mut Reader<'_>, street: StreetId, from: MatterId) -> Result<Option<MatterMerger>> {
    r.opt("select id, from_id, into_id, merged_at from matter_mergers where street_id = $1 and from_id = $2 and split_at is null", args![street, from])
}

/// Mergers into a matter that stand, the first first.
pub fn matter_mergers_into(r: &mut Reader<'_>, street: StreetId, into: MatterId) -> Result<Vec<MatterMerger>> {
    r.all("select id, from_id, into_id, merged_at from matter_mergers where street_id = $1 and into_id = $2 and split_at is null order by id", args![street, into])
}

pub fn end_matter_merger(tx: &mut Tx<'_>, m: &MatterMerger, by: AccountId, why: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    changed(tx.exec(
        "update matter_mergers set split_at = $3, split_by = $4, split_why = $5 where street_id = $1 and id = $2 and split_at is null",
        args![street, m.id, now, by, why],
    )?)?;
    tx.exec("delete from matter_merger_parts where street_id = $1 and merger_id = $2", args![street, m.id])?;
    Ok(())
}

/// Mergers with a matter on either side that were taken apart: from, into, when, why.
pub fn splits_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<(MatterId, MatterId, Moment, String)>> {
    r.all(
        "select from_id, into_id, split_at, split_why from matter_mergers
         where street_id = $1 and (from_id = $2 or into_id = $2) and split_at is not null order by split_at, id",
        args![street, of],
    )
}

pub fn insert_brought(tx: &mut Tx<'_>, merger: Uuid, brought: &[Brought]) -> Result<()> {
    let street = tx.street();
    let last: Option<i32> = tx.one("select max(part) from matter_merger_parts where street_id = $1 and merger_id = $2", args![street, merger])?;
    for (part, b) in (last.unwrap_or(0) + 1..).zip(brought) {
        let (kind, no, here, there, person) = match *b {
            Brought::Source(no) => ("source", Some(no), None, None, None),
            Brought::Response(here) => ("response", None, Some(here), None, None),
            Brought::Concern { here, there } => ("concern", None, Some(here), Some(there), None),
            Brought::Joining { here, person } => ("joining", None, Some(here), None, Some(person)),
        };
        tx.exec(
            "insert into matter_merger_parts (street_id, merger_id, part, kind, no, here_id, there_id, person_id) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![street, merger, part, kind, no, here, there, person],
        )?;
    }
    Ok(())
}

pub fn brought_with(r: &mut Reader<'_>, street: StreetId, merger: Uuid) -> Result<Vec<Brought>> {
    r.all("select kind, no, here_id, there_id, person_id from matter_merger_parts where street_id = $1 and merger_id = $2 order by part", args![street, merger])
}

/// One row goes out of the matter it came to. Who joined a concern here since goes along with it; who came with another merger
/// does not.
pub fn go_back(tx: &mut Tx<'_>, m: &MatterMerger, part: Brought) -> Result<()> {
    let street = tx.street();
    match part {
        Brought::Source(no) => tx.exec("delete from matter_sources where street_id = $1 and matter_id = $2 and no = $3", args![street, m.into, no])?,
        Brought::Response(id) => tx.exec("delete from matter_responses where street_id = $1 and matter_id = $2 and id = $3", args![street, m.into, id])?,
        Brought::Joining { here, person } => {
            tx.exec("delete from matter_joinings where street_id = $1 and concern_id = $2 and person_id = $3", args![street, here, person])?
        }
        Brought::Concern { here, there } => {
            tx.exec(
                "insert into matter_joinings (street_id, concern_id, person_id, at)
                   select j.street_id, $3, j.person_id, j.at from matter_joinings j where j.street_id = $1 and j.concern_id = $2
                     and not exists (select 1 from matter_merger_parts p where p.street_id = j.street_id and p.here_id = j.concern_id and p.person_id = j.person_id)
                 on conflict (street_id, concern_id, person_id) do nothing",
                args![street, here, there],
            )?;
            tx.exec("delete from matter_merger_parts where street_id = $1 and here_id = $2 and kind = 'joining'", args![street, here])?;
            tx.exec("delete from matter_concern_groupings where street_id = $1 and (concern_id = $2 or under_id = $2)", args![street, here])?;
            tx.exec("delete from matter_joinings where street_id = $1 and concern_id = $2", args![street, here])?;
            tx.exec("delete from matter_concerns where street_id = $1 and id = $2", args![street, here])?
        }
    };
    Ok(())
}
