//! Who stands in for a seat, and the form that names somebody.

use crate::views::SeatView;
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field};

/// Named for one of the seats that are held.
pub(super) fn form(ctx: &Ctx, roster: &[SeatView], problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    html! { details.more open[!problems.is_empty()] { summary { (fl!(w, "substitutes-name")) } @for s in roster {
        @let within = format!("substitute-{}", s.id);
        (ui::confirm(&fl!(w, "substitute-for", name = s.shown_name.as_str()), &fl!(w, "substitute-note"), ui::form::post(ctx, &format!("/memberships/{}/substitute", s.id), html! {
            (ui::text_input(&Field::new("shown_name", &fl!(w, "shown-name")).within(&within).required().problems(problems), "text"))
            (ui::text_input(&Field::new("login", &fl!(w, "login")).within(&within).hint(&fl!(w, "login-hint")).autocomplete("off").problems(problems), "text"))
            (ui::text_input(&Field::new("interests", &fl!(w, "interests")).within(&within).problems(problems), "text"))
            (ui::checkbox(&Field::new("interests_declared", &fl!(w, "interests-declared")).within(&within).problems(problems)))
            p.actions { (ui::button(&fl!(w, "substitute-name"))) }
        })))
    } } }
}
