//! What people are troubled by, those that say the same together, each with its answer.

use crate::rules::MatterStep;
use crate::views::{ConcernView, MatterView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl MatterView {
    /// The most shared first; under each what says the same.
    pub(super) fn concern_list(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let under = |head: &ConcernView| self.concerns.iter().filter(|c| c.under == Some(head.id)).collect::<Vec<_>>();
        html! { ol.told { @for c in self.concerns.iter().filter(|c| c.under.is_none()) { li {
            (c.text) " " b.num { (fl!(w, "joined", n = c.joined)) } " "
            @match c.taken_up { Some(true) => (ui::tag(Tone::Ok, &fl!(w, "taken-up"))), Some(false) => span { (ui::tag(Tone::Plain, &fl!(w, "not-taken-up"))) " " (c.why_not.as_deref().unwrap_or("")) }, None => span {} }
            @if let Some(eased) = &c.eased { (super::easing::eased_line(ctx, eased)) }
            (self.me_too(ctx, c))
            (self.judging(ctx, c))
            @let same = under(c);
            @if same.is_empty() { (self.grouping(ctx, c)) } @else { ul.told.s { @for c in same { li {
                (c.text) " " span.num.muted { (fl!(w, "joined", n = c.joined)) } " "
                (self.me_too(ctx, c))
                @if self.may.group && self.is_in(MatterStep::Needs) && c.taken_up.is_none() {
                    (form::verb(ctx, &self.to(&format!("concerns/{}/grouping", c.id)), &fl!(w, "ungroup-concern")))
                }
            } } } }
        } } } }
    }

    fn me_too(&self, ctx: &Ctx, c: &ConcernView) -> Markup {
        let w = words(ctx.lang);
        html! { @if self.may.take_part && self.is_in(MatterStep::Needs) { (form::verb(ctx, &self.to(&format!("concerns/{}/joinings", c.id)), &fl!(w, "me-too"))) } }
    }

    fn judging(&self, ctx: &Ctx, c: &ConcernView) -> Markup {
        let (w, p) = (words(ctx.lang), &self.problems);
        html! { @if self.may.keep && self.is_in(MatterStep::Needs) && c.taken_up.is_none() { (ui::confirm(&fl!(w, "judge-concern"), "", form::post(ctx, &self.to(&format!("concerns/{}/judgement", c.id)), html! {
            (ui::checkbox(&Field::new("taken_up", &fl!(w, "taken-up")).within(&c.id.to_string())))
            (ui::text_input(&Field::new("why_not", &fl!(w, "why-not")).within(&c.id.to_string()).problems(p), "text"))
            p.actions { (ui::button(&fl!(w, "save"))) }
        }))) } }
    }

    /// Put under another, where another stands open.
    fn grouping(&self, ctx: &Ctx, c: &ConcernView) -> Markup {
        let (w, p) = (words(ctx.lang), &self.problems);
        let others = self.concerns.iter().filter(|o| o.id != c.id && o.under.is_none() && o.taken_up.is_none());
        let heads: Vec<(String, String)> = others.map(|o| (o.id.to_string(), o.text.clone())).collect();
        let open = self.may.group && self.is_in(MatterStep::Needs) && c.taken_up.is_none() && !heads.is_empty();
        html! { @if open { (ui::confirm(&fl!(w, "group-concern"), &fl!(w, "group-concern-note"), form::post(ctx, &self.to(&format!("concerns/{}/grouping", c.id)), html! {
            (ui::select(&Field::new("under", &fl!(w, "group-under")).within(&format!("group-{}", c.id)).required().problems(p), &heads))
            p.actions { (ui::button(&fl!(w, "save"))) }
        }))) } }
    }
}
