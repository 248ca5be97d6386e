//! The dispatch catalogue in its versions, what became of each handing-out, and what returns say about it.

use crate::rules::*;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, PlaceId, StreetId, UnitId, uuid::Uuid};

const LINE: &str = "id, category, community_id, grid_id, lead_rule, lead_unit_id, assists, fallback_unit_id, basis, admission, until";

impl FromRow for CatalogueItem {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, category, community, grid) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let (rule, unit): (String, Option<UnitId>) = (r.next()?, r.next()?);
        let assists: Vec<Uuid> = serde_json::from_str(&r.next::<String>()?)?;
        let lead = match (rule.as_str(), unit) {
            ("unit", Some(unit)) => LeadRule::Unit(unit),
            _ => LeadRule::Community,
        };
        Ok(Self {
            id, category, community, grid, lead,
            assists: assists.into_iter().map(UnitId).collect(),
            fallback: r.next()?,
            basis: r.next()?,
            admission: r.next()?,
            until: r.next()?,
        })
    }
}

const VERSION: &str = "version, state, source, drafted_by, drafted_at, proposed_by, proposed_at, published_by, published_at";

impl FromRow for CatalogueVersion {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            version: r.next()?,
            state: super::code(r, VersionState::from_code)?,
            source: r.next()?,
            drafted_by: r.next()?,
            drafted_at: r.next()?,
            proposed_by: r.next()?,
            proposed_at: r.next()?,
            published_by: r.next()?,
            published_at: r.next()?,
        })
    }
}

/// The lines in force that could lead a category.
pub fn catalogue(r: &mut Reader<'_>, street: StreetId, category: &str) -> Result<Vec<CatalogueItem>> {
    let sql = format!(
        "select {LINE} from catalogue_items
         where street_id = $1 and category = $2
           and version = (select max(version) from catalogue_versions where street_id = $1 and state = 'published')
         order by id"
    );
    r.all(&sql, args![street, category])
}

/// Every line of one version.
pub fn catalogue_lines(r: &mut Reader<'_>, street: StreetId, version: i32) -> Result<Vec<CatalogueItem>> {
    let sql = format!("select {LINE} from catalogue_items where street_id = $1 and version = $2 order by category, id");
    r.all(&sql, args![street, version])
}

/// Every version but those dropped, newest first.
pub fn catalogue_versions(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<CatalogueVersion>> {
    let sql = format!(
        "select {VERSION} from catalogue_versions where street_id = $1 and state <> 'dropped' order by version desc"
    );
    r.all(&sql, args![street])
}

/// The version that is being written, if one is.
pub fn catalogue_draft(r: &mut Reader<'_>, street: StreetId) -> Result<Option<CatalogueVersion>> {
    let sql = format!("select {VERSION} from catalogue_versions where street_id = $1 and state in ('draft', 'proposed')");
    r.opt(&sql, args![street])
}

/// Begins a version with what is in force; gives its number.
pub fn begin_catalogue(tx: &mut Tx<'_>, by: Option<AccountId>) -> Result<i32> {
    let (street, now) = (tx.street(), tx.now());
    let last: Option<i64> = tx.one("select max(version) from catalogue_versions where street_id = $1", args![street])?;
    let version = last.unwrap_or(0) + 1;
    tx.exec(
        "insert into catalogue_versions (street_id, version, state, source, drafted_by, drafted_at)
         values ($1, $2, 'draft', '', $3, $4)",
        args![street, version, by, now],
    )?;
    Ok(i32::try_from(version).unwrap_or(i32::MAX))
}

/// A street's first catalogue, in force at once: it comes with the categories.
pub fn first_catalogue(tx: &mut Tx<'_>, source: &str, items: &[CatalogueItem]) -> Result<()> {
    let version = begin_catalogue(tx, None)?;
    for item in items {
        put_catalogue_line(tx, version, item)?;
    }
    mark_catalogue(tx, version, VersionState::Published, None, Some(source))
}

/// Moves a version on; the moment and the hand stand beside where it moved to.
pub fn mark_catalogue(tx: &mut Tx<'_>, version: i32, state: VersionState, by: Option<AccountId>, source: Option<&str>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let (whose, when) = match state {
        VersionState::Proposed => ("proposed_by", "proposed_at"),
        VersionState::Published => ("published_by", "published_at"),
        VersionState::Draft | VersionState::Dropped => ("drafted_by", "drafted_at"),
    };
    let sql = format!(
        "update catalogue_versions set state = $3, {whose} = $4, {when} = $5, source = coalesce($6, source)
         where street_id = $1 and version = $2"
    );
    tx.exec(&sql, args![street, version, state.code(), by, now, source])?;
    Ok(())
}

