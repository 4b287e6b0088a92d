//! Parses a file by the same rules as the corresponding options.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ChannelId, GuildId, GuildSettings, Language, Schedule, SubscriptionId, UserId, Zone};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::problem::{self, ConfigFileErrors, FileLocation, FileProblem};
use super::{ConfigFile, FileSubscription, MAX_SUBSCRIPTIONS, VERSION, pause};
use crate::l10n::Text;
use crate::options::{Options, earlier_name};
use crate::spec::{Command, Opt, OptKind, Spec};
use crate::subscription::add;
use crate::{Input, Interaction, Refusal, server};

/// Keys of a subscription that are not options of `/subscription add`.
const OWN_KEYS: [&str; 3] = ["id", "channel_name", "paused"];
/// The required options of `/subscription add`, with valid values.
const REQUIRED: [(&str, &str); 2] = [("channel", "1"), ("topics", "all")];

/// The owner of a file, and the defaults for it.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    /// The guild.
    pub guild: GuildId,
    /// Who uploaded the file.
    pub user: UserId,
    /// The default language of posts.
    pub language: Language,
}

/// Parses a file.
///
/// # Errors
/// All problems, and what the file contains apart from them.
pub fn read(text: &str, owner: Owner, now: Timestamp) -> Result<ConfigFile, ConfigFileErrors> {
    let whole = ConfigFileErrors::whole;
    // Some editors add a byte order mark, which is not valid JSON.
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(whole(problem::empty()));
    }
    let file: Value =
        serde_json::from_str(text).map_err(|error| whole(problem::not_json(&error)))?;
    let file = file.as_object().ok_or_else(|| whole(problem::not_ours()))?;
    match file.get("paperboy").and_then(Value::as_u64) {
        None | Some(0) => return Err(whole(problem::not_ours())),
        Some(version) if version > VERSION => return Err(whole(problem::newer(version))),
        Some(_) => {}
    }
    let mut reader = Reader { owner, now, problems: Vec::new(), channels: Vec::new() };
    for key in file.keys().filter(|key| !["paperboy", "server", "subscriptions"].contains(&&***key))
    {
        reader.problem(FileLocation::File, problem::unknown_key(key));
    }
    let settings = reader.settings(file.get("server"));
    let subscriptions = reader.subscriptions(file.get("subscriptions"), &settings);
    let read = ConfigFile { settings, subscriptions };
    match reader.problems.is_empty() {
        true => Ok(read),
        false => Err(ConfigFileErrors {
            problems: reader.problems,
            valid: Box::new(read),
            channels: reader.channels,
        }),
    }
}

/// What was found so far.
struct Reader {
    owner: Owner,
    now: Timestamp,
    problems: Vec<FileProblem>,
    /// The channels of invalid parts.
    channels: Vec<(FileLocation, ChannelId)>,
}

impl Reader {
    fn problem(&mut self, place: FileLocation, why: impl Into<Refusal>) {
        self.problems.push(FileProblem::new(place, why));
    }

    /// Adds the problems of an invalid object, and its channel, which may have one too.
    fn invalid(&mut self, place: &FileLocation, channel: Option<&Value>, problems: Vec<Refusal>) {
        let channel = channel.and_then(Value::as_str).and_then(|id| id.trim().parse().ok());
        self.channels.extend(channel.map(|id| (place.clone(), ChannelId(id))));
        self.problems
            .extend(problems.into_iter().map(|why| FileProblem { place: place.clone(), why }));
    }

    fn settings(&mut self, value: Option<&Value>) -> GuildSettings {
        let found = match value {
            None => return GuildSettings::default(),
            Some(Value::Object(found)) => found,
            Some(_) => {
                self.problem(FileLocation::Server, problem::not_object());
                return GuildSettings::default();
            }
        };
        let object = Object { values: found, owner: self.owner, now: self.now };
        let known = |key: &str| key != "reset" && is_option(&server::set::Request::SPEC, key);
        match object.read(known, &[], server::set::Request::parse) {
            Ok(request) => request.settings,
            Err(problems) => {
                self.invalid(&FileLocation::Server, found.get("log_channel"), problems);
                GuildSettings::default()
            }
        }
    }

    fn subscriptions(
        &mut self,
        value: Option<&Value>,
        settings: &GuildSettings,
    ) -> Vec<FileSubscription> {
        let found = match value {
            None => return Vec::new(),
            Some(Value::Array(found)) => found,
            Some(_) => {
                self.problem(FileLocation::Subscriptions, problem::not_list());
                return Vec::new();
            }
        };
        if found.len() > MAX_SUBSCRIPTIONS {
            self.problem(FileLocation::Subscriptions, problem::too_many(found.len()));
            return Vec::new();
        }
        let mut all = Vec::new();
        let mut ids = BTreeSet::new();
        for (index, value) in found.iter().enumerate() {
            let place = FileLocation::Subscription(index);
            let Some(object) = value.as_object() else {
                self.problem(place, problem::not_object());
                continue;
            };
            match self.subscription(index, object, settings) {
                Ok(one) => {
                    if let Some(id) = one.id.filter(|id| !ids.insert(id.0)) {
                        self.problem(place, problem::id_twice(id.0));
                    }
                    all.push(one);
                }
                Err(problems) => self.invalid(&place, object.get("channel"), problems),
            }
        }
        all
    }

