//! One spelling for what reads the same: width, case, punctuation and script do not tell two texts apart.

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

static TO_SIMPLIFIED: LazyLock<OpenCC> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).expect("a dictionary compiled in"));

/// The text in NFKC, lower case, simplified characters, without punctuation, symbols and spaces.
/// Empty if the text holds neither letter nor digit.
pub fn normal(text: &str) -> String {
    // Before the script: a phrase of the dictionary is then found across a line break or a comma too.
    let bare: String = text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect();
    TO_SIMPLIFIED.convert(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_the_same_is_spelled_the_same() {
        assert_eq!(normal("３號樓　電梯壞了！！"), "3号楼电梯坏了");
        assert_eq!(normal("3号楼，电梯坏了。"), "3号楼电梯坏了");
        assert_eq!(normal("ＷiFi ①期"), "wifi1期");
        assert_eq!(normal("……！？ \n"), "");
    }
}
