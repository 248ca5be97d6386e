//! The embedded engine alone: grouped durable inserts and indexed reads, for comparison in the same run.

use crate::Fallible;
use rusqlite::{Connection, params};
use std::time::{Duration, Instant};

/// Rows a second at three group sizes, and single-row reads by index.
pub fn run(seconds: u64) -> Fallible {
    let folder = tempfile::tempdir()?;
    let mut conn = Connection::open(folder.path().join("raw.db"))?;
    conn.execute_batch(
        "pragma journal_mode=wal; pragma synchronous=full;
         create table rows (street blob, id blob, at integer, body text, primary key (street, id));
         create index rows_by_time on rows (street, at);",
    )?;
    let mut next = 0_i64;
    for group in [1_u32, 16, 64] {
        let (began, limit) = (Instant::now(), Duration::from_secs(seconds));
        let mut rows = 0_u64;
        while began.elapsed() < limit {
            let tx = conn.transaction()?;
            for _ in 0..group {
                next += 1;
                let id = next.to_be_bytes();
                tx.prepare_cached("insert into rows values (?1, ?2, ?3, ?4)")?.execute(params![
                    [7_u8; 16],
                    id,
                    next,
                    "x".repeat(1_500)
                ])?;
            }
            tx.commit()?;
            rows += u64::from(group);
        }
        println!("raw insert, {group:>2} per commit: {:>9.0} rows/s", rows as f64 / began.elapsed().as_secs_f64());
    }
    let (began, mut reads) = (Instant::now(), 0_i64);
    while began.elapsed() < Duration::from_secs(seconds) {
        reads += 1;
        let id = (reads % next + 1).to_be_bytes();
        conn.prepare_cached("select body from rows where street = ?1 and id = ?2")?
            .query_row(params![[7_u8; 16], id], |r| r.get::<_, String>(0))?;
    }
    println!("raw indexed read:          {:>9.0} rows/s", reads as f64 / began.elapsed().as_secs_f64());
    Ok(())
}
