//! The gateway events that the bot handles.

use std::sync::atomic::{AtomicU64, Ordering};

use domain::{ChannelId, GuildId, Shard};
use jiff::Timestamp;
use serde_json::Value;
use serenity::all as discord;
use tokio::sync::mpsc;

use super::vitals::Vitals;
use crate::clock::Clock;
use crate::discord::interaction::{self, Read, ReceivedInteraction, Unreadable};

/// A guild that the bot is in.
#[derive(Clone, Debug)]
pub struct AvailableGuild {
    /// Its id.
    pub id: GuildId,
    /// Its name.
    pub name: String,
    /// Since when the bot is in it.
    pub joined_at: Option<Timestamp>,
    /// Its locale, as Discord writes it.
    pub locale: Option<String>,
    /// The channel in which Discord greets members.
    pub system_channel: Option<ChannelId>,
    /// Its channels and active threads with their names.
    pub channels: Vec<(ChannelId, String)>,
}

/// An event from Discord.
#[derive(Clone, Debug)]
pub enum Event {
    /// A shard has started a session; with all of this shard's guilds that the bot is in.
    Ready(Shard, Vec<GuildId>),
    /// A guild the bot is in, at the start of a session or because it was added.
    GuildAvailable(Box<AvailableGuild>),
    /// The bot was removed from a guild; outages are not reported here.
    GuildRemoved(GuildId),
    /// A channel or thread was renamed, or its permissions changed.
    ChannelChanged(GuildId, ChannelId, String),
    /// Channels or roles of a guild changed, so permissions may have changed.
    PermissionsChanged(GuildId),
    /// A channel was deleted.
    ChannelDeleted(GuildId, ChannelId),
    /// A user used a command or a component.
    Interaction(Box<ReceivedInteraction>),
    /// The same, but the interaction could not be parsed.
    UnreadableInteraction(Unreadable),
}

/// Converts the library's events of one connection.
pub(super) struct Handler {
    pub(super) shard: Shard,
    pub(super) vitals: Vitals,
    clock: Clock,
    events: mpsc::UnboundedSender<Event>,
    unreadable: AtomicU64,
}

impl Handler {
    pub(super) fn new(
        shard: Shard,
        clock: Clock,
        events: mpsc::UnboundedSender<Event>,
        vitals: Vitals,
    ) -> Handler {
        Handler { shard, vitals, clock, events, unreadable: AtomicU64::new(0) }
    }

    /// Handles the next event of the connection.
    pub(super) fn hear(&self, event: discord::Event) {
        self.vitals.beat();
        let guild = |id: discord::GuildId| GuildId(id.get());
        let event = match event {
            discord::Event::Ready(event) => {
                self.vitals.ready();
                let guilds = event.ready.guilds.iter().map(|one| guild(one.id)).collect();
                Event::Ready(self.shard, guilds)
            }
            discord::Event::ChannelCreate(event) => {
                Event::PermissionsChanged(guild(event.channel.guild_id))
            }
            discord::Event::ChannelUpdate(event) => changed(event.channel),
            discord::Event::ThreadUpdate(event) => changed(event.thread),
            discord::Event::GuildUpdate(event) => Event::PermissionsChanged(guild(event.guild.id)),
            discord::Event::GuildRoleUpdate(event) => {
                Event::PermissionsChanged(guild(event.role.guild_id))
            }
            discord::Event::GuildRoleDelete(event) => {
                Event::PermissionsChanged(guild(event.guild_id))
            }
            discord::Event::GuildMemberUpdate(event) => {
                Event::PermissionsChanged(guild(event.guild_id))
            }
            discord::Event::ChannelDelete(event) => {
                let channel = &event.channel;
                Event::ChannelDeleted(guild(channel.guild_id), ChannelId(channel.id.get()))
            }
            discord::Event::ThreadDelete(event) => {
                let thread = &event.thread;
                Event::ChannelDeleted(guild(thread.guild_id), ChannelId(thread.id.get()))
            }
            discord::Event::GuildCreate(event) => {
                let found = event.guild;
                let all = found.channels.into_values().chain(found.threads);
                let named = |one: discord::GuildChannel| (ChannelId(one.id.get()), one.name);
                let joined_at = Timestamp::from_second(found.joined_at.unix_timestamp()).ok();
                Event::GuildAvailable(Box::new(AvailableGuild {
                    id: guild(found.id),
                    name: found.name,
                    joined_at,
                    locale: Some(found.preferred_locale),
                    system_channel: found.system_channel_id.map(|id| ChannelId(id.get())),
                    channels: all.map(named).collect(),
                }))
            }
            discord::Event::GuildDelete(event) if !event.guild.unavailable => {
                Event::GuildRemoved(GuildId(event.guild.id.get()))
            }
            discord::Event::InteractionCreate(event) => {
                match interaction::read(&event.interaction, self.clock.now()) {
                    Read::Whole(interaction) => Event::Interaction(interaction),
                    Read::Part(unreadable) => Event::UnreadableInteraction(unreadable),
                    Read::Nothing => return,
                }
            }
            discord::Event::Unknown(event) if matters(&event.kind) => {
                match self.recover(&event.kind, &event.value) {
                    Some(event) => event,
                    None => return,
                }
            }
            _ => return,
        };
        // The event loop can end before the connection; then there is no receiver.
        let _ = self.events.send(event);
    }

    /// Extracts what it can from an event that the library can't parse. Without this, the bot would
    /// be silent for no visible reason.
    fn recover(&self, kind: &str, event: &Value) -> Option<Event> {
        let count = self.unreadable.fetch_add(1, Ordering::Relaxed) + 1;
        if kind == "INTERACTION_CREATE" {
            return match interaction::read_raw(event, self.clock.now()) {
                Read::Whole(interaction) => Some(Event::Interaction(interaction)),
                Read::Part(unreadable) => Some(Event::UnreadableInteraction(unreadable)),
                Read::Nothing => None,
            };
        }
        let error = match kind {
            "READY" => serde_json::from_value::<discord::Ready>(event.clone()).err(),
            _ => serde_json::from_value::<discord::Guild>(event.clone()).err(),
        };
        let field = error.as_ref().and_then(interaction::missing_field).unwrap_or_default();
        tracing::warn!(shard = %self.shard, kind, field, count, "could not parse a gateway event");
        let guild = GuildId(interaction::id(&event["id"])?);
        match kind {
            "GUILD_CREATE" => {
                let text = |name: &str| event[name].as_str().map(str::to_owned);
                Some(Event::GuildAvailable(Box::new(AvailableGuild {
                    id: guild,
                    name: text("name").unwrap_or_default(),
                    joined_at: text("joined_at").and_then(|at| at.parse().ok()),
                    locale: text("preferred_locale"),
                    system_channel: interaction::id(&event["system_channel_id"]).map(ChannelId),
                    // Discord is asked for them when they are needed.
                    channels: Vec::new(),
                })))
            }
            "GUILD_DELETE" if event["unavailable"] != true => Some(Event::GuildRemoved(guild)),
            _ => None,
        }
    }
}

fn changed(channel: discord::GuildChannel) -> Event {
    let (guild, id) = (GuildId(channel.guild_id.get()), ChannelId(channel.id.get()));
    Event::ChannelChanged(guild, id, channel.name)
}

fn matters(kind: &str) -> bool {
    matches!(kind, "INTERACTION_CREATE" | "GUILD_CREATE" | "GUILD_DELETE" | "READY")
}
