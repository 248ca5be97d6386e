//! What the upper tier says, on both engines: requests hold only with it, its results stand beside ours, its rest is ours.
use appeals::actions;
use appeals::rules::*;
use crate::common::*;
use identity::demo::unit_id;
use kernel::Moment;
use serde_json::json;
use testkit::{PARKS, PROPERTY, Site, Wanted, on_both};

fn due(text: &str) -> Option<Moment> {
    Moment::parse(text)
}

fn more_time(site: &Site, id: CaseId) {
    let words = ExtensionRequest { days: 3, text: "配件要从厂家调来。".into(), ..ExtensionRequest::default() };
    site.does(&site.staff("reviewer"), move |tx, v| actions::request_extension(tx, v, id, &words));
    site.does(&site.staff("dispatcher"), move |tx, v| actions::grant_extension(tx, v, id));
}

#[test]
fn a_return_holds_once_they_accept_it() {
    on_both(|site| {
        let (order, id) = in_hand(site, "S001", "2026-12-04 17:30");
        returned(site, id);
        let asked = agreed(site, id);
        assert_eq!((asked.state, asked.lead), (State::ReturnPending, Some(unit_id(PROPERTY))), "until they answer, the unit is responsible");
        let shown = site.get(&format!("/desk/cases/{id}")).by(&person("dispatcher")).send().json();
        assert_eq!(shown["upper"]["waits"], "return");
        let may = shown["may"].as_array().cloned().unwrap_or_default();
        assert!(!may.contains(&json!("return-approval")) && !may.contains(&json!("return-rejection")), "{may:?}");
        let page = site.get("/desk/upper").by(&person("dispatcher")).send().json();
        assert_eq!((page["asks"][0]["ask"].clone(), page["asks"][0]["sent"].clone()), (json!("return"), json!(false)), "{page}");
        assert_eq!(page["to_send"], 1);

        let sent = post(site, "dispatcher", "/desk/upper/answers", &json!({})).json();
        let batch = sent["batches"][0]["id"].as_str().expect("a file").to_owned();
        let file = site.get(&format!("/desk/upper/answers/{batch}?form=csv")).by(&person("dispatcher")).send().text();
        assert!(file.contains("退单申请") && file.contains("是绿化的事。（三定方案第五条）"), "{file}");
        assert_eq!(crate::common::order(site, "S001")["stands"], "open", "a request is no answer");

        let empty = word(site, &order, &json!({ "kind": "return", "verdict": "accepted" }));
        assert_eq!((empty.status.as_u16(), empty.problems()), (422, vec!["words-missing".to_owned()]));
        let said = word(site, &order, &json!({ "kind": "return", "verdict": "accepted", "text": "区转〔2026〕11号" }));
        assert_eq!(said.status.as_u16(), 200, "{}", said.text());
        let now = site.case(id);
        assert_eq!((now.state, now.lead), (State::Dispatched, Some(unit_id(PARKS))));
        let twice = word(site, &order, &json!({ "kind": "return", "verdict": "accepted", "text": "区转〔2026〕11号" }));
        assert_eq!(twice.problems(), ["upper-not-asked"]);
    });
}

#[test]
fn a_return_they_refuse_stays_with_the_unit() {
    on_both(|site| {
        let (order, id) = in_hand(site, "S001", "2026-12-04 17:30");
        returned(site, id);
        agreed(site, id);
        let said = word(site, &order, &json!({ "kind": "return", "verdict": "不同意", "text": "属地办理" }));
        assert_eq!(said.status.as_u16(), 200, "{}", said.text());
        let now = site.case(id);
        assert_eq!((now.state, now.lead, now.no_return), (State::Handling, Some(unit_id(PROPERTY)), true));
    });
}

#[test]
fn more_time_holds_once_they_accept_it() {
    on_both(|site| {
        let (order, id) = in_hand(site, "S001", "2026-12-04 17:30");
        more_time(site, id);
        assert_eq!(site.case(id).due_at, due("2026-12-01T17:30"), "agreeing moves nothing");
        let said = json!({ "kind": "extension", "verdict": "accepted", "text": "电话同意", "due_at": "2026-12-09 17:30" });
        assert_eq!(word(site, &order, &said).status.as_u16(), 200);
        assert_eq!(site.case(id).due_at, due("2026-12-04T17:30"), "three working days more");
        assert_eq!(clock(site, id, "upper").due_at, due("2026-12-09T17:30"), "and theirs with it");
        assert_eq!(crate::common::order(site, "S001")["their_due_at"], "2026-12-09T17:30:00+08:00");

        let (other, id) = in_hand(site, "S002", "2026-12-04 17:30");
        more_time(site, id);
        assert_eq!(word(site, &other, &json!({ "kind": "extension", "verdict": "refused", "text": "不同意" })).status.as_u16(), 200);
        assert_eq!((site.case(id).due_at, site.case(id).extension_days), (due("2026-12-01T17:30"), None));
    });
}

