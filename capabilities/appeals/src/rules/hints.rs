//! "Is it this one?": how like a published case is to what somebody is about to say. A hint never acts.

use crate::rules::{Case, metres};
use auth::PlacePath;
use similar_text::{Document, Frequencies};

/// What is known before sending.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    pub text: String,
    pub category: Option<String>,
    pub place: PlacePath,
    pub point: Option<(f64, f64)>,
}

/// Within this, the same category is very likely the same thing.
const SAME_M: f64 = 50.0;
const NEARBY_M: f64 = 250.0;
/// Below this a case is no hint.
const ENOUGH: i32 = 4;
pub const MOST_HINTS: usize = 3;

/// The likest cases, likest first; `named` gives each case's title and the words of its category. Words weigh by how rare
/// they are among these cases.
pub fn likest<'a>(telling: &Telling, siblings: &[String], cases: &'a [Case], named: impl Fn(&Case) -> String) -> Vec<&'a Case> {
    let asked = Document::of("", &telling.text);
    let said: Vec<Document> = cases.iter().map(|case| Document::of(&named(case), "")).collect();
    let mut often = Frequencies::default();
    said.iter().chain([&asked]).for_each(|document| often.add(document));
    let asked = often.weigh(&asked);
    let mut scored: Vec<(i32, f64, &Case)> = cases
        .iter()
        .zip(&said)
        .map(|(case, said)| {
            let likeness = asked.likeness(&often.weigh(said));
            (score(telling, siblings, case, likeness), likeness, case)
        })
        .filter(|(score, ..)| *score >= ENOUGH)
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(b.2.id.cmp(&a.2.id)));
    scored.truncate(MOST_HINTS);
    scored.into_iter().map(|(.., case)| case).collect()
}

/// `likeness` is 0 for nothing in common and 2 for the same words; a title that stands whole in a longer text has about half
/// of one.
fn score(telling: &Telling, siblings: &[String], case: &Case, likeness: f64) -> i32 {
    let kind = match &telling.category {
        Some(category) if *category == case.category => 3,
        Some(_) if siblings.contains(&case.category) => 1,
        Some(_) => -2,
        None => 0,
    };
    let same = |a: Option<kernel::PlaceId>, b: Option<kernel::PlaceId>| a.is_some() && a == b;
    let place = match telling.point.zip(case.point).map(|(a, b)| metres(a, b)) {
        _ if same(telling.place.building, case.place.building) => 4,
        Some(m) if m <= SAME_M => 4,
        Some(m) if m <= NEARBY_M => 2,
        Some(_) => 0,
        None if same(telling.place.grid, case.place.grid) => 2,
        None if same(telling.place.community, case.place.community) => 1,
        None => 0,
    };
    let words = (likeness * 4.0).round().min(4.0) as i32;
    // A place alone is no likeness: something of the matter must fit as well.
    if kind <= 0 && words == 0 { 0 } else { kind + place + words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Moment;

    fn case(no: &str, title: &str, category: &str) -> Case {
        let now = Moment::parse("2026-11-24T09:00").expect("a time");
        Case { title: title.into(), category: category.into(), ..Case::fresh(crate::rules::CaseId::fresh(), no.into(), now) }
    }

    #[test]
    fn words_tell_like_cases_from_others_of_the_same_kind() {
        let cases = [
            case("1", "3幢电梯停运", "lift"), case("2", "5幢电梯异响", "lift"), case("3", "路灯不亮", "lamp"), case("4", "垃圾未清运", "waste"),
        ];
        let telling = Telling { text: "三号楼的电梯停运三天了，老人下不了楼".into(), category: Some("lift".into()), ..Telling::default() };
        let found = likest(&telling, &["lift".into()], &cases, |c| c.title.clone());
        assert_eq!(found.iter().map(|c| c.case_no.as_str()).collect::<Vec<_>>(), ["1", "2"]);
        let silent = Telling { text: String::new(), category: None, ..Telling::default() };
        assert!(likest(&silent, &[], &cases, |c| c.title.clone()).is_empty(), "nothing said is like nothing");
    }
}
