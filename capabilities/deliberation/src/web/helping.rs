//! Acting for a resident: begun, ended, and its slip.

use crate::actions;
use crate::rules::{ACT_FOR, HelpWords};
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Input, Page, Path, Routes, Seen};
use kernel::{Outcome, uuid::Uuid};

pub(super) fn add(routes: Routes) -> Routes {
    routes
        .get("/helping", ACT_FOR, "For whom I act now, and the slips of the last day.", show)
        .gives::<HelpingView>()
        .post("/helping", ACT_FOR, "Act for a resident who is here or on the phone, half an hour at most.", begin)
        .takes::<HelpWords>()
        .gives::<HelpingView>()
        .post("/helping/end", ACT_FOR, "End acting for somebody.", end)
        .gives::<HelpingView>()
        .get("/helping/{id}", ACT_FOR, "The slip of whoever was helped.", slip)
        .gives::<HelpSlip>()
}

pub async fn show(State(app): State<App>, seen: Seen) -> Answer<HelpingView> {
    seen.staff()?;
    let (viewer, session, now) = (seen.viewer.clone(), seen.session.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::helping_view(r, &viewer, session.as_deref(), HelpWords::default(), now)).await?))
}

pub async fn begin(State(app): State<App>, seen: Seen, Input(words): Input<HelpWords>) -> Answer<HelpingView> {
    seen.staff()?;
    let session = seen.session.clone().unwrap_or_default();
    let (viewer, reader, now, kept, here) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, words.clone(), session.clone());
    let verb = move |tx: &mut db::Tx<'_>| actions::begin_helping(tx, &viewer, &session, &words);
    let view = move |r: &mut db::Reader<'_>| actions::helping_view(r, &reader, Some(&here), kept.clone(), now);
    Ok(Page::created(app.act_on(&seen, verb, view).await?))
}

pub async fn end(State(app): State<App>, seen: Seen) -> Answer<HelpingView> {
    seen.staff()?;
    let session = seen.session.clone().unwrap_or_default();
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let ended = move |tx: &mut db::Tx<'_>| {
        let ended = actions::end_helping(tx, &viewer, &session)?;
        Ok(HelpingView { ended, ..actions::helping_view(tx, &viewer, Some(&session), HelpWords::default(), now)? })
    };
    // Ended twice is ended: no key is needed.
    Ok(Page::after(Outcome::Done(app.write(&seen, ended).await?)))
}

pub async fn slip(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<HelpSlip> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::helping_slip(r, &viewer, id, now)).await?))
}
