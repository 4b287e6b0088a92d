//! The initial state of the world for the page.

use serde_json::{Map, Value, json};

use crate::discord::Discord;
use crate::discord::state::channel::kind;
use crate::discord::state::guild::Guild;
use crate::discord::state::permissions::{self, MANAGE_CHANNELS};
use crate::discord::state::world::World;

pub(super) fn world(discord: &Discord) -> Value {
    discord.read(|world| {
        let users: Vec<Value> = world
            .accounts
            .values()
            .filter(|account| account.listed)
            .map(|account| {
                let admin = world.guilds.values().any(|guild| {
                    permissions::in_guild(guild, account.id) & (MANAGE_CHANNELS | 1 << 5) != 0
                });
                json!({
                    "id": account.id.to_string(),
                    "name": account.name,
                    "admin": admin,
                    "locale": account.locale,
                })
            })
            .collect();
        let mut guilds: Vec<Value> =
            world.guilds.values().map(|guild| guild_of_the_page(world, guild)).collect();
        guilds.extend(direct_messages_of_the_page(world));
        let messages: Map<String, Value> = world
            .channels
            .keys()
            .map(|id| {
                let all: Vec<Value> = world.public(*id).map(|one| one.body.clone()).collect();
                (id.to_string(), json!(all))
            })
            .collect();
        let bot = world.accounts.get(&world.bot).map_or("bot", |bot| bot.name.as_str());
        json!({
            "now": world.clock.now(),
            "bot": { "id": world.bot.to_string(), "name": bot },
            "switchboard": world.switchboard.to_json(),
            "users": users,
            "servers": guilds,
            "commands": world.all_commands(),
            "messages": messages,
        })
    })
}

fn guild_of_the_page(world: &World, guild: &Guild) -> Value {
    let channels: Vec<Value> = world
        .channels_of(guild)
        .map(|one| {
            json!({
                "id": one.id.to_string(),
                "name": one.name,
                "kind": one.kind,
                "topic": one.topic,
                "parent_id": one.parent.map(|id| id.to_string()),
            })
        })
        .collect();
    let roles: Vec<Value> = guild
        .roles
        .values()
        .map(|role| json!({ "id": role.id.to_string(), "name": role.name }))
        .collect();
    let id = guild.id.to_string();
    json!({ "id": id, "name": guild.name, "channels": channels, "roles": roles })
}

/// The direct message channels, presented as a server; each is visible only to its user.
fn direct_messages_of_the_page(world: &World) -> Option<Value> {
    let name = world.accounts.get(&world.bot).map_or("bot", |bot| bot.name.as_str());
    let channels: Vec<Value> = world
        .direct_channels()
        .map(|(user, channel)| {
            json!({
                "id": channel.to_string(),
                "name": name,
                "kind": kind::DIRECT,
                "only": user.to_string(),
            })
        })
        .collect();
    let all = json!({ "id": "@me", "name": "Direct messages", "channels": channels, "roles": [] });
    (!channels.is_empty()).then_some(all)
}
