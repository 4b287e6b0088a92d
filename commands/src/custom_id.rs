//! Custom ids: the text attached to a button, menu or modal, which Discord returns with an
//! interaction.
//!
//! A custom id contains everything needed to answer, so that it works after a restart. The part
//! before the colon is the command it belongs to ([`Control`](crate::spec::Control)); the rest is
//! written and parsed in the command's own file.

/// Discord's limit for custom ids.
pub(crate) const MAX: usize = 100;

/// Whether it is within Discord's limit.
pub(crate) fn fits(custom_id: &str) -> bool {
    custom_id.chars().count() <= MAX
}

/// The custom id of a menu of papers. The nonce makes it unique in its message, and identifies the
/// post when its channel is read.
pub fn paper_menu(nonce: &str) -> String {
    format!("card:{nonce}")
}
