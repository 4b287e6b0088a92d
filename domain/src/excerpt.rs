//! What somebody typed, short enough to be quoted in an error.

/// Characters that are kept.
const LONGEST: usize = 60;

/// The start of `text`, without spaces around it.
pub(crate) fn excerpt(text: &str) -> String {
    text.trim().chars().take(LONGEST).collect()
}
