//! Lists, tables, figures at a glance, and what stands there when there is nothing.

use crate::{Ctx, Tone, icon, tag, time};
use kernel::Moment;
use maud::{Markup, html};

/// One line of a resident list.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub href: String,
    pub title: String,
    /// Small line under the title.
    pub note: String,
    /// A second small line, under the progress bar if there is one.
    pub status: String,
    pub icon: &'static str,
    pub tag: Option<(Tone, String)>,
    /// Steps done, steps in all, and their description for screen readers.
    pub progress: Option<(usize, usize, String)>,
}

pub fn rows(items: &[Row]) -> Markup {
    html! {
        ul.rows data-keys {
            @for r in items {
                li {
                    a href=(r.href) {
                        @if !r.icon.is_empty() { (icon(r.icon)) }
                        span.t {
                            b { (r.title) }
                            @if !r.note.is_empty() { small { (r.note) } }
                            @if let Some((done, all, label)) = &r.progress { (crate::bar(*done, *all, label)) }
                            @if !r.status.is_empty() { small { (r.status) } }
                        }
                        @if let Some((tone, text)) = &r.tag { (tag(*tone, text)) }
                    }
                }
            }
        }
    }
}

/// A table that becomes a list of cards on a phone: each cell repeats its heading there. Cells of columns whose
/// heading starts with `#` are numbers.
pub fn table(caption: &str, heads: &[&str], lines: Vec<Vec<Markup>>) -> Markup {
    let number = |i: usize| heads.get(i).is_some_and(|h| h.starts_with('#'));
    let head = |i: usize| heads.get(i).map_or("", |h| h.trim_start_matches('#'));
    html! {
        div.scroll role="region" aria-label=(caption) tabindex="0" {
            table.cards data-keys {
                caption.vh { (caption) }
                thead { tr { @for i in 0..heads.len() { th.n[number(i)] scope="col" { (head(i)) } } } }
                tbody {
                    @for line in lines {
                        tr { @for (i, cell) in line.into_iter().enumerate() { td.n[number(i)] data-label=(head(i)) { (cell) } } }
                    }
                }
            }
        }
    }
}

/// A table of counts by two things: it keeps its rows and columns on a phone, where it is pushed sideways under names that
/// stay. The first heading is that of the names.
pub fn matrix(caption: &str, heads: &[String], lines: Vec<(String, Vec<Markup>)>) -> Markup {
    html! {
        div.scroll role="region" aria-label=(caption) tabindex="0" {
            table.matrix {
                caption.vh { (caption) }
                thead { tr { @for (i, head) in heads.iter().enumerate() { th.n[i > 0] scope="col" { (head) } } } }
                tbody { @for (name, cells) in lines { tr { th scope="row" { (name) } @for cell in cells { td.n { (cell) } } } } }
            }
        }
    }
}

/// Nothing here yet: what that means, and the next thing to do.
pub fn empty_state(title: &str, text: &str, action: Option<Markup>) -> Markup {
    html! {
        div.empty {
            (icon("inbox"))
            p.empty-title { (title) }
            @if !text.is_empty() { p.muted { (text) } }
            @if let Some(a) = action { p { (a) } }
        }
    }
}

/// Keyset paging: the way on, and the way back to the beginning.
pub fn pager(ctx: &Ctx, next: Option<&str>, first: Option<&str>) -> Markup {
    if next.is_none() && first.is_none() {
        return html! {};
    }
    let words = crate::words(ctx.lang);
    html! {
        nav.pager aria-label=(words.get("pager")) {
            @if let Some(href) = first { a.btn.ghost href=(href) { (words.get("first-page")) } }
            @if let Some(href) = next { a.btn.ghost href=(href) rel="next" { (words.get("next-page")) } }
        }
    }
}

/// A choice of a few views of the same page: `(href, text, chosen)`.
pub fn segments(label: &str, items: &[(String, String, bool)]) -> Markup {
    html! {
        div.seg role="group" aria-label=(label) {
            @for (href, text, chosen) in items { a href=(href) aria-current=[chosen.then_some("true")] { (text) } }
        }
    }
}

/// A figure at a glance; `href` opens the figure itself.
#[derive(Clone, Debug, Default)]
pub struct Kpi {
    pub label: String,
    pub value: String,
    pub unit: String,
    pub note: String,
    pub href: Option<String>,
    pub bad: bool,
}

pub fn kpis(items: &[Kpi]) -> Markup {
    html! {
        dl.kpis {
            @for k in items {
                div.kpi.bad[k.bad] {
                    dt { @if let Some(href) = &k.href { a href=(href) { (k.label) } } @else { (k.label) } }
                    dd { span.v { (k.value) small { (k.unit) } } @if !k.note.is_empty() { span.d { (k.note) } } }
                }
            }
        }
    }
}

/// Names and values.
pub fn facts(items: &[(&str, Markup)]) -> Markup {
    html! { dl.facts { @for (name, value) in items { div { dt { (name) } dd { (value) } } } } }
}

/// One line of a story.
#[derive(Clone, Debug)]
pub struct Happening {
    pub at: Moment,
    pub title: String,
    pub who: String,
    pub body: Option<Markup>,
    pub tone: Tone,
}

pub fn timeline(ctx: &Ctx, items: &[Happening]) -> Markup {
    html! {
        ol.timeline {
            @for h in items {
                li class=(h.tone.class()) {
                    p.timeline-head { b { (h.title) } " " span.muted { (time::stamp(ctx.lang, h.at, ctx.now)) } }
                    @if !h.who.is_empty() { p.muted.s { (h.who) } }
                    @if let Some(body) = &h.body { div.timeline-body { (body) } }
                }
            }
        }
    }
}
