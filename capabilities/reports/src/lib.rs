//! The catalogue of figures (指标数), what the street says of itself in public, the written report, open data.
//!
//! Owns kept figures with their origin, corrections, report templates and editions. What is counted is counted by the room
//! whose rows they are: [`rules::catalogue`] collects every room's `figures.rs`. Deliberately writes nothing of others, adds
//! no declared number to a counted one, and guesses none.
pub mod actions;
mod pages;
pub mod rules;
mod store;
pub mod views;
mod web;

pub use rules::{WHO_MAY, desk_entries};
pub use web::routes;

ui::locales!();

#[cfg(test)]
mod tests {
    use ui::Lang;

    /// Every problem a rule or an action names has its sentence, and every code its word, in both languages.
    #[test]
    fn nothing_is_without_words() {
        use crate::rules::{EditionState, Origin, Period};
        let rooms = [
            include_str!("rules/mod.rs"), include_str!("rules/keeping.rs"), include_str!("rules/templates.rs"), include_str!("rules/editions.rs"),
            include_str!("actions/declaring.rs"), include_str!("actions/templates.rs"),
        ];
        for lang in [Lang::Zh, Lang::En] {
            let words = super::words(lang);
            for room in rooms {
                for code in ui::testing::problem_codes(room, &["Err(("]) {
                    assert!(words.has(&format!("problem-{code}")), "{code}");
                }
            }
            let codes = figures::Unit::ALL.iter().map(|u| format!("unit-{}", u.code()));
            let codes = codes.chain(EditionState::ALL.iter().map(|s| format!("edition-state-{}", s.code())));
            let codes = codes.chain(Origin::ALL.iter().map(|o| format!("origin-{}", o.code()))).chain(Period::ALL.iter().map(|p| format!("period-{}", p.code())));
            for key in codes {
                assert!(words.has(&key), "{key}");
            }
        }
        ui::testing::assert_same_keys(env!("CARGO_MANIFEST_DIR"));
    }
}
