//! Papers with counterfoils, the protocol of a count, and a name of the roll on record.

use crate::common::ballots::*;
use crate::common::*;
use serde_json::{Value, json};
use testkit::{As, Face};

#[test]
fn papers_and_protocol_are_printed() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({}), &[("划线停车", 1_000)], (8, 1));
        let to = |verb: &str| format!("{ballot}/{verb}");
        at_desk(site, &ballot, 2, &["for"]);
        let print = |path: &str, by: &As| site.get(path).by(by).face(Face::Page).send();
        let view = seen(site, "clerk", &to("papers?from=1&many=3"));
        assert_eq!(view["lines"], json!([1, 3, 4]), "who has voted gets no paper");
        let page = print(&to("papers?from=1&many=3"), &who("clerk"));
        assert_eq!(page.status, 200);
        let text_of = page.text();
        let slips: Vec<&str> = text_of.split("class=\"opinion vote-paper\"").skip(1).collect();
        assert_eq!(slips.len(), 3);
        for (slip, no) in slips.iter().zip([1, 3, 4]) {
            let (card, stub) = slip.split_once("opinion-stub").expect("a counterfoil");
            assert!(card.contains("赞成") && card.contains("A · 划线停车") && !card.contains("stub-code"), "the slip has no number: {card}");
            assert!(stub.contains(&format!("<p class=\"num stub-code\">{no}</p>")) && stub.contains("<svg"), "{stub}");
        }
        let before = seen(site, "clerk", &to("roll"))["counts"].clone();
        assert_eq!(before["issued"], Value::Null, "printing hands nothing out");
        assert_eq!(print(&to("papers"), &who("lin")).status, 403);
        assert_eq!(site.get(&to("protocol")).send().status, 404, "not before the count");
        on_paper(site, &ballot, 3);
        site.at("2026-10-13T10:00");
        assert_eq!(says(site, CONVENOR, &to("closure"), json!({})).status, 200);
        assert_eq!(print(&to("papers"), &who("clerk")).status, 404, "no papers after the close");
        for reader in ["clerk", "clerk-2"] {
            done(site, reader, &to("sheet"), json!({ "issued": 1, "accepted": 1 }));
        }
        done(site, CONVENOR, &to("batches"), json!({ "count": 1 }));
        for reader in ["clerk", "clerk-2"] {
            done(site, reader, &to("batches/1/readings"), json!({ "slips": "2" }));
        }
        done(site, CONVENOR, &to("count"), json!({}));
        let view = site.get(&to("protocol")).send().json();
        let doors: i64 = view["ballot"]["by_door"].as_object().expect("doors").values().filter_map(Value::as_i64).sum();
        assert_eq!((json!(doors), view["sheet"]["issued"].clone(), view["batches"].clone()), (view["ballot"]["counted"]["electors"].clone(), json!(1), json!([[1, 1, "equal"]])));
        let page = print(&to("protocol"), &As::Visitor);
        let proof = site.get(&to("proof.json")).send().json();
        assert!(page.status == 200 && page.text().contains(proof["votes_hash"].as_str().expect("a hash")) && page.text().contains("signatures"), "{}", page.text());
        ui::testing::assert_nothing_inline(&page.text());
    });
}

/// Rankings and approvals have a box for each option; the papers say how to mark them.
#[test]
fn each_method_has_its_paper() {
    for (method, says) in [("approval", "最多选"), ("score", "打分"), ("stv", "排先后"), ("equal_shares", "最多选")] {
        testkit::on_both(|site| {
            let words = json!({ "method": method, "seats": 2, "budget": 50_000, "tie": "lot" });
            let (ballot, _, _) = opened(site, words, &[("长椅", 1_000), ("路灯", 2_000)], (3, 1));
            let page = site.get(&format!("{ballot}/papers?many=1")).by(&who("clerk")).face(Face::Page).send().text();
            assert!(page.contains(says) && page.contains("路灯") && page.matches("tick-box").count() >= 2, "{method}: {page}");
        });
    }
}

/// A name on the roll is read one by one, for a reason, and who read it is on record.
#[test]
fn a_name_of_the_roll_is_opened_on_record() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({}), &[("划线停车", 1_000)], (3, 1));
        let names = format!("{ballot}/roll/names");
        assert!(!seen(site, "clerk", &format!("{ballot}/roll")).to_string().contains("住户2"), "no names on the desk's page");
        assert_eq!(refused(site, "clerk", &names, json!({ "line": 2 })), ["text-missing"]);
        assert_eq!(refused(site, "clerk", &names, json!({ "line": 9, "reason": "核对" })), ["not-on-roll"]);
        assert_eq!(says(site, "lin", &names, json!({ "line": 2, "reason": "好奇" })).status, 403);
        assert_eq!(says(site, "officer", &names, json!({ "line": 2, "reason": "看看" })).status, 403, "tellers and auditors alone");
        let opened_so_far = || -> Vec<String> { site.read(|r| r.all("select body from events where name = 'core.sealed_opened' order by id", &[])) };
        let before = opened_so_far().len();
        let view = done(site, "clerk", &names, json!({ "line": 2, "reason": "本人到台核对身份" }));
        assert_eq!(view["opened"], json!({ "line": 2, "text": "2-101 住户2" }));
        let after = opened_so_far();
        assert_eq!(after.len(), before + 1);
        assert!(after[before].contains("本人到台核对身份") && !after[before].contains("住户2"), "{}", after[before]);
    });
}
