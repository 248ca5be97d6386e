//! Reads `maps/who_may/*.txt` and says who may do what: written apart from the rule table's own reading of itself.

use kernel::{AccountId, UnitId};
use testkit::Member;

/// One line of the map.
pub struct Row {
    pub act: String,
    who: String,
    reach: String,
    given: Vec<String>,
    unless: Vec<String>,
}

pub fn rows(capability: &str) -> Vec<Row> {
    let path = format!("{}/../maps/who_may/{capability}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    text.lines().map(row).collect()
}

fn row(line: &str) -> Row {
    let mut words = line.split_whitespace().map(str::to_owned);
    let mut next = || words.next().unwrap_or_else(|| panic!("`{line}` is no row"));
    let (act, who, reach) = (next(), next(), next());
    let rest: Vec<_> = words.collect();
    let after = |key: &str| rest.windows(2).filter(|w| w[0] == key).map(|w| w[1].clone()).collect();
    Row { act, who, reach, given: after("given"), unless: after("unless") }
}

/// What the test knows of a case.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Codes of its place and those above.
    pub places: Vec<&'static str>,
    pub state: String,
    pub lead: Option<UnitId>,
    pub accused: Vec<UnitId>,
    pub ever_held: Vec<UnitId>,
    /// Units that help now.
    pub assists: Vec<UnitId>,
    /// Asked to be left out of scores.
    pub contested: bool,
    pub speakers: Vec<AccountId>,
    pub code: String,
}

/// What the test knows of a reader.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// Posts in force.
    pub members: Vec<Member>,
    pub account: Option<AccountId>,
    pub code: Option<String>,
}

impl Reader {
    fn units(&self) -> Vec<UnitId> {
        self.members.iter().filter_map(unit).collect()
    }
    pub fn is_staff(&self) -> bool {
        !self.members.is_empty()
    }
}

fn unit(member: &Member) -> Option<UnitId> {
    member.unit.map(identity::demo::unit_id)
}

impl Row {
    /// Whether the row speaks of this reader at all: as such, or in one of their posts.
    fn names<'r>(&self, reader: &'r Reader) -> Vec<Option<&'r Member>> {
        match self.who.as_str() {
            "anyone" => vec![None],
            "signed-in" if reader.account.is_some() => vec![None],
            "signed-in" | "system" | "client" => vec![],
            role => reader.members.iter().filter(|m| m.role.code() == role).map(Some).collect(),
        }
    }

    fn reaches(&self, post: Option<&Member>, reader: &Reader, case: &Facts) -> bool {
        match self.reach.as_str() {
            "street" => true,
            "scope" => post.is_some_and(|m| m.place.is_none_or(|p| case.places.contains(&p))),
            "own-unit" => post.and_then(unit).is_some_and(|u| case.lead == Some(u)),
            "assist-unit" => post.and_then(unit).is_some_and(|u| case.assists.contains(&u)),
            "own" => reader.account.is_some_and(|a| case.speakers.contains(&a)),
            "bearer" => reader.code.as_deref().is_some_and(|c| c == case.code),
            other => panic!("the reach `{other}` is not known here"),
        }
    }

    fn holds(condition: &str, reader: &Reader, case: &Facts) -> bool {
        let stands_in = |units: &[UnitId]| reader.units().iter().any(|u| units.contains(u));
        match condition.split_once(':') {
            Some(("state", states)) => states.split(',').any(|s| s == case.state),
            // No case of the matrix is published; what is has its own scenes.
            _ if condition == "published" => false,
            _ if condition == "contested" => case.contested,
            _ if condition == "accused" => stands_in(&case.accused),
            _ if condition == "ever-held" => stands_in(&case.ever_held),
            _ => panic!("the condition `{condition}` is not known here"),
        }
    }
}

pub fn may(rows: &[Row], act: &str, reader: &Reader, case: &Facts) -> bool {
    rows.iter().filter(|r| r.act == act && r.names(reader).iter().any(|p| r.reaches(*p, reader, case))).any(|r| {
        r.given.iter().all(|g| Row::holds(g, reader, case)) && !r.unless.iter().any(|g| Row::holds(g, reader, case))
    })
}

/// Whether some row could give the reader the act: for pages that show a list or a form.
pub fn may_somewhere(rows: &[Row], act: &str, reader: &Reader) -> bool {
    rows.iter().any(|r| r.act == act && !r.names(reader).is_empty())
}
