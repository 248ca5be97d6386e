//! A ballot of many electors under load: votes by web, at desks and on paper through the released server, which is killed in
//! the middle; how long each took, whether as many are kept as were acknowledged, and whether the count can be repeated.

use crate::Fallible;
use crate::load::Line;
use crate::street::{Engine, Served, Street, Where};
use clap::Args;
use kernel::uuid::Uuid;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

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
    /// How often the server is killed and started again meanwhile.
    #[arg(long, default_value_t = 1)]
    kills: u32,
}

/// The largest bundle of slips.
const BUNDLE: usize = 50;
/// The ballot that is measured: the demo street's own have rolls of a few houses.
const LARGEST: &str = "select ballot_id from ballot_electors group by ballot_id order by count(*) desc limit 1";
/// A token's secret here; the database holds its digest.
const SECRET: &str = "bench-elector";

pub fn run(asked: &Ballots) -> Fallible {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for &engine in &asked.engines {
        let street = Street::new(&asked.at, engine, "ballots")?;
        street.load(1_000)?;
        let keys = Keys::of(&street)?;
        let served = street.serve()?;
        let ballot = runtime.block_on(rolled(&keys, served.address, asked.electors))?;
        let tokens = accounts_of(&street, asked.electors)?;
        let (served, came) = runtime.block_on(voting(&street, served, &keys, &ballot, tokens, asked))?;
        println!("{:<9} {came}", engine.name());
        let kept = street.rows()?.numbers(&format!("select cast(line as bigint) from ballot_electors where state = 'voted' and ballot_id = ({LARGEST})"))?;
        let kept: BTreeSet<usize> = kept.into_iter().filter_map(|n| usize::try_from(n).ok()).collect();
        let lost: Vec<_> = came.acknowledged.difference(&kept).collect();
        let more: Vec<_> = kept.iter().filter(|n| !came.acknowledged.contains(n) && !came.broken.contains(n)).collect();
        if !lost.is_empty() || !more.is_empty() {
            return Err(format!("acknowledged and not kept: {lost:?}; kept and never sent: {more:?}").into());
        }
        let unheard = came.broken.intersection(&kept).count();
        println!("{:<9} every acknowledged vote is kept once; {unheard} kept without having been acknowledged", engine.name());
        let told = runtime.block_on(counted(&street, &served, &keys, &ballot, kept.len()))?;
        println!("{:<9} {told}", engine.name());
        drop(served);
        let checked = street.run(&["check"])?;
        let line = checked.lines().find(|l| l.contains("ballots")).ok_or("no line about ballots")?;
        println!("{:<9} {line}", engine.name());
    }
    Ok(())
}

/// Who acts for the street.
struct Keys {
    clerk: String,
    /// Another at the desk: papers are counted and read by two.
    second: String,
    officer: String,
    convenors: Vec<String>,
}

impl Keys {
    fn of(street: &Street) -> Fallible<Self> {
        let convenors = ["secretary-01", "secretary-02", "secretary-07"].map(|name| street.token(name)).into_iter().collect::<Fallible<_>>()?;
        Ok(Self { clerk: street.token("clerk")?, second: street.token("clerk-2")?, officer: street.token("officer")?, convenors })
    }
}

/// A ballot and who convenes it.
struct Held {
    path: String,
    convenor: String,
}

/// One verb by somebody with a key; what came of it.
async fn act(line: &mut Line, server: SocketAddr, token: &str, path: &str, words: Value) -> Fallible<Value> {
    let (status, answer) = line.post_as(server, token, path, words.to_string()).await?;
    if status.is_success() { Ok(answer) } else { Err(format!("{path}: {status} {answer}").into()) }
}

