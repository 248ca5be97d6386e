//! A matter in its decision step, and a ballot with its roll.

use super::*;

/// A matter whose options are frozen, in its decision step; its path and the ids of its options.
pub fn to_decide(site: &Site, body: &str, options: &[(&str, i64)]) -> (String, Vec<String>) {
    let words = json!({ "question": "院子里怎么改？", "topic": "环境", "track": "small", "place_name": "ZA-1", "source": "body", "source_title": "议事会动议" });
    done(site, CONVENOR, &format!("{body}/matters"), words);
    let matter = format!("/matters/{}", text(&site.get("/matters").send().json()["matters"][0]["id"]));
    let over = |why: &str| done(site, "officer", &format!("{matter}/passages"), json!({ "overriding": why }));
    over("已经问过");
    for (title, _) in options {
        done(site, "lin", &format!("{matter}/options"), json!({ "title": title, "text": "照图做" }));
    }
    let view = seen(site, CONVENOR, &matter);
    let ids: Vec<String> = view["options"].as_array().expect("options").iter().map(|o| text(&o["id"])).collect();
    for (id, (_, cost)) in ids.iter().zip(options) {
        let price = json!({ "once_low": cost, "once_high": cost, "price_source": "三家询价", "money_from": "公共收益", "responsible": "物业", "feasibility_by": "城管办", "undertaken": true, "feasible": true, "duration_days": 10 });
        done(site, CONVENOR, &format!("{matter}/options/{id}/pricing"), price);
    }
    over("方案齐了");
    done(site, CONVENOR, &format!("{matter}/freezing"), json!({}));
    over("议过了");
    (matter, ids)
}

pub fn drafted(site: &Site, matter: &str, words: Value) -> String {
    let mut all = json!({ "scope": "竹一第一网格的住户", "check_days": 5 });
    for (key, value) in words.as_object().expect("words") {
        all[key] = value.clone();
    }
    let view = done(site, CONVENOR, &format!("{matter}/ballots"), all);
    format!("/ballots/{}", text(&view["ballots"][0]["id"]))
}

/// So many households, the first ones with the phones of residents who signed in.
pub fn sheet(households: usize, phones: usize) -> String {
    let line = |n: usize| {
        let phone = if n <= phones { format!("139{n:08}") } else { String::new() };
        let building = if n <= 3 { "ZA-1-1" } else { "" };
        format!("{n}-101,住户{n},{phone},{building},{}.5", 60 + n % 40)
    };
    std::iter::once("key,name,phone,building,weight".to_owned()).chain((1..=households).map(line)).collect::<Vec<_>>().join("\n")
}

/// Residents who have signed in once, in the order of their phones.
pub fn residents(site: &Site, many: usize) -> Vec<String> {
    let all: Vec<String> = std::iter::once("lin".to_owned()).chain((2..=many).map(|n| format!("resident-{n}"))).collect();
    for key in &all {
        site.account(key);
    }
    all
}

/// Drafted on 1 October, its roll checked and frozen, open on 7 October.
pub fn opened(site: &Site, words: Value, options: &[(&str, i64)], (households, phones): (usize, usize)) -> (String, String, Vec<String>) {
    site.at("2026-10-01T09:00");
    residents(site, phones.max(1));
    let body = council(site);
    let (matter, ids) = to_decide(site, &body, options);
    let ballot = drafted(site, &matter, words);
    done(site, CONVENOR, &format!("{ballot}/roll"), json!({ "text": sheet(households, phones) }));
    done(site, CONVENOR, &format!("{ballot}/roll/opening"), json!({}));
    site.at("2026-10-06T10:00");
    done(site, CONVENOR, &format!("{ballot}/roll/freezing"), json!({}));
    done(site, CONVENOR, &format!("{ballot}/opening"), json!({}));
    (ballot, matter, ids)
}

/// A vote on the web; the receipt.
pub fn votes(site: &Site, by: &str, ballot: &str, choice: &[&str]) -> String {
    text(&done(site, by, &format!("{ballot}/votes"), json!({ "choice": choice, "checked": true }))["receipt"])
}

/// A vote at the desk for the household of a number.
pub fn at_desk(site: &Site, ballot: &str, household: usize, choice: &[&str]) -> String {
    text(&done(site, "clerk", &format!("{ballot}/desk-votes"), json!({ "key": format!("{household}-101"), "choice": choice }))["receipt"])
}

/// A paper handed out and its envelope accepted.
pub fn on_paper(site: &Site, ballot: &str, household: usize) {
    let view = done(site, "clerk", &format!("{ballot}/papers"), json!({ "key": format!("{household}-101") }));
    done(site, "clerk", &format!("{ballot}/envelopes"), json!({ "counterfoil": view["counterfoil"] }));
}

/// Closed at its hour, counted.
pub fn counted(site: &Site, ballot: &str) -> Value {
    site.at("2026-10-13T10:00");
    done(site, CONVENOR, &format!("{ballot}/closure"), json!({}));
    done(site, CONVENOR, &format!("{ballot}/count"), json!({}))
}

/// What does not hold of the ballots.
pub fn broken_ballots(site: &Site) -> Vec<String> {
    let street = site.street;
    site.read(move |r| deliberation::actions::broken_ballots(r, street))
}
