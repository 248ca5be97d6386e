//! What follows here: speakers who left a number are told by SMS what their receipt says; files of lists go after a day.

use crate::actions::{self, Outgoing};
use db::{By, Db, Result};
use jobs::Errand;
use kernel::{Moment, StreetId};
use std::sync::Arc;
use std::time::Duration;
use ui::Lang;

/// Sends the messages that wait.
pub struct Messages {
    pub sms: Arc<dyn outside::Sms>,
    pub street_name: String,
}

/// Takes files away that are a day old.
pub struct OldExports {
    pub files: Arc<dyn outside::Files>,
}

impl Errand for OldExports {
    fn name(&self) -> &'static str {
        "appeals.old_exports"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(3_600)
    }
    fn run(&self, db: &Db, street: StreetId, now: Moment) -> Result<()> {
        actions::drop_old_exports(db, &*self.files, street, now)
    }
}

const BATCH: i64 = 50;

impl Errand for Messages {
    fn name(&self) -> &'static str {
        "appeals.messages"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(30)
    }
    fn run(&self, db: &Db, street: StreetId, now: Moment) -> Result<()> {
        let by = By::system(street, "message", now);
        let taken = db.write_now(by, |tx| actions::take_messages(tx, BATCH))?;
        let mut refused = None;
        for message in taken {
            if let Err(why) = self.sms.send(&message.to, &self.text(&message)) {
                let id = message.id;
                db.write_now(by, move |tx| actions::put_back_message(tx, id))?;
                refused = Some(why);
            }
        }
        // The gateway's reason holds no number; the errand is noted as failed and goes again.
        refused.map_or(Ok(()), |why| Err(db::Fault::other(why)))
    }
}

impl Messages {
    fn text(&self, m: &Outgoing) -> String {
        let words = crate::words(Lang::Zh);
        let what = ui::sentence(words, &format!("message-{}", m.kind), &[]);
        let (street, case) = (self.street_name.clone(), m.case_no.clone());
        i18n_embed_fl::fl!(words, "sms-told", street = street, case = case, what = what)
    }
}
