//! Ballots, their rolls, and votes: named ones beside their elector, secret ones apart from everybody.

use super::{changed, code, code_opt, text, whole};
use crate::rules::*;
use auth::{Act, Denied, Held, PlacePath, Viewer};
use db::{Fault, FromRow, Reader, Result, Row, Tx, Value, args};
use kernel::{AccountId, Moment, PlaceId, Sealed, StreetId, uuid::Uuid};
use std::collections::BTreeSet;

pub(super) const BALLOT: &str = "id, code, matter_id, body_id, round, community_id, grid_id, building_id, question, options, options_hash, rule, scope,
  check_days, state, opens_at, closes_at, roll_until, roll_electors, roll_weight, roll_hash, commitment, closing_by, closed_at,
  counted_at, sealed_at, proof, why_void, meeting_id, item_no, follows_id, root_id, rewording, category, forgotten_at, kept_doors,
  drafted_by, rev";

impl FromRow for Ballot {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            code: r.next()?,
            matter: r.next()?,
            body: r.next()?,
            round: r.next()?,
            place: PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? },
            question: r.next()?,
            options: whole(r)?,
            options_hash: r.next()?,
            rule: whole(r)?,
            scope: r.next()?,
            check_days: r.next()?,
            state: code(r, BallotState::from_code)?,
            opens: r.next()?,
            closes: r.next()?,
            roll_until: r.next()?,
            roll: RollSize { electors: r.next::<i64>()?.unsigned_abs(), weight: r.next::<i64>()?.unsigned_abs() },
            roll_hash: r.next()?,
            commitment: r.next()?,
            closing_by: r.next()?,
            closed_at: r.next()?,
            counted_at: r.next()?,
            sealed_at: r.next()?,
            proof: r.next::<Option<String>>()?.map(|t| serde_json::from_str(&t)).transpose()?,
            why_void: r.next()?,
            meeting: r.next()?,
            item: r.next()?,
            follows: r.next()?,
            root: r.next()?,
            rewording: r.next()?,
            category: r.next()?,
            forgotten_at: r.next()?,
            kept_doors: r.next::<Option<String>>()?.map(|t| serde_json::from_str(&t)).transpose()?,
            drafted_by: r.next()?,
            rev: r.next()?,
        })
    }
}

const ELECTOR: &str = "ballot_id, line, elector_key, account_id, phone_mark, place_id, weight, state, door, voted_on, counterfoil, taken_by";

impl FromRow for Elector {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            ballot: r.next()?,
            line: r.next()?,
            key: r.next()?,
            account: r.next()?,
            phone: r.next()?,
            place: r.next()?,
            weight: r.next()?,
            state: code(r, ElectorState::from_code)?,
            door: code_opt(r, Way::from_code)?,
            voted_on: r.next()?,
            counterfoil: r.next()?,
            taken_by: r.next()?,
        })
    }
}
impl FromRow for Batch {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (ballot, no, slips) = (r.next()?, r.next()?, r.next()?);
        let state = code(r, BatchState::from_code)?;
        let contents = r.next::<Option<String>>()?.map(|t| serde_json::from_str(&t)).transpose()?;
        Ok(Self { ballot, no, slips, state, contents, settled_by: r.next()? })
    }
}
impl FromRow for Reading {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self { batch: r.next()?, reader: r.next()?, contents: whole(r)? })
    }
}

fn count(n: u64) -> Result<i64> {
    i64::try_from(n).map_err(Fault::other)
}

pub fn ballot(r: &mut Reader<'_>, street: StreetId, id: BallotId) -> Result<Option<Ballot>> {
    r.opt(&format!("select {BALLOT} from ballots where street_id = $1 and id = $2"), args![street, id])
}

