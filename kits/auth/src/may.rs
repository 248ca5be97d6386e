//! The rule table: no row means no. Rows only add; `unless` always wins.

use crate::{Facts, Level, PostHeld, Role, Strength, Viewer, Who};
use kernel::Moment;

/// One row: who, which act, within what reach, given which conditions, unless which others.
#[derive(Clone, Copy, Debug)]
pub struct May {
    pub by: By,
    pub act: &'static str,
    pub within: Reach,
    pub given: &'static [Given],
    pub unless: &'static [Given],
    pub at: Strength,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Anyone, signed in or not.
    Anyone,
    /// Anyone with an account.
    SignedIn,
    /// A holder of a post of this role, within its term.
    Post(Role),
    /// The program itself.
    System,
    /// A program with a key.
    Client,
}

/// How far the right reaches from where it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every thing of the street.
    Street,
    /// The post's place and all below.
    Scope,
    /// Things the post's unit leads.
    OwnUnit,
    /// Things the post's unit assists in or was whistled to.
    AssistUnit,
    /// The viewer's own things.
    Own,
    /// Things whose bearer code the viewer shows.
    Bearer,
}

/// A condition on the thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    Published,
    /// The thing is in one of these states.
    State(&'static [&'static str]),
    /// Somebody asks that it be left out of scores.
    Contested,
    /// The viewer stands in a unit complained about.
    Accused,
    /// The viewer stands in a unit that ever held the thing.
    EverHeld,
}

impl May {
    pub const fn by(by: By, act: &'static str, within: Reach) -> Self {
        Self { by, act, within, given: &[], unless: &[], at: Strength::Unknown }
    }
    pub const fn post(role: Role, act: &'static str, within: Reach) -> Self {
        Self { at: Strength::Keyed, ..Self::by(By::Post(role), act, within) }
    }
    pub const fn given(self, given: &'static [Given]) -> Self {
        Self { given, ..self }
    }
    pub const fn unless(self, unless: &'static [Given]) -> Self {
        Self { unless, ..self }
    }
    pub const fn at(self, at: Strength) -> Self {
        Self { at, ..self }
    }
}

/// Whether `viewer` may do `act` to this one thing.
pub fn decide(rules: &[May], act: &str, viewer: &Viewer, facts: &impl Facts, now: Moment) -> bool {
    rules.iter().filter(|m| m.act == act && viewer.strength >= m.at).any(|m| {
        m.sources(viewer, now).iter().any(|s| m.within.holds(*s, viewer, facts))
            && m.given.iter().all(|g| g.holds(viewer, facts, now))
            && !m.unless.iter().any(|g| g.holds(viewer, facts, now))
    })
}

/// The same, for `may` flags of a view.
pub fn may<T: Facts, A: crate::Act<T>>(viewer: &Viewer, thing: &T, now: Moment) -> bool {
    decide(A::RULES, A::SEE, viewer, thing, now) && decide(A::RULES, A::NAME, viewer, thing, now)
}

/// Whether the viewer holds the right to an act that has no thing yet, such as taking a voice in.
pub fn reaches(rules: &[May], act: &str, viewer: &Viewer, now: Moment) -> bool {
    rules.iter().any(|m| m.act == act && viewer.strength >= m.at && !m.sources(viewer, now).is_empty())
}

/// Where a right comes from: a post, or the viewer as such.
pub(crate) type Source<'a> = Option<&'a PostHeld>;

impl May {
    pub(crate) fn sources<'a>(&self, viewer: &'a Viewer, now: Moment) -> Vec<Source<'a>> {
        match self.by {
            By::Anyone => vec![None],
            By::SignedIn if viewer.account().is_some() => vec![None],
            By::System if matches!(viewer.who, Who::System(_)) => vec![None],
            By::Client if matches!(viewer.who, Who::Client(_)) => vec![None],
            By::Post(role) => viewer.posts_as(role, now).map(Some).collect(),
            _ => vec![],
        }
    }
}

impl Reach {
    fn holds(self, source: Source<'_>, viewer: &Viewer, facts: &impl Facts) -> bool {
        let unit = source.and_then(|p| p.unit);
        match self {
            Self::Street => true,
            Self::Scope => source.is_some_and(|p| {
                let path = facts.place();
                match p.scope.level {
                    Level::Street => true,
                    Level::Community => path.community == Some(p.scope.place),
                    Level::Grid => path.grid == Some(p.scope.place),
                    Level::Building => path.building == Some(p.scope.place),
                }
            }),
            Self::OwnUnit => unit.is_some() && facts.lead() == unit,
            Self::AssistUnit => unit.is_some_and(|u| facts.assists().contains(&u)),
            Self::Own => viewer.account().is_some_and(|a| facts.owners().contains(&a)),
            Self::Bearer => facts.bearable().iter().any(|b| viewer.bears.contains(b)),
        }
    }
}

impl Given {
    fn holds(self, viewer: &Viewer, facts: &impl Facts, now: Moment) -> bool {
        match self {
            Self::Published => facts.published(),
            Self::Contested => facts.contested(),
            Self::State(states) => states.contains(&facts.state()),
            Self::Accused => viewer.units(now).iter().any(|u| facts.accused().contains(u)),
            Self::EverHeld => viewer.units(now).iter().any(|u| facts.ever_held().contains(u)),
        }
    }
}
