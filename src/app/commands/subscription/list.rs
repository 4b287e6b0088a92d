//! `/subscription list`: a guild's subscriptions from the store.

use commands::Reply;
use commands::subscription::list::{Request, all};
use domain::SubscriptionId;

use crate::app::App;
use crate::app::commands::status::delivery;
use crate::app::commands::{Context, Result};
use crate::store::{deliveries, subscriptions};

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
        Ok((subscriptions::of_guild(conn, guild)?, deliveries::recent(conn, guild, RECENT)?))
    });
    let (found, recent) = read.await?;
    let last =
        |id: SubscriptionId| recent.iter().find(|slot| slot.subscription == id).and_then(delivery);
    let found: Vec<_> = found.into_iter().map(|one| (one.clone(), last(one.id))).collect();
    Ok(context.reply(all(&found, request.page, context.now, context.language())))
}
