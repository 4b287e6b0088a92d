//! Threads and forum posts.

use serde_json::{Value, json};

use crate::discord::rest::Success;
use crate::discord::rest::channels::visible_channel;
use crate::discord::rest::error::ApiError;
use crate::discord::rest::messages::{body_of, message_in_channel};
use crate::discord::rest::route::Call;
use crate::discord::state::channel::{Channel, kind};
use crate::discord::state::message::Draft;
use crate::discord::state::objects;
use crate::discord::state::permissions::{
    ATTACH_FILES, CREATE_PRIVATE_THREADS, CREATE_PUBLIC_THREADS, READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
};
use crate::discord::state::thread::{self, NewThread};
use crate::discord::state::world::World;
use crate::discord::validate::{EPHEMERAL, check_message};

/// The length of a time of Discord's with its milliseconds: `2026-05-14T13:30:00.000`. Whatever
/// follows, times of one zone sort by that much.
const MILLISECONDS: usize = 23;

pub(crate) fn from_message(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    if !matches!(channel.kind, kind::TEXT | kind::ANNOUNCEMENT) {
        return Err(wrong_kind());
    }
    if own & CREATE_PUBLIC_THREADS == 0 || own & READ_MESSAGE_HISTORY == 0 {
        return Err(ApiError::missing_permissions());
    }
    let (parent, kind) = (channel.id, thread::public_kind(channel));
    let message = message_in_channel(world, call)?;
    thread::check(call.body())?;
    if world.channels.contains_key(&message) {
        let text = "A thread has already been created for this message";
        return Err(ApiError::new(400, 160_004, text));
    }
    // The thread has the same id as the message.
    let new = NewThread { id: message, parent, kind, owner: world.bot, tags: Vec::new() };
    world.create_thread(new, call.body());
    world.attach_thread(message);
    Ok((201, joined(world, message)?))
}

pub(crate) fn create(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    if channel.is_forum() {
        return forum_post(world, call);
    }
    let kind = match (channel.kind, call.body()["type"].as_u64()) {
        // If omitted, it is a private thread, which Discord documents as a legacy default.
        (kind::TEXT, None | Some(12)) => kind::PRIVATE_THREAD,
        (kind::TEXT, Some(11)) => kind::PUBLIC_THREAD,
        (kind::ANNOUNCEMENT, Some(10)) => kind::ANNOUNCEMENT_THREAD,
        _ => return Err(wrong_kind()),
    };
    let needed =
        if kind == kind::PRIVATE_THREAD { CREATE_PRIVATE_THREADS } else { CREATE_PUBLIC_THREADS };
    if own & needed == 0 {
        return Err(ApiError::missing_permissions());
    }
    let parent = channel.id;
    thread::check(call.body())?;
    let id = world.clock.id();
    let new = NewThread { id, parent, kind, owner: world.bot, tags: Vec::new() };
    world.create_thread(new, call.body());
    Ok((201, joined(world, id)?))
}

/// Creates a forum post: a thread and its first message with the same id.
fn forum_post(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (forum, own) = visible_channel(world, call)?;
    if own & SEND_MESSAGES == 0 || (!call.uploads.is_empty() && own & ATTACH_FILES == 0) {
        return Err(ApiError::missing_permissions());
    }
    thread::check(call.body())?;
    let message = &call.body()["message"];
    if !message.is_object() {
        let text = "This field is required";
        return Err(ApiError::field("message", "BASE_TYPE_REQUIRED", text));
    }
    if message["flags"].as_u64().unwrap_or_default() & EPHEMERAL != 0 {
        return Err(ApiError::field("message.flags", "MESSAGE_FLAGS_INVALID", "Not in a forum."));
    }
    let names: Vec<_> = call.uploads.iter().map(|one| one.file.name.clone()).collect();
    check_message(message, &names)?;
    let tags = thread::tags(forum, call.body())?;
    let (parent, id, owner) = (forum.id, world.clock.id(), world.bot);
    world.create_thread(
        NewThread { id, parent, kind: kind::PUBLIC_THREAD, owner, tags },
        call.body(),
    );
    world.post(&Draft {
        channel: id,
        author: owner,
        body: message,
        uploads: &call.uploads,
        ephemeral_to: None,
        interaction: None,
        id: Some(id),
    })?;
    world.announce(id);
    if let Some(forum) = world.channels.get_mut(&parent) {
        forum.last_message = Some(id);
    }
    let mut answer = joined(world, id)?;
    answer["message"] = body_of(world, id)?;
    Ok((201, answer))
}

/// A thread as returned to its creator, including the membership.
fn joined(world: &World, id: u64) -> Result<Value, ApiError> {
    let thread = world.channels.get(&id).ok_or_else(ApiError::unknown_channel)?;
    let mut body = objects::channel(world, thread);
    body["member"] = membership(world, thread);
    Ok(body)
}

fn membership(world: &World, thread: &Channel) -> Value {
    json!({
        "id": thread.id.to_string(),
        "user_id": world.bot.to_string(),
        "join_timestamp": thread.thread.as_ref().map(|thread| thread.created_at.as_str()),
        "flags": 1,
    })
}

pub(crate) fn active(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let guild = world.guilds.get(&call.id(0)).filter(|guild| world.bot_in(guild.id));
    let guild = guild.ok_or_else(ApiError::unknown_guild)?;
    let open: Vec<&Channel> = world
        .channels_of(guild)
        .filter(|one| one.thread.is_some() && !one.is_archived())
        .filter(|one| world.permissions(one.id, world.bot) != 0)
        .collect();
    Ok((200, listed(world, &open, false)))
}

pub(crate) fn archived(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    if own & READ_MESSAGE_HISTORY == 0 {
        return Err(ApiError::missing_permissions());
    }
    let guild = channel.guild.and_then(|guild| world.guilds.get(&guild));
    let archived_at = |one: &Channel| one.thread.as_ref().map(|one| one.archive_changed_at.clone());
    let before = call.query.get("before").and_then(|at| at.get(..MILLISECONDS));
    let limit = call.query.get("limit").and_then(|text| text.parse().ok()).unwrap_or(50);
    let mut closed: Vec<&Channel> = guild
        .into_iter()
        .flat_map(|guild| world.channels_of(guild))
        .filter(|one| one.parent == Some(channel.id) && one.is_archived())
        .filter(|one| before.is_none_or(|at| archived_at(one).is_some_and(|one| one.as_str() < at)))
        .collect();
    closed.sort_by_key(|one| std::cmp::Reverse(archived_at(one)));
    let has_more = closed.len() > limit;
    closed.truncate(limit);
    Ok((200, listed(world, &closed, has_more)))
}

fn listed(world: &World, threads: &[&Channel], has_more: bool) -> Value {
    let objects: Vec<Value> = threads.iter().map(|one| objects::channel(world, one)).collect();
    let members: Vec<Value> = threads.iter().map(|one| membership(world, one)).collect();
    json!({ "threads": objects, "members": members, "has_more": has_more })
}

pub(crate) fn join(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    if channel.thread.is_none() {
        return Err(wrong_kind());
    }
    world.may_change_in(channel.id, own)?;
    Ok((204, Value::Null))
}

fn wrong_kind() -> ApiError {
    ApiError::new(400, 50024, "Cannot execute action on this channel type")
}
