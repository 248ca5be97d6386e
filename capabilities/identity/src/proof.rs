//! A name and its password, judged once for sign-in and for a second signature, with the lockout of that name.

use crate::store::Account;
use crate::{actions, rules, secret, store};
use auth::Viewer;
use edge::{App, Failure, Seen, limits};
use kernel::{Moment, Problem};

/// Attempts to sign in that one address may lose within five minutes. An office of a hundred signs in behind one address
/// when the morning begins, so an attempt that succeeds is given back.
const ATTEMPTS: u32 = 60;
const SIGN_IN: &str = "sign-in";

pub(crate) fn attempt(app: &App, seen: &Seen) -> Result<(), Failure> {
    limits::allow(app, seen, SIGN_IN, ATTEMPTS, 300)
}

pub(crate) fn succeeded(app: &App, seen: &Seen) {
    limits::give_back(app, seen, SIGN_IN);
}

/// The account behind a name and its password. A wrong one is counted; names that do not exist take as long.
pub(crate) async fn by_password(app: &App, seen: &Seen, login: &str, password: String) -> Result<Result<Account, Problem>, Failure> {
    attempt(app, seen)?;
    let (street, now, name) = (app.street, seen.now, login.to_owned());
    let (locked, account) =
        app.read(move |r| Ok((actions::locked(r, street, &name, now)?, store::by_login(r, street, &name)?))).await?;
    if let Some(until) = locked {
        let minutes = until.since(now) / Moment::MINUTE + 1;
        return Ok(Err(Problem::new("locked").with("minutes", minutes)));
    }
    let hash = account.as_ref().and_then(|a| a.password_hash.clone());
    let fits = app.blocking(move || secret::fits(&password, hash.as_deref())).await?;
    match account.filter(|_| fits) {
        Some(account) => {
            succeeded(app, seen);
            Ok(Ok(account))
        }
        None => {
            let name = login.to_owned();
            app.write(seen, move |tx| actions::failed(tx, &name)).await?;
            Ok(Err(Problem::at("password", "password_wrong")))
        }
    }
}

/// Sends a code to a phone; the number as it is known here, or why none went.
pub async fn send_code(app: &App, seen: &Seen, typed: &str) -> Result<Result<String, Problem>, Failure> {
    // One address may be a carrier's thousands; the limits of each phone stand in the database.
    limits::allow(app, seen, "sms-code", 200, 3600)?;
    let Some(phone) = rules::phone(typed) else { return Ok(Err(Problem::at("phone", "phone_form"))) };
    let code = secret::code();
    let (digest, to) = (secret::code_digest(&app.secret, &phone, &code), phone.clone());
    if !app.write(seen, move |tx| actions::send_code(tx, &to, &digest)).await? {
        return Err(Failure::TooMany { after_s: 60 });
    }
    let text = i18n_embed_fl::fl!(crate::words(seen.lang()), "sms-text", street = app.street_name.to_string(), code = code);
    let (sms, to) = (app.sms.clone(), phone.clone());
    let sent = app.blocking(move || sms.send(&to, &text)).await?;
    Ok(sent.map(|_| phone).map_err(|_| Problem::at("phone", "sms_failed")))
}

/// Somebody signs on a device where another is signed in, by their name and password, or by their telephone and the code
/// sent to it: as a viewer with their posts, without a session. The first stays signed in; no secret is kept.
pub async fn countersign(app: &App, seen: &Seen, login: &str, password: String) -> Result<Result<Viewer, Problem>, Failure> {
    let login = login.trim().to_owned();
    if let Some(phone) = rules::phone(&login) {
        attempt(app, seen)?;
        let digest = secret::code_digest(&app.secret, &phone, password.trim());
        let signed = app.write(seen, move |tx| actions::countersigned_by_code(tx, &phone, &digest)).await?;
        if signed.is_ok() {
            succeeded(app, seen);
        }
        return Ok(signed);
    }
    let account = match by_password(app, seen, &login, password).await? {
        Ok(account) => account.id,
        Err(problem) => return Ok(Err(problem)),
    };
    Ok(Ok(app.write(seen, move |tx| actions::countersigned(tx, account, &login)).await?))
}
