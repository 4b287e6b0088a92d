//! The configuration of a server as a file: JSON with the names and values of the corresponding
//! options. `/config export` writes it and `/config import` reads it; people can also write it by
//! hand.
//!
//! A file is complete: omitted settings get their defaults, and unlisted subscriptions are removed.
//! It has at most [`MAX_SUBSCRIPTIONS`] subscriptions in [`MAX_BYTES`].

mod problem;
mod read;

use std::collections::HashMap;

use domain::{
    ChannelId, Configuration, GuildSettings, Pause, Setting, SubscriptionId, SubscriptionSettings,
    Values,
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

pub use problem::{ConfigFileErrors, FileLocation, FileProblem};
pub use read::{Owner, read};

/// The version of the format.
pub const VERSION: u64 = 1;
/// The maximum size of a file.
pub const MAX_BYTES: usize = 256 * 1_024;
/// The maximum number of subscriptions in a file and of a server.
pub const MAX_SUBSCRIPTIONS: usize = 100;

/// The contents of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigFile {
    /// The settings of the server.
    pub settings: GuildSettings,
    /// Its subscriptions.
    pub subscriptions: Vec<FileSubscription>,
}

/// A subscription in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSubscription {
    /// Its index in the file.
    pub index: usize,
    /// Its number, if given.
    pub id: Option<SubscriptionId>,
    /// Its settings. The type of its channel is known only to Discord.
    pub settings: SubscriptionSettings,
    /// Its pause.
    pub pause: Option<Pause>,
}

impl FileSubscription {
    fn values(&self) -> Values {
        let mut values = self.settings.values();
        values.extend(self.pause.map(|pause| (Setting::Paused, pause.value())));
        values
    }

    /// Its channel.
    pub fn channel(&self) -> Option<ChannelId> {
        self.settings.destination.channel()
    }
}

impl ConfigFile {
    /// Matches the file to a server's configuration: unknown numbers are dropped, and a
    /// subscription without a number gets that of an identical one.
    pub fn matched(self, stored: &Configuration) -> ConfigFile {
        let known = |id| stored.subscriptions.iter().any(|one| one.0 == Some(id));
        let mut all = self.subscriptions;
        for one in &mut all {
            one.id = one.id.filter(|id| known(*id));
        }
        let mut taken: Vec<SubscriptionId> = all.iter().filter_map(|one| one.id).collect();
        for one in all.iter_mut().filter(|one| one.id.is_none()) {
            let values = one.values();
            let same = stored.subscriptions.iter().filter(|known| known.1 == values);
            one.id = same.filter_map(|known| known.0).find(|id| !taken.contains(id));
            taken.extend(one.id);
        }
        ConfigFile { settings: self.settings, subscriptions: all }
    }

    /// The resulting configuration.
    pub fn configuration(&self) -> Configuration {
        let subscriptions = self.subscriptions.iter().map(|one| (one.id, one.values())).collect();
        Configuration { settings: self.settings.values(), subscriptions }
    }
}

/// The file for a configuration, with channel names for readers.
pub fn write(configuration: &Configuration, names: &HashMap<ChannelId, String>) -> String {
    let object = |values: &Values| -> Map<String, Value> {
        let pair = |(setting, text): (&Setting, &String)| {
            (setting.as_str().to_owned(), value(*setting, text))
        };
        values.iter().map(pair).collect()
    };
    let subscription = |(id, values): &(Option<SubscriptionId>, Values)| {
        let mut object = object(values);
        if let Some(id) = id {
            object.insert("id".to_owned(), json!(id.0));
        }
        let channel = values.get(&Setting::Channel).and_then(|id| id.parse().ok());
        if let Some(name) = channel.and_then(|id| names.get(&ChannelId(id))) {
            object.insert("channel_name".to_owned(), json!(name));
        }
        Value::Object(object)
    };
    // Personal subscriptions by direct message don't belong to the server.
    let all: Vec<Value> = configuration.subscriptions.iter().map(subscription).collect();
    let file = json!({
        "paperboy": VERSION,
        "server": object(&configuration.settings),
        "subscriptions": all,
    });
    format!("{file:#}\n")
}

/// A value as JSON, in the type that the option takes: text, number or flag.
fn value(setting: Setting, text: &str) -> Value {
    match setting {
        Setting::MinUpvotes | Setting::MaxPapers | Setting::CommandsPerMinute => {
            text.parse::<u64>().map_or_else(|_| json!(text), Value::from)
        }
        Setting::HasCode
        | Setting::HasModel
        | Setting::HasDataset
        | Setting::Silent
        | Setting::Publish
        | Setting::Paused
            if text == "true" =>
        {
            json!(true)
        }
        _ => json!(text),
    }
}

/// A pause in the file.
fn pause(value: &Value, now: Timestamp) -> Option<Option<Pause>> {
    match value {
        Value::Null | Value::Bool(false) => Some(None),
        Value::Bool(true) => Some(Some(Pause { since: now, until: None })),
        Value::String(until) => {
            let until: Timestamp = until.parse().ok()?;
            // Ignore a pause that is over.
            Some((until > now).then_some(Pause { since: now, until: Some(until) }))
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "config_file/config_file_tests.rs"]
mod tests;
