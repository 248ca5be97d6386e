//! Personal data at rest. A `Sealed` value cannot be shown, logged or serialised; only `db` opens one,
//! with a purpose, and that leaves an event.

use std::marker::PhantomData;
use zeroize::Zeroize;

/// Ciphertext of a `T`, as stored: version, algorithm, key id, nonce, ciphertext, tag.
pub struct Sealed<T = String> {
    bytes: Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl<T> Sealed<T> {
    /// Wraps bytes read from the database. Nothing is opened.
    pub fn from_stored(bytes: Vec<u8>) -> Self {
        Self { bytes, of: PhantomData }
    }
    /// The ciphertext, for storing.
    pub fn stored(&self) -> &[u8] {
        &self.bytes
    }
}
impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self::from_stored(self.bytes.clone())
    }
}
impl<T> Drop for Sealed<T> {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}
impl<T> std::fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealed")
    }
}
impl<T> PartialEq for Sealed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

/// Why a sealed value is opened; part of the read log. Each has a key of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    Identity,
    Contact,
    Appeals,
    Files,
}

impl Purpose {
    pub const ALL: [Purpose; 4] = [Self::Identity, Self::Contact, Self::Appeals, Self::Files];
    pub fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Contact => "contact",
            Self::Appeals => "appeals",
            Self::Files => "files",
        }
    }
}
