//! Meetings: the calendar, and one evening from its notice to its sealed minutes.

use super::{listed, state_tag};
use crate::rules::{Capacity, Door, How, ItemKind, MeetingState, Verdict};
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Step, StepState, Tone, form};

pub(super) fn meeting_row(ctx: &Ctx, m: &MeetingLine, with_body: bool) -> ui::Row {
    let tone = if m.state == MeetingState::Sealed { Tone::Ok } else { Tone::Plain };
    let when = ui::time::when(ctx.lang, m.from, ctx.now);
    ui::Row {
        href: format!("/meetings/{}", m.id),
        title: if with_body { m.body.clone() } else { when.clone() },
        note: if with_body { format!("{when} · {}", m.venue) } else { m.venue.clone() },
        icon: "calendar-days",
        tag: Some((tone, word(ctx.lang, "meeting-state", &m.state.code().replace('_', "-")))),
        ..ui::Row::default()
    }
}

impl edge::View for MeetingsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "meetings-title");
        let list = |lines: &[MeetingLine]| ui::rows(&lines.iter().map(|m| meeting_row(ctx, m, true)).collect::<Vec<_>>());
        let main = html! {
            div.page {
                h1 { (title) }
                p.lead { (fl!(w, "meetings-lead")) }
                (ui::section(&fl!(w, "meetings-coming"), Some(("/bodies", &fl!(w, "bodies-title"))), html! {
                    @if self.coming.is_empty() { (ui::empty_state(&fl!(w, "meetings-none"), &fl!(w, "meetings-none-text"), None)) } @else { (list(&self.coming)) }
                }))
                @if !self.past.is_empty() { (ui::section(&fl!(w, "meetings-past"), None, list(&self.past))) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/meetings".into()
    }
}

impl edge::View for MeetingView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "meeting-of", body = self.body_name.as_str());
        let main = html! {
            div.page {
                p.crumbs { a href="/meetings" { (fl!(w, "meetings-title")) } " / " a href={ "/bodies/" (self.body) } { (self.body_name) } }
                h1 { (title) }
                p { (state_tag(ctx, self.state)) " " span.num.muted { (self.code) } }
                (ui::error_summary(ctx, &self.problems))
                (self.track(ctx))
                (self.whereabouts(ctx))
                (self.presence(ctx))
                (self.agenda(ctx))
                (self.protocol(ctx))
                (self.printables(ctx))
                @match self.excused {
                    Some(true) => (ui::alert(Tone::Ok, html! { (fl!(w, "absence-mine")) })),
                    Some(false) => section.card { p { (fl!(w, "absence-note")) } (form::verb(ctx, &self.to("excuses"), &fl!(w, "absence-send"))) },
                    None => {},
                }
                @if self.opened_at.is_some() { p { a href={ "/meetings/" (self.id) "/representativeness" } { (fl!(w, "represent-title")) } } }
                (self.forms(ctx))
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/meetings/{}", self.id)
    }
    edge::speaks!(crate::words);
}

impl MeetingView {
    fn to(&self, verb: &str) -> String {
        format!("/meetings/{}/{verb}", self.id)
    }

    fn track(&self, ctx: &Ctx) -> Markup {
        use MeetingState::*;
        const WALK: [MeetingState; 6] = [Planned, Convened, Open, Closed, Circulated, Sealed];
        let at = match self.state {
            Cancelled | Inquorate => return html! { @if let Some(why) = &self.why { (ui::alert(Tone::Bad, html! { (why) })) } },
            Drafted => 3,
            // What was sealed walked all its steps.
            Voided => 5,
            state => WALK.iter().position(|s| *s == state).unwrap_or(0),
        };
        let done = self.state == Sealed;
        let steps = WALK.iter().enumerate().map(|(i, s)| Step {
            name: word(ctx.lang, "meeting-step", s.code()),
            note: String::new(),
            state: if i < at || done { StepState::Done } else if i == at { StepState::Now } else { StepState::Later },
        });
        ui::steps(ctx, &fl!(words(ctx.lang), "meeting-track"), &steps.collect::<Vec<_>>())
    }

