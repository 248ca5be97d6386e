//! Routes of the desk: lists, one case, a verb a noun, and the intake form.

mod bulk;
mod catalogue;
mod clusters;
mod exports;
mod intake;
mod lists;
mod verbs;

use crate::rules::WHO_MAY;
use edge::{Failure, Routes, Seen};

pub fn routes(routes: Routes) -> Routes {
    clusters::routes(exports::routes(bulk::routes(catalogue::routes(verbs::routes(intake::routes(lists::routes(routes)))))))
}

/// The pages of the desk are for those whose post may see a case somewhere; for other staff they are not there.
fn sees_cases(seen: &Seen) -> Result<(), Failure> {
    seen.staff()?;
    let sees = auth::reaches(WHO_MAY, "see_case", &seen.viewer, seen.now);
    if sees { Ok(()) } else { Err(Failure::NotFound) }
}
