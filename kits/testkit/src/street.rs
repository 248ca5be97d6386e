//! A street of two communities with two grids each, three categories and a handful of units.

use appeals::rules::{CaseType, CatalogueItem, Category, LeadRule, PublicLevel};
use db::{Result, Tx};
use identity::demo::{DemoUnit, unit_id};
use kernel::{Day, PlaceId};
use serde_json::json;

pub const STREET: &str = "竹溪街道";
pub const PROPERTY: &str = "property";
pub const PARKS: &str = "parks";
pub const CALLS: &str = "calls";
pub const DESK: &str = "desk";
pub const OFFICE_A: &str = "office-a";
pub const OFFICE_B: &str = "office-b";

pub(crate) fn places(tx: &mut Tx<'_>) -> Result<()> {
    let buildings = "code,name,grid,lon,lat\nZA-1-1,竹一1幢,ZA-1,118.705,31.945\nZB-1-1,竹二1幢,ZB-1,118.725,31.945\n";
    let population = "place,measure,band,as_of,value\nZ,resident,,,200000\nZA,resident,,,90000\nZB,resident,,,110000\n";
    places::demo::load(tx, Day::of(2025, 1, 1), &geojson(), buildings, population)
}

fn geojson() -> String {
    let rect = |level: &str, code: &str, name: &str, parent: Option<&str>, [w, s, e, n]: [f64; 4]| {
        json!({
            "type": "Feature",
            "properties": { "level": level, "code": code, "name": name, "short_name": name, "parent": parent,
                "datum": "wgs84", "grid_kind": (level == "grid").then_some("base") },
            "geometry": { "type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]] },
        })
    };
    let features = [
        rect("street", "Z", STREET, None, [118.70, 31.94, 118.74, 31.96]),
        rect("community", "ZA", "竹一社区", Some("Z"), [118.70, 31.94, 118.72, 31.96]),
        rect("community", "ZB", "竹二社区", Some("Z"), [118.72, 31.94, 118.74, 31.96]),
        rect("grid", "ZA-1", "竹一第一网格", Some("ZA"), [118.70, 31.94, 118.72, 31.95]),
        rect("grid", "ZA-2", "竹一第二网格", Some("ZA"), [118.70, 31.95, 118.72, 31.96]),
        rect("grid", "ZB-1", "竹二第一网格", Some("ZB"), [118.72, 31.94, 118.74, 31.95]),
        rect("grid", "ZB-2", "竹二第二网格", Some("ZB"), [118.72, 31.95, 118.74, 31.96]),
    ];
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

pub(crate) fn units(a: PlaceId, b: PlaceId) -> Vec<DemoUnit> {
    let unit = |code: &str, name: &str, community: Option<PlaceId>| DemoUnit {
        code: code.into(),
        name: name.into(),
        kind: if community.is_none() { "department".into() } else { "community".into() },
        organisation: None,
        community,
    };
    vec![
        unit(PROPERTY, "物业管理办", None),
        unit(PARKS, "绿化所", None),
        unit(CALLS, "回访组", None),
        unit(DESK, "受理中心", None),
        unit("supervision", "督办室", None),
        unit(OFFICE_A, "竹一居委会", Some(a)),
        unit(OFFICE_B, "竹二居委会", Some(b)),
    ]
}

pub(crate) fn categories(tx: &mut Tx<'_>) -> Result<()> {
    let category = |code: &str, parent: Option<&str>, zh: &str, en: &str, case_type, public_level| Category {
        code: code.into(),
        parent: parent.map(str::to_owned),
        name_zh: zh.into(),
        name_en: en.into(),
        case_type,
        public_level,
        handle_key: "handle_help".into(),
        verification: false,
    };
    let all = [
        category("homes", None, "房屋", "Homes", CaseType::Help, PublicLevel::CountOnly),
        category("lift", Some("homes"), "电梯", "Lifts", CaseType::Help, PublicLevel::Full),
        category("noise", Some("homes"), "噪声", "Noise", CaseType::Complaint, PublicLevel::Fuzzy),
        category("committee", Some("homes"), "社区工作", "Committee", CaseType::Complaint, PublicLevel::CountOnly),
    ];
    let mut lines = vec![];
    for (position, c) in all.iter().enumerate() {
        appeals::store::insert_category(tx, c, position as i64)?;
        if c.parent.is_none() {
            continue;
        }
        lines.push(CatalogueItem::street_wide(&c.code, LeadRule::Unit(unit_id(PROPERTY)), unit_id(DESK), "街道职责清单"));
    }
    appeals::store::first_catalogue(tx, "街道职责清单", &lines)
}
