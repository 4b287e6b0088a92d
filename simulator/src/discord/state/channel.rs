//! Channels of every type: in a guild, threads, direct messages.

use crate::discord::state::permissions::Overwrite;

/// Discord's channel types.
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

/// Fields that only threads have.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) owner: u64,
    pub(crate) created_at: String,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    /// When it was last archived or unarchived.
    pub(crate) archive_changed_at: String,
    pub(crate) archive_minutes: u64,
    pub(crate) tags: Vec<u64>,
    pub(crate) messages: u64,
}

/// A channel, a thread, or a direct message.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) id: u64,
    pub(crate) guild: Option<u64>,
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

impl Channel {
    pub(crate) fn new(
        id: u64,
        guild: Option<u64>,
        name: &str,
        kind: u8,
        parent: Option<u64>,
    ) -> Channel {
        Channel {
            id,
            guild,
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

    /// Whether messages can be posted to it directly.
    pub(crate) fn takes_messages(&self) -> bool {
        !matches!(self.kind, kind::CATEGORY | kind::FORUM | kind::MEDIA | 14)
    }

    /// Whether posting in it creates a thread.
    pub(crate) fn is_forum(&self) -> bool {
        matches!(self.kind, kind::FORUM | kind::MEDIA)
    }

    /// Whether it is an archived thread.
    pub(crate) fn is_archived(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| thread.archived)
    }
}
