//! A picture at an address somebody sent: fetched only from public places, or from hosts named in the settings.
//!
//! The name is resolved once, what it resolves to is judged, and the connection goes to exactly that: a name cannot
//! mean a public address when it is judged and a private one when it is called. Every redirect starts over.

use crate::OutsideError;
use parking_lot::Mutex;
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};
use ureq::{
    http::{Uri, header},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

/// The most a fetched file may weigh.
pub const MOST_BYTES: u64 = 10 << 20;
const MOST_TIME: Duration = Duration::from_secs(10);
const MOST_REDIRECTS: usize = 3;

/// Fetches the bytes at an address. The answer says nothing of why a forbidden address was refused.
pub trait Media: Send + Sync {
    fn fetch(&self, url: &str) -> Result<Vec<u8>, OutsideError>;
}

/// Where pictures may be fetched from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaSources {
    /// Any host whose addresses are public.
    public: bool,
    /// `host:port` that may be called though it is not public: a district's own picture store.
    hosts: Vec<String>,
}

impl MediaSources {
    /// From a setting: `off` (also empty), `public`, and hosts as `host:port`, apart by commas.
    pub fn parse(setting: &str) -> Result<Self, OutsideError> {
        let mut sources = Self::default();
        for part in setting.split(',').map(str::trim).filter(|p| !p.is_empty() && *p != "off") {
            match part {
                "public" => sources.public = true,
                host if host.rsplit_once(':').is_some_and(|(h, port)| !h.is_empty() && port.parse::<u16>().is_ok()) => {
                    sources.hosts.push(host.to_lowercase());
                }
                other => return Err(OutsideError::Malformed(format!("`{other}`: off, public or host:port"))),
            }
        }
        Ok(sources)
    }
    fn is_off(&self) -> bool {
        !self.public && self.hosts.is_empty()
    }
    fn names(&self, uri: &Uri) -> bool {
        place(uri).is_some_and(|p| self.hosts.contains(&p))
    }
}

/// `host:port` of an address.
fn place(uri: &Uri) -> Option<String> {
    let default = if uri.scheme_str() == Some("https") { 443 } else { 80 };
    Some(format!("{}:{}", uri.host()?.to_lowercase(), uri.port_u16().unwrap_or(default)))
}

/// Over http and https.
pub struct WebMedia {
    agent: ureq::Agent,
    off: bool,
}

impl WebMedia {
    pub fn new(sources: MediaSources) -> Self {
        Self { off: sources.is_off(), agent: judged_agent(sources) }
    }
}

/// Calls only what the sources let through, and follows no redirect by itself.
pub(crate) fn judged_agent(sources: MediaSources) -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(MOST_TIME))
        .max_redirects(0)
        .http_status_as_error(false)
        // A proxy would resolve the name itself, behind the back of the judge.
        .proxy(None)
        .max_idle_connections(0)
        .build();
    ureq::Agent::with_parts(config, DefaultConnector::default(), Judge(sources))
}

impl Media for WebMedia {
    fn fetch(&self, url: &str) -> Result<Vec<u8>, OutsideError> {
        if self.off {
            return Err(OutsideError::Refused("fetching is off".into()));
        }
        let started = std::time::Instant::now();
        let mut next = url.to_owned();
        for _ in 0..=MOST_REDIRECTS {
            let uri = checked(&next)?;
            let left = MOST_TIME.checked_sub(started.elapsed()).ok_or_else(unreachable_there)?;
            let request = self.agent.get(uri.clone()).config().timeout_global(Some(left)).build();
            let mut answer = request.call().map_err(|_| unreachable_there())?;
            if answer.status().is_redirection() {
                next = forward(&uri, answer.headers().get(header::LOCATION))?;
                continue;
            }
            if !answer.status().is_success() {
                return Err(OutsideError::Refused(format!("it answered {}", answer.status().as_u16())));
            }
            let body = answer.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
            return body.map_err(|_| OutsideError::Refused("too large or too slow".into()));
        }
        Err(OutsideError::Refused("too many redirects".into()))
    }
}

/// One answer for a name that is not there and for one that must not be called.
fn unreachable_there() -> OutsideError {
    OutsideError::Unreachable("nothing was fetched from this address".into())
}

fn checked(url: &str) -> Result<Uri, OutsideError> {
    let uri: Uri = url.trim().parse().map_err(|_| OutsideError::Malformed("not an address".into()))?;
    let plain = uri.authority().is_some_and(|a| !a.as_str().contains('@'));
    if matches!(uri.scheme_str(), Some("http" | "https")) && plain { Ok(uri) } else { Err(OutsideError::Malformed("http or https only".into())) }
}

/// Where a redirect leads: whole, or a path on the same host.
fn forward(from: &Uri, to: Option<&header::HeaderValue>) -> Result<String, OutsideError> {
    let to = to.and_then(|v| v.to_str().ok()).ok_or_else(|| OutsideError::Refused("a redirect to nowhere".into()))?;
    match (from.scheme_str(), from.authority()) {
        (Some(scheme), Some(host)) if to.starts_with('/') && !to.starts_with("//") => Ok(format!("{scheme}://{host}{to}")),
        _ => Ok(to.to_owned()),
    }
}

/// Resolves, and lets through only what may be called.
#[derive(Debug)]
struct Judge(MediaSources);

