//! Remembers nonces for `enforce_nonce`: the same nonce in the same channel returns the first
//! message.

use std::collections::{HashMap, VecDeque};

/// Discord says "the past few minutes"; this assumes five.
const REMEMBERED_MS: u64 = 5 * 60 * 1000;

/// Nonces by channel and author, with the message created by each.
#[derive(Debug, Default)]
pub(crate) struct Nonces {
    made: HashMap<Key, (u64, u64)>,
    /// Ordered by time, so that expiry is cheap.
    order: VecDeque<(u64, Key)>,
}

/// Channel, author, nonce.
type Key = (u64, u64, String);

impl Nonces {
    /// The message created with this nonce, if that is recent enough.
    pub(crate) fn earlier(&self, channel: u64, author: u64, nonce: &str, now: u64) -> Option<u64> {
        let (message, at) = self.made.get(&(channel, author, nonce.to_owned()))?;
        (now < at + REMEMBERED_MS).then_some(*message)
    }

    pub(crate) fn remember(
        &mut self,
        channel: u64,
        author: u64,
        nonce: &str,
        message: u64,
        now: u64,
    ) {
        while let Some((_, key)) = self.order.pop_front_if(|(at, _)| now >= *at + REMEMBERED_MS) {
            // A nonce that was used again has a later entry.
            if self.made.get(&key).is_some_and(|(_, at)| now >= *at + REMEMBERED_MS) {
                self.made.remove(&key);
            }
        }
        let key = (channel, author, nonce.to_owned());
        self.order.push_back((now, key.clone()));
        self.made.insert(key, (message, now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_are_remembered_per_channel_for_some_minutes() {
        let mut nonces = Nonces::default();
        nonces.remember(1, 7, "a", 100, 1_000);
        let check = |channel, nonce, now, expected| {
            assert_eq!(nonces.earlier(channel, 7, nonce, now), expected, "{channel} {nonce} {now}");
        };
        check(1, "a", 1_001, Some(100));
        check(1, "b", 1_001, None);
        check(2, "a", 1_001, None);
        check(1, "a", 1_000 + REMEMBERED_MS - 1, Some(100));
        check(1, "a", 1_000 + REMEMBERED_MS, None);
        nonces.remember(1, 7, "b", 101, 1_000 + REMEMBERED_MS);
        assert_eq!((nonces.made.len(), nonces.order.len()), (1, 1), "the first is forgotten");
    }
}
