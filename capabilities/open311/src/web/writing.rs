//! Calls that bring something: a key first, then the words, then the pictures, then one transaction.

use super::answer::{Told, written};
use super::ask::Ask;
use super::body::{self, Picture, refused};
use crate::actions::{self, Brought as BroughtBy, Creation};
use crate::rules::{self, GeoError, Params};
use crate::views;
use appeals::rules::ORIGINAL;
use auth::{Strength, Viewer, Who, reaches};
use axum::extract::{FromRequestParts, Request, State};
use axum::response::Response;
use db::By;
use edge::photos::{self, KeptPhoto};
use edge::{App, limits};
use http::StatusCode;
use kernel::{Actor, uuid::Uuid};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Tries of one address, and what one key may bring: a minute's burst, and a day's.
const TRIES_A_MINUTE: u32 = 120;
const KEY_A_MINUTE: u32 = 60;
const KEY_A_DAY: u32 = 2_000;
const DAY_S: i64 = 86_400;

type Answer = Result<Response, Told>;

/// A program that may do this, and what it sent.
struct Brought {
    ask: Ask,
    client: Uuid,
    viewer: Viewer,
    params: Params,
    pictures: Vec<Picture>,
}

async fn brought(app: &App, request: Request, act: &'static str, scope: &'static str) -> Result<Brought, Told> {
    let (mut parts, body) = request.into_parts();
    let ask = Ask::from_request_parts(&mut parts, app).await?;
    limits::allow(app, &ask.seen, "open311-tries", TRIES_A_MINUTE, 60).map_err(|f| ask.failed(f))?;
    let sent = body::sent(Request::from_parts(parts, body), app).await.map_err(|e| ask.wrong(&[e]))?;
    let params = sent.params.and(ask.params.clone());
    let client = client(app, &ask, &params, scope).await?;
    let viewer = Viewer { who: Who::Client(client), strength: Strength::Keyed, ..Viewer::nobody(app.street) };
    if !reaches(rules::WHO_MAY, act, &viewer, ask.seen.now) {
        return Err(ask.wrong(&[GeoError::key()]));
    }
    ask.ours(app, &params).await?;
    for (kind, most, seconds) in [("open311-key", KEY_A_MINUTE, 60), ("open311-day", KEY_A_DAY, DAY_S)] {
        limits::allow_for(app, &client.to_string(), ask.seen.now, kind, most, seconds).map_err(|f| ask.failed(f))?;
    }
    Ok(Brought { ask, client, viewer, params, pictures: sent.pictures })
}

/// Missing, unknown, ended, made for something else: one answer.
async fn client(app: &App, ask: &Ask, params: &Params, scope: &'static str) -> Result<Uuid, Told> {
    let (street, now) = (app.street, ask.seen.now);
    let found = match params.get("api_key").map(str::to_owned) {
        None => None,
        Some(key) => app.read(move |r| identity::key(r, street, &key, scope, now)).await.map_err(|f| ask.failed(f))?,
    };
    found.ok_or_else(|| ask.wrong(&[GeoError::key()]))
}

pub async fn create(State(app): State<App>, request: Request) -> Answer {
    let Brought { ask, client, viewer, params, pictures } = brought(&app, request, rules::CREATE, rules::OPEN_CREATE).await?;
    let name = ask.headers.get("idempotency-key").and_then(|v| v.to_str().ok()).map(str::to_owned);
    let mut sent = Creation { client, name, params, photos: vec![], unfetched: vec![] };
    let (street, now, looked_at) = (app.street, ask.seen.now, sent.clone());
    let known = app.read(move |r| actions::look(r, street, &looked_at, now)).await.map_err(|f| ask.failed(f))?;
    if let Some(first) = known.map_err(|wrong| ask.wrong(&wrong))? {
        return Ok(written(ask.notation, StatusCode::OK, &views::created(&first)));
    }
    sent.photos = kept(&app, &ask, pictures).await?;
    sent.unfetched = fetched(&app, &ask, &sent.params, &mut sent.photos).await?;
    let done = app.db.write(by(&app, &ask, client), move |tx| {
        let done = actions::bring(tx, &viewer, &sent)?;
        if done.is_err() {
            tx.undo();
        }
        Ok(done)
    });
    match done.await.map_err(|fault| ask.failed(fault.into()))? {
        Ok(BroughtBy::Received(got)) => Ok(written(ask.notation, StatusCode::OK, &views::created(&got))),
        Ok(BroughtBy::Spooled(token)) => Ok(written(ask.notation, StatusCode::OK, &views::spooled(&token))),
        Err(wrong) => Err(ask.wrong(&wrong)),
    }
}

pub async fn add_update(State(app): State<App>, request: Request) -> Answer {
    let Brought { ask, client, params, .. } = brought(&app, request, rules::UPDATE, rules::OPEN_UPDATE).await?;
    let done = app.db.write(by(&app, &ask, client), move |tx| actions::add_update(tx, &params));
    match done.await.map_err(|fault| ask.failed(fault.into()))? {
        Ok(id) => Ok(written(ask.notation, StatusCode::OK, &views::update_added(id))),
        Err(wrong) => Err(ask.wrong(&wrong)),
    }
}

fn by(app: &App, ask: &Ask, client: Uuid) -> By {
    By { street: app.street, actor: Actor::Client(client), now: ask.seen.now, request: Some(ask.seen.request) }
}

/// Judged one by one, so that a bad one is named and nothing is written.
async fn kept(app: &App, ask: &Ask, pictures: Vec<Picture>) -> Result<Vec<KeptPhoto>, Told> {
    for picture in &pictures {
        let bytes = picture.bytes.clone();
        let judged = app.blocking(move || photos::clean(&bytes).map(|_| ())).await.map_err(|f| ask.failed(f))?;
        judged.map_err(|_| ask.wrong(&[refused(&picture.name, "it is not a picture that can be read.", "不是可以读取的照片。")]))?;
    }
    let originals = pictures.into_iter().map(|p| p.bytes).collect();
    let kept = photos::keep(app, ORIGINAL, originals).await.map_err(|f| ask.failed(f))?;
    kept.map_err(|_| ask.wrong(&[refused("media", "it could not be kept.", "照片没有存下来。")]))
}

/// Slow hosts elsewhere hold up at most so many requests here.
static FETCHING: Semaphore = Semaphore::const_new(4);

/// Fetches the picture of `media_url`; one that cannot be fetched fails nothing and is told to staff.
async fn fetched(app: &App, ask: &Ask, params: &Params, photos: &mut Vec<KeptPhoto>) -> Result<Vec<String>, Told> {
    let Some(url) = params.get("media_url").map(str::to_owned) else { return Ok(vec![]) };
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return Err(ask.wrong(&[GeoError::parameter("media_url", "it begins with http or https.", "应以 http 或 https 开头。")]));
    }
    let Ok(_turn) = FETCHING.acquire().await else { return Ok(vec![url]) };
    let (media, address) = (app.media.clone(), Arc::new(url));
    let asked = address.clone();
    let picture = tokio::task::spawn_blocking(move || media.fetch(&asked)).await;
    if let Ok(Ok(bytes)) = picture
        && let Ok(kept) = photos::keep(app, ORIGINAL, vec![bytes]).await.map_err(|f| ask.failed(f))?
    {
        photos.extend(kept);
        return Ok(vec![]);
    }
    Ok(vec![address.to_string()])
}