/// A ballot over a matter that has come to its decision, its roll brought: every elector has a phone.
async fn rolled(keys: &Keys, server: SocketAddr, electors: usize) -> Fallible<Held> {
    let mut line = Line::open(server).await?;
    let words = json!({ "elector_kind": "seat", "check_days": 0, "scope": "20 个社区的住户", "doors": ["web", "desk", "paper"] });
    let (mut page, mut refusal) = ("/matters".to_owned(), String::new());
    loop {
        let view = line.read(server, &keys.clerk, &page).await?;
        let decided = view["matters"].as_array().into_iter().flatten().filter(|m| m["step"] == "decision" && m["state"] == "walking");
        for matter in decided.filter_map(|m| m["id"].as_str()) {
            for convenor in &keys.convenors {
                let (status, answer) = line.post_as(server, convenor, &format!("/matters/{matter}/ballots"), words.to_string()).await?;
                let Some(id) = answer["ballots"][0]["id"].as_str().filter(|_| status.is_success()) else {
                    refusal = format!("{status} {answer}");
                    continue;
                };
                let path = format!("/ballots/{id}");
                let rows: String = (1..=electors).map(|n| format!("{n},139{n:08}\n")).collect();
                act(&mut line, server, convenor, &format!("{path}/roll"), json!({ "text": format!("key,phone\n{rows}") })).await?;
                for verb in ["roll/opening", "roll/freezing", "opening"] {
                    act(&mut line, server, convenor, &format!("{path}/{verb}"), json!({})).await?;
                }
                return Ok(Held { path, convenor: convenor.clone() });
            }
        }
        page = format!("/matters?before={}", view["next"].as_str().ok_or(format!("no matter may be put to a ballot: {refusal}"))?);
    }
}

/// Gives every elector of the roll an account with the phone the roll knows; their tokens, in the order of the roll. Signing
/// in twenty thousand times is not what is measured.
fn accounts_of(street: &Street, electors: usize) -> Fallible<Vec<String>> {
    let mut rows = street.rows()?;
    let marks = rows.pairs(&format!("select street_id, phone_mark from ballot_electors where ballot_id = ({LARGEST}) order by line"))?;
    if marks.len() != electors {
        return Err(format!("{} of {electors} electors have a phone on the roll", marks.len()).into());
    }
    let (now, digest) = (kernel::Moment::now().0, Sha256::digest(SECRET).to_vec());
    let mut tokens = vec![];
    let mut people = vec![];
    for (street_id, mark) in marks {
        let id = Uuid::now_v7();
        tokens.push(format!("lq_{}_{SECRET}", id.simple()));
        people.push((street_id, id.as_bytes().to_vec(), mark));
    }
    rows.people(&people, &digest, now)?;
    Ok(tokens)
}

/// What became of those who came.
#[derive(Default)]
struct Came {
    acknowledged: BTreeSet<usize>,
    /// The server went away while they were served.
    broken: BTreeSet<usize>,
    times: Vec<Duration>,
    took: Duration,
    memory: u64,
}

impl std::fmt::Display for Came {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = |share: f64| {
            let place = ((self.times.len() as f64 * share).ceil() as usize).clamp(1, self.times.len().max(1)) - 1;
            self.times.get(place).map_or(f64::NAN, |t| t.as_secs_f64() * 1e3)
        };
        write!(
            f,
            "{} votes in {:.0} s, half by web, a quarter at desks, a quarter on paper: p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms; \
             {} were being served when the server was killed; memory {} MiB",
            self.acknowledged.len(), self.took.as_secs_f64(), at(0.5), at(0.99), at(1.0), self.broken.len(), self.memory
        )
    }
}

async fn voting(street: &Street, mut served: Served, keys: &Keys, ballot: &Held, tokens: Vec<String>, asked: &Ballots) -> Fallible<(Served, Came)> {
    let began = Instant::now();
    let pause = Duration::from_secs(asked.seconds) / u32::try_from(asked.electors.max(1))?;
    let (address, seen) = watch::channel(served.address);
    let shared = Arc::new((ballot.path.clone(), keys.clerk.clone(), tokens));
    let tasks: Vec<_> = (0..asked.clients).map(|client| {
        let (shared, mut seen, electors, clients) = (shared.clone(), seen.clone(), asked.electors, asked.clients);
        tokio::spawn(async move {
            let (ballot, clerk, tokens) = &*shared;
            let mut came = Came::default();
            let mut server = *seen.borrow_and_update();
            let mut line = Line::open(server).await.map_err(|e| e.to_string())?;
            for n in (1..=electors).filter(|n| n % clients == client) {
                tokio::time::sleep_until((began + pause * u32::try_from(n).unwrap_or(u32::MAX)).into()).await;
                let due = Instant::now();
                match voted(&mut line, server, clerk, &tokens[n - 1], ballot, n).await {
                    Ok(None) => {
                        came.acknowledged.insert(n);
                        came.times.push(due.elapsed());
                    }
                    Ok(Some(refusal)) => return Err(refusal),
                    Err(_) => {
                        came.broken.insert(n);
                        (server, line) = back(&mut seen).await?;
                    }
                }
            }
            Ok::<_, String>(came)
        })
    }).collect();
    for kill in 1..=asked.kills {
        let moment = Duration::from_secs(asked.seconds) * kill / (asked.kills + 1);
        tokio::time::sleep_until((began + moment).into()).await;
        served.kill()?;
        served = street.serve()?;
        address.send(served.address)?;
    }
    let mut all = Came::default();
    for task in tasks {
        let came = task.await??;
        all.acknowledged.extend(came.acknowledged);
        all.broken.extend(came.broken);
        all.times.extend(came.times);
    }
    all.times.sort_unstable();
    (all.took, all.memory) = (began.elapsed(), served.memory());
    Ok((served, all))
}

