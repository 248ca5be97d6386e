//! The intake form, what a number said before, and the receipt that is read out.

use super::word;
use crate::rules::{CallbackWish, Urgency, grouped};
use crate::views::{EarlierVoice, HistoryView, IntakeView, PlaceNamesView, TakenView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

/// Channels a clerk writes down for somebody else.
const CHANNELS: [&str; 3] = ["hotline", "visit", "mailbox"];
/// The list of suggestions under a place.
const PLACES: &str = "place-options";

/// A place, with suggestions while typing.
pub(super) fn place_field(field: &Field<'_>) -> Markup {
    html! {
        div.suggested hx-get="/desk/places" hx-trigger="input changed delay:150ms" hx-target={ "#" (PLACES) } hx-include="find input" {
            (ui::text_input(&field.clone().list(PLACES).autocomplete("off"), "text"))
        }
        datalist id=(PLACES) {}
    }
}

impl edge::View for IntakeView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "intake-title");
        let main = html! {
            div.head { h1 { (title) } p.muted { (fl!(w, "intake-lead")) } }
            (ui::error_summary(ctx, &self.problems))
            div.two.intake {
                section.card { (form::post(ctx, &self.to, self.fields(ctx))) }
                aside.stack {
                    (ui::card(&fl!(w, "intake-history"), None, html! { div #caller-history aria-live="polite" { p.muted { (fl!(w, "intake-history-none")) } } }))
                    (ui::card(&fl!(w, "intake-danger"), None, html! { p { (fl!(w, "intake-danger-text")) } }))
                }
            }
        };
        ui::layout::desk(ctx, &title, "/desk/intake", main)
    }
    fn path(&self) -> String {
        self.to.clone()
    }
    edge::speaks!(crate::words);
}

impl IntakeView {
    fn fields(&self, ctx: &Ctx) -> Markup {
        let (w, p, said) = (words(ctx.lang), &self.problems, &self.words);
        let optional = fl!(w, "report-optional");
        let labels = [
            fl!(w, "desk-phone"), fl!(w, "desk-name"), fl!(w, "intake-text"), fl!(w, "desk-category"), fl!(w, "desk-place"),
            fl!(w, "desk-title"), fl!(w, "desk-title-hint"), fl!(w, "desk-urgency"), fl!(w, "intake-wish"), fl!(w, "intake-channel"),
            fl!(w, "intake-note"), fl!(w, "intake-place-hint"), fl!(w, "intake-category-hint"),
        ];
        let [phone, name, text, category, place, title, title_hint, urgency, wish, channel, note, place_hint, category_hint] = &labels;
        let coded = |prefix: &str, codes: Vec<&'static str>| -> Vec<(&'static str, String)> {
            codes.into_iter().map(|c| (c, word(ctx.lang, prefix, c))).collect()
        };
        let channels = coded("channel", CHANNELS.to_vec());
        let urgencies = coded("urgency", Urgency::ALL.iter().map(|u| u.code()).collect());
        let mut wishes = vec![("", fl!(w, "intake-wish-usual"))];
        wishes.extend(coded("wish", CallbackWish::ALL.iter().map(|u| u.code()).collect()));
        let chosen = if said.channel.is_empty() { CHANNELS[0] } else { &said.channel };
        let tick = |name: &str, label: &str, on: bool| ui::checkbox(&Field::new(name, label).value(if on { "true" } else { "" }));
        html! {
            input type="hidden" name="client_key" value=(said.client_key);
            (ui::radio_group(&Field::new("channel", channel).value(chosen), &channels))
            div.pair {
                div hx-post="/desk/intake/history" hx-trigger="change" hx-target="#caller-history" hx-include="find input" {
                    (ui::text_input(&Field::new("phone", phone).value(&said.phone).optional(&optional).inputmode("tel").autocomplete("off").problems(p), "tel"))
                }
                (ui::text_input(&Field::new("name", name).value(&said.name).optional(&optional).autocomplete("off"), "text"))
            }
            (ui::textarea(&Field::new("text", text).value(&said.text).required().max(4_000).problems(p), 4))
            div.pair {
                (ui::text_input(&Field::new("category", category).value(&said.category).hint(category_hint).list("category-options").required().autocomplete("off").problems(p), "text"))
                (place_field(&Field::new("place_name", place).value(&said.place_name).hint(place_hint).problems(p)))
            }
            datalist #category-options { @for c in &self.categories { option value=(if ctx.lang.is_zh() { &c.name_zh } else { &c.name_en }) {} } }
            (ui::text_input(&Field::new("title", title).value(&said.title).hint(title_hint).max(60).autocomplete("off").problems(p), "text"))
            details.fold {
                summary { (fl!(w, "intake-more")) }
                (ui::text_input(&Field::new("address_note", note).value(&said.address_note).optional(&optional).autocomplete("off"), "text"))
                div.pair {
                    (ui::select(&Field::new("urgency", urgency).value(&said.urgency), &urgencies))
                    (ui::select(&Field::new("callback_wish", wish).value(&said.callback_wish).problems(p), &wishes))
                }
                (tick("elder", &fl!(w, "intake-elder"), said.elder))
                (tick("anonymous", &fl!(w, "desk-anonymous"), said.anonymous))
                (tick("secret", &fl!(w, "intake-secret"), said.secret))
                (tick("about_committee", &fl!(w, "intake-committee"), said.about_committee))
            }
            p.actions {
                button.btn name="accept" value="true" { (fl!(w, "intake-take-and-accept")) }
                button.btn.ghost name="accept" value="false" { (fl!(w, "intake-take")) }
            }
        }
    }
}

