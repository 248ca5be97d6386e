//! Orders on both engines: from the file to the answer, every bad cell named, one number one voice.
use appeals::rules::State;
use crate::common::*;
use kernel::Moment;
use rust_xlsxwriter::Workbook;
use serde_json::json;
use testkit::{Site, on_both};

fn voices(site: &Site) -> i64 {
    site.read(|r| r.one("select count(*) from voices where channel = 'upper_tier'", &[]))
}

/// §4.5: in by a file, a clock of its own, out by a file, once.
#[test]
fn an_order_comes_down_is_worked_on_and_answered_once() {
    on_both(|site| {
        let (order, id) = in_hand(site, "S001", "2026-12-04 17:30");
        assert_eq!((order["stands"].clone(), order["tier"].clone()), (json!("open"), json!("市12345")));
        let running = clock(site, id, "upper");
        assert_eq!((running.due_at, running.met), (Moment::parse("2026-12-04T17:30"), None));
        let shown = site.get(&format!("/desk/cases/{id}")).by(&person("handler")).send().json();
        assert_eq!(shown["upper"]["due_at"], "2026-12-04T17:30:00+08:00", "whoever works on it sees their moment");
        let none = post(site, "dispatcher", "/desk/upper/answers", &json!({}));
        assert_eq!((none.status.as_u16(), none.problems()), (422, vec!["nothing-to-send".to_owned()]));

        site.at("2026-11-26T10:00:00");
        finished(site, id);
        assert_eq!(crate::common::order(site, "S001")["stands"], "ready");
        let sent = post(site, "dispatcher", "/desk/upper/answers", &json!({}));
        assert_eq!(sent.status.as_u16(), 200, "{}", sent.text());
        assert_eq!((sent.json()["to_send"].clone(), sent.json()["batches"][0]["holds"].clone()), (json!(0), json!(1)));
        let stopped = clock(site, id, "upper");
        assert_eq!((stopped.stopped_at, stopped.met), (Some(site.now()), Some(true)));
        assert_eq!(crate::common::order(site, "S001")["stands"], "answered");
        assert_eq!(post(site, "dispatcher", "/desk/upper/answers", &json!({})).status.as_u16(), 422, "each goes up once");

        let batch = sent.json()["batches"][0]["id"].as_str().expect("a file").to_owned();
        for _ in 0..2 {
            let file = site.get(&format!("/desk/upper/answers/{batch}?form=csv")).by(&person("dispatcher")).send();
            assert_eq!(file.status.as_u16(), 200);
            assert!(file.text().contains("S001") && file.text().contains(REPLY) && file.text().contains("已解决"), "{}", file.text());
            assert!(!file.text().contains("13900008888") && !file.text().contains("王阿姨"), "nobody's number goes along");
        }
        let book = site.get(&format!("/desk/upper/answers/{batch}")).by(&person("dispatcher")).send();
        let read = upper_tier::actions::sheet_of(&book.body).expect("a workbook");
        assert_eq!((read.0[0][0].as_str(), read.0[1][0].as_str(), read.0[1][3].as_str()), ("工单编号", "S001", REPLY));
    });
}

