//! Database threads: readers, and writers that answer only after the commit.

use crate::conn::Conn;
use crate::{By, Fault, Reader, Result, Tx, Vault, migrate};
use parking_lot::{Mutex, RwLock};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How hard SQLite insists that a commit is on the disk. Only measurements use `Normal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sync {
    Full,
    Normal,
}

#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite:path` or `postgres://…`.
    pub url: String,
    /// Reader threads; PostgreSQL has as many writers too.
    pub readers: usize,
    pub sync: Sync,
    pub keys: crate::KeyFile,
    /// Refuse to open a SQLite file another process serves.
    pub exclusive: bool,
    /// PostgreSQL: a statement may take this long; 0 for no limit.
    pub statement_timeout_ms: u32,
}

impl Options {
    pub fn new(url: impl Into<String>, keys: crate::KeyFile) -> Self {
        Self { url: url.into(), readers: 4, sync: Sync::Full, keys, exclusive: false, statement_timeout_ms: 5_000 }
    }
}

/// The database; cheap to clone. The threads end when the last clone is dropped.
#[derive(Clone)]
pub struct Db {
    read: SyncSender<Box<dyn Job>>,
    pub(crate) write: SyncSender<Box<dyn Job>>,
    pub(crate) state: Arc<State>,
}

pub(crate) struct State {
    options: Options,
    pub read_only: AtomicBool,
    /// When a test write was last made, and whether it went through.
    pub probed: Mutex<Option<(Instant, bool)>>,
    _lock: Option<std::fs::File>,
}

/// A queue this long is an answer in itself: 503, come again.
const QUEUE: usize = 1_024;
/// A batch closes at this many actions or this long after its first, at once when nobody waits.
const BATCH: usize = 64;
const WINDOW: Duration = Duration::from_millis(5);
const RETRIES: u32 = 5;

impl Db {
    /// Opens, brings the schema up to date, unwraps the keys and starts the threads.
    pub fn open(options: Options) -> Result<Self> {
        let lock = lock(&options)?;
        let mut first = connect(&options, false)?;
        migrate::migrate(&mut first)?;
        let vault = Arc::new(Vault::open(&mut first, &options.keys)?);
        let sqlite = matches!(first, Conn::Sqlite(_));
        let (read, read_queue) = sync_channel(QUEUE);
        let (write, write_queue) = sync_channel(QUEUE);
        let state = Arc::new(State {
            options: options.clone(),
            read_only: AtomicBool::new(false),
            probed: Mutex::new(None),
            _lock: lock,
        });
        let (read_queue, write_queue) = (Arc::new(Mutex::new(read_queue)), Arc::new(Mutex::new(write_queue)));
        for i in 0..options.readers.max(1) {
            let (queue, vault, conn) = (read_queue.clone(), vault.clone(), connect(&options, true)?);
            let options = options.clone();
            spawn(&format!("db-read-{i}"), move || serve(conn, &options, &vault, &queue, read_one))?;
        }
        if sqlite {
            spawn("db-write", move || group_commit(first, &vault, &write_queue))?;
        } else {
            let mut first = Some(first);
            let turn = Arc::new(RwLock::new(()));
            for i in 0..options.readers.max(1) {
                let (queue, vault) = (write_queue.clone(), vault.clone());
                let conn = match first.take() {
                    Some(conn) => conn,
                    None => connect(&options, false)?,
                };
                let (options, turn) = (options.clone(), turn.clone());
                spawn(&format!("db-write-{i}"), move || {
                    serve(conn, &options, &vault, &queue, |conn, vault, job| write_one(conn, vault, job, &turn));
                })?;
            }
        }
        Ok(Self { read, write, state })
    }

