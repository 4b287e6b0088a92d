//! Everything this Discord holds: accounts, servers, channels, messages, commands, interactions.
//!
//! One value behind one lock. A request is applied completely or not at all, so that clients always
//! see a consistent state.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::broadcast;

use crate::discord::DiscordOptions;
use crate::discord::control::exchange::Exchange;
use crate::discord::control::fault::Faults;
use crate::discord::control::switchboard::Switchboard;
use crate::discord::gateway::session::Sessions;
use crate::discord::rest::rate_limit::Rates;
use crate::discord::state::attachments::Stored;
use crate::discord::state::channel::{Channel, kind};
use crate::discord::state::clock::Clock;
use crate::discord::state::guild::{Guild, Member, Role};
use crate::discord::state::interaction::Interactions;
use crate::discord::state::message_store::Message;
use crate::discord::state::message_store::MessageStore;
use crate::discord::state::nonces::Nonces;
use crate::discord::state::objects;
use crate::discord::state::permissions;
use crate::discord::state::push::Push;
use crate::discord::state::user::Account;

/// The whole state.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) options: DiscordOptions,
    pub(crate) address: String,
    pub(crate) clock: Clock,
    pub(crate) bot: u64,
    pub(crate) application: u64,
    pub(crate) owner: u64,
    pub(crate) accounts: BTreeMap<u64, Account>,
    pub(crate) guilds: BTreeMap<u64, Guild>,
    pub(crate) channels: BTreeMap<u64, Channel>,
    /// Direct message channels by user.
    direct: HashMap<u64, u64>,
    /// Users by name.
    names: HashMap<String, u64>,
    pub(crate) messages: MessageStore,
    pub(crate) files: BTreeMap<u64, Stored>,
    /// Global commands.
    pub(crate) commands: Vec<Value>,
    /// Guild commands.
    pub(crate) guild_commands: BTreeMap<u64, Vec<Value>>,
    /// Settings changed by the application.
    pub(crate) application_settings: serde_json::Map<String, Value>,
    pub(crate) interactions: Interactions,
    pub(crate) sessions: Sessions,
    pub(crate) nonces: Nonces,
    pub(crate) rates: Rates,
    pub(crate) faults: Faults,
    /// Fields omitted from interactions, as JSON pointers.
    pub(crate) omitted: Vec<String>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) violations: Vec<String>,
    /// Push notifications so far.
    pub(crate) pushes: Vec<Push>,
    /// When published messages were edited, in the clock's milliseconds.
    pub(crate) published_edits: HashMap<u64, Vec<u64>>,
    pub(crate) switchboard: Switchboard,
    pub(crate) page: broadcast::Sender<Value>,
}

impl World {
    pub(crate) fn new(options: DiscordOptions, address: String) -> World {
        let mut clock = Clock::new(options.clock_offset_seconds);
        let (application, bot, owner) = (clock.id(), clock.id(), clock.id());
        let mut world = World {
            address,
            clock,
            // Different ids, as for applications older than 2016, so that confusing them is
            // detected.
            bot,
            application,
            owner,
            accounts: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            direct: HashMap::new(),
            names: HashMap::new(),
            messages: MessageStore::default(),
            files: BTreeMap::new(),
            commands: Vec::new(),
            guild_commands: BTreeMap::new(),
            application_settings: serde_json::Map::new(),
            interactions: Interactions::default(),
            sessions: Sessions::default(),
            nonces: Nonces::default(),
            rates: Rates::default(),
            faults: Faults::default(),
            omitted: Vec::new(),
            exchanges: Vec::new(),
            violations: Vec::new(),
            pushes: Vec::new(),
            published_edits: HashMap::new(),
            switchboard: Switchboard::default(),
            page: broadcast::channel(1024).0,
            options,
        };
        world.add_account(bot, "paperboy", true, false);
        world.add_account(owner, "keeper", false, false);
        world
    }

    fn add_account(&mut self, id: u64, name: &str, bot: bool, listed: bool) {
        let (name, locale) = (name.to_owned(), "en-US".to_owned());
        if listed {
            self.names.insert(name.clone(), id);
        }
        self.accounts
            .insert(id, Account { id, name, bot, locale, closed: false, installed: false, listed });
    }

