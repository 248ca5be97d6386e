//! The linqiao command.

use clap::{Parser, Subcommand};
use db::Verdict;
use kernel::Moment;
use server::{admin, backups, check, config, counting, doctor, house, report, serving};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "linqiao", about = "邻桥: a street office and its neighbours govern together", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and do the timed work.
    Serve {
        /// Load the demo street into an empty database first.
        #[arg(long)]
        demo: bool,
        /// Leave the timed work to `linqiao work` (PostgreSQL).
        #[arg(long)]
        no_work: bool,
    },
    /// Do the timed work alone, beside any number of `serve --no-work` (PostgreSQL).
    Work,
    /// Load the demo street into an empty database and stop; asked again, it does nothing.
    Demo {
        /// So many cases instead of the demo's year: a street to measure with.
        #[arg(long)]
        scale: Option<usize>,
        /// `sqlite:path` or `postgres://…`, if not the database of the settings.
        #[arg(long)]
        to: Option<String>,
        /// The same seed gives the same people, words and courses.
        #[arg(long, default_value_t = server::demo::SEED)]
        seed: u64,
    },
    /// Bring the database up to date and stop.
    Migrate,
    /// What the operator does: set-up, tokens, accounts.
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Verify what must hold, a line each; exit 1 on a breach.
    Check {
        /// A checkpoint of the journal that was kept outside; may be repeated.
        #[arg(long)]
        checkpoint: Vec<PathBuf>,
    },
    /// Look at key, rights, disk, engine, clock and backups, a line each; exit 1 on a fault.
    Doctor,
    /// Copy the whole street, read back before it counts.
    Backup {
        /// The folder; the one of the settings if absent.
        #[arg(long)]
        to: Option<PathBuf>,
    },
    /// Put a copy into a new place and look through it; exit 1 where something is missing.
    Restore {
        #[arg(long)]
        from: PathBuf,
        /// An empty or new folder, or `postgres://…` of an empty database.
        #[arg(long)]
        to: String,
    },
    /// Say which settings are in force and from where.
    Config,
    /// Write a report of these days from its template; the end of the file's name says what it becomes.
    Report {
        /// Name or id of the template.
        #[arg(long, default_value = reports::rules::SHIPPED_NAME)]
        template: String,
        /// The first day: 2026-01-01
        #[arg(long)]
        from: String,
        /// The last day.
        #[arg(long)]
        to: String,
        /// A file ending in .docx, .md, .html or .json
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Count a file of ballots and print every round.
    Tally(Box<counting::Tally>),
    /// Repeat what was published: the same files give the same result on any machine.
    #[command(subcommand)]
    Verify(counting::Verify),
    /// Compute a deadline and print it with its proof as JSON.
    Clock {
        /// Street time: 2026-09-29T16:00
        #[arg(long)]
        start: String,
        #[arg(long)]
        amount: i64,
        /// minutes, work_minutes, work_days or calendar_days
        #[arg(long)]
        unit: String,
        /// A calendar file; the published calendars of 2025 and 2026 if absent.
        #[arg(long)]
        calendar: Option<PathBuf>,
        /// A pause, A..B, in street time; may be repeated; an open one ends with the dots.
        #[arg(long)]
        pause: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(why) => {
            eprintln!("linqiao: {why}");
            ExitCode::FAILURE
        }
    }
}

type Run = Result<ExitCode, Box<dyn std::error::Error>>;

fn run(command: Command) -> Run {
    if let Command::Clock { start, amount, unit, calendar, pause } = command {
        return clock(&start, amount, &unit, calendar, &pause);
    }
    match &command {
        Command::Tally(words) => return printed(counting::tally(words)?),
        Command::Verify(words) => return printed(counting::verify(words)?),
        _ => {}
    }
    let config = config::load(std::env::vars())?;
    match command {
        Command::Config => print!("{}", config.explain()),
        Command::Demo { scale, to, seed } => {
            let mut config = config;
            config.database_url = to.unwrap_or(config.database_url);
            print!("{}", server::demo::command(&config, scale, seed)?);
        }
        Command::Migrate => drop(house::open(&config, false)?),
        Command::Check { checkpoint } => return checked(&config, &checkpoint),
        Command::Serve { demo, no_work } => serving::serve(&config, demo, !no_work)?,
        Command::Work => serving::work_alone(&config)?,
        Command::Admin(admin) => print!("{}", admin::run(&config, &admin, Moment::now())?),
        Command::Doctor => return looked(&config),
        Command::Report { template, from, to, output } => report::write(&config, &template, &from, &to, &output)?,
        Command::Backup { to } => {
            let folder = to.unwrap_or_else(|| config.backups.clone());
            let copy = backups::make(&config, &house::open(&config, false)?, &folder, Moment::now())?;
            println!("{}", copy.display());
        }
        Command::Restore { from, to } => return told(&backups::restore(&config, &from, &to)?),
        Command::Clock { .. } | Command::Tally(_) | Command::Verify(_) => unreachable!("answered above"),
    }
    Ok(ExitCode::SUCCESS)
}

fn printed(text: String) -> Run {
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}

fn clock(start: &str, amount: i64, unit: &str, calendar: Option<PathBuf>, pauses: &[String]) -> Run {
    let text = calendar.map(std::fs::read_to_string).transpose()?;
    println!("{}", worktime::cli_json(start, amount, unit, text.as_deref(), pauses, Moment::now())?);
    Ok(ExitCode::SUCCESS)
}

fn checked(config: &config::Config, notes: &[PathBuf]) -> Run {
    let public = check::public(config)?;
    let mut outside = vec![];
    for path in notes {
        let note = std::fs::read_to_string(path)?;
        let read = public.as_deref().and_then(|key| journal::Checkpoint::read(&note, key));
        outside.push(read.ok_or_else(|| format!("{} does not bear our signature", path.display()))?);
    }
    told(&check::lines(&house::open(config, false)?, house::street(config), public, outside)?)
}

fn told(lines: &[check::Line]) -> Run {
    lines.iter().for_each(|line| println!("{line}"));
    Ok(if lines.iter().all(|l| l.holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn looked(config: &config::Config) -> Run {
    let found = doctor::look(config, Moment::now());
    found.iter().for_each(|finding| println!("{finding}"));
    Ok(if found.iter().any(|f| f.verdict == Verdict::Bad) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