impl Resolver for Judge {
    fn resolve(&self, uri: &Uri, config: &ureq::config::Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let named = self.0.names(uri);
        let mut let_through = self.empty();
        for address in found.iter().filter(|a| named || (self.0.public && is_public(a.ip()))) {
            let_through.push(*address);
        }
        if let_through.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(let_through) }
    }
}

/// Whether anyone on the internet could call it. Source: IANA special-purpose address registries.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => public_v4(v4),
        IpAddr::V6(v6) => public_v6(v6),
    }
}

fn public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, ..)
            | (169, 254, _)
            | (192, 168, _)
            | (192, 88, 99)
            | (100, 64..=127, _)
            | (172, 16..=31, _)
            | (198, 18..=19, _)
            | (192, 0, 0 | 2)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

fn public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match s {
        [0, 0, 0, 0, 0, 0xffff, h, l] | [0x64, 0xff9b, 0, 0, 0, 0, h, l] | [0x2002, h, l, ..] => inner(h, l),
        // Only 2000::/3 is given out; of it 2001::/23 and the examples are not for calling.
        [0x2001, b, ..] => b >= 0x200 && b != 0xdb8,
        [0x3fff, b, ..] => b >= 0x1000,
        [a, ..] => (0x2000..=0x3fff).contains(&a),
    }
}

/// What stands at which address, for tests.
#[derive(Debug, Default)]
pub struct MemoryMedia(Mutex<BTreeMap<String, Vec<u8>>>);

impl MemoryMedia {
    pub fn put(&self, url: &str, bytes: Vec<u8>) {
        self.0.lock().insert(url.to_owned(), bytes);
    }
}

impl Media for MemoryMedia {
    fn fetch(&self, url: &str) -> Result<Vec<u8>, OutsideError> {
        checked(url)?;
        self.0.lock().get(url).cloned().ok_or_else(unreachable_there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    #[test]
    fn private_addresses_are_not_public_in_any_spelling() {
        let private = [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
            "255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "::ffff:127.0.0.1", "64:ff9b::10.0.0.1",
            "2002:7f00:1::1", "fe80::1", "fd00::1", "ff02::1", "2001:db8::1", "2001::1", "::127.0.0.1", "3fff::1",
        ];
        for ip in private {
            assert!(!is_public(ip.parse().expect("an address")), "{ip}");
        }
        for ip in ["1.1.1.1", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2400:3200::1", "2001:4860:4860::8888", "::ffff:8.8.8.8"] {
            assert!(is_public(ip.parse().expect("an address")), "{ip}");
        }
    }

    /// Answers each connection with the next of `answers`, then ends.
    fn host(answers: Vec<Vec<u8>>) -> (String, std::thread::JoinHandle<usize>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let place = listener.local_addr().expect("an address").to_string();
        let served = std::thread::spawn(move || {
            let mut called = 0;
            for answer in answers {
                let Ok((mut stream, _)) = listener.accept() else { break };
                let mut asked = [0; 2048];
                if stream.read(&mut asked).unwrap_or(0) == 0 {
                    break;
                }
                called += 1;
                let _ = stream.write_all(&answer);
            }
            called
        });
        (place, served)
    }

    fn ok(body: &[u8]) -> Vec<u8> {
        [format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
    }

    fn fetched(setting: &str, url: &str) -> Result<Vec<u8>, OutsideError> {
        WebMedia::new(MediaSources::parse(setting).expect("a setting")).fetch(url)
    }

    #[test]
    fn a_named_host_is_called_and_nothing_else_that_is_private() {
        let (place, served) = host(vec![ok(b"picture")]);
        let url = format!("http://{place}/a.jpg");
        for setting in ["off", "", "public", "127.0.0.1:9"] {
            assert!(fetched(setting, &url).is_err(), "{setting}");
        }
        assert_eq!(fetched(&place, &url).expect("fetched"), b"picture");
        assert_eq!(served.join().expect("served"), 1, "the refused ones never called");
    }

    #[test]
    fn a_redirect_to_a_private_place_is_not_followed() {
        let (private, inner) = host(vec![ok(b"secret")]);
        let away = format!("HTTP/1.1 302 Found\r\nlocation: http://{private}/\r\ncontent-length: 0\r\n\r\n");
        let (place, served) = host(vec![away.into_bytes()]);
        assert!(fetched(&place, &format!("http://{place}/")).is_err());
        served.join().expect("served");
        // The private one was never called: this is its first and only guest.
        drop(std::net::TcpStream::connect(&private));
        assert_eq!(inner.join().expect("ended"), 0);
    }

    #[test]
    fn a_redirect_on_the_same_host_is_followed_and_a_large_file_is_not_kept() {
        let here = b"HTTP/1.1 301 Moved\r\nlocation: /b.jpg\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec();
        let (place, _) = host(vec![here, ok(b"moved")]);
        assert_eq!(fetched(&place, &format!("http://{place}/a.jpg")).expect("fetched"), b"moved");
        let (place, _) = host(vec![ok(&vec![0; (MOST_BYTES + 1) as usize])]);
        assert!(fetched(&place, &format!("http://{place}/a.jpg")).is_err());
    }

    #[test]
    fn only_http_without_a_name_in_front() {
        for url in ["file:///etc/passwd", "ftp://a.example/", "//a.example/", "http://me@a.example/", "gopher://x", ""] {
            assert!(matches!(fetched("public", url), Err(OutsideError::Malformed(_))), "{url}");
        }
    }
}
