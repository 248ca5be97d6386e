//! The schemas of `schemas/` read as JSON Schema means them. A word this reader does not know fails the test, so that
//! no rule of a schema is passed over.

use serde_json::Value;

/// Asserts that an answer is of a schema.
pub fn assert_is(name: &str, answer: &Value) {
    let path = format!("{}/schemas/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let schema: Value = serde_json::from_str(&text).expect("a schema");
    let mut wrong = vec![];
    judge(&schema, answer, name, &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}\n{answer:#}");
}

/// What of a schema an answer breaks.
pub fn judge(schema: &Value, at: &Value, path: &str, wrong: &mut Vec<String>) {
    for (word, rule) in schema.as_object().expect("a schema is an object") {
        let number = |v: &Value| v.as_f64().expect("a number");
        let holds = match word.as_str() {
            "$schema" | "title" | "description" => true,
            "type" => kinds(rule).iter().any(|kind| is(kind, at)),
            "enum" => rule.as_array().expect("a list").contains(at),
            "required" => rule.as_array().expect("a list").iter().all(|n| at.get(n.as_str().expect("a name")).is_some()),
            "additionalProperties" => {
                assert_eq!(rule, &Value::Bool(false));
                let known = schema["properties"].as_object().expect("properties");
                at.as_object().is_none_or(|map| map.keys().all(|name| known.contains_key(name)))
            }
            "properties" => {
                for (name, rule) in rule.as_object().expect("properties") {
                    at.get(name).iter().for_each(|v| judge(rule, v, &format!("{path}.{name}"), wrong));
                }
                true
            }
            "items" => {
                let items = at.as_array().into_iter().flatten().enumerate();
                items.for_each(|(i, v)| judge(rule, v, &format!("{path}[{i}]"), wrong));
                true
            }
            "minItems" => at.as_array().is_none_or(|l| l.len() as f64 >= number(rule)),
            "maxItems" => at.as_array().is_none_or(|l| l.len() as f64 <= number(rule)),
            "minimum" => at.as_f64().is_none_or(|n| n >= number(rule)),
            "maximum" => at.as_f64().is_none_or(|n| n <= number(rule)),
            "pattern" => at.as_str().is_none_or(|text| fits(rule.as_str().expect("a pattern"), text)),
            other => panic!("{path}: the reader does not know `{other}`"),
        };
        if !holds {
            wrong.push(format!("{path}: {word} {rule} does not hold for {at}"));
        }
    }
}

fn kinds(rule: &Value) -> Vec<&str> {
    match rule {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

fn is(kind: &str, at: &Value) -> bool {
    match kind {
        "null" => at.is_null(),
        "string" => at.is_string(),
        "boolean" => at.is_boolean(),
        "number" => at.is_number(),
        "integer" => at.is_i64() || at.is_u64(),
        "array" => at.is_array(),
        "object" => at.is_object(),
        other => panic!("no type is called {other}"),
    }
}

/// Patterns of dates: `[0-9]{n}` and signs, from beginning to end.
fn fits(pattern: &str, text: &str) -> bool {
    let pattern = pattern.strip_prefix('^').and_then(|p| p.strip_suffix('$')).expect("a whole pattern").replace("\\+", "+");
    let shape = ["{4}", "{2}"].iter().zip(["####", "##"]).fold(pattern, |p, (n, signs)| p.replace(&format!("[0-9]{n}"), signs));
    let same = |(a, b): (char, char)| if a == '#' { b.is_ascii_digit() } else { a == b };
    shape.chars().count() == text.chars().count() && shape.chars().zip(text.chars()).all(same)
}

#[test]
fn the_reader_notices_what_is_wrong() {
    let text = std::fs::read_to_string(format!("{}/schemas/errors.json", env!("CARGO_MANIFEST_DIR"))).expect("a schema");
    let schema: Value = serde_json::from_str(&text).expect("a schema");
    let broken = |answer: &str| {
        let mut wrong = vec![];
        judge(&schema, &serde_json::from_str(answer).expect("JSON"), "errors", &mut wrong);
        wrong.len()
    };
    assert_eq!(broken(r#"[{"code":403,"description":"x"}]"#), 0);
    for answer in ["[]", "{}", r#"[{"code":"403","description":"x"}]"#, r#"[{"code":403}]"#, r#"[{"code":403,"description":"x","more":1}]"#] {
        assert!(broken(answer) > 0, "{answer}");
    }
    assert!(fits("^[0-9]{4}-[0-9]{2}$", "2026-11") && !fits("^[0-9]{4}-[0-9]{2}$", "2026-1x"));
}
