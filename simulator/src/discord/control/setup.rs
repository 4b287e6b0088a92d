//! Sets up a Discord with servers, channels and people, and changes it from outside.

use serde_json::json;

use crate::discord::Discord;
use crate::discord::state::channel::kind;
use crate::discord::state::objects;
use crate::discord::state::permissions::Overwrite;
use crate::discord::state::thread::{NewThread, public_kind};
use crate::discord::state::world::World;

impl Discord {
    /// A server with the bot in it.
    pub fn add_guild(&self, name: &str) -> u64 {
        self.change(|world| {
            let guild = world.add_guild(name);
            announce_guild(world, guild, true);
            guild
        })
    }

    /// The same, with a channel in which Discord greets members, and where the bot lacks the
    /// permissions that are `denied`: the guild and that channel.
    pub fn add_guild_with_greetings(&self, name: &str, locale: &str, denied: u64) -> (u64, u64) {
        self.change(|world| {
            let guild = world.add_guild(name);
            let channel = world.add_channel(Some(guild), "general", kind::TEXT, None);
            let bot = world.bot;
            if let Some(found) = world.channels.get_mut(&channel) {
                let overwrite = Overwrite { id: bot, for_member: true, allow: 0, deny: denied };
                found.overwrites.push(overwrite);
            }
            if let Some(found) = world.guilds.get_mut(&guild) {
                (found.system_channel, found.locale) = (Some(channel), locale.to_owned());
            }
            announce_guild(world, guild, true);
            (guild, channel)
        })
    }

    /// Sets the channel in which Discord greets members.
    pub fn set_system_channel(&self, guild: u64, channel: u64) {
        self.change(|world| {
            if let Some(found) = world.guilds.get_mut(&guild) {
                found.system_channel = Some(channel);
            }
        });
    }

    /// A text channel.
    pub fn add_channel(&self, guild: u64, name: &str) -> u64 {
        self.add_channel_of(guild, name, kind::TEXT, None)
    }

    /// A channel of any type, by Discord's numbers.
    pub fn add_channel_of(&self, guild: u64, name: &str, kind: u8, parent: Option<u64>) -> u64 {
        self.change(|world| {
            let channel = world.add_channel(Some(guild), name, kind, parent);
            world.channel_changed("CHANNEL_CREATE", channel);
            channel
        })
    }

    /// A member with these permissions in the whole server, in addition to those of @everyone.
    pub fn add_user(&self, guild: u64, name: &str, permissions: u64) -> u64 {
        self.change(|world| {
            let user = world.account_named(name);
            let role = world.add_role(guild, name, permissions, None);
            world.join(guild, user, Some(role));
            user
        })
    }

    /// Denies the bot permissions in one channel.
    pub fn deny(&self, channel: u64, permissions: u64) {
        self.overwrite(channel, |deny| deny | permissions);
    }

    /// Restores them.
    pub fn allow_again(&self, channel: u64, permissions: u64) {
        self.overwrite(channel, |deny| deny & !permissions);
    }

    fn overwrite(&self, channel: u64, change: impl FnOnce(u64) -> u64) {
        self.change(|world| {
            let bot = world.bot;
            if let Some(found) = world.channels.get_mut(&channel) {
                let own = found.overwrites.iter().position(|one| one.id == bot);
                let denied = own.map_or(0, |at| found.overwrites.remove(at).deny);
                let deny = change(denied);
                found.overwrites.push(Overwrite { id: bot, for_member: true, allow: 0, deny });
            }
            world.channel_changed("CHANNEL_UPDATE", channel);
        });
    }

    /// Deletes a channel with its messages.
    pub fn delete_channel(&self, channel: u64) {
        self.change(|world| {
            world.channel_changed("CHANNEL_DELETE", channel);
            world.remove_channel(channel);
        });
    }

    /// Removes the bot from a server.
    pub fn remove_bot(&self, guild: u64) {
        self.change(|world| {
            let bot = world.bot;
            if let Some(found) = world.guilds.get_mut(&guild) {
                found.members.remove(&bot);
            }
            let gone = json!({ "id": guild.to_string() });
            world.dispatch("GUILD_DELETE", Some(guild), gone);
        });
    }

    /// Adds the bot to a server again.
    pub fn return_bot(&self, guild: u64) {
        self.change(|world| {
            world.add_bot_member(guild);
            announce_guild(world, guild, true);
        });
    }

    /// Starts an outage of a server: the bot gets an event but is not removed.
    pub fn make_unavailable(&self, guild: u64) {
        self.change(|world| {
            if let Some(found) = world.guilds.get_mut(&guild) {
                found.available = false;
            }
            let gone = json!({ "id": guild.to_string(), "unavailable": true });
            world.dispatch("GUILD_DELETE", Some(guild), gone);
        });
    }

