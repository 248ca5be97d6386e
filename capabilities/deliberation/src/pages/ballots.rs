//! Ballots as pages: three screens of one thing each for an elector, and the count told round by round.

use super::pleas::{earlier_counts, standing};
use crate::rules::*;
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use serde_json::Value;
use ui::{Ctx, Field, Tone, form};

pub(super) fn code_word(ctx: &Ctx, prefix: &str, code: &str) -> String {
    word(ctx.lang, prefix, &code.replace('_', "-"))
}

pub(super) fn state_tag(ctx: &Ctx, state: BallotState) -> Markup {
    let tone = match state {
        BallotState::Open => Tone::Info,
        BallotState::Sealed => Tone::Ok,
        BallotState::Void => Tone::Bad,
        BallotState::Closed | BallotState::Counted | BallotState::RollOpen => Tone::Warn,
        BallotState::Drafted | BallotState::Frozen => Tone::Plain,
    };
    ui::tag(tone, &code_word(ctx, "ballot-state", state.code()))
}

impl BallotLine {
    pub(super) fn row(&self, ctx: &Ctx) -> ui::Row {
        let w = words(ctx.lang);
        let span = fl!(w, "ballot-span", from = ui::time::day(ctx.lang, self.opens.day(), ctx.now), to = ui::time::day(ctx.lang, self.closes.day(), ctx.now));
        ui::Row {
            href: format!("/ballots/{}", self.id),
            title: self.question.clone(),
            note: format!("{} · {span}", code_word(ctx, "ballot-method", self.method.code())),
            icon: "inbox",
            tag: Some((Tone::Info, self.outcome.map_or_else(|| code_word(ctx, "ballot-state", self.state.code()), |o| code_word(ctx, "ballot-outcome", o.code())))),
            ..ui::Row::default()
        }
    }
}

