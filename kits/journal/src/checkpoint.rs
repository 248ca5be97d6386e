//! Checkpoints: the root over all seals, signed, in signed-note form, to be kept outside the machine.

use crate::Tree;
use base64::{engine::general_purpose::STANDARD, Engine as _};
use db::{args, Fault, Reader, Result, Tx};
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use kernel::{Moment, StreetId};
use sha2::{Digest, Sha256};
use std::io::Write as _;
use std::path::Path;

/// Who signs; the name stands in every note.
pub struct Signer {
    name: String,
    key: SigningKey,
}

impl Signer {
    /// Reads the key (64 hex digits), or makes one, readable by its owner alone.
    pub fn open(path: &Path, name: &str) -> Result<Self> {
        if !path.exists() {
            let mut open = std::fs::OpenOptions::new();
            open.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
            let mut file = open.open(path)?;
            file.write_all(hex::encode(rand::random::<[u8; 32]>()).as_bytes())?;
            file.sync_all()?;
        }
        let mut seed = [0; 32];
        hex::decode_to_slice(std::fs::read_to_string(path)?.trim(), &mut seed)
            .map_err(|_| Fault::Other(format!("{} does not hold 64 hex digits", path.display())))?;
        Ok(Self { name: name.into(), key: SigningKey::from_bytes(&seed) })
    }

    /// What others need to check a note: 64 hex digits.
    pub fn public(&self) -> String {
        hex::encode(self.key.verifying_key().as_bytes())
    }

    fn sign(&self, text: &str) -> String {
        let mut signed = key_id(&self.name, &self.key.verifying_key()).to_vec();
        signed.extend(self.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n— {} {}\n", self.name, STANDARD.encode(signed))
    }
}

/// The first four bytes of the hash of name and key, as signed notes have it (algorithm 1, Ed25519).
fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let hash = Sha256::new().chain_update(name).chain_update(b"\n\x01").chain_update(key.as_bytes()).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

/// The state of a street's journal at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub street: StreetId,
    pub size: i64,
    pub root: [u8; 32],
    pub at: Moment,
}

impl Checkpoint {
    fn text(&self) -> String {
        let root = STANDARD.encode(self.root);
        format!("linqiao/journal/{}\n{}\n{root}\n{}\n", self.street, self.size, self.at.0)
    }

    /// Reads a note and checks its signature against `public` (64 hex digits). `None`: not ours, or changed.
    pub fn read(note: &str, public: &str) -> Option<Self> {
        let mut key = [0; 32];
        hex::decode_to_slice(public.trim(), &mut key).ok()?;
        let key = VerifyingKey::from_bytes(&key).ok()?;
        let (text, signature) = note.split_once("\n\n— ")?;
        let text = format!("{text}\n");
        let (name, signed) = signature.trim_end().rsplit_once(' ')?;
        let signed = STANDARD.decode(signed).ok()?;
        let (id, signature) = signed.split_at_checked(4)?;
        if id != key_id(name, &key) {
            return None;
        }
        key.verify(text.as_bytes(), &Signature::from_slice(signature).ok()?).ok()?;
        let mut lines = text.lines();
        Some(Self {
            street: lines.next()?.strip_prefix("linqiao/journal/")?.parse().ok()?,
            size: lines.next()?.parse().ok()?,
            root: STANDARD.decode(lines.next()?).ok()?.try_into().ok()?,
            at: Moment(lines.next()?.parse().ok()?),
        })
    }
}

const KEPT: &str = "journal.tree";
/// Leaves read in one go.
const CHUNK: i64 = 10_000;

/// Signs the journal as sealed so far. `None` where nothing is new.
pub fn checkpoint(tx: &mut Tx<'_>, signer: &Signer) -> Result<Option<Checkpoint>> {
    let (street, now) = (tx.street(), tx.now());
    let kept: Option<String> =
        tx.opt("select value from settings where street_id = $1 and key = $2", args![street, KEPT])?;
    let mut tree = kept.and_then(|t| Tree::from_stored(&t)).unwrap_or_default();
    let before = tree.size();
    loop {
        let from = i64::try_from(tree.size()).map_err(Fault::other)?;
        let hashes: Vec<Vec<u8>> = tx.all(
            "select hash from seals where street_id = $1 and seq > $2 order by seq limit $3",
            args![street, from, CHUNK],
        )?;
        if hashes.is_empty() {
            break;
        }
        hashes.iter().for_each(|hash| tree.push(hash));
    }
    if tree.size() == before {
        return Ok(None);
    }
    let size = i64::try_from(tree.size()).map_err(Fault::other)?;
    let made = Checkpoint { street, size, root: tree.root(), at: now };
    tx.exec(
        "insert into checkpoints (street_id, size, root, at, note) values ($1, $2, $3, $4, $5)",
        args![street, size, made.root.to_vec(), now, signer.sign(&made.text())],
    )?;
    tx.exec(
        "insert into settings (street_id, key, value) values ($1, $2, $3)
         on conflict (street_id, key) do update set value = excluded.value",
        args![street, KEPT, tree.stored()],
    )?;
    Ok(Some(made))
}

/// A checkpoint is signed this often where something was sealed, and sooner after so many seals.
const EVERY: i64 = 10 * Moment::MINUTE;
const SEALS: i64 = 1_000;

/// Whether it is time for the next checkpoint.
pub fn due(reader: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
    let sealed: Option<i64> =
        reader.opt("select seq from seals where street_id = $1 order by seq desc limit 1", args![street])?;
    let last: Option<(i64, Moment)> =
        reader.opt("select size, at from checkpoints where street_id = $1 order by size desc limit 1", args![street])?;
    let (size, at) = last.unwrap_or((0, Moment(0)));
    let fresh = sealed.unwrap_or(0) - size;
    Ok(fresh >= SEALS || (fresh > 0 && at.plus(EVERY) <= now))
}

/// The first kept checkpoint whose note does not say, under the signature of `public`, what stands beside it.
pub fn first_forged(reader: &mut Reader<'_>, street: StreetId, public: &str) -> Result<Option<i64>> {
    let kept: Vec<(i64, Vec<u8>, String)> =
        reader.all("select size, root, note from checkpoints where street_id = $1 order by size", args![street])?;
    let honest = |size: i64, root: &[u8], note: &str| {
        Checkpoint::read(note, public).is_some_and(|c| c.street == street && c.size == size && c.root[..] == *root)
    };
    Ok(kept.iter().find(|(size, root, note)| !honest(*size, root, note)).map(|(size, ..)| *size))
}

/// The newest note, as published.
pub fn latest(reader: &mut Reader<'_>, street: StreetId) -> Result<Option<String>> {
    reader.opt("select note from checkpoints where street_id = $1 order by size desc limit 1", args![street])
}
