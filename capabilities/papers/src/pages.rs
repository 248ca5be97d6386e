//! Sheets as they are printed, the choice of one, and the desk's page where they land.

use crate::rules::PaperAct;
use crate::views::{PaperLine, PapersView, SheetView};
use crate::{word, words};
use appeals::rules::{Satisfaction, grouped};
use edge::photos::SCAN_REASONS;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

const PICTURES: &str = "image/jpeg,image/png,image/webp";
/// The most letters of what is typed from a sheet, as on the receipt.
const MOST: usize = 4_000;

impl edge::View for SheetView {
    fn page(&self, ctx: &Ctx) -> Markup {
        match (self.act, &self.sheet, &self.link) {
            (Some(act), Some(sheet), Some(link)) => self.printed(ctx, act, sheet, link),
            _ => self.choice(ctx),
        }
    }
    fn path(&self) -> String {
        self.base()
    }
    edge::speaks!(crate::words);
}

impl SheetView {
    fn choice(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "sheet-choice");
        let main = html! {
            div.page {
                p.crumbs { a href=(self.home()) { (self.title) } }
                h1 { (title) }
                (ui::error_summary(ctx, &self.problems))
                @if self.offered.is_empty() { (ui::empty_state(&fl!(w, "sheet-none"), &fl!(w, "sheet-none-text"), None)) }
                @else { p.lead { @if self.by_staff { (fl!(w, "sheet-visit-lead")) } @else { (fl!(w, "sheet-lead")) } } }
                (choices(ctx, &self.base(), &self.offered))
            }
        };
        match self.by_staff {
            true => ui::layout::desk(ctx, &title, "/desk/cases", main),
            false => ui::layout::resident(ctx, &title, if self.by_account { "/my" } else { "/receipt" }, main, None),
        }
    }

    /// One page of paper: what it is, room to write, and the picture that leads staff to where it is keyed.
    fn printed(&self, ctx: &Ctx, act: PaperAct, sheet: &str, link: &str) -> Markup {
        let w = words(ctx.lang);
        let title = word(ctx.lang, "act", act.code());
        let main = html! {
            p.no-print { (fl!(w, "sheet-print-lead")) }
            p.no-print { a href=(self.base()) { (fl!(w, "sheet-back")) } }
            article.paper-sheet {
                header.paper-head {
                    div {
                        h1 { (title) }
                        p.num { (fl!(w, "sheet-case", no = self.case_no.as_str())) " · " (self.title) }
                    }
                    figure.paper-code {
                        (ui::qr(link, &fl!(w, "sheet-qr", sheet = grouped(sheet))))
                        figcaption.num { (fl!(w, "sheet-no", sheet = grouped(sheet))) }
                    }
                }
                p.paper-what { (word(ctx.lang, "what", act.code())) }
                @if act == PaperAct::Supplement { @if let Some(question) = &self.question {
                    p.paper-asked { b { (fl!(w, "sheet-question")) } " " (question) }
                } }
                @if act == PaperAct::Rating { (ticks(ctx)) }
                @if act.has_words() {
                    h2 { (word(ctx.lang, "room", act.code())) }
                    div.ruled.tall aria-hidden="true" {}
                }
                div.signatures {
                    div.signature { p { (fl!(w, "sheet-signature")) } p.line {} }
                    div.signature { p { (fl!(w, "sheet-date")) } p.line {} }
                }
                p.s { (fl!(w, "sheet-hand-in")) }
            }
        };
        ui::layout::print(ctx, &title, main)
    }
}

/// The three questions with boxes to tick.
fn ticks(ctx: &Ctx) -> Markup {
    let w = words(ctx.lang);
    let yes_no = [fl!(w, "yes"), fl!(w, "no")];
    let levels: Vec<_> = levels(ctx).into_iter().map(|(_, text)| text).collect();
    let row = |question: String, answers: &[String]| html! {
        div.tick-row {
            p { b { (question) } }
            p.ticks { @for answer in answers { span.tick { span.tick-box aria-hidden="true" {} (answer) } } }
        }
    };
    html! {
        (row(fl!(w, "ask-contacted"), &yes_no))
        (row(fl!(w, "ask-solved"), &yes_no))
        (row(fl!(w, "ask-level"), &levels))
    }
}

