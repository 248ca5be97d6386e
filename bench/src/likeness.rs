//! Finding related short texts among thousands: how well and how fast, beside plain sets of character pairs in the same
//! run.

use crate::Fallible;
use similar_text::{Document, Index, Near, Settings, normal};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(clap::Args)]
pub struct Likeness {
    /// Folder with `cofacts_replies_2018-07.csv` (id, text) and `cofacts_related_pairs.csv` (id_a, id_b).
    #[arg(long)]
    data: Option<PathBuf>,
    /// What the people of the demo street say.
    #[arg(long, default_value = "demo/voices.toml")]
    demo: PathBuf,
}

pub fn run(asked: &Likeness) -> Fallible {
    if let Some(data) = &asked.data {
        println!("== {}", data.display());
        judge(&Texts::read(data)?)?;
    }
    println!("== {}", asked.demo.display());
    judge(&Texts::of_the_demo(&asked.demo)?)
}

fn judge(street: &Texts) -> Fallible {
    let index = street.indexed();
    println!("{} texts; {} of them are related to some other", street.texts.len(), street.related.len());
    println!("{:<24}{:>8}{:>8}{:>13}{:>10}{:>10}", "", "R@10", "R@1", "R-precision", "p50 µs", "p99 µs");
    let all = Settings { suggest: 0.0, ..Settings::default() };
    street.measure("similar_text", |text, most| {
        let hints = index.likest(&Document::of("", text), |_| Near::default(), &all, most);
        hints.into_iter().map(|hint| hint.id).collect()
    });
    let sets: Vec<BTreeSet<(char, char)>> = street.texts.iter().map(|text| pairs(text)).collect();
    street.measure("pairs, Jaccard", |text, most| nearest(&pairs(text), &sets, most));
    let Settings { suggest, surely, .. } = Settings::default();
    for (name, threshold) in [("suggest", suggest), ("surely", surely)] {
        println!("{}", street.precision(&index, name, threshold));
    }
    Ok(())
}

struct Texts {
    texts: Vec<String>,
    /// By place in `texts`, the places of those it is related to.
    related: BTreeMap<usize, BTreeSet<usize>>,
}

impl Texts {
    fn read(folder: &Path) -> Fallible<Self> {
        let texts = rows(&folder.join("cofacts_replies_2018-07.csv"))?;
        let places: BTreeMap<&str, usize> = texts.iter().enumerate().map(|(n, (id, _))| (id.as_str(), n)).collect();
        let mut related: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (a, b) in rows(&folder.join("cofacts_related_pairs.csv"))? {
            let place = |id: &str| places.get(id).copied().ok_or_else(|| format!("a pair names {id}, which has no text"));
            let (a, b) = (place(&a)?, place(&b)?);
            related.entry(a).or_default().insert(b);
            related.entry(b).or_default().insert(a);
        }
        Ok(Self { texts: texts.into_iter().map(|(_, text)| text).collect(), related })
    }

    /// What the demo street's people say: each trouble told by [`TELLERS`] people, each in their own way, at their own place
    /// and time. Those that tell of the same trouble are related; troubles of one kind are not.
    fn of_the_demo(file: &Path) -> Fallible<Self> {
        let words: Said = toml::from_str(&std::fs::read_to_string(file).map_err(|why| format!("{}: {why}", file.display()))?)?;
        let speakers: Vec<&Speaker> = words.speakers.values().collect();
        let (mut texts, mut related) = (vec![], BTreeMap::new());
        for (n, [_, trouble]) in words.leaf.values().flat_map(|leaf| &leaf.said).enumerate() {
            let first = texts.len();
            for teller in 0..TELLERS {
                let turn = n * TELLERS + teller;
                let speaker = speakers[turn % speakers.len()];
                let of = |lines: &[String]| lines[(turn / speakers.len()) % lines.len()].clone();
                texts.push(filled(&format!("{}{trouble}{}", of(&speaker.openings), of(&speaker.closings)), turn));
            }
            let alike: BTreeSet<usize> = (first..texts.len()).collect();
            for one in first..texts.len() {
                related.insert(one, alike.iter().copied().filter(|other| *other != one).collect());
            }
        }
        Ok(Self { texts, related })
    }

