//! Routes of the figures: overview, wall, rates.

use edge::Routes;

pub fn routes(routes: Routes) -> Routes {
    routes
}
