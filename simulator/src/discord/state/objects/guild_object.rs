//! Server ("guild") objects, with and without their contents.

use serde_json::{Value, json};

use crate::discord::state::guild::Guild;
use crate::discord::state::objects::{channel, member, role};
use crate::discord::state::world::World;

/// The fields of a guild object that REST and gateway share.
pub(crate) fn guild(guild: &Guild) -> Value {
    let mut body = json!({
        "id": guild.id.to_string(),
        "name": guild.name,
        "owner_id": guild.owner.to_string(),
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
        "system_channel_id": guild.system_channel.map(|id| id.to_string()),
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
        "preferred_locale": guild.locale,
        "rules_channel_id": null,
        "safety_alerts_channel_id": null,
        "public_updates_channel_id": null,
    });
    body["roles"] = guild.roles.values().map(role).collect();
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

/// GUILD_CREATE: the whole server as visible to the bot.
pub(crate) fn guild_create(world: &World, guild: &Guild) -> Value {
    let mut body = self::guild(guild);
    let bot = guild.members.get(&world.bot);
    let shown = |thread: bool| -> Value {
        world
            .channels_of(guild)
            // Archived threads are not included.
            .filter(|channel| channel.thread.is_some() == thread && !channel.is_archived())
            .map(|found| channel(world, found))
            .collect()
    };
    for (field, value) in [
        ("joined_at", json!(bot.map(|bot| bot.joined_at.clone()))),
        ("large", json!(false)),
        ("unavailable", json!(false)),
        ("geo_restricted", json!(false)),
        ("member_count", json!(guild.members.len())),
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
