//! Parameters as they come, in the address and in the body: an empty one equals an absent one.

/// Names and values in their order; what stands in the body comes before what stands in the address.
#[derive(Clone, Debug, Default)]
pub struct Params(pub Vec<(String, String)>);

impl Params {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.trim()).find(|v| !v.is_empty())
    }
    /// A comma list; blanks around its parts do not count.
    pub fn list(&self, name: &str) -> Vec<String> {
        let parts = self.get(name).unwrap_or("").split(',').map(str::trim).filter(|p| !p.is_empty());
        parts.map(str::to_owned).collect()
    }
    /// A text as a person wrote it: line breaks as `\n`, without characters that XML cannot carry.
    pub fn text(&self, name: &str) -> String {
        self.get(name).map(clean).unwrap_or_default().trim().to_owned()
    }
    pub fn flag(&self, name: &str) -> bool {
        self.get(name).is_some_and(|v| v.eq_ignore_ascii_case("true") || v == "1")
    }
    /// Answers by the code of their attribute: `attribute[code]` once, `attribute[code][]` repeated.
    pub fn attributes(&self) -> Vec<(&str, &str)> {
        let code = |name: &'_ str| -> Option<(usize, usize)> {
            let inside = name.strip_prefix("attribute[")?.strip_suffix(']')?;
            let inside = inside.strip_suffix("][").unwrap_or(inside);
            (!inside.is_empty()).then_some((10, 10 + inside.len()))
        };
        let named = self.0.iter().filter_map(|(n, v)| code(n).map(|(from, to)| (&n[from..to], v.trim())));
        named.filter(|(_, v)| !v.is_empty()).collect()
    }
    /// With these behind them.
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }
}

/// XML 1.0 has no sign for most control characters: they are taken out where a text comes in.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let allowed = |c: &char| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> Params {
        Params(pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect())
    }

    #[test]
    fn empty_is_absent_and_lists_bear_blanks() {
        let p = params(&[("a", ""), ("a", " x "), ("b", " , 1 ,, 2 "), ("c", "  ")]);
        assert_eq!((p.get("a"), p.get("c"), p.list("b")), (Some("x"), None, vec!["1".to_owned(), "2".to_owned()]));
    }

    #[test]
    fn an_attribute_is_named_in_two_ways() {
        let p = params(&[("attribute[pole]", "A-17"), ("attribute[days][]", "mon"), ("attribute[days][]", "tue"), ("attribute[]", "x"), ("attribute", "y")]);
        assert_eq!(p.attributes(), vec![("pole", "A-17"), ("days", "mon"), ("days", "tue")]);
    }

    #[test]
    fn what_xml_cannot_carry_is_taken_out() {
        assert_eq!(clean("a\u{0}\u{b}b\r\nc\rd\u{ffff}𠮷"), "ab\nc\nd𠮷");
    }
}
