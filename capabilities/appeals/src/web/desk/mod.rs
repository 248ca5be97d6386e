//! Routes of the desk: lists, one case, a verb a noun, and the intake form.

mod intake;
mod lists;
mod verbs;

use edge::Routes;

pub fn routes(routes: Routes) -> Routes {
    verbs::routes(intake::routes(lists::routes(routes)))
}
