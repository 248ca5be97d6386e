//! Grids on a map, drawn on the server: every grid a link with a title, every map with its table.

use crate::Ctx;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use std::fmt::Write;

/// One place: rings of (longitude, latitude) or any plane with y upwards.
#[derive(Clone, Debug)]
pub struct Shape {
    pub id: String,
    pub href: String,
    pub title: String,
    pub value: Option<i64>,
    pub rings: Vec<Vec<(f64, f64)>>,
}

/// A marked point.
#[derive(Clone, Debug)]
pub struct Pin {
    pub at: (f64, f64),
    pub title: String,
}

const STEPS: [(i64, &str); 5] = [(1, "1–2"), (3, "3–5"), (6, "6–9"), (10, "10–17"), (18, "18+")];
/// So many places at most say nought as well.
const FEW: usize = 20;
/// The picture's largest width and height.
const W: f64 = 620.0;
const H: f64 = 520.0;

/// `noun` names what is counted (heading of the table's second column); empty when nothing is.
pub fn grids(ctx: &Ctx, title: &str, noun: &str, shapes: &[Shape], pins: &[Pin]) -> Markup {
    let words = crate::words(ctx.lang);
    let Some(view) = View::of(shapes) else { return html! { p.muted { (fl!(words, "no-value")) } } };
    let valued = shapes.iter().any(|s| s.value.is_some());
    // Among few places nought is said too: a blank one would read as not known.
    let few = shapes.len() <= FEW;
    let noun = if noun.is_empty() { fl!(words, "map-value") } else { noun.to_owned() };
    html! {
        figure.map {
            @if valued { p.legend { @for (i, (_, text)) in STEPS.iter().enumerate() { span { i class={ "h" (i + 1) } {} (text) } } } }
            svg viewBox={ "0 0 " (format!("{:.0}", view.width)) " " (format!("{:.0}", view.height)) } role="group" aria-label=(title) {
                @for s in shapes {
                    @let (x, y) = view.middle(s);
                    a href=(s.href) aria-label=(said(s)) {
                        title { (said(s)) }
                        path class={ "grid h" (shade(s.value)) } d=(view.path(s)) {}
                        @if let Some(n) = s.value.filter(|n| *n > 0 || few) {
                            text class={ "grid-n t" (shade(s.value)) } x=(format!("{x:.0}")) y=(format!("{:.0}", y + 4.0)) text-anchor="middle" { (n) }
                        }
                    }
                }
                @for p in pins {
                    @let (x, y) = view.place(p.at);
                    g.pin role="img" aria-label=(p.title) {
                        title { (p.title) }
                        path d={ "M" (format!("{x:.0} {y:.0}")) "l-7 -12a8.5 8.5 0 1 1 14 0z" } {}
                        text x=(format!("{x:.0}")) y=(format!("{:.0}", y - 12.0)) text-anchor="middle" { "!" }
                    }
                }
            }
            details.twin {
                summary { (fl!(words, "as-table")) }
                table {
                    caption.vh { (title) }
                    thead { tr { th scope="col" { (fl!(words, "map-place")) } @if valued { th.n scope="col" { (noun) } } } }
                    tbody { @for s in shapes { tr { td { a href=(s.href) { (s.title) } } @if valued { td.n { (s.value.map_or("–".to_owned(), |n| n.to_string())) } } } } }
                }
            }
        }
    }
}

fn said(s: &Shape) -> String {
    s.value.map_or_else(|| s.title.clone(), |n| format!("{}：{n}", s.title))
}

/// Shade 0 (nothing) to 5.
fn shade(value: Option<i64>) -> usize {
    value.map_or(0, |n| STEPS.iter().filter(|(from, _)| n >= *from).count())
}

/// From the shapes' own plane to the picture's.
struct View {
    left: f64,
    top: f64,
    scale: (f64, f64),
    width: f64,
    height: f64,
}

impl View {
    fn of(shapes: &[Shape]) -> Option<Self> {
        let points = || shapes.iter().flat_map(|s| s.rings.iter().flatten());
        let fold = |pick: fn(&(f64, f64)) -> f64, with: fn(f64, f64) -> f64| points().map(pick).reduce(with);
        let (left, right) = (fold(|p| p.0, f64::min)?, fold(|p| p.0, f64::max)?);
        let (bottom, top) = (fold(|p| p.1, f64::min)?, fold(|p| p.1, f64::max)?);
        // A degree of longitude is shorter than one of latitude away from the equator.
        let shrink = ((top + bottom) / 2.0).to_radians().cos().abs().max(0.2);
        // As wide as the page or as high as it may be, whichever comes first: a few tall grids keep readable numbers.
        let across = (W - 8.0) / ((right - left) * shrink).max(1e-9);
        let scale = across.min((H - 8.0) / (top - bottom).max(1e-9));
        let (width, height) = ((right - left) * shrink * scale + 8.0, (top - bottom) * scale + 8.0);
        Some(Self { left, top, scale: (scale * shrink, scale), width, height })
    }
    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (4.0 + (x - self.left) * self.scale.0, 4.0 + (self.top - y) * self.scale.1)
    }
    fn path(&self, s: &Shape) -> String {
        let mut d = String::new();
        for ring in &s.rings {
            for (i, p) in ring.iter().enumerate() {
                let (x, y) = self.place(*p);
                let _ = write!(d, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
            }
            d.push('z');
        }
        d
    }
    /// The middle of the largest ring's corners: good enough for a number.
    fn middle(&self, s: &Shape) -> (f64, f64) {
        let ring = s.rings.iter().max_by_key(|r| r.len()).map_or(&[][..], Vec::as_slice);
        let open = if ring.len() > 1 && ring.first() == ring.last() { &ring[1..] } else { ring };
        let n = open.len().max(1) as f64;
        self.place((open.iter().map(|p| p.0).sum::<f64>() / n, open.iter().map(|p| p.1).sum::<f64>() / n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_follow_the_legend() {
        assert_eq!([None, Some(0), Some(1), Some(5), Some(17), Some(99)].map(shade), [0, 0, 1, 2, 4, 5]);
    }

    #[test]
    fn tall_shapes_fit_the_picture() {
        let ring = |w: f64, h: f64| vec![vec![(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)]];
        let shape = |rings| Shape { id: String::new(), href: String::new(), title: String::new(), value: None, rings };
        for (w, h) in [(1.0, 5.0), (5.0, 1.0), (1.0, 1.0)] {
            let view = View::of(&[shape(ring(w, h))]).expect("a picture");
            assert!(view.width <= W + 0.1 && view.height <= H + 0.1, "{w} × {h}");
            assert!(view.width > W - 1.0 || view.height > H - 1.0, "{w} × {h} fills it");
        }
    }
}
