//! Buttons, tags, cards and what opens on asking.

use crate::icon;
use maud::{Markup, html};

/// What a colour says; the words beside it say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Info,
    Ok,
    Warn,
    Bad,
    Plain,
}

impl Tone {
    pub fn class(self) -> &'static str {
        match self {
            Self::Info => "",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Plain => "plain",
        }
    }
}

/// Sends the form it stands in.
pub fn button(text: &str) -> Markup {
    html! { button.btn { (text) } }
}
pub fn ghost_button(text: &str) -> Markup {
    html! { button.btn.ghost { (text) } }
}
pub fn link_button(href: &str, text: &str) -> Markup {
    html! { a.btn href=(href) { (text) } }
}
pub fn ghost_link(href: &str, text: &str) -> Markup {
    html! { a.btn.ghost href=(href) { (text) } }
}

pub fn tag(tone: Tone, text: &str) -> Markup {
    html! { span class={ "tag " (tone.class()) } { (text) } }
}

/// A message that stands on its own line.
pub fn alert(tone: Tone, body: Markup) -> Markup {
    let mark = match tone {
        Tone::Ok => "circle-check",
        Tone::Bad | Tone::Warn => "triangle-alert",
        _ => "message-square",
    };
    html! { div class={ "alert " (tone.class()) } role="status" { (icon(mark)) div { (body) } } }
}

/// A white box with a heading and at most one action beside it.
pub fn card(title: &str, action: Option<Markup>, body: Markup) -> Markup {
    html! {
        section.card {
            @if !title.is_empty() || action.is_some() { header { h2 { (title) } @if let Some(a) = action { (a) } } }
            (body)
        }
    }
}

/// A part of a resident page: heading, an optional link to the whole list, and what it holds.
pub fn section(title: &str, more: Option<(&str, &str)>, body: Markup) -> Markup {
    html! {
        section.sec {
            header { h2 { (title) } @if let Some((href, text)) = more { a href=(href) { (text) } } }
            (body)
        }
    }
}

/// Large entries with an icon: `(icon, href, text)`.
pub fn tiles(label: &str, entries: &[(&str, &str, &str)]) -> Markup {
    html! {
        nav.grid4 aria-label=(label) {
            @for (mark, href, text) in entries { a href=(href) { (icon(mark)) span { (text) } } }
        }
    }
}

/// Says what will happen before it happens: a button that opens the form. Works without script.
pub fn confirm(summary: &str, consequence: &str, form: Markup) -> Markup {
    html! {
        details.confirm open[form.0.contains(" aria-invalid=\"true\"")] {
            summary.btn.ghost { (summary) }
            div.confirm-body { @if !consequence.is_empty() { p { (consequence) } } (form) }
        }
    }
}
