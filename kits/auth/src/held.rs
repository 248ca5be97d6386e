//! You receive a thing only through the check that lets you touch it.

use crate::{Facts, May, Viewer, decide};
use kernel::Moment;
use std::{marker::PhantomData, ops::Deref};

/// A verb that can be done to a `T`. Its rules are the rows of `RULES` that carry its name.
pub trait Act<T> {
    const NAME: &'static str;
    const RULES: &'static [May];
    /// The name under which the thing is seen at all; not seen is 404.
    const SEE: &'static str;
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// No such thing for you: 404.
    Hidden,
    /// You may know, but not do: 403.
    Forbidden,
}

/// A `T` together with the proof that its viewer may do `A` to it.
///
/// ```compile_fail
/// let forged = auth::Held::<u8, ()> { thing: 1, act: std::marker::PhantomData };
/// ```
pub struct Held<T, A> {
    thing: T,
    act: PhantomData<A>,
}

impl<T: Facts, A: Act<T>> Held<T, A> {
    pub fn take(viewer: &Viewer, thing: T, now: Moment) -> Result<Self, Denied> {
        if !decide(A::RULES, A::SEE, viewer, &thing, now) {
            return Err(Denied::Hidden);
        }
        if A::NAME != A::SEE && !decide(A::RULES, A::NAME, viewer, &thing, now) {
            return Err(Denied::Forbidden);
        }
        Ok(Self { thing, act: PhantomData })
    }
}

impl<T, A> Held<T, A> {
    pub fn into_inner(self) -> T {
        self.thing
    }
}

impl<T, A> Deref for Held<T, A> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.thing
    }
}
