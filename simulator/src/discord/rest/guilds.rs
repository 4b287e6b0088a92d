//! The bot's guilds, their channels, roles and members.

use crate::discord::rest::Success;
use crate::discord::rest::error::ApiError;
use crate::discord::rest::route::Call;
use crate::discord::state::guild::Guild;
use crate::discord::state::objects;
use crate::discord::state::world::World;

fn joined_guild<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Guild, ApiError> {
    let found = world.guilds.get(&call.id(0)).filter(|guild| world.bot_in(guild.id));
    found.ok_or_else(ApiError::unknown_guild)
}

pub(crate) fn guild(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    Ok((200, objects::guild(joined_guild(world, call)?)))
}

pub(crate) fn guild_channels(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let guild = joined_guild(world, call)?;
    let own = world.channels_of(guild).filter(|one| one.thread.is_none());
    Ok((200, own.map(|channel| objects::channel(world, channel)).collect()))
}

pub(crate) fn guild_roles(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    Ok((200, joined_guild(world, call)?.roles.values().map(objects::role).collect()))
}

pub(crate) fn guild_member(world: &mut World, call: &Call<'_>) -> Result<Success, ApiError> {
    let guild = joined_guild(world, call)?;
    let user = call.id(1);
    let member = guild.members.get(&user).ok_or_else(|| match world.accounts.get(&user) {
        Some(_) => ApiError::new(404, 10007, "Unknown Member"),
        None => ApiError::unknown_user(),
    })?;
    Ok((200, objects::member(world, member, true)))
}

/// The guilds the bot is in.
pub(crate) fn my_guilds(world: &mut World, _: &Call<'_>) -> Result<Success, ApiError> {
    let mine = world.guilds.values().filter(|guild| world.bot_in(guild.id));
    Ok((200, mine.map(|guild| objects::my_guild(world, guild)).collect()))
}
