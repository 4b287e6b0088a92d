//! The names of channels, for what is offered while somebody types. Discord shows a channel by its
//! id everywhere else.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{ChannelId, GuildId};
use tokio::time::Instant;

use crate::app::App;

/// A name may be this old.
const FRESH: Duration = Duration::from_secs(300);
/// Suggestions are useless when they come late.
const PATIENCE: Duration = Duration::from_millis(1_000);
/// Guilds whose names are remembered; each takes some kilobytes.
const CAPACITY: usize = 1_000;

type Names = Arc<HashMap<ChannelId, String>>;

/// What was read lately.
#[derive(Default)]
pub(in crate::app) struct ChannelNames(Mutex<HashMap<GuildId, (Instant, Names)>>);

/// The names of a guild's channels; none of them when Discord does not answer at once.
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
