//! What the figures' pages show, put together from the kept counts.

mod figure;
mod overview;
mod rates;

pub use figure::figure;
pub use overview::overview;
pub use rates::rates;

use super::Names;
use crate::rules::counting::{Counts, Measure};
use crate::rules::figures::{Figure, Territory, territory};
use crate::rules::scoring::rate;
use crate::views::{Choice, FigureValue, FigureWords, Whose};
use auth::Viewer;
use db::Result;
use kernel::{Moment, PlaceId, uuid::Uuid};

fn place(text: &str) -> Option<PlaceId> {
    text.parse::<Uuid>().ok().map(PlaceId)
}

/// Whose figures this reader asks for, and may see.
fn whose(names: &Names, viewer: &Viewer, words: &FigureWords, now: Moment) -> Result<(Territory, Whose)> {
    let found = territory(viewer, place(&words.community), now)?;
    let own = |id: PlaceId| territory(viewer, Some(id), now).is_ok();
    let communities = names.tree.communities();
    let choices = communities.iter().filter(|c| own(c.id)).map(|c| Choice::new(c.id, &c.short_name)).collect();
    let name = match found {
        Territory::Street => names.tree.root().map(|s| s.name.clone()),
        Territory::Community(id) => names.tree.by_id(id).map(|c| c.name.clone()),
    };
    let community = found.community().map(|id| id.to_string());
    Ok((found, Whose { community, name: name.unwrap_or_default(), communities: choices }))
}

/// A figure's value, with the share that did not answer where it is one of the three questions.
fn value(figure: &'static Figure, c: &Counts) -> FigureValue {
    let valid = c.get(Measure::Valid);
    let said: i64 = figure.under.iter().map(|m| c.get(*m)).sum();
    let asked = crate::rules::figures::THREE.contains(&figure.code);
    FigureValue {
        code: figure.code,
        rate: figure.rate(c).filter(|_| figure.is_share()),
        number: (!figure.is_share()).then(|| figure.number(c)),
        unanswered: rate((valid - said) * 1_000, valid).filter(|_| asked).map(|r| r.value),
    }
}
