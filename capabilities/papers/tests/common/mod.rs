//! Sheets that come back for a voice of a small street, and what its record says afterwards.
#![allow(dead_code, reason = "each scene uses its own part")]

use appeals::rules::VoiceId;
use papers::rules::{PaperAct, sheet_number};
use serde_json::{Value, json};
use testkit::{Answer, As, Made, Site};

pub fn person(key: &str) -> As {
    As::Person(key.into())
}

pub fn at(voice: VoiceId) -> String {
    format!("/desk/voices/{voice}/papers")
}

/// What is typed from a sheet written today.
pub fn typed(act: PaperAct, n: u64) -> Vec<(&'static str, String)> {
    let mut fields = vec![("act", act.code().to_owned()), ("sheet", sheet_number(n)), ("written_on", "2026-11-24".to_owned())];
    match act {
        PaperAct::Rating => fields.extend([("contacted", "true"), ("solved", "false"), ("satisfaction", "dissatisfied"), ("text", "又停了")].map(|(k, v)| (k, v.to_owned()))),
        PaperAct::Urging => {}
        _ => fields.push(("text", "电梯还是会停，老人下不了楼".to_owned())),
    }
    fields
}

pub fn with(mut fields: Vec<(&'static str, String)>, name: &'static str, value: &str) -> Vec<(&'static str, String)> {
    fields.retain(|(field, _)| *field != name);
    fields.push((name, value.to_owned()));
    fields
}

/// Keyed by somebody, with a picture of the sheet or without.
pub fn keys(site: &Site, who: &str, voice: VoiceId, fields: &[(&'static str, String)], pictured: bool) -> Answer {
    let mut body = vec![];
    for (name, value) in fields {
        body.extend(format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    if pictured {
        body.extend(b"--b\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"sheet.png\"\r\ncontent-type: image/png\r\n\r\n");
        body.extend(png());
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    site.post(&at(voice)).by(&person(who)).raw("multipart/form-data; boundary=b", body).send()
}

pub fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(vec![]);
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

pub fn how_many(site: &Site, sql: &'static str) -> i64 {
    let street = site.street;
    site.read(move |r| r.one(sql, db::args![street]))
}

pub fn receipt(site: &Site, made: &Made) -> Value {
    site.get("/receipt").by(&As::Bearer(made.code.clone())).send().json()
}

/// Whether every sheet stands with its act in the journal.
pub fn broken(site: &Site) -> Vec<String> {
    let street = site.street;
    site.read(move |r| papers::actions::papers_without_act(r, street))
}

/// What a case's record says, apart from how the act came.
pub fn record(site: &Site, made: &Made) -> Value {
    let (street, case) = (site.street, made.case.id);
    let events: Vec<String> = site.read(move |r| {
        let told = journal::timeline(r, street, "case", case.uuid())?;
        Ok(told.into_iter().map(|e| e.name).filter(|name| name != "papers.paper_keyed").collect())
    });
    let notes: Vec<(String, i64)> = site.read(move |r| {
        let sql = "select kind, count(*) from case_notes where street_id = $1 and case_id = $2 and by_account is null group by kind order by kind";
        r.all(sql, db::args![street, case])
    });
    let answers: Vec<(String, Option<bool>, Option<bool>, Option<String>)> = site.read(move |r| {
        let sql = "select source, contacted, solved, satisfaction from case_callbacks where street_id = $1 and case_id = $2 order by id";
        r.all(sql, db::args![street, case])
    });
    let (now, shown) = (site.case(case), receipt(site, made));
    let told: Vec<_> = shown["messages"].as_array().into_iter().flatten().map(|m| m["kind"].clone()).filter(|kind| kind != "paper").collect();
    json!({
        "state": now.state.code(), "round": now.round, "urgings": now.urgings, "events": events, "notes": notes, "answers": answers,
        "rated": shown["rated"], "withdrawn": shown["withdrawn"], "may": shown["may"], "told": told,
    })
}
