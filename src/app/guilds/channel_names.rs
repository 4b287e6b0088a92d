//! Caches channel names for suggestions. Everywhere else Discord displays a channel by its id.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{ChannelId, GuildId};
use tokio::time::Instant;

use crate::app::App;

/// The maximum age of a name.
const FRESH: Duration = Duration::from_secs(300);
/// The time limit for a request: late suggestions are useless.
const PATIENCE: Duration = Duration::from_millis(1_000);
/// The number of guilds in the cache; each takes some kilobytes.
const CAPACITY: usize = 1_000;

type Names = Arc<HashMap<ChannelId, String>>;

/// Recently read names.
#[derive(Default)]
pub(in crate::app) struct ChannelNames(Mutex<HashMap<GuildId, (Instant, Names)>>);

/// The names of a guild's channels; empty if Discord doesn't respond in time.
pub(in crate::app) async fn of_guild(app: &App, guild: GuildId) -> Names {
    let known = || app.channel_names.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((read, names)) = known().get(&guild)
        && read.elapsed() < FRESH
    {
        return names.clone();
    }
    let asked = tokio::time::timeout(PATIENCE, app.discord.channel_names(guild)).await;
    let Ok(Ok(names)) = asked else { return Names::default() };
    let (names, mut known) = (Arc::new(names), known());
    if known.len() >= CAPACITY {
        known.retain(|_, (read, _)| read.elapsed() < FRESH);
    }
    if known.len() < CAPACITY {
        known.insert(guild, (Instant::now(), names.clone()));
    }
    names
}
