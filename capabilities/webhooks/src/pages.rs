//! The page of hooks: who is told what, and the log.

use crate::views::{HookLine, HooksView, SendingLine};
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

const HERE: &str = "/admin/webhooks";

impl edge::View for HooksView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "hooks-title");
        let main = html! {
            div.head { h1 { (title) } }
            (ui::error_summary(ctx, &self.problems))
            p.muted { (fl!(w, "hooks-lead")) }
            @if let Some(secret) = &self.secret {
                (ui::alert(Tone::Warn, html! { p { (fl!(w, "hooks-secret")) } p { code { (secret) } } }))
            }
            (self.hooks(ctx))
            (self.form(ctx))
            (self.log(ctx))
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    fn path(&self) -> String {
        HERE.into()
    }
    edge::speaks!(crate::words);
}

impl HooksView {
    fn hooks(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "hooks-list");
        let heads = [fl!(w, "hooks-url"), fl!(w, "hooks-events"), fl!(w, "hooks-stands"), String::new()];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let line = |h: &HookLine| {
            let (tone, stands) = if h.active { (Tone::Ok, fl!(w, "hooks-active")) } else { (Tone::Plain, fl!(w, "hooks-resting")) };
            let (verb, label) = if h.active { ("rest", fl!(w, "hooks-rest")) } else { ("wake", fl!(w, "hooks-wake")) };
            vec![
                html! { (h.url) },
                html! { @if h.names.is_empty() { (fl!(w, "hooks-all")) } @else { (h.names.join(" ")) } },
                ui::tag(tone, &stands),
                form::verb(ctx, &format!("{HERE}/{}/{verb}", h.id), &label),
            ]
        };
        html! { @if !self.hooks.is_empty() { (ui::card(&title, None, ui::table(&title, &heads, self.hooks.iter().map(line).collect()))) } }
    }

    fn form(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let [url, url_hint, events, events_hint] = [fl!(w, "hooks-url"), fl!(w, "hooks-url-hint"), fl!(w, "hooks-events"), fl!(w, "hooks-events-hint")];
        ui::card(&fl!(w, "hooks-new"), None, form::post(ctx, HERE, html! {
            (ui::text_input(&Field::new("url", &url).hint(&url_hint).value(&self.typed.url).problems(&self.problems).required(), "url"))
            (ui::text_input(&Field::new("events", &events).hint(&events_hint).value(&self.typed.events).problems(&self.problems), "text"))
            p.actions { (ui::button(&fl!(w, "hooks-make"))) }
        }))
    }

    fn log(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "hooks-log");
        let heads = [fl!(w, "hooks-event"), fl!(w, "hooks-url"), fl!(w, "hooks-stands"), format!("#{}", fl!(w, "hooks-tries")), String::new()];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let line = |s: &SendingLine| {
            let tone = match s.state.as_str() {
                "sent" => Tone::Ok,
                "failed" => Tone::Bad,
                _ => Tone::Warn,
            };
            let stands = word(ctx.lang, "hooks-state", &s.state);
            vec![
                html! { (s.name) " " small.muted { (ui::time::when(ctx.lang, s.last_at.unwrap_or(s.next_at), ctx.now)) } },
                html! { (s.url) },
                html! { (ui::tag(tone, &stands)) @if let Some(status) = s.last_status { " " small.muted { @if status == 0 { (fl!(w, "hooks-silent")) } @else { (status) } } } },
                html! { (s.tries) },
                html! { @if s.state == "failed" { (form::verb(ctx, &format!("{HERE}/sendings/{}/again", s.id), &fl!(w, "hooks-again"))) } },
            ]
        };
        html! { @if !self.log.is_empty() { (ui::card(&title, None, ui::table(&title, &heads, self.log.iter().map(line).collect()))) } }
    }
}
