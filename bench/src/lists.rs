//! Whole lists: cases handed out as the catalogue says, and a list written out as a file while memory stays the same.

use crate::Fallible;
use crate::load::Line;
use crate::street::{Engine, Served, Street, Where};
use clap::Args;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct Lists {
    #[command(flatten)]
    at: Where,
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    engines: Vec<Engine>,
    /// Cases of the street: rows of the file.
    #[arg(long, default_value_t = 100_000)]
    cases: usize,
    /// Cases handed out at once.
    #[arg(long, default_value_t = 300)]
    handed: usize,
}

const VOICE: &str = r#"{"client_key":"{key}","category":"property-lift","text":"三号楼电梯停了三天，老人下不了楼。","address_note":"翠湖苑3幢","anonymous":true,"callback_wish":"none"}"#;

pub fn run(asked: &Lists) -> Fallible {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for &engine in &asked.engines {
        let street = Street::new(&asked.at, engine, "lists")?;
        street.load(asked.cases)?;
        let told = runtime.block_on(lists(&street, asked))?;
        told.iter().for_each(|line| println!("{:<9} {line}", engine.name()));
    }
    Ok(())
}

async fn lists(street: &Street, asked: &Lists) -> Fallible<Vec<String>> {
    let (clerk, dispatcher) = (street.token("clerk")?, street.token("dispatcher")?);
    let served = street.serve()?;
    let mut told = vec![];
    let mut line = Line::open(served.address).await?;
    for n in 0..asked.handed {
        let mut neighbour = Line::open(served.address).await?;
        let body = VOICE.replace("{key}", &format!("lists-{n}-{}", std::process::id()));
        let (status, answer) = neighbour.post(served.address, "/voices", body).await?;
        let number = answer["case"]["case_no"].as_str().ok_or_else(|| format!("{status} {answer}"))?.to_owned();
        let found = line.read(served.address, &clerk, &format!("/desk/cases?q={number}")).await?;
        let id = found["cases"][0]["id"].as_str().ok_or("not found")?.to_owned();
        say(&mut line, &served, &clerk, &format!("/cases/{id}/acceptance"), json!({ "category": "property-lift" })).await?;
    }
    let query = "state=accepted&category=property-lift";
    let held = line.read(served.address, &dispatcher, &format!("/desk/bulk?{query}")).await?;
    let count = held["count"].as_i64().ok_or("no count")?;
    let began = Instant::now();
    let begun = say(&mut line, &served, &dispatcher, "/desk/bulk", json!({ "query": query, "verb": "dispatch", "expected": count })).await?;
    let id = begun["id"].as_str().ok_or("no bulk")?.to_owned();
    let done = until(&mut line, &served, &dispatcher, &format!("/desk/bulk/{id}"), |v| v["waiting"].as_i64() == Some(0)).await?;
    let each = began.elapsed().as_secs_f64() * 1e3 / count.max(1) as f64;
    told.push(format!("{} of {count} handed out as the catalogue says, {each:.1} ms each", done["done"]));

    let before = served.memory();
    let began = Instant::now();
    say(&mut line, &served, &dispatcher, "/desk/exports", json!({ "query": "", "form": "xlsx" })).await?;
    let mut most = before;
    let ready = loop {
        let page = line.read(served.address, &dispatcher, "/desk/exports").await?;
        most = most.max(served.memory());
        let first = page["exports"][0].clone();
        if !first["outcome"].is_null() {
            break first;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    told.push(format!(
        "{} rows written out as xlsx ({}): {:.1} s; memory {before} MiB before, {most} MiB at most",
        ready["written"], ready["outcome"], began.elapsed().as_secs_f64()
    ));
    Ok(told)
}

async fn say(line: &mut Line, served: &Served, token: &str, path: &str, words: Value) -> Fallible<Value> {
    let (status, answer) = line.post_as(served.address, token, path, words.to_string()).await?;
    if status.is_success() { Ok(answer) } else { Err(format!("{path}: {status} {answer}").into()) }
}

async fn until(line: &mut Line, served: &Served, token: &str, path: &str, there: impl Fn(&Value) -> bool) -> Fallible<Value> {
    for _ in 0..3_000 {
        let page = line.read(served.address, token, path).await?;
        if there(&page) {
            return Ok(page);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(format!("{path} does not come to its end").into())
}
