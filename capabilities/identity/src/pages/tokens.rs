//! The page of API tokens.

use crate::views::{TokenLine, TokensView};
use edge::View;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, FluentLanguageLoader, Lang, form};

impl View for TokensView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = t!(ctx, "tokens");
        let body = html! {
            h1 { (title) }
            p.muted { (t!(ctx, "tokens-hint")) }
            (ui::error_summary(ctx, &self.problems))
            @if let Some(made) = &self.made {
                (ui::alert(ui::Tone::Ok, html! { p { (t!(ctx, "token-made")) } p { code.wrap { (made) } } }))
            }
            (ui::card(&t!(ctx, "token-new"), None, self.making(ctx)))
            @if self.tokens.is_empty() { (ui::empty_state(&t!(ctx, "tokens-none"), "", None)) }
            @else { ul.plain { @for token in &self.tokens { (line(ctx, token)) } } }
            (ui::ghost_link("/account", &t!(ctx, "account")))
        };
        ui::layout::resident(ctx, &title, "/account", body, None)
    }
    fn path(&self) -> String {
        "/account/tokens".into()
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    words!();
}

impl TokensView {
    fn making(&self, ctx: &Ctx) -> Markup {
        let (scopes, until) = (t!(ctx, "token-scopes"), t!(ctx, "until"));
        let hint = t!(ctx, "token-scopes-hint");
        form::post(ctx, "/account/tokens", html! {
            @if !self.scopes.is_empty() {
                fieldset.field.choices {
                    legend { (scopes) }
                    p.hint { (hint) }
                    div.options { @for scope in &self.scopes {
                        label.choice { input type="checkbox" name="scopes" value=(scope); span { (super::role(ctx, scope)) } }
                    } }
                }
            }
            (ui::text_input(&Field::new("until", &until).required().problems(&self.problems), "date"))
            (ui::button(&t!(ctx, "token-new")))
        })
    }
}

fn line(ctx: &Ctx, token: &TokenLine) -> Markup {
    let named = |scope: &String| if scope == "*" { t!(ctx, "token-all") } else { super::role(ctx, scope) };
    let scopes: Vec<String> = token.scopes.iter().map(named).collect();
    let scopes = if scopes.is_empty() { t!(ctx, "token-own-things") } else { scopes.join(", ") };
    html! {
        li {
            code { "lq_" (token.id.simple().to_string().chars().take(8).collect::<String>()) "…" } " "
            b { (scopes) } " " small.muted { (token.made_at.day()) " – " (token.last_day()) }
            (form::verb(ctx, &format!("/account/tokens/{}/end", token.id), &t!(ctx, "token-end")))
        }
    }
}
