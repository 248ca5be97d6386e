//! Proposals: the list, writing one in two steps, and what is late.

use crate::rules::{MOST_OFFER, MOST_TITLE, ProposalState};
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use identity::Tie;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

/// Segments of a bar.
const PARTS: i64 = 10;

pub(super) fn state_tone(state: ProposalState) -> Tone {
    match state {
        ProposalState::Gathering => Tone::Info,
        ProposalState::Reached => Tone::Warn,
        ProposalState::Answered => Tone::Ok,
        _ => Tone::Plain,
    }
}

/// How far it is: full segments only for what is there.
pub(super) fn progress(ctx: &Ctx, inside: i64, threshold: i64) -> (usize, usize, String) {
    let parts = usize::try_from((inside * PARTS / threshold.max(1)).clamp(0, PARTS)).unwrap_or(0);
    (parts, PARTS as usize, fl!(words(ctx.lang), "proposal-progress", inside = inside, threshold = threshold))
}

/// The mark of a place to choose from a form: who it is for, by which way.
pub(super) fn helped_fields(ctx: &Ctx, within: &'static str, h: &crate::rules::Helped, problems: &[kernel::Problem]) -> Markup {
    let w = words(ctx.lang);
    let ways = [("desk", fl!(w, "way-desk")), ("phone", fl!(w, "way-phone")), ("paper", fl!(w, "way-paper"))];
    let way = h.way.map_or("", |w| w.code());
    html! {
        (ui::select(&Field::new("way", &fl!(w, "way")).within(within).value(way).problems(problems), &ways))
        (ui::text_input(&Field::new("name", &fl!(w, "helped-name")).within(within).value(&h.name).required().max(40).problems(problems), "text"))
        (ui::text_input(&Field::new("phone", &fl!(w, "helped-phone")).within(within).hint(&fl!(w, "helped-phone-hint")).value(&h.phone).inputmode("tel").problems(problems), "text"))
        (ui::text_input(&Field::new("home", &fl!(w, "helped-home")).within(within).hint(&fl!(w, "helped-home-hint")).value(&h.home).required().problems(problems), "text"))
        (ui::checkbox(&Field::new("confirmed", &fl!(w, "helped-confirmed")).within(within).problems(problems)))
    }
}

impl edge::View for ProposalsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "proposals-title");
        let rows: Vec<_> = self.proposals.iter().map(|p| p.row(ctx)).collect();
        let filter = |state: Option<ProposalState>| {
            let name = state.map_or_else(|| fl!(w, "proposals-all"), |s| word(ctx.lang, "proposal-state", s.code()));
            (state.map_or_else(|| "/proposals".to_owned(), |s| format!("/proposals?state={}", s.code())), name, self.state == state)
        };
        let filters = [None, Some(ProposalState::Gathering), Some(ProposalState::Reached), Some(ProposalState::Answered)].map(filter);
        let kept = self.state.map_or_else(String::new, |s| format!("&state={}", s.code()));
        let next = self.next.map(|id| format!("/proposals?before={id}{kept}"));
        let main = html! {
            div.page {
                h1 { (title) }
                p.lead { (fl!(w, "proposals-lead")) }
                p.actions { (ui::link_button("/proposals/new", &fl!(w, "proposal-write"))) (ui::ghost_link("/matters", &fl!(w, "matters-title"))) (ui::ghost_link("/overdue", &fl!(w, "overdue-title"))) (ui::ghost_link("/moderation", &fl!(w, "moderation-title"))) }
                @if self.may_confirm { p { a href="/helping" { (fl!(w, "help-title")) } " · " a href="/residences/new" { (fl!(w, "residence-title")) } } }
                (ui::segments(&fl!(w, "proposal-filter"), &filters))
                @if rows.is_empty() { (ui::empty_state(&fl!(w, "proposals-none"), &fl!(w, "proposals-none-text"), None)) } @else { (ui::rows(&rows)) }
                (ui::pager(ctx, next.as_deref(), None))
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/proposals".into()
    }
}

impl ProposalLine {
    pub(super) fn row(&self, ctx: &Ctx) -> ui::Row {
        let w = words(ctx.lang);
        let (done, all, label) = progress(ctx, self.inside, self.threshold);
        let runs = match (self.state, self.days_left) {
            (ProposalState::Gathering, Some(days)) => fl!(w, "proposal-days-left", days = days.max(0)),
            (ProposalState::Reached, Some(days)) if days < 0 => fl!(w, "proposal-days-late", days = days.abs()),
            (ProposalState::Reached, Some(days)) => fl!(w, "proposal-answer-days", days = days),
            _ => String::new(),
        };
        let late = self.state == ProposalState::Reached && self.days_left.is_some_and(|d| d < 0);
        ui::Row {
            href: format!("/proposals/{}", self.id),
            title: super::titled(ctx, &self.title),
            note: format!("{} · {}", self.place, self.code),
            status: if runs.is_empty() { label.clone() } else { format!("{label} · {runs}") },
            icon: "megaphone",
            tag: Some((if late { Tone::Bad } else { state_tone(self.state) }, word(ctx.lang, "proposal-state", self.state.code()))),
            progress: Some((done, all, label)),
        }
    }
}