/// Their result stands beside ours, settles nothing and is in no figure of ours.
#[test]
fn their_result_stands_beside_ours() {
    on_both(|site| {
        let (order, id) = in_hand(site, "S001", "2026-12-04 17:30");
        finished(site, id);
        let counted = |site: &Site| site.get("/desk/figures/solution?period=year").by(&person("leader")).send().text();
        let before = counted(site);
        let result = json!({ "kind": "result", "contacted": "yes", "solved": "no", "satisfaction": "dissatisfied", "text": "又停了一次" });
        for _ in 0..2 {
            assert_eq!(word(site, &order, &result).status.as_u16(), 200);
        }
        assert_eq!(counted(site), before, "no figure moves");
        let shown = site.get(&format!("/desk/cases/{id}")).by(&person("callback")).send().json();
        assert_eq!(shown["voices"][0]["settled"], json!(null), "we still ask ourselves");
        assert_eq!(shown["voices"][0]["attempts"], 0);
        let answers = shown["answers"].as_array().cloned().unwrap_or_default();
        assert_eq!(answers.len(), 1, "said twice it is said once: {answers:?}");
        assert_eq!((answers[0]["source"].clone(), answers[0]["solved"].clone()), (json!("upper"), json!(false)));

        let yes = CallingBack {
            reached: true, contacted: Some(true), solved: Some(true), satisfaction: Some(Satisfaction::Satisfied), ..CallingBack::default()
        };
        let voice = site.case(id).links.voices.first().copied().map(VoiceId).expect("a voice");
        site.does(&site.staff("callback"), move |tx, v| actions::call_back(tx, v, id, voice, &yes));
        site.does(&site.staff("callback"), move |tx, v| actions::close(tx, v, id));
        let page = site.get(&path_of(&order)).by(&person("dispatcher")).send().json();
        let sources: Vec<_> = page["answers"].as_array().expect("answers").iter().map(|a| a["source"].clone()).collect();
        assert_eq!(sources, [json!("upper"), json!("staff")], "both stay");
        let street = site.street;
        let moved = site.by_system(move |tx| {
            let kept: Vec<String> = tx.all("select counted from cases where street_id = $1", db::args![street])?;
            appeals::store::recount(tx)?;
            let again: Vec<String> = tx.all("select counted from cases where street_id = $1", db::args![street])?;
            Ok(kept != again)
        });
        assert!(!moved, "counted again it is the same");
    });
}

#[test]
fn while_they_let_it_rest_so_do_we() {
    on_both(|site| {
        let (order, id) = in_hand(site, "S001", "2026-12-04 17:30");
        assert_eq!(word(site, &order, &json!({ "kind": "resume", "text": "x" })).problems(), ["upper-runs"]);
        site.at("2026-11-25T10:00:00");
        assert_eq!(word(site, &order, &json!({ "kind": "rest", "text": "等市里答复，电话 11 号" })).status.as_u16(), 200);
        assert_eq!((site.case(id).due_at, clock(site, id, "upper").due_at), (None, None));
        assert_eq!(word(site, &order, &json!({ "kind": "rest", "text": "again" })).problems(), ["upper-rests"]);
        site.at("2026-11-27T10:00:00");
        assert_eq!(word(site, &order, &json!({ "kind": "resume", "text": "市里答复了" })).status.as_u16(), 200);
        assert_eq!(clock(site, id, "upper").due_at, due("2026-12-06T17:30"), "two days later than it was");
        assert_eq!(site.case(id).due_at, due("2026-12-03T17:30"), "two working days did not count");
        assert_eq!(crate::common::order(site, "S001")["their_due_at"], "2026-12-06T17:30:00+08:00");
    });
}

/// Merging moves nobody's date later: their clock goes where the voice goes, and comes back with it.
#[test]
fn their_clock_goes_with_the_voice() {
    on_both(|site| {
        let (order, id) = in_hand(site, "S001", "2026-12-04 17:30");
        let other = site.makes(&Wanted { state: State::Handling, ..Wanted::default() }).case;
        let (other_id, into) = (other.id, other.case_no);
        let words = Merger { into: into.clone(), ..Merger::default() };
        site.does(&site.staff("dispatcher"), move |tx, v| actions::merge(tx, v, id, &words));
        assert_eq!(clock(site, other_id, "upper").due_at, due("2026-12-04T17:30"));
        assert_eq!(case_of(&crate::common::order(site, "S001")), other_id, "the order is where its voice is");
        site.does(&site.staff("dispatcher"), move |tx, v| actions::unmerge(tx, v, id));
        let (back, left) = (clock(site, id, "upper"), clock(site, other_id, "upper"));
        assert_eq!((back.due_at, back.stopped_at), (due("2026-12-04T17:30"), None));
        assert!(left.stopped_at.is_some() && left.met.is_none(), "neither kept nor broken");
        assert_eq!(case_of(&crate::common::order(site, "S001")), case_of(&order));
    });
}

#[test]
fn a_file_of_words_is_taken_whole_or_not_at_all() {
    on_both(|site| {
        let (_, id) = in_hand(site, "S001", "2026-12-04 17:30");
        more_time(site, id);
        let words = |lines: &str| json!({ "text": format!("工单编号,事项,结论,说明,是否解决,满意度\n{lines}\n") });
        let bad = words("S001,延期,同意,区转1号,,\nS404,回访,,,是,满意\nS001,延期,也许,,,");
        let told = post(site, "dispatcher", "/desk/upper/words", &bad);
        assert_eq!((told.status.as_u16(), told.problems()), (422, vec!["word-unknown".to_owned(), "words-missing".to_owned()]));
        let unknown = words("S001,延期,同意,区转1号,,\nS404,回访,,,是,满意");
        for path in ["/desk/upper/words/checks", "/desk/upper/words"] {
            assert_eq!(post(site, "dispatcher", path, &unknown).problems(), ["order-unknown"], "{path}");
        }
        assert_eq!(site.case(id).extension_days, Some(3), "nothing of it was taken");
        let good = words("S001,延期,同意,区转1号,,\nS001,回访,,老人说好了,是,满意");
        let taken = post(site, "dispatcher", "/desk/upper/words", &good);
        assert_eq!((taken.status.as_u16(), taken.json()["brought"]["fresh"].clone()), (200, json!(2)), "{}", taken.text());
        assert_eq!(site.case(id).due_at, due("2026-12-04T17:30"));
        assert_eq!(post(site, "clerk", "/desk/upper/words", &good).status.as_u16(), 403, "a clerk takes orders, not verdicts");
    });
}
