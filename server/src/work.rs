//! The timed work, put together in one place: `serve` runs it beside the pages, `work` runs it alone.

use crate::config::Config;
use crate::{backups, disk, house};
use appeals::follow::OldExports;
use db::{By, Db, Reader, Result, Tx};
use jobs::{Errand, Timer, Worker};
use journal::{Look, Signer};
use kernel::{Moment, StreetId};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The worker of this street.
pub fn worker(config: &Config, db: Db) -> Result<Worker> {
    let signer = Signer::open(&config.signing_key(), &config.street)?;
    let timers: Vec<Arc<dyn Timer>> = vec![
        Arc::new(Sealing(Look::Recent)),
        Arc::new(Sealing(Look::LastHour)),
        Arc::new(Checkpoints(signer)),
        Arc::new(SWEEP),
        Arc::new(CLUSTERS),
        Arc::new(MONTHS),
        Arc::new(appeals::follow::Telling),
        Arc::new(deliberation::follow::Elapsing),
        Arc::new(deliberation::follow::Tending),
        Arc::new(deliberation::follow::Urging),
        Arc::new(FORGETTING),
        Arc::new(HOOKS_TOLD),
        Arc::new(MESSAGES_OF_LONG_AGO),
        Arc::new(RECORDINGS_OF_LONG_AGO),
        Arc::new(STUDYING),
        Arc::new(DRAWS),
        Arc::new(REMINDERS),
        Arc::new(FIGURES_KEPT),
        Arc::new(FIGURES_MOVED),
        Arc::new(ROLLS_OF_LONG_AGO),
    ];
    let hooks = outside::MediaSources::parse(&config.webhooks).map_err(db::Fault::other)?;
    let mut errands: Vec<Arc<dyn Errand>> = vec![
        Arc::new(messages::follow::Post {
            tellers: house::tellers(),
            sms: house::sms(config)?,
            mail: house::mail(config)?,
            street_name: config.street.clone(),
            site: config.site.clone(),
        }),
        Arc::new(OldExports { files: house::files(config)? }),
        Arc::new(webhooks::follow::Post { out: Arc::new(outside::WebHook::new(hooks)) }),
        Arc::new(open311::follow::Spooled),
        Arc::new(Questions),
        Arc::new(SealingLate),
        Arc::new(Chances),
        Arc::new(Witnesses(config.witnesses.clone())),
        Arc::new(Backup(config.clone())),
        Arc::new(Arriving(config.data.join("files").join(edge::photos::ARRIVING))),
    ];
    if let Some(line) = house::upper(config)? {
        errands.push(Arc::new(upper_tier::follow::Exchange { line }));
    }
    Ok(Worker::new(db, vec![house::street(config)], vec![Arc::new(webhooks::follow::Listener), Arc::new(appeals::follow::Waiting), Arc::new(appeals::follow::Matters)], timers).with_errands(errands))
}

/// What is simply done at intervals.
struct Regular {
    name: &'static str,
    seconds: u64,
    run: fn(&mut Tx<'_>, Moment) -> Result<()>,
}
impl Timer for Regular {
    fn name(&self) -> &'static str {
        self.name
    }
    fn every(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
    fn run(&self, tx: &mut Tx<'_>, now: Moment) -> Result<()> {
        (self.run)(tx, now)
    }
}

/// What time does to cases: publication, lapse, archive.
const SWEEP: Regular =
    Regular { name: "appeals.sweep", seconds: 60, run: |tx, _| appeals::actions::sweep(tx).map(|_| ()) };
/// Kinds of which many spoke lately.
const CLUSTERS: Regular =
    Regular { name: "appeals.clusters", seconds: 600, run: |tx, _| appeals::actions::look_for_clusters(tx).map(|_| ()) };
/// Months that are over, for everybody to read.
const MONTHS: Regular =
    Regular { name: "appeals.months", seconds: 3_600, run: |tx, _| appeals::actions::write_months(tx).map(|_| ()) };
/// A repeat is known for two weeks: so long a phone may lie in a drawer between a sending and its repeat.
const FORGETTING: Regular = Regular {
    name: "core.forget_answers",
    seconds: 3_600,
    run: |tx, now| tx.forget_answers(now.plus_days(-14)).map(|_| ()),
};
/// What programs were told long ago.
const HOOKS_TOLD: Regular = Regular { name: "webhooks.forget", seconds: 86_400, run: |tx, _| webhooks::actions::forget(tx) };
/// What people were told long ago.
const MESSAGES_OF_LONG_AGO: Regular = Regular { name: "messages.forget", seconds: 86_400, run: |tx, _| messages::actions::forget(tx) };
/// Where recordings of long ago lie.
const RECORDINGS_OF_LONG_AGO: Regular = Regular { name: "hotline.forget", seconds: 86_400, run: |tx, _| hotline::actions::forget(tx) };
/// Who was drawn and lets the days go by calls the next.
const DRAWS: Regular = Regular { name: "deliberation.draws", seconds: 300, run: |tx, _| deliberation::actions::sweep_draws(tx).map(|_| ()) };
/// Rolls and votes of long ago.
const ROLLS_OF_LONG_AGO: Regular = Regular { name: "deliberation.forget", seconds: 86_400, run: |tx, _| deliberation::actions::forget_rolls(tx).map(|_| ()) };
/// The seated are reminded of a meeting the day before.
const REMINDERS: Regular = Regular { name: "deliberation.reminders", seconds: 600, run: |tx, _| deliberation::actions::remind(tx).map(|_| ()) };
/// Figures of the month that is over are kept, once.
const FIGURES_KEPT: Regular = Regular { name: "reports.months", seconds: 3_600, run: |tx, _| reports::actions::keep_months(tx).map(|_| ()) };
/// Kept figures that the records now say otherwise wait for somebody to say why.
const FIGURES_MOVED: Regular = Regular { name: "reports.moved", seconds: 86_400, run: |tx, _| reports::actions::dispute_moved(tx).map(|_| ()) };
/// Once a day the planner is told how the rows are spread now.
const STUDYING: Regular = Regular { name: "core.study", seconds: 86_400, run: |tx, _| tx.study() };

/// Seals what happened: the newest all the time, what committed late once a minute.
struct Sealing(Look);

/// An event may commit a little after its id was made; sealing waits this long for it.
const SETTLED: i64 = 250_000;
const BATCH: i64 = 1_000;

impl Timer for Sealing {
    fn name(&self) -> &'static str {
        if self.0 == Look::Recent { "journal.seal" } else { "journal.seal_hour" }
    }
    fn every(&self) -> Duration {
        if self.0 == Look::Recent { Duration::from_millis(200) } else { Duration::from_secs(60) }
    }
    fn wanted(&self, r: &mut Reader<'_>, street: StreetId, _: Moment) -> Result<bool> {
        journal::any_open(r, street, self.0, mark())
    }
    fn run(&self, tx: &mut Tx<'_>, _: Moment) -> Result<()> {
        journal::seal(tx, self.0, mark(), BATCH).map(|_| ())
    }
}

