//! Routes of the open interface: each call twice, by the suffix of its notation.

mod answer;
mod ask;
mod body;
mod export;
mod reading;
mod test;
mod writing;

use edge::Routes;

pub fn routes() -> Routes {
    let public = "public";
    Routes::new("open311")
        .get("/open311/discovery.xml", public, "Where the open interface is, as XML.", reading::discovery)
        .get("/open311/discovery.json", public, "Where the open interface is, as JSON.", reading::discovery)
        .get("/open311/discovery.html", public, "Where the open interface is, for people.", reading::discovery_page)
        .get("/open311/v2/discovery.xml", public, "Where the open interface is, as XML.", reading::discovery)
        .get("/open311/v2/discovery.json", public, "Where the open interface is, as JSON.", reading::discovery)
        .get("/open311/v2/discovery.html", public, "Where the open interface is, for people.", reading::discovery_page)
        .get("/open311/v2/services.xml", public, "The services on offer, as XML.", reading::services)
        .get("/open311/v2/services.json", public, "The services on offer, as JSON.", reading::services)
        .get("/open311/v2/services/{service_code}", public, "What a service asks; ends in .xml or .json.", reading::definition)
        .get("/open311/v2/requests.xml", public, "Published requests, as XML.", reading::requests)
        .get("/open311/v2/requests.json", public, "Published requests, as JSON.", reading::requests)
        .post("/open311/v2/requests.xml", crate::rules::CREATE, "Bring a request; answers in XML.", writing::create)
        .post("/open311/v2/requests.json", crate::rules::CREATE, "Bring a request; answers in JSON.", writing::create)
        .get("/open311/v2/requests/{service_request_id}", public, "One published request; ends in .xml or .json.", reading::request)
        .get("/open311/v2/tokens/{token}", public, "The request behind a token; ends in .xml or .json.", reading::token)
        .get("/open311/v2/servicerequestupdates.xml", public, "What has happened to published requests, as XML.", reading::updates)
        .get("/open311/v2/servicerequestupdates.json", public, "What has happened to published requests, as JSON.", reading::updates)
        .post("/open311/v2/servicerequestupdates.xml", crate::rules::UPDATE, "Add to a request; answers in XML.", writing::add_update)
        .post("/open311/v2/servicerequestupdates.json", crate::rules::UPDATE, "Add to a request; answers in JSON.", writing::add_update)
        .get("/open311/v2/bulk/{month}", public, "A month of requests; ends in .csv, .xml or .json.", export::month)
        .open("/open311/{*rest}", answer::nothing)
        .open_below("/open311/test/v2/{*rest}", test::any)
}
