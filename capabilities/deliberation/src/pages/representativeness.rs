//! Who came and who did not: each dimension as a table and a sentence, and the form for whoever says their groups.

use super::listed;
use crate::rules::{AttendanceId, CountsOf, Dim, groups};
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for RepresentationView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "represent-title");
        let main = html! {
            div.page {
                p.crumbs {
                    a href={ "/bodies/" (self.body) } { (self.body_name) }
                    @if let Some(meeting) = self.meeting { " / " a href={ "/meetings/" (meeting) } { (fl!(w, "to-meeting")) } }
                }
                h1 { (title) }
                p.lead { @if self.meeting.is_some() { (fl!(w, "represent-lead", came = self.came)) } @else { (fl!(w, "represent-lead-body", came = self.came)) } }
                (ui::error_summary(ctx, &self.problems))
                @if let Some(said) = counted_words(ctx, self.counts) { (ui::alert(Tone::Info, html! { p { (said) } })) }
                (self.hint(ctx))
                (self.seats(ctx))
                @for c in &self.compared { (self.compared(ctx, c)) }
                @if self.known_meetings > 0 { p { (fl!(w, "represent-mixed", known = self.known_meetings, mixed = self.mixed_meetings)) } }
                p.muted.s { (fl!(w, "represent-definitions")) }
                @if self.may_tell { (ui::section(&fl!(w, "represent-tell"), None, self.form(ctx, None, "own"))) }
                @if !self.unsaid.is_empty() { (ui::section(&fl!(w, "represent-unsaid"), None, html! {
                    @for u in &self.unsaid { (ui::confirm(&unsaid_name(ctx, u), "", self.form(ctx, Some(u.attendance), &u.attendance.to_string()))) }
                })) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        match self.meeting {
            Some(meeting) => format!("/meetings/{meeting}/representativeness"),
            None => format!("/bodies/{}/representativeness", self.body),
        }
    }
    edge::speaks!(crate::words);
}

impl RepresentationView {
    /// For whoever can still do something about it.
    fn hint(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let missing = self.missing();
        if !self.may_draw || missing.is_empty() {
            return html! {};
        }
        let names: Vec<_> = missing.into_iter().map(|(dim, code, name)| group_name(ctx, dim, code, name)).collect();
        ui::alert(Tone::Info, html! {
            p { (fl!(w, "represent-missing", groups = names.join("、"))) }
            p { a href={ "/bodies/" (self.body) "/draws" } { (fl!(w, "represent-draw")) } }
        })
    }

    fn seats(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.seats.is_empty() {
            return html! {};
        }
        ui::section(&fl!(w, "represent-seats"), None, html! {
            div.table-scroll tabindex="0" role="group" aria-label=(fl!(w, "represent-seats")) { table {
                thead { tr { th scope="col" { (fl!(w, "represent-category")) } th scope="col" { (fl!(w, "represent-held")) } th scope="col" { (fl!(w, "represent-came")) } th scope="col" { (fl!(w, "represent-absent")) } } }
                tbody { @for s in &self.seats { tr {
                    th scope="row" { (listed(ctx.lang, "category", &s.category)) }
                    td.num { (s.held) } td.num { (s.came) } td.num { (s.held - s.came) }
                } } }
            } }
            @if !self.absent.is_empty() { p { (fl!(w, "represent-absent-names", names = self.absent.join("、"))) } }
        })
    }

    fn compared(&self, ctx: &Ctx, c: &ComparedView) -> Markup {
        let w = words(ctx.lang);
        let of = &c.comparison;
        let title = word(ctx.lang, "dim", of.dim.code());
        ui::section(&title, None, html! {
            @if let Some(why) = of.hidden { p.muted { (word(ctx.lang, "represent-hidden", &why.code().replace('_', "-"))) } }
            @if !of.groups.is_empty() {
                @if c.of_year { p.muted.s { (fl!(w, "represent-of-year")) } }
                div.table-scroll tabindex="0" role="group" aria-label=(title) { table {
                    thead { tr {
                        th scope="col" { (fl!(w, "represent-group")) }
                        @if !c.of_year { th scope="col" { (fl!(w, "represent-came")) } }
                        th scope="col" { (fl!(w, "represent-population")) }
                        th scope="col" { (fl!(w, "represent-index")) }
                    } }
                    tbody {
                        @for (i, g) in of.groups.iter().enumerate() { tr {
                            th scope="row" { (group_name(ctx, of.dim, &g.code, c.names[i].as_deref())) }
                            @if !c.of_year { td.num { (count(ctx, g.came)) } }
                            td.num { (g.population) "%" }
                            td.num { (g.index.map_or_else(|| fl!(w, "represent-small"), hundredths)) }
                        } }
                        @if !c.of_year { tr { th scope="row" { (fl!(w, "represent-unknown")) } td.num { (count(ctx, of.unknown)) } td {} td {} } }
                    }
                } }
                @if let (Some(distance), Some(chance)) = (of.distance, of.by_chance) { p { (fl!(w, "represent-distance", distance = distance, chance = chance)) } }
                @if let Some(day) = c.as_of { p.muted.s { (fl!(w, "represent-as-of", day = ui::time::day(ctx.lang, day, ctx.now))) } }
            }
        })
    }

    fn form(&self, ctx: &Ctx, of: Option<AttendanceId>, within: &str) -> Markup {
        let w = words(ctx.lang);
        let field = |dim: Dim, name: &'static str, value: &str| {
            let choices: Vec<_> = std::iter::once(("", fl!(w, "represent-say-nothing"))).chain(groups(dim).iter().map(|code| (*code, group_name(ctx, dim, code, None)))).collect();
            ui::select(&Field::new(name, &word(ctx.lang, "dim", dim.code())).within(within).value(value).problems(&self.problems), &choices)
        };
        let Some(meeting) = self.meeting else { return html! {} };
        form::post(ctx, &format!("/meetings/{meeting}/strata"), html! {
            @if let Some(of) = of { input type="hidden" name="attendance" value=(of); }
            (field(Dim::Origin, "origin", &self.typed.origin))
            (field(Dim::Registration, "registration", &self.typed.registration))
            (field(Dim::Age, "age", &self.typed.age))
            (field(Dim::Gender, "gender", &self.typed.gender))
            (field(Dim::Tenure, "tenure", &self.typed.tenure))
            (ui::checkbox(&Field::new("consent", &fl!(w, "represent-consent")).within(within).problems(&self.problems)))
            p.actions { (ui::button(&fl!(w, "save"))) }
        })
    }
}