impl edge::View for TakenView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "taken-title");
        let case = format!("/desk/cases/{}", self.case);
        let main = html! {
            div.head { h1 { (title) } }
            (ui::receipt(ctx, &grouped(&self.code), "/receipt", html! {
                p { (fl!(w, "taken-say", title = self.title.as_str())) }
                @if let Some(due) = self.due_at { p { (fl!(w, "receipt-known", when = ui::time::when(ctx.lang, due, ctx.now))) } }
            }))
            p.actions {
                a.btn href=(self.next) autofocus { (fl!(w, "taken-next")) }
                (ui::ghost_link(&case, &fl!(w, "taken-case", no = self.case_no.as_str())))
            }
        };
        ui::layout::desk(ctx, &title, "/desk/intake", main)
    }
    fn path(&self) -> String {
        format!("/desk/cases/{}", self.case)
    }
}

impl edge::View for HistoryView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = fl!(words(ctx.lang), "intake-history");
        ui::layout::desk(ctx, &title, "/desk/intake", html! { h1 { (title) } (self.fragment(ctx)) })
    }
    fn fragment(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if self.malformed { p.muted { (fl!(w, "problem-phone-malformed")) } }
            @else if self.voices.is_empty() { p.muted { (fl!(w, "intake-history-first")) } }
            @else {
                p { (fl!(w, "intake-history-year", n = self.in_a_year)) @if self.elder { " " (ui::tag(Tone::Warn, &fl!(w, "intake-elder"))) } }
                ul.lines.earlier { @for v in &self.voices { li { (earlier(ctx, v)) } } }
            }
        }
    }
    fn path(&self) -> String {
        "/desk/intake".into()
    }
}

fn earlier(ctx: &Ctx, v: &EarlierVoice) -> Markup {
    let w = words(ctx.lang);
    let action = format!("/cases/{}/urging", v.case);
    html! {
        a href={ "/desk/cases/" (v.case) } { (v.title) } " "
        (ui::tag(super::tone(v.state), &word(ctx.lang, "state", v.state.code()))) br;
        small.muted { (v.case_no) " · " (ui::time::when(ctx.lang, v.received_at, ctx.now)) @if v.urgings > 0 { " · " (fl!(w, "desk-urged", n = v.urgings)) } }
        @if v.may_urge {
            form method="post" action=(action) {
                (form::hidden(ctx, &action))
                input type="hidden" name="voice" value=(v.voice);
                button.btn.ghost.small { (fl!(w, "intake-urge")) }
            }
        }
    }
}

impl edge::View for PlaceNamesView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = fl!(words(ctx.lang), "desk-place");
        ui::layout::desk(ctx, &title, "", html! { h1 { (title) } ul { @for name in &self.names { li { (name) } } } })
    }
    fn fragment(&self, _: &Ctx) -> Markup {
        html! { @for name in &self.names { option value=(name) {} } }
    }
}
