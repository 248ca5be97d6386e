//! Schemes of place codes: they reject malformed values and never invent one.

/// How long a code of a scheme is; `None` for any length.
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    pub name: &'static str,
    pub digits: Option<usize>,
    /// Where the rule is written.
    pub source: &'static str,
}

/// The installation's own numbers, used when no official code is known.
pub const OWN: &str = "own";

pub const SCHEMES: &[Scheme] = &[
    Scheme { name: "area", digits: Some(12), source: "GB/T 2260, GB/T 10114" },
    Scheme { name: "unit_grid", digits: Some(15), source: "GB/T 30428.1-2013" },
    Scheme { name: "service_grid", digits: Some(20), source: "CJ/T 349-2010" },
    Scheme { name: OWN, digits: None, source: "installation" },
];

/// Whether `value` is well formed in `scheme`; an unknown scheme takes nothing.
pub fn is_well_formed(scheme: &str, value: &str) -> bool {
    let Some(scheme) = SCHEMES.iter().find(|s| s.name == scheme) else { return false };
    match scheme.digits {
        Some(n) => value.len() == n && value.bytes().all(|b| b.is_ascii_digit()),
        None => {
            (1..=40).contains(&value.len())
                && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_rejects_what_is_malformed() {
        assert!(is_well_formed("area", "320508001001"));
        assert!(!is_well_formed("area", "32050800100"));
        assert!(is_well_formed(OWN, "G-03"));
        assert!(!is_well_formed(OWN, "网格 3"));
        assert!(!is_well_formed("made-up", "1"));
    }
}