    /// Runs `work` on a reader thread: one consistent view of the database.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (job, answer) = Read::new(work);
        offer(&self.read, job)?;
        answer.await.unwrap_or_else(|_| Err(stopped()))
    }

    /// Runs `work` as one transaction in the name of `by` and answers after the commit. PostgreSQL may run it more
    /// than once, so it must have no effect outside its transaction.
    pub async fn write<T: Send + 'static>(
        &self,
        by: By,
        work: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.writable()?;
        let (job, answer) = Write::new(by, work);
        offer(&self.write, job)?;
        self.noted(answer.await.unwrap_or_else(|_| Err(stopped())))
    }

    /// As [`read`](Self::read), for the command line and tests; blocks, so never on an async thread.
    pub fn read_now<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reader<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (job, answer) = Read::new(work);
        self.read.send(job).map_err(|_| stopped())?;
        answer.blocking_recv().unwrap_or_else(|_| Err(stopped()))
    }

    /// As [`write`](Self::write), blocking.
    pub fn write_now<T: Send + 'static>(
        &self,
        by: By,
        work: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.writable()?;
        self.noted(ask(&self.write, by, work))
    }

    fn writable(&self) -> Result<()> {
        if self.is_read_only() { Err(Fault::ReadOnly) } else { Ok(()) }
    }

    fn noted<T>(&self, answer: Result<T>) -> Result<T> {
        if matches!(answer, Err(Fault::ReadOnly)) {
            self.refuse_writes();
        }
        answer
    }

    pub fn is_sqlite(&self) -> bool {
        sqlite_path(&self.state.options.url).is_some()
    }

    pub(crate) fn url(&self) -> &str {
        &self.state.options.url
    }
}

/// Sends a write and waits for its answer.
pub(crate) fn ask<T: Send + 'static>(
    queue: &SyncSender<Box<dyn Job>>,
    by: By,
    work: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let (job, answer) = Write::new(by, work);
    queue.send(job).map_err(|_| stopped())?;
    answer.blocking_recv().unwrap_or_else(|_| Err(stopped()))
}

fn stopped() -> Fault {
    Fault::Other("the database thread has stopped".into())
}

pub(crate) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new().name(name.into()).spawn(work)?;
    Ok(())
}

fn offer(queue: &SyncSender<Box<dyn Job>>, job: Box<dyn Job>) -> Result<()> {
    queue.try_send(job).map_err(|e| match e {
        TrySendError::Full(_) => Fault::Busy,
        TrySendError::Disconnected(_) => stopped(),
    })
}

/// The path of a SQLite url.
pub(crate) fn sqlite_path(url: &str) -> Option<&str> {
    url.strip_prefix("sqlite:").map(|p| p.trim_start_matches("//"))
}

fn lock(options: &Options) -> Result<Option<std::fs::File>> {
    let Some(path) = sqlite_path(&options.url).filter(|_| options.exclusive) else { return Ok(None) };
    let file = std::fs::File::options().create(true).append(true).open(format!("{path}.lock"))?;
    file.try_lock().map_err(|_| Fault::Other(format!("{path} is served by another process")))?;
    Ok(Some(file))
}

pub(crate) fn connect(options: &Options, reader: bool) -> Result<Conn> {
    if let Some(path) = sqlite_path(&options.url) {
        let conn = rusqlite::Connection::open(path)?;
        let sync = if options.sync == Sync::Full { "full" } else { "normal" };
        conn.execute_batch(&format!(
            "pragma journal_mode=wal; pragma synchronous={sync}; pragma busy_timeout=5000; pragma foreign_keys=on;
             pragma secure_delete=on; pragma mmap_size=0; pragma cache_size=-65536; pragma temp_store=memory;"
        ))?;
        if reader {
            conn.execute_batch("pragma query_only=on; pragma wal_autocheckpoint=0;")?;
        }
        conn.set_prepared_statement_cache_capacity(500);
        return Ok(Conn::Sqlite(conn));
    }
    if !options.url.starts_with("postgres") {
        return Err(Fault::Other(format!("`{}` is neither `sqlite:path` nor `postgres://…`", options.url)));
    }
    let mut client = postgres::Client::connect(&options.url, postgres::NoTls)?;
    client.batch_execute(&format!(
        "set synchronous_commit = on; set statement_timeout = {}; set lock_timeout = 2000;
         set idle_in_transaction_session_timeout = 10000; set client_min_messages = warning;
         set default_transaction_isolation = 'serializable'",
        options.statement_timeout_ms
    ))?;
    Ok(Conn::postgres(client))
}

