//! A guild's configuration as settings and values, and the difference between two configurations;
//! used for the audit log and for imports.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::str::FromStr;

use jiff::Timestamp;

use crate::{
    Destination, Filters, Form, GuildSettings, Pause, Posting, Selection, Subscription,
    SubscriptionId, SubscriptionSettings, UserId,
};

/// A setting of a guild or of one of its subscriptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// The destination of posts.
    Channel,
    /// The topics.
    Topics,
    /// When posts are due.
    Time,
    /// The time zone.
    Zone,
    /// The minimum votes.
    MinUpvotes,
    /// The maximum papers per post.
    MaxPapers,
    /// How certain a match must be.
    Strictness,
    /// The source list.
    Source,
    /// Which papers come first.
    Order,
    /// Whether papers must have code.
    HasCode,
    /// Whether papers must have a model.
    HasModel,
    /// Whether papers must have a dataset.
    HasDataset,
    /// The form of a post.
    Form,
    /// The role to mention.
    Role,
    /// Whether posts are sent without a notification.
    Silent,
    /// Whether posts are published.
    Publish,
    /// The language of posts.
    Language,
    /// The end of a pause.
    Paused,
    /// The channel for notices.
    LogChannel,
    /// The manager role.
    ManagerRole,
    /// How many commands a member may use in a minute.
    CommandsPerMinute,
}

/// The value of [`Setting::Paused`] for an indefinite pause.
const WITHOUT_END: &str = "true";

impl Setting {
    /// All of them, in display order.
    pub const ALL: [Setting; 21] = [
        Setting::Channel,
        Setting::Topics,
        Setting::Time,
        Setting::Zone,
        Setting::MinUpvotes,
        Setting::MaxPapers,
        Setting::Strictness,
        Setting::Source,
        Setting::Order,
        Setting::HasCode,
        Setting::HasModel,
        Setting::HasDataset,
        Setting::Form,
        Setting::Role,
        Setting::Silent,
        Setting::Publish,
        Setting::Language,
        Setting::Paused,
        Setting::LogChannel,
        Setting::ManagerRole,
        Setting::CommandsPerMinute,
    ];

    /// Its name: that of the option, also used in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Setting::Channel => "channel",
            Setting::Topics => "topics",
            Setting::Time => "time",
            Setting::Zone => "zone",
            Setting::MinUpvotes => "min_upvotes",
            Setting::MaxPapers => "max_papers",
            Setting::Strictness => "strictness",
            Setting::Source => "source",
            Setting::Order => "order",
            Setting::HasCode => "has_code",
            Setting::HasModel => "has_model",
            Setting::HasDataset => "has_dataset",
            Setting::Form => "format",
            Setting::Role => "role",
            Setting::Silent => "silent",
            Setting::Publish => "publish",
            Setting::Language => "language",
            Setting::Paused => "paused",
            Setting::LogChannel => "log_channel",
            Setting::ManagerRole => "manager_role",
            Setting::CommandsPerMinute => "commands_per_minute",
        }
    }
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Setting, String> {
        let found = Setting::ALL.into_iter().find(|one| one.as_str() == text);
        // Its name in changes recorded by earlier versions.
        let found = found.or((text == "form").then_some(Setting::Form));
        found.ok_or_else(|| format!("`{text}` is not a setting"))
    }
}

/// Settings with their values in the form that their options accept. Unset ones are omitted.
pub type Values = BTreeMap<Setting, String>;

impl GuildSettings {
    /// The settings that are set.
    pub fn values(&self) -> Values {
        let GuildSettings { zone, time, language, log_channel, manager_role, commands_per_minute } =
            self;
        let all = [
            (Setting::Zone, zone.as_ref().map(|zone| zone.name().to_owned())),
            (Setting::Time, time.as_ref().map(|time| time.as_str().to_owned())),
            (Setting::Language, language.map(|language| language.as_str().to_owned())),
            (Setting::LogChannel, log_channel.map(|channel| channel.to_string())),
            (Setting::ManagerRole, manager_role.map(|role| role.to_string())),
            (Setting::CommandsPerMinute, commands_per_minute.map(|count| count.to_string())),
        ];
        all.into_iter().filter_map(|(setting, value)| Some((setting, value?))).collect()
    }
}

