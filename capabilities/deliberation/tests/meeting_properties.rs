//! Invariants of charters, rosters, rooms, agendas and signatures over many drawn courses.

use deliberation::rules::*;
use kernel::{AccountId, Day, Moment, PersonId, uuid::Uuid};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const BEGIN: Day = Day(20_260_302);

fn rules() -> Rules {
    read_charter(include_str!("../src/rules/council.toml")).expect("a charter")
}

fn body() -> Body {
    let founding = Founding { name: "会".into(), kind: Some(BodyKind::Community), purpose: "议事".into(), ..Founding::default() };
    found(BodyId::named("b"), &founding, auth::PlacePath::default(), BEGIN.start()).expect("a body").0
}

fn planned(from: Moment) -> Meeting {
    let words = Planning { from: Some(from), venue: "一楼".into(), ..Planning::default() };
    plan((MeetingId::named("m"), "M".into()), &body(), &words, vec![], None, BEGIN.start()).expect("planned")
}

fn convening(titles: &[u8], changed: bool) -> Convening {
    let item = |n: &u8| ItemWords { kind: Some(ItemKind::Decide), title: format!("第{n}件"), rule_name: "ordinary".into(), ..ItemWords::default() };
    Convening { items: titles.iter().map(item).collect(), why_changed: if changed { "改了议程".into() } else { String::new() }, ..Convening::default() }
}

fn there(n: i64) -> Judged {
    Quorum::Count(9).judge(&Presence { seated: 15, filled: 13, present: n, by_category: BTreeMap::new(), places: 1 })
}

fn person(n: u8) -> Attendance {
    Attendance {
        id: AttendanceId::named(&n.to_string()), meeting: MeetingId::named("m"), person: Some(PersonId::named(&n.to_string())), account: None, membership: None,
        category: "resident".into(), stands_for: None, capacity: Capacity::Member, door: Door::Desk, stays: vec![], grid: None, sheet_line: None, taken_by: None,
    }
}

