//! What waits goes out: by SMS or e-mail, in the words of the room that sends it.

use crate::actions::{self, Item, Parcel, Taken, TellRepeats, Tellers};
use crate::rules::Means;
use crate::{store, words};
use db::{By, Db, Result};
use i18n_embed_fl::fl;
use jobs::Errand;
use kernel::{Moment, StreetId};
use outside::{Letter, Mail, OutsideError, Sms};
use std::sync::Arc;
use std::time::Duration;

/// Sends what waits.
pub struct Post {
    pub tellers: Tellers,
    pub sms: Arc<dyn Sms>,
    pub mail: Arc<dyn Mail>,
    pub street_name: String,
    /// Where people reach the pages: `https://linqiao.example.cn`.
    pub site: String,
}

/// Parcels one turn sends; the next takes the rest.
const TURN: usize = 200;

impl Errand for Post {
    fn name(&self) -> &'static str {
        "messages.post"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(10)
    }
    /// A gateway that does not answer is not asked again in the same turn: the other means does not wait for it.
    fn run(&self, db: &Db, street: StreetId, now: Moment) -> Result<()> {
        let by = By::system(street, "message", now);
        let repeats = TellRepeats { sms: self.sms.tells_repeats(), email: self.mail.tells_repeats() };
        let mut silent = vec![];
        for _ in 0..TURN {
            // Mostly nothing waits: that is read, and nothing is written for it.
            let but = silent.clone();
            if db.read_now(move |r| store::due(r, street, now, &but, 1))?.is_empty() {
                break;
            }
            let (tellers, but) = (self.tellers.clone(), silent.clone());
            match db.write_now(by, move |tx| actions::take(tx, &tellers, repeats, &but))? {
                Taken::Nothing => break,
                Taken::Settled => {}
                Taken::Parcel(parcel) => {
                    let said = self.send(&parcel);
                    if matches!(said, Err(OutsideError::Unreachable(_))) {
                        silent.push(parcel.means);
                    }
                    db.write_now(by, move |tx| actions::settle(tx, &parcel.sendings, &said))?;
                }
            }
        }
        Ok(())
    }
}

impl Post {
    fn send(&self, parcel: &Parcel) -> std::result::Result<(), OutsideError> {
        let id = parcel.sendings.first().map(ToString::to_string).unwrap_or_default();
        match parcel.means {
            Means::Email => self.mail.send(&self.letter(parcel, id)),
            _ => self.sms.send_as(&id, &parcel.to, &self.text(parcel)),
        }
    }

    /// One short message: a sentence, or a numbered list of them.
    fn text(&self, parcel: &Parcel) -> String {
        let (w, street) = (words(parcel.lang), self.street_name.clone());
        match parcel.items.as_slice() {
            [one] => {
                let reason = reason(parcel, one.urgent);
                fl!(w, "sms-one", street = street, what = one.says.clone(), reason = reason)
            }
            many => {
                let line = |(n, item): (usize, &Item)| fl!(w, "sms-item", n = n, what = item.says.clone());
                let list: Vec<String> = (1..).zip(many).map(line).collect();
                fl!(w, "sms-many", street = street, n = many.len(), list = list.join(""))
            }
        }
    }

    /// One e-mail with the same list.
    fn letter(&self, parcel: &Parcel, id: String) -> Letter {
        let (w, street) = (words(parcel.lang), self.street_name.clone());
        let subject = match parcel.items.as_slice() {
            [one] => fl!(w, "email-one", street = street.clone(), what = one.says.clone()),
            many => fl!(w, "email-many", street = street.clone(), n = many.len()),
        };
        let unsubscribe = parcel.unsubscribe.as_ref().map(|token| format!("{}/unsubscribe/{token}", self.site));
        let mut text = fl!(w, "email-greeting");
        for item in &parcel.items {
            let reason = reason(parcel, item.urgent);
            text.push_str(&format!("\n\n{}{reason}\n{}{}", item.says, self.site, item.link));
        }
        text.push_str("\n\n--\n");
        text.push_str(&fl!(w, "email-why", street = street, choices = format!("{}/account/messages", self.site)));
        if let Some(link) = &unsubscribe {
            text.push('\n');
            text.push_str(&fl!(w, "email-unsubscribe", link = link.clone()));
        }
        Letter { id, to: parcel.to.clone(), subject, text, unsubscribe }
    }
}

/// Why it comes at any hour, where it does.
fn reason(parcel: &Parcel, urgent: Option<crate::rules::Urgent>) -> String {
    urgent.map(|u| crate::word(parcel.lang, "at-once", u.code())).unwrap_or_default()
}

/// The e-mail with the code that verifies an address.
pub(crate) fn code_letter(lang: ui::Lang, street: &str, to: String, code: &str) -> Letter {
    let w = words(lang);
    let subject = fl!(w, "code-subject", street = street.to_owned());
    let text = fl!(w, "code-text", street = street.to_owned(), code = code.to_owned());
    Letter { id: kernel::uuid::Uuid::now_v7().to_string(), to, subject, text, unsubscribe: None }
}
