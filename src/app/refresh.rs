//! Reading the hub's lists into the store and the index.
//!
//! What the hub does not give stays as it was: a failed read never empties a list.

use domain::feed_date;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::App;
use crate::hub::{Fetched, HubError};
use crate::store::{lists, papers};

/// How many days are read again: late papers join old lists, and Friday's stays up till Monday.
const DAYS: i64 = 4;
/// A list read so recently is not read again: slots that fall together share one refresh.
const FRESH: SignedDuration = SignedDuration::from_secs(60);

/// Reads the newest lists; a list that fails is logged and left as it was.
///
/// # Errors
/// The last failure, when not a single list could be read; or the store's.
pub async fn refresh(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let today = feed_date(now);
    let dates = (0..DAYS).rev().filter_map(|back| today.checked_sub(back.days()).ok());
    let (mut read, mut failed) = (0, None);
    for date in dates {
        match refresh_day(app, date, now).await? {
            Ok(()) => read += 1,
            Err(error) => {
                tracing::warn!(hub.date = %date, %error, "a list could not be read");
                failed = Some(error);
            }
        }
    }
    match failed {
        Some(error) if read == 0 => Err(error.into()),
        _ => Ok(()),
    }
}

async fn refresh_day(
    app: &App,
    date: Date,
    now: Timestamp,
) -> anyhow::Result<Result<(), HubError>> {
    let known = app.store.read(move |conn| lists::state(conn, date)).await?;
    if let Some(known) = &known
        && now.duration_since(known.fetched_at).abs() < FRESH
    {
        return Ok(Ok(()));
    }
    // An empty list has nothing to be compared with: it is read in full.
    let etag = known.filter(|known| known.papers > 0).and_then(|known| known.etag);
    let list = match app.hub.daily(date, etag.as_deref()).await {
        Ok(Fetched::List(list)) => list,
        Ok(Fetched::Unchanged) => {
            app.store.write(move |tx| lists::touch(tx, date, now)).await?;
            return Ok(Ok(()));
        }
        Err(error) => return Ok(Err(error)),
    };
    let count = list.papers.len();
    let changed = app
        .store
        .write(move |tx| papers::put_list(tx, date, &list.papers, list.etag.as_deref(), now))
        .await?;
    app.learn(&changed);
    tracing::info!(hub.date = %date, papers = count, changed = changed.len(), "read a list");
    Ok(Ok(()))
}
