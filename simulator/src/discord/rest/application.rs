//! The bot's own account, its commands, and the servers it is in.

use serde_json::{Value, json};

use crate::discord::rest::Done;
use crate::discord::rest::error::Refusal;
use crate::discord::rest::route::Call;
use crate::discord::state::guild::Guild;
use crate::discord::state::world::World;
use crate::discord::state::{objects, registered_command};
use crate::discord::validate::command;

pub(crate) fn gateway(world: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, json!({ "url": world.gateway_url() })))
}

pub(crate) fn gateway_bot(world: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    let left = 1_000 - world.sessions.attempts.min(1_000) as u64;
    let (remaining, reset_after) = world.sessions.budget.unwrap_or((left, 86_400_000));
    let limit = json!({
        "total": 1_000,
        "remaining": remaining,
        "reset_after": reset_after,
        "max_concurrency": world.options.max_concurrency,
    });
    let url = world.gateway_url();
    // Discord recommends a shard for about every thousand guilds.
    let by_size = || world.guilds_of((0, 1)).count() as u64 / 1_000 + 1;
    let shards = world.options.shards.unwrap_or_else(by_size);
    Ok((200, json!({ "url": url, "shards": shards, "session_start_limit": limit })))
}

pub(crate) fn me(world: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, objects::current_user(world)))
}

pub(crate) fn application(world: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, objects::application(world)))
}

/// What an application may change of itself; anything else in the body is ignored, as Discord does.
pub(crate) fn edit_application(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let Value::Object(wanted) = call.body() else { return Err(Refusal::bad_json()) };
    for name in ["description", "tags", "integration_types_config", "install_params"] {
        if let Some(value) = wanted.get(name) {
            world.application_settings.insert(name.to_owned(), shown(value.clone()));
        }
    }
    application(world, call)
}

/// As Discord gives a setting back: one language of a text, permissions as text.
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

pub(crate) fn my_guilds(world: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    let mine = world.guilds.values().filter(|guild| world.bot_in(guild.id));
    Ok((200, mine.map(|guild| objects::my_guild(world, guild)).collect()))
}

pub(crate) fn commands(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    own(world, call)?;
    Ok((200, json!(world.commands)))
}

/// Commands of single servers: none are kept.
pub(crate) fn no_commands(_: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, json!([])))
}

pub(crate) fn overwrite_commands(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    own(world, call)?;
    let Value::Array(wanted) = call.body() else { return Err(Refusal::bad_json()) };
    command::check_all(wanted)?;
    let earlier = std::mem::take(&mut world.commands);
    let application = world.application;
    world.commands = wanted
        .iter()
        .map(|command| {
            registered_command::registered(&mut world.clock, application, None, &earlier, command)
        })
        .collect();
    world.tell_page(json!({ "type": "commands", "commands": world.commands }));
    Ok((200, json!(world.commands)))
}

/// Adds a command, or replaces the one of its name.
pub(crate) fn create_command(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    own(world, call)?;
    command::check_one(call.body())?;
    let earlier = world.commands.clone();
    let application = world.application;
    let clock = &mut world.clock;
    let made = registered_command::registered(clock, application, None, &earlier, call.body());
    let known = earlier.iter().any(|old| old["id"] == made["id"]);
    world.commands.retain(|old| old["id"] != made["id"]);
    world.commands.push(made.clone());
    world.tell_page(json!({ "type": "commands", "commands": world.commands }));
    Ok((if known { 200 } else { 201 }, made))
}

fn own(world: &World, call: &Call<'_>) -> Result<(), Refusal> {
    match call.id(0) == world.application {
        true => Ok(()),
        false => Err(Refusal::new(
            403,
            20012,
            "You are not authorized to perform this action on this application",
        )),
    }
}

fn joined<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Guild, Refusal> {
    let found = world.guilds.get(&call.id(0)).filter(|guild| world.bot_in(guild.id));
    found.ok_or_else(Refusal::unknown_guild)
}

pub(crate) fn guild(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, objects::guild(world, joined(world, call)?)))
}

pub(crate) fn guild_channels(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let guild = joined(world, call)?;
    let own = world.channels_of(guild).filter(|one| one.thread.is_none());
    Ok((200, own.map(|channel| objects::channel(world, channel)).collect()))
}

pub(crate) fn guild_roles(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, joined(world, call)?.roles.values().map(objects::role).collect()))
}

pub(crate) fn guild_member(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let guild = joined(world, call)?;
    let user = call.id(1);
    let member = guild.members.get(&user).ok_or_else(|| match world.accounts.get(&user) {
        Some(_) => Refusal::new(404, 10007, "Unknown Member"),
        None => Refusal::unknown_user(),
    })?;
    Ok((200, objects::member(world, member, true)))
}
