//! The operator's look: what is in order, what is at risk, what is wrong. A line each.

use crate::config::Config;
use crate::{backups, disk, house};
use db::{Db, KeyFile, Options, Verdict};
use kernel::Moment;
use std::path::Path;

/// One finding. `Bad` makes the command fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub name: &'static str,
    pub verdict: Verdict,
    pub text: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let verdict = match self.verdict {
            Verdict::Good => "ok",
            Verdict::Weak => "WARN",
            Verdict::Bad => "FAULT",
        };
        write!(f, "{:<12} {verdict:<6} {}", self.name, self.text)
    }
}

/// Looks at everything; changes nothing. `now` is the system clock's.
pub fn look(config: &Config, now: Moment) -> Vec<Finding> {
    let mut found = vec![key(&config.key_file), data(&config.data), room(&config.data)];
    // Opening makes what is missing; the look only opens what is there.
    let there = config.key_file.exists() && (is_remote(config) || Path::new(path_of(config)).exists());
    match there.then(|| Db::open(Options::new(&config.database_url, KeyFile(config.key_file.clone())))) {
        None => found.push(bad("database", "is not there yet: `linqiao migrate` makes it")),
        Some(Err(fault)) => found.push(bad("database", fault.to_string())),
        Some(Ok(db)) => found.extend(inside(config, &db, now)),
    }
    found.push(backup(config));
    found.push(witnesses(&config.witnesses));
    found.push(match &config.mail {
        Some(_) => good("mail", "a mail server is set"),
        None => weak("mail", "no mail server: e-mails go to the log only"),
    });
    found.push(match &config.sms {
        Some(_) => good("sms", "a gateway is set"),
        None => weak("sms", "no gateway: codes and messages go to the log only"),
    });
    found.push(if config.https || config.listen.starts_with("127.") || config.listen.starts_with("[::1]") {
        good("https", "cookies are for https, or only this machine is served")
    } else {
        bad("https", format!("{} is open to others and `https` is false", config.listen))
    });
    found
}

fn is_remote(config: &Config) -> bool {
    config.database_url.starts_with("postgres")
}

fn path_of(config: &Config) -> &str {
    config.database_url.strip_prefix("sqlite:").unwrap_or(&config.database_url).trim_start_matches("//")
}

fn key(path: &Path) -> Finding {
    match disk::rights(path) {
        Err(_) => bad("key", format!("{} is not there; the first start makes it, a restore needs it", path.display())),
        Ok(rights) if rights & 0o077 != 0 => bad("key", format!("{} has rights {rights:o}; make it 600", path.display())),
        Ok(_) => good("key", format!("{}; keep a copy apart from the backups", path.display())),
    }
}

fn data(path: &Path) -> Finding {
    match disk::rights(path) {
        Err(fault) => bad("data", format!("{}: {fault}", path.display())),
        Ok(rights) if rights & 0o007 != 0 => bad("data", format!("{} is open to everybody ({rights:o}); make it 700", path.display())),
        Ok(_) => good("data", path.display().to_string()),
    }
}

fn room(path: &Path) -> Finding {
    match disk::free(path) {
        Err(fault) => bad("disk", fault.to_string()),
        Ok(free) if free < 0.05 => bad("disk", format!("{:.0} % free", free * 100.0)),
        Ok(free) if free < 0.2 => weak("disk", format!("{:.0} % free", free * 100.0)),
        Ok(free) => good("disk", format!("{:.0} % free", free * 100.0)),
    }
}

fn inside(config: &Config, db: &Db, now: Moment) -> Vec<Finding> {
    let street = house::street(config);
    let mut found = vec![good("database", if db.is_sqlite() { "embedded; schema up to date" } else { "PostgreSQL; schema up to date" })];
    match db.settings() {
        Err(fault) => found.push(bad("engine", fault.to_string())),
        Ok(settings) => found.extend(settings.into_iter().map(|s| Finding {
            name: "engine",
            verdict: s.verdict,
            text: format!("{} = {}", s.name, s.value),
        })),
    }
    let asked = db.read_now(move |r| {
        let last = journal::audit(r, street, &journal::Asked { limit: 1, ..journal::Asked::default() })?;
        Ok((last.first().map(|e| e.at), jobs::stuck_count(r, street)?, journal::oldest_open(r, street, journal::Look::LastHour, now)?))
    });
    let (last, stuck, open) = match asked {
        Ok(asked) => asked,
        Err(fault) => return found.into_iter().chain([bad("journal", fault.to_string())]).collect(),
    };
    found.push(match last.filter(|last| is_behind(*last, now)) {
        Some(last) => bad("clock", behind(last, now)),
        None => good("clock", now.rfc3339()),
    });
    found.push(match open.map(|at| now.since(at) / 1_000_000) {
        Some(lag) if lag > 60 => weak("journal", format!("an event waits for its seal since {lag} seconds: is the timed work running?")),
        _ => good("journal", "sealed up to now"),
    });
    found.push(match stuck {
        0 => good("deliveries", "none is stuck"),
        n => weak("deliveries", format!("{n} stuck; see `linqiao admin deliveries`")),
    });
    found
}

/// A clock this far before the last event would give the past a new order.
fn is_behind(last: Moment, now: Moment) -> bool {
    now.since(last) < -5 * Moment::MINUTE
}

fn behind(last: Moment, now: Moment) -> String {
    format!("it is {} and the last event is of {}", now.rfc3339(), last.rfc3339())
}

/// Refuses to serve by a clock that was set back.
pub fn right_clock(config: &Config, db: &Db, now: Moment) -> db::Result<()> {
    let street = house::street(config);
    let newest = journal::Asked { limit: 1, ..journal::Asked::default() };
    let last = db.read_now(move |r| journal::audit(r, street, &newest))?.first().map(|e| e.at);
    match last.filter(|last| is_behind(*last, now)) {
        Some(last) => Err(db::Fault::Other(format!("the clock is wrong: {}", behind(last, now)))),
        None => Ok(()),
    }
}

fn backup(config: &Config) -> Finding {
    match backups::newest(&config.backups).and_then(|at| at.elapsed().ok()) {
        None => weak("backup", format!("none in {}", config.backups.display())),
        Some(age) if age.as_secs() > 26 * 3_600 => weak("backup", format!("the newest is {} hours old", age.as_secs() / 3_600)),
        Some(age) => good("backup", format!("the newest is {} hours old", age.as_secs() / 3_600)),
    }
}

fn witnesses(folders: &[std::path::PathBuf]) -> Finding {
    let missing = folders.iter().find(|f| !f.is_dir());
    match (missing, folders.len()) {
        (Some(folder), _) => bad("witnesses", format!("{} is no folder", folder.display())),
        (None, n) if n < 2 => weak("witnesses", format!("{n} of 2 places outside this machine keep the journal's checkpoints")),
        (None, n) => good("witnesses", format!("{n} places keep the journal's checkpoints")),
    }
}

fn good(name: &'static str, text: impl Into<String>) -> Finding {
    Finding { name, verdict: Verdict::Good, text: text.into() }
}
fn weak(name: &'static str, text: impl Into<String>) -> Finding {
    Finding { name, verdict: Verdict::Weak, text: text.into() }
}
fn bad(name: &'static str, text: impl Into<String>) -> Finding {
    Finding { name, verdict: Verdict::Bad, text: text.into() }
}
