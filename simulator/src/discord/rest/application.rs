//! The bot's own account, its commands, and the servers it is in.

use serde_json::{Value, json};

use crate::discord::nouns::Server;
use crate::discord::refusal::Refusal;
use crate::discord::registration;
use crate::discord::rest::Done;
use crate::discord::rest::route::Call;
use crate::discord::shapes;
use crate::discord::world::World;

pub(crate) fn gateway(world: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, json!({ "url": world.gateway_url() })))
}

pub(crate) fn gateway_bot(world: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    let left = 1_000 - world.sessions.attempts.min(1_000) as u64;
    let (remaining, reset_after) = world.sessions.budget.unwrap_or((left, 86_400_000));
    let limit = json!({
        "total": 1_000, "remaining": remaining, "reset_after": reset_after, "max_concurrency": 1,
    });
    let url = world.gateway_url();
    // Discord recommends a shard for about every thousand servers.
    let shards = world.servers_of((0, 1)).count() / 1_000 + 1;
    Ok((200, json!({ "url": url, "shards": shards, "session_start_limit": limit })))
}

pub(crate) fn me(world: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, shapes::current_user(world)))
}

pub(crate) fn application(world: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, shapes::application(world)))
}

pub(crate) fn my_guilds(world: &mut World, _: &Call<'_>) -> Result<Done, Refusal> {
    let mine = world.servers.values().filter(|server| world.bot_in(server.id));
    Ok((200, mine.map(|server| shapes::my_guild(world, server)).collect()))
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
    registration::check_all(wanted)?;
    let earlier = std::mem::take(&mut world.commands);
    let application = world.application;
    world.commands = wanted
        .iter()
        .map(|command| {
            registration::registered(&mut world.clock, application, None, &earlier, command)
        })
        .collect();
    world.tell_page(json!({ "type": "commands", "commands": world.commands }));
    Ok((200, json!(world.commands)))
}

/// Adds a command, or replaces the one of its name.
pub(crate) fn create_command(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    own(world, call)?;
    registration::check_one(call.body())?;
    let earlier = world.commands.clone();
    let application = world.application;
    let clock = &mut world.clock;
    let made = registration::registered(clock, application, None, &earlier, call.body());
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

fn joined<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Server, Refusal> {
    let found = world.servers.get(&call.id(0)).filter(|server| world.bot_in(server.id));
    found.ok_or_else(Refusal::unknown_guild)
}

pub(crate) fn guild(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, shapes::guild(world, joined(world, call)?)))
}

pub(crate) fn guild_channels(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let server = joined(world, call)?;
    let own = world.channels_of(server).filter(|one| one.thread.is_none());
    Ok((200, own.map(|channel| shapes::channel(world, channel)).collect()))
}

pub(crate) fn guild_roles(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    Ok((200, joined(world, call)?.roles.values().map(shapes::role).collect()))
}

pub(crate) fn guild_member(world: &mut World, call: &Call<'_>) -> Result<Done, Refusal> {
    let server = joined(world, call)?;
    let user = call.id(1);
    let member = server.members.get(&user).ok_or_else(|| match world.accounts.get(&user) {
        Some(_) => Refusal::new(404, 10007, "Unknown Member"),
        None => Refusal::unknown_user(),
    })?;
    Ok((200, shapes::member(world, member, true)))
}
