//! The page of one figure, and the page of corrections.

use super::{all_beside, heads, month, name_of, origin, point, say, time_of, unit, value};
use crate::rules::{indicator, printed};
use crate::views::*;
use crate::words;
use figures::{Bound, Unit};
use i18n_embed_fl::fl;
use kernel::Day;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, charts, form};

impl edge::View for IndicatorView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = name_of(ctx.lang, &self.shown.code);
        let main = html! {
            p.crumbs { a href="/figures" { (fl!(w, "doing-title")) } }
            div.head { h1 { (title) " " small.muted { (self.place_name) } } }
            (ui::error_summary(ctx, &self.problems))
            @if self.records.is_some() { (self.asking(ctx)) }
            (self.about(ctx))
            (self.papers(ctx))
            (self.trend(ctx, &title))
            (self.by_place(ctx, &title))
            (self.parts(ctx))
            (self.list(ctx))
            (self.kept(ctx))
            (corrections(ctx, &self.corrections))
            (changes(ctx, &self.changes))
            @if self.may.declare { (self.declare(ctx)) }
        };
        match ctx.viewer.as_ref().filter(|v| v.staff) {
            Some(_) => ui::layout::desk(ctx, &title, "/desk/indicators", main),
            None => ui::layout::resident(ctx, &title, "", main, None),
        }
    }
    fn path(&self) -> String {
        format!("/figures/{}", self.shown.code)
    }
    edge::speaks!(crate::words);
}

impl IndicatorView {
    fn asking(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let [from, until] = [fl!(w, "from"), fl!(w, "until")];
        let (first, last) = (self.shown.from.to_string(), self.shown.until.to_string());
        form::get(&format!("/figures/{}", self.shown.code), html! {
            (ui::text_input(&Field::new("from", &from).value(&first), "date"))
            (ui::text_input(&Field::new("until", &until).value(&last), "date"))
            @if let Some(place) = &self.place { input type="hidden" name="community" value=(place); }
            p.actions { (ui::ghost_button(&fl!(w, "ask"))) }
        })
    }

    fn about(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(i) = indicator(&self.shown.code) else { return html! {} };
        let near = all_beside(ctx, &self.shown);
        let facts = [
            (fl!(w, "value"), html! { @if self.is_computed { b.figure-value { (value(ctx, &self.shown)) } } @else { (fl!(w, "declared-only")) } }),
            (fl!(w, "time"), html! { (time_of(ctx, &self.shown)) }),
            (fl!(w, "beside"), html! { @if near.is_empty() { "—" } @else { (near) } }),
            (fl!(w, "meaning"), html! { (say(ctx.lang, i.definition)) }),
            (fl!(w, "records"), html! { (say(ctx.lang, i.records)) }),
            (fl!(w, "version"), html! { (self.shown.version) " · " code { (self.shown.code) } }),
        ];
        let facts: Vec<_> = facts.iter().map(|(name, body)| (name.as_str(), body.clone())).collect();
        ui::card(&fl!(w, "about"), None, ui::facts(&facts))
    }

    /// Declared and legacy numbers, in a table of their own.
    fn papers(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.papers.is_empty() {
            return html! {};
        }
        let title = fl!(w, "papers");
        let head = [format!("#{}", fl!(w, "value")), fl!(w, "time"), fl!(w, "beside"), fl!(w, "paper"), fl!(w, "paper-words"), fl!(w, "vouched"), String::new()];
        let line = |p: &PaperLine| {
            vec![
                html! { span { (value(ctx, &p.shown)) (origin(ctx, &p.shown)) } },
                html! { (time_of(ctx, &p.shown)) },
                html! { @if p.shown.beside.is_empty() { "—" } @else { (all_beside(ctx, &p.shown)) } },
                html! { (p.paper.name) " " small.muted { (p.paper.day) " · SHA-256 " code { (p.paper.hash.get(..12).unwrap_or_default()) } } },
                html! { "“" (p.paper.words) "”" },
                self.vouched(ctx, &p.id, p.certified_at),
                self.put_right(ctx, &p.id, true),
            ]
        };
        ui::card(&title, None, html! { p.muted.s { (fl!(w, "papers-note")) } (ui::table(&title, &heads(&head), self.papers.iter().map(line).collect())) })
    }

