//! The requests that the bot sends to Discord.
//!
//! Responses are parsed as plain JSON: serenity's message type knows fewer components than Discord
//! has, and its client neither reports how long to wait nor enforces the limit of fifty requests
//! per second. Its types are still used to compute permissions.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use commands::mentions::{CommandIds, with_mentions};
use commands::{Attachment, Message};
use domain::{ChannelId, GuildId, MessageId, UserId};
use reqwest::Method;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serenity::all as discord;

use super::access::{Membership, is_thread};
use super::gateway::{GatewayInfo, SessionStarts};
use super::http::{Call, Transport};
use super::rate_limits::Lane;
use super::{Access, Application, Counters, DiscordError, Liveness, address, application};

/// Discord's code for a channel that does not exist.
const UNKNOWN_CHANNEL: i64 = 10_003;

/// A client for Discord's REST API. Clones share a connection pool and rate limits.
#[derive(Clone)]
pub struct Rest {
    shared: Arc<Shared>,
}

struct Shared {
    transport: Transport,
    liveness: Liveness,
    counters: Counters,
    /// The address of a stand-in; `None` for the real Discord.
    stand_in: Option<String>,
    token: SecretString,
    identity: OnceLock<Identity>,
    own_application: OnceLock<Application>,
    command_ids: RwLock<Arc<CommandIds>>,
}

/// The bot's ids. The account and the application have different ids if the application is older
/// than 2016.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    user: u64,
    application: u64,
}

/// A message's body under a nonce: sent again within a few minutes, it is the same message.
pub fn with_nonce(mut body: Value, nonce: &str) -> Value {
    body["nonce"] = json!(nonce);
    body["enforce_nonce"] = json!(true);
    body
}

impl Rest {
    /// Creates a client for the real Discord, or for a stand-in at `base`, such as
    /// `http://127.0.0.1:8080`; nothing is sent yet.
    ///
    /// # Errors
    /// If `base` is not an address of a stand-in on this machine, or TLS can't be set up.
    pub fn new(token: &SecretString, base: Option<&str>) -> anyhow::Result<Rest> {
        let base = base.map(address::stand_in).transpose()?;
        let counters = Counters::default();
        let transport = Transport::new(token, base.as_deref(), counters.clone())?;
        let (token, identity, liveness) = (token.clone(), OnceLock::new(), Liveness::default());
        let stand_in = base;
        let (own_application, command_ids) = (OnceLock::new(), RwLock::default());
        let shared = Shared {
            transport,
            liveness,
            counters,
            stand_in,
            token,
            identity,
            own_application,
            command_ids,
        };
        Ok(Rest { shared: Arc::new(shared) })
    }

    /// When the shards were last active.
    pub fn liveness(&self) -> &Liveness {
        &self.shared.liveness
    }

    /// Counters of requests.
    pub fn counters(&self) -> &Counters {
        &self.shared.counters
    }

    /// The address of a stand-in; `None` for the real Discord.
    pub(super) fn stand_in(&self) -> Option<&str> {
        self.shared.stand_in.as_deref()
    }

    /// The token, for the gateway.
    pub(super) fn token(&self) -> &SecretString {
        &self.shared.token
    }

    /// The gateway's address, the recommended number of shards, and how many sessions can still be
    /// started.
    ///
    /// # Errors
    /// The same as for any request.
    pub(super) async fn gateway_info(&self) -> Result<GatewayInfo, DiscordError> {
        let answer = self.get("/gateway/bot", ("gateway", 0)).await?;
        let is_right = |url: &&str| address::is_gateway(url, self.shared.stand_in.is_some());
        let url = answer["url"].as_str().filter(is_right).map(str::to_owned);
        let url = url.ok_or(DiscordError::Ambiguous("no gateway address"))?;
        let shards = answer["shards"].as_u64().and_then(|count| count.try_into().ok());
        let session_starts = SessionStarts::read(&answer["session_start_limit"]);
        Ok(GatewayInfo { url, shards: shards.unwrap_or(1).max(1), session_starts })
    }

