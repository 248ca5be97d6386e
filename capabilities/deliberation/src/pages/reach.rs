//! Who was heard, by ways and by groups; and the fields in which people say their groups.

use super::representativeness::{count, group_name};
use crate::rules::{Dim, groups};
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field};

/// People by the way they came, in one line.
pub(super) fn by_way(ctx: &Ctx, all: &[WayCount]) -> String {
    let w = words(ctx.lang);
    let one = |c: &WayCount| fl!(w, "by-way", way = word(ctx.lang, "heard-way", c.way.code()), n = c.people);
    all.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// What somebody may say of themselves beside what they do; folded away, as nobody has to.
pub(super) fn group_fields(ctx: &Ctx, within: &str, (origin, age): (&str, Option<&str>), problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let field = |dim: Dim, name: &'static str, value: &str| {
        let said = groups(dim).iter().map(|code| (*code, group_name(ctx, dim, code, None)));
        let choices: Vec<_> = std::iter::once(("", fl!(w, "represent-say-nothing"))).chain(said).collect();
        ui::select(&Field::new(name, &word(ctx.lang, "dim", dim.code())).within(within).value(value).problems(problems), &choices)
    };
    let open = !origin.is_empty() || age.is_some_and(|a| !a.is_empty());
    html! { details.more open[open] {
        summary { (fl!(w, "groups-say")) }
        p.muted.s { (fl!(w, "groups-say-note")) }
        (field(Dim::Origin, "origin", origin))
        @if let Some(age) = age { (field(Dim::Age, "age", age)) }
    } }
}

impl MatterView {
    /// The last needs step that is over, by group; while one runs, when it comes.
    pub(super) fn reached(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(reach) = &self.reach else {
            return html! { @if self.is_in(crate::rules::MatterStep::Needs) && self.heard > 0 { p.muted.s { (fl!(w, "reach-later")) } } };
        };
        html! { details.more {
            summary { (fl!(w, "reach-title")) @if reach.round != self.round { " · " (fl!(w, "round", n = reach.round)) } }
            @for of in &reach.groups {
                h3 { (word(ctx.lang, "dim", of.dim.code())) }
                @if let Some(why) = of.hidden { p.muted { (word(ctx.lang, "represent-hidden", &why.code().replace('_', "-"))) } }
                @else { ul.told {
                    @for g in &of.groups { li { (group_name(ctx, of.dim, &g.code, None)) " " b.num { (count(ctx, g.people)) } } }
                    li { (fl!(w, "represent-unknown")) " " b.num { (count(ctx, of.unsaid)) } }
                } }
            }
        } }
    }
}
