//! Calls that read: no key, the same answer for everybody.

use super::answer::{Told, read, written};
use super::ask::Ask;
use crate::actions::{self, Asked, MOST, Standing};
use crate::notation::Notation;
use crate::pages;
use crate::rules::{GeoError, Params};
use crate::views;
use axum::extract::{Request, State};
use axum::response::{Html, IntoResponse, Response};
use db::Reader;
use edge::App;
use http::{HeaderValue, StatusCode, header};

type Answer = Result<Response, Told>;

/// What the house knows of it, or an error in the notation asked for.
async fn known<T: Send + 'static>(app: &App, ask: &Ask, work: impl FnOnce(&mut Reader<'_>) -> db::Result<T> + Send + 'static) -> Result<T, Told> {
    app.read(work).await.map_err(|failure| ask.failed(failure))
}

pub async fn discovery(State(app): State<App>, ask: Ask) -> Answer {
    let (street, name, base) = (app.street, app.street_name.clone(), ask.base.clone());
    let found = known(&app, &ask, move |r| actions::discover(r, street, &name, &base)).await?;
    Ok(read(ask.notation, &ask.headers, &views::discovery(&found)))
}

pub async fn discovery_page(State(app): State<App>, request: Request) -> Answer {
    let (mut parts, _) = request.into_parts();
    let ask = Ask::of(&mut parts, &app, Notation::Xml).await?;
    let (street, name, base) = (app.street, app.street_name.clone(), ask.base.clone());
    let found = known(&app, &ask, move |r| actions::discover(r, street, &name, &base)).await?;
    // Made for its reader: language, letters, a nonce of its own.
    Ok(Html(pages::discovery(&ask.seen.ctx, &found).into_string()).into_response())
}

pub async fn services(State(app): State<App>, ask: Ask) -> Answer {
    let street = app.street;
    let (found, batch) =
        known(&app, &ask, move |r| Ok((actions::services(r, street)?, actions::in_maintenance(r, street)?))).await?;
    Ok(read(ask.notation, &ask.headers, &views::services(&found, batch)))
}

pub async fn definition(State(app): State<App>, ask: Ask) -> Answer {
    let (street, code) = (app.street, ask.last());
    let found = known(&app, &ask, move |r| actions::service(r, street, &code)).await?;
    let service = found.map_err(|error| ask.wrong(&[error]))?;
    Ok(read(ask.notation, &ask.headers, &views::definition(&service)))
}

pub async fn requests(State(app): State<App>, ask: Ask) -> Answer {
    let asked = actions::asked(&ask.params, ask.seen.now).map_err(|wrong| ask.wrong(&wrong))?;
    let (street, wanted) = (app.street, asked.clone());
    let listed = known(&app, &ask, move |r| actions::list(r, street, &wanted)).await?;
    let listed = listed.map_err(|error| ask.wrong(&[error]))?;
    let mut response = read(ask.notation, &ask.headers, &views::requests(&listed.requests, &ask.shown()));
    if let Some(link) = links(&ask, &asked, &listed)
        && let Ok(link) = HeaderValue::from_str(&link)
    {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// Where a page goes on and back. The next page begins behind the last item of this one, so that items that arrive
/// meanwhile neither repeat nor push any out.
fn links(ask: &Ask, asked: &Asked, listed: &actions::Listed) -> Option<String> {
    let Asked::List(listing) = asked else { return None };
    if !listing.paged {
        return None;
    }
    let to = |page: i64, after: &str| ask.address(&[("page", &page.to_string()), ("page_size", &listing.size.to_string()), ("after", after)]);
    let next = listed.next.as_ref().map(|key| format!("{}~{}", key.requested_at.0, key.case_no));
    let next = next.map(|after| format!("<{}>; rel=\"next\"", to(listing.page + 1, &after)));
    let prev = (listing.page > 1).then(|| format!("<{}>; rel=\"prev\"", to(listing.page - 1, "")));
    let links: Vec<String> = next.into_iter().chain(prev).collect();
    (!links.is_empty()).then(|| links.join(", "))
}

pub async fn request(State(app): State<App>, ask: Ask) -> Answer {
    let (street, number) = (app.street, ask.last());
    let one = Asked::Numbers(vec![number], ask.shown().extended);
    let listed = known(&app, &ask, move |r| actions::list(r, street, &one)).await?;
    let requests = listed.map_or_else(|_| vec![], |l| l.requests);
    if requests.is_empty() {
        return Err(ask.wrong(&[GeoError::request()]));
    }
    Ok(read(ask.notation, &ask.headers, &views::requests(&requests, &ask.shown())))
}

/// What was brought during maintenance, by its token.
pub async fn token(State(app): State<App>, ask: Ask) -> Answer {
    let (street, token, now) = (app.street, ask.last(), ask.seen.now);
    let asked = token.clone();
    let number = match known(&app, &ask, move |r| actions::looked_up(r, street, &asked, now)).await? {
        None => return Err(ask.wrong(&[GeoError::token()])),
        Some(Standing::Refused(wrong)) => return Err(ask.wrong(&[GeoError::refused(&wrong)])),
        Some(Standing::Received(number)) => Some(number),
        Some(Standing::Waiting) => None,
    };
    Ok(written(ask.notation, StatusCode::OK, &views::token(&token, number.as_deref())))
}

pub async fn updates(State(app): State<App>, ask: Ask) -> Answer {
    let (street, params, now): (_, Params, _) = (app.street, ask.params.clone(), ask.seen.now);
    let found = known(&app, &ask, move |r| actions::updates(r, street, &params, now)).await?;
    let requests = found.map_err(|wrong| ask.wrong(&wrong))?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    Ok(read(ask.notation, &ask.headers, &views::updates(&requests, &ask.shown(), most)))
}
