//! Leaving a case out of scores (row 44, §11.3), on both engines.
use appeals::actions;
use appeals::rules::*;
use appeals::views::{FigureWords, RatesView};
use auth::Viewer;
use crate::common::luck::Luck;
use crate::common::{CALLS, PROPERTY, Site};
use db::testing::each_engine;
use db::{Result, Tx, args};
use kernel::Outcome;

type Done = Result<Outcome<Case>>;

fn asks(id: CaseId, reason: &'static str) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| actions::request_exclusion(tx, v, id, &ExclusionRequest { reason: reason.into(), text: "判决书附后。".into() })
}
fn agrees(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| actions::approve_exclusion(tx, v, id)
}
fn disagrees(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| actions::reject_exclusion(tx, v, id, &saying("事实不同。"))
}
fn objects(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| actions::object_to_exclusion(tx, v, id, &saying("请再看。"))
}
fn saying(text: &str) -> Saying {
    Saying { text: text.into(), ..Saying::default() }
}

/// A complaint whose speaker was asked: solved and satisfied, or neither.
fn answered(site: &Site<'_>, key: &str, solved: bool) -> CaseId {
    let words = Reception { case_type: Some(CaseType::Complaint), ..site.lift(key) };
    let got = site.says(&site.visitor(), words);
    let (id, voice) = (got.case.id, got.voice);
    site.accepted(id);
    site.dispatched(id, PROPERTY);
    site.signed(id);
    site.contacted(id);
    site.completed(id);
    site.approved(id);
    site.does(&site.callback_officer(), move |tx, v| {
        let satisfaction = Some(if solved { Satisfaction::Satisfied } else { Satisfaction::Dissatisfied });
        let words = CallingBack { reached: true, contacted: Some(true), solved: Some(solved), satisfaction, ..CallingBack::default() };
        actions::call_back(tx, v, id, voice, &words)
    });
    id
}

fn rates(site: &Site<'_>) -> RatesView {
    let (viewer, now) = (site.leader(), site.now());
    site.db.read_now(move |r| actions::rates(r, &viewer, FigureWords::default(), now)).expect("rates")
}

/// Two of other units agree: the raw figures stay, the adjusted stand beside them with the share left out, and nothing
/// about the case itself has changed (I11).
#[test]
fn two_from_elsewhere_leave_it_out() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        site.by_system(|tx| {
            let (street, id) = (tx.street(), crate::common::unit(PROPERTY));
            tx.exec(
                "insert into units (street_id, id, code, name, kind) values ($1, $2, $3, $4, $5)",
                db::args![street, id, PROPERTY, "物业科", "office"],
            )
        });
        for n in 0..3 {
            answered(&site, &format!("good {n}"), true);
        }
        let id = answered(&site, "bad", false);
        let (was, clocks, before) = (site.case(id), site.clocks(id), rates(&site));
        let panel = [site.panel("a", CALLS), site.panel("b", "justice-office"), site.panel("c", "culture-office")];
        assert_eq!(site.may_not(&panel[0], agrees(id)), ["Hidden"], "nobody asked: the panel sees nothing of it");
        assert_eq!(site.may_not(&site.handler(), asks(id, "legal_procedure")), ["Forbidden"]);
        assert_eq!(site.may_not(&site.reviewer(), asks(id, "too_hard")), ["reason-missing"]);
        site.does(&site.reviewer(), asks(id, "legal_procedure"));
        assert_eq!(site.may_not(&site.reviewer(), asks(id, "legal_procedure")), ["exclusion-asked"]);
        assert_eq!(site.may_not(&site.panel("own", PROPERTY), agrees(id)), ["Hidden"], "none of the unit");
        site.does(&panel[0], agrees(id));
        assert_eq!(site.may_not(&panel[0], agrees(id)), ["other-hand"]);
        assert_eq!(rates(&site).adjusted.left_out, Some(0), "one is not enough");
        site.does(&panel[1], agrees(id));
        let after = rates(&site);
        assert_eq!((after.score, after.valid), (before.score, before.valid), "the raw figures are what they were");
        let solution = |three: &[appeals::views::FigureValue]| three.iter().find(|v| v.code == "solution").and_then(|v| v.rate).map(|r| r.value);
        assert_eq!((solution(&after.three), solution(&after.adjusted.three)), (Some(7_500), Some(10_000)));
        assert_eq!((after.adjusted.valid, after.adjusted.left_out), (3, Some(2_500)));
        assert_eq!(after.units[0].adjusted.left_out, Some(2_500), "in the unit's row too");
        let is = site.case(id);
        assert_eq!(Case { links: was.links.clone(), ..is }, was, "no state, no date, no rev");
        assert_eq!(site.clocks(id), clocks);
    });
}

