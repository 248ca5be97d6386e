//! The three administrators stay three people, whatever is tried in whatever order.

use auth::Role;
use identity::rules::{self, Hand};
use kernel::{Moment, PersonId};
use proptest::prelude::*;

proptest! {
    #[test]
    fn no_order_of_grants_joins_two_administrators(
        tries in prop::collection::vec((0..6_usize, 0..6_usize, 0..6_usize, 0..Role::ALL.len(), any::<bool>()), 0..200),
    ) {
        let now = Moment(0);
        let people: Vec<_> = (0..6).map(|n| PersonId::named(&format!("p{n}"))).collect();
        let mut held = vec![vec![]; 6];
        held[0].push(Role::SecurityAdministrator);
        held[1].push(Role::StreetLeader);
        for (proposer, confirmer, concerned, role, ending) in tries {
            let hand = |n: usize| Hand { person: people[n], roles: held[n].clone() };
            if ending {
                if rules::end(&hand(proposer)).is_ok() && concerned > 1 { held[concerned].pop(); }
                continue;
            }
            let role = Role::ALL[role];
            let until = now.plus_days(300);
            let proposed = rules::propose(&hand(proposer), people[concerned], &held[concerned], role, until, now);
            let confirmed =
                rules::confirm(&hand(confirmer), Some(people[proposer]), people[concerned], &held[concerned], role);
            if proposed.is_ok() && confirmed.is_ok() {
                prop_assert!(proposer != confirmer && proposer != concerned && confirmer != concerned);
                held[concerned].push(role);
            }
            for roles in &held {
                let mut kinds: Vec<_> = roles.iter().filter(|r| r.is_administrator()).collect();
                kinds.sort_unstable();
                kinds.dedup();
                prop_assert!(kinds.is_empty() || (kinds.len() == 1 && roles.iter().all(|r| r.is_administrator())));
            }
        }
    }
}

#[test]
fn a_way_back_stays_inside() {
    assert_eq!(rules::own_path("/cases?x=1"), "/cases?x=1");
    for outside in ["//evil.example", "https://evil.example", "/\\evil.example", ""] {
        assert_eq!(rules::own_path(outside), "/");
    }
}

#[test]
fn failures_lock_longer_each_time() {
    let locked = |n| rules::locked_until(n, Moment(0)).map(|m| m.0 / Moment::MINUTE);
    assert_eq!([locked(4), locked(5), locked(6), locked(40)], [None, Some(15), Some(30), Some(1440)]);
}
