//! A channel's messages: read, create, edit, delete.

use serde_json::{Value, json};

use crate::discord::rest::Success;
use crate::discord::rest::channels::visible_channel;
use crate::discord::rest::error::ApiError;
use crate::discord::rest::route::Call;
use crate::discord::state::channel::kind;
use crate::discord::state::message::Draft;
use crate::discord::state::message_store::Message;
use crate::discord::state::permissions::{
    ATTACH_FILES, MANAGE_MESSAGES, READ_MESSAGE_HISTORY, SEND_MESSAGES,
};
use crate::discord::state::world::World;
use crate::discord::validate::{CROSSPOSTED, check_message};

pub(crate) fn messages(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    if own & READ_MESSAGE_HISTORY == 0 {
        // Discord hides the history without an error.
        return Ok((200, json!([])));
    }
    let number = |name: &str| call.query.get(name).and_then(|text| text.parse::<u64>().ok());
    let limit = number("limit").unwrap_or(50).clamp(1, 100) as usize;
    let (before, after, around) = (number("before"), number("after"), number("around"));
    let fits = |one: &&Message| before.is_none_or(|before| one.id < before);
    let public = || world.public(channel.id);
    // With `after` the oldest are returned, otherwise the newest; the newest come first either way.
    let mut found: Vec<&Message> = match (around, after) {
        (Some(around), _) => {
            let half = limit / 2;
            let older = public().rev().filter(|one| one.id < around).take(half);
            let newer = public().filter(|one| one.id >= around).take(limit - half);
            let mut both: Vec<&Message> = older.chain(newer).collect();
            both.sort_unstable_by_key(|one| one.id);
            both
        }
        (None, Some(after)) => public().filter(|one| one.id > after).take(limit).collect(),
        (None, None) => {
            let mut newest: Vec<&Message> = public().rev().filter(fits).take(limit).collect();
            newest.reverse();
            newest
        }
    };
    found.reverse();
    let bodies: Vec<&Value> = found.iter().map(|one| &one.body).collect();
    Ok((200, json!(bodies)))
}

pub(crate) fn create_message(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    let may_send = channel.thread.is_some() || own & SEND_MESSAGES != 0;
    if !may_send || (!call.uploads.is_empty() && own & ATTACH_FILES == 0) {
        return Err(ApiError::missing_permissions());
    }
    if !channel.takes_messages() {
        return Err(ApiError::new(400, 50008, "Cannot send messages in a non-text channel"));
    }
    let closed = |user: u64| world.accounts.get(&user).is_some_and(|account| account.closed);
    if channel.recipient.is_some_and(closed) {
        return Err(ApiError::new(403, 50007, "Cannot send messages to this user"));
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
    let names: Vec<_> = call.uploads.iter().map(|one| one.file.name.clone()).collect();
    check_message(body, &names)?;
    world.prepare_posting(id, own)?;
    let draft = Draft {
        channel: id,
        author: bot,
        body,
        uploads: &call.uploads,
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

pub(crate) fn message(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (_, own) = visible_channel(world, call)?;
    if own & READ_MESSAGE_HISTORY == 0 {
        return Err(ApiError::missing_permissions());
    }
    Ok((200, body_of(world, message_in_channel(world, call)?)?))
}

pub(crate) fn edit_message(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    let id = message_in_channel(world, call)?;
    world.may_change_in(channel.id, own)?;
    if world.messages.get(&id).is_some_and(|message| message.author != world.bot) {
        return Err(ApiError::new(403, 50005, "Cannot edit a message authored by another user"));
    }
    if is_published(world, id) {
        world.may_edit_published(id)?;
    }
    world.edit(id, call.body(), &call.uploads)?;
    Ok((200, body_of(world, id)?))
}

/// Publishes a message of an announcement channel to its followers, once.
pub(crate) fn crosspost(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    if channel.kind != kind::ANNOUNCEMENT {
        return Err(ApiError::new(400, 50024, "Cannot execute action on this channel type"));
    }
    let id = message_in_channel(world, call)?;
    let theirs = world.messages.get(&id).is_some_and(|message| message.author != world.bot);
    if own & SEND_MESSAGES == 0 || (theirs && own & MANAGE_MESSAGES == 0) {
        return Err(ApiError::missing_permissions());
    }
    if is_published(world, id) {
        return Err(ApiError::new(400, 40033, "This message has already been crossposted."));
    }
    if let Some(message) = world.messages.get_mut(&id) {
        let flags = message.body["flags"].as_u64().unwrap_or_default();
        message.body["flags"] = json!(flags | CROSSPOSTED);
    }
    world.announce_as(id, "MESSAGE_UPDATE");
    Ok((200, body_of(world, id)?))
}

fn is_published(world: &World, id: u64) -> bool {
    let flags = |message: &Message| message.body["flags"].as_u64().unwrap_or_default();
    world.messages.get(&id).is_some_and(|message| flags(message) & CROSSPOSTED != 0)
}

impl World {
    /// A published message can be edited three times an hour.
    fn may_edit_published(&mut self, id: u64) -> Result<(), ApiError> {
        const EDITS: usize = 3;
        const HOUR_MS: u64 = 3_600_000;
        let now = self.clock.now_ms();
        let edits = self.published_edits.entry(id).or_default();
        edits.retain(|at| now < at + HOUR_MS);
        if edits.len() >= EDITS {
            return Err(ApiError::new(429, 30046, "Maximum number of edits reached"));
        }
        edits.push(now);
        Ok(())
    }
}

pub(crate) fn delete_message(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (channel, own) = visible_channel(world, call)?;
    let id = message_in_channel(world, call)?;
    world.may_change_in(channel.id, own)?;
    let theirs = world.messages.get(&id).is_some_and(|message| message.author != world.bot);
    if theirs && own & MANAGE_MESSAGES == 0 {
        return Err(ApiError::missing_permissions());
    }
    world.delete_message(id);
    Ok((204, Value::Null))
}

/// The message in the second path parameter, if it is a public one in the channel.
pub(crate) fn message_in_channel(world: &World, call: &Call<'_>) -> Result<u64, ApiError> {
    let id = call.id(1);
    let public = |one: &&Message| one.channel == call.id(0) && one.ephemeral_to.is_none();
    let found = world.messages.get(&id).filter(public);
    found.map(|found| found.id).ok_or_else(ApiError::unknown_message)
}

/// A message as returned in responses.
pub(crate) fn body_of(world: &World, id: u64) -> Result<Value, ApiError> {
    let found = world.messages.get(&id).ok_or_else(ApiError::unknown_message)?;
    Ok(found.body.clone())
}
