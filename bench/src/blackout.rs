//! Power cuts of the released server on SQLite: one recorded run under load is stopped at any operation, writes that no
//! sync covered are lost or torn, and the server starts again on what the disk would hold.

use crate::Fallible;
use crate::cuts::{self, Loss};
use crate::load::Line;
use crate::outage::look_up;
use crate::street::{DATABASE, Engine, Street, Where};
use clap::Args;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;

#[derive(Args, Clone)]
pub struct Blackout {
    #[command(flatten)]
    at: Where,
    #[arg(long, default_value_t = 100)]
    cuts: u32,
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Voices said while it is recorded.
    #[arg(long, default_value_t = 400)]
    voices: usize,
}

/// Speakers at once, so that commits are shared.
const SPEAKERS: usize = 8;

pub fn run(asked: &Blackout) -> Fallible {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let recorded = Street::new(&asked.at, Engine::Sqlite, "blackout")?;
    let folder = tempfile::tempdir()?;
    let (shim, log) = (cuts::shim(folder.path())?, folder.path().join("server.log"));
    let served = recorded.serve_with(&[("LD_PRELOAD", &shim), ("CUT_LOG", &log)])?;
    runtime.block_on(speak(served.address, &log, asked.voices))?;
    served.kill()?;
    let records = cuts::read(&std::fs::read(&log)?);
    let first = records.iter().position(|r| r.file == 3).ok_or("no voice was acknowledged")?;
    let mut rng = StdRng::seed_from_u64(asked.seed);
    let (mut checked, mut lost, mut damaged) = (0, 0, 0);
    for n in 0..asked.cuts {
        let at = rng.random_range(first + 1..=records.len());
        let loss = if n % 2 == 0 { Loss::All } else { Loss::Torn };
        let after = Street::new(&asked.at, Engine::Sqlite, "after")?;
        let file = |name: &str| after.folder().join(name);
        // The keys are made before the first voice; they lie beside the database, not in it.
        for key in ["linqiao.key", "linqiao.signing"] {
            std::fs::copy(recorded.folder().join(key), file(key))?;
        }
        std::fs::write(file(DATABASE), cuts::surviving(&records[..at], 1, loss, &mut rng))?;
        std::fs::write(file(&format!("{DATABASE}-wal")), cuts::surviving(&records[..at], 2, loss, &mut rng))?;
        let codes: Vec<u8> = records[..at].iter().filter(|r| r.file == 3).flat_map(|r| r.data.iter().copied()).collect();
        let codes: Vec<String> = String::from_utf8(codes)?.lines().map(str::to_owned).collect();
        checked += codes.len();
        match after.serve() {
            Ok(served) => lost += runtime.block_on(look_up(served.address, &codes))?,
            Err(why) => {
                println!("cut {n}: {why}");
                damaged += 1;
                continue;
            }
        }
        if let Err(why) = after.run(&["check"]) {
            println!("cut {n}: {why}");
            damaged += 1;
        }
    }
    println!(
        "{} cuts of the server over {} operations: {checked} receipts looked up, {lost} lost, {damaged} streets damaged",
        asked.cuts,
        records.len()
    );
    if lost + damaged > 0 { Err("a power cut lost an acknowledged voice".into()) } else { Ok(()) }
}

/// Says so many voices; each receipt is noted in the recorder's own log, after everything the server did for it.
async fn speak(server: SocketAddr, log: &Path, voices: usize) -> Fallible {
    let speakers: Vec<_> = (0..SPEAKERS)
        .map(|_| {
            let log = log.to_owned();
            tokio::spawn(async move { some(server, &log, voices / SPEAKERS).await })
        })
        .collect();
    for speaker in speakers {
        speaker.await??;
    }
    Ok(())
}

async fn some(server: SocketAddr, log: &Path, voices: usize) -> Fallible {
    const VOICE: &str = r#"{"client_key":"{key}","text":"电梯停了，老人下不了楼","address_note":"3幢","anonymous":true}"#;
    let mut log = std::fs::File::options().append(true).create(true).open(log)?;
    let mut line = Line::open(server).await?;
    for n in 0..voices {
        if n % 40 == 39 {
            line = Line::open(server).await?;
        }
        let (status, receipt) = line.post(server, "/voices", VOICE.into()).await?;
        let code = receipt.get("code").and_then(|c| c.as_str()).ok_or_else(|| format!("no receipt: {status} {receipt}"))?;
        let said = format!("{code}\n");
        let mut record = vec![1, 3];
        record.extend(0_u64.to_le_bytes());
        record.extend((said.len() as u64).to_le_bytes());
        record.extend(said.as_bytes());
        log.write_all(&record)?;
    }
    Ok(())
}
