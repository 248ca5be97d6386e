//! Many voices of one kind from one community: found by the timer, settled by a person. On both engines.
mod common;

use appeals::actions;
use appeals::rules::*;
use common::Site;
use db::testing::each_engine;

#[test]
fn five_of_a_kind_are_shown_to_a_person() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        for n in 0..4 {
            site.says(&site.visitor(), site.lift(&format!("k{n}")));
        }
        assert_eq!(site.by_system(actions::look_for_clusters), 0);
        site.says(&site.visitor(), site.lift("k4"));
        assert_eq!(site.by_system(actions::look_for_clusters), 1);
        assert_eq!(site.by_system(actions::look_for_clusters), 0, "once");
        site.says(&site.visitor(), site.lift("k5"));
        site.by_system(actions::look_for_clusters);
        let page = |who: auth::Viewer| {
            let now = site.now();
            db.read_now(move |r| actions::clusters_page(r, &who, now))
        };
        let shown = page(site.dispatcher()).expect("a page");
        assert_eq!(shown.clusters.iter().map(|c| (c.voices, c.state)).collect::<Vec<_>>(), [(6, ClusterState::Proposed)]);
        assert!(page(site.handler()).is_err() && !page(site.clerk()).expect("a page").may_settle);

        let id = shown.clusters[0].id;
        let confirms = move |tx: &mut db::Tx<'_>, v: &auth::Viewer| actions::settle_cluster(tx, v, id, ClusterState::Confirmed);
        assert_eq!(site.may_not(&site.clerk(), confirms), ["Forbidden"]);
        site.does(&site.dispatcher(), confirms);
        assert_eq!(site.may_not(&site.supervisor(), confirms), ["cluster-settled"]);
        site.says(&site.visitor(), site.lift("k6"));
        assert_eq!(site.by_system(actions::look_for_clusters), 0, "what was settled rests");
        let confirmed = page(site.dispatcher()).expect("a page").clusters;
        assert_eq!(confirmed[0].state, ClusterState::Confirmed);
        assert!(confirmed[0].list.contains("category=lift"), "its cases are one list, and a bulk of it one step away");
    });
}
