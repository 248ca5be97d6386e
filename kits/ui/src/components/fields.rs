//! Fields of forms: label, hint, what is wrong with it, and the control, tied together for every reader.

use crate::{Ctx, Lang, i18n::sentence};
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};

/// One field. Build it with [`Field::new`] and the methods, then hand it to a control.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    name: &'a str,
    form: &'a str,
    label: &'a str,
    hint: &'a str,
    value: &'a str,
    required: bool,
    optional: &'a str,
    autocomplete: &'a str,
    inputmode: &'a str,
    placeholder: &'a str,
    list: &'a str,
    max: Option<usize>,
    error: Option<&'a Problem>,
}

impl<'a> Field<'a> {
    pub fn new(name: &'a str, label: &'a str) -> Self {
        Self {
            name,
            form: "",
            label,
            hint: "",
            value: "",
            required: false,
            optional: "",
            autocomplete: "",
            inputmode: "",
            placeholder: "",
            list: "",
            max: None,
            error: None,
        }
    }
    /// Which of several forms on the page it stands in, so that two fields of one name keep apart.
    pub fn within(mut self, form: &'a str) -> Self {
        self.form = form;
        self
    }
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }
    /// What stood there before, so that nothing typed is lost.
    pub fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// The word beside the label that says it may stay empty.
    pub fn optional(mut self, word: &'a str) -> Self {
        self.optional = word;
        self
    }
    /// The browser's own help, such as `tel`, `name`, `current-password`.
    pub fn autocomplete(mut self, kind: &'a str) -> Self {
        self.autocomplete = kind;
        self
    }
    /// The keyboard a phone shows, such as `numeric`.
    pub fn inputmode(mut self, kind: &'a str) -> Self {
        self.inputmode = kind;
        self
    }
    pub fn placeholder(mut self, text: &'a str) -> Self {
        self.placeholder = text;
        self
    }
    /// The id of a `datalist` with suggestions.
    pub fn list(mut self, id: &'a str) -> Self {
        self.list = id;
        self
    }
    pub fn max(mut self, letters: usize) -> Self {
        self.max = Some(letters);
        self
    }
    /// Finds this field's problem among all of the form's.
    pub fn problems(mut self, problems: &'a [Problem]) -> Self {
        self.error = problems.iter().find(|p| p.field == Some(self.name));
        self
    }

    fn id(&self) -> String {
        if self.form.is_empty() { format!("f-{}", self.name) } else { format!("f-{}-{}", self.form, self.name) }
    }
    fn described(&self) -> Option<String> {
        let ids: Vec<_> = [(!self.hint.is_empty(), "hint"), (self.error.is_some(), "err")]
            .iter()
            .filter(|(there, _)| *there)
            .map(|(_, kind)| format!("{}-{kind}", self.id()))
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
    fn invalid(&self) -> Option<&'static str> {
        self.error.map(|_| "true")
    }
    fn notes(&self) -> Markup {
        html! {
            @if !self.hint.is_empty() { p.hint id={ (self.id()) "-hint" } { (self.hint) } }
            @if let Some(e) = self.error { p.err id={ (self.id()) "-err" } { (said(e)) } }
        }
    }
}

/// A label, its notes and any control; the control's id is `f-<name>`.
pub fn field(f: &Field<'_>, control: Markup) -> Markup {
    html! {
        div.field.bad[f.error.is_some()] {
            label for=(f.id()) { (f.label) @if !f.optional.is_empty() { " " small.muted { (f.optional) } } }
            (f.notes())
            (control)
        }
    }
}

/// `kind` is an input type: text, tel, password, date, datetime-local, number, search.
pub fn text_input(f: &Field<'_>, kind: &str) -> Markup {
    field(f, html! {
        input id=(f.id()) name=(f.name) type=(kind) value=(f.value) required[f.required] maxlength=[f.max]
            autocomplete=[some(f.autocomplete)] inputmode=[some(f.inputmode)] placeholder=[some(f.placeholder)]
            list=[some(f.list)] aria-invalid=[f.invalid()] aria-describedby=[f.described()];
    })
}

