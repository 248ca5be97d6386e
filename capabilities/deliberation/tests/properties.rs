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
}
