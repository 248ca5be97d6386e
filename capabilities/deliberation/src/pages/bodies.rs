//! Bodies: the list, and one body with its charter in plain words, its roster and its meetings.

use super::{listed, meetings::meeting_row};
use crate::rules::{BodyKind, Of, Office, Quorum, SourceKind, Track};
use crate::views::{BodiesView, BodyLine, BodyView, SeatView};
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::Day;
use maud::{Markup, html};
use ui::{Ctx, Field, Lang, Tone, form};

pub(super) fn kind_word(lang: Lang, kind: BodyKind) -> String {
    word(lang, "body-kind", &kind.code().replace('_', "-"))
}

/// The rules a matter may walk by, to choose from.
pub(super) fn track_options(lang: Lang) -> Vec<(&'static str, String)> {
    Track::ALL.iter().map(|t| (t.code(), word(lang, "track", t.code()))).collect()
}

impl edge::View for BodiesView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "bodies-title");
        let main = html! {
            div.page {
                h1 { (title) }
                p.lead { (fl!(w, "bodies-lead")) }
                p.actions {
                    (ui::ghost_link("/proposals", &fl!(w, "proposals-title")))
                    (ui::ghost_link("/matters", &fl!(w, "matters-title")))
                    (ui::ghost_link("/meetings", &fl!(w, "meetings-title")))
                    (ui::ghost_link("/duties", &fl!(w, "duties-title")))
                    (ui::ghost_link("/draws", &fl!(w, "draws-title")))
                }
                (ui::error_summary(ctx, &self.problems))
                @if self.bodies.is_empty() { (ui::empty_state(&fl!(w, "bodies-none"), &fl!(w, "bodies-none-text"), None)) }
                @for kind in BodyKind::ALL {
                    @let of_kind: Vec<&BodyLine> = self.bodies.iter().filter(|b| b.kind == *kind).collect();
                    @if !of_kind.is_empty() {
                        (ui::section(&kind_word(ctx.lang, *kind), None, ui::rows(&of_kind.iter().map(|b| b.row(ctx)).collect::<Vec<_>>())))
                    }
                }
                @if self.may_found { section.card { (ui::confirm(&fl!(w, "body-found"), "", self.founding(ctx))) } }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/bodies".into()
    }
    edge::speaks!(crate::words);
}

impl BodyLine {
    fn row(&self, ctx: &Ctx) -> ui::Row {
        let w = words(ctx.lang);
        let seats = fl!(w, "seats-filled", filled = self.filled, seats = self.seats);
        ui::Row {
            href: format!("/bodies/{}", self.id),
            title: self.name.clone(),
            note: if self.place.is_empty() { seats } else { format!("{} · {seats}", self.place) },
            status: self.next.as_ref().map_or_else(String::new, |n| fl!(w, "next-meeting", when = ui::time::when(ctx.lang, n.from, ctx.now))),
            icon: "users",
            ..ui::Row::default()
        }
    }
}

impl BodiesView {
    fn founding(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (p, said) = (&self.problems, &self.words);
        let kinds: Vec<_> = BodyKind::ALL.iter().map(|k| (k.code(), kind_word(ctx.lang, *k))).collect();
        let labels = [fl!(w, "body-name"), fl!(w, "body-kind"), fl!(w, "body-place"), fl!(w, "body-place-hint"), fl!(w, "body-purpose"), fl!(w, "charter"), fl!(w, "charter-hint")];
        let [name, kind, place, place_hint, purpose, charter, hint] = &labels;
        form::post(ctx, "/bodies", html! {
            (ui::text_input(&Field::new("name", name).value(&said.name).required().max(40).problems(p), "text"))
            (ui::select(&Field::new("kind", kind).value(said.kind.map_or("community", BodyKind::code)).problems(p), &kinds))
            (ui::text_input(&Field::new("place_name", place).hint(place_hint).value(&said.place_name).problems(p), "text"))
            (ui::textarea(&Field::new("purpose", purpose).value(&said.purpose).required().problems(p), 3))
            (ui::textarea(&Field::new("charter", charter).hint(hint).value(&said.charter).required().problems(p), 12))
            p.actions { (ui::button(&fl!(w, "body-found"))) }
        })
    }
}

