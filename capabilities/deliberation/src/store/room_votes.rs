//! Hands counted in a room, and who stepped aside.

use crate::rules::*;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::StreetId;

impl FromRow for HandCount {
    fn from_row(r: &mut Row) -> Result<Self> {
        let hands = Hands { yes: r.next()?, against: r.next()?, abstain: r.next()? };
        Ok(Self { hands, needed: r.next()?, first: r.next()?, second: r.next()? })
    }
}
db::row!(Recusal { membership, account, shown_name, reason, decided_by, at });

pub fn hands_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Option<HandCount>> {
    r.opt(
        "select votes_for, votes_against, votes_abstain, needed, first_teller, second_teller from ballot_hands where street_id = $1 and ballot_id = $2",
        args![street, of],
    )
}

pub fn put_hands(tx: &mut Tx<'_>, of: BallotId, h: &HandCount) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into ballot_hands (street_id, ballot_id, votes_for, votes_against, votes_abstain, needed, first_teller, second_teller)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (street_id, ballot_id) do update set votes_for = $3, votes_against = $4, votes_abstain = $5, first_teller = $7, second_teller = $8",
        args![street, of, h.hands.yes, h.hands.against, h.hands.abstain, h.needed, h.first, h.second],
    )?;
    Ok(())
}

/// Ballots called in a meeting, by item.
pub fn ballots_in(r: &mut Reader<'_>, street: StreetId, meeting: MeetingId) -> Result<Vec<(i32, BallotId)>> {
    r.all("select item_no, id from ballots where street_id = $1 and meeting_id = $2 and state <> 'void' order by item_no, id", args![street, meeting])
}

pub fn recusals_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<Recusal>> {
    r.all(
        "select membership_id, account_id, shown_name, reason, decided_by, at from ballot_recusals where street_id = $1 and ballot_id = $2 order by at, membership_id",
        args![street, of],
    )
}

pub fn insert_recusal(tx: &mut Tx<'_>, of: BallotId, r: &Recusal) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into ballot_recusals (street_id, ballot_id, membership_id, account_id, shown_name, reason, decided_by, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, of, r.membership, r.account, &r.shown_name, &r.reason, r.decided_by, r.at],
    )?;
    Ok(())
}

/// A ballot with the accounts that hold these offices of its body, for an act.
pub fn find_ballot_in_hand<A: auth::Act<InHand<Ballot>>>(r: &mut Reader<'_>, viewer: &auth::Viewer, id: BallotId, which: &[Office], now: kernel::Moment) -> Result<auth::Held<InHand<Ballot>, A>> {
    let thing = super::ballot(r, viewer.street, id)?.ok_or(auth::Denied::Hidden)?;
    let hands = holders(&super::offices_of(r, viewer.street, thing.body)?, which, now.day());
    Ok(auth::Held::take(viewer, InHand { thing, hands }, now)?)
}

/// A ballot with the accounts of everybody who sits in its body, for an act.
pub fn find_ballot_of_members<A: auth::Act<InHand<Ballot>>>(r: &mut Reader<'_>, viewer: &auth::Viewer, id: BallotId, now: kernel::Moment) -> Result<auth::Held<InHand<Ballot>, A>> {
    let thing = super::ballot(r, viewer.street, id)?.ok_or(auth::Denied::Hidden)?;
    let members = super::memberships_of(r, viewer.street, thing.body)?;
    let seated = roster_on(&members, now.day()).into_iter().filter_map(|m| m.account);
    let chairs = holders(&super::offices_of(r, viewer.street, thing.body)?, &[Office::Chair], now.day());
    let hands = seated.chain(chairs).collect();
    Ok(auth::Held::take(viewer, InHand { thing, hands }, now)?)
}

/// A reason beside a vote that is not secret; nothing where none is given any more.
pub fn put_reason(tx: &mut Tx<'_>, e: &Elector, reason: &str) -> Result<()> {
    let street = tx.street();
    tx.exec("delete from ballot_reasons where street_id = $1 and ballot_id = $2 and elector_key = $3", args![street, e.ballot, e.key.clone()])?;
    if !reason.is_empty() {
        tx.exec(
            "insert into ballot_reasons (street_id, ballot_id, elector_key, reason) values ($1, $2, $3, $4)",
            args![street, e.ballot, e.key.clone(), reason],
        )?;
    }
    Ok(())
}

/// Stances with their reasons, in an order that tells nothing.
pub fn reasons_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<(String, String)>> {
    r.all(
        "select v.content, x.reason from ballot_reasons x
         join ballot_votes v on v.street_id = x.street_id and v.ballot_id = x.ballot_id and v.elector_key = x.elector_key
         where x.street_id = $1 and x.ballot_id = $2 order by v.content desc, x.reason",
        args![street, of],
    )
}
