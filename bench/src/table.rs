//! The whole table: pages and submissions at each size on each engine, beside the engine's own limit.

use crate::Fallible;
use crate::load::{Asked, Figure, Line, measure};
use crate::raw;
use crate::street::{Engine, Street, Where};
use clap::Args;
use serde::Serialize;
use std::fmt::Write;
use std::path::PathBuf;

#[derive(Args, Clone)]
pub struct Table {
    #[command(flatten)]
    at: Where,
    /// Cases of each street.
    #[arg(long, value_delimiter = ',', default_value = "20000,200000,1000000")]
    sizes: Vec<usize>,
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    engines: Vec<Engine>,
    /// How long each line is measured.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Clients at once for pages.
    #[arg(long, value_delimiter = ',', default_value = "1,8")]
    clients: Vec<usize>,
    /// Where the table is written too.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Where the figures are written as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
}

#[derive(Serialize)]
struct Row {
    engine: &'static str,
    cases: usize,
    page: &'static str,
    figure: Figure,
}

/// What a submission of the bench says; the category is one of the demo's.
const VOICE: &str = r#"{"client_key":"{key}","category":"property-lift","text":"三号楼电梯停了三天，老人下不了楼，盼着早点修好。",
  "address_note":"翠湖苑3幢门口","anonymous":true}"#;

/// What somebody has typed so far when hints are looked for.
const HINTED: &str = r#"{"category":"property-lift","text":"三号楼电梯停了三天，老人下不了楼，盼着早点修好。","address_note":"翠湖苑3幢门口"}"#;

const AIM_MS: f64 = 20.0;
/// A whole report is no page somebody leafs through.
const REPORT_AIM_MS: f64 = 2_000.0;
const REPORT: &str = "report of a year";
const AIM_GROWTH: f64 = 1.3;
const AIM_SHARE: f64 = 0.7;

pub fn run(asked: &Table) -> Fallible {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (mut rows, mut text) = (vec![], String::new());
    let mut say = |line: String| {
        println!("{line}");
        text.push_str(&line);
        text.push('\n');
    };
    for &engine in &asked.engines {
        let limits = raw::limits(&asked.at, engine, asked.seconds)?;
        say(limits.to_string());
        for &cases in &asked.sizes {
            let street = Street::new(&asked.at, engine, &format!("c{cases}"))?;
            let took = street.load(cases)?;
            say(format!("{} {cases} cases loaded in {:.1} s", engine.name(), took.as_secs_f64()));
            let found = runtime.block_on(pages(asked, &street, cases))?;
            for row in &found {
                say(line(row, &limits));
            }
            rows.extend(found);
        }
    }
    for told in verdicts(&rows) {
        say(told);
    }
    if let Some(out) = &asked.out {
        std::fs::write(out, &text)?;
    }
    if let Some(json) = &asked.json {
        std::fs::write(json, serde_json::to_string_pretty(&rows)?)?;
    }
    let refused: usize = rows.iter().map(|r| r.figure.refused).sum();
    if refused > 0 { Err(format!("{refused} requests were refused; the figures do not count").into()) } else { Ok(()) }
}

