//! What every handler has: the database, the street, the clock and the world outside.

use crate::{Failure, Seen};
use auth::Viewer;
use db::{By, Db, Reader, Tx};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// One thing a room keeps about a person, opened for that person.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Kept {
    /// The number under which the person knows it, such as a case's.
    pub number: String,
    #[schema(value_type = String)]
    pub at: Moment,
    /// Code of the field (`text`, `address`, `name`, `phone`) and what stands there.
    pub fields: Vec<(String, String)>,
}

/// A room that keeps something about people with an account.
pub trait Keeper: Send + Sync {
    /// Everything of this person, newest first; whatever sealed is opened leaves its line in the read log.
    fn told(&self, tx: &mut Tx<'_>, account: AccountId) -> db::Result<Vec<Kept>>;
    /// Takes out what names or reaches the person. What was asked for stays, under ids alone.
    fn erase(&self, tx: &mut Tx<'_>, account: AccountId) -> db::Result<()>;
}

/// The state of the web edge; cheap to clone, the same in every process.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub street: StreetId,
    pub street_name: Arc<str>,
    pub clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    pub sms: Arc<dyn outside::Sms>,
    pub mail: Arc<dyn outside::Mail>,
    pub files: Arc<dyn outside::Files>,
    /// Pictures at addresses that programs send.
    pub media: Arc<dyn outside::Media>,
    /// Rooms that keep something about a person, told and taken out with their account.
    pub keepers: Arc<[Arc<dyn Keeper>]>,
    /// Key of signed cookies, form tokens and receipt codes.
    pub secret: Arc<[u8; 32]>,
    pub recognise: Arc<Recognise>,
    pub bearers: Arc<Bearers>,
    /// Moves the end of a session in use on; a transaction of its own, after the request's.
    pub touch: Arc<Touch>,
    /// Whether this process should get requests, the database aside: not about to stop, key and disk in order.
    pub ready: Arc<dyn Fn() -> bool + Send + Sync>,
    pub limits: Arc<crate::limits::Limits>,
    /// Hashing and image work: one at a time per core, never on a database thread.
    pub costly: Arc<Semaphore>,
    /// Proxies whose word about the caller's address is taken.
    pub proxies: Arc<[std::net::IpAddr]>,
    /// Served over https, directly or behind a proxy: cookies get their `__Host-` name.
    pub https: bool,
}

/// Who stands behind a session or a key.
pub type Recognise = dyn Fn(&mut Reader<'_>, &Credentials, Moment) -> db::Result<Option<Recognised>> + Send + Sync;
/// Which things a receipt code stands for.
pub type Bearers = dyn Fn(&mut Reader<'_>, &str, Moment) -> db::Result<Vec<Uuid>> + Send + Sync;
/// The session's hash, and whether its owner is staff.
pub type Touch = dyn Fn(&mut Tx<'_>, &[u8], bool) -> db::Result<()> + Send + Sync;

/// What a request shows of itself.
#[derive(Clone, Debug)]
pub enum Credentials {
    Session(String),
    Bearer(String),
}

/// A recognised reader.
#[derive(Clone, Debug)]
pub struct Recognised {
    pub viewer: Viewer,
    pub badge: ui::ViewerBadge,
    /// Hash of the session's token, to find the session again.
    pub session: Option<Vec<u8>>,
    /// The session was last noted as in use a while ago: time to note it again.
    pub stale: bool,
}

impl App {
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reader<'_>) -> db::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        Ok(self.db.read(work).await?)
    }

    /// One write transaction as the viewer.
    pub async fn write<T: Send + 'static>(
        &self,
        seen: &Seen,
        work: impl Fn(&mut Tx<'_>) -> db::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        Ok(self.db.write(self.by(seen), work).await?)
    }

    /// Costly work off the async threads, at most one per core at once; a long queue is refused.
    pub async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        let permit = tokio::time::timeout(std::time::Duration::from_secs(10), self.costly.clone().acquire_owned())
            .await
            .map_err(|_| Failure::Busy)?
            .map_err(|_| Failure::Busy)?;
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|e| Failure::Fault(e.to_string()))
    }

    fn by(&self, seen: &Seen) -> By {
        By { street: self.street, actor: seen.viewer.actor(), now: seen.now, request: Some(seen.request) }
    }
}
