//! Load, scale and crash rigs: what a street's server does per second, and what it keeps when the power fails.

mod cuts;
mod kill;
mod load;
mod raw;
mod writer;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

pub type Fallible<T = ()> = Result<T, Box<dyn std::error::Error>>;

#[derive(Parser)]
#[command(name = "bench", about = "Load, scale and crash rigs")]
struct Asked {
    /// Without one: the raw limit, then 100 cuts and 100 kills on SQLite.
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// Measures pages of a server that is already running.
    Pages(load::Pages),
    /// The embedded engine's own limit: durable grouped inserts, indexed reads.
    Raw {
        #[arg(long, default_value_t = 3)]
        seconds: u64,
    },
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
    let Some(what) = Asked::parse().what else {
        raw::run(3)?;
        cuts::run(100, 7)?;
        return kill::run(100, "");
    };
    match what {
        What::Pages(pages) => load::run(&pages),
        What::Raw { seconds } => raw::run(seconds),
        What::Cuts { cuts, seed } => cuts::run(cuts, seed),
        What::Kill { rounds, url } => kill::run(rounds, &url),
        What::Writer { folder, careless, url, name, each } => {
            writer::run(&writer::Run { folder: &folder, url: &url, careless, name: &name, each })
        }
    }
}
