//! The memory behind `enforce_nonce`: the same nonce in the same channel gives the first message.

use std::collections::HashMap;

/// Discord says "the past few minutes"; five is as good as any reading of it.
const REMEMBERED_MS: u64 = 5 * 60 * 1000;

/// Nonces by channel and author, with the message each of them made.
#[derive(Debug, Default)]
pub(crate) struct Nonces(HashMap<(u64, u64, String), (u64, u64)>);

impl Nonces {
    /// The message this nonce has already made, if that is not too long ago.
    pub(crate) fn earlier(&self, channel: u64, author: u64, nonce: &str, now: u64) -> Option<u64> {
        let (message, at) = self.0.get(&(channel, author, nonce.to_owned()))?;
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
        self.0.retain(|_, (_, at)| now < *at + REMEMBERED_MS);
        self.0.insert((channel, author, nonce.to_owned()), (message, now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_remembered_per_channel_and_for_a_while() {
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
    }
}