impl edge::View for BodyView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            div.page {
                p.crumbs { a href="/bodies" { (fl!(w, "bodies-title")) } " / " (kind_word(ctx.lang, self.kind)) }
                h1 { (self.name) }
                p.lead { (self.purpose) }
                (ui::error_summary(ctx, &self.problems))
                (self.officers(ctx))
                (self.meeting_list(ctx))
                (self.year_plans(ctx))
                @if !self.matters.is_empty() { (ui::section(&fl!(w, "matters-title"), Some(("/matters", &fl!(w, "matters-title"))), ui::rows(&self.matters.iter().map(|m| m.row(ctx)).collect::<Vec<_>>()))) }
                (self.seats_table(ctx))
                @if !self.absences.is_empty() { (ui::section(&fl!(w, "absences-title"), None, html! {
                    p.muted.s { (fl!(w, "absences-note")) }
                    ul.told { @for a in &self.absences { li { b { (a.shown_name) } " " (fl!(w, "absences-line", n = a.missed, months = a.within_months)) } } }
                })) }
                p.actions {
                    (ui::ghost_link(&format!("/bodies/{}/draws", self.id), &fl!(w, "draws-title")))
                    (ui::ghost_link(&format!("/bodies/{}/elections", self.id), &fl!(w, "elections-title")))
                    (ui::ghost_link(&format!("/bodies/{}/requisitions", self.id), &fl!(w, "requisitions-title")))
                    (ui::ghost_link(&format!("/bodies/{}/calendar.ics", self.id), &fl!(w, "calendar-feed")))
                    @if self.may.keep { (ui::ghost_link(&format!("/bodies/{}/roster/import", self.id), &fl!(w, "roster-sheet"))) }
                }
                (self.rules(ctx))
                (self.forms(ctx))
            }
        };
        ui::layout::resident(ctx, &self.name, "", main, None)
    }
    fn path(&self) -> String {
        format!("/bodies/{}", self.id)
    }
    edge::speaks!(crate::words);
}

impl BodyView {
    fn officers(&self, ctx: &Ctx) -> Markup {
        let facts: Vec<(String, Markup)> =
            self.offices.iter().map(|o| (word(ctx.lang, "office", &o.office.code().replace('_', "-")), html! { (o.shown_name) })).collect();
        let facts: Vec<(&str, Markup)> = facts.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        html! { @if !facts.is_empty() { section.card { (ui::facts(&facts)) } } }
    }

    fn meeting_list(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        ui::section(&fl!(w, "meetings-title"), Some(("/meetings", &fl!(w, "all-meetings"))), html! {
            @if self.meetings.is_empty() { p.muted { (fl!(w, "meetings-none")) } }
            @else { (ui::rows(&self.meetings.iter().map(|m| meeting_row(ctx, m, false)).collect::<Vec<_>>())) }
        })
    }

    fn seats_table(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let heads = [fl!(w, "member"), fl!(w, "category"), fl!(w, "profession"), fl!(w, "taken-how"), fl!(w, "term")];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let day = ui::time::day(ctx.lang, self.on, ctx.now);
        ui::section(&fl!(w, "roster-title"), None, html! {
            p.muted { (fl!(w, "roster-sum", day = day, people = self.people, filled = self.filled, seats = self.seats)) }
            (ui::table(&fl!(w, "roster-title"), &heads, self.roster.iter().map(|s| s.cells(ctx)).collect()))
            @if !self.vacancies.is_empty() {
                p { b { (fl!(w, "vacancies")) } " "
                    @for (i, v) in self.vacancies.iter().enumerate() {
                        @if i > 0 { " · " }
                        (listed(ctx.lang, "category", &v.category)) " " (v.seats)
                    }
                }
            }
        })
    }

