//! Dates of a list: W3C date-times with a zone, and the ninety days a list may span.

use super::{GeoError, Judged, Params};
use kernel::Moment;

/// A list spans at most so much, to the microsecond.
pub const MOST_SPAN: i64 = 90 * Moment::DAY;
const SECOND: i64 = 1_000_000;

/// Reads a date-time: `Z` or an offset, fractions of a second allowed, a `+` that was lost to a blank put back.
/// Gives the whole second it lies in.
pub fn date(params: &Params, name: &str) -> Judged<Option<Moment>> {
    let Some(text) = params.get(name) else { return Ok(None) };
    let mended = match text.rsplit_once(' ') {
        Some((first, zone)) if zone.len() >= 4 && first.contains(':') => format!("{first}+{zone}"),
        _ => text.to_owned(),
    };
    let read = mended.parse::<jiff::Timestamp>().map_err(|_| {
        GeoError::dates(name, "give date, time and zone, such as 2026-09-29T16:00:00+08:00.", "请写明日期、时间和时区，例如 2026-09-29T16:00:00+08:00。")
    })?;
    Ok(Some(Moment(read.as_second().saturating_mul(SECOND))))
}

/// From and to, both inclusive.
pub type Span = (Moment, Moment);

/// The window of `start_date` and `end_date`. Neither: the last ninety days. One: ninety days from or before it. Both:
/// at most ninety days between them.
pub fn window(params: &Params, now: Moment) -> Judged<Span> {
    let (start, end) = (date(params, "start_date")?, date(params, "end_date")?);
    span(start, end, "end_date", now)
}

/// The window of `updated_after` and `updated_before`, if one of them is given.
pub fn updated(params: &Params, now: Moment) -> Judged<Option<Span>> {
    let (after, before) = (date(params, "updated_after")?, date(params, "updated_before")?);
    if after.is_none() && before.is_none() {
        return Ok(None);
    }
    span(after, before, "updated_before", now).map(Some)
}

fn span(start: Option<Moment>, end: Option<Moment>, name: &str, now: Moment) -> Judged<Span> {
    let (from, to) = match (start, end) {
        (None, None) => (now.plus(-MOST_SPAN), now),
        (Some(start), None) => (start, start.plus(MOST_SPAN).min(now)),
        (None, Some(end)) => (end.plus(-MOST_SPAN), end),
        (Some(start), Some(end)) => (start, end),
    };
    if start.is_some() && end.is_some() && to < from {
        return Err(GeoError::dates(name, "it lies before the start.", "早于开始时间。"));
    }
    if to.since(from) > MOST_SPAN {
        return Err(GeoError::dates(name, "at most 90 days may lie between the two dates.", "起止时间相隔最多90天。"));
    }
    // Times are told to the second: the last one belongs to the span whole.
    Ok((from, to.plus(SECOND - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Params {
        Params(pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect())
    }
    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a time")
    }

    #[test]
    fn zones_are_read_and_asked_for() {
        let read = |text: &str| date(&asked(&[("start_date", text)]), "start_date");
        let noon = Ok(Some(at("2026-09-29T12:00:00+08:00")));
        for text in ["2026-09-29T12:00:00+08:00", "2026-09-29T12:00:00 08:00", "2026-09-29T04:00:00Z", "2026-09-29T04:00:00.75Z", "2026-09-29 04:00:00Z"] {
            assert_eq!(read(text), noon, "{text}");
        }
        for text in ["2026-09-29", "2026-09-29T12:00:00", "2026-02-30T00:00:00Z", "yesterday", "0"] {
            assert_eq!(read(text).map_err(|e| e.code), Err(4005), "{text}");
        }
    }

    #[test]
    fn ninety_days_exactly_and_not_a_second_more() {
        let now = at("2026-11-01T08:00");
        let both = |end| window(&asked(&[("start_date", "2026-01-01T00:00:00Z"), ("end_date", end)]), now);
        assert!(both("2026-04-01T00:00:00Z").is_ok());
        assert_eq!(both("2026-04-01T00:00:01Z").map_err(|e| e.code), Err(4005));
        assert_eq!(both("2025-12-31T23:59:59Z").map_err(|e| e.code), Err(4005));
        let last = window(&asked(&[]), now).expect("a window");
        assert_eq!(last, (now.plus_days(-90), now.plus(999_999)));
        let start = window(&asked(&[("start_date", "2026-10-31T00:00:00Z")]), now).expect("a window");
        assert_eq!(start.1, now.plus(999_999));
        let end = window(&asked(&[("end_date", "2026-06-30T00:00:00Z")]), now).expect("a window");
        assert_eq!(end.0, at("2026-06-30T00:00:00Z").plus_days(-90));
    }
}
