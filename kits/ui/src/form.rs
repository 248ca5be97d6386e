//! Forms that carry their token and their key.

use crate::Ctx;
use i18n_embed_fl::fl;
use maud::{Markup, html};

/// A form that changes something. Adds the token and a key under which sending twice has one effect.
pub fn post(ctx: &Ctx, action: &str, body: Markup) -> Markup {
    html! { form method="post" action=(action) novalidate { (hidden(ctx, action)) (body) } }
}

/// The same, for forms with files.
pub fn multipart(ctx: &Ctx, action: &str, body: Markup) -> Markup {
    html! { form method="post" action=(action) enctype="multipart/form-data" novalidate { (hidden(ctx, action)) (body) } }
}

/// The same for what a resident writes: it is kept on the device from the first letter, and sent by itself when there is
/// a network. `name` tells the forms apart.
pub fn drafted(ctx: &Ctx, action: &str, name: &str, body: Markup) -> Markup {
    html! {
        form method="post" action=(action) enctype="multipart/form-data" data-draft=(name) novalidate {
            (hidden(ctx, action))
            (kept_note(ctx))
            (body)
        }
    }
}

/// The same for what staff write down on the spot: kept when it is sent and the network is dead. `what` is its name
/// among the things that wait.
pub fn kept(ctx: &Ctx, action: &str, what: &str, body: Markup) -> Markup {
    html! {
        form method="post" action=(action) enctype="multipart/form-data" data-offline=(what) novalidate {
            (hidden(ctx, action))
            (kept_note(ctx))
            (body)
        }
    }
}

/// Where the form says what became of what was typed.
fn kept_note(ctx: &Ctx) -> Markup {
    let w = crate::words(ctx.lang);
    html! {
        p.note data-kept-note hidden role="status" tabindex="-1" data-restored=(fl!(w, "draft-restored"))
            data-sending=(fl!(w, "draft-sending")) data-saved=(fl!(w, "draft-saved")) data-full=(fl!(w, "draft-full")) {}
    }
}

/// A form that only asks: filters and search, kept in the address.
pub fn get(action: &str, body: Markup) -> Markup {
    html! { form.filters method="get" action=(action) { (body) } }
}

/// The hidden inputs of a form written by hand. Two forms on one page get different keys.
pub fn hidden(ctx: &Ctx, action: &str) -> Markup {
    let mark = action.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    html! {
        input type="hidden" name="_csrf" value=(ctx.csrf);
        (whom(ctx))
        input type="hidden" name="_key" value=(format!("{}-{:08x}", ctx.idempotency, mark as u32));
    }
}

/// For whom the form was opened: sent after that has changed, it does nothing.
pub fn whom(ctx: &Ctx) -> Markup {
    html! { @if let Some(h) = ctx.helping() { input type="hidden" name="_for" value=(h.id); } }
}

/// A form of one button: a verb without words.
pub fn verb(ctx: &Ctx, action: &str, label: &str) -> Markup {
    post(ctx, action, html! { button.btn.ghost { (label) } })
}
