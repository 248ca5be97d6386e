//! In how many documents a feature stands, and what it therefore weighs.

use crate::document::CHANNELS;
use crate::{Document, Feature};
use std::collections::HashMap;

/// A feature in more than this share of all documents is a greeting or a form's wording and says nothing.
const COMMON: f64 = 0.2;
/// Among fewer documents nothing is called common.
const ENOUGH: u32 = 50;

/// How many documents there are and in how many of them each feature stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frequencies {
    documents: u32,
    standing: HashMap<Feature, u32>,
}

impl Frequencies {
    /// From counts kept elsewhere; those of the features about to be weighed are enough.
    pub fn of(documents: u32, standing: impl IntoIterator<Item = (Feature, u32)>) -> Self {
        Self { documents, standing: standing.into_iter().collect() }
    }

    pub fn add(&mut self, document: &Document) {
        self.documents += 1;
        for (feature, _) in &document.features {
            *self.standing.entry(*feature).or_default() += 1;
        }
    }

    /// Undoes [`Frequencies::add`]. A document that was never added must not be removed.
    pub fn remove(&mut self, document: &Document) {
        self.documents = self.documents.saturating_sub(1);
        for (feature, _) in &document.features {
            if let Some(n) = self.standing.get_mut(feature) {
                *n -= 1;
                if *n == 0 {
                    self.standing.remove(feature);
                }
            }
        }
    }

    /// Puts the weights of today on a document.
    pub fn weigh<'a>(&self, document: &'a Document) -> Weighed<'a> {
        let standing = document.features.iter().map(|(f, _)| self.standing.get(f).copied().unwrap_or(0));
        Weighed::new(document, standing.map(|n| rarity(self.documents, n)))
    }
}

/// ln((1 + N) / (1 + df)) + 1; nothing for boilerplate.
pub(crate) fn rarity(documents: u32, standing: u32) -> f64 {
    let boilerplate = documents >= ENOUGH && f64::from(standing) > COMMON * f64::from(documents);
    if boilerplate { 0.0 } else { (f64::from(1 + documents) / f64::from(1 + standing)).ln() + 1.0 }
}

/// A document with the weight of each feature: (1 + ln tf) · (ln((1 + N) / (1 + df)) + 1).
#[derive(Clone, Debug)]
pub struct Weighed<'a> {
    pub(crate) document: &'a Document,
    pub(crate) weights: Vec<f64>,
    pub(crate) lengths: [f64; CHANNELS],
}

impl<'a> Weighed<'a> {
    /// `rarities` in the order of the document's features.
    pub(crate) fn new(document: &'a Document, rarities: impl Iterator<Item = f64>) -> Self {
        let weights: Vec<f64> = document.features.iter().zip(rarities).map(|((_, d), r)| f64::from(*d) * r).collect();
        let mut squares = [0.0; CHANNELS];
        for ((feature, _), weight) in document.features.iter().zip(&weights) {
            squares[feature.channel()] += weight * weight;
        }
        Self { document, weights, lengths: squares.map(f64::sqrt) }
    }

    /// The cosine of the characters plus the cosine of the words, 0 to 2; 2 for a duplicate. Symmetric. Meaningful
    /// only between documents weighed under the same frequencies.
    pub fn likeness(&self, other: &Weighed) -> f64 {
        if self.document.same(other.document) {
            return CHANNELS as f64;
        }
        let (mut products, mut i, mut j) = ([0.0; CHANNELS], 0, 0);
        let (ours, theirs) = (&self.document.features, &other.document.features);
        while i < ours.len() && j < theirs.len() {
            if ours[i].0 == theirs[j].0 {
                products[ours[i].0.channel()] += self.weights[i] * other.weights[j];
            }
            let (left, right) = (ours[i].0 <= theirs[j].0, theirs[j].0 <= ours[i].0);
            i += usize::from(left);
            j += usize::from(right);
        }
        cosines(products, self.lengths, other.lengths)
    }
}

/// The cosines of the channels added; a channel without features adds nothing.
#[inline]
pub(crate) fn cosines(products: [f64; CHANNELS], ours: [f64; CHANNELS], theirs: [f64; CHANNELS]) -> f64 {
    let mut sum = 0.0;
    for channel in (0..CHANNELS).filter(|c| products[*c] > 0.0) {
        sum += (products[channel] / (ours[channel] * theirs[channel])).min(1.0);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_word_weighs_more_and_a_greeting_nothing() {
        assert!((rarity(9, 1) - (5.0_f64.ln() + 1.0)).abs() < 1e-12);
        assert!(rarity(100, 1) > rarity(100, 19));
        assert_eq!(rarity(100, 21), 0.0);
        assert!(rarity(10, 10) > 0.0, "ten documents are too few to call anything a greeting");
    }

    #[test]
    fn a_greeting_makes_nothing_alike() {
        let mut frequencies = Frequencies::default();
        (0..100).for_each(|n| frequencies.add(&Document::of("", &format!("尊敬的领导您好，{n}号"))));
        let (lamp, water) = (Document::of("", "尊敬的领导您好，灯不亮"), Document::of("", "尊敬的领导您好，水管漏了"));
        let likeness = |f: &Frequencies| f.weigh(&lamp).likeness(&f.weigh(&water));
        assert!(likeness(&frequencies) < 0.1, "{}", likeness(&frequencies));
        assert!(likeness(&Frequencies::default()) > 0.8, "{}", likeness(&Frequencies::default()));
    }
}
