//! The street itself: places, population, units, posts, residents with accounts, categories and the catalogue.

use appeals::rules::{CaseType, CatalogueItem, Category, LeadRule, PublicLevel};
use auth::{Level, Role};
use db::{Fault, Result, Tx};
use identity::demo::{DemoPost, DemoResident, DemoUnit, unit_id};
use kernel::{Day, PlaceId};
use serde::Deserialize;

/// The data files as they are written.
pub mod files {
    use super::*;

    pub fn posts() -> Result<Posts> {
        toml::from_str(include_str!("../../../demo/posts.toml")).map_err(Fault::other)
    }
    pub fn units() -> Result<Units> {
        toml::from_str(include_str!("../../../demo/units.toml")).map_err(Fault::other)
    }
    pub(super) fn categories() -> Result<Categories> {
        toml::from_str(include_str!("../../../demo/categories.toml")).map_err(Fault::other)
    }
    pub(super) fn services() -> Result<Services> {
        toml::from_str(include_str!("../../../demo/services.toml")).map_err(Fault::other)
    }
}

#[derive(Deserialize)]
pub struct Posts {
    pub post: Vec<PostLine>,
    pub resident: Vec<ResidentLine>,
}

/// A post and its holder; without a sign-in name nobody signs in as them.
#[derive(Deserialize)]
pub struct PostLine {
    pub key: String,
    pub name: String,
    pub role: String,
    pub title: String,
    pub unit: String,
    pub place: String,
    pub login: String,
}

#[derive(Deserialize)]
pub struct ResidentLine {
    pub key: String,
    pub name: String,
    pub phone: String,
    pub place: String,
    pub login: String,
}

#[derive(Deserialize)]
pub struct Units {
    pub unit: Vec<UnitLine>,
}

