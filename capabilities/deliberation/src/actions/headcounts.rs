//! Neighbours at a meeting, counted by group: as it stands, and kept with the seal of the minutes.

use super::representativeness::counted_place;
use crate::rules::{self, *};
use crate::store;
use auth::PlacePath;
use db::{Reader, Result, Tx};
use kernel::{StreetId, uuid::Uuid};
use places::Tree;
use std::collections::{BTreeMap, HashMap};

/// What is known of everybody of a body, by seat or attendance and dimension.
pub(super) type SaidOf = HashMap<(Uuid, String), String>;

/// Neighbours: whoever is there for themselves or for a seat, not for an office, a firm or as a guest.
pub(super) fn is_neighbour(a: &Attendance) -> bool {
    matches!(a.capacity, Capacity::Member | Capacity::Substitute | Capacity::Drawn | Capacity::Resident) && !a.stays.is_empty()
}

pub(super) fn said_of(r: &mut Reader<'_>, street: StreetId, body: BodyId) -> Result<SaidOf> {
    Ok(store::strata_of(r, street, body)?.into_iter().map(|(subject, dim, group)| ((subject, dim), group)).collect())
}

/// The group of somebody who was there: said at this meeting, else for their seat; of the grid, where they come from.
pub(super) fn group_of(said: &SaidOf, a: &Attendance, dim: Dim) -> Option<String> {
    if dim == Dim::Grid {
        return a.grid.map(|g| g.to_string());
    }
    let of = |subject: Uuid| said.get(&(subject, dim.code().to_owned())).cloned();
    // Whoever stands in for a seat is not of its holder's groups.
    let seat = a.membership.filter(|_| a.capacity != Capacity::Substitute);
    of(a.id.uuid()).or_else(|| seat.and_then(|m| of(m.uuid())))
}

/// The counts of a meeting as its records are now: every group of every dimension, those of nobody too.
pub(super) fn counted(of: &Meeting, people: &[Attendance], said: &SaidOf, (tree, place): (&Tree, PlacePath), no: i32) -> Headcount {
    let neighbours: Vec<&Attendance> = people.iter().filter(|a| is_neighbour(a)).collect();
    let grids = counted_place(tree, place).map(|at| tree.children(at).map(|p| p.id.to_string()).collect::<Vec<_>>()).unwrap_or_default();
    let groups = Dim::ALL.iter().map(|dim| {
        let codes = if *dim == Dim::Grid { grids.clone() } else { rules::groups(*dim).iter().map(|c| (*c).to_owned()).collect() };
        let known: Vec<String> = neighbours.iter().filter_map(|a| group_of(said, a, *dim)).collect();
        let cells = codes.into_iter().map(|code| (code.clone(), known.iter().filter(|k| **k == code).count() as u64));
        (*dim, cells.collect::<BTreeMap<_, _>>())
    });
    Headcount { meeting: of.id, no, held: of.from, came: neighbours.len() as u64, groups: groups.collect() }
}

/// Written once, in the transaction that seals the minutes.
pub(super) fn keep_headcount(tx: &mut Tx<'_>, of: &Meeting) -> Result<()> {
    let street = tx.street();
    let Some((body, (no, _))) = store::body(tx, street, of.body)?.zip(store::last_seal(tx, street, of.body)?) else { return Ok(()) };
    let (tree, said, people) = (places::tree(tx, street)?, said_of(tx, street, of.body)?, store::attendees_of(tx, street, of.id)?);
    store::insert_headcount(tx, of.body, &counted(of, &people, &said, (&tree, body.place), no))
}
