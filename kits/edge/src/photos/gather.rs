//! Photos of one message from both entrances: files beside the words, and addresses in them.

use crate::{App, Failure, RawPhoto, Seen, limits, upload::MOST_FILES};
use kernel::Problem;
use tokio::sync::Semaphore;

/// Slow hosts elsewhere hold up at most so many threads here.
static FETCHING: Semaphore = Semaphore::const_new(4);

/// The originals, in the order they were given. Addresses are fetched here; a refusal is a Problem beside `media_url`.
pub async fn gather(
    app: &App,
    seen: &Seen,
    uploaded: Vec<RawPhoto>,
    addresses: &[String],
) -> Result<Result<Vec<Vec<u8>>, Vec<Problem>>, Failure> {
    let addresses: Vec<String> = addresses.iter().map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect();
    if uploaded.len() + addresses.len() > MOST_FILES {
        return Ok(Err(vec![Problem::at("photos", "too_many_files").with("most", MOST_FILES)]));
    }
    let mut originals: Vec<Vec<u8>> = uploaded.into_iter().map(|p| p.bytes).collect();
    for address in addresses {
        limits::allow(app, seen, "media", 60, 3_600)?;
        let _turn = FETCHING.acquire().await.map_err(|_| Failure::Busy)?;
        let media = app.media.clone();
        let fetched = tokio::task::spawn_blocking(move || media.fetch(&address)).await;
        match fetched.map_err(|e| Failure::Fault(e.to_string()))? {
            Ok(bytes) => originals.push(bytes),
            Err(_) => return Ok(Err(vec![Problem::at("media_url", "media_unfetched")])),
        }
    }
    Ok(Ok(originals))
}
