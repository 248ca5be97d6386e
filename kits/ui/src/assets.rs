//! The built style and script files, embedded in the binary and found by their plain names.

use rust_embed::RustEmbed;
use std::{borrow::Cow, collections::HashMap, sync::OnceLock};

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../frontend/dist"]
struct Built;

/// The address of a built file: `asset("app.css")` is `/assets/app-<hash>.css`. Panics on a name that is not built,
/// which the gallery's test meets first.
pub fn asset(name: &str) -> String {
    static NAMES: OnceLock<HashMap<String, String>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        Built::get("manifest.json").and_then(|f| serde_json::from_slice(&f.data).ok()).unwrap_or_default()
    });
    names.get(name).map_or_else(|| panic!("{name} is not among the built files"), |file| format!("/assets/{file}"))
}

/// A built file's bytes and whether a brotli copy lies beside it.
pub fn get(path: &str) -> Option<(Cow<'static, [u8]>, bool)> {
    let file = Built::get(path)?;
    Some((file.data, Built::get(&format!("{path}.br")).is_some()))
}

/// The media type by the name's ending.
pub fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
