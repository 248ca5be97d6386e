//! What must hold of every draw, tried on random pools.

use proptest::prelude::*;
use sortition::{
    Algorithm, Bound, Category, Dimension, Infeasible, Pool, Rules, chances, draw, leximin, replacement,
};
use std::collections::{BTreeMap, BTreeSet};

fn rules(algorithm: Algorithm, size: usize, bounds: &[&[(usize, usize)]]) -> Rules {
    let category = |d: usize, at: usize, (at_least, at_most): (usize, usize)| Category {
        code: format!("c{d}{at}"),
        at_least,
        at_most,
    };
    let dims = bounds.iter().enumerate().map(|(d, bounds)| Dimension {
        name: format!("dim{d}"),
        categories: bounds.iter().enumerate().map(|(at, bound)| category(d, at, *bound)).collect(),
    });
    Rules { algorithm, size, alternates: 4, dims: dims.collect(), attempts: 300 }
}

fn text(people: &[Vec<usize>], rules: &Rules, order: &[usize]) -> String {
    let names: Vec<&str> = rules.dims.iter().map(|d| d.name.as_str()).collect();
    let line = |n: &usize| format!("{},{}\n", n + 1, rules.cell(&people[*n]).join(","));
    format!("pool_no,{}\n", names.join(",")) + &order.iter().map(line).collect::<String>()
}

fn pool(people: &[Vec<usize>], rules: &Rules) -> Pool {
    Pool::read(&text(people, rules, &(0..people.len()).collect::<Vec<_>>()), rules).unwrap()
}

/// Bounds around what some panel of the pool has, or anything at all; and the pool.
fn draws() -> impl Strategy<Value = (Vec<Vec<usize>>, Rules)> {
    let person = prop::collection::vec(0usize..3, 3);
    (prop::collection::vec(person, 4..14), 2usize..5, any::<[u8; 18]>(), prop::bool::weighted(0.7)).prop_map(
        |(people, size, luck, around)| {
            let mut all = vec![];
            for d in 0..3 {
                let mut of_dim = vec![];
                for at in 0..3 {
                    let (a, b) = (usize::from(luck[d * 6 + at * 2]), usize::from(luck[d * 6 + at * 2 + 1]));
                    let many = people[..size].iter().filter(|p| p[d] == at).count();
                    of_dim.push(if around {
                        (many.saturating_sub(a % 2), many + b % 3)
                    } else {
                        (a % 3, a % 3 + b % 3)
                    });
                }
                all.push(of_dim);
            }
            let bounds: Vec<&[(usize, usize)]> = all.iter().map(Vec::as_slice).collect();
            let rules = rules(Algorithm::Quotas1, size, &bounds);
            (people, rules)
        },
    )
}

fn keeps(rules: &Rules, people: &[&Vec<usize>]) -> bool {
    rules.dims.iter().enumerate().all(|(d, dim)| {
        let many = |at: usize| people.iter().filter(|p| p[d] == at).count();
        dim.categories.iter().enumerate().all(|(at, c)| (c.at_least..=c.at_most).contains(&many(at)))
    })
}

