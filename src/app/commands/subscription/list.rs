//! `/subscription list`: a guild's subscriptions from the store.

use commands::Reply;
use commands::subscription::list::{Listed, Request, all};
use domain::{Destination, Subscription, SubscriptionId};

use crate::app::App;
use crate::app::commands::status::delivery;
use crate::app::commands::{Context, Result};
use crate::store::{deliveries, destinations, subscriptions};

/// The number of slots read; this includes the last one of each subscription, unless it posts far
/// less often than the others.
const RECENT: u32 = 200;

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    let guild = request.guild;
    let read = app.store.read(move |conn| {
        let recent = deliveries::recent(conn, guild, RECENT)?;
        let blocked = destinations::blocked_of_guild(conn, guild)?;
        Ok((subscriptions::of_guild(conn, guild)?, recent, blocked))
    });
    let (found, recent, blocked) = read.await?;
    let last =
        |id: SubscriptionId| recent.iter().find(|slot| slot.subscription == id).and_then(delivery);
    let blocked = |destination: Destination| {
        let found = blocked.iter().find(|one| one.destination == destination)?;
        Some((found.reason, found.since))
    };
    let listed = |subscription: Subscription| {
        let (id, destination) = (subscription.id, subscription.settings.destination);
        Listed { last: last(id), blocked: blocked(destination), subscription }
    };
    let found: Vec<Listed> = found.into_iter().map(listed).collect();
    Ok(context.reply(all(&found, request.page, context.now, context.language())))
}
