//! Where something stands, when it is due, and how that date was worked out.

use crate::{Ctx, icon, time};
use i18n_embed_fl::fl;
use kernel::{Day, Moment};
use maud::{Markup, html};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    Now,
    Later,
}

/// A named step of a track.
#[derive(Clone, Debug)]
pub struct Step {
    pub name: String,
    /// Its date, or what is expected; may be empty.
    pub note: String,
    pub state: StepState,
}

pub fn steps(ctx: &Ctx, label: &str, items: &[Step]) -> Markup {
    let words = crate::words(ctx.lang);
    let (done, now, later) = (fl!(words, "step-done"), fl!(words, "step-now"), fl!(words, "step-later"));
    html! {
        ol.track aria-label=(label) {
            @for s in items {
                li class=(match s.state { StepState::Done => "done", StepState::Now => "now", StepState::Later => "later" })
                    aria-current=[(s.state == StepState::Now).then_some("step")] {
                    b { (s.name) }
                    span.vh { " " (match s.state { StepState::Done => &done, StepState::Now => &now, StepState::Later => &later }) }
                    @if !s.note.is_empty() { small { (s.note) } }
                }
            }
        }
    }
}

/// A narrow bar of steps for list rows.
pub fn bar(done: usize, all: usize, label: &str) -> Markup {
    html! { span.steps role="img" aria-label=(label) { @for i in 0..all { i.on[i < done] {} } } }
}

/// When something is due, how much is left, and the way to how it was worked out.
pub fn deadline(ctx: &Ctx, label: &str, due: Moment, proof: Option<&str>) -> Markup {
    let late = due < ctx.now;
    let soon = !late && due.since(ctx.now) < 4 * Moment::HOUR;
    let why = fl!(crate::words(ctx.lang), "why-this-date");
    html! {
        div.deadline.bad[late].warn[soon] {
            p { (icon("clock")) " " (label) " " b.num { (time::stamp(ctx.lang, due, ctx.now)) } }
            p.left { (time::remains(ctx.lang, due, ctx.now)) }
            @if let Some(href) = proof { p { a href=(href) { (why) } } }
        }
    }
}

/// One day of a proof: whether it counted and why.
#[derive(Clone, Debug)]
pub struct CalendarDay {
    pub date: Day,
    /// Such as 「工作日」, 「周末」, 「国庆节」.
    pub kind: String,
    pub counted: bool,
}

/// Months with every day of the proof marked, and the same as a table.
pub fn proof_calendar(ctx: &Ctx, days: &[CalendarDay]) -> Markup {
    let words = crate::words(ctx.lang);
    let weekdays = if ctx.lang.is_zh() { ["一", "二", "三", "四", "五", "六", "日"] } else { ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"] };
    let mut months: Vec<i32> = days.iter().map(|d| d.date.0 / 100).collect();
    months.dedup();
    let (counted, skipped) = (fl!(words, "calendar-counted"), fl!(words, "calendar-skipped"));
    html! {
        div.calendars {
            @for month in &months {
                figure.calendar aria-hidden="true" {
                    figcaption { (month_name(ctx, *month)) }
                    div.calendar-grid {
                        @for w in weekdays { span.weekday { (w) } }
                        @for cell in cells(*month) {
                            @match (cell, cell.and_then(|c| days.iter().find(|d| d.date == c))) {
                                (Some(c), Some(d)) => span.day.counted[d.counted].skipped[!d.counted] title=(d.kind) { (c.0 % 100) },
                                (Some(c), None) => span.day { (c.0 % 100) },
                                (None, _) => span {},
                            }
                        }
                    }
                }
            }
            p.legend { span { i.counted {} (counted) } span { i.skipped {} (skipped) } }
        }
        details.twin {
            summary { (fl!(words, "as-table")) }
            table {
                thead { tr { th scope="col" { (fl!(words, "calendar-date")) } th scope="col" { (fl!(words, "calendar-kind")) } th scope="col" { (fl!(words, "calendar-whether")) } } }
                tbody { @for d in days { tr {
                    td { (time::day(ctx.lang, d.date, ctx.now)) } td { (d.kind) } td { @if d.counted { (counted) } @else { (skipped) } }
                } } }
            }
        }
    }
}

fn month_name(ctx: &Ctx, month: i32) -> String {
    let first = Day(month * 100 + 1).civil();
    if ctx.lang.is_zh() { format!("{} 年 {} 月", first.year(), first.month()) } else { first.strftime("%b %Y").to_string() }
}

/// A month from Monday on, with empty cells before its first day.
fn cells(month: i32) -> Vec<Option<Day>> {
    let first = Day(month * 100 + 1);
    let before = usize::try_from(first.weekday() - 1).unwrap_or(0);
    let length = first.civil().days_in_month();
    let days = (1..=i32::from(length)).map(|d| Some(Day(month * 100 + d)));
    std::iter::repeat_n(None, before).chain(days).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_starts_under_its_weekday() {
        let october = cells(202_610); // 1 October 2026 is a Thursday
        assert_eq!(october[..4], [None, None, None, Some(Day(20_261_001))]);
        assert_eq!(october.len(), 3 + 31);
    }
}
