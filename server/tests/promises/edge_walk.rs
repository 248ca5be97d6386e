//! G21 on things that are there: reading them changes nothing, and no other site acts on them in a reader's name.

use edge::Verb;
use http::Method;
use serde_json::json;
use std::collections::BTreeMap;
use testkit::{Answer, As, Face, Made, Site, Wanted};

fn walk(site: &Site, made: &Made) -> Vec<(Verb, String)> {
    let fill = |path: &str| {
        let path = if path.starts_with("/places/{id}") {
            path.replace("{id}", &site.place("ZA").to_string())
        } else {
            path.replace("{id}", &made.case.id.to_string())
        };
        path.replace("{case_no}", &made.case.case_no).replace("{kind}", "boundaries").replace("{code}", "solution")
            .replace("{service_code}", "lift.json")
            .replace("{service_request_id}", &format!("{}.json", made.case.case_no))
            .replace("{token}", "none.json")
            .replace("{month}", "2026-11.csv")
    };
    server::house::rooms().iter().flat_map(|r| r.list().to_vec()).map(|r| (r.verb, fill(r.path))).collect()
}

fn readers(made: &Made) -> Vec<As> {
    let staff = ["clerk", "handler", "callback", "sysadmin", "secadmin"].map(|k| As::Person(k.into()));
    [As::Visitor, As::Person("lin".into()), As::Bearer(made.code.clone())].into_iter().chain(staff).collect()
}

/// A digest of every table; where a session was last seen is let out.
fn checksums(site: &Site) -> BTreeMap<String, String> {
    let postgres = site.engine == "postgres";
    site.read(move |r| {
        let listed = if postgres {
            "select cast(table_name as text) from information_schema.tables where table_schema = current_schema()"
        } else {
            "select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '%search%'"
        };
        let tables: Vec<String> = r.all(listed, &[])?;
        let mut sums = BTreeMap::new();
        for table in tables.into_iter().filter(|t| t != "sessions") {
            let rows = if postgres {
                let sum = format!("select coalesce(md5(string_agg(cast(t as text), '|' order by cast(t as text))), '') from {table} t");
                r.one::<String>(&sum, &[])?
            } else {
                let columns: Vec<String> = r.all(&format!("select name from pragma_table_info('{table}')"), &[])?;
                let quoted: Vec<_> = columns.iter().map(|c| format!("quote({c})")).collect();
                let mut rows: Vec<String> = r.all(&format!("select {} from {table}", quoted.join(" || '|' || ")), &[])?;
                rows.sort_unstable();
                rows.concat()
            };
            sums.insert(table, rows);
        }
        Ok(sums)
    })
}

fn send(site: &Site, verb: Verb, path: &str, who: &As) -> Answer {
    match verb {
        Verb::Post => site.post(path).by(who).json(&json!({})).send(),
        Verb::Get => site.get(path).by(who).face(Face::Page).send(),
        Verb::Delete => site.ask(Method::DELETE, path).by(who).send(),
    }
}

#[test]
fn reading_changes_nothing() {
    testkit::on_both(|site| {
        let made = site.makes(&Wanted { state: appeals::rules::State::Callback, speaker: Some("lin"), ..Wanted::default() });
        let readers = readers(&made);
        for who in &readers {
            // Whoever reads for the first time signs in, which is an act.
            send(site, Verb::Get, "/", who);
        }
        let before = checksums(site);
        assert!(before.len() > 10 && before.values().any(|rows| !rows.is_empty()));
        for who in &readers {
            for (verb, path) in walk(site, &made) {
                if verb == Verb::Get {
                    send(site, verb, &path, who);
                    site.ask(Method::HEAD, &path).by(who).send();
                }
            }
        }
        let after = checksums(site);
        let changed: Vec<_> = before.iter().filter(|(t, rows)| after.get(*t) != Some(rows)).map(|(t, _)| t).collect();
        assert!(changed.is_empty(), "{}: reading changed {changed:?}", site.engine);
        site.makes(&Wanted::default());
        assert_ne!(checksums(site), before, "a change is noticed");
    });
}

#[test]
fn no_other_site_acts_in_a_readers_name() {
    testkit::on_both(|site| {
        let made = site.makes(&Wanted::default());
        let who = As::Person("clerk".into());
        send(site, Verb::Get, "/", &who);
        let before = checksums(site);
        let words = json!({ "category": "lift", "text": "别家的页面", "client_key": "k", "address_note": "那边" });
        for (verb, path) in walk(site, &made) {
            if verb == Verb::Get {
                continue;
            }
            for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
                let got = site.post(&path).by(&who).header(name, value).json(&words).send();
                // Nobody is signed in at the exchange's door: there only its key is asked for.
                let refused = if path.starts_with("/exchange/") { 401 } else { 403 };
                assert_eq!(got.status, refused, "{path} with {name}: {value}");
            }
        }
        assert!(checksums(site) == before, "a request of another site changed something");
    });
}
