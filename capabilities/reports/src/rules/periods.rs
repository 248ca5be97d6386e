//! The times figures are asked of. Every period is half-open and printed with both its ends.

use figures::Span;
use kernel::{Day, codes};

codes! {
    /// The periods people ask for by name, each up to and with today.
    Period { Today "today", Month "month", Quarter "quarter", Year "year" }
}

impl Period {
    pub fn span(self, today: Day) -> Span {
        let date = today.civil();
        let from = match self {
            Self::Today => today,
            Self::Month => today.first_of_month(),
            Self::Quarter => Day::of(date.year(), (date.month() - 1) / 3 * 3 + 1, 1),
            Self::Year => Day::of(date.year(), 1, 1),
        };
        Span { from, to: today.plus(1) }
    }
    /// As many days before it, to compare with.
    pub fn before(self, today: Day) -> Span {
        let span = self.span(today);
        let from = match self {
            Self::Today => today.plus(-1),
            Self::Month => months_on(span.from, -1),
            Self::Quarter => months_on(span.from, -3),
            Self::Year => months_on(span.from, -12),
        };
        Span { from, to: from.plus(span.days()).min(span.from) }
    }
}

/// The first day of the month so many months later or earlier.
pub fn months_on(day: Day, months: i32) -> Day {
    let count = day.0 / 10_000 * 12 + day.0 / 100 % 100 - 1 + months;
    Day(count / 12 * 10_000 + (count % 12 + 1) * 100 + 1)
}

/// The month a day lies in.
pub fn month_of(day: Day) -> Span {
    let from = day.first_of_month();
    Span { from, to: months_on(from, 1) }
}

/// The last month that is over.
pub fn closed_month(today: Day) -> Span {
    month_of(months_on(today, -1))
}

/// Minutes are still signed and cases still rated in the first days of a month: so long the one before stays open.
const SETTLING: i64 = 9;

/// The last month whose figures are kept and released.
pub fn released_month(today: Day) -> Span {
    closed_month(today.plus(-SETTLING))
}

/// The months a time is made of; nothing where it begins or ends inside one.
pub fn whole_months(span: Span) -> Option<Vec<Span>> {
    let mut months = vec![month_of(span.from)];
    while months.last().is_some_and(|m| m.to < span.to) {
        let next = month_of(months.last()?.to);
        months.push(next);
    }
    (months.first()?.from == span.from && months.last()?.to == span.to).then_some(months)
}

/// The last `n` months that are over, the oldest first.
pub fn closed_months(today: Day, n: i32) -> Vec<Span> {
    (1..=n).rev().map(|back| month_of(months_on(today, -back))).collect()
}

/// `from` up to and with `last`, as people say it; nothing where it is no period.
pub fn spoken(from: Day, last: Day) -> Option<Span> {
    let span = Span { from, to: last.plus(1) };
    (from <= last && span.days() <= 3_700).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_today_and_months_are_whole() {
        let today = Day::of(2026, 11, 28);
        let of = |p: Period| (p.span(today).from, p.span(today).to);
        assert_eq!(of(Period::Today), (today, Day::of(2026, 11, 29)));
        assert_eq!(of(Period::Quarter).0, Day::of(2026, 10, 1));
        assert_eq!(of(Period::Year), (Day::of(2026, 1, 1), Day::of(2026, 11, 29)));
        assert_eq!(Period::Month.before(today), Span { from: Day::of(2026, 10, 1), to: Day::of(2026, 10, 29) });
        assert_eq!(Period::Month.before(Day::of(2026, 3, 31)), Span { from: Day::of(2026, 2, 1), to: Day::of(2026, 3, 1) });
        assert_eq!(closed_month(Day::of(2027, 1, 5)), Span { from: Day::of(2026, 12, 1), to: Day::of(2027, 1, 1) });
        assert_eq!(released_month(Day::of(2026, 11, 9)).from, Day::of(2026, 9, 1));
        assert_eq!(released_month(Day::of(2026, 11, 10)).from, Day::of(2026, 10, 1));
        assert_eq!(closed_months(today, 12)[0].from, Day::of(2025, 11, 1));
        let whole = |from, to| whole_months(Span { from, to }).map(|m| m.len());
        assert_eq!(whole(Day::of(2026, 11, 1), Day::of(2027, 2, 1)), Some(3));
        assert_eq!((whole(Day::of(2026, 11, 2), Day::of(2026, 12, 1)), whole(Day::of(2026, 11, 1), Day::of(2026, 11, 30))), (None, None));
    }
}