    fn whereabouts(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let names = [fl!(w, "meeting-when"), fl!(w, "meeting-venue"), fl!(w, "meeting-joining"), fl!(w, "meeting-covers"), fl!(w, "meeting-call")];
        let [when, venue, joining, covers, call] = &names;
        let mut facts = vec![
            (when.as_str(), html! { (ui::time::stamp(ctx.lang, self.from, ctx.now)) "–" (self.to.hm()) }),
            (venue, html! { (self.venue) " " span.muted { (word(ctx.lang, "mode", self.mode.code())) } }),
        ];
        if !self.joining_note.is_empty() {
            facts.push((joining, html! { (self.joining_note) }));
        }
        if !self.covered.is_empty() {
            facts.push((covers, html! { (self.covered.join("、")) }));
        }
        if self.call > 1 {
            facts.push((call, html! { (fl!(w, "meeting-second-call")) }));
        }
        html! {
            section.card {
                (ui::facts(&facts))
                @for n in &self.notices {
                    p.s.muted {
                        (fl!(w, "notice-no", no = n.no, when = ui::time::when(ctx.lang, n.issued_at, ctx.now)))
                        @if let Some(why) = &n.why_changed { " " (fl!(w, "notice-changed", why = why.as_str())) }
                        @if let Some(why) = &n.extraordinary { " " (fl!(w, "notice-extraordinary", why = why.as_str())) }
                    }
                }
            }
        }
    }

    /// 应到 15 · 实到 11 · 法定 10 · 有效.
    fn presence(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.opened_at.is_none() && self.room.quorum.present == 0 && self.room.people.is_empty() {
            return html! {};
        }
        let q = &self.room.quorum;
        let (met, tone) = if q.met { (fl!(w, "quorum-met"), Tone::Ok) } else { (fl!(w, "quorum-unmet"), Tone::Bad) };
        ui::section(&fl!(w, "presence-title"), None, html! {
            p.big { (fl!(w, "presence", expected = self.room.expected, present = q.present, needed = q.needed)) " " (ui::tag(tone, &met)) }
            @if q.legs.len() > 1 { ul.told.s { @for leg in &q.legs {
                li { (leg_name(ctx, &leg.what)) " " span.num { (leg.have) " / " (leg.need) } " " @if leg.met { (ui::tag(Tone::Ok, &fl!(w, "leg-met"))) } @else { (ui::tag(Tone::Bad, &fl!(w, "leg-unmet"))) } }
            } } }
            @if !self.room.members.is_empty() { p { (self.room.members.join("、")) } }
            p.muted.s { @for (i, (capacity, n)) in self.room.people.iter().enumerate() { @if i > 0 { " · " } (word(ctx.lang, "capacity", capacity.code())) " " (n) } }
        })
    }

    fn agenda(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.items.is_empty() {
            return html! {};
        }
        ui::section(&fl!(w, "agenda-title"), None, html! {
            @if let (Some(deadline), MeetingState::Convened) = (self.notice_deadline, self.state) {
                p.muted.s { (fl!(w, "notice-deadline", when = ui::time::when(ctx.lang, deadline, ctx.now))) }
            }
            ol.told { @for item in &self.items { li {
                p {
                    b { (item.no) ". " (item.title) } " " span.tag { (word(ctx.lang, "item-kind", item.kind.code())) }
                    @if item.added { " " (ui::tag(Tone::Warn, &fl!(w, "item-added"))) }
                    @if let Some(matter) = item.matter { " " a href={ "/matters/" (matter) } { (fl!(w, "item-matter")) } }
                }
                @if let Some(rule) = &item.rule_name { p.muted.s { (fl!(w, "item-rule", rule = listed(ctx.lang, "rule", rule))) } }
                @if let Some(text) = &item.minutes { p.said { (text) } }
                @if let Some(result) = &item.result { (result.shown(ctx)) }
                @else if self.may.hold && self.state == MeetingState::Open && item.kind == ItemKind::Decide && item.decidable { (self.deciding(ctx, item)) }
                @if self.may.write && matches!(self.state, MeetingState::Closed | MeetingState::Drafted) {
                    (form::post(ctx, &self.to("minutes"), html! {
                        input type="hidden" name="item" value=(item.no);
                        (ui::textarea(&Field::new("text", &fl!(w, "item-minutes")).within(&format!("draft-{}", item.no)).value(item.minutes.as_deref().unwrap_or(&self.typed.text)).required(), 3))
                        p.actions { (ui::ghost_button(&fl!(w, "save"))) }
                    }))
                }
                @if self.may.answer && self.state == MeetingState::Circulated {
                    (ui::confirm(&fl!(w, "amend"), &fl!(w, "amend-note"), form::post(ctx, &self.to("minutes/amendments"), html! {
                        input type="hidden" name="item" value=(item.no);
                        (ui::textarea(&Field::new("text", &fl!(w, "amend-text")).within(&format!("amend-{}", item.no)).required(), 3))
                        p.actions { (ui::button(&fl!(w, "amend"))) }
                    })))
                }
            } } }
        })
    }

