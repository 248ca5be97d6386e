//! Reports at the desk: the list, a template with its preview, an edition.

use super::{heads, overview::tone, say};
use crate::rules::indicator;
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

const HERE: &str = "/desk/reports";

impl edge::View for ReportsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "reports-title");
        let main = html! {
            div.head { h1 { (title) } @if self.may_write { (ui::link_button("/desk/reports/templates/new", &fl!(w, "template-new"))) } }
            (ui::error_summary(ctx, &self.problems))
            (self.editions(ctx))
            (self.templates(ctx))
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    fn path(&self) -> String {
        HERE.into()
    }
    edge::speaks!(crate::words);
}

impl ReportsView {
    fn editions(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "editions");
        let head = [fl!(w, "edition"), fl!(w, "time"), fl!(w, "stands"), format!("#{}", fl!(w, "missing"))];
        let line = |e: &EditionLine| {
            vec![
                html! { a data-row href={ "/reports/" (e.id) } { (e.title) } " " small.muted { (ui::time::stamp(ctx.lang, e.drafted_at, ctx.now)) } },
                html! { (fl!(w, "time-period", from = e.from.to_string(), until = e.until.to_string())) },
                ui::tag(tone(e.state), &word(ctx.lang, "edition-state", e.state.code())),
                html! { (e.missing) },
            ]
        };
        ui::card(&title, None, html! {
            @if self.editions.is_empty() { (ui::empty_state(&fl!(w, "editions-none"), &fl!(w, "editions-none-next"), None)) }
            @else { (ui::table(&title, &heads(&head), self.editions.iter().map(line).collect())) }
            (ui::pager(ctx, self.next.as_deref(), None))
        })
    }

    fn templates(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "templates");
        let head = [fl!(w, "template"), format!("#{}", fl!(w, "version")), fl!(w, "when")];
        let line = |t: &TemplateLine| {
            let name = html! { @if self.may_write { a data-row href={ "/desk/reports/templates/" (t.id) } { (t.name) } } @else { (t.name) } };
            vec![name, html! { (t.version) }, ui::time::stamp(ctx.lang, t.at, ctx.now)]
        };
        ui::card(&title, None, ui::table(&title, &heads(&head), self.templates.iter().map(line).collect()))
    }
}

impl edge::View for TemplateView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = if self.id.is_empty() { fl!(w, "template-new") } else { self.words.name.clone() };
        let main = html! {
            p.crumbs { a href=(HERE) { (fl!(w, "reports-title")) } }
            div.head { h1 { (title) @if self.version > 0 { " " small.muted { (fl!(w, "version")) " " (self.version) } } } }
            (ui::error_summary(ctx, &self.problems))
            div.two { (self.editor(ctx)) (self.shown(ctx)) }
            @if !self.id.is_empty() { (self.drafting(ctx)) }
            (self.help(ctx))
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    /// Only the preview, while somebody types.
    fn fragment(&self, ctx: &Ctx) -> Markup {
        html! { (ui::error_summary(ctx, &self.problems)) (self.paper(ctx)) }
    }
    fn path(&self) -> String {
        if self.id.is_empty() { HERE.into() } else { format!("{HERE}/templates/{}", self.id) }
    }
    edge::speaks!(crate::words);
}

impl TemplateView {
    fn editor(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let action = if self.id.is_empty() { format!("{HERE}/templates") } else { format!("{HERE}/templates/{}", self.id) };
        let [name, text, text_hint, from, until] = [fl!(w, "template-name"), fl!(w, "template-text"), fl!(w, "template-text-hint"), fl!(w, "from"), fl!(w, "until")];
        let body = html! {
            form method="post" action=(action) novalidate hx-post="/desk/reports/previews" hx-trigger="input changed delay:800ms from:find textarea, change from:find input" hx-target="#preview" hx-swap="innerHTML" {
                (form::hidden(ctx, &action))
                input type="hidden" name="id" value=(self.id);
                (ui::text_input(&Field::new("name", &name).value(&self.words.name).problems(&self.problems).max(60).required(), "text"))
                (ui::textarea(&Field::new("text", &text).hint(&text_hint).value(&self.words.text).problems(&self.problems).required(), 28))
                (ui::text_input(&Field::new("from", &from).value(&self.drafting.from).problems(&self.problems), "date"))
                (ui::text_input(&Field::new("until", &until).value(&self.drafting.until).problems(&self.problems), "date"))
                p.actions {
                    (ui::button(&fl!(w, "template-keep")))
                    " " button.btn.ghost formaction="/desk/reports/previews" { (fl!(w, "preview")) }
                }
            }
        };
        ui::card(&fl!(w, "template-text"), None, body)
    }

