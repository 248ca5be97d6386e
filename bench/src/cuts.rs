//! Power cuts: a recorded run is stopped at any operation, writes that no sync covered are lost or torn, and what the
//! database then holds is compared with what had been acknowledged.

use crate::Fallible;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::collections::HashSet;
use std::path::Path;
use std::process::Command;

const SHIM: &str = include_str!("../rigs/cut.c");
const SECTOR: usize = 512;

#[derive(Clone, Copy, PartialEq)]
pub enum Op {
    Write,
    Truncate,
    Sync,
}

pub struct Record {
    pub op: Op,
    /// 1 database, 2 WAL, 3 acknowledgements.
    pub file: u8,
    offset: usize,
    pub data: Vec<u8>,
}

/// What happens to writes that were not synced.
#[derive(Clone, Copy)]
pub enum Loss {
    All,
    /// Each sector is kept or lost by itself.
    Torn,
}

struct Verdict {
    acknowledged: usize,
    lost: usize,
    half: usize,
    damaged: bool,
}

/// Fails if a careful writer lost anything, or if the control lost nothing.
pub fn run(cuts: u32, seed: u64) -> Fallible {
    let folder = tempfile::tempdir()?;
    let shim = shim(folder.path())?;
    let careful = rig(folder.path(), &shim, false, cuts, seed)?;
    let control = rig(folder.path(), &shim, true, cuts, seed)?;
    if careful > 0 {
        return Err(format!("{careful} cuts lost an acknowledged write").into());
    }
    if control == 0 {
        return Err("the control lost nothing, so this rig proves nothing".into());
    }
    Ok(())
}

/// The recorder, built into a folder.
pub fn shim(folder: &Path) -> Fallible<std::path::PathBuf> {
    let (shim, source) = (folder.join("cut.so"), folder.join("cut.c"));
    std::fs::write(&source, SHIM)?;
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&shim).arg(&source).arg("-ldl").status()?;
    if built.success() { Ok(shim) } else { Err("the shim does not compile".into()) }
}

/// Records one run and cuts it; returns the number of cuts with a loss or damage.
fn rig(folder: &Path, shim: &Path, careless: bool, cuts: u32, seed: u64) -> Fallible<usize> {
    let name = if careless { "normal" } else { "full" };
    let run = folder.join(name);
    std::fs::create_dir(&run)?;
    let log = folder.join(format!("{name}.log"));
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("writer").arg(&run).env("LD_PRELOAD", shim).env("CUT_LOG", &log);
    if careless {
        command.arg("--careless");
    }
    if !command.status()?.success() {
        return Err("the writer failed".into());
    }
    let records = read(&std::fs::read(&log)?);
    let syncs = records.iter().filter(|r| r.op == Op::Sync).count();
    let first = records.iter().position(|r| r.file == 3).ok_or("no write was acknowledged")?;
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut bad, mut lost, mut half, mut damaged, mut checked) = (0, 0, 0, 0, 0);
    for n in 0..cuts {
        let at = rng.random_range(first + 1..=records.len());
        let loss = if n % 2 == 0 { Loss::All } else { Loss::Torn };
        let verdict = cut(&records[..at], loss, &mut rng, folder)?;
        checked += verdict.acknowledged;
        lost += verdict.lost;
        half += verdict.half;
        damaged += usize::from(verdict.damaged);
        bad += usize::from(verdict.lost > 0 || verdict.half > 0 || verdict.damaged);
    }
    println!(
        "synchronous={name}: {cuts} cuts over {} operations, {syncs} syncs; {checked} acknowledged writes looked up, \
         {lost} lost, {half} half written, {damaged} damaged files; {bad} bad cuts",
        records.len()
    );
    Ok(bad)
}

pub fn read(log: &[u8]) -> Vec<Record> {
    let number = |at: usize| log[at..at + 8].iter().rev().fold(0, |n, b| n << 8 | usize::from(*b));
    let (mut records, mut at) = (vec![], 0);
    while at + 18 <= log.len() {
        let (file, offset, length) = (log[at + 1], number(at + 2), number(at + 10));
        let op = match log[at] {
            1 => Op::Write,
            2 => Op::Truncate,
            _ => Op::Sync,
        };
        at += 18;
        let end = if op == Op::Write { at + length } else { at };
        let Some(data) = log.get(at..end) else { break };
        records.push(Record { op, file, offset, data: data.to_vec() });
        at = end;
    }
    records
}

/// Lays out the files as a disk would hold them after the cut, opens them and looks.
fn cut(records: &[Record], loss: Loss, rng: &mut StdRng, folder: &Path) -> Fallible<Verdict> {
    let disk = tempfile::tempdir_in(folder)?;
    let path = disk.path().join("cut.db");
    std::fs::write(&path, surviving(records, 1, loss, rng))?;
    std::fs::write(disk.path().join("cut.db-wal"), surviving(records, 2, loss, rng))?;
    let acks: Vec<u8> = records.iter().filter(|r| r.file == 3).flat_map(|r| r.data.iter().copied()).collect();
    let acks: Vec<String> = String::from_utf8(acks)?.lines().map(str::to_owned).collect();
    let look = || -> rusqlite::Result<Option<HashSet<String>>> {
        let conn = rusqlite::Connection::open(&path)?;
        let verdict: String = conn.query_row("pragma integrity_check", [], |r| r.get(0))?;
        let mut rows = conn.prepare("select key from settings where key like 'a-%' or key like 'b-%'")?;
        let keys = rows.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok((verdict == "ok").then_some(keys))
    };
    let found = look().ok().flatten();
    let damaged = found.is_none();
    let keys = found.unwrap_or_default();
    let has = |side: &str, key: &str| keys.contains(&format!("{side}-{key}"));
    let lost = acks.iter().filter(|key| !has("a", key) || !has("b", key)).count();
    let half = keys.iter().filter_map(|k| k.split_once('-')).filter(|(_, key)| has("a", key) != has("b", key)).count();
    Ok(Verdict { acknowledged: acks.len(), lost, half, damaged })
}

pub fn surviving(records: &[Record], file: u8, loss: Loss, rng: &mut StdRng) -> Vec<u8> {
    let synced = records.iter().rposition(|r| r.file == file && r.op == Op::Sync).unwrap_or(0);
    let mut disk = vec![];
    for (n, record) in records.iter().enumerate().filter(|(_, r)| r.file == file) {
        let safe = n < synced;
        let mut kept = || safe || (matches!(loss, Loss::Torn) && rng.random_bool(0.5));
        match record.op {
            Op::Sync => {}
            Op::Truncate => {
                if kept() {
                    disk.resize(record.offset, 0);
                }
            }
            Op::Write => {
                for (i, sector) in record.data.chunks(SECTOR).enumerate() {
                    if kept() {
                        put(&mut disk, record.offset + i * SECTOR, sector);
                    }
                }
            }
        }
    }
    disk
}

fn put(disk: &mut Vec<u8>, offset: usize, data: &[u8]) {
    let end = offset + data.len();
    if disk.len() < end {
        disk.resize(end, 0);
    }
    disk[offset..end].copy_from_slice(data);
}
