//! Matters: the list, and one chain of six marks with what a reader can do now.

use crate::rules::{MatterState, MatterStep, OptionState, PartKind, Passing, NO_ACT, Side, TaskState, UNSOLVED, Way};
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Step, StepState, Tone, form};

pub(super) fn step_word(ctx: &Ctx, step: MatterStep) -> String {
    word(ctx.lang, "step", step.code())
}

impl edge::View for MattersView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "matters-title");
        let rows: Vec<_> = self.matters.iter().map(|m| m.row(ctx)).collect();
        let next = self.next.map(|id| format!("/matters?before={id}"));
        let main = html! {
            div.page {
                h1 { (title) }
                p.lead { (fl!(w, "matters-lead")) }
                p.actions { (ui::ghost_link("/proposals", &fl!(w, "proposals-title"))) (ui::ghost_link("/bodies", &fl!(w, "bodies-title"))) (ui::ghost_link("/meetings", &fl!(w, "meetings-title"))) }
                @if rows.is_empty() { (ui::empty_state(&fl!(w, "matters-none"), &fl!(w, "matters-none-text"), None)) } @else { (ui::rows(&rows)) }
                (ui::pager(ctx, next.as_deref(), None))
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/matters".into()
    }
}

impl MatterLine {
    pub(super) fn row(&self, ctx: &Ctx) -> ui::Row {
        let at = MatterStep::ALL.iter().position(|s| *s == self.step).unwrap_or(0);
        let walking = self.state == MatterState::Walking;
        let done = if self.state == MatterState::Settled { 6 } else { at + 1 };
        let now = if walking { step_word(ctx, self.step) } else { word(ctx.lang, "matter-state", self.state.code()) };
        ui::Row {
            href: format!("/matters/{}", self.id),
            title: self.question.clone(),
            note: format!("{} · {}", self.body, self.topic),
            icon: "message-square",
            tag: Some((if self.state == MatterState::Settled { Tone::Ok } else { Tone::Info }, now.clone())),
            progress: Some((done, 6, now)),
            ..ui::Row::default()
        }
    }
}

impl edge::View for MatterView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            div.page {
                p.crumbs { a href="/matters" { (fl!(w, "matters-title")) } " / " a href={ "/bodies/" (self.body) } { (self.body_name) } }
                h1 { (self.question) }
                p { (self.standing(ctx)) " " span.muted { (self.place) " · " (self.topic) " · " span.num { (self.code) } } }
                (ui::error_summary(ctx, &self.problems))
                (self.track(ctx))
                @if let Some(why) = &self.ended_why { (ui::alert(Tone::Warn, html! { (if why == NO_ACT { fl!(w, "ended-no-act") } else { why.clone() }) })) }
                (super::merging::where_to(ctx, self.merged_into.as_ref(), &self.merged_from))
                (super::merging::apart(ctx, &self.splits))
                @if self.may.split { section.card { (super::merging::split_form(ctx, &self.to("split"), &self.sent.text, &self.problems)) } }
                (self.now(ctx))
                (self.said(ctx))
                (self.option_cards(ctx))
                (self.talk(ctx))
                (self.decided(ctx))
                (self.judged(ctx))
                (super::afterwards::section(ctx, self, |verb| self.to(verb)))
                (self.gate(ctx))
                (self.past(ctx))
            }
        };
        ui::layout::resident(ctx, &self.question, "", main, None)
    }
    fn path(&self) -> String {
        format!("/matters/{}", self.id)
    }
    edge::speaks!(crate::words);
}

impl MatterView {
    pub(super) fn to(&self, verb: &str) -> String {
        format!("/matters/{}/{verb}", self.id)
    }
    pub(super) fn is_in(&self, step: MatterStep) -> bool {
        self.state == MatterState::Walking && self.step == step
    }
    fn standing(&self, ctx: &Ctx) -> Markup {
        match self.state {
            MatterState::Walking => ui::tag(Tone::Info, &step_word(ctx, self.step)),
            MatterState::Settled => ui::tag(Tone::Ok, &word(ctx.lang, "matter-state", "settled")),
            other => ui::tag(Tone::Warn, &word(ctx.lang, "matter-state", other.code())),
        }
    }

