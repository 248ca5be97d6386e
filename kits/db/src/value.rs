//! One value type for both engines: ids are sixteen bytes, moments microseconds, days yyyymmdd.

use kernel::{AccountId, Day, EventId, Fen, Moment, PersonId, PlaceId, PostId, Sealed, StreetId, UnitId};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

/// Reads one column. `Err` gives the value back, for the message.
pub trait FromValue: Sized {
    fn from_value(value: Value) -> Result<Self, Value>;
}

/// The arguments of a statement: `args![street, id]`.
#[macro_export]
macro_rules! args {
    ($($e:expr),* $(,)?) => { &[$($crate::Value::from($e)),*] };
}

macro_rules! into_value {
    ($($t:ty: $v:ident => $e:expr),* $(,)?) => { $(
        impl From<$t> for Value {
            fn from($v: $t) -> Self { $e }
        }
    )* };
}
into_value! {
    bool: v => Value::Bool(v),
    i32: v => Value::Int(v.into()),
    u32: v => Value::Int(v.into()),
    i64: v => Value::Int(v),
    f64: v => Value::Real(v),
    &str: v => Value::Text(v.into()),
    String: v => Value::Text(v),
    &String: v => Value::Text(v.clone()),
    Vec<u8>: v => Value::Blob(v),
    &[u8]: v => Value::Blob(v.to_vec()),
    Uuid: v => Value::Blob(v.as_bytes().to_vec()),
    Moment: v => Value::Int(v.0),
    Day: v => Value::Int(v.0.into()),
    Fen: v => Value::Int(v.0),
}
impl<T> From<Sealed<T>> for Value {
    fn from(v: Sealed<T>) -> Self {
        Self::Blob(v.stored().to_vec())
    }
}
impl<T> From<&Sealed<T>> for Value {
    fn from(v: &Sealed<T>) -> Self {
        Self::Blob(v.stored().to_vec())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Null, Into::into)
    }
}

macro_rules! from_value {
    ($($t:ty: $($p:pat => $e:expr),+;)*) => { $(
        impl FromValue for $t {
            fn from_value(value: Value) -> Result<Self, Value> {
                match value { $($p => Ok($e),)+ other => Err(other) }
            }
        }
    )* };
}
from_value! {
    i64: Value::Int(i) => i;
    bool: Value::Bool(b) => b, Value::Int(i) => i != 0;
    f64: Value::Real(f) => f, Value::Int(i) => i as f64;
    String: Value::Text(s) => s;
    Vec<u8>: Value::Blob(b) => b;
    Moment: Value::Int(i) => Moment(i);
    Fen: Value::Int(i) => Fen(i);
}
impl FromValue for i32 {
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Int(i) => Self::try_from(i).map_err(|_| Value::Int(i)),
            other => Err(other),
        }
    }
}
impl FromValue for Day {
    fn from_value(value: Value) -> Result<Self, Value> {
        i32::from_value(value).map(Day)
    }
}
impl FromValue for Uuid {
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Blob(b) => Uuid::from_slice(&b).map_err(|_| Value::Blob(b)),
            other => Err(other),
        }
    }
}
impl<T> FromValue for Sealed<T> {
    fn from_value(value: Value) -> Result<Self, Value> {
        Vec::<u8>::from_value(value).map(Sealed::from_stored)
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

/// Lets ids of a crate be stored and read: `db::stored_id!(CaseId, VoiceId);`.
#[macro_export]
macro_rules! stored_id {
    ($($t:ty),* $(,)?) => { $(
        impl From<$t> for $crate::Value {
            fn from(id: $t) -> Self { $crate::Value::Blob(id.bytes()) }
        }
        impl $crate::FromValue for $t {
            fn from_value(value: $crate::Value) -> std::result::Result<Self, $crate::Value> {
                <kernel::uuid::Uuid as $crate::FromValue>::from_value(value).map(Self)
            }
        }
    )* };
}
stored_id!(StreetId, PlaceId, AccountId, PersonId, PostId, UnitId, EventId);
