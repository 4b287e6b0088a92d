//! Reading the hub's lists into the store and the index.
//!
//! What the hub does not give stays as it was: a failed read never empties a list. A list that
//! is still filling up is not taken for the day's: see [`settled`].

use domain::{Source, feed_date};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::app::App;
use crate::hub::{Fetched, HubError};
use crate::store::lists::{self, ListState};
use crate::store::{self, papers, subscription_facts, subscriptions, trending};

/// How many days are read again every time: late papers join old lists, and Friday's stays up
/// till Monday.
const DAYS: i64 = 4;
/// How many days are read now and then, since a paper may rise above a floor for so long.
const RISING_DAYS: i64 = 8;
/// Older lists are read again after this.
const RISING: SignedDuration = SignedDuration::from_hours(6);
/// Lists that were missed are read so far back, for schedules as rare as once a year,
const GAP_DAYS: i64 = 400;
/// and so many at once.
const GAPS: usize = 31;
/// A list read so recently is not read again: slots that fall together share one refresh.
const FRESH: SignedDuration = SignedDuration::from_secs(60);
/// Readings so far apart that agree settle any list, however short.
const AGREED: SignedDuration = SignedDuration::from_mins(10);
/// A list that nobody could read for so long is not known.
const STALE: SignedDuration = SignedDuration::from_hours(3);
/// The most papers of the trending list.
const TRENDING: u32 = 100;
/// Lists that say how long one usually is,
const USUAL: u32 = 14;
/// and how long one is before any is known: the median of two years.
const USUAL_PAPERS: u32 = 26;

/// Whether the day's list may be posted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Readings agree.
    Yes,
    /// It may still be filling up: another reading will tell.
    NotYet,
    /// The hub has not answered for too long.
    Unknown,
}

/// Reads the newest lists; a list that fails is logged and left as it was. One refresh at a
/// time: who comes while another runs waits for it and finds the lists fresh.
///
/// # Errors
/// The last failure, when not a single list could be read; or the store's.
pub async fn refresh(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let _one_at_a_time = app.refreshing.lock().await;
    let today = feed_date(now);
    let (mut read, mut failed) = (0, None);
    for back in (0..RISING_DAYS).rev() {
        let Ok(date) = today.checked_sub(back.days()) else { continue };
        let fresh = if back < DAYS { FRESH } else { RISING };
        match refresh_day(app, date, fresh, now).await? {
            Ok(()) => read += 1,
            Err(error) => {
                tracing::warn!(hub.date = %date, %error, "a list could not be read");
                failed = Some(error);
            }
        }
    }
    if let Err(error) = refresh_trending(app, now).await? {
        tracing::warn!(%error, "the trending list could not be read");
    }
    match failed {
        Some(error) if read == 0 => Err(error.into()),
        Some(_) => Ok(()),
        None => fill_gaps(app, today, now).await,
    }
}

/// Reads the trending list, if a subscription draws on it; once in any case, so that a first one can
/// be previewed.
async fn refresh_trending(app: &App, now: Timestamp) -> anyhow::Result<Result<(), HubError>> {
    let read = |conn: &rusqlite::Connection| {
        let is_wanted = subscription_facts::draws_on(conn, Source::Trending)?;
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

/// Whether a list was read too long ago to be known.
pub(super) fn is_stale(read_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(read_at) > STALE
}

/// Reads lists that were missed while the bot was off and that a rare post may still draw on.
async fn fill_gaps(app: &App, today: Date, now: Timestamp) -> anyhow::Result<()> {
    let back = |days: i64| today.checked_sub(days.days()).unwrap_or(today);
    let (longest, newest) = (back(GAP_DAYS), back(RISING_DAYS));
    let unread = move |conn: &rusqlite::Connection| {
        let since = subscriptions::earliest_since(conn)?.map(|since| since.max(longest));
        since.map_or(Ok(Vec::new()), |since| lists::unread(conn, since, newest))
    };
    for date in app.store.read(unread).await?.into_iter().take(GAPS) {
        if let Err(error) = refresh_day(app, date, SignedDuration::ZERO, now).await? {
            tracing::warn!(hub.date = %date, %error, "a list that was missed could not be read");
            break;
        }
    }
    Ok(())
}

/// Whether the list of `now`'s day is settled. It is when readings ten minutes apart agree, or
/// any two if it is at least half as long as lists usually are. One reading alone never settles
/// it: an early one may hold one paper, and thirty an hour later.
///
/// # Errors
/// The store's.
pub async fn settled(app: &App, now: Timestamp) -> store::Result<Settled> {
    let today = feed_date(now);
    let (known, sizes) = app
        .store
        .read(move |conn| {
            Ok((lists::state(conn, today)?, lists::sizes_before(conn, today, USUAL)?))
        })
        .await?;
    Ok(judge(known.as_ref(), sizes, now))
}

fn judge(known: Option<&ListState>, mut sizes: Vec<u32>, now: Timestamp) -> Settled {
    let Some(known) = known else { return Settled::Unknown };
    if is_stale(known.fetched_at, now) {
        return Settled::Unknown;
    }
    sizes.sort_unstable();
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(USUAL_PAPERS);
    let agreed = known.fetched_at.duration_since(known.same_since);
    let is_long = known.papers * 2 >= usual;
    match agreed >= AGREED || (is_long && agreed > SignedDuration::ZERO) {
        true => Settled::Yes,
        false => Settled::NotYet,
    }
}

/// Reads the day's list once more, however fresh it is.
///
/// # Errors
/// The store's, or the hub's.
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
    app.index.upsert(&changed);
    tracing::info!(hub.date = %date, papers = count, changed = changed.len(), "read a list");
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_early_reading_settles_nothing() {
        let at = |minute: i64| Timestamp::from_second(1_778_576_400 + minute * 60).expect("a time");
        let check = |papers: u32, same: i64, read: i64, usual: &[u32], expected: Settled| {
            let known =
                ListState { fetched_at: at(read), etag: None, papers, same_since: at(same) };
            let found = judge(Some(&known), usual.to_vec(), at(60));
            assert_eq!(found, expected, "{papers} papers, {same} to {read}, usually {usual:?}");
        };
        check(30, 60, 60, &[26, 28, 24], Settled::NotYet);
        check(30, 59, 60, &[26, 28, 24], Settled::Yes);
        check(1, 59, 60, &[26, 28, 24], Settled::NotYet);
        check(1, 50, 60, &[26, 28, 24], Settled::Yes);
        check(0, 51, 60, &[26], Settled::NotYet);
        check(0, 49, 60, &[26], Settled::Yes);
        check(5, 59, 60, &[], Settled::NotYet);
        check(13, 59, 60, &[], Settled::Yes);
        check(30, -300, -121, &[26], Settled::Unknown);
        assert_eq!(judge(None, vec![26], at(0)), Settled::Unknown);
    }
}