    fn track(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let steps = self.marks.iter().map(|m| Step {
            name: step_word(ctx, m.step),
            note: m.from.map_or_else(String::new, |f| ui::time::day(ctx.lang, f.day(), ctx.now)),
            state: if m.now { StepState::Now } else if m.done { StepState::Done } else { StepState::Later },
        });
        html! {
            (ui::steps(ctx, &fl!(w, "six-steps"), &steps.collect::<Vec<_>>()))
            @if self.round > 1 { p.muted.s { (fl!(w, "round", n = self.round)) } }
            @if let Some(due) = self.due { (ui::deadline(ctx, &fl!(w, "step-due"), due, None)) }
            @if let Some(x) = &self.extended { (super::step_clocks::extended(ctx, x)) }
        }
    }

    /// What a reader can do now.
    fn now(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        let part = self.may.take_part;
        if self.state == MatterState::Walking && !part && matches!(self.step, MatterStep::Needs | MatterStep::Options | MatterStep::Deliberation | MatterStep::Evaluation) {
            let asks = self.survey.as_ref().is_some_and(|s| s.open);
            return html! { section.card.next { p { (fl!(w, "sign-in-to-say")) } @if asks { p { (fl!(w, "survey-waits")) " " a href={ (self.to("survey/sheet")) } { (fl!(w, "survey-sheet")) } } } p.actions { (ui::link_button(&format!("/sign-in?next=/matters/{}", self.id), &fl!(w, "sign-in"))) } } };
        }
        html! {
            @if part && self.is_in(MatterStep::Needs) { section.card.next {
                h2 { (fl!(w, "say-need")) }
                (form::post(ctx, &self.to("responses"), html! {
                    (ui::textarea(&Field::new("text", &fl!(w, "say-need-label")).within("response").hint(&fl!(w, "say-need-hint")).value(&self.sent.response.text).required().problems(p), 3))
                    (ui::text_input(&Field::new("place_name", &fl!(w, "your-place")).within("response").value(&self.sent.response.place_name).problems(p), "text"))
                    (super::reach::group_fields(ctx, "response", (&self.sent.response.origin, Some(&self.sent.response.age)), p))
                    @if self.may.help { (self.ways(ctx, "response", self.sent.response.way)) }
                    p.actions { (ui::button(&fl!(w, "say"))) }
                }))
            } }
            (self.survey(ctx, &self.to("survey"), self.may.help.then(|| self.ways(ctx, "survey", self.sent.survey.way))))
            @if self.rated && self.is_in(MatterStep::Evaluation) { (ui::alert(Tone::Ok, html! { (fl!(w, "rate-mine")) })) }
            @if part && self.is_in(MatterStep::Evaluation) && (!self.rated || self.may.help) { section.card.next {
                h2 { (fl!(w, "rate-title")) }
                (form::post(ctx, &self.to("ratings"), html! {
                    @let sent = &self.sent.rating;
                    (ui::radio_group(&Field::new("solved", &fl!(w, "rate-solved")).value(sent.solved.map_or("", |s| s.code())).problems(p), &["yes", "partly", "no"].map(|c| (c, word(ctx.lang, "solved", c)))))
                    (ui::radio_group(&Field::new("satisfied", &fl!(w, "rate-satisfied")).value(&sent.satisfied.to_string()).problems(p), &["5", "4", "3", "2", "1"].map(|c| (c, word(ctx.lang, "satisfied", c)))))
                    (self.eased_fields(ctx))
                    (ui::checkbox(&Field::new("done", &fl!(w, "rate-done")).value(if sent.done { "true" } else { "" }).problems(p)))
                    (ui::textarea(&Field::new("text", &fl!(w, "rate-words")).within("rating").value(&sent.text).problems(p), 2))
                    @if self.may.help { (self.ways(ctx, "rating", sent.way)) }
                    p.actions { (ui::button(&fl!(w, "rate"))) }
                }))
            } }
        }
    }

    fn ways(&self, ctx: &Ctx, within: &'static str, sent: Option<Way>) -> Markup {
        let w = words(ctx.lang);
        let ways = [("web", fl!(w, "way-self")), ("desk", fl!(w, "way-desk")), ("phone", fl!(w, "way-phone")), ("paper", fl!(w, "way-paper"))];
        ui::select(&Field::new("way", &fl!(w, "way")).within(within).value(sent.unwrap_or(Way::Web).code()), &ways)
    }

