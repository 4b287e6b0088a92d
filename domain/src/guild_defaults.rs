//! A guild's defaults for new subscriptions.

use crate::{Cron, Language, Zone};

/// The defaults of a guild, as far as they are set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuildDefaults {
    /// The zone of new subscriptions.
    pub zone: Option<Zone>,
    /// Their time.
    pub time: Option<Cron>,
    /// The language of all posts.
    pub language: Option<Language>,
}