    fn subscription(
        &self,
        index: usize,
        values: &Map<String, Value>,
        settings: &GuildSettings,
    ) -> Result<FileSubscription, Vec<Refusal>> {
        let (owner, now) = (self.owner, self.now);
        let values = &with_current_names(values);
        let known = |key: &str| OWN_KEYS.contains(&key) || is_option(&add::Request::SPEC, key);
        let object = Object { values, owner, now };
        let read = object.read(known, &REQUIRED, add::Request::parse);
        let id = match values.get("id") {
            None | Some(Value::Null) => Ok(None),
            Some(id) => id.as_u64().filter(|id| *id > 0).map(Some).ok_or_else(problem::bad_id),
        };
        let given = values.get("paused").unwrap_or(&Value::Null);
        let pause = pause(given, now).ok_or_else(problem::bad_pause);
        let (new, id, pause) = match (read, id, pause) {
            (Ok(add::Request::Add(new)), Ok(id), Ok(pause)) => (new, id, pause),
            (read, id, pause) => {
                let mut problems = read.err().unwrap_or_default();
                problems.extend(id.err().map(Refusal::from));
                problems.extend(pause.err().map(Refusal::from));
                return Err(problems);
            }
        };
        let language = settings.language.unwrap_or(owner.language);
        let zone = new.zone.clone().or_else(|| settings.zone.clone()).unwrap_or_else(Zone::utc);
        let cron = new.cron.clone().or_else(|| settings.time.clone());
        let cron = cron.unwrap_or_else(|| new.usual.clone());
        Ok(FileSubscription {
            index,
            id: id.map(SubscriptionId),
            settings: new.into_settings(owner.user, Schedule { cron, zone }, language),
            pause,
        })
    }
}

/// An object of the file, parsed as if its keys were typed as options.
struct Object<'a> {
    values: &'a Map<String, Value>,
    owner: Owner,
    now: Timestamp,
}

impl Object<'_> {
    /// Parses it, or returns its problems, with at most one for each key.
    fn read<T: Command>(
        &self,
        known: impl Fn(&str) -> bool,
        required: &[(&str, &str)],
        parse: impl Fn(&Options) -> Result<T, Refusal>,
    ) -> Result<T, Vec<Refusal>> {
        let unknown = self.values.keys().filter(|key| !known(key));
        let mut problems: Vec<Refusal> =
            unknown.map(|key| problem::unknown_key(key).into()).collect();
        let mut wrong = Vec::new();
        for option in T::SPEC.options {
            if let Some(why) = wrong_type(option, self.values.get(option.name)) {
                wrong.push(option.name);
                problems.push(why.into());
            }
        }
        let whole = match self.parsed(self.values.clone(), &parse) {
            Ok(read) if problems.is_empty() => return Ok(read),
            Ok(_) => return Err(problems),
            Err(whole) => whole,
        };
        // Parsing ends at the first problem, so each option is also parsed with nothing else than
        // the required ones.
        let options = T::SPEC.options.iter().map(|option| option.name);
        for name in options.filter(|name| !wrong.contains(name)) {
            let others = required.iter().filter(|other| other.0 != name);
            let mut values: Map<String, Value> =
                others.map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
            values.extend(self.values.get(name).map(|value| (name.to_owned(), value.clone())));
            if let Err(why) = self.parsed(values, &parse) {
                problems.push(why);
            }
        }
        if problems.is_empty() {
            problems.push(whole);
        }
        Err(problems)
    }

    fn parsed<T>(
        &self,
        values: Map<String, Value>,
        parse: impl Fn(&Options) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let values: BTreeMap<String, Value> = values.into_iter().collect();
        let input = Input::Command(String::new(), BTreeMap::new());
        let (user, guild) = (self.owner.user, Some(self.owner.guild));
        let interaction = Interaction::new(user, guild, ChannelId(0), input);
        parse(&Options { interaction: &interaction, now: self.now, values: &values })
    }
}

/// The values of a subscription, in which options have their current names.
fn with_current_names(values: &Map<String, Value>) -> Map<String, Value> {
    let mut values = values.clone();
    for option in add::Request::SPEC.options {
        let Some(earlier) = earlier_name(option.name) else { continue };
        // If both are there, the earlier one is reported as unknown.
        if !values.contains_key(option.name)
            && let Some(value) = values.remove(earlier)
        {
            values.insert(option.name.to_owned(), value);
        }
    }
    values
}

fn is_option(spec: &Spec, key: &str) -> bool {
    spec.options.iter().any(|option| option.name == key)
}

/// The problem of a value of the wrong type, which would otherwise be treated as missing.
fn wrong_type(option: &Opt, value: Option<&Value>) -> Option<Text> {
    let value = value.filter(|value| !value.is_null())?;
    match option.kind {
        OptKind::Number(..) => None,
        OptKind::Flag => (!value.is_boolean()).then(|| problem::not_flag(option.name)),
        _ => (!value.is_string()).then(|| problem::not_text(option.name)),
    }
}
