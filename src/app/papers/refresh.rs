//! Reads the hub's lists into the store and the index.
//!
//! Data that the hub fails to return is left unchanged: a failed read never empties a list. A list
//! that is still filling up does not count as complete; see [`settled`].

use domain::{Source, feed_date};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::app::App;
use crate::hub::{Fetched, HubError};
use crate::store::lists::{self, ListState};
use crate::store::{self, papers, subscription_facts, subscriptions, trending};

/// The number of days always read again: papers are added late, and Friday's list stays current
/// until Monday.
const DAYS: i64 = 4;
/// The number of days read again now and then, since a paper may rise above a vote minimum for this
/// long.
const REREAD_DAYS: i64 = 8;
/// How often older lists are read again.
const REREAD_EVERY: SignedDuration = SignedDuration::from_hours(6);
/// Missed lists are read this far back, for schedules as rare as once a year.
const GAP_DAYS: i64 = 400;
/// The maximum number of missed lists read in one go.
const GAPS: usize = 31;
/// A list read within this time is not read again, so slots due together share one refresh.
const FRESH: SignedDuration = SignedDuration::from_secs(60);
/// Readings this far apart that agree settle a list of any length.
const AGREED: SignedDuration = SignedDuration::from_mins(10);
/// A list that could not be read for this long counts as unknown.
const STALE: SignedDuration = SignedDuration::from_hours(3);
/// The maximum number of papers on the trending list.
const TRENDING: u32 = 100;
/// The number of lists from which the usual length is computed.
const USUAL: u32 = 14;
/// The usual length before any list is known: the median of two years.
const USUAL_PAPERS: u32 = 26;

/// Whether the day's list may be posted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListReadiness {
    /// Readings agree.
    Yes,
    /// It may still be filling up; another reading is needed.
    NotYet,
    /// The hub has not answered for too long.
    Unknown,
}

/// Reads the newest lists; a list that fails is logged and left as it was. Only one refresh runs at
/// a time: concurrent callers wait for it and then find the lists fresh.
///
/// # Errors
/// The last failure if no list at all could be read; store errors.
pub async fn refresh(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let _one_at_a_time = app.refreshing.lock().await;
    let today = feed_date(now);
    let (mut read, mut failed) = (0, None);
    for back in (0..REREAD_DAYS).rev() {
        let Ok(date) = today.checked_sub(back.days()) else { continue };
        let fresh = if back < DAYS { FRESH } else { REREAD_EVERY };
        match refresh_day(app, date, fresh, now).await? {
            Ok(()) => read += 1,
            Err(error) => {
                tracing::warn!(hub.date = %date, %error, "could not read a list");
                failed = Some(error);
            }
        }
    }
    if let Err(error) = refresh_trending(app, now).await? {
        tracing::warn!(%error, "could not read the trending list");
    }
    match failed {
        Some(error) if read == 0 => Err(error.into()),
        Some(_) => Ok(()),
        None => fill_gaps(app, today, now).await,
    }
}

/// Reads the trending list if a subscription uses it, and once in any case so that it can be
/// previewed.
async fn refresh_trending(app: &App, now: Timestamp) -> anyhow::Result<Result<(), HubError>> {
    let read = |conn: &rusqlite::Connection| {
        let is_wanted = subscription_facts::is_source_used(conn, Source::Trending)?;
        Ok((is_wanted, trending::read_at(conn)?))
    };
    let (is_wanted, read_at) = app.store.read(read).await?;
    let is_fresh = read_at.is_some_and(|at| now.duration_since(at).abs() < FRESH);
    if (!is_wanted && read_at.is_some()) || is_fresh {
        return Ok(Ok(()));
    }
    let list = match app.hub.trending(TRENDING).await {
        Ok(list) => list,
        Err(error) => return Ok(Err(error)),
    };
    let count = list.len();
    let changed = app.store.write(move |tx| trending::put(tx, &list, now)).await?;
    app.index.upsert(&changed);
    tracing::info!(papers = count, changed = changed.len(), "read the trending list");
    Ok(Ok(()))
}

/// Whether the last reading of a list is too old to rely on.
pub(super) fn is_stale(read_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(read_at) > STALE
}

