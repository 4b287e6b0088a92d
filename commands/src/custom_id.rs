//! Custom ids: the text that a button, menu or modal carries and Discord gives back.
//!
//! Everything needed to answer is in it, so that it works after a restart. Its first part, up to
//! the colon, says which command it belongs to ([`Control`](crate::spec::Control)); the command's
//! own file writes and reads the rest.

/// Discord takes no longer custom id.
pub(crate) const MAX: usize = 100;

/// Whether Discord takes it.
pub(crate) fn fits(custom_id: &str) -> bool {
    custom_id.chars().count() <= MAX
}

/// The custom id of a menu of papers. The nonce makes it unique in its message, and lets a post be
/// found again in its channel.
pub fn paper_menu(nonce: &str) -> String {
    format!("card:{nonce}")
}
