//! Discord's JSON objects, with every field that client libraries require.

mod channel_object;
mod guild_object;

use serde_json::{Value, json};

use crate::discord::state::guild::{Guild, Member, Role};
use crate::discord::state::permissions;
use crate::discord::state::user::Account;
use crate::discord::state::world::World;

pub(crate) use channel_object::{channel, channel_for};
pub(crate) use guild_object::{guild, guild_create};

/// A user object.
pub(crate) fn user(account: &Account) -> Value {
    json!({
        "id": account.id.to_string(),
        "username": account.name,
        "global_name": if account.bot { Value::Null } else { json!(account.name) },
        "discriminator": if account.bot { "0001" } else { "0" },
        "avatar": null,
        "banner": null,
        "accent_color": null,
        "avatar_decoration_data": null,
        "collectibles": null,
        "primary_guild": null,
        "bot": account.bot,
        "system": false,
        "flags": 0,
        "public_flags": 0,
    })
}

/// A user object by id; an unknown id gives Discord's "Deleted User".
pub(crate) fn user_of(world: &World, id: u64) -> Value {
    match world.accounts.get(&id) {
        Some(account) => user(account),
        None => user(&Account {
            id,
            name: "Deleted User".to_owned(),
            bot: false,
            locale: "en-US".to_owned(),
            closed: true,
            installed: false,
            listed: false,
        }),
    }
}

/// The bot's own user object.
pub(crate) fn current_user(world: &World) -> Value {
    let mut body = user_of(world, world.bot);
    body["mfa_enabled"] = json!(true);
    body["verified"] = json!(true);
    body["email"] = Value::Null;
    body["locale"] = json!("en-US");
    body["premium_type"] = json!(0);
    body
}

/// A member object; `with_user` is false if the event has the user separately.
pub(crate) fn member(world: &World, member: &Member, with_user: bool) -> Value {
    let mut body = json!({
        "avatar": null,
        "avatar_decoration_data": null,
        "banner": null,
        "collectibles": null,
        "communication_disabled_until": null,
        "deaf": false,
        "flags": 0,
        "joined_at": member.joined_at,
        "mute": false,
        "nick": null,
        "pending": false,
        "premium_since": null,
        "roles": member.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
    });
    if with_user {
        body["user"] = user_of(world, member.user);
    }
    body
}

/// A role object.
pub(crate) fn role(role: &Role) -> Value {
    let mut body = json!({
        "id": role.id.to_string(),
        "name": role.name,
        "permissions": role.permissions.to_string(),
        "position": role.position,
        "color": 0,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "hoist": false,
        "managed": role.managed_by.is_some(),
        "mentionable": role.mentionable,
        "icon": null,
        "unicode_emoji": null,
        "flags": 0,
    });
    if let Some(bot) = role.managed_by {
        body["tags"] = json!({ "bot_id": bot.to_string() });
    }
    body
}

/// The application object of GET /applications/@me.
pub(crate) fn application(world: &World) -> Value {
    let bot = user_of(world, world.bot);
    let mut application = json!({
        "id": world.application.to_string(),
        "name": bot["username"],
        "icon": null,
        "description": "",
        "type": null,
        "summary": "",
        "bot": bot,
        "bot_public": true,
        "bot_require_code_grant": false,
        "verify_key": "0".repeat(64),
        "flags": 0,
        "flags_new": "0",
        "hook": true,
        "tags": [],
        "install_params": { "scopes": ["applications.commands", "bot"], "permissions": "0" },
        "integration_types_config": { "0": {}, "1": {} },
        "redirect_uris": [],
        "interactions_endpoint_url": null,
        "role_connections_verification_url": null,
        "owner": user_of(world, world.owner),
        "approximate_guild_count": world.guilds.len(),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": null,
        "eligible_oauth2_scopes": [],
        "event_webhooks_url": null,
        "event_webhooks_status": 1,
    });
    for (name, value) in &world.application_settings {
        application[name] = value.clone();
    }
    application
}

/// The bot's entry in GET /users/@me/guilds.
pub(crate) fn my_guild(world: &World, guild: &Guild) -> Value {
    json!({
        "id": guild.id.to_string(),
        "name": guild.name,
        "icon": null,
        "banner": null,
        "owner": false,
        "permissions": permissions::in_guild(guild, world.bot).to_string(),
        "features": [],
    })
}
