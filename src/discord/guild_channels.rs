//! The names of a guild's channels and threads.

use std::collections::HashMap;

use domain::{ChannelId, GuildId};
use serde_json::Value;

use super::interaction::id;
use super::{DiscordError, Rest};

impl Rest {
    /// The names of a guild's channels and active threads.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn channel_names(
        &self,
        guild: GuildId,
    ) -> Result<HashMap<ChannelId, String>, DiscordError> {
        let channels = format!("/guilds/{guild}/channels");
        let threads = format!("/guilds/{guild}/threads/active");
        let (channels, threads) = tokio::join!(
            self.get(&channels, ("channels of a guild", guild.0)),
            self.get(&threads, ("threads of a guild", guild.0))
        );
        let mut names = HashMap::new();
        // If the threads can't be read, return the channels alone.
        let threads = threads.map(|answer| answer["threads"].clone()).unwrap_or_default();
        for channel in [channels?, threads].iter().filter_map(Value::as_array).flatten() {
            if let (Some(id), Some(name)) = (id(&channel["id"]), channel["name"].as_str()) {
                names.insert(ChannelId(id), name.to_owned());
            }
        }
        Ok(names)
    }
}