    /// The language of a person's client.
    pub(crate) fn locale(&self, user: u64) -> &str {
        self.accounts.get(&user).map_or("en-US", |account| account.locale.as_str())
    }

    /// The account with that name, created if missing.
    pub(crate) fn account_named(&mut self, name: &str) -> u64 {
        if let Some(id) = self.names.get(name) {
            return *id;
        }
        let id = self.clock.id();
        self.add_account(id, name, false, true);
        id
    }

    pub(crate) fn add_guild(&mut self, name: &str) -> u64 {
        let id = self.clock.guild_id();
        let mut guild = Guild {
            id,
            name: name.to_owned(),
            owner: self.owner,
            roles: BTreeMap::new(),
            members: BTreeMap::new(),
            channels: BTreeSet::new(),
            available: true,
            command_roles: BTreeSet::new(),
            system_channel: None,
            locale: "en-US".to_owned(),
        };
        let everyone = Role {
            id,
            name: "@everyone".to_owned(),
            permissions: permissions::EVERYONE,
            position: 0,
            mentionable: false,
            managed_by: None,
        };
        guild.roles.insert(id, everyone);
        self.guilds.insert(id, guild);
        self.join(id, self.owner, None);
        self.add_bot_member(id);
        id
    }

    /// Adds the bot to the members, with the managed role that Discord creates for it.
    pub(crate) fn add_bot_member(&mut self, guild: u64) {
        let role = self.add_role(guild, "paperboy", permissions::EVERYONE, Some(self.bot));
        self.join(guild, self.bot, Some(role));
    }

    pub(crate) fn add_role(
        &mut self,
        guild: u64,
        name: &str,
        permissions: u64,
        managed_by: Option<u64>,
    ) -> u64 {
        let id = self.clock.id();
        if let Some(guild) = self.guilds.get_mut(&guild) {
            let (name, position) = (name.to_owned(), guild.roles.len());
            let mentionable = false;
            guild
                .roles
                .insert(id, Role { id, name, permissions, position, mentionable, managed_by });
        }
        id
    }

    pub(crate) fn join(&mut self, guild: u64, user: u64, role: Option<u64>) {
        let joined_at = self.clock.now();
        if let Some(guild) = self.guilds.get_mut(&guild) {
            let member =
                guild.members.entry(user).or_insert(Member { user, roles: Vec::new(), joined_at });
            member.roles.extend(role);
        }
    }

    pub(crate) fn add_channel(
        &mut self,
        guild: Option<u64>,
        name: &str,
        kind: u8,
        parent: Option<u64>,
    ) -> u64 {
        let id = self.clock.id();
        self.insert_channel(Channel::new(id, guild, name, kind, parent));
        id
    }

    /// Adds a channel or a thread below its server.
    pub(crate) fn insert_channel(&mut self, mut channel: Channel) {
        if let Some(home) = channel.guild.and_then(|guild| self.guilds.get_mut(&guild)) {
            channel.position = home.channels.len();
            home.channels.insert(channel.id);
        }
        self.channels.insert(channel.id, channel);
    }

    /// Removes a channel with its threads and messages.
    pub(crate) fn remove_channel(&mut self, channel: u64) {
        let Some(found) = self.channels.remove(&channel) else { return };
        self.messages.clear(channel);
        let Some(home) = found.guild.and_then(|guild| self.guilds.get_mut(&guild)) else {
            return;
        };
        home.channels.remove(&channel);
        let below = |id: &u64| self.channels.get(id).is_some_and(|one| one.parent == Some(channel));
        let threads: Vec<u64> = home.channels.iter().copied().filter(below).collect();
        for thread in threads {
            if self.channels.get(&thread).is_some_and(|one| one.thread.is_some()) {
                self.remove_channel(thread);
            }
        }
    }

    /// A server's channels and threads, oldest first.
    pub(crate) fn channels_of<'w>(&'w self, guild: &'w Guild) -> impl Iterator<Item = &'w Channel> {
        guild.channels.iter().filter_map(|id| self.channels.get(id))
    }

    /// The direct message channel with this user, created if missing.
    pub(crate) fn direct_channel(&mut self, user: u64) -> u64 {
        if let Some(channel) = self.direct.get(&user) {
            return *channel;
        }
        let id = self.add_channel(None, "", kind::DIRECT, None);
        if let Some(channel) = self.channels.get_mut(&id) {
            channel.recipient = Some(user);
        }
        self.direct.insert(user, id);
        self.notify_page(json!({ "type": "world" }));
        id
    }

