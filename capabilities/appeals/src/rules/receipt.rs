//! The receipt code: sixteen digits in four groups, the last a check digit. It opens one voice and nothing else.

/// Makes a code of fifteen digits drawn from `random` bytes, and its check digit.
pub fn code_from(random: &[u8; 16]) -> String {
    let n = u128::from_be_bytes(*random) % 1_000_000_000_000_000;
    let body = format!("{n:015}");
    format!("{body}{}", check_digit(&body))
}

/// Damm's check digit: finds every single wrong digit and every swap of neighbours.
/// Source: H. M. Damm, Total anti-symmetrische Quasigruppen, 2004.
pub fn check_digit(digits: &str) -> u32 {
    const TABLE: [[u32; 10]; 10] = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ];
    digits.chars().filter_map(|c| c.to_digit(10)).fold(0, |row, d| TABLE[row as usize][d as usize])
}

/// The sixteen digits a person typed, with or without gaps; `None` if they cannot be a code.
pub fn typed(text: &str) -> Option<String> {
    number_typed(text, 16)
}

/// A number of so many digits, the last a check digit, as a person typed it, with or without gaps.
pub fn number_typed(text: &str, length: usize) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let stray = text.chars().any(|c| !(c.is_ascii_digit() || c.is_whitespace() || c == '-'));
    (digits.len() == length && !stray && check_digit(&digits) == 0).then_some(digits)
}

/// `1234 5678 9012 3456`.
pub fn grouped(code: &str) -> String {
    code.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c)).collect::<Vec<_>>().join(" ")
}

/// A public case number: the day and five letters of an alphabet without look-alikes.
pub fn case_no(day: kernel::Day, random: u32) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let tail: String = (0..6).map(|i| char::from(LETTERS[(random >> (5 * i)) as usize % 32])).collect();
    format!("{}-{tail}", day.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_noticed() {
        let code = code_from(&[7; 16]);
        assert_eq!(typed(&grouped(&code)).as_deref(), Some(code.as_str()));
        for i in 0..16 {
            let mut wrong: Vec<u8> = code.bytes().collect();
            wrong[i] = b'0' + (wrong[i] - b'0' + 1) % 10;
            assert_eq!(typed(&String::from_utf8_lossy(&wrong)), None);
        }
        assert_eq!(typed("1234"), None);
    }
}
