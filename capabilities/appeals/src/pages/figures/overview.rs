//! The overview's page, and the pieces it shares with the wall.

use super::{UNDEFINED, days, grouped, percent, periods, rate_cell, territories, tone, word};
use crate::rules::Urgency;
use crate::rules::slices::Period;
use crate::views::{CaseLine, CommunityRow, OverviewView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Kpi, Tone, charts, maps};

/// Windows a glance is taken at.
pub const GLANCES: [Period; 4] = [Period::Today, Period::Month, Period::Quarter, Period::Year];

impl edge::View for OverviewView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "overview-title");
        let main = html! {
            div.head {
                h1 { (title) @if self.whose.community.is_some() { small.muted { " " (self.whose.name) } } }
                (periods(ctx, "/desk/overview", &self.words, Some(self.period), &GLANCES))
            }
            (territories(ctx, "/desk/overview", &self.words, &self.whose))
            (ui::kpis(&self.tiles(ctx)))
            div.two { (self.map(ctx)) (self.attention(ctx)) }
            div.two { (self.trend(ctx)) (self.categories(ctx)) }
            (self.lanes(ctx))
            (self.by_community(ctx))
        };
        ui::layout::desk(ctx, &title, "/desk/overview", main)
    }
}

impl OverviewView {
    fn queue(&self, more: &[(&str, &str)]) -> String {
        let mut query: Vec<(&str, &str)> = more.to_vec();
        query.extend(self.whose.community.as_deref().map(|c| ("community", c)));
        format!("/desk/cases?{}", serde_urlencoded::to_string(query).unwrap_or_default())
    }
    fn figure(&self, code: &str, period: Period) -> String {
        let community = self.whose.community.as_deref().unwrap_or("");
        let query = self.words.with(&[("period", period.code()), ("community", community)]);
        format!("/desk/figures/{code}?{query}")
    }

    pub(super) fn tiles(&self, ctx: &Ctx) -> Vec<Kpi> {
        let w = words(ctx.lang);
        let items = fl!(w, "figures-items");
        let more = self.today - self.yesterday;
        let than = match more.cmp(&0) {
            std::cmp::Ordering::Greater => format!("▲ {more}"),
            std::cmp::Ordering::Less => format!("▼ {}", -more),
            std::cmp::Ordering::Equal => "±0".into(),
        };
        let named = |key: &str| word(ctx.lang, key, self.period.code());
        let rate = |rate: Option<crate::rules::scoring::Rate>| match rate {
            Some(r) => (percent(r.value), "%".to_owned()),
            None => (UNDEFINED.to_owned(), String::new()),
        };
        let (on_time, on_time_unit) = rate(self.on_time);
        let (satisfied, satisfied_unit) = rate(self.satisfaction);
        let answers = self.satisfaction.map_or(0, |r| r.denominator);
        let promises = self.on_time.map_or(0, |r| r.denominator);
        vec![
            Kpi {
                label: fl!(w, "overview-today"),
                value: grouped(self.today),
                unit: items.clone(),
                note: fl!(w, "overview-than-yesterday", change = than),
                href: Some(self.figure("received", Period::Today)),
                bad: false,
            },
            Kpi {
                label: fl!(w, "overview-open"),
                value: grouped(self.open),
                unit: items.clone(),
                note: fl!(w, "overview-soon", n = (self.attention_all - self.overdue).max(0)),
                href: Some(self.queue(&[])),
                bad: false,
            },
            Kpi {
                label: fl!(w, "overview-overdue"),
                value: grouped(self.overdue),
                unit: items.clone(),
                note: fl!(w, "overview-long", n = self.long_overdue),
                href: Some(self.queue(&[("due", "overdue")])),
                bad: self.overdue > 0,
            },
            Kpi {
                label: fl!(w, "overview-on-time"),
                value: on_time,
                unit: on_time_unit,
                note: format!("{} · {}", named("overview-of"), fl!(w, "overview-promises", n = promises)),
                href: Some(self.figure("on-time", self.period)),
                bad: false,
            },
            Kpi {
                label: fl!(w, "overview-satisfaction"),
                value: satisfied,
                unit: satisfied_unit,
                note: fl!(w, "overview-answers", n = answers),
                href: Some(self.figure("satisfaction", self.period)),
                bad: false,
            },
            Kpi {
                label: named("overview-settled"),
                value: grouped(self.settled),
                unit: items,
                note: fl!(w, "overview-received", n = self.received),
                href: Some(self.figure("settled", self.period)),
                bad: false,
            },
        ]
    }

    pub(super) fn map(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let shapes: Vec<_> = self
            .grids
            .iter()
            .map(|g| maps::Shape {
                id: g.id.clone(),
                href: format!("/desk/cases?grid={}", g.id),
                title: g.name.clone(),
                value: Some(g.open),
                rings: g.rings.clone(),
            })
            .collect();
        let pin = |(at, title): &((f64, f64), String)| maps::Pin { at: *at, title: title.clone() };
        let pins: Vec<_> = self.grids.iter().flat_map(|g| g.pins.iter().map(pin)).collect();
        let title = fl!(w, "overview-map");
        ui::card(&title, None, html! {
            (maps::grids(ctx, &title, &fl!(w, "overview-open"), &shapes, &pins))
            p.muted.s {
                (fl!(w, "overview-map-note", n = self.grids.len()))
                @if self.unplaced > 0 { " " (fl!(w, "overview-unplaced", n = self.unplaced)) }
            }
        })
    }

