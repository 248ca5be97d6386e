//! The list of boxes, and one box: its plan, its openings, the next one.

use super::{countersign, plan, word};
use crate::rules::{Finding, KEEPERS, MOST_SHEETS, MOST_WEEKS, ON_A_SHEET, BoxWords};
use crate::views::{BoxLine, BoxView, BoxesView, OpeningLine};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for BoxesView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "boxes-title");
        let main = html! {
            div.head { h1 { (title) } p.muted { (fl!(w, "boxes-lead")) } }
            (ui::error_summary(ctx, &self.problems))
            @if self.overdue > 0 { (ui::alert(Tone::Warn, html! { (fl!(w, "boxes-overdue", n = self.overdue)) })) }
            (self.list(ctx))
            @if self.may_put_up {
                section.card.tablet {
                    (ui::confirm(&fl!(w, "box-put-up"), "", form::post(ctx, "/desk/boxes", html! {
                        (place_field(ctx, &self.words.place_name, &self.problems))
                        (fields(ctx, &self.words, &self.problems))
                        p.actions { (ui::button(&fl!(w, "box-put-up"))) }
                    })))
                }
            }
        };
        ui::layout::desk(ctx, &title, "/desk/boxes", main)
    }
    fn path(&self) -> String {
        "/desk/boxes".into()
    }
    edge::speaks!(crate::words);
}

impl BoxesView {
    fn list(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.boxes.is_empty() {
            return ui::empty_state(&fl!(w, "boxes-none"), &fl!(w, "boxes-none-text"), None);
        }
        let heads = [fl!(w, "box-where"), fl!(w, "box-plan"), fl!(w, "box-last"), format!("#{}", fl!(w, "cards-counted")), fl!(w, "box-next")];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let lines = self.boxes.iter().map(|b| vec![
            html! { a data-row href={ "/desk/boxes/" (b.id) } { (b.community) } br; small.muted { (b.location) } },
            html! { (plan(ctx, b.weekday, b.every_weeks)) },
            html! { @match b.last_opened_at { Some(at) => (ui::time::stamp(ctx.lang, at, ctx.now)), None => (fl!(w, "never-opened")) } },
            html! { @match b.last_counted { Some(n) => (n), None => "—" } },
            b.due(ctx),
        ]);
        ui::card("", None, ui::table(&fl!(w, "boxes-title"), &heads, lines.collect()))
    }
}

impl BoxLine {
    /// When it is opened next, and whether that day has passed.
    fn due(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if !self.active { (ui::tag(Tone::Plain, &fl!(w, "box-gone"))) }
            @else if let Some(open) = self.open { a href={ "/desk/openings/" (open) } { (fl!(w, "box-under-way")) } }
            @else {
                (ui::time::day(ctx.lang, self.next, ctx.now)) " "
                @if self.overdue { (ui::tag(Tone::Bad, &fl!(w, "overdue"))) }
            }
        }
    }
}

impl edge::View for BoxView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "box-title", community = self.line.community.as_str());
        let main = html! {
            p.crumbs { a href="/desk/boxes" { (fl!(w, "boxes-title")) } " / " (self.line.community) }
            div.head { h1 { (title) } p.muted { (self.line.location) } }
            (ui::error_summary(ctx, &self.problems))
            div.two.tablet {
                div.stack {
                    (self.next(ctx))
                    (ui::card(&fl!(w, "openings-title"), None, openings(ctx, &self.openings)))
                }
                aside.stack {
                    (ui::card(&fl!(w, "box-facts"), None, self.facts(ctx)))
                    @if self.may.print { (ui::card(&fl!(w, "print-title"), None, self.printing(ctx))) }
                    @if self.may.keep { (ui::card("", None, ui::confirm(&fl!(w, "box-change"), "", form::post(ctx, &format!("/desk/boxes/{}/plan", self.line.id), html! {
                        (fields(ctx, &self.words, &self.problems))
                        (ui::checkbox(&Field::new("gone", &fl!(w, "box-take-down")).value(if self.words.gone { "true" } else { "" })))
                        p.actions { (ui::button(&fl!(w, "save"))) }
                    })))) }
                }
            }
        };
        ui::layout::desk(ctx, &title, "/desk/boxes", main)
    }
    fn path(&self) -> String {
        format!("/desk/boxes/{}", self.line.id)
    }
    edge::speaks!(crate::words);
}

