//! Views as pages: the desk's lists, the opening for the tablet, and paper.

mod boxes;
mod cards;
mod opening;
mod paper;
mod public;

use crate::views::CodeSentView;
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field};

impl edge::View for CodeSentView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = fl!(words(ctx.lang), "second-code");
        ui::layout::desk(ctx, &title, "/desk/boxes", html! { h1 { (title) } p { (self.fragment(ctx)) } })
    }
    fn fragment(&self, ctx: &Ctx) -> Markup {
        html! { @match self.problems.first() { Some(p) => (p.message), None => (fl!(words(ctx.lang), "code-sent")) } }
    }
    fn path(&self) -> String {
        "/desk/boxes".into()
    }
    edge::speaks!(crate::words);
}

/// 「每周二」, 「每两周的周二」.
fn plan(ctx: &Ctx, weekday: i8, every_weeks: i32) -> String {
    let day = word(ctx.lang, "weekday", &weekday.to_string());
    fl!(words(ctx.lang), "plan", day = day, weeks = every_weeks)
}

/// The second signatory's own name and password, given in the first's session.
fn countersign(ctx: &Ctx, form: &str, login: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let (label, password, hint) = (fl!(w, "second-login"), fl!(w, "second-password"), fl!(w, "second-hint"));
    html! {
        fieldset.second {
            legend { (fl!(w, "second-sign")) }
            p.hint { (hint) }
            div.pair {
                (ui::text_input(&Field::new("login", &label).within(form).value(login).required().autocomplete("off").problems(problems), "text"))
                (ui::text_input(&Field::new("password", &password).within(form).required().autocomplete("off").problems(problems), "password"))
            }
            p.actions {
                button.btn.ghost.small type="button" hx-post="/desk/openings/codes" hx-include="closest fieldset" hx-target="next .code-sent" { (fl!(w, "second-code")) }
                span.code-sent role="status" {}
            }
        }
    }
}
