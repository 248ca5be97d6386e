//! The desk's pages of orders: what is due upstairs, one order, and taking files in.

use crate::views::{AskLine, ImportView, OrderLine, OrderView, OrdersView};
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::{Moment, Problem};
use maud::{Markup, html};
use ui::{Ctx, Field, Lang, Tone, form};

const HERE: &str = "/desk/upper";

fn said(lang: Lang, p: &Problem) -> String {
    let args: Vec<_> = p.args.iter().map(|(k, v)| (*k, v.clone())).collect();
    let cell = p.args.iter().find(|(k, _)| *k == "cell").map(|(_, cell)| format!("{cell} "));
    cell.unwrap_or_default() + &ui::sentence(words(lang), &format!("problem-{}", p.code), &args)
}

fn stands_tag(ctx: &Ctx, stands: &str) -> Markup {
    let tone = match stands {
        "late" => Tone::Bad,
        "ready" => Tone::Warn,
        "answered" => Tone::Ok,
        _ => Tone::Info,
    };
    ui::tag(tone, &word(ctx.lang, "stands", stands))
}

fn heads(keys: &[String]) -> Vec<&str> {
    keys.iter().map(String::as_str).collect()
}

impl edge::View for OrdersView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "upper-title");
        let main = html! {
            div.head { h1 { (title) } @if self.may_take { (ui::link_button("/desk/upper/import", &fl!(w, "upper-import"))) } }
            (ui::error_summary(ctx, &self.problems))
            @if !self.asks.is_empty() { (self.waiting(ctx)) }
            @if self.may_send { (self.going_up(ctx)) }
            (self.list(ctx))
            (self.came_in(ctx))
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    fn path(&self) -> String {
        HERE.into()
    }
    edge::speaks!(crate::words);
}

impl OrdersView {
    /// What is agreed here and holds once they accept it.
    fn waiting(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "upper-waiting");
        let names = [fl!(w, "upper-no"), fl!(w, "upper-asked"), fl!(w, "upper-case")];
        let line = |a: &AskLine| {
            let asked = word(ctx.lang, "sent", a.asked.ask.code());
            vec![
                html! { a href=(format!("{HERE}/orders/{}", a.order)) data-row { (a.their_nos.join(" ")) } },
                html! { span { (asked) @if let Some(days) = a.asked.days { " " (fl!(w, "upper-days", days = days)) }
                    " " small.muted { (ui::time::when(ctx.lang, a.asked.agreed_at, ctx.now)) @if !a.sent { " · " (fl!(w, "upper-not-sent")) } } } },
                html! { a href=(format!("/desk/cases/{}", a.asked.case)) { (a.asked.title) } },
            ]
        };
        ui::card(&title, None, ui::table(&title, &heads(&names), self.asks.iter().map(line).collect()))
    }

    /// What has not gone up, and the files that have.
    fn going_up(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        ui::card(&fl!(w, "upper-up"), None, html! {
            @if self.to_send > 0 {
                p { (fl!(w, "upper-to-send", n = self.to_send)) }
                (form::post(ctx, "/desk/upper/answers", html! { p.actions { (ui::button(&fl!(w, "upper-send"))) } }))
                p.hint { (fl!(w, "upper-send-hint")) }
            } @else { p.muted { (fl!(w, "upper-nothing-to-send")) } }
            @if !self.batches.is_empty() {
                ul.lines { @for b in &self.batches {
                    li { (ui::time::when(ctx.lang, b.at, ctx.now)) " · " (fl!(w, "upper-holds", n = b.holds)) " "
                        a href=(format!("{HERE}/answers/{}", b.id)) download { "XLSX" } " "
                        a href=(format!("{HERE}/answers/{}?form=csv", b.id)) download { "CSV" } }
                } }
            }
        })
    }

    fn list(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let shows = |show: &str, href: &str| (href.to_owned(), word(ctx.lang, "show", show), self.show == show);
        let names = [fl!(w, "upper-due"), fl!(w, "upper-no"), fl!(w, "upper-case"), fl!(w, "upper-stands")];
        let title = word(ctx.lang, "show", self.show);
        let next = self.next.map(|id| format!("{HERE}?show={}&after={id}", self.show));
        html! {
            (ui::segments(&fl!(w, "upper-title"), &[shows("open", HERE), shows("answered", "/desk/upper?show=answered")]))
            @if self.orders.is_empty() { (ui::empty_state(&fl!(w, "upper-none"), &fl!(w, "upper-none-text"), None)) }
            @else { (ui::table(&title, &heads(&names), self.orders.iter().map(|o| o.cells(ctx)).collect())) }
            (ui::pager(ctx, next.as_deref(), None))
        }
    }

    /// Files that were taken in, and what the line turned back.
    fn came_in(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if !self.turned_back.is_empty() {
                (ui::alert(Tone::Warn, html! {
                    p { b { (fl!(w, "upper-turned-back")) } }
                    ul { @for t in &self.turned_back {
                        li { (t.their_no) " · " (word(ctx.lang, "column", &t.field)) " · " (ui::sentence(w, &format!("problem-{}", t.code), &[])) " "
                            small.muted { (ui::time::when(ctx.lang, t.at, ctx.now)) } }
                    } }
                }))
            }
            @if !self.imports.is_empty() {
                (ui::card(&fl!(w, "upper-came-in"), None, html! {
                    ul.lines { @for i in &self.imports {
                        li { (word(ctx.lang, "import", &i.kind)) " · " (fl!(w, "upper-brought", fresh = i.fresh, changed = i.changed, known = i.known)) " "
                            small.muted { (ui::time::when(ctx.lang, i.at, ctx.now)) } }
                    } }
                }))
            }
        }
    }
}

