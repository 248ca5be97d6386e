//! The first files of a new capability, so that every room looks like the others.

use std::path::Path;
use std::{fs, io};

/// Writes `capabilities/NAME` with its manifest and rooms that compile. An existing folder is an error.
pub fn capability(root: &Path, name: &str) -> io::Result<()> {
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !plain {
        return Err(io::Error::other("a capability is named in lower-case letters, digits and _"));
    }
    let room = root.join("capabilities").join(name);
    if room.exists() {
        return Err(io::Error::other(format!("{} exists already", room.display())));
    }
    fs::create_dir_all(room.join("src"))?;
    let keys = ["version", "edition", "rust-version", "license", "publish"];
    let shared: String = keys.iter().map(|k| format!("{k}.workspace = true\n")).collect();
    let manifest = format!(
        "[package]\nname = \"{name}\"\ndescription = \"One sentence without and.\"\n{shared}\n[lints]\nworkspace = true\n\n\
         [dependencies]\nkernel.workspace = true\nauth.workspace = true\ndb.workspace = true\n"
    );
    fs::write(room.join("Cargo.toml"), manifest)?;
    let rooms = [
        ("lib", "What it is, what it owns, what it deliberately does not do.\n\npub mod actions;\npub mod rules;\nmod store;"),
        ("rules", "Types, acts, who may, decisions. Pure."),
        ("actions", "One function per verb: find, decide, save, record."),
        ("store", "The only SQL of this capability."),
    ];
    for (file, text) in rooms {
        fs::write(room.join("src").join(format!("{file}.rs")), format!("//! {text}\n"))?;
    }
    println!("capabilities/{name} is there: add it to [workspace.dependencies] and to xtask/src/edges.rs");
    Ok(())
}
