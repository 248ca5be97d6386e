//! Pools of the literature and of practice, with the chances an independent program found.

use sortition::{Pool, Rules, draw, leximin};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder of data that is kept beside the repository, if it is there.
fn data(folder: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path = std::env::var_os("LINQIAO_TEST_DATA").map_or_else(beside, PathBuf::from).join(folder);
    if !path.is_dir() {
        eprintln!(
            "SKIPPED: no data at {}; LINQIAO_TEST_DATA names the folder kept outside of this repository",
            path.display()
        );
        return None;
    }
    Some(path)
}

fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(file).expect("a file").deserialize().map(|row| row.expect("a row")).collect()
}

fn read(folder: &Path, size: usize) -> (Pool, Rules) {
    let mut dims: Vec<serde_json::Value> = vec![];
    for row in rows(&folder.join("categories.csv")) {
        let number = |key: &str| row[key].parse::<usize>().unwrap();
        let category =
            serde_json::json!({"code": row["feature"], "at_least": number("min"), "at_most": number("max")});
        match dims.iter_mut().find(|d| d["name"] == row["category"].as_str()) {
            Some(dim) => dim["categories"].as_array_mut().unwrap().push(category),
            None => dims.push(serde_json::json!({"name": row["category"], "categories": [category]})),
        }
    }
    let rules = serde_json::json!({"algorithm": "leximin-1", "size": size, "alternates": 5, "dims": dims});
    let rules: Rules = serde_json::from_value(rules).unwrap();
    let text = std::fs::read_to_string(folder.join("respondents.csv")).unwrap();
    let numbered = text
        .lines()
        .enumerate()
        .map(|(n, line)| if n == 0 { format!("pool_no,{line}\n") } else { format!("{n},{line}\n") });
    (Pool::read(&numbered.collect::<String>(), &rules).unwrap(), rules)
}

#[test]
fn chances_are_the_leximin_ones_and_proved() {
    let Some(folder) = data("sortition") else { return };
    for (name, size) in [("example_small_20", 20), ("scot300_45", 45), ("at_kleinstadt100_20", 20)] {
        let (pool, rules) = read(&folder.join(name), size);
        let start = std::time::Instant::now();
        let found = leximin(&pool, &rules).unwrap();
        let took = start.elapsed().as_secs_f64();
        let mut worst: f64 = 0.0;
        let expected = rows(&folder.join(name).join("leximin.csv"));
        assert_eq!(expected.len(), found.types.len(), "{name}");
        for row in expected {
            // Categories stand in the files' order of columns, which may differ from the rules' order of names.
            let mut wanted: Vec<&str> = row["type"].split('|').collect();
            wanted.sort_unstable();
            let is_it = |t: &usize| {
                let mut cell: Vec<&str> = found.types[*t].iter().map(String::as_str).collect();
                cell.sort_unstable();
                cell == wanted
            };
            let t =
                (0..found.types.len()).find(is_it).unwrap_or_else(|| panic!("{name}: no type {wanted:?}"));
            assert_eq!(row["count"], found.people[t].to_string());
            worst = worst.max((row["probability"].parse::<f64>().unwrap() - found.chances[t]).abs());
        }
        let (c, checked) = (&found.certificate, found.certificate.check(&pool, &rules).unwrap());
        println!(
            "{name}: {} types, {} stages, {} panels in {took:.2} s; off by {worst:.1e}, gap {:.1e}, shortfall {:.1e}, checked {checked:.1e}",
            found.types.len(),
            c.stages.len(),
            found.panels.len(),
            c.gap,
            c.shortfall
        );
        assert!(worst < 1e-4, "{name}: {worst}");
        assert!(
            c.gap <= 1e-6 && c.shortfall <= 1e-6 && checked <= 2e-6,
            "{name}: {} {} {checked}",
            c.gap,
            c.shortfall
        );
        assert!(found.uncoverable.is_empty());
        let drawn = draw(&pool, &rules, b"seed").unwrap();
        assert_eq!((drawn.panel.len(), drawn.alternates.len()), (size, 5));
        holds(&pool, &rules, &drawn.panel);
    }
}

fn holds(pool: &Pool, rules: &Rules, panel: &[u64]) {
    for (d, dim) in rules.dims.iter().enumerate() {
        for (at, c) in dim.categories.iter().enumerate() {
            let many = panel.iter().filter(|no| pool.person(**no).unwrap().strata[d] == at).count();
            assert!((c.at_least..=c.at_most).contains(&many), "{} {}: {many}", dim.name, c.code);
        }
    }
}
