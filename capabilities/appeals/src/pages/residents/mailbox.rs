//! The letter to a community's secretary.

use crate::views::MailboxView;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, form};

impl edge::View for MailboxView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        let optional = fl!(w, "report-optional");
        let mut communities = vec![(String::new(), fl!(w, "mailbox-choose"))];
        communities.extend(self.communities.iter().map(|c| (c.value.clone(), c.text.clone())));
        let community = self.words.place.map(|c| c.to_string()).unwrap_or_default();
        let about = [("false", fl!(w, "mailbox-about-no")), ("true", fl!(w, "mailbox-about-yes"))];
        let about_hint = fl!(w, "mailbox-about-hint");
        let anonymous_hint = fl!(w, "report-anonymous-hint");
        let body = html! {
            input type="hidden" name="client_key" value=(self.words.client_key);
            input type="hidden" name="channel" value="mailbox";
            (ui::select(&Field::new("place", &fl!(w, "mailbox-community")).value(&community).required().problems(p), &communities))
            (ui::radio_group(&Field::new("about_committee", &fl!(w, "mailbox-about")).hint(&about_hint).value(if self.words.about_committee { "true" } else { "false" }).problems(p), &about))
            (ui::textarea(&Field::new("text", &fl!(w, "mailbox-text")).value(&self.words.text).required().max(4_000).problems(p), 6))
            (ui::text_input(&Field::new("phone", &fl!(w, "report-phone")).hint(&fl!(w, "report-phone-hint")).value(&self.words.phone).optional(&optional).autocomplete("tel").inputmode("tel").problems(p), "tel"))
            (ui::text_input(&Field::new("name", &fl!(w, "report-name")).value(&self.words.name).optional(&optional).autocomplete("name").problems(p), "text"))
            (ui::checkbox(&Field::new("anonymous", &fl!(w, "report-anonymous")).hint(&anonymous_hint).value(if self.words.anonymous { "true" } else { "" })))
            (ui::button(&fl!(w, "mailbox-send")))
        };
        let main = html! {
            div.page {
                h1 { (fl!(w, "mailbox-title")) }
                p.muted { (fl!(w, "mailbox-lead")) }
                p { a href="/boxes" { (fl!(w, "mailbox-boxes")) } }
                (ui::error_summary(ctx, p))
                @if self.communities.is_empty() {
                    (ui::empty_state(&fl!(w, "mailbox-none"), &fl!(w, "mailbox-none-text"), Some(ui::link_button("/report", &fl!(w, "home-report")))))
                } @else { (form::drafted(ctx, "/voices", "mailbox", body)) }
            }
        };
        ui::layout::resident(ctx, &fl!(w, "mailbox-title"), "", main, None)
    }
    edge::speaks!(crate::words);
}