/// One no is enough. Whoever it went against may have it decided again, once, in time, by others.
#[test]
fn an_objection_brings_other_people() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let id = answered(&site, "k1", false);
        let panel = ["a", "b", "c", "d", "e"].map(|n| site.panel(n, CALLS));
        site.does(&site.reviewer(), asks(id, "beyond_law"));
        site.does(&panel[0], disagrees(id));
        assert_eq!(site.may_not(&panel[1], agrees(id)), ["exclusion-none"], "decided");
        assert_eq!(site.may_not(&site.supervisor(), objects(id)), ["exclusion-none"], "it went their way");
        site.does(&site.reviewer(), objects(id));
        assert_eq!(site.may_not(&panel[0], agrees(id)), ["other-hand"], "whoever decided does not decide again");
        site.does(&panel[1], agrees(id));
        site.does(&panel[2], agrees(id));
        assert_eq!(rates(&site).adjusted.left_out, Some(10_000));
        assert_eq!(site.may_not(&site.supervisor(), objects(id)), ["exclusion-none"], "once");
        let late = answered(&site, "k2", false);
        site.does(&site.reviewer(), asks(late, "beyond_law"));
        site.does(&panel[3], disagrees(late));
        site.at("2026-03-09T17:31");
        assert_eq!(site.may_not(&site.reviewer(), objects(late)), ["objection-late"], "five working days");
    });
}

/// Every row about the cases but those of leaving out itself, as text.
fn kept(site: &Site<'_>) -> Vec<String> {
    let street = site.street;
    let read = site.db.read_now(move |r| {
        let mut all = vec![];
        for (table, columns) in [
            ("cases", "state, round, redos, result, due_at, closed_at, touched_at, rev"),
            ("clocks", "stage, due_at, stopped_at, met"),
            ("case_callbacks", "reached, contacted, solved, satisfaction"),
            ("case_contacts", "round"),
            ("case_assignments", "role, ended_at"),
        ] {
            for column in columns.split(", ") {
                let sql = format!("select coalesce(cast({column} as text), '') from {table} where street_id = $1 order by id");
                let rows: Vec<String> = r.all(&sql, args![street])?;
                all.push(format!("{table}.{column}: {rows:?}"));
            }
        }
        Ok(all)
    });
    read.expect("rows")
}

/// I11: whatever is asked, agreed to, refused and objected to, by whomever, about whichever case, allowed or not: no state,
/// clock, reply or callback moves, and the raw figures are those without it. The adjusted ones leave out what two agreed to.
#[test]
fn leaving_out_touches_nothing_but_scores() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let cases: Vec<CaseId> = (0..6).map(|n| answered(&site, &format!("k{n}"), n % 2 == 0)).collect();
        let panel = ["a", "b", "c", "d"].map(|n| site.panel(n, CALLS));
        let (was, before) = (kept(&site), rates(&site));
        let (mut luck, mut done) = (Luck::of(11), 0);
        for step in 0..160 {
            let id = luck.pick(&cases);
            let verb = luck.below(6);
            // Mostly by whoever may; now and then by anybody of them.
            let units = luck.of_hundred(20) != (verb == 0 || verb == 5);
            let who = if units { luck.pick(&[site.reviewer(), site.supervisor()]) } else { luck.pick(&panel) };
            let reason = luck.pick(EXCLUSION_REASONS);
            let outcome = match verb {
                0 => site.act(&who, asks(id, reason)),
                1..=3 => site.act(&who, agrees(id)),
                4 => site.act(&who, disagrees(id)),
                _ => site.act(&who, objects(id)),
            };
            done += usize::from(matches!(outcome, Ok(Outcome::Done(_))));
            assert_eq!(kept(&site), was, "step {step}");
        }
        let after = rates(&site);
        assert!(done > 8, "the walk got somewhere: {done}");
        assert_eq!((after.score, after.valid), (before.score, before.valid));
        assert_eq!(format!("{:?}", after.three), format!("{:?}", before.three));
        let street = site.street;
        let agreed: i64 = site
            .db
            .read_now(move |r| r.one("select count(*) from case_exclusions where street_id = $1 and decision = 'approved'", args![street]))
            .expect("a count");
        assert!(agreed > 0 && after.adjusted.valid == before.valid - agreed, "{agreed} of {}", before.valid);
    });
}
