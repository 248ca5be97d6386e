//! One connection of either engine: the only place where the two differ at run time.

use crate::{Fault, FromRow, Result, Row, Value};
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::collections::HashMap;
use std::time::Instant;

#[allow(clippy::large_enum_variant, reason = "a handful of connections live as long as the program")]
pub(crate) enum Conn {
    Sqlite(rusqlite::Connection),
    Postgres { client: postgres::Client, prepared: HashMap<String, postgres::Statement> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// More statements than this are prepared again on PostgreSQL; lists with many filters make many texts.
const PREPARED: usize = 500;

impl Conn {
    pub fn postgres(client: postgres::Client) -> Self {
        Self::Postgres { client, prepared: HashMap::new() }
    }

    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
        }
    }

    pub fn exec(&mut self, sql: &str, args: &[Value]) -> Result<u64> {
        let _timed = Timed::new(sql);
        match self {
            Self::Sqlite(c) => {
                let mut statement = c.prepare_cached(&numbered(sql))?;
                bind(&mut statement, args)?;
                Ok(statement.raw_execute()? as u64)
            }
            Self::Postgres { client, prepared } => {
                let statement = prepare(client, prepared, sql)?;
                Ok(client.execute(&statement, &params(args))?)
            }
        }
    }

    pub fn query<T: FromRow>(&mut self, sql: &str, args: &[Value]) -> Result<Vec<T>> {
        let _timed = Timed::new(sql);
        match self {
            Self::Sqlite(c) => {
                let mut statement = c.prepare_cached(&numbered(sql))?;
                bind(&mut statement, args)?;
                let columns = statement.column_count();
                let mut rows = statement.raw_query();
                let mut read = vec![];
                while let Some(row) = rows.next()? {
                    let values = (0..columns).map(|i| row.get_ref(i).map(value)).collect::<rusqlite::Result<_>>()?;
                    read.push(T::from_row(&mut Row::new(values))?);
                }
                Ok(read)
            }
            Self::Postgres { client, prepared } => {
                let statement = prepare(client, prepared, sql)?;
                let rows = client.query(&statement, &params(args))?;
                rows.iter()
                    .map(|row| {
                        let values = (0..row.len()).map(|i| row.try_get(i)).collect::<std::result::Result<_, _>>()?;
                        T::from_row(&mut Row::new(values))
                    })
                    .collect()
            }
        }
    }

    /// Statistics for the planner. SQLite's other connections read them anew when the schema changes, so it does.
    pub fn study(&mut self) -> Result<()> {
        self.batch(match self {
            Self::Sqlite(_) => {
                "pragma analysis_limit = 1000; analyze; create table studied (at integer); drop table studied;"
            }
            // Our own tables: a database may be shared, and each table studied is a lock held.
            Self::Postgres { .. } => {
                "set local statement_timeout = 0;
                 do $$ declare own text; begin
                   for own in select tablename from pg_tables where schemaname = current_schema() loop
                     execute format('analyze %I', own);
                   end loop;
                 end $$"
            }
        })
    }

    /// Several statements without arguments.
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(c) => Ok(c.execute_batch(sql)?),
            Self::Postgres { client, .. } => Ok(client.batch_execute(sql)?),
        }
    }
}

/// Tells how long a statement took to whoever listens to `db::statements`; never what it was given.
struct Timed<'s>(&'s str, Option<Instant>);

impl<'s> Timed<'s> {
    fn new(sql: &'s str) -> Self {
        Self(sql, tracing::enabled!(target: "db::statements", tracing::Level::TRACE).then(Instant::now))
    }
}

impl Drop for Timed<'_> {
    fn drop(&mut self) {
        if let Some(began) = self.1 {
            tracing::trace!(target: "db::statements", us = began.elapsed().as_micros(), sql = self.0);
        }
    }
}

fn params(args: &[Value]) -> Vec<&(dyn ToSql + std::marker::Sync)> {
    args.iter().map(|v| v as _).collect()
}

/// SQLite takes `$3` for a name, and looks for it among all others; `?3` is simply the third.
fn numbered(sql: &str) -> String {
    let mut parts = sql.split('$');
    let mut text = String::with_capacity(sql.len());
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        text.push(if part.starts_with(|c: char| c.is_ascii_digit()) { '?' } else { '$' });
        text.push_str(part);
    }
    text
}

fn bind(statement: &mut rusqlite::Statement<'_>, args: &[Value]) -> Result<()> {
    for number in 1..=statement.parameter_count() {
        let value = args.get(number - 1).ok_or_else(|| Fault::Other(format!("argument {number} is missing")))?;
        statement.raw_bind_parameter(number, value)?;
    }
    Ok(())
}

fn prepare(
    client: &mut postgres::Client,
    prepared: &mut HashMap<String, postgres::Statement>,
    sql: &str,
) -> Result<postgres::Statement> {
    if let Some(statement) = prepared.get(sql) {
        return Ok(statement.clone());
    }
    let statement = client.prepare(sql)?;
    if prepared.len() >= PREPARED {
        prepared.clear();
    }
    prepared.insert(sql.to_owned(), statement.clone());
    Ok(statement)
}

fn value(v: ValueRef<'_>) -> Value {
    match v {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(i) => Value::Int(i),
        ValueRef::Real(f) => Value::Real(f),
        ValueRef::Text(t) => Value::Text(String::from_utf8_lossy(t).into_owned()),
        ValueRef::Blob(b) => Value::Blob(b.to_vec()),
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Bool(b) => ValueRef::Integer((*b).into()),
            Value::Int(i) => ValueRef::Integer(*i),
            Value::Real(f) => ValueRef::Real(*f),
            Value::Text(t) => ValueRef::Text(t.as_bytes()),
            Value::Blob(b) => ValueRef::Blob(b),
        }))
    }
}

type Wrong = Box<dyn std::error::Error + std::marker::Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut bytes::BytesMut) -> std::result::Result<IsNull, Wrong> {
        match (self, kind) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(i), &Type::INT8) => i.to_sql(kind, out),
            (Value::Int(i), &Type::INT4) => i32::try_from(*i)?.to_sql(kind, out),
            (Value::Int(i), &Type::INT2) => i16::try_from(*i)?.to_sql(kind, out),
            (Value::Int(i), &Type::BOOL) => (*i != 0).to_sql(kind, out),
            (Value::Int(i), &Type::FLOAT8) => (*i as f64).to_sql(kind, out),
            (Value::Real(f), &Type::FLOAT8) => f.to_sql(kind, out),
            (Value::Bool(b), &Type::BOOL) => b.to_sql(kind, out),
            (Value::Text(t), _) => t.to_sql(kind, out),
            (Value::Blob(b), _) => b.to_sql(kind, out),
            (value, kind) => Err(format!("{value:?} does not fit the PostgreSQL type {kind}").into()),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> std::result::Result<Self, Wrong> {
        Ok(match *kind {
            Type::BOOL => Value::Bool(bool::from_sql(kind, raw)?),
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Value::Int(i16::from_sql(kind, raw)?.into()),
            Type::FLOAT8 => Value::Real(f64::from_sql(kind, raw)?),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR | Type::UNKNOWN => {
                Value::Text(String::from_sql(kind, raw)?)
            }
            Type::BYTEA => Value::Blob(raw.to_vec()),
            _ => return Err(format!("the PostgreSQL type {kind} is not portable: cast it").into()),
        })
    }
    fn from_sql_null(_: &Type) -> std::result::Result<Self, Wrong> {
        Ok(Value::Null)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}
