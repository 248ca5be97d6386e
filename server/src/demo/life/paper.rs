//! Speakers who are not online: what they write on a printed sheet is keyed by a clerk who had no part in the work.

use super::super::papers::picture;
use super::super::year::Street;
use super::{Life, done};
use appeals::rules::{CallingBack, SeeCase};
use auth::Viewer;
use db::{Result, Tx};
use kernel::Moment;
use papers::rules::{KeyDecision, PaperAct, PaperWords, sheet_number};

impl Life {
    /// One in twelve answers on paper. What a sheet does not ask is not on it.
    pub(super) fn answer_on_paper(&mut self, tx: &mut Tx<'_>, s: &Street<'_>, n: usize, at: Moment, words: &CallingBack) -> Result<bool> {
        if n % 12 != 5 || words.declined || words.explained_ok == Some(true) {
            return Ok(false);
        }
        let said = PaperWords { contacted: words.contacted, solved: words.solved, satisfaction: words.satisfaction, text: words.reason.clone(), ..PaperWords::default() };
        self.on_paper(tx, s, n, at, PaperAct::Rating, said)
    }

    pub(super) fn urge_on_paper(&mut self, tx: &mut Tx<'_>, s: &Street<'_>, n: usize, at: Moment) -> Result<bool> {
        if n % 12 != 7 {
            return Ok(false);
        }
        self.on_paper(tx, s, n, at, PaperAct::Urging, PaperWords::default())
    }

    /// `false` where no clerk of the street may key it.
    fn on_paper(&mut self, tx: &mut Tx<'_>, s: &Street<'_>, n: usize, at: Moment, act: PaperAct, said: PaperWords) -> Result<bool> {
        let (id, voice, house) = (self.id()?, self.voice()?, Viewer::system(tx.street(), "demo"));
        let case = appeals::store::find::<SeeCase>(tx, &house, id, at)?;
        let Some(clerk) = s.cast.clerks.iter().find(|clerk| auth::may::<_, KeyDecision>(clerk, &*case, at)) else { return Ok(false) };
        let number = (n as u64).wrapping_mul(7_919).wrapping_add(at.0.unsigned_abs() / 1_000_000);
        let words = PaperWords { act: Some(act), sheet: sheet_number(number), written_on: at.day().to_string(), ..said };
        let scan = picture()?;
        done(tx.at(at, clerk.actor(), |tx| papers::actions::key(tx, clerk, voice, &words, Some(&scan)))?)?;
        self.case = Some(appeals::store::find::<SeeCase>(tx, &house, id, at)?.into_inner());
        Ok(true)
    }
}