fn levels(ctx: &Ctx) -> Vec<(&'static str, String)> {
    Satisfaction::ALL[..5].iter().map(|s| (s.code(), word(ctx.lang, "level", s.code()))).collect()
}

/// Each act as a large link.
fn choices(ctx: &Ctx, base: &str, acts: &[PaperAct]) -> Markup {
    html! {
        div.doing { @for act in acts { (ui::ghost_link(&format!("{base}?act={}", act.code()), &word(ctx.lang, "act", act.code()))) } }
    }
}

impl edge::View for PapersView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "papers-title");
        let main = html! {
            header.case-head {
                p.crumbs { a href={ "/desk/cases/" (self.case) } { (self.case_no) " " (self.title) } }
                h1 { (title) }
                p.muted { (fl!(w, "papers-lead")) }
            }
            (ui::error_summary(ctx, &self.problems))
            (self.landed(ctx))
            (self.before(ctx))
            (self.to_print(ctx))
        };
        ui::layout::desk(ctx, &title, "/desk/cases", main)
    }
    fn path(&self) -> String {
        format!("/desk/voices/{}/papers", self.voice)
    }
    edge::speaks!(crate::words);
}

impl PapersView {
    fn landed(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if let Some(before) = self.keyed_before().filter(|_| self.problems.is_empty()) {
            let when = ui::time::when(ctx.lang, before.at, ctx.now);
            return ui::alert(Tone::Ok, html! { (fl!(w, "papers-keyed-before", when = when)) });
        }
        if !self.may_key {
            return ui::alert(Tone::Info, html! { (fl!(w, "papers-other-hand")) });
        }
        match self.typed.act {
            Some(act) if self.keyable.contains(&act) => self.keying(ctx, act),
            Some(act) if self.offered.contains(&act) => html! { (ui::alert(Tone::Info, html! { (fl!(w, "papers-decision")) })) (self.choosing(ctx)) },
            Some(act) => html! {
                (ui::alert(Tone::Warn, html! { (fl!(w, "papers-not-now", act = word(ctx.lang, "act", act.code()))) }))
                (self.choosing(ctx))
            },
            None => self.choosing(ctx),
        }
    }

    fn choosing(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.keyable.is_empty() {
            return ui::empty_state(&fl!(w, "papers-nothing"), &fl!(w, "papers-nothing-text"), None);
        }
        ui::card(&fl!(w, "papers-which"), None, html! {
            p.hint { (fl!(w, "papers-which-hint")) }
            (choices(ctx, &format!("/desk/voices/{}/papers", self.voice), &self.keyable))
        })
    }