/// A ballot for an act: not there and not visible are one answer.
pub fn find_ballot<A: Act<Ballot>>(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, now: Moment) -> Result<Held<Ballot, A>> {
    let found = ballot(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    Ok(Held::take(viewer, found, now)?)
}

/// Ballots, the latest first: of one matter or of all, after an id.
pub fn ballots(r: &mut Reader<'_>, street: StreetId, of: Option<MatterId>, before: Option<BallotId>, limit: i64) -> Result<Vec<Ballot>> {
    let mut sql = db::Sql::new(&format!("select {BALLOT} from ballots t where t.street_id = "));
    sql.bind(street);
    sql.and("t.matter_id =", of);
    sql.and("t.id <", before);
    sql.push(" order by t.id desc limit ").bind(limit);
    r.list(&sql)
}

/// Ballots on which the clock has something to do.
pub fn ballots_due(r: &mut Reader<'_>, street: StreetId, now: Moment, limit: i64) -> Result<Vec<Ballot>> {
    let counted = now.plus_days(-CHALLENGE_DAYS);
    r.all(
        &format!(
            "select {BALLOT} from ballots where street_id = $1 and ((state = 'frozen' and opens_at <= $2 and closes_at > $2)
               or (state = 'open' and closes_at <= $2) or (state = 'counted' and counted_at <= $3)) order by id limit $4"
        ),
        args![street, now, counted, limit],
    )
}

pub fn insert_ballot(tx: &mut Tx<'_>, b: &Ballot) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into ballots (street_id, id, code, matter_id, body_id, round, community_id, grid_id, building_id, question, options,
           options_hash, rule, scope, check_days, state, opens_at, closes_at, roll_electors, roll_weight, drafted_by, rev, meeting_id,
           item_no, follows_id, root_id, rewording, category, roll_hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
           $27, $28, $29)",
        args![
            street, b.id, &b.code, b.matter, b.body, b.round, b.place.community, b.place.grid, b.place.building, &b.question, text(&b.options)?,
            &b.options_hash, text(&b.rule)?, &b.scope, b.check_days, b.state.code(), b.opens, b.closes, count(b.roll.electors)?,
            count(b.roll.weight)?, b.drafted_by, b.rev, b.meeting,
            b.item, b.follows, b.root, b.rewording, b.category.clone(), b.roll_hash.clone()
        ],
    )?;
    Ok(())
}

/// The ballot as it now stands, if nobody changed it meanwhile. Its question, options and rule never change.
pub fn save_ballot(tx: &mut Tx<'_>, was: &Ballot, b: &Ballot) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update ballots set state = $3, roll_until = $4, roll_electors = $5, roll_weight = $6, roll_hash = $7, commitment = $8, closing_by = $9,
           closed_at = $10, counted_at = $11, sealed_at = $12, proof = $13, why_void = $14, rev = $15
         where street_id = $1 and id = $2 and rev = $16",
        args![
            street, b.id, b.state.code(), b.roll_until, count(b.roll.electors)?, count(b.roll.weight)?, b.roll_hash.clone(), b.commitment.clone(),
            b.closing_by, b.closed_at, b.counted_at, b.sealed_at, b.proof.as_ref().map(text).transpose()?, b.why_void.clone(), b.rev, was.rev
        ],
    )?)
}

pub fn keep_secret(tx: &mut Tx<'_>, of: BallotId, secret: &Sealed) -> Result<()> {
    let street = tx.street();
    changed(tx.exec("update ballots set secret = $3 where street_id = $1 and id = $2 and secret is null", args![street, of, secret])?)
}

pub fn secret_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Sealed> {
    r.one("select secret from ballots where street_id = $1 and id = $2", args![street, of])
}

/// The whole roll, by line.
pub fn electors_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<Elector>> {
    r.all(&format!("select {ELECTOR} from ballot_electors where street_id = $1 and ballot_id = $2 order by line"), args![street, of])
}

