//! Channels and their messages.

use serde_json::{Value, json};

use crate::discord::message::Draft;
use crate::discord::permissions::{
    MANAGE_MESSAGES, READ_MESSAGE_HISTORY, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS, VIEW_CHANNEL,
};
use crate::discord::refusal::Refusal;
use crate::discord::rest::Done;
use crate::discord::rest::route::Call;
use crate::discord::shapes;
use crate::discord::world::{Channel, World};

/// The channel in the first place, if the bot sees it.
fn seen<'w>(world: &'w World, call: &Call<'_>) -> Result<(&'w Channel, u64), Refusal> {
    let channel = world.channels.get(&call.id(0)).ok_or_else(Refusal::unknown_channel)?;
    let own = world.permissions(channel.id, world.bot);
    match own & VIEW_CHANNEL {
        0 => Err(Refusal::missing_access()),
        _ => Ok((channel, own)),
    }
}

pub(crate) fn channel(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let (channel, _) = seen(world, call)?;
    Ok((200, shapes::channel(world, channel)))
}

pub(crate) fn direct(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let user = call.body()["recipient_id"].as_str().and_then(|id| id.parse().ok());
    let user =
        user.filter(|id| world.accounts.contains_key(id)).ok_or_else(Refusal::unknown_user)?;
    let id = world.direct_channel(user);
    let channel = world.channels.get(&id).ok_or_else(Refusal::unknown_channel)?;
    Ok((200, shapes::channel(world, channel)))
}

pub(crate) fn messages(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let (channel, own) = seen(world, call)?;
    if own & READ_MESSAGE_HISTORY == 0 {
        // Discord hides the past without saying so.
        return Ok((200, json!([])));
    }
    let number = |name: &str| call.query.get(name).and_then(|text| text.parse::<u64>().ok());
    let limit = number("limit").unwrap_or(50).clamp(1, 100) as usize;
    let (before, after) = (number("before").unwrap_or(u64::MAX), number("after"));
    let inside = world
        .public(channel.id)
        .filter(|one| one.id < before && after.is_none_or(|after| one.id > after));
    // With `after` the oldest are given, else the newest; the newest come first either way.
    let mut found: Vec<Value> = inside.map(|one| one.body.clone()).collect();
    match after {
        Some(_) => found.truncate(limit),
        None => drop(found.drain(..found.len().saturating_sub(limit))),
    }
    found.reverse();
    Ok((200, json!(found)))
}

pub(crate) fn create_message(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let (channel, own) = seen(world, call)?;
    let needed = if channel.thread.is_some() { SEND_MESSAGES_IN_THREADS } else { SEND_MESSAGES };
    if own & needed == 0 {
        return Err(Refusal::missing_permissions());
    }
    if !channel.takes_messages() {
        return Err(Refusal::new(400, 50008, "Cannot send messages in a non-text channel"));
    }
    let closed = |user: u64| world.accounts.get(&user).is_some_and(|account| account.closed);
    if channel.recipient.is_some_and(closed) {
        return Err(Refusal::new(403, 50007, "Cannot send messages to this user"));
    }
    let (id, bot, now) = (channel.id, world.bot, world.clock.now_ms());
    let body = call.body();
    let nonce = match &body["nonce"] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let enforced = nonce.as_deref().filter(|_| body["enforce_nonce"] == true);
    let earlier = enforced.and_then(|nonce| world.nonces.earlier(id, bot, nonce, now));
    if let Some(message) = earlier.and_then(|earlier| world.messages.get(&earlier)) {
        return Ok((200, message.body.clone()));
    }
    let draft = Draft {
        channel: id,
        author: bot,
        body,
        uploads: &[],
        ephemeral_to: None,
        interaction: None,
        id: None,
    };
    let message = world.post(&draft)?;
    if let Some(nonce) = nonce.as_deref() {
        world.nonces.remember(id, bot, nonce, message, now);
    }
    world.announce(message);
    let mut answer = body_of(world, message)?;
    if nonce.is_some() {
        answer["nonce"] = body["nonce"].clone();
    }
    Ok((200, answer))
}

pub(crate) fn message(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let (_, own) = seen(world, call)?;
    if own & READ_MESSAGE_HISTORY == 0 {
        return Err(Refusal::missing_permissions());
    }
    Ok((200, body_of(world, inside(world, call)?)?))
}

pub(crate) fn edit_message(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    seen(world, call)?;
    let id = inside(world, call)?;
    if world.messages.get(&id).is_some_and(|message| message.author != world.bot) {
        return Err(Refusal::new(403, 50005, "Cannot edit a message authored by another user"));
    }
    world.edit(id, call.body(), &[])?;
    Ok((200, body_of(world, id)?))
}

pub(crate) fn delete_message(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let (_, own) = seen(world, call)?;
    let id = inside(world, call)?;
    let theirs = world.messages.get(&id).is_some_and(|message| message.author != world.bot);
    if theirs && own & MANAGE_MESSAGES == 0 {
        return Err(Refusal::missing_permissions());
    }
    world.delete_message(id);
    Ok((204, Value::Null))
}

/// The message in the second place, if it stands in the channel for everybody.
fn inside(world: &World, call: &Call<'_>) -> Result<u64, Refusal> {
    let id = call.id(1);
    let public = |one: &&crate::discord::world::Message| {
        one.channel == call.id(0) && one.ephemeral_to.is_none()
    };
    let found = world.messages.get(&id).filter(public);
    found.map(|found| found.id).ok_or_else(Refusal::unknown_message)
}

/// A message as it is answered.
pub(crate) fn body_of(world: &World, id: u64) -> Result<Value, Refusal> {
    let found = world.messages.get(&id).ok_or_else(Refusal::unknown_message)?;
    Ok(found.body.clone())
}