    fn keying(&self, ctx: &Ctx, act: PaperAct) -> Markup {
        let (w, said, p) = (words(ctx.lang), &self.typed, &self.problems[..]);
        let labels = [
            fl!(w, "key-sheet"), fl!(w, "key-sheet-hint"), fl!(w, "key-day"), fl!(w, "key-picture"), fl!(w, "key-picture-hint"), fl!(w, "optional"),
            word(ctx.lang, "room", act.code()), fl!(w, "key-text-hint"),
        ];
        let [sheet, sheet_hint, day, picture, picture_hint, optional, text, text_hint] = &labels;
        let action = format!("/desk/voices/{}/papers", self.voice);
        let optional_unless = |needed: bool| if needed { "" } else { optional.as_str() };
        html! {
            section.card.next.tablet {
                header { h2 { (word(ctx.lang, "act", act.code())) } }
                (form::multipart(ctx, &action, html! {
                    input type="hidden" name="act" value=(act.code());
                    div.pair {
                        (ui::text_input(&Field::new("sheet", sheet).hint(sheet_hint).value(&said.sheet).required().inputmode("numeric").autocomplete("off").problems(p), "text"))
                        (ui::text_input(&Field::new("written_on", day).value(&said.written_on).required().problems(p), "date"))
                    }
                    @if act == PaperAct::Rating { (self.answers(ctx)) }
                    @if act.has_words() {
                        (ui::textarea(&Field::new("text", text).hint(text_hint).value(&said.text).optional(optional_unless(!matches!(act, PaperAct::Rating | PaperAct::Withdrawal))).max(MOST).problems(p), 4))
                    }
                    (ui::file_input(ctx.lang, &Field::new("photos", picture).hint(picture_hint).optional(optional_unless(act.is_decision())).problems(p), PICTURES, false))
                    p.hint { (fl!(w, "key-note")) }
                    p.actions { (ui::button(&fl!(w, "key-send"))) (ui::ghost_link(&action, &fl!(w, "key-other"))) }
                }))
            }
        }
    }

    fn answers(&self, ctx: &Ctx) -> Markup {
        let (w, said, p) = (words(ctx.lang), &self.typed, &self.problems[..]);
        let ticked = |answer: Option<bool>| answer.map_or("", |yes| if yes { "true" } else { "false" });
        let answers = [("true", fl!(w, "yes")), ("false", fl!(w, "no"))];
        let level = said.satisfaction.map_or("", |s| s.code());
        html! {
            (ui::radio_group(&Field::new("contacted", &fl!(w, "ask-contacted")).value(ticked(said.contacted)).problems(p), &answers))
            (ui::radio_group(&Field::new("solved", &fl!(w, "ask-solved")).value(ticked(said.solved)).problems(p), &answers))
            (ui::radio_group(&Field::new("satisfaction", &fl!(w, "ask-level")).value(level).problems(p), &levels(ctx)))
        }
    }

    fn before(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.papers.is_empty() {
            return html! {};
        }
        ui::card(&fl!(w, "papers-before"), None, html! { ol.lines.keyed { @for paper in &self.papers { (self.line(ctx, paper)) } } })
    }

    fn line(&self, ctx: &Ctx, paper: &PaperLine) -> Markup {
        let w = words(ctx.lang);
        let (written, keyed) = (ui::time::day(ctx.lang, paper.written_on, ctx.now), ui::time::when(ctx.lang, paper.at, ctx.now));
        html! {
            li {
                b { (word(ctx.lang, "act", paper.act.code())) } " " span.num { (grouped(&paper.sheet)) } " "
                small.muted { (fl!(w, "papers-line", written = written, keyed = keyed)) }
                @if paper.scanned && self.may_open { (self.picture(ctx, paper)) }
            }
        }
    }

    /// Handwriting is opened for a reason; who did and why is kept.
    fn picture(&self, ctx: &Ctx, paper: &PaperLine) -> Markup {
        let w = words(ctx.lang);
        let reasons: Vec<_> = SCAN_REASONS.iter().map(|r| (*r, word(ctx.lang, "scan-reason", r))).collect();
        let title = fl!(w, "scan-open");
        let action = format!("/desk/voices/{}/papers/{}/scan/original", self.voice, paper.sheet);
        ui::confirm(&title, &fl!(w, "scan-note"), form::post(ctx, &action, html! {
            (ui::select(&Field::new("reason", &fl!(w, "scan-why")).within(&paper.sheet), &reasons))
            (ui::ghost_button(&title))
        }))
    }

    fn to_print(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.offered.is_empty() {
            return html! {};
        }
        ui::card(&fl!(w, "papers-print"), None, html! {
            p { (fl!(w, "papers-print-lead")) }
            (choices(ctx, &format!("/desk/voices/{}/sheets", self.voice), &self.offered))
        })
    }
}
