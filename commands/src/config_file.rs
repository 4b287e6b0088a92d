//! The configuration of a server as a file: JSON with the names and values of the options that set
//! it. What `/config export` writes, `/config import` reads; people may write it by hand.
//!
//! A file says everything: what it leaves out has its default, and a subscription that it does not
//! list goes. It holds no more than [`MAX_SUBSCRIPTIONS`] subscriptions in [`MAX_BYTES`].

mod problem;
mod read;

use std::collections::HashMap;

use domain::{
    ChannelId, Configuration, GuildSettings, Pause, Setting, SubscriptionDraft, SubscriptionId,
    Values,
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

pub use problem::{FileProblem, Place};
pub use read::{Owner, read};

/// The version of the format.
pub const VERSION: u64 = 1;
/// The largest file that is read.
pub const MAX_BYTES: usize = 256 * 1_024;
/// The most subscriptions of a file, and of a server.
pub const MAX_SUBSCRIPTIONS: usize = 100;

/// What a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFile {
    /// The settings of the server.
    pub settings: GuildSettings,
    /// Its subscriptions.
    pub subscriptions: Vec<FileSubscription>,
}

/// A subscription in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSubscription {
    /// Its number, if the file names it.
    pub id: Option<SubscriptionId>,
    /// What it is to be. Of which kind its channel is shows only in Discord.
    pub order: SubscriptionDraft,
    /// The pause it is to be in.
    pub pause: Option<Pause>,
}

impl FileSubscription {
    fn values(&self) -> Values {
        let mut values = self.order.values();
        values.extend(self.pause.map(|pause| (Setting::Paused, pause.value())));
        values
    }

    /// The channel that it names.
    pub fn channel(&self) -> Option<ChannelId> {
        self.order.destination.channel()
    }
}

impl ConfigFile {
    /// The same for a server that has this: numbers of subscriptions that it does not have are
    /// left out, and one without a number gets that of one that is just like it.
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

    /// The configuration that it makes.
    pub fn configuration(&self) -> Configuration {
        let subscriptions = self.subscriptions.iter().map(|one| (one.id, one.values())).collect();
        Configuration { settings: self.settings.values(), subscriptions }
    }
}

/// The file of a configuration, with the names of channels for those who read it.
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
    // A person's own subscriptions, by direct message, are not the server's.
    let all: Vec<Value> = configuration.subscriptions.iter().map(subscription).collect();
    let file = json!({
        "paperboy": VERSION,
        "server": object(&configuration.settings),
        "subscriptions": all,
    });
    format!("{file:#}\n")
}

/// A value as JSON: what options take as text, number or flag.
fn value(setting: Setting, text: &str) -> Value {
    match setting {
        Setting::MinUpvotes | Setting::MaxPapers => {
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

/// What a pause is in a file.
fn pause(value: &Value, now: Timestamp) -> Option<Option<Pause>> {
    match value {
        Value::Null | Value::Bool(false) => Some(None),
        Value::Bool(true) => Some(Some(Pause { since: now, until: None })),
        Value::String(until) => {
            let until: Timestamp = until.parse().ok()?;
            // One that is over is none.
            Some((until > now).then_some(Pause { since: now, until: Some(until) }))
        }
        _ => None,
    }
}

#[cfg(test)]
#[path = "config_file/config_file_tests.rs"]
mod tests;
