//! The dispatch catalogue's two pages: what is in force, and the version being written.

use super::{with_any, word};
use crate::rules::VersionState;
use crate::views::{CatalogueLine, CatalogueView, Choice, DraftView, RuleLine, SuggestionLine, VersionLine};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

const HERE: &str = "/desk/catalogue";
const DRAFT: &str = "/desk/catalogue/draft";

fn kind<'a>(ctx: &Ctx, name: &'a (String, String)) -> &'a str {
    if ctx.lang.is_zh() { &name.0 } else { &name.1 }
}

fn place(ctx: &Ctx, name: &str) -> String {
    if name.is_empty() { fl!(words(ctx.lang), "catalogue-everywhere") } else { name.to_owned() }
}

impl edge::View for CatalogueView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "catalogue-title");
        let main = html! {
            div.head { h1 { (title) } (self.draft_way(ctx)) }
            (ui::error_summary(ctx, &self.problems))
            p.muted { (fl!(w, "catalogue-lead-in")) }
            @if let Some(v) = &self.shown { (v.told(ctx)) }
            (self.suggestions(ctx))
            (lines(ctx, &self.lines, false))
            (self.rules(ctx))
            (self.older(ctx))
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    fn path(&self) -> String {
        HERE.into()
    }
    edge::speaks!(crate::words);
}

impl VersionLine {
    fn told(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let tone = if self.state == VersionState::Published { Tone::Ok } else { Tone::Warn };
        html! {
            p { (ui::tag(tone, &word(ctx.lang, "catalogue-state", self.state.code()))) " "
                (fl!(w, "catalogue-version", n = self.version))
                @if let Some(at) = self.published_at { " · " (fl!(w, "catalogue-since", when = ui::time::when(ctx.lang, at, ctx.now))) }
                @if !self.source.is_empty() { " · " small.muted { (self.source) } } }
        }
    }
}

impl CatalogueView {
    fn draft_way(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let being_written = self.versions.iter().any(|v| v.state != VersionState::Published);
        html! {
            @if being_written { (ui::link_button(DRAFT, &fl!(w, "catalogue-draft-open"))) }
            @else if self.may.draft { (form::verb(ctx, DRAFT, &fl!(w, "catalogue-draft-begin"))) }
        }
    }

    fn suggestions(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.suggestions.is_empty() {
            return html! {};
        }
        let told = |s: &SuggestionLine| html! {
            li { p { b { (kind(ctx, &s.category_name)) } " " small.muted { (place(ctx, &s.place)) } " "
                    (fl!(w, "catalogue-suggestion", from = s.from.as_deref().unwrap_or("—"), unit = s.unit.as_str())) " "
                    small.muted { (word(ctx.lang, "catalogue-cause", &s.cause)) " · " (ui::time::when(ctx.lang, s.at, ctx.now)) }
                    @if self.may.sees_cases { " " a href={ "/desk/cases/" (s.case) } { (fl!(w, "catalogue-case")) } } }
                @if self.may.draft { div.actions {
                    (form::verb(ctx, &format!("{HERE}/suggestions/{}/adoption", s.id), &fl!(w, "catalogue-adopt")))
                    (form::verb(ctx, &format!("{HERE}/suggestions/{}/dismissal", s.id), &fl!(w, "catalogue-dismiss")))
                } } }
        };
        ui::card(&fl!(w, "catalogue-suggestions"), None, html! { ul.plain { @for s in &self.suggestions { (told(s)) } } })
    }

    fn rules(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "catalogue-rules");
        let heads = [fl!(w, "desk-category"), format!("#{}", fl!(w, "catalogue-right")), fl!(w, "catalogue-rule"), String::new()];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let line = |r: &RuleLine| {
            let stands = match (r.since, r.suffices) {
                (Some(_), true) => ui::tag(Tone::Ok, &fl!(w, "catalogue-rule-on")),
                (Some(_), false) => ui::tag(Tone::Warn, &fl!(w, "catalogue-rule-rests")),
                (None, true) => ui::tag(Tone::Plain, &fl!(w, "catalogue-rule-earned")),
                (None, false) => html! { span.muted { (fl!(w, "catalogue-rule-off")) } },
            };
            let action = format!("{HERE}/rules/{}", r.category);
            let switch = html! {
                @if self.may.switch_rule {
                    @if r.since.is_some() { (form::verb(ctx, &format!("{action}/removal"), &fl!(w, "catalogue-switch-off"))) }
                    @else if r.suffices { (form::verb(ctx, &action, &fl!(w, "catalogue-switch-on"))) }
                }
            };
            vec![
                html! { (kind(ctx, &r.category_name)) },
                html! { (r.earned.right) " / " (r.earned.looked_at) },
                stands,
                switch,
            ]
        };
        let on = self.rules.iter().filter(|r| r.since.is_some()).count();
        html! {
            details.fold open[on > 0] { summary { (title) " " (on) " / " (self.rules.len()) }
                p.muted.s { (fl!(w, "catalogue-rules-how", n = crate::rules::LOOKED_BACK, share = crate::rules::EARNED)) }
                (ui::table(&title, &heads, self.rules.iter().map(line).collect())) }
        }
    }

    fn older(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let shown = self.shown.as_ref().map(|v| v.version);
        let others: Vec<_> = self.versions.iter().filter(|v| v.state == VersionState::Published && Some(v.version) != shown).collect();
        html! {
            @if !others.is_empty() {
                (ui::card(&fl!(w, "catalogue-versions"), None, html! {
                    ul.plain { @for v in others { li { a href=(format!("{HERE}?version={}", v.version)) { (fl!(w, "catalogue-version", n = v.version)) }
                        @if let Some(at) = v.published_at { " " small.muted { (ui::time::when(ctx.lang, at, ctx.now)) } }
                        @if !v.source.is_empty() { " · " (v.source) } } } }
                }))
            }
        }
    }
}

