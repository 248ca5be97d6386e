//! The first administrators, and the grants they make later.

use crate::actions::{self, First, Proposal};
use crate::views::{GrantsView, SetupView};
use crate::{rules, secret};
use auth::{Role, Viewer};
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Query, Seen, limits};
use kernel::{Day, Outcome, PlaceId, PostId, Problem, UnitId, uuid::Uuid};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Token {
    pub token: String,
}

/// Four people: the three administrators, and a street leader as second hand.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SettingUp {
    pub token: String,
    pub system_login: String,
    pub system_password: String,
    pub security_login: String,
    pub security_password: String,
    pub audit_login: String,
    pub audit_password: String,
    pub leader_login: String,
    pub leader_password: String,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Proposing {
    pub login: String,
    pub role: String,
    pub title: String,
    pub level: String,
    pub place: Option<String>,
    pub unit: Option<String>,
    /// The last day, `2026-12-31`.
    pub until: String,
}

pub async fn show(Query(shown): Query<Token>) -> Answer<SetupView> {
    Ok(Page::show(SetupView { token: shown.token, ..SetupView::default() }))
}

pub async fn set_up(State(app): State<App>, seen: Seen, Input(words): Input<SettingUp>) -> Answer<SetupView> {
    limits::allow(&app, &seen, "setup", 20, 3600)?;
    let view = SetupView { token: words.token.clone(), ..SetupView::default() };
    let first = [
        (Role::SystemAdministrator, "系统管理员", "system_password", words.system_login, words.system_password),
        (Role::SecurityAdministrator, "安全管理员", "security_password", words.security_login, words.security_password),
        (Role::AuditAdministrator, "审计管理员", "audit_password", words.audit_login, words.audit_password),
        (Role::StreetLeader, "街道领导", "leader_password", words.leader_login, words.leader_password),
    ];
    let mut logins: Vec<_> = first.iter().map(|f| f.3.trim()).filter(|l| !l.is_empty()).collect();
    logins.sort_unstable();
    logins.dedup();
    let mut problems: Vec<_> = first.iter().filter_map(|f| rules::password(f.2, &f.3, &f.4).err()).collect();
    if logins.len() != first.len() {
        problems.push(Problem::new("four_names"));
    }
    if !problems.is_empty() {
        return Ok(Page::after(Outcome::Refused(view, problems)));
    }
    let hashed = app
        .blocking(move || {
            let with_hash = first.into_iter().map(|(role, title, _, login, password)| {
                let login = login.trim().to_owned();
                secret::hash_password(&password)
                    .map(|password_hash| First { role, title, name: login.clone(), login, password_hash })
            });
            with_hash.collect::<Result<Vec<_>, _>>()
        })
        .await?
        .map_err(Failure::Fault)?;
    let token = view.token.clone();
    let done = app.write(&seen, move |tx| actions::set_up(tx, &token, &hashed)).await?;
    Ok(match done {
        Ok(()) => Page::after(Outcome::Done(SetupView { done: true, ..view })),
        Err(problem) => Page::after(Outcome::Refused(view, vec![problem])),
    })
}

pub async fn grants(State(app): State<App>, seen: Seen) -> Answer<GrantsView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer, seen.now);
    Ok(Page::show(app.read(move |r| actions::grants(r, &viewer, now)).await?))
}

pub async fn propose(State(app): State<App>, seen: Seen, Input(words): Input<Proposing>) -> Answer<GrantsView> {
    by_hand(&seen)?;
    let street = PlaceId(app.street.uuid());
    let proposal = Proposal {
        role: Role::from_code(&words.role),
        level: rules::level_from(&words.level).unwrap_or(auth::Level::Street),
        place: words.place.and_then(|p| p.parse().ok()).unwrap_or(street),
        unit: words.unit.and_then(|u| u.parse::<UnitId>().ok()),
        until: Day::parse(&words.until).map_or(seen.now, |day| day.plus(1).start()),
        login: words.login.trim().to_owned(),
        title: words.title,
    };
    on_grants(&app, &seen, move |tx, viewer| actions::propose(tx, viewer, &proposal)).await
}

pub async fn confirm(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<GrantsView> {
    by_hand(&seen)?;
    on_grants(&app, &seen, move |tx, viewer| actions::confirm(tx, viewer, PostId(id))).await
}

pub async fn end(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<GrantsView> {
    by_hand(&seen)?;
    on_grants(&app, &seen, move |tx, viewer| actions::end(tx, viewer, PostId(id))).await
}

/// One verb on the posts, and the posts as they then stand.
async fn on_grants(
    app: &App,
    seen: &Seen,
    verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<GrantsView>> + Send + 'static,
) -> Answer<GrantsView> {
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, move |tx| verb(tx, &viewer), move |r| actions::grants(r, &reader, now)).await?;
    Ok(Page::after(outcome))
}

/// Grants are made by people at a screen, never with a key.
fn by_hand(seen: &Seen) -> Result<(), Failure> {
    seen.staff()?;
    if seen.session.is_some() { Ok(()) } else { Err(Failure::Forbidden) }
}