/// A page of the roll, after a line.
pub fn roll_page(r: &mut Reader<'_>, street: StreetId, of: BallotId, after: i32, limit: i64) -> Result<Vec<Elector>> {
    r.all(
        &format!("select {ELECTOR} from ballot_electors where street_id = $1 and ballot_id = $2 and line > $3 order by line limit $4"),
        args![street, of, after, limit],
    )
}

pub fn elector_by_key(r: &mut Reader<'_>, street: StreetId, of: BallotId, key: &[u8]) -> Result<Option<Elector>> {
    r.opt(&format!("select {ELECTOR} from ballot_electors where street_id = $1 and ballot_id = $2 and elector_key = $3"), args![street, of, key])
}

/// One's own line: by account, or by the phone on file.
pub fn elector_of(r: &mut Reader<'_>, street: StreetId, of: BallotId, account: AccountId, phone: Option<Vec<u8>>) -> Result<Option<Elector>> {
    let own: Option<Elector> = r.opt(
        &format!("select {ELECTOR} from ballot_electors where street_id = $1 and account_id = $2 and ballot_id = $3 order by line limit 1"),
        args![street, account, of],
    )?;
    let (None, Some(phone)) = (&own, phone) else { return Ok(own) };
    r.opt(
        &format!("select {ELECTOR} from ballot_electors where street_id = $1 and phone_mark = $2 and ballot_id = $3 order by line limit 1"),
        args![street, phone, of],
    )
}

