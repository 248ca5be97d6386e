//! The report in three short steps, one question each; without script they stand one under the other on one page.

use super::super::photos::photo_field;
use super::{category_name, picture};
use crate::views::{CategoryChoice, HintsView, PlacesFoundView, PublicCase, ReportView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, form, icon};

impl edge::View for ReportView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = if self.join.is_some() { fl!(w, "join-title") } else { fl!(w, "report-title") };
        let main = html! {
            div.page.report {
                h1 { (title) }
                (ui::error_summary(ctx, &self.problems))
                @match &self.join {
                    Some(case) => (self.joining(ctx, case)),
                    None => (self.steps(ctx)),
                }
                (ui::outbox(ctx))
            }
        };
        ui::layout::resident(ctx, &title, "/report", main, None)
    }
    edge::speaks!(crate::words);
}

impl ReportView {
    fn steps(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let body = html! {
            input type="hidden" name="client_key" value=(self.words.client_key);
            (step(ctx, 1, &fl!(w, "report-what"), self.what(ctx)))
            (step(ctx, 2, &fl!(w, "report-where"), self.place(ctx)))
            (step(ctx, 3, &fl!(w, "report-who"), self.who(ctx)))
            p.step-nav {
                button.btn.ghost type="button" hidden data-step-back { (fl!(w, "step-back")) }
                button.btn type="button" hidden data-step-on { (fl!(w, "step-on")) }
                button.btn data-step-send { (fl!(w, "report-send")) }
            }
        };
        html! { div data-steps { (form::drafted(ctx, "/voices", "report", body)) } }
    }

    fn joining(&self, ctx: &Ctx, case: &PublicCase) -> Markup {
        let w = words(ctx.lang);
        let (text, hint) = (fl!(w, "join-text"), fl!(w, "join-text-hint"));
        let optional = fl!(w, "report-optional");
        let body = html! {
            input type="hidden" name="client_key" value=(self.words.client_key);
            (ui::textarea(&Field::new("text", &text).hint(&hint).optional(&optional).value(&self.words.text).max(4_000).problems(&self.problems), 3))
            (photo_field(ctx, &self.problems))
            (self.who(ctx))
            (ui::button(&fl!(w, "join-send")))
        };
        html! {
            div.card { b { (case.name(ctx)) } " " (case.tag(ctx)) p.muted.s { (case.about(ctx)) } p.s { (case.sentence(ctx)) } }
            (form::drafted(ctx, &format!("{}/voices", case.path()), "join", body))
        }
    }

    fn what(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (text, hint) = (fl!(w, "report-text"), fl!(w, "report-text-hint"));
        html! {
            (ui::textarea(&Field::new("text", &text).hint(&hint).value(&self.words.text).max(4_000).problems(&self.problems), 4))
            (photo_field(ctx, &self.problems))
            (self.kinds(ctx))
        }
    }

    /// Chips: the most told first, "not sure" before all; the rest behind one more press.
    fn kinds(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let chosen = &self.words.category;
        let rest: Vec<_> = self.categories.iter().filter(|c| !self.usual.iter().any(|u| u.code == c.code)).collect();
        let folded = rest.iter().all(|c| c.code != *chosen);
        let chip = |choice: &CategoryChoice| html! {
            label.chip-choice { input type="radio" name="category" value=(choice.code) checked[choice.code == *chosen]; (icon(picture(choice))) span { (category_name(ctx, choice)) } }
        };
        html! {
            fieldset.field.kinds {
                legend { (fl!(w, "report-category")) " " small.muted { (fl!(w, "report-optional")) } }
                div.chips {
                    label.chip-choice { input type="radio" name="category" value="" checked[chosen.is_empty()]; (icon("message-square")) span { (fl!(w, "report-category-any")) } }
                    @for choice in &self.usual { (chip(choice)) }
                }
                @if !rest.is_empty() {
                    details.more open[!folded] {
                        summary { (fl!(w, "report-more-kinds")) }
                        div.chips { @for choice in rest { (chip(choice)) } }
                    }
                }
            }
        }
    }

