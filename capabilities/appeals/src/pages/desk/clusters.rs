//! Many voices that look like one problem: a person says whether they are.

use super::word;
use crate::rules::{CLUSTER_DAYS, CLUSTER_VOICES, ClusterState};
use crate::views::{ClusterLine, ClustersView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Tone, form};

const HERE: &str = "/desk/clusters";

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
            html! { (c.voices) },
            html! { (ui::tag(tone, &word(ctx.lang, "cluster", c.state.code()))) " " small.muted { (ui::time::when(ctx.lang, c.proposed_at, ctx.now)) } },
            html! {
                div.actions {
                    @if self.may_settle && c.state == ClusterState::Proposed {
                        (form::verb(ctx, &format!("{here}/confirmation"), &fl!(w, "clusters-confirm")))
                        (form::verb(ctx, &format!("{here}/dismissal"), &fl!(w, "clusters-dismiss")))
                    }
                    @if c.state == ClusterState::Confirmed { (ui::ghost_link(&format!("/desk/bulk?{}", c.list), &fl!(w, "clusters-together"))) }
                }
            },
        ]
    }
}
