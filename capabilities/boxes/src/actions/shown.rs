//! What the pages show, put together from boxes, openings, cards and names.

use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{PlacePath, Viewer};
use db::{Reader, Result};
use kernel::{Day, Moment, StreetId};
use places::Tree;

/// Openings of one box that its page shows.
const SHOWN: i64 = 30;

pub fn boxes_view(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<BoxesView> {
    if !auth::reaches(WHO_MAY, SEE, viewer, now) {
        return Err(auth::Denied::Hidden.into());
    }
    let tree = places::tree(r, viewer.street)?;
    let last = store::last_openings(r, viewer.street)?;
    let mut boxes: Vec<BoxLine> =
        store::boxes_for(r, viewer, now)?.iter().map(|b| line(&tree, b, last.iter().find(|l| l.0 == b.id), now)).collect();
    boxes.sort_by(|a, b| (!a.active, !a.overdue, a.next, &a.place).cmp(&(!b.active, !b.overdue, b.next, &b.place)));
    let overdue = boxes.iter().filter(|b| b.overdue).count();
    Ok(BoxesView { boxes, overdue, may_put_up: auth::reaches(WHO_MAY, KEEP, viewer, now), ..BoxesView::default() })
}

type Last = (BoxId, OpeningId, Moment, Option<i32>, Option<Moment>);

fn line(tree: &Tree, b: &OpinionBox, last: Option<&Last>, now: Moment) -> BoxLine {
    let next = b.plan.next(last.map(|l| l.2.day()), b.made_at.day());
    let open = last.filter(|l| l.4.is_none()).map(|l| l.1);
    BoxLine {
        id: b.id,
        community: community(tree, b.place),
        place: place_name(tree, b.place),
        location: b.location.clone(),
        keys: b.keys.code(),
        weekday: b.plan.weekday,
        every_weeks: b.plan.every_weeks,
        active: b.active,
        last_opened_at: last.map(|l| l.2),
        last_counted: last.and_then(|l| l.3),
        open,
        next,
        overdue: b.active && open.is_none() && now.day() > next,
    }
}

fn community(tree: &Tree, path: PlacePath) -> String {
    path.community.and_then(|id| tree.by_id(id)).map(|p| p.short_name.clone()).unwrap_or_default()
}

fn place_name(tree: &Tree, path: PlacePath) -> String {
    path.building.or(path.grid).or(path.community).map(|id| tree.name_path(id)).unwrap_or_default()
}

pub fn box_view(r: &mut Reader<'_>, viewer: &Viewer, id: BoxId, now: Moment) -> Result<BoxView> {
    let street = viewer.street;
    let of = store::find_box::<SeeBox>(r, viewer, id, now)?.into_inner();
    let tree = places::tree(r, street)?;
    let openings = store::openings_of(r, street, id, SHOWN)?;
    let last = openings.first().map(|o| (id, o.id, o.opened_at, o.counted_now, o.sealed_at));
    let ids: Vec<OpeningId> = openings.iter().map(|o| o.id).collect();
    let tallies = store::tallies_of(r, street, &ids)?;
    let seal = openings.iter().find_map(|o| o.seal_after.clone());
    let openings = openings.iter().map(|o| opening_line(o, &tallies)).collect();
    let may = BoxMay {
        open: of.active && auth::may::<_, OpenBox>(viewer, &of, now),
        keep: auth::may::<_, KeepBox>(viewer, &of, now),
        print: auth::may::<_, PrintCards>(viewer, &of, now),
    };
    let words = BoxWords {
        location: of.location.clone(),
        keys: of.keys.code().into(),
        weekday: Some(of.plan.weekday.into()),
        every_weeks: Some(of.plan.every_weeks),
        gone: !of.active,
        ..BoxWords::default()
    };
    let line = line(&tree, &of, last.as_ref(), now);
    Ok(BoxView { line, openings, seal, may, begin: Beginning::default(), login: String::new(), words, problems: vec![] })
}

fn opening_line(o: &Opening, tallies: &[(OpeningId, i64, i64)]) -> OpeningLine {
    let (voices, void) = tallies.iter().find(|t| t.0 == o.id).map_or((0, 0), |t| (t.1, t.2));
    let registered = o.counted_now.is_some_and(|n| i64::from(n) == voices + void);
    let sealed = o.sealed_at.is_some();
    OpeningLine { id: o.id, opened_at: o.opened_at, counted: o.counted_now, voices, void, sealed, registered: registered && sealed }
}

pub fn opening_view(r: &mut Reader<'_>, viewer: &Viewer, id: OpeningId, now: Moment) -> Result<OpeningView> {
    let street = viewer.street;
    let o = store::find_opening::<SeeOpening>(r, viewer, id, now)?.into_inner();
    let may = OpeningMay {
        work: o.sealed_at.is_none() && viewer.account() == Some(o.first.account) && auth::may::<_, WorkOn>(viewer, &o, now),
        open_scan: auth::may::<_, OpenScan>(viewer, &o, now),
    };
    let of = store::the_box(r, street, o.the_box)?.ok_or(auth::Denied::Hidden)?;
    let (cards, corrections) = (store::cards_of(r, street, id)?, store::corrections_of(r, street, id)?);
    let tree = places::tree(r, street)?;
    let [first, second] = signatures(r, street, &tree, &o)?;
    let tally = Tally::of(&cards);
    let left = o.counted_now.map_or(0, |n| n - tally.cards());
    let names = appeals::actions::Names::read(r, street)?;
    let categories = names.leaves().map(|c| (c.code.clone(), c.name_zh.clone(), c.name_en.clone())).collect();
    Ok(OpeningView {
        id,
        the_box: o.the_box,
        community: community(&tree, o.place),
        location: of.location,
        opened_at: o.opened_at,
        first,
        second,
        stage: stage(&o, tally),
        seal_before: o.seal_before,
        seal_expected: o.seal_expected,
        finding: o.finding,
        photo: o.photo.map(|p| p.sha256),
        counted: o.counted,
        counted_now: o.counted_now,
        corrections: corrections.iter().map(|c| CorrectionView { at: c.at, was: c.was, counted: c.counted, reason: c.reason }).collect(),
        cards: cards.iter().map(card).collect(),
        tally: TallyView { voices: tally.voices, void: tally.void, waiting: tally.waiting, left },
        sealed_at: o.sealed_at,
        seal_after: o.seal_after,
        digest: o.digest,
        story: story(r, street, id)?,
        may,
        categories,
        typed: Typed::default(),
        problems: vec![],
    })
}

/// What happened, as the journal has it: nothing else is told of when and in which order.
fn story(r: &mut Reader<'_>, street: StreetId, id: OpeningId) -> Result<Vec<OpeningStoryLine>> {
    #[derive(serde::Deserialize)]
    struct Numbered {
        no: Option<i32>,
    }
    let events = journal::timeline(r, street, "opening", id.uuid())?;
    let told = events.iter().map(|e| {
        let what = e.name.split_once('.').map_or(e.name.as_str(), |n| n.1).to_owned();
        Ok(OpeningStoryLine { at: e.at, what, no: e.read::<Numbered>()?.no })
    });
    told.collect()
}

fn card(c: &Card) -> CardView {
    CardView {
        no: c.no,
        void: c.void,
        void_confirmed: c.void_confirmed_at.is_some(),
        voices: c.voices.len(),
        printed: c.serial.is_some(),
        scanned: c.scan.is_some(),
    }
}

/// What is due next.
fn stage(o: &Opening, tally: Tally) -> OpeningStage {
    match (o.sealed_at, o.counted_now) {
        (Some(_), _) => OpeningStage::Sealed,
        (None, None) if o.photo.is_none() => OpeningStage::Photo,
        (None, None) => OpeningStage::Count,
        (None, Some(n)) if tally.cards() < n || tally.waiting > 0 => OpeningStage::Cards,
        (None, Some(_)) => OpeningStage::Seal,
    }
}

fn signatures(r: &mut Reader<'_>, street: StreetId, tree: &Tree, o: &Opening) -> Result<[SignatureView; 2]> {
    let holders = identity::post_holders(r, street, &[o.first.post, o.second.post])?;
    Ok([o.first, o.second].map(|s| {
        let held = holders.iter().find(|h| h.0 == s.post);
        let unit = held.and_then(|h| h.3.clone());
        let of_residents = unit.is_none();
        let residents = || tree.by_id(kernel::PlaceId(s.body)).or_else(|| tree.root()).map(|p| p.name.clone());
        SignatureView {
            title: held.map(|h| h.1.clone()).unwrap_or_default(),
            name: held.map(|h| h.2.clone()).unwrap_or_default(),
            body: unit.or_else(residents).unwrap_or_default(),
            of_residents,
        }
    }))
}

/// The record of a sealed opening; before it is sealed there is none.
pub fn record_view(r: &mut Reader<'_>, viewer: &Viewer, id: OpeningId, now: Moment) -> Result<RecordView> {
    let record = opening_view(r, viewer, id, now)?;
    if record.sealed_at.is_some() { Ok(RecordView { record }) } else { Err(auth::Denied::Hidden.into()) }
}

pub fn public_view(r: &mut Reader<'_>, street: StreetId, today: Day) -> Result<PublicBoxesView> {
    let tree = places::tree(r, street)?;
    let last = store::last_openings(r, street)?;
    let mut boxes: Vec<PublicBox> = store::hanging(r, street)?
        .iter()
        .map(|b| {
            let last = last.iter().find(|l| l.0 == b.id);
            // A day that has passed is not promised again: the box is opened as soon as can be.
            let next = b.plan.next(last.map(|l| l.2.day()), b.made_at.day()).max(today);
            PublicBox {
                community: community(&tree, b.place),
                location: b.location.clone(),
                weekday: b.plan.weekday,
                every_weeks: b.plan.every_weeks,
                next,
                last: last.map(|l| PublicOpening::of(l.2.day(), l.3, l.4.is_some())),
            }
        })
        .collect();
    boxes.sort_by(|a, b| (&a.community, &a.location).cmp(&(&b.community, &b.location)));
    Ok(PublicBoxesView { boxes })
}

/// The opening of a box that is under way, if one is.
pub fn open_now(r: &mut Reader<'_>, viewer: &Viewer, id: BoxId, now: Moment) -> Result<Option<OpeningView>> {
    let last = store::openings_of(r, viewer.street, id, 1)?.into_iter().next();
    last.filter(|o| o.sealed_at.is_none()).map(|o| opening_view(r, viewer, o.id, now)).transpose()
}
