//! Load, scale and crash rigs: what a street's server does per second, what it keeps when the power fails, and what its
//! methods find.

mod ballots;
mod blackout;
mod counts;
mod crowd;
mod cuts;
mod kill;
mod likeness;
mod lists;
mod load;
mod outage;
mod raw;
mod street;
mod table;
mod writer;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

pub type Fallible<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Parser)]
#[command(name = "bench", about = "Load, scale and crash rigs")]
struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Pages and submissions of the released server at each size on each engine, beside the engine's own limit.
    Table(table::Table),
    /// Kills the released server under load, again and again, and looks up every receipt it gave.
    Outage(outage::Outage),
    /// Power cuts played back on the released server: each receipt it gave must open on what the disk would hold.
    Blackout(blackout::Blackout),
    /// How well and how fast related texts are found, beside plain sets of character pairs.
    Likeness(likeness::Likeness),
    /// Thousands of voices on one case: merging, taking apart, closing.
    Crowd(crowd::Crowd),
    /// Whole lists: handed out as the catalogue says, and written out as a file.
    Lists(lists::Lists),
    /// Twenty thousand electors vote in ten minutes, at desks and on paper.
    Ballots(ballots::Ballots),
    /// Twenty thousand votes counted by each method, and panels drawn.
    Counts(counts::Counts),
    /// Power cuts played back on the SQLite writer, with a control that must lose.
    Cuts {
        #[arg(long, default_value_t = 100)]
        cuts: u32,
        #[arg(long, default_value_t = 7)]
        seed: u64,
    },
    /// Kills the writer under load, again and again, and looks up every acknowledged write.
    Kill {
        #[arg(long, default_value_t = 100)]
        rounds: u32,
        /// `postgres://…` of a database made for this; SQLite in a temporary folder without it.
        #[arg(long, default_value = "")]
        url: String,
    },
    /// The program under the rigs.
    #[command(hide = true)]
    Writer {
        folder: PathBuf,
        #[arg(long)]
        careless: bool,
        #[arg(long, default_value = "")]
        url: String,
        #[arg(long, default_value = "r")]
        name: String,
        #[arg(long, default_value_t = 300)]
        each: usize,
    },
}

fn main() -> Fallible {
    match Asked::parse().what {
        What::Table(table) => table::run(&table),
        What::Outage(outage) => outage::run(&outage),
        What::Blackout(blackout) => blackout::run(&blackout),
        What::Likeness(likeness) => likeness::run(&likeness),
        What::Crowd(crowd) => crowd::run(&crowd),
        What::Lists(lists) => lists::run(&lists),
        What::Ballots(ballots) => ballots::run(&ballots),
        What::Counts(counts) => counts::run(&counts),
        What::Cuts { cuts, seed } => cuts::run(cuts, seed),
        What::Kill { rounds, url } => kill::run(rounds, &url),
        What::Writer { folder, careless, url, name, each } => {
            writer::run(&writer::Run { folder: &folder, url: &url, careless, name: &name, each })
        }
    }
}
