//! The demo street: places, people, categories, and twelve months of voices up to this hour, from the data files in
//! `demo/`. Loaded once, into an empty database only, and whole or not at all.

mod boxes;
mod cast;
mod ballots;
mod councils;
mod draws;
mod figures;
mod life;
mod luck;
mod matters;
mod papers;
mod plan;
mod proposals;
mod rhythm;
mod scale;
mod street;
mod upper;
mod words;
mod year;

use crate::{config::Config, house, work};
use auth::Role;
use db::{By, Db, Fault, Result};
use kernel::{Moment, Outcome, StreetId};

/// The password of every demo sign-in; they exist in the demo only.
pub const PASSWORD: &str = "linqiao-demo-2026";
/// What is said in a year of the demo street.
pub const VOICES: usize = 6_000;
/// The same seed gives the same people, words and courses.
pub const SEED: u64 = 20_260_101;

/// Sign-in name and post of each demo account, residents last.
pub fn sign_ins() -> Result<Vec<(String, String)>> {
    let lines = street::files::posts()?;
    let staff = lines.post.into_iter().map(|p| (p.login, p.role));
    let residents = lines.resident.into_iter().map(|r| (r.login, format!("resident {}", r.phone)));
    Ok(staff.chain(residents).filter(|(login, _)| !login.is_empty()).collect())
}

/// Loads the street with its year of voices, ready to be served; see [`load_some`].
pub fn load(config: &Config, db: &Db, street: StreetId) -> Result<bool> {
    let loaded = load_some(db, street, VOICES, SEED)?;
    if loaded {
        boxes::lay_out(db, street, &*house::files(config)?)?;
        papers::lay_out(db, street, &*house::files(config)?)?;
        settle(db, street)?;
    }
    Ok(loaded)
}

/// Loads the street and `voices` of its last year unless it has categories already. Gives whether it did. One
/// transaction: interrupted, it leaves nothing behind and can simply be asked for again.
pub fn load_some(db: &Db, street: StreetId, voices: usize, seed: u64) -> Result<bool> {
    if !db.read_now(move |r| appeals::store::categories(r, street))?.is_empty() {
        return Ok(false);
    }
    let hash = identity::hash_password(PASSWORD).map_err(Fault::Other)?;
    db.write_now(By::system(street, "demo", Moment::now()), move |tx| {
        street::load(tx, &hash)?;
        tx.deferring(|tx| year::live(tx, voices, seed))?;
        councils::live(tx)?;
        proposals::live(tx)?;
        draws::live(tx)?;
        appeals::store::recount(tx)?;
        figures::live(tx)
    })?;
    Ok(true)
}

/// Seals the past that was loaded and studies it, so that a server starting on it has nothing to catch up with.
fn settle(db: &Db, street: StreetId) -> Result<()> {
    journal::seal_all(db, street, Moment::now().plus(Moment::MINUTE))?;
    db.write_now(By::system(street, "demo", Moment::now()), |tx| {
        jobs::errand_ran(tx, work::SEAL_LATE)?;
        tx.study()
    })
}

/// `linqiao demo`: what was loaded, and who may sign in.
pub fn command(config: &Config, scale: Option<usize>, seed: u64) -> Result<String> {
    let began = std::time::Instant::now();
    let (db, street) = (house::open_to_load(config)?, house::street(config));
    let loaded = load_some(&db, street, scale.map_or(VOICES, scale::lived), seed)?;
    if let Some(cases) = scale {
        scale::fill(&db, street, cases, seed)?;
    }
    if loaded {
        boxes::lay_out(&db, street, &*house::files(config)?)?;
        papers::lay_out(&db, street, &*house::files(config)?)?;
    }
    if loaded || scale.is_some() {
        settle(&db, street)?;
    }
    let done = if loaded { "loaded" } else { "was here already" };
    let mut told = format!("the demo street {done} in {:.1} s\ndemo sign-ins, password {PASSWORD}:\n", began.elapsed().as_secs_f64());
    for (login, role) in sign_ins()? {
        told.push_str(&format!("  {login}  ({role})\n"));
    }
    Ok(told)
}

/// Whether every role that does something has a sign-in of its own.
pub fn roles_with_a_sign_in() -> Result<Vec<Role>> {
    let lines = street::files::posts()?;
    Ok(lines.post.iter().filter(|p| !p.login.is_empty()).filter_map(|p| Role::from_code(&p.role)).collect())
}

/// What a verb of the demo gave; the demo is never refused.
fn done<T>(outcome: Outcome<T>) -> Result<T> {
    match outcome {
        Outcome::Done(thing) => Ok(thing),
        Outcome::Refused(_, problems) => Err(Fault::Other(format!("the demo was refused: {problems:?}"))),
    }
}
