//! The frames of pages: residents, the desk, the wall, paper.

use crate::{Ctx, Mode, asset, icon};
use i18n_embed_fl::fl;
use maud::{DOCTYPE, Markup, html};

/// A resident page. `current` is the tab's path (`/`, `/my`, `/cases`, `/account`) or empty.
pub fn resident(ctx: &Ctx, title: &str, current: &str, main: Markup, aside: Option<Markup>) -> Markup {
    let words = crate::words(ctx.lang);
    let tabs = [
        ("/", "house", fl!(words, "tab-home")),
        ("/my", "list-checks", fl!(words, "tab-my")),
        ("/cases", "scroll-text", fl!(words, "tab-cases")),
        ("/account", "user", fl!(words, "tab-account")),
    ];
    let body = html! {
        div.app.wide[aside.is_some()] {
            header.top {
                a.brand href="/" { (mark()) span { b { (ctx.street_name) } small { (fl!(words, "brand-line")) } } }
                (modes(ctx, true))
            }
            nav.tabbar aria-label=(fl!(words, "main-nav")) {
                @for (href, mark, text) in &tabs {
                    a href=(href) aria-current=[(current == *href).then_some("page")] {
                        (icon(mark)) span { (text) }
                        @if *href == "/account" { (unread(ctx)) }
                    }
                }
            }
            main #main tabindex="-1" { (banner(ctx)) (main) }
            @if let Some(aside) = aside { aside { (aside) } }
        }
    };
    document(ctx, title, Face::Resident, body)
}

/// The desk's entries, by their path; a reader sees those their posts open.
pub const ENTRIES: [&str; 17] = [
    "/desk/overview", "/desk/intake", "/desk/calls", "/desk/cases", "/desk/pipeline", "/desk/callbacks", "/desk/boxes", "/desk/upper", "/places", "/bodies", "/desk/catalogue", "/desk/figures",
    "/desk/indicators", "/desk/reports", "/desk/wall", "/admin/webhooks", "/admin/messages",
];

/// A staff page. `current` is the path of the entry in the navigation, or empty.
pub fn desk(ctx: &Ctx, title: &str, current: &str, main: Markup) -> Markup {
    let words = crate::words(ctx.lang);
    let entries = [
        ("/desk/overview", "layout-dashboard", fl!(words, "nav-overview")),
        ("/desk/intake", "inbox", fl!(words, "nav-intake")),
        ("/desk/calls", "phone", fl!(words, "nav-calls")),
        ("/desk/cases", "list-checks", fl!(words, "nav-cases")),
        ("/desk/pipeline", "workflow", fl!(words, "nav-pipeline")),
        ("/desk/callbacks", "phone-call", fl!(words, "nav-callbacks")),
        ("/desk/boxes", "mailbox", fl!(words, "nav-boxes")),
        ("/desk/upper", "building-2", fl!(words, "nav-upper")),
        ("/places", "map", fl!(words, "nav-places")),
        ("/bodies", "users", fl!(words, "nav-bodies")),
        ("/desk/catalogue", "route", fl!(words, "nav-catalogue")),
        ("/desk/figures", "chart-column", fl!(words, "nav-figures")),
        ("/desk/indicators", "chart-column", fl!(words, "nav-indicators")),
        ("/desk/reports", "file-text", fl!(words, "nav-reports")),
        ("/desk/wall", "monitor", fl!(words, "nav-wall")),
        ("/admin/webhooks", "globe", fl!(words, "nav-webhooks")),
        ("/admin/messages", "message-square", fl!(words, "nav-messages")),
    ];
    let open = |href: &str| ctx.viewer.as_ref().is_some_and(|v| v.entries.contains(&href));
    let count = |href: &str| ctx.counts.iter().find(|(h, n)| *h == href && *n > 0).map(|(_, n)| *n);
    let home = entries.iter().map(|e| e.0).find(|href| open(href)).unwrap_or("/account");
    let body = html! {
        div.desk {
            nav.nav aria-label=(fl!(words, "main-nav")) {
                a.brand href=(home) { (mark()) span { (ctx.street_name) small { (fl!(words, "desk-line")) } } }
                @for (href, mark, text) in entries.iter().filter(|e| open(e.0)) {
                    a href=(href) aria-current=[(current == *href).then_some("page")] {
                        (icon(mark)) span { (text) }
                        @if let Some(n) = count(href) { span.n { (n) } }
                    }
                }
            }
            div.desk-body {
                header.bar {
                    form.find role="search" method="get" action="/desk/cases" {
                        (icon("search"))
                        label.vh for="desk-search" { (fl!(words, "search")) }
                        input #desk-search type="search" name="q" placeholder=(fl!(words, "search-hint"));
                        kbd aria-hidden="true" { "/" }
                    }
                    (modes(ctx, false))
                    @if let Some(v) = &ctx.viewer { a.who href="/account" { b { (v.name) } @if !v.post.is_empty() { small { (v.post) } } (unread(ctx)) } }
                    @if open("/desk/intake") {
                        a.btn.small href="/desk/intake" data-new { (icon("headphones")) (fl!(words, "new-case")) kbd.opt aria-hidden="true" { "N" } }
                    }
                }
                main.main #main tabindex="-1" { (banner(ctx)) (main) }
            }
        }
        (keys(ctx))
    };
    document(ctx, title, Face::Desk, body)
}

