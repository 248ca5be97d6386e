//! The cards of an opening: keying the next, a further subject, void ones, and the list.

use super::{boxes::suggested, countersign, word};
use crate::rules::VoidReason;
use crate::views::{CardView, OpeningView};
use crate::words;
use edge::photos::SCAN_REASONS;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

const PICTURES: &str = "image/jpeg,image/png,image/webp";

impl OpeningView {
    /// The next card: its words, or why it is none; and the voids that wait for the second signature.
    pub(super) fn keying(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let again = self.typed.keying.no.filter(|_| matches!(self.typed.form, "" | "cards"));
        let no = again.unwrap_or(self.cards.len() as i32 + 1);
        let of = self.counted_now.unwrap_or(0);
        html! {
            @if self.tally.left > 0 || again.is_some() {
                (self.next(&fl!(w, "card-due", no = no, of = of), html! {
                    (form::multipart(ctx, &self.to("cards"), html! {
                        @if let Some(no) = again { input type="hidden" name="no" value=(no); }
                        (self.fields(ctx, "", self.answered("cards")))
                        p.actions { (ui::button(&fl!(w, "card-send"))) }
                    }))
                    (self.void_form(ctx))
                }))
            }
            (self.confirming(ctx))
            (self.subjects(ctx))
        }
    }

    /// What is typed from a card. `mark` keeps the fields of two forms apart.
    fn fields(&self, ctx: &Ctx, mark: &str, p: &[Problem]) -> Markup {
        let w = words(ctx.lang);
        let labels = [
            fl!(w, "card-text"), fl!(w, "card-serial"), fl!(w, "card-serial-hint"), fl!(w, "card-category"), fl!(w, "card-place"),
            fl!(w, "card-place-hint"), fl!(w, "card-name"), fl!(w, "card-phone"), fl!(w, "card-consented"), fl!(w, "card-committee"),
            fl!(w, "card-scan"), fl!(w, "optional"), fl!(w, "card-consented-hint"),
        ];
        let [text, serial, serial_hint, category, place, place_hint, name, phone, consented, committee, scan, optional, consent_hint] = &labels;
        let blank = crate::rules::Keying::default();
        let said = if p.is_empty() { &blank } else { &self.typed.keying };
        let zh = ctx.lang.is_zh();
        let mut categories = vec![(String::new(), fl!(w, "card-category-any"))];
        categories.extend(self.categories.iter().map(|(code, name_zh, name_en)| (code.clone(), if zh { name_zh.clone() } else { name_en.clone() })));
        let places = format!("places-{mark}");
        let tick = |yes: bool| if yes { "true" } else { "" };
        html! {
            (ui::textarea(&Field::new("text", text).within(mark).value(&said.text).required().max(4_000).problems(p), 5))
            @if mark.is_empty() {
                div.pair {
                    (ui::text_input(&Field::new("serial", serial).hint(serial_hint).value(&said.serial).optional(optional).inputmode("numeric").autocomplete("off").problems(p), "text"))
                    (ui::file_input(ctx.lang, &Field::new("photos", scan).optional(optional).problems(p), PICTURES, false))
                }
            }
            div.pair {
                (ui::select(&Field::new("category", category).within(mark).value(&said.category).problems(p), &categories))
                (suggested(&Field::new("place_name", place).within(mark).hint(place_hint).value(&said.place_name).optional(optional).problems(p), &places))
            }
            details.fold open[!said.phone.is_empty() || !said.name.is_empty()] {
                summary { (fl!(w, "card-contact")) }
                div.pair {
                    (ui::text_input(&Field::new("name", name).within(mark).value(&said.name).optional(optional).autocomplete("off").problems(p), "text"))
                    (ui::text_input(&Field::new("phone", phone).within(mark).value(&said.phone).optional(optional).inputmode("tel").autocomplete("off").problems(p), "tel"))
                }
                (ui::checkbox(&Field::new("consented", consented).within(mark).hint(consent_hint).value(tick(said.consented)).problems(p)))
            }
            (ui::checkbox(&Field::new("about_committee", committee).within(mark).value(tick(said.about_committee))))
        }
    }

    fn void_form(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = self.answered("voids");
        let reasons: Vec<_> = VoidReason::ALL.iter().map(|r| (r.code(), word(ctx.lang, "void", r.code()))).collect();
        let (label, scan) = (fl!(w, "void-why"), fl!(w, "card-scan"));
        ui::confirm(&fl!(w, "void-title"), &fl!(w, "void-lead"), form::multipart(ctx, &self.to("voids"), html! {
            (ui::radio_group(&Field::new("reason", &label).within("void").problems(p), &reasons))
            (ui::file_input(ctx.lang, &Field::new("photos", &scan).within("void").optional(&fl!(w, "optional")), PICTURES, false))
            p.actions { (ui::ghost_button(&fl!(w, "void-send"))) }
        }))
    }

