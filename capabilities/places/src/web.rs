//! Routes and handlers of places.

use crate::actions::{self, Brought, Checked};
use crate::rules::who_may::Import;
use crate::rules::Datum;
use crate::views::{BoundaryView, ImportView, PlaceView, StreetView};
use crate::{memory, store};
use auth::{Level, Viewer, WholeStreet};
use axum::extract::State;
use db::{Reader, Tx};
use edge::{Answer, App, Failure, Page, Path, Routes, Seen, Upload};
use kernel::{Day, Moment, Outcome, PlaceId, Problem};
use serde::Deserialize;
use utoipa::ToSchema;

pub fn routes() -> Routes {
    Routes::new("places")
        .get("/places", "see_places", "The street's communities and grids.", street)
        .gives::<StreetView>()
        .get("/places/import", "import_places", "The form for bringing in files.", import_form)
        .gives::<ImportView>()
        .get("/places/{id}", "see_places", "One place with its numbers and boundary.", place)
        .gives::<PlaceView>()
        .post("/places/{kind}/checks", "import_places", "Checks a file and writes nothing.", check)
        .takes::<Bringing>()
        .gives::<ImportView>()
        .post("/places/boundaries", "import_places", "Draws communities and grids from GeoJSON.", boundaries)
        .takes::<Bringing>()
        .gives::<ImportView>()
        .post("/places/buildings", "import_places", "Brings in buildings from CSV.", buildings)
        .takes::<Bringing>()
        .gives::<ImportView>()
        .post("/places/statistics", "import_places", "Brings in population statistics.", numbers)
        .takes::<Bringing>()
        .gives::<ImportView>()
}

/// A file's text and how to read it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Bringing {
    /// GeoJSON or CSV; an uploaded file (also xlsx) takes its place.
    pub text: String,
    /// `wgs84`, `gcj02`, `bd09` or `cgcs2000`; never guessed.
    pub datum: Option<String>,
    /// The first day it holds, or the day the numbers are of.
    pub from: Option<String>,
    /// The document behind it.
    pub source: String,
}

async fn street(State(app): State<App>, seen: Seen) -> Answer<StreetView> {
    let view = app.read(move |r| {
        let (street, today) = (seen.viewer.street, seen.now.day());
        let tree = memory::tree(r, street)?;
        let shapes = memory::shapes(r, street, Level::Grid, seen.now)?;
        let communities: Vec<_> = tree.communities().iter().map(|c| c.id).collect();
        let numbers = store::statistics(r, street, &communities)?;
        let may = auth::may::<WholeStreet, Import>(&seen.viewer, &WholeStreet(street), seen.now);
        Ok(StreetView::of(&tree, shapes, &numbers, today, may))
    });
    Ok(Page::show(view.await?))
}

async fn place(State(app): State<App>, seen: Seen, Path(id): Path<String>) -> Answer<PlaceView> {
    let id: PlaceId = id.parse().map_err(|_| Failure::NotFound)?;
    let view = app.read(move |r| read_place(r, &seen.viewer, id, seen.now)).await?;
    Ok(Page::show(view.ok_or(Failure::NotFound)?))
}

fn read_place(r: &mut Reader<'_>, viewer: &Viewer, id: PlaceId, now: Moment) -> db::Result<Option<PlaceView>> {
    let tree = memory::tree(r, viewer.street)?;
    let Some(place) = tree.by_id(id) else { return Ok(None) };
    let numbers = store::statistics(r, viewer.street, &[id])?;
    // A street or community is drawn by the grids inside it, a grid by itself, a building by the grid around it.
    let path = tree.path_of(id);
    let mut shapes = memory::shapes(r, viewer.street, Level::Grid, now)?;
    shapes.retain(|s| match place.level {
        Level::Street => true,
        Level::Community => tree.path_of(s.place).community == Some(id),
        Level::Grid | Level::Building => Some(s.place) == path.grid,
    });
    let boundary = store::boundary(r, viewer.street, id, now)?.map(|(area, source, from, datum)| BoundaryView {
        hectares: format!("{:.1}", area / 10_000.0),
        source,
        from: from.day(),
        datum,
    });
    Ok(Some(PlaceView::of(&tree, place, &numbers, shapes, boundary, now.day())))
}

async fn import_form(seen: Seen) -> Answer<ImportView> {
    seen.staff()?;
    actions::may_import(&seen.viewer, seen.now).map_err(Failure::from)?;
    Ok(Page::show(ImportView { from: seen.now.day().to_string(), ..ImportView::default() }))
}