/// Figures to be read from across the room.
pub fn wall(ctx: &Ctx, title: &str, main: Markup) -> Markup {
    let body = html! {
        div.wall {
            header { (mark()) h1 { (title) } (wall_clock(ctx, false)) }
            main #main tabindex="-1" { (main) }
        }
    };
    document(ctx, title, Face::Wall, body)
}

/// When the wall was last brought up to date. A part that refreshes carries it `along`, to its place in the frame.
pub fn wall_clock(ctx: &Ctx, along: bool) -> Markup {
    html! {
        time #wall-clock datetime=(ctx.now.rfc3339()) hx-swap-oob=[along.then_some("true")] {
            small { (crate::time::day(ctx.lang, ctx.now.day(), ctx.now)) } " " (ctx.now.hm())
        }
    }
}

/// A sheet of paper: slips, notices, minutes.
pub fn print(ctx: &Ctx, title: &str, main: Markup) -> Markup {
    let label = fl!(crate::words(ctx.lang), "print");
    let body = html! {
        main.paper #main tabindex="-1" {
            p.no-print { button.btn.ghost type="button" data-print hidden { (icon("printer")) (label) } }
            (main)
        }
    };
    document(ctx, title, Face::Paper, body)
}

/// A part of a page already open: only its own markup.
pub fn fragment(part: Markup) -> Markup {
    part
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Resident,
    Desk,
    Wall,
    Paper,
}

fn document(ctx: &Ctx, title: &str, face: Face, body: Markup) -> Markup {
    let skip = fl!(crate::words(ctx.lang), "skip");
    let staff = matches!(face, Face::Desk | Face::Wall);
    // The wall and the desk have their own measures; elder mode is for residents' pages.
    let elder = ctx.mode == Mode::Elder && matches!(face, Face::Resident | Face::Paper);
    html! {
        (DOCTYPE)
        html lang=(ctx.lang.tag()) data-mode=[elder.then_some("elder")] data-density=[staff.then_some("desk")]
            data-theme=[(face == Face::Wall).then_some("wall")] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover";
                meta name="color-scheme" content=(if face == Face::Wall { "dark" } else { "light" });
                meta name="format-detection" content="telephone=no";
                meta name="csrf" content=(ctx.csrf);
                meta name="who" content=(ctx.who);
                meta name="keep" content=(asset("keep.js"));
                meta name="htmx-config" content="includeIndicatorCSS:false";
                title { (title) " - " (ctx.street_name) }
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(asset("app.css"));
                @if staff { link rel="stylesheet" href=(asset("desk.css")); }
                script nonce=(ctx.nonce) src=(asset("app.js")) defer {}
                @if staff { script nonce=(ctx.nonce) src=(asset("desk.js")) defer {} }
            }
            body { a.skip href="#main" { (skip) } (helping(ctx)) (body) }
        }
    }
}

