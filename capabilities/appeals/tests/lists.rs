//! What is done with a whole list, not with the page of it somebody sees: one verb on all of it, and a file of it.
use appeals::rules::*;
use appeals::store;
use calamine::{Data, Reader as _};
use crate::common::Site;
use crate::common::door::Door;
use db::testing::each_engine;
use serde_json::{Value, json};

/// More than a page of the queue holds.
const MANY: usize = 45;

fn accepted(site: &Site<'_>, n: usize) -> Vec<Case> {
    (0..n)
        .map(|n| {
            let id = site.says(&site.visitor(), site.lift(&format!("key {n}"))).case.id;
            site.accepted(id)
        })
        .collect()
}

/// Asks again until what goes on by itself has come to its end.
fn until(door: &Door, path: &str, there: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..20_000 {
        let page = door.gets("dispatcher", path).json();
        if there(&page) {
            return page;
        }
    }
    panic!("{path} does not come to its end")
}

#[test]
fn all_of_a_list_is_all_of_it() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let cases = accepted(&site, MANY);
        let door = Door::of(&site);
        let page = door.gets("dispatcher", "/desk/cases?state=accepted").json();
        assert!(page["cases"].as_array().expect("a page").len() < MANY, "the page shows fewer");
        let list = door.gets("dispatcher", "/desk/bulk?state=accepted").json();
        assert_eq!(list["count"], MANY);
        let can: Vec<_> = list["verbs"].as_array().expect("verbs").iter().map(|v| (v["verb"].clone(), v["possible"].clone())).collect();
        assert!(can.contains(&(json!("merger"), json!(MANY))), "{can:?}");

        let into = &cases[0].case_no;
        let asks = |expected: usize, leave: &[CaseId]| json!({
            "query": "state=accepted", "verb": "merger", "expected": expected, "into": into,
            "leave": leave.iter().map(|c| c.to_string()).collect::<Vec<_>>(),
        });
        let late = door.posts("dispatcher", "/desk/bulk", asks(MANY - 1, &[]));
        assert_eq!((late.status.as_u16(), late.json()["problems"][0]["code"].clone()), (422, json!("bulk-changed")));
        let nothing = door.posts("dispatcher", "/desk/bulk", json!({ "query": "state=accepted", "expected": MANY }));
        assert_eq!(nothing.json()["problems"][0]["code"], "bulk-verb");
        assert_eq!(site.case(cases[0].id).voices, 1, "nothing is done before the count is right");

        let left = cases[7].id;
        let begun = door.posts("dispatcher", "/desk/bulk", asks(MANY, &[left]));
        assert_eq!(begun.status.as_u16(), 200, "{}", begun.text());
        let id = begun.json()["id"].as_str().expect("an id").to_owned();
        let done = until(&door, &format!("/desk/bulk/{id}"), |v| v["waiting"] == 0);
        assert_eq!((done["done"].clone(), done["otherwise"].clone()), (json!(MANY - 2), json!([["merger-same", 1]])));
        assert_eq!(site.case(cases[0].id).voices, MANY as i32 - 1);
        assert_eq!(site.case(left).state, State::Accepted, "what was left out stays");

        // It has an inverse: all of it comes back.
        assert_eq!(done["may_undo"], true);
        assert_eq!(door.posts("dispatcher", &format!("/desk/bulk/{id}/undo"), json!({})).status.as_u16(), 200);
        let back = until(&door, &format!("/desk/bulk/{id}"), |v| v["done"] == 0);
        assert_eq!(back["undone"], MANY - 2);
        assert!(cases.iter().all(|c| site.case(c.id).state == State::Accepted && site.case(c.id).voices == 1));
        // A bulk is its maker's own.
        assert_eq!(door.gets("clerk", &format!("/desk/bulk/{id}")).status.as_u16(), 404);
        assert_eq!(door.gets("lin", "/desk/bulk").status.as_u16(), 404);
    });
}

