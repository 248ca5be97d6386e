//! One opening on the tablet: what is due stands first and large, the record grows beside it.

use super::{countersign, word};
use crate::rules::Miscount;
use crate::views::{OpeningView, SignatureView, OpeningStage};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, StepState, Tone, form};

impl edge::View for OpeningView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "opening-title", community = self.community.as_str());
        let main = html! {
            p.crumbs { a href="/desk/boxes" { (fl!(w, "boxes-title")) } " / " a href={ "/desk/boxes/" (self.the_box) } { (self.community) } }
            div.head { h1 { (title) } p.muted { (self.location) " · " (ui::time::stamp(ctx.lang, self.opened_at, ctx.now)) } }
            (self.track(ctx))
            (ui::error_summary(ctx, &self.problems))
            div.two.tablet {
                div.stack {
                    (self.due(ctx))
                    @if self.counted_now.is_some() { (ui::card(&fl!(w, "cards-title"), None, self.cards(ctx))) }
                }
                aside.stack {
                    (ui::card(&fl!(w, "signed-title"), None, self.signed(ctx)))
                    (ui::card(&fl!(w, "seals-title"), None, self.seals(ctx)))
                    @if self.counted_now.is_some() { (ui::card(&fl!(w, "count-title"), None, self.counts(ctx))) }
                    (ui::card(&fl!(w, "story-title"), None, self.story(ctx)))
                    @if self.may.open_scan && self.photo.is_some() { (ui::card("", None, self.scan_form(ctx, "photo"))) }
                }
            }
        };
        ui::layout::desk(ctx, &title, "/desk/boxes", main)
    }
    fn path(&self) -> String {
        format!("/desk/openings/{}", self.id)
    }
    edge::speaks!(crate::words);
}

impl OpeningView {
    pub(super) fn to(&self, noun: &str) -> String {
        format!("/desk/openings/{}/{noun}", self.id)
    }

    fn track(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let names = [
            (fl!(w, "step-opened"), None), (fl!(w, "step-photo"), Some(OpeningStage::Photo)), (fl!(w, "step-count"), Some(OpeningStage::Count)),
            (fl!(w, "step-cards"), Some(OpeningStage::Cards)), (fl!(w, "step-seal"), Some(OpeningStage::Seal)),
        ];
        let steps: Vec<_> = names
            .into_iter()
            .map(|(name, stage)| ui::Step {
                name,
                note: String::new(),
                state: match stage.map(|s| s.cmp(&self.stage)) {
                    None | Some(std::cmp::Ordering::Less) => StepState::Done,
                    Some(std::cmp::Ordering::Equal) => StepState::Now,
                    Some(std::cmp::Ordering::Greater) => StepState::Later,
                },
            })
            .collect();
        html! { div.across { (ui::steps(ctx, &fl!(w, "steps-title"), &steps)) } }
    }

    /// What is to be done now, by whoever holds the device.
    fn due(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        match self.stage {
            OpeningStage::Sealed => self.done(ctx),
            _ if !self.may.work => ui::alert(Tone::Info, html! { (fl!(w, "not-at-hand")) }),
            OpeningStage::Photo => html! { (self.photo_form(ctx)) (self.none_inside(ctx)) },
            OpeningStage::Count => self.next(&fl!(w, "count-due"), html! { p { (fl!(w, "count-lead")) } (self.count_form(ctx)) }),
            OpeningStage::Cards => html! { (self.keying(ctx)) },
            OpeningStage::Seal => html! { (self.sealing(ctx)) (self.subjects(ctx)) },
        }
    }