pub fn textarea(f: &Field<'_>, rows: u8) -> Markup {
    field(f, html! {
        textarea id=(f.id()) name=(f.name) rows=(rows) required[f.required] maxlength=[f.max]
            placeholder=[some(f.placeholder)] aria-invalid=[f.invalid()] aria-describedby=[f.described()] { (f.value) }
    })
}

/// Options are `(value, text)`; an empty value first if nothing may be chosen.
pub fn select<V: AsRef<str>, T: AsRef<str>>(f: &Field<'_>, options: &[(V, T)]) -> Markup {
    field(f, html! {
        select id=(f.id()) name=(f.name) required[f.required] aria-invalid=[f.invalid()] aria-describedby=[f.described()] {
            @for (value, text) in options { option value=(value.as_ref()) selected[value.as_ref() == f.value] { (text.as_ref()) } }
        }
    })
}

/// One of a few, all in sight. Options are `(value, text)`.
pub fn radio_group<V: AsRef<str>, T: AsRef<str>>(f: &Field<'_>, options: &[(V, T)]) -> Markup {
    group(f, "radio", options)
}

/// Several of a few, all in sight; the field's value names the ticked ones with spaces between.
pub fn check_group<V: AsRef<str>, T: AsRef<str>>(f: &Field<'_>, options: &[(V, T)]) -> Markup {
    group(f, "checkbox", options)
}

fn group<V: AsRef<str>, T: AsRef<str>>(f: &Field<'_>, kind: &str, options: &[(V, T)]) -> Markup {
    let chosen = |value: &str| if kind == "radio" { f.value == value } else { f.value.split(' ').any(|v| v == value) };
    html! {
        fieldset.field.choices.bad[f.error.is_some()] id=(f.id()) tabindex="-1" aria-describedby=[f.described()] {
            legend { (f.label) @if !f.optional.is_empty() { " " small.muted { (f.optional) } } }
            (f.notes())
            div.options {
                @for (value, text) in options {
                    label.choice {
                        input type=(kind) name=(f.name) value=(value.as_ref()) checked[chosen(value.as_ref())] required[f.required && kind == "radio"];
                        span { (text.as_ref()) }
                    }
                }
            }
        }
    }
}

/// Yes when ticked; the value sent is `true`.
pub fn checkbox(f: &Field<'_>) -> Markup {
    html! {
        div.field.bad[f.error.is_some()] {
            label.choice {
                input id=(f.id()) type="checkbox" name=(f.name) value="true" checked[f.value == "true"]
                    aria-invalid=[f.invalid()] aria-describedby=[f.described()];
                span { (f.label) }
            }
            (f.notes())
        }
    }
}

/// Files; a preview of photos appears below where script runs. `accept` such as `image/*`.
pub fn file_input(lang: Lang, f: &Field<'_>, accept: &str, multiple: bool) -> Markup {
    field(f, html! {
        input.file id=(f.id()) type="file" name=(f.name) accept=(accept) multiple[multiple]
            aria-invalid=[f.invalid()] aria-describedby=[f.described()];
        div.previews id={ (f.id()) "-preview" } aria-live="polite" data-remove=(fl!(crate::words(lang), "remove")) {}
    })
}

/// All that is to be mended, each line leading to its field. Nothing when there is nothing.
pub fn error_summary(ctx: &Ctx, problems: &[Problem]) -> Markup {
    if problems.is_empty() {
        return html! {};
    }
    let title = fl!(crate::words(ctx.lang), "errors-title", n = problems.len());
    html! {
        div.errors role="alert" tabindex="-1" {
            h2 { (title) }
            ul {
                @for p in problems {
                    li { @if let Some(name) = p.field { a href={ "#f-" (name) } { (said(p)) } } @else { (said(p)) } }
                }
            }
        }
    }
}

fn said(p: &Problem) -> &str {
    if p.message.is_empty() { p.code } else { &p.message }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

impl Ctx {
    /// A problem's sentence from a crate's words, for pages that show it outside a form.
    pub fn say(&self, words: &crate::FluentLanguageLoader, p: &Problem) -> String {
        let args: Vec<_> = p.args.iter().map(|(k, v)| (*k, v.clone())).collect();
        sentence(words, &format!("problem-{}", p.code), &args)
    }
}