impl edge::View for BallotsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "ballots-title");
        let rows: Vec<_> = self.ballots.iter().map(|b| b.row(ctx)).collect();
        let next = self.next.map(|id| format!("/ballots?before={id}"));
        let main = html! {
            div.page {
                @if let Some(id) = self.matter { p.crumbs { a href={ "/matters/" (id) } { (self.question) } } }
                h1 { (title) }
                p.lead { (fl!(w, "ballots-lead")) }
                (ui::error_summary(ctx, &self.problems))
                @if rows.is_empty() { (ui::empty_state(&fl!(w, "ballots-none"), "", None)) } @else { (ui::rows(&rows)) }
                (ui::pager(ctx, next.as_deref(), None))
                @if let (true, Some(id)) = (self.may_draft, self.matter) { (self.drafting(ctx, &format!("/matters/{id}/ballots"))) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        self.matter.map_or_else(|| "/ballots".into(), |id| format!("/matters/{id}/ballots"))
    }
    edge::speaks!(crate::words);
}

impl BallotsView {
    fn drafting(&self, ctx: &Ctx, to: &str) -> Markup {
        let w = words(ctx.lang);
        let (p, d) = (&self.problems, &self.words);
        let coded = |prefix: &str, codes: &[&'static str]| codes.iter().map(|c| (*c, code_word(ctx, prefix, c))).collect::<Vec<_>>();
        let number = |n: i64| if n == 0 { String::new() } else { n.to_string() };
        let moment = |m: Option<kernel::Moment>| m.map(|m| m.rfc3339().chars().take(16).collect::<String>()).unwrap_or_default();
        let (seats, at_most, budget, opens, closes) = (number(d.seats.into()), number(d.at_most.into()), number(d.budget), moment(d.opens), moment(d.closes));
        let doors = d.doors.iter().map(|w| w.code()).collect::<Vec<_>>().join(" ");
        let options: Vec<_> = std::iter::once((String::new(), fl!(w, "ballot-all-options"))).chain(self.options.iter().map(|(id, t)| (id.to_string(), t.clone()))).collect();
        html! { section.card { h2 { (fl!(w, "ballot-draft")) } (form::post(ctx, to, html! {
            (ui::select(&Field::new("method", &fl!(w, "ballot-method")).hint(&fl!(w, "ballot-method-hint")).value(d.method.map_or("yes_no", BallotMethod::code)).problems(p), &coded("ballot-method", &["yes_no", "approval", "score", "irv", "stv", "equal_shares", "hands", "consent"])))
            @if !self.items.is_empty() { (ui::select(&Field::new("meeting_item", &fl!(w, "ballot-meeting-item")).hint(&fl!(w, "ballot-meeting-item-hint")).value(&d.meeting_item).problems(p), &std::iter::once((String::new(), fl!(w, "ballot-no-meeting"))).chain(self.items.iter().cloned()).collect::<Vec<_>>())) }
            (ui::select(&Field::new("option", &fl!(w, "ballot-about")).value(&d.option.map(|o| o.to_string()).unwrap_or_default()).problems(p), &options))
            (ui::select(&Field::new("secrecy", &fl!(w, "ballot-secrecy")).value(d.secrecy.map_or("secret", Secrecy::code)).problems(p), &coded("secrecy", &["secret", "confidential", "named"])))
            (ui::select(&Field::new("elector_kind", &fl!(w, "elector-kind")).value(d.elector_kind.map_or("household", ElectorKind::code)).problems(p), &coded("elector", &["household", "person", "building", "property", "organisation", "seat"])))
            (ui::text_input(&Field::new("scope", &fl!(w, "ballot-scope")).hint(&fl!(w, "ballot-scope-hint")).value(&d.scope).required().problems(p), "text"))
            (ui::check_group(&Field::new("doors", &fl!(w, "ballot-doors")).value(if doors.is_empty() { "web desk paper" } else { &doors }).problems(p), &coded("ballot-way", &["web", "desk", "phone", "paper"])))
            div.pair {
                (ui::text_input(&Field::new("bar", &fl!(w, "ballot-bar")).hint(&fl!(w, "ballot-bar-hint")).value(&d.bar).problems(p), "text"))
                (ui::select(&Field::new("ballot-base", &fl!(w, "ballot-base")).value(d.base.map_or("cast", Base::code)).problems(p), &coded("ballot-base", &["cast", "for_against", "roll"])))
            }
            (ui::text_input(&Field::new("turnout", &fl!(w, "ballot-turnout-bar")).value(&d.turnout).problems(p), "text"))
            (ui::checkbox(&Field::new("by_weight", &fl!(w, "ballot-by-weight")).value(if d.by_weight { "true" } else { "" }).problems(p)))
            div.pair {
                (ui::text_input(&Field::new("seats", &fl!(w, "ballot-seats")).value(&seats).problems(p), "number"))
                (ui::text_input(&Field::new("at_most", &fl!(w, "ballot-at-most")).value(&at_most).problems(p), "number"))
            }
            (ui::text_input(&Field::new("budget", &fl!(w, "ballot-budget")).value(&budget).problems(p), "number"))
            (ui::select(&Field::new("change", &fl!(w, "ballot-change")).value(d.change.map_or("never", Changing::code)).problems(p), &coded("changing", &["never", "with_receipt", "until_close"])))
            (ui::select(&Field::new("tie", &fl!(w, "ballot-tie")).value(d.tie.map_or("lot", TiePolicy::code)).problems(p), &coded("tie", &["lot", "second_vote", "fails"])))
            div.pair {
                (ui::text_input(&Field::new("opens", &fl!(w, "ballot-opens")).value(&opens).problems(p), "datetime-local"))
                (ui::text_input(&Field::new("closes", &fl!(w, "ballot-closes")).value(&closes).problems(p), "datetime-local"))
            }
            p.actions { (ui::button(&fl!(w, "ballot-draft"))) }
        })) } }
    }
}

impl edge::View for BallotView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            div.page {
                p.crumbs { @if let Some(id) = self.matter { a href={ "/matters/" (id) } { (fl!(w, "ballot-of-matter")) } " / " } (self.body) }
                h1 { (self.question) }
                p { (state_tag(ctx, self.state)) " " span.muted { (self.place) " · " (self.scope) " · " span.num { (self.code) } } }
                (ui::error_summary(ctx, &self.problems))
                @match self.stage {
                    Stage::Check => (self.check(ctx)),
                    Stage::Done => (self.done(ctx)),
                    Stage::Choose => {
                        (self.standing(ctx))
                        (self.in_room(ctx))
                        (self.paper(ctx))
                        (self.result(ctx))
                        (self.elected(ctx))
                        (self.asked_again(ctx))
                        (self.stepping_aside(ctx))
                        (self.about(ctx))
                        (self.roll_words(ctx))
                        (self.keeping(ctx))
                    },
                }
            }
        };
        ui::layout::resident(ctx, &self.question, "", main, None)
    }
    fn path(&self) -> String {
        format!("/ballots/{}", self.id)
    }
    edge::speaks!(crate::words);
}

