//! Numbers as they are printed and as they are written in papers. From whole numbers alone: nothing is a float.

use figures::{Bound, Unit};
use ui::Lang;

/// What is undefined.
pub const UNDEFINED: &str = "—";

/// A kept value in the words of its unit, without the unit's noun: `4.84万`, `24.25%`, `188.09万元`, `20余`.
pub fn printed(lang: Lang, value: Option<i64>, unit: Unit, bound: Bound) -> String {
    let Some(value) = value else { return UNDEFINED.into() };
    let zh = lang.is_zh();
    let plain = match unit {
        Unit::Share => format!("{}%", decimals(value)),
        Unit::Fen if zh && value.abs() >= 1_000_000 => format!("{}万元", decimals(rounded(value, 10_000))),
        Unit::Fen if zh => format!("{}元", decimals(value)),
        Unit::Fen => format!("{} yuan", decimals(value)),
        // Only where nothing is lost by it.
        _ if zh && value.abs() >= 10_000 && value % 100 == 0 => format!("{}万", trimmed(value / 100)),
        _ if zh => value.to_string(),
        _ => grouped(value),
    };
    match (bound, zh) {
        (Bound::Exact, _) => plain,
        (Bound::AtLeast, true) if unit == Unit::Share => format!("不低于{plain}"),
        (Bound::AtLeast, true) => format!("{plain}余"),
        (Bound::AtLeast, false) => format!("at least {plain}"),
        (Bound::About, true) => format!("约{plain}"),
        (Bound::About, false) => format!("about {plain}"),
    }
}

/// Hundredths as a number with two decimals.
fn decimals(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
}

