//! What goes wrong: status, type and body of every call, in both notations; never a page, and several at once.

use crate::common::*;
use http::Method;
use testkit::Site;

#[test]
fn every_call_says_what_is_wrong() {
    testkit::on_both(|site| {
        let calls = ["discovery", "services", "services/lift", "requests", "requests/20260101-NOTHNG", "tokens/T7", "servicerequestupdates"];
        for call in calls {
            let unknown = ask(site, call, "jurisdiction_id=elsewhere.example");
            assert_eq!((unknown.status.as_u16(), codes(&unknown)), (404, vec![4041]), "{call}");
            let right = ask(site, call, "");
            for jurisdiction in ["", "street.example", "%E7%AB%B9%E6%BA%AA%E8%A1%97%E9%81%93", "Z"] {
                let got = ask(site, call, &format!("jurisdiction_id={jurisdiction}&stranger=1"));
                assert_eq!((got.status, &got.body), (right.status, &right.body), "{call} for `{jurisdiction}`");
            }
        }
        for (call, status, code) in [
            ("services/nothing", 404, 4042),
            ("requests/20260101-NOTHNG", 404, 4043),
            ("tokens/nothing", 404, 4044),
        ] {
            let got = ask(site, call, "");
            assert_eq!((got.status.as_u16(), codes(&got)), (status, vec![code]), "{call}");
        }
        for (query, status, code) in [
            ("service_code=nothing", 404, 4042),
            ("status=fixed", 400, 400),
            ("start_date=2026-11-01", 400, 4005),
            ("end_date=x", 400, 4005),
            ("start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z", 400, 4005),
            ("bbox=1,2", 400, 4003),
            ("radius=1", 400, 4003),
            ("page=-1", 400, 400),
            ("after=x", 400, 400),
            ("updated_after=x", 400, 4005),
        ] {
            let got = ask(site, "requests", query);
            assert_eq!((got.status.as_u16(), codes(&got)), (status, vec![code]), "{query}");
        }
        let two = ask(site, "requests", "status=fixed&start_date=yesterday");
        assert_eq!((two.status.as_u16(), codes(&two)), (400, vec![4005, 400]));
        let many = vec!["20260101-NOTHNG"; 101].join(",");
        assert_eq!(ask(site, "requests", &format!("service_request_id={many}")).status, 400);
    });
}

#[test]
fn another_address_or_method_is_an_error_in_the_notation_asked_for() {
    testkit::on_both(|site| {
        let get = |path: &str| site.get(path).send();
        for path in ["/open311/v2", "/open311/v2/requests", "/open311/v2/requests.yaml", "/open311/v2/services/lift", "/open311/v2/bulk/2026-13.csv", "/open311/v3/requests.xml", "/open311/v2/bulk/2026-11.txt"] {
            let got = get(path);
            assert_eq!((got.status.as_u16(), &got.headers["content-type"]), (404, &"text/xml; charset=utf-8".parse().expect("a value")), "{path}");
            assert!(got.text().contains("<errors><error><code>404</code>"), "{path}: {}", got.text());
        }
        let json = get("/open311/v2/nothing.json");
        assert_eq!((json.status.as_u16(), codes(&json)), (404, vec![404]));
        for (method, path) in [(Method::POST, "services.json"), (Method::DELETE, "requests.json"), (Method::PUT, "requests/x.json")] {
            let got = site.ask(method, &format!("{BASE}/{path}")).send();
            assert_eq!((got.status.as_u16(), codes(&got)), (404, vec![404]), "{path}");
        }
    });
}

#[test]
fn a_malformed_body_is_no_page() {
    testkit::on_both(|site: &Site| {
        let send = |kind: &'static str, body: &[u8]| site.post(&format!("{BASE}/requests.xml")).raw(kind, body.to_vec()).send();
        for (kind, body, status) in [
            ("application/json", &b"{"[..], 403),
            ("text/plain", b"\xff\xfe", 403),
            ("application/x-www-form-urlencoded", b"api_key=%ff%fe&&==&", 403),
            ("multipart/form-data", b"no boundary", 400),
            ("multipart/form-data; boundary=x", b"--x\r\nbroken", 400),
        ] {
            let got = send(kind, body);
            assert_eq!(got.status.as_u16(), status, "{kind}: {}", got.text());
            assert!(got.text().starts_with("<?xml") && got.headers["content-type"] == "text/xml; charset=utf-8", "{}", got.text());
        }
        let long = vec![b'a'; (1 << 20) + 1];
        assert_eq!(send("application/x-www-form-urlencoded", &long).status, 400);
    });
}