    fn confirming(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.tally.waiting == 0 {
            return html! {};
        }
        let waiting = self.cards.iter().filter(|c| c.void.is_some() && !c.void_confirmed);
        html! {
            section.card.next aria-labelledby="confirm-voids" {
                header { h2 #confirm-voids { (fl!(w, "confirm-title", n = self.tally.waiting)) } }
                p { (fl!(w, "confirm-lead")) }
                ul.lines { @for c in waiting { li {
                    b { (fl!(w, "card-no", no = c.no)) } " " (c.became(ctx)) " "
                    a.btn.ghost.small href={ "/desk/openings/" (self.id) "?again=" (c.no) } { (fl!(w, "void-after-all")) }
                } } }
                (form::post(ctx, &self.to("voids/confirmation"), html! {
                    (countersign(ctx, "confirm", if self.typed.form == "confirmation" { &self.typed.login } else { "" }, self.answered("confirmation")))
                    p.actions { (ui::button(&fl!(w, "confirm-send"))) }
                }))
            }
        }
    }

    /// A card that says two things is two voices and counts once.
    pub(super) fn subjects(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let keyed: Vec<_> = self.cards.iter().filter(|c| c.voices > 0).map(|c| (c.no.to_string(), fl!(w, "card-no", no = c.no))).collect();
        if keyed.is_empty() {
            return html! {};
        }
        let p = self.answered("subjects");
        let last = self.typed.keying.no.filter(|_| !p.is_empty()).map_or_else(|| keyed[keyed.len() - 1].0.clone(), |n| n.to_string());
        html! {
            details.card.fold open[!p.is_empty()] {
                summary { (fl!(w, "subject-title")) }
                p.hint { (fl!(w, "subject-lead")) }
                (form::post(ctx, &self.to("subjects"), html! {
                    (ui::select(&Field::new("no", &fl!(w, "subject-card")).within("subject").value(&last).problems(p), &keyed))
                    (self.fields(ctx, "subject", p))
                    p.actions { (ui::ghost_button(&fl!(w, "subject-send"))) }
                }))
            }
        }
    }

    pub(super) fn cards(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let of = self.counted_now.unwrap_or(0);
        html! {
            p { (fl!(w, "cards-so-far", keyed = self.cards.len(), of = of, voices = self.tally.voices, void = self.tally.void)) }
            @if !self.cards.is_empty() {
                ol.lines.keyed { @for c in &self.cards {
                    li {
                        b { (fl!(w, "card-no", no = c.no)) } " " (c.became(ctx))
                        @if c.printed { " " (ui::tag(Tone::Info, &fl!(w, "card-printed"))) }
                        @if c.scanned { " " small.muted { (fl!(w, "card-scanned")) } }
                        @if self.may.open_scan && c.scanned { (self.scan_form(ctx, &format!("cards/{}/scan", c.no))) }
                    }
                } }
            }
        }
    }

    /// Handwriting is opened for a reason; who did and why is kept.
    pub(super) fn scan_form(&self, ctx: &Ctx, noun: &str) -> Markup {
        let w = words(ctx.lang);
        let reasons: Vec<_> = SCAN_REASONS.iter().map(|r| (*r, word(ctx.lang, "scan-reason", r))).collect();
        let title = if noun == "photo" { fl!(w, "photo-open") } else { fl!(w, "scan-open") };
        let mark = noun.replace('/', "-");
        ui::confirm(&title, &fl!(w, "scan-note"), form::post(ctx, &self.to(&format!("{noun}/original")), html! {
            (ui::select(&Field::new("reason", &fl!(w, "scan-why")).within(&mark), &reasons))
            (ui::ghost_button(&title))
        }))
    }
}

impl CardView {
    /// What it became: so many voices, or void and why.
    fn became(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        match (self.void, self.void_confirmed) {
            (None, _) => ui::tag(Tone::Ok, &fl!(w, "card-voices", n = self.voices)),
            (Some(why), true) => ui::tag(Tone::Plain, &fl!(w, "card-void", why = word(ctx.lang, "void", why.code()))),
            (Some(why), false) => ui::tag(Tone::Warn, &fl!(w, "card-void-waits", why = word(ctx.lang, "void", why.code()))),
        }
    }
    pub(super) fn shown(&self, ctx: &Ctx) -> Markup {
        self.became(ctx)
    }
}
