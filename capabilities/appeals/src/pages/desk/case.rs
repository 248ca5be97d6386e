//! The case page: what to do now, what was said, what happened, and how the dates came about.

use super::word;
use crate::pages::photos::photos_of_case;
use crate::actions::OPENING_REASONS;
use crate::rules::{State, Verb};
use crate::views::{ClockLine, DeskCaseView, HandedOnView, OpenedVoice, StoryLine, VoiceLine};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Happening, Tone, form};

impl edge::View for DeskCaseView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let c = &self.case;
        let main = html! {
            header.case-head {
                p.crumbs { a href="/desk/cases" { (fl!(words(ctx.lang), "desk-queue")) } " / " (c.case_no) }
                h1 { (c.title) " " (c.state_tag(ctx)) " " (c.marks(ctx)) }
                p.muted { (c.kind(ctx)) @if !c.place.is_empty() { " · " (c.place) } @if let Some(lead) = &c.lead { " · " (lead) } }
            }
            div.two.case {
                div.stack { (self.acts(ctx)) (self.said_words(ctx)) (self.photos(ctx)) (self.reply(ctx)) (self.happenings(ctx)) }
                div.stack { (self.deadline(ctx)) (self.upstairs(ctx)) (self.alike(ctx)) (self.helping(ctx)) (crate::pages::residents::deeds(ctx, &self.commitments)) (self.facts_card(ctx)) (self.clock_table(ctx)) }
            }
        };
        ui::layout::desk(ctx, &self.case.title, "/desk/cases", main)
    }
    fn path(&self) -> String {
        self.case.path()
    }
    edge::speaks!(crate::words);
}

impl edge::View for HandedOnView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = fl!(words(ctx.lang), "desk-handed-on", no = self.case_no.as_str());
        ui::layout::desk(ctx, &title, "", html! { h1 { (title) } p { (word(ctx.lang, "state", self.state.code())) } })
    }
    fn path(&self) -> String {
        match self.state {
            State::Closed | State::Handling => "/desk/callbacks".into(),
            _ => "/desk/cases".into(),
        }
    }
}

impl DeskCaseView {
    fn deadline(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(promise) = &self.promise else { return html! {} };
        ui::card(&word(ctx.lang, "stage", &promise.stage), None, html! {
            @if let Some(due) = promise.due_at { (ui::deadline(ctx, &fl!(w, "desk-due"), due, None)) }
            @if promise.provisional { p.muted { (fl!(w, "due-provisional")) } }
            (promise.explained(ctx))
        })
    }

    /// What the upper tier wants, and what both sides heard from the speaker.
    fn upstairs(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.upper.is_none() && self.answers.is_empty() {
            return html! {};
        }
        ui::card(&fl!(w, "desk-upper"), None, html! {
            @if let Some(u) = &self.upper {
                @if u.rests { p { (ui::tag(Tone::Warn, &fl!(w, "desk-upper-rests"))) } }
                @else { (ui::deadline(ctx, &fl!(w, "desk-upper-due"), u.due_at, None)) }
                @if let Some(ask) = u.waits { (ui::alert(Tone::Info, html! { (word(ctx.lang, "upper-waits", ask.code())) })) }
            }
            @if !self.answers.is_empty() { (self.answers_beside(ctx)) }
        })
    }

