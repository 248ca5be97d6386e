//! Reading: the story of one thing, and the audit list.

use db::{args, EventRow, Reader, Result, Sql};
use kernel::{EventId, StreetId, uuid::Uuid};

/// What happened to one thing, in the order it happened.
pub fn timeline(reader: &mut Reader<'_>, street: StreetId, kind: &str, subject: Uuid) -> Result<Vec<EventRow>> {
    let sql = format!(
        "select {} from events e
         where e.street_id = $1 and e.subject_kind = $2 and e.subject_id = $3
         order by e.id",
        EventRow::COLUMNS
    );
    reader.all(&sql, args![street, kind, subject])
}

/// What an auditor looks for; all of it together.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub name: Option<String>,
    pub actor: Option<Uuid>,
    pub subject: Option<(String, Uuid)>,
    /// Only rows older than this one: the last of the page before.
    pub before: Option<EventId>,
    pub limit: i64,
}

/// The journal, newest first.
pub fn audit(reader: &mut Reader<'_>, street: StreetId, asked: &Asked) -> Result<Vec<EventRow>> {
    let mut sql = Sql::new("select ");
    sql.push(EventRow::COLUMNS).push(" from events e\nwhere e.street_id = ").bind(street);
    sql.and("e.name =", asked.name.clone());
    sql.and("e.actor_id =", asked.actor);
    if let Some((kind, id)) = &asked.subject {
        sql.and("e.subject_kind =", Some(kind.clone())).and("e.subject_id =", Some(*id));
    }
    sql.and("e.id <", asked.before);
    sql.push("\norder by e.id desc\nlimit ").bind(asked.limit);
    reader.list(&sql)
}
