//! What is kept on the device and not sent yet. The server sends the words alone; the device fills in what it keeps.

use crate::Ctx;
use i18n_embed_fl::fl;
use maud::{Markup, html};

/// The list, out of sight while there is nothing in it. `#` in a sentence stands for a number.
pub fn outbox(ctx: &Ctx) -> Markup {
    let w = crate::words(ctx.lang);
    html! {
        section.card.outbox data-outbox hidden aria-labelledby="outbox-title"
            data-writing=(fl!(w, "outbox-writing")) data-waiting=(fl!(w, "outbox-waiting")) data-refused=(fl!(w, "outbox-refused"))
            data-sent=(fl!(w, "outbox-sent")) data-foreign=(fl!(w, "outbox-foreign")) data-photos=(fl!(w, "outbox-photos"))
            data-untitled=(fl!(w, "outbox-untitled")) {
            header { h2 #outbox-title { (fl!(w, "outbox-title")) } }
            p.vh role="status" data-outbox-said {}
            ul.lines data-outbox-list {}
            p.actions { a.btn.ghost href="/report#new" data-outbox-new { (fl!(w, "outbox-another")) } }
            template data-outbox-item { (item(ctx)) }
        }
    }
}

fn item(ctx: &Ctx) -> Markup {
    let w = crate::words(ctx.lang);
    html! {
        li {
            p { b data-what {} " " span.tag data-stands {} }
            p.err data-problems {}
            p.pre.s data-words {}
            p data-code-line { (fl!(w, "receipt-code")) " " b.num data-code {} }
            p.actions {
                a.btn.ghost data-open { (fl!(w, "outbox-open")) }
                a.btn.ghost data-follow { (fl!(w, "outbox-follow")) }
                button.btn.ghost type="button" data-copy-code data-copied=(fl!(w, "copied")) { (fl!(w, "copy")) }
                button.btn.ghost type="button" data-now { (fl!(w, "outbox-now")) }
                button.btn.ghost type="button" data-drop data-sure=(fl!(w, "outbox-sure")) { (fl!(w, "outbox-drop")) }
                button.btn.ghost type="button" data-done { (fl!(w, "outbox-done")) }
            }
        }
    }
}

/// One line on every other page, once something waits or has just gone.
pub fn waiting_note(ctx: &Ctx) -> Markup {
    let w = crate::words(ctx.lang);
    html! { a.note.waits href="/drafts" hidden data-waits=(fl!(w, "outbox-waits")) data-arrived=(fl!(w, "outbox-arrived")) {} }
}
