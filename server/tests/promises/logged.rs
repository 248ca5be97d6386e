//! What the house writes to its log while these tests run.

use parking_lot::Mutex;
use std::io::Write;
use std::sync::LazyLock;

static LOG: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(Mutex::default);

struct Kept;

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Begins to keep every line, down to the fine ones.
pub fn listen() {
    let kept = tracing_subscriber::fmt().json().with_max_level(tracing::Level::DEBUG).with_writer(|| Kept);
    // Another test of this run may have begun already.
    let _ = kept.try_init();
    tracing::info!("the log is kept");
}

pub fn text() -> String {
    String::from_utf8_lossy(&LOG.lock()).into_owned()
}
