//! The values measured at one moment, and the problems they show.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::store::{self, deliveries, lists, subscriptions};

/// How long a slot may wait for a list to settle and then for its turn.
const OVERDUE: SignedDuration = SignedDuration::from_hours(1);
/// A gateway without activity for a little over two heartbeats is not connected.
const SILENT: SignedDuration = SignedDuration::from_secs(100);
/// A write is attempted every few seconds.
const UNWRITTEN: SignedDuration = SignedDuration::from_secs(40);
/// Lists older than this are stale.
const STALE: SignedDuration = SignedDuration::from_hours(3);

/// The values measured at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Stored papers.
    pub papers: usize,
    /// Papers with a vector.
    pub encoded: usize,
    /// Whether this process delivers.
    pub delivering: bool,
    /// Deliveries that have started and not finished.
    pub open_slots: usize,
    /// The time since the last activity on Discord's gateway; `None` before the first.
    pub discord_silence: Option<SignedDuration>,
    /// The time since the last database write; `None` before the first.
    pub unwritten: Option<SignedDuration>,
    /// The age of the oldest unfinished delivery; zero if there is none.
    pub open_for: SignedDuration,
    /// How long the most overdue slot has waited; zero if none is due.
    pub overdue: SignedDuration,
    /// The time since the hub last responded; `None` before its first response.
    pub list_age: Option<SignedDuration>,
}

impl Numbers {
    /// Reads the values.
    ///
    /// # Errors
    /// The store's.
    pub async fn read(app: &App, now: Timestamp) -> store::Result<Numbers> {
        let read = app.store.read(|conn| {
            let due = subscriptions::earliest_due(conn, Timestamp::MIN)?;
            let (open, since) = (deliveries::unfinished(conn)?, deliveries::open_since(conn)?);
            Ok((due, open.len(), since, lists::last_good(conn)?))
        });
        let (due, open_slots, open_since, last_list) = read.await?;
        let since = |at: Option<Timestamp>| {
            let span = at.map(|at| now.duration_since(at)).unwrap_or_default();
            span.max(SignedDuration::ZERO)
        };
        let signed = |span: Duration| SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX);
        let size = app.index.size();
        Ok(Numbers {
            papers: size.papers,
            encoded: size.encoded,
            delivering: app.leadership.is_leader(),
            open_slots,
            discord_silence: app.discord.liveness().silent_for().map(signed),
            unwritten: app.leadership.unwritten_for().map(signed),
            open_for: since(open_since),
            overdue: since(due),
            list_age: last_list.map(|at| now.duration_since(at)),
        })
    }

    /// The problems that keep posts from arriving, as texts for operators; empty if there are none.
    pub fn problems(&self) -> Vec<String> {
        let minutes = |span: SignedDuration| span.as_mins();
        let discord = match self.discord_silence {
            None => Some("Discord's gateway is not connected yet".to_owned()),
            Some(span) if span > SILENT => {
                Some(format!("Discord's gateway has been silent for {} seconds", span.as_secs()))
            }
            Some(_) => None,
        };
        let database = match self.unwritten {
            None => Some("nothing has been written to the database yet".to_owned()),
            Some(span) if span > UNWRITTEN => {
                Some(format!("no database write has succeeded for {} seconds", span.as_secs()))
            }
            Some(_) => None,
        };
        let overdue = (self.overdue > OVERDUE)
            .then(|| format!("a post is overdue by {} minutes", minutes(self.overdue)));
        let open = (self.open_for > OVERDUE).then(|| {
            format!(
                "a post was started {} minutes ago and has not finished",
                minutes(self.open_for)
            )
        });
        let lists = match self.list_age {
            None => Some("the papers hub has not answered yet".to_owned()),
            Some(age) if age > STALE => {
                Some(format!("the papers hub last answered {} minutes ago", minutes(age)))
            }
            Some(_) => None,
        };
        [discord, database, overdue, open, lists].into_iter().flatten().collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn fine() -> Numbers {
        Numbers {
            papers: 3,
            encoded: 2,
            delivering: true,
            open_slots: 1,
            discord_silence: Some(SignedDuration::from_secs(41)),
            unwritten: Some(SignedDuration::from_secs(8)),
            open_for: SignedDuration::from_secs(3),
            overdue: SignedDuration::ZERO,
            list_age: Some(SignedDuration::from_secs(90)),
        }
    }

    #[test]
    fn health_reports_whether_posts_arrive() {
        let (hours, seconds) = (SignedDuration::from_hours, SignedDuration::from_secs);
        for (numbers, problems) in [
            (fine(), ""),
            (Numbers { delivering: false, ..fine() }, ""),
            (Numbers { overdue: hours(2), ..fine() }, "a post is overdue by 120 minutes"),
            (
                Numbers { open_for: hours(2), ..fine() },
                "a post was started 120 minutes ago and has not finished",
            ),
            (Numbers { discord_silence: None, ..fine() }, "Discord's gateway is not connected yet"),
            (Numbers { discord_silence: Some(seconds(90)), ..fine() }, ""),
            (
                Numbers { discord_silence: Some(seconds(200)), ..fine() },
                "Discord's gateway has been silent for 200 seconds",
            ),
            (Numbers { unwritten: None, ..fine() }, "nothing has been written to the database yet"),
            (
                Numbers { unwritten: Some(seconds(60)), overdue: hours(3), ..fine() },
                "no database write has succeeded for 60 seconds\n\
                     a post is overdue by 180 minutes",
            ),
            (Numbers { list_age: None, ..fine() }, "the papers hub has not answered yet"),
            (
                Numbers { list_age: Some(hours(5)), ..fine() },
                "the papers hub last answered 300 minutes ago",
            ),
        ] {
            assert_eq!(numbers.problems().join("\n"), problems);
        }
    }
}
