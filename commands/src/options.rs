//! Parses Discord's options into typed values. Discord checks types and ranges, but a bot that
//! relies on that will eventually panic.

use std::collections::BTreeMap;
use std::str::FromStr;

use domain::{ChannelId, GuildId, RoleId, SubscriptionId, feed_date};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::day::{Day, DayError, period};
use crate::l10n::Text;
use crate::manifest::option_name;
use crate::message::quoted;
use crate::{Interaction, Refusal, text};

/// The options of a slash command.
pub(crate) struct Options<'a> {
    pub(crate) interaction: &'a Interaction,
    /// The time of the command.
    pub(crate) now: Timestamp,
    pub(crate) values: &'a BTreeMap<String, Value>,
}

/// A file given to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its URL on Discord.
    pub url: String,
    /// Its size according to Discord.
    pub bytes: u64,
}

/// A pressed button, or a selection in a menu.
pub(crate) struct Pressed<'a> {
    pub(crate) interaction: &'a Interaction,
    /// The control's prefix.
    pub(crate) prefix: &'static str,
    /// The custom id after the prefix and its colon.
    pub(crate) rest: &'a str,
    /// The selected values of a menu.
    pub(crate) values: &'a [String],
}

/// A submitted modal.
pub(crate) struct Submitted<'a> {
    pub(crate) interaction: &'a Interaction,
    /// The modal's prefix.
    pub(crate) prefix: &'static str,
    /// The custom id after the prefix and its colon.
    pub(crate) rest: &'a str,
    /// The texts by the custom ids of their inputs.
    pub(crate) fields: &'a BTreeMap<String, String>,
}

impl Pressed<'_> {
    /// The guild, unless it was used in a direct message.
    pub(crate) fn guild(&self) -> Option<GuildId> {
        self.interaction.guild
    }
}

impl Submitted<'_> {
    /// The refusal of an unknown modal.
    pub(crate) fn unknown(&self) -> Refusal {
        crate::request::unknown_control()
    }
}

/// The earlier name of an option: Discord's clients show it for up to an hour after an update, and
/// files exported before have it.
pub(crate) fn earlier_name(name: &str) -> Option<&'static str> {
    (name == "format").then_some("form")
}