#[derive(Deserialize)]
pub struct UnitLine {
    pub code: String,
    pub name: String,
    pub kind: String,
    pub communities: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Categories {
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

#[derive(Deserialize)]
pub(super) struct Services {
    service: Vec<ServiceLine>,
}

/// What a category says of itself to programs.
#[derive(Deserialize)]
struct ServiceLine {
    code: String,
    description: String,
    keywords: String,
    #[serde(default)]
    attribute: Vec<toml::Value>,
}

/// The categories people speak of, headings left out.
#[cfg(test)]
pub fn leaves() -> Result<Vec<String>> {
    Ok(files::categories()?.category.into_iter().filter(|l| l.lead.is_some()).map(|l| l.code).collect())
}

/// Loads everything that stands before the first voice.
pub fn load(tx: &mut Tx<'_>, password_hash: &str) -> Result<()> {
    let year = tx.now().day().civil().year() - 2;
    places::demo::load(
        tx,
        Day::of(year, 1, 1),
        include_str!("../../../demo/places.geojson"),
        include_str!("../../../demo/buildings.csv"),
        include_str!("../../../demo/population.csv"),
    )?;
    people(tx, password_hash)?;
    // The resident who can be signed in as has an address: letters to it stand in the log.
    messages::demo::address(tx, identity::demo::account_id("resident-1"), "zhixia@example.com")?;
    appeals::store::set_setting(tx, "hotline", "85412345")?;
    // The open interface says that it is for exercises.
    appeals::store::set_setting(tx, "demo", "yes")?;
    categories(tx)
}

fn people(tx: &mut Tx<'_>, hash: &str) -> Result<()> {
    let street = tx.street();
    let tree = places::tree(tx, street)?;
    let at = |code: &str| -> Result<(PlaceId, Level)> {
        let place = tree.by_code(code).ok_or_else(|| Fault::Other(format!("no place `{code}` in the demo")))?;
        Ok((place.id, place.level))
    };
    let some = |text: String| Some(text).filter(|t| !t.is_empty());
    let units = files::units()?
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
    let lines = files::posts()?;
    let posts = lines
        .post
        .into_iter()
        .map(|p| {
            let (place, level) = at(&p.place)?;
            let role = Role::from_code(&p.role).ok_or_else(|| Fault::Other(format!("`{}` is no role", p.role)))?;
            Ok(DemoPost { key: p.key, name: p.name, role, title: p.title, unit: some(p.unit), level, place, login: some(p.login) })
        })
        .collect::<Result<Vec<_>>>()?;
    let posts = with_building_heads(posts, &tree);
    identity::demo::load(tx, &posts, &units, hash)?;
    let residents: Vec<_> = lines
        .resident
        .into_iter()
        .map(|r| DemoResident { key: r.key, name: r.name, phone: r.phone, login: some(r.login) })
        .collect();
    identity::demo::load_residents(tx, &residents, hash)
}

/// So many building heads the street says it has.
const BUILDING_HEADS: usize = 105;
/// Where the first of them live: the community that began with them.
const FIRST_OF_THEM: &str = "QS01";
const SURNAMES: [char; 13] = ['柳', '桑', '安', '温', '池', '苗', '乔', '岑', '樊', '芦', '荀', '戚', '蓝'];
const GIVEN: [&str; 9] = ["明远", "若兰", "子安", "清和", "雨桐", "怀瑾", "思齐", "书宁", "景行"];

/// Those of the file, and as many more as are missing, a building each.
fn with_building_heads(mut posts: Vec<DemoPost>, tree: &places::Tree) -> Vec<DemoPost> {
    let headed: Vec<PlaceId> = posts.iter().filter(|p| p.role == Role::BuildingHead).map(|p| p.place).collect();
    let mut buildings = tree.level(Level::Building);
    buildings.retain(|b| !headed.contains(&b.id));
    buildings.sort_by_key(|b| !b.code.starts_with(FIRST_OF_THEM));
    for (n, building) in buildings.into_iter().take(BUILDING_HEADS.saturating_sub(headed.len())).enumerate() {
        let name = format!("{}{}", SURNAMES[n % SURNAMES.len()], GIVEN[n / SURNAMES.len() % GIVEN.len()]);
        posts.push(DemoPost {
            key: format!("head-of-{}", building.code), name, role: Role::BuildingHead, title: "楼栋长".into(), unit: None, level: Level::Building,
            place: building.id, login: None,
        });
    }
    posts
}

fn categories(tx: &mut Tx<'_>) -> Result<()> {
    let office = unit_id("fuwu");
    let mut lines = vec![];
    for (position, line) in files::categories()?.category.iter().enumerate() {
        let category = Category {
            code: line.code.clone(),
            parent: Some(line.parent.clone()).filter(|p| !p.is_empty()),
            name_zh: line.zh.clone(),
            name_en: line.en.clone(),
            case_type: line.case_type.as_deref().and_then(CaseType::from_code).unwrap_or(CaseType::Help),
            public_level: line.public_level.as_deref().and_then(PublicLevel::from_code).unwrap_or(PublicLevel::CountOnly),
            handle_key: line.clock.clone().unwrap_or_else(|| "handle_help".into()),
            verification: false,
        };
        appeals::store::insert_category(tx, &category, position as i64)?;
        let Some(lead) = &line.lead else { continue };
        let basis = line.basis.clone().unwrap_or_default();
        let fallback = line.fallback.as_deref().filter(|f| *f != "community").map_or(office, unit_id);
        let (rule, admission) = match lead.as_str() {
            "community" => (LeadRule::Community, Some(basis.clone())),
            unit => (LeadRule::Unit(unit_id(unit)), None),
        };
        lines.push(CatalogueItem { admission, ..CatalogueItem::street_wide(&line.code, rule, fallback, &basis) });
    }
    appeals::store::first_catalogue(tx, "街道与社区工作准入清单，示范版", &lines)?;
    for s in files::services()?.service {
        let attributes = serde_json::to_string(&s.attribute)?;
        appeals::store::describe_category(tx, &s.code, &s.description, &s.keywords, &attributes)?;
    }
    Ok(())
}
