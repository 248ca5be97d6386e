//! The chain: each seal holds the hash of the one before and of its event, written out in one canonical form.

use db::EventRow;
use kernel::StreetId;
use sha2::{Digest, Sha256};

/// What the first seal holds as the hash before it.
pub const START: [u8; 32] = [0; 32];
const DOMAIN: &[u8] = b"linqiao/journal/1";

/// An event as bytes: each field in column order as length (4 bytes, big-endian) and content; a missing one has the
/// length `ffffffff`. Ids are their sixteen bytes, the moment eight bytes of microseconds, texts UTF-8.
pub fn canonical(street: StreetId, e: &EventRow) -> Vec<u8> {
    let mut out = Vec::with_capacity(256 + e.body.len());
    let mut field = |bytes: Option<&[u8]>| match bytes {
        Some(bytes) => {
            out.extend((bytes.len() as u32).to_be_bytes());
            out.extend(bytes);
        }
        None => out.extend(u32::MAX.to_be_bytes()),
    };
    field(Some(street.uuid().as_bytes()));
    field(Some(e.id.uuid().as_bytes()));
    field(Some(&e.at.0.to_be_bytes()));
    field(Some(e.name.as_bytes()));
    field(Some(e.subject_kind.as_bytes()));
    field(Some(e.subject_id.as_bytes()));
    field(Some(e.actor_kind.as_bytes()));
    field(e.actor_id.as_ref().map(|id| &id.as_bytes()[..]));
    field(e.post_id.as_ref().map(|id| &id.as_bytes()[..]));
    field(e.on_behalf_of.as_ref().map(|id| &id.as_bytes()[..]));
    field(e.reason.as_deref().map(str::as_bytes));
    field(Some(e.audience.as_bytes()));
    field(Some(e.body.as_bytes()));
    field(e.request_id.as_ref().map(|id| &id.as_bytes()[..]));
    out
}

/// The hash of seal `seq`: SHA-256 of the domain, the hash before, the number and the length-prefixed event.
pub fn link(prev: &[u8], seq: i64, canonical: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(DOMAIN);
    hash.update(prev);
    hash.update(seq.to_be_bytes());
    hash.update((canonical.len() as u64).to_be_bytes());
    hash.update(canonical);
    hash.finalize().into()
}
