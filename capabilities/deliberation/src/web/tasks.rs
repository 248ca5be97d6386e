//! A task on its way: done, standing still, more time.

use super::matters;
use crate::rules::*;
use crate::views::*;
use edge::Routes;

pub(super) fn add(routes: Routes) -> Routes {
    routes
        .post("/matters/{id}/tasks/{part}/done", "accept_task", "Its owner says that it is done, and what shows it.", matters::finish_task)
        .takes::<matters::Evidence>()
        .gives::<MatterView>()
        .post("/matters/{id}/tasks/{part}/blocking", "accept_task", "It stands still, with a public reason.", matters::block_task)
        .takes::<matters::Why>()
        .gives::<MatterView>()
        .post("/matters/{id}/tasks/{part}/blocking/end", "accept_task", "It goes on.", matters::unblock_task)
        .takes::<matters::Words>()
        .gives::<MatterView>()
        .post("/matters/{id}/tasks/{part}/time", "accept_task", "Its owner asks for a later day, with a reason.", matters::ask_more_time)
        .takes::<MoreTime>()
        .gives::<MatterView>()
        .post("/matters/{id}/tasks/{part}/time/decision", "pass_matter", "Another hand grants the later day or not; the old one stays.", matters::judge_more_time)
        .takes::<TimeJudging>()
        .gives::<MatterView>()
}