/// What a reader has to know of the counts.
fn counted_words(ctx: &Ctx, counts: CountsOf) -> Option<String> {
    let w = words(ctx.lang);
    match counts {
        CountsOf::Year | CountsOf::Sealed => None,
        CountsOf::Working => Some(fl!(w, "represent-counts-working")),
        CountsOf::Waiting => Some(fl!(w, "represent-counts-waiting")),
        CountsOf::NotKept => Some(fl!(w, "represent-counts-not-kept")),
    }
}

fn unsaid_name(ctx: &Ctx, u: &UnsaidView) -> String {
    let w = words(ctx.lang);
    let capacity = word(ctx.lang, "capacity", u.capacity.code());
    match (&u.shown_name, u.sheet_line) {
        (Some(name), _) => name.clone(),
        (None, Some(line)) => fl!(w, "represent-line", capacity = capacity, line = line),
        (None, None) => capacity,
    }
}

pub(super) fn group_name(ctx: &Ctx, dim: Dim, code: &str, name: Option<&str>) -> String {
    match name {
        Some(name) => name.to_owned(),
        None => word(ctx.lang, "group", &format!("{}-{}", dim.code(), code.replace('+', "-up"))),
    }
}

/// A count, or that it is covered.
pub(super) fn count(ctx: &Ctx, n: Option<u64>) -> String {
    n.map_or_else(|| fl!(words(ctx.lang), "represent-small"), |n| n.to_string())
}

/// 53 as 0.53.
fn hundredths(n: u64) -> String {
    format!("{}.{:02}", n / 100, n % 100)
}
