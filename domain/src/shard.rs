//! Shards: the gateway connections that share a bot's guilds.

use std::fmt;

use crate::GuildId;

/// One of the connections that share a bot's guilds. Discord assigns guilds to shards by id; direct
/// messages go to the first shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard {
    id: u32,
    total: u32,
}

impl Shard {
    /// The shard of a bot that has only one.
    pub const ONLY: Shard = Shard { id: 0, total: 1 };

    /// All shards of a bot with `total` shards, which must be at least one.
    pub fn all(total: u32) -> impl Iterator<Item = Shard> {
        let total = total.max(1);
        (0..total).map(move |id| Shard { id, total })
    }

    /// Its number, counted from 0.
    pub fn id(self) -> u32 {
        self.id
    }

    /// How many shards there are.
    pub fn total(self) -> u32 {
        self.total
    }

    /// Whether the guild belongs to this shard. Other shards receive no events for it.
    pub fn serves(self, guild: GuildId) -> bool {
        (guild.0 >> 22) % u64::from(self.total) == u64::from(self.id)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.id, self.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_guild_has_one_shard() {
        for total in [0, 1, 2, 16] {
            for number in 0..100_u64 {
                let guild = GuildId(1_000_000_000_000_000_000 + (number << 22) + 7);
                let serving: Vec<u32> =
                    Shard::all(total).filter(|shard| shard.serves(guild)).map(Shard::id).collect();
                let expected = (guild.0 >> 22) % u64::from(total.max(1));
                assert_eq!(
                    serving,
                    [u32::try_from(expected).expect("small")],
                    "{guild} of {total}"
                );
            }
        }
        // Discord's own example: the upper bits count, the lower 22 don't.
        let check = |id: u64, total, expected: &str| {
            let found = Shard::all(total).find(|shard| shard.serves(GuildId(id)));
            assert_eq!(found.map(|shard| shard.to_string()).as_deref(), Some(expected));
        };
        check(5 << 22, 4, "1/4");
        check((5 << 22) + 4_194_303, 4, "1/4");
        check(6 << 22, 4, "2/4");
    }
}