impl Options<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name).or_else(|| self.values.get(earlier_name(name)?))
    }

    pub(crate) fn guild(&self) -> Result<GuildId, Refusal> {
        self.interaction.guild.ok_or_else(|| text!("server-only").into())
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let text = self.value(name)?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The text typed so far, for any type.
    pub(crate) fn typed(&self, name: &str) -> String {
        match self.value(name) {
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    pub(crate) fn required(&self, name: &str) -> Result<String, Refusal> {
        self.text(name).ok_or_else(|| match name {
            "query" => text!("query-empty").into(),
            "topics" => text!("topics-empty").into(),
            "id" => text!("paper-empty").into(),
            _ => text!("option-empty", option = option_name(name)).into(),
        })
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.value(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// A flag, if given.
    pub(crate) fn maybe_flag(&self, name: &str) -> Option<bool> {
        self.value(name).and_then(Value::as_bool)
    }

    /// A choice.
    pub(crate) fn word<T: FromStr>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let Some(value) = self.text(name) else { return Ok(None) };
        let option = option_name(name);
        let unknown = |_| text!("choice-unknown", value = quoted(&value), option = option).into();
        value.parse().map(Some).map_err(unknown)
    }

    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| {
                let (option, value) = (option_name(name), value.to_string());
                text!("number-not-whole", option = option, value = quoted(&value)).into()
            }),
        }
    }

    pub(crate) fn small_number(&self, name: &str) -> Result<Option<u32>, Refusal> {
        let Some(number) = self.number(name)? else { return Ok(None) };
        let small = u32::try_from(number);
        small.map(Some).map_err(|_| {
            let (option, value) = (option_name(name), number.to_string());
            text!("number-too-large", option = option, value = value).into()
        })
    }

    /// A day in the past, or today: later ones have no papers yet.
    pub(crate) fn date(&self, name: &str) -> Result<Option<Date>, Refusal> {
        let today = feed_date(self.now);
        let Some(day) = self.day(name, |value| text!("date-unreadable", value = quoted(value)))?
        else {
            return Ok(None);
        };
        let date = day.latest(today);
        if date > today {
            return Err(self.future(name, date, day.past(today)));
        }
        Ok(Some(date))
    }

    fn future(&self, name: &str, date: Date, past: Date) -> Refusal {
        let (value, past) = (self.typed(name), past.to_string());
        text!("date-future", value = quoted(&value), date = date, past = past).into()
    }

    /// The first day to search from: a day in the past, or the beginning of a period.
    pub(crate) fn first_date(&self, name: &str) -> Result<Option<Date>, Refusal> {
        let today = feed_date(self.now);
        match period(&self.typed(name), today) {
            Some((first, _)) if first > today => Err(self.future(name, first, today)),
            Some((first, _)) if Day::parse(&self.typed(name)).is_err() => Ok(Some(first)),
            _ => self.date(name),
        }
    }

    /// The last day to search to, or the end of a period; it may be in the future.
    pub(crate) fn last_date(&self, name: &str) -> Result<Option<Date>, Refusal> {
        let today = feed_date(self.now);
        let period = period(&self.typed(name), today);
        if let Some((_, last)) = period.filter(|_| Day::parse(&self.typed(name)).is_err()) {
            return Ok(Some(last));
        }
        let day = self.day(name, |value| text!("date-unreadable", value = quoted(value)))?;
        Ok(day.map(|day| day.latest(today)))
    }

    /// The refusal of two options that contradict each other.
    pub(crate) fn conflict(&self, one: &str, other: &str) -> Refusal {
        text!("options-conflict", one = option_name(one), other = option_name(other)).into()
    }

    /// A day, possibly without a year; `unreadable` refuses anything else.
    pub(crate) fn day(
        &self,
        name: &str,
        unreadable: impl Fn(&str) -> Text,
    ) -> Result<Option<Day>, Refusal> {
        let Some(value) = self.text(name) else { return Ok(None) };
        let refused = |error| match error {
            DayError::Unreadable => unreadable(&value),
            DayError::Ambiguous(readings, year) => {
                let year = year.unwrap_or_else(|| feed_date(self.now).year());
                let [first, second] =
                    readings.map(|(month, day)| format!("{year:04}-{month:02}-{day:02}"));
                text!("date-ambiguous", value = quoted(&value), first = first, second = second)
            }
        };
        Ok(Some(Day::parse(&value).map_err(refused)?))
    }

    /// A file: its object among the resolved data.
    pub(crate) fn file(&self, name: &str) -> Result<AttachedFile, Refusal> {
        let file = self.value(name);
        let url = file.and_then(|file| file["url"].as_str());
        let bytes = file.and_then(|file| file["size"].as_u64());
        match (url, bytes) {
            (Some(url), Some(bytes)) => Ok(AttachedFile { url: url.to_owned(), bytes }),
            _ => Err(text!("option-empty", option = option_name(name)).into()),
        }
    }

    /// The number of a subscription.
    pub(crate) fn subscription(&self, name: &str) -> Result<SubscriptionId, Refusal> {
        Ok(SubscriptionId(self.number(name)?.unwrap_or_default()))
    }

    pub(crate) fn channel(&self, name: &str) -> Result<ChannelId, Refusal> {
        let unreadable = || text!("channel-unreadable", option = option_name(name)).into();
        self.maybe_channel(name)?.ok_or_else(unreadable)
    }

    pub(crate) fn role(&self, name: &str) -> Result<Option<RoleId>, Refusal> {
        let Some(id) = self.text(name) else { return Ok(None) };
        let unknown = |_| text!("role-unknown").into();
        id.parse().map(|id| Some(RoleId(id))).map_err(unknown)
    }

    pub(crate) fn maybe_channel(&self, name: &str) -> Result<Option<ChannelId>, Refusal> {
        let Some(id) = self.text(name) else { return Ok(None) };
        let unreadable = |_| text!("channel-unreadable", option = option_name(name)).into();
        id.parse().map(|id| Some(ChannelId(id))).map_err(unreadable)
    }
}
