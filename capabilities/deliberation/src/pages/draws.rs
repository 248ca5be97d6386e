//! Draws: the list with the form that announces one, and one draw as everybody may follow it.

use super::listed;
use crate::rules::{DrawReply, DrawStage, DrawState, LineState};
use crate::views::{BoundView, CellView, DrawRow, DrawView, DrawsView, DrawnView, NumberView, PoolView, SeedView};
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Lang, Step, StepState, Tone, form};

fn state_tag(ctx: &Ctx, state: DrawState) -> Markup {
    let tone = match state {
        DrawState::Announced | DrawState::Frozen | DrawState::Seeded => Tone::Info,
        DrawState::Drawn => Tone::Ok,
        DrawState::Infeasible => Tone::Warn,
        DrawState::Void => Tone::Bad,
    };
    ui::tag(tone, &word(ctx.lang, "draw-state", state.code()))
}

fn heads(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// Problems: beside their fields, or the cells of a sheet as a list.
pub(super) fn sheet_problems(ctx: &Ctx, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let (cells, others): (Vec<Problem>, Vec<Problem>) = problems.iter().cloned().partition(|p| p.field == Some("file"));
    let said = |p: &Problem| {
        let args: Vec<_> = p.args.iter().map(|(k, v)| (*k, v.clone())).collect();
        let cell = p.args.iter().find(|(k, _)| *k == "cell").map(|(_, cell)| format!("{cell} "));
        cell.unwrap_or_default() + &ui::sentence(w, &format!("problem-{}", p.code), &args)
    };
    html! {
        (ui::error_summary(ctx, &others))
        @if !cells.is_empty() {
            (ui::alert(Tone::Bad, html! { p { b { (fl!(w, "sheet-bad", n = cells.len())) } } ol { @for p in cells.iter().take(50) { li { (said(p)) } } } }))
        }
    }
}

/// A dimension's or category's word where the street's lists have one.
fn stratum(lang: Lang, code: &str) -> String {
    listed(lang, "stratum", code)
}

/// Thousandths as a percentage with one place.
fn percent(thousandths: u64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

impl edge::View for DrawsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = if self.body.is_some() { fl!(w, "draws-of", body = self.body_name.as_str()) } else { fl!(w, "draws-title") };
        let rows: Vec<_> = self.draws.iter().map(|d| d.row(ctx)).collect();
        let here = edge::View::path(self);
        let next = self.next.map(|id| format!("{here}?before={id}"));
        let main = html! {
            div.page {
                @if let Some(id) = self.body { p.crumbs { a href={ "/bodies/" (id) } { (self.body_name) } " / " (fl!(w, "draws-title")) } }
                h1 { (title) }
                p.lead { (fl!(w, "draws-lead")) }
                (ui::error_summary(ctx, &self.problems))
                @if rows.is_empty() { (ui::empty_state(&fl!(w, "draws-none"), &fl!(w, "draws-none-text"), None)) } @else { (ui::rows(&rows)) }
                (ui::pager(ctx, next.as_deref(), None))
                @if self.may_announce { section.card { (ui::confirm(&fl!(w, "draw-announce"), &fl!(w, "draw-announce-note"), self.announcing(ctx))) } }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        self.body.map_or_else(|| "/draws".into(), |id| format!("/bodies/{id}/draws"))
    }
    edge::speaks!(crate::words);
}

impl DrawRow {
    fn row(&self, ctx: &Ctx) -> ui::Row {
        let w = words(ctx.lang);
        ui::Row {
            href: format!("/draws/{}", self.id),
            title: title(ctx.lang, self.stage, &self.category, self.size),
            note: match self.state {
                DrawState::Announced | DrawState::Frozen => format!("{} · {}", self.body_name, fl!(w, "draw-seed-when", when = ui::time::when(ctx.lang, self.seed_from, ctx.now))),
                _ => format!("{} · {}", self.body_name, self.code),
            },
            icon: "users",
            tag: Some((Tone::Plain, word(ctx.lang, "draw-state", self.state.code()))),
            ..ui::Row::default()
        }
    }
}

fn title(lang: Lang, stage: DrawStage, category: &str, size: usize) -> String {
    let w = words(lang);
    match stage {
        DrawStage::Choose => fl!(w, "draw-of-seats", category = listed(lang, "category", category), n = size),
        DrawStage::Invite => fl!(w, "draw-of-households", category = listed(lang, "category", category), n = size),
    }
}

impl DrawsView {
    fn announcing(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (p, said) = (&self.problems, &self.words);
        let number = |n: Option<usize>| n.map_or_else(String::new, |n| n.to_string());
        let free = |category: String, n: i32| fl!(w, "draw-free", category = category, n = n);
        let categories: Vec<_> = self.categories.iter().map(|(code, n)| (code.clone(), free(listed(ctx.lang, "category", code), *n))).collect();
        let here = edge::View::path(self);
        let stages: Vec<_> = DrawStage::ALL.iter().map(|s| (s.code(), word(ctx.lang, "draw-stage", s.code()))).collect();
        let from = said.seed_from.map_or_else(String::new, |f| f.civil().strftime("%Y-%m-%dT%H:%M").to_string());
        form::post(ctx, &here, html! {
            (ui::select(&Field::new("category", &fl!(w, "draw-category")).value(&said.category).problems(p), &categories))
            (ui::select(&Field::new("stage", &fl!(w, "draw-stage")).value(said.stage.unwrap_or(DrawStage::Choose).code()).problems(p), &stages))
            (ui::text_input(&Field::new("size", &fl!(w, "draw-size")).value(&number(said.size)).required().inputmode("numeric").problems(p), "number"))
            (ui::text_input(&Field::new("alternates", &fl!(w, "draw-alternates")).hint(&fl!(w, "draw-alternates-hint")).value(&number(said.alternates)).inputmode("numeric").problems(p), "number"))
            (ui::textarea(&Field::new("dims", &fl!(w, "draw-dims")).hint(&fl!(w, "draw-dims-hint")).value(&said.dims).required().problems(p), 4))
            (ui::textarea(&Field::new("pool_rule", &fl!(w, "draw-pool-rule")).hint(&fl!(w, "draw-pool-rule-hint")).value(&said.pool_rule).required().problems(p), 2))
            (ui::text_input(&Field::new("seed_source", &fl!(w, "draw-seed-source")).hint(&fl!(w, "draw-seed-source-hint")).value(&said.seed_source).required().problems(p), "text"))
            (ui::text_input(&Field::new("seed_from", &fl!(w, "draw-seed-from")).hint(&fl!(w, "draw-seed-from-hint")).value(&from).required().problems(p), "datetime-local"))
            @if let Some(before) = said.again_of { input type="hidden" name="again_of" value=(before); }
            @if said.again_of.is_some() { (ui::text_input(&Field::new("again_why", &fl!(w, "draw-again-why")).value(&said.again_why).required().problems(p), "text")) }
            p.actions { (ui::button(&fl!(w, "draw-announce"))) }
        })
    }
}

impl edge::View for DrawView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = title(ctx.lang, self.stage, &self.category, self.size);
        let main = html! {
            div.page {
                p.crumbs { a href="/draws" { (fl!(w, "draws-title")) } " / " a href={ "/bodies/" (self.body) } { (self.body_name) } }
                h1 { (title) }
                p { (state_tag(ctx, self.state)) " " span.muted.num { (self.code) } }
                (sheet_problems(ctx, &self.problems))
                @if let Some(why) = &self.void_why { (ui::alert(Tone::Bad, html! { p { b { (fl!(w, "draw-void-told")) } " " (why) } })) }
                @if let Some(why) = &self.again_why { (ui::alert(Tone::Info, html! { p { (fl!(w, "draw-again-told", why = why.as_str())) " " @if let Some(id) = self.again_of { a href={ "/draws/" (id) } { (fl!(w, "draw-again-link")) } } } })) }
                (self.way(ctx))
                @if let Some(mine) = &self.mine { (self.own(ctx, mine)) }
                (self.impossible(ctx))
                (self.result(ctx))
                (self.announced(ctx))
                @if let Some(n) = self.entered { (self.bringing(ctx, n)) }
                @if let Some(pool) = &self.pool { (self.pool(ctx, pool)) }
                (self.seeding(ctx))
                (self.repeat(ctx))
                (self.voiding(ctx))
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/draws/{}", self.id)
    }
    edge::speaks!(crate::words);
}

impl DrawView {
    fn to(&self, verb: &str) -> String {
        format!("/draws/{}/{verb}", self.id)
    }

    fn way(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let at = match self.state {
            DrawState::Announced => 1,
            DrawState::Frozen => 2,
            DrawState::Seeded => 3,
            DrawState::Drawn => 4,
            DrawState::Infeasible | DrawState::Void => return html! {},
        };
        let when = |at: Option<kernel::Moment>| at.map_or_else(String::new, |m| ui::time::when(ctx.lang, m, ctx.now));
        let notes = [when(Some(self.announced_at)), when(self.pool.as_ref().map(|p| p.frozen_at)), when(Some(self.seed.as_ref().map_or(self.seed_from, |s| s.at))), when(self.drawn_at)];
        let names = [fl!(w, "draw-step-announced"), fl!(w, "draw-step-frozen"), fl!(w, "draw-step-seeded"), fl!(w, "draw-step-drawn")];
        let steps = names.into_iter().zip(notes).enumerate().map(|(n, (name, note))| Step {
            name,
            note,
            state: match n {
                n if n < at => StepState::Done,
                n if n == at => StepState::Now,
                _ => StepState::Later,
            },
        });
        ui::steps(ctx, &fl!(w, "draw-way"), &steps.collect::<Vec<_>>())
    }

    /// The reader's own number, and the answer if they are asked.
    fn own(&self, ctx: &Ctx, mine: &DrawnView) -> Markup {
        let w = words(ctx.lang);
        let Some(no) = mine.pool_no else { return ui::alert(Tone::Info, html! { p { (fl!(w, "draw-mine-in")) } }) };
        let no_text = no.to_string();
        match mine.state {
            LineState::Invited => ui::card(&fl!(w, "draw-mine-drawn"), None, html! {
                p { (fl!(w, "draw-mine-drawn-text", no = no_text.as_str(), when = mine.answer_by.map_or_else(String::new, |m| ui::time::when(ctx.lang, m, ctx.now)))) }
                (self.replying(ctx, no))
            }),
            LineState::Pooled | LineState::Alternate => ui::alert(Tone::Info, html! { p { (fl!(w, "draw-mine-number", no = no_text.as_str())) " " (word(ctx.lang, "draw-mine", mine.state.code())) } }),
            _ => ui::alert(Tone::Ok, html! { p { (fl!(w, "draw-mine-number", no = no_text.as_str())) " " (word(ctx.lang, "draw-mine", mine.state.code())) } }),
        }
    }

    fn replying(&self, ctx: &Ctx, no: u64) -> Markup {
        let w = words(ctx.lang);
        let form = format!("n{no}");
        let here = self.typed.replying == Some(no);
        let empty = crate::rules::Replying::default();
        let (said, none) = (if here { &self.typed.reply } else { &empty }, vec![]);
        let p = if here { &self.problems } else { &none };
        form::post(ctx, &self.to(&format!("lines/{no}/answer")), html! {
            (ui::radio_group(&Field::new("reply", &fl!(w, "draw-reply")).within(&form).value(said.reply.map_or("", DrawReply::code)).required().problems(p), &DrawReply::ALL.iter().map(|r| (r.code(), word(ctx.lang, "draw-reply", r.code()))).collect::<Vec<_>>()))
            @if self.stage == DrawStage::Choose {
                (ui::text_input(&Field::new("shown_name", &fl!(w, "shown-name")).within(&form).hint(&fl!(w, "shown-name-hint")).value(&said.shown_name).max(40).problems(p), "text"))
                (ui::text_input(&Field::new("interests", &fl!(w, "interests")).within(&form).value(&said.interests).problems(p), "text"))
                (ui::checkbox(&Field::new("interests_declared", &fl!(w, "interests-declared")).within(&form).value(if said.interests_declared { "true" } else { "" }).problems(p)))
            }
            p.actions { (ui::button(&fl!(w, "draw-reply-do"))) }
        })
    }

    fn impossible(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.state != DrawState::Infeasible {
            return html! {};
        }
        let told = |c: &crate::rules::BoundChange| match () {
            () if c.code.is_empty() => fl!(w, "draw-few-people", have = c.to, size = c.from),
            () if c.at_least => fl!(w, "draw-bound-least", dim = stratum(ctx.lang, &c.dimension), code = stratum(ctx.lang, &c.code), from = c.from, to = c.to),
            () => fl!(w, "draw-bound-most", dim = stratum(ctx.lang, &c.dimension), code = stratum(ctx.lang, &c.code), from = c.from, to = c.to),
        };
        ui::alert(Tone::Warn, html! {
            p { b { (fl!(w, "draw-impossible")) } }
            ul { @for c in &self.infeasible { li { (told(c)) } } }
            p { (fl!(w, "draw-impossible-next")) }
            @if self.may.keep { (self.again(ctx)) }
        })
    }

    /// Announced again: the same, with the bounds that were loosened.
    fn again(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let dims = self.dims.iter().map(|d| {
            let codes: Vec<_> = d.categories.iter().map(|c| format!("{} {}-{}", c.code, c.at_least, c.at_most)).collect();
            format!("{}: {}", d.name, codes.join(", "))
        });
        let dims = dims.collect::<Vec<_>>().join("\n");
        ui::confirm(&fl!(w, "draw-again"), &fl!(w, "draw-again-note"), form::post(ctx, &format!("/bodies/{}/draws", self.body), html! {
            input type="hidden" name="again_of" value=(self.id);
            input type="hidden" name="category" value=(self.category);
            input type="hidden" name="stage" value=(self.stage.code());
            (ui::text_input(&Field::new("size", &fl!(w, "draw-size")).within("again").value(&self.size.to_string()).inputmode("numeric"), "number"))
            (ui::text_input(&Field::new("alternates", &fl!(w, "draw-alternates")).within("again").value(&self.alternates.to_string()).inputmode("numeric"), "number"))
            (ui::textarea(&Field::new("dims", &fl!(w, "draw-dims")).within("again").hint(&fl!(w, "draw-dims-hint")).value(&dims).required(), 4))
            (ui::textarea(&Field::new("pool_rule", &fl!(w, "draw-pool-rule")).within("again").value(&self.pool_rule).required(), 2))
            (ui::text_input(&Field::new("seed_source", &fl!(w, "draw-seed-source")).within("again").value(&self.seed_source).required(), "text"))
            (ui::text_input(&Field::new("seed_from", &fl!(w, "draw-seed-from")).within("again").hint(&fl!(w, "draw-seed-from-hint")).required(), "datetime-local"))
            (ui::text_input(&Field::new("again_why", &fl!(w, "draw-again-why")).within("again").required(), "text"))
            p.actions { (ui::button(&fl!(w, "draw-announce"))) }
        }))
    }

    /// What was announced, as it stands since.
    fn announced(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let when = ui::time::when(ctx.lang, self.seed_from, ctx.now);
        let (rule, size, alternates) = (fl!(w, "draw-pool-rule"), fl!(w, "draw-size"), fl!(w, "draw-alternates"));
        let (algorithm, source, from, days) = (fl!(w, "draw-algorithm"), fl!(w, "draw-seed-source"), fl!(w, "draw-seed-from"), fl!(w, "draw-answer-days"));
        let facts = [
            (rule.as_str(), html! { (self.pool_rule) }),
            (size.as_str(), html! { (self.size) }),
            (alternates.as_str(), html! { (self.alternates) }),
            (algorithm.as_str(), html! { (word(ctx.lang, "draw-algorithm", &self.algorithm)) }),
            (source.as_str(), html! { (self.seed_source) }),
            (from.as_str(), html! { (when) }),
            (days.as_str(), html! { (fl!(w, "days", n = i64::from(self.answer_days))) }),
        ];
        let bound = |dim: &str, c: &BoundView| vec![html! { (stratum(ctx.lang, dim)) }, html! { (stratum(ctx.lang, &c.code)) }, html! { (c.at_least) }, html! { (c.at_most) }];
        let lines = self.dims.iter().flat_map(|d| d.categories.iter().map(move |c| bound(&d.name, c)));
        let names = [fl!(w, "draw-dim"), fl!(w, "draw-category-of"), format!("#{}", fl!(w, "draw-at-least")), format!("#{}", fl!(w, "draw-at-most"))];
        ui::section(&fl!(w, "draw-announced"), None, html! {
            (ui::facts(&facts))
            (ui::table(&fl!(w, "draw-dims"), &heads(&names), lines.collect()))
        })
    }

    /// The pool as it grows, for those who bring people in.
    fn bringing(&self, ctx: &Ctx, entered: usize) -> Markup {
        let w = words(ctx.lang);
        let columns: Vec<_> = self.dims.iter().map(|d| d.name.as_str()).collect();
        let hint = match self.stage {
            DrawStage::Choose => fl!(w, "draw-sheet-hint", columns = columns.join("、")),
            DrawStage::Invite => fl!(w, "draw-sheet-hint-homes", columns = columns.join("、")),
        };
        ui::section(&fl!(w, "draw-bring"), None, html! {
            p { b { (fl!(w, "draw-entered", n = entered)) } }
            @if let Some(b) = &self.brought {
                (ui::alert(Tone::Ok, html! {
                    p { b { (if b.done { fl!(w, "sheet-done") } else { fl!(w, "sheet-good") }) } " " (fl!(w, "sheet-holds", lines = b.lines, fresh = b.fresh)) }
                }))
                @if !b.done && b.fresh > 0 {
                    (form::post(ctx, &self.to("pool"), html! {
                        textarea name="text" hidden aria-hidden="true" { "\n" (self.typed.sheet) }
                        p.actions { (ui::button(&fl!(w, "draw-bring-do"))) }
                    }))
                }
            }
            (form::multipart(ctx, &self.to("pool/checks"), html! {
                (ui::file_input(ctx.lang, &Field::new("file", &fl!(w, "sheet-file")).hint(&hint), ".xlsx,.xls,.csv,text/csv", false))
                p.actions { (ui::ghost_button(&fl!(w, "sheet-check"))) }
            }))
            @if entered > 0 { (ui::confirm(&fl!(w, "draw-freeze"), &fl!(w, "draw-freeze-note"), form::verb(ctx, &self.to("freezing"), &fl!(w, "draw-freeze")))) }
        })
    }

    fn pool(&self, ctx: &Ctx, pool: &PoolView) -> Markup {
        let w = words(ctx.lang);
        let mut names: Vec<String> = self.dims.iter().map(|d| stratum(ctx.lang, &d.name)).collect();
        names.push(format!("#{}", fl!(w, "draw-people")));
        if self.fairness.is_some() {
            names.push(format!("#{}", fl!(w, "draw-chance")));
        }
        let few = || html! { span.muted { (fl!(w, "draw-few")) } };
        let line = |c: &CellView| {
            let mut cells: Vec<Markup> = c.cell.iter().map(|code| html! { (stratum(ctx.lang, code)) }).collect();
            cells.push(match c.people { Some(n) => html! { (n) }, None => few() });
            if self.fairness.is_some() {
                cells.push(match c.chance { Some(n) => html! { (percent(n)) }, None => few() });
            }
            cells
        };
        let is_covered = pool.size.is_none() || pool.cells.iter().any(|c| c.people.is_none());
        ui::section(&fl!(w, "draw-pool"), None, html! {
            p { @match pool.size { Some(n) => { (fl!(w, "draw-pool-size", n = n)) }, None => { (fl!(w, "draw-pool-size-few")) } } }
            p.s { (fl!(w, "draw-pool-hash")) " " code.wrap { (pool.hash) } }
            (ui::table(&fl!(w, "draw-pool"), &heads(&names), pool.cells.iter().map(line).collect()))
            @if is_covered { p.muted.s { (fl!(w, "draw-covered")) } }
            @if let Some(f) = self.fairness {
                p {
                    @if f.least > 0 { (fl!(w, "draw-fairness", draws = f.draws, least = percent(f.least))) }
                    @else { (fl!(w, "draw-fairness-none", draws = f.draws)) }
                }
            }
        })
    }

    fn seeding(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        let typed = &self.typed.seed;
        match &self.seed {
            Some(seed) => self.seeded(ctx, seed),
            None if self.state == DrawState::Frozen && self.may.keep => ui::section(&fl!(w, "draw-seed"), None, ui::confirm(&fl!(w, "draw-seed-enter"), &fl!(w, "draw-seed-note"), form::post(ctx, &self.to("seed"), html! {
                (ui::text_input(&Field::new("seed", &fl!(w, "draw-seed")).within("seed").hint(&fl!(w, "draw-seed-hint")).value(&typed.seed).required().problems(p), "text"))
                (ui::text_input(&Field::new("told", &fl!(w, "draw-seed-told")).within("seed").value(&typed.told).required().problems(p), "text"))
                (ui::text_input(&Field::new("witnesses", &fl!(w, "draw-witnesses")).within("seed").value(&typed.witnesses).required().problems(p), "text"))
                p.actions { (ui::button(&fl!(w, "draw-seed-enter"))) }
            }))),
            None => html! {},
        }
    }

    fn seeded(&self, ctx: &Ctx, seed: &SeedView) -> Markup {
        let w = words(ctx.lang);
        let (name, told, witnesses, at) = (fl!(w, "draw-seed"), fl!(w, "draw-seed-told"), fl!(w, "draw-witnesses"), fl!(w, "draw-seed-at"));
        ui::section(&name, None, html! {
            (ui::facts(&[
                (name.as_str(), html! { code.wrap { (seed.seed) } }),
                (told.as_str(), html! { (seed.told) }),
                (witnesses.as_str(), html! { (seed.witnesses) }),
                (at.as_str(), html! { (ui::time::when(ctx.lang, seed.at, ctx.now)) }),
            ]))
            @if self.may.run { p { (fl!(w, "draw-run-note")) } (form::verb(ctx, &self.to("drawing"), &fl!(w, "draw-run"))) }
        })
    }

    fn result(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.panel.is_empty() {
            return html! {};
        }
        let numbers = self.panel.iter().chain(&self.alternates_called);
        let mut names = vec![format!("#{}", fl!(w, "draw-number")), fl!(w, "draw-answer")];
        let reads = self.panel.iter().any(|n| !n.strata.is_empty());
        if reads {
            names.push(fl!(w, "draw-strata"));
        }
        let waiting: Vec<_> = self.alternates_waiting.iter().map(u64::to_string).collect();
        ui::section(&fl!(w, "draw-result"), None, html! {
            @if let Some(o) = &self.opened {
                (ui::alert(Tone::Info, html! { p { (fl!(w, "draw-opened", no = o.pool_no.to_string())) " " b { (o.name) } " " (o.contact) } p.s { (fl!(w, "draw-opened-note")) } }))
            }
            (ui::table(&fl!(w, "draw-result"), &heads(&names), numbers.map(|n| self.number(ctx, n, reads)).collect()))
            @if !self.seated.is_empty() { p { b { (fl!(w, "draw-seated")) } " " (self.seated.join("、")) } }
            @if !waiting.is_empty() { p.muted { (fl!(w, "draw-waiting", list = waiting.join(" "))) } }
            (self.response(ctx))
        })
    }

    fn number(&self, ctx: &Ctx, n: &NumberView, reads: bool) -> Vec<Markup> {
        let w = words(ctx.lang);
        let tone = match n.state {
            LineState::Accepted => Tone::Ok,
            LineState::Invited => Tone::Info,
            _ => Tone::Plain,
        };
        let mut cells = vec![
            html! { (n.pool_no) },
            html! {
                (ui::tag(tone, &word(ctx.lang, "line-state", n.state.code())))
                @if let Some(gone) = n.calls_after { " " small.muted { (fl!(w, "draw-calls-after", no = gone.to_string())) } }
                @if let Some(by) = n.answer_by { " " small.muted { (fl!(w, "draw-answer-by", when = ui::time::when(ctx.lang, by, ctx.now))) } }
            },
        ];
        if reads {
            cells.push(html! {
                (n.strata.iter().map(|c| stratum(ctx.lang, c)).collect::<Vec<_>>().join(" · "))
                @if self.may.open && matches!(n.state, LineState::Invited | LineState::Accepted) { " " (form::verb(ctx, &self.to(&format!("lines/{}/opening", n.pool_no)), &fl!(w, "draw-open"))) }
                @if self.may.answer && n.state == LineState::Invited { (ui::confirm(&fl!(w, "draw-reply-for"), &fl!(w, "draw-reply-for-note"), self.replying(ctx, n.pool_no))) }
            });
        }
        cells
    }

    fn response(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let few = || html! { span.muted { (fl!(w, "draw-few")) } };
        let shown = |n: Option<u64>| n.map_or_else(few, |n| html! { (n) });
        let names = [fl!(w, "draw-dim"), fl!(w, "draw-category-of"), format!("#{}", fl!(w, "draw-asked")), format!("#{}", fl!(w, "draw-accepted"))];
        let lines = self.responses.iter().map(|r| vec![html! { (stratum(ctx.lang, &r.dimension)) }, html! { (stratum(ctx.lang, &r.code)) }, shown(r.asked), shown(r.accepted)]);
        html! {
            @if !self.responses.is_empty() {
                details.more { summary { (fl!(w, "draw-response")) }
                    (ui::table(&fl!(w, "draw-response"), &heads(&names), lines.collect()))
                    p.muted.s { (fl!(w, "draw-covered")) }
                }
            }
        }
    }

    /// How anybody gets the same list at home.
    fn repeat(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(seed) = &self.seed else { return html! {} };
        let file = self.pool.as_ref().is_some_and(|p| p.file);
        ui::section(&fl!(w, "draw-repeat"), None, html! {
            p { (fl!(w, "draw-repeat-text")) }
            p.actions {
                @if file { (ui::ghost_link(&self.to("pool.csv"), &fl!(w, "draw-pool-file"))) }
                (ui::ghost_link(&self.to("rules.json"), &fl!(w, "draw-rules-file")))
            }
            pre.code tabindex="0" { "linqiao verify draw --pool pool.csv --rules rules.json --seed \"" (seed.seed) "\"" }
            @if !file { p.muted.s { (fl!(w, "draw-pool-closed")) } }
        })
    }

    fn voiding(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if !self.may.keep || self.state == DrawState::Void {
            return html! {};
        }
        html! { section.card { (ui::confirm(&fl!(w, "draw-void"), &fl!(w, "draw-void-note"), form::post(ctx, &self.to("voiding"), html! {
            (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("void").value(&self.typed.reason).required().problems(&self.problems), "text"))
            p.actions { (ui::button(&fl!(w, "draw-void"))) }
        }))) } }
    }
}