impl OrderLine {
    fn cells(&self, ctx: &Ctx) -> Vec<Markup> {
        let runs = matches!(self.stands, "open" | "late" | "ready");
        vec![
            html! { span { @if runs { (ui::time::remains(ctx.lang, self.their_due_at, ctx.now)) " " } small.muted { (ui::time::short(self.their_due_at)) } } },
            html! { span { a data-row href=(format!("{HERE}/orders/{}", self.id)) { (self.their_no) } br; small.muted { (self.tier) } } },
            html! { span { a href=(format!("/desk/cases/{}", self.case)) { (self.title) } br; small.muted { (self.case_no) @if let Some(unit) = &self.unit { " · " (unit) } } } },
            stands_tag(ctx, self.stands),
        ]
    }
}

impl edge::View for OrderView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let (w, o) = (words(ctx.lang), &self.order);
        let title = fl!(w, "upper-order", no = o.their_no.as_str());
        let when = |at: Moment| ui::time::stamp(ctx.lang, at, ctx.now);
        let main = html! {
            p.crumbs { a href=(HERE) { (fl!(w, "upper-title")) } " / " (o.their_no) }
            div.head { h1 { (title) " " (stands_tag(ctx, o.stands)) } }
            (ui::error_summary(ctx, &self.problems))
            div.two {
                div.stack {
                    @if self.may_hear { (self.words_of_theirs(ctx)) }
                    (self.beside(ctx))
                }
                div.stack {
                    (ui::card(&fl!(w, "upper-facts"), None, ui::facts(&[
                        (&fl!(w, "upper-case"), html! { a href=(format!("/desk/cases/{}", o.case)) { (o.title) } " " small.muted { (o.case_no) } }),
                        (&fl!(w, "upper-tier"), html! { (o.tier) }),
                        (&fl!(w, "upper-category"), html! { (o.their_category) }),
                        (&fl!(w, "upper-due"), when(o.their_due_at)),
                        (&fl!(w, "upper-taken"), when(self.taken_at)),
                        (&fl!(w, "upper-lead"), html! { (o.unit.as_deref().unwrap_or("—")) }),
                    ])))
                    @if !self.sent.is_empty() {
                        (ui::card(&fl!(w, "upper-went-up"), None, html! { ul.lines { @for s in &self.sent {
                            li { (word(ctx.lang, "sent", &s.kind)) " · " (word(ctx.lang, "way", &s.way)) " " small.muted { (ui::time::when(ctx.lang, s.at, ctx.now)) }
                                @if let Some(batch) = s.batch.filter(|_| self.may_hear) { " " a href=(format!("{HERE}/answers/{batch}")) download { "XLSX" } } }
                        } } }))
                    }
                }
            }
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    fn path(&self) -> String {
        format!("{HERE}/orders/{}", self.order.id)
    }
    edge::speaks!(crate::words);
}

impl OrderView {
    /// Their word, as it came by telephone or on paper; the one that is waited for stands open.
    fn words_of_theirs(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let kinds: &[&str] = match self.waits {
            Some("return") => &["return", "result", "rest", "resume"],
            Some(_) => &["extension", "result", "rest", "resume"],
            None => &["result", "rest", "resume"],
        };
        ui::card(&fl!(w, "upper-their-word"), None, html! {
            @for kind in kinds {
                @let open = self.waits == Some(*kind) || (!self.problems.is_empty() && self.typed.kind == *kind);
                details.fold open[open] { summary { (word(ctx.lang, "word", kind)) } (self.word_form(ctx, kind)) }
            }
        })
    }