/// Writes a line of a version: in the place of its line with the same id, else as a new one.
pub fn put_catalogue_line(tx: &mut Tx<'_>, version: i32, item: &CatalogueItem) -> Result<()> {
    let street = tx.street();
    let id = if drop_catalogue_line(tx, version, item.id)? { item.id } else { Uuid::now_v7() };
    let (rule, unit) = match item.lead {
        LeadRule::Unit(unit) => ("unit", Some(unit)),
        LeadRule::Community => ("community", None),
    };
    let assists: Vec<Uuid> = item.assists.iter().map(|u| u.uuid()).collect();
    tx.exec(
        "insert into catalogue_items (street_id, id, version, category, community_id, grid_id, lead_rule, lead_unit_id,
           assists, fallback_unit_id, basis, admission, until)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![
            street, id, version, &item.category, item.community, item.grid, rule, unit,
            serde_json::to_string(&assists)?, item.fallback, &item.basis, item.admission.clone(), item.until
        ],
    )?;
    Ok(())
}

/// Whether there was such a line.
pub fn drop_catalogue_line(tx: &mut Tx<'_>, version: i32, line: Uuid) -> Result<bool> {
    let street = tx.street();
    Ok(tx.exec("delete from catalogue_items where street_id = $1 and version = $2 and id = $3", args![street, version, line])? > 0)
}

/// Cases opened since then that a unit leads, gathered by what a catalogue asks.
pub fn past_cases(r: &mut Reader<'_>, street: StreetId, since: Moment) -> Result<Vec<PastCases>> {
    type Group = (String, Option<PlaceId>, Option<PlaceId>, UnitId, i64);
    let rows: Vec<Group> = r.all(
        "select category, community_id, grid_id, lead_unit_id, count(*) from cases
         where street_id = $1 and opened_at >= $2 and lead_unit_id is not null and state <> 'merged'
         group by category, community_id, grid_id, lead_unit_id
         order by category, community_id, grid_id, lead_unit_id",
        args![street, since],
    )?;
    let group = |(category, community, grid, lead, cases): Group| PastCases { category, community, grid, lead, cases };
    Ok(rows.into_iter().map(group).collect())
}

/// Keeps that a case was handed out, and what the catalogue said.
pub fn keep_dispatch(tx: &mut Tx<'_>, case: &Case, proposed: Option<UnitId>, by_rule: bool) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_dispatches (street_id, id, case_id, category, community_id, unit_id, proposed_unit_id, by_rule, at,
           overturned)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![street, Uuid::now_v7(), case.id, &case.category, case.place.community, case.lead, proposed, by_rule, now, false],
    )?;
    Ok(())
}

/// The last handing-out of a case did not hold.
pub fn overturn_dispatch(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update case_dispatches set overturned = $3
         where street_id = $1
           and id = (select id from case_dispatches where street_id = $1 and case_id = $2 order by id desc limit 1)",
        args![street, case, true],
    )?;
    Ok(())
}

