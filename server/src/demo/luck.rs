//! Chance that can be had again: the same seed draws the same street.

use rand::{RngExt, SeedableRng, rngs::StdRng};

pub struct Luck(StdRng);

impl Luck {
    /// The chance of one voice, whatever is drawn for the others.
    pub fn of_one(seed: u64, n: u64) -> Self {
        Self(StdRng::seed_from_u64(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ n.wrapping_mul(0xd1b5_4a32_d192_ed03)))
    }
    /// True in `share` of all draws.
    pub fn is(&mut self, share: f64) -> bool {
        self.0.random_bool(share.clamp(0.0, 1.0))
    }
    pub fn percent(&mut self, share: u32) -> bool {
        self.is(f64::from(share) / 100.0)
    }
    pub fn below(&mut self, n: usize) -> usize {
        self.0.random_range(0..n.max(1))
    }
    /// A whole number, both ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }
    pub fn bytes(&mut self) -> [u8; 10] {
        self.0.random()
    }
    pub fn share(&mut self) -> f64 {
        self.0.random()
    }
    /// Many small and few large numbers, `usual` in the middle: what waiting looks like.
    pub fn around(&mut self, usual: f64) -> f64 {
        // The sum of uniform draws stands in for a normal one.
        let normal: f64 = (0..6).map(|_| self.share()).sum::<f64>() - 3.0;
        usual * (normal * 0.9).exp()
    }
    /// One of a list that is not empty.
    pub fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
    pub fn text<'a>(&mut self, list: &'a [String]) -> &'a str {
        let text: &String = self.of(list);
        text
    }
    /// The place of one weight, in proportion.
    pub fn weighed(&mut self, weights: &[f64]) -> usize {
        let mut left = self.share() * weights.iter().sum::<f64>();
        weights
            .iter()
            .position(|w| {
                left -= w;
                left < 0.0
            })
            .unwrap_or(weights.len().saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::Luck;

    #[test]
    fn the_same_seed_draws_the_same_and_another_does_not() {
        let draw = |seed, n| {
            let mut luck = Luck::of_one(seed, n);
            [(); 9].map(|()| luck.below(100))
        };
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
    }
    #[test]
    fn weights_are_proportions() {
        let mut luck = Luck::of_one(3, 3);
        let hits = (0..3_000).filter(|_| luck.weighed(&[1.0, 0.0, 2.0]) == 2).count();
        assert!((1_850..2_150).contains(&hits), "{hits}");
        assert!((0..1_000).all(|_| luck.weighed(&[1.0, 0.0, 2.0]) != 1));
    }
}
