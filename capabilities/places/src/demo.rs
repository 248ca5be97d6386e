//! Loads a street from files through the same actions as the import pages.

use crate::actions::{import_boundaries, import_buildings, import_statistics};
use crate::rules::Datum;
use auth::Viewer;
use db::{Fault, Result, Tx};
use kernel::{Day, Problem};

/// Boundaries and buildings from `from` on, and population as of the last day of last year; features may name their own kind of coordinates, else WGS-84.
/// An error in a file is a fault that lists the first problems: the demo's files are ours.
pub fn load(tx: &mut Tx<'_>, from: Day, geojson: &str, buildings_csv: &str, population_csv: &str) -> Result<()> {
    let viewer = Viewer::system(tx.street(), "demo");
    let drawn = import_boundaries(tx, &viewer, geojson, Some(Datum::Wgs84), from, "demo")?;
    drawn.map_err(|p| fault("boundaries", &p))?;
    let built = import_buildings(tx, &viewer, buildings_csv.as_bytes(), Datum::Wgs84, from, "demo")?;
    built.map_err(|p| fault("buildings", &p))?;
    let last_year = tx.now().day().civil().year() - 1;
    let new_year = Day::of(last_year, 12, 31);
    let counted = import_statistics(tx, &viewer, population_csv.as_bytes(), Some(new_year), "demo")?;
    counted.map_err(|p| fault("population", &p))?;
    Ok(())
}

fn fault(file: &str, problems: &[Problem]) -> Fault {
    let told: Vec<_> = problems.iter().take(5).map(|p| format!("{} {:?}", p.code, p.args)).collect();
    Fault::other(format!("{file}: {} problems: {}", problems.len(), told.join("; ")))
}