impl SubscriptionSettings {
    /// All settings of a subscription. A new field doesn't compile without its own line here.
    pub fn values(&self) -> Values {
        let SubscriptionSettings {
            guild: _,
            destination,
            created_by: _,
            topics,
            schedule,
            min_upvotes,
            max_papers,
            strictness,
            selection,
            posting,
            language,
            own_language,
        } = self;
        let channel = match destination {
            Destination::Channel(id) | Destination::Thread(id) | Destination::Forum(id) => {
                id.to_string()
            }
            Destination::DirectMessage(user) => format!("@{user}"),
        };
        let mut values = Values::from([
            (Setting::Channel, channel),
            (Setting::Topics, topics.to_string()),
            (Setting::Time, schedule.cron.as_str().to_owned()),
            (Setting::Zone, schedule.zone.name().to_owned()),
            (Setting::MinUpvotes, min_upvotes.to_string()),
            (Setting::MaxPapers, max_papers.to_string()),
            (Setting::Strictness, strictness.as_str().to_owned()),
        ]);
        if *own_language {
            values.insert(Setting::Language, language.as_str().to_owned());
        }
        values.extend(selection.values());
        values.extend(posting.values());
        values
    }
}

/// The value of a switch that is on; omitted if it is off.
const ON: &str = "true";

impl Selection {
    /// The values that differ from the default.
    fn values(&self) -> Values {
        let Selection { source, order, filters } = *self;
        let Filters { code, model, dataset } = filters;
        let on = |is_on: bool| is_on.then(|| ON.to_owned());
        let (usual, word) = (Selection::default(), str::to_owned);
        let all = [
            (Setting::Source, (source != usual.source).then(|| word(source.as_str()))),
            (Setting::Order, (order != usual.order).then(|| word(order.as_str()))),
            (Setting::HasCode, on(code)),
            (Setting::HasModel, on(model)),
            (Setting::HasDataset, on(dataset)),
        ];
        all.into_iter().filter_map(|(setting, value)| Some((setting, value?))).collect()
    }
}

impl Posting {
    /// The values that differ from the default.
    fn values(&self) -> Values {
        let Posting { form, role, silent, publish } = *self;
        let on = |is_on: bool| is_on.then(|| ON.to_owned());
        let all = [
            (Setting::Form, (form != Form::default()).then(|| form.as_str().to_owned())),
            (Setting::Role, role.map(|role| role.to_string())),
            (Setting::Silent, on(silent)),
            (Setting::Publish, on(publish)),
        ];
        all.into_iter().filter_map(|(setting, value)| Some((setting, value?))).collect()
    }
}

impl Subscription {
    /// All settings of a subscription, with its current pause.
    pub fn values(&self, now: Timestamp) -> Values {
        let mut values = self.settings.values();
        values.extend(self.paused_at(now).map(|pause| (Setting::Paused, pause.value())));
        values
    }
}

impl Pause {
    /// The pause as a value of [`Setting::Paused`]: `true`, or when it ends.
    pub fn value(self) -> String {
        self.until.map_or_else(|| WITHOUT_END.to_owned(), |until| until.to_string())
    }
}

/// A guild's configuration. A subscription to be created has no number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    /// The guild's settings.
    pub settings: Values,
    /// Its subscriptions.
    pub subscriptions: Vec<(Option<SubscriptionId>, Values)>,
}

/// A difference between two configurations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationChange {
    /// The kind of change.
    pub kind: ChangeKind,
    /// The subscription; `None` for the guild's settings and for a subscription without a number.
    pub subscription: Option<SubscriptionId>,
    /// The old and new values: all settings for a subscription that was added or removed.
    pub settings: Vec<SettingChange>,
}

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// The guild's settings changed.
    Settings,
    /// A subscription was added.
    Added,
    /// A removed subscription was restored.
    Restored,
    /// A subscription's settings changed.
    Edited,
    /// A subscription was paused.
    Paused,
    /// A subscription was resumed.
    Resumed,
    /// A subscription was removed.
    Removed,
}

impl ChangeKind {
    const ALL: [ChangeKind; 7] = [
        ChangeKind::Settings,
        ChangeKind::Added,
        ChangeKind::Restored,
        ChangeKind::Edited,
        ChangeKind::Paused,
        ChangeKind::Resumed,
        ChangeKind::Removed,
    ];

