//! Serving: the pages, the measurements, the timed work beside them, and an orderly end.

use crate::config::Config;
use crate::{demo, doctor, house, telemetry, work};
use db::Db;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

type Done = Result<(), Box<dyn std::error::Error>>;

/// What is under way at the signal to stop is finished within this time.
const LAST_ANSWERS: Duration = Duration::from_secs(25);

/// Serves until told to stop.
#[tokio::main]
pub async fn serve(config: &Config, with_demo: bool, with_work: bool) -> Done {
    telemetry::start_log();
    let measured = telemetry::start_metrics();
    let opening = config.clone();
    let db = tokio::task::spawn_blocking(move || {
        let db = house::open(&opening, true)?;
        doctor::right_clock(&opening, &db, kernel::Moment::now())?;
        if with_demo {
            demo::load(&opening, &db, house::street(&opening))?;
        }
        db::Result::Ok(db)
    })
    .await??;
    let (settings, opened) = (config.clone(), db.clone());
    let mut app = tokio::task::spawn_blocking(move || house::app(&settings, opened)).await??;
    let stopping = Arc::new(AtomicBool::new(false));
    let (fit, ending) = (app.ready.clone(), stopping.clone());
    app.ready = Arc::new(move || fit() && !ending.load(Ordering::Relaxed));
    let listener = TcpListener::bind(&config.listen).await?;
    println!("{} http://{}", config.street, listener.local_addr()?);
    if with_demo {
        println!("demo sign-ins, password {}:", demo::PASSWORD);
        for (login, role) in demo::sign_ins()? {
            println!("  {login}  ({role})");
        }
    }
    if !config.metrics.is_empty() {
        let metrics = TcpListener::bind(&config.metrics).await?;
        println!("measurements http://{}/metrics", metrics.local_addr()?);
        tokio::spawn(telemetry::serve(metrics, measured, telemetry::House::of(config, db.clone())));
    }
    let worker = if with_work { Some(start_work(config, db.clone(), stopping.clone())?) } else { None };
    let (told, stop) = watch::channel(false);
    tokio::spawn(async move {
        asked_to_stop().await;
        stopping.store(true, Ordering::Relaxed);
        // Nobody listens any more only when everything has ended already.
        let _ = told.send(true);
    });
    answer(listener, edge::serve(app, house::rooms()), stop).await?;
    tokio::task::spawn_blocking(move || end(worker, &db)).await?;
    Ok(())
}

/// Does the timed work alone, until told to stop.
pub fn work_alone(config: &Config) -> Done {
    telemetry::start_log();
    let db = house::open(config, false)?;
    if db.is_sqlite() {
        return Err("with the embedded database `serve` does the timed work itself".into());
    }
    let stopping = Arc::new(AtomicBool::new(false));
    doctor::right_clock(config, &db, kernel::Moment::now())?;
    let worker = start_work(config, db.clone(), stopping.clone())?;
    println!("{}: timed work", config.street);
    tokio::runtime::Runtime::new()?.block_on(asked_to_stop());
    stopping.store(true, Ordering::Relaxed);
    end(Some(worker), &db);
    Ok(())
}

/// Answers until told to stop, then finishes what was begun, as long as that takes no longer than it may.
async fn answer(listener: TcpListener, router: axum::Router, stop: watch::Receiver<bool>) -> Done {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(told(stop.clone()));
    let overdue = async {
        told(stop).await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        done = async { serving.await } => done?,
        () = overdue => tracing::warn!("some requests took too long and were given up"),
    }
    Ok(())
}

async fn told(mut stop: watch::Receiver<bool>) {
    // A sender that is gone has nothing more to say: that is a stop too.
    let _ = stop.wait_for(|told| *told).await;
}

fn start_work(config: &Config, db: Db, stop: Arc<AtomicBool>) -> Result<JoinHandle<()>, Box<dyn std::error::Error>> {
    let worker = work::worker(config, db)?;
    Ok(std::thread::Builder::new().name("work".into()).spawn(move || worker.run(&stop))?)
}

/// The last acts: the worker's pass ends, the log moves into the file.
fn end(worker: Option<JoinHandle<()>>, db: &Db) {
    if worker.is_some_and(|w| w.join().is_err()) {
        tracing::error!("the timed work had ended in a panic");
    }
    if let Err(fault) = db.settle() {
        tracing::warn!(%fault, "the write-ahead log stays as it is until the next start");
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
