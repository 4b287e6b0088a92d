//! Shortens typed text, so that it can be quoted in an error.

/// The maximum length in characters.
const LONGEST: usize = 60;

/// The start of `text`, trimmed.
pub(crate) fn excerpt(text: &str) -> String {
    text.trim().chars().take(LONGEST).collect()
}
