//! Decides who may press the buttons of admin commands.
//!
//! Discord checks who may use a command: by default members with Manage Server, and others as set
//! by admins under Integrations. It doesn't check who presses a button on a message that others can
//! see, such as a notice in the log channel. There it is members with Manage Server, and those with
//! the manager role from `/server set`.

use commands::view::notice::only_managers;
use domain::{GuildSettings, RoleId};

use super::{Context, Result};
use crate::app::App;
use crate::store::guild_settings;

/// Refuses any other user.
pub(super) async fn check(app: &App, context: &Context) -> Result<()> {
    let Some(guild) = context.guild else { return Ok(()) };
    if context.permissions.manages_guild() {
        return Ok(());
    }
    let settings = app.store.read(move |conn| guild_settings::get(conn, guild)).await?;
    match is_manager(context, &settings) {
        true => Ok(()),
        false => Err(only_managers(settings.manager_role).into()),
    }
}

/// Whether the user may do what admins may.
pub(super) fn is_manager(context: &Context, settings: &GuildSettings) -> bool {
    let has = |role: RoleId| context.roles.contains(&role);
    context.permissions.manages_guild() || settings.manager_role.is_some_and(has)
}
