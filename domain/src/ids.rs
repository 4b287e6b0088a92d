//! Identifiers: Discord's snowflakes and the database's row numbers. Each has its own type, so that
//! a channel can't be passed where a server is expected.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A Discord server ("guild" in Discord's API).
    GuildId
);
id!(
    /// A Discord channel or thread.
    ChannelId
);
id!(
    /// A Discord account.
    UserId
);

impl UserId {
    /// In place of a user whose data was deleted. No account has this id.
    pub const ERASED: UserId = UserId(0);
}

id!(
    /// A role of a Discord server.
    RoleId
);
id!(
    /// A Discord message; its upper bits are its creation time.
    MessageId
);
id!(
    /// A subscription's row number, shown as `#7`.
    SubscriptionId
);
id!(
    /// A draft's row number: a subscription that is being set up.
    DraftId
);
