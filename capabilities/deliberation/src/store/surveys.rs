//! Questions of the needs step and what people answered.

use super::text;
use crate::rules::*;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{PersonId, PlaceId, StreetId, uuid::Uuid};

impl FromRow for Survey {
    fn from_row(row: &mut Row) -> Result<Self> {
        Ok(Self { round: row.next()?, questions: serde_json::from_str(&row.next::<String>()?)?, by: row.next()?, at: row.next()? })
    }
}

/// The questions of a round.
pub fn survey(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<Option<Survey>> {
    r.opt("select round, questions, by_account, at from matter_surveys where street_id = $1 and matter_id = $2 and round = $3", args![street, of, round])
}

/// Puts the questions of a round in the place of those before.
pub fn save_survey(tx: &mut Tx<'_>, of: MatterId, s: &Survey) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into matter_surveys (street_id, matter_id, round, questions, by_account, at) values ($1, $2, $3, $4, $5, $6)
         on conflict (street_id, matter_id, round) do update set questions = excluded.questions, by_account = excluded.by_account, at = excluded.at",
        args![street, of, s.round, text(&s.questions)?, s.by, s.at],
    )?;
    Ok(())
}

/// How many people answered in a round.
pub fn answered(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<i64> {
    r.one("select count(*) from matter_survey_answers where street_id = $1 and matter_id = $2 and round = $3", args![street, of, round])
}

pub fn has_answered(r: &mut Reader<'_>, street: StreetId, (of, round): (MatterId, i32), person: PersonId) -> Result<bool> {
    let found: Option<i64> = r.opt(
        "select 1 from matter_survey_answers where street_id = $1 and matter_id = $2 and round = $3 and person_id = $4",
        args![street, of, round, person],
    )?;
    Ok(found.is_some())
}

pub fn insert_answers(tx: &mut Tx<'_>, of: &Matter, a: &SurveyAnswer) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into matter_survey_answers (street_id, matter_id, round, person_id, door, grid_id, answers, taken_by, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, of.id, of.round, a.person, a.way.code(), a.grid, text(&a.answers)?, a.taken_by, now],
    )?;
    Ok(())
}

/// All answers of a round, without whose they are.
pub fn answers_of(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<Vec<Answers>> {
    let all: Vec<String> = r.all("select answers from matter_survey_answers where street_id = $1 and matter_id = $2 and round = $3", args![street, of, round])?;
    all.iter().map(|text| Ok(serde_json::from_str(text)?)).collect()
}

/// What was said in a round, by its words, so that the order tells nothing of who came when; after the words and id shown last.
pub fn said_in(r: &mut Reader<'_>, street: StreetId, (of, round): (MatterId, i32), (after, last): (&str, Option<Uuid>), limit: i64) -> Result<Vec<(Uuid, String, Option<PlaceId>, String)>> {
    r.all(
        "select id, door, grid_id, text from matter_responses
         where street_id = $1 and matter_id = $2 and round = $3 and text <> '' and (text > $4 or (text = $4 and id > $5))
         order by text, id limit $6",
        args![street, of, round, after, last.unwrap_or_default(), limit],
    )
}

/// The words of one response of a round.
pub fn words_of(r: &mut Reader<'_>, street: StreetId, of: MatterId, id: Uuid) -> Result<Option<String>> {
    r.opt("select text from matter_responses where street_id = $1 and matter_id = $2 and id = $3", args![street, of, id])
}
