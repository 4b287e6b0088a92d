//! Responses to interactions: the callback within its deadline, and the webhook after it.

use serde_json::{Value, json};

use crate::discord::rest::Success;
use crate::discord::rest::error::ApiError;
use crate::discord::rest::messages::body_of;
use crate::discord::rest::route::Call;
use crate::discord::state::attachments::Upload;
use crate::discord::state::interaction::{Interaction, Outcome, interaction_type};
use crate::discord::state::message::{Draft, asks_ephemeral};
use crate::discord::state::world::World;
use crate::discord::validate::list;
use crate::discord::validate::modal;

pub(crate) fn callback(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let id = call.id(0);
    let token = call.places.get(1).copied().unwrap_or_default();
    let deadline = world.options.interaction_deadline;
    let found = world
        .interactions
        .get(&id)
        .filter(|found| found.token == token && !found.failed)
        .cloned()
        .ok_or_else(ApiError::unknown_interaction)?;
    if found.acknowledged.is_some() {
        if !found.answer_lost {
            world.violation("an interaction was acknowledged twice");
        }
        let message = "Interaction has already been acknowledged.";
        return Err(ApiError::new(400, 40060, message));
    }
    if found.age(world.clock.now_ms()) > deadline {
        world.violation("an interaction was answered after its deadline");
        return Err(ApiError::unknown_interaction());
    }
    let (kind, data) = (call.body()["type"].as_u64().unwrap_or_default(), &call.body()["data"]);
    let (original, outcome) = match (kind, found.kind) {
        (4, interaction_type::COMMAND | interaction_type::COMPONENT | interaction_type::MODAL) => {
            let message = send_message(world, &found, data, &call.uploads)?;
            (Some(message), Some(Outcome::Message(message)))
        }
        (5, interaction_type::COMMAND | interaction_type::COMPONENT | interaction_type::MODAL) => {
            let ephemeral_to = asks_ephemeral(data).then_some(found.user);
            let message = world.post_loading(&draft(world, &found, data, ephemeral_to, &[]));
            world.notify_page(json!({
                "type": "thinking",
                "channel_id": found.channel.to_string(),
                "interaction_id": id.to_string(),
                "user_id": found.user.to_string(),
                "text": found.line,
                "ephemeral_to": ephemeral_to.map(|id| id.to_string()),
            }));
            (Some(message), None)
        }
        (6, interaction_type::COMPONENT) => (found.message, None),
        (6, interaction_type::MODAL) if found.message.is_some() => (found.message, None),
        (7, interaction_type::COMPONENT | interaction_type::MODAL) => {
            let message = found.message.ok_or_else(ApiError::unknown_message)?;
            world.edit(message, data, &call.uploads)?;
            (Some(message), Some(Outcome::Updated(message)))
        }
        (8, interaction_type::AUTOCOMPLETE) => (None, Some(Outcome::Choices(choices(data)?))),
        (9, interaction_type::COMMAND | interaction_type::COMPONENT) => {
            modal::check(data)?;
            (None, Some(Outcome::Modal(data.clone())))
        }
        _ => {
            let message = "Value is not one of the types this interaction can be answered with";
            return Err(ApiError::field("type", "BASE_TYPE_CHOICES", message));
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
            // A deferral also has a message, but Discord doesn't show it.
            if matches!(kind, 4 | 7) {
                answer["resource"] = json!({ "type": kind, "message": body_of(world, message)? });
            }
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

fn send_message(
    world: &mut World,
    found: &Interaction,
    data: &Value,
    uploads: &[Upload],
) -> Result<u64, ApiError> {
    let ephemeral_to = asks_ephemeral(data).then_some(found.user);
    let message = world.post(&draft(world, found, data, ephemeral_to, uploads))?;
    world.announce(message);
    Ok(message)
}

fn choices(data: &Value) -> Result<Vec<(String, Value)>, ApiError> {
    let given = list(data, "choices");
    if given.len() > 25 {
        return Err(ApiError::field(
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
            return Err(ApiError::field(&path, "BASE_TYPE_BAD_LENGTH", message));
        }
        choices.push((name.to_owned(), choice["value"].clone()));
    }
    Ok(choices)
}

/// The interaction whose token opens this webhook.
fn authorized_interaction(world: &World, call: &Call<'_>) -> Result<Interaction, ApiError> {
    let token = call.places.get(1).copied().unwrap_or_default();
    let found = world.interactions.with_token(token);
    let found = found.filter(|_| call.id(0) == world.application);
    let found = found.ok_or_else(ApiError::unknown_webhook)?;
    if !found.token_lives(world.clock.now_ms()) {
        return Err(ApiError::new(401, 50027, "Invalid Webhook Token"));
    }
    if found.acknowledged.is_none() {
        return Err(ApiError::unknown_webhook());
    }
    Ok(found.clone())
}

pub(crate) fn follow_up(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let found = authorized_interaction(world, call)?;
    let is_loading = |id: &u64| world.messages.get(id).is_some_and(|message| message.loading);
    let message = match found.original.filter(is_loading) {
        // The first follow-up to a deferred response replaces it.
        Some(original) => {
            world.edit(original, call.body(), &call.uploads)?;
            if let Some(found) = world.interactions.get_mut(&found.id) {
                found.settle(Outcome::Message(original));
            }
            original
        }
        None => {
            let message = send_message(world, &found, call.body(), &call.uploads)?;
            // Nothing else is shown of a press whose message was to change and stays as it is.
            if let Some(found) = world.interactions.get_mut(&found.id)
                && found.acknowledged == Some(6)
            {
                found.settle(Outcome::Message(message));
            }
            message
        }
    };
    Ok((200, body_of(world, message)?))
}

/// `@original`, or a follow-up by its id.
fn target_message(world: &World, call: &Call<'_>) -> Result<(u64, u64), ApiError> {
    let found = authorized_interaction(world, call)?;
    let message = match call.places.get(2) {
        None => found.original,
        Some(_) => Some(call.id(2)).filter(|id| {
            world.messages.get(id).is_some_and(|one| one.interaction == Some(found.id))
        }),
    };
    Ok((found.id, message.ok_or_else(ApiError::unknown_message)?))
}

pub(crate) fn original(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (_, message) = target_message(world, call)?;
    Ok((200, body_of(world, message)?))
}

pub(crate) fn edit_original(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (interaction, message) = target_message(world, call)?;
    world.edit(message, call.body(), &call.uploads)?;
    if let Some(found) = world.interactions.get_mut(&interaction) {
        let updated = found.acknowledged == Some(6);
        found.settle(if updated { Outcome::Updated(message) } else { Outcome::Message(message) });
    }
    Ok((200, body_of(world, message)?))
}

pub(crate) fn delete_original(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let (_, message) = target_message(world, call)?;
    world.delete_message(message);
    Ok((204, Value::Null))
}
