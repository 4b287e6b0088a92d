//! Answers to interactions: the callback within its deadline, and the webhook after it.

use serde_json::{Value, json};

use crate::discord::rest::Done;
use crate::discord::rest::error::Refusal;
use crate::discord::rest::messages::body_of;
use crate::discord::rest::route::Call;
use crate::discord::state::attachments::Upload;
use crate::discord::state::interaction::{Interaction, Outcome, asking};
use crate::discord::state::message::{Draft, asks_ephemeral};
use crate::discord::state::world::World;
use crate::discord::validate::list;
use crate::discord::validate::modal;

pub(crate) fn callback(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let id = call.id(0);
    let token = call.places.get(1).copied().unwrap_or_default();
    let deadline = world.options.interaction_deadline;
    let found = world
        .interactions
        .get(&id)
        .filter(|found| found.token == token && !found.failed)
        .cloned()
        .ok_or_else(Refusal::unknown_interaction)?;
    if found.acknowledged.is_some() {
        if !found.answer_lost {
            world.violation("an interaction was acknowledged twice");
        }
        let message = "Interaction has already been acknowledged.";
        return Err(Refusal::new(400, 40060, message));
    }
    if found.age(world.clock.now_ms()) > deadline {
        world.violation("an interaction was answered after its deadline");
        return Err(Refusal::unknown_interaction());
    }
    let (kind, data) = (call.body()["type"].as_u64().unwrap_or_default(), &call.body()["data"]);
    let (original, outcome) = match (kind, found.kind) {
        (4, asking::COMMAND | asking::COMPONENT | asking::MODAL) => {
            let message = say(world, &found, data, &call.uploads)?;
            (Some(message), Some(Outcome::Message(message)))
        }
        (5, asking::COMMAND | asking::COMPONENT | asking::MODAL) => {
            let ephemeral_to = asks_ephemeral(data).then_some(found.user);
            let message = world.post_loading(&draft(world, &found, data, ephemeral_to, &[]));
            world.tell_page(json!({
                "type": "thinking",
                "channel_id": found.channel.to_string(),
                "interaction_id": id.to_string(),
                "user_id": found.user.to_string(),
                "text": found.line,
                "ephemeral_to": ephemeral_to.map(|id| id.to_string()),
            }));
            (Some(message), None)
        }
        (6, asking::COMPONENT) => (found.message, None),
        (6, asking::MODAL) if found.message.is_some() => (found.message, None),
        (7, asking::COMPONENT | asking::MODAL) => {
            let message = found.message.ok_or_else(Refusal::unknown_message)?;
            world.edit(message, data, &call.uploads)?;
            (Some(message), Some(Outcome::Updated(message)))
        }
        (8, asking::AUTOCOMPLETE) => (None, Some(Outcome::Choices(choices(data)?))),
        (9, asking::COMMAND | asking::COMPONENT) => {
            modal::check(data)?;
            (None, Some(Outcome::Modal(data.clone())))
        }
        _ => {
            let message = "Value is not one of the types this interaction can be answered with";
            return Err(Refusal::field("type", "BASE_TYPE_CHOICES", message));
        }
    };
    if let Some(found) = world.interactions.get_mut(&id) {
        found.acknowledged = Some(kind);
        found.original = original;
        if let Some(outcome) = outcome {
            found.settle(outcome);
        }
    }
    if call.query.get("with_response").is_some_and(|value| value == "true" || value == "1") {
        let mut answer = json!({ "interaction": { "id": id.to_string(), "type": found.kind } });
        if let Some(message) = original {
            answer["interaction"]["response_message_id"] = json!(message.to_string());
            answer["resource"] = json!({ "type": kind, "message": body_of(world, message)? });
        }
        return Ok((200, answer));
    }
    Ok((204, Value::Null))
}

