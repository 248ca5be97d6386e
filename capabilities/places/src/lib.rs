//! Street, community, grid, building: where things are, with their boundaries and population over time.
//!
//! Owns the tree of places, their codes, dated boundaries and statistics. Other rooms hold a `PlaceId` and ask here:
//! [`tree`] for names and scope columns, [`locate`] for the grid of a point, [`search_places`] for pick-lists,
//! [`shapes`] for maps and [`residents`] for population. Deliberately keeps no register of residents and no position of any person.
pub mod actions;
pub mod demo;
pub mod figures;
pub mod rules;
mod memory;
mod pages;
mod store;
mod views;
mod web;

pub use memory::{Shape, locate, locator, numbers, place_by_code, residents, search_places, shapes, tree};
pub use rules::{Bd09, Datum, Gcj02, GridKind, Located, Locator, Place, Tree, Wgs84};
pub use rules::who_may::WHO_MAY;
pub use web::routes;

ui::locales!();

#[cfg(test)]
mod tests {
    use crate::rules::statistics::Measure;
    use edge::View;
    use ui::{Ctx, Lang};

    /// Every sentence an import may say is there in both languages, and every measure has its word.
    #[test]
    fn no_word_is_missing() {
        let rooms = [
            include_str!("rules/boundaries.rs"),
            include_str!("rules/statistics.rs"),
            include_str!("actions/boundaries.rs"),
            include_str!("actions/buildings.rs"),
            include_str!("actions/statistics.rs"),
            include_str!("web.rs"),
        ];
        for lang in [Lang::Zh, Lang::En] {
            let words = super::words(lang);
            for m in Measure::ALL {
                assert!(words.has(&format!("measure-{}", m.code().replace('_', "-"))), "{m:?}");
            }
            for room in rooms {
                for code in ui::testing::problem_codes(room, &["bad("]) {
                    assert!(words.has(&format!("problem-{code}")), "{code}");
                }
            }
        }
    }

    #[test]
    fn an_empty_street_and_an_import_form_show_themselves() {
        let street = crate::views::StreetView { name: String::new(), communities: vec![], grids: vec![], may_import: true };
        let form = crate::views::ImportView::default();
        for lang in [Lang::Zh, Lang::En] {
            let ctx = Ctx { lang, ..Ctx::sample() };
            assert!(street.page(&ctx).into_string().contains("/places/import"));
            let page = form.page(&ctx).into_string();
            assert!(page.contains("/places/boundaries/checks") && !page.contains("import-hint"));
        }
    }
}
