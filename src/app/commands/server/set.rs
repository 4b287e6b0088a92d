//! `/server set`: the settings of a guild.

use commands::Reply;
use commands::server::set::{Outcome, Request, shown};
use rusqlite::Transaction;

use crate::app::App;
use crate::app::change::change;
use crate::app::channel_access;
use crate::app::commands::{Context, Result};
use crate::store::guild_settings;

pub(in crate::app::commands) async fn run(
    app: &App,
    context: &Context,
    request: Request,
) -> Result<Reply> {
    let (guild, now) = (request.guild, context.now);
    let posts = context.guild_language();
    if request.only_asks() {
        let set = app.store.read(move |conn| guild_settings::get(conn, guild)).await?;
        return Ok(context.reply(shown(Outcome::Asked, &set, posts, now, context.language())));
    }
    if let Some(channel) = request.settings.log_channel {
        channel_access::check(app, guild, channel, &domain::Posting::default()).await?;
    }
    let given = request.clone();
    let write = move |tx: &Transaction| {
        let before = guild_settings::get(tx, guild)?;
        let language = before.language;
        let set = given.applied_to(before.clone());
        if set == before {
            return Ok(Ok((set, Outcome::Unchanged)));
        }
        guild_settings::set(tx, guild, &set, now)?;
        if set.language != language {
            guild_settings::set_language_of_all(tx, guild, set.language.unwrap_or(posts))?;
        }
        Ok(Ok((set, Outcome::Saved)))
    };
    let (set, outcome) = change(app, context, write).await?;
    if outcome == Outcome::Saved {
        tracing::info!(guild = %guild, "guild settings saved");
    }
    Ok(context.reply(shown(outcome, &set, posts, now, context.language())))
}