/// Reads lists that were missed while the bot was off and may still be needed by infrequent posts.
async fn fill_gaps(app: &App, today: Date, now: Timestamp) -> anyhow::Result<()> {
    let back = |days: i64| today.checked_sub(days.days()).unwrap_or(today);
    let (longest, newest) = (back(GAP_DAYS), back(REREAD_DAYS));
    let unread = move |conn: &rusqlite::Connection| {
        let since = subscriptions::earliest_since(conn)?.map(|since| since.max(longest));
        since.map_or(Ok(Vec::new()), |since| lists::unread(conn, since, newest))
    };
    for date in app.store.read(unread).await?.into_iter().take(GAPS) {
        if let Err(error) = refresh_day(app, date, SignedDuration::ZERO, now).await? {
            tracing::warn!(hub.date = %date, %error, "could not read a missed list");
            break;
        }
    }
    Ok(())
}

/// Whether the list for the day of `now` is settled: readings ten minutes apart agree, or any two
/// readings agree and the list is at least half the usual length. A single reading is never enough:
/// an early one may have one paper, and another an hour later thirty.
///
/// # Errors
/// The store's.
pub async fn settled(app: &App, now: Timestamp) -> store::Result<ListReadiness> {
    let today = feed_date(now);
    let (known, sizes) = app
        .store
        .read(move |conn| {
            Ok((lists::state(conn, today)?, lists::sizes_before(conn, today, USUAL)?))
        })
        .await?;
    Ok(judge(known.as_ref(), sizes, now))
}

fn judge(known: Option<&ListState>, mut sizes: Vec<u32>, now: Timestamp) -> ListReadiness {
    let Some(known) = known else { return ListReadiness::Unknown };
    if is_stale(known.fetched_at, now) {
        return ListReadiness::Unknown;
    }
    sizes.sort_unstable();
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(USUAL_PAPERS);
    let agreed = known.fetched_at.duration_since(known.same_since);
    let is_long = known.papers * 2 >= usual;
    match agreed >= AGREED || (is_long && agreed > SignedDuration::ZERO) {
        true => ListReadiness::Yes,
        false => ListReadiness::NotYet,
    }
}

/// Reads the day's list once more, however fresh it is.
///
/// # Errors
/// Store errors and hub errors.
pub async fn read_again(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let _one_at_a_time = app.refreshing.lock().await;
    Ok(refresh_day(app, feed_date(now), SignedDuration::ZERO, now).await??)
}

async fn refresh_day(
    app: &App,
    date: Date,
    fresh: SignedDuration,
    now: Timestamp,
) -> anyhow::Result<Result<(), HubError>> {
    let known = app.store.read(move |conn| lists::state(conn, date)).await?;
    if let Some(known) = &known
        && now.duration_since(known.fetched_at).abs() < fresh
    {
        return Ok(Ok(()));
    }
    // An empty list has nothing to compare with, so it is read in full.
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
    app.index.upsert(&changed);
    tracing::info!(hub.date = %date, papers = count, changed = changed.len(), "read a list");
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_early_reading_does_not_settle_a_list() {
        let at = |minute: i64| Timestamp::from_second(1_778_576_400 + minute * 60).expect("a time");
        let check = |papers: u32, same: i64, read: i64, usual: &[u32], expected: ListReadiness| {
            let known =
                ListState { fetched_at: at(read), etag: None, papers, same_since: at(same) };
            let found = judge(Some(&known), usual.to_vec(), at(60));
            assert_eq!(found, expected, "{papers} papers, {same} to {read}, usually {usual:?}");
        };
        check(30, 60, 60, &[26, 28, 24], ListReadiness::NotYet);
        check(30, 59, 60, &[26, 28, 24], ListReadiness::Yes);
        check(1, 59, 60, &[26, 28, 24], ListReadiness::NotYet);
        check(1, 50, 60, &[26, 28, 24], ListReadiness::Yes);
        check(0, 51, 60, &[26], ListReadiness::NotYet);
        check(0, 49, 60, &[26], ListReadiness::Yes);
        check(5, 59, 60, &[], ListReadiness::NotYet);
        check(13, 59, 60, &[], ListReadiness::Yes);
        check(30, -300, -121, &[26], ListReadiness::Unknown);
        assert_eq!(judge(None, vec![26], at(0)), ListReadiness::Unknown);
    }
}
