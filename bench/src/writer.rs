//! A program that writes through the real data layer and notes each answer it got: what the power-cut rig watches.

use crate::Fallible;
use db::{By, Db, KeyFile, Options, Sync, args};
use kernel::{Moment, StreetId};
use std::io::Write;
use std::path::Path;

/// Writers at once, so that commits are grouped.
const HANDS: usize = 8;

/// How one run goes.
pub struct Run<'a> {
    pub folder: &'a Path,
    /// Empty for a SQLite file in the folder.
    pub url: &'a str,
    /// Does not wait for the disk: the control.
    pub careless: bool,
    /// Goes before every key, so that runs on one database do not meet.
    pub name: &'a str,
    pub each: usize,
}

/// Two rows per action: both or neither must survive.
pub fn run(run: &Run<'_>) -> Fallible {
    let url = match run.url {
        "" => format!("sqlite:{}", run.folder.join("cut.db").display()),
        url => url.to_owned(),
    };
    let mut options = Options::new(url, KeyFile(run.folder.join("key")));
    options.readers = 2;
    options.sync = if run.careless { Sync::Normal } else { Sync::Full };
    let db = Db::open(options)?;
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let db = &db;
                scope.spawn(move || write(db, run, hand).map_err(|e| e.to_string()))
            })
            .collect();
        hands.into_iter().try_for_each(|h| h.join().map_err(|_| "a hand panicked".to_owned())?)
    })?;
    Ok(())
}

fn write(db: &Db, run: &Run<'_>, hand: usize) -> Fallible {
    let mut acks = std::fs::File::options().create(true).append(true).open(run.folder.join("cut.acks"))?;
    let street = StreetId::named("bench");
    for n in 0..run.each {
        let key = format!("{}.{hand}.{n}", run.name);
        let filling = "字".repeat(200 + n % 50);
        let row = key.clone();
        db.write_now(By::system(street, "bench", Moment::now()), move |tx| {
            for side in ["a", "b"] {
                let key = format!("{side}-{row}");
                tx.exec(
                    "insert into settings (street_id, key, value) values ($1, $2, $3)",
                    args![street, key, filling.clone()],
                )?;
            }
            Ok(())
        })?;
        acks.write_all(format!("{key}\n").as_bytes())?;
    }
    Ok(())
}