pub fn last_line(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<i32> {
    let last: Option<i32> = r.one("select max(line) from ballot_electors where street_id = $1 and ballot_id = $2", args![street, of])?;
    Ok(last.unwrap_or(0))
}

/// Keys the roll has already.
pub fn roll_keys(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<Vec<u8>>> {
    r.all("select elector_key from ballot_electors where street_id = $1 and ballot_id = $2", args![street, of])
}

pub fn insert_electors(tx: &mut Tx<'_>, lines: Vec<(Elector, Option<Sealed>)>) -> Result<()> {
    let street = tx.street();
    let rolls: BTreeSet<BallotId> = lines.iter().map(|(e, _)| e.ballot).collect();
    let row = |(e, name): (Elector, Option<Sealed>)| -> Vec<Value> {
        vec![
            street.into(), e.ballot.into(), e.key.into(), e.line.into(), e.account.into(), e.phone.into(), name.into(), e.place.into(),
            e.weight.into(), e.state.code().into(),
        ]
    };
    tx.insert_many(
        "ballot_electors (street_id, ballot_id, elector_key, line, account_id, phone_mark, name, place_id, weight, state)",
        lines.into_iter().map(row).collect(),
    )?;
    rolls.into_iter().try_for_each(|roll| super::count_roll(tx, roll))
}

/// A line as it now stands, if it stood as it was read: of two doors at once one finds it changed.
pub fn save_elector(tx: &mut Tx<'_>, was: &Elector, e: &Elector, why: Option<&str>) -> Result<bool> {
    let street = tx.street();
    let rows = tx.exec(
        "update ballot_electors set state = $4, door = $5, voted_on = $6, counterfoil = $7, taken_by = $8, struck_why = $9
         where street_id = $1 and ballot_id = $2 and elector_key = $3 and state = $10",
        args![street, e.ballot, e.key.clone(), e.state.code(), e.door.map(Way::code), e.voted_on, e.counterfoil, e.taken_by, why, was.state.code()],
    )?;
    if rows == 1 {
        super::count_change(tx, was, e)?;
    }
    Ok(rows == 1)
}

/// How many of the roll live where.
pub fn roll_by_place(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<(Option<PlaceId>, i64)>> {
    r.all(
        "select place_id, count(*) from ballot_electors where street_id = $1 and ballot_id = $2 and state <> 'struck' group by place_id",
        args![street, of],
    )
}

/// Papers that were handed out.
pub fn papers_issued(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<i64> {
    r.one("select count(*) from ballot_electors where street_id = $1 and ballot_id = $2 and counterfoil is not null", args![street, of])
}

pub fn elector_by_counterfoil(r: &mut Reader<'_>, street: StreetId, of: BallotId, no: i64) -> Result<Option<Elector>> {
    r.opt(&format!("select {ELECTOR} from ballot_electors where street_id = $1 and ballot_id = $2 and counterfoil = $3"), args![street, of, no])
}

pub fn insert_vote(tx: &mut Tx<'_>, e: &Elector, content: &str, mark: &str) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into ballot_votes (street_id, ballot_id, elector_key, content, weight, mark) values ($1, $2, $3, $4, $5, $6)",
        args![street, e.ballot, e.key.clone(), content, e.weight, mark],
    )?;
    Ok(())
}

pub fn change_vote(tx: &mut Tx<'_>, e: &Elector, content: &str) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update ballot_votes set content = $4 where street_id = $1 and ballot_id = $2 and elector_key = $3",
        args![street, e.ballot, e.key.clone(), content],
    )?)
}

/// What an elector of a ballot that is not secret chose.
pub fn vote_of(r: &mut Reader<'_>, street: StreetId, e: &Elector) -> Result<Option<(String, String)>> {
    r.opt("select content, mark from ballot_votes where street_id = $1 and ballot_id = $2 and elector_key = $3", args![street, e.ballot, e.key.clone()])
}

/// Named votes by line of the roll.
pub fn votes_by_line(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<(i32, String)>> {
    r.all(
        "select e.line, v.content from ballot_votes v
         join ballot_electors e on e.street_id = v.street_id and e.ballot_id = v.ballot_id and e.elector_key = v.elector_key
         where v.street_id = $1 and v.ballot_id = $2 order by e.line",
        args![street, of],
    )
}

pub fn put_in_box(tx: &mut Tx<'_>, of: BallotId, mark: &str, sealed: Vec<u8>) -> Result<()> {
    let street = tx.street();
    tx.exec("insert into ballot_box (street_id, ballot_id, mark, content) values ($1, $2, $3, $4)", args![street, of, mark, sealed])?;
    Ok(())
}

pub fn replace_in_box(tx: &mut Tx<'_>, of: BallotId, mark: &str, sealed: Vec<u8>) -> Result<bool> {
    let street = tx.street();
    Ok(tx.exec("update ballot_box set content = $4 where street_id = $1 and ballot_id = $2 and mark = $3", args![street, of, mark, sealed])? == 1)
}

/// The sealed vote behind a mark, while it lies in the box.
pub fn in_box(r: &mut Reader<'_>, street: StreetId, of: BallotId, mark: &str) -> Result<Option<Vec<u8>>> {
    r.opt("select content from ballot_box where street_id = $1 and ballot_id = $2 and mark = $3", args![street, of, mark])
}

/// Whether a receipt's mark is known: in the box, among the receipts, or beside a named vote.
pub fn has_mark(r: &mut Reader<'_>, street: StreetId, of: BallotId, mark: &str) -> Result<bool> {
    let found: Option<i64> = r.opt(
        "select 1 from ballot_box where street_id = $1 and ballot_id = $2 and mark = $3
         union all select 1 from ballot_receipts where street_id = $1 and ballot_id = $2 and mark = $3
         union all select 1 from ballot_votes where street_id = $1 and ballot_id = $2 and mark = $3 limit 1",
        args![street, of, mark],
    )?;
    Ok(found.is_some())
}

/// Everything in the box, by mark.
pub fn box_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<(String, Vec<u8>)>> {
    r.all("select mark, content from ballot_box where street_id = $1 and ballot_id = $2 order by mark", args![street, of])
}

/// The box is emptied: contents under ids drawn anew, in the order of these ids, and marks apart, in theirs. Every line of
/// the roll is written once more, so that no transaction number ties a line to the vote that came with it.
pub fn empty_box(tx: &mut Tx<'_>, of: BallotId, contents: Vec<String>, marks: Vec<String>) -> Result<()> {
    let street = tx.street();
    let mut slips: Vec<(Uuid, String)> = contents.into_iter().map(|content| (Uuid::new_v4(), content)).collect();
    slips.sort_unstable();
    let rows = slips.into_iter().map(|(id, content)| vec![street.into(), id.into(), of.into(), content.into()]);
    tx.insert_many("ballot_slips (street_id, id, ballot_id, content)", rows.collect())?;
    let mut marks = marks;
    marks.sort_unstable();
    let rows = marks.into_iter().map(|mark| vec![street.into(), of.into(), mark.into()]);
    tx.insert_many("ballot_receipts (street_id, ballot_id, mark)", rows.collect())?;
    tx.exec("delete from ballot_box where street_id = $1 and ballot_id = $2", args![street, of])?;
    tx.exec("update ballot_electors set weight = weight where street_id = $1 and ballot_id = $2", args![street, of])?;
    Ok(())
}

/// Distinct contents with how many cast each: slips, and votes beside their electors.
pub fn contents_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<(String, i64, i64)>> {
    r.all(
        "select content, 1, count(*) from ballot_slips where street_id = $1 and ballot_id = $2 group by content
         union all
         select content, weight, count(*) from ballot_votes where street_id = $1 and ballot_id = $2 group by content, weight",
        args![street, of],
    )
}

/// Votes that are kept one by one: in the box, as slips, beside electors.
pub fn votes_kept(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<i64> {
    let counts: Vec<i64> = r.all(
        "select count(*) from ballot_box where street_id = $1 and ballot_id = $2
         union all select count(*) from ballot_slips where street_id = $1 and ballot_id = $2
         union all select count(*) from ballot_votes where street_id = $1 and ballot_id = $2",
        args![street, of],
    )?;
    Ok(counts.into_iter().sum())
}

pub fn marks_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<String>> {
    r.all("select mark from ballot_receipts where street_id = $1 and ballot_id = $2 order by mark", args![street, of])
}

/// A word of somebody about the roll or the count, that waits for an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Plea {
    pub id: Uuid,
    pub account: AccountId,
    pub at: Moment,
    pub granted: Option<bool>,
    pub reason: Option<String>,
}
db::row!(Plea { id, account, at, granted, reason });

/// Where pleas are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pleas {
    /// Objections against the roll.
    Roll,
    /// Challenges of the count.
    Count,
}

impl Pleas {
    fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Roll => ("ballot_objections", "accepted"),
            Self::Count => ("ballot_challenges", "upheld"),
        }
    }
    /// The column in which the words are sealed.
    pub fn column(self) -> &'static str {
        match self {
            Self::Roll => "ballot_objections.text",
            Self::Count => "ballot_challenges.text",
        }
    }
}

