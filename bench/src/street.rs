//! A street under measurement: the released program itself, over a database loaded with so many cases.

use crate::Fallible;
use clap::{Args, ValueEnum};
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// The file of a SQLite street: what the power-cut recorder listens for.
pub const DATABASE: &str = "cut.db";

/// Where the program and the databases are.
#[derive(Args, Clone, Debug)]
pub struct Where {
    /// The released program.
    #[arg(long, default_value = "target/release/linqiao")]
    pub program: PathBuf,
    /// `postgres://…` of a server that waits for its disk; a database of its own is made there for each street.
    #[arg(long, default_value = "")]
    pub postgres: String,
}

/// A folder and a database of its own; both are gone when this is dropped.
pub struct Street {
    pub engine: Engine,
    pub url: String,
    program: PathBuf,
    folder: tempfile::TempDir,
    /// The server's address and the database made on it.
    made: Option<(String, String)>,
}

impl Street {
    pub fn new(at: &Where, engine: Engine, name: &str) -> Fallible<Self> {
        let folder = tempfile::tempdir()?;
        let program = std::fs::canonicalize(&at.program).map_err(|e| format!("{}: {e}", at.program.display()))?;
        let (url, made) = match engine {
            Engine::Sqlite => (format!("sqlite:{}", folder.path().join(DATABASE).display()), None),
            Engine::Postgres => {
                if at.postgres.is_empty() {
                    return Err("--postgres names no server; `make bench` starts one".into());
                }
                let database = format!("bench_{name}_{}", std::process::id());
                let mut server = postgres::Client::connect(&at.postgres, postgres::NoTls)?;
                server.batch_execute(&format!("create database {database}"))?;
                let (server, _) = at.postgres.rsplit_once('/').ok_or("no database in the address")?;
                (format!("{server}/{database}"), Some((at.postgres.clone(), database)))
            }
        };
        Ok(Self { engine, url, program, folder, made })
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words).env("LINQIAO_DATA", self.folder()).env("LINQIAO_DATABASE_URL", &self.url);
        command
    }

    /// Runs a command of the program to its end and gives what it printed.
    pub fn run(&self, words: &[&str]) -> Fallible<String> {
        let done = self.command(words).stderr(Stdio::inherit()).output()?;
        let told = String::from_utf8_lossy(&done.stdout).into_owned();
        if done.status.success() { Ok(told) } else { Err(format!("linqiao {}: {told}", words.join(" ")).into()) }
    }

    /// Loads so many cases; how long it took.
    pub fn load(&self, cases: usize) -> Fallible<Duration> {
        let began = Instant::now();
        self.run(&["demo", "--scale", &cases.to_string(), "--to", &self.url])?;
        if let Some((server, _)) = &self.made {
            let (base, _) = server.rsplit_once('/').ok_or("no database in the address")?;
            let database = self.made.as_ref().map_or("", |m| m.1.as_str());
            let mut client = postgres::Client::connect(&format!("{base}/{database}"), postgres::NoTls)?;
            client.batch_execute("vacuum analyze")?;
            // What the load left to be written is written before anything is measured.
            client.batch_execute("checkpoint")?;
        }
        Ok(began.elapsed())
    }

    /// The rows behind it, for what no page of the program shows or makes.
    pub fn rows(&self) -> Fallible<Rows> {
        Ok(match self.engine {
            Engine::Sqlite => {
                let file = rusqlite::Connection::open(self.folder().join(DATABASE))?;
                file.busy_timeout(Duration::from_secs(30))?;
                Rows::Sqlite(file)
            }
            Engine::Postgres => Rows::Postgres(postgres::Client::connect(&self.url, postgres::NoTls)?),
        })
    }

    /// A token of one of the demo's sign-ins. The street must not be served meanwhile.
    pub fn token(&self, account: &str) -> Fallible<String> {
        let told = self.run(&["admin", "token", "--account", account, "--scope", "*"])?;
        let token = told.split_whitespace().find(|w| w.starts_with("lq_")).ok_or("no token was printed")?;
        Ok(token.to_owned())
    }

    /// Starts serving on a free port and waits until it listens.
    pub fn serve(&self) -> Fallible<Served> {
        self.serve_with(&[])
    }

    /// As [`serve`](Self::serve), with more in the environment.
    pub fn serve_with(&self, more: &[(&str, &Path)]) -> Fallible<Served> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = std::fs::File::options().create(true).append(true).open(self.folder().join("server.log"))?;
        let mut child = self
            .command(&["serve"])
            .env("LINQIAO_LISTEN", address.to_string())
            .env("LINQIAO_METRICS", "")
            .envs(more.iter().copied())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(out).lines();
        // It prints its address when it listens.
        let told = lines.next().transpose()?;
        if told.is_none() {
            let log = std::fs::read_to_string(self.folder().join("server.log")).unwrap_or_default();
            return Err(format!("the server did not start: {}", log.lines().last().unwrap_or_default()).into());
        }
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Served { child, address })
    }
}