/// Hundredths without zeros at the end.
fn trimmed(hundredths: i64) -> String {
    let text = decimals(hundredths);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Divided, half up.
fn rounded(value: i64, by: i64) -> i64 {
    (value * 2 + by).div_euclid(2 * by)
}

/// In groups of three.
pub fn grouped(value: i64) -> String {
    let digits = value.abs().to_string();
    let mut text = String::from(if value < 0 { "-" } else { "" });
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    text
}

/// A number as a paper writes it, with how it is meant: `20余`, `近20万`, `188.09万元`, `2,000多`, `24.2%`. Kept in whole
/// units, fen or ten-thousandths; nothing where it is no number or would lose digits.
pub fn read(text: &str, unit: Unit) -> Option<(i64, Bound)> {
    let mut plain: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，')).collect();
    let mut bound = Bound::Exact;
    for (start, meant) in [("近", Bound::About), ("约", Bound::About), ("超", Bound::AtLeast), ("不少于", Bound::AtLeast), ("不低于", Bound::AtLeast)] {
        if let Some(rest) = plain.strip_prefix(start) {
            (plain, bound) = (rest.to_owned(), meant);
        }
    }
    // A paper tells a length of time in years; it is kept in days, and is no nearer than the word it was told in.
    let years = plain.strip_suffix('年').filter(|_| unit == Unit::Days).map(|n| n.trim_end_matches(['余', '多'])).and_then(years);
    if let Some(years) = years {
        let bound = if plain.contains(['余', '多']) { Bound::AtLeast } else if bound == Bound::Exact { Bound::About } else { bound };
        return Some((years * 365, bound));
    }
    for noun in ["元", "人次", "人", "家", "户", "期", "场", "个", "项", "支", "所", "天", "名", "件"] {
        if let Some(rest) = plain.strip_suffix(noun) {
            plain = rest.to_owned();
        }
    }
    for (end, meant) in [("左右", Bound::About), ("余", Bound::AtLeast), ("多", Bound::AtLeast), ("+", Bound::AtLeast)] {
        if let Some(rest) = plain.strip_suffix(end) {
            (plain, bound) = (rest.to_owned(), meant);
        }
    }
    let mut scale = match unit {
        Unit::Fen => 100,
        Unit::Share => 10_000,
        _ => 1,
    };
    for (end, times) in [("万", 10_000), ("亿", 100_000_000)] {
        if let Some(rest) = plain.strip_suffix(end) {
            (plain, scale) = (rest.to_owned(), scale * times);
        }
    }
    if let Some(rest) = plain.strip_suffix('%') {
        (plain, scale) = (rest.to_owned(), scale / 100);
    }
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 8 {
        return None;
    }
    let ten = 10_i64.pow(part.len() as u32);
    let all: i64 = format!("{whole}{part}").parse().ok()?;
    let scaled = all.checked_mul(scale)?;
    (scaled % ten == 0).then_some((scaled / ten, bound))
}

/// A small number in digits or as it is spoken: `3`, `三`, `两`.
fn years(text: &str) -> Option<i64> {
    const SPOKEN: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let text = if text == "两" { "二" } else { text };
    SPOKEN.iter().position(|s| *s == text).map(|n| n as i64).or_else(|| text.parse().ok()).filter(|n| (1..100).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_kept_as_days_and_never_as_exact_ones() {
        assert_eq!(read("近三年", Unit::Days), Some((1_095, Bound::About)));
        assert_eq!(read("3年", Unit::Days), Some((1_095, Bound::About)));
        assert_eq!(read("两余年", Unit::Days), Some((730, Bound::AtLeast)));
        assert_eq!(read("三年", Unit::People), None);
    }

    #[test]
    fn units_print_from_whole_numbers() {
        let zh = |v, u, b| printed(Lang::Zh, Some(v), u, b);
        assert_eq!(zh(188_090_000, Unit::Fen, Bound::Exact), "188.09万元");
        assert_eq!(zh(99_950, Unit::Fen, Bound::Exact), "999.50元");
        assert_eq!(zh(48_400, Unit::People, Bound::Exact), "4.84万");
        assert_eq!(zh(48_401, Unit::People, Bound::Exact), "48401");
        assert_eq!(zh(200_000, Unit::People, Bound::About), "约20万");
        assert_eq!(zh(20, Unit::Meetings, Bound::AtLeast), "20余");
        assert_eq!(zh(2_425, Unit::Share, Bound::Exact), "24.25%");
        assert_eq!(zh(9_900, Unit::Share, Bound::AtLeast), "不低于99.00%");
        assert_eq!(printed(Lang::En, Some(199_600), Unit::People, Bound::AtLeast), "at least 199,600");
        assert_eq!(printed(Lang::Zh, None, Unit::Share, Bound::Exact), UNDEFINED);
    }

    #[test]
    fn a_paper_says_twenty_and_more() {
        assert_eq!(read("20余", Unit::Meetings), Some((20, Bound::AtLeast)));
        assert_eq!(read("2000余人次", Unit::Times), Some((2_000, Bound::AtLeast)));
        assert_eq!(read("近20万", Unit::People), Some((200_000, Bound::About)));
        assert_eq!(read("4.84万人", Unit::People), Some((48_400, Bound::Exact)));
        assert_eq!(read("188.09万元", Unit::Fen), Some((188_090_000, Bound::Exact)));
        assert_eq!(read("24.2%", Unit::Share), Some((2_420, Bound::Exact)));
        assert_eq!(read("1,234", Unit::People), Some((1_234, Bound::Exact)));
        for wrong in ["", "若干", "1.5", "-3", "二十", "1.2.3"] {
            assert_eq!(read(wrong, Unit::People), None, "{wrong}");
        }
    }

    proptest::proptest! {
        /// What is printed without its bound is read back as it was.
        #[test]
        fn printed_and_read_again(n in 0i64..1_000_000_000) {
            let text = printed(Lang::Zh, Some(n), Unit::People, Bound::Exact);
            proptest::prop_assert_eq!(read(&text, Unit::People), Some((n, Bound::Exact)));
        }
    }
}
