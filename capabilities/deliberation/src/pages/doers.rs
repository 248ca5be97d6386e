//! Who takes a task on: the authors behind the matter first, and the one who was asked.

use crate::views::{DoerView, TaskView};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

/// An author to choose, or a name.
pub(super) fn owner_fields(ctx: &Ctx, within: &str, doers: &[DoerView], problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let nobody = std::iter::once((String::new(), fl!(w, "doer-none")));
    let named = doers.iter().map(|d| (d.key.clone(), if d.offers { fl!(w, "doer-offers", name = d.name.as_str()) } else { d.name.clone() }));
    html! {
        @if !doers.is_empty() { (ui::select(&Field::new("owner_author", &fl!(w, "doer-author")).within(within).hint(&fl!(w, "doer-author-hint")).problems(problems), &nobody.chain(named).collect::<Vec<_>>())) }
        (ui::text_input(&Field::new("owner_name", &fl!(w, "task-owner")).within(within).problems(problems), "text"))
        (ui::text_input(&Field::new("owner_login", &fl!(w, "doer-login")).within(within).hint(&fl!(w, "doer-login-hint")).problems(problems), "text"))
    }
}

/// Whether it is taken on, and what the one who was asked or whoever keeps it can do.
pub(super) fn standing(ctx: &Ctx, t: &TaskView, to: &str, keeps: bool, doers: &[DoerView], problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    html! {
        @if t.mine {
            p { (fl!(w, "task-asked-you")) }
            (form::post(ctx, &format!("{to}/acceptance"), html! { p.actions { (ui::button(&fl!(w, "task-accept"))) } }))
        } @else if t.asked { p { (ui::tag(Tone::Plain, &fl!(w, "task-waits"))) } }
        @if keeps && t.state == crate::rules::TaskState::Open { (ui::confirm(&fl!(w, "task-name-other"), &fl!(w, "task-name-other-note"), form::post(ctx, &format!("{to}/owner"), html! {
            (owner_fields(ctx, &format!("owner-{}", t.id), doers, problems))
            p.actions { (ui::button(&fl!(w, "save"))) }
        }))) }
    }
}
