//! Sealing personal data, and the only door to what is sealed.
//!
//! Stored form: version 1 byte, algorithm 1, key id 4, nonce 12, ciphertext, tag 16. The place of a value, its
//! `table.column` and row, is bound into it: moved to another place it does not open. One key per purpose, each
//! wrapped by the key of the key file, which is never in the database nor in a backup.

use crate::conn::Conn;
use crate::{Fault, Reader, Result, Tx, args};
use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use hmac::{Hmac, Mac};
use kernel::{Audience, Event, Moment, Purpose, Sealed, Subject};
use serde::Serialize;
use sha2::Sha256;
use std::collections::HashMap;
use std::io::Write as _;
use std::path::PathBuf;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Where the key that wraps the others lies: 64 hex digits, readable by its owner alone.
#[derive(Clone, Debug)]
pub struct KeyFile(pub PathBuf);

/// The keys in force.
pub struct Vault {
    writing: HashMap<Purpose, u32>,
    keys: HashMap<u32, Zeroizing<[u8; 32]>>,
}

const VERSION: u8 = 1;
const AES_256_GCM: u8 = 1;
const HEAD: usize = 6;
const NONCE: usize = 12;
/// The keys of an installation stand under this name: they come before any street.
const HOUSE: Uuid = Uuid::nil();

impl KeyFile {
    /// Reads the key, or makes one at the first start.
    fn key(&self) -> Result<Zeroizing<[u8; 32]>> {
        if !self.0.exists() {
            let fresh = Zeroizing::new(rand::random::<[u8; 32]>());
            if let Some(folder) = self.0.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let mut open = std::fs::OpenOptions::new();
            open.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
            let mut file = open.open(&self.0)?;
            file.write_all(hex::encode(*fresh).as_bytes())?;
            file.sync_all()?;
        }
        let text = Zeroizing::new(std::fs::read_to_string(&self.0)?);
        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text.trim(), &mut *key)
            .map_err(|_| Fault::Other(format!("{} does not hold 64 hex digits", self.0.display())))?;
        Ok(key)
    }
}

impl Vault {
    pub(crate) fn open(conn: &mut Conn, file: &KeyFile) -> Result<Self> {
        let kek = file.key()?;
        let mut vault = Self { writing: HashMap::new(), keys: HashMap::new() };
        let rows: Vec<(i64, String, Vec<u8>, Option<i64>)> = conn.query(
            "select id, purpose, wrapped, retired_at from data_keys where street_id = $1 order by id",
            args![HOUSE],
        )?;
        for (id, purpose, wrapped, retired) in rows {
            let id = u32::try_from(id).map_err(Fault::other)?;
            let plain = Zeroizing::new(decrypt(&kek, &wrapped, wrap_place(id, &purpose).as_bytes()).ok_or_else(|| {
                Fault::Other(format!("data key {id} does not open with {}: is it the right key file?", file.0.display()))
            })?);
            let key = plain.as_slice().try_into().map_err(Fault::other)?;
            vault.keys.insert(id, Zeroizing::new(key));
            let purpose = Purpose::ALL.into_iter().find(|p| p.code() == purpose);
            if let (Some(purpose), None) = (purpose, retired) {
                vault.writing.insert(purpose, id);
            }
        }
        for purpose in Purpose::ALL {
            if vault.writing.contains_key(&purpose) {
                continue;
            }
            let id = vault.keys.keys().max().map_or(1, |n| n + 1);
            let key = Zeroizing::new(rand::random::<[u8; 32]>());
            let wrapped = encrypt(&kek, 0, &*key, wrap_place(id, purpose.code()).as_bytes())?;
            conn.exec(
                "insert into data_keys (street_id, id, purpose, wrapped, made_at) values ($1, $2, $3, $4, $5)",
                args![HOUSE, id, purpose.code(), wrapped, Moment::now()],
            )?;
            vault.keys.insert(id, key);
            vault.writing.insert(purpose, id);
        }
        Ok(vault)
    }

    fn writing(&self, purpose: Purpose) -> Result<(u32, &[u8; 32])> {
        let id = self.writing.get(&purpose).ok_or_else(|| Fault::Other(format!("no key for {}", purpose.code())))?;
        let key = self.keys.get(id).ok_or_else(|| Fault::Other(format!("key {id} is missing")))?;
        Ok((*id, key))
    }

    fn seal(&self, purpose: Purpose, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let (id, key) = self.writing(purpose)?;
        encrypt(key, id, plain, place.as_bytes())
    }

    fn unseal(&self, stored: &[u8], place: &str) -> Result<Zeroizing<Vec<u8>>> {
        let id = stored.get(2..HEAD).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes);
        let key = id.and_then(|id| self.keys.get(&id));
        let plain = key.and_then(|key| decrypt(key, stored, place.as_bytes()));
        plain.map(Zeroizing::new).ok_or_else(|| Fault::Other(format!("a sealed value does not open at {place}")))
    }
}

fn wrap_place(id: u32, purpose: &str) -> String {
    format!("data_keys/{id}/{purpose}")
}

fn place(street: kernel::StreetId, column: &str, row: Uuid) -> String {
    format!("{street}/{column}/{row}")
}

