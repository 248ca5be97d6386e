//! Real participatory budgets of Polish cities, with the winners an independent program found in exact fractions.

use equal_shares::{Completion, Fill, Rule, Step, Utility, greedy, pabulib, run};
use serde_json::Value;
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

#[test]
fn winners_are_those_of_exact_arithmetic() {
    let Some(folder) = data("pb") else { return };
    let golden: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("golden.json")).unwrap()).unwrap();
    let (mut equal, mut skipped, mut differing) = (0, 0, vec![]);
    for (name, of_file) in golden.as_object().unwrap() {
        let file = pabulib::read(&std::fs::read_to_string(folder.join(name)).unwrap())
            .unwrap_or_else(|why| panic!("{name}: {why}"));
        let instance = &file.instance;
        assert_eq!(of_file["n"], instance.electors, "{name}");
        assert_eq!(of_file["m"], instance.projects.len(), "{name}");
        for (rule_name, expected) in of_file["rules"].as_object().unwrap() {
            let of = |utility, completion| {
                let rule = Rule {
                    utility,
                    completion,
                    // The golden completion counts approvals whatever the shares counted; points stay points.
                    fill: if instance.approvals { Fill::MostVotes } else { Fill::UsePerCost },
                    unsupported: true,
                    whole_start: false,
                    ties: vec![],
                };
                run(instance, &rule, None).projects()
            };
            let bought = match rule_name.as_str() {
                "greedy_cost" => greedy(instance, Utility::Cost, Fill::UsePerCost, true, &[]),
                "greedy_card" => greedy(instance, Utility::Count, Fill::UsePerCost, true, &[]),
                "mes_cost" => of(Utility::Cost, Completion::None),
                "mes_card" => of(Utility::Count, Completion::None),
                "mes_card_u" => of(Utility::Count, Completion::Utilitarian),
                "mes_cost_add1" => of(Utility::Cost, Completion::Add1(Step::Exhaustive)),
                "mes_cost_add1_u" => of(Utility::Cost, Completion::Add1U(Step::Exhaustive)),
                _ => {
                    skipped += 1;
                    continue;
                }
            };
            let ids: Vec<&str> = bought.iter().map(|p| instance.projects[*p].id.as_str()).collect();
            let order: Vec<&str> =
                expected["order"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
            let cost = instance.money(instance.cost(&bought));
            if ids == order && cost == expected["cost"] {
                equal += 1;
            } else {
                differing.push(format!(
                    "{name} {rule_name}: {ids:?} for {cost}, expected {order:?} for {}",
                    expected["cost"]
                ));
            }
        }
    }
    println!("{equal} results equal, {skipped} of another rule skipped");
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(equal >= 70);
}

/// Wieliczka ran its Green Budget of 2023 with equal shares; the file keeps what the city funded. Its practice raises
/// shares until the next step would overspend.
#[test]
fn wieliczka_comes_out_as_the_city_decided() {
    let Some(folder) = data("pb") else { return };
    let text = std::fs::read_to_string(folder.join("poland_wieliczka_2023_green-budget.pb")).unwrap();
    let file = pabulib::read(&text).unwrap();
    let rule = Rule { completion: Completion::Add1U(Step::Overspending), ties: vec![], ..Rule::default() };
    let mut funded: Vec<String> = run(&file.instance, &rule, None)
        .projects()
        .iter()
        .map(|p| file.instance.projects[*p].id.clone())
        .collect();
    let votes = text.find("\nVOTES").unwrap();
    let projects = &text[text.find("\nPROJECTS").unwrap()..votes];
    let mut selected: Vec<String> = projects
        .lines()
        .filter(|line| line.ends_with(";1"))
        .map(|line| line.split(';').next().unwrap().to_owned())
        .collect();
    funded.sort();
    selected.sort();
    assert_eq!(funded, selected);
}
