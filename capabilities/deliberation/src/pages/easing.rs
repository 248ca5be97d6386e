//! Whether each concern was eased: asked on the rating, told after the step.

use crate::rules::EasedCounts;
use crate::views::MatterView;
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field};

impl MatterView {
    /// A question for each concern that was taken up; not answering is an answer too.
    pub(super) fn eased_fields(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let asked = self.concerns.iter().filter(|c| c.under.is_none() && c.taken_up != Some(false));
        html! { @for c in asked {
            @let answers = ["yes", "partly", "no"].map(|code| (format!("{}:{code}", c.id), word(ctx.lang, "eased", code)));
            @let choices: Vec<(&str, String)> = std::iter::once(("", fl!(w, "eased-unsaid"))).chain(answers.iter().map(|(value, name)| (value.as_str(), name.clone()))).collect();
            @let within = format!("eased-{}", c.id);
            @let sent = self.sent.rating.eased.iter().map(|s| s.trim()).find(|s| answers.iter().any(|(value, _)| value == s)).unwrap_or("");
            (ui::select(&Field::new("eased", &fl!(w, "eased-ask", concern = c.text.as_str())).within(&within).value(sent).problems(&self.problems), &choices))
        } }
    }
}

/// What people said of a concern, once the step is over.
pub(super) fn eased_line(ctx: &Ctx, of: &EasedCounts) -> Markup {
    let w = words(ctx.lang);
    let n = |n: Option<u64>| n.map_or_else(|| fl!(w, "represent-small"), |n| n.to_string());
    html! { br; span.muted.s { (fl!(w, "eased-line", yes = n(of.yes), partly = n(of.partly), no = n(of.no), unsaid = n(of.unsaid))) } }
}
