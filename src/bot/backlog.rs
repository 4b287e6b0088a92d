//! The events that wait to be recorded.
//!
//! While the store fails, every new session adds an event per guild. What a later event makes
//! superfluous is dropped, so that a disk that is full for days doesn't fill the memory, too.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::GuildId;

use crate::discord::Event;

/// Waiting events in order, numbered as they came.
#[derive(Default)]
pub(super) struct Backlog {
    events: BTreeMap<u64, Event>,
    next: u64,
    /// The last waiting event of each guild.
    last: HashMap<GuildId, u64>,
    /// The last waiting event of each guild that it is available.
    available: HashMap<GuildId, u64>,
}

impl Backlog {
    /// Adds an event after all others.
    pub(super) fn push(&mut self, event: Event) {
        let number = self.next;
        self.next += 1;
        if let Event::Ready(shard, guilds) = &event {
            // It changes nothing about the guilds that it lists, but removes the shard's others.
            let listed: HashSet<&GuildId> = guilds.iter().collect();
            self.last.retain(|guild, _| !shard.serves(*guild) || listed.contains(guild));
        }
        if let Some(guild) = guild_of(&event) {
            if let Some(waiting) = self.last.insert(guild, number)
                && self.events.get(&waiting).is_some_and(|waiting| replaces(&event, waiting))
            {
                self.events.remove(&waiting);
            }
            if matches!(event, Event::GuildAvailable(_))
                && let Some(earlier) = self.available.insert(guild, number)
                && let Some(Event::GuildAvailable(earlier)) = self.events.get_mut(&earlier)
            {
                // The names in the later event are newer.
                earlier.channels = Vec::new();
            }
        }
        self.events.insert(number, event);
    }

    /// Takes the first event.
    pub(super) fn pop(&mut self) -> Option<Event> {
        self.pop_if(|_| true)
    }

    /// Takes the first event if it is the right one.
    pub(super) fn pop_if(&mut self, is_right: impl FnOnce(&Event) -> bool) -> Option<Event> {
        let first = self.events.first_entry().filter(|entry| is_right(entry.get()))?;
        let (number, event) = first.remove_entry();
        if let Some(guild) = guild_of(&event) {
            for numbers in [&mut self.last, &mut self.available] {
                if numbers.get(&guild) == Some(&number) {
                    numbers.remove(&guild);
                }
            }
        }
        Some(event)
    }
}

/// The guild that an event is about; `None` for interactions and those about several.
fn guild_of(event: &Event) -> Option<GuildId> {
    match event {
        Event::GuildAvailable(guild) => Some(guild.id),
        Event::GuildRemoved(guild)
        | Event::ChannelChanged(guild, ..)
        | Event::PermissionsChanged(guild)
        | Event::ChannelDeleted(guild, _) => Some(*guild),
        Event::Ready(..) | Event::Interaction(_) | Event::UnreadableInteraction(_) => None,
    }
}

/// Whether an event says all that the one before it of the same guild says.
fn replaces(event: &Event, before: &Event) -> bool {
    match (before, event) {
        (Event::GuildAvailable(_), Event::GuildAvailable(_))
        | (Event::GuildRemoved(_), Event::GuildRemoved(_))
        | (Event::PermissionsChanged(_), Event::PermissionsChanged(_)) => true,
        (Event::ChannelChanged(_, before, _), Event::ChannelChanged(_, after, _))
        | (Event::ChannelDeleted(_, before), Event::ChannelDeleted(_, after)) => before == after,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::{ChannelId, Shard};

    use super::*;
    use crate::discord::AvailableGuild;

    /// An event from a word: `+1` guild 1 is available, `-1` it was removed, `p1` its permissions
    /// changed, `c1.2` and `d1.2` its channel 2 changed or was deleted, `r12` a session with both.
    fn event(word: &str) -> Event {
        let number = |text: &str| text.parse::<u64>().expect(text);
        let (kind, rest) = word.split_at(1);
        let place = || {
            let (guild, channel) = rest.split_once('.').expect(word);
            (GuildId(number(guild)), ChannelId(number(channel)))
        };
        match kind {
            "+" => Event::GuildAvailable(Box::new(AvailableGuild {
                id: GuildId(number(rest)),
                name: "lab".to_owned(),
                joined_at: None,
                locale: None,
                system_channel: None,
                channels: vec![(ChannelId(7), "papers".to_owned())],
            })),
            "-" => Event::GuildRemoved(GuildId(number(rest))),
            "p" => Event::PermissionsChanged(GuildId(number(rest))),
            "c" => Event::ChannelChanged(place().0, place().1, "papers".to_owned()),
            "d" => Event::ChannelDeleted(place().0, place().1),
            _ => {
                let guilds = rest.chars().map(|one| GuildId(number(&one.to_string())));
                Event::Ready(Shard::all(1).next().expect("a shard"), guilds.collect())
            }
        }
    }

    /// The word of an event; `*` without the names of channels.
    fn word(event: Event) -> String {
        match event {
            Event::GuildAvailable(guild) => {
                format!("{}{}", if guild.channels.is_empty() { "*" } else { "+" }, guild.id)
            }
            Event::GuildRemoved(guild) => format!("-{guild}"),
            Event::PermissionsChanged(guild) => format!("p{guild}"),
            Event::ChannelChanged(guild, channel, _) => format!("c{guild}.{channel}"),
            Event::ChannelDeleted(guild, channel) => format!("d{guild}.{channel}"),
            Event::Ready(_, guilds) => {
                format!("r{}", guilds.iter().map(ToString::to_string).collect::<String>())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn superfluous_events_are_dropped_and_the_others_stay_in_order() {
        let check = |pushed: &str, expected: &str| {
            let mut backlog = Backlog::default();
            pushed.split(' ').for_each(|word| backlog.push(event(word)));
            let popped: Vec<String> = std::iter::from_fn(|| backlog.pop()).map(word).collect();
            assert_eq!(popped.join(" "), expected, "{pushed}");
            assert!(backlog.last.is_empty() && backlog.available.is_empty(), "{pushed}");
        };
        // Three sessions.
        check("r12 +1 +2 r12 +1 +2 r12 +1 +2", "r12 r12 r12 +1 +2");
        // It was removed and added in between.
        check("+1 -1 +1", "*1 -1 +1");
        check("-1 +1 -1", "-1 +1 -1");
        check("r12 +1 +2 r2 +2 r12 +1 +2", "r12 *1 r2 r12 +1 +2");
        check("+1 p1 p1 +2 p1 +1", "*1 +2 p1 +1");
        check("c1.2 c1.2 c1.3 c1.2 d1.2 d1.2", "c1.2 c1.3 c1.2 d1.2");
        check("-1 -2 -1", "-2 -1");
    }

    #[test]
    fn taken_events_are_forgotten() {
        let mut backlog = Backlog::default();
        backlog.push(event("+1"));
        assert!(backlog.pop_if(|event| matches!(event, Event::GuildRemoved(_))).is_none());
        assert_eq!(backlog.pop().map(word).as_deref(), Some("+1"));
        backlog.push(event("+1"));
        backlog.push(event("p1"));
        assert_eq!(backlog.pop().map(word).as_deref(), Some("+1"));
        backlog.push(event("+1"));
        assert_eq!(backlog.pop().map(word).as_deref(), Some("p1"));
        assert_eq!(backlog.pop().map(word).as_deref(), Some("+1"));
        assert!(backlog.pop().is_none());
    }
}