    /// Theirs never stands in the place of ours.
    fn answers_beside(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "desk-answers");
        let heads = [fl!(w, "desk-answer-source"), fl!(w, "desk-answer-solved"), fl!(w, "desk-answer-level")];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let yes = |said: Option<bool>| said.map_or("—".into(), |yes| word(ctx.lang, "solved", if yes { "true" } else { "false" }));
        let lines = self.answers.iter().map(|a| vec![
            html! { (word(ctx.lang, "answer-source", &a.source)) " " small.muted { (ui::time::short(a.at)) } },
            html! { (yes(a.solved)) },
            html! { @match &a.satisfaction { Some(level) => (word(ctx.lang, "level", level)), None => "—" } },
        ]).collect();
        ui::table(&title, &heads, lines)
    }

    fn facts_card(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let level = word(ctx.lang, "public", self.public_level.code());
        let public = if self.published { fl!(w, "desk-published", level = level) } else { level };
        ui::card(&fl!(w, "desk-facts"), None, html! {
            (ui::facts(&[
                (&fl!(w, "desk-no"), html! { (self.case.case_no) }),
                (&fl!(w, "desk-type"), html! { (word(ctx.lang, "type", self.case.case_type.code())) }),
                (&fl!(w, "desk-lead"), html! { (self.case.lead.as_deref().unwrap_or("—")) }),
                (&fl!(w, "desk-opened"), html! { (ui::time::stamp(ctx.lang, self.case.opened_at, ctx.now)) }),
                (&fl!(w, "desk-public"), html! { (public) }),
                (&fl!(w, "desk-urgings"), html! { (self.case.urgings) }),
            ]))
            @if let Some(note) = &self.internal_note { p { b { (fl!(w, "desk-note")) } " " (note) } }
        })
    }

    fn clock_table(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.clocks.is_empty() {
            return html! {};
        }
        let heads = [fl!(w, "desk-clock"), fl!(w, "desk-clock-due"), fl!(w, "desk-clock-end")];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let lines = self.clocks.iter().filter(|c| !c.superseded).map(|c| clock_cells(ctx, c)).collect();
        ui::card(&fl!(w, "desk-clocks"), None, ui::table(&fl!(w, "desk-clocks"), &heads, lines))
    }

    fn reply(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(reply) = &self.public_reply else { return html! {} };
        let title = if self.refusal_reason.is_some() { fl!(w, "desk-office") } else { fl!(w, "desk-reply") };
        ui::card(&title, None, html! {
            @if let Some(reason) = &self.refusal_reason { p { (ui::tag(Tone::Warn, &word(ctx.lang, "reason", reason))) } }
            @if let Some(result) = self.result { p { (ui::tag(Tone::Ok, &word(ctx.lang, "result", result))) } }
            p.pre { (reply) }
        })
    }

    /// What was said: closed until somebody opens it for a reason.
    fn said_words(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        ui::card(&fl!(w, "desk-said"), None, html! {
            @if let Some((text, until)) = &self.question {
                (ui::alert(Tone::Warn, html! { (fl!(w, "desk-question-open", when = ui::time::when(ctx.lang, *until, ctx.now))) " " (text) }))
            }
            @for v in &self.voices { (self.voice(ctx, v)) }
            @let more = self.voices_all - self.voices.len();
            @if more > 0 { p.muted { (fl!(w, "desk-voices-more", n = more)) } }
            @for note in &self.notes {
                p.pre { b { (word(ctx.lang, "note", &note.kind)) } " " small.muted { (ui::time::when(ctx.lang, note.at, ctx.now)) } br; (note.text) }
            }
            @if self.papers { p.hint { (fl!(w, "desk-papers-hint")) } }
            @if self.may_open && self.opened.is_empty() { (self.opening(ctx)) }
        })
    }

    fn voice(&self, ctx: &Ctx, v: &VoiceLine) -> Markup {
        let w = words(ctx.lang);
        html! {
            section.voice {
                p {
                    b { (word(ctx.lang, "channel", v.channel)) } " "
                    small.muted { (ui::time::when(ctx.lang, v.received_at, ctx.now)) } " "
                    @if v.anonymous { (ui::tag(Tone::Plain, &fl!(w, "desk-anonymous"))) " " }
                    @if v.secret { (ui::tag(Tone::Warn, &fl!(w, "desk-secret"))) " " }
                    @if v.withdrawn { (ui::tag(Tone::Plain, &fl!(w, "desk-withdrawn"))) " " }
                    @if let Some(how) = v.settled { (ui::tag(Tone::Ok, &word(ctx.lang, "settled", how))) " " }
                    @if self.papers { a.s href={ "/desk/voices/" (v.id) "/papers" } { (fl!(w, "desk-papers")) } }
                }
                @if let Some(opened) = self.opened.iter().find(|o| o.id == v.id) { (opened_words(ctx, opened)) }
            }
        }
    }

    fn opening(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let label = fl!(w, "desk-open-reason");
        let usual = match self.case.state {
            State::Registered | State::AwaitingInfo => "answering",
            State::Accepted => "routing",
            State::Callback => "callback",
            _ => "handling",
        };
        let reasons: Vec<_> = OPENING_REASONS.iter().map(|r| (*r, word(ctx.lang, "opening", r))).collect();
        let action = format!("/cases/{}/opening", self.case.id);
        html! {
            form.inline method="post" action=(action) {
                (form::hidden(ctx, &action))
                (ui::select(&Field::new("reason", &label).within("opening").value(usual).problems(&self.problems), &reasons))
                (ui::ghost_button(&fl!(w, "desk-open")))
            }
            p.hint { (fl!(w, "desk-open-hint")) }
        }
    }

    /// Photos, where there are some or this reader may add one.
    fn photos(&self, ctx: &Ctx) -> Markup {
        if self.photos.is_empty() && !self.photo_may.add {
            return html! {};
        }
        photos_of_case(ctx, self.case.id, &self.photos, self.photo_may, &[])
    }

    fn happenings(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let lines: Vec<_> = self.story.iter().rev().map(|s| happening(ctx, s)).collect();
        ui::card(&fl!(w, "desk-story"), None, ui::timeline(ctx, &lines))
    }

    /// The verbs this reader may do: the next one open, the others behind their names.
    fn acts(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let refused = self.typed.as_ref().map(|(verb, _)| *verb);
        let first = refused.filter(|v| self.may.contains(v)).or_else(|| self.next_verb());
        let title = first.map_or_else(|| fl!(w, "desk-next"), |verb| self.verb_name(ctx, verb));
        let others: Vec<_> = self.may.iter().filter(|v| Some(**v) != first).collect();
        html! {
            section.card.next {
                header { h2 { (title) } }
                (ui::error_summary(ctx, &self.problems))
                (self.standing(ctx))
                @match first {
                    Some(verb) => (self.act(ctx, verb, true)),
                    None => p.muted { (fl!(w, "desk-nothing")) },
                }
                @if !others.is_empty() {
                    div.others { @for verb in others {
                        details.confirm { summary.btn.ghost.small { (self.verb_name(ctx, *verb)) } div.confirm-body { (self.act(ctx, *verb, false)) } }
                    } }
                }
            }
        }
    }

    /// How it stands beside its state: where it went, who presses, what is waited for.
    fn standing(&self, ctx: &Ctx) -> Markup {
        html! { (self.went_up(ctx)) (self.pressed(ctx)) (self.waited_for(ctx)) (self.help_wanted(ctx)) (self.scored(ctx)) }
    }

    /// Where it went.
    fn went_up(&self, ctx: &Ctx) -> Markup {
        let Some(other) = &self.merged_into else { return html! {} };
        ui::alert(Tone::Info, html! { p { (fl!(words(ctx.lang), "desk-merged-into")) " " a href=(other.path()) { (other.case_no) } " " (other.title) } })
    }

    /// Who presses for it, and until when the unit has to answer.
    fn pressed(&self, ctx: &Ctx) -> Markup {
        let Some(s) = &self.supervision else { return html! {} };
        let w = words(ctx.lang);
        let why = word(ctx.lang, "cause", &s.cause);
        let until = s.reply_by.map_or_else(String::new, |at| ui::time::when(ctx.lang, at, ctx.now));
        ui::alert(if s.replied { Tone::Info } else { Tone::Warn }, html! {
            (fl!(w, "desk-pressed", level = s.level, why = why)) " "
            @if s.replied { (fl!(w, "desk-pressed-answered")) } @else { (fl!(w, "desk-pressed-until", when = until)) }
        })
    }

    /// Whether it counts in scores.
    fn scored(&self, ctx: &Ctx) -> Markup {
        let Some(e) = &self.exclusion else { return html! {} };
        let w = words(ctx.lang);
        let why = word(ctx.lang, "exclusion", &e.reason);
        ui::alert(Tone::Info, html! {
            (word(ctx.lang, "exclusion-stands", &e.stands)) " " (why)
            @if e.stands == "asked" && e.agree > 0 { " " (fl!(w, "exclusion-agree", n = e.agree)) }
        })
    }

    /// The lead asks for another unit's help.
    fn help_wanted(&self, ctx: &Ctx) -> Markup {
        let Some(unit) = &self.assistance_asked else { return html! {} };
        let named = self.choices.units.iter().find(|c| Some(&c.value) == unit.as_ref()).map_or("", |c| c.text.as_str());
        ui::alert(Tone::Warn, html! { (fl!(words(ctx.lang), "desk-assist-asked")) " " (named) })
    }

    /// Open cases of the same kind nearby: seen before the work is done twice.
    fn alike(&self, ctx: &Ctx) -> Markup {
        if self.alike.is_empty() {
            return html! {};
        }
        ui::card(&fl!(words(ctx.lang), "desk-merge-alike"), None, html! {
            ul.lines { @for c in &self.alike {
                li { a href=(c.path()) { (c.case_no) } " " (c.title) br; small.muted { (c.place) " · " (ui::time::short(c.opened_at)) } }
            } }
        })
    }

    /// Units called to help, and how far each is.
    fn helping(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.helpers.is_empty() {
            return html! {};
        }
        let heads = [fl!(w, "desk-helper"), fl!(w, "desk-helper-due"), fl!(w, "desk-helper-stands")];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let lines = self.helpers.iter().map(|h| vec![
            html! { (h.unit) " " small.muted { (word(ctx.lang, "help", h.help)) @if let Some(spot) = &h.spot { " · " (spot) } } },
            html! { @match h.due_at { Some(due) => (ui::time::short(due)), None => "—" } },
            html! { (ui::tag(helper_tone(&h.stands), &word(ctx.lang, "helper", &h.stands))) },
        ]).collect();
        ui::card(&fl!(w, "desk-helpers"), None, ui::table(&fl!(w, "desk-helpers"), &heads, lines))
    }

    /// What everybody waits for: a sitting and who presides over it, or conditions that are not ready.
    fn waited_for(&self, ctx: &Ctx) -> Markup {
        if let Some(deferral) = &self.deferral {
            return ui::alert(Tone::Warn, crate::pages::residents::waits(ctx, deferral));
        }
        let Some((role, name)) = &self.chair else { return html! {} };
        let who = format!("{} {name}", word(ctx.lang, "who", role));
        ui::alert(Tone::Info, html! { (fl!(words(ctx.lang), "desk-sitting", who = who)) })
    }

    pub(super) fn verb_name(&self, ctx: &Ctx, verb: Verb) -> String {
        word(ctx.lang, "verb", &verb.code().replace('/', "-"))
    }

    /// What is usually done next in this state.
    fn next_verb(&self) -> Option<Verb> {
        use Verb::*;
        let asked = self.voices.iter().filter(|v| v.due).all(|v| v.settled.is_some());
        let refused = self.voices.iter().any(|v| v.settled == Some("not_accepted"));
        let order: &[Verb] = match (asked, refused) {
            (false, _) => &[RefusalConfirmation, Acceptance, Dispatch, Signing, Completion, Contact, Approval, Callback, Closure],
            (true, true) => &[RefusalConfirmation, Acceptance, Dispatch, Signing, Completion, Contact, Approval, Redo, Closure],
            (true, false) => &[RefusalConfirmation, Acceptance, Dispatch, Signing, Completion, Contact, Approval, Closure, Callback],
        };
        let before = [Verification, Arrival, ArrivalCompletion, AssistanceCompletion, DeclineConfirmation, ReturnApproval, ConferralConclusion, SupervisionReply];
        let after = [ExtensionApproval, DeferralEnd, ExclusionApproval];
        before.into_iter().chain(order.iter().copied()).chain(after).find(|v| self.may.contains(v))
    }
}

