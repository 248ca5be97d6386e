//! The same rules as a list filter: a union of branches, each a conjunction of clauses. Pure values;
//! `db` turns them into text.

use crate::may::Source;
use crate::{Given, Level, May, Reach, Viewer};
use kernel::{Moment, uuid::Uuid};

/// What a list of one kind of thing may show one viewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visible {
    pub branches: Vec<Branch>,
}

/// All of these must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// `column = id`
    Is(&'static str, Uuid),
    /// `column in (codes)`
    In(&'static str, &'static [&'static str]),
    /// `column is true`
    True(&'static str),
    /// `[not] exists (select 1 from table x where x.street_id = t.street_id and x.<thing> = t.id and <terms>)`
    Linked { not: bool, table: &'static str, thing: &'static str, terms: Vec<Term> },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// `x.column in (ids)`
    Any(&'static str, Vec<Uuid>),
    /// `x.column is null`
    Null(&'static str),
    /// `x.column <> code`
    Not(&'static str, &'static str),
}

/// The columns and link tables of one kind of thing.
#[derive(Clone, Copy, Debug)]
pub struct ScopeColumns {
    pub community: &'static str,
    pub grid: &'static str,
    pub building: &'static str,
    pub lead: &'static str,
    pub state: &'static str,
    pub published: &'static str,
    /// Key column in the link tables: `case_id`.
    pub thing: &'static str,
    /// `(table, account column)` of owners.
    pub owners: (&'static str, &'static str),
    /// `(table, id column)` of things a bearer code stands for.
    pub bearable: (&'static str, &'static str),
    /// `(table, unit column, ended column, role column)` of assignments.
    pub assignments: (&'static str, &'static str, &'static str, &'static str),
    /// The table of what is asked to be left out of scores.
    pub contested: &'static str,
    /// `(table, unit column)` of accused units.
    pub accused: (&'static str, &'static str),
}

/// The list filter for `act`. No branch: nothing is visible.
pub fn visible(rules: &[May], act: &str, viewer: &Viewer, now: Moment, c: &ScopeColumns) -> Visible {
    let mut branches = vec![];
    for m in rules.iter().filter(|m| m.act == act && viewer.strength >= m.at) {
        for source in m.sources(viewer, now) {
            let Some(reach) = m.within.clauses(source, viewer, c) else { continue };
            let mut clauses = reach;
            let Some(given) = all(m.given.iter().map(|g| g.clause(false, viewer, now, c))) else { continue };
            let Some(unless) = all(m.unless.iter().map(|g| g.clause(true, viewer, now, c))) else { continue };
            clauses.extend(given.into_iter().chain(unless).flatten());
            let branch = Branch { clauses };
            if !branches.contains(&branch) {
                branches.push(branch);
            }
        }
    }
    Visible { branches }
}

fn all<T>(items: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    items.collect()
}

impl Reach {
    /// `None`: this source reaches nothing. An empty list: everything of the street.
    fn clauses(self, source: Source<'_>, viewer: &Viewer, c: &ScopeColumns) -> Option<Vec<Clause>> {
        let unit = source.and_then(|p| p.unit).map(|u| u.uuid());
        Some(match self {
            Self::Street => vec![],
            Self::Scope => {
                let scope = source?.scope;
                match scope.level {
                    Level::Street => vec![],
                    Level::Community => vec![Clause::Is(c.community, scope.place.uuid())],
                    Level::Grid => vec![Clause::Is(c.grid, scope.place.uuid())],
                    Level::Building => vec![Clause::Is(c.building, scope.place.uuid())],
                }
            }
            Self::OwnUnit => vec![Clause::Is(c.lead, unit?)],
            Self::AssistUnit => {
                let (table, unit_column, ended, role) = c.assignments;
                let terms = vec![Term::Any(unit_column, vec![unit?]), Term::Null(ended), Term::Not(role, "lead")];
                vec![Clause::Linked { not: false, table, thing: c.thing, terms }]
            }
            Self::Own => {
                let terms = vec![Term::Any(c.owners.1, vec![viewer.account()?.uuid()])];
                vec![Clause::Linked { not: false, table: c.owners.0, thing: c.thing, terms }]
            }
            Self::Bearer => {
                if viewer.bears.is_empty() {
                    return None;
                }
                let terms = vec![Term::Any(c.bearable.1, viewer.bears.clone())];
                vec![Clause::Linked { not: false, table: c.bearable.0, thing: c.thing, terms }]
            }
        })
    }
}

impl Given {
    /// `None`: can never hold. `Some(None)`: always holds.
    fn clause(self, not: bool, viewer: &Viewer, now: Moment, c: &ScopeColumns) -> Option<Option<Clause>> {
        let linked = |table, column: &'static str| {
            let units: Vec<_> = viewer.units(now).iter().map(|u| u.uuid()).collect();
            match (units.is_empty(), not) {
                (true, true) => Some(None),
                (true, false) => None,
                (false, _) => {
                    Some(Some(Clause::Linked { not, table, thing: c.thing, terms: vec![Term::Any(column, units)] }))
                }
            }
        };
        match (self, not) {
            (Self::Published, false) => Some(Some(Clause::True(c.published))),
            (Self::Contested, false) => {
                Some(Some(Clause::Linked { not: false, table: c.contested, thing: c.thing, terms: vec![] }))
            }
            (Self::State(states), false) => Some(Some(Clause::In(c.state, states))),
            (Self::Accused, _) => linked(c.accused.0, c.accused.1),
            (Self::EverHeld, _) => linked(c.assignments.0, c.assignments.1),
            // A list never hides by "unless published" or "unless in state": write the states it may show instead.
            (Self::Published | Self::State(_) | Self::Contested, true) => None,
        }
    }
}
