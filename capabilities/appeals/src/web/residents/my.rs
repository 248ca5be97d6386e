//! A resident's own things, and a receipt put among them.

use super::receipt::{self, ReceiptCode};
use crate::actions::{self, Names, Tried};
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Failure, Input, Page, Routes, Seen};
use kernel::{Outcome, Problem};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/my", "public", "One's own voices, or the way to them.", my)
        .gives::<MyView>()
        .post("/my/receipts", "attach", "Put a receipt among one's own things.", attach)
        .takes::<ReceiptCode>()
        .gives::<MyView>()
}

const MOST: i64 = 50;

async fn my(State(app): State<App>, seen: Seen) -> Answer<MyView> {
    Ok(Page::show(view(&app, &seen).await?))
}

async fn view(app: &App, seen: &Seen) -> Result<MyView, Failure> {
    let Some(account) = seen.viewer.account() else { return Ok(MyView::default()) };
    let (street, borne) = (app.street, receipt::borne(seen));
    let voices = app
        .read(move |r| {
            let names = Names::read(r, street)?;
            actions::mine(r, street, &names, account, MOST)
        })
        .await?;
    let may_attach = borne.is_some_and(|b| !voices.iter().any(|v| v.voice == b));
    Ok(MyView { signed_in: true, voices, may_attach, problems: vec![] })
}

/// By the code typed, or by the receipt open on this device.
async fn attach(State(app): State<App>, seen: Seen, Input(words): Input<ReceiptCode>) -> Answer<MyView> {
    seen.signed_in()?;
    let voice = match receipt::borne(&seen).filter(|_| words.code.trim().is_empty()) {
        Some(voice) => Ok(voice),
        None => match receipt::tried(&app, &seen, &words.code).await? {
            Tried::Opens(voice) => Ok(voice),
            other => Err(receipt::said(other)),
        },
    };
    let problems: Vec<Problem> = match voice {
        Err(problem) => vec![problem],
        Ok(voice) => {
            let viewer = seen.viewer.clone();
            app.act(&seen.unkeyed(), move |tx| actions::attach(tx, &viewer, voice)).await?.problems().to_vec()
        }
    };
    let view = view(&app, &seen).await?;
    Ok(Page::after(if problems.is_empty() { Outcome::Done(view) } else { Outcome::Refused(view, problems) }))
}
