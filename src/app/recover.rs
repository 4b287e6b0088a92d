//! Finding out what became of deliveries that a crash, a stop or an unclear answer left open.
//!
//! While Discord still remembers the nonce, the same message is sent again: if the first one
//! arrived, Discord answers with it. Later the channel itself is read for our mark. Only when
//! it is not there is the message sent; when the channel cannot be read, it is given up, since
//! a post that comes twice is worse than one that is missing and says so.

use domain::{ChannelId, FailureReason, GuildId, MessageId};
use jiff::{SignedDuration, Timestamp};

use super::App;
use super::deliver::{Stop, finish, send};
use crate::clock::Clock;
use crate::discord::DiscordError;
use crate::store::deliveries::{self, Part, PartState, Slot};

/// Discord says "a few minutes" of its memory of nonces; less is relied on.
const NONCE_MEMORY: SignedDuration = SignedDuration::from_secs(60);
/// Clocks differ: the channel is read from a little before the first try.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(2);
/// A post that could not be sent for so long is given up; its papers come with the next slot.
const GIVE_UP: SignedDuration = SignedDuration::from_hours(6);

/// Brings every open slot to its end, or leaves it for the next round where Discord is silent.
///
/// # Errors
/// The store's, and [`DiscordError::Unauthorized`].
pub async fn recover(app: &App, clock: Clock, stop: &Stop) -> anyhow::Result<()> {
    let open = app.store.read(deliveries::unfinished).await?;
    for slot in open {
        for part in &slot.parts {
            if *stop.borrow() {
                return Ok(());
            }
            recover_part(app, clock, &slot, part).await?;
        }
        finish(app, &slot, clock.now()).await?;
    }
    Ok(())
}

async fn recover_part(app: &App, clock: Clock, slot: &Slot, part: &Part) -> anyhow::Result<()> {
    let now = clock.now();
    let first_try = match part.state {
        PartState::Sent | PartState::Failed => return Ok(()),
        PartState::Claimed => None,
        PartState::Sending => part.sending_at,
    };
    let Some(first_try) = first_try else {
        // Never on its way: nothing to find out.
        return match now.duration_since(slot.due_at) > GIVE_UP {
            true => fail(app, part, FailureReason::DiscordUnavailable, now).await,
            false => send(app, clock, slot, part).await,
        };
    };
    if now.duration_since(first_try).abs() < NONCE_MEMORY {
        return send(app, clock, slot, part).await;
    }
    match look_for(app, slot.guild, slot.channel, &part.nonce, first_try).await {
        Ok(Some(message)) => {
            let (id, at) = (part.id, now);
            app.store.write(move |tx| deliveries::record_sent(tx, id, message, at)).await?;
            tracing::info!(slot = %slot.id, part = part.number, message = %message, "it had arrived");
            Ok(())
        }
        Ok(None) if now.duration_since(first_try) > GIVE_UP => {
            fail(app, part, FailureReason::DiscordUnavailable, now).await
        }
        Ok(None) => send(app, clock, slot, part).await,
        Err(DiscordError::Unauthorized) => Err(DiscordError::Unauthorized.into()),
        Err(DiscordError::NotFound { .. }) => {
            fail(app, part, FailureReason::UnknownChannel, now).await
        }
        Err(DiscordError::Forbidden { .. } | DiscordError::Refused { .. }) => {
            fail(app, part, FailureReason::Unconfirmed, now).await
        }
        Err(error) => {
            tracing::warn!(slot = %slot.id, %error, "what became of a post is still unclear");
            Ok(())
        }
    }
}

async fn look_for(
    app: &App,
    guild: GuildId,
    channel: ChannelId,
    nonce: &str,
    first_try: Timestamp,
) -> Result<Option<MessageId>, DiscordError> {
    if !app.discord.access(guild, channel).await?.reads_history() {
        return Err(DiscordError::Forbidden { code: 0 });
    }
    let since = first_try.checked_sub(CLOCK_SKEW).unwrap_or(first_try);
    app.discord.find_mark(channel, &commands::Press::card_menu(nonce), since).await
}

async fn fail(app: &App, part: &Part, reason: FailureReason, now: Timestamp) -> anyhow::Result<()> {
    let id = part.id;
    app.store.write(move |tx| deliveries::record_failed(tx, id, reason, now)).await?;
    Ok(())
}