fn helper_tone(stands: &str) -> Tone {
    match stands {
        "called" | "declining" => Tone::Warn,
        "arrived" => Tone::Info,
        "done" => Tone::Ok,
        _ => Tone::Plain,
    }
}

fn clock_cells(ctx: &Ctx, c: &ClockLine) -> Vec<Markup> {
    let w = words(ctx.lang);
    let end = match (c.stopped_at, c.met) {
        (Some(_), Some(true)) => ui::tag(Tone::Ok, &fl!(w, "clock-met")),
        (Some(_), Some(false)) => ui::tag(Tone::Bad, &fl!(w, "clock-missed")),
        (Some(_), None) if ["handle", "redo"].contains(&c.stage.as_str()) => ui::tag(Tone::Plain, &fl!(w, "clock-stopped")),
        (Some(_), None) => ui::tag(Tone::Plain, &fl!(w, "clock-let-go")),
        (None, _) if c.paused => ui::tag(Tone::Warn, &fl!(w, "clock-paused")),
        (None, _) => ui::tag(Tone::Info, &fl!(w, "clock-running")),
    };
    vec![
        html! { (word(ctx.lang, "stage", &c.stage)) },
        html! { @match c.due_at { Some(due) => (ui::time::short(due)), None => "—" } },
        html! { span { (end) @if let Some(at) = c.stopped_at { " " small.muted { (ui::time::short(at)) } } } },
    ]
}

