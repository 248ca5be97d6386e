//! Kill -9 under load: the writer dies at a random moment, and everything it had acknowledged must still be there.

use crate::Fallible;
use db::{Db, KeyFile, Options, args};
use kernel::StreetId;
use rand::RngExt;
use std::collections::HashSet;
use std::process::Command;
use std::time::Duration;

/// Fails if a write that was answered is gone, or if half of one is there.
pub fn run(rounds: u32, url: &str) -> Fallible {
    let folder = tempfile::tempdir()?;
    let mut rng = rand::rng();
    for round in 0..rounds {
        let mut writer = Command::new(std::env::current_exe()?)
            .arg("writer")
            .arg(folder.path())
            .args(["--url", url, "--name", &format!("r{round}"), "--each", "1000000"])
            .spawn()?;
        std::thread::sleep(Duration::from_millis(rng.random_range(100..500)));
        writer.kill()?;
        writer.wait()?;
    }
    let noted = std::fs::read_to_string(folder.path().join("cut.acks"))?;
    // The last line of a killed hand may be cut short; a short line is no acknowledgement.
    let acknowledged: Vec<&str> = noted.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).collect();
    let stored = match url {
        "" => format!("sqlite:{}", folder.path().join("cut.db").display()),
        url => url.to_owned(),
    };
    let mut options = Options::new(stored, KeyFile(folder.path().join("key")));
    options.statement_timeout_ms = 60_000;
    let keys: Vec<String> = Db::open(options)?.read_now(|r| {
        r.all("select key from settings where street_id = $1", args![StreetId::named("bench")])
    })?;
    let keys: HashSet<String> = keys.into_iter().collect();
    let has = |side: &str, key: &str| keys.contains(&format!("{side}-{key}"));
    let lost = acknowledged.iter().filter(|key| !has("a", key) || !has("b", key)).count();
    let half = keys.iter().filter_map(|k| k.split_once('-')).filter(|(_, key)| has("a", key) != has("b", key)).count();
    println!(
        "{rounds} rounds: {} acknowledged writes looked up, {lost} lost, {half} half written",
        acknowledged.len()
    );
    if acknowledged.is_empty() {
        return Err("nothing was acknowledged, so this run proves nothing".into());
    }
    if lost + half > 0 { Err("acknowledged writes were lost".into()) } else { Ok(()) }
}
