//! Short codes printed beside the QR and spoken on the phone: `M26-0031-7`.

use kernel::Day;

/// The code of the `n`-th thing of a kind in the year of `day`; the last digit checks the others (ISO 7064, MOD 11-10).
pub fn short_code(kind: char, day: Day, n: i64) -> String {
    let year = day.0 / 10_000 % 100;
    let digits = format!("{year:02}{n:04}");
    format!("{kind}{year:02}-{n:04}-{}", check_digit(&digits))
}

/// A typed code as it is stored, or none if a digit was mistaken. Small letters and missing hyphens are forgiven.
pub fn code_typed(text: &str) -> Option<String> {
    let mut letters = text.trim().chars().filter(|c| !matches!(c, '-' | ' '));
    let kind = letters.next().filter(char::is_ascii_alphabetic)?.to_ascii_uppercase();
    let digits: String = letters.collect();
    if digits.len() < 7 || digits.len() > 12 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (body, check) = digits.split_at(digits.len() - 1);
    let (year, no) = body.split_at(2);
    (check_digit(body).to_string() == check).then(|| format!("{kind}{year}-{no}-{check}"))
}

/// ISO 7064 MOD 11-10.
pub(super) fn check_digit(digits: &str) -> u32 {
    let carried = digits.chars().filter_map(|c| c.to_digit(10)).fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - carried) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistaken_digit_is_noticed() {
        let code = short_code('M', Day::of(2026, 3, 1), 31);
        assert!(code.starts_with("M26-0031-"));
        assert_eq!(code_typed(&code.to_lowercase().replace('-', " ")), Some(code.clone()));
        for at in [1, 2, 4, 5, 6, 7] {
            let mut wrong: Vec<u8> = code.bytes().collect();
            wrong[at] = b'0' + (wrong[at] - b'0' + 1) % 10;
            assert_eq!(code_typed(&String::from_utf8_lossy(&wrong)), None, "position {at}");
        }
        assert_eq!(code_typed(""), None);
    }
}