/// Waits until the server is served again, for a minute.
async fn back(seen: &mut watch::Receiver<SocketAddr>) -> Result<(SocketAddr, Line), String> {
    for _ in 0..600 {
        let server = *seen.borrow_and_update();
        if let Ok(line) = Line::open(server).await {
            return Ok((server, line));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("the server did not come back within a minute".into())
}

/// By web, at a desk, or by taking a paper and bringing it back. `Some` is a refusal; an error, a connection that broke.
async fn voted(line: &mut Line, server: SocketAddr, clerk: &str, own: &str, ballot: &str, n: usize) -> Fallible<Option<String>> {
    let choice = ["for", "against", "abstain"][n % 3];
    let (token, verb, words) = match n % 4 {
        0 => (clerk, "papers", json!({ "key": n.to_string() })),
        1 => (clerk, "desk-votes", json!({ "key": n.to_string(), "choice": [choice] })),
        _ => (own, "votes", json!({ "choice": [choice], "checked": true })),
    };
    let (status, view) = line.post_as(server, token, &format!("{ballot}/{verb}"), words.to_string()).await?;
    if !status.is_success() {
        return Ok(Some(format!("{verb}: {status} {view}")));
    }
    if verb == "papers" {
        let words = json!({ "counterfoil": view["counterfoil"] }).to_string();
        let (status, view) = line.post_as(server, clerk, &format!("{ballot}/envelopes"), words).await?;
        return Ok((!status.is_success()).then(|| format!("envelopes: {status} {view}")));
    }
    Ok(None)
}

/// Closed by two, papers read in bundles by two, counted, and counted again from what is published.
async fn counted(street: &Street, served: &Served, keys: &Keys, held: &Held, kept: usize) -> Fallible<String> {
    let (server, Held { path, convenor }) = (served.address, held);
    let mut line = Line::open(server).await?;
    for by in [convenor, &keys.officer] {
        act(&mut line, server, by, &format!("{path}/closure"), json!({})).await?;
    }
    let roll = line.read(server, convenor, &format!("{path}/roll")).await?;
    let papers = usize::try_from(roll["voted_by_paper"].as_u64().unwrap_or_default())?;
    let issued = papers + roll["counts"]["issued"].as_u64().map_or(0, |n| n as usize);
    for by in [&keys.clerk, &keys.second] {
        let sheet = json!({ "issued": issued, "accepted": papers, "spoiled": 0, "not_come_back": issued - papers });
        act(&mut line, server, by, &format!("{path}/sheet"), sheet).await?;
    }
    let mut left = papers;
    for no in 1.. {
        if left == 0 {
            break;
        }
        let slips = left.min(BUNDLE);
        act(&mut line, server, convenor, &format!("{path}/batches"), json!({ "count": slips })).await?;
        let text: Vec<&str> = (0..slips).map(|n| ["1", "2", "3"][n % 3]).collect();
        for by in [&keys.clerk, &keys.second] {
            act(&mut line, server, by, &format!("{path}/batches/{no}/readings"), json!({ "slips": text.join("\n") })).await?;
        }
        left -= slips;
    }
    let began = Instant::now();
    let view = act(&mut line, server, convenor, &format!("{path}/count"), json!({})).await?;
    let took = began.elapsed();
    let electors = view["counted"]["electors"].as_u64();
    if electors != u64::try_from(kept).ok() {
        return Err(format!("{kept} voted, counted are {electors:?}: {view}").into());
    }
    let files = ["proof.json", "votes.csv"].map(|name| street.folder().join(name));
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        std::fs::write(file, line.fetch(server, convenor, &format!("{path}/{name}")).await?)?;
    }
    let [proof, votes] = files.map(|file| file.to_string_lossy().into_owned());
    street.run(&["verify", "ballot", &proof, &votes])?;
    Ok(format!("{kept} counted in {:.0} ms, and again to the same result from the published proof", took.as_secs_f64() * 1e3))
}
