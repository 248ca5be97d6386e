//! The needs survey: at most eight questions of a round, the same numbers on every way, one answer a person.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Event, Moment, PersonId, PlaceId, Problem, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

codes! {
    /// One choice, several, a mark of one to five, words, a place.
    Asking { One "one", Several "several", Scale "scale", Words "words", Point "point" }
}

/// One question; its number is its place in the list, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Question {
    pub kind: Asking,
    pub text: String,
    pub choices: Vec<String>,
}

/// The questions of a matter's round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    pub round: i32,
    pub questions: Vec<Question>,
    pub by: AccountId,
    pub at: Moment,
}

/// What one person said to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Numbers of choices, from 1, rising.
    Chosen(Vec<usize>),
    /// One to five.
    Mark(usize),
    Words(String),
    Place(PlaceId),
}

/// Answers of one person by the number of the question; what was left out is not there.
pub type Answers = BTreeMap<usize, Said>;

/// One person's answers with the way they came and who took them down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyAnswer {
    pub person: PersonId,
    pub way: Way,
    pub grid: Option<PlaceId>,
    pub answers: Answers,
    pub taken_by: Option<AccountId>,
}

pub const MOST_QUESTIONS: usize = 8;
/// Marks of a scale: 1 is not at all, 5 is entirely.
pub const MARKS: usize = 5;
const MOST_CHOICES: usize = 8;
/// What an address field of the form is called, by the number of its question.
pub const QUESTION_FIELDS: [&str; MOST_QUESTIONS] = ["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8"];

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct QuestionWords {
    pub kind: Option<Asking>,
    pub text: String,
    pub choices: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Surveying {
    pub questions: Vec<QuestionWords>,
    /// The same as lines, for forms: `one | question | choice / choice`, `words | question`.
    pub lines: String,
}

impl Surveying {
    /// The questions as a list, whichever way they came.
    pub fn listed(&self) -> Vec<QuestionWords> {
        let lines = self.lines.lines().map(str::trim).filter(|l| !l.is_empty());
        self.questions.iter().cloned().chain(lines.map(question_line)).collect()
    }
}

fn question_line(line: &str) -> QuestionWords {
    let mut parts = line.split(['|', '｜']).map(str::trim);
    let kind = match parts.next().unwrap_or_default() {
        "单选" => Some(Asking::One),
        "多选" => Some(Asking::Several),
        "打分" => Some(Asking::Scale),
        "填写" => Some(Asking::Words),
        "地点" => Some(Asking::Point),
        other => Asking::from_code(other),
    };
    let text = parts.next().unwrap_or_default().to_owned();
    let choices = parts.next().unwrap_or_default().split(['/', '／']).map(str::trim).filter(|c| !c.is_empty());
    QuestionWords { kind, text, choices: choices.map(str::to_owned).collect() }
}

/// The question as [`Surveying::lines`] has it.
pub fn as_line(kind: Asking, text: &str, choices: &[String]) -> String {
    let line = format!("{} | {text}", kind.code());
    if choices.is_empty() { line } else { format!("{line} | {}", choices.join(" / ")) }
}

/// Writes the questions, anew as often as needed until somebody has answered.
pub fn write_survey(of: &Matter, words: &Surveying, answered: bool, (by, now): (AccountId, Moment)) -> Decided<Survey, SurveyWritten> {
    if answered {
        return Err(vec![Problem::new("survey-answered")]);
    }
    let listed = words.listed();
    let mut problems = vec![];
    match listed.len() {
        0 => problems.push(Problem::at("lines", "survey-empty")),
        n if n > MOST_QUESTIONS => problems.push(Problem::at("lines", "survey-long").with("most", MOST_QUESTIONS)),
        _ => {}
    }
    let questions: Vec<_> = listed.iter().zip(1..).filter_map(|(q, no)| question(q, no).map_err(|found| problems.extend(found)).ok()).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let event = SurveyWritten { matter: of.id, round: of.round, questions: questions.len() };
    Ok((Survey { round: of.round, questions, by, at: now }, event))
}

fn question(words: &QuestionWords, no: usize) -> Result<Question, Vec<Problem>> {
    let numbered = |p: Problem| p.with("no", no);
    let mut problems = vec![];
    let text = said("lines", &words.text, 60).map_err(|p| problems.push(numbered(p))).unwrap_or_default();
    let Some(kind) = words.kind else {
        problems.push(numbered(Problem::at("lines", "question-kind")));
        return Err(problems);
    };
    let choices: Vec<_> = words.choices.iter().map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect();
    let mut once: Vec<_> = choices.iter().map(|c| plain(c)).collect();
    once.sort();
    once.dedup();
    let fits = match kind {
        Asking::One | Asking::Several => (2..=MOST_CHOICES).contains(&choices.len()) && once.len() == choices.len() && choices.iter().all(|c| c.chars().count() <= 20),
        Asking::Scale | Asking::Words | Asking::Point => choices.is_empty(),
    };
    if !fits {
        problems.push(numbered(Problem::at("lines", "question-choices").with("most", MOST_CHOICES)));
    }
    if problems.is_empty() { Ok(Question { kind, text, choices }) } else { Err(problems) }
}

/// Answers as a form or a program sends them: numbers of choices, a mark, words or the name of a place, by question.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SurveyWords {
    pub q1: Vec<String>,
    pub q2: Vec<String>,
    pub q3: Vec<String>,
    pub q4: Vec<String>,
    pub q5: Vec<String>,
    pub q6: Vec<String>,
    pub q7: Vec<String>,
    pub q8: Vec<String>,
    /// For somebody else, who asked: by phone, on paper, at a desk.
    pub way: Option<Way>,
    pub place_name: String,
    /// Groups they say they belong to: kept to count people, never shown.
    pub origin: String,
    pub age: String,
}

