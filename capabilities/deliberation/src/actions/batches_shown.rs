//! Bundles of slips, as their readers see them.

use crate::rules::{self, *};
use crate::store;
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result};
use kernel::Moment;

/// One bundle, and the next that waits for the same reader. What somebody else read is not shown.
pub fn batch_view(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, no: i32, now: Moment) -> Result<BatchView> {
    let b = store::find_ballot::<SeeRoll>(r, viewer, id, now)?.into_inner();
    let (before, mut rest): (Vec<_>, Vec<_>) = batch_lines(r, viewer, id)?.into_iter().partition(|line| line.no < no);
    if rest.first().is_none_or(|line| line.no != no) {
        return Err(Denied::Hidden.into());
    }
    let batch = rest.remove(0);
    let closed = b.state == BallotState::Closed;
    Ok(BatchView {
        ballot: id,
        next: rest.iter().chain(&before).find(|line| line.waits_for_me()).map(|line| line.no),
        batch,
        may_read: closed && auth::may::<_, ReadVotes>(viewer, &b, now),
        may_settle: closed && auth::may::<_, SettleVotes>(viewer, &b, now),
        typed: String::new(),
        problems: vec![],
        code: b.code,
        question: b.question,
        rule: b.rule,
        options: b.options,
    })
}

/// All bundles of a ballot, by number.
pub(super) fn batch_lines(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId) -> Result<Vec<BatchLine>> {
    let street = viewer.street;
    let mut lines = vec![];
    for batch in store::batches_of(r, street, id)? {
        let readings = store::readings_of(r, street, id, batch.no)?;
        lines.push(BatchLine {
            read_by_me: readings.iter().any(|x| Some(x.reader) == viewer.account()),
            differing: if batch.state == BatchState::Unequal { rules::differing(&readings) } else { vec![] },
            no: batch.no,
            slips: batch.slips,
            state: batch.state,
        });
    }
    Ok(lines)
}
