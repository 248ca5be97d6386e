//! Acting for a resident: begun by staff of their place, and then every word of theirs is that resident's own.

use super::residences::{find, given_home};
use super::telling::tell_helped;
use super::unions::confirmed;
use crate::rules::*;
use crate::views::*;
use auth::{Denied, PlacePath, Viewer};
use db::{Reader, Result, Tx};
use identity::Tie;
use identity::helping::{self, Helping};
use identity::residences::Given;
use identity::rules::{HelpEnd, HelpWay};
use kernel::{AccountId, Actor, Moment, Outcome, PersonId, Problem, uuid::Uuid};

/// Who is behind a word: the reader in person, or whoever they act for.
pub(super) struct Whom {
    pub person: PersonId,
    pub account: AccountId,
    pub way: Way,
    /// Who wrote it down for them.
    pub keyed_by: Option<AccountId>,
}

/// The reader, or whoever they act for now; then all that this transaction records says on whose behalf.
pub(super) fn acting(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<std::result::Result<Whom, Problem>> {
    let now = tx.now();
    let (own, reader) = super::reader(tx, viewer)?;
    if viewer.helping.is_none() {
        return Ok(Ok(Whom { person: own, account: reader, way: Way::Web, keyed_by: None }));
    }
    let Some(h) = helping::running(tx, viewer, now)? else { return Ok(Err(Problem::new("helping-over"))) };
    if !auth::may::<_, ActForHere>(viewer, &Spot(h.place), now) {
        return Err(Denied::Forbidden.into());
    }
    tx.on_behalf_of(h.account);
    Ok(Ok(Whom { person: h.person, account: h.account, way: way(h.way), keyed_by: Some(reader) }))
}

fn way(of: HelpWay) -> Way {
    match of {
        HelpWay::Present => Way::Desk,
        HelpWay::Phone => Way::Phone,
        HelpWay::Paper => Way::Paper,
    }
}

/// For whom a page is: whoever the reader acts for, else the reader.
pub(super) fn shown_to(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<(PersonId, AccountId)> {
    match helping::running(r, viewer, now)? {
        Some(h) => Ok((h.person, h.account)),
        None => super::reader(r, viewer),
    }
}

/// What can be done by oneself alone: nobody does it while they act for somebody else.
pub(super) fn in_person(viewer: &Viewer) -> std::result::Result<(), Problem> {
    if viewer.helping.is_some() { Err(Problem::new("helping-not-this")) } else { Ok(()) }
}

/// An act for somebody is written on their slip, and they are told; one's own act is not.
pub(super) fn acted(tx: &mut Tx<'_>, viewer: &Viewer, verb: &str, path: &str) -> Result<()> {
    let (Actor::Account { on_behalf_of: Some(whom), .. }, Some(id)) = (tx.actor(), viewer.helping) else { return Ok(()) };
    let no = helping::acted(tx, id, verb, path)?;
    tell_helped(tx, (id, no), (verb, path), whom)
}

/// Begins: who it is, where they belong, and how they are there.
pub fn begin_helping(tx: &mut Tx<'_>, viewer: &Viewer, session: &[u8], words: &HelpWords) -> Result<Outcome<()>> {
    let (street, now) = (tx.street(), tx.now());
    if !auth::reaches(WHO_MAY, ACT_FOR, viewer, now) {
        return Err(Denied::Hidden.into());
    }
    let tree = places::tree(tx, street)?;
    let mut problems = vec![];
    let way = words.help_way.ok_or_else(|| Problem::at("help_way", "help-way-missing")).map_err(|p| problems.push(p)).ok();
    let home = given_home(&tree, words.name.trim(), &words.home).map_err(|p| problems.extend(p)).ok();
    let (Some(way), Some(home)) = (way, home) else { return Ok(Outcome::Refused((), problems)) };
    let Some(post) = post_until(viewer, home, now) else { return Ok(Outcome::Refused((), vec![Problem::at("home", "home-elsewhere")])) };
    let given = Given { name: &words.name, phone: &words.phone, place: home };
    let whom = match find(tx, &given)? {
        Ok(whom) => whom,
        Err(problem) => return Ok(Outcome::Refused((), vec![problem])),
    };
    if Some(whom.1) == viewer.account() {
        return Ok(Outcome::Refused((), vec![Problem::at("name", "help-yourself")]));
    }
    if words.confirmed && auth::may::<_, ConfirmHere>(viewer, &Spot(home), now) {
        confirmed(tx, whom, &given, Tie::Lives, viewer.account())?;
    }
    match helping::begin(tx, viewer, session, whom, home, way, post)? {
        Some(_) => Ok(Outcome::Done(())),
        None => Err(Denied::Forbidden.into()),
    }
}

/// The end of the post that lets the reader act for people there; `None` where none does.
fn post_until(viewer: &Viewer, home: PlacePath, now: Moment) -> Option<Moment> {
    let alone = |post: &auth::PostHeld| Viewer { posts: vec![post.clone()], ..viewer.clone() };
    viewer.posts.iter().filter(|p| auth::may::<_, ActForHere>(&alone(p), &Spot(home), now)).map(|p| p.until).max()
}

/// Ends what runs in the reader's session; which it was.
pub fn end_helping(tx: &mut Tx<'_>, viewer: &Viewer, session: &[u8]) -> Result<Option<Uuid>> {
    let now = tx.now();
    let helper = viewer.account().ok_or(Denied::Hidden)?;
    if !auth::reaches(WHO_MAY, ACT_FOR, viewer, now) {
        return Err(Denied::Hidden.into());
    }
    let was = helping::running(tx, viewer, now)?.map(|h| h.id);
    helping::leave(tx, helper, session, HelpEnd::Ended)?;
    Ok(was)
}

/// Whom the reader acts for, and the slips of the last day.
pub fn helping_view(r: &mut Reader<'_>, viewer: &Viewer, session: Option<&[u8]>, words: HelpWords, now: Moment) -> Result<HelpingView> {
    let helper = viewer.account().ok_or(Denied::Hidden)?;
    if !auth::reaches(WHO_MAY, ACT_FOR, viewer, now) {
        return Err(Denied::Hidden.into());
    }
    let running = session.map(|hash| helping::begun_in(r, viewer, hash, now)).transpose()?.flatten().map(|h| h.id);
    let mut view = HelpingView { words, ..HelpingView::default() };
    for h in helping::since(r, viewer.street, helper, now.plus(-Moment::DAY))? {
        let line = slip(r, viewer, h, now)?;
        if running == Some(line.id) { view.running = Some(line) } else { view.past.push(line) }
    }
    Ok(view)
}

/// The slip of one time: who was helped, by whom, and what was done.
pub fn helping_slip(r: &mut Reader<'_>, viewer: &Viewer, id: Uuid, now: Moment) -> Result<HelpSlip> {
    let helper = viewer.account().ok_or(Denied::Hidden)?;
    if !auth::reaches(WHO_MAY, ACT_FOR, viewer, now) {
        return Err(Denied::Hidden.into());
    }
    let (h, _) = helping::slip(r, viewer.street, id, helper)?.ok_or(Denied::Hidden)?;
    slip(r, viewer, h, now)
}

fn slip(r: &mut Reader<'_>, viewer: &Viewer, h: Helping, now: Moment) -> Result<HelpSlip> {
    let deeds = helping::slip(r, viewer.street, h.id, h.helper)?.map(|(_, deeds)| deeds).unwrap_or_default();
    let helper = identity::find_account(r, viewer.street, h.helper)?.map(|a| a.masked_name).unwrap_or_default();
    Ok(HelpSlip {
        id: h.id,
        over: h.over_at() <= now,
        until: h.over_at(),
        name: h.masked_name,
        helper,
        way: h.way,
        began_at: h.began_at,
        deeds: deeds.into_iter().map(|d| HelpDeed { verb: d.verb, path: d.path, at: d.at }).collect(),
    })
}
