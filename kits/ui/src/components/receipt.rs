//! The slip a resident keeps: the code in large letters, as a picture, to copy and to print.

use crate::Ctx;
use fast_qr::qr::QRBuilder;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use std::fmt::Write;

/// A QR picture of a text; nothing when the text is too long for one.
pub fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = QRBuilder::new(text).build() else { return html! {} };
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let start = x;
            while x < code.size && code[y][x].value() {
                x += 1;
            }
            if x > start {
                let _ = write!(path, "M{} {}h{}v1h-{}z", start + 4, y + 4, x - start, x - start);
            }
            x += 1;
        }
    }
    let side = code.size + 8;
    html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

/// `link` is what the picture holds: the address where the code opens the case.
pub fn receipt(ctx: &Ctx, code: &str, link: &str, body: Markup) -> Markup {
    let words = crate::words(ctx.lang);
    html! {
        section.card.receipt aria-labelledby="receipt-code" {
            div.receipt-words {
                h2 #receipt-code { (fl!(words, "receipt-code")) }
                p.code { (code) }
                (body)
                p.actions.no-print {
                    button.btn.ghost type="button" data-copy=(code) data-copied=(fl!(words, "copied")) hidden { (fl!(words, "copy")) }
                    button.btn.ghost type="button" data-print hidden { (fl!(words, "print")) }
                }
            }
            (qr(link, &fl!(words, "qr-label")))
        }
    }
}