    /// 说过什么.
    fn said(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        ui::section(&fl!(w, "said-title"), None, html! {
            p { (fl!(w, "heard", n = self.heard)) @if self.heard > 0 { " " span.muted.s { (super::reach::by_way(ctx, &self.heard_by)) } } }
            (self.reached(ctx))
            @if self.may.keep && self.is_in(MatterStep::Needs) { (self.survey_desk(ctx, &self.to("survey"))) }
            ul.told.s { @for s in &self.sources { li {
                (word(ctx.lang, "source", s.kind.code())) " "
                @if s.path.is_empty() { (super::titled(ctx, &s.title)) } @else { a href=(s.path) { (super::titled(ctx, &s.title)) } }
                @if s.people > 0 { " " (fl!(w, "source-people", n = s.people)) }
            } } }
            @if self.sources.len() > 1 && self.behind > 0 { p.muted.s { (fl!(w, "matter-behind", n = self.behind)) } }
            (self.concern_list(ctx))
            (self.survey_told(ctx))
            @if self.may.take_part && self.is_in(MatterStep::Needs) { (ui::confirm(&fl!(w, "name-concern"), "", form::post(ctx, &self.to("concerns"), html! {
                (ui::text_input(&Field::new("text", &fl!(w, "concern-label")).within("concern").required().max(140).problems(p), "text"))
                p.actions { (ui::button(&fl!(w, "name-concern"))) }
            }))) }
        })
    }

    /// Both sides in equal room, and what is asked.
    fn talk(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        if self.arguments.is_empty() && !self.is_in(MatterStep::Deliberation) {
            return html! {};
        }
        ui::section(&fl!(w, "talk-title"), None, html! {
            div.told { @for side in [Side::For, Side::Against] { section.card {
                h3 { (word(ctx.lang, "side", side.code())) }
                ul.told { @for a in self.arguments.iter().filter(|a| a.side == side) { li { (self.argument(ctx, a)) @if let Some(answer) = &a.answer { p { (answer) } } } } }
            } } }
            @for a in self.arguments.iter().filter(|a| a.side == Side::Question) { section.card {
                p { b { (fl!(w, "asked")) } " " (self.argument(ctx, a)) }
                @match &a.answer {
                    Some(answer) => p { (super::texts::among(ctx, answer, a.answer_curbed.as_ref(), &super::texts::path(self.id, PartKind::Answer, a.id))) },
                    None => p.muted { (fl!(w, "unanswered")) },
                }
                @if self.may.keep && a.answer.is_none() && !a.held && !a.text.is_empty() && self.is_in(MatterStep::Deliberation) { (form::post(ctx, &self.to(&format!("arguments/{}/answer", a.id)), html! {
                    (ui::text_input(&Field::new("text", &fl!(w, "answer")).within(&a.id.to_string()).required(), "text"))
                    p.actions { (ui::ghost_button(&fl!(w, "answer"))) }
                })) }
            } }
            @if self.may.take_part && self.is_in(MatterStep::Deliberation) { section.card { (form::post(ctx, &self.to("arguments"), html! {
                (ui::radio_group(&Field::new("side", &fl!(w, "side")).problems(p), &["for", "against", "question"].map(|c| (c, word(ctx.lang, "side", c)))))
                (ui::textarea(&Field::new("text", &fl!(w, "argument")).within("argument").value(&self.sent.text).required().problems(p), 3))
                p.actions { (ui::button(&fl!(w, "say"))) }
            })) } }
        })
    }

    fn argument(&self, ctx: &Ctx, a: &ArgumentView) -> Markup {
        html! {
            (super::texts::among(ctx, &a.text, a.curbed.as_ref(), &super::texts::path(self.id, PartKind::Argument, a.id)))
            @if a.held { " " (ui::tag(Tone::Info, &fl!(words(ctx.lang), "text-held"))) }
        }
    }

