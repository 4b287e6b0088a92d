//! Users' actions on the page: commands, components, modals.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::discord::Discord;

fn id(body: &Value, field: &str) -> u64 {
    body[field].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

fn text<'a>(body: &'a Value, field: &str) -> &'a str {
    body[field].as_str().unwrap_or_default()
}

pub(super) async fn command(
    State(discord): State<Discord>,
    Json(body): Json<Value>,
) -> Json<Value> {
    let (user, channel) = (id(&body, "user_id"), id(&body, "channel_id"));
    let answer = match body["text"].as_str() {
        Some(line) => discord.command(user, channel, line).await,
        // From the context menu of a message.
        None if body["target_id"].is_string() => {
            let message = id(&body, "target_id");
            discord.message_command(user, text(&body, "command"), message).await
        }
        None => {
            let options = body["options"].as_object().cloned().unwrap_or_default();
            discord.invoke(user, channel, text(&body, "command"), options).await
        }
    };
    Json(answer.to_json())
}

pub(super) async fn autocomplete(
    State(discord): State<Discord>,
    Json(body): Json<Value>,
) -> Json<Value> {
    let (user, channel) = (id(&body, "user_id"), id(&body, "channel_id"));
    let options = body["options"].as_object().cloned().unwrap_or_default();
    let (command, focused) = (text(&body, "command"), text(&body, "focused"));
    let choices = discord.autocomplete(user, channel, command, options, focused).await;
    let choices: Vec<Value> =
        choices.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    Json(json!({ "choices": choices }))
}

pub(super) async fn component(
    State(discord): State<Discord>,
    Json(body): Json<Value>,
) -> Json<Value> {
    let values: Vec<String> = body["values"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect();
    let (user, message) = (id(&body, "user_id"), id(&body, "message_id"));
    let answer = discord.use_component(user, message, text(&body, "custom_id"), &values).await;
    Json(answer.to_json())
}

/// Sets the language of a user and of all guilds.
pub(super) async fn locale(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let locale = text(&body, "locale");
    discord.set_locale(id(&body, "user_id"), locale);
    discord.guilds().into_iter().for_each(|guild| discord.set_guild_locale(guild, locale));
    Json(json!({ "locale": locale }))
}

/// A submitted modal.
pub(super) async fn modal(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let (user, modal) = (id(&body, "user_id"), id(&body, "interaction_id"));
    let fields = body["fields"].as_object().cloned().unwrap_or_default();
    Json(discord.submit_modal(user, modal, fields).await.to_json())
}

/// Presses a control on the page.
pub(super) async fn switch(State(discord): State<Discord>, Json(body): Json<Value>) -> Json<Value> {
    let is_taken = discord.flip(text(&body, "id"));
    Json(json!({ "kind": if is_taken { "taken" } else { "refused" } }))
}
