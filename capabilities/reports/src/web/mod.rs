//! Routes of figures, reports and open data.
mod figures;
mod opendata;
mod reports;

use edge::Routes;

pub fn routes() -> Routes {
    opendata::routes(reports::routes(figures::routes(Routes::new("reports"))))
}
