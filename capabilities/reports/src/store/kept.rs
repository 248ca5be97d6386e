//! Kept figures, the papers of those that are declared, and corrections.

use super::changed;
use crate::rules::{Figure, Origin, Paper, Restatement};
use db::{FromRow, Reader, Result, Row, Sql, Tx, args, code};
use figures::{Bound, Span, Unit};
use kernel::{AccountId, Day, Moment, PlaceId, StreetId, uuid::Uuid};

const FIGURE: &str = "f.id, f.indicator, f.version, f.place_id, f.from_day, f.to_day, f.value, f.unit, f.origin, f.bound, f.near, f.parts,
  f.ids_hash, f.seal, f.kept_at, f.certified_at, f.disputed_at, p.name, p.hash, p.words, p.day, p.by_account
  from kept_figures f
  left join figure_papers p on p.street_id = f.street_id and p.figure_id = f.id";

impl FromRow for Figure {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            indicator: r.next()?,
            version: r.next()?,
            place: r.next()?,
            span: Span { from: r.next()?, to: r.next()? },
            value: r.next()?,
            unit: code(r, Unit::from_code)?,
            origin: code(r, Origin::from_code)?,
            bound: code(r, Bound::from_code)?,
            near: serde_json::from_str(&r.next::<String>()?)?,
            groups: serde_json::from_str(&r.next::<String>()?)?,
            ids_hash: r.next()?,
            seal: r.next()?,
            kept_at: r.next()?,
            certified_at: r.next()?,
            disputed_at: r.next()?,
            source: paper(r)?,
        })
    }
}

fn paper(r: &mut Row) -> Result<Option<Paper>> {
    let (name, hash, words): (Option<String>, Option<String>, Option<String>) = (r.next()?, r.next()?, r.next()?);
    let (day, by): (Option<Day>, Option<AccountId>) = (r.next()?, r.next()?);
    Ok(name.zip(hash).zip(words).zip(day).map(|(((name, hash), words), day)| Paper { name, hash, words, day, by }))
}

