//! Bringing in what the street knows of itself. A check lists every error and writes nothing; an import is the same
//! check followed by the writing, in one transaction.
mod boundaries;
mod buildings;
mod statistics;

pub use boundaries::{check_boundaries, import_boundaries};
pub use buildings::{check_buildings, import_buildings};
pub use statistics::{check_statistics, import_statistics, sheet_of};

use crate::rules::who_may::Import;
use auth::{Held, Viewer, WholeStreet};
use kernel::{Event, Moment, Problem, Subject, uuid::Uuid};
use serde::Serialize;

/// What an import holds or brought: shown after the check and after the import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Brought {
    pub communities: usize,
    pub grids: usize,
    pub buildings: usize,
    pub numbers: usize,
    /// Places the street did not know before.
    pub fresh: usize,
    /// Worth a look, but no error: sums that differ, sizes outside the guide.
    pub notes: Vec<Problem>,
}

/// Done or a list of every error in the file.
pub type Checked<T> = db::Result<Result<T, Vec<Problem>>>;

pub(crate) fn may_import(viewer: &Viewer, now: Moment) -> db::Result<()> {
    Held::<_, Import>::take(viewer, WholeStreet(viewer.street), now)?;
    Ok(())
}

/// Something was brought in; the import's own row says what.
#[derive(Serialize)]
struct PlacesImported {
    #[serde(skip)]
    import: Uuid,
    kind: &'static str,
    counted: i64,
}

impl Event for PlacesImported {
    const NAME: &'static str = "places.imported";
    fn subject(&self) -> Subject {
        Subject { kind: "place_import", id: self.import }
    }
}

/// The last statements of every import.
fn concluded(tx: &mut db::Tx<'_>, kind: &'static str, source: &str, counted: usize) -> db::Result<()> {
    let counted = counted as i64;
    let import = crate::store::note_import(tx, kind, source, counted)?;
    crate::store::touch(tx)?;
    tx.record(&PlacesImported { import, kind, counted })?;
    Ok(())
}
