//! The world's nouns as Discord's JSON objects, every field a client library insists on included.

use serde_json::{Value, json};

use crate::discord::nouns::{Account, Channel, Member, Role, Server, kind};
use crate::discord::permissions;
use crate::discord::world::World;

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
            listed: false,
        }),
    }
}

/// The bot as it sees itself.
pub(crate) fn current_user(world: &World) -> Value {
    let mut body = user_of(world, world.bot);
    body["mfa_enabled"] = json!(true);
    body["verified"] = json!(true);
    body["email"] = Value::Null;
    body["locale"] = json!("en-US");
    body["premium_type"] = json!(0);
    body
}

/// A member object; `with_user` is false where the event carries the user beside it.
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

/// A channel object: of a server, a thread, or a direct message.
pub(crate) fn channel(world: &World, channel: &Channel) -> Value {
    let mut body = json!({
        "id": channel.id.to_string(),
        "type": channel.kind,
        "last_message_id": channel.last_message.map(|id| id.to_string()),
        "flags": if channel.tag_required { 1 << 4 } else { 0 },
    });
    if let Some(recipient) = channel.recipient {
        body["recipients"] = json!([user_of(world, recipient)]);
        return body;
    }
    body["guild_id"] = json!(channel.server.unwrap_or_default().to_string());
    body["name"] = json!(channel.name);
    body["parent_id"] = json!(channel.parent.map(|id| id.to_string()));
    body["rate_limit_per_user"] = json!(0);
    if channel.thread.is_some() {
        thread_fields(channel, &mut body);
        return body;
    }
    body["position"] = json!(channel.position);
    body["nsfw"] = json!(false);
    body["topic"] = json!(channel.topic);
    body["permission_overwrites"] = channel
        .overwrites
        .iter()
        .map(|overwrite| {
            json!({
                "id": overwrite.id.to_string(),
                "type": u8::from(overwrite.for_member),
                "allow": overwrite.allow.to_string(),
                "deny": overwrite.deny.to_string(),
            })
        })
        .collect();
    if channel.kind == kind::FORUM {
        body["available_tags"] = channel
            .tags
            .iter()
            .map(|(id, name)| {
                json!({
                    "id": id.to_string(),
                    "name": name,
                    "moderated": false,
                    "emoji_id": null,
                    "emoji_name": null,
                })
            })
            .collect();
        body["default_reaction_emoji"] = Value::Null;
        body["default_sort_order"] = Value::Null;
        body["default_forum_layout"] = json!(0);
    }
    body
}

fn thread_fields(channel: &Channel, body: &mut Value) {
    let Some(thread) = &channel.thread else { return };
    body["owner_id"] = json!(thread.owner.to_string());
    body["message_count"] = json!(thread.messages);
    body["total_message_sent"] = json!(thread.messages);
    body["member_count"] = json!(1);
    body["applied_tags"] = thread.tags.iter().map(u64::to_string).collect();
    body["thread_metadata"] = json!({
        "archived": thread.archived,
        "archive_timestamp": thread.turned_at,
        "auto_archive_duration": thread.archive_minutes,
        "locked": thread.locked,
        "create_timestamp": thread.created_at,
    });
}

/// The channel as an interaction carries it: with one user's permissions in it.
pub(crate) fn channel_for(world: &World, found: &Channel, user: u64) -> Value {
    let mut body = channel(world, found);
    body["permissions"] = json!(world.permissions(found.id, user).to_string());
    body
}

/// The part of a guild object that the REST interface and the gateway share.
pub(crate) fn guild(world: &World, server: &Server) -> Value {
    let first_text = world
        .channels_of(server)
        .find(|channel| channel.kind == kind::TEXT)
        .map(|channel| channel.id.to_string());
    let mut body = json!({
        "id": server.id.to_string(),
        "name": server.name,
        "owner_id": server.owner.to_string(),
        "icon": null,
        "description": null,
        "home_header": null,
        "splash": null,
        "discovery_splash": null,
        "features": [],
        "banner": null,
        "application_id": null,
        "region": "deprecated",
        "afk_channel_id": null,
        "afk_timeout": 300,
        "system_channel_id": first_text,
        "system_channel_flags": 0,
        "widget_enabled": false,
        "widget_channel_id": null,
        "verification_level": 0,
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": null,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": null,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "rules_channel_id": null,
        "safety_alerts_channel_id": null,
        "public_updates_channel_id": null,
    });
    body["roles"] = server.roles.values().map(role).collect();
    for (field, value) in [
        ("premium_progress_bar_enabled", json!(false)),
        ("nsfw", json!(false)),
        ("nsfw_level", json!(0)),
        ("emojis", json!([])),
        ("stickers", json!([])),
        ("incidents_data", Value::Null),
    ] {
        body[field] = value;
    }
    body
}

/// GUILD_CREATE: the whole server as the bot may see it.
pub(crate) fn guild_create(world: &World, server: &Server) -> Value {
    let mut body = guild(world, server);
    let bot = server.members.get(&world.bot);
    let shown = |thread: bool| -> Value {
        world
            .channels_of(server)
            // An archived thread is not sent along.
            .filter(|channel| channel.thread.is_some() == thread && !channel.is_archived())
            .map(|found| channel(world, found))
            .collect()
    };
    for (field, value) in [
        ("joined_at", json!(bot.map(|bot| bot.joined_at.clone()))),
        ("large", json!(false)),
        ("unavailable", json!(false)),
        ("geo_restricted", json!(false)),
        ("member_count", json!(server.members.len())),
        ("voice_states", json!([])),
        ("members", bot.map(|bot| member(world, bot, true)).into_iter().collect()),
        ("channels", shown(false)),
        ("threads", shown(true)),
        ("presences", json!([])),
        ("stage_instances", json!([])),
        ("guild_scheduled_events", json!([])),
        ("soundboard_sounds", json!([])),
        ("activity_instances", json!([])),
        ("embedded_activities", json!([])),
        ("version", json!(world.clock.now_ms())),
        ("lazy", json!(true)),
    ] {
        body[field] = value;
    }
    body
}

/// The application object of GET /applications/@me.
pub(crate) fn application(world: &World) -> Value {
    let bot = user_of(world, world.bot);
    json!({
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
        "owner": user_of(world, world.keeper),
        "approximate_guild_count": world.servers.len(),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": null,
        "eligible_oauth2_scopes": [],
        "event_webhooks_url": null,
        "event_webhooks_status": 1,
    })
}

/// The bot's line in GET /users/@me/guilds.
pub(crate) fn my_guild(world: &World, server: &Server) -> Value {
    json!({
        "id": server.id.to_string(),
        "name": server.name,
        "icon": null,
        "banner": null,
        "owner": false,
        "permissions": permissions::in_server(server, world.bot).to_string(),
        "features": [],
    })
}
