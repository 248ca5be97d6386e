//! Tokens, codes and password hashes: made and compared here, never on a database thread.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// 32 random bytes as text for a cookie or an address.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// What is stored of a token.
pub fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Six digits.
pub fn code() -> String {
    format!("{:06}", rand::random_range(0..1_000_000_u32))
}

/// What is stored of a code: bound to its phone and to the key of this installation.
pub fn code_digest(secret: &[u8; 32], phone: &str, code: &str) -> Vec<u8> {
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(secret) else { return vec![] };
    mac.update(b"sms-code/");
    mac.update(phone.as_bytes());
    mac.update(b"/");
    mac.update(code.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// argon2id with 19,456 KiB, two passes, one lane; about 50 ms of one core.
pub fn hash_password(password: &str) -> Result<String, String> {
    hasher()?.hash_password(password.as_bytes()).map(|h| h.to_string()).map_err(|e| e.to_string())
}

/// Whether the password fits. No hash at all takes as long and says no.
pub fn fits(password: &str, hash: Option<&str>) -> bool {
    let Some(hash) = hash else {
        let _ = hash_password(password);
        return false;
    };
    PasswordHash::new(hash)
        .is_ok_and(|hash| hasher().is_ok_and(|h| h.verify_password(password.as_bytes(), &hash).is_ok()))
}

fn hasher() -> Result<Argon2<'static>, String> {
    let params = Params::new(19_456, 2, 1, None).map_err(|e| e.to_string())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}
