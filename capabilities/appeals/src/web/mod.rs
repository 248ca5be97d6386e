//! Routes of appeals, by who uses them.

mod desk;
mod figures;
mod photos;
mod residents;

use edge::Routes;

pub fn routes() -> Routes {
    figures::routes(photos::routes(desk::routes(residents::routes(Routes::new("appeals")))))
}