    /// The charter as sentences: seats, quorum, notice, how it decides.
    fn rules(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(charter) = &self.charter else { return html! {} };
        let r = &charter.rules;
        let seats: Vec<_> = r.seats.iter().map(|s| format!("{} {}", listed(ctx.lang, "category", &s.category), s.seats)).collect();
        ui::section(&fl!(w, "charter-title"), None, html! {
            p.muted { (fl!(w, "charter-since", day = ui::time::day(ctx.lang, charter.from, ctx.now))) }
            ul.told {
                li { (fl!(w, "charter-seats", n = r.seated(), list = seats.join(" · "))) }
                li { (fl!(w, "charter-term", months = r.term_months)) }
                li { (fl!(w, "charter-quorum")) " " (quorum_words(ctx, &r.quorum)) }
                @if let Some(second) = &r.second_call { li { (fl!(w, "charter-second", days = second.within_days)) " " (quorum_words(ctx, &second.quorum)) } }
                li { (fl!(w, "charter-notice", days = r.notice_days)) }
                @if let Some(x) = &r.requisition { li { (fl!(w, "charter-requisition", residents = x.residents, share = x.seat_share.to_string())) } }
                @if let Some(x) = &r.absences { li { (fl!(w, "charter-absences", n = x.unexcused, months = x.within_months)) } }
                @for (name, rule) in &r.decisions {
                    li {
                        b { (listed(ctx.lang, "rule", name)) } " "
                        @if rule.method == crate::rules::Method::NoObjection { (fl!(w, "rule-by-no-objection")) }
                        @else {
                            (fl!(w, "rule-by-votes", base = word(ctx.lang, "base", &rule.base.code().replace('_', "-")), bar = rule.bar.to_string()))
                        }
                    }
                }
                li { @if r.basis_text.is_empty() { (fl!(w, "charter-advises")) } @else { (fl!(w, "charter-basis", text = r.basis_text.as_str())) } }
            }
            details.more { summary { (fl!(w, "charter-written")) } pre.code tabindex="0" { (charter.written) } }
        })
    }

