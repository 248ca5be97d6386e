//! Ways to settle a matter side by side: what each costs, who pays, who does it, what it solves and what it does not.

use crate::rules::{MatterStep, OptionState, PartKind, Pricing, Track};
use crate::views::{ChoiceView, ConcernView, MatterView};
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl MatterView {
    pub(super) fn option_cards(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        if self.options.is_empty() && !self.is_in(MatterStep::Options) {
            return html! {};
        }
        ui::section(&fl!(w, "options-title"), None, html! {
            @for o in &self.options { section.card { (self.option_card(ctx, o)) } }
            section.card { h3 { (fl!(w, "as-is")) } p.muted { (fl!(w, "as-is-text")) } }
            @if self.may.take_part && self.is_in(MatterStep::Options) { section.card { (ui::confirm(&fl!(w, "make-option"), "", form::post(ctx, &self.to("options"), html! {
                (ui::text_input(&Field::new("title", &fl!(w, "option-title")).within("option").required().max(40).problems(p), "text"))
                (ui::textarea(&Field::new("text", &fl!(w, "option-text")).within("option").value(&self.sent.text).required().problems(p), 4))
                p.actions { (ui::button(&fl!(w, "make-option"))) }
            }))) } }
        })
    }

    fn option_card(&self, ctx: &Ctx, o: &ChoiceView) -> Markup {
        html! {
            header { h3 { (o.letter) " · " (super::titled(ctx, &o.title)) } (ui::tag(if o.state == OptionState::Dropped { Tone::Plain } else { Tone::Info }, &word(ctx.lang, "option", o.state.code()))) }
            p { (super::texts::among(ctx, &o.text, o.curbed.as_ref(), &super::texts::path(self.id, PartKind::Option, o.id))) }
            @if let Some(price) = &o.pricing { (self.priced(ctx, price)) }
            @if let Some(why) = &o.dropped_why { p.muted { (why) } }
            @if self.may.keep && self.is_in(MatterStep::Options) && o.state != OptionState::Dropped { (self.pricing(ctx, o)) }
        }
    }

    /// Concerns that somebody is to answer.
    fn taken_up(&self) -> impl Iterator<Item = &ConcernView> {
        self.concerns.iter().filter(|c| c.taken_up == Some(true))
    }

    fn priced(&self, ctx: &Ctx, price: &Pricing) -> Markup {
        let w = words(ctx.lang);
        let lines = [
            (fl!(w, "cost"), html! { (fl!(w, "cost-range", low = price.once_low, high = price.once_high, yearly = price.yearly)) }),
            (fl!(w, "price-source"), sources(price)),
            (fl!(w, "money-from"), html! { (price.money_from) }),
            (fl!(w, "responsible"), html! { (price.responsible) }),
            (fl!(w, "feasibility"), html! { (price.feasibility_by) }),
            (fl!(w, "duration"), html! { (fl!(w, "days", n = price.duration_days)) }),
            (fl!(w, "gains"), html! { (price.gains) }),
            (fl!(w, "harms"), html! { (price.harms) }),
        ];
        let said: Vec<_> = lines.iter().filter(|(_, value)| !value.0.is_empty()).map(|(name, value)| (name.as_str(), value.clone())).collect();
        let (solved, left): (Vec<_>, Vec<_>) = self.taken_up().partition(|c| price.eases.contains(&c.id));
        let told = |title: &str, tone: Tone, all: &[&ConcernView]| html! { @if !all.is_empty() {
            p { (ui::tag(tone, title)) " " @for (n, c) in all.iter().enumerate() { @if n > 0 { " · " } (super::titled(ctx, &c.text)) } }
        } };
        html! {
            (ui::facts(&said))
            // Options priced before this was asked name none: nothing is said of them.
            @if !price.eases.is_empty() { (told(&fl!(w, "option-eases"), Tone::Ok, &solved)) (told(&fl!(w, "option-leaves"), Tone::Plain, &left)) }
        }
    }

    /// What is typed stays when it is refused.
    fn pricing(&self, ctx: &Ctx, o: &ChoiceView) -> Markup {
        let w = words(ctx.lang);
        let within = o.id.to_string();
        let (empty, none) = (Pricing::default(), vec![]);
        let sent = self.sent.pricing.as_ref().filter(|s| s.0 == o.id).map(|s| &s.1);
        let (t, p) = (sent.or(o.pricing.as_ref()).unwrap_or(&empty), if sent.is_some() { &self.problems } else { &none });
        let blank = sent.is_none() && o.pricing.is_none();
        let text = |name: &'static str, label: String, value: &str| ui::text_input(&Field::new(name, &label).within(&within).value(value).problems(p), "text");
        let number = |name: &'static str, label: String, n: i64| {
            let value = if blank { String::new() } else { n.to_string() };
            ui::text_input(&Field::new(name, &label).within(&within).value(&value).inputmode("numeric").problems(p), "number")
        };
        let yes = |name: &'static str, label: String, on: bool| ui::checkbox(&Field::new(name, &label).within(&within).value(if on { "true" } else { "" }).problems(p));
        html! {
            (ui::confirm(&fl!(w, "price-option"), "", form::post(ctx, &self.to(&format!("options/{}/pricing", o.id)), html! {
                div.pair { (number("once_low", fl!(w, "once-low"), t.once_low)) (number("once_high", fl!(w, "once-high"), t.once_high)) }
                (number("yearly", fl!(w, "yearly"), t.yearly))
                (text("price_source", fl!(w, "price-source"), &t.price_source))
                @if self.track == Track::Money || !t.second_source.is_empty() { (text("second_source", fl!(w, "second-source"), &t.second_source)) }
                (text("money_from", fl!(w, "money-from"), &t.money_from))
                (text("responsible", fl!(w, "responsible"), &t.responsible))
                (yes("undertaken", fl!(w, "undertaken"), t.undertaken))
                (text("feasibility_by", fl!(w, "feasibility"), &t.feasibility_by))
                (yes("feasible", fl!(w, "feasible"), t.feasible))
                (number("duration_days", fl!(w, "duration"), t.duration_days))
                (text("gains", fl!(w, "gains"), &t.gains))
                (text("harms", fl!(w, "harms"), &t.harms))
                (self.eases(ctx, o, &t.eases))
                p.actions { (ui::button(&fl!(w, "save"))) }
            })))
            (ui::confirm(&fl!(w, "drop-option"), "", form::post(ctx, &self.to(&format!("options/{}/dropping", o.id)), html! {
                (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within(&within).problems(&self.problems), "text"))
                p.actions { (ui::button(&fl!(w, "drop-option"))) }
            })))
        }
    }

    fn eases(&self, ctx: &Ctx, o: &ChoiceView, chosen: &[kernel::uuid::Uuid]) -> Markup {
        let w = words(ctx.lang);
        if self.taken_up().next().is_none() {
            return html! {};
        }
        html! { fieldset.field {
            legend { (fl!(w, "eases-which")) }
            @for c in self.taken_up() { label.choice {
                input id={ "eases-" (o.id) "-" (c.id) } type="checkbox" name="eases" value=(c.id) checked[chosen.contains(&c.id)];
                span { (super::titled(ctx, &c.text)) }
            } }
        } }
    }
}

/// Who named the price, and who else did.
fn sources(price: &Pricing) -> Markup {
    let said: Vec<&str> = [&price.price_source, &price.second_source].into_iter().map(String::as_str).filter(|s| !s.is_empty()).collect();
    html! { (said.join("、")) }
}
