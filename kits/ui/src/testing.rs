//! What the tests of other crates ask of their words and pages.

use std::{collections::BTreeSet, fs, path::Path};

/// Every word of Chinese has its English and the other way round. `dir` is the crate's folder
/// (`env!("CARGO_MANIFEST_DIR")`).
pub fn assert_same_keys(dir: impl AsRef<Path>) {
    let locales = dir.as_ref().join("locales");
    for file in fs::read_dir(locales.join("zh-CN")).expect("locales/zh-CN").flatten() {
        let zh = keys(&file.path());
        let en = keys(&locales.join("en").join(file.file_name()));
        let lacks_english: Vec<_> = zh.difference(&en).collect();
        let lacks_chinese: Vec<_> = en.difference(&zh).collect();
        assert!(lacks_english.is_empty(), "{:?} lacks in English: {lacks_english:?}", file.file_name());
        assert!(lacks_chinese.is_empty(), "{:?} lacks in Chinese: {lacks_chinese:?}", file.file_name());
    }
}

/// No page may carry a style attribute, an inline handler or an unmarked script: the browser would refuse them.
pub fn assert_nothing_inline(html: &str) {
    for forbidden in [" style=\"", " onclick=", " onload=", " onsubmit=", "javascript:"] {
        assert!(!html.contains(forbidden), "the page holds `{forbidden}`");
    }
}

/// The codes of the problems a source file names: the second word of `Problem::at`, the word of `Problem::new`, and the word
/// after each of these openings of its own, such as `wrong(`. What is no literal is left out.
pub fn problem_codes<'s>(source: &'s str, own: &[&str]) -> Vec<&'s str> {
    let mut codes = vec![];
    for said in source.split("Problem::at(").skip(1) {
        codes.extend(said.split_once(',').and_then(|(_, second)| literal(second)));
    }
    for opening in own.iter().copied().chain(["Problem::new("]) {
        codes.extend(source.split(opening).skip(1).filter_map(literal));
    }
    codes
}

/// The text between quotes that comes next.
fn literal(said: &str) -> Option<&str> {
    said.trim_start().strip_prefix('"')?.split('"').next()
}

/// Names of messages with the variables they use, so that a forgotten argument is found too.
fn keys(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let name = |line: &str| line.split_once('=').map(|(k, _)| k.trim().to_owned());
    text.lines()
        .filter(|l| l.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'))
        .filter_map(name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_from_the_source() {
        let source = r#"Problem::at("text", "too-long").with("most", 3); Problem::at(field, "missing"); Problem::at("text", code);
            Problem::new("nothing-changed"); wrong("cell-odd", row); Problem::at(
                "name",
                "taken",
            )"#;
        let all = problem_codes(source, &["wrong("]);
        assert_eq!(all, ["too-long", "missing", "taken", "cell-odd", "nothing-changed"]);
    }
}
