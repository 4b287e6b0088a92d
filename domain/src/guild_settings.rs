//! What the admins of a guild have set for all of it.

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
    /// Where notices about broken channels go.
    pub log_channel: Option<ChannelId>,
    /// Members with it may do what admins may.
    pub manager_role: Option<RoleId>,
}

impl GuildSettings {
    /// These settings where they are set, and `other` where they are not.
    pub fn or(self, other: GuildSettings) -> GuildSettings {
        GuildSettings {
            zone: self.zone.or(other.zone),
            time: self.time.or(other.time),
            language: self.language.or(other.language),
            log_channel: self.log_channel.or(other.log_channel),
            manager_role: self.manager_role.or(other.manager_role),
        }
    }
}
