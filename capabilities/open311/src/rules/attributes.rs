//! What a service asks beside the words, and the answers to it.

use super::{GeoError, Params, clean};
use serde::Deserialize;

pub const MOST_DESCRIPTION: usize = 4_000;
const MOST_ANSWER: usize = 1_000;

/// One attribute of a service as it is kept with its category; its order is its place in the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    pub code: String,
    pub datatype: Datatype,
    /// Text to show that needs no answer is not variable.
    #[serde(default = "yes")]
    pub variable: bool,
    #[serde(default)]
    pub required: bool,
    pub description: String,
    /// What to write, in a few words.
    #[serde(default)]
    pub hint: String,
    /// Key and name of what can be chosen.
    #[serde(default)]
    pub values: Vec<(String, String)>,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Datatype {
    String,
    Number,
    Datetime,
    Text,
    Singlevaluelist,
    Multivaluelist,
}

impl Datatype {
    pub fn code(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Datetime => "datetime",
            Self::Text => "text",
            Self::Singlevaluelist => "singlevaluelist",
            Self::Multivaluelist => "multivaluelist",
        }
    }
}

/// The attributes kept with a category. What is not a list of attributes is none.
pub fn attributes_of(kept: &str) -> Vec<Attribute> {
    serde_json::from_str(kept).unwrap_or_default()
}

/// An attribute's description and what was answered, as staff read it.
pub type Answered = (String, String);

/// Judges the answers: every required one is there, none is unknown, each is of its kind.
pub fn answers(asked: &[Attribute], params: &Params) -> Result<Vec<Answered>, Vec<GeoError>> {
    let given = params.attributes();
    let known = |code: &str| asked.iter().any(|a| a.variable && a.code == code);
    let mut wrong: Vec<GeoError> = vec![];
    for (code, _) in given.iter().filter(|(code, _)| !known(code)) {
        wrong.push(GeoError::attribute(&clean(code), "this service asks no such thing.", "这项服务没有这个字段。"));
    }
    let mut answered = vec![];
    for attribute in asked.iter().filter(|a| a.variable) {
        let mine: Vec<&str> = given.iter().filter(|(code, _)| *code == attribute.code).map(|(_, v)| *v).collect();
        match attribute.judge(&mine) {
            Ok(Some(text)) => answered.push((attribute.description.clone(), text)),
            Ok(None) => {}
            Err(error) => wrong.push(error),
        }
    }
    wrong.dedup();
    if wrong.is_empty() { Ok(answered) } else { Err(wrong) }
}

impl Attribute {
    fn judge(&self, given: &[&str]) -> Result<Option<String>, GeoError> {
        let wrong = |en: &str, zh: &str| Err(GeoError::attribute(&self.code, en, zh));
        let [first, rest @ ..] = given else {
            return if self.required { wrong("it is required.", "必填。") } else { Ok(None) };
        };
        if !rest.is_empty() && self.datatype != Datatype::Multivaluelist {
            return wrong("one answer only.", "只能填一个值。");
        }
        if first.chars().count() > MOST_ANSWER {
            return wrong("at most 1000 characters.", "最多1000字。");
        }
        match self.datatype {
            Datatype::String | Datatype::Text => Ok(Some(clean(first))),
            Datatype::Number if first.parse::<f64>().is_ok_and(f64::is_finite) => Ok(Some(clean(first))),
            Datatype::Number => wrong("it is a number.", "应填数字。"),
            Datatype::Datetime if first.parse::<jiff::Timestamp>().is_ok() => Ok(Some(clean(first))),
            Datatype::Datetime => wrong("it is a date-time such as 2026-09-29T16:00:00+08:00.", "应填日期时间，例如 2026-09-29T16:00:00+08:00。"),
            Datatype::Singlevaluelist | Datatype::Multivaluelist => self.chosen(given).map(Some),
        }
    }

    fn chosen(&self, given: &[&str]) -> Result<String, GeoError> {
        let name = |key: &&str| {
            let known = self.values.iter().find(|(k, _)| k == key).map(|(_, name)| name.as_str());
            known.ok_or_else(|| {
                let key = clean(key);
                GeoError::attribute(&self.code, &format!("`{key}` is not on its list."), &format!("“{key}”不在可选值里。"))
            })
        };
        Ok(given.iter().map(name).collect::<Result<Vec<_>, _>>()?.join("、"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Vec<Attribute> {
        attributes_of(
            r#"[{"code":"pole","datatype":"string","required":true,"description":"灯杆编号"},
                {"code":"days","datatype":"multivaluelist","description":"哪几天","values":[["mon","周一"],["tue","周二"]]},
                {"code":"lamps","datatype":"number","description":"几盏"},
                {"code":"note","datatype":"text","variable":false,"description":"夜间抢修请打电话"}]"#,
        )
    }
    fn judged(pairs: &[(&str, &str)]) -> Result<Vec<Answered>, Vec<u16>> {
        let params = Params(pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect());
        answers(&asked(), &params).map_err(|wrong| wrong.iter().map(|e| e.code).collect())
    }

    #[test]
    fn each_answer_is_of_its_kind() {
        let said = |d: &str, t: &str| (d.to_owned(), t.to_owned());
        let pole = ("attribute[pole]", "A-17");
        assert_eq!(judged(&[pole]), Ok(vec![said("灯杆编号", "A-17")]));
        let days = judged(&[pole, ("attribute[days][]", "tue"), ("attribute[days][]", "mon")]);
        assert_eq!(days, Ok(vec![said("灯杆编号", "A-17"), said("哪几天", "周二、周一")]));
        assert_eq!(judged(&[pole, ("attribute[days]", "mon")]), Ok(vec![said("灯杆编号", "A-17"), said("哪几天", "周一")]));
        assert_eq!(judged(&[]), Err(vec![4004]));
        assert_eq!(judged(&[("attribute[pole]", ""), ("attribute[lamps]", "many")]), Err(vec![4004, 4004]));
        for wrong in [("attribute[days]", "wed"), ("attribute[stranger]", "1"), ("attribute[pole]", "B-2"), ("attribute[note]", "x")] {
            assert_eq!(judged(&[pole, wrong]), Err(vec![4004]), "{wrong:?}");
        }
    }
}