/// Every panel there is, as sets of people.
fn panels(people: &[Vec<usize>], rules: &Rules) -> Vec<Vec<usize>> {
    (0u32..1 << people.len())
        .filter(|set| set.count_ones() as usize == rules.size)
        .map(|set| (0..people.len()).filter(|n| set >> n & 1 == 1).collect::<Vec<usize>>())
        .filter(|panel| keeps(rules, &panel.iter().map(|n| &people[*n]).collect::<Vec<_>>()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// A draw meets every bound or is infeasible; it says infeasible by bounds exactly where no panel exists; the order
    /// of the file changes nothing.
    #[test]
    fn a_draw_keeps_every_bound((people, rules) in draws(), seed in any::<[u8; 6]>()) {
        let pool = pool(&people, &rules);
        let exists = !panels(&people, &rules).is_empty();
        match draw(&pool, &rules, &seed) {
            Ok(drawn) => {
                let panel: BTreeSet<u64> = drawn.panel.iter().copied().collect();
                prop_assert_eq!(panel.len(), rules.size);
                prop_assert!(keeps(&rules, &panel.iter().map(|no| &people[*no as usize - 1]).collect::<Vec<_>>()));
                prop_assert!(drawn.alternates.iter().all(|no| !panel.contains(no)));
                let backwards: Vec<usize> = (0..people.len()).rev().collect();
                let other = Pool::read(&text(&people, &rules, &backwards), &rules).unwrap();
                prop_assert_eq!(draw(&other, &rules, &seed).unwrap(), drawn.clone());
                for leaving in &drawn.panel {
                    let stay: Vec<u64> = drawn.panel.iter().copied().filter(|no| no != leaving).collect();
                    if let Some(next) = replacement(&pool, &rules, &drawn.panel, *leaving, &drawn.alternates) {
                        let sits: Vec<&Vec<usize>> = stay.iter().chain([&next.pool_no]).map(|no| &people[*no as usize - 1]).collect();
                        prop_assert!(keeps(&rules, &sits));
                    }
                }
            }
            Err(Infeasible::Bounds { changes }) => {
                prop_assert!(!exists);
                let mut loosened = rules.clone();
                for change in &changes {
                    let dim = loosened.dims.iter_mut().find(|d| d.name == change.dimension).unwrap();
                    let c = dim.categories.iter_mut().find(|c| c.code == change.code).unwrap();
                    if change.bound == Bound::AtLeast { c.at_least = change.to } else { c.at_most = change.to }
                }
                prop_assert!(!panels(&people, &loosened).is_empty(), "the changes it names leave a panel");
            }
            Err(Infeasible::Attempts { .. }) => prop_assert!(exists),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    /// Against every panel there is: nobody's chance is below the proved bound, chances add up to the places, who is in
    /// no panel is named, and every panel of the lottery keeps every bound.
    #[test]
    fn the_lottery_is_proved((people, mut rules) in draws(), seed in any::<[u8; 6]>()) {
        rules.algorithm = Algorithm::Leximin1;
        let (pool, all) = (pool(&people, &rules), panels(&people, &rules));
        prop_assume!(!all.is_empty());
        let found = leximin(&pool, &rules).unwrap();
        let c = &found.certificate;
        prop_assert!(c.gap <= 1e-6 && c.shortfall <= 1e-6, "{} {}", c.gap, c.shortfall);
        prop_assert!(c.check(&pool, &rules).unwrap() <= 2e-6);
        let places: f64 = found.chances.iter().zip(&found.people).map(|(p, n)| p * *n as f64).sum();
        prop_assert!((places - rules.size as f64).abs() < 1e-6, "{}", places);
        let type_of = |person: &Vec<usize>| found.types.iter().position(|cell| *cell == rules.cell(person)).unwrap();
        for (n, person) in people.iter().enumerate() {
            let in_one = all.iter().any(|panel| panel.contains(&n));
            prop_assert_eq!(!in_one, found.uncoverable.contains(&type_of(person)));
        }
        // The weighing of the first stage, over people, against all panels by hand.
        let stage = &c.stages[0];
        let weight = |n: &usize| stage.weights[type_of(&people[*n])] / found.people[type_of(&people[*n])] as f64;
        let heaviest = all.iter().map(|panel| panel.iter().map(weight).sum::<f64>()).fold(0.0, f64::max);
        prop_assert!(heaviest <= stage.value + 2e-6, "{} {}", heaviest, stage.value);
        for panel in &found.panels {
            for (d, dim) in rules.dims.iter().enumerate() {
                for (at, category) in dim.categories.iter().enumerate() {
                    let of = |t: &usize| found.types[*t][d] == dim.categories[at].code;
                    let many: u32 = (0..found.types.len()).filter(of).map(|t| panel.people[t]).sum();
                    prop_assert!((category.at_least..=category.at_most).contains(&(many as usize)));
                }
            }
        }
        let drawn = draw(&pool, &rules, &seed).unwrap();
        let sits: Vec<&Vec<usize>> = drawn.panel.iter().map(|no| &people[*no as usize - 1]).collect();
        prop_assert!(sits.len() == rules.size && keeps(&rules, &sits));
        prop_assert_eq!(draw(&pool, &rules, &seed).unwrap(), drawn);
        // Everybody twice, twice the places and bounds: the same chances.
        let twice: Vec<Vec<usize>> = people.iter().chain(&people).cloned().collect();
        let mut double = rules.clone();
        double.size *= 2;
        double.dims.iter_mut().flat_map(|d| &mut d.categories).for_each(|c| (c.at_least, c.at_most) = (c.at_least * 2, c.at_most * 2));
        let doubled = leximin(&self::pool(&twice, &double), &double).unwrap();
        let least = |of: &[f64], but: &[usize]| (0..of.len()).filter(|t| !but.contains(t)).map(|t| of[t]).fold(1.0, f64::min);
        prop_assert!(least(&doubled.chances, &doubled.uncoverable) >= least(&found.chances, &found.uncoverable) - 1e-5
            || doubled.uncoverable.len() < found.uncoverable.len());
    }
}

/// Handbook, scene 13: bounds that contradict each other are named.
#[test]
fn the_tightest_bound_is_named() {
    let people: Vec<Vec<usize>> = (0..60).map(|n| vec![usize::from(n % 3 == 0), n % 2, n % 4 / 2]).collect();
    let rules =
        rules(Algorithm::Quotas1, 24, &[&[(20, 24), (6, 24)], &[(0, 24), (0, 24)], &[(0, 24), (0, 24)]]);
    let Err(Infeasible::Bounds { changes }) = draw(&pool(&people, &rules), &rules, b"x") else {
        panic!("infeasible")
    };
    assert_eq!(
        (changes[0].dimension.as_str(), changes[0].code.as_str(), changes[0].bound),
        ("dim0", "c00", Bound::AtLeast)
    );
    assert_eq!((changes[0].from, changes[0].to), (20, 18));
}

/// Cells get their seats by size; inside, people stand by their HMAC, and the next of a cell replaces first.
#[test]
fn cells_are_filled_by_size() {
    let people: Vec<Vec<usize>> = (0..50).map(|n| vec![usize::from(n >= 30), n % 2]).collect();
    let rules = rules(Algorithm::Cells1, 10, &[&[(4, 8), (2, 6)], &[(5, 5), (5, 5)]]);
    let pool = pool(&people, &rules);
    let drawn = draw(&pool, &rules, b"3 5 1").unwrap();
    let of = |no: &u64| people[*no as usize - 1].clone();
    let mut cells: BTreeMap<Vec<usize>, Vec<u64>> = BTreeMap::new();
    drawn.panel.iter().for_each(|no| cells.entry(of(no)).or_default().push(*no));
    assert_eq!(cells.values().map(Vec::len).collect::<Vec<_>>(), [3, 3, 2, 2]);
    for (strata, panel) in &cells {
        let mut whole: Vec<u64> = (1..=50).filter(|no| of(no) == *strata).collect();
        whole.sort_by_key(|no| sortition::order::rank(b"3 5 1", *no));
        assert_eq!(panel[..], whole[..panel.len()]);
        let next = replacement(&pool, &rules, &drawn.panel, panel[0], &drawn.alternates).unwrap();
        assert_eq!((next.pool_no, next.same_cell), (whole[panel.len()], true));
    }
    let found = chances(&pool, &rules, 500).unwrap();
    assert_eq!(
        found.cells.iter().map(|c| (c.people, c.drawn)).collect::<Vec<_>>(),
        [(15, 1500), (15, 1500), (10, 1000), (10, 1000)]
    );
    assert!(found.least > 50, "{}", found.least);
    let narrow = Rules {
        dims: self::rules(Algorithm::Cells1, 10, &[&[(7, 8), (2, 3)], &[(5, 5), (5, 5)]]).dims,
        ..rules
    };
    let Err(Infeasible::Bounds { changes }) = draw(&pool, &narrow, b"3 5 1") else {
        panic!("cells give six, not seven")
    };
    assert_eq!((changes[0].from, changes[0].to), (7, 6));
}

/// The order of `quotas-1` told as the handbook tells it, with a key of seed and attempt.
#[test]
fn quotas_take_who_fits_in_the_order_of_the_seed() {
    let people: Vec<Vec<usize>> = (0..30).map(|n| vec![n % 3, n % 2, usize::from(n > 20)]).collect();
    let rules =
        rules(Algorithm::Quotas1, 6, &[&[(2, 2), (2, 2), (2, 2)], &[(3, 3), (3, 3)], &[(2, 5), (1, 4)]]);
    let pool = pool(&people, &rules);
    let drawn = draw(&pool, &rules, b"dice").unwrap();
    let key = format!("dice{}", drawn.attempt.unwrap());
    let mut order: Vec<u64> = (1..=30).collect();
    order.sort_by_key(|no| sortition::order::rank(key.as_bytes(), *no));
    let place = |no: &u64| order.iter().position(|o| o == no).unwrap();
    assert!(drawn.panel.windows(2).all(|pair| place(&pair[0]) < place(&pair[1])));
    assert_eq!(drawn.panel[0], order[0]);
    let others: Vec<u64> = order.iter().copied().filter(|no| !drawn.panel.contains(no)).collect();
    assert_eq!(drawn.alternates, others[..4]);
    assert_ne!(draw(&pool, &rules, b"other").unwrap().panel, drawn.panel);
    let found = chances(&pool, &rules, 2_000).unwrap();
    assert_eq!(found.cells.iter().map(|c| c.drawn).sum::<u64>(), 12_000);
    assert!(found.least > 0);
}

#[test]
fn a_pool_that_cannot_be_read_is_told_by_line() {
    let rules = rules(Algorithm::Quotas1, 2, &[&[(0, 2), (0, 2)]]);
    let read = |text: &str| Pool::read(text, &rules);
    assert_eq!(read("pool_no,dim0\n1,c00\n2,ＣO1\n").unwrap_err(), "line 3: dim0 has no category `ＣO1`");
    assert_eq!(read("pool_no,dim0\n1,c00\n1,c01\n").unwrap_err(), "line 3: number 1 stands twice");
    assert_eq!(read("pool_no,other\n").unwrap_err(), "the pool has no column `dim0`");
    // Full width and capitals are the same code; the hash keeps what was written.
    let (plain, wide) = (read("pool_no,dim0\n1,c01\n").unwrap(), read("pool_no,dim0\n1, Ｃ01\n").unwrap());
    assert_eq!(plain.people[0].strata, wide.people[0].strata);
    assert_ne!(plain.hash(), wide.hash());
    let Err(Infeasible::TooFewPeople { pool: 1, size: 2 }) = draw(&plain, &rules, b"") else {
        panic!("one for two places")
    };
}
