//! Hashes of texts as keys of large maps.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

/// A 64-bit hash that represents a text. Aligned to four bytes, so that a map to a `u32` takes
/// twelve bytes per entry and not sixteen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(Rust, packed(4))]
pub(crate) struct HashKey(u64);

impl HashKey {
    /// The key of a text, or of anything else.
    pub(crate) fn of(text: impl Hash) -> HashKey {
        HashKey(FixedState::default().hash_one(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_take_twelve_bytes() {
        assert_eq!(size_of::<(HashKey, u32)>(), 12);
        assert!(HashKey::of("boats") == HashKey::of("boats"));
        assert!(HashKey::of("boats") != HashKey::of("kites"));
    }
}