fn piece(n: usize) -> String {
    format!("arriving.{n}")
}

fn encrypt(key: &[u8; 32], id: u32, plain: &[u8], aad: &[u8]) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE] = rand::random();
    let cipher = Aes256Gcm::new(key.into());
    let body = cipher
        .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad })
        .map_err(|_| Fault::Other("sealing failed".into()))?;
    let mut stored = vec![VERSION, AES_256_GCM];
    stored.extend(id.to_be_bytes());
    stored.extend(nonce);
    stored.extend(body);
    Ok(stored)
}

fn decrypt(key: &[u8; 32], stored: &[u8], aad: &[u8]) -> Option<Vec<u8>> {
    if stored.get(..2) != Some(&[VERSION, AES_256_GCM]) {
        return None;
    }
    let nonce: [u8; NONCE] = stored.get(HEAD..HEAD + NONCE)?.try_into().ok()?;
    let body = stored.get(HEAD + NONCE..)?;
    Aes256Gcm::new(key.into()).decrypt(&Nonce::from(nonce), Payload { msg: body, aad }).ok()
}

/// Somebody opened a sealed value: part of the read log.
#[derive(Serialize)]
struct SealedOpened<'a> {
    column: &'a str,
    row: Uuid,
    purpose: &'static str,
    reason: &'a str,
}
impl Event for SealedOpened<'_> {
    const NAME: &'static str = "core.sealed_opened";
    fn subject(&self) -> Subject {
        Subject { kind: "sealed", id: self.row }
    }
    fn audience(&self) -> Audience {
        Audience::Audit
    }
}

const VOTE: &str = "ballot_box.content";

impl Tx<'_> {
    /// Seals text for its place: `column` as `table.column`, and the row's id.
    pub fn seal(&self, purpose: Purpose, column: &str, row: Uuid, plain: &str) -> Result<Sealed> {
        let place = place(self.street(), column, row);
        Ok(Sealed::from_stored(self.vault.seal(purpose, &place, plain.as_bytes())?))
    }

    /// Opens a sealed text; who, what and why are an event in the same transaction.
    pub fn open_sealed(
        &mut self,
        sealed: &Sealed,
        purpose: Purpose,
        column: &str,
        row: Uuid,
        reason: &str,
    ) -> Result<String> {
        let plain = self.vault.unseal(sealed.stored(), &place(self.street(), column, row))?;
        self.record(&SealedOpened { column, row, purpose: purpose.code(), reason })?;
        String::from_utf8(plain.to_vec()).map_err(Fault::other)
    }

    /// Opens a sealed file; who, what and why are an event in the same transaction.
    pub fn open_bytes(&mut self, stored: &[u8], column: &str, row: Uuid, reason: &str) -> Result<Vec<u8>> {
        let plain = self.vault.unseal(stored, &place(self.street(), column, row))?;
        self.record(&SealedOpened { column, row, purpose: Purpose::Files.code(), reason })?;
        Ok(plain.to_vec())
    }
}

impl Reader<'_> {
    /// Seals a file's bytes, to be stored outside the database before its row is written.
    pub fn seal_bytes(&self, street: kernel::StreetId, column: &str, row: Uuid, plain: &[u8]) -> Result<Vec<u8>> {
        self.vault.seal(Purpose::Files, &place(street, column, row), plain)
    }

    /// Seals a piece of a file that is still on its way in.
    pub fn seal_piece(&self, street: kernel::StreetId, file: Uuid, n: usize, plain: &[u8]) -> Result<Vec<u8>> {
        self.vault.seal(Purpose::Files, &place(street, &piece(n), file), plain)
    }

    /// Opens a piece to put its file together again. The house does that, nobody reads it, so no event tells of it; and
    /// nothing but pieces opens here.
    pub fn open_piece(&self, street: kernel::StreetId, file: Uuid, n: usize, stored: &[u8]) -> Result<Vec<u8>> {
        Ok(self.vault.unseal(stored, &place(street, &piece(n), file))?.to_vec())
    }

    /// Seals a vote on its way into the box of its ballot. Votes padded to one length are sealed to one length.
    pub fn seal_vote(&self, street: kernel::StreetId, ballot: Uuid, plain: &[u8]) -> Result<Vec<u8>> {
        self.vault.seal(Purpose::Files, &place(street, VOTE, ballot), plain)
    }

    /// Opens the votes of a box when it is emptied. The house does that, nobody reads one, so no event tells of it; and
    /// nothing but votes opens here.
    pub fn open_vote(&self, street: kernel::StreetId, ballot: Uuid, stored: &[u8]) -> Result<Vec<u8>> {
        Ok(self.vault.unseal(stored, &place(street, VOTE, ballot))?.to_vec())
    }

    /// A blind index: sixteen bytes by which a sealed value can be found again, and nothing else.
    pub fn blind(&self, purpose: Purpose, column: &str, canonical: &str) -> Result<Vec<u8>> {
        let (_, key) = self.vault.writing(purpose)?;
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).map_err(Fault::other)?;
        mac.update(b"blind/");
        mac.update(column.as_bytes());
        mac.update(b"/");
        mac.update(canonical.as_bytes());
        Ok(mac.finalize().into_bytes()[..16].to_vec())
    }
}