#[test]
fn a_file_is_looked_at_first_and_every_bad_cell_named() {
    on_both(|site| {
        let bad = file(&[&line("S1", "2026-12-04"), &line("S1", "2026-12-04"), &line("S3", "明天"), "S4,,2026-12-04,,,,,abc,"]);
        for path in ["/desk/upper/orders/checks", "/desk/upper/orders"] {
            let told = post(site, "clerk", path, &bad);
            assert_eq!(told.status.as_u16(), 422);
            let told = told.json();
            let cells = told["problems"].as_array().expect("problems").iter().map(|p| {
                let cell = p["args"].as_array().and_then(|a| a.iter().find(|a| a[0] == "cell")).map(|a| a[1].as_str().unwrap_or("").to_owned());
                format!("{} {}", cell.unwrap_or_default(), p["code"].as_str().unwrap_or(""))
            });
            let cells: Vec<_> = cells.collect();
            for expected in ["A3 their-no-twice", "C4 due-unreadable", "B5 text-missing", "D5 address-missing", "H5 phone-unreadable"] {
                assert!(cells.iter().any(|c| c == expected), "{expected} in {cells:?}");
            }
        }
        assert_eq!(voices(site), 0, "whole or not at all");
        let lacks = post(site, "clerk", "/desk/upper/orders/checks", &json!({ "text": "工单编号,诉求内容\nS1,x\n" }));
        assert_eq!(lacks.problems(), ["column-missing", "column-missing"]);

        let odd = "S9,路灯不亮,2026-12-04,不知道哪里,市12345,没有这一类,,,";
        let good = post(site, "clerk", "/desk/upper/orders/checks", &file(&[&line("S8", "2026-12-04"), odd])).json();
        assert_eq!((good["brought"]["fresh"].clone(), good["done"].clone()), (json!(2), json!(false)), "{good}");
        let notes: Vec<_> = good["notes"].as_array().expect("notes").iter().map(|p| p["code"].clone()).collect();
        assert_eq!(notes, [json!("address-unknown"), json!("category-unknown")], "it can be taken, and somebody looks");
        assert_eq!(voices(site), 0, "looking writes nothing");
    });
}

/// I12: the same number any number of times is one voice; a moved moment moves the clock.
#[test]
fn one_number_is_one_voice() {
    on_both(|site| {
        let order = taken(site, "S001", "2026-12-04 17:30");
        let again = post(site, "dispatcher", "/desk/upper/orders", &file(&[&line("S001", "2026-12-04 17:30"), &line("S002", "2026-12-04")]));
        assert_eq!(again.json()["brought"], json!({ "lines": 2, "fresh": 1, "changed": 0, "known": 1 }), "{}", again.text());
        let moved = post(site, "clerk", "/desk/upper/orders", &file(&[&line("S001", "2026-12-08 12:00")])).json();
        assert_eq!(moved["brought"]["changed"], 1);
        assert_eq!(voices(site), 2);
        assert_eq!(clock(site, case_of(&order), "upper").due_at, Moment::parse("2026-12-08T12:00"));
        assert_eq!(crate::common::order(site, "S001")["their_due_at"], "2026-12-08T12:00:00+08:00");
        let street = site.street;
        let (holding, broken) = site.read(move |r| appeals::actions::verify_clocks(r, street));
        assert!(holding >= 4 && broken.is_empty(), "{broken:?}");
    });
}

#[test]
fn a_workbook_is_read_with_its_own_dates() {
    on_both(|site| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm");
        for (n, head) in ["工单编号", "诉求内容", "办理时限", "地址"].iter().enumerate() {
            sheet.write_string(2, n as u16 + 1, *head).expect("written");
        }
        let due = rust_xlsxwriter::ExcelDateTime::parse_from_str("2026-12-04T15:00").expect("a date");
        sheet.write_number(3, 1, 20_261_124).expect("written");
        sheet.write_string(3, 2, "路灯不亮").expect("written");
        sheet.write_datetime_with_format(3, 3, &due, &date).expect("written");
        sheet.write_string(3, 4, "竹一1幢").expect("written");
        let read = upper_tier::actions::sheet_of(&book.save_to_buffer().expect("a workbook")).expect("a sheet");
        let text = read.to_csv();
        let skipped = text.lines().skip(2).collect::<Vec<_>>().join("\n");
        let came = post(site, "clerk", "/desk/upper/orders", &json!({ "text": skipped }));
        assert_eq!(came.status.as_u16(), 200, "{text} {}", came.text());
        assert_eq!(crate::common::order(site, "20261124")["their_due_at"], "2026-12-04T15:00:00+08:00");
    });
}

