//! Application commands: global and guild commands.

use serde_json::{Value, json};

use crate::discord::rest::Success;
use crate::discord::rest::error::ApiError;
use crate::discord::rest::route::Call;
use crate::discord::state::registered_command::{registered, without_localizations};
use crate::discord::state::world::World;
use crate::discord::validate::command;

/// Where a request's commands are registered: in a guild, or globally.
fn scope(world: &World, call: &Call<'_>) -> Result<Option<u64>, ApiError> {
    if call.id(0) != world.application {
        let message = "You are not authorized to perform this action on this application";
        return Err(ApiError::new(403, 20012, message));
    }
    match call.route.contains("{guild_id}") {
        false => Ok(None),
        true if world.bot_in(call.id(1)) => Ok(Some(call.id(1))),
        true => Err(ApiError::missing_access()),
    }
}

/// The index of the command in the last path parameter.
fn named(commands: &[Value], call: &Call<'_>) -> Result<usize, ApiError> {
    let id = call.places.last().copied().unwrap_or_default();
    let found = commands.iter().position(|command| command["id"] == id);
    found.ok_or_else(|| ApiError::new(404, 10063, "Unknown application command"))
}

pub(crate) fn list(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let scope = scope(world, call)?;
    let commands = world.commands_of(scope);
    let with_localizations =
        call.query.get("with_localizations").is_some_and(|value| value == "true" || value == "1");
    match with_localizations {
        true => Ok((200, json!(commands))),
        false => Ok((200, commands.iter().map(without_localizations).collect())),
    }
}

pub(crate) fn overwrite(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let scope = scope(world, call)?;
    let Value::Array(wanted) = call.body() else { return Err(ApiError::bad_json()) };
    command::check_all(wanted)?;
    let earlier = world.commands_of(scope).to_vec();
    let application = world.application;
    let made = wanted
        .iter()
        .map(|command| registered(&mut world.clock, application, scope, &earlier, command));
    let made: Vec<Value> = made.collect();
    world.set_commands(scope, made.clone());
    Ok((200, json!(made)))
}

/// Creates a command, or replaces the one with the same name.
pub(crate) fn create(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let scope = scope(world, call)?;
    command::check_one(call.body())?;
    let mut commands = world.commands_of(scope).to_vec();
    let application = world.application;
    let made = registered(&mut world.clock, application, scope, &commands, call.body());
    let known = commands.iter().any(|old| old["id"] == made["id"]);
    commands.retain(|old| old["id"] != made["id"]);
    commands.push(made.clone());
    world.set_commands(scope, commands);
    Ok((if known { 200 } else { 201 }, made))
}

pub(crate) fn get(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let scope = scope(world, call)?;
    let commands = world.commands_of(scope);
    Ok((200, commands[named(commands, call)?].clone()))
}

/// Updates the fields in the body.
pub(crate) fn edit(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let scope = scope(world, call)?;
    let mut commands = world.commands_of(scope).to_vec();
    let at = named(&commands, call)?;
    let mut changed = commands[at].clone();
    for (field, value) in call.body().as_object().into_iter().flatten() {
        changed[field] = value.clone();
    }
    command::check_one(&changed)?;
    let application = world.application;
    let mut made = registered(&mut world.clock, application, scope, &commands, &changed);
    made["id"] = commands[at]["id"].clone();
    commands[at] = made.clone();
    world.set_commands(scope, commands);
    Ok((200, made))
}

pub(crate) fn delete(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let scope = scope(world, call)?;
    let mut commands = world.commands_of(scope).to_vec();
    let at = named(&commands, call)?;
    commands.remove(at);
    world.set_commands(scope, commands);
    Ok((204, Value::Null))
}
