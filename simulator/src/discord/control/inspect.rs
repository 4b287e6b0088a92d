//! Inspects what the bot did, and waits for it.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::discord::control::fault::Fault;
use crate::discord::control::plain_text;
use crate::discord::state::objects;
use crate::discord::state::push::Push;
use crate::discord::state::world::World;
use crate::discord::{Discord, Exchange};

impl Discord {
    /// The registered global commands.
    pub fn commands(&self) -> Vec<Value> {
        self.read(|world| world.commands.clone())
    }

    /// Waits for the bot's commands.
    pub async fn until_commands(&self, timeout: Duration) -> bool {
        let some = |world: &World| (!world.commands.is_empty()).then_some(());
        self.until(timeout, some).await.is_some()
    }

    /// Waits for a session that has received READY.
    pub async fn until_connected(&self, timeout: Duration) -> bool {
        self.until(timeout, |world| world.connected().then_some(())).await.is_some()
    }

    /// Waits until no bot is connected.
    pub async fn until_disconnected(&self, timeout: Duration) -> bool {
        self.until(timeout, |world| (!world.connected()).then_some(())).await.is_some()
    }

    /// Waits until the channel has at least `count` messages.
    pub async fn until_message(&self, channel: u64, count: usize, timeout: Duration) -> bool {
        let enough = |world: &World| (world.public(channel).count() >= count).then_some(());
        self.until(timeout, enough).await.is_some()
    }

    /// The public messages of a channel, and then those of its threads and forum posts.
    pub fn messages_with_threads(&self, channel: u64) -> Vec<Value> {
        let id = |thread: &Value| thread["id"].as_str().and_then(|id| id.parse().ok());
        let threads = self.threads(channel);
        let places = std::iter::once(channel).chain(threads.iter().filter_map(id));
        places.flat_map(|place| self.messages(place)).collect()
    }

    /// A channel's public messages, oldest first.
    pub fn messages(&self, channel: u64) -> Vec<Value> {
        self.read(|world| world.public(channel).map(|message| message.body.clone()).collect())
    }

    /// A message as plain text, for snapshots.
    pub fn text(message: &Value) -> String {
        plain_text::text(message)
    }

    /// Injects a fault.
    pub fn fault(&self, fault: Fault) {
        self.change(|world| world.faults.add(fault));
    }

    /// Removes all pending faults.
    pub fn clear_faults(&self) {
        self.change(|world| world.faults.clear());
    }

    /// Omits these fields from interactions from now on, given as JSON pointers such as
    /// `/data/name`: what a client older than a change of Discord's sees.
    pub fn omit_from_interactions(&self, pointers: &[&str]) {
        let pointers = pointers.iter().map(|pointer| (*pointer).to_owned()).collect();
        self.change(|world| world.omitted = pointers);
    }

    /// Interactions that the bot has acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        self.read(|world| world.interactions.acknowledged())
    }

    /// Every REST call so far.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.read(|world| world.exchanges.clone())
    }

    /// Every gateway event sent so far.
    pub fn dispatches(&self) -> Vec<(String, Value)> {
        self.read(|world| world.sessions.dispatched.clone())
    }

    /// Actions of the bot that the real Discord would have refused or penalized.
    pub fn violations(&self) -> Vec<String> {
        self.read(|world| world.violations.clone())
    }

    /// Every push notification so far.
    pub fn pushes(&self) -> Vec<Push> {
        self.read(|world| world.pushes.clone())
    }

    /// Responses with 401, 403 and 429 in the last ten minutes.
    pub fn invalid_requests(&self) -> usize {
        self.change(|world| world.rates.invalid(Instant::now()))
    }

    /// The threads and posts below a channel, oldest first, as channel objects.
    pub fn threads(&self, channel: u64) -> Vec<Value> {
        self.read(|world| {
            let home = world.guild_of(channel).into_iter();
            home.flat_map(|guild| world.channels_of(guild))
                .filter(|one| one.parent == Some(channel) && one.thread.is_some())
                .map(|one| objects::channel(world, one))
                .collect()
        })
    }

    /// Waits until all channels together have at least `count` messages.
    pub async fn until_message_count(&self, count: usize, timeout: Duration) -> bool {
        let enough = |world: &World| (world.messages.len() >= count).then_some(());
        self.until(timeout, enough).await.is_some()
    }

    /// The number of messages in all channels.
    pub fn message_count(&self) -> usize {
        self.read(|world| world.messages.len())
    }
}