/// The lines of a version; those of a draft can be written.
fn lines(ctx: &Ctx, all: &[CatalogueLine], writable: bool) -> Markup {
    let w = words(ctx.lang);
    let title = fl!(w, "catalogue-lines");
    let mut heads = vec![
        fl!(w, "desk-category"), fl!(w, "catalogue-place"), fl!(w, "desk-lead"), fl!(w, "catalogue-fallback"), fl!(w, "catalogue-basis"),
    ];
    if writable {
        heads.push(String::new());
    }
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let line = |l: &CatalogueLine| {
        let mut cells = vec![
            html! { (kind(ctx, &l.category_name)) },
            html! { (place(ctx, &l.place)) @if let Some(until) = l.until { " " small.muted { (fl!(w, "catalogue-until", day = until.to_string())) } } },
            html! {
                @match &l.lead { Some(lead) => (lead), None => (fl!(w, "catalogue-own-office")) }
                @if !l.assists.is_empty() { " " small.muted { (fl!(w, "catalogue-with", units = l.assists.join("、"))) } }
            },
            html! { (l.fallback) },
            html! { (l.basis) @if let Some(a) = &l.admission { " " small.muted { (fl!(w, "catalogue-admitted", entry = a.as_str())) } } },
        ];
        if writable {
            cells.push(html! {
                div.actions {
                    (ui::ghost_link(&format!("{DRAFT}?line={}#line", l.id), &fl!(w, "catalogue-change")))
                    (form::verb(ctx, &format!("{DRAFT}/lines/{}/removal", l.id), &fl!(w, "catalogue-remove")))
                }
            });
        }
        cells
    };
    ui::card(&title, None, ui::table(&title, &heads, all.iter().map(line).collect()))
}

impl edge::View for DraftView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "catalogue-draft-title");
        let main = html! {
            div.head { h1 { (title) } (ui::ghost_link(HERE, &fl!(w, "catalogue-title"))) }
            (ui::error_summary(ctx, &self.problems))
            @match &self.draft {
                None => (ui::empty_state(&fl!(w, "catalogue-no-draft"), &fl!(w, "catalogue-no-draft-text"),
                    self.may.draft.then(|| form::verb(ctx, DRAFT, &fl!(w, "catalogue-draft-begin"))))),
                Some(draft) => {
                    (draft.told(ctx))
                    (self.next(ctx, draft))
                    (self.rehearsal(ctx))
                    @if self.writable() { (self.line_form(ctx)) }
                    (lines(ctx, &self.lines, self.writable()))
                }
            }
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    fn path(&self) -> String {
        DRAFT.into()
    }
    edge::speaks!(crate::words);
}

impl DraftView {
    fn writable(&self) -> bool {
        self.may.draft && self.draft.as_ref().is_some_and(|d| d.state == VersionState::Draft)
    }

    /// What stands in the way, and what can be done now.
    fn next(&self, ctx: &Ctx, draft: &VersionLine) -> Markup {
        let w = words(ctx.lang);
        let proposed = draft.state == VersionState::Proposed;
        html! {
            @if !self.gaps.is_empty() {
                (ui::alert(Tone::Warn, html! { b { (fl!(w, "catalogue-gaps", n = self.gaps.len())) }
                    ul { @for p in &self.gaps { li { (ctx.say(words(ctx.lang), p)) } } } }))
            }
            div.actions {
                @if proposed && self.may.publish {
                    (form::verb(ctx, &format!("{DRAFT}/publication"), &fl!(w, "catalogue-publish")))
                    (form::verb(ctx, &format!("{DRAFT}/rejection"), &fl!(w, "catalogue-send-back")))
                }
                @if self.may.draft { (form::verb(ctx, &format!("{DRAFT}/removal"), &fl!(w, "catalogue-give-up"))) }
            }
            @if self.writable() && self.gaps.is_empty() {
                (form::post(ctx, &format!("{DRAFT}/proposal"), html! {
                    (ui::textarea(&Field::new("text", &fl!(w, "catalogue-why")).problems(&self.problems).required(), 2))
                    p.actions { (ui::button(&fl!(w, "catalogue-propose"))) }
                }))
            }
        }
    }

