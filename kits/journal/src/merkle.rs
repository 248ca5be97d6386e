//! The tree over all seals (RFC 6962), kept as its peaks, so that one more leaf costs a few hashes.

use sha2::{Digest, Sha256};

/// A tree that only grows. Leaves are the hashes of seals, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// The full subtrees from the largest to the smallest: one for each bit of `size`.
    peaks: Vec<[u8; 32]>,
}

impl Tree {
    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn push(&mut self, leaf: &[u8]) {
        let mut node: [u8; 32] = Sha256::new().chain_update([0]).chain_update(leaf).finalize().into();
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = parent(&left, &node);
            }
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The root; that of no leaf is the hash of nothing.
    pub fn root(&self) -> [u8; 32] {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return Sha256::digest([]).into() };
        peaks.fold(*last, |right, left| parent(left, &right))
    }

    /// `size:peak,peak,…`, for keeping between passes.
    pub fn stored(&self) -> String {
        let peaks: Vec<_> = self.peaks.iter().map(hex::encode).collect();
        format!("{}:{}", self.size, peaks.join(","))
    }

    pub fn from_stored(text: &str) -> Option<Self> {
        let (size, peaks) = text.split_once(':')?;
        let size: u64 = size.parse().ok()?;
        let peaks: Option<Vec<_>> = peaks.split(',').filter(|p| !p.is_empty()).map(peak).collect();
        peaks.filter(|p| p.len() == size.count_ones() as usize).map(|peaks| Self { size, peaks })
    }
}

fn peak(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

fn parent(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6962, section 2.1, as written there.
    fn slow(leaves: &[Vec<u8>]) -> [u8; 32] {
        match leaves.len() {
            0 => Sha256::digest([]).into(),
            1 => Sha256::new().chain_update([0]).chain_update(&leaves[0]).finalize().into(),
            n => {
                let k = n.next_power_of_two() / 2;
                parent(&slow(&leaves[..k]), &slow(&leaves[k..]))
            }
        }
    }

    #[test]
    fn the_growing_tree_has_the_root_of_the_standard() {
        let leaves: Vec<Vec<u8>> = (0..70_u8).map(|i| vec![i; 32]).collect();
        let mut tree = Tree::default();
        for n in 0..leaves.len() {
            assert_eq!(tree.root(), slow(&leaves[..n]), "{n} leaves");
            assert_eq!(Tree::from_stored(&tree.stored()).as_ref(), Some(&tree));
            tree.push(&leaves[n]);
        }
    }
}
