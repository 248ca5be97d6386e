//! What waits on this device: the page is the same for everybody, the device fills it.

use crate::views::DraftsView;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Tone};

impl edge::View for DraftsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "drafts-title");
        let main = html! {
            div.page {
                h1 { (title) }
                // Shown where another page was wanted and the network was not there.
                div data-no-network hidden { (ui::alert(Tone::Warn, html! { (fl!(w, "drafts-no-network")) })) }
                p.muted { (fl!(w, "drafts-lead")) }
                (ui::outbox(ctx))
                div data-outbox-empty { (ui::empty_state(&fl!(w, "drafts-none"), &fl!(w, "drafts-none-text"), Some(ui::link_button("/report", &fl!(w, "home-report"))))) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
}
