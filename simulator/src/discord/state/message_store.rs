//! All messages, by id and by channel.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

/// A message, stored as the object that Discord would return.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: u64,
    pub(crate) channel: u64,
    pub(crate) author: u64,
    pub(crate) body: Value,
    pub(crate) ephemeral_to: Option<u64>,
    pub(crate) interaction: Option<u64>,
    /// "… is thinking": an empty placeholder of a deferred answer.
    pub(crate) loading: bool,
}

impl Message {
    /// Whether this user can see it.
    pub(crate) fn seen_by(&self, user: u64) -> bool {
        self.ephemeral_to.is_none_or(|only| only == user)
    }
}

/// The messages of all channels.
#[derive(Debug, Default)]
pub(crate) struct MessageStore {
    all: BTreeMap<u64, Message>,
    by_channel: HashMap<u64, BTreeSet<u64>>,
}

impl MessageStore {
    pub(crate) fn get(&self, id: &u64) -> Option<&Message> {
        self.all.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: &u64) -> Option<&mut Message> {
        self.all.get_mut(id)
    }

    pub(crate) fn insert(&mut self, message: Message) {
        self.by_channel.entry(message.channel).or_default().insert(message.id);
        self.all.insert(message.id, message);
    }

    pub(crate) fn remove(&mut self, id: &u64) -> Option<Message> {
        let message = self.all.remove(id)?;
        if let Some(inside) = self.by_channel.get_mut(&message.channel) {
            inside.remove(id);
        }
        Some(message)
    }

    /// The messages of one channel, oldest first.
    pub(crate) fn of(&self, channel: u64) -> impl DoubleEndedIterator<Item = &Message> {
        let inside = self.by_channel.get(&channel).into_iter().flatten();
        inside.filter_map(|id| self.all.get(id))
    }

    /// The number of messages in all channels.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// Removes all messages of a channel.
    pub(crate) fn clear(&mut self, channel: u64) {
        for id in self.by_channel.remove(&channel).unwrap_or_default() {
            self.all.remove(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_found_by_channel() {
        let mut store = MessageStore::default();
        for (id, channel) in [(3, 1), (1, 1), (2, 2)] {
            store.insert(Message {
                id,
                channel,
                author: 9,
                body: Value::Null,
                ephemeral_to: None,
                interaction: None,
                loading: false,
            });
        }
        let check = |store: &MessageStore, channel, expected: &[u64]| {
            let found: Vec<u64> = store.of(channel).map(|one| one.id).collect();
            assert_eq!(found, expected, "channel {channel}");
        };
        check(&store, 1, &[1, 3]);
        check(&store, 2, &[2]);
        check(&store, 4, &[]);
        store.remove(&3);
        check(&store, 1, &[1]);
        store.clear(1);
        check(&store, 1, &[]);
        assert_eq!(store.len(), 1);
    }
}
