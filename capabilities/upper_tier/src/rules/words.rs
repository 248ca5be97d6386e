//! What the upper tier says of an order: its verdict on a request, a rest, or what the speaker told it.

use super::{AtField, due_problem, moment};
use appeals::rules::{CallingBack, MOST_REASON, Satisfaction, UpperAsk, UpperVerdict};
use kernel::{Moment, Problem};
use outside::upper::Word as Sent;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One thing they say.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    Verdict(UpperAsk, UpperVerdict),
    /// Their time rests, or runs again.
    Rest { rests: bool, text: String },
    /// What the speaker told them.
    Result(Box<Heard>),
}

/// The speaker's answers to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    pub contacted: Option<bool>,
    pub solved: Option<bool>,
    pub satisfaction: Option<Satisfaction>,
    pub text: String,
}

impl Heard {
    pub fn words(&self) -> CallingBack {
        CallingBack {
            reached: true,
            contacted: self.contacted,
            solved: self.solved,
            satisfaction: self.satisfaction,
            reason: self.text.clone(),
            ..CallingBack::default()
        }
    }
}

/// Their word, entered by hand at an order.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WordWords {
    /// `return`, `extension`, `result`, `rest`, `resume`.
    pub kind: String,
    /// `accepted` or `refused`, of a return or an extension.
    pub verdict: String,
    /// Their due moment from now on, if they move it.
    pub due_at: String,
    pub text: String,
    /// `yes` or `no`, of a result.
    pub contacted: String,
    pub solved: String,
    pub satisfaction: String,
}

impl WordWords {
    pub fn of(&self, their_no: &str) -> Sent {
        let w = self.clone();
        Sent {
            their_no: their_no.to_owned(),
            kind: w.kind,
            verdict: w.verdict,
            due_at: w.due_at,
            text: w.text,
            contacted: w.contacted,
            solved: w.solved,
            satisfaction: w.satisfaction,
        }
    }
}

/// Codes with the words files write for them.
const KINDS: &[(&str, &[&str])] = &[
    ("return", &["退单"]),
    ("extension", &["延期"]),
    ("result", &["回访"]),
    ("rest", &["暂停", "暂停计时"]),
    ("resume", &["恢复", "恢复计时"]),
];
const VERDICTS: &[(&str, &[&str])] = &[("accepted", &["同意", "通过"]), ("refused", &["不同意", "驳回"])];
const YES: &[(&str, &[&str])] = &[("yes", &["是", "已联系", "已解决", "true"]), ("no", &["否", "未联系", "未解决", "false"])];
const LEVELS: &[(&str, &[&str])] = &[
    ("very_satisfied", &["非常满意"]),
    ("satisfied", &["满意"]),
    ("basically", &["基本满意"]),
    ("dissatisfied", &["不满意"]),
    ("very_dissatisfied", &["非常不满意"]),
];

fn code_of(codes: &'static [(&'static str, &'static [&'static str])], text: &str) -> Option<&'static str> {
    codes.iter().find(|(code, names)| *code == text || names.contains(&text)).map(|(code, _)| *code)
}

/// Reads their word. What is wrong is said by field.
pub fn hear(sent: &Sent, now: Moment) -> Result<Said, Vec<AtField>> {
    let mut problems = vec![];
    let mut code = |field: &'static str, codes, text: &str, must: bool| {
        let found = code_of(codes, text.trim());
        if found.is_none() && (must || !text.trim().is_empty()) {
            problems.push((field, Problem::new("word-unknown")));
        }
        found
    };
    let kind = code("kind", KINDS, &sent.kind, true);
    let is_ask = matches!(kind, Some("return" | "extension"));
    let verdict = code("verdict", VERDICTS, &sent.verdict, is_ask);
    let yes = |said: Option<&str>| said.map(|s| s == "yes");
    let (contacted, solved) = (yes(code("contacted", YES, &sent.contacted, false)), yes(code("solved", YES, &sent.solved, false)));
    let satisfaction = code("satisfaction", LEVELS, &sent.satisfaction, false).and_then(Satisfaction::from_code);
    let text = sent.text.trim().to_owned();
    if text.chars().count() > MOST_REASON {
        problems.push(("text", Problem::new("text-too-long").with("most", MOST_REASON)));
    } else if text.is_empty() && kind.is_some_and(|k| k != "result") {
        problems.push(("text", Problem::new("words-missing")));
    }
    let due_at = if sent.due_at.trim().is_empty() { None } else { Some(moment(&sent.due_at)) };
    problems.extend(due_at.and_then(|due| due_problem(due, now)).map(|p| ("due_at", p)));
    if kind == Some("result") && solved.is_none() && satisfaction.is_none() {
        problems.push(("solved", Problem::new("result-empty")));
    }
    let Some(kind) = kind.filter(|_| problems.is_empty()) else { return Err(problems) };
    Ok(match kind {
        "result" => Said::Result(Box::new(Heard { contacted, solved, satisfaction, text })),
        "rest" | "resume" => Said::Rest { rests: kind == "rest", text },
        ask => {
            let ask = UpperAsk::from_code(ask).unwrap_or(UpperAsk::Return);
            Said::Verdict(ask, UpperVerdict { accepted: verdict == Some("accepted"), text, due_at: due_at.flatten() })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(sent: &Sent) -> Result<Said, Vec<AtField>> {
        hear(sent, Moment::parse("2026-11-24T09:00").expect("a time"))
    }

    fn word(kind: &str) -> Sent {
        Sent { their_no: "S1".into(), kind: kind.into(), text: "区转〔2026〕1号".into(), ..Sent::default() }
    }

    #[test]
    fn words_are_read_in_chinese_or_by_code() {
        let said = heard(&Sent { verdict: "不同意".into(), ..word("延期") }).expect("a verdict");
        assert!(matches!(said, Said::Verdict(UpperAsk::Extension, ref v) if !v.accepted));
        let said = heard(&Sent { solved: "否".into(), satisfaction: "dissatisfied".into(), ..word("result") }).expect("a result");
        let Said::Result(told) = said else { panic!("a result") };
        assert_eq!((told.solved, told.satisfaction), (Some(false), Some(Satisfaction::Dissatisfied)));
        assert_eq!(heard(&word("暂停")), Ok(Said::Rest { rests: true, text: "区转〔2026〕1号".into() }));
    }

    #[test]
    fn what_is_missing_is_said_at_its_field() {
        let fields = |sent: &Sent| heard(sent).expect_err("bad").into_iter().map(|(f, _)| f).collect::<Vec<_>>();
        assert_eq!(fields(&word("retour")), ["kind"]);
        assert_eq!(fields(&word("退单")), ["verdict"]);
        assert_eq!(fields(&word("回访")), ["solved"]);
        assert_eq!(fields(&Sent { text: String::new(), due_at: "soon".into(), verdict: "同意".into(), ..word("延期") }), ["text", "due_at"]);
    }
}
