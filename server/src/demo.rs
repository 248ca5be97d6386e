//! The demo street: places, people counts, units, posts and categories from the data files in `demo/`. Loaded once,
//! into an empty database only.

use appeals::rules::{CaseType, CatalogueItem, Category, LeadRule, PublicLevel};
use db::{By, Db, Fault, Result, Tx};
use auth::{Level, Role};
use identity::demo::{DemoPost, DemoUnit, unit_id};
use kernel::{Day, Moment, PlaceId, StreetId};
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

/// The password of every demo sign-in; they exist in the demo only.
pub const PASSWORD: &str = "linqiao-demo-2026";

#[derive(Deserialize)]
struct Units {
    unit: Vec<UnitLine>,
}
#[derive(Deserialize)]
struct UnitLine {
    code: String,
    name: String,
    kind: String,
    communities: Vec<String>,
}
#[derive(Deserialize)]
struct Posts {
    post: Vec<PostLine>,
}
#[derive(Deserialize)]
struct PostLine {
    key: String,
    name: String,
    role: String,
    unit: String,
    place: String,
    login: String,
}

/// Sign-in name and role of each demo account.
pub fn sign_ins() -> Result<Vec<(String, String)>> {
    let posts: Posts = toml::from_str(POSTS).map_err(Fault::other)?;
    Ok(posts.post.into_iter().filter(|p| !p.login.is_empty()).map(|p| (p.login, p.role)).collect())
}

const POSTS: &str = include_str!("../../demo/posts.toml");

fn staff(tx: &mut Tx<'_>, hash: &str) -> Result<()> {
    let street = tx.street();
    let tree = places::tree(tx, street)?;
    let at = |code: &str| -> Result<(PlaceId, Level)> {
        let place = tree.by_code(code).ok_or_else(|| Fault::Other(format!("no place `{code}` in the demo")))?;
        Ok((place.id, place.level))
    };
    let units: Units = toml::from_str(include_str!("../../demo/units.toml")).map_err(Fault::other)?;
    let units = units
        .unit
        .into_iter()
        .map(|u| {
            let community = match u.communities.as_slice() {
                [one] => Some(at(one)?.0),
                _ => None,
            };
            Ok(DemoUnit { code: u.code, name: u.name, kind: u.kind, organisation: None, community })
        })
        .collect::<Result<Vec<_>>>()?;
    let posts: Posts = toml::from_str(POSTS).map_err(Fault::other)?;
    let posts = posts
        .post
        .into_iter()
        .map(|p| {
            let (place, level) = at(&p.place)?;
            let role = Role::from_code(&p.role).ok_or_else(|| Fault::Other(format!("`{}` is no role", p.role)))?;
            let some = |text: String| Some(text).filter(|t| !t.is_empty());
            Ok(DemoPost { key: p.key, name: p.name, role, title: p.role, unit: some(p.unit), level, place, login: some(p.login) })
        })
        .collect::<Result<Vec<_>>>()?;
    identity::demo::load(tx, &posts, &units, hash)
}

/// Loads the street unless it has places already. Gives whether it did.
pub fn load(db: &Db, street: StreetId) -> Result<bool> {
    if !db.read_now(move |r| appeals::store::categories(r, street))?.is_empty() {
        return Ok(false);
    }
    let hash = identity::hash_password(PASSWORD).map_err(Fault::Other)?;
    db.write_now(By::system(street, "demo", Moment::now()), move |tx| {
        let year = tx.now().day().civil().year() - 2;
        places::demo::load(
            tx,
            Day::of(year, 1, 1),
            include_str!("../../demo/places.geojson"),
            include_str!("../../demo/buildings.csv"),
            include_str!("../../demo/population.csv"),
        )?;
        staff(tx, &hash)?;
        appeals::store::set_setting(tx, "hotline", "85412345")?;
        categories(tx)
    })?;
    Ok(true)
}

fn categories(tx: &mut Tx<'_>) -> Result<()> {
    let lines: Categories = toml::from_str(include_str!("../../demo/categories.toml")).map_err(Fault::other)?;
    let office = unit_id("fuwu");
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
                let item = CatalogueItem {
            category: line.code.clone(),
            community: None,
            lead: if lead == "community" { LeadRule::Community } else { LeadRule::Unit(unit_id(lead)) },
            fallback: line.fallback.as_deref().filter(|f| *f != "community").map_or(office, unit_id),
            basis: line.basis.clone().unwrap_or_default(),
        };
        appeals::store::insert_catalogue_item(tx, 1, &item)?;
    }
    Ok(())
}
