//! Papers with their counterfoils, and the protocol of a count, as they are printed.

use super::ballots::{code_word, rounds};
use crate::rules::*;
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, form};

impl edge::View for VotePapersView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "papers-print");
        let main = html! {
            div.no-print {
                p { a href={ "/ballots/" (self.id) "/roll" } { (fl!(w, "roll-desk")) } }
                p { (fl!(w, "papers-print-lead")) }
                (form::get(&format!("/ballots/{}/papers", self.id), html! {
                    div.pair {
                        (ui::text_input(&Field::new("from", &fl!(w, "papers-from")).value(&self.from.to_string()).inputmode("numeric"), "number"))
                        (ui::text_input(&Field::new("many", &fl!(w, "papers-many")).value(&self.many.to_string()).inputmode("numeric"), "number"))
                    }
                    p.actions { (ui::ghost_button(&fl!(w, "papers-show"))) }
                }))
            }
            @if self.lines.is_empty() { p { (fl!(w, "papers-none")) } }
            @for line in &self.lines { (self.paper(ctx, *line)) }
        };
        ui::layout::print(ctx, &title, main)
    }
    fn path(&self) -> String {
        format!("/ballots/{}/papers", self.id)
    }
}

impl VotePapersView {
    /// The slip left of the cut has no number; the counterfoil right of it has the roll's.
    fn paper(&self, ctx: &Ctx, line: i32) -> Markup {
        let w = words(ctx.lang);
        html! {
            section.opinion.vote-paper {
                div.opinion-card {
                    h2 { (self.question) }
                    p.xs { (self.body) " · " (fl!(w, "paper-until", when = ui::time::when(ctx.lang, self.closes, ctx.now))) }
                    @if self.rule.is_question() { p { b { (self.options.first().map_or("", |o| o.title.as_str())) } } }
                    (boxes(ctx, &self.rule, &self.options))
                    p.xs { (how_to_mark(ctx, &self.rule, self.options.len())) }
                }
                div.opinion-stub {
                    p.xs { (fl!(w, "counterfoil")) }
                    p.num.stub-code { (line) }
                    (ui::qr(&self.link, &fl!(w, "paper-qr")))
                    p.num.xs { (self.code) }
                    p.xs { (fl!(w, "counterfoil-keep")) }
                }
            }
        }
    }
}

/// What is printed to be marked: a box for each answer, a line for a place in an order, a mark of so many.
fn boxes(ctx: &Ctx, rule: &BallotRule, options: &[BallotOption]) -> Markup {
    let w = words(ctx.lang);
    let ticked = |label: String| html! { span.tick { span.tick-box aria-hidden="true" {} (label) } };
    let cost = |o: &BallotOption| if o.cost > 0 { format!("{} · {}", o.title, fl!(w, "yuan", n = o.cost)) } else { o.title.clone() };
    match rule.method {
        BallotMethod::YesNo | BallotMethod::Hands => html! { p.ticks { @for side in ["for", "against", "abstain"] { (ticked(word(ctx.lang, "vote", side))) } } },
        BallotMethod::Consent => html! { p.ticks { @for stance in STANCES { (ticked(word(ctx.lang, "vote", stance))) } } },
        _ => html! { @for o in options { p.ticks { (ticked(format!("{}. {}", o.no, cost(o)))) } } },
    }
}

fn how_to_mark(ctx: &Ctx, rule: &BallotRule, options: usize) -> String {
    let w = words(ctx.lang);
    let most = if rule.at_most == 0 { options } else { rule.at_most as usize };
    match rule.method {
        BallotMethod::YesNo | BallotMethod::Hands | BallotMethod::Consent => fl!(w, "mark-one"),
        BallotMethod::Approval | BallotMethod::EqualShares => fl!(w, "mark-many", most = most),
        BallotMethod::Score => fl!(w, "mark-score", most = rule.most),
        BallotMethod::Irv | BallotMethod::Stv => fl!(w, "mark-order"),
    }
}