/// For whom the reader acts and until when, above every page of every face, with the way to end it.
fn helping(ctx: &Ctx) -> Markup {
    let Some(h) = ctx.helping() else { return html! {} };
    let w = crate::words(ctx.lang);
    let way = match h.way {
        "phone" => fl!(w, "helping-phone"),
        "paper" => fl!(w, "helping-paper"),
        _ => fl!(w, "helping-present"),
    };
    html! {
        section.helping.no-print aria-label=(fl!(w, "helping")) {
            (icon("heart-handshake"))
            p { b { (fl!(w, "helping-for", name = h.name.as_str())) } " " span { (way) } " · " span { (fl!(w, "helping-until", time = h.until.hm())) } }
            a.btn.ghost.small href="/helping" { (fl!(w, "helping-open")) }
            (crate::form::post(ctx, "/helping/end", html! { button.btn.small { (fl!(w, "helping-end")) } }))
        }
    }
}

fn banner(ctx: &Ctx) -> Markup {
    html! {
        @if ctx.read_only { (crate::alert(crate::Tone::Warn, html! { (fl!(crate::words(ctx.lang), "read-only-now")) })) }
        @if let Some(text) = &ctx.banner { (crate::alert(crate::Tone::Ok, html! { (text) })) }
        (crate::waiting_note(ctx))
    }
}

/// How many messages wait to be read, at the link of the account.
fn unread(ctx: &Ctx) -> Markup {
    let n = ctx.viewer.as_ref().map_or(0, |v| v.unread);
    let shown = if n > 99 { "99+".to_owned() } else { n.to_string() };
    html! { @if n > 0 { span.unread-count { span aria-hidden="true" { (shown) } span.vh { (fl!(crate::words(ctx.lang), "unread", n = shown.clone())) } } } }
}

/// Switches of language and type size. They change what is remembered, so they are forms.
fn modes(ctx: &Ctx, sizes: bool) -> Markup {
    let words = crate::words(ctx.lang);
    let other = if ctx.lang.is_zh() { "en" } else { "zh-CN" };
    html! {
        div.modes role="group" aria-label=(fl!(words, "display")) {
            @if sizes {
                @if ctx.elder() {
                    (switch(ctx, "mode", "standard", None, html! { (fl!(words, "elder-off")) }))
                    button.chip type="button" data-read-aloud hidden aria-pressed="false" { (icon("volume-2")) (fl!(words, "read-aloud")) }
                } @else {
                    (switch(ctx, "mode", "elder", None, html! { (icon("a-large-small")) (fl!(words, "elder-on")) }))
                }
            }
            (switch(ctx, "lang", other, Some(other), html! { (fl!(words, "other-language")) }))
        }
    }
}

fn switch(ctx: &Ctx, name: &str, value: &str, lang: Option<&str>, label: Markup) -> Markup {
    html! {
        form method="post" action="/settings/display" {
            input type="hidden" name="_csrf" value=(ctx.csrf);
            (crate::form::whom(ctx))
            input type="hidden" name="back" value=(ctx.path);
            button.chip name=(name) value=(value) lang=[lang] { (label) }
        }
    }
}

fn keys(ctx: &Ctx) -> Markup {
    let words = crate::words(ctx.lang);
    let map = [
        ("/", fl!(words, "keys-search")),
        ("N", fl!(words, "keys-new")),
        ("↑ ↓", fl!(words, "keys-move")),
        ("Enter", fl!(words, "keys-open")),
        ("A", fl!(words, "keys-due")),
        ("O", fl!(words, "keys-others")),
        ("J K", fl!(words, "keys-beside")),
        ("Q", fl!(words, "keys-back")),
        ("B", fl!(words, "keys-list")),
        ("?", fl!(words, "keys-help")),
    ];
    html! {
        dialog #keys aria-labelledby="keys-title" {
            h2 #keys-title { (fl!(words, "keys-title")) }
            dl.facts { @for (key, text) in &map { div { dt { kbd { (key) } } dd { (text) } } } }
            form method="dialog" { button.btn { (fl!(words, "close")) } }
        }
    }
}

/// The brand's mark.
fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 40 40" aria-hidden="true" focusable="false" {
            rect.mark-ground width="40" height="40" rx="9" {}
            path d="M6 20 20 9l14 11" fill="none" stroke="#fff" stroke-width="3" stroke-linejoin="round" stroke-linecap="round" {}
            circle cx="14" cy="24" r="3.4" fill="#fff" {}
            circle cx="26" cy="24" r="3.4" fill="#fff" {}
            path d="M8 34c1-5 4-6.5 6-6.5s5 1.5 6 6.5M20 34c1-5 4-6.5 6-6.5s5 1.5 6 6.5" fill="#fff" {}
        }
    }
}
