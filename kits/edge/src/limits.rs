//! Rate limits in memory, per address prefix or account: an approximation that costs nothing.
//! Counts that must survive a restart (codes, sign-in) live in the database of their capability.

use crate::{App, Failure, Seen};
use kernel::Moment;
use parking_lot::Mutex;
use std::collections::HashMap;

#[derive(Default)]
pub struct Limits {
    windows: Mutex<HashMap<(&'static str, String), (Moment, u32)>>,
}

/// A receipt code shown by header or cookie that opens nothing: so many an hour from one address, then none is looked
/// at. Typed codes have their own, stricter count in the database.
const MOST_VAIN_CODES: u32 = 60;
const VAIN: &str = "vain-code";

impl Limits {
    pub(crate) fn may_show_code(&self, address: &str, now: Moment) -> bool {
        let windows = self.windows.lock();
        let vain = windows.get(&(VAIN, address.to_owned())).filter(|(start, _)| now.since(*start) < Moment::HOUR);
        vain.is_none_or(|(_, n)| *n < MOST_VAIN_CODES)
    }
    pub(crate) fn code_in_vain(&self, address: &str, now: Moment) {
        let mut windows = self.windows.lock();
        let window = windows.entry((VAIN, address.to_owned())).or_insert((now, 0));
        if now.since(window.0) >= Moment::HOUR {
            *window = (now, 0);
        }
        window.1 += 1;
    }
}

/// Lets `most` requests of a kind pass per window of `seconds` for one address.
pub fn allow(app: &App, seen: &Seen, kind: &'static str, most: u32, seconds: i64) -> Result<(), Failure> {
    allow_for(app, &seen.address, seen.now, kind, most, seconds)
}

/// Gives back what `allow` took, for kinds that count failures only.
pub fn give_back(app: &App, seen: &Seen, kind: &'static str) {
    if let Some(window) = app.limits.windows.lock().get_mut(&(kind, seen.address.clone())) {
        window.1 = window.1.saturating_sub(1);
    }
}

/// The same for whoever is named: a key instead of an address.
pub fn allow_for(app: &App, who: &str, now: Moment, kind: &'static str, most: u32, seconds: i64) -> Result<(), Failure> {
    let mut windows = app.limits.windows.lock();
    if windows.len() > 100_000 {
        windows.retain(|_, (start, _)| now.since(*start) < Moment::HOUR);
    }
    let window = windows.entry((kind, who.to_owned())).or_insert((now, 0));
    let age = now.since(window.0);
    if age >= seconds * 1_000_000 || age < 0 {
        *window = (now, 0);
    }
    if window.1 >= most {
        let left = seconds - now.since(window.0) / 1_000_000;
        return Err(Failure::TooMany { after_s: left.max(1).unsigned_abs() });
    }
    window.1 += 1;
    Ok(())
}
