//! Requests over kept connections, and how long their answers took.

use crate::Fallible;
use bytes::Bytes;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpSocket;

/// What is asked, over and over: pages read in turn, or words sent.
#[derive(Clone)]
pub struct Asked {
    pub server: SocketAddr,
    pub token: Option<String>,
    pub paths: Vec<String>,
    /// JSON to send instead of reading; `{key}` becomes a key of each request's own.
    pub body: Option<String>,
    pub clients: usize,
    pub seconds: u64,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Figure {
    pub clients: usize,
    pub requests: usize,
    pub refused: usize,
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

/// Measures after a short warm-up.
pub async fn measure(asked: &Asked) -> Fallible<Figure> {
    let warm = Asked { seconds: 1, clients: asked.clients.min(4), ..asked.clone() };
    once(&warm).await?;
    once(asked).await
}

async fn once(asked: &Asked) -> Fallible<Figure> {
    let began = Instant::now();
    let until = began + Duration::from_secs(asked.seconds);
    let turn = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..asked.clients)
        .map(|_| {
            let (asked, turn) = (asked.clone(), turn.clone());
            tokio::spawn(async move { client(&asked, &turn, until).await.map_err(|e| e.to_string()) })
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
        times.get(i).map_or(f64::NAN, |t: &Duration| t.as_secs_f64() * 1e3)
    };
    Ok(Figure {
        clients: asked.clients,
        requests: times.len(),
        refused,
        per_second: times.len() as f64 / took,
        p50_ms: at(0.50),
        p99_ms: at(0.99),
    })
}

/// One address may say only so much in an hour; after so many requests a client comes from another.
const PER_ADDRESS: usize = 40;

/// One connection after another, one request after another; answers' times and the number of refusals.
async fn client(asked: &Asked, turn: &AtomicUsize, until: Instant) -> Fallible<(Vec<Duration>, usize)> {
    let (mut times, mut refused) = (vec![], 0);
    while Instant::now() < until {
        let mut line = Line::open(asked.server).await?;
        for _ in 0..PER_ADDRESS {
            if Instant::now() >= until {
                break;
            }
            let path = &asked.paths[turn.fetch_add(1, Ordering::Relaxed) % asked.paths.len()];
            let request = request(asked, path)?;
            let began = Instant::now();
            let (status, _) = line.send(request).await?;
            if status.is_success() { times.push(began.elapsed()) } else { refused += 1 }
        }
    }
    Ok((times, refused))
}

fn request(asked: &Asked, path: &str) -> Fallible<Request<Full<Bytes>>> {
    let mut request = Request::builder().uri(path).header("host", asked.server.to_string());
    if let Some(token) = &asked.token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let Some(body) = &asked.body else {
        return Ok(request.header("accept", "text/html").body(Full::default())?);
    };
    let key = kernel::uuid::Uuid::now_v7().to_string();
    let request = request
        .method(Method::POST)
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .header("idempotency-key", &key);
    Ok(request.body(Full::from(body.replace("{key}", &key)))?)
}

/// A kept connection from an address of its own; all of 127.0.0.0/8 is this machine.
pub struct Line {
    send: SendRequest<Full<Bytes>>,
}

impl Line {
    pub async fn open(server: SocketAddr) -> Fallible<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let mine = Ipv4Addr::from(u32::from(Ipv4Addr::new(127, 1, 0, 2)) + n % 8_000_000);
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((mine, 0)))?;
        let stream = socket.connect(server).await?;
        stream.set_nodelay(true)?;
        let (send, connection) = handshake(TokioIo::new(stream)).await?;
        // It ends with the server or with this line; either is noticed by the next request.
        tokio::spawn(async move { drop(connection.await) });
        Ok(Self { send })
    }

    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> Fallible<(StatusCode, Bytes)> {
        self.send.ready().await?;
        let answer = self.send.send_request(request).await?;
        let status = answer.status();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    }

    /// Sends JSON and reads the answer as JSON.
    pub async fn post(&mut self, server: SocketAddr, path: &str, body: String) -> Fallible<(StatusCode, serde_json::Value)> {
        self.posting(server, None, path, body).await
    }

    /// The same by somebody with a key.
    pub async fn post_as(&mut self, server: SocketAddr, token: &str, path: &str, body: String) -> Fallible<(StatusCode, serde_json::Value)> {
        self.posting(server, Some(token.to_owned()), path, body).await
    }

    async fn posting(
        &mut self,
        server: SocketAddr,
        token: Option<String>,
        path: &str,
        body: String,
    ) -> Fallible<(StatusCode, serde_json::Value)> {
        let asked = Asked { server, token, paths: vec![], body: Some(body), clients: 1, seconds: 0 };
        let request = request(&asked, path)?;
        let (status, bytes) = self.send(request).await?;
        Ok((status, serde_json::from_slice(&bytes).unwrap_or_default()))
    }

    /// Reads a page as JSON.
    pub async fn read(&mut self, server: SocketAddr, token: &str, path: &str) -> Fallible<serde_json::Value> {
        Ok(serde_json::from_slice(&self.fetch(server, token, path).await?)?)
    }

    /// Reads a page as it is served to programs, or a file.
    pub async fn fetch(&mut self, server: SocketAddr, token: &str, path: &str) -> Fallible<Bytes> {
        let request = Request::builder()
            .uri(path)
            .header("host", server.to_string())
            .header("accept", "application/json")
            .header("authorization", format!("Bearer {token}"))
            .body(Full::default())?;
        let (status, bytes) = self.send(request).await?;
        if status.is_success() { Ok(bytes) } else { Err(format!("{path}: {status}").into()) }
    }
}
