//! The pages of sign-in, the account, set-up and grants.

use crate::views::{AccountView, DataView, GrantsView, OnwardView, PostLine, SetupView, SignInView};
use edge::View;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, FluentLanguageLoader, Lang, form};

macro_rules! t {
    ($ctx:expr, $key:literal $(, $rest:tt)*) => { i18n_embed_fl::fl!(crate::words($ctx.lang), $key $(, $rest)*) };
}

macro_rules! words {
    () => {
        fn words(lang: Lang) -> Option<&'static FluentLanguageLoader> {
            Some(crate::words(lang))
        }
    };
}

mod tokens;

/// A role in the reader's words.
fn role(ctx: &Ctx, code: &str) -> String {
    ui::sentence(crate::words(ctx.lang), &format!("role-{code}"), &[])
}

impl View for SignInView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = t!(ctx, "sign-in");
        let tabs = [
            (format!("/sign-in?next={}", self.next), t!(ctx, "by-code"), !self.by_password),
            (format!("/sign-in?by=password&next={}", self.next), t!(ctx, "by-password"), self.by_password),
        ];
        let body = html! {
            h1 { (title) }
            p.muted { (t!(ctx, "sign-in-hint")) }
            (ui::segments(&title, &tabs))
            (ui::error_summary(ctx, &self.problems))
            @if self.by_password { (self.password_form(ctx)) }
            @else if self.sent { (self.code_form(ctx)) }
            @else { (self.phone_form(ctx)) }
        };
        ui::layout::resident(ctx, &title, "/account", body, None)
    }
    fn path(&self) -> String {
        self.next.clone()
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    words!();
}

impl SignInView {
    fn next(&self) -> Markup {
        html! { input type="hidden" name="next" value=(self.next); }
    }
    fn password_form(&self, ctx: &Ctx) -> Markup {
        let (login, password) = (t!(ctx, "login"), t!(ctx, "password"));
        form::post(ctx, "/sign-in", html! {
            (self.next())
            (ui::text_input(&Field::new("login", &login).value(&self.login).required().autocomplete("username").problems(&self.problems), "text"))
            (ui::text_input(&Field::new("password", &password).required().autocomplete("current-password").problems(&self.problems), "password"))
            (ui::button(&t!(ctx, "sign-in")))
        })
    }
    fn phone_form(&self, ctx: &Ctx) -> Markup {
        let (phone, hint) = (t!(ctx, "phone"), t!(ctx, "phone-hint"));
        form::post(ctx, "/sign-in/codes", html! {
            (self.next())
            (ui::text_input(&Field::new("phone", &phone).hint(&hint).value(&self.phone).required().autocomplete("tel").inputmode("tel").problems(&self.problems), "tel"))
            (ui::button(&t!(ctx, "send-code")))
        })
    }
    fn code_form(&self, ctx: &Ctx) -> Markup {
        let (code, hint) = (t!(ctx, "code"), t!(ctx, "code-hint"));
        form::post(ctx, "/sign-in/code", html! {
            (self.next())
            input type="hidden" name="phone" value=(self.phone);
            (ui::text_input(&Field::new("code", &code).hint(&hint).required().autocomplete("one-time-code").inputmode("numeric").max(6).problems(&self.problems), "text"))
            (ui::button(&t!(ctx, "sign-in")))
        })
    }
}

impl View for OnwardView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = t!(ctx, "done");
        ui::layout::resident(ctx, &title, "", html! { h1 { (title) } (ui::link_button(&self.next, &t!(ctx, "go-on"))) }, None)
    }
    fn path(&self) -> String {
        self.next.clone()
    }
}

impl View for AccountView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = t!(ctx, "account");
        let sure = t!(ctx, "erase-sure");
        let erasing = form::post(ctx, "/account/erasure", html! {
            (ui::checkbox(&Field::new("sure", &sure).problems(&self.problems)))
            (ui::button(&t!(ctx, "erase")))
        });
        let body = html! {
            h1 { (t!(ctx, "hello")) " " (self.masked_name) }
            (ui::error_summary(ctx, &self.problems))
            (ui::card(&t!(ctx, "my-messages"), None, html! {
                p.actions { (ui::ghost_link("/my/messages", &messages(ctx))) (ui::ghost_link("/account/messages", &t!(ctx, "how-told"))) }
            }))
            @if !self.posts.is_empty() { (ui::card(&t!(ctx, "my-posts"), None, posts(&self.posts))) }
            @if self.may_grant { p { (ui::ghost_link("/admin/posts", &t!(ctx, "grants"))) } }
            (ui::card(&t!(ctx, "my-devices"), None, html! {
                ul.plain { @for s in &self.sessions { li {
                    (t!(ctx, "last-seen")) " " (s.last_seen_at.day()) " " (s.last_seen_at.hm())
                    @if s.here { " " b { (t!(ctx, "this-device")) } }
                    @else { (form::verb(ctx, &format!("/account/sessions/{}/end", s.id), &t!(ctx, "end-session"))) }
                } } }
            }))
            (ui::card(&t!(ctx, "my-data"), None, html! {
                p { (t!(ctx, "my-data-hint")) }
                (form::verb(ctx, "/account/data", &t!(ctx, "see-data")))
                (form::verb(ctx, "/account/data/copy", &t!(ctx, "copy-data")))
                p { a href="/account/tokens" { (t!(ctx, "tokens")) } }
                (ui::confirm(&t!(ctx, "erase"), &t!(ctx, "erase-hint"), erasing))
            }))
            (form::verb(ctx, "/sign-out", &t!(ctx, "sign-out")))
        };
        ui::layout::resident(ctx, &title, "/account", body, None)
    }
    fn path(&self) -> String {
        "/account".into()
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    words!();
}

