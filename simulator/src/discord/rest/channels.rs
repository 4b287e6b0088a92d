//! Channels: read, modify, delete, open direct messages.

use serde_json::Value;

use crate::discord::rest::Success;
use crate::discord::rest::error::{ApiError, FormErrors};
use crate::discord::rest::route::Call;
use crate::discord::state::channel::Channel;
use crate::discord::state::objects;
use crate::discord::state::permissions::{MANAGE_CHANNELS, MANAGE_THREADS, VIEW_CHANNEL};
use crate::discord::state::world::World;

/// The channel in the first path parameter, if the bot can see it.
pub(crate) fn visible_channel<'w>(
    world: &'w World,
    call: &Call<'_>,
) -> Result<(&'w Channel, u64), ApiError> {
    let channel = world.channels.get(&call.id(0)).ok_or_else(ApiError::unknown_channel)?;
    let own = world.permissions(channel.id, world.bot);
    match own & VIEW_CHANNEL {
        0 => Err(ApiError::missing_access()),
        _ => Ok((channel, own)),
    }
}

pub(crate) fn channel(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, _) = visible_channel(world, call)?;
    Ok((200, objects::channel(world, channel)))
}

pub(crate) fn direct(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    // Ids are strings; numbers are accepted, too.
    let user = match &call.body()["recipient_id"] {
        Value::String(id) => id.parse().ok(),
        id => id.as_u64(),
    };
    let user =
        user.filter(|id| world.accounts.contains_key(id)).ok_or_else(ApiError::unknown_user)?;
    let id = world.direct_channel(user);
    let channel = world.channels.get(&id).ok_or_else(ApiError::unknown_channel)?;
    Ok((200, objects::channel(world, channel)))
}

/// Modifies a thread, or the name and topic of a channel.
pub(crate) fn modify(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    let id = channel.id;
    if channel.thread.is_some() {
        world.change_thread(id, own, call.body())?;
    } else {
        if own & MANAGE_CHANNELS == 0 {
            return Err(ApiError::missing_permissions());
        }
        let (name, topic) = (call.body()["name"].as_str(), call.body()["topic"].as_str());
        let mut errors = FormErrors::default();
        name.into_iter().for_each(|name| errors.length("name", name, 1, 100));
        topic.into_iter().for_each(|topic| errors.length("topic", topic, 0, 1024));
        errors.into_result()?;
        if let Some(found) = world.channels.get_mut(&id) {
            found.name = name.unwrap_or(&found.name).to_owned();
            found.topic = topic.map(str::to_owned).or(found.topic.take());
        }
        world.channel_changed("CHANNEL_UPDATE", id);
    }
    let channel = world.channels.get(&id).ok_or_else(ApiError::unknown_channel)?;
    Ok((200, objects::channel(world, channel)))
}

/// Deletes a channel or thread; for a direct message channel only the bot's view is closed.
pub(crate) fn delete(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    let body = objects::channel(world, channel);
    if channel.recipient.is_some() {
        return Ok((200, body));
    }
    let (needed, event) = match channel.thread {
        Some(_) => (MANAGE_THREADS, "THREAD_DELETE"),
        None => (MANAGE_CHANNELS, "CHANNEL_DELETE"),
    };
    if own & needed == 0 {
        return Err(ApiError::missing_permissions());
    }
    let id = channel.id;
    world.channel_changed(event, id);
    world.remove_channel(id);
    Ok((200, body))
}

/// Typing indicator; has no effect here.
pub(crate) fn typing(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    visible_channel(world, call)?;
    Ok((204, Value::Null))
}
