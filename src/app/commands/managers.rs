//! Decides who may press the buttons of admin commands.
//!
//! Discord checks who may use a command: by default members with Manage Server, and others as set
//! by admins under Integrations. It doesn't check who presses a button on a message that others can
//! see, such as a notice in the log channel. There it is members with Manage Server, and those with
//! the manager role from `/server set`.

use commands::view::notice::only_managers;
use domain::GuildSettings;

use super::{Context, Result};
use crate::app::App;
use crate::store::guild_settings;

/// Refuses any other user.
pub(super) async fn check(app: &App, context: &Context) -> Result<()> {
    match settings_for_member(app, context).await? {
        None => Ok(()),
        Some(settings) => Err(only_managers(settings.manager_role).into()),
    }
}

/// The guild's settings, if they restrict the user: `None` in direct messages, and for a user who may
/// do what admins may.
pub(super) async fn settings_for_member(
    app: &App,
    context: &Context,
) -> Result<Option<GuildSettings>> {
    let Some(guild) = context.guild.filter(|_| !context.permissions.manages_guild()) else {
        return Ok(None);
    };
    let settings = app.store.read(move |conn| guild_settings::get(conn, guild)).await?;
    let is_manager = settings.manager_role.is_some_and(|role| context.roles.contains(&role));
    Ok(Some(settings).filter(|_| !is_manager))
}