impl edge::View for ProposalFormView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "proposal-write");
        let main = html! {
            div.page {
                p.crumbs { a href="/proposals" { (fl!(w, "proposals-title")) } }
                h1 { (title) }
                (ui::error_summary(ctx, &self.problems))
                @if self.second { (self.likes(ctx)) (self.write(ctx)) } @else { (self.begin(ctx)) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        self.made.map_or_else(|| "/proposals/new".into(), |id| format!("/proposals/{id}"))
    }
    edge::speaks!(crate::words);
}

impl ProposalFormView {
    fn what_and_where(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        html! {
            (ui::text_input(&Field::new("title", &fl!(w, "proposal-title")).hint(&fl!(w, "proposal-title-hint")).value(&self.words.title).required().max(MOST_TITLE).problems(p), "text"))
            (ui::text_input(&Field::new("place_name", &fl!(w, "proposal-place")).hint(&fl!(w, "proposal-place-hint")).value(&self.words.place_name).required().problems(p), "text"))
        }
    }

    /// First what and where.
    fn begin(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            p.lead { (fl!(w, "proposal-write-lead")) }
            section.card.next { (form::get("/proposals/new", html! {
                h2 { (fl!(w, "proposal-step-one")) }
                (self.what_and_where(ctx))
                p.actions { (ui::button(&fl!(w, "proposal-go-on"))) }
            })) }
        }
    }

    /// What is like it: joining is one tap.
    fn likes(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.alike.is_empty() {
            return html! {};
        }
        let rows: Vec<_> = self.alike.iter().map(|a| {
            let (done, all, label) = progress(ctx, a.inside, a.threshold);
            ui::Row {
                href: a.path.clone(),
                title: a.title.clone(),
                note: if a.is_proposal { fl!(w, "alike-proposal") } else { fl!(w, "alike-matter") },
                icon: if a.is_proposal { "megaphone" } else { "message-square" },
                progress: a.is_proposal.then_some((done, all, label)),
                ..ui::Row::default()
            }
        }).collect();
        ui::section(&fl!(w, "alike-title"), None, html! { p { (fl!(w, "alike-text")) } (ui::rows(&rows)) })
    }

    /// Then the text.
    fn write(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (p, said) = (&self.problems, &self.words);
        if !self.signed_in {
            return html! { section.card.next { p { (fl!(w, "proposal-sign-in")) } p.actions { (ui::link_button("/sign-in?next=/proposals/new", &fl!(w, "sign-in"))) } } };
        }
        html! { section.card.next { (form::post(ctx, "/proposals", html! {
            h2 { (fl!(w, "proposal-step-two")) }
            @if let Some(threshold) = self.threshold { p.muted {
                (fl!(w, "proposal-needs", threshold = threshold)) " "
                @match &self.body { Some(body) => (fl!(w, "proposal-answered-by", body = body.as_str())), None => (fl!(w, "proposal-answered-by-secretary")) }
            } }
            (self.what_and_where(ctx))
            (ui::textarea(&Field::new("text", &fl!(w, "proposal-text")).hint(&fl!(w, "proposal-text-hint")).value(&said.text).required().max(crate::rules::MOST_TEXT).problems(p), 6))
            (ui::textarea(&Field::new("offer", &fl!(w, "proposal-offer")).hint(&fl!(w, "proposal-offer-hint")).value(&said.offer).max(MOST_OFFER).problems(p), 2))
            (ui::text_input(&Field::new("shown_name", &fl!(w, "proposal-shown-name")).hint(&fl!(w, "proposal-shown-name-hint")).value(&said.shown_name).required().max(40).problems(p), "text"))
            (ui::select(&Field::new("kind", &fl!(w, "proposal-kind")).value(said.kind.map_or("person", |k| k.code())).problems(p), &["person", "organisation", "team", "meeting"].map(|k| (k, word(ctx.lang, "author-kind", k)))))
            @if let Some(origin) = said.origin { input type="hidden" name="origin" value=(origin.code()); }
            @if self.may_help { (self.for_other(ctx)) }
            p.actions { (ui::button(&fl!(w, "proposal-publish"))) }
        })) } }
    }

    fn for_other(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (p, said) = (&self.problems, &self.words);
        let ways = [("web", fl!(w, "way-self")), ("desk", fl!(w, "way-desk")), ("phone", fl!(w, "way-phone")), ("paper", fl!(w, "way-paper"))];
        html! { fieldset {
            legend { (fl!(w, "helped-title")) }
            (ui::select(&Field::new("way", &fl!(w, "way")).value(said.way.map_or("web", |w| w.code())).problems(p), &ways))
            (ui::text_input(&Field::new("name", &fl!(w, "helped-name")).value(&said.name).max(40).problems(p), "text"))
            (ui::text_input(&Field::new("phone", &fl!(w, "helped-phone")).hint(&fl!(w, "helped-phone-hint")).value(&said.phone).inputmode("tel").problems(p), "text"))
            (ui::text_input(&Field::new("home", &fl!(w, "helped-home")).hint(&fl!(w, "helped-home-hint")).value(&said.home).problems(p), "text"))
            (ui::checkbox(&Field::new("confirmed", &fl!(w, "helped-confirmed")).problems(p)))
        } }
    }
}

