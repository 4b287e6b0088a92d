//! Parses a file by the same rules as the corresponding options.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ChannelId, GuildId, GuildSettings, Language, Schedule, SubscriptionId, UserId, Zone};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::problem::{self, FileProblem, Place};
use super::{ConfigFile, FileSubscription, MAX_SUBSCRIPTIONS, VERSION, pause};
use crate::options::Options;
use crate::spec::{Command, OptKind, Spec};
use crate::subscription::add;
use crate::{Input, Interaction, Refusal, server};

/// The maximum number of problems reported.
const MAX_PROBLEMS: usize = 20;
/// Keys of a subscription that are not options of `/subscription add`.
const OWN_KEYS: [&str; 3] = ["id", "channel_name", "paused"];

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
/// All problems, at least one and at most twenty.
pub fn read(text: &str, owner: Owner, now: Timestamp) -> Result<ConfigFile, Vec<FileProblem>> {
    let whole = |why: crate::l10n::Text| vec![FileProblem::new(Place::File, why)];
    // Some editors add a byte order mark, which is not valid JSON.
    let text = text.trim_start_matches('\u{feff}');
    let file: Value =
        serde_json::from_str(text).map_err(|error| whole(problem::not_json(&error)))?;
    let file = file.as_object().ok_or_else(|| whole(problem::not_ours()))?;
    match file.get("paperboy").and_then(Value::as_u64) {
        None | Some(0) => return Err(whole(problem::not_ours())),
        Some(version) if version > VERSION => return Err(whole(problem::newer(version))),
        Some(_) => {}
    }
    let mut problems = Vec::new();
    for key in file.keys().filter(|key| !["paperboy", "server", "subscriptions"].contains(&&***key))
    {
        problems.push(FileProblem::new(Place::File, problem::unknown_key(key)));
    }
    let settings = settings(file.get("server"), owner, now, &mut problems);
    let subscriptions =
        subscriptions(file.get("subscriptions"), &settings, owner, now, &mut problems);
    match problems.is_empty() {
        true => Ok(ConfigFile { settings, subscriptions }),
        false => {
            problems.truncate(MAX_PROBLEMS);
            Err(problems)
        }
    }
}

fn settings(
    value: Option<&Value>,
    owner: Owner,
    now: Timestamp,
    problems: &mut Vec<FileProblem>,
) -> GuildSettings {
    let found = match value {
        None => return GuildSettings::default(),
        Some(Value::Object(found)) => found,
        Some(_) => {
            problems.push(FileProblem::new(Place::Server, problem::not_object()));
            return GuildSettings::default();
        }
    };
    let spec = <server::set::Request as Command>::SPEC;
    let known = |key: &str| key != "reset" && is_option(&spec, key);
    problems.extend(unknown_keys(found, known, &Place::Server));
    problems.extend(wrong_types(found, &spec, &Place::Server));
    let read = with_options(found, spec.name, owner, now, server::set::Request::parse);
    match read {
        Ok(request) => request.settings,
        Err(why) => {
            problems.push(FileProblem::new(Place::Server, why));
            GuildSettings::default()
        }
    }
}

fn subscriptions(
    value: Option<&Value>,
    settings: &GuildSettings,
    owner: Owner,
    now: Timestamp,
    problems: &mut Vec<FileProblem>,
) -> Vec<FileSubscription> {
    let found = match value {
        None => return Vec::new(),
        Some(Value::Array(found)) => found,
        Some(_) => {
            problems.push(FileProblem::new(Place::Subscriptions, problem::not_list()));
            return Vec::new();
        }
    };
    if found.len() > MAX_SUBSCRIPTIONS {
        problems.push(FileProblem::new(Place::Subscriptions, problem::too_many(found.len())));
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut ids = BTreeSet::new();
    for (index, value) in found.iter().enumerate() {
        let place = Place::Subscription(index);
        let Some(object) = value.as_object() else {
            problems.push(FileProblem::new(place, problem::not_object()));
            continue;
        };
        let spec = <add::Request as Command>::SPEC;
        let known = |key: &str| OWN_KEYS.contains(&key) || is_option(&spec, key);
        problems.extend(unknown_keys(object, known, &place));
        problems.extend(wrong_types(object, &spec, &place));
        if problems.iter().any(|one| one.place == place) {
            continue;
        }
        match subscription(object, settings, owner, now) {
            Ok(one) => {
                if let Some(id) = one.id.filter(|id| !ids.insert(id.0)) {
                    problems.push(FileProblem::new(place, problem::id_twice(id.0)));
                }
                all.push(one);
            }
            Err(why) => problems.push(FileProblem::new(place, why)),
        }
    }
    all
}

fn subscription(
    object: &Map<String, Value>,
    settings: &GuildSettings,
    owner: Owner,
    now: Timestamp,
) -> Result<FileSubscription, Refusal> {
    let id = match object.get("id") {
        None | Some(Value::Null) => None,
        Some(id) => Some(id.as_u64().filter(|id| *id > 0).ok_or_else(problem::bad_id)?),
    };
    let pause = object.get("paused").map(|value| pause(value, now).ok_or_else(problem::bad_pause));
    let language = settings.language.unwrap_or(owner.language);
    let name = <add::Request as Command>::SPEC.name;
    let add::Request::Add(draft) = with_options(object, name, owner, now, add::Request::parse)?
    else {
        return Err(problem::not_object().into());
    };
    let zone = draft.zone.clone().or_else(|| settings.zone.clone()).unwrap_or_else(Zone::utc);
    let cron = draft.cron.clone().or_else(|| settings.time.clone());
    let cron = cron.unwrap_or_else(|| draft.usual.clone());
    Ok(FileSubscription {
        id: id.map(SubscriptionId),
        settings: draft.into_draft(owner.user, Schedule { cron, zone }, language),
        pause: pause.transpose()?.flatten(),
    })
}

/// Parses an object of the file as if its keys were typed as options.
fn with_options<T>(
    object: &Map<String, Value>,
    command: &str,
    owner: Owner,
    now: Timestamp,
    parse: impl Fn(&Options) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let values: BTreeMap<String, Value> =
        object.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    let input = Input::Command(command.to_owned(), BTreeMap::new());
    let interaction = Interaction::new(owner.user, Some(owner.guild), ChannelId(0), input);
    parse(&Options { interaction: &interaction, now, values: &values })
}

fn is_option(spec: &Spec, key: &str) -> bool {
    spec.options.iter().any(|option| option.name == key)
}

fn unknown_keys(
    object: &Map<String, Value>,
    known: impl Fn(&str) -> bool,
    place: &Place,
) -> Vec<FileProblem> {
    let unknown = object.keys().filter(|key| !known(key));
    unknown.map(|key| FileProblem::new(place.clone(), problem::unknown_key(key))).collect()
}

/// Values of the wrong type, which would otherwise be treated as missing.
fn wrong_types(object: &Map<String, Value>, spec: &Spec, place: &Place) -> Vec<FileProblem> {
    let wrong = spec.options.iter().filter_map(|option| {
        let value = object.get(option.name).filter(|value| !value.is_null())?;
        match option.kind {
            OptKind::Number(..) => None,
            OptKind::Flag => (!value.is_boolean()).then(|| problem::not_flag(option.name)),
            _ => (!value.is_string()).then(|| problem::not_text(option.name)),
        }
    });
    wrong.map(|why| FileProblem::new(place.clone(), why)).collect()
}
