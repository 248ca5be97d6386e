//! One voice that says two things (row 43), on both engines.
use appeals::actions;
use appeals::rules::*;
use auth::Viewer;
use crate::common::door::Door;
use crate::common::{Site, at};
use db::testing::each_engine;
use db::{Result, Tx};
use kernel::Outcome;

fn splits(id: CaseId, text: &'static str) -> impl Fn(&mut Tx<'_>, &Viewer) -> Result<Outcome<Case>> + Send + 'static {
    move |tx, v| actions::split(tx, v, id, &Splitting { text: text.into(), category: "lamp".into(), ..Splitting::default() })
}

#[test]
fn the_other_matter_goes_on_by_itself() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let got = site.at_work("k1");
        let (id, street) = (got.case.id, site.street);
        let was = site.case(id);
        assert_eq!(site.may_not(&site.handler(), splits(id, "路灯也不亮。")), ["Forbidden"]);
        assert_eq!(site.may_not(&site.clerk(), splits(id, "  ")), ["words-missing"]);
        site.later(30).does(&site.clerk(), splits(id, "路灯也不亮。"));
        let is = site.case(id);
        assert_eq!((is.state, is.lead, is.due_at, is.voices), (was.state, was.lead, was.due_at, 1), "the first matter goes on as it was");
        let mine = got.voice;
        let parts = db.read_now(move |r| actions::parts_of(r, street, mine)).expect("parts");
        let (part, code) = parts.first().map(|(case, code)| (case.id, code.clone())).expect("a part");
        let own = site.case(part);
        assert_eq!((own.state, own.category.as_str(), own.place, own.lead), (State::Registered, "lamp", was.place, None));
        assert_eq!(own.due_at, Some(at("2026-03-02T14:00")), "two working hours of its own, over the noon break");
        let opened = db.read_now({ let code = code.clone(); move |r| actions::open_receipt(r, street, &code) }).expect("read");
        assert_eq!(opened.map(|v| v.uuid()), own.links.voices.first().copied(), "its code opens it");
        let rights = site.may_not(&site.bearer(&got.code), { let v = opened.expect("a voice"); move |tx, who| actions::urge(tx, who, part, v) });
        assert_eq!(rights, ["Hidden"], "the first code opens the first voice and nothing else");
        // On the page of the first receipt whoever holds it finds the code of the second.
        let door = Door::of(&site);
        let page = door.gets(&got.code, "/receipt").json();
        assert_eq!(page["parts"][0]["code"], code.as_str());
        assert!(page["messages"].as_array().expect("messages").iter().any(|m| m["kind"] == "split"));
        assert_eq!(db.read_now(move |r| appeals::store::figures_agree(r, street)).expect("a recount"), Vec::<String>::new());
    });
}

/// The part keeps what protects the speaker: who is complained about, and how much of it the public sees.
#[test]
fn a_part_is_kept_as_closely_as_the_whole() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let words = Reception { about_committee: true, secret: true, name: "甲".into(), phone: "19900001234".into(), ..site.lift("k1") };
        let got = site.says(&site.visitor(), words);
        let (id, street) = (got.case.id, site.street);
        assert_eq!(site.may_not(&site.secretary(), splits(id, "路灯不亮。")), ["Hidden"]);
        site.does(&site.clerk(), splits(id, "路灯不亮。"));
        let mine = got.voice;
        let part = db.read_now(move |r| actions::parts_of(r, street, mine)).expect("parts").remove(0).0.id;
        let own = site.case(part);
        assert_eq!((own.public_level, own.links.accused.clone(), own.links.secret), (PublicLevel::None, got.case.links.accused, true));
        let voice = own.links.voices[0];
        let kept = db.read_now(move |r| appeals::store::voice(r, street, VoiceId(voice))).expect("read").expect("a voice");
        assert_eq!((kept.reporter.is_some(), kept.callback_wish), (true, CallbackWish::Link));
        assert_eq!(site.may_not(&site.secretary(), move |tx, v| actions::answer(tx, v, part, &Saying { text: "好。".into(), ..Saying::default() })), ["Hidden"]);
    });
}
