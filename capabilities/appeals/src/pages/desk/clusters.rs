//! Many voices that look like one problem: a person says whether they are.

use super::word;
use crate::rules::{CLUSTER_DAYS, CLUSTER_VOICES, ClusterState, QUESTION_BUILDINGS, QUESTION_DAYS, QUESTION_PEOPLE, TopicWords};
use crate::views::{ClusterLine, ClustersView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

const HERE: &str = "/desk/clusters";

/// A month as people write it in tables: `2026-11`.
fn month(first: kernel::Day) -> String {
    first.to_string().chars().take(7).collect()
}

impl edge::View for ClustersView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "clusters-title");
        let heads = [
            fl!(w, "desk-category"), fl!(w, "catalogue-place"), format!("#{}", fl!(w, "desk-voices")), fl!(w, "desk-state"), String::new(),
        ];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let main = html! {
            div.head { h1 { (title) } (ui::ghost_link("/desk/cases", &fl!(w, "desk-queue"))) }
            (ui::error_summary(ctx, &self.problems))
            p.muted { (fl!(w, "clusters-how", n = CLUSTER_VOICES, days = CLUSTER_DAYS)) }
            p.muted { (fl!(w, "clusters-shared-how", n = QUESTION_PEOPLE, buildings = QUESTION_BUILDINGS, days = QUESTION_DAYS)) }
            @if self.clusters.is_empty() { (ui::empty_state(&fl!(w, "clusters-none"), &fl!(w, "clusters-none-text"), None)) }
            @else { (ui::card(&title, None, ui::table(&title, &heads, self.clusters.iter().map(|c| self.cells(ctx, c)).collect()))) }
        };
        ui::layout::desk(ctx, &title, "/desk/cases", main)
    }
    fn path(&self) -> String {
        HERE.into()
    }
    edge::speaks!(crate::words);
}

impl ClustersView {
    fn cells(&self, ctx: &Ctx, c: &ClusterLine) -> Vec<Markup> {
        let w = words(ctx.lang);
        let tone = if c.state == ClusterState::Confirmed { Tone::Ok } else { Tone::Warn };
        let name = if ctx.lang.is_zh() { &c.category_name.0 } else { &c.category_name.1 };
        let here = format!("{HERE}/{}", c.id);
        vec![
            html! { a data-row href={ "/desk/cases?" (c.list) } { (name) } },
            html! { (c.place) },
            html! {
                (c.voices)
                @if c.people > 0 { br; small.muted { (fl!(w, "clusters-people", n = c.people, buildings = c.buildings)) } }
            },
            html! {
                @if let Some(topic) = &c.topic {
                    (ui::tag(Tone::Info, &fl!(w, "clusters-topic-of", month = month(topic.month))))
                    " " a href={ "/matters/" (topic.matter) } { (topic.code) } br;
                } @else if c.shared { (ui::tag(Tone::Info, &fl!(w, "clusters-shared"))) " " }
                (ui::tag(tone, &word(ctx.lang, "cluster", c.state.code()))) " " small.muted { (ui::time::when(ctx.lang, c.proposed_at, ctx.now)) }
            },
            html! {
                div.actions {
                    @if self.may_settle && c.state == ClusterState::Proposed {
                        (form::verb(ctx, &format!("{here}/confirmation"), &fl!(w, "clusters-confirm")))
                        (form::verb(ctx, &format!("{here}/dismissal"), &fl!(w, "clusters-dismiss")))
                    }
                    @if self.may_settle && c.state == ClusterState::Confirmed && c.topic.is_none() { (self.to_topic(ctx, c)) }
                    @if c.state == ClusterState::Confirmed { (ui::ghost_link(&format!("/desk/bulk?{}", c.list), &fl!(w, "clusters-together"))) }
                }
            },
        ]
    }

    /// The month's question of a community: the matter is opened at its council, and named here.
    fn to_topic(&self, ctx: &Ctx, c: &ClusterLine) -> Markup {
        let w = words(ctx.lang);
        let typed = self.typed.as_ref().filter(|(id, _)| *id == c.id).map(|(_, words)| words.clone());
        let problems = if typed.is_some() { &self.problems[..] } else { &[] };
        let open = typed.is_some();
        let TopicWords { matter } = typed.unwrap_or_default();
        let code = fl!(w, "desk-matter");
        html! {
            details.fold open[open] {
                summary { (fl!(w, "clusters-topic")) }
                (form::post(ctx, &format!("{HERE}/{}/topic", c.id), html! {
                    (ui::text_input(&Field::new("matter", &code).hint(&fl!(w, "desk-matter-hint")).value(&matter).problems(problems).required().max(20), "text"))
                    p.actions { (ui::button(&fl!(w, "clusters-topic"))) }
                }))
            }
        }
    }
}
