//! The pages of messages: the inbox, what one chooses, the way out of an e-mail, the log.

use crate::rules::{ChoosingMeans, Means};
use crate::views::{ChoiceLine, ChoicesView, InboxView, LogView, MessageLine, SendingLine, UnsubscribeView};
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Lang, Tone, form};

const INBOX: &str = "/my/messages";
const CHOICES: &str = "/account/messages";
const LOG: &str = "/admin/messages";

macro_rules! words {
    () => {
        fn words(lang: Lang) -> Option<&'static ui::FluentLanguageLoader> {
            Some(words(lang))
        }
    };
}

/// The desk's frame for staff, the residents' for everybody else.
fn frame(ctx: &Ctx, title: &str, main: Markup) -> Markup {
    if ctx.viewer.as_ref().is_some_and(|v| v.staff) {
        ui::layout::desk(ctx, title, INBOX, main)
    } else {
        ui::layout::resident(ctx, title, "/account", main, None)
    }
}

impl edge::View for InboxView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "inbox-title");
        let main = html! {
            div.head { h1 { (title) } @if self.unread > 0 { (ui::tag(Tone::Info, &self.unread_words(ctx))) } }
            (ui::error_summary(ctx, &self.problems))
            p.actions {
                (ui::ghost_link(CHOICES, &fl!(w, "choices-title")))
                @if self.unread > 0 { (form::verb(ctx, &format!("{INBOX}/reading"), &fl!(w, "inbox-read-all"))) }
            }
            @if self.items.is_empty() { (ui::empty_state(&fl!(w, "inbox-empty"), &fl!(w, "inbox-empty-hint"), None)) }
            @else { ul.messages { @for m in &self.items { li.unread[!m.read] { (m.line(ctx)) } } } }
            (ui::pager(ctx, self.next.map(|id| format!("{INBOX}?before={id}")).as_deref(), self.before.map(|_| INBOX)))
        };
        frame(ctx, &title, main)
    }
    fn path(&self) -> String {
        INBOX.into()
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    words!();
}

impl InboxView {
    fn unread_words(&self, ctx: &Ctx) -> String {
        let n = if self.unread >= crate::store::MOST_UNREAD { "99+".to_owned() } else { self.unread.to_string() };
        fl!(words(ctx.lang), "inbox-unread", n = n)
    }
}

impl MessageLine {
    fn line(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let label = fl!(w, "inbox-read-this", what = self.says.clone());
        html! {
            p.says { a href=(self.link) { (self.says) } }
            p.about {
                small.muted { (word(ctx.lang, "kind", self.kind.code())) " · " (ui::time::when(ctx.lang, self.at, ctx.now)) }
                @if let Some(urgent) = self.urgent { (ui::tag(Tone::Bad, &word(ctx.lang, "urgent", urgent.code()))) }
                @if !self.read { (ui::tag(Tone::Info, &fl!(w, "inbox-new"))) }
            }
            @if !self.read {
                (form::post(ctx, &format!("{INBOX}/{}/reading", self.id), html! { button.btn.ghost aria-label=(label) { (fl!(w, "inbox-read-one")) } }))
            }
        }
    }
}

impl edge::View for ChoicesView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "choices-title");
        let main = html! {
            h1 { (title) }
            p.muted { (fl!(w, "choices-lead")) }
            (ui::error_summary(ctx, &self.problems))
            (ui::card(&fl!(w, "choices-means"), None, self.form(ctx)))
            (ui::card(&fl!(w, "choices-email"), None, self.email_form(ctx)))
            p { (ui::ghost_link(INBOX, &fl!(w, "inbox-title"))) }
        };
        frame(ctx, &title, main)
    }
    fn path(&self) -> String {
        CHOICES.into()
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    words!();
}

impl ChoicesView {
    /// The same with what was typed in place of what is kept.
    pub(crate) fn typed(mut self, words: &ChoosingMeans) -> Self {
        for line in &mut self.choices {
            line.means = words.of(line.kind).or(line.means);
        }
        Self { quiet_from: words.quiet_from.clone(), quiet_until: words.quiet_until.clone(), daily: words.daily, ..self }
    }

    fn form(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (from, until, quiet_hint) = (fl!(w, "quiet-from"), fl!(w, "quiet-until"), fl!(w, "quiet-hint"));
        let (rhythm, rhythm_hint) = (fl!(w, "rhythm"), fl!(w, "rhythm-hint"));
        let rhythms = [("false", fl!(w, "rhythm-instant")), ("true", fl!(w, "rhythm-daily"))];
        form::post(ctx, CHOICES, html! {
            @for line in &self.choices { (self.kind(ctx, line)) }
            (ui::radio_group(&Field::new("daily", &rhythm).hint(&rhythm_hint).value(if self.daily { "true" } else { "false" }), &rhythms))
            p.muted { (quiet_hint) }
            div.pair {
                (ui::text_input(&Field::new("quiet_from", &from).value(&self.quiet_from).problems(&self.problems), "time"))
                (ui::text_input(&Field::new("quiet_until", &until).value(&self.quiet_until).problems(&self.problems), "time"))
            }
            p.note { (fl!(w, "urgent-note")) }
            p.actions { (ui::button(&fl!(w, "choices-save"))) }
        })
    }

