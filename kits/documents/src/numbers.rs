//! Numbers of headings and lists as GB/T 9704 writes them: 一、 · （一） · 1. · （1）.

use crate::{Block, Heading};

/// The headings of a document with their numbers, in order. A level begins anew below a higher one.
#[derive(Default)]
pub struct Numbering([usize; 4]);

impl Numbering {
    /// The number before this heading.
    pub fn next(&mut self, heading: &Heading) -> String {
        let level = depth(heading);
        self.0[level] += 1;
        self.0[level + 1..].fill(0);
        number(level, self.0[level])
    }
}

/// The headings as they are read: `一、总体情况`.
pub fn numbered(blocks: &[Block]) -> Vec<String> {
    let mut numbering = Numbering::default();
    let headings = blocks.iter().filter_map(|b| if let Block::Heading(h) = b { Some(h) } else { None });
    headings.map(|h| numbering.next(h) + &h.text).collect()
}

/// The level of a heading, from 0 to 3.
pub fn depth(heading: &Heading) -> usize {
    usize::from(heading.level.clamp(1, 4)) - 1
}

/// The number `n` of a level from 0 to 3.
fn number(level: usize, n: usize) -> String {
    match level {
        0 => format!("{}、", chinese(n)),
        1 => format!("（{}）", chinese(n)),
        2 => format!("{n}. "),
        _ => format!("（{n}）"),
    }
}

/// 1 to 99 in Chinese characters; beyond, in digits.
pub fn chinese(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match n {
        1..=9 => DIGITS[n].to_owned(),
        10..=19 => format!("十{}", DIGITS[n - 10]),
        20..=99 => format!("{}十{}", DIGITS[n / 10], DIGITS[n % 10]),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_begins_anew_below_a_higher_one() {
        let blocks: Vec<_> = [(1, "甲"), (2, "乙"), (2, "丙"), (3, "丁"), (4, "戊"), (1, "己"), (2, "庚")]
            .map(|(level, text)| Block::heading(level, text))
            .into();
        assert_eq!(
            numbered(&blocks),
            ["一、甲", "（一）乙", "（二）丙", "1. 丁", "（1）戊", "二、己", "（一）庚"]
        );
    }

    #[test]
    fn numbers_are_written_as_they_are_spoken() {
        assert_eq!([1, 10, 11, 20, 34, 99].map(chinese), ["一", "十", "十一", "二十", "三十四", "九十九"]);
    }
}
