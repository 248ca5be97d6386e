//! The desk's pages of a ballot: the roll drawn up, votes taken, papers and the bundles they are read in.

use super::listed;
use super::ballots::{code_word, state_tag, marks};
use super::batches::{batch_page, batch_tag};
use crate::rules::*;
use crate::views::*;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for RollView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "roll-desk");
        let main = html! {
            div.page {
                p.crumbs { a href={ "/ballots/" (self.id) } { (self.question) } }
                h1 { (title) }
                p { (state_tag(ctx, self.state)) " " span.num.muted { (self.code) } " " (fl!(w, "roll-electors", n = self.electors)) }
                @if self.may.keep { p { a href=(self.to("pleas")) { (fl!(w, "pleas-waiting", n = self.pleas_open)) } } }
                (ui::error_summary(ctx, &self.problems))
                (self.drawing_up(ctx))
                (self.taking(ctx))
                (self.papers(ctx))
                (self.bundles(ctx))
                (self.lines(ctx))
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/ballots/{}/roll", self.id)
    }
    edge::speaks!(crate::words);
}

impl RollView {
    fn to(&self, verb: &str) -> String {
        format!("/ballots/{}/{verb}", self.id)
    }

    fn drawing_up(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        if !self.may.keep || !matches!(self.state, BallotState::Drafted | BallotState::RollOpen) {
            return html! {};
        }
        ui::section(&fl!(w, "roll-draw"), None, html! {
            section.card { (form::multipart(ctx, &self.to("roll"), html! {
                (ui::file_input(ctx.lang, &Field::new("file", &fl!(w, "roll-file")).hint(&fl!(w, "roll-file-hint")).problems(p), ".csv,.xlsx", false))
                (ui::textarea(&Field::new("text", &fl!(w, "roll-text")).value(&self.typed).problems(p), 3))
                p.actions { (ui::button(&fl!(w, "roll-bring"))) }
            })) }
            @if self.rule.elector_kind == ElectorKind::Seat { (form::post(ctx, &self.to("roll"), html! { input type="hidden" name="seats" value="true"; p.actions { (ui::ghost_button(&fl!(w, "roll-seats"))) } })) }
            (ui::confirm(&fl!(w, "roll-strike"), "", form::post(ctx, &self.to("roll/striking"), html! {
                (ui::text_input(&Field::new("key", &fl!(w, "roll-key")).within("strike").required().problems(p), "text"))
                (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("strike").required().problems(p), "text"))
                p.actions { (ui::button(&fl!(w, "roll-strike"))) }
            })))
            @if self.state == BallotState::Drafted { (form::verb(ctx, &self.to("roll/opening"), &fl!(w, "roll-open-verb"))) }
            @else { (form::verb(ctx, &self.to("roll/freezing"), &fl!(w, "roll-freeze"))) }
        })
    }

    fn taking(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        if !self.may.take {
            return html! {};
        }
        let doors: Vec<_> = [Way::Desk, Way::Phone].into_iter().filter(|d| self.rule.takes(*d)).map(|d| (d.code(), code_word(ctx, "ballot-way", d.code()))).collect();
        html! {
            @if !doors.is_empty() { (ui::section(&fl!(w, "take-vote"), None, html! { section.card {
                p.note { (fl!(w, "take-vote-note")) }
                (form::post(ctx, &self.to("desk-votes"), html! {
                    (ui::text_input(&Field::new("key", &fl!(w, "roll-key")).within("vote").value(&self.typed).required().problems(p), "text"))
                    (ui::select(&Field::new("door", &fl!(w, "ballot-door")).within("vote").problems(p), &doors))
                    (marks(ctx, &self.rule, &self.options, &[], p))
                    input type="hidden" name="receipt" value=(self.receipt);
                    p.actions { (ui::button(&fl!(w, "ballot-cast"))) }
                }))
                p.muted { (fl!(w, "receipt-to-hand")) " " span.num { (self.receipt) } }
            } })) }
            @if self.rule.takes(Way::Paper) { (ui::section(&fl!(w, "paper-title"), Some((&self.to("papers"), &fl!(w, "papers-print"))), html! {
                section.card { (form::post(ctx, &self.to("papers"), html! {
                    (ui::text_input(&Field::new("key", &fl!(w, "roll-key")).within("paper").required().problems(p), "text"))
                    p.actions { (ui::button(&fl!(w, "paper-issue"))) }
                })) @if let Some(no) = self.counterfoil { p { b { (fl!(w, "paper-last", n = no)) } } } }
                section.card { (form::post(ctx, &self.to("envelopes"), html! {
                    (ui::text_input(&Field::new("counterfoil", &fl!(w, "counterfoil")).hint(&fl!(w, "counterfoil-hint")).inputmode("numeric").required().problems(p), "number"))
                    p.actions { (ui::button(&fl!(w, "envelope-accept"))) }
                })) }
            })) }
        }
    }

    fn papers(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.state != BallotState::Closed || !self.rule.takes(Way::Paper) {
            return html! {};
        }
        let number = |name: &'static str, label: String| ui::text_input(&Field::new(name, &label).within("sheet").inputmode("numeric").required().problems(&self.problems), "number");
        ui::section(&fl!(w, "sheet-title"), None, html! { section.card {
            p { (fl!(w, "sheet-note")) " " (fl!(w, "sheet-roll", n = self.voted_by_paper)) }
            @if let Some(s) = self.sheet.as_ref().filter(|_| self.sheet_signed) {
                (ui::facts(&[(&fl!(w, "papers-issued"), html! { (s.issued) }), (&fl!(w, "papers-accepted"), html! { (s.accepted) }), (&fl!(w, "papers-spoiled"), html! { (s.spoiled) }), (&fl!(w, "papers-not-back"), html! { (s.not_come_back) }), (&fl!(w, "papers-statement"), html! { (s.statement) })]))
            } @else {
                @if self.sheet.is_some() { (ui::alert(Tone::Info, html! { (fl!(w, "sheet-second")) })) }
                (form::post(ctx, &self.to("sheet"), html! {
                    div.pair { (number("issued", fl!(w, "papers-issued"))) (number("accepted", fl!(w, "papers-accepted"))) }
                    div.pair { (number("spoiled", fl!(w, "papers-spoiled"))) (number("not_come_back", fl!(w, "papers-not-back"))) }
                    (ui::text_input(&Field::new("statement", &fl!(w, "papers-statement")).within("sheet").problems(&self.problems), "text"))
                    p.actions { (ui::button(&fl!(w, "save"))) }
                }))
            }
        } })
    }

    fn bundles(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.state != BallotState::Closed && self.batches.is_empty() || !self.rule.takes(Way::Paper) {
            return html! {};
        }
        let lines = self.batches.iter().map(|b| vec![
            html! { (fl!(w, "batch-no", n = b.no)) },
            html! { (b.slips) },
            html! { (batch_tag(ctx, b.state)) },
            html! {
                @if self.may_read && b.waits_for_me() { a href=(batch_page(self.id, b.no)) { (fl!(w, "batch-take")) } }
                @else if self.may_settle && b.state == BatchState::Unequal { a href=(batch_page(self.id, b.no)) { (fl!(w, "batch-decide")) } }
            },
        ]).collect::<Vec<_>>();
        ui::section(&fl!(w, "batches-title"), None, html! {
            @if !lines.is_empty() { (ui::table(&fl!(w, "batches-title"), &[&fl!(w, "batch"), &format!("#{}", fl!(w, "protocol-slips")), &fl!(w, "roll-state"), ""], lines)) }
            @if self.may.keep && self.state == BallotState::Closed { (form::post(ctx, &self.to("batches"), html! {
                (ui::text_input(&Field::new("count", &fl!(w, "batch-size")).inputmode("numeric").required().problems(&self.problems), "number"))
                p.actions { (ui::ghost_button(&fl!(w, "batch-add"))) }
            })) }
        })
    }

    fn lines(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let counts = self.counts.iter().map(|(what, n)| vec![html! { (if words(ctx.lang).has(&format!("ballot-way-{what}")) { code_word(ctx, "ballot-way", what) } else { code_word(ctx, "elector-state", what) }) }, html! { (n) }]).collect();
        let places = self.by_place.iter().map(|(place, n)| vec![html! { @if place.is_empty() { (fl!(w, "place-none")) } @else { (place) } }, html! { (n) }]).collect();
        let lines = self.lines.iter().map(|l| vec![
            html! { (l.line) },
            html! { (l.place) },
            html! { (code_word(ctx, "elector-state", l.state.code())) @if let Some(door) = l.door { " · " (listed(ctx.lang, "ballot-way", door.code())) } },
            html! { @if let Some(on) = l.voted_on { (ui::time::day(ctx.lang, on, ctx.now)) } },
            html! { @if let Some(no) = l.counterfoil { (no) } },
        ]).collect();
        let electors = format!("#{}", fl!(w, "electors"));
        html! {
            (ui::table(&fl!(w, "roll-counts"), &[&fl!(w, "roll-state"), &electors], counts))
            @if !self.by_place.is_empty() { (ui::table(&fl!(w, "roll-places"), &[&fl!(w, "roll-place"), &electors], places)) }
            @if let Some(o) = &self.opened { (ui::alert(Tone::Info, html! { p { (fl!(w, "line-opened", line = o.line)) " " b { (o.text.as_deref().unwrap_or_default()) } @if o.text.is_none() { (fl!(w, "line-no-name")) } } p.s { (fl!(w, "plea-opened-note")) } })) }
            @if self.may_open { (ui::confirm(&fl!(w, "line-open"), &fl!(w, "line-open-note"), form::post(ctx, &self.to("roll/names"), html! {
                (ui::text_input(&Field::new("line", &fl!(w, "roll-line")).within("name").inputmode("numeric").required().problems(&self.problems), "number"))
                (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("name").required().problems(&self.problems), "text"))
                p.actions { (ui::button(&fl!(w, "line-open"))) }
            }))) }
            (ui::table(&fl!(w, "roll-lines"), &[&format!("#{}", fl!(w, "roll-line")), &fl!(w, "roll-place"), &fl!(w, "roll-state"), &fl!(w, "roll-day"), &format!("#{}", fl!(w, "counterfoil"))], lines))
            (ui::pager(ctx, self.next.map(|line| format!("/ballots/{}/roll?after={line}", self.id)).as_deref(), None))
        }
    }
}