async fn pages(asked: &Table, street: &Street, cases: usize) -> Fallible<Vec<Row>> {
    let token = street.token("dispatcher")?;
    let (leader, officer) = (street.token("leader")?, street.token("officer")?);
    let served = street.serve()?;
    let ids = some_cases(served.address, &token).await?;
    let case_pages = ids.iter().map(|id| format!("/desk/cases/{id}")).collect();
    let deep = format!("/cases?before={}", ids.last().ok_or("no cases")?);
    let one = |path: &str| vec![path.to_owned()];
    let matters = some(served.address, &token, "/matters", "matters").await?;
    let ballots = some(served.address, &token, "/ballots", "ballots").await?;
    let read: [(&'static str, Option<&str>, Vec<String>); 13] = [
        ("public list", None, vec!["/cases".into(), deep]),
        ("staff queue, one state", Some(&token), one("/desk/cases?state=handling")),
        ("case page", Some(&token), case_pages),
        ("overview", Some(&token), one("/desk/overview")),
        ("search", Some(&token), ["电梯", "停车", "噪声 夜间", "路灯", "翠湖苑"].map(|q| format!("/desk/cases?q={}", quoted(q))).into()),
        ("queue of ended cases", Some(&token), one("/desk/cases?state=archived")),
        ("overview of indicators", Some(&leader), one("/desk/indicators?period=month")),
        ("how we are doing", None, one("/figures")),
        (REPORT, Some(&officer), vec![whole_report(served.address, &officer).await?]),
        ("figures of a year", Some(&token), one("/desk/figures?period=year")),
        ("catalogue and its rules", Some(&token), one("/desk/catalogue")),
        ("matter page", None, matters),
        ("ballot page", None, ballots),
    ];
    let mut rows = vec![];
    for (page, token, paths) in read {
        for &clients in &asked.clients {
            let token = token.map(str::to_owned);
            let wanted = Asked { server: served.address, token, paths: paths.clone(), body: None, clients, seconds: asked.seconds };
            rows.push(Row { engine: street.engine.name(), cases, page, figure: measure(&wanted).await? });
        }
    }
    let hints = Asked {
        server: served.address,
        token: None,
        paths: vec!["/report/hints".into()],
        body: Some(HINTED.into()),
        clients: 1,
        seconds: asked.seconds,
    };
    rows.push(Row { engine: street.engine.name(), cases, page: "hints while writing", figure: measure(&hints).await? });
    for clients in [1, 16, 64] {
        let wanted = Asked {
            server: served.address,
            token: None,
            paths: vec!["/voices".into()],
            body: Some(VOICE.into()),
            clients,
            seconds: asked.seconds,
        };
        rows.push(Row { engine: street.engine.name(), cases, page: SUBMISSION, figure: measure(&wanted).await? });
    }
    Ok(rows)
}

/// The page of a report's template: it shows the whole report of this year, with the figures of now.
async fn whole_report(server: std::net::SocketAddr, token: &str) -> Fallible<String> {
    let view = Line::open(server).await?.read(server, token, "/desk/reports").await?;
    let id = view.pointer("/templates/0/id").and_then(|id| id.as_str()).ok_or("the street has no template")?;
    Ok(format!("/desk/reports/templates/{id}"))
}

const SUBMISSION: &str = "voice submission";

/// Ids of cases from the head of the queue and from far down.
async fn some_cases(server: std::net::SocketAddr, token: &str) -> Fallible<Vec<String>> {
    let mut line = Line::open(server).await?;
    let (mut ids, mut path) = (vec![], "/desk/cases".to_owned());
    for _ in 0..8 {
        let view = line.read(server, token, &path).await?;
        let page = view.get("cases").and_then(|c| c.as_array()).ok_or("the queue shows no cases")?;
        ids.extend(page.iter().filter_map(|c| Some(c.get("id")?.as_str()?.to_owned())));
        match view.get("next").and_then(|n| n.as_str()) {
            Some(next) => path = next.to_owned(),
            None => break,
        }
    }
    Ok(ids)
}

/// Addresses of what the first page of a list shows.
async fn some(server: std::net::SocketAddr, token: &str, list: &str, name: &str) -> Fallible<Vec<String>> {
    let view = Line::open(server).await?.read(server, token, list).await?;
    let all = view.get(name).and_then(|all| all.as_array()).into_iter().flatten();
    let found: Vec<String> = all.filter_map(|one| Some(format!("{list}/{}", one.get("id")?.as_str()?))).collect();
    if found.is_empty() { Err(format!("{list} shows nothing").into()) } else { Ok(found) }
}

fn quoted(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

fn line(row: &Row, limits: &raw::Limits) -> String {
    let f = row.figure;
    let mut text = format!(
        "{:<9} {:>9} {:<24} {:>3} clients {:>9.0}/s  p50 {:>8.2} ms  p99 {:>8.2} ms",
        row.engine, row.cases, row.page, f.clients, f.per_second, f.p50_ms, f.p99_ms
    );
    if row.page == SUBMISSION && let Some(raw) = limits.commits(f.clients) {
        let _ = write!(text, "  {:>3.0} % of the raw {raw:.0}/s", f.per_second / raw * 100.0);
    }
    if f.refused > 0 {
        let _ = write!(text, "  {} refused", f.refused);
    }
    text
}

/// What was aimed for and not reached.
fn verdicts(rows: &[Row]) -> Vec<String> {
    let mut told = vec![format!("aims: p99 under {AIM_MS} ms with one client ({REPORT_AIM_MS} for a whole report), at most {AIM_GROWTH} x slower than the smallest street, \
        submissions at 64 clients at least {:.0} % of the raw limit", AIM_SHARE * 100.0)];
    let single: Vec<_> = rows.iter().filter(|r| r.figure.clients == 1 && r.page != SUBMISSION).collect();
    for row in &single {
        if row.figure.p99_ms > if row.page == REPORT { REPORT_AIM_MS } else { AIM_MS } {
            told.push(format!("missed: {} {} {}: p99 {:.1} ms", row.engine, row.cases, row.page, row.figure.p99_ms));
        }
        let smallest = single.iter().filter(|r| (r.engine, r.page) == (row.engine, row.page)).min_by_key(|r| r.cases);
        let growth = smallest.map_or(1.0, |s| row.figure.p50_ms / s.figure.p50_ms);
        if growth > AIM_GROWTH {
            told.push(format!("missed: {} {} {}: {growth:.2} x slower", row.engine, row.cases, row.page));
        }
    }
    told
}
