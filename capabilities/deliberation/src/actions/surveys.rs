//! The needs survey: written by who keeps the matter, answered once by a person, read as counts and as words without names.

use super::backings::tell_groups_of;
use super::matters::{on_matter, speaker};
use super::helping::shown_to;
use super::place_typed;
use crate::rules::{self, *};
use crate::store;
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, PlaceId, Problem, StreetId, uuid::Uuid};

pub fn write_survey(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &Surveying) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let by = viewer.account().ok_or(Denied::Forbidden)?;
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "survey"), |tx, of| {
        let answered = store::answered(tx, street, id, of.round)? > 0;
        Ok(match rules::write_survey(of, words, answered, (by, now)) {
            Err(problems) => Err(problems),
            Ok((survey, event)) => {
                store::save_survey(tx, id, &survey)?;
                Ok(event)
            }
        })
    })
}

pub fn answer_survey(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &SurveyWords) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let (person, part, way) = speaker(tx, viewer, &of, words.way)?;
    let tree = places::tree(tx, street)?;
    on_matter::<TakePart, _>(tx, viewer, id, (part, "response"), |tx, of| {
        let Some(survey) = store::survey(tx, street, id, of.round)? else { return Ok(Err(vec![Problem::new("survey-none")])) };
        let read = rules::read_answers(&survey.questions, words, |field, typed| place_typed(&tree, field, typed));
        let place = place_typed(&tree, "place_name", &words.place_name);
        let groups = groups_said(&words.origin, &words.age);
        let (answers, place, groups) = match (read, place, groups) {
            (Ok(answers), Ok(place), Ok(groups)) => (answers, place, groups),
            (read, place, groups) => return Ok(Err(read.err().into_iter().flatten().chain(place.err()).chain(groups.err().into_iter().flatten()).collect())),
        };
        if store::has_answered(tx, street, (id, of.round), person)? {
            return Ok(Err(vec![Problem::new("answered-once")]));
        }
        let taken_by = viewer.account().filter(|_| way != Way::Web);
        let answer = SurveyAnswer { person, way, grid: place.and_then(|p| tree.path_of(p).grid), answers, taken_by };
        store::insert_answers(tx, of, &answer)?;
        tell_groups_of(tx, viewer, (person, words.way), &groups)?;
        Ok(Ok(SurveyAnswered { matter: id, round: of.round, way: way.code() }))
    })
}

/// The survey of the round as everybody sees it. Counts come when the step is over: while it runs, two looks would tell
/// what the one who came between them said.
pub(super) fn survey_view(r: &mut Reader<'_>, viewer: &Viewer, of: &Matter, now: Moment) -> Result<Option<SurveyView>> {
    let street = viewer.street;
    let Some(survey) = store::survey(r, street, of.id, of.round)? else { return Ok(None) };
    let answered = store::answered(r, street, of.id, of.round)?;
    let open = of.state == MatterState::Walking && of.step == MatterStep::Needs;
    let mine = open && viewer.account().is_some() && {
        let (person, _) = shown_to(r, viewer, now)?;
        store::has_answered(r, street, (of.id, of.round), person)?
    };
    let results = if open { vec![] } else { results(r, street, of, &survey, false)? };
    Ok(Some(SurveyView { questions: questions(&survey), answered, mine, open, results }))
}

fn questions(survey: &Survey) -> Vec<QuestionView> {
    let numbered = survey.questions.iter().zip(1..);
    numbered.map(|(q, no)| QuestionView { no, kind: q.kind, text: q.text.clone(), choices: q.choices.clone() }).collect()
}

/// Results as everybody reads them, or whole for those who keep the matter.
fn results(r: &mut Reader<'_>, street: StreetId, of: &Matter, survey: &Survey, whole: bool) -> Result<Vec<QuestionResult>> {
    let tree = places::tree(r, street)?;
    let all = store::answers_of(r, street, of.id, of.round)?;
    let people = all.len() as u64;
    let grid = |place: PlaceId| tree.path_of(place).grid;
    let named = |place: &Option<PlaceId>| place.and_then(|p| tree.by_id(p)).map_or_else(String::new, |p| p.name.clone());
    let tallied = rules::tally(&survey.questions, &all, grid);
    let lines = survey.questions.iter().zip(tallied).zip(1..).map(|((q, t), no)| {
        let labels: Vec<String> = match q.kind {
            Asking::Scale => (1..=MARKS).map(|n| n.to_string()).collect(),
            Asking::Point => t.places.iter().map(named).collect(),
            Asking::Words => vec![String::new()],
            Asking::One | Asking::Several => q.choices.clone(),
        };
        let counts = match (whole, q.kind) {
            (false, _) => in_public(q, &t, people),
            (true, Asking::Words) => vec![Some(people - t.left_out)],
            (true, _) => t.counts.iter().copied().map(Some).collect(),
        };
        QuestionResult {
            no,
            counts: labels.into_iter().zip(counts).map(|(label, people)| AnswerCount { label, people }).collect(),
            words: if whole { t.words } else { vec![] },
        }
    });
    Ok(lines.collect())
}

/// Words of one page.
const TOGETHER: i64 = 100;

/// What was said in a round, for those who keep the matter: words and counts, never whose.
pub fn needs_view(r: &mut Reader<'_>, viewer: &Viewer, id: MatterId, after: Option<Uuid>, now: Moment) -> Result<NeedsView> {
    let street = viewer.street;
    let of = store::find_matter::<KeepMatter>(r, viewer, id, now)?.into_inner();
    let words = match after {
        Some(last) => store::words_of(r, street, id, last)?.ok_or(Denied::Hidden)?,
        None => String::new(),
    };
    let tree = places::tree(r, street)?;
    let mut found = store::said_in(r, street, (id, of.round), (&words, after), TOGETHER + 1)?;
    let more = found.len() > TOGETHER as usize;
    found.truncate(TOGETHER as usize);
    let next = found.last().filter(|_| more).map(|s| s.0);
    let said = found.into_iter().map(|(_, way, grid, text)| SaidView {
        way: Way::from_code(&way).unwrap_or(Way::Desk),
        place: grid.and_then(|g| tree.by_id(g)).map_or_else(String::new, |p| p.name.clone()),
        text,
    });
    let said = said.collect();
    let survey = store::survey(r, street, id, of.round)?;
    let results = survey.as_ref().map(|s| results(r, street, &of, s, true)).transpose()?.unwrap_or_default();
    Ok(NeedsView {
        matter: id,
        question: of.question,
        round: of.round,
        said,
        next,
        questions: survey.as_ref().map(questions).unwrap_or_default(),
        answered: store::answered(r, street, id, of.round)?,
        results,
    })
}

/// The sheet of questions to print; `link` leads to the matter's page.
pub fn survey_sheet(r: &mut Reader<'_>, viewer: &Viewer, id: MatterId, link: &str, now: Moment) -> Result<SurveySheetView> {
    let of = store::find_matter::<SeeMatter>(r, viewer, id, now)?.into_inner();
    let survey = store::survey(r, viewer.street, id, of.round)?.ok_or(Denied::Hidden)?;
    let body = store::body(r, viewer.street, of.body)?.ok_or(Denied::Hidden)?;
    Ok(SurveySheetView { matter: id, document: sheet(&of, &body.name, &questions(&survey), link) })
}
