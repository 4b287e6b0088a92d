//! Everything this Discord holds: accounts, servers, channels, messages, commands, interactions.
//!
//! One value behind one lock. A request is applied as a whole or not at all, so that what a client
//! sees is always a moment of one order of events.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::broadcast;

use crate::discord::clock::Clock;
use crate::discord::exchange::Exchange;
use crate::discord::faults::Faults;
use crate::discord::gateway::session::Sessions;
use crate::discord::interaction::Interaction;
use crate::discord::nonce::Nonces;
use crate::discord::permissions::{self, Overwrite};
use crate::discord::rate::Rates;
use crate::discord::{DiscordOptions, shapes};

/// Channel kinds by Discord's numbers.
pub(crate) mod kind {
    pub(crate) const TEXT: u8 = 0;
    pub(crate) const DIRECT: u8 = 1;
    pub(crate) const CATEGORY: u8 = 4;
    pub(crate) const FORUM: u8 = 15;
}

/// A user or a bot.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) bot: bool,
    pub(crate) locale: String,
    /// Takes no direct messages from bots.
    pub(crate) closed: bool,
    /// Stands in the page's list of people.
    pub(crate) listed: bool,
}

/// A role of a server; the one with the server's own id is @everyone.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) permissions: u64,
    pub(crate) position: usize,
    pub(crate) mentionable: bool,
    pub(crate) managed_by: Option<u64>,
}

/// A member of a server.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) user: u64,
    pub(crate) roles: Vec<u64>,
    pub(crate) joined_at: String,
}

/// A server ("guild").
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) owner: u64,
    pub(crate) roles: BTreeMap<u64, Role>,
    pub(crate) members: BTreeMap<u64, Member>,
    pub(crate) available: bool,
}

/// What only a thread has.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) owner: u64,
    pub(crate) created_at: String,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    pub(crate) archive_minutes: u64,
    pub(crate) tags: Vec<u64>,
    pub(crate) messages: u64,
}

/// A channel, a thread, or a direct message.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) id: u64,
    pub(crate) server: Option<u64>,
    pub(crate) name: String,
    pub(crate) kind: u8,
    pub(crate) parent: Option<u64>,
    pub(crate) topic: Option<String>,
    pub(crate) overwrites: Vec<Overwrite>,
    pub(crate) last_message: Option<u64>,
    pub(crate) recipient: Option<u64>,
    pub(crate) tags: Vec<(u64, String)>,
    pub(crate) tag_required: bool,
    pub(crate) thread: Option<Thread>,
}

/// A message, kept as the object that Discord would answer.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: u64,
    pub(crate) channel: u64,
    pub(crate) author: u64,
    pub(crate) body: Value,
    pub(crate) ephemeral_to: Option<u64>,
    pub(crate) interaction: Option<u64>,
    /// "… is thinking": promised by a deferred answer, nothing in it yet.
    pub(crate) loading: bool,
}

/// A file that came with a message or a command.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) bytes: Vec<u8>,
}

/// The whole state.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) options: DiscordOptions,
    pub(crate) address: String,
    pub(crate) clock: Clock,
    pub(crate) bot: u64,
    pub(crate) application: u64,
    pub(crate) keeper: u64,
    pub(crate) accounts: BTreeMap<u64, Account>,
    pub(crate) servers: BTreeMap<u64, Server>,
    pub(crate) channels: BTreeMap<u64, Channel>,
    pub(crate) messages: BTreeMap<u64, Message>,
    pub(crate) files: BTreeMap<u64, Stored>,
    pub(crate) commands: Vec<Value>,
    pub(crate) interactions: BTreeMap<u64, Interaction>,
    pub(crate) sessions: Sessions,
    pub(crate) nonces: Nonces,
    pub(crate) rates: Rates,
    pub(crate) faults: Faults,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) violations: Vec<String>,
    pub(crate) page: broadcast::Sender<Value>,
}

impl World {
    pub(crate) fn new(options: DiscordOptions, address: String) -> World {
        let mut clock = Clock::new(options.clock_offset_seconds);
        let (application, keeper) = (clock.id(), clock.id());
        let mut world = World {
            address,
            clock,
            // An application's bot has the application's own id, as every newer one does.
            bot: application,
            application,
            keeper,
            accounts: BTreeMap::new(),
            servers: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            files: BTreeMap::new(),
            commands: Vec::new(),
            interactions: BTreeMap::new(),
            sessions: Sessions::default(),
            nonces: Nonces::default(),
            rates: Rates::default(),
            faults: Faults::default(),
            exchanges: Vec::new(),
            violations: Vec::new(),
            page: broadcast::channel(1024).0,
            options,
        };
        world.add_account(application, "paperboy", true, false);
        world.add_account(keeper, "keeper", false, false);
        world
    }

    fn add_account(&mut self, id: u64, name: &str, bot: bool, listed: bool) {
        let (name, locale) = (name.to_owned(), "en-US".to_owned());
        self.accounts.insert(id, Account { id, name, bot, locale, closed: false, listed });
    }

    /// The account of that name, made when there is none.
    pub(crate) fn account_named(&mut self, name: &str) -> u64 {
        let known = self.accounts.values().find(|account| account.listed && account.name == name);
        if let Some(account) = known {
            return account.id;
        }
        let id = self.clock.id();
        self.add_account(id, name, false, true);
        id
    }

