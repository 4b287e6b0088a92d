//! The calls we make to Discord.
//!
//! Requests go through serenity's client, which holds the token and keeps the rate limits of
//! the real Discord. Answers are read as plain JSON: the library's own message type knows fewer
//! components than Discord does.

use std::sync::Arc;
use std::time::Duration;

use commands::{Message, Permissions, Reply};
use domain::{ChannelId, GuildId, MessageId};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serenity::all as discord;
use serenity::http::{Http, HttpBuilder, LightMethod, Request, Route};

use super::DiscordError;
use crate::config::Secret;

/// An answer that takes longer counts as lost.
const TIME_OUT: Duration = Duration::from_secs(15);
/// Milliseconds between 1970 and Discord's own epoch, which its ids count from.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;
/// The flag that hides an answer from everybody but the person who asked.
const EPHEMERAL: u64 = 1 << 6;
/// Read Message History: without it the channel looks empty to us.
const READ_HISTORY: u64 = 1 << 16;

/// Discord's REST interface. Clones share one client.
#[derive(Clone)]
pub struct Rest {
    http: Arc<Http>,
    is_local: bool,
}

/// What the bot may do in a channel.
#[derive(Clone, Copy, Debug)]
pub struct Access {
    /// The permissions there.
    pub permissions: Permissions,
}

impl Access {
    /// Whether our own posts can be found again by reading the channel.
    pub fn reads_history(self) -> bool {
        let administrator = 1 << 3;
        self.permissions.0 & (READ_HISTORY | administrator) != 0
    }
}

impl Rest {
    /// A client for the real Discord, or for a stand-in at `base`, such as
    /// `http://127.0.0.1:8080`; nothing is asked yet.
    ///
    /// # Errors
    /// When `base` is no address, or TLS cannot be set up.
    pub fn new(token: &Secret, base: Option<&str>) -> anyhow::Result<Rest> {
        if let Some(base) = base {
            let url = reqwest::Url::parse(base).ok().filter(|url| url.scheme() == "http");
            if url.is_none() {
                anyhow::bail!(
                    "PAPERBOY_DISCORD_URL: `{base}` is no address such as http://127.0.0.1:8080"
                );
            }
        }
        let mut client = reqwest::Client::builder().timeout(TIME_OUT);
        if base.is_some() {
            client = client.no_proxy();
        }
        let mut http = HttpBuilder::new(token.expose()).client(client.build()?);
        if let Some(base) = base {
            // The library ignores the address while its rate limiter is on, and would send the
            // token to the real Discord.
            http = http.proxy(base.trim_end_matches('/')).ratelimiter_disabled(true);
        }
        Ok(Rest { http: Arc::new(http.build()), is_local: base.is_some() })
    }

    /// serenity's client, for its gateway.
    pub(super) fn http(&self) -> Arc<Http> {
        self.http.clone()
    }

    /// Whether the other side is a stand-in.
    pub fn is_local(&self) -> bool {
        self.is_local
    }

    /// Where the gateway is. Asked before connecting, since the library would otherwise fall
    /// back to the real one.
    ///
    /// # Errors
    /// As any call.
    pub async fn gateway_url(&self) -> Result<String, DiscordError> {
        let answer: Value = self.call(Route::GatewayBot, LightMethod::Get, None).await?;
        let url = answer["url"].as_str();
        url.map(str::to_owned).ok_or(DiscordError::Ambiguous("no gateway address"))
    }

    /// Learns which application the token belongs to; interactions are answered through it.
    ///
    /// # Errors
    /// As any call; [`DiscordError::Unauthorized`] for a wrong token.
    pub async fn identify(&self) -> Result<u64, DiscordError> {
        let answer: Value = self.call(Route::UserMe, LightMethod::Get, None).await?;
        let id = id_of(&answer).ok_or(DiscordError::Ambiguous("no account"))?;
        self.http.set_application_id(discord::ApplicationId::new(id));
        Ok(id)
    }

    /// Replaces all commands of the application.
    ///
    /// # Errors
    /// As any call.
    pub async fn register(&self, manifest: &Value) -> Result<(), DiscordError> {
        let route = Route::Commands { application_id: self.application()? };
        self.call::<Value>(route, LightMethod::Put, Some(manifest)).await.map(drop)
    }

    /// Posts a body that is stored as it was first sent: the nonce in it makes a second try
    /// within a few minutes return the first message.
    ///
    /// # Errors
    /// As any call.
    pub async fn post(&self, channel: ChannelId, body: &Value) -> Result<MessageId, DiscordError> {
        let route = Route::ChannelMessages { channel_id: channel_id(channel)? };
        let answer: Value = self.call(route, LightMethod::Post, Some(body)).await?;
        id_of(&answer).map(MessageId).ok_or(DiscordError::Ambiguous("no message id"))
    }

    /// The message of ours in the channel that carries `mark` in a custom id, among the first
    /// hundred since `since`.
    ///
    /// # Errors
    /// As any call. Needs [`Access::reads_history`]: without it the channel looks empty.
    pub async fn find_mark(
        &self,
        channel: ChannelId,
        mark: &str,
        since: Timestamp,
    ) -> Result<Option<MessageId>, DiscordError> {
        let after = (since.as_millisecond() - DISCORD_EPOCH).max(0) << 22;
        let request = Request::new(
            Route::ChannelMessages { channel_id: channel_id(channel)? },
            LightMethod::Get,
        )
        .params(Some(vec![("after", after.to_string()), ("limit", "100".to_owned())]));
        let messages: Vec<Value> = self.fire(request).await?;
        let carries = |message: &&Value| custom_ids(&message["components"]).any(|id| id == mark);
        Ok(messages.iter().find(carries).and_then(id_of).map(MessageId))
    }

