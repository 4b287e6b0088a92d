//! Problems in a file and their locations.

use std::fmt;

use domain::{ChannelId, Language};

use super::{ConfigFile, MAX_SUBSCRIPTIONS};
use crate::l10n::Text;
use crate::message::{quoted, shorten};
use crate::{Refusal, text};

/// A location in a file, ordered as in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileLocation {
    /// The whole file.
    File,
    /// The settings of the server.
    Server,
    /// The list of subscriptions.
    Subscriptions,
    /// One of them, from 0.
    Subscription(usize),
}

impl fmt::Display for FileLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileLocation::File => Ok(()),
            FileLocation::Server => f.write_str("server"),
            FileLocation::Subscriptions => f.write_str("subscriptions"),
            FileLocation::Subscription(index) => write!(f, "subscriptions[{index}]"),
        }
    }
}

/// A problem in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// The location.
    pub place: FileLocation,
    /// The problem, and how to fix it.
    pub why: Refusal,
}

impl FileProblem {
    pub(super) fn new(place: FileLocation, why: impl Into<Refusal>) -> FileProblem {
        FileProblem { place, why: why.into() }
    }

    /// The problem on one line.
    pub(crate) fn shown(&self, language: Language) -> String {
        let why = self.why.to(language);
        match self.place {
            FileLocation::File => why,
            _ => format!("`{}` {why}", self.place),
        }
    }
}

/// A file that can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFileErrors {
    /// Its problems, at least one, in the order of the file.
    pub problems: Vec<FileProblem>,
    /// The part of it that is valid. Its channels may have problems too.
    pub valid: Box<ConfigFile>,
    /// The channels of the other part.
    pub channels: Vec<(FileLocation, ChannelId)>,
}

impl ConfigFileErrors {
    /// Only one problem, with the whole file.
    pub(super) fn whole(why: Text) -> ConfigFileErrors {
        let problems = vec![FileProblem::new(FileLocation::File, why)];
        ConfigFileErrors { problems, valid: Box::default(), channels: Vec::new() }
    }
}

pub(super) fn empty() -> Text {
    text!("config-empty")
}

pub(super) fn not_json(error: &serde_json::Error) -> Text {
    text!("config-not-json", line = error.line().to_string(), column = error.column().to_string())
}

pub(super) fn not_ours() -> Text {
    text!("config-not-ours")
}

pub(super) fn newer(version: u64) -> Text {
    text!("config-newer", version = version)
}

pub(super) fn too_many(count: usize) -> Text {
    text!("config-too-many", count = count, most = MAX_SUBSCRIPTIONS)
}

pub(super) fn not_object() -> Text {
    text!("config-not-object")
}

pub(super) fn not_list() -> Text {
    text!("config-not-list")
}

pub(super) fn unknown_key(key: &str) -> Text {
    text!("config-unknown-key", key = shorten(&quoted(key), 40))
}

pub(super) fn bad_id() -> Text {
    text!("config-bad-id")
}

pub(super) fn id_twice(id: u64) -> Text {
    text!("config-id-twice", id = id.to_string())
}

pub(super) fn not_text(key: &'static str) -> Text {
    text!("config-not-text", key = key)
}

pub(super) fn not_flag(key: &'static str) -> Text {
    text!("config-not-flag", key = key)
}

pub(super) fn bad_pause() -> Text {
    text!("config-bad-pause")
}
