//! Guilds, their roles and their members.

use std::collections::{BTreeMap, BTreeSet};

/// A role of a server; the one with the server's id is @everyone.
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
pub(crate) struct Guild {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) owner: u64,
    pub(crate) roles: BTreeMap<u64, Role>,
    pub(crate) members: BTreeMap<u64, Member>,
    /// The ids of its channels and threads, so that lookups need not scan all of them.
    pub(crate) channels: BTreeSet<u64>,
    pub(crate) available: bool,
    /// Roles that may use every command, whatever its default permissions.
    pub(crate) command_roles: BTreeSet<u64>,
    /// The channel in which Discord greets members.
    pub(crate) system_channel: Option<u64>,
    /// Discord's `preferred_locale`.
    pub(crate) locale: String,
}