    /// Finds out which account and application the token belongs to.
    ///
    /// # Errors
    /// The same as for any request; [`DiscordError::Unauthorized`] for a wrong token.
    pub async fn identify(&self) -> Result<(), DiscordError> {
        let user = self.get("/users/@me", ("me", 0)).await?;
        let application = self.get("/applications/@me", ("application", 0)).await?;
        let user = id_of(&user).ok_or(DiscordError::Ambiguous("no account"))?;
        let whole = application::read(&application);
        let application = whole.ok_or(DiscordError::Ambiguous("no application"))?;
        let (id, known) = (application.id, &self.shared);
        known.own_application.get_or_init(|| application);
        known.identity.get_or_init(|| Identity { user, application: id });
        Ok(())
    }

    /// The application, as of [`Rest::identify`]; `None` before.
    pub fn own_application(&self) -> Option<&Application> {
        self.shared.own_application.get()
    }

    /// The ids of the commands, as far as they are known.
    pub fn command_ids(&self) -> Arc<CommandIds> {
        self.shared.command_ids.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stores the ids of the commands, so that texts can mention them.
    pub fn set_command_ids(&self, ids: CommandIds) {
        *self.shared.command_ids.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ids);
    }

    /// A message as it goes out, with mentions of the commands that it names.
    pub fn body(&self, message: &Message) -> Value {
        with_mentions(message, &self.command_ids()).to_json()
    }