pub fn pleas_of(r: &mut Reader<'_>, street: StreetId, kind: Pleas, of: BallotId) -> Result<Vec<Plea>> {
    let (table, granted) = kind.table();
    r.all(&format!("select id, account_id, at, {granted}, reason from {table} where street_id = $1 and ballot_id = $2 order by id"), args![street, of])
}

pub fn plea_text(r: &mut Reader<'_>, street: StreetId, kind: Pleas, id: Uuid) -> Result<Option<Sealed>> {
    r.opt(&format!("select text from {} where street_id = $1 and id = $2", kind.table().0), args![street, id])
}

pub fn insert_plea(tx: &mut Tx<'_>, kind: Pleas, of: BallotId, id: Uuid, by: AccountId, said: &Sealed) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        &format!("insert into {} (street_id, id, ballot_id, account_id, text, at) values ($1, $2, $3, $4, $5, $6)", kind.table().0),
        args![street, id, of, by, said, now],
    )?;
    Ok(())
}

pub fn judge_plea(tx: &mut Tx<'_>, kind: Pleas, of: BallotId, id: Uuid, granted: bool, reason: &str) -> Result<()> {
    let street = tx.street();
    let (table, column) = kind.table();
    changed(tx.exec(
        &format!("update {table} set {column} = $4, reason = $5 where street_id = $1 and ballot_id = $2 and id = $3 and reason is null"),
        args![street, of, id, granted, reason],
    )?)
}