fn opened_words(ctx: &Ctx, o: &OpenedVoice) -> Markup {
    let w = words(ctx.lang);
    html! {
        blockquote.pre { (o.text) }
        dl.facts.slim {
            @if let Some(note) = &o.address_note { div { dt { (fl!(w, "desk-where")) } dd { (note) } } }
            @if let Some(name) = &o.name { div { dt { (fl!(w, "desk-name")) } dd { (name) } } }
            @if let Some(phone) = &o.phone { div { dt { (fl!(w, "desk-phone")) } dd { a href={ "tel:" (phone) } { (phone) } } } }
        }
        @if o.hidden { p.muted { (fl!(w, "desk-hidden")) } }
    }
}

fn happening(ctx: &Ctx, s: &StoryLine) -> Happening {
    let lang = ctx.lang;
    let arg = |key: &str| s.args.iter().find(|(k, _)| *k == key).map(|(_, v)| v.clone());
    let reasons = match s.name.as_str() {
        "case_deferred" => "deferral",
        "exclusion_asked" => "exclusion",
        _ => "reason",
    };
    let mut parts = vec![];
    if let Some(unit) = arg("unit") {
        parts.push(unit);
    }
    for (key, prefix) in [("stage", "stage"), ("channel", "channel"), ("means", "means"), ("result", "result"), ("satisfaction", "level"), ("reason", reasons), ("cause", "cause")] {
        if let Some(code) = arg(key) {
            parts.push(word(lang, prefix, &code));
        }
    }
    for (key, prefix) in [("reached", "reached"), ("solved", "solved"), ("counted", "counted")] {
        if let Some(yes) = arg(key) {
            parts.push(word(lang, prefix, &yes));
        }
    }
    let who = word(lang, "who", &s.who);
    let who = match arg("who_unit") {
        Some(unit) => format!("{who} · {unit}"),
        None => who,
    };
    let tone = match s.name.as_str() {
        "case_closed" | "case_answered" | "completion_approved" => Tone::Ok,
        "clock_overdue" | "arrival_declining" | "redo_asked" | "rework_asked" | "return_asked" | "case_fell_back" => Tone::Bad,
        "case_urged" | "information_asked" | "case_reopened" => Tone::Warn,
        _ => Tone::Info,
    };
    let body = (!parts.is_empty()).then(|| html! { (parts.join(" · ")) });
    Happening { at: s.at, title: word(lang, "event", &s.name), who, body, tone }
}