    fn forms(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (p, t) = (&self.problems, &self.typed);
        let at = |verb: &str| format!("/bodies/{}/{verb}", self.id);
        html! {
            @if self.may.plan { section.card { (ui::confirm(&fl!(w, "plan-meeting"), &fl!(w, "plan-note"), form::post(ctx, &at("meetings"), html! {
                (ui::text_input(&Field::new("from", &fl!(w, "meeting-from")).within("plan").value(&t.planning.from.map_or_else(String::new, |f| f.civil().strftime("%Y-%m-%dT%H:%M").to_string())).required().problems(p), "datetime-local"))
                (ui::text_input(&Field::new("minutes", &fl!(w, "meeting-minutes")).within("plan").value(&t.planning.minutes.unwrap_or(90).to_string()).inputmode("numeric").problems(p), "number"))
                (ui::text_input(&Field::new("venue", &fl!(w, "meeting-venue")).within("plan").hint(&fl!(w, "meeting-venue-hint")).value(&t.planning.venue).required().max(120).problems(p), "text"))
                (ui::text_input(&Field::new("joining_note", &fl!(w, "meeting-joining")).within("plan").value(&t.planning.joining_note).problems(p), "text"))
                @if !self.inquorate.is_empty() { (ui::select(&Field::new("second_call_of", &fl!(w, "second-call-of")).within("plan").hint(&fl!(w, "second-call-hint")).value(&t.planning.second_call_of.map_or_else(String::new, |id| id.to_string())).problems(p), &self.first_calls(ctx))) }
                (ui::textarea(&Field::new("covered", &fl!(w, "meeting-covered")).within("plan").hint(&fl!(w, "meeting-covered-hint")).value(&t.planning.covered).problems(p), 2))
                p.actions { (ui::button(&fl!(w, "plan-meeting"))) }
            }))) } }
            @if self.may.open_matter { section.card { (ui::confirm(&fl!(w, "open-matter"), "", form::post(ctx, &at("matters"), html! {
                (ui::text_input(&Field::new("question", &fl!(w, "question")).within("matter").hint(&fl!(w, "question-hint")).required().max(60).problems(p), "text"))
                (ui::text_input(&Field::new("topic", &fl!(w, "topic")).within("matter").required().max(20).problems(p), "text"))
                (ui::select(&Field::new("track", &fl!(w, "track")).within("matter").value("ordinary").problems(p), &track_options(ctx.lang)))
                (ui::text_input(&Field::new("place_name", &fl!(w, "body-place")).within("matter").hint(&fl!(w, "body-place-hint")).problems(p), "text"))
                (ui::select(&Field::new("source", &fl!(w, "source")).within("matter").value("body").problems(p), &SourceKind::ALL.iter().map(|t| (t.code(), word(ctx.lang, "source", t.code()))).collect::<Vec<_>>()))
                (ui::text_input(&Field::new("source_title", &fl!(w, "source-title")).within("matter").required().problems(p), "text"))
                p.actions { (ui::button(&fl!(w, "open-matter"))) }
            }))) } }
            @if self.may.excuse { section.card { (ui::confirm(&fl!(w, "excuse-duty"), &fl!(w, "excuse-note"), form::post(ctx, &at("excuses"), html! {
                (ui::select(&Field::new("month", &fl!(w, "excuse-month")).within("excuse").value(&(if t.excuse.month == 0 { month_of(ctx.now.day()) } else { t.excuse.month }).to_string()).problems(p), &months_around(ctx)))
                (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("excuse").value(&t.excuse.reason).required().max(200).problems(p), "text"))
                p.actions { (ui::button(&fl!(w, "excuse-duty"))) }
            }))) } }
            @if self.may.keep { section.card {
                (self.year_plan_form(ctx))
                (ui::confirm(&fl!(w, "take-seat"), "", form::post(ctx, &at("memberships"), html! {
                    (ui::text_input(&Field::new("shown_name", &fl!(w, "shown-name")).within("seat").hint(&fl!(w, "shown-name-hint")).value(&t.seating.shown_name).required().problems(p), "text"))
                    (ui::select(&Field::new("category", &fl!(w, "category")).within("seat").value(&t.seating.category).problems(p), &self.categories(ctx)))
                    (ui::text_input(&Field::new("profession", &fl!(w, "profession")).within("seat").value(&t.seating.profession).problems(p), "text"))
                    (ui::text_input(&Field::new("organisation", &fl!(w, "organisation")).within("seat").value(&t.seating.organisation).problems(p), "text"))
                    (ui::text_input(&Field::new("login", &fl!(w, "login")).within("seat").hint(&fl!(w, "login-hint")).value(&t.seating.login).autocomplete("off").problems(p), "text"))
                    (ui::text_input(&Field::new("interests", &fl!(w, "interests")).within("seat").value(&t.seating.interests).problems(p), "text"))
                    (ui::checkbox(&Field::new("interests_declared", &fl!(w, "interests-declared")).within("seat").value(if t.seating.interests_declared { "true" } else { "" }).problems(p)))
                    p.actions { (ui::button(&fl!(w, "take-seat"))) }
                })))
                (super::substitutes::form(ctx, &self.roster, p))
                (super::delegates::form(ctx, &self.roster, t.delegate.as_ref(), p))
                (super::leaving::form(ctx, &self.roster, t.leaving.as_ref(), p))
                (ui::confirm(&fl!(w, "take-office"), "", form::post(ctx, &at("offices"), html! {
                    (ui::select(&Field::new("office", &fl!(w, "office")).within("office").value(t.office.office.map_or("chair", Office::code)).problems(p), &office_options(ctx)))
                    (ui::text_input(&Field::new("login", &fl!(w, "login")).within("office").value(&t.office.login).required().autocomplete("off").problems(p), "text"))
                    (ui::text_input(&Field::new("shown_name", &fl!(w, "shown-name")).within("office").value(&t.office.shown_name).required().problems(p), "text"))
                    p.actions { (ui::button(&fl!(w, "take-office"))) }
                })))
                (ui::confirm(&fl!(w, "new-charter"), &fl!(w, "new-charter-note"), form::post(ctx, &at("charters"), html! {
                    (ui::text_input(&Field::new("from", &fl!(w, "charter-from")).within("charter").required().problems(p), "date"))
                    (ui::textarea(&Field::new("charter", &fl!(w, "charter")).within("charter").value(if t.charter.is_empty() { self.charter.as_ref().map_or("", |c| &c.written) } else { &t.charter }).problems(p), 12))
                    p.actions { (ui::button(&fl!(w, "new-charter"))) }
                })))
            } }
        }
    }

    /// Meetings that had no quorum and may be called again; a first call stands before them.
    fn first_calls(&self, ctx: &Ctx) -> Vec<(String, String)> {
        let none = (String::new(), fl!(words(ctx.lang), "second-call-none"));
        std::iter::once(none).chain(self.inquorate.iter().map(|m| (m.id.to_string(), ui::time::when(ctx.lang, m.from, ctx.now)))).collect()
    }

    fn categories(&self, ctx: &Ctx) -> Vec<(String, String)> {
        let seats = self.charter.iter().flat_map(|c| &c.rules.seats);
        seats.map(|s| (s.category.clone(), listed(ctx.lang, "category", &s.category))).collect()
    }
}

