//! Another delegate for an organisation's seat.

use crate::rules::{DelegateWords, MembershipId};
use crate::views::SeatView;
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field};

/// One form for each seat that an organisation holds.
pub(super) fn form(ctx: &Ctx, roster: &[SeatView], typed: Option<&(MembershipId, DelegateWords)>, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let empty = DelegateWords::default();
    let seats: Vec<&SeatView> = roster.iter().filter(|s| !s.organisation.is_empty()).collect();
    html! { @if !seats.is_empty() { details.more open[typed.is_some()] { summary { (fl!(w, "delegates")) } @for s in seats {
        @let within = format!("delegate-{}", s.id);
        @let said = typed.filter(|t| t.0 == s.id).map(|t| &t.1);
        @let problems = if said.is_some() { problems } else { &[] };
        @let t = said.unwrap_or(&empty);
        (ui::confirm(&fl!(w, "delegate-of", organisation = s.organisation.as_str(), name = s.shown_name.as_str()), &fl!(w, "delegate-note"), ui::form::post(ctx, &format!("/memberships/{}/delegate", s.id), html! {
            (ui::text_input(&Field::new("shown_name", &fl!(w, "shown-name")).within(&within).value(&t.shown_name).required().problems(problems), "text"))
            (ui::text_input(&Field::new("login", &fl!(w, "login")).within(&within).hint(&fl!(w, "login-hint")).value(&t.login).autocomplete("off").problems(problems), "text"))
            (ui::text_input(&Field::new("mandate", &fl!(w, "mandate")).within(&within).hint(&fl!(w, "mandate-hint")).value(&t.mandate).required().max(120).problems(problems), "text"))
            (ui::text_input(&Field::new("interests", &fl!(w, "interests")).within(&within).value(&t.interests).problems(problems), "text"))
            (ui::checkbox(&Field::new("interests_declared", &fl!(w, "interests-declared")).within(&within).value(if t.interests_declared { "true" } else { "" }).problems(problems)))
            p.actions { (ui::button(&fl!(w, "delegate-change"))) }
        })))
    } } } }
}