impl BoxView {
    /// The opening that is due: both sign here.
    fn next(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if let Some(open) = self.line.open {
            return ui::card("", None, html! {
                p { (fl!(w, "box-under-way-text")) }
                p.actions { (ui::link_button(&format!("/desk/openings/{open}"), &fl!(w, "go-on"))) }
            });
        }
        if !self.may.open {
            return html! {};
        }
        let p = &self.problems;
        let mut findings = vec![("", fl!(w, "finding-none"))];
        findings.extend(Finding::ALL.iter().map(|f| (f.code(), word(ctx.lang, "finding", f.code()))));
        let (label, finding) = (fl!(w, "seal-before"), fl!(w, "finding"));
        let hint = self.seal.as_ref().map_or_else(|| fl!(w, "seal-before-first"), |_| fl!(w, "seal-before-hint"));
        html! {
            section.card.next aria-labelledby="begin" {
                header { h2 #begin { (fl!(w, "begin-title")) } }
                p { (fl!(w, "begin-lead")) }
                (form::post(ctx, &format!("/desk/boxes/{}/openings", self.line.id), html! {
                    (ui::text_input(&Field::new("seal_before", &label).hint(&hint).value(&self.begin.seal_before).required().max(40).autocomplete("off").problems(p), "text"))
                    (ui::select(&Field::new("finding", &finding).value(self.begin.finding.map_or("", Finding::code)).problems(p), &findings))
                    (countersign(ctx, "", &self.login, p))
                    p.actions { (ui::button(&fl!(w, "begin"))) }
                }))
            }
        }
    }

    fn facts(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let line = &self.line;
                let names = [fl!(w, "box-place"), fl!(w, "box-plan"), fl!(w, "box-next"), fl!(w, "box-keys")];
        let [place, opened, due, keys] = &names;
        ui::facts(&[
            (place, html! { (line.place) }),
            (opened, html! { (plan(ctx, line.weekday, line.every_weeks)) }),
            (due, line.due(ctx)),
            (keys, html! { (word(ctx.lang, "keeper", line.keys)) }),
        ])
    }

    fn printing(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (label, hint) = (fl!(w, "print-sheets"), fl!(w, "print-hint", n = ON_A_SHEET, most = MOST_SHEETS));
        form::post(ctx, &format!("/desk/boxes/{}/cards", self.line.id), html! {
            input type="hidden" name="client_key" value=(ctx.idempotency);
            (ui::text_input(&Field::new("sheets", &label).hint(&hint).value("1").inputmode("numeric").problems(&self.problems), "number"))
            p.actions { (ui::ghost_button(&fl!(w, "print"))) }
        })
    }
}

/// The openings of a box: when, how many, and whether all are registered.
fn openings(ctx: &Ctx, openings: &[OpeningLine]) -> Markup {
    let w = words(ctx.lang);
    if openings.is_empty() {
        return html! { p.muted { (fl!(w, "never-opened")) } };
    }
    let heads = [
        fl!(w, "opened-at"), format!("#{}", fl!(w, "cards-counted")), format!("#{}", fl!(w, "cards-voices")),
        format!("#{}", fl!(w, "cards-void")), fl!(w, "cards-registered"),
    ];
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let lines = openings.iter().map(|o| vec![
        html! { a data-row href={ "/desk/openings/" (o.id) } { (ui::time::stamp(ctx.lang, o.opened_at, ctx.now)) } },
        html! { @match o.counted { Some(n) => (n), None => "—" } },
        html! { (o.voices) },
        html! { (o.void) },
        html! { @if o.registered { (ui::tag(Tone::Ok, &fl!(w, "yes"))) } @else { (ui::tag(Tone::Warn, &fl!(w, "not-sealed"))) } },
    ]);
    ui::table(&fl!(w, "openings-title"), &heads, lines.collect())
}

fn place_field(ctx: &Ctx, typed: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let (label, hint) = (fl!(w, "box-place"), fl!(w, "box-place-hint"));
    suggested(&Field::new("place_name", &label).hint(&hint).value(typed).required().problems(problems), "place-options")
}

/// A place, with suggestions while typing for those who may see cases; `list` is the id they are put under.
pub(super) fn suggested(field: &Field<'_>, list: &str) -> Markup {
    html! {
        div.suggested hx-get="/desk/places" hx-trigger="input changed delay:150ms" hx-target={ "#" (list) } hx-include="find input" {
            (ui::text_input(&field.clone().list(list).autocomplete("off"), "text"))
        }
        datalist id=(list) {}
    }
}

fn fields(ctx: &Ctx, said: &BoxWords, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let labels = [fl!(w, "box-location"), fl!(w, "box-location-hint"), fl!(w, "box-keys"), fl!(w, "box-weekday"), fl!(w, "box-weeks")];
    let [location, hint, keys, weekday, weeks] = &labels;
    let keepers: Vec<_> = KEEPERS.iter().map(|r| (r.code(), word(ctx.lang, "keeper", r.code()))).collect();
    let days: Vec<_> = (1..=7).map(|n| (n.to_string(), word(ctx.lang, "weekday", &n.to_string()))).collect();
    let every: Vec<_> = (1..=MOST_WEEKS).map(|n| (n.to_string(), fl!(w, "weeks", n = n))).collect();
    let number = |n: Option<i32>, usual: i32| n.unwrap_or(usual).to_string();
    html! {
        (ui::text_input(&Field::new("location", location).hint(hint).value(&said.location).required().max(60).autocomplete("off").problems(problems), "text"))
        div.pair {
            (ui::select(&Field::new("weekday", weekday).value(&number(said.weekday, 2)).problems(problems), &days))
            (ui::select(&Field::new("every_weeks", weeks).value(&number(said.every_weeks, 1)).problems(problems), &every))
        }
        (ui::select(&Field::new("keys", keys).value(&said.keys).problems(problems), &keepers))
    }
}