    fn vouched(&self, ctx: &Ctx, id: &str, at: Option<kernel::Moment>) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if let Some(at) = at { (ui::tag(Tone::Ok, &fl!(w, "vouched"))) " " small { (ui::time::stamp(ctx.lang, at, ctx.now)) } }
            @else if self.may.certify { (form::verb(ctx, &format!("/figures/kept/{id}/certification"), &fl!(w, "certify"))) }
            @else { "—" }
        }
    }

    fn put_right(&self, ctx: &Ctx, id: &str, typed: bool) -> Markup {
        let w = words(ctx.lang);
        if !self.may.restate {
            return html! {};
        }
        let [why, number] = [fl!(w, "why"), fl!(w, "paper-words")];
        ui::confirm(&fl!(w, "restate"), &fl!(w, "restate-note"), form::post(ctx, &format!("/figures/kept/{id}/restatement"), html! {
            @if typed { (ui::text_input(&Field::new("words", &number).within(id).value(&self.restating.words).problems(&self.problems).required(), "text")) }
            (ui::text_input(&Field::new("why", &why).within(id).value(&self.restating.why).problems(&self.problems).max(300).required(), "text"))
            p.actions { (ui::button(&fl!(w, "restate"))) }
        }))
    }

    fn trend(&self, ctx: &Ctx, title: &str) -> Markup {
        let w = words(ctx.lang);
        let known: Vec<(String, f64)> = self.trend.iter().filter_map(|p| Some((month(p.from), point(p.value?, self.shown.unit)))).collect();
        let (labels, values): (Vec<String>, Vec<f64>) = known.into_iter().unzip();
        let heading = fl!(w, "trend");
        html! {
            @if labels.len() > 1 {
                (ui::card(&heading, None, charts::line(ctx, &format!("{title} {}", unit(ctx.lang, self.shown.unit)), &labels, &[charts::Series { name: title.to_owned(), values }])))
            }
        }
    }

    fn by_place(&self, ctx: &Ctx, title: &str) -> Markup {
        let w = words(ctx.lang);
        if self.places.is_empty() {
            return html! {};
        }
        let heading = fl!(w, "by-place");
        let head = [fl!(w, "community"), format!("#{title}")];
        let line = |p: &PlaceLine| {
            let href = format!("/figures/{}?community={}", self.shown.code, p.id);
            vec![
                html! { a data-row href=(href) { (p.name) } },
                html! { @if p.covered { span.muted { (fl!(w, "covered")) } } @else { (printed(ctx.lang, p.value, self.shown.unit, Bound::Exact)) } },
            ]
        };
        let time = fl!(w, "time-period", from = self.places_from.to_string(), until = self.places_until.to_string());
        ui::card(&heading, None, html! {
            p.muted.s { (time) @if self.places.iter().any(|p| p.covered) { " · " (fl!(w, "covered-why")) } }
            (ui::table(&heading, &heads(&head), self.places.iter().map(line).collect()))
        })
    }

    fn parts(&self, ctx: &Ctx) -> Markup {
        let heading = fl!(words(ctx.lang), "parts");
        let items: Vec<_> = self.groups.iter().map(|(name, n)| (name.clone(), *n, None)).collect();
        html! { @if !items.is_empty() { (ui::card(&heading, None, charts::bar(&heading, &items))) } }
    }

    fn list(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(records) = &self.records else { return html! {} };
        let title = fl!(w, "records-behind", n = self.records_all);
        let head = [fl!(w, "record"), fl!(w, "day")];
        let line = |x: &RecordLine| {
            vec![
                html! { @if x.path.is_empty() { (x.label) } @else { a data-row href=(x.path) { (x.label) } } },
                html! { @if let Some(day) = x.day { (day) } @else { "—" } },
            ]
        };
        html! {
            @if let Some(page) = &self.records_page { (ui::card(&fl!(w, "records"), None, html! { p { (fl!(w, "records-kept")) " " a href=(page) { (fl!(w, "records-open")) } } })) }
            @else if self.is_computed {
                (ui::card(&title, None, html! {
                    @if records.is_empty() { (ui::empty_state(&fl!(w, "records-none"), "", None)) }
                    @else { (ui::table(&title, &heads(&head), records.iter().map(line).collect())) }
                    (ui::pager(ctx, self.next.as_deref(), None))
                }))
            }
        }
    }

    fn kept(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.kept.is_empty() {
            return html! {};
        }
        let title = fl!(w, "kept");
        let head = [fl!(w, "time"), format!("#{}", fl!(w, "value")), fl!(w, "kept-proof"), fl!(w, "vouched"), String::new()];
        let line = |k: &KeptLine| {
            vec![
                html! { (time_of(ctx, &k.shown)) },
                value(ctx, &k.shown),
                html! { small.muted { "SHA-256 " code { (k.ids_hash.get(..12).unwrap_or_default()) } " · " (fl!(w, "kept-seal", n = k.seal)) } },
                self.vouched(ctx, &k.id, k.certified_at),
                self.put_right(ctx, &k.id, false),
            ]
        };
        ui::card(&title, None, ui::table(&title, &heads(&head), self.kept.iter().map(line).collect()))
    }

    fn declare(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let d = &self.declaring;
        let [number, number_hint, from, from_hint, until] = [fl!(w, "paper-words"), fl!(w, "paper-words-hint"), fl!(w, "from"), fl!(w, "from-hint"), fl!(w, "until")];
        let names: Vec<&str> = indicator(&self.shown.code).map(|i| i.beside.iter().map(|b| say(ctx.lang, b.name)).collect()).unwrap_or_default();
        let [near, near_hint] = [fl!(w, "beside"), fl!(w, "declare-near-hint", names = names.join("、"))];
        let [source, day, file, legacy] = [fl!(w, "paper"), fl!(w, "paper-day"), fl!(w, "paper-file"), fl!(w, "legacy")];
        let legacy_now = if d.legacy { "true" } else { "" };
        let action = format!("/figures/{}/declarations{}", self.shown.code, self.place.as_ref().map(|p| format!("?community={p}")).unwrap_or_default());
        ui::card(&fl!(w, "declare"), None, html! {
            p.muted.s { (fl!(w, "declare-note")) }
            (form::multipart(ctx, &action, html! {
                (ui::text_input(&Field::new("words", &number).within("declare").hint(&number_hint).value(&d.words).problems(&self.problems).required(), "text"))
                @if !names.is_empty() { (ui::text_input(&Field::new("near", &near).within("declare").hint(&near_hint).value(&d.near).problems(&self.problems), "text")) }
                (ui::text_input(&Field::new("from", &from).within("declare").hint(&from_hint).value(&d.from).problems(&self.problems), "date"))
                (ui::text_input(&Field::new("until", &until).within("declare").value(&d.until).problems(&self.problems).required(), "date"))
                (ui::text_input(&Field::new("source", &source).within("declare").value(&d.source).problems(&self.problems).max(120).required(), "text"))
                (ui::text_input(&Field::new("day", &day).within("declare").value(&d.day).problems(&self.problems).required(), "date"))
                (ui::file_input(ctx.lang, &Field::new("file", &file).within("declare").problems(&self.problems), ".pdf,.docx,.doc,.txt,.jpg,.jpeg,.png", false))
                (ui::checkbox(&Field::new("legacy", &legacy).within("declare").value(legacy_now)))
                p.actions { (ui::button(&fl!(w, "declare"))) }
            }))
        })
    }
}

