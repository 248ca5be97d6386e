//! The residents' pages: what they have in common.

mod cases;
mod drafts;
mod home;
mod mailbox;
mod months;
mod my;
mod receipt;
mod report;

use super::{tone, word};
use crate::views::{CategoryChoice, PublicCase};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Moment;
use maud::{Markup, html};
use ui::{Ctx, StepState};

impl PublicCase {
    fn kind(&self, ctx: &Ctx) -> &str {
        if ctx.lang.is_zh() { &self.category_zh } else { &self.category_en }
    }
    /// What is shown as its name: the title, or in English the category where the title only repeats it.
    fn name(&self, ctx: &Ctx) -> &str {
        if !ctx.lang.is_zh() && self.title == self.category_zh { &self.category_en } else { &self.title }
    }
    fn when(&self, ctx: &Ctx, at: Moment) -> String {
        if self.by_day { ui::time::day(ctx.lang, at.day(), ctx.now) } else { ui::time::when(ctx.lang, at, ctx.now) }
    }
    /// Where it stands, in a sentence a neighbour would say.
    fn sentence(&self, ctx: &Ctx) -> String {
        let w = words(ctx.lang);
        match (self.due_at, self.closed_at) {
            (_, Some(at)) => fl!(w, "case-closed-at", when = self.when(ctx, at)),
            (Some(due), None) => fl!(w, "case-due", when = ui::time::when(ctx.lang, due, ctx.now)),
            (None, None) => fl!(w, "case-since", when = self.when(ctx, self.opened_at)),
        }
    }
    fn tag(&self, ctx: &Ctx) -> Markup {
        ui::tag(tone(self.state), &word(ctx.lang, "state", self.state.code()))
    }
    /// Kind and place in one line.
    fn about(&self, ctx: &Ctx) -> String {
        let kind = Some(self.kind(ctx)).filter(|k| *k != self.name(ctx));
        [kind, self.place.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// The five steps every resident sees, with the date of the two that have one.
fn track(ctx: &Ctx, case: &PublicCase) -> Markup {
    let w = words(ctx.lang);
    let names = [
        fl!(w, "step-received"),
        fl!(w, "step-accepted"),
        fl!(w, "step-handling"),
        fl!(w, "step-asked"),
        fl!(w, "step-done"),
    ];
    let steps: Vec<_> = names
        .into_iter()
        .enumerate()
        .map(|(n, name)| ui::Step {
            name,
            state: match n.cmp(&case.step) {
                std::cmp::Ordering::Less => StepState::Done,
                std::cmp::Ordering::Equal if case.closed_at.is_some() => StepState::Done,
                std::cmp::Ordering::Equal => StepState::Now,
                std::cmp::Ordering::Greater => StepState::Later,
            },
            note: match n {
                0 => case.when(ctx, case.opened_at),
                4 => case.closed_at.map(|at| case.when(ctx, at)).unwrap_or_default(),
                _ => String::new(),
            },
        })
        .collect();
    ui::steps(ctx, &fl!(w, "receipt-track"), &steps)
}

/// One row of a list: name, kind and place, how far it is, and until when.
/// Why a case has to wait, and when it is looked at again.
pub(super) fn waits(ctx: &Ctx, deferral: &crate::views::DeferralView) -> Markup {
    let (why, day) = (word(ctx.lang, "deferral", &deferral.reason), ui::time::day(ctx.lang, deferral.review_on, ctx.now));
    html! { (fl!(words(ctx.lang), "deferral-waits", why = why, day = day)) " " (deferral.note) }
}

/// Who does what for it, and how far each is.
pub(super) fn deeds(ctx: &Ctx, commitments: &[crate::views::CommitmentLine]) -> Markup {
    let w = words(ctx.lang);
    if commitments.is_empty() {
        return html! {};
    }
    ui::card(&fl!(w, "commitments-title"), None, html! {
        ul.lines { @for c in commitments {
            li {
                b { (c.party) } " " (c.what) " "
                small.muted { (word(ctx.lang, "commitment-kind", c.kind)) " · " (fl!(w, "commitment-until", day = ui::time::day(ctx.lang, c.due_on, ctx.now))) } " "
                (ui::tag(deed_tone(c.stands), &word(ctx.lang, "commitment-stands", c.stands)))
            }
        } }
    })
}

fn deed_tone(stands: &str) -> ui::Tone {
    match stands {
        "met" | "verified" => ui::Tone::Ok,
        "overdue" => ui::Tone::Bad,
        _ => ui::Tone::Plain,
    }
}

fn line(ctx: &Ctx, href: &str, case: &PublicCase, tag: Markup) -> Markup {
    let label = fl!(words(ctx.lang), "steps-done", n = case.done());
    html! {
        li { a href=(href) {
            span.t {
                b { (case.name(ctx)) }
                @let about = case.about(ctx);
                @if !about.is_empty() { small { (about) } }
                (ui::bar(case.done(), 5, &label))
                small { (case.sentence(ctx)) }
            }
            (tag)
        } }
    }
}

/// How many said it.
fn voices(ctx: &Ctx, case: &PublicCase) -> Option<String> {
    let w = words(ctx.lang);
    match case.residents {
        Some(n) => Some(fl!(w, "case-residents", n = n)),
        None => case.shared.then(|| fl!(w, "case-several")),
    }
}

/// The picture of a category, by the heading it stands under.
fn picture(choice: &CategoryChoice) -> &'static str {
    match choice.parent.as_str() {
        "property" => "building-2",
        "traffic" => "car",
        "clean" => "trash-2",
        "noise" => "volume-2",
        "utilities" => "droplets",
        "roads" => "construction",
        "green" => "trees",
        "dogs" => "paw-print",
        "care" => "heart-handshake",
        "order" => "store",
        "safety" => "shield-check",
        "community" => "users",
        _ => "message-square",
    }
}

fn category_name<'a>(ctx: &Ctx, choice: &'a CategoryChoice) -> &'a str {
    if ctx.lang.is_zh() { &choice.name_zh } else { &choice.name_en }
}
