//! Pages and submissions of a running server, measured over kept connections.

use crate::Fallible;
use bytes::Bytes;
use clap::Args;
use http::{Method, Request};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

#[derive(Args, Clone)]
pub struct Pages {
    /// Address of the server on this machine.
    #[arg(long, default_value = "127.0.0.1:8080")]
    server: String,
    /// A token of `linqiao admin token --account NAME`, for the desk's pages.
    #[arg(long)]
    token: Option<String>,
    /// Paths to read, such as `/cases` or `/desk/overview`.
    #[arg(required = true)]
    paths: Vec<String>,
    /// JSON to post to the paths instead of reading them; each request has an Idempotency-Key of its own, which also
    /// stands wherever the text says `{key}`.
    #[arg(long)]
    submit: Option<String>,
    #[arg(long, value_delimiter = ',', default_value = "1,16")]
    clients: Vec<usize>,
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Where the figures are written as JSON.
    #[arg(long)]
    out: Option<std::path::PathBuf>,
}

#[derive(Serialize)]
struct Figure {
    path: String,
    clients: usize,
    requests: usize,
    refused: usize,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
}

/// Prints a table; fails when any answer was not a success.
pub fn run(asked: &Pages) -> Fallible {
    let runtime = tokio::runtime::Runtime::new()?;
    let mut figures = vec![];
    println!("{:<44} {:>7} {:>10} {:>9} {:>9} {:>8}", "path", "clients", "req/s", "p50 ms", "p99 ms", "refused");
    for path in &asked.paths {
        for &clients in &asked.clients {
            let f = runtime.block_on(measure(asked, path, clients))?;
            println!(
                "{:<44} {:>7} {:>10.0} {:>9.2} {:>9.2} {:>8}",
                f.path, f.clients, f.per_second, f.p50_ms, f.p99_ms, f.refused
            );
            figures.push(f);
        }
    }
    if let Some(out) = &asked.out {
        std::fs::write(out, serde_json::to_string_pretty(&figures)?)?;
    }
    let refused: usize = figures.iter().map(|f| f.refused).sum();
    if refused > 0 { Err(format!("{refused} requests were refused; the figures do not count").into()) } else { Ok(()) }
}

async fn measure(asked: &Pages, path: &str, clients: usize) -> Fallible<Figure> {
    let began = Instant::now();
    let until = began + Duration::from_secs(asked.seconds);
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (asked, path) = (asked.clone(), path.to_owned());
            tokio::spawn(async move { client(&asked, &path, until).await.map_err(|e| e.to_string()) })
        })
        .collect();
    let (mut times, mut refused) = (vec![], 0);
    for task in tasks {
        let (mine, not_answered) = task.await??;
        times.extend(mine);
        refused += not_answered;
    }
    let took = began.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| {
        let i = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len().max(1)) - 1;
        times.get(i).map_or(f64::NAN, |t| t.as_secs_f64() * 1e3)
    };
    Ok(Figure {
        path: path.to_owned(),
        clients,
        requests: times.len(),
        refused,
        per_second: times.len() as f64 / took,
        p50_ms: at(0.50),
        p99_ms: at(0.99),
    })
}

/// One kept connection, one request after another; answers' times and the number of refusals.
async fn client(asked: &Pages, path: &str, until: Instant) -> Fallible<(Vec<Duration>, usize)> {
    let stream = TcpStream::connect(&asked.server).await?;
    stream.set_nodelay(true)?;
    let (mut send, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let driver = tokio::spawn(connection);
    let (mut times, mut refused) = (vec![], 0);
    while Instant::now() < until {
        let key = kernel::uuid::Uuid::now_v7().to_string();
        let request = request(asked, path, &key)?;
        let began = Instant::now();
        send.ready().await?;
        let answer = send.send_request(request).await?;
        let done = answer.status().is_success();
        answer.into_body().collect().await?;
        if done { times.push(began.elapsed()) } else { refused += 1 }
    }
    drop(send);
    driver.await??;
    Ok((times, refused))
}

fn request(asked: &Pages, path: &str, key: &str) -> Fallible<Request<Full<Bytes>>> {
    let mut request = Request::builder().uri(path).header("host", &asked.server).header("accept", "application/json");
    if let Some(token) = &asked.token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let Some(body) = &asked.submit else { return Ok(request.body(Full::default())?) };
    let request = request
        .method(Method::POST)
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    Ok(request.body(Full::from(body.replace("{key}", key)))?)
}