impl SurveyWords {
    /// What stands in each question's field, trimmed; fields of no question are looked at too.
    pub fn given(&self) -> [Vec<String>; MOST_QUESTIONS] {
        [&self.q1, &self.q2, &self.q3, &self.q4, &self.q5, &self.q6, &self.q7, &self.q8]
            .map(|said| said.iter().map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect())
    }
}

/// Reads what was given against the questions. `place` finds a place by the name somebody typed into a field.
pub fn read_answers(questions: &[Question], words: &SurveyWords, place: impl Fn(&'static str, &str) -> Result<Option<PlaceId>, Problem>) -> Result<Answers, Vec<Problem>> {
    let (mut read, mut problems) = (Answers::new(), vec![]);
    for (i, given) in words.given().iter().enumerate().filter(|(_, given)| !given.is_empty()) {
        let field = QUESTION_FIELDS[i];
        match questions.get(i).map(|q| answer(q, field, given, &place)) {
            None => problems.push(Problem::at(field, "question-unknown")),
            Some(Err(problem)) => problems.push(problem),
            Some(Ok(said)) => {
                read.insert(i + 1, said);
            }
        }
    }
    if read.is_empty() && problems.is_empty() {
        problems.push(Problem::new("nothing-answered"));
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

fn answer(q: &Question, field: &'static str, given: &[String], place: impl Fn(&'static str, &str) -> Result<Option<PlaceId>, Problem>) -> Result<Said, Problem> {
    let number = |text: &String, most: usize| text.parse::<usize>().ok().filter(|n| (1..=most).contains(n)).ok_or_else(|| Problem::at(field, "choice-unknown"));
    let one = |most: usize| match given {
        [only] => number(only, most),
        _ => Err(Problem::at(field, "choice-one")),
    };
    Ok(match q.kind {
        Asking::One => Said::Chosen(vec![one(q.choices.len())?]),
        Asking::Scale => Said::Mark(one(MARKS)?),
        Asking::Several => {
            let mut chosen = given.iter().map(|text| number(text, q.choices.len())).collect::<Result<Vec<_>, _>>()?;
            chosen.sort_unstable();
            chosen.dedup();
            Said::Chosen(chosen)
        }
        Asking::Words => Said::Words(said(field, &given.join(" "), 200)?),
        Asking::Point => Said::Place(place(field, &given.join(" "))?.ok_or_else(|| Problem::at(field, "place-unknown"))?),
    })
}

/// What came together for one question: counts by choice, mark or grid, in the order of the question, and how many left it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallied {
    pub counts: Vec<u64>,
    /// The grids of a question for a place, in the order of `counts`; none is a place that lies in no grid.
    pub places: Vec<Option<PlaceId>>,
    /// Sorted, so that the order tells nothing of who came when.
    pub words: Vec<String>,
    pub left_out: u64,
}

/// Adds up the answers, question by question. `grid` says in which grid a place lies.
pub fn tally(questions: &[Question], all: &[Answers], grid: impl Fn(PlaceId) -> Option<PlaceId>) -> Vec<Tallied> {
    let tallied = questions.iter().zip(1..).map(|(q, no)| {
        let mut t = Tallied { counts: vec![0; match q.kind { Asking::Scale => MARKS, _ => q.choices.len() }], ..Tallied::default() };
        let mut by_grid: BTreeMap<Option<PlaceId>, u64> = BTreeMap::new();
        for answers in all {
            match answers.get(&no) {
                None => t.left_out += 1,
                Some(Said::Chosen(chosen)) => chosen.iter().for_each(|c| if let Some(n) = t.counts.get_mut(*c - 1) { *n += 1 }),
                Some(Said::Mark(mark)) => if let Some(n) = t.counts.get_mut(*mark - 1) { *n += 1 },
                Some(Said::Words(text)) => t.words.push(text.clone()),
                Some(Said::Place(id)) => *by_grid.entry(grid(*id)).or_default() += 1,
            }
        }
        t.words.sort();
        if q.kind == Asking::Point {
            (t.places, t.counts) = by_grid.into_iter().unzip();
        }
        t
    });
    tallied.collect()
}

/// What everybody may read of a question: no cell under five, and none that could be worked out from the others. Choices of
/// which several may be taken are each a pair of those who took it and those who did not.
pub fn in_public(q: &Question, t: &Tallied, people: u64) -> Vec<Option<u64>> {
    match q.kind {
        Asking::Several => t.counts.iter().map(|n| open(&[*n, people - n])[0]).collect(),
        Asking::Words => open(&[people - t.left_out, t.left_out])[..1].to_vec(),
        Asking::One | Asking::Scale | Asking::Point => {
            let mut row = open(&t.counts.iter().copied().chain([t.left_out]).collect::<Vec<_>>());
            row.truncate(t.counts.len());
            row
        }
    }
}

/// The cells of a row that can be told beside its sum, which is told in any case.
fn open(row: &[u64]) -> Vec<Option<u64>> {
    let mut covered = suppression::cover(&[row.to_vec()], FEWEST_SHOWN).swap_remove(0);
    match covered.pop() {
        Some(Some(_)) => covered,
        _ => vec![None; row.len()],
    }
}

events! {
    SurveyWritten "deliberation.survey_written" "matter" matter: MatterId, round: i32, questions: usize;
    SurveyAnswered "deliberation.survey_answered" "matter" matter: MatterId, round: i32, way: &'static str;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(lines: &str) -> Vec<Question> {
        let words = Surveying { lines: lines.into(), ..Surveying::default() };
        words.listed().iter().zip(1..).map(|(q, no)| question(q, no).expect("a question")).collect()
    }

    fn codes(problems: &[Problem]) -> Vec<&'static str> {
        problems.iter().map(|p| p.code).collect()
    }

    #[test]
    fn lines_become_questions_and_lines_again() {
        let text = "one | 车停哪里？ | 东侧 / 西侧\nseveral | 什么时候最挤？ | 早上 / 晚上 / 周末\nscale | 现在满意吗？\nwords | 还想说什么？\npoint | 哪里最堵？";
        let questions = asked(text);
        assert_eq!(questions.iter().map(|q| q.kind).collect::<Vec<_>>(), Asking::ALL);
        assert_eq!(questions.iter().map(|q| as_line(q.kind, &q.text, &q.choices)).collect::<Vec<_>>().join("\n"), text);
        assert_eq!(asked("单选｜车停哪里？｜东侧／西侧"), asked("one | 车停哪里？ | 东侧 / 西侧"));
    }

    #[test]
    fn a_choice_needs_two_that_differ_and_a_scale_none() {
        let wrong = |line: &str| codes(&question(&question_line(line), 1).unwrap_err());
        assert_eq!(wrong("one | 车停哪里？ | 东侧"), ["question-choices"]);
        assert_eq!(wrong("one | 车停哪里？ | 东侧 / 东 侧"), ["question-choices"]);
        assert_eq!(wrong("scale | 满意吗？ | 好 / 坏"), ["question-choices"]);
        assert_eq!(wrong("guess | 满意吗？"), ["question-kind"]);
        assert_eq!(wrong("one |  | 东侧 / 西侧"), ["text-missing"]);
    }

    #[test]
    fn what_does_not_answer_the_question_is_refused_at_its_field() {
        let questions = asked("one | 停哪里？ | 东侧 / 西侧\nscale | 满意吗？");
        let read = |words: SurveyWords| read_answers(&questions, &words, |_, _| Ok(None));
        let of = |q1: &[&str], q2: &[&str], q3: &[&str]| {
            let list = |given: &[&str]| given.iter().map(|s| (*s).to_owned()).collect();
            SurveyWords { q1: list(q1), q2: list(q2), q3: list(q3), ..SurveyWords::default() }
        };
        assert_eq!(read(of(&["2"], &["5"], &[])), Ok(Answers::from([(1, Said::Chosen(vec![2])), (2, Said::Mark(5))])));
        assert_eq!(codes(&read(of(&["3"], &["0"], &["x"])).unwrap_err()), ["choice-unknown", "choice-unknown", "question-unknown"]);
        assert_eq!(codes(&read(of(&["1", "2"], &[], &[])).unwrap_err()), ["choice-one"]);
        assert_eq!(codes(&read(of(&[" "], &[], &[])).unwrap_err()), ["nothing-answered"]);
    }

    proptest! {
        /// Whatever was answered: shown cells are true, none is under five but nought, and a hidden one never stands alone
        /// beside a shown rest.
        #[test]
        fn no_small_cell_is_told(said in proptest::collection::vec(proptest::option::of(1usize..4), 0..60)) {
            let questions = asked("one | 停哪里？ | 东侧 / 西侧 / 地下");
            let all: Vec<Answers> = said.iter().map(|c| c.iter().map(|c| (1, Said::Chosen(vec![*c]))).collect()).collect();
            let t = tally(&questions, &all, |_| None).swap_remove(0);
            prop_assert_eq!(t.counts.iter().sum::<u64>() + t.left_out, all.len() as u64);
            let shown = in_public(&questions[0], &t, all.len() as u64);
            for (shown, n) in shown.iter().zip(&t.counts) {
                prop_assert!(shown.is_none_or(|s| s == *n && (s == 0 || s >= FEWEST_SHOWN)));
            }
            // Those who left it out are told by nobody, so one covered choice stands beside one covered cell at least.
            let left: u64 = all.len() as u64 - shown.iter().flatten().sum::<u64>();
            let covered = shown.iter().filter(|s| s.is_none()).count();
            prop_assert!(covered != 1 || left == 0 || left >= FEWEST_SHOWN || t.left_out > 0);
        }
    }
}
