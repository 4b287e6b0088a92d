//! The welcome: one message in a guild that has added the bot, with a button that opens the panel.

use commands::view::welcome::welcome;
use domain::Language;
use jiff::Timestamp;
use rusqlite::Transaction;

use crate::app::App;
use crate::discord::{AvailableGuild, DiscordError, Lane, with_nonce};
use crate::store::welcomes::{self, Welcome};

/// Records that the bot is in a guild. True if it should be welcomed.
///
/// # Errors
/// The store's.
pub async fn joined(app: &App, guild: &AvailableGuild, now: Timestamp) -> anyhow::Result<bool> {
    let Some(joined_at) = guild.joined_at else { return Ok(false) };
    let language = guild.locale.as_deref().map(Language::of_locale).unwrap_or_default();
    let (id, greeting) = (guild.id, (guild.system_channel, language));
    let note = move |tx: &Transaction| welcomes::joined(tx, id, joined_at, greeting, now);
    Ok(app.store.write(note).await?)
}

/// Welcomes waiting guilds.
///
/// # Errors
/// The store's, and a refused token.
pub async fn welcome_new(app: &App, now: Timestamp) -> anyhow::Result<()> {
    let _turn = app.welcoming.lock().await;
    for one in app.store.read(move |conn| welcomes::waiting(conn, now)).await? {
        let guild = one.guild;
        let is_over = match post(app, &one, now).await {
            Ok(is_posted) => {
                if is_posted {
                    tracing::info!(%guild, "welcomed a new server");
                }
                true
            }
            Err(PostError::Discord(DiscordError::Unauthorized)) => {
                return Err(DiscordError::Unauthorized.into());
            }
            Err(PostError::Discord(error)) if error.is_temporary() => {
                tracing::warn!(%guild, %error, "could not welcome a new server yet, retrying");
                false
            }
            Err(PostError::Discord(error)) => {
                tracing::info!(%guild, %error, "could not welcome a new server");
                true
            }
            Err(PostError::Store(error)) => return Err(error.into()),
        };
        if is_over {
            app.store.write(move |tx| welcomes::end(tx, guild)).await?;
        }
    }
    Ok(())
}

#[derive(Debug, thiserror::Error)]
enum PostError {
    #[error(transparent)]
    Discord(#[from] DiscordError),
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
}

/// Posts the message, if the bot can post there and it is not too late; returns whether it did.
async fn post(app: &App, one: &Welcome, now: Timestamp) -> Result<bool, PostError> {
    let (guild, channel) = (one.guild, one.channel);
    if app.discord.access(guild, channel, Lane::Look).await?.post_blocker().is_some() {
        return Ok(false);
    }
    if !app.store.write(move |tx| welcomes::begin(tx, guild, now)).await? {
        return Ok(false);
    }
    // The nonce prevents a second message after a crash.
    let nonce = format!("{:x}-{:x}", guild.0, one.joined_at.as_second());
    let body = with_nonce(app.discord.body(&welcome(one.language)), &nonce);
    app.discord.post(channel, &body).await?;
    Ok(true)
}
