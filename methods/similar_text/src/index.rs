//! All documents in memory with the postings of each feature, for a street that fits there and for measuring.

use crate::document::CHANNELS;
use crate::frequency::{cosines, rarity};
use crate::hint::{best, judge};
use crate::{Document, Feature, Hint, Near, Settings, Weighed};
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// Documents by id; a smaller id is older. What it answers depends on what it holds, never on how that came in.
#[derive(Clone, Debug)]
pub struct Index<I> {
    slots: Vec<Option<Held<I>>>,
    places: BTreeMap<I, usize>,
    free: Vec<usize>,
    /// The row of a feature in `postings`. A row stays when its last document goes.
    rows: HashMap<Feature, usize>,
    /// Where a feature stands; as long as its document frequency.
    postings: Vec<Vec<Posting>>,
    /// By slot, the lengths of its vectors. Every document that comes or goes changes all of them a little, so the
    /// next question computes them again, once a change.
    lengths: OnceLock<Vec<[f64; CHANNELS]>>,
}

#[derive(Clone, Debug)]
struct Held<I> {
    id: I,
    document: Document,
    /// In the order of the document's features.
    rows: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Posting {
    slot: u32,
    damped: f32,
}

impl<I: Copy + Ord> Index<I> {
    pub fn new() -> Self {
        let (slots, free, postings, lengths) = (vec![], vec![], vec![], OnceLock::new());
        Self { slots, places: BTreeMap::new(), free, rows: HashMap::new(), postings, lengths }
    }

    /// Takes a document in; one that had this id before is replaced.
    pub fn add(&mut self, id: I, document: Document) {
        self.remove(id);
        let slot = self.free.pop().unwrap_or(self.slots.len());
        let mut rows = Vec::with_capacity(document.features.len());
        for (feature, damped) in document.features() {
            let row = *self.rows.entry(feature).or_insert(self.postings.len());
            self.postings.resize(self.postings.len().max(row + 1), vec![]);
            self.postings[row].push(Posting { slot: slot as u32, damped });
            rows.push(row);
        }
        self.slots.resize_with(self.slots.len().max(slot + 1), || None);
        self.slots[slot] = Some(Held { id, document, rows });
        self.places.insert(id, slot);
        self.lengths.take();
    }

    /// Undoes [`Index::add`] and gives the document back; nothing if there is none of this id.
    pub fn remove(&mut self, id: I) -> Option<Document> {
        let slot = self.places.remove(&id)?;
        let held = self.slots[slot].take()?;
        for row in held.rows {
            self.postings[row].retain(|p| p.slot as usize != slot);
        }
        self.free.push(slot);
        self.lengths.take();
        Some(held.document)
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// What is likest to a document, as [`crate::rank`] would order all that are held; at most `most`. `near` tells
    /// what the caller knows of a candidate beside its words. A document that is held itself is among the answers.
    pub fn likest(&self, query: &Document, near: impl Fn(I) -> Near, settings: &Settings, most: usize) -> Vec<Hint<I>> {
        let list = |f: &Feature| self.rows.get(f).map_or(&[][..], |row| self.postings[*row].as_slice());
        let lists: Vec<&[Posting]> = query.features.iter().map(|(f, _)| list(f)).collect();
        let rarities: Vec<f64> = lists.iter().map(|list| self.rarity(list)).collect();
        let query = Weighed::new(query, rarities.iter().copied());
        let mut products = vec![[0.0; CHANNELS]; self.slots.len()];
        for (n, list) in lists.iter().enumerate().filter(|(n, _)| rarities[*n] > 0.0) {
            let channel = query.document.features[n].0.channel();
            for posting in *list {
                products[posting.slot as usize][channel] += query.weights[n] * (f64::from(posting.damped) * rarities[n]);
            }
        }
        let lengths = self.lengths.get_or_init(|| self.measured());
        let held = self.slots.iter().enumerate().filter_map(|(slot, held)| Some((slot, held.as_ref()?)));
        let judged = held.filter_map(|(slot, Held { id, document, .. })| {
            let same = query.document.same(document);
            if !same && products[slot] == [0.0; CHANNELS] {
                return None;
            }
            let likeness = if same { CHANNELS as f64 } else { cosines(products[slot], query.lengths, lengths[slot]) };
            judge(*id, likeness, same, &near(*id), settings)
        });
        best(judged.collect(), most)
    }

    fn rarity(&self, list: &[Posting]) -> f64 {
        rarity(self.places.len() as u32, list.len() as u32)
    }

    fn measured(&self) -> Vec<[f64; CHANNELS]> {
        let rarities: Vec<f64> = self.postings.iter().map(|list| self.rarity(list)).collect();
        let measure = |held: &Held<I>| Weighed::new(&held.document, held.rows.iter().map(|row| rarities[*row])).lengths;
        self.slots.iter().map(|held| held.as_ref().map_or([0.0; CHANNELS], measure)).collect()
    }
}

impl<I: Copy + Ord> Default for Index<I> {
    fn default() -> Self {
        Self::new()
    }
}