impl edge::View for ProtocolView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let b = &self.ballot;
        let title = fl!(w, "protocol");
        let when = |m: Option<kernel::Moment>| m.map(|m| ui::time::when(ctx.lang, m, ctx.now)).unwrap_or_default();
        let main = html! {
            p.no-print { a href={ "/ballots/" (b.id) } { (fl!(w, "ballot-to-page")) } }
            article {
                h1 { (title) }
                h2 { (b.question) }
                (ui::facts(&[
                    (&fl!(w, "protocol-code"), html! { span.num { (b.code) } }),
                    (&fl!(w, "protocol-body"), html! { (b.body) " · " (b.place) }),
                    (&fl!(w, "ballot-scope"), html! { (b.scope) }),
                    (&fl!(w, "ballot-method"), html! { (code_word(ctx, "ballot-method", b.rule.method.code())) " · " (code_word(ctx, "secrecy", b.rule.secrecy.code())) }),
                    (&fl!(w, "protocol-open"), html! { (fl!(w, "ballot-span", from = ui::time::when(ctx.lang, b.opens, ctx.now), to = ui::time::when(ctx.lang, b.closes, ctx.now))) }),
                    (&fl!(w, "protocol-counted"), html! { (when(self.counted_at)) @if self.sealed_at.is_some() { " · " (fl!(w, "protocol-sealed")) " " (when(self.sealed_at)) } }),
                ]))
                (self.result(ctx))
                (self.papers(ctx))
                (self.proofs(ctx))
                div.signatures {
                    div.signature { p { (fl!(w, "protocol-first")) } p.line {} }
                    div.signature { p { (fl!(w, "protocol-second")) } p.line {} }
                }
            }
        };
        ui::layout::print(ctx, &title, main)
    }
    fn path(&self) -> String {
        format!("/ballots/{}/protocol", self.ballot.id)
    }
}

impl ProtocolView {
    /// The outcome, each comparison or round, and subtotals by door with their sum.
    fn result(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let b = &self.ballot;
        let Some(counted) = &b.counted else { return html! {} };
        let electors = format!("#{}", fl!(w, "electors"));
        let in_room = self.hands.map_or(0, Hands::cast);
        let room = (in_room > 0).then(|| (Way::Room.code().to_owned(), in_room));
        let doors: Vec<_> = b.by_door.iter().map(|(door, n)| (door.clone(), *n)).chain(room).collect();
        let sum: i64 = doors.iter().map(|d| d.1).sum();
        let lines = doors.iter().map(|(door, n)| vec![html! { (code_word(ctx, "ballot-way", door)) }, html! { (n) }]).chain([vec![html! { b { (fl!(w, "protocol-sum")) } }, html! { b { (sum) } }]]);
        let won = counted.winners.iter().filter_map(|no| b.options.iter().find(|o| o.no == *no)).map(|o| o.title.as_str()).collect::<Vec<_>>().join("、");
        html! {
            h2 { (fl!(w, "ballot-result")) }
            p.big { b { (code_word(ctx, "ballot-outcome", counted.outcome.code())) @if !won.is_empty() { ": " (won) } } }
            p { (fl!(w, "ballot-turnout", n = counted.electors, all = b.electors)) @if counted.spoiled > 0 { " " (fl!(w, "ballot-spoiled", n = counted.spoiled)) } }
            (ui::table(&fl!(w, "ballot-by-door"), &[&fl!(w, "ballot-door"), &electors], lines.collect()))
            (rounds(ctx, b, counted))
        }
    }

    fn papers(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let lines = self.batches.iter().map(|(no, slips, state)| vec![html! { (no) }, html! { (slips) }, html! { (code_word(ctx, "batch", state.code())) }]);
        html! {
            @if let Some(s) = &self.sheet {
                h2 { (fl!(w, "sheet-title")) }
                (ui::facts(&[
                    (&fl!(w, "papers-issued"), html! { (s.issued) }), (&fl!(w, "papers-accepted"), html! { (s.accepted) }), (&fl!(w, "papers-spoiled"), html! { (s.spoiled) }),
                    (&fl!(w, "papers-not-back"), html! { (s.not_come_back) }), (&fl!(w, "protocol-variance"), html! { (self.variance.unwrap_or(0)) @if !s.statement.is_empty() { " · " (s.statement) } }),
                ]))
            }
            @if !self.batches.is_empty() { (ui::table(&fl!(w, "batches-title"), &[&format!("#{}", fl!(w, "batch")), &format!("#{}", fl!(w, "protocol-slips")), &fl!(w, "roll-state")], lines.collect())) }
        }
    }

    fn proofs(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let b = &self.ballot;
        let hash = |text: &Option<String>| html! { code { (text.as_deref().unwrap_or_default()) } };
        html! {
            @if !b.recusals.is_empty() { h2 { (fl!(w, "recusals")) } ul.told { @for r in &b.recusals { li { (r.shown_name) ": " (r.reason) } } } }
            @if !b.earlier.is_empty() { h2 { (fl!(w, "counts-before")) } ul.told { @for c in &b.earlier { li { (ui::time::day(ctx.lang, c.on, ctx.now)) " " (code_word(ctx, "ballot-outcome", c.outcome.code())) " " (c.why) " " code { (c.result_hash) } } } } }
            h2 { (fl!(w, "count-proof")) }
            (ui::facts(&[
                (&fl!(w, "protocol-roll-hash"), hash(&b.roll_hash)), (&fl!(w, "protocol-commitment"), hash(&b.commitment)),
                (&fl!(w, "protocol-votes-hash"), html! { code { (self.votes_hash) } }), (&fl!(w, "protocol-result-hash"), hash(&b.result_hash)),
            ]))
            (ui::qr(&self.link, &fl!(w, "paper-qr")))
        }
    }
}
