//! `/status`: when posts come next, what keeps them from coming, and how the last ones ended.

use std::collections::BTreeMap;

use commands::Reply;
use commands::status::{ChannelStatus, Delivery, Request, Status, page};
use domain::{ChannelId, GuildId, feed_date};
use jiff::Timestamp;

use super::{Context, Result};
use crate::app::App;
use crate::store::deliveries::SlotRecord;
use crate::store::{self, deliveries, destinations, lists, subscriptions};

/// Slots shown.
const RECENT: u32 = 20;

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let status = status(app, request.guild, context.now).await?;
    Ok(context.reply(page(&status, context.now, context.language())))
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
                let Some(channel) = one.order.destination.channel() else { continue };
                let status = all.entry(channel).or_insert(ChannelStatus {
                    channel,
                    next: None,
                    trouble: None,
                });
                status.next = status.next.into_iter().chain(one.next_due).min();
            }
            for blocked in destinations::blocked_of_guild(conn, guild)? {
                let channel = blocked.destination.channel();
                if let Some(status) = channel.and_then(|channel| all.get_mut(&channel)) {
                    status.trouble = Some((blocked.reason, blocked.since));
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

/// How a slot of a guild's channel ended, as it is said.
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