    pub(crate) fn add_server(&mut self, name: &str) -> u64 {
        let id = self.clock.id();
        let mut server = Server {
            id,
            name: name.to_owned(),
            owner: self.keeper,
            roles: BTreeMap::new(),
            members: BTreeMap::new(),
            available: true,
        };
        let everyone = Role {
            id,
            name: "@everyone".to_owned(),
            permissions: permissions::EVERYONE,
            position: 0,
            mentionable: false,
            managed_by: None,
        };
        server.roles.insert(id, everyone);
        self.servers.insert(id, server);
        self.join(id, self.keeper, None);
        self.seat_bot(id);
        id
    }

    /// Puts the bot among the members, with the managed role Discord makes for it.
    pub(crate) fn seat_bot(&mut self, server: u64) {
        let role = self.add_role(server, "paperboy", permissions::EVERYONE, Some(self.bot));
        self.join(server, self.bot, Some(role));
    }

    pub(crate) fn add_role(
        &mut self,
        server: u64,
        name: &str,
        permissions: u64,
        managed_by: Option<u64>,
    ) -> u64 {
        let id = self.clock.id();
        if let Some(server) = self.servers.get_mut(&server) {
            let (name, position) = (name.to_owned(), server.roles.len());
            let mentionable = false;
            server
                .roles
                .insert(id, Role { id, name, permissions, position, mentionable, managed_by });
        }
        id
    }

    pub(crate) fn join(&mut self, server: u64, user: u64, role: Option<u64>) {
        let joined_at = self.clock.now();
        if let Some(server) = self.servers.get_mut(&server) {
            let member =
                server.members.entry(user).or_insert(Member { user, roles: Vec::new(), joined_at });
            member.roles.extend(role);
        }
    }

    pub(crate) fn add_channel(
        &mut self,
        server: Option<u64>,
        name: &str,
        kind: u8,
        parent: Option<u64>,
    ) -> u64 {
        let id = self.clock.id();
        self.channels.insert(id, Channel::new(id, server, name, kind, parent));
        id
    }

    /// The direct channel with this user, made when there is none.
    pub(crate) fn direct_channel(&mut self, user: u64) -> u64 {
        if let Some(channel) = self.channels.values().find(|c| c.recipient == Some(user)) {
            return channel.id;
        }
        let id = self.add_channel(None, "", kind::DIRECT, None);
        if let Some(channel) = self.channels.get_mut(&id) {
            channel.recipient = Some(user);
        }
        self.tell_page(json!({ "type": "world" }));
        id
    }

    /// Whether the bot is a member of the server.
    pub(crate) fn bot_in(&self, server: u64) -> bool {
        self.servers.get(&server).is_some_and(|server| server.members.contains_key(&self.bot))
    }

    /// A user's permissions in a channel, threads and direct messages included.
    pub(crate) fn permissions(&self, channel: u64, user: u64) -> u64 {
        let Some(channel) = self.channels.get(&channel) else { return 0 };
        let Some(server) = channel.server else {
            let inside = user == self.bot || channel.recipient == Some(user);
            return if inside { permissions::DIRECT } else { 0 };
        };
        let Some(server) = self.servers.get(&server) else { return 0 };
        // A thread has no overwrites of its own: it lives by its parent's.
        let ruling = match (&channel.thread, channel.parent) {
            (Some(_), Some(parent)) => self.channels.get(&parent).unwrap_or(channel),
            _ => channel,
        };
        permissions::in_channel(server, ruling, user)
    }

    /// The messages of a channel that everybody sees, oldest first.
    pub(crate) fn public(&self, channel: u64) -> impl Iterator<Item = &Message> {
        self.messages.values().filter(move |message| {
            message.channel == channel && message.ephemeral_to.is_none() && !message.loading
        })
    }

    /// Notes something that the real Discord would have refused or punished.
    pub(crate) fn violation(&mut self, text: impl Into<String>) {
        let text = text.into();
        tracing::warn!(violation = %text, "the bot broke a rule of Discord");
        self.violations.push(text);
    }

    /// Tells the browsers; nobody listening is no fault.
    pub(crate) fn tell_page(&self, event: Value) {
        self.page.send(event).ok();
    }

    /// A fresh token for an interaction: opaque, unique, and fit for a path.
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
        self.exchanges.push(exchange);
    }

    /// Announces a channel's new state to the bot and to the page.
    pub(crate) fn channel_changed(&mut self, event: &str, channel: u64) {
        let Some(found) = self.channels.get(&channel) else { return };
        let (server, body) = (found.server, shapes::channel(self, found));
        self.dispatch(event, server, body);
        self.tell_page(json!({ "type": "world" }));
    }
}

impl Channel {
    fn new(id: u64, server: Option<u64>, name: &str, kind: u8, parent: Option<u64>) -> Channel {
        Channel {
            id,
            server,
            name: name.to_owned(),
            kind,
            parent,
            topic: None,
            overwrites: Vec::new(),
            last_message: None,
            recipient: None,
            tags: Vec::new(),
            tag_required: false,
            thread: None,
        }
    }

    /// Whether messages can stand in it directly.
    pub(crate) fn takes_messages(&self) -> bool {
        !matches!(self.kind, kind::CATEGORY | kind::FORUM | 14 | 16)
    }
}