    fn place(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (place, hint) = (fl!(w, "report-place"), fl!(w, "report-where-hint"));
        let degrees = |v: Option<f64>| v.map(|d| d.to_string()).unwrap_or_default();
        html! {
            div data-suggest="places-found" {
                (ui::text_input(&Field::new("address_note", &place).hint(&hint).value(&self.words.address_note).problems(&self.problems), "text"))
            }
            div #places-found aria-live="polite" data-legend=(fl!(w, "places-found")) { (found(ctx, self.chosen.as_slice(), true)) }
            p.actions { button.btn.ghost type="button" hidden data-locate data-failed=(fl!(w, "locate-failed")) { (icon("locate-fixed")) (fl!(w, "report-locate")) } }
            p.s role="status" data-located {}
            input type="hidden" name="lat" value=(degrees(self.words.lat));
            input type="hidden" name="lon" value=(degrees(self.words.lon));
            div #hints aria-live="polite" data-hints { @if let Some(cases) = &self.hints { (hints(ctx, cases, true)) } }
            noscript { p.actions { button.btn.ghost formaction="/report/hints" { (fl!(w, "hints-look")) } } }
        }
    }

    fn who(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (optional, p) = (fl!(w, "report-optional"), &self.problems);
        let (phone, phone_hint) = (fl!(w, "report-phone"), fl!(w, "report-phone-hint"));
        let (anonymous, anonymous_hint) = (fl!(w, "report-anonymous"), fl!(w, "report-anonymous-hint"));
        let wishes = [("", fl!(w, "ask-any")), ("phone", fl!(w, "ask-phone")), ("link", fl!(w, "ask-link")), ("none", fl!(w, "ask-none"))];
        let wish = self.words.callback_wish.map_or("", |c| c.code());
        html! {
            @if self.signed_in { p.muted { (fl!(w, "report-signed-in")) } }
            (ui::text_input(&Field::new("phone", &phone).hint(&phone_hint).value(&self.words.phone).optional(&optional).autocomplete("tel").inputmode("tel").problems(p), "tel"))
            (ui::text_input(&Field::new("name", &fl!(w, "report-name")).value(&self.words.name).optional(&optional).autocomplete("name").problems(p), "text"))
            (ui::select(&Field::new("callback_wish", &fl!(w, "report-wish")).value(wish).problems(p), &wishes))
            (ui::checkbox(&Field::new("anonymous", &anonymous).hint(&anonymous_hint).value(if self.words.anonymous { "true" } else { "" })))
        }
    }
}

fn step(ctx: &Ctx, n: usize, question: &str, body: Markup) -> Markup {
    let count = fl!(words(ctx.lang), "step-count", n = n);
    html! {
        section.step data-step aria-labelledby={ "step-" (n) } {
            p.step-count { (count) }
            h2 id={ "step-" (n) } tabindex="-1" { (question) }
            (body)
        }
    }
}

impl edge::View for PlacesFoundView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = fl!(words(ctx.lang), "places-found");
        ui::layout::resident(ctx, &title, "/report", html! { div.page { h1 { (title) } (self.fragment(ctx)) } }, None)
    }
    fn fragment(&self, ctx: &Ctx) -> Markup {
        found(ctx, &self.found, self.found.len() == 1)
    }
}

/// Places to choose from; one alone is chosen already.
fn found(ctx: &Ctx, places: &[crate::views::Choice], chosen: bool) -> Markup {
    let w = words(ctx.lang);
    html! {
        @if !places.is_empty() {
            fieldset.field.choices {
                legend { (fl!(w, "places-found")) }
                div.options.places {
                    @for place in places {
                        label.choice { input type="radio" name="place" value=(place.value) checked[chosen]; span { (place.text) } }
                    }
                    label.choice { input type="radio" name="place" value="" checked[!chosen]; span { (fl!(w, "places-none")) } }
                }
            }
        }
    }
}

impl edge::View for HintsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        hints(ctx, &self.cases, false)
    }
}

/// "Is it this one?": each with a button that sends what was typed to that case. `asked` also says that there is none.
fn hints(ctx: &Ctx, cases: &[PublicCase], asked: bool) -> Markup {
    let w = words(ctx.lang);
    html! {
        @if cases.is_empty() && asked { p.muted { (fl!(w, "hints-none")) } }
        @if !cases.is_empty() {
            section.card.hints aria-labelledby="hints-title" {
                h3 #hints-title { (fl!(w, "hints-title")) }
                p.muted.s { (fl!(w, "hints-lead")) }
                @for case in cases {
                    div.hint-case {
                        p { a href=(case.path()) target="_blank" { b { (case.name(ctx)) } } " " (case.tag(ctx)) }
                        p.muted.s { (case.about(ctx)) }
                        p.s { (case.sentence(ctx)) @if let Some(who) = super::voices(ctx, case) { " · " (who) } }
                        button.btn.ghost formaction={ (case.path()) "/voices" } { (icon("plus")) (fl!(w, "hints-join")) }
                    }
                }
            }
        }
    }
}