    /// Ends the outage.
    pub fn make_available(&self, guild: u64) {
        self.change(|world| {
            if let Some(found) = world.guilds.get_mut(&guild) {
                found.available = true;
            }
            announce_guild(world, guild, false);
        });
    }

    /// A forum; if `tag_required`, every post in it must have one of the tags.
    pub fn add_forum(&self, guild: u64, name: &str, tags: &[&str], tag_required: bool) -> u64 {
        self.change(|world| {
            let forum = world.add_channel(Some(guild), name, kind::FORUM, None);
            let tags = tags.iter().map(|tag| (world.clock.id(), (*tag).to_owned())).collect();
            if let Some(found) = world.channels.get_mut(&forum) {
                (found.tags, found.tag_required) = (tags, tag_required);
            }
            world.channel_changed("CHANNEL_CREATE", forum);
            forum
        })
    }

    /// A public thread in a channel, created by the server's owner.
    pub fn add_thread(&self, parent: u64, name: &str) -> u64 {
        self.change(|world| {
            let id = world.clock.id();
            let owner = world.guild_of(parent).map_or(0, |guild| guild.owner);
            let kind = world.channels.get(&parent).map_or(kind::PUBLIC_THREAD, public_kind);
            let new = NewThread { id, parent, kind, owner, tags: Vec::new() };
            world.create_thread(new, &json!({ "name": name }));
            id
        })
    }

    /// Renames a channel and moves it to another category, or out of all.
    pub fn move_channel(&self, channel: u64, name: &str, parent: Option<u64>) {
        self.change(|world| {
            if let Some(found) = world.channels.get_mut(&channel) {
                (found.name, found.parent) = (name.to_owned(), parent);
            }
            world.channel_changed("CHANNEL_UPDATE", channel);
        });
    }

    /// Unarchives and unlocks a thread.
    pub fn open_thread(&self, thread: u64) {
        self.change(|world| world.set_thread_state(thread, false, false));
    }

    /// Archives a thread; a locked one can be unarchived only by a moderator.
    pub fn archive_thread(&self, thread: u64, locked: bool) {
        self.change(|world| world.set_thread_state(thread, true, locked));
    }

    /// Closes or opens a user's direct messages to bots.
    pub fn close_direct_messages(&self, user: u64, closed: bool) {
        self.change(|world| {
            if let Some(account) = world.accounts.get_mut(&user) {
                account.closed = closed;
            }
        });
    }

    /// Installs the application for a user: commands that allow it are then available in servers
    /// without the bot, too.
    pub fn install_for(&self, user: u64) {
        self.change(|world| {
            if let Some(account) = world.accounts.get_mut(&user) {
                account.installed = true;
            }
        });
    }

    /// Sets the language of a user's client.
    pub fn set_locale(&self, user: u64, locale: &str) {
        self.change(|world| {
            if let Some(account) = world.accounts.get_mut(&user) {
                account.locale = locale.to_owned();
            }
        });
    }

    /// Sets a guild's preferred language.
    pub fn set_guild_locale(&self, guild: u64, locale: &str) {
        self.change(|world| {
            let Some(found) = world.guilds.get_mut(&guild) else { return };
            found.locale = locale.to_owned();
            let Some(found) = world.guilds.get(&guild) else { return };
            let body = objects::guild(found);
            world.dispatch("GUILD_UPDATE", Some(guild), body);
        });
    }

    /// All guilds, oldest first.
    pub fn guilds(&self) -> Vec<u64> {
        self.read(|world| world.guilds.keys().copied().collect())
    }

    /// The direct message channel between a user and the bot.
    pub fn direct_channel(&self, user: u64) -> u64 {
        self.change(|world| world.direct_channel(user))
    }

    /// Removes a channel's messages without telling the bot, so that a long run takes no more memory.
    pub fn clear_messages(&self, channel: u64) {
        self.change(|world| {
            let all: Vec<u64> = world.messages.of(channel).map(|message| message.id).collect();
            for message in all {
                world.messages.remove(&message);
            }
        });
    }

    /// Advances this Discord's clock: interactions and nonces age, and new ids are later by this
    /// much.
    pub fn pass(&self, time: std::time::Duration) {
        self.change(|world| world.clock.pass(time));
    }

    /// Expects a new client, which can't know the delays imposed on an earlier one.
    pub fn expect_new_client(&self) {
        self.change(|world| world.rates.forget_refusals());
    }
}

/// Sends GUILD_CREATE. For a guild that the bot has just joined, it doesn't include `unavailable`,
/// by which clients distinguish a join from the end of an outage.
fn announce_guild(world: &mut World, guild: u64, is_join: bool) {
    let Some(found) = world.guilds.get(&guild) else { return };
    let mut body = objects::guild_create(world, found);
    if let Some(fields) = body.as_object_mut().filter(|_| is_join) {
        fields.remove("unavailable");
    }
    world.dispatch("GUILD_CREATE", Some(guild), body);
    world.notify_page(json!({ "type": "world" }));
}