    /// Put to the room: nobody objects, or hands counted twice.
    fn deciding(&self, ctx: &Ctx, item: &ItemView) -> Markup {
        let w = words(ctx.lang);
        let within = format!("decide-{}", item.no);
        let number = |name: &'static str, label: String| ui::text_input(&Field::new(name, &label).within(&within).value("0").inputmode("numeric").problems(&self.problems), "number");
        html! {
            (ui::confirm(&fl!(w, "decide-no-objection"), &fl!(w, "decide-no-objection-note"), form::post(ctx, &self.to("results"), html! {
                input type="hidden" name="item" value=(item.no);
                input type="hidden" name="how" value="no_objection";
                (ui::checkbox(&Field::new("asked_aloud", &fl!(w, "asked-aloud")).within(&within).problems(&self.problems)))
                (number("objections", fl!(w, "objections")))
                p.actions { (ui::button(&fl!(w, "decide"))) }
            })))
            (ui::confirm(&fl!(w, "decide-hands"), &fl!(w, "decide-hands-note"), form::post(ctx, &self.to("results"), html! {
                input type="hidden" name="item" value=(item.no);
                input type="hidden" name="how" value="hands";
                div.pair { (number("for", fl!(w, "votes-for"))) (number("again_for", fl!(w, "again-for"))) }
                div.pair { (number("against", fl!(w, "votes-against"))) (number("again_against", fl!(w, "again-against"))) }
                div.pair { (number("abstain", fl!(w, "votes-abstain"))) (number("again_abstain", fl!(w, "again-abstain"))) }
                p.actions { (ui::button(&fl!(w, "decide"))) }
            })))
        }
    }

    fn protocol(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(m) = &self.minutes else { return html! {} };
        ui::section(&fl!(w, "minutes-title"), None, html! {
            @if self.state != MeetingState::Drafted { p { (fl!(w, "confirmed-of", attended = m.attended, confirmed = m.confirmed)) } }
            @if let Some(there) = &m.there { p { (there_line(ctx.lang, there)) @if m.sealed_at.is_none() { " " span.muted.s { (fl!(w, "there-preview")) } } } }
            @if let (Some(until), MeetingState::Circulated) = (m.amend_until, self.state) { (ui::deadline(ctx, &fl!(w, "amend-until"), until, None)) }
            @for a in &m.amendments {
                div.card {
                    p { b { (fl!(w, "amendment-to", no = a.item)) } " " span.muted { (a.shown_name) } }
                    p.said { (a.text) }
                    @if let (Some(verdict), Some(reason)) = (a.verdict, &a.reason) { p { (word(ctx.lang, "amendment", verdict.code())) " " (reason) } }
                    @else if self.may.write { (self.judging(ctx, a)) }
                }
            }
            @if let (Some(at), Some(hash)) = (m.sealed_at, &m.hash) {
                (ui::alert(if self.state == MeetingState::Voided { Tone::Bad } else { Tone::Ok }, html! {
                    @if self.state == MeetingState::Voided { p { b { (fl!(w, "seal-void-note")) } } }
                    p { (fl!(w, "sealed-on", when = ui::time::when(ctx.lang, at, ctx.now), no = m.seal_no.unwrap_or(0))) }
                    details.more { summary { (fl!(w, "seal-hash")) } code.wrap { (hash) } }
                }))
            } @else if m.chair_signed || m.taker_signed {
                p { @if m.chair_signed { (fl!(w, "chair-signed")) } @else { (fl!(w, "taker-signed")) } }
            }
            @for a in &m.addenda {
                div.card {
                    p.muted.s { (fl!(w, "addendum-of", when = ui::time::when(ctx.lang, a.at, ctx.now))) }
                    @if let Some(seal) = &a.seal { p { b { (word(ctx.lang, "seal-is", seal)) } } }
                    p { (a.text) }
                }
            }
        })
    }

