//! Photos on pages: a row of pictures for residents; for staff, approval, black boxes and the original for a reason.

use super::word;
use crate::rules::{CaseId, Stage};
use crate::views::{CasePhotosView, PhotoMay, PhotoView, PublicPhoto};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

/// Pictures side by side; each opens large.
pub(super) fn gallery(ctx: &Ctx, photos: &[PublicPhoto]) -> Markup {
    html! {
        @if !photos.is_empty() {
            ul.photos {
                @for photo in photos {
                    li {
                        @let stage = word(ctx.lang, "stage", photo.stage.code());
                        a href=(photo.src()) { img src=(photo.src()) width=(photo.width) height=(photo.height) loading="lazy" alt=(stage); }
                        small { (stage) }
                    }
                }
            }
        }
    }
}

/// The field that takes photos, in every form that does.
pub(super) fn photo_field(ctx: &Ctx, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let (label, hint, optional) = (fl!(w, "report-photo"), fl!(w, "report-photo-hint"), fl!(w, "report-optional"));
    ui::file_input(ctx.lang, &Field::new("photos", &label).hint(&hint).optional(&optional).problems(problems), "image/jpeg,image/png,image/webp", true)
}

/// A case's photos on the desk, with what this reader may do about each.
pub(super) fn photos_of_case(ctx: &Ctx, case: CaseId, photos: &[PhotoView], may: PhotoMay, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    html! {
        section.card #photos {
            header { h2 { (fl!(w, "photos-title")) } span.muted { (fl!(w, "photos-count", n = photos.len())) } }
            @if photos.is_empty() { p.muted { (fl!(w, "photos-none")) } }
            @for (n, photo) in photos.iter().enumerate() { (one(ctx, n + 1, photo, may)) }
            @if may.add { (adding(ctx, case, may.look, problems)) }
        }
    }
}

fn one(ctx: &Ctx, n: usize, photo: &PhotoView, may: PhotoMay) -> Markup {
    let w = words(ctx.lang);
    let stage = word(ctx.lang, "stage", photo.stage.code());
    let verb = |noun: &str| format!("/photos/{}/{noun}", photo.id);
    html! {
        article.photo {
            figure data-blacken[may.approve] { img src=(photo.src()) width=(photo.width) height=(photo.height) loading="lazy" alt=(fl!(w, "photo-alt", n = n)); }
            div.photo-words {
                p {
                    b { (stage) } " "
                    @if photo.approved { (ui::tag(Tone::Ok, &fl!(w, "photo-public"))) } @else { (ui::tag(Tone::Warn, &fl!(w, "photo-waiting"))) }
                    @if photo.far { " " (ui::tag(Tone::Bad, &fl!(w, "photo-far"))) }
                }
                p.muted.s {
                    (ui::time::stamp(ctx.lang, photo.at, ctx.now))
                    @if let Some(at) = photo.taken_at { " · " (fl!(w, "photo-taken", when = ui::time::when(ctx.lang, at, ctx.now))) }
                    @if !photo.blackened.is_empty() { " · " (fl!(w, "photo-boxes", n = photo.blackened.len())) }
                }
                @if may.approve {
                    (blackening(ctx, photo))
                    @if photo.approved { (form::verb(ctx, &verb("hiding"), &fl!(w, "photo-hide"))) }
                    @else { (form::post(ctx, &verb("approval"), ui::button(&fl!(w, "photo-approve")))) }
                }
                @if may.open_original {
                    (ui::confirm(&fl!(w, "photo-original"), &fl!(w, "photo-original-note"), form::post(ctx, &verb("original"), html! {
                        (ui::text_input(&Field::new("reason", &fl!(w, "photo-reason")).required().max(500), "text"))
                        (ui::button(&fl!(w, "photo-original")))
                    })))
                }
            }
        }
    }
}

/// Four numbers; where script runs, a box drawn on the picture fills them.
fn blackening(ctx: &Ctx, photo: &PhotoView) -> Markup {
    let w = words(ctx.lang);
    let sides = [("x", fl!(w, "box-x")), ("y", fl!(w, "box-y")), ("w", fl!(w, "box-w")), ("h", fl!(w, "box-h"))];
    let body = html! {
        p.hint { (fl!(w, "box-hint", width = photo.width, height = photo.height)) }
        div.box-sides {
            @for (name, label) in &sides {
                label { span { (label) } input type="number" name=(name) min="0" inputmode="numeric" required data-side=(name); }
            }
        }
        (ui::ghost_button(&fl!(w, "box-burn")))
    };
    form::post(ctx, &format!("/photos/{}/blackening", photo.id), body)
}

fn adding(ctx: &Ctx, case: CaseId, look: bool, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let stages: Vec<_> = Stage::ALL[..3].iter().map(|s| (s.code(), word(ctx.lang, "stage", s.code()))).collect();
    form::kept(ctx, &format!("/cases/{case}/photos"), &fl!(w, "photo-add"), html! {
        (photo_field(ctx, problems))
        @if look { input type="hidden" name="stage" value=(Stage::Verification.code()); }
        @else { (ui::select(&Field::new("stage", &fl!(w, "photo-stage")).value(Stage::After.code()), &stages)) }
        (ui::ghost_button(&fl!(w, "photo-add")))
    })
}

impl edge::View for CasePhotosView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let back = format!("/desk/cases/{}", self.case);
        let main = html! {
            div.head { h1 { (self.title) } a href=(back) { (self.case_no) } }
            (ui::error_summary(ctx, &self.problems))
            (photos_of_case(ctx, self.case, &self.photos, self.may, &self.problems))
        };
        ui::layout::desk(ctx, &self.title, "/desk/cases", main)
    }
    fn fragment(&self, ctx: &Ctx) -> Markup {
        photos_of_case(ctx, self.case, &self.photos, self.may, &self.problems)
    }
    fn path(&self) -> String {
        format!("/desk/cases/{}/photos", self.case)
    }
    edge::speaks!(crate::words);
}
