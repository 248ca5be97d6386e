//! The engine alone, for comparison in the same run: grouped durable inserts of what one submission weighs, and
//! indexed reads.

use crate::Fallible;
use crate::street::{Engine, Where};
use postgres::{Client, NoTls};
use rusqlite::{Connection, params};
use std::time::{Duration, Instant};

/// What an engine does per second without us.
pub struct Limits {
    engine: &'static str,
    /// By clients: durable submissions' worth of rows.
    commits: Vec<(usize, f64)>,
    /// By clients: one row per commit.
    rows: Vec<(usize, f64)>,
    reads: f64,
}

impl Limits {
    pub fn commits(&self, clients: usize) -> Option<f64> {
        self.commits.iter().find(|c| c.0 == clients).map(|c| c.1)
    }
}

impl std::fmt::Display for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for ((clients, one), (_, many)) in self.rows.iter().zip(&self.commits) {
            writeln!(
                f,
                "{} raw, {clients:>2} sharing a commit: {one:>8.0} rows/s, {many:>8.0} submissions' worth of {WEIGHT} rows/s",
                self.engine
            )?;
        }
        write!(f, "{} raw indexed read: {:.0} rows/s", self.engine, self.reads)
    }
}

const CLIENTS: [usize; 3] = [1, 16, 64];
/// Rows one submission writes, case, voice, receipt, clock, events, counts and words together.
const WEIGHT: usize = 12;
const FILLING: usize = 400;

pub fn limits(at: &Where, engine: Engine, seconds: u64) -> Fallible<Limits> {
    match engine {
        Engine::Sqlite => sqlite(seconds),
        Engine::Postgres => postgres(&at.postgres, seconds),
    }
}

fn sqlite(seconds: u64) -> Fallible<Limits> {
    let folder = tempfile::tempdir()?;
    let mut conn = Connection::open(folder.path().join("raw.db"))?;
    conn.execute_batch(
        "pragma journal_mode=wal; pragma synchronous=full;
         create table rows (street blob, id blob, at integer, body text, primary key (street, id));
         create index rows_by_time on rows (street, at);",
    )?;
    let (mut next, mut commits, mut rows) = (0_i64, vec![], vec![]);
    for clients in CLIENTS {
        for (each, found) in [(1, &mut rows), (WEIGHT, &mut commits)] {
            let (began, mut done) = (Instant::now(), 0_usize);
            while began.elapsed() < Duration::from_secs(seconds) {
                let tx = conn.transaction()?;
                for _ in 0..clients * each {
                    next += 1;
                    tx.prepare_cached("insert into rows values (?1, ?2, ?3, ?4)")?
                        .execute(params![[7_u8; 16], next.to_be_bytes(), next, "x".repeat(FILLING)])?;
                }
                tx.commit()?;
                done += clients;
            }
            found.push((clients, done as f64 / began.elapsed().as_secs_f64()));
        }
    }
    let (began, mut reads) = (Instant::now(), 0_i64);
    while began.elapsed() < Duration::from_secs(seconds) {
        reads += 1;
        conn.prepare_cached("select body from rows where street = ?1 and id = ?2")?
            .query_row(params![[7_u8; 16], (reads % next + 1).to_be_bytes()], |r| r.get::<_, String>(0))?;
    }
    Ok(Limits { engine: "sqlite", commits, rows, reads: reads as f64 / began.elapsed().as_secs_f64() })
}

fn postgres(url: &str, seconds: u64) -> Fallible<Limits> {
    let mut first = Client::connect(url, NoTls)?;
    first.batch_execute(
        "drop table if exists raw_rows;
         create table raw_rows (street bytea, id bigserial, at bigint, body text, primary key (street, id));
         create index raw_rows_by_time on raw_rows (street, at);",
    )?;
    let (mut commits, mut rows) = (vec![], vec![]);
    for clients in CLIENTS {
        rows.push((clients, together(url, clients, 1, seconds)?));
        commits.push((clients, together(url, clients, WEIGHT, seconds)?));
    }
    let most: i64 = first.query_one("select max(id) from raw_rows", &[])?.get(0);
    let read = first.prepare("select body from raw_rows where street = $1 and id = $2")?;
    let (began, mut reads) = (Instant::now(), 0_i64);
    while began.elapsed() < Duration::from_secs(seconds) {
        reads += 1;
        first.query(&read, &[&&[7_u8; 16][..], &(reads % most + 1)])?;
    }
    let reads = reads as f64 / began.elapsed().as_secs_f64();
    first.batch_execute("drop table raw_rows")?;
    Ok(Limits { engine: "postgres", commits, rows, reads })
}

/// So many connections, each committing `each` rows at a time; the engine groups their commits itself.
fn together(url: &str, clients: usize, each: usize, seconds: u64) -> Fallible<f64> {
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds);
    let done = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..clients)
            .map(|_| {
                scope.spawn(move || -> Result<usize, postgres::Error> {
                    let mut client = Client::connect(url, NoTls)?;
                    let insert = client.prepare("insert into raw_rows (street, at, body) values ($1, $2, $3)")?;
                    let mut done = 0;
                    while Instant::now() < until {
                        let mut tx = client.transaction()?;
                        for n in 0..each {
                            tx.execute(&insert, &[&&[7_u8; 16][..], &(n as i64), &"x".repeat(FILLING)])?;
                        }
                        tx.commit()?;
                        done += 1;
                    }
                    Ok(done)
                })
            })
            .collect();
        hands.into_iter().map(|h| h.join().map_err(|_| "a hand panicked".into()).and_then(|d| Ok(d?))).sum::<Fallible<usize>>()
    })?;
    Ok(done as f64 / began.elapsed().as_secs_f64())
}
