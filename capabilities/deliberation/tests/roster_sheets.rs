//! A roster comes in by a sheet, whole or not at all, and goes out in the same shape.

use crate::common::*;
use serde_json::json;

const GOOD: &str = "称呼,类别,身份,单位,任期起,已声明,姓名,联系方式\n苗女士,抽选居民,,,2026-11-02,是,苗若兰,13900009999\n戚老师,专业人士,高校讲师,竹溪大学,2026-11-02,是,,\n";

#[test]
fn a_roster_comes_in_whole_and_once() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let (take, look) = (format!("{body}/roster"), format!("{body}/roster/checks"));
        let filled = || site.get(&body).send().json()["filled"].clone();
        assert_eq!(says(site, "secretary-a", &take, json!({ "text": GOOD })).status, 403);
        assert_eq!(done(site, "officer", &look, json!({ "text": GOOD }))["brought"], json!({ "lines": 2, "fresh": 2, "done": false }));
        assert_eq!(filled(), 13, "a look writes nothing");
        // One bad line, and nobody is seated.
        let bad = GOOD.replace("戚老师,专业人士,高校讲师", "戚老师,专业人士,厨师") + "多一个,居民代表,,,,是,,\n";
        let answer = says(site, "officer", &take, json!({ "text": bad })).json();
        let cells: Vec<String> = answer["problems"].as_array().expect("problems").iter().map(|p| {
            let cell = p["args"].as_array().expect("args").iter().find(|a| a[0] == "cell").map(|a| text(&a[1]));
            format!("{} {}", text(&p["code"]), cell.unwrap_or_default())
        }).collect();
        assert_eq!((cells, filled()), (vec!["profession-unknown C3".to_owned(), "no-seat-free B4".into()], json!(13)));
        let taken = done(site, "officer", &take, json!({ "text": GOOD }));
        assert_eq!((taken["brought"]["fresh"].clone(), filled()), (json!(2), json!(15)));
        assert_eq!(done(site, "officer", &take, json!({ "text": GOOD }))["brought"]["fresh"], 0);
        // The same shape goes out, and brings nothing new when it comes back.
        let file = site.get(&format!("{body}/roster.csv")).send().text();
        assert!(file.contains("戚老师,expert,lecturer,竹溪大学,2026-11-02") && !file.contains("苗若兰") && !file.contains("1390000"));
        assert_eq!(done(site, "officer", &take, json!({ "text": file }))["brought"], json!({ "lines": 15, "fresh": 0, "done": true }));
    });
}

/// Who a member is stands sealed beside the seat, and is opened on record by those who keep the roster.
#[test]
fn names_of_a_sheet_are_sealed() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let view = done(site, "officer", &format!("{body}/roster"), json!({ "text": GOOD }));
        assert_eq!(view["cards"].as_array().map(Vec::len), Some(1));
        assert!(!site.get(&body).send().text().contains("苗若兰"));
        let card = format!("/memberships/{}/opening", text(&view["cards"][0]["id"]));
        assert_eq!(says(site, "secretary-a", &card, json!({})).status, 403);
        let opened = done(site, "officer", &card, json!({}));
        assert_eq!((opened["opened"]["name"].clone(), opened["opened"]["contact"].clone()), (json!("苗若兰"), json!("13900009999")));
        let opens = site.read(|r| r.one::<i64>("select count(*) from events where name = 'core.sealed_opened'", &[]));
        assert_eq!(opens, 2, "name and contact, each on record");
    });
}
