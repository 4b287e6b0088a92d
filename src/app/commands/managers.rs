//! Who may press the buttons of admin commands.
//!
//! Discord checks who uses a command: by default those who may manage the server, and others as
//! its admins say under Integrations. It does not check who presses a button under a message that
//! others see, such as a notice in the log channel. There it is those who may manage the server,
//! and the members with the manager role of `/server set`.

use commands::view::notice::only_managers;

use super::{Context, Result};
use crate::app::App;
use crate::store::guild_settings;

/// Refuses a person who is neither.
pub(super) async fn check(app: &App, context: &Context) -> Result<()> {
    let Some(guild) = context.guild else { return Ok(()) };
    if context.permissions.manages_guild() {
        return Ok(());
    }
    let settings = app.store.read(move |conn| guild_settings::get(conn, guild)).await?;
    match settings.manager_role {
        Some(role) if context.roles.contains(&role) => Ok(()),
        role => Err(only_managers(role).into()),
    }
}
