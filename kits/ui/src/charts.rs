//! Charts as pictures drawn on the server, each with its table.

use crate::Ctx;
use i18n_embed_fl::fl;
use maud::{Markup, html};

/// One line of a chart.
#[derive(Clone, Debug)]
pub struct Series {
    pub name: String,
    pub values: Vec<f64>,
}

const W: f64 = 620.0;
const H: f64 = 220.0;
const LEFT: f64 = 48.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 30.0;
/// The last label ends at the edge, its point stands a little before it.
const RIGHT: f64 = 24.0;

/// Up to two series over the same labels; the second is dashed so that colour never speaks alone.
pub fn line(ctx: &Ctx, title: &str, labels: &[String], series: &[Series]) -> Markup {
    let top = ceiling(series.iter().flat_map(|s| s.values.iter().copied()).fold(0.0, f64::max));
    let step = (W - LEFT - RIGHT) / (labels.len().max(2) - 1) as f64;
    let x = |i: usize| LEFT + step * i as f64;
    let y = |v: f64| TOP + (H - TOP - BOTTOM) * (1.0 - v / top);
    let last = labels.len().saturating_sub(1);
    html! {
        figure.chart {
            @if series.len() > 1 { p.legend { @for (i, s) in series.iter().enumerate() { span { i class={ "line s" (i + 1) } {} (s.name) } } } }
            svg viewBox={ "0 0 " (W) " " (H) } role="img" tabindex="0" aria-label=(told(ctx, title, labels, series)) {
                @for tick in 0..=4_u8 {
                    @let v = top * f64::from(tick) / 4.0;
                    line.gl x1=(LEFT) x2=(W - RIGHT) y1=(at(y(v))) y2=(at(y(v))) {}
                    text.ax x=(LEFT - 6.0) y=(at(y(v) + 4.0)) text-anchor="end" { (number(v)) }
                }
                @for i in written(labels.len()) {
                    @if i == last && i > 0 { text.ax x=(W - 2.0) y=(H - 8.0) text-anchor="end" { (labels[i]) } }
                    @else { text.ax x=(at(x(i))) y=(H - 8.0) text-anchor="middle" { (labels[i]) } }
                }
                @for (n, s) in series.iter().enumerate() {
                    @let points: Vec<String> = s.values.iter().enumerate().map(|(i, v)| format!("{},{}", at(x(i)), at(y(*v)))).collect();
                    polyline class={ "line s" (n + 1) } points=(points.join(" ")) fill="none" {}
                    @for (i, v) in s.values.iter().enumerate() {
                        circle class={ "dot s" (n + 1) } cx=(at(x(i))) cy=(at(y(*v))) r="3" { title { (s.name) " " (labels.get(i).map_or("", String::as_str)) ": " (number(*v)) } }
                    }
                }
            }
            (twin(ctx, title, labels, series))
        }
    }
}

/// The labels there is room for: the last, and back from it in even steps.
fn written(n: usize) -> impl Iterator<Item = usize> {
    let every = n.div_ceil(7).max(1);
    (0..n).filter(move |i| (n - 1 - i).is_multiple_of(every))
}

/// What the line shows, for whoever reads by ear: its ends, its lowest, its highest and its last point.
fn told(ctx: &Ctx, title: &str, labels: &[String], series: &[Series]) -> String {
    let (Some(first), Some(last)) = (labels.first(), labels.last()) else { return title.to_owned() };
    let one = |s: &Series| {
        let low = s.values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = s.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let now = s.values.last().copied().unwrap_or(0.0);
        fl!(crate::words(ctx.lang), "chart-says", name = s.name.as_str(), first = first.as_str(), last = last.as_str(), low = number(low), high = number(high), now = number(now))
    };
    std::iter::once(title.to_owned()).chain(series.iter().filter(|s| !s.values.is_empty()).map(one)).collect::<Vec<_>>().join(" · ")
}

