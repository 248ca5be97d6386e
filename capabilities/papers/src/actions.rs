//! A sheet is printed, comes back, and is done in its speaker's name; its picture is opened for a reason.

use crate::rules::{self, *};
use crate::store;
use crate::views::{PaperLine, PapersView, SheetView};
use appeals::actions::{self as voices, VoiceNow};
use appeals::rules::{Saying, VoiceId};
use appeals::views::ReceiptMay;
use auth::{Denied, Held, Viewer};
use db::{Reader, Result, Tx};
use edge::photos::SealedPhoto;
use kernel::{Moment, Outcome, Problem, StreetId};

/// What is bound into the seal of a sheet's picture.
pub const SCAN: &str = "papers.scan";
/// What a speaker is told when a sheet of theirs was keyed.
pub const TOLD: &str = "paper";

/// Keys one sheet: the act as its speaker's own, the row, the event and the message, together or not at all. A sheet
/// that was keyed before answers with what it was.
pub fn key(tx: &mut Tx<'_>, viewer: &Viewer, id: VoiceId, words: &PaperWords, scan: Option<&SealedPhoto>) -> Result<Outcome<Option<Paper>>> {
    let (street, now) = (tx.street(), tx.now());
    let (held, shown) = voices::voice_for::<KeyPaper>(tx, viewer, id, now)?;
    if let Some(before) = keyed_before(tx, street, id, &words.sheet)? {
        return Ok(Outcome::Done(Some(before)));
    }
    if words.act.is_some_and(PaperAct::is_decision) {
        Held::<_, KeyDecision>::take(viewer, held.into_inner(), now)?;
    }
    let said = match readable(words, &keyable(&shown), scan.is_some(), shown.voice.received_at.day(), now.day()) {
        Ok(said) => said,
        Err(problems) => return Ok(Outcome::Refused(None, problems)),
    };
    if let Some(problems) = done(tx, &shown, said.act, words)? {
        return Ok(Outcome::Refused(None, beside_fields(problems)));
    }
    let Readable { act, sheet, written_on } = said;
    let paper = Paper { id: PaperId::fresh(), voice: id, case: shown.voice.case, act, sheet, written_on, at: now, scan: scan.cloned() };
    store::insert(tx, &paper)?;
    tx.record(&PaperKeyed { case: paper.case, voice: id, act: act.code() })?;
    voices::tell_speaker(tx, &shown.voice, TOLD)?;
    Ok(Outcome::Done(Some(paper)))
}

/// What can be keyed: all that can be printed, and a rating that was signed before staff entered theirs.
fn keyable(shown: &VoiceNow) -> ReceiptMay {
    ReceiptMay { rate: shown.may.rate || shown.answered_for, ..shown.may }
}

/// The act on the speaker's own record, by the rules that hold for them online; what is wrong with it, if it is refused.
fn done(tx: &mut Tx<'_>, shown: &VoiceNow, act: PaperAct, words: &PaperWords) -> Result<Option<Vec<Problem>>> {
    let (case, voice) = (shown.voice.case, shown.voice.id);
    let speaker = &Viewer { bears: vec![voice.uuid()], ..Viewer::nobody(tx.street()) };
    let said = &Saying { rev: None, text: words.text.clone() };
    let outcome = match act {
        PaperAct::Supplement => voices::supplement(tx, speaker, case, Some(voice), said)?,
        PaperAct::Rating => voices::call_back_on_paper(tx, speaker, case, voice, &words.rating())?,
        PaperAct::Urging => voices::urge(tx, speaker, case, voice)?,
        PaperAct::Reopening => voices::reopen(tx, speaker, case, Some(voice), said)?,
        PaperAct::Objection => voices::object(tx, speaker, case, voice, said)?,
        PaperAct::Withdrawal => voices::withdraw(tx, speaker, case, voice, said)?,
    };
    Ok(match outcome {
        Outcome::Done(_) => None,
        Outcome::Refused(_, problems) => Some(problems),
    })
}

fn keyed_before(r: &mut Reader<'_>, street: StreetId, id: VoiceId, typed: &str) -> Result<Option<Paper>> {
    match sheet_typed(typed) {
        Some(sheet) => store::paper(r, street, id, &sheet),
        None => Ok(None),
    }
}