/// What was put right: the number before, the number since, and why.
fn corrections(ctx: &Ctx, all: &[CorrectionLine]) -> Markup {
    let w = words(ctx.lang);
    if all.is_empty() {
        return html! {};
    }
    let title = fl!(w, "corrections");
    let head = [fl!(w, "when"), fl!(w, "figure"), fl!(w, "time"), format!("#{}", fl!(w, "old")), format!("#{}", fl!(w, "new")), fl!(w, "why")];
    let line = |c: &CorrectionLine| {
        let of = indicator(&c.code).map_or(Unit::Times, |i| i.unit);
        vec![
            ui::time::stamp(ctx.lang, c.at, ctx.now),
            html! { span { a data-row href={ "/figures/" (c.code) } { (name_of(ctx.lang, &c.code)) } " " small.muted.nowrap { (c.place) } } },
            html! { (span(ctx, c.from, c.until)) },
            html! { span.nowrap { (printed(ctx.lang, c.old, of, Bound::Exact)) } },
            html! { b.nowrap { (printed(ctx.lang, c.new, of, Bound::Exact)) } },
            html! { (c.why) },
        ]
    };
    ui::card(&title, None, ui::table(&title, &heads(&head), all.iter().map(line).collect()))
}

fn span(ctx: &Ctx, from: Day, until: Day) -> String {
    let w = words(ctx.lang);
    if from == crate::rules::SINCE_EVER {
        return fl!(w, "time-until", until = until.to_string());
    }
    fl!(w, "time-period", from = from.to_string(), until = until.to_string())
}

fn changes(ctx: &Ctx, all: &[ChangeLine]) -> Markup {
    let w = words(ctx.lang);
    if all.is_empty() {
        return html! {};
    }
    let title = fl!(w, "changes");
    let head = [fl!(w, "day"), fl!(w, "figure"), format!("#{}", fl!(w, "version")), fl!(w, "what")];
    let line = |c: &ChangeLine| {
        let what = if ctx.lang.is_zh() { &c.what_zh } else { &c.what_en };
        vec![html! { span.nowrap { (c.day) } }, html! { (name_of(ctx.lang, &c.code)) }, html! { (c.version) }, html! { (what) }]
    };
    // What was first published stands behind a fold: a change is what somebody came to see.
    let (first, since): (Vec<&ChangeLine>, Vec<&ChangeLine>) = all.iter().partition(|c| c.version == 1);
    let table = |lines: Vec<&ChangeLine>| ui::table(&title, &heads(&head), lines.into_iter().map(line).collect());
    ui::card(&title, None, html! {
        @if since.is_empty() { p.muted { (fl!(w, "changes-none")) } } @else { (table(since)) }
        @if !first.is_empty() { details { summary { (fl!(w, "changes-first", n = first.len())) } (table(first)) } }
    })
}

impl edge::View for CorrectionsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "corrections-title");
        let main = html! {
            p.crumbs { a href="/figures" { (fl!(w, "doing-title")) } }
            div.head { h1 { (title) } }
            p { (fl!(w, "corrections-lead")) }
            @if self.corrections.is_empty() { (ui::empty_state(&fl!(w, "corrections-none"), "", None)) }
            (corrections(ctx, &self.corrections))
            (ui::pager(ctx, self.next.as_deref(), None))
            (changes(ctx, &self.changes))
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/figures/corrections".into()
    }
}
