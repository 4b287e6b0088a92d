//! Discord's interactions without their transport: what a user typed, pressed or submitted, with
//! who and where.

use std::collections::BTreeMap;

use domain::{ChannelId, GuildId, Language, RoleId, UserId};
use serde_json::Value;

use crate::Permissions;

/// Who asked, where, and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Interaction {
    /// The user.
    pub user: UserId,
    /// The guild, unless it was a direct message.
    pub guild: Option<GuildId>,
    /// The channel in which it was used.
    pub channel: ChannelId,
    /// The user's permissions in that channel; none in direct messages.
    pub permissions: Permissions,
    /// The user's roles in the guild.
    pub roles: Vec<RoleId>,
    /// Whether the component is in a message that only this user can see.
    pub is_private_message: bool,
    /// The bot's permissions in that channel.
    pub app_permissions: Permissions,
    /// The user's locale in Discord's form: `en-GB`, `de`.
    pub locale: Option<String>,
    /// The guild's, unless it was a direct message.
    pub guild_locale: Option<String>,
    /// The input.
    pub input: Input,
}

impl Interaction {
    /// An interaction without permissions, roles or locales.
    pub fn new(user: UserId, guild: Option<GuildId>, channel: ChannelId, input: Input) -> Self {
        Interaction {
            user,
            guild,
            channel,
            permissions: Permissions(0),
            roles: Vec::new(),
            is_private_message: false,
            app_permissions: Permissions(0),
            locale: None,
            guild_locale: None,
            input,
        }
    }

    /// The user's language.
    pub fn language(&self) -> Language {
        self.locale.as_deref().map(Language::of_locale).unwrap_or_default()
    }
}

/// What was typed, pressed or submitted.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A command: its words (`subscription add`) and its options by name.
    Command(String, BTreeMap<String, Value>),
    /// Autocomplete: the command, its options so far, and the name of the focused one.
    Autocomplete(String, BTreeMap<String, Value>, String),
    /// A button or menu: its custom id and the selected values.
    Component(String, Vec<String>),
    /// A modal: its custom id, and its text inputs by custom id.
    Modal(String, BTreeMap<String, String>),
}
