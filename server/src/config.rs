//! Settings: a file, the environment over it, and for each value where it came from.

use serde::Deserialize;
use std::path::PathBuf;

/// What the program runs with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address to listen on: `127.0.0.1:8080`.
    pub listen: String,
    /// `sqlite:path` or `postgres://…`.
    pub database_url: String,
    /// Folder of the embedded database, photos and backups.
    pub data: PathBuf,
    /// The key that wraps the data keys; keep a copy apart from backups.
    pub key_file: PathBuf,
    /// What the street is called on every page.
    pub street: String,
    /// Served over https, directly or behind a proxy.
    pub https: bool,
    /// Addresses of proxies in front: the caller's address is what they say it is (`X-Forwarded-For`).
    pub proxies: Vec<std::net::IpAddr>,
    /// Where measurements are read, for this machine only: `127.0.0.1:9180`. Empty: nowhere.
    pub metrics: String,
    /// Folder of the backups.
    pub backups: PathBuf,
    /// Folders outside this machine that keep each signed checkpoint of the journal.
    pub witnesses: Vec<PathBuf>,
    /// The gateway for short messages; without one they are written to the log.
    pub sms: Option<outside::HttpSmsSettings>,
    /// The upper tier's order system; without one orders travel in files.
    pub upper: Option<outside::upper::HttpUpperSettings>,
    /// The mail server; without one e-mails are written to the log.
    pub mail: Option<outside::SmtpSettings>,
    /// Where people reach the pages, for links in e-mails: `https://linqiao.example.cn`.
    pub site: String,
    /// Where pictures may be fetched from by address: `off`, `public`, and `host:port` beside them.
    pub media: String,
    /// Which addresses webhooks may have, in the same words.
    pub webhooks: String,
    sources: Vec<(&'static str, String, &'static str)>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    listen: Option<String>,
    database_url: Option<String>,
    data: Option<PathBuf>,
    key_file: Option<PathBuf>,
    street: Option<String>,
    https: Option<bool>,
    proxies: Option<Vec<String>>,
    metrics: Option<String>,
    backups: Option<PathBuf>,
    witnesses: Option<Vec<PathBuf>>,
    sms: Option<outside::HttpSmsSettings>,
    upper: Option<outside::upper::HttpUpperSettings>,
    mail: Option<outside::SmtpSettings>,
    site: Option<String>,
    media: Option<String>,
    webhooks: Option<String>,
}

const KNOWN: [&str; 14] = [
    "LISTEN", "DATABASE_URL", "DATA", "KEY_FILE", "STREET", "HTTPS", "PROXIES", "METRICS", "BACKUPS", "WITNESSES", "MEDIA",
    "WEBHOOKS", "SITE", "CONFIG",
];

