//! The one page for people: where the interface is, whom to ask, what can be called.

use crate::views::{Discovery, SPECIFICATION};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::Ctx;

pub fn discovery(ctx: &Ctx, d: &Discovery) -> Markup {
    let w = crate::words(ctx.lang);
    let title = fl!(w, "open-title");
    let calls = [
        ("services", fl!(w, "open-call-services")),
        ("services/{service_code}", fl!(w, "open-call-definition")),
        ("requests", fl!(w, "open-call-requests")),
        ("requests/{service_request_id}", fl!(w, "open-call-request")),
        ("servicerequestupdates", fl!(w, "open-call-updates")),
        ("bulk/{yyyy-mm}", fl!(w, "open-call-bulk")),
    ];
    let keys = format!("{}/account/tokens", d.base);
    let body = html! {
        h1 { (title) }
        p.lead { (fl!(w, "open-lead")) }
        @if d.test { (ui::alert(ui::Tone::Warn, html! { p { (fl!(w, "open-test")) } })) }
        dl {
            dt { (fl!(w, "open-address")) } dd { code.wrap { (d.url()) } }
            dt { (fl!(w, "open-standard")) } dd { a href=(SPECIFICATION) { "Open311 GeoReport v2" } }
            dt { (fl!(w, "open-contact")) } dd { (d.contact()) }
            dt { (fl!(w, "open-keys")) } dd { (fl!(w, "open-keys-text")) " " a href=(keys) { code.wrap { (keys) } } }
            dt { (fl!(w, "open-changed")) } dd { (d.changeset()) }
        }
        h2 { (fl!(w, "open-calls")) }
        dl { @for (call, what) in &calls { dt { code.wrap { "/open311/v2/" (call) } } dd { (what) } } }
        p { (fl!(w, "open-suffix")) }
    };
    ui::layout::resident(ctx, &title, "", body, None)
}

#[cfg(test)]
mod tests {
    /// Every word is there in both languages.
    #[test]
    fn no_word_is_missing() {
        let keys = |text: &str| text.lines().filter_map(|l| Some(l.split_once(" = ")?.0.to_owned())).collect::<Vec<_>>();
        let zh = keys(include_str!("../locales/zh-CN/open311.ftl"));
        assert_eq!(zh, keys(include_str!("../locales/en/open311.ftl")));
        assert!(zh.len() > 10);
    }
}
