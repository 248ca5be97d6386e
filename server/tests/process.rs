//! The program itself, from nothing: first start, set-up, a voice, measurements, an orderly end.

use serde_json::json;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn linqiao(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linqiao"));
    let inherited = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("LINQIAO_"));
    for name in inherited {
        command.env_remove(name);
    }
    command.env("LINQIAO_DATA", data).env("LINQIAO_LISTEN", "127.0.0.1:0").env("LINQIAO_METRICS", "127.0.0.1:0");
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A server of this test's own, ended with it.
struct Server {
    child: Child,
    pages: String,
    measurements: String,
}

impl Server {
    fn start(data: &Path) -> Self {
        let mut child = linqiao(data).arg("serve").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("started");
        let mut lines = BufReader::new(child.stdout.take().expect("its words")).lines();
        let mut address = || {
            let line = lines.next().expect("a line").expect("text");
            line.split("http://").nth(1).expect("an address").trim_end_matches("/metrics").to_owned()
        };
        let (pages, measurements) = (address(), address());
        Self { child, pages, measurements }
    }

    /// Status and the whole answer.
    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        ask(&self.pages, method, path, body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already after an orderly end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ask(address: &str, method: &str, path: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\naccept: application/json\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
    .expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    (answer.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status"), answer)
}

#[test]
fn from_the_first_start_to_an_orderly_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut server = Server::start(&data);
    assert_eq!(server.ask("GET", "/readyz", "").0, 200);

    // No account exists; the token of the command line makes the first four, once.
    let setup = linqiao(&data).args(["admin", "setup"]).output().expect("ran");
    assert!(setup.status.success(), "{}", said(&setup));
    let token = said(&setup).lines().next().expect("a token").to_owned();
    let (system, security) = ("correct horse one", "correct horse two");
    let first = json!({
        "token": token, "system_login": "sys", "system_password": system, "security_login": "sec",
        "security_password": security, "audit_login": "aud", "audit_password": "correct horse three",
        "leader_login": "lead", "leader_password": "correct horse four",
    });
    assert_eq!(server.ask("POST", "/setup", &first.to_string()).0, 200);
    assert_eq!(server.ask("POST", "/setup", &first.to_string()).0, 422, "the token is used up");
    assert!(!linqiao(&data).args(["admin", "setup"]).output().expect("ran").status.success(), "accounts exist");
    let sign_in = |password: &str| server.ask("POST", "/sign-in", &json!({ "login": "sec", "password": password }).to_string());
    assert_eq!(sign_in("another horse one").0, 422);
    let (status, answer) = sign_in(security);
    assert_eq!(status, 200);
    assert!(answer.contains("set-cookie: lq="), "{answer}");
    // A whole office signs in behind one address when the morning begins; whoever guesses is stopped.
    assert!((0..70).all(|_| sign_in(security).0 == 200), "those who succeed are not counted");
    let guesses: Vec<_> = (0..60).map(|_| sign_in("another horse one").0).collect();
    assert!(guesses.ends_with(&[422, 429]), "{guesses:?}");
    let token = linqiao(&data).args(["admin", "token", "--account", "lead", "--days", "7"]).output().expect("ran");
    assert!(said(&token).starts_with("lq_"), "{}", said(&token));
    let beyond = linqiao(&data).args(["admin", "token", "--account", "sec", "--scope", "clerk"]).output().expect("ran");
    assert!(!beyond.status.success(), "a token carries its owner's posts only");

    let voice = json!({ "client_key": "p1", "text": "三号楼电梯停了三天", "address_note": "3幢", "anonymous": true });
    assert_eq!(server.ask("POST", "/voices", &voice.to_string()).0, 201);
    let (_, measured) = ask(&server.measurements, "GET", "/metrics", "");
    assert!(measured.contains("http_requests_total{route=\"/voices\",method=\"POST\",status=\"201\"} 1"), "{measured}");

    let told = Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status().expect("told to stop");
    assert!(told.success());
    assert!(server.child.wait().expect("its end").success(), "an orderly end");
    let log = data.join("linqiao.db-wal");
    assert!(!log.exists() || log.metadata().expect("its size").len() == 0, "the write-ahead log moved into the file");

    let check = linqiao(&data).arg("check").output().expect("ran");
    assert!(check.status.success(), "{}", said(&check));
    let copied = linqiao(&data).args(["backup", "--to"]).arg(folder.path().join("copies")).output().expect("ran");
    assert!(copied.status.success(), "{}", said(&copied));
    let restored = linqiao(&data)
        .args(["restore", "--from", said(&copied).trim(), "--to"])
        .arg(folder.path().join("copy"))
        .output()
        .expect("ran");
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("samples open with this key"));
}
