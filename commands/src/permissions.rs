//! The Discord permission bits that posting needs.

use serde::{Deserialize, Serialize};

use crate::l10n::Text;
use crate::text;

/// Discord's permission bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(pub u64);

/// A permission that a post needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// View Channel.
    View,
    /// Send Messages.
    Send,
    /// Send Messages in Threads.
    SendInThreads,
    /// Embed Links.
    Embed,
    /// Create Public Threads.
    CreateThreads,
    /// Read Message History.
    ReadHistory,
}

impl Permission {
    /// Its name in Discord's settings.
    pub fn name(self) -> Text {
        match self {
            Permission::View => text!("permission-view"),
            Permission::Send => text!("permission-send"),
            Permission::SendInThreads => text!("permission-send-in-threads"),
            Permission::Embed => text!("permission-embed"),
            Permission::CreateThreads => text!("permission-create-threads"),
            Permission::ReadHistory => text!("permission-read-history"),
        }
    }

    const fn bit(self) -> u64 {
        match self {
            Permission::View => 1 << 10,
            Permission::Send => 1 << 11,
            Permission::SendInThreads => 1 << 38,
            Permission::Embed => 1 << 14,
            Permission::CreateThreads => 1 << 35,
            Permission::ReadHistory => 1 << 16,
        }
    }
}

impl Permissions {
    /// All permissions that posts of any form need: a server grants them with the invitation.
    pub const FOR_ALL_FORMS: Permissions = Permissions(
        Permission::View.bit()
            | Permission::Send.bit()
            | Permission::Embed.bit()
            | Permission::ReadHistory.bit()
            | Permission::CreateThreads.bit()
            | Permission::SendInThreads.bit(),
    );

    /// The permission that admin commands require by default: Manage Server.
    pub const MANAGE_GUILD: Permissions = Permissions(1 << 5);

    const ADMINISTRATOR: u64 = 1 << 3;

    /// Whether these permissions allow managing the server.
    pub fn manages_guild(self) -> bool {
        self.0 & (Permissions::MANAGE_GUILD.0 | Permissions::ADMINISTRATOR) != 0
    }

    /// The permissions missing for a post.
    pub fn missing_for_posts(self) -> Vec<Permission> {
        self.missing([Permission::View, Permission::Send, Permission::Embed])
    }

    /// The same for a thread, which has its own permission to send.
    pub fn missing_in_threads(self) -> Vec<Permission> {
        self.missing([Permission::View, Permission::SendInThreads, Permission::Embed])
    }

    /// The same for a forum: the first message opens a post, longer posts go on in it as a thread.
    pub fn missing_in_forums(self) -> Vec<Permission> {
        self.missing([
            Permission::View,
            Permission::Send,
            Permission::SendInThreads,
            Permission::Embed,
        ])
    }

    /// The additional permissions missing for opening threads under posts and posting in them.
    pub fn missing_to_open_threads(self) -> Vec<Permission> {
        self.missing([
            Permission::CreateThreads,
            Permission::SendInThreads,
            Permission::ReadHistory,
        ])
    }

    /// Whether all these bits are set, or the administrator bit.
    pub fn has(self, bits: u64) -> bool {
        self.0 & Permissions::ADMINISTRATOR != 0 || self.0 & bits == bits
    }

    fn missing<const N: usize>(self, needed: [Permission; N]) -> Vec<Permission> {
        needed.into_iter().filter(|one| !self.has(one.bit())).collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;

    #[test]
    fn missing_permissions_are_named() {
        let shown = |missing: Vec<Permission>| {
            let names = missing.into_iter().map(|one| one.name().to(Language::English));
            names.collect::<Vec<_>>().join(", ")
        };
        for (bits, missing, in_threads) in [
            (
                0,
                "View Channel, Send Messages, Embed Links",
                "View Channel, Send Messages in Threads, Embed Links",
            ),
            (1 << 10 | 1 << 14, "Send Messages", "Send Messages in Threads"),
            (1 << 3, "", ""),
            (1 << 10 | 1 << 11 | 1 << 14, "", "Send Messages in Threads"),
        ] {
            assert_eq!(shown(Permissions(bits).missing_for_posts()), missing);
            assert_eq!(shown(Permissions(bits).missing_in_threads()), in_threads);
        }
    }
}
