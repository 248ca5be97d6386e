//! Printed cards: a number on the card for whoever keys it, and on the stub the receipt's, which nobody here keeps.

use appeals::rules::check_digit;

/// The most cards printed in one go: four on a sheet.
pub const MOST_SHEETS: i32 = 25;
pub const ON_A_SHEET: i32 = 4;

/// A card that was printed and has not come back yet, or has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    pub serial: String,
    /// The keyed digest under which the receipt will be found.
    pub code_digest: Vec<u8>,
    pub used: bool,
}

/// The number of a card: seven digits drawn from `random` and their check digit. `turn` draws another.
pub fn serial(random: &[u8], turn: u32) -> String {
    let drawn = random.iter().rev().take(8).fold(u64::from(turn), |n, b| n.wrapping_mul(257).wrapping_add(u64::from(*b)));
    let body = format!("{:07}", drawn % 10_000_000);
    format!("{body}{}", check_digit(&body))
}

/// The number as it is typed from a card; `None` if it cannot be one.
pub fn serial_typed(text: &str) -> Option<String> {
    appeals::rules::number_typed(text, 8)
}

/// `1234 5678`.
pub fn serial_grouped(serial: &str) -> String {
    appeals::rules::grouped(serial)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_noticed_and_another_turn_is_another_number() {
        let one = serial(&[7; 16], 0);
        assert_eq!(serial_typed(&serial_grouped(&one)), Some(one.clone()));
        assert_ne!(serial(&[7; 16], 1), one);
        for at in 0..8 {
            let mut wrong: Vec<u8> = one.bytes().collect();
            wrong[at] = b'0' + (wrong[at] - b'0' + 1) % 10;
            assert_eq!(serial_typed(&String::from_utf8_lossy(&wrong)), None);
        }
        assert_eq!(serial_typed("1234"), None);
    }
}