pub fn batches_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Vec<Batch>> {
    r.all("select ballot_id, no, slips, state, contents, settled_by from ballot_batches where street_id = $1 and ballot_id = $2 order by no", args![street, of])
}

pub fn insert_batch(tx: &mut Tx<'_>, b: &Batch) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into ballot_batches (street_id, ballot_id, no, slips, state) values ($1, $2, $3, $4, $5)",
        args![street, b.ballot, b.no, b.slips, b.state.code()],
    )?;
    Ok(())
}

pub fn save_batch(tx: &mut Tx<'_>, was: &Batch, b: &Batch) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update ballot_batches set state = $4, contents = $5, settled_by = $6 where street_id = $1 and ballot_id = $2 and no = $3 and state = $7",
        args![street, b.ballot, b.no, b.state.code(), b.contents.as_ref().map(text).transpose()?, b.settled_by, was.state.code()],
    )?)
}

pub fn readings_of(r: &mut Reader<'_>, street: StreetId, of: BallotId, batch: i32) -> Result<Vec<Reading>> {
    r.all("select no, reader, contents from ballot_readings where street_id = $1 and ballot_id = $2 and no = $3 order by reader", args![street, of, batch])
}

pub fn insert_reading(tx: &mut Tx<'_>, of: BallotId, reading: &Reading) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into ballot_readings (street_id, ballot_id, no, reader, contents) values ($1, $2, $3, $4, $5)",
        args![street, of, reading.batch, reading.reader, text(&reading.contents)?],
    )?;
    Ok(())
}

/// The desk's sheet of papers, with the two who counted.
pub fn sheet_of(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Option<(Balance, AccountId, Option<AccountId>)>> {
    let found: Option<(String, AccountId, Option<AccountId>)> =
        r.opt("select sheet, first_teller, second_teller from ballot_sheets where street_id = $1 and ballot_id = $2", args![street, of])?;
    found.map(|(sheet, first, second)| Ok((serde_json::from_str(&sheet)?, first, second))).transpose()
}

pub fn put_sheet(tx: &mut Tx<'_>, of: BallotId, sheet: &Balance, first: AccountId, second: Option<AccountId>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into ballot_sheets (street_id, ballot_id, sheet, first_teller, second_teller) values ($1, $2, $3, $4, $5)
         on conflict (street_id, ballot_id) do update set sheet = $3, first_teller = $4, second_teller = $5",
        args![street, of, text(sheet)?, first, second],
    )?;
    Ok(())
}

/// Accounts that wrote an option of a matter: they tell no votes about it.
pub fn option_authors(r: &mut Reader<'_>, street: StreetId, of: Option<MatterId>) -> Result<Vec<AccountId>> {
    r.all("select distinct by_account from matter_options where street_id = $1 and matter_id = $2", args![street, of])
}

/// The sealed name on one line: whether there is such a line, and whether it has a name.
pub fn elector_name(r: &mut Reader<'_>, street: StreetId, of: BallotId, line: i32) -> Result<Option<Option<Sealed>>> {
    r.opt("select name from ballot_electors where street_id = $1 and ballot_id = $2 and line = $3", args![street, of, line])
}

/// Ballots that fill seats of a body, the latest first.
pub fn elections_of(r: &mut Reader<'_>, street: StreetId, of: BodyId, limit: i64) -> Result<Vec<Ballot>> {
    r.all(
        &format!("select {BALLOT} from ballots where street_id = $1 and body_id = $2 and category is not null order by id desc limit $3"),
        args![street, of, limit],
    )
}
