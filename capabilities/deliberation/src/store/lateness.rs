//! Steps of matters whose last day has passed.

use crate::rules::*;
use db::{Reader, Result, args};
use kernel::{Moment, StreetId};

db::row!(LateStep { matter, code, question, body, owner, no, due });

/// Open steps that were due before `now`, the longest late first.
pub fn late_steps(r: &mut Reader<'_>, street: StreetId, now: Moment, limit: i64) -> Result<Vec<LateStep>> {
    r.all(
        "select m.id, m.code, m.question, m.body_id, m.owner, s.no, s.due_at from matter_steps s
         join matters m on m.street_id = s.street_id and m.id = s.matter_id
         where s.street_id = $1 and s.to_at is null and s.due_at < $2 and m.state = 'walking'
         order by s.due_at, m.id limit $3",
        args![street, now, limit],
    )
}
