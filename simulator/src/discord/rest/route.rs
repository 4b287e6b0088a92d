//! Maps a method and path to a route, named as in Discord's OpenAPI document.

use std::collections::HashMap;

use serde_json::Value;

use crate::discord::rest::error::ApiError;
use crate::discord::rest::{
    Success, application, channels, commands, guilds, interactions, messages, threads,
};
use crate::discord::state::attachments::Upload;
use crate::discord::state::world::World;

/// What a route does.
type Handler = fn(&mut World, &Call<'_>) -> Result<Success, ApiError>;

/// A request with a matching route.
pub(crate) struct Call<'a> {
    pub(crate) route: &'static str,
    handler: Handler,
    /// The values of the path parameters, in order.
    pub(crate) places: Vec<&'a str>,
    pub(crate) query: &'a HashMap<String, String>,
    pub(crate) body: Option<&'a Value>,
    /// Files that came with it.
    pub(crate) uploads: Vec<Upload>,
}

const COMMANDS: &str = "/applications/{application_id}/commands";
const COMMAND: &str = "/applications/{application_id}/commands/{command_id}";
const GUILD_COMMANDS: &str = "/applications/{application_id}/guilds/{guild_id}/commands";
const GUILD_COMMAND: &str =
    "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}";

const ROUTES: [(&str, &str, Handler); 47] = [
    ("GET", "/gateway", application::gateway),
    ("GET", "/gateway/bot", application::gateway_bot),
    ("GET", "/users/@me", application::me),
    ("GET", "/applications/@me", application::application),
    ("PATCH", "/applications/@me", application::edit_application),
    ("GET", "/oauth2/applications/@me", application::application),
    ("GET", COMMANDS, commands::list),
    ("PUT", COMMANDS, commands::overwrite),
    ("POST", COMMANDS, commands::create),
    ("GET", COMMAND, commands::get),
    ("PATCH", COMMAND, commands::edit),
    ("DELETE", COMMAND, commands::delete),
    ("GET", GUILD_COMMANDS, commands::list),
    ("PUT", GUILD_COMMANDS, commands::overwrite),
    ("POST", GUILD_COMMANDS, commands::create),
    ("GET", GUILD_COMMAND, commands::get),
    ("PATCH", GUILD_COMMAND, commands::edit),
    ("DELETE", GUILD_COMMAND, commands::delete),
    ("GET", "/guilds/{guild_id}", guilds::guild),
    ("GET", "/guilds/{guild_id}/channels", guilds::guild_channels),
    ("GET", "/guilds/{guild_id}/roles", guilds::guild_roles),
    ("GET", "/guilds/{guild_id}/members/{user_id}", guilds::guild_member),
    ("POST", "/users/@me/channels", channels::direct),
    ("GET", "/channels/{channel_id}", channels::channel),
    ("PATCH", "/channels/{channel_id}", channels::modify),
    ("DELETE", "/channels/{channel_id}", channels::delete),
    ("POST", "/channels/{channel_id}/typing", channels::typing),
    ("POST", "/channels/{channel_id}/threads", threads::create),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads", threads::from_message),
    ("POST", "/channels/{channel_id}/messages/{message_id}/crosspost", messages::crosspost),
    ("GET", "/channels/{channel_id}/threads/archived/public", threads::archived),
    ("PUT", "/channels/{channel_id}/thread-members/@me", threads::join),
    ("GET", "/guilds/{guild_id}/threads/active", threads::active),
    ("GET", "/channels/{channel_id}/messages", messages::messages),
    ("POST", "/channels/{channel_id}/messages", messages::create_message),
    ("GET", "/channels/{channel_id}/messages/{message_id}", messages::message),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}", messages::edit_message),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}", messages::delete_message),
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", interactions::callback),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}", interactions::follow_up),
    ("GET", "/webhooks/{webhook_id}/{webhook_token}/messages/@original", interactions::original),
    (
        "PATCH",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        interactions::edit_original,
    ),
    (
        "DELETE",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        interactions::delete_original,
    ),
    ("GET", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", interactions::original),
    (
        "PATCH",
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        interactions::edit_original,
    ),
    (
        "DELETE",
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        interactions::delete_original,
    ),
    ("GET", "/users/@me/guilds", guilds::my_guilds),
];

impl<'a> Call<'a> {
    /// The route, and the values of its path parameters.
    pub(crate) fn find(
        method: &str,
        path: &'a str,
        query: &'a HashMap<String, String>,
        body: Option<&'a Value>,
    ) -> Option<Call<'a>> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        ROUTES.iter().filter(|row| row.0 == method).find_map(|(_, route, handler)| {
            let wanted = || route.split('/').filter(|part| !part.is_empty());
            if wanted().count() != parts.len() {
                return None;
            }
            let mut places = Vec::new();
            for (wanted, part) in wanted().zip(&parts) {
                match wanted.starts_with('{') {
                    true => places.push(*part),
                    false if wanted == *part => {}
                    false => return None,
                }
            }
            let uploads = Vec::new();
            Some(Call { route, handler: *handler, places, query, body, uploads })
        })
    }

    pub(crate) fn apply(&self, world: &mut World) -> Result<Success, ApiError> {
        (self.handler)(world, self)
    }

    /// The number in a path parameter; 0, which matches nothing, for anything else.
    pub(crate) fn id(&self, place: usize) -> u64 {
        self.places.get(place).and_then(|text| text.parse().ok()).unwrap_or_default()
    }

    pub(crate) fn body(&self) -> &Value {
        self.body.unwrap_or(&Value::Null)
    }

    pub(crate) fn channel(&self) -> Option<u64> {
        self.route.starts_with("/channels/").then(|| self.id(0))
    }

    /// The major parameter for rate limits.
    pub(crate) fn major(&self) -> String {
        let counted = ["/channels/", "/guilds/", "/webhooks/", "/interactions/"];
        let by_place = counted.iter().any(|start| self.route.starts_with(start));
        if by_place { self.places.iter().take(2).copied().collect() } else { String::new() }
    }

    /// Interactions are authenticated by their own token.
    pub(crate) fn needs_no_token(&self) -> bool {
        self.route.starts_with("/interactions/") || self.route.starts_with("/webhooks/")
    }
}
