//! A text cut into what can be counted: pairs and triples of characters, and words.

use crate::normal;
use jieba_rs::Jieba;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// A title says in a few characters what the whole text is about.
const TITLE: u32 = 3;
/// Characters of the body that are read; what matters is said first.
const BODY: usize = 200;

/// Two or three characters next to each other, or a word. The number is the same on every machine and in every
/// release, so a store may keep it: three characters of 21 bits, or the FNV-1a hash of a word under the top bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feature(pub u64);

/// Characters and words are measured apart and then added, so that neither drowns the other.
pub(crate) const CHANNELS: usize = 2;
const WORD: u64 = 1 << 63;

impl Feature {
    fn gram(letters: &[char]) -> Self {
        Self(letters.iter().fold(0, |packed, c| packed << 21 | u64::from(u32::from(*c))))
    }

    fn word(word: &str) -> Self {
        let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Self(hash | WORD)
    }

    pub(crate) fn channel(self) -> usize {
        usize::from(self.0 & WORD != 0)
    }
}

/// A text ready to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// All of it, normalised: what makes a duplicate.
    pub(crate) text: String,
    /// Ascending, each once, with 1 + ln of how often it stands there.
    pub(crate) features: Vec<(Feature, f32)>,
}

impl Document {
    /// Reads a title, which counts three times and may be empty, and the first 200 characters of a body.
    pub fn of(title: &str, body: &str) -> Self {
        let (title, body) = (normal(title), normal(body));
        let mut counts = BTreeMap::new();
        count(&title, TITLE, &mut counts);
        count(first(&body, BODY), 1, &mut counts);
        let damped = |n: u32| 1.0 + f64::from(n).ln() as f32;
        Self { features: counts.into_iter().map(|(f, n)| (f, damped(n))).collect(), text: title + &body }
    }

    /// Each feature once, ascending, with its weight before frequencies: 1 + ln of how often it stands in the text.
    pub fn features(&self) -> impl Iterator<Item = (Feature, f32)> {
        self.features.iter().copied()
    }

    /// The same characters once width, case, punctuation and script are set aside. Nothing is no duplicate of nothing.
    pub fn same(&self, other: &Document) -> bool {
        !self.text.is_empty() && self.text == other.text
    }
}

fn count(text: &str, times: u32, counts: &mut BTreeMap<Feature, u32>) {
    let letters: Vec<char> = text.chars().collect();
    let grams = letters.windows(2).chain(letters.windows(3)).map(Feature::gram);
    // The words of the cut, and every word of the dictionary that stands within: 电动车 tells 车 as well. Without guessed
    // words, for a guess depends on what stands around it.
    let words = [JIEBA.cut(text, false), JIEBA.cut_all(text)].into_iter().flatten();
    for feature in grams.chain(words.map(|token| Feature::word(token.word))) {
        *counts.entry(feature).or_default() += times;
    }
}

fn first(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(document: &Document, feature: Feature) -> Option<f32> {
        document.features().find(|(f, _)| *f == feature).map(|(_, weight)| weight)
    }

    #[test]
    fn a_title_counts_three_times() {
        let document = Document::of("电梯", "电梯停了");
        assert_eq!(weight(&document, Feature::gram(&['电', '梯'])), Some(1.0 + 4.0_f64.ln() as f32));
        assert_eq!(weight(&document, Feature::gram(&['停', '了'])), Some(1.0));
        assert_eq!(weight(&document, Feature::gram(&['梯', '电'])), None, "nothing spans title and body");
    }

    #[test]
    fn what_comes_after_two_hundred_characters_is_only_read_for_duplicates() {
        let long = "楼道灯不亮".repeat(40);
        let (short, longer) = (Document::of("", &long), Document::of("", &format!("{long}电梯")));
        assert_eq!(short.features, longer.features);
        assert!(!short.same(&longer));
    }

    /// A store keeps these numbers: another build must find them again.
    #[test]
    fn features_keep_their_numbers() {
        assert_eq!(Feature::gram(&['电', '梯']).0, 0x7535 << 21 | 0x68af);
        assert_eq!(Feature::word("电梯").0, 0xd0ce_5a1e_159a_7e36);
        assert_eq!((Feature::gram(&['\u{10ffff}'; 3]).channel(), Feature::word("电梯").channel()), (0, 1));
    }
}
