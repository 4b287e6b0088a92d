//! What somebody typed, pressed or filled in, with who and where: Discord's interaction without
//! its transport.

use std::collections::BTreeMap;

use domain::{ChannelId, GuildId, Language, RoleId, UserId};
use serde_json::Value;

use crate::Permissions;

/// Who asked, where, and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Interaction {
    /// The person.
    pub user: UserId,
    /// The guild, unless it was a direct message.
    pub guild: Option<GuildId>,
    /// The channel it was asked in.
    pub channel: ChannelId,
    /// What the person may do in that channel; nothing in direct messages.
    pub permissions: Permissions,
    /// The person's roles in the guild.
    pub roles: Vec<RoleId>,
    /// Whether it was pressed under a message that only this person sees.
    pub is_private_message: bool,
    /// What the bot may do in that channel.
    pub app_permissions: Permissions,
    /// The person's locale, as Discord writes it: `en-GB`, `de`.
    pub locale: Option<String>,
    /// The guild's, unless it was a direct message.
    pub guild_locale: Option<String>,
    /// What was typed, pressed or filled in.
    pub input: Input,
}

impl Interaction {
    /// The language of the person.
    pub fn language(&self) -> Language {
        self.locale.as_deref().map(Language::of_locale).unwrap_or_default()
    }
}

/// What was typed, pressed or filled in.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A command: its words (`subscription add`) and its options by name.
    Command(String, BTreeMap<String, Value>),
    /// An option being typed: the command, its options so far, and the name of the one.
    Autocomplete(String, BTreeMap<String, Value>, String),
    /// A button or menu: its custom id and what was chosen.
    Component(String, Vec<String>),
    /// A modal: its custom id and its text inputs by theirs.
    Modal(String, BTreeMap<String, String>),
}
