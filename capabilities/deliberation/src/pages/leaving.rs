//! A seat that is left before its term ends, with a public reason.

use crate::rules::{Leaving, MembershipId};
use crate::views::SeatView;
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field};

/// One form for each of the seats that are held.
pub(super) fn form(ctx: &Ctx, roster: &[SeatView], typed: Option<&(MembershipId, Leaving)>, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    html! { details.more open[typed.is_some()] { summary { (fl!(w, "leave-seats")) } @for s in roster {
        @let within = format!("leaving-{}", s.id);
        @let said = typed.filter(|t| t.0 == s.id).map(|t| &t.1);
        @let problems = if typed.is_none() || said.is_some() { problems } else { &[] };
        (ui::confirm(&fl!(w, "leave-seat", name = s.shown_name.as_str()), &fl!(w, "leave-seat-note"), ui::form::post(ctx, &format!("/memberships/{}/ending", s.id), html! {
            (ui::text_input(&Field::new("on", &fl!(w, "leave-seat-on")).within(&within).hint(&fl!(w, "leave-seat-today")).value(&said.and_then(|t| t.on).map_or_else(String::new, |d| d.to_string())).problems(problems), "date"))
            (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within(&within).value(said.map_or("", |t| &t.reason)).required().max(200).problems(problems), "text"))
            p.actions { (ui::button(&fl!(w, "leave-seat-do"))) }
        })))
    } } }
}
