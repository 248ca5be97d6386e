//! Routes of photos: the clean derivative to everyone entitled, the sealed original to few.

use edge::Routes;

pub fn routes(routes: Routes) -> Routes {
    routes
}
