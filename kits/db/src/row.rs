//! A row is read in select order into a struct.

use crate::{Fault, FromValue, Result, Value};

pub struct Row {
    values: std::vec::IntoIter<Value>,
    column: usize,
}

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Self {
        Self { values: values.into_iter(), column: 0 }
    }
    /// The next column, in select order.
    #[allow(clippy::should_implement_trait, reason = "each column has its own type, so this is no iterator")]
    pub fn next<T: FromValue>(&mut self) -> Result<T> {
        self.column += 1;
        let column = self.column;
        let value = self.values.next().ok_or_else(|| Fault::Other(format!("column {column} is missing")))?;
        T::from_value(value)
            .map_err(|v| Fault::Other(format!("column {column} is not a {}: {v:?}", std::any::type_name::<T>())))
    }
    /// The next column, if there is one: for rows as wide as what was asked for.
    pub fn more<T: FromValue>(&mut self) -> Result<Option<T>> {
        if self.values.len() == 0 { Ok(None) } else { self.next().map(Some) }
    }
}

pub trait FromRow: Sized {
    fn from_row(row: &mut Row) -> Result<Self>;
}

impl<T: FromValue> FromRow for T {
    fn from_row(row: &mut Row) -> Result<Self> {
        row.next()
    }
}

macro_rules! tuples {
    ($(($($t:ident),+))*) => { $(
        impl<$($t: FromValue),+> FromRow for ($($t,)+) {
            fn from_row(row: &mut Row) -> Result<Self> {
                Ok(($(row.next::<$t>()?,)+))
            }
        }
    )* };
}
tuples! { (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) (A, B, C, D, E, F, G) (A, B, C, D, E, F, G, H) }

/// A stored code read back as its type; an unknown one is a fault, never a default.
pub fn code<T>(row: &mut Row, read: impl Fn(&str) -> Option<T>) -> Result<T> {
    code_opt(row, read)?.ok_or_else(|| Fault::Other(format!("column {} holds no code", row.column)))
}

/// The same of a column that may hold none.
pub fn code_opt<T>(row: &mut Row, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    let text: Option<String> = row.next()?;
    text.map(|text| read(&text).ok_or_else(|| Fault::Other(format!("`{text}` is not a code of this column")))).transpose()
}

/// Reads a struct in the order its fields are named: `db::row!(CaseLine { id, state, title });`.
#[macro_export]
macro_rules! row {
    ($t:ident { $($field:ident),* $(,)? }) => {
        impl $crate::FromRow for $t {
            fn from_row(row: &mut $crate::Row) -> $crate::Result<Self> {
                Ok(Self { $($field: row.next()?),* })
            }
        }
    };
}
