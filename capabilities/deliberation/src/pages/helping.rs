//! Acting for a resident: the one form, what was done, and the slip to print.

use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use identity::rules::HelpWay;
use maud::{Markup, html};
use ui::{Ctx, Field, form};

impl edge::View for HelpingView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "help-title");
        let main = html! {
            div.page {
                h1 { (title) }
                p.lead { (fl!(w, "help-lead")) }
                (ui::error_summary(ctx, &self.problems))
                @match &self.running { Some(h) => (running(ctx, h)), None => (self.begin(ctx)) }
                @if !self.past.is_empty() { (ui::section(&fl!(w, "help-past"), None, ui::rows(&self.past.iter().map(|h| h.row(ctx)).collect::<Vec<_>>()))) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        self.ended.map_or_else(|| "/helping".to_owned(), |id| format!("/helping/{id}"))
    }
    edge::speaks!(crate::words);
}

fn running(ctx: &Ctx, h: &HelpSlip) -> Markup {
    let w = words(ctx.lang);
    html! { section.card.next {
        h2 { (fl!(w, "help-now", name = h.name.as_str())) }
        p { (fl!(w, "help-now-note", until = h.until.hm())) }
        p.actions { (ui::link_button("/proposals", &fl!(w, "proposals-title"))) (ui::ghost_link("/matters", &fl!(w, "matters-title"))) (ui::ghost_link(&format!("/helping/{}", h.id), &fl!(w, "help-slip"))) }
        (deeds(ctx, h))
    } }
}

fn deeds(ctx: &Ctx, h: &HelpSlip) -> Markup {
    let w = words(ctx.lang);
    html! {
        @if h.deeds.is_empty() { p.muted { (fl!(w, "help-nothing")) } }
        @else { ol.told { @for d in &h.deeds { li { (d.at.hm()) " " a href=(d.path) { (word(ctx.lang, "deed", &d.verb.replace('_', "-"))) } } } } }
    }
}

impl HelpingView {
    fn begin(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (p, said) = (&self.problems, &self.words);
        let ways: Vec<_> = HelpWay::ALL.iter().map(|v| (v.code(), word(ctx.lang, "help-way", v.code()))).collect();
        html! { section.card.next { (form::post(ctx, "/helping", html! {
            (ui::text_input(&Field::new("name", &fl!(w, "helped-name")).value(&said.name).required().max(40).problems(p), "text"))
            (ui::text_input(&Field::new("phone", &fl!(w, "helped-phone")).hint(&fl!(w, "helped-phone-hint")).value(&said.phone).inputmode("tel").problems(p), "text"))
            (ui::text_input(&Field::new("home", &fl!(w, "helped-home")).hint(&fl!(w, "helped-home-hint")).value(&said.home).required().problems(p), "text"))
            (ui::select(&Field::new("help_way", &fl!(w, "help-how")).value(said.help_way.map_or("present", |v| v.code())).problems(p), &ways))
            (ui::checkbox(&Field::new("confirmed", &fl!(w, "helped-confirmed")).problems(p)))
            p.actions { (ui::button(&fl!(w, "help-begin"))) }
        })) } }
    }
}

impl HelpSlip {
    fn row(&self, ctx: &Ctx) -> ui::Row {
        let w = words(ctx.lang);
        let note = format!("{}–{} · {}", self.began_at.hm(), self.until.hm(), fl!(w, "help-did", n = self.deeds.len()));
        ui::Row { href: format!("/helping/{}", self.id), title: self.name.clone(), note, icon: "heart-handshake", ..ui::Row::default() }
    }
}

impl edge::View for HelpSlip {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "help-slip");
        let main = html! {
            p.no-print { a href="/helping" { (fl!(w, "help-title")) } }
            h1 { (title) }
            p { (fl!(w, "help-slip-for", name = self.name.as_str(), helper = self.helper.as_str())) }
            p { (ui::time::day(ctx.lang, self.began_at.day(), ctx.now)) " " (self.began_at.hm()) "–" (self.until.hm()) " · " (word(ctx.lang, "help-way", self.way.code())) }
            (deeds(ctx, self))
            p { (fl!(w, "help-slip-note")) }
            p.muted { (fl!(w, "help-slip-no")) " " span.num { (self.id) } }
        };
        ui::layout::print(ctx, &title, main)
    }
    fn path(&self) -> String {
        format!("/helping/{}", self.id)
    }
}
