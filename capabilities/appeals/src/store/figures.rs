//! Counts behind the figures: kept ones for pages, and the plain recount that must equal them.

use crate::rules::scoring::Tally;
use db::{Reader, Result, args};
use kernel::{Moment, PlaceId, StreetId};

/// Open and closed cases by state, from the kept counts.
pub fn by_state(r: &mut Reader<'_>, street: StreetId, community: Option<PlaceId>) -> Result<Vec<(String, i64)>> {
    let mut sql = db::Sql::new("select state, cast(sum(n) as bigint) from case_counts where street_id = ");
    sql.bind(street).and("community_id =", community);
    sql.push("\ngroup by state\nhaving sum(n) <> 0\norder by state");
    r.list(&sql)
}

/// The same, counted row by row.
pub fn recount_by_state(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(String, i64)>> {
    r.all("select state, count(*) from cases where street_id = $1 group by state order by state", args![street])
}

/// The three questions over the last answer of each valid voice in a half-open window. A speaker's own answer
/// outranks staff's; consultation and praise are not counted.
pub fn tally(r: &mut Reader<'_>, street: StreetId, from: Moment, to: Moment) -> Result<Tally> {
    type Line = (kernel::uuid::Uuid, Option<bool>, Option<bool>, Option<String>, String);
    let rows: Vec<Line> = r.all(
        "select b.voice_id, b.contacted, b.solved, b.satisfaction, b.source
         from case_callbacks b
         join voices v on v.street_id = b.street_id and v.id = b.voice_id
         join cases c on c.street_id = b.street_id and c.id = b.case_id
         where b.street_id = $1 and b.at >= $2 and b.at < $3 and b.reached = $4
           and v.speaker in ('resident', 'enterprise')
           and c.case_type not in ('consultation', 'praise')
         order by b.voice_id, case when b.source = 'self' then 1 else 0 end, b.id",
        args![street, from, to, true],
    )?;
    let mut last: std::collections::BTreeMap<_, _> = std::collections::BTreeMap::new();
    for (voice, contacted, solved, satisfaction, _) in rows {
        last.insert(voice, (contacted, solved, satisfaction));
    }
    let mut tally = Tally { valid: last.len() as i64, ..Tally::default() };
    for (contacted, solved, satisfaction) in last.into_values() {
        tally.contacted += i64::from(contacted.is_some());
        tally.contacted_yes += i64::from(contacted == Some(true));
        tally.solved += i64::from(solved.is_some());
        tally.solved_yes += i64::from(solved == Some(true));
        match satisfaction.as_deref() {
            None | Some("no_answer") => {}
            Some(level) => {
                tally.rated += 1;
                tally.satisfied += i64::from(matches!(level, "very_satisfied" | "satisfied"));
                tally.basically += i64::from(level == "basically");
            }
        }
    }
    Ok(tally)
}
