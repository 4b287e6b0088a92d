//! *Send test post*: sends a message to the chosen channel. It is not a delivery: there is no slot
//! and no ledger entry, and it contains no paper.

use commands::Reply;
use commands::setup::{incomplete, test_failed, test_post, test_sent, test_too_soon};
use commands::view::channel_refusal::{ChannelProblem, blocked};
use domain::{DraftId, GuildId};
use jiff::SignedDuration;
use rusqlite::Transaction;

use crate::app::App;
use crate::app::change::change_unaudited;
use crate::app::commands::{Context, Result};
use crate::app::panel_drafts::own;
use crate::discord::{DiscordError, with_nonce};
use crate::store::{drafts, guild_settings};

/// The minimum time between two tests in a guild.
const PAUSE: SignedDuration = SignedDuration::from_secs(30);

pub(super) async fn run(app: &App, context: &Context, draft: (GuildId, DraftId)) -> Result<Reply> {
    let asked = context.clone();
    let begin = move |tx: &Transaction| {
        let panel = match own(tx, &asked, draft)? {
            Ok(opened) => opened.panel,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let channel = panel.destination.and_then(|destination| destination.channel());
        // A channel with a problem may even belong to another guild.
        let Some(channel) = channel.filter(|_| panel.problem.is_none()) else {
            return Ok(Err(incomplete()));
        };
        if let Some(wait) = drafts::begin_test(tx, draft.0, draft.1, PAUSE, asked.now)? {
            return Ok(Err(test_too_soon(wait.unsigned_abs())));
        }
        let usual = guild_settings::posts_language(tx, draft.0, asked.guild_language())?;
        let language = panel.own_language().unwrap_or(usual);
        Ok(Ok((panel, channel, language)))
    };
    let (panel, channel, language) = change_unaudited(app, context, begin).await?;
    let nonce = format!("test-{:x}", context.interaction);
    let body = with_nonce(app.discord.body(&test_post(&panel, context.now, language)), &nonce);
    if let Err(error) = app.discord.post(channel, &body).await {
        tracing::info!(%channel, %error, "could not send a test post");
        if matches!(error, DiscordError::NotFound { .. }) {
            return Err(blocked(channel, &ChannelProblem::Unknown).into());
        }
        return Err(test_failed(channel).into());
    }
    tracing::info!(%channel, "sent a test post");
    Ok(context.reply(test_sent(channel, context.language())))
}
