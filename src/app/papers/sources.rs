//! The lists that subscriptions use: their papers, and whether they may be posted from.

use domain::{Source, feed_date};
use jiff::Timestamp;

use super::prepared::{self, Ready};
use super::refresh::{ListReadiness, is_stale, settled};
use crate::app::App;
use crate::store::{self, lists, trending, vote_record};

/// Whether each list may be posted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct States {
    /// The daily list: readings of it must agree.
    pub daily: ListReadiness,
    /// The trending list. Its current content is the answer, so one reading is enough.
    pub trending: ListReadiness,
    /// The rising list, which is computed from the votes on the daily lists, so one reading is
    /// enough.
    pub rising: ListReadiness,
}

impl States {
    /// The state of one list.
    pub fn of(self, source: Source) -> ListReadiness {
        match source {
            Source::Daily => self.daily,
            Source::Trending => self.trending,
            Source::Rising => self.rising,
        }
    }

    /// The states at `now`.
    ///
    /// # Errors
    /// The store's.
    pub async fn read(app: &App, now: Timestamp) -> store::Result<States> {
        let read = move |conn: &rusqlite::Connection| {
            Ok((trending::read_at(conn)?, lists::state(conn, feed_date(now))?))
        };
        let (trending, daily) = app.store.read(read).await?;
        let known = |read_at: Option<Timestamp>| match read_at {
            Some(at) if !is_stale(at, now) => ListReadiness::Yes,
            _ => ListReadiness::Unknown,
        };
        Ok(States {
            daily: settled(app, now).await?,
            trending: known(trending),
            rising: known(daily.map(|list| list.fetched_at)),
        })
    }
}

/// The papers of an undated list, in its order, ready to be matched; `None` for the daily lists.
///
/// # Errors
/// The store's.
pub(in crate::app) async fn papers(
    app: &App,
    source: Source,
    now: Timestamp,
) -> store::Result<Option<Vec<Ready>>> {
    let read = move |conn: &rusqlite::Connection| match source {
        Source::Daily => Ok(None),
        Source::Trending => trending::list(conn, feed_date(now)).map(Some),
        Source::Rising => vote_record::rising(conn, now).map(Some),
    };
    match app.store.read(read).await? {
        Some(list) => prepared::these(app, list).await.map(Some),
        None => Ok(None),
    }
}
