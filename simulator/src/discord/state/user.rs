//! Users: people and bots.

/// A user or a bot.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) bot: bool,
    pub(crate) locale: String,
    /// Accepts no direct messages from bots.
    pub(crate) closed: bool,
    /// Has the application installed for their account.
    pub(crate) installed: bool,
    /// Is in the page's list of users.
    pub(crate) listed: bool,
}