    pub(super) fn attention(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let all = html! { a href=(self.queue(&[("due", "soon")])) { (fl!(w, "overview-all", n = self.attention_all)) } };
        ui::card(&fl!(w, "overview-attention"), Some(all), html! {
            @if self.attention.is_empty() {
                (ui::empty_state(&fl!(w, "overview-calm"), &fl!(w, "overview-calm-text"), None))
            } @else {
                ul.todo data-keys { @for case in &self.attention { li { (urgent_line(ctx, case)) } } }
            }
        })
    }

    pub(super) fn trend(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "overview-trend");
        let labels: Vec<String> = self.trend.iter().map(|d| d.day.civil().strftime("%-m-%-d").to_string()).collect();
        let series = |name: String, values: Vec<i64>| charts::Series { name, values: values.iter().map(|n| *n as f64).collect() };
        let lines = [
            series(fl!(w, "overview-line-received"), self.trend.iter().map(|d| d.received).collect()),
            series(fl!(w, "overview-line-settled"), self.trend.iter().map(|d| d.settled).collect()),
        ];
        ui::card(&title, None, charts::line(ctx, &title, &labels, &lines))
    }

    pub(super) fn categories(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = word(ctx.lang, "overview-categories", self.period.code());
        let items: Vec<_> = self
            .categories
            .iter()
            .map(|c| {
                let name = if ctx.lang.is_zh() { &c.name_zh } else { &c.name_en };
                (name.clone(), c.n, Some(self.queue(&[("category", &c.code)])))
            })
            .collect();
        ui::card(&title, None, html! {
            @if items.is_empty() { p.muted { (fl!(w, "overview-no-categories")) } }
            @else { (charts::bar(&title, &items)) }
        })
    }

    /// How many stand in each column of the pipeline.
    pub(super) fn lanes(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let items: Vec<_> = self
            .columns
            .iter()
            .map(|c| Kpi {
                label: word(ctx.lang, "column", c.code),
                value: grouped(c.n),
                note: word(ctx.lang, "columnhint", c.code),
                ..Kpi::default()
            })
            .collect();
        let way = match &self.whose.community {
            Some(id) => format!("/desk/pipeline?community={id}"),
            None => "/desk/pipeline".into(),
        };
        ui::card(&fl!(w, "overview-pipeline"), Some(html! { a href=(way) { (fl!(w, "overview-board")) } }), ui::kpis(&items))
    }

    fn by_community(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.communities.is_empty() {
            return html! {};
        }
        let title = fl!(w, "overview-communities");
        let heads = [
            fl!(w, "overview-community"), format!("#{}", fl!(w, "overview-line-received")),
            format!("#{}", fl!(w, "overview-line-settled")), format!("#{}", fl!(w, "overview-open")),
            format!("#{}", fl!(w, "overview-overdue")), format!("#{}", fl!(w, "overview-on-time")),
            format!("#{}", fl!(w, "overview-satisfaction")),
        ];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let lines = self.communities.iter().map(|c| self.community_cells(ctx, c)).collect();
        let note = html! { small.muted { (days(ctx, self.window)) } };
        ui::card(&title, Some(note), ui::table(&title, &heads, lines))
    }

    fn community_cells(&self, ctx: &Ctx, c: &CommunityRow) -> Vec<Markup> {
        let id = c.id.as_deref().unwrap_or("");
        let way = |code: &str| (!id.is_empty()).then(|| format!("/desk/figures/{code}?{}", self.words.with(&[("period", self.period.code()), ("community", id)])));
        let number = |n: i64, href: Option<String>| html! { @if let Some(href) = href { a href=(href) { (grouped(n)) } } @else { (grouped(n)) } };
        let queue = |more: &str| (!id.is_empty()).then(|| format!("/desk/cases?community={id}{more}"));
        vec![
            html! { @if id.is_empty() { (fl!(words(ctx.lang), "figures-unplaced")) } @else { a data-row href={ "/desk/overview?" (self.words.with(&[("community", id)])) } { (c.name) } } },
            number(c.received, way("received")),
            number(c.settled, way("settled")),
            number(c.open, queue("")),
            html! { @if c.overdue > 0 { b.up { (number(c.overdue, queue("&due=overdue"))) } } @else { "0" } },
            rate_cell(ctx, c.on_time.as_ref(), way("on-time").as_deref()),
            rate_cell(ctx, c.satisfaction.as_ref(), way("satisfaction").as_deref()),
        ]
    }
}

/// Why a case is here, what and where it is, and how much time is left.
fn urgent_line(ctx: &Ctx, case: &CaseLine) -> Markup {
    let w = words(ctx.lang);
    let soon = case.due_at.is_some_and(|due| due.since(ctx.now) < 4 * kernel::Moment::HOUR);
    let where_and_who = [Some(case.place.as_str()), case.lead.as_deref()];
    let facts: Vec<&str> = where_and_who.into_iter().flatten().filter(|t| !t.is_empty()).collect();
    html! {
        @if case.overdue { (ui::tag(Tone::Bad, &fl!(w, "desk-overdue"))) }
        @else if soon { (ui::tag(Tone::Warn, &fl!(w, "overview-due-soon"))) }
        @else if case.urgency != Urgency::Normal { (ui::tag(Tone::Warn, &word(ctx.lang, "urgency", case.urgency.code()))) }
        @else { (ui::tag(tone(case.state), &word(ctx.lang, "state", case.state.code()))) }
        span.t {
            a data-row href=(case.path()) { b { (case.title) } }
            small.muted { @if facts.is_empty() { (case.case_no) } @else { (facts.join(" · ")) } }
        }
        @if let Some(due) = case.due_at { span.clock.up[case.overdue] { (ui::time::remains(ctx.lang, due, ctx.now)) } } @else { span.clock { (UNDEFINED) } }
    }
}