    fn judging(&self, ctx: &Ctx, a: &AmendmentView) -> Markup {
        let w = words(ctx.lang);
        let within = format!("judge-{}", a.id);
        let was = self.items.iter().find(|i| i.no == a.item).and_then(|i| i.minutes.clone()).unwrap_or_default();
        let verdicts = [("accepted", word(ctx.lang, "amendment", "accepted")), ("declined", word(ctx.lang, "amendment", "declined"))];
        ui::confirm(&fl!(w, "judge"), "", form::post(ctx, &self.to(&format!("minutes/amendments/{}/verdict", a.id)), html! {
            (ui::radio_group(&Field::new("verdict", &fl!(w, "verdict")).within(&within).problems(&self.problems), &verdicts))
            (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within(&within).required().problems(&self.problems), "text"))
            (ui::textarea(&Field::new("text", &fl!(w, "judged-text")).within(&within).value(&was).problems(&self.problems), 3))
            p.actions { (ui::button(&fl!(w, "judge"))) }
        }))
    }

    /// What comes next for whoever may do it.
    fn forms(&self, ctx: &Ctx) -> Markup {
        use MeetingState::*;
        let w = words(ctx.lang);
        let p = &self.problems;
        let before = matches!(self.state, Planned | Convened);
        html! {
            @if self.may.change && before { section.card.next {
                (ui::confirm(&(if self.state == Planned { fl!(w, "convene") } else { fl!(w, "next-notice") }), &fl!(w, "convene-note"), form::post(ctx, &self.to("notices"), html! {
                    (ui::textarea(&Field::new("agenda", &fl!(w, "agenda-title")).within("notice").hint(&fl!(w, "agenda-hint", rules = self.rules.join(" / "))).value(&self.typed.convening.agenda).required().problems(p), 5))
                    @if !self.walking.is_empty() { details.more { summary { (fl!(w, "agenda-matters")) } ul.told { @for m in &self.walking { li { span.num { (m.code) } " " (m.question) } } } } }
                    @if self.state == Convened {
                        (ui::text_input(&Field::new("from", &fl!(w, "notice-from")).within("notice").hint(&fl!(w, "notice-same")).value(&self.typed.convening.from.map_or_else(String::new, |f| f.civil().strftime("%Y-%m-%dT%H:%M").to_string())).problems(p), "datetime-local"))
                        (ui::text_input(&Field::new("venue", &fl!(w, "notice-venue")).within("notice").hint(&fl!(w, "notice-same")).value(&self.typed.convening.venue).problems(p), "text"))
                        (ui::text_input(&Field::new("why_changed", &fl!(w, "why-changed")).within("notice").value(&self.typed.convening.why_changed).required().problems(p), "text"))
                    }
                    (ui::text_input(&Field::new("extraordinary", &fl!(w, "extraordinary")).within("notice").hint(&fl!(w, "extraordinary-hint")).value(&self.typed.convening.extraordinary).problems(p), "text"))
                    p.actions { (ui::button(&fl!(w, "convene"))) }
                })))
                (ui::confirm(&fl!(w, "cancel-meeting"), &fl!(w, "cancel-note"), form::post(ctx, &self.to("cancellation"), html! {
                    (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("cancel").required().problems(p), "text"))
                    p.actions { (ui::button(&fl!(w, "cancel-meeting"))) }
                })))
            } }
            @if self.may.hold && matches!(self.state, Convened | Open) { section.card.next {
                p.actions {
                    @if self.state == Convened { (form::post(ctx, &self.to("opening"), ui::button(&fl!(w, "open-meeting")))) }
                    @if self.state == Open { (form::post(ctx, &self.to("closure"), ui::button(&fl!(w, "close-meeting")))) }
                    (ui::ghost_link(&self.to("code"), &fl!(w, "room-code")))
                }
            } }
            @if self.may.hold && self.state == Open { (self.urgent(ctx)) }
            @if self.may.take && matches!(self.state, Convened | Open) { (self.door(ctx)) }
            @if self.may.write && self.state == Drafted { section.card.next { (ui::confirm(&fl!(w, "circulate"), &fl!(w, "circulate-note"), form::verb(ctx, &self.to("minutes/circulation"), &fl!(w, "circulate")))) } }
            @if self.may.answer && self.state == Circulated { section.card.next { (form::post(ctx, &self.to("minutes/confirmation"), ui::button(&fl!(w, "confirm-minutes")))) } }
            @if self.may.sign && self.state == Circulated { section.card.next { (ui::confirm(&fl!(w, "sign"), &fl!(w, "sign-note"), form::verb(ctx, &self.to("minutes/seal"), &fl!(w, "sign")))) } }
            @if self.may.sign && self.state == Sealed { section.card { (ui::confirm(&fl!(w, "addendum"), &fl!(w, "addendum-note"), form::post(ctx, &self.to("minutes/addenda"), html! {
                (ui::textarea(&Field::new("text", &fl!(w, "addendum")).within("addendum").required().problems(p), 3))
                p.actions { (ui::button(&fl!(w, "addendum"))) }
            }))) } }
            @if self.may.void && self.state == Sealed { (self.saying(ctx, "voiding", [&fl!(w, "void-seal"), &fl!(w, "void-seal-note")])) }
            @if self.may.restore && self.state == Voided { (self.saying(ctx, "restoration", [&fl!(w, "restore-seal"), &fl!(w, "restore-seal-note")])) }
        }
    }

    /// Something that cannot wait, put on the agenda by those in the room.
    fn urgent(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (p, said) = (&self.problems, &self.typed.adding);
        let rules: Vec<_> = self.rules.iter().map(|r| (r.clone(), listed(ctx.lang, "rule", r))).collect();
        html! { section.card { (ui::confirm(&fl!(w, "add-item"), &fl!(w, "add-item-note"), form::post(ctx, &self.to("items"), html! {
            (ui::text_input(&Field::new("title", &fl!(w, "add-item-title")).within("item").value(&said.title).required().max(80).problems(p), "text"))
            (ui::select(&Field::new("rule_name", &fl!(w, "add-item-rule")).within("item").value(&said.rule_name).problems(p), &rules))
            (ui::text_input(&Field::new("agree", &fl!(w, "add-item-agree")).within("item").value(&said.agree.to_string()).required().inputmode("numeric").problems(p), "number"))
            p.actions { (ui::button(&fl!(w, "add-item"))) }
        }))) } }
    }

    /// The seal declared void, or good again: with a reason everybody reads.
    fn saying(&self, ctx: &Ctx, noun: &str, [verb, note]: [&str; 2]) -> Markup {
        let reason = fl!(words(ctx.lang), "reason");
        html! { section.card { (ui::confirm(verb, note, form::post(ctx, &self.to(&format!("minutes/{noun}")), html! {
            (ui::textarea(&Field::new("reason", &reason).within(noun).value(&self.typed.text).required().problems(&self.problems), 3))
            p.actions { (ui::button(verb)) }
        }))) } }
    }

    /// Whoever stands in for a seat comes or goes; entitled only while the holder is away.
    fn stands_in(&self, ctx: &Ctx, t: &TickView, name: &str) -> Markup {
        let w = words(ctx.lang);
        html! { div {
            span.muted.s { (fl!(w, "substitute-is", name = name)) } " "
            @match t.substitute_there {
                Some(id) => (form::post(ctx, &self.to("departures"), html! {
                    input type="hidden" name="attendance" value=(id);
                    (ui::tag(Tone::Ok, &fl!(w, "is-there"))) " " button.btn.ghost { (fl!(w, "goes")) }
                })),
                None => (form::post(ctx, &self.to("attendance"), html! {
                    input type="hidden" name="membership" value=(t.membership);
                    input type="hidden" name="substitute" value="true";
                    button.btn.ghost { (fl!(w, "comes")) }
                })),
            }
        } }
    }

    /// The roster to tick off, and whoever else comes.
    fn door(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        let capacities: Vec<_> = Capacity::ALL.iter().filter(|c| !matches!(c, Capacity::Member | Capacity::Substitute | Capacity::Drawn))
            .map(|c| (c.code(), word(ctx.lang, "capacity", c.code()))).collect();
        ui::section(&fl!(w, "door-title"), None, html! {
            ul.told { @for t in &self.ticks { li {
                (t.shown_name) " " span.muted { (listed(ctx.lang, "category", &t.category)) } " "
                @match t.there {
                    Some(id) => (form::post(ctx, &self.to("departures"), html! {
                        input type="hidden" name="attendance" value=(id);
                        (ui::tag(Tone::Ok, &fl!(w, "is-there"))) " " button.btn.ghost { (fl!(w, "goes")) }
                    })),
                    None => (form::post(ctx, &self.to("attendance"), html! {
                        input type="hidden" name="membership" value=(t.membership);
                        button.btn { (fl!(w, "comes")) }
                    })),
                }
                @if t.excused { " " (ui::tag(Tone::Plain, &fl!(w, "excused"))) }
                @else if self.state == MeetingState::Convened && t.there.is_none() { (form::post(ctx, &self.to("excuses"), html! {
                    input type="hidden" name="membership" value=(t.membership);
                    button.btn.ghost { (fl!(w, "excuses")) }
                })) }
                @if let Some(name) = &t.substitute { (self.stands_in(ctx, t, name)) }
            } } }
            (ui::confirm(&fl!(w, "walk-in"), &fl!(w, "walk-in-note"), form::post(ctx, &self.to("attendance"), html! {
                (ui::text_input(&Field::new("shown_name", &fl!(w, "walk-in-name")).within("walk").value(&self.typed.arriving.shown_name).required().problems(p), "text"))
                (ui::text_input(&Field::new("place_name", &fl!(w, "walk-in-place")).within("walk").value(&self.typed.arriving.place_name).problems(p), "text"))
                (ui::select(&Field::new("capacity", &fl!(w, "capacity")).within("walk").value(self.typed.arriving.capacity.map_or("resident", Capacity::code)).problems(p), &capacities))
                (ui::select(&Field::new("door", &fl!(w, "door")).within("walk").value(self.typed.arriving.door.map_or("desk", Door::code)).problems(p), &[("desk", word(ctx.lang, "door", "desk")), ("sheet", word(ctx.lang, "door", "sheet"))]))
                (ui::text_input(&Field::new("sheet_line", &fl!(w, "sheet-line")).within("walk").inputmode("numeric").problems(p), "number"))
                p.actions { (ui::button(&fl!(w, "comes"))) }
            })))
        })
    }
}