/// Reads the settings. Unknown keys, in the file or in the environment, are errors.
pub fn load(vars: impl IntoIterator<Item = (String, String)>) -> Result<Config, String> {
    let mut env = std::collections::BTreeMap::new();
    for (name, value) in vars {
        let Some(key) = name.strip_prefix("LINQIAO_") else { continue };
        if key.starts_with("TEST_") {
            continue;
        }
        if !KNOWN.contains(&key) {
            return Err(format!("{name} is not a setting; known are LINQIAO_{}", KNOWN.join(", LINQIAO_")));
        }
        env.insert(key.to_owned(), value);
    }
    let file = match env.get("CONFIG") {
        None => File::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
            toml::from_str(&text).map_err(|e| format!("{path}: {e}"))?
        }
    };
    let mut sources = vec![];
    let mut pick = |key: &'static str, from_env: &str, from_file: Option<String>, default: String| {
        let (value, source) = match (env.get(from_env), from_file) {
            (Some(v), _) => (v.clone(), "environment"),
            (None, Some(v)) => (v, "file"),
            (None, None) => (default, "default"),
        };
        sources.push((key, value.clone(), source));
        value
    };
    let path = |p: Option<PathBuf>| p.map(|p| p.display().to_string());
    let data = pick("data", "DATA", path(file.data), "data".into());
    let listen = pick("listen", "LISTEN", file.listen, "127.0.0.1:8080".into());
    let database_url = pick("database_url", "DATABASE_URL", file.database_url, format!("sqlite:{data}/linqiao.db"));
    let key_file = pick("key_file", "KEY_FILE", path(file.key_file), format!("{data}/linqiao.key"));
    let street = pick("street", "STREET", file.street, "青石街道".into());
    let https = pick("https", "HTTPS", file.https.map(|h| h.to_string()), "false".into());
    let https = https.parse().map_err(|_| format!("https is `{https}`, neither true nor false"))?;
    let media = pick("media", "MEDIA", file.media, "off".into());
    let webhooks = pick("webhooks", "WEBHOOKS", file.webhooks, "public".into());
    let site = pick("site", "SITE", file.site, format!("{}://{listen}", if https { "https" } else { "http" }));
    if !(site.starts_with("http://") || site.starts_with("https://")) || site.contains(char::is_whitespace) {
        return Err(format!("site is `{site}`, no address such as https://linqiao.example.cn"));
    }
    let proxies = pick("proxies", "PROXIES", file.proxies.map(|p| p.join(",")), String::new());
    let addresses = proxies.split(',').map(str::trim).filter(|p| !p.is_empty()).map(str::parse);
    let proxies = addresses.collect::<Result<_, _>>().map_err(|_| format!("proxies is `{proxies}`: addresses, comma between"))?;
    let metrics = pick("metrics", "METRICS", file.metrics, String::new());
    let backups = pick("backups", "BACKUPS", path(file.backups), format!("{data}/backups"));
    let listed = |list: Vec<PathBuf>| list.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(",");
    let witnesses = pick("witnesses", "WITNESSES", file.witnesses.map(listed), String::new());
    let witnesses = witnesses.split(',').filter(|w| !w.is_empty()).map(PathBuf::from).collect();
    let gateway = file.sms.as_ref().map_or("none: short messages are written to the log", |_| "a gateway");
    sources.push(("sms", gateway.into(), if file.sms.is_some() { "file" } else { "default" }));
    let line = file.upper.as_ref().map_or("none: orders of the upper tier travel in files", |_| "a line");
    sources.push(("upper", line.into(), if file.upper.is_some() { "file" } else { "default" }));
    let server = file.mail.as_ref().map_or("none: e-mails are written to the log", |_| "a mail server");
    sources.push(("mail", server.into(), if file.mail.is_some() { "file" } else { "default" }));
    Ok(Config {
        listen,
        database_url,
        data: data.into(),
        key_file: key_file.into(),
        street,
        https,
        media,
        webhooks,
        proxies,
        metrics,
        backups: backups.into(),
        witnesses,
        sms: file.sms,
        upper: file.upper,
        mail: file.mail,
        site: site.trim_end_matches('/').to_owned(),
        sources,
    })
}

impl Config {
    /// The key that signs checkpoints, beside the other one.
    pub fn signing_key(&self) -> PathBuf {
        self.key_file.with_extension("signing")
    }

    /// One line a setting: what is in force and from where. A password in the database address is not shown.
    pub fn explain(&self) -> String {
        let hide = |v: &str| match (v.find("://"), v.find('@')) {
            (Some(a), Some(b)) if a < b => format!("{}…{}", &v[..a + 3], &v[b..]),
            _ => v.to_owned(),
        };
        self.sources.iter().map(|(k, v, s)| format!("{k} = {}  ({s})\n", hide(v))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect()
    }

    #[test]
    fn the_environment_wins_and_says_so() {
        let config = load(vars(&[("LINQIAO_LISTEN", "127.0.0.1:9"), ("PATH", "/bin")])).expect("settings");
        assert_eq!(config.listen, "127.0.0.1:9");
        assert!(config.explain().contains("listen = 127.0.0.1:9  (environment)"));
        assert!(config.explain().contains("database_url = sqlite:data/linqiao.db  (default)"));
    }

    #[test]
    fn an_unknown_setting_is_an_error_and_a_password_is_not_shown() {
        assert!(load(vars(&[("LINQIAO_LISTNE", "x")])).is_err());
        let config = load(vars(&[("LINQIAO_DATABASE_URL", "postgres://me:secret@host/db")])).expect("settings");
        assert!(!config.explain().contains("secret"));
    }
}