/// Whom the case had gone to when its last handing-out did not hold.
pub fn overturned(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<UnitId>> {
    let last: Option<(UnitId, bool)> = r.opt(
        "select unit_id, overturned from case_dispatches where street_id = $1 and case_id = $2 order by id desc limit 1",
        args![street, case],
    )?;
    Ok(last.filter(|(_, overturned)| *overturned).map(|(unit, _)| unit))
}

/// The last handings-out of a category, newest first.
pub fn past_dispatches(r: &mut Reader<'_>, street: StreetId, category: &str) -> Result<Vec<PastDispatch>> {
    let rows: Vec<(UnitId, Option<UnitId>, bool)> = r.all(
        "select unit_id, proposed_unit_id, overturned from case_dispatches
         where street_id = $1 and category = $2 order by id desc limit $3",
        args![street, category, LOOKED_BACK as i64],
    )?;
    Ok(rows.into_iter().map(|(unit, proposed, overturned)| PastDispatch { unit, proposed, overturned }).collect())
}

/// The last cases of a category that were handed out and kept, those of the community first: case and unit.
pub fn similar_dispatches(r: &mut Reader<'_>, street: StreetId, case: &Case, most: usize) -> Result<Vec<(CaseId, UnitId)>> {
    let rows: Vec<(CaseId, UnitId, Option<PlaceId>)> = r.all(
        "select case_id, unit_id, community_id from case_dispatches
         where street_id = $1 and category = $2 and overturned = $3 and case_id <> $4 order by id desc limit 100",
        args![street, &case.category, false, case.id],
    )?;
    let (near, far): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, _, c)| c.is_some() && *c == case.place.community);
    let mut kept: Vec<(CaseId, UnitId)> = vec![];
    for (id, unit, _) in near.into_iter().chain(far) {
        if kept.len() < most && kept.iter().all(|(k, _)| *k != id) {
            kept.push((id, unit));
        }
    }
    Ok(kept)
}

/// Categories the rule is switched on for, and since when.
pub fn rule_categories(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(String, Moment)>> {
    r.all("select category, since from rule_dispatches where street_id = $1 order by category", args![street])
}

pub fn switch_rule(tx: &mut Tx<'_>, category: &str, on: bool, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec("delete from rule_dispatches where street_id = $1 and category = $2", args![street, category])?;
    if on {
        tx.exec(
            "insert into rule_dispatches (street_id, category, since, by_account) values ($1, $2, $3, $4)",
            args![street, category, now, by],
        )?;
    }
    Ok(())
}

/// Accepted cases nobody has had yet, in categories the rule is switched on for.
pub fn for_the_rule(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<CaseId>> {
    r.all(
        "select c.id from cases c
         join rule_dispatches d on d.street_id = c.street_id and d.category = c.category
         where c.street_id = $1 and c.state = $2 and c.lead_unit_id is null
         order by c.id limit 500",
        args![street, State::Accepted.code()],
    )
}

/// What a return or a sitting says about the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub id: Uuid,
    pub case: CaseId,
    pub category: String,
    pub community: Option<PlaceId>,
    pub grid: Option<PlaceId>,
    pub from: Option<UnitId>,
    pub unit: UnitId,
    /// `return` or `conferral`.
    pub cause: String,
    pub at: Moment,
}

impl FromRow for Suggestion {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            case: r.next()?,
            category: r.next()?,
            community: r.next()?,
            grid: r.next()?,
            from: r.next()?,
            unit: r.next()?,
            cause: r.next()?,
            at: r.next()?,
        })
    }
}

pub fn suggest(tx: &mut Tx<'_>, case: &Case, from: Option<UnitId>, cause: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into catalogue_suggestions (street_id, id, case_id, category, community_id, grid_id, from_unit_id, unit_id, cause,
           at, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open')",
        args![
            street, Uuid::now_v7(), case.id, &case.category, case.place.community, case.place.grid, from, case.lead, cause, now
        ],
    )?;
    Ok(())
}

/// Suggestions nobody has settled, newest first, at most a hundred.
pub fn suggestions(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Suggestion>> {
    r.all(
        "select id, case_id, category, community_id, grid_id, from_unit_id, unit_id, cause, at from catalogue_suggestions
         where street_id = $1 and state = 'open' order by id desc limit 100",
        args![street],
    )
}

/// Whether it was open.
pub fn settle_suggestion(tx: &mut Tx<'_>, id: Uuid, state: &str, by: Option<AccountId>) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let done = tx.exec(
        "update catalogue_suggestions set state = $3, settled_by = $4, settled_at = $5
         where street_id = $1 and id = $2 and state = 'open'",
        args![street, id, state, by, now],
    )?;
    Ok(done > 0)
}