    fn rehearsal(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let r = &self.rehearsal;
        let title = fl!(w, "catalogue-rehearsal");
        let heads = [
            fl!(w, "desk-category"), fl!(w, "catalogue-place"), fl!(w, "catalogue-was"), fl!(w, "catalogue-would"), format!("#{}", fl!(w, "catalogue-cases")),
        ];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let line = |o: &crate::views::OtherwiseLine| vec![
            html! { (kind(ctx, &o.category_name)) },
            html! { (place(ctx, &o.place)) },
            html! { (o.was) },
            html! { @match &o.would { Some(unit) => (unit), None => (ui::tag(Tone::Bad, &fl!(w, "catalogue-nobody"))) } },
            html! { @if self.may.sees_cases { a href=(o.href) { (o.cases) } } @else { (o.cases) } },
        ];
        let (from, otherwise) = (r.from.map(|d| d.to_string()).unwrap_or_default(), r.cases - r.same);
        ui::card(&title, None, html! {
            p { (fl!(w, "catalogue-rehearsed", from = from, cases = r.cases, same = r.same, otherwise = otherwise, unled = r.unled)) }
            @if !r.otherwise.is_empty() { (ui::table(&title, &heads, r.otherwise.iter().map(line).collect())) }
        })
    }

    fn line_form(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let typed = self.typed.clone().unwrap_or_default();
        let labels = [
            fl!(w, "desk-category"), fl!(w, "catalogue-place"), fl!(w, "desk-lead"), fl!(w, "desk-assists"), fl!(w, "catalogue-fallback"),
            fl!(w, "catalogue-basis"), fl!(w, "catalogue-admission"), fl!(w, "catalogue-until-label"),
        ];
        let [category, where_to, lead, assists, fallback, basis, admission, until] = &labels;
        let kinds: Vec<Choice> =
            self.choices.categories.iter().map(|c| Choice::new(&c.code, if ctx.lang.is_zh() { &c.name_zh } else { &c.name_en })).collect();
        let units = &self.choices.units;
        let mut leads = vec![(String::new(), fl!(w, "desk-choose")), ("community".to_owned(), fl!(w, "catalogue-own-office"))];
        leads.extend(units.iter().map(|c| (c.value.clone(), c.text.clone())));
        let ticked: Vec<_> = units.iter().map(|c| (c.value.as_str(), c.text.as_str())).collect();
        let helping = typed.assists.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let falls = typed.fallback.map(|u| u.to_string()).unwrap_or_default();
        let title = if typed.line.is_empty() { fl!(w, "catalogue-new-line") } else { fl!(w, "catalogue-change-line") };
        let problems = &self.problems;
        html! {
            details.fold #line open[self.typed.is_some()] {
                summary { (title) }
                (form::post(ctx, &format!("{DRAFT}/lines"), html! {
                    input type="hidden" name="line" value=(typed.line);
                    (ui::select(&Field::new("category", category).value(&typed.category).problems(problems).required(), &with_any(fl!(w, "desk-choose"), &kinds)))
                    (ui::text_input(&Field::new("place_name", where_to).hint(&fl!(w, "catalogue-place-hint")).value(&typed.place_name).problems(problems), "text"))
                    (ui::select(&Field::new("lead", lead).value(&typed.lead).problems(problems).required(), &leads))
                    (ui::select(&Field::new("fallback", fallback).value(&falls).problems(problems).required(), &with_any(fl!(w, "desk-choose"), units)))
                    (ui::textarea(&Field::new("basis", basis).value(&typed.basis).problems(problems).required(), 2))
                    (ui::text_input(&Field::new("admission", admission).hint(&fl!(w, "catalogue-admission-hint")).value(&typed.admission).problems(problems), "text"))
                    (ui::text_input(&Field::new("until", until).value(&typed.until).problems(problems), "date"))
                    details.fold open[!helping.is_empty()] { summary { (assists) }
                        (ui::check_group(&Field::new("assists", assists).value(&helping).problems(problems), &ticked)) }
                    p.actions { (ui::button(&fl!(w, "catalogue-keep-line"))) }
                }))
            }
        }
    }
}
