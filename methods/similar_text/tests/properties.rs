//! What holds for any texts: symmetry, the same answer however the index came about, and blindness to mere spelling.

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use proptest::prelude::*;
use similar_text::{Document, Frequencies, Hint, Index, Near, Place, Settings, normal, rank};
use std::sync::LazyLock;

const WORDS: [&str; 24] = [
    "电梯", "停运", "楼道灯", "不亮", "三号楼", "老人", "下楼", "水管", "漏水", "垃圾", "清运", "停车", "占道", "噪音", "夜里",
    "施工", "物业", "门禁", "坏了", "充电桩", "消防通道", "尊敬的领导您好", "请尽快处理", "2单元",
];
const ALL: Settings = Settings { suggest: 0.0, surely: 1.2, grid: 0.2, building: 0.4, category: 0.2, half_life: 180.0 };

static TO_TRADITIONAL: LazyLock<OpenCC> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2t).expect("a dictionary compiled in"));

fn text() -> impl Strategy<Value = String> {
    let appeal = prop::collection::vec(prop::sample::select(&WORDS[..]), 0..10).prop_map(|words| words.concat());
    prop_oneof![9 => appeal, 1 => "\\PC{0,20}"]
}

fn texts() -> impl Strategy<Value = Vec<Document>> {
    // Sometimes enough for boilerplate to be seen.
    let many = prop_oneof![4 => 1_usize..12, 1 => 50_usize..70];
    many.prop_flat_map(|n| prop::collection::vec((text(), text()).prop_map(|(title, body)| Document::of(&title, &body)), n))
}

/// Something of everything, decided by the id alone.
fn near(id: usize) -> Near {
    let place = [Place::Apart, Place::Grid, Place::Building][id % 3];
    Near { place, category: id.is_multiple_of(2), age: (id % 5) as f64 * 30.0 }
}

fn built<'a>(documents: impl IntoIterator<Item = (usize, &'a Document)>) -> Index<usize> {
    let mut index = Index::new();
    documents.into_iter().for_each(|(id, document)| index.add(id, document.clone()));
    index
}

fn answers(index: &Index<usize>, query: &Document) -> Vec<Hint<usize>> {
    index.likest(query, near, &ALL, 10)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn likeness_is_symmetric_and_the_same_words_are_likest(documents in texts(), one in text(), two in text()) {
        let mut frequencies = Frequencies::default();
        documents.iter().for_each(|d| frequencies.add(d));
        let (a, b) = (Document::of("", &one), Document::of("", &two));
        let (a, b) = (frequencies.weigh(&a), frequencies.weigh(&b));
        prop_assert_eq!(a.likeness(&b), b.likeness(&a));
        prop_assert!((0.0..=2.0).contains(&a.likeness(&b)));
        prop_assert_eq!(a.likeness(&a), if normal(&one).is_empty() { 0.0 } else { 2.0 });
    }

    /// Documents that came and went, and came in another order, leave no trace.
    #[test]
    fn an_index_that_grew_answers_as_one_built_anew(documents in texts(), passing in texts(), query in text()) {
        let query = Document::of("", &query);
        let held: Vec<(usize, &Document)> = documents.iter().enumerate().collect();
        let anew = built(held.iter().copied());
        let mut grown = built(passing.iter().enumerate().map(|(n, d)| (n * 2, d)));
        answers(&grown, &query);
        held.iter().rev().for_each(|(id, document)| grown.add(*id, (*document).clone()));
        for (n, document) in passing.iter().enumerate().filter(|(n, _)| n * 2 >= documents.len()) {
            prop_assert_eq!(grown.remove(n * 2), Some(document.clone()));
        }
        prop_assert_eq!(grown.len(), documents.len());
        prop_assert_eq!(answers(&grown, &query), answers(&anew, &query));
    }

    #[test]
    fn removal_undoes_addition(documents in texts(), passing in text(), query in text()) {
        let (passing, query) = (Document::of("", &passing), Document::of("", &query));
        let mut index = built(documents.iter().enumerate());
        let mut frequencies = Frequencies::default();
        documents.iter().for_each(|d| frequencies.add(d));
        let (before, counted) = (answers(&index, &query), frequencies.clone());
        index.add(1_000, passing.clone());
        frequencies.add(&passing);
        prop_assert_eq!(index.remove(1_000), Some(passing.clone()));
        frequencies.remove(&passing);
        prop_assert_eq!(answers(&index, &query), before);
        prop_assert_eq!(frequencies, counted);
    }

    /// A caller who brings the candidates, in any order, gets what the index gives, to the last bit.
    #[test]
    fn ranking_candidates_equals_asking_the_index(documents in texts(), query in text()) {
        let query = Document::of("", &query);
        let mut frequencies = Frequencies::default();
        documents.iter().for_each(|d| frequencies.add(d));
        let candidates = documents.iter().enumerate().rev().map(|(id, d)| (id, frequencies.weigh(d), near(id)));
        let hints = rank(&frequencies.weigh(&query), candidates, &ALL, 10);
        let ordered = hints.is_sorted_by(|a, b| a.score > b.score || (a.score == b.score && a.id < b.id));
        prop_assert!(ordered);
        prop_assert_eq!(hints, answers(&built(documents.iter().enumerate()), &query));
    }

    #[test]
    fn traditional_equals_simplified(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 1..10)) {
        let simplified = words.join("，");
        let traditional = TO_TRADITIONAL.convert(&simplified);
        prop_assert_eq!(Document::of("", &traditional), Document::of("", &simplified));
    }

    #[test]
    fn punctuation_case_and_width_do_not_matter(
        words in prop::collection::vec(prop::sample::select(&["电梯", "3", "坏了", "wifi", "APP", "2单元"][..]), 1..8),
        marks in prop::collection::vec(prop::sample::select(&["，", "。", " ", "\u{3000}", "!?", "——", "\n", ""][..]), 8),
    ) {
        let plain = words.concat();
        let wide = |c: char| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c) } else { c };
        let dressed: String = words.iter().zip(&marks).map(|(word, mark)| format!("{mark}{word}")).collect();
        let dressed: String = dressed.to_uppercase().chars().map(wide).collect();
        prop_assert_eq!(Document::of(&dressed, &dressed), Document::of(&plain, &plain));
    }
}
