//! A ballot of many electors under load: votes at desks and on paper through the released server, how long each took, and
//! whether as many are kept as were acknowledged.

use crate::Fallible;
use crate::load::Line;
use crate::street::{Engine, Street, Where};
use clap::Args;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct Ballots {
    #[command(flatten)]
    at: Where,
    #[arg(long, value_enum, default_values = ["sqlite", "postgres"])]
    engines: Vec<Engine>,
    #[arg(long, default_value_t = 20_000)]
    electors: usize,
    /// Over how long they come; each vote has its moment, so that a slow answer delays no other.
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    #[arg(long, default_value_t = 8)]
    clients: usize,
}

pub fn run(asked: &Ballots) -> Fallible {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for &engine in &asked.engines {
        let street = Street::new(&asked.at, engine, "ballots")?;
        street.load(1_000)?;
        let told = runtime.block_on(held(&street, asked))?;
        told.iter().for_each(|line| println!("{:<9} {line}", engine.name()));
        let checked = street.run(&["check"])?;
        let line = checked.lines().find(|l| l.contains("ballots")).ok_or("no line about ballots")?;
        println!("{:<9} {line}", engine.name());
    }
    Ok(())
}

/// One verb by somebody with a key; what came of it.
async fn act(line: &mut Line, server: SocketAddr, token: &str, path: &str, words: Value) -> Fallible<Value> {
    let (status, answer) = line.post_as(server, token, path, words.to_string()).await?;
    if status.is_success() { Ok(answer) } else { Err(format!("{path}: {status} {answer}").into()) }
}

/// A ballot over a matter that has come to its decision, its roll brought, open: its path.
async fn opened(street: &Street, server: SocketAddr, electors: usize) -> Fallible<String> {
    let mut line = Line::open(server).await?;
    let clerk = street.token("clerk")?;
    let mut path = "/matters".to_owned();
    let matter = loop {
        let page = line.read(server, &clerk, &path).await?;
        let found = page["matters"].as_array().and_then(|all| all.iter().find(|m| m["step"] == "decision" && m["state"] == "walking"));
        if let Some(id) = found.and_then(|m| m["id"].as_str()) {
            break format!("/matters/{id}");
        }
        path = format!("/matters?before={}", page["next"].as_str().ok_or("no matter is at its decision")?);
    };
    let words = json!({ "elector_kind": "seat", "check_days": 0, "scope": "20 个社区的住户", "doors": ["web", "desk", "paper"] });
    for n in 1..=13 {
        let secretary = street.token(&format!("secretary-{n:02}"))?;
        let (status, answer) = line.post_as(server, &secretary, &format!("{matter}/ballots"), words.to_string()).await?;
        if !status.is_success() {
            continue;
        }
        let ballot = format!("/ballots/{}", answer["ballots"][0]["id"].as_str().ok_or("no ballot")?);
        let rows: String = (1..=electors).map(|n| format!("{n}\n")).collect();
        act(&mut line, server, &secretary, &format!("{ballot}/roll"), json!({ "text": format!("key\n{rows}") })).await?;
        for verb in ["roll/opening", "roll/freezing", "opening"] {
            act(&mut line, server, &secretary, &format!("{ballot}/{verb}"), json!({})).await?;
        }
        return Ok(ballot);
    }
    Err("no secretary may put the matter to a ballot".into())
}

async fn held(street: &Street, asked: &Ballots) -> Fallible<Vec<String>> {
    let served = street.serve()?;
    let (server, clerk) = (served.address, Arc::new(street.token("clerk")?));
    let ballot = Arc::new(opened(street, server, asked.electors).await?);
    let began = Instant::now();
    let pause = Duration::from_secs(asked.seconds) / u32::try_from(asked.electors.max(1))?;
    let tasks: Vec<_> = (0..asked.clients).map(|client| {
        let (ballot, clerk, electors, clients) = (ballot.clone(), clerk.clone(), asked.electors, asked.clients);
        tokio::spawn(async move {
            let mut times = vec![];
            let mut line = Line::open(server).await.map_err(|e| e.to_string())?;
            for n in (1..=electors).filter(|n| n % clients == client) {
                tokio::time::sleep_until((began + pause * u32::try_from(n).unwrap_or(u32::MAX)).into()).await;
                let due = Instant::now();
                voted(&mut line, server, &clerk, &ballot, n).await.map_err(|e| e.to_string())?;
                times.push(due.elapsed());
            }
            Ok::<_, String>(times)
        })
    }).collect();
    let mut times = vec![];
    for task in tasks {
        times.extend(task.await??);
    }
    let took = began.elapsed();
    times.sort_unstable();
    let at = |share: f64| times.get(((times.len() as f64 * share).ceil() as usize).clamp(1, times.len().max(1)) - 1).map_or(f64::NAN, |t| t.as_secs_f64() * 1e3);
    let seen = Line::open(server).await?.read(server, &clerk, &ballot).await?;
    if seen["turnout"].as_u64() != u64::try_from(times.len()).ok() {
        return Err(format!("{} were acknowledged, the roll says {}", times.len(), seen["turnout"]).into());
    }
    Ok(vec![format!(
        "{} votes in {:.0} s, every fourth on paper: p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms; none lost or doubled; memory {} MiB",
        times.len(), took.as_secs_f64(), at(0.5), at(0.99), at(1.0), served.memory()
    )])
}

/// At a desk; every fourth takes a paper and brings it back.
async fn voted(line: &mut Line, server: SocketAddr, clerk: &str, ballot: &str, n: usize) -> Fallible {
    if !n.is_multiple_of(4) {
        let choice = ["for", "against", "abstain"][n % 3];
        act(line, server, clerk, &format!("{ballot}/desk-votes"), json!({ "key": n.to_string(), "choice": [choice] })).await?;
        return Ok(());
    }
    let view = act(line, server, clerk, &format!("{ballot}/papers"), json!({ "key": n.to_string() })).await?;
    let no = view["counterfoil"].as_i64().ok_or("no counterfoil")?;
    act(line, server, clerk, &format!("{ballot}/envelopes"), json!({ "counterfoil": no })).await.map(|_| ())
}