    /// What the bot may do in a channel of a server, from its roles and the channel's own rules.
    ///
    /// # Errors
    /// As any call; [`DiscordError::Forbidden`] or [`DiscordError::NotFound`] for a channel it
    /// cannot see.
    pub async fn access(&self, guild: GuildId, channel: ChannelId) -> Result<Access, DiscordError> {
        let guild_id = discord::GuildId::new(non_zero(guild.0)?);
        let user_id = discord::UserId::new(self.application()?.get());
        let guild: discord::PartialGuild =
            self.call(Route::Guild { guild_id }, LightMethod::Get, None).await?;
        let member: discord::Member =
            self.call(Route::GuildMember { guild_id, user_id }, LightMethod::Get, None).await?;
        let channel: discord::GuildChannel = self
            .call(Route::Channel { channel_id: channel_id(channel)? }, LightMethod::Get, None)
            .await?;
        let permissions = guild.user_permissions_in(&channel, &member);
        Ok(Access { permissions: Permissions(permissions.bits()) })
    }

    /// Says a reply: the first message as the interaction's response, the others after it.
    ///
    /// # Errors
    /// As any call; [`DiscordError::NotFound`] when it comes after the three seconds.
    pub async fn reply(
        &self,
        interaction: u64,
        token: &str,
        reply: &Reply,
    ) -> Result<(), DiscordError> {
        let (response, rest, ephemeral) = match reply {
            Reply::Messages { messages, ephemeral } => {
                let (first, rest) = messages
                    .split_first()
                    .ok_or(DiscordError::Ambiguous("a reply without a message"))?;
                (json!({ "type": 4, "data": body(first, *ephemeral) }), rest, *ephemeral)
            }
            Reply::Update(message) => {
                (json!({ "type": 7, "data": body(message, false) }), &[][..], false)
            }
            Reply::Choices(choices) => {
                let choices: Vec<Value> = choices
                    .iter()
                    .take(25)
                    .map(|(name, value)| json!({ "name": name, "value": choice_value(value) }))
                    .collect();
                (json!({ "type": 8, "data": { "choices": choices } }), &[][..], false)
            }
        };
        let interaction_id = discord::InteractionId::new(non_zero(interaction)?);
        let route = Route::InteractionResponse { interaction_id, token };
        self.call_without_answer(route, LightMethod::Post, &response).await?;
        let application_id = self.application()?;
        for message in rest {
            let route = Route::WebhookFollowupMessages { application_id, token };
            self.call::<Value>(route, LightMethod::Post, Some(&body(message, ephemeral))).await?;
        }
        Ok(())
    }

    fn application(&self) -> Result<discord::ApplicationId, DiscordError> {
        self.http.application_id().ok_or(DiscordError::Ambiguous("not identified yet"))
    }

    async fn call<T: DeserializeOwned>(
        &self,
        route: Route<'_>,
        method: LightMethod,
        body: Option<&Value>,
    ) -> Result<T, DiscordError> {
        let body = body.map(|body| body.to_string().into_bytes());
        self.fire(Request::new(route, method).body(body)).await
    }

    async fn fire<T: DeserializeOwned>(&self, request: Request<'_>) -> Result<T, DiscordError> {
        // The library repeats a 429 without end: the time-out ends that, too.
        match tokio::time::timeout(TIME_OUT, self.http.fire(request)).await {
            Ok(answer) => answer.map_err(DiscordError::from_serenity),
            Err(_) => Err(DiscordError::Ambiguous("time-out")),
        }
    }

    async fn call_without_answer(
        &self,
        route: Route<'_>,
        method: LightMethod,
        body: &Value,
    ) -> Result<(), DiscordError> {
        let request = Request::new(route, method).body(Some(body.to_string().into_bytes()));
        match tokio::time::timeout(TIME_OUT, self.http.request(request)).await {
            Ok(answer) => answer.map(drop).map_err(DiscordError::from_serenity),
            Err(_) => Err(DiscordError::Ambiguous("time-out")),
        }
    }
}

fn body(message: &Message, ephemeral: bool) -> Value {
    let mut body = message.to_json();
    if ephemeral {
        let flags = body["flags"].as_u64().unwrap_or_default();
        body["flags"] = json!(flags | EPHEMERAL);
    }
    body
}

/// Options of whole numbers want numbers for values.
fn choice_value(value: &str) -> Value {
    match value.strip_prefix('#').and_then(|number| number.parse::<u64>().ok()) {
        Some(number) => json!(number),
        None => json!(value),
    }
}

fn id_of(object: &Value) -> Option<u64> {
    object["id"].as_str()?.parse().ok()
}

fn non_zero(id: u64) -> Result<u64, DiscordError> {
    // The library's ids panic on zero.
    (id != 0).then_some(id).ok_or(DiscordError::NotFound { code: 0 })
}

fn channel_id(channel: ChannelId) -> Result<discord::ChannelId, DiscordError> {
    non_zero(channel.0).map(discord::ChannelId::new)
}

/// All custom ids in a tree of components.
fn custom_ids(components: &Value) -> Box<dyn Iterator<Item = &str> + '_> {
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
    fn a_mark_is_found_in_nested_components() {
        let components = json!([{ "type": 17, "components": [
            { "type": 9, "components": [], "accessory": { "custom_id": "a" } },
            { "type": 1, "components": [{ "custom_id": "card:x-1" }] },
        ] }]);
        assert_eq!(custom_ids(&components).collect::<Vec<_>>(), ["a", "card:x-1"]);
    }
}
