//! The two handles: a reader, and a transaction that also writes. Nothing else reaches the database.

use crate::conn::{Conn, Engine};
use crate::{Fault, FromRow, Result, Value, Vault};
use kernel::{Actor, Event, EventId, Moment, StreetId};
use std::ops::{Deref, DerefMut};
use uuid::Uuid;

/// Reads; every query belongs to one street.
pub struct Reader<'c> {
    pub(crate) conn: &'c mut Conn,
    pub(crate) vault: &'c Vault,
}

impl Reader<'_> {
    pub fn all<T: FromRow>(&mut self, sql: &str, args: &[Value]) -> Result<Vec<T>> {
        self.conn.query(sql, args)
    }
    pub fn opt<T: FromRow>(&mut self, sql: &str, args: &[Value]) -> Result<Option<T>> {
        Ok(self.conn.query(sql, args)?.into_iter().next())
    }
    /// The one row there must be; its absence is a fault.
    pub fn one<T: FromRow>(&mut self, sql: &str, args: &[Value]) -> Result<T> {
        self.opt(sql, args)?.ok_or_else(|| Fault::Other("a row that must be there is not".into()))
    }
    /// A built statement.
    pub fn list<T: FromRow>(&mut self, sql: &crate::Sql) -> Result<Vec<T>> {
        self.conn.query(sql.text(), sql.args())
    }
    pub(crate) fn engine(&self) -> Engine {
        self.conn.engine()
    }
}

/// In whose name, when and in answer to which request something is written.
#[derive(Clone, Copy, Debug)]
pub struct By {
    pub street: StreetId,
    pub actor: Actor,
    pub now: Moment,
    pub request: Option<Uuid>,
}

impl By {
    /// The program itself, with its reason.
    pub fn system(street: StreetId, reason: &'static str, now: Moment) -> Self {
        Self { street, actor: Actor::System(reason), now, request: None }
    }
}

/// One transaction: all of it happens, or none.
pub struct Tx<'c> {
    reader: Reader<'c>,
    by: By,
    undone: bool,
    deferred: bool,
}

impl<'c> Deref for Tx<'c> {
    type Target = Reader<'c>;
    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}
impl<'c> DerefMut for Tx<'c> {
    fn deref_mut(&mut self) -> &mut Reader<'c> {
        &mut self.reader
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn new(conn: &'c mut Conn, vault: &'c Vault, by: By) -> Self {
        Self { reader: Reader { conn, vault }, by, undone: false, deferred: false }
    }
    pub fn exec(&mut self, sql: &str, args: &[Value]) -> Result<u64> {
        self.reader.conn.exec(sql, args)
    }
    /// Takes everything back when the closure returns, though it returns its answer: for refusals.
    pub fn undo(&mut self) {
        self.undone = true;
    }
    pub(crate) fn is_undone(&self) -> bool {
        self.undone
    }
    pub fn now(&self) -> Moment {
        self.by.now
    }
    pub fn street(&self) -> StreetId {
        self.by.street
    }
    pub fn actor(&self) -> Actor {
        self.by.actor
    }
    pub fn request(&self) -> Option<Uuid> {
        self.by.request
    }
    /// Looks at how the rows are spread, so that the engine chooses its indexes by what is there: every index begins
    /// with the street, which says nothing in a database of one.
    pub fn study(&mut self) -> Result<()> {
        self.reader.conn.study()
    }
    /// Ends a select of rows that several workers compete for: each takes what no other holds. SQLite has one writer.
    pub fn skip_locked(&self) -> &'static str {
        match self.reader.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => " for update skip locked",
        }
    }
    /// From here on what is recorded says for whom the actor acts; only an account acts for somebody.
    pub fn on_behalf_of(&mut self, whom: kernel::AccountId) {
        if let Actor::Account { account, post, .. } = self.by.actor {
            self.by.actor = Actor::Account { account, post, on_behalf_of: Some(whom) };
        }
    }
    /// Runs `work` in the name of the program, inside the same transaction.
    pub fn as_system<T>(&mut self, reason: &'static str, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let before = std::mem::replace(&mut self.by.actor, Actor::System(reason));
        let done = work(self);
        self.by.actor = before;
        done
    }
    /// Runs `work` at another moment and in another name: loading a past that has its own dates.
    pub fn at<T>(&mut self, now: Moment, actor: Actor, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let before = self.by;
        self.by = By { now, actor, ..before };
        let done = work(self);
        self.by = before;
        done
    }

    /// Runs `work` without bringing kept counts along at each step: whoever loads much at once counts at the end.
    pub fn deferring<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let before = std::mem::replace(&mut self.deferred, true);
        let done = work(self);
        self.deferred = before;
        done
    }
    pub fn defers(&self) -> bool {
        self.deferred
    }

    /// Writes an event, in the transaction of the change it tells of.
    pub fn record<E: Event>(&mut self, event: &E) -> Result<EventId> {
        let (id, row) = self.noted(event)?;
        self.record_all(vec![row])?;
        Ok(id)
    }

    /// An event as it will be recorded: who and when are fixed now, and [`record_all`](Self::record_all) writes it.
    pub fn noted<E: Event>(&self, event: &E) -> Result<(EventId, Noted)> {
        let id = EventId::fresh();
        let subject = event.subject();
        let (kind, actor, post, behalf): (&str, Value, Value, Value) = match self.by.actor {
            Actor::Nobody => ("nobody", Value::Null, Value::Null, Value::Null),
            Actor::Account { account, post, on_behalf_of } => {
                ("account", account.into(), post.into(), on_behalf_of.into())
            }
            Actor::Client(id) => ("client", id.into(), Value::Null, Value::Null),
            Actor::System(reason) => ("system", Value::Null, Value::Null, reason.into()),
        };
        let (reason, behalf) = match behalf {
            Value::Text(reason) => (Value::Text(reason), Value::Null),
            behalf => (Value::Null, behalf),
        };
        let body = serde_json::to_string(event)?;
        let (street, at, request) = (self.by.street, self.by.now, self.by.request);
        Ok((id, Noted(vec![
            street.into(), id.into(), at.into(), E::NAME.into(), subject.kind.into(), subject.id.into(),
            kind.into(), actor, post, behalf, reason, event.audience().code().into(), body.into(), request.into(),
        ])))
    }

    /// Writes events in this order.
    pub fn record_all(&mut self, events: Vec<Noted>) -> Result<()> {
        self.insert_many(
            "events (street_id, id, at, name, subject_kind, subject_id, actor_kind, actor_id, post_id,
               on_behalf_of, reason, audience, body, request_id)",
            events.into_iter().map(|e| e.0).collect(),
        )
    }
}

/// An event on its way into the journal.
pub struct Noted(Vec<Value>);
