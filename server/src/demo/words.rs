//! What people and units of the demo street write: the texts of `voices.toml`, with their blanks filled.

use super::luck::Luck;
use db::{Fault, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole of `voices.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub flags: Flags,
    speakers: BTreeMap<String, Speaker>,
    leaf: BTreeMap<String, Leaf>,
    pub any: Any,
    #[serde(skip)]
    refusals: Vec<Refusal>,
}

/// A reason not to take something on, and the offices it belongs to.
#[derive(Deserialize)]
struct Refusal {
    code: String,
    offices: Vec<String>,
}

/// Shares out of a hundred voices.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flags {
    pub anonymous: u32,
    pub elder: u32,
    pub secret: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Speaker {
    weight: u32,
    openings: Vec<String>,
    closings: Vec<String>,
}

/// One category: what is said of it, and what the unit that handles it says back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// How often people speak of it, as a weight.
    often: f64,
    /// A clerk's title and the words it stands for.
    said: Vec<[String; 2]>,
    pub replies: Vec<String>,
    pub asks: Vec<String>,
    /// Why somebody is not content with what was done.
    pub reasons: Vec<String>,
}

/// What fits every category.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Any {
    pub contacts: Vec<String>,
    pub missed: Vec<String>,
    pub notes: Vec<String>,
    pub supplements: Vec<String>,
    pub reworks: Vec<String>,
    pub redos: Vec<String>,
    pub reopenings: Vec<String>,
    pub objections: Vec<String>,
    pub withdrawals: Vec<String>,
    pub content: Vec<String>,
    pub addresses: Vec<String>,
    /// Why it is not a unit's, the rule that says so, why it is theirs all the same, and what a sitting wrote down.
    pub denials: Vec<String>,
    pub bases: Vec<String>,
    pub insists: Vec<String>,
    pub minutes: Vec<String>,
    /// What a unit answers whoever presses.
    pub pressed: Vec<String>,
}

/// What fills the blanks of a text.
pub struct Blanks {
    pub place: String,
    pub floor: u32,
    pub time: &'static str,
    pub n: u32,
}

const TIMES: [&str; 14] = [
    "昨晚十点", "早上七点", "中午", "周末", "半夜", "傍晚六点", "昨天下午", "今天一早", "下班时间", "凌晨两点", "晚饭后",
    "上周六", "前天晚上", "清晨五点多",
];

impl Words {
    pub fn read() -> Result<Self> {
        #[derive(Deserialize)]
        struct Refusals {
            refusal: Vec<Refusal>,
        }
        let words: Self = toml::from_str(include_str!("../../../demo/voices.toml")).map_err(Fault::other)?;
        let refusals: Refusals = toml::from_str(include_str!("../../../demo/refusals.toml")).map_err(Fault::other)?;
        Ok(Self { refusals: refusals.refusal, ..words })
    }

    /// Why something is refused, and the office it belongs to.
    pub fn refusal(&self, luck: &mut Luck) -> (String, String) {
        let reason = luck.of(&self.refusals);
        (reason.code.clone(), luck.text(&reason.offices).to_owned())
    }

    pub fn leaf(&self, code: &str) -> Result<&Leaf> {
        self.leaf.get(code).ok_or_else(|| Fault::Other(format!("nobody says anything of `{code}` in the demo")))
    }

    /// Every category with how often it is spoken of.
    pub fn often(&self) -> impl Iterator<Item = (&str, f64)> {
        self.leaf.iter().map(|(code, leaf)| (code.as_str(), leaf.often))
    }

    /// A title and a text about one category, by one kind of speaker.
    pub fn say(&self, code: &str, elder: bool, hotline: bool, blanks: &Blanks, luck: &mut Luck) -> Result<(String, String)> {
        let leaf = self.leaf(code)?;
        let [title, text] = luck.of(&leaf.said);
        let kinds: Vec<&str> = match (hotline, elder) {
            (true, _) => vec!["hotline"],
            (_, true) => vec!["elder"],
            _ => self.speakers.keys().map(String::as_str).filter(|k| !["hotline", "elder"].contains(k)).collect(),
        };
        let weights: Vec<f64> = kinds.iter().map(|k| self.speakers.get(*k).map_or(0.0, |s| f64::from(s.weight))).collect();
        let kind = kinds.get(luck.weighed(&weights)).copied().unwrap_or("elder");
        let Some(speaker) = self.speakers.get(kind) else { return Err(Fault::Other(format!("no speaker `{kind}`"))) };
        let whole = format!("{}{text}{}", luck.text(&speaker.openings), luck.text(&speaker.closings));
        Ok((blanks.fill(title), blanks.fill(&whole)))
    }
}

impl Blanks {
    pub fn draw(place: String, luck: &mut Luck) -> Self {
        Self { place, floor: luck.between(2, 18) as u32, time: TIMES[luck.below(TIMES.len())], n: luck.between(2, 9) as u32 }
    }

    pub fn fill(&self, text: &str) -> String {
        text.replace("{place}", &self.place)
            .replace("{floor}", &self.floor.to_string())
            .replace("{time}", self.time)
            .replace("{n}", &self.n.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_category_has_many_words_and_every_blank_is_known() {
        let words = Words::read().expect("voices.toml");
        let categories = super::super::street::leaves().expect("categories.toml");
        let blanks = Blanks { place: "翠湖苑3幢".into(), floor: 3, time: TIMES[0], n: 2 };
        for code in &categories {
            let leaf = words.leaf(code).expect("words of it");
            let texts: HashSet<_> = leaf.said.iter().map(|s| &s[1]).collect();
            assert!(texts.len() >= 8 && texts.len() == leaf.said.len(), "{code}: {} texts", texts.len());
            assert!(leaf.replies.len() >= 3 && leaf.asks.len() >= 2 && leaf.reasons.len() >= 2, "{code}");
            for [title, text] in &leaf.said {
                let (title, text) = (blanks.fill(title), blanks.fill(text));
                assert!(title.chars().count() <= 22, "{title}");
                assert!(!title.contains('{') && !text.contains('{'), "{title} {text}");
            }
        }
        assert_eq!(words.leaf.len(), categories.len(), "words of a category there is not");
    }
}
