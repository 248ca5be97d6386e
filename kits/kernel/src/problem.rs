//! What a person can mend, and the answer an action gives.

use serde::Serialize;

/// A reason the person can act on; shown beside `field`, in their language, from `code` and `args`.
/// The text for `code` is the Fluent key `problem-<code>` of the capability that made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    pub code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(&'static str, String)>,
    /// The sentence in the reader's language; filled at the edge.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
}

impl Problem {
    pub fn new(code: &'static str) -> Self {
        Self { field: None, code, args: vec![], message: String::new() }
    }
    pub fn at(field: &'static str, code: &'static str) -> Self {
        Self { field: Some(field), ..Self::new(code) }
    }
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// An action gives back the thing as it now stands, done or refused.
#[derive(Debug)]
pub enum Outcome<T> {
    Done(T),
    Refused(T, Vec<Problem>),
}

impl<T> Outcome<T> {
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Self::Done(t) => Outcome::Done(f(t)),
            Self::Refused(t, p) => Outcome::Refused(f(t), p),
        }
    }
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }
    pub fn into_inner(self) -> T {
        match self {
            Self::Done(t) | Self::Refused(t, _) => t,
        }
    }
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Done(_) => &[],
            Self::Refused(_, p) => p,
        }
    }
}
