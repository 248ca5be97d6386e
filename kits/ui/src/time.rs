//! Moments and spans as people say them.

use crate::Lang;
use kernel::{Day, Moment};

/// 「12 月 1 日 17:30」 or "1 Dec 17:30"; the year only when it is not this one.
pub fn when(lang: Lang, at: Moment, now: Moment) -> String {
    format!("{} {}", day(lang, at.day(), now), at.hm())
}

/// 「12 月 1 日」 or "1 Dec"; the year only when it is not this one.
pub fn day(lang: Lang, day: Day, now: Moment) -> String {
    let (date, this_year) = (day.civil(), now.civil().year());
    let other_year = date.year() != this_year;
    match lang {
        Lang::Zh if other_year => format!("{} 年 {} 月 {} 日", date.year(), date.month(), date.day()),
        Lang::Zh => format!("{} 月 {} 日", date.month(), date.day()),
        Lang::En if other_year => date.strftime("%-d %b %Y").to_string(),
        Lang::En => date.strftime("%-d %b").to_string(),
    }
}

/// For narrow columns: `12-01 17:30`.
pub fn short(at: Moment) -> String {
    at.civil().strftime("%m-%d %H:%M").to_string()
}

/// 「还剩 1 小时 40 分」, 「已超 2 天」.
pub fn remains(lang: Lang, due: Moment, now: Moment) -> String {
    let left = due.since(now);
    let span = span(lang, left.abs());
    match (lang, left >= 0) {
        (Lang::Zh, true) => format!("还剩 {span}"),
        (Lang::Zh, false) => format!("已超 {span}"),
        (Lang::En, true) => format!("{span} left"),
        (Lang::En, false) => format!("{span} over"),
    }
}

/// A span in its two largest units, from microseconds.
pub fn span(lang: Lang, micros: i64) -> String {
    let minutes = micros / Moment::MINUTE;
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let parts = [(days, " 天", " d"), (hours, " 小时", " h"), (minutes, " 分", " min")];
    let first = parts.iter().position(|p| p.0 > 0).unwrap_or(2);
    let shown: Vec<_> = parts[first..]
        .iter()
        .take(2)
        .enumerate()
        .filter(|(i, p)| *i == 0 || p.0 > 0)
        .map(|(_, p)| format!("{}{}", p.0, if lang.is_zh() { p.1 } else { p.2 }))
        .collect();
    shown.join(" ")
}

/// Machine-readable and readable at once.
pub fn stamp(lang: Lang, at: Moment, now: Moment) -> maud::Markup {
    maud::html! { time datetime=(at.rfc3339()) { (when(lang, at, now)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_said_as_people_say_it() {
        let at = |s| Moment::parse(s).expect("a moment");
        let now = at("2026-11-23T09:30");
        assert_eq!(when(Lang::Zh, at("2026-12-01T17:30"), now), "12 月 1 日 17:30");
        assert_eq!(when(Lang::En, at("2027-01-02T08:00"), now), "2 Jan 2027 08:00");
        assert_eq!(remains(Lang::Zh, at("2026-11-23T11:10"), now), "还剩 1 小时 40 分");
        assert_eq!(remains(Lang::Zh, at("2026-11-21T09:30"), now), "已超 2 天");
        assert_eq!(remains(Lang::En, now, now), "0 min left");
    }
}
