//! A guild's settings.

use crate::{ChannelId, Cron, Language, RoleId, Zone};

/// The settings of a guild, as far as they are set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuildSettings {
    /// The zone of new subscriptions.
    pub zone: Option<Zone>,
    /// Their time.
    pub time: Option<Cron>,
    /// The language of all posts.
    pub language: Option<Language>,
    /// The channel for notices about broken channels.
    pub log_channel: Option<ChannelId>,
    /// The role whose members can do what admins can.
    pub manager_role: Option<RoleId>,
    /// How many commands each other member may use in a minute.
    pub commands_per_minute: Option<u32>,
}

impl GuildSettings {
    /// These settings, with `other` as the fallback for each.
    pub fn or(self, other: GuildSettings) -> GuildSettings {
        GuildSettings {
            zone: self.zone.or(other.zone),
            time: self.time.or(other.time),
            language: self.language.or(other.language),
            log_channel: self.log_channel.or(other.log_channel),
            manager_role: self.manager_role.or(other.manager_role),
            commands_per_minute: self.commands_per_minute.or(other.commands_per_minute),
        }
    }
}