impl ResultView {
    fn shown(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let tone = if self.verdict == Verdict::Adopted { Tone::Ok } else { Tone::Bad };
        let how = match self.how {
            How::NoObjection => fl!(w, "result-no-objection", present = self.present, objections = self.objections),
            How::Hands => fl!(w, "result-hands", yes = self.hands.yes, no = self.hands.against, abstain = self.hands.abstain, present = self.present),
        };
        html! { p { (ui::tag(tone, &word(ctx.lang, "outcome", &self.verdict.code().replace('_', "-")))) " " (how) } }
    }
}

fn leg_name(ctx: &Ctx, what: &str) -> String {
    let w = words(ctx.lang);
    match what {
        "present" => fl!(w, "leg-present"),
        "places" => fl!(w, "leg-places"),
        category => listed(ctx.lang, "category", category),
    }
}

impl edge::View for RoomCodeView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "room-code");
        let main = html! {
            div.page {
                h1 { (title) }
                p.lead { (self.title) }
                section.card.receipt {
                    (ui::qr(&self.link, &fl!(w, "room-code-qr")))
                    p.num.code { (self.code) }
                    p.muted { (fl!(w, "room-code-note")) }
                }
                p.actions {
                    a.btn href={ "/meetings/" (self.meeting) "/code" } { (fl!(w, "room-code-renew")) }
                    (ui::ghost_link(&format!("/meetings/{}", self.meeting), &fl!(w, "back")))
                }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/meetings/{}/code", self.meeting)
    }
}

impl edge::View for ArrivalView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "arrival-title");
        let main = html! {
            div.page {
                h1 { (title) }
                p.lead { (self.body_name) " · " (ui::time::stamp(ctx.lang, self.from, ctx.now)) " · " (self.venue) }
                (ui::error_summary(ctx, &self.problems))
                @if self.there { (ui::alert(Tone::Ok, html! { (fl!(w, "arrival-done")) })) p.actions { (ui::link_button(&format!("/meetings/{}", self.meeting), &fl!(w, "to-meeting"))) } }
                @else { (form::post(ctx, &format!("/meetings/{}/arrival", self.meeting), html! {
                    (ui::text_input(&Field::new("code", &fl!(w, "arrival-code")).hint(&fl!(w, "arrival-code-hint")).value(&self.code).required().inputmode("numeric").autocomplete("off").problems(&self.problems), "text"))
                    p.actions { (ui::button(&fl!(w, "arrival-do"))) }
                })) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/meetings/{}/arrival", self.meeting)
    }
    edge::speaks!(crate::words);
}
