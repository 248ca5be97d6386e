//! A browser of its own: a session that is opened, used and left by hand.

use serde_json::{Value, json};
use testkit::{Answer, Face, Site};

/// What a browser shows of itself.
pub struct Browser<'a> {
    site: &'a Site,
    pub token: String,
}

impl<'a> Browser<'a> {
    /// Somebody signs in.
    pub fn of(site: &'a Site, who: &str, token: &str) -> Self {
        let (account, kept) = (site.account(who), token.to_owned());
        site.by_system(move |tx| identity::actions::open_session(tx, account, None, &kept, "test", "test"));
        Self { site, token: token.into() }
    }
    /// The same session, kept by somebody.
    pub fn of_token(site: &'a Site, token: &str) -> Self {
        Self { site, token: token.into() }
    }
    fn cookie(&self) -> String {
        format!("lq={}", self.token)
    }
    pub fn says(&self, path: &str, words: Value) -> Answer {
        self.site.post(path).header("cookie", &self.cookie()).json(&words).send()
    }
    pub fn done(&self, path: &str, words: Value) -> Value {
        let answer = self.says(path, words);
        assert!(answer.status.is_success(), "{path}: {} {}", answer.status, answer.text());
        answer.json()
    }
    pub fn refused(&self, path: &str, words: Value) -> Vec<String> {
        let answer = self.says(path, words);
        assert_eq!(answer.status.as_u16(), 422, "{path}: {}", answer.text());
        answer.problems()
    }
    pub fn form(&self, path: &str, words: &[(&str, &str)]) -> Answer {
        self.site.post(path).header("cookie", &self.cookie()).face(Face::Page).form(words).send()
    }
    pub fn page(&self, path: &str) -> Answer {
        self.site.get(path).header("cookie", &self.cookie()).face(Face::Page).send()
    }
    pub fn seen(&self, path: &str) -> Value {
        self.site.get(path).header("cookie", &self.cookie()).send().json()
    }
    pub fn helps(&self, name: &str, phone: &str) -> Value {
        self.done("/helping", json!({ "name": name, "phone": phone, "home": "ZA-1-1", "help_way": "present", "confirmed": true }))
    }
    /// Another signs in by a code, in this browser.
    pub fn becomes(&mut self, phone: &str) {
        let sent = self.says("/sign-in/codes", json!({ "phone": phone }));
        assert!(sent.status.is_success(), "{}", sent.text());
        let text = self.site.sms.last_to(phone).expect("a code");
        let code: String = text.split(|c: char| !c.is_ascii_digit()).find(|d| d.len() == 6).expect("six digits").into();
        let signed = self.says("/sign-in/code", json!({ "phone": phone, "code": code }));
        assert!(signed.status.is_success(), "{}", signed.text());
        let cookie = signed.headers.get_all("set-cookie").iter().filter_map(|v| v.to_str().ok()).find_map(|v| v.strip_prefix("lq=")).expect("a session");
        self.token = cookie.split(';').next().unwrap_or_default().into();
    }
    /// The session is noted as in use, as a request now and then does.
    pub fn stays(&self) {
        let (street, now, shown) = (self.site.street, self.site.now(), edge::Credentials::Session(self.token.clone()));
        let known = self.site.read(move |r| identity::recognise(r, street, &shown, now)).expect("a session");
        let (hash, staff) = (known.session.expect("its hash"), known.viewer.is_staff());
        self.site.by_system(move |tx| identity::touch(tx, &hash, staff));
    }
}

/// Every event that says on whose behalf: when, by whom, for whom.
pub fn on_behalf(site: &Site) -> Vec<(kernel::Moment, kernel::AccountId, kernel::AccountId)> {
    let street = site.street;
    site.read(move |r| {
        let rows: Vec<Told> = r.all("select at, actor_id, on_behalf_of from events where street_id = $1 and on_behalf_of is not null order by id", db::args![street])?;
        Ok(rows.into_iter().map(|t| (t.at, t.by, t.whom)).collect())
    })
}

struct Told {
    at: kernel::Moment,
    by: kernel::AccountId,
    whom: kernel::AccountId,
}
db::row!(Told { at, by, whom });
