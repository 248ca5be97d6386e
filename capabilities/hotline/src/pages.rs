//! The line's pages: what rings, whom to call back, how the line was served, and one call in hand.

use crate::rules::{ANSWER_S, ANSWER_SHARE, CONNECT_SHARE, Service};
use crate::views::{CallLine, CallView, CallsView};
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Kpi, Tone, form};

const HERE: &str = "/desk/calls";

fn percent(part: i64, whole: i64) -> String {
    Service::share(part, whole).map_or("—".into(), |n| format!("{}.{:02} %", n / 100, n % 100))
}

impl edge::View for CallsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "calls-title");
        let main = html! {
            div.head { h1 { (title) } }
            (ui::error_summary(ctx, &self.problems))
            @if !self.ringing.is_empty() { (self.list(ctx, &fl!(w, "calls-ringing"), &self.ringing)) }
            (self.list(ctx, &fl!(w, "calls-to-return"), &self.to_return))
            @if self.may_take { (self.by_hand(ctx)) }
            h2 { (fl!(w, "calls-served", day = self.day.to_string())) }
            (self.other_day(ctx))
            (ui::kpis(&self.tiles(ctx)))
            (self.by_hour(ctx))
            @if !self.latest.is_empty() { (self.list(ctx, &fl!(w, "calls-latest"), &self.latest)) }
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    fn path(&self) -> String {
        HERE.into()
    }
    edge::speaks!(crate::words);
}

impl CallsView {
    fn other_day(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (label, day) = (fl!(w, "calls-day"), self.day.to_string());
        form::get(HERE, html! {
            (ui::text_input(&Field::new("day", &label).value(&day), "date"))
            (ui::ghost_button(&fl!(w, "calls-show")))
        })
    }

    fn list(&self, ctx: &Ctx, title: &str, calls: &[CallLine]) -> Markup {
        let w = words(ctx.lang);
        if calls.is_empty() {
            return ui::card(title, None, html! { p.muted { (fl!(w, "calls-none")) } });
        }
        let heads = [fl!(w, "calls-at"), fl!(w, "calls-stands"), fl!(w, "calls-due")];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let line = |c: &CallLine| vec![
            html! { @if self.may_take { a data-row href={ (HERE) "/" (c.id) } { (ui::time::when(ctx.lang, c.queued_at, ctx.now)) } }
                @else { (ui::time::when(ctx.lang, c.queued_at, ctx.now)) } },
            c.tag(ctx),
            html! { @if let Some(due) = c.return_due_at.filter(|_| matches!(c.stands, "missed" | "late")) { (ui::time::remains(ctx.lang, due, ctx.now)) " " small.muted { (ui::time::short(due)) } } @else { "—" } },
        ];
        ui::card(title, None, ui::table(title, &heads, calls.iter().map(line).collect()))
    }

    fn by_hand(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let phone = fl!(w, "calls-phone");
        html! {
            details.fold open[!self.problems.is_empty()] {
                summary { (fl!(w, "calls-by-hand")) }
                (form::post(ctx, HERE, html! {
                    (ui::text_input(&Field::new("phone", &phone).hint(&fl!(w, "calls-phone-hint")).value(&self.typed.phone)
                        .inputmode("tel").autocomplete("off").problems(&self.problems), "tel"))
                    (ui::checkbox(&Field::new("missed", &fl!(w, "calls-was-missed")).value(if self.typed.missed { "true" } else { "" })))
                    p.actions { (ui::button(&fl!(w, "calls-write-down"))) }
                }))
            }
        }
    }

    fn tiles(&self, ctx: &Ctx) -> Vec<Kpi> {
        let (w, s) = (words(ctx.lang), &self.served);
        let tile = |label: String, part: i64, whole: i64, least: Option<i64>| Kpi {
            label,
            value: percent(part, whole),
            note: fl!(w, "calls-of", part = part, whole = whole),
            bad: least.zip(Service::share(part, whole)).is_some_and(|(least, is)| is < least * 100),
            ..Kpi::default()
        };
        vec![
            Kpi { label: fl!(w, "calls-came"), value: s.calls.to_string(), ..Kpi::default() },
            tile(fl!(w, "calls-quickly", seconds = ANSWER_S), s.quickly, s.calls, Some(ANSWER_SHARE)),
            tile(fl!(w, "calls-connected"), s.connected, s.calls, Some(CONNECT_SHARE)),
            tile(fl!(w, "calls-returned-in-time"), s.in_time, s.to_return, None),
        ]
    }

    fn by_hour(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "calls-by-hour");
        let heads = [
            fl!(w, "calls-hour"), format!("#{}", fl!(w, "calls-came")), format!("#{}", fl!(w, "calls-quickly", seconds = ANSWER_S)),
            format!("#{}", fl!(w, "calls-connected")), format!("#{}", fl!(w, "calls-missed")),
        ];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let line = |h: &crate::views::HourLine| vec![
            html! { (format!("{:02}:00", h.hour)) },
            html! { (h.served.calls) },
            html! { (percent(h.served.quickly, h.served.calls)) },
            html! { (percent(h.served.connected, h.served.calls)) },
            html! { (h.served.missed) },
        ];
        html! { @if !self.hours.is_empty() { (ui::card(&title, None, ui::table(&title, &heads, self.hours.iter().map(line).collect()))) } }
    }
}