    fn shown(&self, ctx: &Ctx) -> Markup {
        ui::card(&fl!(words(ctx.lang), "preview"), None, html! { div #preview aria-live="polite" { (self.paper(ctx)) } })
    }

    fn paper(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if let Some(document) = &self.preview { (documents::to_html(document)) }
            @else { p.muted { (fl!(w, "preview-none")) } }
        }
    }

    fn drafting(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let [from, until] = [fl!(w, "from"), fl!(w, "until")];
        ui::card(&fl!(w, "draft"), None, html! {
            p.muted.s { (fl!(w, "draft-note")) }
            (form::post(ctx, &format!("{HERE}/templates/{}/editions", self.id), html! {
                (ui::text_input(&Field::new("from", &from).within("draft").value(&self.drafting.from).problems(&self.problems).required(), "date"))
                (ui::text_input(&Field::new("until", &until).within("draft").value(&self.drafting.until).problems(&self.problems).required(), "date"))
                p.actions { (ui::button(&fl!(w, "draft"))) }
            }))
        })
    }

    fn help(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "codes");
        let head = [fl!(w, "figure"), fl!(w, "code"), fl!(w, "beside")];
        let line = |c: &CodeLine| {
            let name = indicator(&c.code).map_or("", |i| say(ctx.lang, i.name));
            let beside: Vec<String> = c.beside.iter().map(|b| format!("{{{}:{b}}}", c.code)).collect();
            vec![html! { (name) }, html! { code { "{" (c.code) "}" } }, html! { code { (beside.join(" ")) } }]
        };
        ui::card(&title, None, ui::table(&title, &heads(&head), self.codes.iter().map(line).collect()))
    }
}

impl edge::View for EditionView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let staff = ctx.viewer.as_ref().is_some_and(|v| v.staff);
        let title = self.document.name();
        let main = html! {
            p.crumbs { @if staff { a href=(HERE) { (fl!(w, "reports-title")) } } @else { a href="/figures" { (fl!(w, "doing-title")) } } }
            (ui::error_summary(ctx, &self.problems))
            (self.standing(ctx))
            (documents::to_html(&self.document))
            (self.acts(ctx))
        };
        if staff { ui::layout::desk(ctx, &title, HERE, main) } else { ui::layout::resident(ctx, &title, "", main, None) }
    }
    fn path(&self) -> String {
        format!("/reports/{}", self.id)
    }
    edge::speaks!(crate::words);
}

impl EditionView {
    fn standing(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let when = |at: Option<kernel::Moment>| html! { @if let Some(at) = at { (ui::time::stamp(ctx.lang, at, ctx.now)) } @else { "—" } };
        let facts = [
            (fl!(w, "stands"), ui::tag(tone(self.state), &word(ctx.lang, "edition-state", self.state.code()))),
            (fl!(w, "time"), html! { (fl!(w, "time-period", from = self.from.to_string(), until = self.until.to_string())) }),
            (fl!(w, "drafted"), when(Some(self.drafted_at))),
            (fl!(w, "reviewed"), when(self.reviewed_at)),
            (fl!(w, "signed"), when(self.signed_at)),
            (fl!(w, "hash"), html! { code { (self.hash.get(..16).unwrap_or_default()) } }),
        ];
        let facts: Vec<_> = facts.iter().map(|(name, body)| (name.as_str(), body.clone())).collect();
        html! {
            @if let Some(why) = &self.returned_why { (ui::alert(Tone::Warn, html! { p { (fl!(w, "returned")) " " (why) } })) }
            @if !self.missing.is_empty() { (ui::alert(Tone::Warn, html! { p { (fl!(w, "missing-note", n = self.missing.len())) " " (self.missing.join("、")) } })) }
            (ui::card("", None, html! {
                (ui::facts(&facts))
                p.actions {
                    (ui::ghost_link(&format!("/reports/{}/files/docx", self.id), &fl!(w, "file-docx"))) " "
                    (ui::ghost_link(&format!("/reports/{}/files/md", self.id), &fl!(w, "file-md"))) " "
                    (ui::ghost_link(&format!("/reports/{}/files/json", self.id), &fl!(w, "file-json")))
                }
            }))
        }
    }

    fn acts(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let at = format!("/reports/{}", self.id);
        let why = fl!(w, "why");
        html! {
            p.actions {
                @if self.may.review { (form::verb(ctx, &format!("{at}/review"), &fl!(w, "review"))) }
                @if self.may.sign { (ui::confirm(&fl!(w, "sign"), &fl!(w, "sign-note"), form::verb(ctx, &format!("{at}/signature"), &fl!(w, "sign")))) }
                @if self.may.recount { (form::verb(ctx, &format!("{at}/recount"), &fl!(w, "recount"))) }
            }
            @if self.may.send_back {
                (ui::confirm(&fl!(w, "send-back"), "", form::post(ctx, &format!("{at}/return"), html! {
                    (ui::text_input(&Field::new("why", &why).value(&self.returning.why).problems(&self.problems).max(300).required(), "text"))
                    p.actions { (ui::button(&fl!(w, "send-back"))) }
                })))
            }
        }
    }
}