/// What the writer does with an action's effects.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ran {
    Keep,
    Undo,
    /// A constraint said no. Beside other transactions that may be the shadow of one that was first.
    Clash,
    Conflict,
}

pub(crate) trait Job: Send {
    fn run(&mut self, conn: &mut Conn, vault: &Vault) -> Ran;
    /// Answers the caller; `commit` is why the commit failed, if it did.
    fn answer(self: Box<Self>, commit: Option<Fault>);
}

struct Read<F, T> {
    work: Option<F>,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<F, T> Read<F, T>
where
    F: FnOnce(&mut Reader<'_>) -> Result<T> + Send + 'static,
    T: Send + 'static,
{
    #[allow(clippy::new_ret_no_self, reason = "a job is made with the other end of its answer")]
    fn new(work: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Self { work: Some(work), result: None, reply }), answer)
    }
}

impl<F, T> Job for Read<F, T>
where
    F: FnOnce(&mut Reader<'_>) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, conn: &mut Conn, vault: &Vault) -> Ran {
        let Some(work) = self.work.take() else { return Ran::Undo };
        self.result = Some(caught(|| work(&mut Reader { conn, vault })));
        Ran::Keep
    }
    fn answer(self: Box<Self>, commit: Option<Fault>) {
        reply(self.reply, self.result, commit);
    }
}

struct Write<F, T> {
    by: By,
    work: F,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<F, T> Write<F, T>
where
    F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    T: Send + 'static,
{
    #[allow(clippy::new_ret_no_self, reason = "a job is made with the other end of its answer")]
    fn new(by: By, work: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Self { by, work, result: None, reply }), answer)
    }
}

impl<F, T> Job for Write<F, T>
where
    F: Fn(&mut Tx<'_>) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, conn: &mut Conn, vault: &Vault) -> Ran {
        let mut undone = false;
        let result = caught(|| {
            let mut tx = Tx::new(conn, vault, self.by);
            let result = (self.work)(&mut tx);
            undone = tx.is_undone();
            result
        });
        let ran = match &result {
            Ok(_) if undone => Ran::Undo,
            Ok(_) => Ran::Keep,
            Err(Fault::Conflict(_)) => Ran::Conflict,
            Err(Fault::Constraint(_)) => Ran::Clash,
            Err(_) => Ran::Undo,
        };
        self.result = Some(result);
        ran
    }
    fn answer(self: Box<Self>, commit: Option<Fault>) {
        reply(self.reply, self.result, commit);
    }
}

fn reply<T>(to: oneshot::Sender<Result<T>>, result: Option<Result<T>>, commit: Option<Fault>) {
    let result = match (commit, result) {
        // What the action itself answered comes first; only its success depends on the commit.
        (Some(fault), Some(Ok(_)) | None) => Err(fault),
        (_, Some(Err(Fault::Conflict(_)))) => Err(Fault::Busy),
        (_, Some(result)) => result,
        (None, None) => Err(stopped()),
    };
    // A caller who went away needs no answer.
    let _ = to.send(result);
}

/// A panic in an action is that action's fault alone.
fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let why = panic.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
        Err(Fault::Other(format!("an action panicked: {}", why.unwrap_or_default())))
    })
}

type Queue = Mutex<Receiver<Box<dyn Job>>>;

/// A thread with one connection, made anew when the server dropped it.
fn serve(
    mut conn: Conn,
    options: &Options,
    vault: &Vault,
    queue: &Queue,
    one: impl Fn(&mut Conn, &Vault, &mut dyn Job) -> Option<Fault>,
) {
    loop {
        let Ok(mut job) = ({ queue.lock().recv() }) else { return };
        if matches!(&conn, Conn::Postgres { client, .. } if client.is_closed()) {
            match connect(options, false) {
                Ok(fresh) => conn = fresh,
                Err(_) => {
                    job.answer(Some(Fault::Busy));
                    continue;
                }
            }
        }
        let commit = one(&mut conn, vault, &mut *job);
        job.answer(commit);
    }
}

