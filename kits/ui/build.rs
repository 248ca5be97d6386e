//! Builds the style and script files this crate embeds, when they are missing or older than their sources.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

fn main() {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo names this folder"));
    let frontend = here.join("../../frontend");
    let sources = ["package.json", "package-lock.json", "build.mjs", "src", "css"].map(|n| frontend.join(n));
    for source in &sources {
        println!("cargo:rerun-if-changed={}", source.display());
    }
    let manifest = frontend.join("dist/manifest.json");
    println!("cargo:rerun-if-changed={}", manifest.display());
    let newest = sources.iter().filter_map(|p| changed(p)).max();
    let built = fs::metadata(&manifest).and_then(|m| m.modified()).ok();
    if built.is_some() && built >= newest {
        return;
    }
    if !frontend.join("node_modules/esbuild").exists() {
        run(&frontend, "npm", &["ci", "--no-audit", "--no-fund"]);
    }
    run(&frontend, "node", &["build.mjs"]);
    // As old as what it was made from: newer than this run, it would have cargo build everything once more next time.
    if let (Some(newest), Ok(file)) = (newest, fs::File::options().write(true).open(&manifest)) {
        let _ = file.set_modified(newest);
    }
}

fn changed(path: &Path) -> Option<SystemTime> {
    let own = fs::metadata(path).ok()?.modified().ok()?;
    let inner = fs::read_dir(path).into_iter().flatten().flatten().filter_map(|e| changed(&e.path())).max();
    Some(inner.map_or(own, |i| i.max(own)))
}

fn run(folder: &Path, program: &str, arguments: &[&str]) {
    match Command::new(program).args(arguments).current_dir(folder).status() {
        Ok(status) if status.success() => {}
        Ok(status) => panic!("`{program} {}` in frontend/ ended with {status}; its messages are above", arguments.join(" ")),
        Err(why) => panic!("the pages' style and script are built by {program}, which could not be started ({why}): install nodejs and npm"),
    }
}
