//! Channel, thread and direct message objects.

use serde_json::{Value, json};

use crate::discord::state::channel::{Channel, kind};
use crate::discord::state::objects::user_of;
use crate::discord::state::world::World;

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
    body["guild_id"] = json!(channel.guild.unwrap_or_default().to_string());
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
        "archive_timestamp": thread.archive_changed_at,
        "auto_archive_duration": thread.archive_minutes,
        "locked": thread.locked,
        "create_timestamp": thread.created_at,
    });
}

/// The channel as included in an interaction: with one user's permissions, and the bot's.
pub(crate) fn channel_for(world: &World, found: &Channel, user: u64) -> Value {
    let mut body = channel(world, found);
    body["permissions"] = json!(world.permissions(found.id, user).to_string());
    body["app_permissions"] = json!(world.permissions(found.id, world.bot).to_string());
    body
}
