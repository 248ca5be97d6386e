//! Kill -9 of the released server under load of voices: every receipt it gave must open afterwards, and what the
//! program itself verifies must hold.

use crate::Fallible;
use crate::load::Line;
use crate::street::{Engine, Street, Where};
use clap::Args;
use rand::RngExt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

#[derive(Args, Clone)]
pub struct Outage {
    #[command(flatten)]
    at: Where,
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    engines: Vec<Engine>,
    #[arg(long, default_value_t = 100)]
    rounds: u32,
    /// Speakers at once.
    #[arg(long, default_value_t = 8)]
    clients: usize,
}

pub fn run(asked: &Outage) -> Fallible {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for &engine in &asked.engines {
        let street = Street::new(&asked.at, engine, "outage")?;
        street.run(&["demo", "--scale", "300"])?;
        let (began, mut codes) = (Instant::now(), vec![]);
        for _ in 0..asked.rounds {
            codes.extend(runtime.block_on(round(&street, asked.clients))?);
        }
        let served = street.serve()?;
        let lost = runtime.block_on(look_up(served.address, &codes))?;
        drop(served);
        let check = street.run(&["check"]);
        println!(
            "{}: {} kills in {:.0} s, {} receipts looked up, {lost} lost, check {}",
            engine.name(),
            asked.rounds,
            began.elapsed().as_secs_f64(),
            codes.len(),
            if check.is_ok() { "clean" } else { "BROKEN" }
        );
        if codes.is_empty() {
            return Err("nothing was acknowledged, so this run proves nothing".into());
        }
        if lost > 0 {
            return Err(format!("{lost} acknowledged voices are gone").into());
        }
        check?;
    }
    Ok(())
}

/// Serves, takes voices for a moment, dies; the codes of the receipts that were given.
async fn round(street: &Street, clients: usize) -> Fallible<Vec<String>> {
    let served = street.serve()?;
    let given = Arc::new(Mutex::new(vec![]));
    let address = served.address;
    let speakers: Vec<_> = (0..clients)
        .map(|_| {
            let given = given.clone();
            tokio::spawn(async move {
                // It ends with the server.
                let _ = speak(address, &given).await;
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(rand::rng().random_range(100..1_500))).await;
    served.kill()?;
    for speaker in speakers {
        speaker.await?;
    }
    let codes = std::mem::take(&mut *given.lock().map_err(|_| "a speaker panicked")?);
    Ok(codes)
}

async fn speak(server: SocketAddr, given: &Mutex<Vec<String>>) -> Fallible {
    const VOICE: &str = r#"{"client_key":"{key}","category":"property-lift","text":"电梯停了","address_note":"3幢","anonymous":true}"#;
    loop {
        let mut line = Line::open(server).await?;
        for _ in 0..40 {
            let (status, receipt) = line.post(server, "/voices", VOICE.into()).await?;
            let code = receipt.get("code").and_then(|c| c.as_str()).filter(|_| status.is_success());
            let code = code.ok_or_else(|| format!("no receipt: {status}"))?;
            given.lock().map_err(|_| "a speaker panicked")?.push(code.to_owned());
        }
    }
}

/// How many of the codes open nothing.
pub async fn look_up(server: SocketAddr, codes: &[String]) -> Fallible<usize> {
    let mut lost = 0;
    // One address may try only so many codes.
    for some in codes.chunks(8) {
        let mut line = Line::open(server).await?;
        for code in some {
            let body = serde_json::json!({ "code": code }).to_string();
            let (status, view) = line.post(server, "/receipt", body).await?;
            let opened = status.is_success() && view.get("voice").is_some_and(|v| v.is_string());
            lost += usize::from(!opened);
        }
    }
    Ok(lost)
}
