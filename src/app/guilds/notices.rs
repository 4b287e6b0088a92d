//! Notifies admins of a blocked channel, once: in the log channel, or else the user who created the
//! subscription, or else the server's owner.

use commands::view::channel_notice::{BlockedChannel, notice};
use domain::{ChannelId, GuildId, UserId};
use jiff::Timestamp;
use rusqlite::Transaction;

use crate::app::App;
use crate::discord::{DiscordError, Lane};
use crate::store::destinations::{self, Blocked};
use crate::store::{guild_settings, subscriptions};

/// Notifies admins of blocked channels. Those who accept no messages from the bot are not tried
/// again; `/status` shows the problem anyway.
///
/// # Errors
/// The store's, and a refused token.
pub async fn notify_admins(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let blocked = app.store.read(move |conn| destinations::not_notified(conn, now)).await?;
    for one in blocked {
        let destination = one.destination;
        let note = match notify(app, &one, now).await? {
            Notified::Yes => destinations::note_notified,
            Notified::Later => destinations::note_notice_tried,
        };
        app.store.write(move |tx| note(tx, destination, now)).await?;
    }
    Ok(())
}

enum Notified {
    /// An admin was notified, or none can be.
    Yes,
    /// Another time.
    Later,
}

/// Who is notified, in this order.
#[derive(Clone, Copy, Debug)]
enum Place {
    Log(ChannelId),
    Person(UserId),
}

async fn notify(app: &App, blocked: &Blocked, now: Timestamp) -> anyhow::Result<Notified> {
    let Some((user, _, language)) = blocked.set_up_by else { return Ok(Notified::Yes) };
    // A user whose direct messages are blocked can't be notified there.
    let (Some(guild), Some(channel)) = (blocked.guild, blocked.destination.channel()) else {
        return Ok(Notified::Yes);
    };
    let destination = blocked.destination;
    let read = app.store.read(move |conn| {
        let of_channel = subscriptions::of_destination(conn, destination)?;
        Ok((guild_settings::get(conn, guild)?, of_channel))
    });
    let (settings, of_channel) = read.await?;
    let subscriptions = of_channel.iter().map(|one| one.id).collect();
    let about = BlockedChannel { guild, channel, subscriptions, reason: blocked.reason };
    // The nonce prevents a second message soon after a crash; a new reason is a new message.
    let mark = if blocked.reason == domain::FailureReason::UnknownChannel { '.' } else { '-' };
    let nonce = format!("{:x}{mark}{:x}", channel.0, blocked.since.as_second());
    let log = settings.log_channel.filter(|log| *log != channel).map(Place::Log);
    let mut owner_was_asked = false;
    let creator = (user != UserId::ERASED).then_some(Place::Person(user));
    let mut places: Vec<Place> = log.into_iter().chain(creator).rev().collect();
    loop {
        let place = match places.pop() {
            Some(place) => place,
            None if owner_was_asked => break,
            None => {
                owner_was_asked = true;
                let owner = app.discord.owner(guild).await.ok().filter(|owner| *owner != user);
                places.extend(owner.map(Place::Person));
                continue;
            }
        };
        let message = notice(&about, matches!(place, Place::Log(_)), language);
        let sent = match open(app, guild, place).await {
            Ok(place) => {
                let begin =
                    move |tx: &Transaction| destinations::begin_notice(tx, destination, now);
                if !app.store.write(begin).await? {
                    tracing::warn!(%channel, "a notice may have arrived, not sending it again");
                    return Ok(Notified::Yes);
                }
                let sent = app.discord.notify(place, &message, &nonce).await;
                if matches!(&sent, Err(error) if !matches!(error, DiscordError::Ambiguous(_))) {
                    let end =
                        move |tx: &Transaction| destinations::notice_not_sent(tx, destination);
                    app.store.write(end).await?;
                }
                sent
            }
            Err(error) => Err(error),
        };
        match sent {
            Ok(()) => {
                tracing::info!(%channel, "notified an admin about a blocked channel");
                return Ok(Notified::Yes);
            }
            Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized.into()),
            Err(
                error @ (DiscordError::Forbidden { .. }
                | DiscordError::NotFound { .. }
                | DiscordError::Refused { .. }),
            ) => {
                tracing::info!(%channel, %error, "could not send a notice there, trying the next place");
            }
            Err(error) => {
                tracing::warn!(%channel, %error, "could not notify an admin yet, retrying");
                return Ok(Notified::Later);
            }
        }
    }
    tracing::info!(%channel, "could not notify anyone: no admin accepts direct messages");
    Ok(Notified::Yes)
}

/// The channel to write to. Asking for it shows whether Discord works, before anything is sent.
async fn open(app: &App, guild: GuildId, place: Place) -> Result<ChannelId, DiscordError> {
    match place {
        Place::Log(log) => app.discord.access(guild, log, Lane::Look).await.map(|_| log),
        Place::Person(person) => app.discord.open_direct_messages(person).await,
    }
}
