//! The limit of commands per minute that a server sets for its members with `/server set`.
//!
//! It keeps a channel readable, not the bot alive: for that, see [`rate_limit`](crate::app::rate_limit).

use commands::view::notice::member_too_fast;
use tokio::time::Instant;

use super::managers::is_manager;
use super::{Context, Result};
use crate::app::App;
use crate::store::guild_settings;

/// Refuses a command of a member who has used as many as the server allows. Managers have no limit,
/// and neither have buttons and menus.
pub(super) async fn check(app: &App, context: &Context) -> Result<()> {
    let Some(guild) = context.guild.filter(|_| context.is_command) else { return Ok(()) };
    if context.permissions.manages_guild() {
        return Ok(());
    }
    let settings = app.store.read(move |conn| guild_settings::get(conn, guild)).await?;
    let Some(count) = settings.commands_per_minute.filter(|_| !is_manager(context, &settings))
    else {
        return Ok(());
    };
    let taken = app.rate_limiter.take_in_guild(context.user, guild, count, Instant::now());
    taken.map_err(|wait| member_too_fast(count, context.now + wait).into())
}