fn office_options(ctx: &Ctx) -> Vec<(&'static str, String)> {
    Office::ALL.iter().map(|o| (o.code(), word(ctx.lang, "office", &o.code().replace('_', "-")))).collect()
}

impl SeatView {
    fn cells(&self, ctx: &Ctx) -> Vec<Markup> {
        let w = words(ctx.lang);
        vec![
            html! { (self.shown_name) @if !self.organisation.is_empty() { br; small.muted { (self.organisation) } } @if let Some(name) = &self.substitute { br; small.muted { (fl!(w, "substitute-is", name = name.as_str())) } } },
            html! { (listed(ctx.lang, "category", &self.category)) },
            html! { (listed(ctx.lang, "profession", &self.profession)) },
            html! { (word(ctx.lang, "taken", self.taken_how.code())) },
            html! {
                (fl!(w, "until", day = ui::time::day(ctx.lang, self.to, ctx.now)))
                @if self.ends_soon { " " (ui::tag(Tone::Warn, &fl!(w, "ends-soon"))) }
            },
        ]
    }
}

/// `202609`.
fn month_of(day: Day) -> i32 {
    day.0 / 100
}

/// Half a year back and half a year ahead, as a choice.
fn months_around(ctx: &Ctx) -> Vec<(String, String)> {
    let now = month_of(ctx.now.day());
    let at = (now / 100) * 12 + now % 100 - 1;
    (at - 6..=at + 6).map(|m| (format!("{}{:02}", m / 12, m % 12 + 1), fl!(words(ctx.lang), "excuse-month-of", year = (m / 12).to_string(), month = (m % 12 + 1)))).collect()
}

/// A quorum as a sentence.
fn quorum_words(ctx: &Ctx, q: &Quorum) -> String {
    let w = words(ctx.lang);
    let joined = |list: &[Quorum], key: &str| list.iter().map(|q| quorum_words(ctx, q)).collect::<Vec<_>>().join(&ui::sentence(w, key, &[]));
    match q {
        Quorum::Share { share, of } => {
            let of = if *of == Of::Filled { fl!(w, "quorum-filled") } else { fl!(w, "quorum-seated") };
            fl!(w, "quorum-share", share = format!("{}/{}", share.num, share.den), strict = i32::from(share.strict), of = of)
        }
        Quorum::Count(n) => fl!(w, "quorum-count", n = n),
        Quorum::Category { category, count } => fl!(w, "quorum-category", category = listed(ctx.lang, "category", category), n = count),
        Quorum::Places(n) => fl!(w, "quorum-places", n = n),
        Quorum::All(list) => joined(list, "quorum-and"),
        Quorum::Any(list) => joined(list, "quorum-or"),
    }
}
