//! Roles of a server: their members, and the commands they may use beyond the defaults.

use serde_json::json;

use crate::discord::Discord;
use crate::discord::state::objects;

impl Discord {
    /// Creates a role with these permissions in the whole server.
    pub fn add_role(&self, guild: u64, name: &str, permissions: u64) -> u64 {
        self.change(|world| {
            let role = world.add_role(guild, name, permissions, None);
            if let Some(found) = world.guilds.get(&guild).and_then(|one| one.roles.get(&role)) {
                let body = json!({ "guild_id": guild.to_string(), "role": objects::role(found) });
                world.dispatch("GUILD_ROLE_CREATE", Some(guild), body);
            }
            role
        })
    }

    /// Lets everyone mention a role, or only those who may mention all.
    pub fn set_mentionable(&self, guild: u64, role: u64, mentionable: bool) {
        self.change(|world| {
            let roles = world.guilds.get_mut(&guild).map(|one| &mut one.roles);
            if let Some(found) = roles.and_then(|roles| roles.get_mut(&role)) {
                found.mentionable = mentionable;
            }
        });
    }

    /// Gives a role to a member.
    pub fn give_role(&self, guild: u64, user: u64, role: u64) {
        self.change(|world| {
            let member = world.guilds.get_mut(&guild).and_then(|one| one.members.get_mut(&user));
            if let Some(member) = member.filter(|member| !member.roles.contains(&role)) {
                member.roles.push(role);
            }
        });
    }

    /// Lets members with a role use every command of the application, as an admin does under Server
    /// Settings → Integrations.
    pub fn allow_commands(&self, guild: u64, role: u64) {
        self.change(|world| {
            if let Some(found) = world.guilds.get_mut(&guild) {
                found.command_roles.insert(role);
            }
        });
    }
}