    /// The users with a direct message channel, and those channels.
    pub(crate) fn direct_channels(&self) -> impl Iterator<Item = (u64, u64)> {
        self.direct.iter().map(|(user, channel)| (*user, *channel))
    }

    /// The commands registered globally or in a guild.
    pub(crate) fn commands_of(&self, scope: Option<u64>) -> &[Value] {
        match scope {
            None => &self.commands,
            Some(guild) => self.guild_commands.get(&guild).map_or(&[], Vec::as_slice),
        }
    }

    pub(crate) fn set_commands(&mut self, scope: Option<u64>, commands: Vec<Value>) {
        match scope {
            None => self.commands = commands,
            Some(guild) => drop(self.guild_commands.insert(guild, commands)),
        }
        self.notify_page(json!({ "type": "commands", "commands": self.all_commands() }));
    }

    /// Global commands and those of guilds.
    pub(crate) fn all_commands(&self) -> Vec<Value> {
        self.commands.iter().chain(self.guild_commands.values().flatten()).cloned().collect()
    }

    /// The commands available in a channel: guild commands take precedence over global ones with
    /// the same name.
    pub(crate) fn commands_in(&self, channel: u64) -> Vec<Value> {
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let own = guild.map_or(&[][..], |guild| self.commands_of(Some(guild)));
        own.iter().chain(&self.commands).cloned().collect()
    }

    /// Whether the bot is a member of the server.
    pub(crate) fn bot_in(&self, guild: u64) -> bool {
        self.guilds.get(&guild).is_some_and(|guild| guild.members.contains_key(&self.bot))
    }

    /// A user's permissions in a channel, including threads and direct messages.
    pub(crate) fn permissions(&self, channel: u64, user: u64) -> u64 {
        let Some(channel) = self.channels.get(&channel) else { return 0 };
        let Some(guild) = channel.guild else {
            let inside = user == self.bot || channel.recipient == Some(user);
            return if inside { permissions::DIRECT } else { 0 };
        };
        let Some(guild) = self.guilds.get(&guild) else { return 0 };
        // A thread has no overwrites; its parent's apply.
        let ruling = match (&channel.thread, channel.parent) {
            (Some(_), Some(parent)) => self.channels.get(&parent).unwrap_or(channel),
            _ => channel,
        };
        permissions::in_channel(guild, ruling, user)
    }

    /// A channel's public messages, oldest first.
    pub(crate) fn public(&self, channel: u64) -> impl DoubleEndedIterator<Item = &Message> {
        let shown = |message: &&Message| message.ephemeral_to.is_none() && !message.loading;
        self.messages.of(channel).filter(shown)
    }

    /// Records an action that the real Discord would have refused or penalized.
    pub(crate) fn violation(&mut self, text: impl Into<String>) {
        let text = text.into();
        tracing::warn!(violation = %text, "the bot did something that Discord would refuse or penalize");
        self.violations.push(text);
    }

    /// Sends an event to the open pages, if there are any.
    pub(crate) fn notify_page(&self, event: Value) {
        self.page.send(event).ok();
    }

    /// A new token for an interaction: opaque, unique, and valid in a path.
    pub(crate) fn token_for(&self, id: u64) -> String {
        let mut mixed = id ^ 0x9e37_79b9_7f4a_7c15;
        let mut text = String::from("aW50ZXJhY3Rpb24");
        for _ in 0..4 {
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            text.push_str(&format!("{mixed:016x}"));
        }
        text
    }

    pub(crate) fn record(&mut self, exchange: Exchange) {
        self.rates.note_status(exchange.status, Instant::now());
        if self.options.record {
            self.exchanges.push(exchange);
        }
    }

    /// Announces a channel's new state to the bot and the page.
    pub(crate) fn channel_changed(&mut self, event: &str, channel: u64) {
        let Some(found) = self.channels.get(&channel) else { return };
        let (guild, body) = (found.guild, objects::channel(self, found));
        self.dispatch(event, guild, body);
        self.notify_page(json!({ "type": "world" }));
    }
}