    /// The code stored in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            ChangeKind::Settings => "settings",
            ChangeKind::Added => "added",
            ChangeKind::Restored => "restored",
            ChangeKind::Edited => "edited",
            ChangeKind::Paused => "paused",
            ChangeKind::Resumed => "resumed",
            ChangeKind::Removed => "removed",
        }
    }
}

impl FromStr for ChangeKind {
    type Err = String;

    fn from_str(text: &str) -> Result<ChangeKind, String> {
        let found = ChangeKind::ALL.into_iter().find(|one| one.as_str() == text);
        found.ok_or_else(|| format!("`{text}` is not a kind of change"))
    }
}

/// A changed setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// The setting.
    pub setting: Setting,
    /// The old value; `None` if it was not set.
    pub old: Option<String>,
    /// The new value; `None` if it is not set.
    pub new: Option<String>,
}

/// An entry of the audit log: who changed what, when, and with which command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// The user.
    pub by: UserId,
    /// The command, or the one whose button was pressed: `subscription edit`.
    pub command: String,
    /// The change.
    pub change: ConfigurationChange,
}

impl Configuration {
    /// Builds the configuration from stored data.
    pub fn new(
        settings: &GuildSettings,
        subscriptions: &[Subscription],
        now: Timestamp,
    ) -> Configuration {
        let subscriptions = subscriptions.iter().map(|one| (Some(one.id), one.values(now)));
        Configuration { settings: settings.values(), subscriptions: subscriptions.collect() }
    }

    /// The changes from this configuration to another: settings first, then subscriptions by
    /// number, new ones last.
    pub fn changes_to(&self, other: &Configuration) -> Vec<ConfigurationChange> {
        let mut all = Vec::new();
        let settings = changes(&self.settings, &other.settings);
        if !settings.is_empty() {
            let kind = ChangeKind::Settings;
            all.push(ConfigurationChange { kind, subscription: None, settings });
        }
        let nothing = Values::new();
        for (subscription, old) in &self.subscriptions {
            let kept = other.subscriptions.iter().find(|one| one.0 == *subscription);
            let settings = changes(old, kept.map_or(&nothing, |one| &one.1));
            let kind = match kept {
                None => ChangeKind::Removed,
                Some(_) => edited(&settings),
            };
            if !settings.is_empty() {
                let subscription = *subscription;
                all.push(ConfigurationChange { kind, subscription, settings });
            }
        }
        for (subscription, new) in &other.subscriptions {
            let is_new = subscription.is_none()
                || !self.subscriptions.iter().any(|one| one.0 == *subscription);
            if is_new {
                let settings = changes(&nothing, new);
                let (kind, subscription) = (ChangeKind::Added, *subscription);
                all.push(ConfigurationChange { kind, subscription, settings });
            }
        }
        all
    }

    /// A text that is equal for equal configurations, whatever the order of subscriptions.
    pub fn fingerprint(&self) -> String {
        let line = |(id, values): &(Option<SubscriptionId>, Values)| {
            let mut line = id.map(|id| id.to_string()).unwrap_or_default();
            for (setting, value) in values {
                let _ = write!(line, "\t{}={value}", setting.as_str());
            }
            line
        };
        let mut lines: Vec<String> = self.subscriptions.iter().map(line).collect();
        lines.sort();
        lines.insert(0, line(&(None, self.settings.clone())));
        lines.join("\n")
    }
}

/// If only the pause of a subscription differs, it was paused or resumed.
fn edited(settings: &[SettingChange]) -> ChangeKind {
    match settings {
        [SettingChange { setting: Setting::Paused, new: Some(_), .. }] => ChangeKind::Paused,
        [SettingChange { setting: Setting::Paused, new: None, .. }] => ChangeKind::Resumed,
        _ => ChangeKind::Edited,
    }
}

/// The settings whose values differ.
pub(crate) fn changes(old: &Values, new: &Values) -> Vec<SettingChange> {
    let change = |setting: Setting| {
        let (old, new) = (old.get(&setting).cloned(), new.get(&setting).cloned());
        (old != new).then_some(SettingChange { setting, old, new })
    };
    Setting::ALL.into_iter().filter_map(change).collect()
}

impl SubscriptionSettings {
    /// The settings that differ in another subscription.
    pub fn changes_to(&self, other: &SubscriptionSettings) -> Vec<SettingChange> {
        changes(&self.values(), &other.values())
    }
}

#[cfg(test)]
#[path = "configuration/configuration_tests.rs"]
mod tests;