async fn check(
    State(app): State<App>, seen: Seen, Path(kind): Path<String>, upload: Upload<Bringing>,
) -> Answer<ImportView> {
    actions::may_import(&seen.viewer, seen.now)?;
    let view = started(&kind, upload)?;
    let by = seen.viewer.clone();
    let outcome = app.read(move |r| {
        let read = Read::of(&view, seen.now);
        let checked = match (view.kind.as_str(), read) {
            (_, Err(problems)) => Err(problems),
            ("boundaries", Ok(f)) => actions::check_boundaries(r, &by, &view.text, f.datum, f.from, seen.now)?,
            ("buildings", Ok(f)) => actions::check_buildings(r, &by, view.text.as_bytes(), f.declared(), f.from, seen.now)?,
            (_, Ok(f)) => actions::check_statistics(r, &by, view.text.as_bytes(), Some(f.from), seen.now)?,
        };
        Ok(concluded(view, checked, false))
    });
    Ok(Page::after(outcome.await?).in_place())
}

async fn boundaries(State(app): State<App>, seen: Seen, upload: Upload<Bringing>) -> Answer<ImportView> {
    import(app, seen, "boundaries", upload, |tx, by, v, f| {
        actions::import_boundaries(tx, by, &v.text, f.datum, f.from, &v.source)
    })
    .await
}

async fn buildings(State(app): State<App>, seen: Seen, upload: Upload<Bringing>) -> Answer<ImportView> {
    import(app, seen, "buildings", upload, |tx, by, v, f| {
        actions::import_buildings(tx, by, v.text.as_bytes(), f.declared(), f.from, &v.source)
    })
    .await
}

async fn numbers(State(app): State<App>, seen: Seen, upload: Upload<Bringing>) -> Answer<ImportView> {
    import(app, seen, "statistics", upload, |tx, by, v, f| {
        actions::import_statistics(tx, by, v.text.as_bytes(), Some(f.from), &v.source)
    })
    .await
}

type Bring = fn(&mut Tx<'_>, &Viewer, &ImportView, &Read) -> Checked<Brought>;

async fn import(app: App, seen: Seen, kind: &str, upload: Upload<Bringing>, bring: Bring) -> Answer<ImportView> {
    actions::may_import(&seen.viewer, seen.now)?;
    let (view, by, now) = (started(kind, upload)?, seen.viewer.clone(), seen.now);
    let outcome = app.act(&seen, move |tx| {
        let brought = match Read::of(&view, now) {
            Ok(read) => bring(tx, &by, &view, &read)?,
            Err(problems) => Err(problems),
        };
        Ok(concluded(view.clone(), brought, true))
    });
    Ok(Page::after(outcome.await?))
}

/// How a file is to be read.
struct Read {
    datum: Option<Datum>,
    from: Day,
}

impl Read {
    fn of(view: &ImportView, now: Moment) -> Result<Self, Vec<Problem>> {
        let datum = (!view.datum.is_empty()).then(|| Datum::parse(&view.datum).ok_or("unknown_datum"));
        let from = if view.from.is_empty() { Some(now.day()) } else { Day::parse(&view.from) };
        let (Ok(datum), Some(from)) = (datum.transpose(), from) else {
            return Err(vec![if from.is_none() { Problem::at("from", "bad_day") } else { Problem::at("datum", "bad_datum") }]);
        };
        if view.kind == "buildings" && datum.is_none() {
            return Err(vec![Problem::at("datum", "choose_datum")]);
        }
        Ok(Self { datum, from })
    }
    /// For files whose kind of coordinates was asked for above.
    fn declared(&self) -> Datum {
        self.datum.unwrap_or(Datum::Wgs84)
    }
}

fn started(kind: &str, upload: Upload<Bringing>) -> Result<ImportView, Failure> {
    if !matches!(kind, "boundaries" | "buildings" | "statistics") {
        return Err(Failure::NotFound);
    }
    let Upload { words, photos, problems } = upload;
    if let Some(left_out) = problems.into_iter().next() {
        return Err(Failure::Bad(left_out));
    }
    let text = match photos.first() {
        // A workbook goes from the check to the import as text.
        Some(file) if sheets::is_workbook(&file.bytes) => actions::sheet_of(&file.bytes).map_err(Failure::Bad)?.to_csv(),
        Some(file) => String::from_utf8(file.bytes.clone()).map_err(|_| Failure::Bad(Problem::at("file", "not_utf8")))?,
        None => words.text,
    };
    let (datum, from) = (words.datum.unwrap_or_default(), words.from.unwrap_or_default());
    Ok(ImportView { kind: kind.into(), datum, from, source: words.source, text, ..ImportView::default() })
}

fn concluded(mut view: ImportView, brought: Result<Brought, Vec<Problem>>, done: bool) -> Outcome<ImportView> {
    match brought {
        Ok(brought) => {
            (view.brought, view.done) = (Some(brought), done);
            Outcome::Done(view)
        }
        Err(problems) => Outcome::Refused(view, problems),
    }
}