    /// 定了什么 → 做了什么.
    fn decided(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        html! {
            @if self.step >= MatterStep::Decision { p.actions { (ui::ghost_link(&format!("/matters/{}/ballots", self.id), &fl!(w, "ballots-title"))) } }
            @if !self.resolutions.is_empty() { (ui::section(&fl!(w, "decided-title"), None, html! { @for v in &self.resolutions { section.card {
                p { (ui::tag(Tone::Ok, &word(ctx.lang, "force", v.force.code()))) " " span.num.muted { (v.code) } " " (ui::time::day(ctx.lang, v.at.day(), ctx.now)) }
                p { (v.text) }
                @if let Some(id) = v.meeting { p { a href={ "/meetings/" (id) } { (fl!(w, "decided-in")) } } }
                @if let Some(id) = v.ballot { p { a href={ "/ballots/" (id) } { (fl!(w, "decided-by-ballot")) } } }
            } } })) }
            @if self.may.keep && self.is_in(MatterStep::Decision) && !self.resolutions.iter().any(|v| v.round == self.round) { section.card { (ui::confirm(&fl!(w, "adopt"), &fl!(w, "adopt-note"), form::post(ctx, &self.to("resolution"), html! {
                (ui::textarea(&Field::new("text", &fl!(w, "resolution-text")).within("resolution").value(&self.sent.text).required().problems(p), 4))
                (ui::select(&Field::new("option", &fl!(w, "chosen")).within("resolution").problems(p), &self.options.iter().filter(|o| o.state == OptionState::Frozen).map(|o| (o.id.to_string(), format!("{} · {}", o.letter, o.title))).collect::<Vec<_>>()))
                (ui::select(&Field::new("force", &fl!(w, "force")).within("resolution").problems(p), &["advice", "commitment", "binding"].map(|c| (c, word(ctx.lang, "force", c)))))
                p.actions { (ui::button(&fl!(w, "adopt"))) }
            }))) } }
            @if !self.tasks.is_empty() { (ui::section(&fl!(w, "tasks-title"), None, html! { @for t in &self.tasks { section.card {
                header { h3 { (t.title) } (ui::tag(match t.state { TaskState::Verified => Tone::Ok, _ if t.late => Tone::Bad, _ => Tone::Plain }, &word(ctx.lang, "task", t.state.code()))) }
                (ui::facts(&[
                    (&fl!(w, "to-be-seen"), html! { (t.to_be_seen) }),
                    (&fl!(w, "task-owner"), html! { (t.owner) }),
                    (&fl!(w, "task-due"), html! { (ui::time::day(ctx.lang, t.due, ctx.now)) @if t.late { " " (ui::tag(Tone::Bad, &fl!(w, "late"))) } }),
                ]))
                (super::doers::standing(ctx, t, &self.to(&format!("tasks/{}", t.id)), self.may.keep && self.is_in(MatterStep::Delivery), &self.doers, p))
                (super::tasks::on_its_way(ctx, t, &self.to(&format!("tasks/{}", t.id)), p))
                @if let (Some(evidence), Some(witness)) = (&t.evidence, &t.witness) { p { (evidence) " " span.muted { (fl!(w, "witnessed", name = witness.as_str())) } } }
                @if let Some(reason) = &t.reason { p.muted { (reason) } }
                @if self.may.keep && self.is_in(MatterStep::Delivery) && matches!(t.state, TaskState::Open | TaskState::Accepted) { p.muted.s { (fl!(w, "verify-later")) } }
                @if t.may_verify { (ui::confirm(&fl!(w, "verify"), &fl!(w, "verify-note"), form::post(ctx, &self.to(&format!("tasks/{}/verification", t.id)), html! {
                    (ui::text_input(&Field::new("evidence", &fl!(w, "evidence")).within(&t.id.to_string()).required().problems(p), "text"))
                    (ui::text_input(&Field::new("witness", &fl!(w, "witness")).within(&t.id.to_string()).required().problems(p), "text"))
                    p.actions { (ui::button(&fl!(w, "verify"))) }
                }))) }
            } } })) }
            @if self.may.keep && self.is_in(MatterStep::Delivery) { section.card { (ui::confirm(&fl!(w, "open-task"), "", form::post(ctx, &self.to("tasks"), html! {
                (ui::text_input(&Field::new("title", &fl!(w, "task-title")).within("task").required().problems(p), "text"))
                (ui::text_input(&Field::new("to_be_seen", &fl!(w, "to-be-seen")).within("task").required().problems(p), "text"))
                (super::doers::owner_fields(ctx, "task", &self.doers, p))
                (ui::text_input(&Field::new("due", &fl!(w, "task-due")).within("task").required().problems(p), "date"))
                p.actions { (ui::button(&fl!(w, "open-task"))) }
            }))) } }
        }
    }

    fn judged(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let known: Vec<&RatingsView> = std::iter::once(&self.ratings).chain(&self.rated_before).filter(|r| r.all > 0).collect();
        html! {
            @if !known.is_empty() { (ui::section(&fl!(w, "ratings-title"), None, html! { @for r in known { (self.round_rated(ctx, r)) } })) }
            @if let Some(text) = &self.statement { section.card { h2 { (fl!(w, "statement")) } p { (text) } } }
            @if self.may.keep && self.is_in(MatterStep::Evaluation) { section.card { (ui::confirm(&fl!(w, "statement"), "", form::post(ctx, &self.to("statement"), html! {
                (ui::textarea(&Field::new("text", &fl!(w, "statement")).within("statement").required().problems(&self.problems), 3))
                p.actions { (ui::button(&fl!(w, "save"))) }
            }))) } }
        }
    }