fn read_one(conn: &mut Conn, vault: &Vault, job: &mut dyn Job) -> Option<Fault> {
    let begin = match conn {
        Conn::Sqlite(_) => "begin",
        Conn::Postgres { .. } => "begin isolation level repeatable read read only",
    };
    if let Err(fault) = conn.batch(begin) {
        return Some(fault);
    }
    job.run(conn, vault);
    conn.batch("rollback").err()
}

/// One serializable transaction, run again while others come between. The first time beside the other writers; who met
/// another goes again alone, so that writers of the same counts do not meet for ever. `RETRIES` are for those of other
/// processes.
fn write_one(conn: &mut Conn, vault: &Vault, job: &mut dyn Job, turn: &RwLock<()>) -> Option<Fault> {
    for attempt in 0..=RETRIES {
        if attempt > 1 {
            // Spread out those who met: some wait longer than others.
            std::thread::sleep(Duration::from_micros(rand::random_range(0..(1_000 << attempt))));
        }
        let _beside = (attempt == 0).then(|| turn.read());
        let _alone = (attempt > 0).then(|| turn.write());
        if let Err(fault) = conn.batch("begin isolation level serializable") {
            return Some(fault);
        }
        match job.run(conn, vault) {
            Ran::Keep => match conn.batch("commit") {
                Ok(()) => return None,
                Err(Fault::Conflict(_)) => {}
                Err(fault) => return Some(fault),
            },
            Ran::Clash if attempt == 0 => {
                // Once more: the action now sees what the other one wrote, such as its own first answer.
                let _ = conn.batch("rollback");
            }
            Ran::Undo | Ran::Clash => {
                // An action that failed has answered; a rollback that fails changes nothing about that.
                let _ = conn.batch("rollback");
                return None;
            }
            Ran::Conflict => {
                let _ = conn.batch("rollback");
            }
        }
    }
    Some(Fault::Busy)
}

/// SQLite's single writer. Everybody waiting shares one fsync; each has a savepoint of their own.
fn group_commit(mut conn: Conn, vault: &Vault, queue: &Queue) {
    let queue = queue.lock();
    while let Ok(first) = queue.recv() {
        let begun = Instant::now();
        if let Err(fault) = conn.batch("begin immediate") {
            first.answer(Some(fault));
            continue;
        }
        let mut waiting = vec![];
        let mut next = Some(first);
        let mut broken = None;
        while let Some(mut job) = next {
            let ran = match conn.batch("savepoint action") {
                Ok(()) => job.run(&mut conn, vault),
                Err(fault) => {
                    broken = Some(fault);
                    Ran::Undo
                }
            };
            let end = if ran == Ran::Keep { "release action" } else { "rollback to action; release action" };
            if broken.is_none() {
                broken = conn.batch(end).err();
            }
            waiting.push(job);
            let more = broken.is_none() && waiting.len() < BATCH && begun.elapsed() < WINDOW;
            next = if more { queue.try_recv().ok() } else { None };
        }
        // A full disk may have ended the transaction under us: then nobody's work is kept.
        let mut fault = match broken {
            Some(fault) => {
                let _ = conn.batch("rollback");
                Some(fault)
            }
            None => conn.batch("commit").err(),
        };
        if fault.is_some() {
            let _ = conn.batch("rollback");
        }
        let last = waiting.len().saturating_sub(1);
        for (i, job) in waiting.into_iter().enumerate() {
            let own = if i == last { fault.take() } else { fault.as_ref().map(again) };
            job.answer(own);
        }
    }
}

/// The same fault, told to another of the batch.
fn again(fault: &Fault) -> Fault {
    match fault {
        Fault::ReadOnly => Fault::ReadOnly,
        Fault::Busy => Fault::Busy,
        other => Fault::Other(other.to_string()),
    }
}
