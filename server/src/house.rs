//! The rooms put together over one database.

use crate::config::Config;
use db::{By, Db, KeyFile, Options, Result};
use edge::App;
use kernel::{Moment, StreetId, uuid::Uuid};
use std::sync::Arc;

/// The street of this installation.
pub fn street(config: &Config) -> StreetId {
    StreetId::named(&config.street)
}

/// Opens the database, brings it up to date, and plants what a new street starts with.
pub fn open(config: &Config, exclusive: bool) -> Result<Db> {
    open_for(config, exclusive, None)
}

/// The same for whoever loads a whole street: nothing waits beside it, and no statement is too long.
pub fn open_to_load(config: &Config) -> Result<Db> {
    open_for(config, true, Some(0))
}

fn open_for(config: &Config, exclusive: bool, statement_timeout_ms: Option<u32>) -> Result<Db> {
    crate::disk::private_folder(&config.data)?;
    let mut options = Options::new(&config.database_url, KeyFile(config.key_file.clone()));
    options.exclusive = exclusive;
    options.statement_timeout_ms = statement_timeout_ms.unwrap_or(options.statement_timeout_ms);
    let db = Db::open(options)?;
    plant(&db, street(config))?;
    Ok(db)
}

/// Plants what a new street starts with; harmless to repeat.
pub fn plant(db: &Db, street: StreetId) -> Result<()> {
    if !db.read_now(move |r| appeals::store::has_policies(r, street))? {
        db.write_now(By::system(street, "setup", Moment::now()), appeals::seeds::plant)?;
    }
    if !db.read_now(move |r| reports::actions::has_template(r, street))? {
        db.write_now(By::system(street, "setup", Moment::now()), reports::actions::plant)?;
    }
    // A formula that has changed means other kept counts: once, however many cases there are.
    if !db.read_now(move |r| appeals::store::counted_as_defined(r, street))? {
        tracing::info!("the figures are counted again: their definitions have changed");
        db.write_now(By::system(street, "definitions", Moment::now()), |tx| appeals::store::recount(tx).map(|_| ()))?;
    }
    Ok(())
}

/// The state of the web edge.
pub fn app(config: &Config, db: Db) -> Result<App> {
    let street = street(config);
    let secret = db.read_now(|r| {
        let mut secret = [0; 32];
        for (n, half) in secret.chunks_mut(16).enumerate() {
            half.copy_from_slice(&r.blind(kernel::Purpose::Identity, "edge.secret", &n.to_string())?);
        }
        Ok(secret)
    })?;
    Ok(App {
        db,
        street,
        street_name: config.street.as_str().into(),
        clock: Arc::new(Moment::now),
        sms: sms(config)?,
        mail: mail(config)?,
        media: Arc::new(outside::WebMedia::new(outside::MediaSources::parse(&config.media).map_err(db::Fault::other)?)),
        files: files(config)?,
        keepers: Arc::new([Arc::new(appeals::Voices) as Arc<dyn edge::Keeper>, Arc::new(deliberation::Supports), Arc::new(messages::Mailbox)]),
        secret: Arc::new(secret),
        recognise: Arc::new(move |r, shown, now| {
            let mut known = identity::recognise(r, street, shown, now)?;
            if let Some(known) = &mut known {
                known.badge.entries = appeals::rules::desk_entries(&known.viewer, now);
                known.badge.entries.extend(boxes::desk_entries(&known.viewer, now));
                known.badge.entries.extend(hotline::rules::desk_entries(&known.viewer, now));
                known.badge.entries.extend(upper_tier::desk_entries(&known.viewer, now));
                known.badge.entries.extend(webhooks::rules::desk_entries(&known.viewer, now));
                known.badge.entries.extend(messages::rules::desk_entries(&known.viewer, now));
                known.badge.entries.extend(reports::desk_entries(&known.viewer, now));
                known.badge.entries.extend(deliberation::desk_entries(&known.viewer));
                if let Some(account) = known.viewer.account() {
                    known.badge.unread = messages::unread(r, street, account)?;
                }
            }
            Ok(known)
        }),
        touch: Arc::new(identity::touch),
        ready: Arc::new({
            let config = config.clone();
            move || config.key_file.exists() && crate::disk::free(&config.data).is_ok_and(|free| free > 0.01)
        }),
        bearers: Arc::new(move |r, code, _| {
            let voice = appeals::actions::open_receipt(r, street, code)?;
            Ok(voice.into_iter().map(|v| v.uuid()).collect::<Vec<Uuid>>())
        }),
        limits: Arc::default(),
        costly: Arc::new(tokio::sync::Semaphore::new(2)),
        proxies: config.proxies.clone().into(),
        https: config.https,
    })
}

/// The gateway of the settings, or the log.
pub fn sms(config: &Config) -> Result<Arc<dyn outside::Sms>> {
    Ok(match &config.sms {
        None => Arc::new(outside::ConsoleSms),
        Some(gateway) => Arc::new(outside::HttpSms::new(gateway.clone()).map_err(db::Fault::other)?),
    })
}

/// The line to the upper tier's system, where the settings name one.
pub fn upper(config: &Config) -> Result<Option<Arc<dyn outside::upper::Upper>>> {
    let line = config.upper.clone().map(outside::upper::HttpUpper::new).transpose().map_err(db::Fault::other)?;
    Ok(line.map(|line| Arc::new(line) as Arc<dyn outside::upper::Upper>))
}

/// The mail server of the settings, or the log.
pub fn mail(config: &Config) -> Result<Arc<dyn outside::Mail>> {
    Ok(match &config.mail {
        None => Arc::new(outside::ConsoleMail),
        Some(server) => Arc::new(outside::SmtpMail::new(server).map_err(db::Fault::other)?),
    })
}

/// The rooms that tell people things.
pub fn tellers() -> messages::Tellers {
    Arc::new([Arc::new(appeals::Speakers) as Arc<dyn messages::Teller>, Arc::new(deliberation::Speakers)])
}

/// Every capability's routes.
pub fn rooms() -> Vec<edge::Routes> {
    vec![appeals::routes(), boxes::routes(), deliberation::routes(), hotline::routes(), hotline::exchange_routes(), identity::routes(), places::routes(), papers::routes(), open311::routes(), messages::routes(tellers()), upper_tier::routes(), webhooks::routes(), reports::routes()]
}

/// Files that are not in the database: photos, lists written out.
pub fn files(config: &Config) -> Result<Arc<dyn outside::Files>> {
    Ok(Arc::new(outside::DirFiles::new(config.data.join("files")).map_err(db::Fault::other)?))
}
