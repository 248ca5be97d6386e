//! Thousands speak of one thing: how long merging a crowd, taking it out again and closing it take, and what memory the
//! server needs for it.

use crate::Fallible;
use crate::load::Line;
use crate::street::{Engine, Street, Where};
use clap::Args;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct Crowd {
    #[command(flatten)]
    at: Where,
    #[arg(long, value_enum, default_values = ["sqlite", "postgres"])]
    engines: Vec<Engine>,
    /// Voices on the one case.
    #[arg(long, default_value_t = 3_000)]
    voices: usize,
}

const VOICE: &str = r#"{"client_key":"{key}","category":"property-lift","text":"三号楼电梯停了三天，老人下不了楼。","address_note":"翠湖苑3幢","anonymous":true,"callback_wish":"none"}"#;
/// Merged one by one, so many stand for "a morning's worth".
const MORNING: usize = 30;

pub fn run(asked: &Crowd) -> Fallible {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for &engine in &asked.engines {
        let street = Street::new(&asked.at, engine, "crowd")?;
        street.load(1_000)?;
        let told = runtime.block_on(crowd(&street, asked.voices))?;
        told.iter().for_each(|line| println!("{:<9} {line}", engine.name()));
    }
    Ok(())
}

struct Desk {
    server: SocketAddr,
    line: Line,
}

impl Desk {
    /// One verb by somebody with a key; how long it took.
    async fn act(&mut self, token: &str, path: &str, words: Value) -> Fallible<Duration> {
        let began = Instant::now();
        let (status, answer) = self.line.post_as(self.server, token, path, words.to_string()).await?;
        if status.is_success() { Ok(began.elapsed()) } else { Err(format!("{path}: {status} {answer}").into()) }
    }

    /// A voice, accepted: its case's id and number.
    async fn says(&mut self, clerk: &str, n: usize) -> Fallible<(String, String)> {
        // A fresh line stands for another neighbour.
        let mut neighbour = Line::open(self.server).await?;
        let body = VOICE.replace("{key}", &format!("crowd-{n}-{}", std::process::id()));
        let (status, answer) = neighbour.post(self.server, "/voices", body).await?;
        let number = answer["case"]["case_no"].as_str().ok_or_else(|| format!("{status} {answer}"))?.to_owned();
        let found = self.line.read(self.server, clerk, &format!("/desk/cases?q={number}")).await?;
        let id = found["cases"][0]["id"].as_str().ok_or_else(|| format!("{number} is not found"))?.to_owned();
        self.act(clerk, &format!("/cases/{id}/acceptance"), json!({ "category": "property-lift" })).await?;
        Ok((id, number))
    }
}

async fn crowd(street: &Street, voices: usize) -> Fallible<Vec<String>> {
    let token = |account: &str| street.token(account);
    let (clerk, dispatcher, handler, reviewer) = (token("clerk")?, token("dispatcher")?, token("handler-wuye")?, token("reviewer-wuye")?);
    let served = street.serve()?;
    let mut desk = Desk { server: served.address, line: Line::open(served.address).await? };
    let (first, number) = desk.says(&clerk, 0).await?;
    let before = served.memory();
    let mut merging = vec![];
    for n in 1..voices {
        let (id, _) = desk.says(&clerk, n).await?;
        merging.push(desk.act(&clerk, &format!("/cases/{id}/merger"), json!({ "into": number })).await?);
    }
    let mut told = vec![
        format!("{} merged into an empty case, one by one: {}", MORNING, span(&merging[..MORNING.min(merging.len())])),
        format!("the last {} of {}: {}", MORNING, voices, span(&merging[merging.len().saturating_sub(MORNING)..])),
    ];
    let (other, other_number) = desk.says(&clerk, voices).await?;
    let whole = desk.act(&clerk, &format!("/cases/{first}/merger"), json!({ "into": other_number })).await?;
    told.push(format!("all {voices} voices into another case at once: {} ms", whole.as_millis()));
    let back = desk.act(&dispatcher, &format!("/cases/{first}/merger/undo"), json!({})).await?;
    told.push(format!("and out again: {} ms", back.as_millis()));
    desk.act(&clerk, &format!("/cases/{other}/merger"), json!({ "into": number })).await?;
    for (who, verb, words) in [
        (&dispatcher, "dispatch", json!({})),
        (&handler, "signing", json!({})),
        (&handler, "contact", json!({ "means": "message", "reached": false })),
        (&handler, "completion", json!({ "result": "solved", "public_reply": "电梯修好了。" })),
        (&reviewer, "approval", json!({})),
    ] {
        let took = desk.act(who, &format!("/cases/{first}/{verb}"), words).await?;
        let what = if verb == "approval" { "approval, which closes it: nobody wished to be asked" } else { verb };
        told.push(format!("{what}: {} ms", took.as_millis()));
    }
    told.push(format!("memory of the server: {} MiB before, {} MiB after", before, served.memory()));
    Ok(told)
}

fn span(times: &[Duration]) -> String {
    let mut ms: Vec<f64> = times.iter().map(|t| t.as_secs_f64() * 1_000.0).collect();
    ms.sort_by(f64::total_cmp);
    let at = |share: f64| ms.get(((ms.len() as f64 - 1.0) * share).round() as usize).copied().unwrap_or(0.0);
    format!("p50 {:.1} ms, longest {:.1} ms, together {:.0} ms", at(0.5), at(1.0), ms.iter().sum::<f64>())
}