fn draft<'b>(
    world: &World,
    found: &Interaction,
    body: &'b Value,
    ephemeral_to: Option<u64>,
    uploads: &'b [Upload],
) -> Draft<'b> {
    let (channel, interaction) = (found.channel, Some(found.id));
    Draft { channel, author: world.bot, body, uploads, ephemeral_to, interaction, id: None }
}

fn say(
    world: &mut World,
    found: &Interaction,
    data: &Value,
    uploads: &[Upload],
) -> Result<u64, Refusal> {
    let ephemeral_to = asks_ephemeral(data).then_some(found.user);
    let message = world.post(&draft(world, found, data, ephemeral_to, uploads))?;
    world.announce(message);
    Ok(message)
}

fn choices(data: &Value) -> Result<Vec<(String, Value)>, Refusal> {
    let given = list(data, "choices");
    if given.len() > 25 {
        return Err(Refusal::field(
            "data.choices",
            "BASE_TYPE_MAX_LENGTH",
            "Must be 25 or fewer in length.",
        ));
    }
    let mut choices = Vec::new();
    for (at, choice) in given.iter().enumerate() {
        let name = choice["name"].as_str().unwrap_or_default();
        let length = name.chars().count();
        let long_value = choice["value"].as_str().is_some_and(|value| value.chars().count() > 100);
        if !(1..=100).contains(&length) || long_value {
            let path = format!("data.choices.{at}");
            let message = "Must be between 1 and 100 in length.";
            return Err(Refusal::field(&path, "BASE_TYPE_BAD_LENGTH", message));
        }
        choices.push((name.to_owned(), choice["value"].clone()));
    }
    Ok(choices)
}

/// The interaction whose token opens this webhook.
fn opened(world: &World, call: &Call<'_>) -> Result<Interaction, Refusal> {
    let token = call.places.get(1).copied().unwrap_or_default();
    let found = world.interactions.with_token(token);
    let found = found.filter(|_| call.id(0) == world.application);
    let found = found.ok_or_else(Refusal::unknown_webhook)?;
    if !found.token_lives(world.clock.now_ms()) {
        return Err(Refusal::new(401, 50027, "Invalid Webhook Token"));
    }
    if found.acknowledged.is_none() {
        return Err(Refusal::unknown_webhook());
    }
    Ok(found.clone())
}

pub(crate) fn follow_up(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let found = opened(world, call)?;
    let is_loading = |id: &u64| world.messages.get(id).is_some_and(|message| message.loading);
    let message = match found.original.filter(is_loading) {
        // The first follow-up of a deferred response takes its place.
        Some(original) => {
            world.edit(original, call.body(), &call.uploads)?;
            if let Some(found) = world.interactions.get_mut(&found.id) {
                found.settle(Outcome::Message(original));
            }
            original
        }
        None => say(world, &found, call.body(), &call.uploads)?,
    };
    Ok((200, body_of(world, message)?))
}

/// `@original`, or a follow-up by its id.
fn meant(world: &World, call: &Call<'_>) -> Result<(u64, u64), Refusal> {
    let found = opened(world, call)?;
    let message = match call.places.get(2) {
        None => found.original,
        Some(_) => Some(call.id(2)).filter(|id| {
            world.messages.get(id).is_some_and(|one| one.interaction == Some(found.id))
        }),
    };
    Ok((found.id, message.ok_or_else(Refusal::unknown_message)?))
}

pub(crate) fn original(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let (_, message) = meant(world, call)?;
    Ok((200, body_of(world, message)?))
}

pub(crate) fn edit_original(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let (interaction, message) = meant(world, call)?;
    world.edit(message, call.body(), &call.uploads)?;
    if let Some(found) = world.interactions.get_mut(&interaction) {
        let updated = found.acknowledged == Some(6);
        found.settle(if updated { Outcome::Updated(message) } else { Outcome::Message(message) });
    }
    Ok((200, body_of(world, message)?))
}

pub(crate) fn delete_original(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let (_, message) = meant(world, call)?;
    world.delete_message(message);
    Ok((204, Value::Null))
}