/// Whether this reader may key anything for the voice, and whether this sheet still waits: asked before a picture is
/// looked at.
pub fn awaits(r: &mut Reader<'_>, viewer: &Viewer, id: VoiceId, words: &PaperWords, now: Moment) -> Result<bool> {
    let (held, _) = voices::voice_for::<KeyPaper>(r, viewer, id, now)?;
    if words.act.is_some_and(PaperAct::is_decision) {
        Held::<_, KeyDecision>::take(viewer, held.into_inner(), now)?;
    }
    Ok(keyed_before(r, viewer.street, id, &words.sheet)?.is_none())
}

/// The sheets of a voice, for staff.
pub fn papers_view(r: &mut Reader<'_>, viewer: &Viewer, id: VoiceId, now: Moment) -> Result<PapersView> {
    let (case, shown) = voices::voice_for::<SeePapers>(r, viewer, id, now)?;
    let may_key = auth::may::<_, KeyPaper>(viewer, &*case, now);
    let may_decide = auth::may::<_, KeyDecision>(viewer, &*case, now);
    let offered = rules::offered(&shown.may);
    Ok(PapersView {
        voice: id,
        case: shown.voice.case,
        case_no: shown.case.case_no.clone(),
        title: shown.case.title.clone(),
        keyable: rules::offered(&keyable(&shown)).into_iter().filter(|act| if act.is_decision() { may_decide } else { may_key }).collect(),
        offered,
        papers: store::papers_of(r, viewer.street, id)?.into_iter().map(PaperLine::of).collect(),
        may_open: auth::may::<_, OpenPaper>(viewer, &*case, now),
        may_key,
        typed: PaperWords::default(),
        problems: vec![],
    })
}

/// A sheet for one's own voice.
pub fn own_sheet(r: &mut Reader<'_>, viewer: &Viewer, id: VoiceId, now: Moment) -> Result<SheetView> {
    Ok(SheetView::of(voices::own_voice(r, viewer, id, now)?))
}

/// A blank sheet that staff take along.
pub fn sheet_for_visit(r: &mut Reader<'_>, viewer: &Viewer, id: VoiceId, now: Moment) -> Result<SheetView> {
    let (_, shown) = voices::voice_for::<SeePapers>(r, viewer, id, now)?;
    Ok(SheetView { by_staff: true, ..SheetView::of(shown) })
}

/// The picture this reader may open: asked before its file is read.
pub fn openable(r: &mut Reader<'_>, viewer: &Viewer, id: VoiceId, sheet: &str, now: Moment) -> Result<SealedPhoto> {
    voices::voice_for::<OpenPaper>(r, viewer, id, now)?;
    let paper = store::paper(r, viewer.street, id, sheet)?;
    Ok(paper.and_then(|p| p.scan).ok_or(Denied::Hidden)?)
}

/// Opened; who, what and why are in the read log.
pub fn open_paper(tx: &mut Tx<'_>, viewer: &Viewer, id: VoiceId, sheet: &str, sealed: &[u8], reason: &str) -> Result<Vec<u8>> {
    let now = tx.now();
    let picture = openable(tx, viewer, id, sheet, now)?;
    tx.open_bytes(sealed, SCAN, picture.id, reason)
}

/// Papers looked at together.
const TOGETHER: i64 = 200;
/// Told at most.
const MOST: usize = 20;

/// Papers whose act does not stand in the journal.
pub fn papers_without_act(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let (mut broken, mut after) = (vec![], None);
    loop {
        let papers = store::papers_after(r, street, after, TOGETHER)?;
        after = papers.last().map(|p| p.id);
        for paper in &papers {
            let rows = journal::timeline(r, street, "case", paper.case.uuid())?;
            let told: Vec<_> = rows.iter().map(|e| Told { name: &e.name, at: e.at, body: &e.body }).collect();
            if !stands(paper, &told) {
                broken.push(format!("{} ({})", paper.id, paper.act.code()));
            }
        }
        if after.is_none() || broken.len() >= MOST {
            return Ok(broken);
        }
    }
}
