//! `/server`: the defaults of a guild.

use commands::Reply;
use commands::server::{Request, defaults};
use domain::GuildDefaults;
use rusqlite::Transaction;

use super::{Context, Result};
use crate::app::App;
use crate::app::change::change;
use crate::store::guild_settings;

pub(super) async fn run(app: &App, context: &Context, request: Request) -> Result<Reply> {
    let (Request { guild, defaults: given }, now) = (request, context.now);
    let changed = given != GuildDefaults::default();
    let write = move |tx: &Transaction| {
        if changed {
            guild_settings::set(tx, guild, &given, now)?;
        }
        Ok(Ok(guild_settings::get(tx, guild)?))
    };
    let set = change(app, context, write).await?;
    if changed {
        tracing::info!(guild = %guild, "defaults of a guild saved");
    }
    let posts = context.guild_language();
    Ok(context.reply(defaults(&set, posts, changed, now, context.language())))
}
