//! Invariants of rosters, quorums and chains over many drawn cases.

use deliberation::rules::*;
use proptest::prelude::*;

proptest! {
    /// Another entitled person never turns a quorum from met to unmet.
    #[test]
    fn a_quorum_is_never_lost_by_coming(present in 0_i64..30, filled in 0_i64..30, extra in 0_i64..5, num in 1_i64..4, count in 1_i64..20) {
        let share = Bar { num, den: 4, strict: num % 2 == 0 };
        let q = Quorum::Any(vec![
            Quorum::All(vec![Quorum::Share { share, of: Of::Filled }, Quorum::Category { category: "resident".into(), count: 2 }]),
            Quorum::Count(count),
        ]);
        let room = |n: i64| Presence { seated: 30, filled, present: n, by_category: [("resident".to_owned(), n / 2)].into(), places: 1 };
        let (before, after) = (q.judge(&room(present)).met, q.judge(&room(present + extra)).met);
        prop_assert!(!before || after);
    }

    /// The least number that reaches a bar reaches it, and one fewer does not.
    #[test]
    fn a_bar_is_exact(num in 0_i64..=12, den in 1_i64..=12, strict: bool, base in 0_i64..5_000) {
        prop_assume!(num <= den);
        let bar = Bar { num, den, strict };
        let least = bar.least(base);
        prop_assert!(bar.reached(least, base));
        prop_assert!(least == 0 || !bar.reached(least - 1, base));
    }

    /// A chain holds as it was made, and any changed byte of any link breaks it there or before.
    #[test]
    fn a_changed_byte_is_found(texts in prop::collection::vec("[a-z停车]{1,12}", 1..6), at in 0_usize..6, byte in 0_usize..400) {
        let meeting = MeetingId::named("m");
        let mut chain: Vec<Seal> = vec![];
        for (text, no) in texts.iter().zip(1..) {
            let previous = chain.last().map(|s| s.hash.clone()).unwrap_or_default();
            let canonical = canonical_addendum(meeting, text, kernel::Moment(no.into()), &previous);
            chain.push(Seal { body: BodyId::named("b"), no, meeting, addendum: None, hash: hash(&canonical), canonical, previous, at: kernel::Moment(0) });
        }
        prop_assert_eq!(broken_link(&chain), None);
        let at = at % chain.len();
        let mut bytes = chain[at].canonical.clone().into_bytes();
        let byte = byte % bytes.len();
        bytes[byte] = if bytes[byte] == b'x' { b'y' } else { b'x' };
        chain[at].canonical = String::from_utf8_lossy(&bytes).into_owned();
        prop_assert!(broken_link(&chain).is_some_and(|no| no as usize <= at + 1));
    }

    /// Whatever order people come and go in: a seat has one holder on a day, a person one seat, filled never passes the seats.
    #[test]
    fn a_roster_keeps_its_seats(steps in prop::collection::vec((0_u8..6, 0_usize..4, 0_i64..60, 1_i64..400, any::<bool>()), 1..40)) {
        let rules = read_charter(include_str!("../src/rules/council.toml")).expect("a charter");
        let charters = [Charter { id: kernel::uuid::Uuid::nil(), from: kernel::Day::of(2026, 1, 1), to: None, rules: rules.clone() }];
        let body = BodyId::named("b");
        let mut all: Vec<Membership> = vec![];
        for (person, class, from, length, leaves) in steps {
            let day = kernel::Day::of(2026, 2, 1).plus(from);
            let category = rules.seats[class].category.clone();
            let words = Seating { category, shown_name: "某人".into(), from: Some(day), to: Some(day.plus(length)), interests_declared: true, ..Seating::default() };
            let sitter = Sitter { person: kernel::PersonId::named(&person.to_string()), account: None };
            if let Ok((m, _)) = seat((MembershipId::fresh(), body), &charters, &all, &words, sitter, day.start()) {
                all.push(m);
            }
            if leaves && let Some(m) = all.last().cloned() {
                let words = Leaving { on: Some(m.from.plus(length / 2)), reason: "搬走".into() };
                if let Ok((left, _)) = leave(&m, &words, m.from.start()) {
                    *all.last_mut().expect("somebody") = left;
                }
            }
        }
        for n in (0..460).step_by(7) {
            let held = roster_on(&all, kernel::Day::of(2026, 2, 1).plus(n));
            let seats: std::collections::BTreeSet<_> = held.iter().map(|m| (&m.category, m.seat)).collect();
            let people: std::collections::BTreeSet<_> = held.iter().map(|m| m.person).collect();
            prop_assert_eq!((seats.len(), people.len()), (held.len(), held.len()));
            for class in &rules.seats {
                prop_assert!(held.iter().filter(|m| m.category == class.category).count() <= class.seats as usize);
            }
        }
    }

    /// A meeting counts in one month, and for a grid it covers only where somebody came from.
    #[test]
    fn a_meeting_counts_once(day in 0_i64..360, came in prop::collection::vec(0_i64..3, 4), sealed: bool, quorate: bool) {
        let grids: Vec<_> = (0..4).map(|n| kernel::PlaceId::named(&format!("g{n}"))).collect();
        let on = kernel::Day::of(2026, 1, 1).plus(day);
        let state = if sealed { MeetingState::Sealed } else { MeetingState::Circulated };
        let sitting = Sitting {
            meeting: MeetingId::named("m"), body: BodyId::named("b"), community: None, grid: None, covered: grids.clone(), day: on, state, quorate,
            open_to_grid: false, came_from: grids.iter().copied().zip(came.iter().copied()).collect(),
        };
        let (since, today) = (kernel::Day::of(2026, 1, 1), kernel::Day::of(2026, 12, 31));
        for (grid, came) in grids.iter().zip(came) {
            let met = (202_601..=202_612).filter(|m| cell(Owing::Grid(*grid), *m, std::slice::from_ref(&sitting), false, since, today).state == DutyState::Met).count();
            prop_assert_eq!(met, usize::from(sealed && quorate && came > 0));
        }
    }

    /// A draw meets every bound or is infeasible, says the same whatever the order of the pool, and a refusal calls the
    /// first alternate that keeps the bounds.
    #[test]
    fn a_draw_is_whole_and_the_same(people in prop::collection::vec((0_usize..2, 0_usize..2, 0_usize..2), 6..30), size in 1_usize..6, least in 0_usize..3, seed in "[0-9 ]{1,12}", dims in 1_usize..4) {
        let names = [("origin", ["native", "new"]), ("age", ["young", "old"]), ("gender", ["f", "m"])];
        let typed: Vec<String> = names[..dims].iter().map(|(d, c)| format!("{d}: {} {least}-{size}, {} 0-{size}", c[0], c[1])).collect();
        prop_assume!(least <= size);
        let id = DrawId::named("d");
        let lines: Vec<DrawLine> = people.iter().enumerate().map(|(n, (a, b, c))| DrawLine {
            id: kernel::named_uuid(&format!("line {n}")), draw: id, account: None, pool_no: None,
            strata: [names[0].1[*a], names[1].1[*b], names[2].1[*c]][..dims].iter().map(|s| (*s).to_owned()).collect(),
            state: LineState::Pooled, invited_at: None, answered_at: None, calls_after: None, membership: None,
        }).collect();
        let now = kernel::Day::of(2026, 11, 1).start();
        let words = Announcing {
            category: "drawn".into(), size: Some(size), dims: typed.join("\n"), pool_rule: "全体".into(), seed_source: "骰子".into(),
            stage: Some(DrawStage::Invite), seed_from: Some(now.plus_days(7)), ..Announcing::default()
        };
        let charter = Charter { id: kernel::uuid::Uuid::nil(), from: kernel::Day::of(2026, 1, 1), to: None, rules: read_charter(include_str!("../src/rules/council.toml")).expect("a charter") };
        let founding = Founding { name: "会".into(), kind: Some(BodyKind::Community), purpose: "议事".into(), ..Founding::default() };
        let body = found(BodyId::named("b"), &founding, auth::PlacePath::default(), now).expect("a body").0;
        let draw = announce_draw((id, "D".into()), &body, Some(&charter), &[], &words, None, now).expect("announced").0;
        let ((draw, frozen), _) = freeze_pool(&draw, &lines, now).expect("frozen");
        let mut backwards = lines.clone();
        backwards.reverse();
        let ((other, _), _) = freeze_pool(&Draw { state: DrawState::Announced, pool: None, ..draw.clone() }, &backwards, now).expect("frozen");
        prop_assert_eq!(&other.pool, &draw.pool, "numbers and hash are the pool's, not the order's");
        let words = SeedWords { seed: format!("7{seed}"), told: "某处".into(), witnesses: "三人".into() };
        prop_assert!(enter_seed(&draw, &words, now).is_err(), "before its moment");
        let seeded = enter_seed(&draw, &words, draw.seed_from).expect("seeded").0;
        prop_assert!(enter_seed(&seeded, &words, draw.seed_from).is_err(), "once");
        let (done, mut changed) = run_draw(&seeded, &frozen, draw.seed_from).expect("run");
        let mut shuffled = frozen.clone();
        shuffled.reverse();
        prop_assert_eq!(&run_draw(&seeded, &shuffled, draw.seed_from).expect("run").0, &done);
        let holds = |numbers: &[u64]| {
            let of: Vec<&DrawLine> = numbers.iter().filter_map(|no| frozen.iter().find(|l| l.pool_no == Some(*no))).collect();
            draw.rules.dims.iter().enumerate().all(|(d, dim)| dim.categories.iter().all(|c| {
                let many = of.iter().filter(|l| l.strata[d] == c.code).count();
                (c.at_least..=c.at_most).contains(&many)
            }))
        };
        let Some(result) = done.result.clone() else {
            prop_assert!(changed.is_empty() && done.state == DrawState::Infeasible);
            return Ok(());
        };
        prop_assert_eq!(result.panel.len(), size);
        prop_assert!(holds(&result.panel));
        prop_assert!(draw_holds(&done, &frozen));
        for line in &frozen {
            if !changed.iter().any(|c| c.id == line.id) { changed.push(line.clone()); }
        }
        // One after the other refuses until nobody fits; the bounds hold all along.
        let mut panel = result.panel.clone();
        while let Some(gone) = panel.first().copied() {
            prop_assert!(next_called(&done, &changed, gone, now).is_none(), "nobody is called before an answer");
            let at = changed.iter().position(|l| l.pool_no == Some(gone)).expect("a line");
            changed[at] = reply_draw(&done, &changed[at], Some(DrawReply::Refused), now).expect("refused");
            panel.remove(0);
            let Some(next) = next_called(&done, &changed, gone, now) else { break };
            let no = next.pool_no.expect("a number");
            prop_assert!(result.alternates.contains(&no) && next.calls_after == Some(gone));
            let at = changed.iter().position(|l| l.id == next.id).expect("a line");
            changed[at] = next;
            panel.push(no);
            prop_assert!(holds(&panel));
        }
    }
}
