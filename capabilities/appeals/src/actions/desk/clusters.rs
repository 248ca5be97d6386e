//! Clusters: found by the timer, looked at and settled by a person.

use super::Names;
use crate::rules::*;
use crate::store;
use crate::actions::referral;
use crate::views::{ClusterLine, ClustersView, QueueWords};
use auth::{Held, PlacePath, Viewer, WholeStreet};
use db::{By, Db, Reader, Result, Tx};
use deliberation::rules::{Source, SourceKind};
use kernel::{Moment, Outcome, PlaceId, StreetId, uuid::Uuid};

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

/// A kind in a community, with the people who spoke of it and the buildings it was about.
pub struct Asked {
    pub community: PlaceId,
    pub category: String,
    pub people: i64,
    pub buildings: i64,
}

/// The nightly count of who is behind what was said often. Read beside the pages; only what changes is written.
pub fn look_for_questions(db: &Db, street: StreetId, now: Moment) -> Result<usize> {
    let since = now.plus_days(-QUESTION_DAYS);
    let found = db.read_now(move |r| {
        let kinds = store::many_of_a_kind(r, street, since.day(), QUESTION_PEOPLE)?;
        let mut found = vec![];
        for (community, category, _) in kinds {
            let (people, buildings) = store::people_of_a_kind(r, street, &category, community, since)?;
            let last = store::last_cluster(r, street, &category, community)?;
            if asked(last.as_ref(), people, buildings, now) != Seen::Nothing {
                found.push(Asked { community, category, people, buildings });
            }
        }
        Ok(found)
    })?;
    let changed = found.len();
    if changed > 0 {
        db.write_now(By::system(street, "appeals.questions", now), move |tx| note_questions(tx, &found))?;
    }
    Ok(changed)
}

fn note_questions(tx: &mut Tx<'_>, found: &[Asked]) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    for q in found {
        let last = store::last_cluster(tx, street, &q.category, q.community)?;
        let id = match (asked(last.as_ref(), q.people, q.buildings, now), last) {
            (Seen::Propose, _) => {
                let id = store::insert_cluster(tx, &q.category, q.community, q.people)?;
                tx.record(&ClusterProposed { cluster: id, category: q.category.clone(), voices: q.people })?;
                id
            }
            (Seen::Count, Some(last)) => last.id,
            _ => continue,
        };
        store::count_people(tx, id, q.people, q.buildings)?;
    }
    Ok(())
}

/// Cases one topic takes in.
const MOST_BEHIND: i64 = 2_000;

/// What many of a community share becomes its topic of the month: one source of the matter, every case behind it tied
/// to it and every speaker told, now and when the matter ends.
pub fn make_topic(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, words: &TopicWords) -> Result<Outcome<()>> {
    let (street, now) = (tx.street(), tx.now());
    Held::<_, SettleClusters>::take(viewer, WholeStreet(street), now)?;
    let cluster = store::cluster(tx, street, id)?.ok_or(auth::Denied::Hidden)?;
    let month = now.day().first_of_month();
    let taken = store::has_topic(tx, street, &cluster, month)?;
    let found = deliberation::actions::matter_by_code(tx, street, &words.matter)?;
    let named = found.as_ref().map(|m| referral::named(m, false));
    let problems = judge_topic(&cluster, named.as_ref(), taken);
    let Some(matter) = found.filter(|_| problems.is_empty()) else { return Ok(Outcome::Refused((), problems)) };
    let since = now.plus_days(-QUESTION_DAYS);
    let cases = store::cases_of_a_kind(tx, street, &cluster, since, matter.id.uuid(), MOST_BEHIND)?;
    for case in &cases {
        referral::tie(tx, viewer, *case, &matter)?;
        tx.record(&MatterReferred { case: *case, matter: matter.code.clone() })?;
    }
    let (people, _) = store::people_of_a_kind(tx, street, &cluster.category, cluster.community, since)?;
    let kind = store::category(tx, street, &cluster.category)?.map_or(String::new(), |c| c.name_zh);
    let source = Source { kind: SourceKind::Voices, link_kind: "cluster".into(), link_id: Some(id), title: kind, path: String::new(), people };
    deliberation::actions::tie_source(tx, matter.id, &source)?;
    let topic = Topic { cluster: id, month, matter: matter.id.uuid(), code: matter.code.clone(), cases: i32::try_from(cases.len()).unwrap_or(i32::MAX) };
    store::insert_topic(tx, &cluster, &topic, viewer.account())?;
    tx.record(&TopicMade { cluster: id, matter: matter.code, cases: topic.cases })?;
    Ok(Outcome::Done(()))
}

pub fn clusters_page(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<ClustersView> {
    Held::<_, SeeClusters>::take(viewer, WholeStreet(viewer.street), now)?;
    let names = Names::read(r, viewer.street)?;
    let topics = store::topics(r, viewer.street, now.plus_days(-400).day().first_of_month())?;
    let line = |c: Cluster| ClusterLine {
        id: c.id,
        shared: c.is_shared(),
        people: c.people,
        buildings: c.buildings,
        topic: topics.iter().find(|t| t.cluster == c.id).cloned(),
        category_name: names.category(&c.category),
        place: names.place(PlacePath { community: Some(c.community), ..PlacePath::default() }),
        voices: c.voices,
        state: c.state,
        proposed_at: c.proposed_at,
        list: QueueWords { category: c.category, community: c.community.to_string(), ..QueueWords::default() }.query(),
    };
    let clusters = store::clusters(r, viewer.street)?.into_iter().map(line).collect();
    let may_settle = auth::may::<_, SettleClusters>(viewer, &WholeStreet(viewer.street), now);
    Ok(ClustersView { clusters, may_settle, typed: None, problems: vec![] })
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