    /// Says what a change costs: everything, and the first question after it.
    fn indexed(&self) -> Index<usize> {
        let (began, mut index) = (Instant::now(), Index::new());
        for (n, text) in self.texts.iter().enumerate() {
            index.add(n, Document::of("", text));
        }
        let built = began.elapsed();
        let began = Instant::now();
        index.likest(&Document::of("", &self.texts[0]), |_| Near::default(), &Settings::default(), 10);
        println!("built in {} ms; first question {} ms", built.as_millis(), began.elapsed().as_millis());
        index
    }

    /// Means over the texts that have related ones. A question is a text as it comes: reading and cutting it counts.
    fn measure(&self, name: &str, ask: impl Fn(&str, usize) -> Vec<usize>) {
        let (mut ten, mut one, mut precision, mut times) = (0.0, 0.0, 0.0, vec![]);
        for (n, related) in &self.related {
            let most = related.len().max(10) + 1;
            let began = Instant::now();
            let answers = ask(&self.texts[*n], most);
            times.push(began.elapsed().as_micros());
            let others: Vec<usize> = answers.into_iter().filter(|other| other != n).collect();
            let among = |most: usize| others.iter().take(most).filter(|o| related.contains(o)).count() as f64;
            ten += among(10) / related.len() as f64;
            one += among(1) / related.len() as f64;
            precision += among(related.len()) / related.len() as f64;
        }
        times.sort_unstable();
        let (count, at) = (self.related.len() as f64, |percent: usize| times[times.len() * percent / 100]);
        let (ten, one, precision) = (ten / count, one / count, precision / count);
        println!("{name:<24}{ten:>8.3}{one:>8.3}{precision:>13.3}{:>10}{:>10}", at(50), at(99));
    }

    /// Of the answers from a threshold on, the share that people called related.
    fn precision(&self, index: &Index<usize>, name: &str, threshold: f64) -> String {
        let settings = Settings { suggest: threshold, ..Settings::default() };
        let (mut shown, mut right, mut wanted) = (0, 0, 0);
        for (n, related) in &self.related {
            let hints = index.likest(&Document::of("", &self.texts[*n]), |_| Near::default(), &settings, usize::MAX);
            let others = hints.iter().filter(|hint| hint.id != *n);
            shown += others.clone().count();
            right += others.filter(|hint| related.contains(&hint.id)).count();
            wanted += related.len();
        }
        let share = |of: usize| right as f64 / of.max(1) as f64;
        let (precision, recall) = (share(shown), share(wanted));
        format!("{name} from {threshold}: {shown} shown, precision {precision:.3}, of all related {recall:.3}")
    }
}

/// People who tell of one trouble.
const TELLERS: usize = 4;

#[derive(serde::Deserialize)]
struct Said {
    speakers: BTreeMap<String, Speaker>,
    leaf: BTreeMap<String, Leaf>,
}
#[derive(serde::Deserialize)]
struct Speaker {
    openings: Vec<String>,
    closings: Vec<String>,
}
#[derive(serde::Deserialize)]
struct Leaf {
    /// A clerk's title and the words it stands for.
    said: Vec<[String; 2]>,
}

/// A text with its blanks filled in one of many ways.
fn filled(text: &str, turn: usize) -> String {
    const PLACES: [&str; 5] = ["翠湖苑3幢", "松涛里12号楼", "晨光花园", "南桥新村7幢", "石榴巷北段"];
    const TIMES: [&str; 4] = ["昨天晚上", "今天早上六点", "上周三", "前天中午"];
    let number = (turn % 7 + 2).to_string();
    text.replace("{place}", PLACES[turn % PLACES.len()])
        .replace("{time}", TIMES[turn % TIMES.len()])
        .replace("{floor}", &(turn % 28 + 1).to_string())
        .replace("{n}", &number)
}

fn rows(file: &Path) -> Fallible<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_path(file).map_err(|why| format!("{}: {why}", file.display()))?;
    Ok(reader.deserialize().collect::<Result<_, _>>()?)
}

fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let letters: Vec<char> = normal(text).chars().collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Every set in turn: what one would write without an index.
fn nearest(asked: &BTreeSet<(char, char)>, sets: &[BTreeSet<(char, char)>], most: usize) -> Vec<usize> {
    let jaccard = |set: &BTreeSet<(char, char)>| {
        let both = asked.intersection(set).count();
        both as f64 / (asked.len() + set.len() - both).max(1) as f64
    };
    let mut scored: Vec<(f64, usize)> = sets.iter().enumerate().map(|(n, set)| (jaccard(set), n)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().take(most).map(|(_, n)| n).collect()
}
