//! Who may hold what, how long a sign-in lasts, what counts as a password. Pure.

mod helping;
mod who_may;

pub use helping::*;
pub use who_may::WHO_MAY;

use auth::{Level, Role};
use kernel::{Moment, PersonId, Problem};

/// A resident's session ends after so long without use, and after so long at all.
pub const RESIDENT: Lasting = Lasting { idle: 30 * Moment::DAY, absolute: 180 * Moment::DAY, parallel: 10 };
pub const STAFF: Lasting = Lasting { idle: 30 * Moment::MINUTE, absolute: 12 * Moment::HOUR, parallel: 3 };
/// A post and a token end within a year and are given anew.
pub const LONGEST_GRANT: i64 = 366 * Moment::DAY;
pub const CODE_LASTS: i64 = 5 * Moment::MINUTE;
pub const CODE_TRIES: i64 = 5;
pub const SETUP_LASTS: i64 = 30 * Moment::MINUTE;

/// How long a sign-in session lasts, in microseconds, and how many one account has at once.
#[derive(Clone, Copy, Debug)]
pub struct Lasting {
    pub idle: i64,
    pub absolute: i64,
    pub parallel: usize,
}

/// Five failures lock for 15 minutes, each further one doubles it, up to a day.
pub fn locked_until(failures: i64, now: Moment) -> Option<Moment> {
    let over = failures - 5;
    (over >= 0).then(|| now.plus(((15 * Moment::MINUTE) << over.min(7)).min(Moment::DAY)))
}

/// Whether one more code may go to a phone, given when the earlier ones went: 1 a minute, 5 an hour, 10 a day.
pub fn may_send(earlier: &[Moment], now: Moment) -> bool {
    let within = |span: i64| earlier.iter().filter(|t| now.since(**t) < span).count();
    within(Moment::MINUTE) < 1 && within(Moment::HOUR) < 5 && within(Moment::DAY) < 10
}

/// Eleven digits of a mobile number; blanks, hyphens and +86 are taken off.
pub fn phone(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let digits = digits.strip_prefix("+86").unwrap_or(&digits);
    let right = digits.len() == 11 && digits.starts_with('1') && digits.bytes().all(|b| b.is_ascii_digit());
    right.then(|| digits.to_owned())
}

/// 12 to 128 characters and not made of the sign-in name. Nothing is trimmed, no composition is asked for.
pub fn password(field: &'static str, login: &str, text: &str) -> Result<(), Problem> {
    let length = text.chars().count();
    if !(12..=128).contains(&length) {
        return Err(Problem::at(field, "password_length"));
    }
    let built_from_login = login.len() >= 3 && text.to_lowercase().contains(&login.to_lowercase());
    if built_from_login { Err(Problem::at(field, "password_from_login")) } else { Ok(()) }
}

/// `王**`: the family name and as many stars as fit.
pub fn masked_name(name: &str) -> String {
    let mut letters = name.trim().chars();
    letters.next().map_or_else(String::new, |first| format!("{first}{}", "*".repeat(letters.count().clamp(1, 2))))
}

/// A way back inside this site, else the home page.
pub fn own_path(path: &str) -> String {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t']);
    if own { path.to_owned() } else { "/".into() }
}

/// The three administrators are three people, and none of them does business.
pub fn may_hold(held: &[Role], wanted: Role) -> Result<(), Problem> {
    let alone = if wanted.is_administrator() {
        held.iter().all(|r| *r == wanted)
    } else {
        !held.iter().any(|r| r.is_administrator())
    };
    if alone { Ok(()) } else { Err(Problem::at("role", "administrators_apart")) }
}

/// One who has a hand in a grant, with the roles in force.
#[derive(Clone, Debug)]
pub struct Hand {
    pub person: PersonId,
    pub roles: Vec<Role>,
}

impl Hand {
    fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// A grant is proposed by a security administrator, not for themselves, for at most a year.
pub fn propose(
    hand: &Hand,
    concerned: PersonId,
    held: &[Role],
    wanted: Role,
    until: Moment,
    now: Moment,
) -> Result<(), Problem> {
    if !hand.is(Role::SecurityAdministrator) {
        return Err(Problem::new("not_your_hand"));
    }
    if hand.person == concerned {
        return Err(Problem::at("login", "not_for_yourself"));
    }
    if until <= now || until.since(now) > LONGEST_GRANT {
        return Err(Problem::at("until", "term_within_a_year"));
    }
    may_hold(held, wanted)
}

/// Another hand confirms: another security administrator or a street leader, neither proposer nor concerned.
pub fn confirm(
    hand: &Hand,
    proposer: Option<PersonId>,
    concerned: PersonId,
    held: &[Role],
    wanted: Role,
) -> Result<(), Problem> {
    if !hand.is(Role::SecurityAdministrator) && !hand.is(Role::StreetLeader) {
        return Err(Problem::new("not_your_hand"));
    }
    if hand.person == concerned {
        return Err(Problem::new("not_for_yourself"));
    }
    if proposer == Some(hand.person) {
        return Err(Problem::new("another_hand"));
    }
    may_hold(held, wanted)
}

/// Ending needs one hand.
pub fn end(hand: &Hand) -> Result<(), Problem> {
    let right = hand.is(Role::SecurityAdministrator) || hand.is(Role::StreetLeader);
    if right { Ok(()) } else { Err(Problem::new("not_your_hand")) }
}

/// What a key of a program outside the house may do: tell of calls; bring voices, and add to what it or others brought.
pub const OPEN_SCOPES: [&str; 3] = ["exchange", "open311", "open311_updates"];

/// What a token of somebody with these posts may carry: their business, never an administrator's hand. Who holds a
/// post may answer for a program of the open interface too.
pub fn token_scopes<'a>(roles: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut scopes: Vec<String> =
        roles.filter(|r| Role::from_code(r).is_some_and(|r| !r.is_administrator())).map(str::to_owned).collect();
    scopes.sort_unstable();
    scopes.dedup();
    if !scopes.is_empty() {
        scopes.extend(OPEN_SCOPES.map(str::to_owned));
    }
    scopes
}

/// A token carries some of its owner's scopes, or all of them as `*`, until a day within a year.
pub fn token(scopes: &[String], allowed: &[String], until: Moment, now: Moment) -> Result<(), Problem> {
    if !scopes.iter().all(|s| s == "*" || allowed.contains(s)) {
        return Err(Problem::at("scopes", "scope_not_yours"));
    }
    if until <= now || until.since(now) > LONGEST_GRANT {
        return Err(Problem::at("until", "term_within_a_year"));
    }
    Ok(())
}

pub fn level_code(level: Level) -> &'static str {
    match level {
        Level::Street => "street",
        Level::Community => "community",
        Level::Grid => "grid",
        Level::Building => "building",
    }
}

pub fn level_from(code: &str) -> Option<Level> {
    [Level::Street, Level::Community, Level::Grid, Level::Building].into_iter().find(|l| level_code(*l) == code)
}