/// The way to the inbox, with what waits there.
fn messages(ctx: &Ctx) -> String {
    match ctx.viewer.as_ref().map_or(0, |v| v.unread) {
        0 => t!(ctx, "read-messages"),
        n => {
            let n = if n > 99 { "99+".to_owned() } else { n.to_string() };
            i18n_embed_fl::fl!(crate::words(ctx.lang), "unread-messages", n = n)
        }
    }
}

fn posts(lines: &[PostLine]) -> Markup {
    html! { ul.plain { @for p in lines { li { b { (p.title) } @if let Some(unit) = &p.unit { " " (unit) } " " small.muted { "– " (p.until.day()) } } } } }
}

impl View for DataView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = t!(ctx, "my-data");
        let known = |v: &Option<String>| v.clone().filter(|v| !v.is_empty()).unwrap_or_else(|| "–".into());
        let (name, phone, since) = (t!(ctx, "name"), t!(ctx, "phone"), t!(ctx, "since"));
        let body = html! {
            h1 { (title) }
            p.muted { (t!(ctx, "data-logged")) }
            (ui::facts(&[
                (&name, html! { (known(&self.name)) }),
                (&phone, html! { (known(&self.phone)) }),
                (&since, html! { (self.since.day()) }),
            ]))
            (posts(&self.posts))
            @if !self.kept.is_empty() {
                h2 { (t!(ctx, "kept")) }
                @for kept in &self.kept {
                    (ui::facts(&kept_lines(ctx, kept).iter().map(|(l, v)| (l.as_str(), html! { (v) })).collect::<Vec<_>>()))
                }
            }
            (ui::ghost_link("/account", &t!(ctx, "account")))
        };
        ui::layout::resident(ctx, &title, "/account", body, None)
    }
}

fn kept_lines(ctx: &Ctx, kept: &edge::Kept) -> Vec<(String, String)> {
    let label = |code: &str| ui::sentence(crate::words(ctx.lang), &format!("kept-{code}"), &[]);
    let mut lines = vec![(label("number"), kept.number.clone()), (label("at"), kept.at.day().to_string())];
    lines.extend(kept.fields.iter().map(|(code, value)| (label(code), value.clone())));
    lines
}

impl View for SetupView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = t!(ctx, "setup");
        let people = [
            ("system_login", "system_password", t!(ctx, "system-administrator")),
            ("security_login", "security_password", t!(ctx, "security-administrator")),
            ("audit_login", "audit_password", t!(ctx, "audit-administrator")),
            ("leader_login", "leader_password", t!(ctx, "street-leader")),
        ];
        let (login, password) = (t!(ctx, "login"), t!(ctx, "password"));
        let body = html! {
            h1 { (title) }
            p { (t!(ctx, "setup-hint")) }
            (ui::error_summary(ctx, &self.problems))
            (form::post(ctx, "/setup", html! {
                (ui::text_input(&Field::new("token", &t!(ctx, "setup-token")).value(&self.token).required(), "text"))
                @for (name, secret, role) in &people {
                    fieldset {
                        legend { (role) }
                        (ui::text_input(&Field::new(name, &login).required().problems(&self.problems), "text"))
                        (ui::text_input(&Field::new(secret, &password).required().autocomplete("new-password").problems(&self.problems), "password"))
                    }
                }
                (ui::button(&title))
            }))
        };
        ui::layout::resident(ctx, &title, "", body, None)
    }
    fn path(&self) -> String {
        "/sign-in?by=password".into()
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    words!();
}

impl View for GrantsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = t!(ctx, "grants");
        let heads = [t!(ctx, "who"), t!(ctx, "post"), t!(ctx, "until"), t!(ctx, "next")];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let lines = self.grants.iter().map(|g| {
            vec![
                html! { (g.masked_name) },
                html! { (g.title) " " small.muted { (role(ctx, &g.role)) } },
                html! { (g.until.day()) },
                html! {
                    @if g.state == "proposed" { (form::verb(ctx, &format!("/admin/posts/{}/confirmation", g.id), &t!(ctx, "confirm"))) }
                    (form::verb(ctx, &format!("/admin/posts/{}/end", g.id), &t!(ctx, "end")))
                },
            ]
        });
        let roles: Vec<(&str, String)> = auth::Role::ALL.iter().map(|r| (r.code(), role(ctx, r.code()))).collect();
        let body = html! {
            h1 { (title) }
            p.muted { (t!(ctx, "grants-hint")) }
            (ui::error_summary(ctx, &self.problems))
            @if self.may_propose {
                (ui::card(&t!(ctx, "propose"), None, form::post(ctx, "/admin/posts", html! {
                    (ui::text_input(&Field::new("login", &t!(ctx, "login")).required().problems(&self.problems), "text"))
                    (ui::select(&Field::new("role", &t!(ctx, "post")).required().problems(&self.problems), &roles))
                    (ui::text_input(&Field::new("title", &t!(ctx, "post-title")).required(), "text"))
                    (ui::text_input(&Field::new("until", &t!(ctx, "until")).required().problems(&self.problems), "date"))
                    (ui::button(&t!(ctx, "propose")))
                })))
            }
            (ui::table(&title, &heads, lines.collect()))
        };
        ui::layout::desk(ctx, &title, "", body)
    }
    fn path(&self) -> String {
        "/admin/posts".into()
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    words!();
}
