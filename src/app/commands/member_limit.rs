//! The limit of commands per minute that a server sets for its members with `/server set`.
//!
//! It keeps a channel readable, not the bot alive: for that, see [`rate_limit`](crate::app::rate_limit).

use commands::view::notice::member_too_fast;
use tokio::time::Instant;

use super::managers::settings_for_member;
use super::{Context, Result};
use crate::app::App;

/// Refuses a command of a member who has used as many as the server allows. Managers have no limit,
/// and neither have buttons and menus.
pub(super) async fn check(app: &App, context: &Context) -> Result<()> {
    let Some(guild) = context.guild.filter(|_| context.is_command) else { return Ok(()) };
    let settings = settings_for_member(app, context).await?;
    let Some(count) = settings.and_then(|settings| settings.commands_per_minute) else {
        return Ok(());
    };
    let taken = app.rate_limiter.take_in_guild(context.user, guild, count, Instant::now());
    taken.map_err(|wait| member_too_fast(count, context.now + wait).into())
}
