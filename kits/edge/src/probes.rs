//! Whether the process lives, and whether it should get requests. No details to strangers.

use crate::App;
use axum::extract::State;
use http::StatusCode;

/// The process answers.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// It can read and write, has its key and room on the disk, and is not about to stop.
pub(crate) async fn readyz(State(app): State<App>) -> (StatusCode, &'static str) {
    let health = app.db.health().await;
    if health.reads && health.writes && (app.ready)() {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}