proptest! {
    /// 2: charters tile the time from the first on, in whatever order they are asked for.
    #[test]
    fn charters_leave_no_gap(steps in prop::collection::vec((0_i64..40, -30_i64..60), 1..20)) {
        let mut charters: Vec<Charter> = vec![];
        let mut today = BEGIN;
        for (later, from) in steps {
            today = today.plus(later);
            let from = today.plus(from);
            if next_charter(&charters, from, today).is_ok() {
                // As the store writes it: the last one ends where the next begins.
                if let Some(last) = charters.last_mut() {
                    last.to = Some(from);
                }
                charters.push(Charter { id: Uuid::nil(), from, to: None, rules: rules() });
            }
            prop_assert!(tiles(&charters));
        }
        if let Some(first) = charters.first().map(|c| c.from) {
            for n in 0..200 {
                let day = first.plus(n * 9);
                prop_assert_eq!(charters.iter().filter(|c| c.from <= day && c.to.is_none_or(|to| day < to)).count(), 1);
                prop_assert!(charter_on(&charters, day).is_some());
            }
        }
    }

    /// 3: the roster of a day follows from the membership rows, whatever their order.
    #[test]
    fn a_roster_is_a_function_of_its_rows(terms in prop::collection::vec((0_i64..200, 1_i64..200), 1..8), turned in 0_usize..8, on in 0_i64..420) {
        let row = |(n, (from, length)): (usize, &(i64, i64))| Membership {
            id: MembershipId::named(&n.to_string()), body: BodyId::named("b"), person: PersonId::named(&n.to_string()), account: None, category: "resident".into(),
            seat: i32::try_from(n).unwrap_or(0) + 1, profession: String::new(), organisation: String::new(), taken_how: FilledBy::Elected, from: BEGIN.plus(*from),
            to: BEGIN.plus(from + length), ended_on: None, ended_why: None, shown_name: format!("代表{n}"), interests: String::new(), made_at: BEGIN.start(),
        };
        let rows: Vec<Membership> = terms.iter().enumerate().map(row).collect();
        let mut other = rows.clone();
        other.rotate_left(turned % rows.len());
        let day = BEGIN.plus(on);
        let seats = |rows: &[Membership]| roster_on(rows, day).iter().map(|m| m.seat).collect::<Vec<_>>();
        prop_assert_eq!(seats(&rows), seats(&other));
        let expected = terms.iter().filter(|(from, length)| (*from..from + length).contains(&on)).count();
        prop_assert_eq!(seats(&rows).len(), expected);
    }

    /// 8: one row for each person; their stays are disjoint, half-open and inside the meeting.
    #[test]
    fn a_person_is_there_once_at_a_time(steps in prop::collection::vec((0_u8..4, any::<bool>(), 0_i64..20), 1..60)) {
        let from = BEGIN.plus(10).start().plus_minutes(19 * 60);
        let words = convening(&[1], false);
        let ((convened, _), _) = convene(&planned(from), &rules(), None, &words, BEGIN.start()).expect("convened");
        let of = open(&convened, &there(9), from).expect("open").0;
        let mut rows: Vec<Attendance> = vec![];
        let mut now = from;
        for (who, comes, minutes) in steps {
            now = now.plus_minutes(minutes);
            let known = rows.iter().position(|a| a.person == person(who).person);
            let was_there = known.is_some_and(|at| rows[at].is_there(now));
            if comes {
                let came = arrive(&of, &rows, person(who), now);
                prop_assert_eq!(came.is_ok(), !was_there);
                match (came, known) {
                    (Ok((row, _)), Some(at)) => rows[at] = row,
                    (Ok((row, _)), None) => rows.push(row),
                    (Err(_), _) => {}
                }
            } else if let Some(at) = known && let Ok((row, _)) = depart(&of, &rows[at], now) {
                rows[at] = row;
            }
        }
        let end = now.plus_minutes(1);
        let people: BTreeSet<_> = rows.iter().map(|a| a.person).collect();
        prop_assert_eq!(people.len(), rows.len());
        for row in rows.iter().map(|a| stays_until(a, end)) {
            for pair in row.stays.windows(2) {
                prop_assert!(pair[0].to.is_some_and(|to| to <= pair[1].from));
            }
            prop_assert!(row.stays.iter().all(|s| s.from >= from && s.to.is_some_and(|to| s.from < to && to <= end)));
        }
    }

    /// 9, 10: whatever notices go out and when, only what stood in the one in force at the deadline is decided, and that
    /// with a quorum; the room adds by its urgency rule alone, and money only up to the cap.
    #[test]
    fn only_what_was_announced_is_decided(first in prop::collection::btree_set(0_u8..5, 1..4), later in prop::collection::vec((0_i64..260, prop::collection::btree_set(0_u8..5, 1..4)), 0..4), present in 5_i64..15, agree in 0_i64..15, money in 0_i64..400_000) {
        let from = BEGIN.plus(10).start();
        let titles = |set: &BTreeSet<u8>| set.iter().copied().collect::<Vec<_>>();
        let ((mut of, notice), _) = convene(&planned(from), &rules(), None, &convening(&titles(&first), false), BEGIN.start()).expect("convened");
        let deadline = of.notice_deadline(false);
        let (mut notices, mut announced, mut last) = (vec![notice], first.clone(), first);
        let mut hours: Vec<_> = later;
        hours.sort();
        for (hour, set) in hours {
            let now = BEGIN.start().plus_minutes(hour * 60);
            if let Ok(((next, notice), _)) = convene(&of, &rules(), notices.last(), &convening(&titles(&set), true), now) {
                of = next;
                notices.push(notice);
                if now <= deadline {
                    announced = set.clone();
                }
                last = set;
            }
        }
        let of = open(&of, &there(present), from).expect("open").0;
        for (title, no) in last.iter().zip(1..) {
            let words = Deciding { item: no, how: Some(How::Hands), yes: 5, again_for: 5, ..Deciding::default() };
            let decided = decide_item(Uuid::nil(), &of, &notices, &[], &words, (&there(present), 15), from);
            prop_assert_eq!(decided.is_ok(), announced.contains(title) && present >= 9, "{} {:?}", title, decided.err());
        }
        let adding = Adding { title: "换锁".into(), rule_name: "ordinary".into(), money, agree, ..Adding::default() };
        let added = add_item(&of, &notices, &adding, &there(present));
        prop_assert_eq!(added.is_ok(), present >= 9 && agree <= present && agree * 3 >= present * 2 && money <= 200_000);
    }

    /// 12: whatever is signed in which order, minutes close with two persons' hands and every correction answered.
    #[test]
    fn two_persons_seal(steps in prop::collection::vec((0_usize..3, 0_u8..3, 0_i64..4), 1..20), corrections in 0_usize..3) {
        let from = BEGIN.plus(10).start();
        let of = Meeting { state: MeetingState::Circulated, ..planned(from) };
        let taker = AccountId::named("0");
        let mut minutes = Minutes {
            meeting: of.id, items: vec![ItemRecord { no: 1, title: "停车".into(), text: "议了".into() }], written_by: taker, drafted_at: from, circulated_at: Some(from),
            amend_until: Some(from.plus_days(AMEND_DAYS)), chair: None, taker: None, sealed_at: None, rev: 1,
        };
        let mut amendments: Vec<Amendment> = (0..corrections).map(|n| {
            let words = Amending { item: 1, text: format!("改{n}") };
            amend(Uuid::from_u128(n as u128), &of, &minutes, &words, (taker, "某人".into()), from).expect("in time").0
        }).collect();
        let mut now = from;
        for (office, who, days) in steps {
            now = now.plus_days(days);
            let office = [Office::Chair, Office::MinuteTaker, Office::Convenor][office];
            if office == Office::Convenor {
                let open = amendments.iter().position(|a| a.verdict.is_none());
                let words = Judging { verdict: Some(AmendmentVerdict::Declined), reason: "录音里不是".into(), ..Judging::default() };
                if let Some(at) = open && let Ok(((next, judged), _)) = judge(&of, &minutes, &amendments[at], &words) {
                    (minutes, amendments[at]) = (next, judged);
                }
                continue;
            }
            let Ok(signed) = sign(&of, &minutes, &amendments, (office, AccountId::named(&who.to_string())), now) else { continue };
            prop_assert!(now >= from.plus_days(AMEND_DAYS) && amendments.iter().all(|a| a.verdict.is_some()));
            prop_assert_eq!(signed.sealed_at.is_some(), signed.chair.is_some() && signed.taker.is_some());
            if signed.sealed_at.is_some() {
                prop_assert_ne!(signed.chair, signed.taker);
                break;
            }
            minutes = signed;
        }
    }
}