/// The handle clock ends a working day before theirs, or the dispatcher says why.
#[test]
fn too_little_time_asks_why() {
    on_both(|site| {
        let order = taken(site, "S001", "2026-12-01 17:30");
        let id = case_of(&order);
        accepted(site, id);
        let shown = site.get(&format!("/desk/cases/{id}")).by(&person("dispatcher")).send().json();
        assert_eq!(shown["upper"]["tight"], "2026-12-01T17:30:00+08:00", "five working days from today");
        let unit = identity::demo::unit_id(testkit::PROPERTY);
        let path = format!("/cases/{id}/dispatch");
        let refused = post(site, "dispatcher", &path, &json!({ "unit": unit }));
        assert_eq!((refused.status.as_u16(), refused.problems()), (422, vec!["upper-why-missing".to_owned()]), "{}", refused.text());
        let done = post(site, "dispatcher", &path, &json!({ "unit": unit, "upper_why": "零件明早就到，当天能装好。" }));
        assert_eq!(done.status.as_u16(), 200, "{}", done.text());
        let story: Vec<String> = done.json()["story"].as_array().expect("a story").iter().map(|s| s["name"].as_str().unwrap_or("").to_owned()).collect();
        assert!(story.contains(&"upper_margin_waived".to_owned()), "{story:?}");

        let enough = taken(site, "S002", "2026-12-02 17:30");
        accepted(site, case_of(&enough));
        let asked = post(site, "dispatcher", &format!("/cases/{}/dispatch", case_of(&enough)), &json!({ "unit": unit }));
        assert_eq!(asked.status.as_u16(), 200, "one whole working day lies between: {}", asked.text());
    });
}

/// A later round has another answer, which goes up as well; their clock was judged by the first.
#[test]
fn what_was_worked_on_again_is_answered_again() {
    on_both(|site| {
        let (order, id) = in_hand(site, "S001", "2026-12-04 17:30");
        finished(site, id);
        assert_eq!(post(site, "dispatcher", "/desk/upper/answers", &json!({})).status.as_u16(), 200);
        let voice = site.case(id).links.voices.first().copied().map(appeals::rules::VoiceId).expect("a voice");
        let no = appeals::rules::CallingBack {
            reached: true, solved: Some(false), satisfaction: Some(appeals::rules::Satisfaction::Dissatisfied), ..Default::default()
        };
        site.does(&site.staff("callback"), move |tx, v| appeals::actions::call_back(tx, v, id, voice, &no));
        let why = appeals::rules::Saying { text: "电梯又停了。".into(), ..Default::default() };
        site.does(&site.staff("callback"), move |tx, v| appeals::actions::redo(tx, v, id, &why));
        assert_eq!(site.case(id).state, State::Handling);
        assert_eq!(crate::common::order(site, "S001")["stands"], "answered", "nothing new to say yet");
        finished(site, id);
        assert_eq!(crate::common::order(site, "S001")["stands"], "ready");
        assert_eq!(post(site, "dispatcher", "/desk/upper/answers", &json!({})).status.as_u16(), 200);
        let page = site.get(&path_of(&order)).by(&person("dispatcher")).send().json();
        assert_eq!(page["sent"].as_array().map(Vec::len), Some(2), "{page}");
    });
}

#[test]
fn who_sees_orders_and_who_answers_them() {
    on_both(|site| {
        let order = taken(site, "S001", "2026-12-04");
        for (who, sees) in [("clerk", 200), ("dispatcher", 200), ("supervisor", 200), ("leader", 200), ("handler", 404), ("callback", 404), ("sysadmin", 404)] {
            assert_eq!(site.get("/desk/upper").by(&person(who)).send().status.as_u16(), sees, "{who}");
            assert_eq!(site.get(&path_of(&order)).by(&person(who)).send().status.as_u16(), sees, "{who}");
        }
        for who in ["clerk", "leader"] {
            let asked = post(site, who, "/desk/upper/answers", &json!({}));
            assert_eq!(asked.status.as_u16(), 403, "{who} sees them, and does not answer");
            let said = post(site, who, &format!("{}/word", path_of(&order)), &json!({ "kind": "rest", "text": "x" }));
            assert_eq!(said.status.as_u16(), 403, "{who}");
        }
        assert_eq!(post(site, "leader", "/desk/upper/orders", &file(&[&line("S2", "2026-12-04")])).status.as_u16(), 403);
    });
}
