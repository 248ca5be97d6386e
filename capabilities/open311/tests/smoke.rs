//! x
#[test]
fn smoke() {
    testkit::on_both(|site| {
        for p in ["/open311/discovery.json", "/open311/v2/services.json", "/open311/v2/services/lift.xml", "/open311/v2/requests.json", "/open311/v2/requests/x.xml", "/open311/v2/x", "/open311/v2/bulk/2026-11.csv"] {
            let got = site.get(p).send();
            println!("{p} {} {:?}\n{}", got.status, got.headers, got.text());
        }
    });
}