/// Amounts by name: `(name, value, href)`. The bars are rows, so the picture is its own table.
pub fn bar(title: &str, items: &[(String, i64, Option<String>)]) -> Markup {
    let most = items.iter().map(|i| i.1).max().unwrap_or(0).max(1);
    html! {
        table.bars {
            caption.vh { (title) }
            tbody {
                @for (name, value, href) in items {
                    tr {
                        th scope="row" { @if let Some(h) = href { a href=(h) { (name) } } @else { (name) } }
                        td.bar-cell aria-hidden="true" {
                            svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false" { rect.bar width=(value * 100 / most) height="10" rx="1" {} }
                        }
                        td.n { (value) }
                    }
                }
            }
        }
    }
}

/// A tiny line beside a figure; the words beside it say the same.
pub fn sparkline(values: &[f64]) -> Markup {
    let top = values.iter().copied().fold(0.0, f64::max).max(1.0);
    let step = 100.0 / (values.len().max(2) - 1) as f64;
    let points: Vec<String> =
        values.iter().enumerate().map(|(i, v)| format!("{},{}", at(step * i as f64), at(22.0 - 20.0 * v / top))).collect();
    html! { svg.spark viewBox="0 0 100 24" aria-hidden="true" focusable="false" { polyline.line.s1 points=(points.join(" ")) fill="none" {} } }
}

fn twin(ctx: &Ctx, title: &str, labels: &[String], series: &[Series]) -> Markup {
    html! {
        details.twin {
            summary { (fl!(crate::words(ctx.lang), "as-table")) }
            div.scroll role="region" aria-label=(title) tabindex="0" {
                table {
                    caption.vh { (title) }
                    thead { tr { td {} @for s in series { th.n scope="col" { (s.name) } } } }
                    tbody {
                        @for (i, label) in labels.iter().enumerate() {
                            tr { th scope="row" { (label) } @for s in series { td.n { (s.values.get(i).map_or(String::new(), |v| number(*v))) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The next round number above: 1, 2, 4, 5 or 8 times a power of ten, so that quarters stay readable.
fn ceiling(most: f64) -> f64 {
    if most <= 4.0 {
        return 4.0;
    }
    let unit = 10_f64.powf(most.log10().floor());
    [1.0, 2.0, 4.0, 6.0, 8.0, 10.0].iter().map(|f| f * unit).find(|c| *c >= most).unwrap_or(most)
}

fn at(v: f64) -> String {
    format!("{v:.1}")
}

fn number(v: f64) -> String {
    if v.fract().abs() < 0.05 { format!("{v:.0}") } else { format!("{v:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_label_is_always_written_and_never_more_than_seven() {
        assert_eq!(written(12).collect::<Vec<_>>(), [1, 3, 5, 7, 9, 11]);
        assert_eq!(written(1).collect::<Vec<_>>(), [0]);
        for n in 2..60 {
            let all: Vec<_> = written(n).collect();
            assert!(all.len() <= 7 && all.last() == Some(&(n - 1)), "{n}: {all:?}");
        }
    }

    #[test]
    fn a_chart_says_its_ends_and_can_be_reached_by_keyboard() {
        let labels: Vec<String> = ["26-08", "26-09", "26-10"].map(str::to_owned).to_vec();
        let series = [Series { name: "来声".into(), values: vec![3.0, 9.0, 5.0] }];
        let drawn = line(&Ctx::sample(), "来声", &labels, &series).into_string();
        assert!(drawn.contains("tabindex=\"0\"") && drawn.contains("text-anchor=\"end\">26-10<"), "{drawn}");
        let told = told(&Ctx::sample(), "来声", &labels, &series).replace(['\u{2068}', '\u{2069}'], "");
        assert!(["26-08", "26-10", "3", "9", "5"].iter().all(|part| told.contains(part)), "{told}");
    }

    #[test]
    fn axes_end_at_round_numbers() {
        assert_eq!([0.0, 3.0, 9.0, 84.0, 100.0, 101.0].map(ceiling), [4.0, 4.0, 10.0, 100.0, 100.0, 200.0]);
    }
}