impl BallotView {
    fn to(&self, verb: &str) -> String {
        format!("/ballots/{}/{verb}", self.id)
    }
    fn title_of(&self, no: i32) -> &str {
        self.options.iter().find(|o| o.no == no).map_or("", |o| o.title.as_str())
    }

    /// What stands on a vote, in words.
    fn said(&self, ctx: &Ctx, content: &str) -> String {
        said_vote(ctx, &self.rule, &self.options, content)
    }

    fn standing(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @match self.state {
                BallotState::Open => { (ui::deadline(ctx, &fl!(w, "ballot-closes"), self.closes, None)) },
                BallotState::Drafted | BallotState::RollOpen | BallotState::Frozen => { p { (fl!(w, "ballot-span", from = ui::time::when(ctx.lang, self.opens, ctx.now), to = ui::time::when(ctx.lang, self.closes, ctx.now))) } },
                _ => {},
            }
            @if let Some(why) = &self.why_void { (ui::alert(Tone::Bad, html! { (fl!(w, "ballot-void")) " " (why) })) }
            @if let Some(me) = &self.me { section.card.next {
                @match (me.state, me.door, me.voted_on) {
                    (ElectorState::Voted, Some(door), Some(on)) => {
                        p { b { (fl!(w, "own-voted", door = code_word(ctx, "ballot-way", door.code()), day = ui::time::day(ctx.lang, on, ctx.now))) } }
                        @if let Some(choice) = &me.choice { p { (fl!(w, "own-choice", choice = self.said(ctx, choice))) } }
                        @if self.rule.is_secret() && door != Way::Paper { p.muted { (fl!(w, "own-secret")) } (self.receipt_form(ctx)) }
                    },
                    (ElectorState::Issued, ..) => p { (fl!(w, "own-issued")) },
                    _ => p { (fl!(w, "own-line", line = me.line)) " " @if !me.place.is_empty() { (me.place) } },
                }
            } } @else if self.state == BallotState::Open {
                section.card.next { @if ctx.viewer.is_none() {
                    p { (fl!(w, "sign-in-to-vote")) }
                    p.actions { (ui::link_button(&format!("/sign-in?next=/ballots/{}", self.id), &fl!(w, "sign-in"))) }
                } @else { p { (fl!(w, "not-your-ballot")) } } }
            }
        }
    }

    /// The first screen: one question, large boxes, one button.
    fn paper(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(receipt) = self.receipt.as_deref().filter(|_| self.may.vote || self.may.change) else { return html! {} };
        html! { section.card.ballot #paper {
            h2 { @if self.may.change { (fl!(w, "ballot-change-title")) } @else { (fl!(w, "ballot-choose")) } }
            @if self.rule.is_question() || self.rule.method == BallotMethod::Consent { p { b { (self.title_of(1)) } } }
            p.note { (fl!(w, "ballot-not-yet")) }
            (form::post(ctx, &self.to("votes"), html! {
                (marks(ctx, &self.rule, &self.options, &self.marked, &self.problems))
                @if self.rule.method == BallotMethod::Consent { (ui::textarea(&Field::new("reason", &fl!(w, "consent-reason")).hint(&fl!(w, "consent-reason-hint")).value(&self.reason).problems(&self.problems), 3)) }
                @if self.may.change && self.rule.change == Changing::WithReceipt { (ui::text_input(&Field::new("receipt", &fl!(w, "ballot-receipt-old")).hint(&fl!(w, "ballot-receipt-old-hint")).inputmode("numeric").required().problems(&self.problems), "text")) }
                @else { input type="hidden" name="receipt" value=(receipt); }
                p.actions { (ui::button(&fl!(w, "ballot-check"))) }
            }))
        } }
    }

    /// The second screen: this is what will go into the box.
    fn check(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let content = self.rule.vote(&self.marked, self.options.len()).unwrap_or_default();
        html! { section.card.ballot.next {
            h2 { (fl!(w, "ballot-check-title")) }
            p.big { b { (self.said(ctx, &content)) } }
            @if !self.reason.is_empty() { blockquote { p { (self.reason) } } }
            p { (fl!(w, "ballot-not-yet")) }
            (form::post(ctx, &self.to("votes"), html! {
                @for mark in &self.marked { input type="hidden" name="choice" value=(mark); }
                input type="hidden" name="receipt" value=(self.receipt.as_deref().unwrap_or_default());
                @if !self.reason.is_empty() { input type="hidden" name="reason" value=(self.reason); }
                input type="hidden" name="checked" value="true";
                p.actions { (ui::button(&fl!(w, "ballot-cast"))) (ui::ghost_link(&format!("/ballots/{}", self.id), &fl!(w, "ballot-back"))) }
            }))
        } }
    }

    /// The third: it is done, and the receipt.
    fn done(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let code = self.receipt.as_deref().unwrap_or_default();
        let spaced = code.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>().join(" ");
        html! {
            (ui::alert(Tone::Ok, html! { b { (fl!(w, "ballot-done")) } }))
            (ui::receipt(ctx, &spaced, &format!("/ballots/{}", self.id), html! {
                p { @if self.rule.is_secret() { (fl!(w, "receipt-secret")) } @else { (fl!(w, "receipt-open")) } }
            }))
            p.actions { (ui::link_button(&format!("/ballots/{}", self.id), &fl!(w, "ballot-to-page"))) }
        }
    }

    fn receipt_form(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        ui::confirm(&fl!(w, "receipt-ask"), "", form::post(ctx, &self.to("receipts"), html! {
            (ui::text_input(&Field::new("receipt", &fl!(w, "receipt-code")).within("ask").inputmode("numeric").required(), "text"))
            p.actions { (ui::ghost_button(&fl!(w, "receipt-ask"))) }
        }))
    }

    /// What was counted: the outcome in a sentence, then each comparison or round.
    fn result(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(counted) = &self.counted else {
            return html! {
                @if let Some(n) = self.turnout { p { (fl!(w, "ballot-turnout", n = n, all = self.electors)) } }
                (earlier_counts(ctx, &self.id.to_string(), &self.earlier))
            };
        };
        let won = counted.winners.iter().map(|no| self.title_of(*no)).collect::<Vec<_>>().join(", ");
        let doors: Vec<_> = self.by_door.iter().map(|(door, n)| vec![html! { (code_word(ctx, "ballot-way", door)) }, html! { (n) }]).collect();
        ui::card(&fl!(w, "ballot-result"), None, html! {
            p.big { b { (code_word(ctx, "ballot-outcome", counted.outcome.code())) @if !won.is_empty() { ": " (won) } } }
            p { (fl!(w, "ballot-turnout", n = counted.electors, all = self.electors)) @if counted.spoiled > 0 { " " (fl!(w, "ballot-spoiled", n = counted.spoiled)) } }
            (rounds(ctx, self, counted))
            (self.reasons_given(ctx))
            (ui::table(&fl!(w, "ballot-by-door"), &[&fl!(w, "ballot-door"), &format!("#{}", fl!(w, "electors"))], doors))
            @if !self.named.is_empty() { details { summary { (fl!(w, "ballot-named")) }
                (ui::table(&fl!(w, "ballot-named"), &[&format!("#{}", fl!(w, "roll-line")), &fl!(w, "ballot-vote")], self.named.iter().map(|v| vec![html! { (v.line) }, html! { (self.said(ctx, &v.choice)) }]).collect()))
            } }
            p.actions {
                (ui::ghost_link(&self.to("protocol"), &fl!(w, "protocol")))
                (ui::ghost_link(&self.to("proof.json"), "proof.json"))
                @if self.votes_public { (ui::ghost_link(&self.to("votes.csv"), "votes.csv")) }
                @if self.rule.is_secret() && self.forgotten_at.is_none() { (ui::ghost_link(&self.to("receipts.txt"), "receipts.txt")) }
            }
            @if let Some(at) = self.forgotten_at { p.muted.s { (fl!(w, "ballot-forgotten", day = ui::time::day(ctx.lang, at.day(), ctx.now))) } }
            p.muted.s { (fl!(w, "ballot-verify")) " " code { "linqiao verify ballot proof.json votes.csv" } }
            @for c in &self.challenges { p { (ui::time::day(ctx.lang, c.on, ctx.now)) " " (fl!(w, "challenge-made")) " " (standing(ctx, c)) " " @if let Some(why) = &c.reason { (why) } } }
            (earlier_counts(ctx, &self.id.to_string(), &self.earlier))
            @if self.may.challenge { (ui::confirm(&fl!(w, "challenge"), &fl!(w, "challenge-note"), form::post(ctx, &self.to("challenges"), html! {
                (ui::textarea(&Field::new("text", &fl!(w, "challenge-text")).within("challenge").required().problems(&self.problems), 3))
                p.actions { (ui::button(&fl!(w, "challenge"))) }
            }))) }
        })
    }

    /// The rule in plain words, and who can see what: made from the settings, so that it cannot say another thing.
    fn about(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let rule = &self.rule;
        let secret = rule.is_secret();
        html! {
            (ui::card(&fl!(w, "ballot-rule"), None, html! {
                p { (code_word(ctx, "ballot-method-means", rule.method.code())) }
                @if rule.method == BallotMethod::EqualShares { p { (fl!(w, "shares-of", budget = rule.budget)) } }
                ul.told {
                    @for leg in &rule.legs { li { (code_word(ctx, "measure", &tag_of(&leg.measure))) ": " (leg.bar.to_string()) " " (code_word(ctx, "ballot-base", &tag_of(&leg.base))) } }
                    @for turnout in &rule.turnout { li { (fl!(w, "turnout-needed", bar = turnout.bar.to_string())) } }
                    @if let Some(bar) = &rule.bar { li { (fl!(w, "approval-needed", bar = bar.to_string())) } }
                    @if matches!(rule.method, BallotMethod::Approval | BallotMethod::Score | BallotMethod::Stv) { li { (fl!(w, "seats-to-win", n = rule.seats)) } }
                    li { (code_word(ctx, "elector-one", rule.elector_kind.code())) }
                    li { (code_word(ctx, "changing", rule.change.code())) }
                    li { (code_word(ctx, "tie", rule.tie.code())) }
                    li { (fl!(w, "ballot-doors")) ": " (rule.doors.iter().map(|d| code_word(ctx, "ballot-way", d.code())).collect::<Vec<_>>().join(", ")) }
                }
            }))
            (ui::card(&fl!(w, "secrecy-title"), None, html! { ul.told {
                li { b { (code_word(ctx, "secrecy", rule.secrecy.code())) } " " (code_word(ctx, "secrecy-means", rule.secrecy.code())) }
                @if secret {
                    li { (fl!(w, "secrecy-program")) }
                    li { (fl!(w, "secrecy-box")) }
                    li { (fl!(w, "secrecy-backup")) }
                    li { (fl!(w, "secrecy-receipt")) }
                }
                @if rule.takes(Way::Desk) { li { (fl!(w, "secrecy-desk")) } }
                @if rule.takes(Way::Phone) { li { (fl!(w, "secrecy-phone")) } }
                @if rule.takes(Way::Paper) { li { (fl!(w, "secrecy-paper")) } }
                li { (fl!(w, "secrecy-unanimous")) }
                li { (fl!(w, "secrecy-kept")) }
            } }))
            @if let Some(hash) = &self.commitment { p.muted.s { (fl!(w, "ballot-commitment")) " " code { (hash) } } }
            @if let Some(hash) = &self.roll_hash { p.muted.s { (fl!(w, "ballot-roll-hash")) " " code { (hash) } } }
        }
    }

    fn roll_words(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if self.state == BallotState::RollOpen { section.card {
                h2 { (fl!(w, "roll-open-title")) }
                p { (fl!(w, "roll-open-lead", n = self.electors)) @if let Some(until) = self.roll_until { " " (fl!(w, "roll-open-until", until = ui::time::when(ctx.lang, until, ctx.now))) } }
                @if self.may.object { (ui::confirm(&fl!(w, "roll-object"), &fl!(w, "roll-object-note"), form::post(ctx, &self.to("objections"), html! {
                    (ui::textarea(&Field::new("text", &fl!(w, "roll-object-text")).within("objection").required().problems(&self.problems), 3))
                    p.actions { (ui::button(&fl!(w, "roll-object"))) }
                }))) }
            } }
            @for o in &self.objections { p.s { (ui::time::day(ctx.lang, o.on, ctx.now)) " " (fl!(w, "objection-made")) " " (standing(ctx, o)) " " @if let Some(why) = &o.reason { (why) } } }
        }
    }

    fn keeping(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if self.may.see_roll || self.may.keep { p.actions {
                @if self.may.see_roll { (ui::ghost_link(&self.to("roll"), &fl!(w, "roll-desk"))) }
                @if self.may.keep { (ui::ghost_link(&self.to("pleas"), &fl!(w, "pleas-title"))) }
            } }
            @if self.may.keep { @match self.state {
                BallotState::Frozen => (form::verb(ctx, &self.to("opening"), &fl!(w, "ballot-open"))),
                BallotState::Open => (ui::confirm(&fl!(w, "ballot-close"), &(if self.closing_asked { fl!(w, "ballot-close-asked") } else { fl!(w, "ballot-close-note") }), form::verb(ctx, &self.to("closure"), &fl!(w, "ballot-close")))),
                BallotState::Closed => (form::verb(ctx, &self.to("count"), &fl!(w, "ballot-count"))),
                BallotState::Counted => (form::verb(ctx, &self.to("seal"), &fl!(w, "ballot-seal"))),
                _ => {},
            } }
            @if self.may.judge && !matches!(self.state, BallotState::Sealed | BallotState::Void) {
                (ui::confirm(&fl!(w, "ballot-void-verb"), &fl!(w, "ballot-void-note"), form::post(ctx, &self.to("voiding"), html! {
                    (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("void").required().problems(&self.problems), "text"))
                    p.actions { (ui::button(&fl!(w, "ballot-void-verb"))) }
                })))
            }
        }
    }
}