    /// How many rated and by which ways; what they said, where it may be read.
    fn round_rated(&self, ctx: &Ctx, r: &RatingsView) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if r.round != self.round { p.muted.s { (fl!(w, "round", n = r.round)) } }
            @match &r.said {
                Some(said) => p { (fl!(w, "ratings-sum", all = r.all, yes = said.yes, partly = said.partly, no = said.no)) },
                None => p { (fl!(w, "ratings-so-far", all = r.all)) },
            }
            p.muted.s { (super::reach::by_way(ctx, &r.by_way)) }
        }
    }

    /// What has to hold before it goes on, and how far it is.
    fn gate(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        if self.gate.is_empty() {
            return html! {};
        }
        let open = self.gate.iter().all(|c| c.met);
        ui::section(&fl!(w, "gate-title"), None, html! {
            ul.told { @for c in &self.gate { li {
                (ui::tag(if c.met { Tone::Ok } else { Tone::Warn }, &(if c.met { fl!(w, "leg-met") } else { fl!(w, "leg-unmet") }))) " "
                (word(ctx.lang, "gate", &c.condition.replace('_', "-"))) " " span.num.muted { (c.have) " / " (c.need) }
            } } }
            @if self.may.keep && self.is_in(MatterStep::Deliberation) { (ui::confirm(&fl!(w, "freeze"), &fl!(w, "freeze-note"), form::verb(ctx, &self.to("freezing"), &fl!(w, "freeze")))) }
            @if self.may.pass {
                @if open { (form::post(ctx, &self.to("passages"), html! { p.actions { (ui::button(&fl!(w, "pass"))) } })) }
                (ui::confirm(&fl!(w, "turn"), &fl!(w, "turn-note"), form::post(ctx, &self.to("turns"), html! {
                    (ui::select(&Field::new("to", &fl!(w, "turn-to")).within("turn").problems(p), &MatterStep::ALL.iter().filter(|s| **s < self.step).map(|s| (s.code(), step_word(ctx, *s))).collect::<Vec<_>>()))
                    (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("turn").required().problems(p), "text"))
                    p.actions { (ui::button(&fl!(w, "turn"))) }
                })))
                (ui::confirm(&fl!(w, "end"), &fl!(w, "end-note"), form::post(ctx, &self.to("ending"), html! {
                    (ui::select(&Field::new("state", &fl!(w, "end-how")).within("end").problems(p), &["declined", "referred", "withdrawn", "lapsed"].map(|c| (c, word(ctx.lang, "matter-state", c)))))
                    (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("end").required().problems(p), "text"))
                    p.actions { (ui::button(&fl!(w, "end"))) }
                })))
            }
            @if self.may.pass && self.state == MatterState::Walking && self.step < MatterStep::Decision { (super::merging::form(ctx, &self.to("merger"), &self.sent.text, p)) }
            @if self.may.extend && self.extended.is_none() { (super::step_clocks::form(ctx, &self.to("extension"), &self.sent.text, p)) }
            @if self.may.override_gate && !open { (ui::confirm(&fl!(w, "override"), &fl!(w, "override-note"), form::post(ctx, &self.to("passages"), html! {
                (ui::text_input(&Field::new("overriding", &fl!(w, "reason")).within("override").required().problems(p), "text"))
                p.actions { (ui::button(&fl!(w, "override"))) }
            }))) }
        })
    }

    fn past(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.walk.is_empty() {
            return html! {};
        }
        let items: Vec<_> = self.walk.iter().map(|s| ui::Happening {
            at: s.to,
            title: format!("{} · {}", step_word(ctx, s.step), word(ctx.lang, "passing", s.how.code())),
            who: s.reason.as_deref().map_or_else(String::new, |r| match r { UNSOLVED => fl!(w, "turned-unsolved"), NO_ACT => fl!(w, "ended-no-act"), _ => r.to_owned() }),
            body: s.extended.as_ref().map(|x| super::step_clocks::extended(ctx, x)),
            tone: if s.how == Passing::Passed { Tone::Ok } else { Tone::Warn },
        }).collect();
        ui::section(&fl!(w, "walk-title"), None, html! {
            (ui::timeline(ctx, &items))
            @for x in &self.reopenings { (super::afterwards::reopened(ctx, x)) }
        })
    }
}
