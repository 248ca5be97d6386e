//! The order that a seed gives people.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// `HMAC-SHA256(key, pool_no in decimal digits)`; people stand by ascending value. As anybody gets it:
/// `printf 17 | openssl dgst -sha256 -hmac "$SEED"`.
pub fn rank(key: &[u8], pool_no: u64) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(pool_no.to_string().as_bytes());
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    /// RFC 4231 has no short decimal message; this value is openssl's.
    #[test]
    fn it_is_the_hmac_that_openssl_prints() {
        assert_eq!(
            hex::encode(super::rank(b"2026-11-28 03 08 17", 17)),
            "506d4bdb55c2280bb20d18aa770eb241c80183b74e6063daf8b10906b299658c"
        );
    }
}
