//! Real short texts with pairs that people called related: what a lexical method must find among thousands.

use similar_text::{Document, Index, Near, Settings};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn rows(file: &Path) -> Vec<(String, String)> {
    csv::Reader::from_path(file).expect("a file").deserialize().map(|row| row.expect("two columns")).collect()
}

/// R@10: of the texts that a text is related to, the share among the ten likest others; the mean over such texts.
#[test]
fn ten_likest_texts_hold_nearly_half_of_the_related() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/zh");
    if !folder.is_dir() {
        println!("skipped: no texts at {}; the folder is kept outside of this repository", folder.display());
        return;
    }
    let texts = rows(&folder.join("cofacts_replies_2018-07.csv"));
    let documents: BTreeMap<&str, Document> = texts.iter().map(|(id, text)| (id.as_str(), Document::of("", text))).collect();
    let pairs = rows(&folder.join("cofacts_related_pairs.csv"));
    let mut related: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (a, b) in &pairs {
        related.entry(a).or_default().insert(b);
        related.entry(b).or_default().insert(a);
    }
    let mut index = Index::new();
    documents.iter().for_each(|(id, document)| index.add(*id, document.clone()));
    let all = Settings { suggest: 0.0, ..Settings::default() };
    let found = |id: &str, wanted: &BTreeSet<&str>| {
        let hints = index.likest(&documents[id], |_| Near::default(), &all, 11);
        let found = hints.iter().filter(|h| h.id != id).take(10).filter(|h| wanted.contains(h.id)).count();
        found as f64 / wanted.len() as f64
    };
    let recall = related.iter().map(|(id, wanted)| found(id, wanted)).sum::<f64>() / related.len() as f64;
    println!("R@10 {recall:.3} over {} texts among {}", related.len(), documents.len());
    assert!(recall >= 0.48, "{recall:.4}");
}