impl edge::View for OverdueView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "overdue-title");
        let main = html! {
            div.page {
                p.crumbs { a href="/proposals" { (fl!(w, "proposals-title")) } }
                h1 { (title) }
                p.lead { (fl!(w, "overdue-lead")) }
                @if self.bodies.is_empty() && self.matters.is_empty() { (ui::empty_state(&fl!(w, "overdue-none"), &fl!(w, "overdue-none-text"), None)) }
                @for b in &self.bodies {
                    (ui::section(&(if b.name.is_empty() { fl!(w, "overdue-secretary") } else { b.name.clone() }), None, ui::rows(&b.late.iter().map(|l| l.row(ctx)).collect::<Vec<_>>())))
                }
                @if !self.matters.is_empty() { (ui::section(&fl!(w, "overdue-matters"), None, ui::rows(&self.matters.iter().map(|m| m.row(ctx)).collect::<Vec<_>>()))) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/overdue".into()
    }
}

impl LateMatter {
    fn row(&self, ctx: &Ctx) -> ui::Row {
        let w = words(ctx.lang);
        let day = ui::time::day(ctx.lang, self.due.day(), ctx.now);
        ui::Row {
            href: format!("/matters/{}", self.id),
            title: self.question.clone(),
            note: fl!(w, "overdue-step", step = word(ctx.lang, "step", self.step.code()), day = day, late = self.days_late),
            icon: "clock",
            ..ui::Row::default()
        }
    }
}

impl LateLine {
    fn row(&self, ctx: &Ctx) -> ui::Row {
        let w = words(ctx.lang);
        let day = ui::time::day(ctx.lang, self.due.day(), ctx.now);
        let status = match (self.supervised_at, self.urged_at) {
            (Some(at), _) => fl!(w, "supervised-on", day = ui::time::day(ctx.lang, at.day(), ctx.now)),
            (None, Some(at)) => fl!(w, "urged-on", day = ui::time::day(ctx.lang, at.day(), ctx.now)),
            (None, None) => String::new(),
        };
        ui::Row {
            href: format!("/proposals/{}", self.id),
            title: super::titled(ctx, &self.title),
            note: if self.first_word { fl!(w, "first-word-was-due", day = day) } else { fl!(w, "answer-was-due", day = day) },
            status,
            icon: "clock",
            tag: Some((Tone::Bad, fl!(w, "proposal-days-late", days = self.days_late))),
            ..ui::Row::default()
        }
    }
}

impl edge::View for ResidenceView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "residence-title");
        let (p, said) = (&self.problems, &self.words);
        let ties: Vec<_> = Tie::ALL.iter().map(|t| (t.code(), word(ctx.lang, "tie", t.code()))).collect();
        let main = html! {
            div.page {
                p.crumbs { a href="/proposals" { (fl!(w, "proposals-title")) } }
                h1 { (title) }
                p.lead { (fl!(w, "residence-lead")) }
                (ui::error_summary(ctx, p))
                @if self.done { (ui::alert(Tone::Ok, html! { (fl!(w, "residence-done")) })) }
                section.card.next { (form::post(ctx, "/residences", html! {
                    (ui::text_input(&Field::new("name", &fl!(w, "helped-name")).value(&said.name).required().max(40).problems(p), "text"))
                    (ui::text_input(&Field::new("phone", &fl!(w, "helped-phone")).hint(&fl!(w, "helped-phone-hint")).value(&said.phone).inputmode("tel").problems(p), "text"))
                    (ui::text_input(&Field::new("home", &fl!(w, "helped-home")).hint(&fl!(w, "helped-home-hint")).value(&said.home).required().problems(p), "text"))
                    (ui::select(&Field::new("tie", &fl!(w, "residence-tie")).value(said.tie.map_or("lives", |t| t.code())).problems(p), &ties))
                    p.actions { (ui::button(&fl!(w, "residence-confirm"))) }
                })) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/residences/new".into()
    }
    edge::speaks!(crate::words);
}