/// The code under which a value of the counting crate is written.
fn tag_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn said_vote(ctx: &Ctx, rule: &BallotRule, options: &[BallotOption], content: &str) -> String {
    let title = |no: &str| options.iter().find(|o| o.no.to_string() == no).map_or("", |o| o.title.as_str());
    match rule.method {
        _ if content == SPOILED => word(ctx.lang, "vote", SPOILED),
        _ if content == NOBODY => word(ctx.lang, "vote", NOBODY),
        BallotMethod::YesNo | BallotMethod::Hands | BallotMethod::Consent => word(ctx.lang, "vote", content),
        BallotMethod::Score => content.split('|').zip(options).filter(|(m, _)| *m != "-").map(|(m, o)| format!("{} {m}", o.title)).collect::<Vec<_>>().join("; "),
        _ if rule.is_ranked() => content.split(',').enumerate().map(|(n, no)| format!("{}. {}", n + 1, title(no))).collect::<Vec<_>>().join("; "),
        _ => content.split(',').map(title).collect::<Vec<_>>().join("; "),
    }
}

/// The boxes of a paper, whatever its method.
pub(super) fn marks(ctx: &Ctx, rule: &BallotRule, options: &[BallotOption], marked: &[String], problems: &[kernel::Problem]) -> Markup {
    let w = words(ctx.lang);
    let numbered: Vec<(String, String)> = options.iter().map(|o| (o.no.to_string(), if o.cost > 0 { format!("{} · {}", o.title, fl!(w, "yuan", n = o.cost)) } else { o.title.clone() })).collect();
    let (all, wrong) = (marked.join(" "), problems);
    match rule.method {
        BallotMethod::Consent => ui::radio_group(&Field::new("choice", &fl!(w, "ballot-your-choice")).value(&all).required().problems(wrong), &STANCES.map(|c| (c, word(ctx.lang, "vote", c)))),
        BallotMethod::YesNo | BallotMethod::Hands => ui::radio_group(&Field::new("choice", &fl!(w, "ballot-your-choice")).value(&all).required().problems(wrong), &["for", "against", "abstain"].map(|c| (c, word(ctx.lang, "vote", c)))),
        BallotMethod::Approval | BallotMethod::EqualShares => {
            let many = numbered.iter().cloned().chain([(NOBODY.to_owned(), word(ctx.lang, "vote", NOBODY))]).collect::<Vec<_>>();
            ui::check_group(&Field::new("choice", &fl!(w, "ballot-your-choices")).value(&all).problems(wrong), &many)
        }
        BallotMethod::Score => {
            let grades: Vec<(String, String)> = std::iter::once((String::new(), fl!(w, "no-mark"))).chain((0..=rule.most).map(|m| (m.to_string(), m.to_string()))).collect();
            html! { @for (at, (no, title)) in numbered.iter().enumerate() { (ui::select(&Field::new("choice", title).within(no).value(marked.get(at).map_or("", String::as_str)).problems(wrong), &grades)) } }
        }
        BallotMethod::Irv | BallotMethod::Stv => {
            let choices: Vec<(String, String)> = std::iter::once((String::new(), fl!(w, "no-choice"))).chain(numbered.iter().cloned()).collect();
            html! { @for (at, nth) in (0..options.len()).zip(1..=options.len()) { (ui::select(&Field::new("choice", &fl!(w, "nth-choice", n = nth)).within(&at.to_string()).value(marked.get(at).map_or("", String::as_str)).problems(wrong), &choices)) } }
        }
    }
}