/// Each case is judged as if it were done alone, and says why it was not.
#[test]
fn what_cannot_be_done_says_why() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let cases = accepted(&site, 3);
        let door = Door::of(&site);
        site.dispatched(cases[1].id, crate::common::PARKS);
        let count = door.gets("dispatcher", "/desk/bulk").json();
        assert_eq!((count["count"].clone(), count["verbs"][0]["possible"].clone()), (json!(3), json!(2)));
        let begun = door.posts("dispatcher", "/desk/bulk", json!({ "verb": "dispatch", "expected": 3 })).json();
        let done = until(&door, &format!("/desk/bulk/{}", begun["id"].as_str().expect("an id")), |v| v["waiting"] == 0);
        assert_eq!(done["cases"], 3);
        // The unit the catalogue names is not on this street's list of units; the third was handed out before.
        let told: i64 = done["otherwise"].as_array().expect("reasons").iter().map(|r| r[1].as_i64().unwrap_or(0)).sum();
        assert_eq!(told + done["done"].as_i64().unwrap_or(0), 3, "{done}");
        assert!(done["otherwise"].to_string().contains("not-now"), "{done}");
    });
}

fn rows_of(book: Vec<u8>) -> Vec<Vec<String>> {
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(book)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("rows");
    let cell = |c: &Data| c.to_string();
    sheet.rows().map(|r| r.iter().map(cell).collect()).collect()
}

#[test]
fn an_export_carries_every_moment() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let mut cases = accepted(&site, MANY);
        let walked = cases[3].id;
        site.at("2026-11-23T09:30").dispatched(walked, crate::common::PROPERTY);
        site.at("2026-11-23T10:00").signed(walked);
        site.at("2026-11-23T10:30").contacted(walked);
        site.at("2026-11-23T11:00").completed(walked);
        cases[3] = site.case(walked);
        let door = Door::of(&site);
        let asked = door.posts("dispatcher", "/desk/exports", json!({ "form": "xlsx" }));
        assert_eq!(asked.status.as_u16(), 200, "{}", asked.text());
        let ready = until(&door, "/desk/exports", |v| v["exports"][0]["outcome"] == "ready");
        assert_eq!(ready["exports"][0]["written"], MANY);
        let path = format!("/desk/exports/{}", ready["exports"][0]["id"].as_str().expect("an id"));
        let rows = rows_of(door.gets("dispatcher", &path).body);
        assert_eq!(rows.len(), MANY + 1, "all of the list, and its headings");
        let no = EXPORT_COLUMNS.iter().position(|c| *c == "case_no").expect("a column");
        let row = rows.iter().find(|r| r[no] == cases[3].case_no).expect("the case");
        let at = |column: &str| row[EXPORT_COLUMNS.iter().position(|c| *c == column).expect("a column")].clone();
        let moments = [
            ("opened_at", "2026-11-23T09:00:00+08:00"), ("accepted_at", "2026-11-23T09:00:00+08:00"),
            ("dispatched_at", "2026-11-23T09:30:00+08:00"), ("signed_at", "2026-11-23T10:00:00+08:00"),
            ("contacted_at", "2026-11-23T10:30:00+08:00"), ("completed_at", "2026-11-23T11:00:00+08:00"),
        ];
        for (column, moment) in moments {
            assert_eq!(at(column), moment, "{column}");
        }
        assert!(at("due_at").is_empty() || at("due_at").ends_with("+08:00"));
        // What people said and who they are is in no file.
        let all = rows.concat().join(" ");
        assert!(!all.contains("19900001234") && !all.contains("老人下不了楼"));

        door.posts("dispatcher", "/desk/exports", json!({ "form": "csv", "query": "state=accepted" }));
        let ready = until(&door, "/desk/exports", |v| v["exports"][0]["outcome"] == "ready");
        let path = format!("/desk/exports/{}", ready["exports"][0]["id"].as_str().expect("an id"));
        assert_eq!(door.gets("dispatcher", &path).text().lines().count(), MANY, "one is not accepted any more, one line is headings");
        assert_eq!(door.gets("clerk", &path).status.as_u16(), 404, "a file is its maker's own");

        // A day later the files go.
        let (street, later) = (site.street, site.now().plus_days(2));
        appeals::actions::drop_old_exports(&db.db, &*door.files, street, later).expect("dropped");
        assert!(door.files.keys().iter().all(|k| !k.starts_with("exports/")));
        assert_eq!(door.gets("dispatcher", &path).status.as_u16(), 404);
        let left = db.read_now(move |r| store::old_exports(r, street, later)).expect("read");
        assert!(left.is_empty());
    });
}