    pub(super) fn next(&self, title: &str, body: Markup) -> Markup {
        html! { section.card.next aria-labelledby="due" { header { h2 #due { (title) } } (body) } }
    }

    fn photo_form(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (label, hint) = (fl!(w, "photo-cards"), fl!(w, "photo-hint"));
        self.next(&fl!(w, "photo-due"), form::multipart(ctx, &self.to("photo"), html! {
            p { (fl!(w, "photo-lead")) }
            (ui::file_input(ctx.lang, &Field::new("photos", &label).hint(&hint).problems(&self.problems), "image/jpeg,image/png,image/webp", false))
            p.actions { (ui::button(&fl!(w, "photo-send"))) }
        }))
    }

    /// An empty box needs no picture.
    fn none_inside(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        ui::card("", None, form::post(ctx, &self.to("count"), html! {
            input type="hidden" name="counted" value="0";
            p { (fl!(w, "empty-lead")) }
            p.actions { (ui::ghost_button(&fl!(w, "empty-box"))) }
        }))
    }

    fn count_form(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (label, hint) = (fl!(w, "cards-counted"), fl!(w, "count-hint"));
        form::post(ctx, &self.to("count"), html! {
            (ui::text_input(&Field::new("counted", &label).hint(&hint).value(&self.typed.counted).required().inputmode("numeric").autocomplete("off").problems(&self.problems), "number"))
            p.actions { (ui::button(&fl!(w, "count-send"))) }
        })
    }

    fn sealing(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (label, hint) = (fl!(w, "seal-after"), fl!(w, "seal-after-hint"));
        let lead = fl!(w, "seal-lead", counted = self.counted_now.unwrap_or(0), voices = self.tally.voices, void = self.tally.void);
        self.next(&fl!(w, "seal-due"), form::post(ctx, &self.to("seal"), html! {
            p { (lead) }
            (ui::text_input(&Field::new("seal_after", &label).hint(&hint).value(&self.typed.seal_after).required().max(40).autocomplete("off").problems(&self.problems), "text"))
            (countersign(ctx, "", &self.typed.login, self.answered("seal")))
            p.actions { (ui::button(&fl!(w, "seal-send"))) }
        }))
    }

    /// Problems of the form they belong to; another form on the page shows none of them.
    pub(super) fn answered(&self, form: &str) -> &[Problem] {
        if self.typed.form == form { &self.problems } else { &[] }
    }

    fn done(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        ui::card("", None, html! {
            (ui::alert(Tone::Ok, html! { (fl!(w, "sealed-text", counted = self.counted_now.unwrap_or(0), voices = self.tally.voices, void = self.tally.void)) }))
            p.actions {
                (ui::link_button(&self.to("record"), &fl!(w, "record-open")))
                (ui::ghost_link("/desk/boxes", &fl!(w, "boxes-title")))
            }
        })
    }

    /// When what happened, as the journal has it.
    pub(super) fn story(&self, ctx: &Ctx) -> Markup {
        html! {
            ol.lines { @for line in &self.story {
                li {
                    span.muted.s.num { (ui::time::when(ctx.lang, line.at, ctx.now)) } " " (word(ctx.lang, "event", &line.what))
                    @if let Some(no) = line.no { " · " (fl!(words(ctx.lang), "card-no", no = no)) }
                }
            } }
        }
    }

    fn signed(&self, ctx: &Ctx) -> Markup {
        html! { ul.lines { @for s in [&self.first, &self.second] { li { (s.shown(ctx)) } } } }
    }

    fn seals(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let names = [fl!(w, "seal-before"), fl!(w, "seal-expected"), fl!(w, "seal-after")];
        let [before, expected, after] = &names;
        let found = html! {
            span.num { (self.seal_before) } " "
            @match self.finding {
                Some(f) => (ui::tag(Tone::Bad, &word(ctx.lang, "finding", f.code()))),
                None if self.seal_expected.is_some() => (ui::tag(Tone::Ok, &fl!(w, "seal-same-as"))),
                None => "",
            }
        };
        let text = |t: &Option<String>| html! { span.num { @match t { Some(t) => (t), None => "—" } } };
        ui::facts(&[(before, found), (expected, text(&self.seal_expected)), (after, text(&self.seal_after))])
    }

    /// The count as it was and as it is, and the way to correct it.
    fn counts(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let reasons: Vec<_> = Miscount::ALL.iter().map(|m| (m.code(), word(ctx.lang, "miscount", m.code()))).collect();
        let p = self.answered("correction");
        html! {
            p.lead { (fl!(w, "count-is", n = self.counted_now.unwrap_or(0))) }
            @if !self.corrections.is_empty() {
                p.muted.s { (fl!(w, "count-was-first", n = self.counted.unwrap_or(0))) }
                ul.lines { @for c in &self.corrections {
                    li { span.muted.s { (ui::time::when(ctx.lang, c.at, ctx.now)) } " " (fl!(w, "count-corrected", was = c.was, counted = c.counted)) " " (word(ctx.lang, "miscount", c.reason.code())) }
                } }
            }
            @if self.may.work {
                details.fold open[!p.is_empty()] {
                    summary { (fl!(w, "correct-title")) }
                    (form::post(ctx, &self.to("count/correction"), html! {
                        p.hint { (fl!(w, "correct-lead")) }
                        (ui::text_input(&Field::new("counted", &fl!(w, "cards-counted")).within("correct").inputmode("numeric").autocomplete("off").problems(p), "number"))
                        (ui::select(&Field::new("reason", &fl!(w, "correct-why")).within("correct").problems(p), &reasons))
                        (countersign(ctx, "correct", if p.is_empty() { "" } else { &self.typed.login }, p))
                        p.actions { (ui::ghost_button(&fl!(w, "correct-send"))) }
                    }))
                }
            }
        }
    }
}

impl SignatureView {
    pub(super) fn shown(&self, ctx: &Ctx) -> Markup {
        let body = if self.of_residents { fl!(words(ctx.lang), "residents-of", place = self.body.as_str()) } else { self.body.clone() };
        html! { b { (self.title) } " " (self.name) br; small.muted { (body) } }
    }
}