/// Each comparison or round of a count, in words and in a table.
pub(super) fn rounds(ctx: &Ctx, view: &BallotView, counted: &Counted) -> Markup {
    let w = words(ctx.lang);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let named = |value: &Value| value.as_u64().and_then(|at| view.options.get(usize::try_from(at).ok()?)).map_or("", |o| o.title.as_str()).to_owned();
    let names = |value: &Value| list(value).iter().map(named).collect::<Vec<_>>().join(", ");
    let r = &counted.rounds;
    match view.rule.method {
        BallotMethod::Consent => {
            let lines = STANCES.map(|s| vec![html! { (word(ctx.lang, "vote", s)) }, html! { (text(&r["stances"][s])) }]).to_vec();
            ui::table(&fl!(w, "ballot-sides"), &[&fl!(w, "ballot-vote"), &format!("#{}", fl!(w, "electors"))], lines)
        }
        BallotMethod::YesNo | BallotMethod::Hands => {
            let j = &r["judgement"];
            let sides = &j["poll"]["electors"];
            let legs = list(&j["turnout"]).into_iter().chain(list(&j["legs"]));
            html! {
                (ui::table(&fl!(w, "ballot-sides"), &[&fl!(w, "ballot-vote"), &format!("#{}", fl!(w, "electors"))], ["for", "against", "abstain"].map(|side| vec![html! { (word(ctx.lang, "vote", side)) }, html! { (text(&sides[side])) }]).to_vec()))
                ul.told { @for leg in legs { li {
                    (ui::tag(if leg["holds"] == true { Tone::Ok } else { Tone::Bad }, &(if leg["holds"] == true { fl!(w, "leg-holds") } else { fl!(w, "leg-fails") }))) " "
                    (code_word(ctx, "measure", leg["measure"].as_str().unwrap_or("electors"))) ": "
                    (fl!(w, "leg-said", part = text(&leg["part"]), of = text(&leg["of"]), needs = text(&leg["needs"]), base = leg["base"].as_str().map_or_else(|| fl!(w, "leg-turnout"), |b| code_word(ctx, "ballot-base", b))))
                } } }
                @if let Some(drawn) = r["lot"].as_bool() { p { @if drawn { (fl!(w, "lot-for")) } @else { (fl!(w, "lot-against")) } } }
            }
        }
        BallotMethod::Approval => {
            let lines = view.options.iter().zip(list(&r["approvals"])).map(|(o, n)| vec![html! { (o.title) }, html! { (text(&n)) }]).collect();
            html! { (ui::table(&fl!(w, "approvals"), &[&fl!(w, "ballot-option"), &format!("#{}", fl!(w, "approvals"))], lines)) p.muted.s { (fl!(w, "ticks-note")) } }
        }
        BallotMethod::Score => {
            let lines = list(&r["order"]).iter().map(|s| vec![html! { (named(&s["option"])) }, html! { (text(&s["sum"])) " / " (text(&s["marks"])) }, html! { (text(&s["median"])) }]).collect();
            ui::table(&fl!(w, "marks"), &[&fl!(w, "ballot-option"), &format!("#{}", fl!(w, "marks-mean")), &format!("#{}", fl!(w, "marks-median"))], lines)
        }
        BallotMethod::Irv | BallotMethod::Stv => {
            let told = list(&r["rounds"]);
            let heads: Vec<String> = std::iter::once(fl!(w, "ballot-option")).chain(told.iter().map(|t| fl!(w, "round-no", n = text(&t["number"])))).collect();
            let row = |at: usize| told.iter().map(|t| html! { (text(&t["sums"][at])) }).collect::<Vec<_>>();
            let mut lines: Vec<(String, Vec<Markup>)> = view.options.iter().enumerate().map(|(at, o)| (o.title.clone(), row(at))).collect();
            for (key, title) in [("exhausted", fl!(w, "exhausted")), ("loss", fl!(w, "loss"))] {
                lines.push((title, told.iter().map(|t| html! { (text(&t[key])) }).collect()));
            }
            html! {
                p { (fl!(w, "quota", n = text(&r["quota"]))) }
                ol.told { @for t in &told { li {
                    @match (&t["act"]["surplus"], &t["act"]["exclusion"], t["act"].as_str()) {
                        (s, _, _) if s.is_object() => (fl!(w, "round-surplus", name = named(&s["of"]), votes = text(&s["surplus"]))),
                        (_, x, _) if x.is_object() => (fl!(w, "round-exclusion", name = named(&x["of"]))),
                        (_, _, Some("remaining")) => (fl!(w, "round-remaining")),
                        _ => (fl!(w, "round-first")),
                    }
                    @if !list(&t["elected"]).is_empty() { " " b { (fl!(w, "round-elected", names = names(&t["elected"]))) } }
                } } }
                (ui::matrix(&fl!(w, "rounds"), &heads, lines))
            }
        }
        BallotMethod::EqualShares => {
            let lines = list(&r["bought"]).iter().map(|b| {
                let at = b["project"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
                vec![html! { (named(&b["project"])) }, html! { (view.options.get(at).map_or(0, |o| o.cost)) }, html! { (text(&r["votes"][at])) }, html! { (code_word(ctx, "shares", b["how"].as_str().unwrap_or("shares"))) }]
            }).collect();
            html! {
                p { (fl!(w, "shares-said", share = text(&r["share"]), cost = text(&r["cost"]), budget = text(&r["budget"]))) }
                (ui::table(&fl!(w, "shares-bought"), &[&fl!(w, "ballot-option"), &format!("#{}", fl!(w, "cost")), &format!("#{}", fl!(w, "electors")), &fl!(w, "shares-how")], lines))
            }
        }
    }
}

impl edge::View for ReceiptView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "receipt-ask");
        let main = html! { div.page {
            h1 { (title) }
            (ui::error_summary(ctx, &self.problems))
            @match self.found {
                Some(true) if self.counted => (ui::alert(Tone::Ok, html! { (fl!(w, "receipt-counted")) })),
                Some(true) => (ui::alert(Tone::Ok, html! { (fl!(w, "receipt-in-box")) })),
                Some(false) => (ui::alert(Tone::Bad, html! { (fl!(w, "receipt-unknown")) })),
                None => {},
            }
            p.actions { (ui::link_button(&format!("/ballots/{}", self.ballot), &fl!(w, "ballot-to-page"))) }
        } };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/ballots/{}", self.ballot)
    }
    edge::speaks!(crate::words);
}
