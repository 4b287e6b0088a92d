//! `/subscription pause`: until a date in the subscription's zone, or until it is resumed.

use commands::Reply;
use commands::day::Day;
use commands::subscription::pause::{Request, not_after_today, paused};
use commands::subscription::remove::unknown;
use domain::{Pause, Schedule};
use jiff::Timestamp;
use rusqlite::Transaction;

use crate::app::App;
use crate::app::change::change;
use crate::app::channel_access;
use crate::app::commands::{Context, Result};
use crate::store::{subscription_changes, subscriptions};

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    let (Request { guild, id, until }, now) = (request, context.now);
    let write = move |tx: &Transaction| {
        let Some(found) = subscriptions::get(tx, guild, id)? else { return Ok(Err(unknown(id))) };
        let end = match until {
            None => None,
            Some(day) => match end(&found.settings.schedule, day, now) {
                Some(end) => Some(end),
                None => return Ok(Err(not_after_today())),
            },
        };
        let pause = Pause { since: now, until: end };
        let was_paused = found.paused_at(now).is_some();
        let paused = subscription_changes::set_pause(tx, (guild, id), Some(pause), now)?;
        Ok(paused.map(|paused| (paused, was_paused)).ok_or_else(|| unknown(id)))
    };
    let (found, was_paused) = change(app, context, write).await?;
    app.schedule_changed.notify_one();
    tracing::info!(subscription = %id, guild = %guild, "subscription paused");
    let deleted = channel_access::deleted(app, guild, found.settings.destination, now).await?;
    Ok(context.reply(paused((&found, was_paused), deleted, now, context.language())))
}

/// The start of the day, if it is in the future.
fn end(schedule: &Schedule, day: Day, now: Timestamp) -> Option<Timestamp> {
    let day = day.coming(schedule.zone.civil(now).date());
    schedule.zone.resolve(day.at(0, 0, 0, 0)).filter(|end| *end > now)
}
