//! The bot's own account and application, and the gateway's address.

use serde_json::{Value, json};

use crate::discord::rest::Success;
use crate::discord::rest::error::ApiError;
use crate::discord::rest::route::Call;
use crate::discord::state::objects;
use crate::discord::state::world::World;

pub(crate) fn gateway(world: &mut World, _: &Call<'_>) -> Result<Success, ApiError> {
    Ok((200, json!({ "url": world.gateway_url() })))
}

pub(crate) fn gateway_bot(world: &mut World, _: &Call<'_>) -> Result<Success, ApiError> {
    let left = 1_000 - world.sessions.attempts.min(1_000) as u64;
    let (remaining, reset_after) = world.sessions.budget.unwrap_or((left, 86_400_000));
    let limit = json!({
        "total": 1_000,
        "remaining": remaining,
        "reset_after": reset_after,
        "max_concurrency": world.options.max_concurrency,
    });
    let url = world.gateway_url();
    // Discord recommends about one shard per thousand guilds.
    let by_size = || world.guilds_of((0, 1)).count() as u64 / 1_000 + 1;
    let shards = world.options.shards.unwrap_or_else(by_size);
    Ok((200, json!({ "url": url, "shards": shards, "session_start_limit": limit })))
}

pub(crate) fn me(world: &mut World, _: &Call<'_>) -> Result<Success, ApiError> {
    Ok((200, objects::current_user(world)))
}

pub(crate) fn application(world: &mut World, _: &Call<'_>) -> Result<Success, ApiError> {
    Ok((200, objects::application(world)))
}

/// The fields that an application can change; Discord ignores all others.
pub(crate) fn edit_application(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let Value::Object(wanted) = call.body() else { return Err(ApiError::bad_json()) };
    for name in ["description", "tags", "integration_types_config", "install_params"] {
        if let Some(value) = wanted.get(name) {
            world.application_settings.insert(name.to_owned(), shown(value.clone()));
        }
    }
    application(world, call)
}

/// A setting as Discord returns it: texts in one language, permissions as a string.
fn shown(mut setting: Value) -> Value {
    if let Some(default) = setting.get("default") {
        return default.clone();
    }
    let Value::Object(_) = setting else { return setting };
    for kind in ["0", "1"] {
        let permissions = &mut setting[kind]["oauth2_install_params"]["permissions"];
        if let Some(number) = permissions.as_u64() {
            *permissions = json!(number.to_string());
        }
    }
    setting
}