    fn word_form(&self, ctx: &Ctx, kind: &str) -> Markup {
        let w = words(ctx.lang);
        let mine = self.typed.kind == kind;
        let kept = |text: &str| if mine { text.to_owned() } else { String::new() };
        let problems: &[Problem] = if mine { &self.problems } else { &[] };
        let choice = |name: &'static str, label: &str, prefix: &str, codes: &[&str], value: &str| {
            let any = std::iter::once((String::new(), fl!(w, "upper-choose")));
            let options: Vec<_> = any.chain(codes.iter().map(|c| ((*c).to_owned(), word(ctx.lang, prefix, c)))).collect();
            ui::select(&Field::new(name, label).within(kind).value(value).problems(problems), &options)
        };
        let (verdict, contacted) = (fl!(w, "column-verdict"), fl!(w, "column-contacted"));
        let (solved, level) = (fl!(w, "column-solved"), fl!(w, "column-satisfaction"));
        let (text, due) = (fl!(w, "upper-word-text"), fl!(w, "upper-word-due"));
        let levels = ["very_satisfied", "satisfied", "basically", "dissatisfied", "very_dissatisfied"];
        form::post(ctx, &format!("{HERE}/orders/{}/word", self.order.id), html! {
            input type="hidden" name="kind" value=(kind);
            @match kind {
                "return" | "extension" => {
                    (choice("verdict", &verdict, "verdict", &["accepted", "refused"], &kept(&self.typed.verdict)))
                    (ui::text_input(&Field::new("due_at", &due).within(kind).value(&kept(&self.typed.due_at)).problems(problems), "text"))
                }
                "result" => {
                    (choice("contacted", &contacted, "yes", &["yes", "no"], &kept(&self.typed.contacted)))
                    (choice("solved", &solved, "yes", &["yes", "no"], &kept(&self.typed.solved)))
                    (choice("satisfaction", &level, "level", &levels, &kept(&self.typed.satisfaction)))
                }
                _ => {}
            }
            (ui::textarea(&Field::new("text", &text).within(kind).value(&kept(&self.typed.text)).problems(problems), 2))
            p.actions { (ui::button(&fl!(w, "upper-word-enter"))) }
        })
    }

    /// Theirs beside ours, never in its place.
    fn beside(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.answers.is_empty() {
            return html! {};
        }
        let title = fl!(w, "upper-answers");
        let names = [fl!(w, "upper-asked-by"), fl!(w, "column-solved"), fl!(w, "column-satisfaction")];
        let yes = |said: Option<bool>| said.map_or("—".into(), |yes| word(ctx.lang, "yes", if yes { "yes" } else { "no" }));
        let lines = self.answers.iter().map(|a| vec![
            html! { span { (word(ctx.lang, "source", &a.source)) " " small.muted { (ui::time::short(a.at)) } } },
            html! { (yes(a.solved)) },
            html! { @match &a.satisfaction { Some(level) => (word(ctx.lang, "level", level)), None => "—" } },
        ]).collect();
        ui::card(&title, None, ui::table(&title, &heads(&names), lines))
    }
}

impl edge::View for ImportView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "import-title");
        let main = html! {
            p.crumbs { a href=(HERE) { (fl!(w, "upper-title")) } " / " (title) }
            h1 { (title) }
            @if !self.problems.is_empty() {
                (ui::alert(Tone::Bad, html! {
                    p { b { (fl!(w, "import-bad", n = self.problems.len())) } }
                    ol { @for p in self.problems.iter().take(50) { li { (said(ctx.lang, p)) } } }
                }))
            }
            @if let Some(b) = &self.brought {
                (ui::alert(Tone::Ok, html! {
                    p { b { (if self.done { fl!(w, "import-done") } else { fl!(w, "import-good") }) } }
                    p { (fl!(w, "import-holds", lines = b.lines, fresh = b.fresh, changed = b.changed, known = b.known)) }
                    @if !self.notes.is_empty() { p { (fl!(w, "import-notes")) } ul { @for p in self.notes.iter().take(50) { li { (said(ctx.lang, p)) } } } }
                }))
                @if !self.done { (self.confirmation(ctx)) }
            }
            (self.form(ctx, "orders"))
            @if self.may_hear { (self.form(ctx, "words")) }
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    fn path(&self) -> String {
        HERE.into()
    }
    edge::speaks!(crate::words);
}

impl ImportView {
    /// What was looked at, to be taken in as it is.
    fn confirmation(&self, ctx: &Ctx) -> Markup {
        form::post(ctx, &format!("{HERE}/{}", self.kind), html! {
            textarea name="text" hidden aria-hidden="true" { "\n" (self.text) }
            p.actions { (ui::button(&word(ctx.lang, "import-take", self.kind))) }
        })
    }

    fn form(&self, ctx: &Ctx, kind: &str) -> Markup {
        let w = words(ctx.lang);
        let label = fl!(w, "import-file");
        let hint = word(ctx.lang, "import-hint", kind);
        ui::card(&word(ctx.lang, "import", kind), None, html! {
            (form::multipart(ctx, &format!("{HERE}/{kind}/checks"), html! {
                (ui::file_input(ctx.lang, &Field::new("file", &label).within(kind).hint(&hint), ".xlsx,.xls,.csv,text/csv", false))
                p.actions { (ui::button(&fl!(w, "import-check"))) }
            }))
        })
    }
}
