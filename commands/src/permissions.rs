//! Discord's permission bits, as far as posting needs them.

/// Discord's permission bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(pub u64);

impl Permissions {
    /// The permission that admin commands ask for unless a server says otherwise: Manage Server.
    pub const MANAGE_GUILD: Permissions = Permissions(1 << 5);

    const VIEW: (u64, &'static str) = (1 << 10, "View Channel");
    const SEND: (u64, &'static str) = (1 << 11, "Send Messages");
    const SEND_IN_THREADS: (u64, &'static str) = (1 << 38, "Send Messages in Threads");
    const EMBED: (u64, &'static str) = (1 << 14, "Embed Links");
    const ADMINISTRATOR: u64 = 1 << 3;

    /// The names of what is missing for a post, as Discord's settings show them.
    pub fn missing_for_posts(self) -> Vec<&'static str> {
        self.missing([Permissions::VIEW, Permissions::SEND, Permissions::EMBED])
    }

    /// The same for a thread, where another permission to send counts.
    pub fn missing_in_threads(self) -> Vec<&'static str> {
        self.missing([Permissions::VIEW, Permissions::SEND_IN_THREADS, Permissions::EMBED])
    }

    fn missing(self, needed: [(u64, &'static str); 3]) -> Vec<&'static str> {
        if self.0 & Permissions::ADMINISTRATOR != 0 {
            return Vec::new();
        }
        needed.iter().filter(|(bit, _)| self.0 & bit == 0).map(|(_, name)| *name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_permissions_are_named() {
        for (bits, missing) in [
            (0, "View Channel, Send Messages, Embed Links"),
            (1 << 10 | 1 << 14, "Send Messages"),
            (1 << 3, ""),
            (1 << 10 | 1 << 11 | 1 << 14, ""),
        ] {
            assert_eq!(Permissions(bits).missing_for_posts().join(", "), missing);
        }
    }
}
