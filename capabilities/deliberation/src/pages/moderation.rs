//! The public log of moderation, what waits beside it, and the flag and the curb on a proposal's page.

use crate::rules::{Curb, Side, Wrong};
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

pub(super) fn grounds(ctx: &Ctx) -> Vec<(&'static str, String)> {
    Wrong::ALL.iter().map(|g| (g.code(), ground_word(ctx, *g))).collect()
}

pub(super) fn ground_word(ctx: &Ctx, ground: Wrong) -> String {
    word(ctx.lang, "ground", &ground.code().replace('_', "-"))
}

pub(super) fn kind_word(ctx: &Ctx, kind: &str) -> String {
    word(ctx.lang, "text-kind", kind)
}

impl edge::View for ModerationView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "moderation-title");
        let next = self.next.map(|id| format!("/moderation?before={id}"));
        let main = html! {
            div.page {
                p.crumbs { a href="/proposals" { (fl!(w, "proposals-title")) } }
                h1 { (title) }
                p.lead { (fl!(w, "moderation-lead")) }
                (ui::error_summary(ctx, &self.problems))
                @if let Some(o) = &self.opened { section.card { h2 { (o.title) } @for line in o.text.lines() { p { (line) } } @if !o.offer.is_empty() { p { (o.offer) } }
                    @if let Some(said) = &o.objection { h3 { (fl!(w, "moderation-objection")) } blockquote { p { (said) } } }
                    p.muted.s { (fl!(w, "moderation-opened-note")) } } }
                @if !self.waiting.is_empty() { (ui::section(&fl!(w, "moderation-waiting"), None, html! { @for m in &self.waiting { (self.to_settle(ctx, m)) } })) }
                @if !self.held.is_empty() { (ui::section(&fl!(w, "held-title"), None, html! {
                    p.muted.s { (fl!(w, "held-note")) }
                    (ui::rows(&self.held.iter().map(|h| ui::Row { href: h.path.clone(), title: h.title.clone(), note: format!("{} · {}", h.code, ui::time::short(h.since)), icon: "message-square", ..ui::Row::default() }).collect::<Vec<_>>()))
                })) }
                @if !self.flagged.is_empty() { (ui::section(&fl!(w, "moderation-flagged"), None, ui::rows(&self.flagged.iter().map(|f| f.row(ctx)).collect::<Vec<_>>()))) }
                p { a href="/moderation/pauses" { (fl!(w, "pauses-title")) } }
                (ui::section(&fl!(w, "moderation-log"), None, html! {
                    @if self.log.is_empty() { (ui::empty_state(&fl!(w, "moderation-none"), &fl!(w, "moderation-none-text"), None)) }
                    @for m in &self.log { (self.line(ctx, m)) }
                }))
                (ui::pager(ctx, next.as_deref(), None))
                @if self.sees_bursts { (ui::section(&fl!(w, "bursts-title"), None, html! {
                    p.muted.s { (fl!(w, "bursts-note")) }
                    @if self.bursts.is_empty() { p { (fl!(w, "bursts-none")) } }
                    ul.told { @for b in &self.bursts { li { a.num href={ "/proposals/" (b.id) } { (b.code) } " " (fl!(w, "burst", n = b.supports, from = ui::time::short(b.from), to = ui::time::short(b.to))) } } }
                })) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/moderation".into()
    }
    edge::speaks!(crate::words);
}

impl FlaggedView {
    fn row(&self, ctx: &Ctx) -> ui::Row {
        let said: Vec<_> = self.grounds.iter().map(|(g, n)| format!("{} {n}", ground_word(ctx, *g))).collect();
        ui::Row { href: self.path.clone(), title: super::titled(ctx, &self.title), note: format!("{} · {} · {}", kind_word(ctx, self.kind), self.code, said.join(" · ")), icon: "message-square", ..ui::Row::default() }
    }
}

impl ModerationView {
    fn head(ctx: &Ctx, m: &ModerationLine) -> Markup {
        let w = words(ctx.lang);
        html! {
            header { h3 { (word(ctx.lang, "curb", m.act.code())) " · " (ground_word(ctx, m.ground)) }
                (match m.upheld { Some(true) => ui::tag(Tone::Plain, &fl!(w, "moderation-upheld")), Some(false) => ui::tag(Tone::Ok, &fl!(w, "moderation-undone")), None if m.objected_on.is_some() => ui::tag(Tone::Warn, &fl!(w, "moderation-objected")), None => html! {} }) }
            p.muted.s { (ui::time::day(ctx.lang, m.on, ctx.now)) " · " (m.place) " · " (kind_word(ctx, m.kind)) " " a.num href=(m.path) { (m.code) } " · " (word(ctx.lang, "moderator", &m.role.replace('_', "-"))) }
            @if let Some(why) = &m.reason { p { (why) } }
        }
    }

    fn line(&self, ctx: &Ctx, m: &ModerationLine) -> Markup {
        let w = words(ctx.lang);
        let (typed, problems) = self.typed_for(m);
        let within = format!("objection-{}", m.id);
        html! { section.card id={ "moderation-" (m.id) } {
            (Self::head(ctx, m))
            @if m.may_object { (ui::confirm(&fl!(w, "moderation-object"), &fl!(w, "moderation-object-note"), form::post(ctx, &format!("/moderation/{}/objection", m.id), html! {
                (ui::textarea(&Field::new("text", &fl!(w, "moderation-objection")).within(&within).value(typed).required().problems(problems), 3))
                p.actions { (ui::button(&fl!(w, "moderation-object"))) }
            }))) }
        } }
    }

    fn to_settle(&self, ctx: &Ctx, m: &ModerationLine) -> Markup {
        let w = words(ctx.lang);
        let (typed, problems) = self.typed_for(m);
        let within = format!("verdict-{}", m.id);
        html! { section.card {
            (Self::head(ctx, m))
            @if let Some(due) = m.decide_by { (ui::deadline(ctx, &fl!(w, "moderation-decide-by"), due, None)) }
            (form::verb(ctx, &format!("/moderation/{}/opening", m.id), &fl!(w, "moderation-open")))
            (form::post(ctx, &format!("/moderation/{}/verdict", m.id), html! {
                (ui::checkbox(&Field::new("upheld", &fl!(w, "moderation-uphold")).within(&within).hint(&fl!(w, "moderation-uphold-hint"))))
                (ui::textarea(&Field::new("reason", &fl!(w, "reason")).within(&within).value(typed).required().problems(problems), 2))
                p.actions { (ui::button(&fl!(w, "moderation-decide"))) }
            }))
        } }
    }

    fn typed_for(&self, m: &ModerationLine) -> (&str, &[Problem]) {
        if self.settling == Some(m.id) { (self.typed.reason.as_str(), self.problems.as_slice()) } else { ("", &[]) }
    }
}

/// What is hidden, folded or covered says so, with the way to the log.
pub(super) fn notice(ctx: &Ctx, m: &ModerationLine) -> Markup {
    let w = words(ctx.lang);
    ui::alert(Tone::Warn, html! { p { (word(ctx.lang, "text-is", m.act.code())) " " (ground_word(ctx, m.ground)) " · " a href={ "/moderation#moderation-" (m.id) } { (fl!(w, "moderation-title")) } } })
}

/// The flag for readers, and the curb for those who moderate; a text with sides can be moved.
pub(super) fn forms(ctx: &Ctx, to: &str, (may_flag, may_moderate, sides): (bool, bool, bool), typed: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    if !may_flag && !may_moderate {
        return html! {};
    }
    let curbs: Vec<_> = Curb::ALL.iter().filter(|c| sides || **c != Curb::Move).map(|c| (c.code(), word(ctx.lang, "curb", c.code()))).collect();
    let nowhere = std::iter::once(("", fl!(w, "move-none")));
    let to_side: Vec<_> = nowhere.chain(Side::ALL.iter().map(|s| (s.code(), word(ctx.lang, "side", s.code())))).collect();
    html! { section.card {
        @if may_flag { (ui::confirm(&fl!(w, "flag"), &fl!(w, "flag-note"), form::post(ctx, &format!("{to}/flags"), html! {
            (ui::select(&Field::new("ground", &fl!(w, "ground")).within("flag").problems(problems), &grounds(ctx)))
            p.actions { (ui::button(&fl!(w, "flag"))) }
        }))) }
        @if may_moderate { (ui::confirm(&fl!(w, "moderate"), &fl!(w, "moderate-note"), form::post(ctx, &format!("{to}/moderation"), html! {
            (ui::select(&Field::new("act", &fl!(w, "curb")).within("moderation").problems(problems), &curbs))
            (ui::select(&Field::new("ground", &fl!(w, "ground")).within("moderation").problems(problems), &grounds(ctx)))
            (ui::textarea(&Field::new("words", &fl!(w, "redact-words")).within("moderation").hint(&fl!(w, "redact-words-hint")).value(typed).problems(problems), 2))
            @if sides { (ui::select(&Field::new("to", &fl!(w, "move-to")).within("moderation").problems(problems), &to_side)) }
            p.actions { (ui::button(&fl!(w, "moderate"))) }
        }))) }
    } }
}
