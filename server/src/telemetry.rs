//! What the operator reads: the log, and measurements on a listener of their own.

use crate::config::Config;
use crate::{backups, disk, house};
use db::Db;
use kernel::{Moment, StreetId};
use metrics::gauge;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::path::PathBuf;
use tracing_subscriber::filter::{EnvFilter, LevelFilter};

/// JSON lines on standard error. `RUST_LOG=info,db::statements=trace` also tells every statement and its time.
pub fn start_log() {
    let asked = EnvFilter::builder().with_default_directive(LevelFilter::INFO.into()).from_env_lossy();
    tracing_subscriber::fmt().json().with_env_filter(asked).with_writer(std::io::stderr).init();
}

const SECONDS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Begins to measure. `None` where something else measures already.
pub fn start_metrics() -> Option<PrometheusHandle> {
    let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS).ok()?;
    builder.install_recorder().ok()
}

/// What is looked at when somebody asks.
#[derive(Clone)]
pub struct House {
    db: Db,
    street: StreetId,
    data: PathBuf,
    backups: PathBuf,
}

impl House {
    pub fn of(config: &Config, db: Db) -> Self {
        Self { db, street: house::street(config), data: config.data.clone(), backups: config.backups.clone() }
    }

    fn look(&self) -> db::Result<()> {
        let (street, now) = (self.street, Moment::now());
        let (stuck, oldest) =
            self.db.read_now(move |r| Ok((jobs::stuck_count(r, street)?, journal::oldest_open(r, street, journal::Look::LastHour, now)?)))?;
        gauge!("deliveries_stuck").set(stuck as f64);
        gauge!("journal_lag_seconds").set(oldest.map_or(0.0, |at| now.since(at) as f64 / 1e6));
        gauge!("database_read_only").set(f64::from(u8::from(self.db.is_read_only())));
        gauge!("disk_free_ratio").set(disk::free(&self.data)?);
        if let Some(age) = backups::newest(&self.backups).and_then(|at| at.elapsed().ok()) {
            gauge!("backup_age_seconds").set(age.as_secs_f64());
        }
        Ok(())
    }
}

/// Answers `/metrics` to this machine.
pub async fn serve(listener: tokio::net::TcpListener, measured: Option<PrometheusHandle>, house: House) {
    let router = axum::Router::new().route("/metrics", axum::routing::get(move || shown(measured.clone(), house.clone())));
    if let Err(fault) = axum::serve(listener, router).await {
        tracing::error!(%fault, "the measurements are no longer served");
    }
}

async fn shown(measured: Option<PrometheusHandle>, house: House) -> String {
    let looked = tokio::task::spawn_blocking(move || house.look()).await;
    if !matches!(looked, Ok(Ok(()))) {
        tracing::warn!(?looked, "some measurements could not be taken");
    }
    measured.map(|m| {
        m.run_upkeep();
        m.render()
    })
    .unwrap_or_default()
}