/// The errand's name, as its last run is noted.
pub const SEAL_LATE: &str = "journal.seal_late";

/// Once a day the whole journal is walked for what came late, such as after a stop of more than an hour.
struct SealingLate;
impl Errand for SealingLate {
    fn name(&self) -> &'static str {
        SEAL_LATE
    }
    fn every(&self) -> Duration {
        Duration::from_secs(86_400)
    }
    fn run(&self, db: &Db, street: StreetId, _: Moment) -> Result<()> {
        journal::seal_all(db, street, mark()).map(|_| ())
    }
}

/// Every night it is counted who is behind what was said often.
struct Questions;
impl Errand for Questions {
    fn name(&self) -> &'static str {
        "appeals.questions"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(86_400)
    }
    fn run(&self, db: &Db, street: StreetId, now: Moment) -> Result<()> {
        appeals::actions::look_for_questions(db, street, now).map(|_| ())
    }
}

/// Ids follow the system's clock, so the mark does too.
fn mark() -> Moment {
    Moment::now().plus(-SETTLED)
}

/// Signs the journal so far.
struct Checkpoints(Signer);
impl Timer for Checkpoints {
    fn name(&self) -> &'static str {
        "journal.checkpoint"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(5)
    }
    fn wanted(&self, r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
        journal::due(r, street, now)
    }
    fn run(&self, tx: &mut Tx<'_>, _: Moment) -> Result<()> {
        journal::checkpoint(tx, &self.0).map(|_| ())
    }
}

/// Everybody's chance in a finished draw, simulated outside of any transaction.
struct Chances;
impl Errand for Chances {
    fn name(&self) -> &'static str {
        "deliberation.chances"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(30)
    }
    fn run(&self, db: &Db, street: StreetId, now: Moment) -> Result<()> {
        for id in db.read_now(move |r| deliberation::store::draws_without_chances(r, street))? {
            let Some((draw, lines)) = db.read_now(move |r| deliberation::actions::draw_with_lines(r, street, id))? else { continue };
            let Some(fairness) = deliberation::rules::simulate(&draw, &lines, deliberation::rules::SIMULATED) else { continue };
            db.write_now(By::system(street, "chances", now), move |tx| deliberation::actions::tell_chances(tx, id, &fairness))?;
        }
        Ok(())
    }
}

/// Puts the newest signed checkpoint where this machine cannot take it back.
struct Witnesses(Vec<PathBuf>);
impl Errand for Witnesses {
    fn name(&self) -> &'static str {
        "journal.witnesses"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }
    fn run(&self, db: &Db, street: StreetId, _: Moment) -> Result<()> {
        let Some(note) = db.read_now(move |r| journal::latest(r, street))? else { return Ok(()) };
        let size = note.lines().nth(1).unwrap_or("0").to_owned();
        for folder in &self.0 {
            let file = folder.join(format!("{size:0>12}.note"));
            if !file.exists() {
                std::fs::write(file, &note)?;
            }
        }
        Ok(())
    }
}

/// Pieces of photos whose form never came are nobody's after two days; a phone that comes later sends them anew.
struct Arriving(PathBuf);
impl Errand for Arriving {
    fn name(&self) -> &'static str {
        "core.arriving"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(3_600)
    }
    fn run(&self, _: &Db, _: StreetId, now: Moment) -> Result<()> {
        Ok(disk::drop_older(&self.0, now.plus_days(-2))?)
    }
}

/// A verified copy each day.
struct Backup(Config);
impl Errand for Backup {
    fn name(&self) -> &'static str {
        "core.backup"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(86_400)
    }
    fn run(&self, db: &Db, _: StreetId, now: Moment) -> Result<()> {
        backups::make(&self.0, db, &self.0.backups, now)?;
        backups::drop_old(&self.0.backups, now)
    }
}
