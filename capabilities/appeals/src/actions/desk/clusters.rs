//! Clusters: found by the timer, looked at and settled by a person.

use super::Names;
use crate::rules::*;
use crate::store;
use crate::views::{ClusterLine, ClustersView, QueueWords};
use auth::{Held, PlacePath, Viewer, WholeStreet};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, uuid::Uuid};

/// The timer's: kinds of which many spoke lately. Gives how many clusters it proposed or counted anew.
pub fn look_for_clusters(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let mut touched = 0;
    for (community, category, voices) in store::many_of_a_kind(tx, street, now.plus_days(-CLUSTER_DAYS).day(), CLUSTER_VOICES)? {
        let last = store::last_cluster(tx, street, &category, community)?;
        match (seen(last.as_ref(), voices, now), last) {
            (Seen::Propose, _) => {
                let id = store::insert_cluster(tx, &category, community, voices)?;
                tx.record(&ClusterProposed { cluster: id, category, voices })?;
            }
            (Seen::Count, Some(last)) => store::count_cluster(tx, last.id, voices)?,
            _ => continue,
        }
        touched += 1;
    }
    Ok(touched)
}

pub fn clusters_page(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<ClustersView> {
    Held::<_, SeeClusters>::take(viewer, WholeStreet(viewer.street), now)?;
    let names = Names::read(r, viewer.street)?;
    let line = |c: Cluster| ClusterLine {
        id: c.id,
        category_name: names.category(&c.category),
        place: names.place(PlacePath { community: Some(c.community), ..PlacePath::default() }),
        voices: c.voices,
        state: c.state,
        proposed_at: c.proposed_at,
        list: QueueWords { category: c.category, community: c.community.to_string(), ..QueueWords::default() }.query(),
    };
    let clusters = store::clusters(r, viewer.street)?.into_iter().map(line).collect();
    let may_settle = auth::may::<_, SettleClusters>(viewer, &WholeStreet(viewer.street), now);
    Ok(ClustersView { clusters, may_settle, problems: vec![] })
}

pub fn settle_cluster(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, to: ClusterState) -> Result<Outcome<()>> {
    let (street, now) = (tx.street(), tx.now());
    Held::<_, SettleClusters>::take(viewer, WholeStreet(street), now)?;
    let cluster = store::cluster(tx, street, id)?.ok_or(auth::Denied::Hidden)?;
    let to = match settle(&cluster, to) {
        Ok(to) => to,
        Err(problems) => return Ok(Outcome::Refused((), problems)),
    };
    store::settle_cluster(tx, id, to, viewer.account())?;
    tx.record(&ClusterSettled { cluster: id, confirmed: to == ClusterState::Confirmed })?;
    Ok(Outcome::Done(()))
}
