//! What this Discord is made of: accounts, roles, members, servers, channels, threads, messages.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::discord::permissions::Overwrite;

/// Channel kinds by Discord's numbers.
pub(crate) mod kind {
    pub(crate) const TEXT: u8 = 0;
    pub(crate) const DIRECT: u8 = 1;
    pub(crate) const CATEGORY: u8 = 4;
    pub(crate) const ANNOUNCEMENT: u8 = 5;
    pub(crate) const ANNOUNCEMENT_THREAD: u8 = 10;
    pub(crate) const PUBLIC_THREAD: u8 = 11;
    pub(crate) const PRIVATE_THREAD: u8 = 12;
    pub(crate) const FORUM: u8 = 15;
    pub(crate) const MEDIA: u8 = 16;
}

/// A user or a bot.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) bot: bool,
    pub(crate) locale: String,
    /// Takes no direct messages from bots.
    pub(crate) closed: bool,
    /// Has the application installed for themselves, wherever they are.
    pub(crate) installed: bool,
    /// Stands in the page's list of people.
    pub(crate) listed: bool,
}

/// A role of a server; the one with the server's own id is @everyone.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) permissions: u64,
    pub(crate) position: usize,
    pub(crate) mentionable: bool,
    pub(crate) managed_by: Option<u64>,
}

/// A member of a server.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) user: u64,
    pub(crate) roles: Vec<u64>,
    pub(crate) joined_at: String,
}

/// A server ("guild").
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) owner: u64,
    pub(crate) roles: BTreeMap<u64, Role>,
    pub(crate) members: BTreeMap<u64, Member>,
    /// Its channels and threads, so that nothing has to look through all of them.
    pub(crate) channels: BTreeSet<u64>,
    pub(crate) available: bool,
}

/// What only a thread has.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) owner: u64,
    pub(crate) created_at: String,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    /// When it was archived or taken out of the archive last.
    pub(crate) turned_at: String,
    pub(crate) archive_minutes: u64,
    pub(crate) tags: Vec<u64>,
    pub(crate) messages: u64,
}

/// A channel, a thread, or a direct message.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) id: u64,
    pub(crate) server: Option<u64>,
    pub(crate) name: String,
    pub(crate) kind: u8,
    pub(crate) parent: Option<u64>,
    pub(crate) position: usize,
    pub(crate) topic: Option<String>,
    pub(crate) overwrites: Vec<Overwrite>,
    pub(crate) last_message: Option<u64>,
    pub(crate) recipient: Option<u64>,
    pub(crate) tags: Vec<(u64, String)>,
    pub(crate) tag_required: bool,
    pub(crate) thread: Option<Thread>,
}

/// A message, kept as the object that Discord would answer.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: u64,
    pub(crate) channel: u64,
    pub(crate) author: u64,
    pub(crate) body: Value,
    pub(crate) ephemeral_to: Option<u64>,
    pub(crate) interaction: Option<u64>,
    /// "… is thinking": promised by a deferred answer, nothing in it yet.
    pub(crate) loading: bool,
}

impl Message {
    /// Whether it is not hidden from this person.
    pub(crate) fn seen_by(&self, user: u64) -> bool {
        self.ephemeral_to.is_none_or(|only| only == user)
    }
}

/// A file that came with a message or a command.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) bytes: Vec<u8>,
}

impl Channel {
    pub(crate) fn new(
        id: u64,
        server: Option<u64>,
        name: &str,
        kind: u8,
        parent: Option<u64>,
    ) -> Channel {
        Channel {
            id,
            server,
            name: name.to_owned(),
            kind,
            parent,
            position: 0,
            topic: None,
            overwrites: Vec::new(),
            last_message: None,
            recipient: None,
            tags: Vec::new(),
            tag_required: false,
            thread: None,
        }
    }

    /// Whether messages can stand in it directly.
    pub(crate) fn takes_messages(&self) -> bool {
        !matches!(self.kind, kind::CATEGORY | kind::FORUM | kind::MEDIA | 14)
    }

    /// Whether what is posted in it becomes a thread of its own.
    pub(crate) fn is_forum(&self) -> bool {
        matches!(self.kind, kind::FORUM | kind::MEDIA)
    }

    /// Whether it is a thread in the archive.
    pub(crate) fn is_archived(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| thread.archived)
    }
}