    /// The means of one kind; only those that reach this person.
    fn kind(&self, ctx: &Ctx, line: &ChoiceLine) -> Markup {
        let (label, hint) = (word(ctx.lang, "kind", line.kind.code()), word(ctx.lang, "kind-hint", line.kind.code()));
        let open = |m: &&Means| match m {
            Means::Sms => self.has_phone,
            Means::Email => self.email.is_some(),
            Means::App => true,
        };
        let options: Vec<(&str, String)> =
            Means::ALL.iter().filter(open).map(|m| (m.code(), word(ctx.lang, "means", m.code()))).collect();
        let value = line.means.map_or("", Means::code);
        ui::radio_group(&Field::new(line.kind.code(), &label).hint(&hint).value(value).problems(&self.problems), &options)
    }

    fn email_form(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let [email, email_hint, code, code_hint] = [fl!(w, "email"), fl!(w, "email-hint"), fl!(w, "code"), fl!(w, "code-hint")];
        html! {
            @if let Some(email) = &self.email {
                p { (fl!(w, "email-verified", email = email.clone())) }
                (form::verb(ctx, &format!("{CHOICES}/email/removal"), &fl!(w, "email-remove")))
            }
            @if let Some(pending) = &self.pending {
                p { (fl!(w, "email-pending", email = pending.clone())) }
                (form::post(ctx, &format!("{CHOICES}/email/verification"), html! {
                    (ui::text_input(&Field::new("code", &code).hint(&code_hint).required().autocomplete("one-time-code").inputmode("numeric").max(6).problems(&self.problems), "text"))
                    p.actions { (ui::button(&fl!(w, "email-verify"))) }
                }))
            }
            (form::post(ctx, &format!("{CHOICES}/email"), html! {
                (ui::text_input(&Field::new("email", &email).hint(&email_hint).value(&self.typed_email).required().autocomplete("email").inputmode("email").max(120).problems(&self.problems), "email"))
                p.actions { (ui::ghost_button(&fl!(w, "email-send-code"))) }
            }))
        }
    }
}

impl edge::View for UnsubscribeView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "unsubscribe-title");
        let main = html! {
            h1 { (title) }
            @if self.done {
                (ui::alert(Tone::Ok, html! { (fl!(w, "unsubscribe-done", email = self.email.clone())) }))
            } @else {
                p { (fl!(w, "unsubscribe-ask", email = self.email.clone())) }
                (form::post(ctx, &self.path_of(), html! { p.actions { (ui::button(&fl!(w, "unsubscribe-do"))) } }))
            }
            p.muted { (fl!(w, "unsubscribe-rest")) }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        self.path_of()
    }
    words!();
}

impl UnsubscribeView {
    fn path_of(&self) -> String {
        format!("/unsubscribe/{}", self.token)
    }
}

impl edge::View for LogView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "log-title");
        let state = |s: &str| (if s.is_empty() { LOG.to_owned() } else { format!("{LOG}?state={s}") }, word(ctx.lang, "state", if s.is_empty() { "all" } else { s }), self.state == s);
        let filters: Vec<_> = [""].into_iter().chain(crate::actions::STATES).map(state).collect();
        let heads = [fl!(w, "log-what"), fl!(w, "log-means"), fl!(w, "log-stands"), format!("#{}", fl!(w, "log-tries")), String::new()];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let main = html! {
            div.head { h1 { (title) } }
            (ui::error_summary(ctx, &self.problems))
            p.muted { (fl!(w, "log-lead")) }
            (ui::segments(&title, &filters))
            @if self.sendings.is_empty() { (ui::empty_state(&fl!(w, "log-empty"), "", None)) }
            @else { (ui::table(&title, &heads, self.sendings.iter().map(|s| s.line(ctx)).collect())) }
            (ui::pager(ctx, self.next.map(|id| format!("{LOG}?state={}&before={id}", self.state)).as_deref(), self.before.map(|_| LOG)))
        };
        ui::layout::desk(ctx, &title, LOG, main)
    }
    fn path(&self) -> String {
        LOG.into()
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    words!();
}

impl SendingLine {
    fn line(&self, ctx: &Ctx) -> Vec<Markup> {
        let w = words(ctx.lang);
        let tone = match self.state.as_str() {
            "sent" => Tone::Ok,
            "failed" => Tone::Bad,
            "dropped" => Tone::Plain,
            _ => Tone::Warn,
        };
        let when = if self.state == "waiting" { self.next_at } else { self.last_at.unwrap_or(self.next_at) };
        vec![
            html! { (self.what) " " small.muted { (ui::time::when(ctx.lang, when, ctx.now)) } },
            html! { (word(ctx.lang, "means", self.means.code())) },
            html! { (ui::tag(tone, &word(ctx.lang, "state", &self.state))) @if let Some(why) = &self.why { " " small.muted { (word(ctx.lang, "why", why)) } } },
            html! { (self.tries) },
            html! { @if self.state == "failed" { (form::verb(ctx, &format!("{LOG}/{}/again", self.id), &fl!(w, "log-again"))) } },
        ]
    }
}