impl CallLine {
    fn tag(&self, ctx: &Ctx) -> Markup {
        let tone = match self.stands {
            "late" => Tone::Bad,
            "missed" | "ringing" => Tone::Warn,
            "returned" | "ended" => Tone::Ok,
            _ => Tone::Info,
        };
        ui::tag(tone, &word(ctx.lang, "call", self.stands))
    }
}

impl edge::View for CallView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "call-title", when = ui::time::when(ctx.lang, self.call.queued_at, ctx.now));
        let main = html! {
            div.head { h1 { (title) " " (self.call.tag(ctx)) } (ui::ghost_link(HERE, &fl!(w, "calls-title"))) }
            (ui::error_summary(ctx, &self.problems))
            (self.number(ctx))
            @if let Some(to) = &self.call.transferred_to {
                p { (fl!(w, "call-passed-on", to = to.as_str()))
                    @if let Some(at) = self.call.transferred_at { " " small.muted { (ui::time::when(ctx.lang, at, ctx.now)) } } }
                @if let Some(came) = &self.transfer_outcome { p { (came) } }
            }
            @if let Some(digest) = &self.call.recording_digest {
                p { (fl!(w, "call-recorded")) @if let Some(place) = &self.recording { " " code { (place) } } br; small.muted { "SHA-256 " (digest) } }
            }
            @if !self.voices.is_empty() { (self.told(ctx)) }
            (self.verbs(ctx))
            @if let Some(history) = &self.history { (self.before(ctx, history)) }
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    fn path(&self) -> String {
        format!("{HERE}/{}", self.call.id)
    }
    edge::speaks!(crate::words);
}

impl CallView {
    fn number(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @match &self.phone {
                Some(phone) => {
                    p { (fl!(w, "call-number")) " " a href={ "tel:" (phone) } { b { (phone) } } }
                }
                None if self.call.has_number => p.muted { (fl!(w, "call-number-later")) },
                None => p.muted { (fl!(w, "call-withheld")) },
            }
            @if self.call.answered_at.is_some() || self.phone.is_some() {
                p.actions { (ui::link_button(&format!("{HERE}/{}/intake", self.call.id), &fl!(w, "call-to-intake"))) }
            }
        }
    }

    /// What was taken in from this call.
    fn told(&self, ctx: &Ctx) -> Markup {
        ui::card(&fl!(words(ctx.lang), "call-told"), None, html! {
            ul.plain { @for v in &self.voices {
                li { a href=(format!("/desk/cases/{}", v.case)) { (v.title) } " " small.muted { (v.case_no) } }
            } }
        })
    }

    fn verbs(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let here = format!("{HERE}/{}", self.call.id);
        let to_return = matches!(self.call.stands, "missed" | "late");
        let [to, text] = [fl!(w, "call-to"), fl!(w, "call-came-of-it")];
        html! {
            @if self.call.stands == "ringing" { (form::verb(ctx, &format!("{here}/answer"), &fl!(w, "call-answer"))) }
            @if to_return {
                (form::post(ctx, &format!("{here}/return"), html! {
                    (ui::checkbox(&Field::new("reached", &fl!(w, "call-reached")).value("true")))
                    p.actions { (ui::button(&fl!(w, "call-return"))) }
                }))
            }
            @if self.call.stands == "talking" {
                details.fold open[!self.problems.is_empty()] {
                    summary { (fl!(w, "call-pass-on")) }
                    (form::post(ctx, &format!("{here}/transfer"), html! {
                        (ui::text_input(&Field::new("to", &to).value(&self.typed.to).problems(&self.problems).required(), "text"))
                        (ui::textarea(&Field::new("text", &text).value(&self.typed.text).problems(&self.problems).required(), 2))
                        p.actions { (ui::button(&fl!(w, "call-pass-on"))) }
                    }))
                }
            }
        }
    }

    fn before(&self, ctx: &Ctx, history: &appeals::views::HistoryView) -> Markup {
        let w = words(ctx.lang);
        ui::card(&fl!(w, "call-before", n = history.in_a_year), None, html! {
            @if history.elder { p { (ui::tag(Tone::Warn, &fl!(w, "call-elder"))) } }
            @if history.voices.is_empty() { p.muted { (fl!(w, "calls-none")) } }
            ul.plain { @for v in &history.voices {
                li { a href=(format!("/desk/cases/{}", v.case)) { (v.title) } " " small.muted { (v.case_no) " · " (ui::time::when(ctx.lang, v.received_at, ctx.now)) } }
            } }
        })
    }
}