impl Drop for Street {
    fn drop(&mut self) {
        let Some((server, database)) = &self.made else { return };
        if let Ok(mut client) = postgres::Client::connect(server, postgres::NoTls) {
            let _ = client.batch_execute(&format!("drop database {database} with (force)"));
        }
    }
}

/// A running server; killed when dropped.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

impl Served {
    /// What it holds in memory, in MiB; 0 where the system does not say.
    pub fn memory(&self) -> u64 {
        let told = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let kib = told.lines().find_map(|l| l.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        kib.unwrap_or(0) / 1_024
    }

    /// Ends it at once, as a power switch would end the process.
    pub fn kill(mut self) -> Fallible {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A street's database, beside the program.
pub enum Rows {
    Sqlite(rusqlite::Connection),
    Postgres(postgres::Client),
}

/// A street, an id and a phone's mark.
pub type Phoned = (Vec<u8>, Vec<u8>, Vec<u8>);

impl Rows {
    /// The numbers a query gives.
    pub fn numbers(&mut self, query: &str) -> Fallible<Vec<i64>> {
        Ok(match self {
            Self::Sqlite(file) => file.prepare(query)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?,
            Self::Postgres(client) => client.query(query, &[])?.iter().map(|row| row.get(0)).collect(),
        })
    }

    /// Pairs of bytes a query gives.
    pub fn pairs(&mut self, query: &str) -> Fallible<Vec<(Vec<u8>, Vec<u8>)>> {
        Ok(match self {
            Self::Sqlite(file) => file.prepare(query)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?,
            Self::Postgres(client) => client.query(query, &[])?.iter().map(|row| (row.get(0), row.get(1))).collect(),
        })
    }

    /// People with a phone, an account and a token of the same id, good for a year.
    pub fn people(&mut self, people: &[Phoned], digest: &[u8], now: i64) -> Fallible {
        let person = "insert into people (street_id, id, masked_name, phone_blind, made_at) values ($1, $2, '', $3, $4)";
        let account = "insert into accounts (street_id, id, person_id, made_at) values ($1, $2, $2, $3)";
        let token = "insert into api_tokens (street_id, id, account_id, secret_hash, scopes, made_at, until_at)
            values ($1, $2, $2, $3, '[\"*\"]', $4, $5)";
        let until = now + 365 * 86_400_000_000;
        match self {
            Self::Sqlite(file) => {
                let work = file.transaction()?;
                for (street, id, mark) in people {
                    work.execute(person, rusqlite::params![street, id, mark, now])?;
                    work.execute(account, rusqlite::params![street, id, now])?;
                    work.execute(token, rusqlite::params![street, id, digest, now, until])?;
                }
                work.commit()?;
            }
            Self::Postgres(client) => {
                let mut work = client.transaction()?;
                for (street, id, mark) in people {
                    work.execute(person, &[street, id, mark, &now])?;
                    work.execute(account, &[street, id, &now])?;
                    work.execute(token, &[street, id, &digest, &now, &until])?;
                }
                work.commit()?;
            }
        }
        Ok(())
    }
}
