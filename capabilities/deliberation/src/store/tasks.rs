//! More time for a task, and tasks nobody has accepted.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{Moment, StreetId, uuid::Uuid};

db::row!(TaskExtension { id, task, was_due, new_due, reason, asked_by, asked_at, granted, said, decided_by, decided_at });

/// The first first.
pub fn task_extensions(r: &mut Reader<'_>, street: StreetId, task: Uuid) -> Result<Vec<TaskExtension>> {
    r.all(
        "select id, task_id, was_due, new_due, reason, asked_by, asked_at, granted, said, decided_by, decided_at
         from matter_task_extensions where street_id = $1 and task_id = $2 order by id",
        args![street, task],
    )
}

pub fn insert_task_extension(tx: &mut Tx<'_>, x: &TaskExtension) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into matter_task_extensions (street_id, id, task_id, was_due, new_due, reason, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, x.id, x.task, x.was_due, x.new_due, &x.reason, x.asked_by, x.asked_at],
    )?;
    Ok(())
}

pub fn judge_task_extension(tx: &mut Tx<'_>, x: &TaskExtension) -> Result<()> {
    let street = tx.street();
    super::changed(tx.exec(
        "update matter_task_extensions set granted = $3, said = $4, decided_by = $5, decided_at = $6
         where street_id = $1 and id = $2 and granted is null",
        args![street, x.id, x.granted, x.said.clone(), x.decided_by, x.decided_at],
    )?)
}

/// Tasks whose owner was asked before a moment, has not accepted, and for which nobody was urged yet.
pub fn tasks_unaccepted(r: &mut Reader<'_>, street: StreetId, asked_before: Moment, most: i64) -> Result<Vec<(MatterId, Uuid)>> {
    r.all(
        "select t.matter_id, t.id from matter_tasks t join matters m on m.street_id = t.street_id and m.id = t.matter_id
         where t.street_id = $1 and t.state = 'open' and t.asked_at < $2 and t.urged_at is null and m.state = 'walking'
         order by t.asked_at
         limit $3",
        args![street, asked_before, most],
    )
}
