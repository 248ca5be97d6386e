//! The demo street: places, people counts and categories from the data files in `demo/`. Loaded once, into an empty
//! database only.

use appeals::rules::{CaseType, CatalogueItem, Category, LeadRule, PublicLevel};
use db::{By, Db, Fault, Result, Tx};
use kernel::{Day, Moment, StreetId, UnitId};
use serde::Deserialize;

#[derive(Deserialize)]
struct Categories {
    category: Vec<Line>,
}

/// One line of `categories.toml`; a heading has neither type nor lead.
#[derive(Deserialize)]
struct Line {
    code: String,
    zh: String,
    en: String,
    parent: String,
    #[serde(rename = "type")]
    case_type: Option<String>,
    public_level: Option<String>,
    clock: Option<String>,
    lead: Option<String>,
    fallback: Option<String>,
    basis: Option<String>,
}

/// Loads the street unless it has places already. Gives whether it did.
pub fn load(db: &Db, street: StreetId) -> Result<bool> {
    let there: i64 = db.read_now(move |r| r.one("select count(*) from categories where street_id = $1", db::args![street]))?;
    if there > 0 {
        return Ok(false);
    }
    db.write_now(By::system(street, "demo", Moment::now()), |tx| {
        let year = tx.now().day().civil().year() - 2;
        places::demo::load(
            tx,
            Day::of(year, 1, 1),
            include_str!("../../demo/places.geojson"),
            include_str!("../../demo/buildings.csv"),
            include_str!("../../demo/population.csv"),
        )?;
        categories(tx)
    })?;
    Ok(true)
}

fn categories(tx: &mut Tx<'_>) -> Result<()> {
    let lines: Categories = toml::from_str(include_str!("../../demo/categories.toml")).map_err(Fault::other)?;
    let office = UnitId::named("street-office");
    for (position, line) in lines.category.iter().enumerate() {
        let category = Category {
            code: line.code.clone(),
            parent: Some(line.parent.clone()).filter(|p| !p.is_empty()),
            name_zh: line.zh.clone(),
            name_en: line.en.clone(),
            case_type: line.case_type.as_deref().and_then(CaseType::from_code).unwrap_or(CaseType::Help),
            public_level: line.public_level.as_deref().and_then(PublicLevel::from_code).unwrap_or(PublicLevel::CountOnly),
            handle_key: line.clock.clone().unwrap_or_else(|| "handle_help".into()),
        };
        appeals::store::insert_category(tx, &category, position as i64)?;
        let Some(lead) = &line.lead else { continue };
        let unit = |code: &str| UnitId::named(code);
        let item = CatalogueItem {
            category: line.code.clone(),
            community: None,
            lead: if lead == "community" { LeadRule::Community } else { LeadRule::Unit(unit(lead)) },
            fallback: line.fallback.as_deref().filter(|f| *f != "community").map_or(office, unit),
            basis: line.basis.clone().unwrap_or_default(),
        };
        appeals::store::insert_catalogue_item(tx, 1, &item)?;
    }
    Ok(())
}
