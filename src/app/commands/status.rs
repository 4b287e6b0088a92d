//! `/status`: the next posts, problems, and the outcome of the last posts.

use std::collections::BTreeMap;

use commands::Reply;
use commands::status::{ChannelStatus, Delivery, Request, Status, page};
use commands::view::channel_notice::{
    self, BlockedChannel, is_open, no_subscriptions_left, notice, still_closed,
};
use commands::view::channel_refusal::ChannelProblem;
use domain::{ChannelId, FailureReason, GuildId, Posting, SubscriptionId, feed_date};
use jiff::Timestamp;
use rusqlite::Transaction;

use super::{Context, Result};
use crate::app::App;
use crate::app::change::change;
use crate::app::channel_access;
use crate::app::delivery::compose::first_day;
use crate::app::guilds::membership::channel_deleted;
use crate::store::deliveries::SlotRecord;
use crate::store::{self, deliveries, destinations, lists, subscriptions};

/// The number of slots shown.
const RECENT: u32 = 10;

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let (now, language) = (context.now, context.language());
    match request {
        Request::Show(guild, number) => {
            let status = status(app, guild, now).await?;
            Ok(context.reply(page(&status, (guild, number), now, language)))
        }
        Request::Check(guild, channel) => {
            let found = channel_access::look(app, guild, channel, &Posting::default()).await?;
            match found {
                (destination, None) => {
                    app.store.write(move |tx| destinations::unblock(tx, destination)).await?;
                    tracing::info!(%channel, "a blocked channel can be posted to again");
                    Ok(context.reply(is_open(channel, language)))
                }
                (_, Some(ChannelProblem::Unknown)) => {
                    let about = deleted(app, guild, channel, now).await?;
                    Ok(context.reply(notice(&about, context.guild.is_some(), language)))
                }
                (_, Some(why)) => Err(still_closed(channel, &why).into()),
            }
        }
        Request::Move { guild, from, to } => {
            let moved = move_all(app, context, guild, (from, to)).await?;
            Ok(context.reply(channel_notice::moved(&moved, to, language)))
        }
    }
}

/// Records that a channel was deleted, and returns what its notice then says.
async fn deleted(
    app: &App,
    guild: GuildId,
    channel: ChannelId,
    now: Timestamp,
) -> store::Result<BlockedChannel> {
    channel_deleted(app, channel, now).await?;
    let all = app.store.read(move |conn| subscriptions::of_guild(conn, guild)).await?;
    let there = all.iter().filter(|one| one.settings.destination.channel() == Some(channel));
    let subscriptions = there.map(|one| one.id).collect();
    Ok(BlockedChannel { guild, channel, subscriptions, reason: FailureReason::UnknownChannel })
}

/// Moves all subscriptions of a channel to another one, and returns them.
async fn move_all(
    app: &App,
    context: &Context,
    guild: GuildId,
    (from, to): (ChannelId, ChannelId),
) -> Result<Vec<SubscriptionId>> {
    let read = app.store.read(move |conn| subscriptions::of_guild(conn, guild));
    let there =
        read.await?.into_iter().filter(|one| one.settings.destination.channel() == Some(from));
    let wanted: Vec<_> = there.map(|one| (to, one.settings.posting)).collect();
    let mut destination = None;
    for checked in channel_access::check_all(app, guild, &wanted).await? {
        destination = Some(checked?);
    }
    let (destination, now) = (destination.ok_or_else(no_subscriptions_left)?, context.now);
    let today = first_day(app, now).await?;
    let write = move |tx: &Transaction| {
        let of_channel = subscriptions::of_guild(tx, guild)?.into_iter();
        let of_channel = of_channel.filter(|one| one.settings.destination.channel() == Some(from));
        let mut moved = Vec::new();
        for mut one in of_channel {
            one.settings.destination = destination;
            // Papers not wanted there before cause no backlog.
            one.since = one.since.max(today);
            subscriptions::edit(tx, &one)?;
            moved.push(one.id);
        }
        destinations::unblock(tx, destination)?;
        Ok(if moved.is_empty() { Err(no_subscriptions_left()) } else { Ok(moved) })
    };
    let moved = change(app, context, write).await?;
    app.schedule_changed.notify_one();
    tracing::info!(%guild, %from, %to, subscriptions = moved.len(), "moved subscriptions");
    Ok(moved)
}

async fn status(app: &App, guild: GuildId, now: Timestamp) -> store::Result<Status> {
    let (delivers, unwritable) = (app.leadership.is_leader(), app.leadership.cannot_write());
    app.store
        .read(move |conn| {
            let newest = lists::newest(conn, feed_date(now))?;
            let newest_list = match newest {
                Some(date) => lists::state(conn, date)?.map(|state| (date, state.papers)),
                None => None,
            };
            let mut all: BTreeMap<ChannelId, ChannelStatus> = BTreeMap::new();
            for one in subscriptions::of_guild(conn, guild)? {
                let Some(channel) = one.settings.destination.channel() else { continue };
                let status = all.entry(channel).or_insert(ChannelStatus {
                    channel,
                    next: None,
                    blocked: None,
                });
                status.next = status.next.into_iter().chain(one.next_due).min();
            }
            for blocked in destinations::blocked_of_guild(conn, guild)? {
                let channel = blocked.destination.channel();
                if let Some(status) = channel.and_then(|channel| all.get_mut(&channel)) {
                    status.blocked = Some((blocked.reason, blocked.since));
                }
            }
            let recent = deliveries::recent(conn, guild, RECENT)?.into_iter();
            let recent = recent.filter_map(|slot| delivery(&slot));
            Ok(Status {
                last_fetch: lists::last_good(conn)?,
                newest_list,
                delivers,
                unwritable,
                channels: all.into_values().collect(),
                recent: recent.collect(),
            })
        })
        .await
}

/// The outcome of a slot of a guild's channel, for display.
pub(super) fn delivery(slot: &SlotRecord) -> Option<Delivery> {
    Some(Delivery {
        subscription: slot.subscription,
        channel: slot.destination.channel()?,
        due_at: slot.due_at,
        state: slot.state,
        reason: slot.reason,
        missing: slot.missing,
        papers: slot.papers,
        late: slot.late,
    })
}