    /// Registers the commands of the manifest, unless they are already registered: Discord limits
    /// writes per day. Returns whether they were written.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn register(&self, manifest: &Value) -> Result<bool, DiscordError> {
        let path = format!("/applications/{}/commands", self.application()?);
        let registered = self.registered_commands().await?;
        if is_registered(&registered, manifest) {
            self.set_command_ids(CommandIds::of_registered(&registered));
            return Ok(false);
        }
        let call = self.call(Method::PUT, path, ("commands", 0), Lane::Person, Some(manifest));
        let written = call.await?;
        self.set_command_ids(CommandIds::of_registered(&written));
        Ok(true)
    }

    /// Whether the application has any commands.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn has_commands(&self) -> Result<bool, DiscordError> {
        let registered = self.registered_commands().await?;
        Ok(registered.as_array().is_some_and(|commands| !commands.is_empty()))
    }

    /// The commands registered with Discord, with all localizations of their names and
    /// descriptions, which Discord leaves out unless asked.
    pub(super) async fn registered_commands(&self) -> Result<Value, DiscordError> {
        let application = self.application()?;
        let path = format!("/applications/{application}/commands?with_localizations=true");
        self.get(&path, ("commands", 0)).await
    }

    /// Posts a stored body. Its nonce makes a second attempt within a few minutes return the first
    /// message.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn post(&self, channel: ChannelId, body: &Value) -> Result<MessageId, DiscordError> {
        let path = format!("/channels/{channel}/messages");
        let route = ("messages", channel.0);
        let answer = self.call(Method::POST, path, route, Lane::Delivery, Some(body)).await?;
        id_of(&answer).map(MessageId).ok_or(DiscordError::Ambiguous("no message id"))
    }

    /// Edits a message of the bot.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn edit(
        &self,
        channel: ChannelId,
        message: MessageId,
        body: &Value,
    ) -> Result<(), DiscordError> {
        let path = format!("/channels/{channel}/messages/{message}");
        let route = ("message", channel.0);
        self.call(Method::PATCH, path, route, Lane::Delivery, Some(body)).await.map(drop)
    }

    /// The channel of a user's direct messages, opened if necessary. It never changes.
    ///
    /// # Errors
    /// The same as for any request; nothing is sent.
    pub async fn open_direct_messages(&self, user: UserId) -> Result<ChannelId, DiscordError> {
        let path = "/users/@me/channels".to_owned();
        let to = json!({ "recipient_id": user.to_string() });
        let opened = self.call(Method::POST, path, ("dm", 0), Lane::Delivery, Some(&to)).await?;
        id_of(&opened).map(ChannelId).ok_or(DiscordError::Ambiguous("no channel"))
    }

    /// Writes to a channel. Tried again under the same nonce within a few minutes, it is one
    /// message.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn notify(
        &self,
        channel: ChannelId,
        message: &Message,
        nonce: &str,
    ) -> Result<(), DiscordError> {
        self.post(channel, &with_nonce(self.body(message), nonce)).await.map(drop)
    }

    /// The owner of a server.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn owner(&self, guild: GuildId) -> Result<UserId, DiscordError> {
        let path = format!("/guilds/{guild}");
        let server = self.call(Method::GET, path, ("guild", guild.0), Lane::Look, None).await?;
        let owner = server["owner_id"].as_str().and_then(|id| id.parse().ok());
        owner.map(UserId).ok_or(DiscordError::Ambiguous("no owner"))
    }

    /// The bot's permissions in a server's channel, from its roles and the channel's overwrites.
    ///
    /// # Errors
    /// The same as for any request; [`DiscordError::Forbidden`] or [`DiscordError::NotFound`] for a
    /// channel it can't see.
    pub async fn access(
        &self,
        guild: GuildId,
        channel: ChannelId,
        lane: Lane,
    ) -> Result<Access, DiscordError> {
        // The channel first: if the bot can't see it, the rest is not needed.
        let (channel, parent) = self.channel_and_parent(guild, channel, &[], lane).await?;
        Ok(self.membership(guild, lane).await?.access(&channel, parent.as_ref()))
    }

    /// The same for several channels of a server, in their order: with three requests for all of
    /// them, and one for each thread.
    ///
    /// # Errors
    /// As [`Rest::access`], where it is not about one of the channels but about the server, such as
    /// one that has removed the bot.
    pub async fn accesses(
        &self,
        guild: GuildId,
        channels: &[ChannelId],
        lane: Lane,
    ) -> Result<Vec<(ChannelId, Result<Access, DiscordError>)>, DiscordError> {
        let listed = match channels {
            [] => return Ok(Vec::new()),
            [_] => Vec::new(),
            _ => self.channels(guild, lane).await?,
        };
        // Before the channels: a server that has removed the bot refuses each of them, too.
        let membership = self.membership(guild, lane).await?;
        let mut found = Vec::with_capacity(channels.len());
        for id in channels {
            let access = match self.channel_and_parent(guild, *id, &listed, lane).await {
                Err(DiscordError::Unauthorized) => return Err(DiscordError::Unauthorized),
                Err(error) => Err(error),
                Ok((channel, parent)) => Ok(membership.access(&channel, parent.as_ref())),
            };
            found.push((*id, access));
        }
        Ok(found)
    }

    async fn membership(&self, guild: GuildId, lane: Lane) -> Result<Membership, DiscordError> {
        let path = format!("/guilds/{guild}");
        let server = self.call(Method::GET, path, ("guild", guild.0), lane, None).await?;
        let path = format!("/guilds/{guild}/members/{}", self.user()?);
        let member = self.call(Method::GET, path, ("member", guild.0), lane, None).await?;
        Ok(Membership::new(read(server)?, read(member)?))
    }

    /// A channel of a server and, for a thread, its parent; those in `listed` are not asked for.
    async fn channel_and_parent(
        &self,
        guild: GuildId,
        channel: ChannelId,
        listed: &[discord::GuildChannel],
        lane: Lane,
    ) -> Result<(discord::GuildChannel, Option<discord::GuildChannel>), DiscordError> {
        let find = async |id: u64| match listed.iter().find(|one| one.id.get() == id) {
            Some(channel) => Ok(channel.clone()),
            None => self.channel(id, lane).await,
        };
        let channel = find(channel.0).await?;
        if channel.guild_id.get() != guild.0 {
            // A channel of another server doesn't exist for this one.
            return Err(DiscordError::NotFound { code: UNKNOWN_CHANNEL });
        }
        let parent = match channel.parent_id.filter(|_| is_thread(&channel)) {
            Some(parent) => Some(find(parent.get()).await?),
            None => None,
        };
        Ok((channel, parent))
    }

    /// The channels of a server, without its threads.
    async fn channels(
        &self,
        guild: GuildId,
        lane: Lane,
    ) -> Result<Vec<discord::GuildChannel>, DiscordError> {
        let path = format!("/guilds/{guild}/channels");
        let route = ("channels of a guild", guild.0);
        let all = self.call(Method::GET, path, route, lane, None).await?;
        // One of a kind that the library does not know must not hide the others.
        let known =
            |all: &Vec<Value>| all.iter().filter_map(|one| read(one.clone()).ok()).collect();
        Ok(all.as_array().map(known).unwrap_or_default())
    }

    async fn channel(&self, id: u64, lane: Lane) -> Result<discord::GuildChannel, DiscordError> {
        let path = format!("/channels/{id}");
        read(self.call(Method::GET, path, ("channel", id), lane, None).await?)
    }

    pub(super) fn application(&self) -> Result<u64, DiscordError> {
        self.identity().map(|identity| identity.application)
    }

    pub(super) fn user(&self) -> Result<u64, DiscordError> {
        self.identity().map(|identity| identity.user)
    }

    fn identity(&self) -> Result<Identity, DiscordError> {
        let known = self.shared.identity.get().copied();
        known.ok_or(DiscordError::Ambiguous("not identified yet"))
    }

    pub(super) async fn get(
        &self,
        path: &str,
        route: (&'static str, u64),
    ) -> Result<Value, DiscordError> {
        self.call(Method::GET, path.to_owned(), route, Lane::Person, None).await
    }

    pub(super) async fn call(
        &self,
        method: Method,
        path: String,
        route: (&'static str, u64),
        lane: Lane,
        body: Option<&Value>,
    ) -> Result<Value, DiscordError> {
        self.call_with_files(method, path, route, lane, (body, &[])).await
    }

    pub(super) async fn call_with_files(
        &self,
        method: Method,
        path: String,
        route: (&'static str, u64),
        lane: Lane,
        (body, files): (Option<&Value>, &[Attachment]),
    ) -> Result<Value, DiscordError> {
        self.shared.transport.send(Call { method, path, route, lane, body, files }).await
    }
}

fn read<T: DeserializeOwned>(answer: Value) -> Result<T, DiscordError> {
    serde_json::from_value(answer).map_err(|_| DiscordError::Ambiguous("unreadable response"))
}

/// Whether the registered commands match the manifest, ignoring anything Discord adds.
pub(super) fn is_registered(registered: &Value, manifest: &Value) -> bool {
    let (Some(registered), Some(ours)) = (registered.as_array(), manifest.as_array()) else {
        return false;
    };
    let known = |one: &Value| {
        let same = registered.iter().find(|other| other["name"] == one["name"]);
        same.is_some_and(|same| holds(same, one))
    };
    registered.len() == ours.len() && ours.iter().all(known)
}

/// Whether `all` contains everything in `part`.
fn holds(all: &Value, part: &Value) -> bool {
    match (all, part) {
        (Value::Object(all), Value::Object(part)) => {
            // Discord omits empty values, such as an empty list of options.
            let says_nothing = |value: &Value| *value == json!([]) || *value == json!(false);
            let held = |key, value| match all.get(key) {
                Some(known) => holds(known, value),
                None => says_nothing(value),
            };
            part.iter().all(|(key, value)| held(key, value))
        }
        (Value::Array(all), Value::Array(part)) => {
            all.len() == part.len() && all.iter().zip(part).all(|(all, part)| holds(all, part))
        }
        (all, part) => all == part,
    }
}

pub(super) fn id_of(object: &Value) -> Option<u64> {
    object["id"].as_str()?.parse().ok()
}

/// All custom ids in a tree of components.
pub(super) fn custom_ids(components: &Value) -> Box<dyn Iterator<Item = &str> + '_> {
    let list = components.as_array().map(Vec::as_slice).unwrap_or_default();
    Box::new(list.iter().flat_map(|component| {
        let own = component["custom_id"].as_str().into_iter();
        let accessory = component["accessory"]["custom_id"].as_str().into_iter();
        own.chain(accessory).chain(custom_ids(&component["components"]))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_registered_only_when_they_differ() {
        let ours = commands::manifest::manifest();
        let mut registered = ours.clone();
        for (number, command) in registered.as_array_mut().expect("a list").iter_mut().enumerate() {
            command["id"] = json!(number.to_string());
            command["version"] = json!("1");
        }
        assert!(is_registered(&registered, &ours));
        registered.as_array_mut().expect("a list").reverse();
        assert!(is_registered(&registered, &ours), "in any order");
        registered[0]["description"] = json!("another");
        assert!(!is_registered(&registered, &ours));
        assert!(!is_registered(&json!([]), &ours));
        assert!(!is_registered(&Value::Null, &ours));
    }

    #[test]
    fn custom_ids_are_found_in_nested_components() {
        let components = json!([{ "type": 17, "components": [
            { "type": 9, "components": [], "accessory": { "custom_id": "a" } },
            { "type": 1, "components": [{ "custom_id": "card:x-1" }] },
        ] }]);
        assert_eq!(custom_ids(&components).collect::<Vec<_>>(), ["a", "card:x-1"]);
    }
}
