//! The linqiao command.

use clap::{Parser, Subcommand};
use server::{config, house};
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
    },
    /// Bring the database up to date and stop.
    Migrate,
    /// Verify stored proofs and kept counts; exit 1 on a breach.
    Check,
    /// Say which settings are in force and from where.
    Config,
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
        calendar: Option<std::path::PathBuf>,
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
    let config = config::load(std::env::vars())?;
    match command {
        Command::Config => print!("{}", config.explain()),
        Command::Migrate => drop(house::open(&config, false)?),
        Command::Check => return check(&config),
        Command::Serve { demo } => serve(&config, demo)?,
        Command::Clock { .. } => unreachable!("answered above"),
    }
    Ok(ExitCode::SUCCESS)
}

fn clock(start: &str, amount: i64, unit: &str, calendar: Option<std::path::PathBuf>, pauses: &[String]) -> Run {
    let text = calendar.map(std::fs::read_to_string).transpose()?;
    println!("{}", worktime::cli_json(start, amount, unit, text.as_deref(), pauses, kernel::Moment::now())?);
    Ok(ExitCode::SUCCESS)
}

fn check(config: &config::Config) -> Run {
    let db = house::open(config, false)?;
    let street = house::street(config);
    let (holding, broken) = db.read_now(move |r| appeals::actions::verify_clocks(r, street))?;
    for line in &broken {
        println!("proof   BROKEN  {line}");
    }
    println!("proofs  {holding} hold, {} broken", broken.len());
    let (kept, counted) = db.read_now(move |r| {
        Ok((appeals::store::by_state(r, street, None)?, appeals::store::recount_by_state(r, street)?))
    })?;
    let equal = kept == counted;
    println!("counts  {}", if equal { "kept and counted agree" } else { "BROKEN: kept and counted differ" });
    Ok(if broken.is_empty() && equal { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[tokio::main]
async fn serve(config: &config::Config, demo: bool) -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    let (opening, settings) = (config.clone(), config.clone());
    let app = tokio::task::spawn_blocking(move || {
        let db = house::open(&opening, true)?;
        if demo {
            server::demo::load(&db, house::street(&opening))?;
        }
        house::app(&settings, db)
    })
    .await??;
    let listener = tokio::net::TcpListener::bind(&config.listen).await?;
    println!("{} http://{}", config.street, listener.local_addr()?);
    if demo {
        println!("demo sign-ins, password {}:", server::demo::PASSWORD);
        for (login, role) in server::demo::sign_ins()? {
            println!("  {login}  ({role})");
        }
    }
    tokio::spawn(sweeps(app.clone()));
    let router = edge::serve(app, house::rooms());
    axum::serve(listener, router.into_make_service_with_connect_info::<std::net::SocketAddr>())
        .with_graceful_shutdown(asked_to_stop())
        .await?;
    Ok(())
}

/// The timed work of cases, once a minute.
async fn sweeps(app: edge::App) {
    let mut minute = tokio::time::interval(std::time::Duration::from_secs(60));
    loop {
        minute.tick().await;
        let by = db::By::system(app.street, "timer", app.now());
        if let Err(fault) = app.db.write(by, appeals::actions::sweep).await {
            tracing::error!(%fault, "the timed work of cases failed; it is tried again in a minute");
        }
    }
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else { return };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