pub fn figure(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<Figure>> {
    r.opt(&format!("select {FIGURE} where f.street_id = $1 and f.id = $2"), args![street, id])
}

/// Kept figures of exactly these times, of one indicator or of all.
pub fn figures_of(r: &mut Reader<'_>, street: StreetId, indicator: Option<&str>, span: Span) -> Result<Vec<Figure>> {
    let mut sql = Sql::new(&format!("select {FIGURE} where f.street_id = "));
    sql.bind(street).and("f.indicator =", indicator).and("f.from_day =", Some(span.from)).and("f.to_day =", Some(span.to));
    sql.push("\norder by f.indicator, f.place_id, f.origin");
    r.list(&sql)
}

/// Counted figures of all times between two days, the months among them whole; of these indicators or of all.
pub fn counted_between(r: &mut Reader<'_>, street: StreetId, span: Span, of: Option<&[&str]>) -> Result<Vec<Figure>> {
    let mut sql = Sql::new(&format!("select {FIGURE} where f.street_id = "));
    sql.bind(street).push("\n  and f.origin = 'computed'").and("f.from_day >=", Some(span.from)).and("f.to_day <=", Some(span.to));
    if let Some(of) = of {
        sql.push("\n  and ").within("f.indicator", of.iter().copied());
    }
    sql.push("\norder by f.from_day, f.indicator, f.place_id");
    r.list(&sql)
}

/// Every kept figure of one indicator and origin at a place, the newest last.
pub fn history(r: &mut Reader<'_>, street: StreetId, indicator: &str, place: PlaceId, origin: Origin) -> Result<Vec<Figure>> {
    r.all(
        &format!("select {FIGURE} where f.street_id = $1 and f.indicator = $2 and f.place_id = $3 and f.origin = $4 order by f.to_day, f.from_day, f.id limit 500"),
        args![street, indicator, place, origin.code()],
    )
}

/// Of each indicator the last figure from papers that is of no later than `to`, at one place.
pub fn papers_by(r: &mut Reader<'_>, street: StreetId, place: PlaceId, to: Day) -> Result<Vec<Figure>> {
    r.all(
        &format!("select {FIGURE} where f.street_id = $1 and f.place_id = $2 and f.origin <> 'computed' and f.to_day <= $3
         order by f.indicator, f.to_day, f.id"),
        args![street, place, to],
    )
}

/// Counted figures of every month that is kept, of the whole tree.
pub fn counted(r: &mut Reader<'_>, street: StreetId, since: Day) -> Result<Vec<Figure>> {
    r.all(
        &format!("select {FIGURE} where f.street_id = $1 and f.origin = 'computed' and f.from_day >= $2 order by f.from_day, f.indicator, f.place_id"),
        args![street, since],
    )
}

/// Whether counted figures of a month are kept already.
pub fn has_month(r: &mut Reader<'_>, street: StreetId, month: Span) -> Result<bool> {
    Ok(r.opt::<i64>(
        "select 1 from kept_figures where street_id = $1 and from_day = $2 and to_day = $3 and origin = 'computed' limit 1",
        args![street, month.from, month.to],
    )?
    .is_some())
}

/// How many rows of the journal are sealed.
pub fn sealed(r: &mut Reader<'_>, street: StreetId) -> Result<i64> {
    Ok(r.one::<Option<i64>>("select max(seq) from seals where street_id = $1", args![street])?.unwrap_or(0))
}

pub fn insert_figure(tx: &mut Tx<'_>, f: &Figure) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into kept_figures (street_id, id, indicator, version, place_id, from_day, to_day, value, unit, origin, bound, near, parts,
           ids_hash, seal, kept_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        args![
            street, f.id, &f.indicator, f.version, f.place, f.span.from, f.span.to, f.value, f.unit.code(), f.origin.code(), f.bound.code(),
            serde_json::to_string(&f.near)?, serde_json::to_string(&f.groups)?, &f.ids_hash, f.seal, f.kept_at
        ],
    )?;
    if let Some(p) = &f.source {
        tx.exec(
            "insert into figure_papers (street_id, figure_id, name, hash, words, day, by_account) values ($1, $2, $3, $4, $5, $6, $7)",
            args![street, f.id, &p.name, &p.hash, &p.words, p.day, p.by],
        )?;
    }
    Ok(())
}

pub fn save_figure(tx: &mut Tx<'_>, f: &Figure) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update kept_figures set value = $3, bound = $4, near = $5, parts = $6, ids_hash = $7, kept_at = $8, disputed_at = $9
         where street_id = $1 and id = $2",
        args![
            street, f.id, f.value, f.bound.code(), serde_json::to_string(&f.near)?, serde_json::to_string(&f.groups)?, &f.ids_hash, f.kept_at,
            f.disputed_at
        ],
    )?)?;
    if let Some(p) = &f.source {
        tx.exec("update figure_papers set words = $3 where street_id = $1 and figure_id = $2", args![street, f.id, &p.words])?;
    }
    Ok(())
}

pub fn dispute(tx: &mut Tx<'_>, id: Uuid, at: Moment) -> Result<()> {
    let street = tx.street();
    changed(tx.exec("update kept_figures set disputed_at = $3 where street_id = $1 and id = $2 and disputed_at is null", args![street, id, at])?)
}

pub fn certify(tx: &mut Tx<'_>, id: Uuid, by: AccountId, at: Moment) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update kept_figures set certified_by = $3, certified_at = $4 where street_id = $1 and id = $2 and certified_at is null",
        args![street, id, by, at],
    )?)
}

pub fn insert_restatement(tx: &mut Tx<'_>, n: &Restatement, by: Option<AccountId>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into figure_restatements (street_id, id, figure_id, old_value, new_value, why, by_account, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, n.id, n.figure, n.old, n.new, &n.why, by, n.at],
    )?;
    Ok(())
}

impl FromRow for Restatement {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            figure: r.next()?,
            indicator: r.next()?,
            place: r.next()?,
            span: Span { from: r.next()?, to: r.next()? },
            old: r.next()?,
            new: r.next()?,
            why: r.next()?,
            at: r.next()?,
        })
    }
}

/// Corrections, the newest first: of one indicator or of all, after an id.
pub fn restatements(r: &mut Reader<'_>, street: StreetId, indicator: Option<&str>, before: Option<Uuid>, limit: i64) -> Result<Vec<Restatement>> {
    let mut sql = Sql::new(
        "select n.id, n.figure_id, f.indicator, f.place_id, f.from_day, f.to_day, n.old_value, n.new_value, n.why, n.at
         from figure_restatements n
         join kept_figures f on f.street_id = n.street_id and f.id = n.figure_id
         where n.street_id = ",
    );
    sql.bind(street).and("f.indicator =", indicator).and("n.id <", before);
    sql.push("\norder by n.id desc limit ").bind(limit);
    r.list(&sql)
}
