//! Notifies admins of a blocked channel, once: in the log channel, or else the user who created the
//! subscription, or else the server's owner.

use commands::view::channel_notice::{self, BlockedChannel};
use domain::{ChannelId, Destination, FailureReason, GuildId, Language, UserId};
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

/// Who can be notified.
#[derive(Clone, Copy, Debug)]
enum Recipient {
    LogChannel(ChannelId),
    Person(UserId),
}

/// A notice about a blocked destination.
struct Notice {
    destination: Destination,
    about: BlockedChannel,
    language: Language,
    /// Prevents a second message soon after a crash; a new reason is a new message.
    nonce: String,
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
    let mark = if blocked.reason == FailureReason::UnknownChannel { '.' } else { '-' };
    let nonce = format!("{:x}{mark}{:x}", channel.0, blocked.since.as_second());
    let notice = Notice { destination, about, language, nonce };
    let log = settings.log_channel.filter(|log| *log != channel).map(Recipient::LogChannel);
    let creator = (user != UserId::ERASED).then_some(Recipient::Person(user));
    for recipient in log.into_iter().chain(creator) {
        if let Some(notified) = send(app, &notice, recipient, now).await? {
            return Ok(notified);
        }
    }
    let owner = app.discord.owner(guild).await.ok().filter(|owner| *owner != user);
    if let Some(owner) = owner
        && let Some(notified) = send(app, &notice, Recipient::Person(owner), now).await?
    {
        return Ok(notified);
    }
    tracing::info!(%channel, "could not notify anyone: no admin accepts direct messages");
    Ok(Notified::Yes)
}

/// Sends a notice; `None` if this recipient can't get it.
async fn send(
    app: &App,
    notice: &Notice,
    recipient: Recipient,
    now: Timestamp,
) -> anyhow::Result<Option<Notified>> {
    let (destination, channel) = (notice.destination, notice.about.channel);
    let sent = match channel_to(app, notice.about.guild, recipient).await {
        Err(error) => Err(error),
        Ok(to) => {
            let begin = move |tx: &Transaction| destinations::begin_notice(tx, destination, now);
            if !app.store.write(begin).await? {
                tracing::warn!(%channel, "a notice may have arrived, not sending it again");
                return Ok(Some(Notified::Yes));
            }
            let in_guild = matches!(recipient, Recipient::LogChannel(_));
            let message = channel_notice::notice(&notice.about, in_guild, notice.language);
            let sent = app.discord.notify(to, &message, &notice.nonce).await;
            if matches!(&sent, Err(error) if !matches!(error, DiscordError::Ambiguous(_))) {
                let end = move |tx: &Transaction| destinations::notice_not_sent(tx, destination);
                app.store.write(end).await?;
            }
            sent
        }
    };
    match sent {
        Ok(()) => {
            tracing::info!(%channel, "notified an admin about a blocked channel");
            Ok(Some(Notified::Yes))
        }
        Err(DiscordError::Unauthorized) => Err(DiscordError::Unauthorized.into()),
        Err(error) if error.is_temporary() => {
            tracing::warn!(%channel, %error, "could not notify an admin yet, retrying");
            Ok(Some(Notified::Later))
        }
        Err(error) => {
            tracing::info!(%channel, %error, "could not send a notice there, trying the next place");
            Ok(None)
        }
    }
}

/// The channel to write to. Asking for it shows whether Discord works, before anything is sent.
async fn channel_to(
    app: &App,
    guild: GuildId,
    recipient: Recipient,
) -> Result<ChannelId, DiscordError> {
    match recipient {
        Recipient::LogChannel(log) => app.discord.access(guild, log, Lane::Look).await.map(|_| log),
        Recipient::Person(person) => app.discord.open_direct_messages(person).await,
    }
}
