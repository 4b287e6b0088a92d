//! Formats settings of a server or subscription and their changes.

use std::str::FromStr;

use domain::{
    ChangeKind, ChannelId, ConfigurationChange, Cron, Form, Language, PaperOrder, RoleId, Setting,
    SettingChange, Source,
};

use super::{mention, mention_role, moment, subscription};
use crate::l10n::{Arg, Text};
use crate::manifest::choice_name;
use crate::words::cron_words;
use crate::{say, text};

/// One line per change: `time: every day at 09:00 → every day at 10:00`.
pub(crate) fn changes(changes: &[SettingChange], language: Language) -> Vec<String> {
    changes.iter().map(|one| change(one, language)).collect()
}

/// The same for a change of the configuration. What was removed is listed as it was.
pub(crate) fn changes_of(change: &ConfigurationChange, language: Language) -> Vec<String> {
    if change.kind != ChangeKind::Removed {
        return changes(&change.settings, language);
    }
    let was = |one: &SettingChange| {
        let value = value_of(one.setting, one.old.as_ref()?, language);
        Some(say!(language, "setting-set", option = name(one.setting), value = value))
    };
    change.settings.iter().filter_map(was).collect()
}

fn change(one: &SettingChange, language: Language) -> String {
    let option = name(one.setting);
    let shown = |value: &String| value_of(one.setting, value, language);
    match (one.old.as_ref().map(shown), one.new.as_ref().map(shown)) {
        (Some(old), Some(new)) => {
            say!(language, "edit-change", option = option, old = old, new = new)
        }
        (None, Some(new)) => say!(language, "setting-set", option = option, value = new),
        (Some(old), None) => match one.setting {
            Setting::HasCode
            | Setting::HasModel
            | Setting::HasDataset
            | Setting::Silent
            | Setting::Publish
            | Setting::Paused => say!(language, "setting-off", option = option, value = old),
            Setting::Role | Setting::ManagerRole => {
                say!(language, "setting-none", option = option, value = old)
            }
            _ => say!(language, "setting-unset", option = option, value = old),
        },
        (None, None) => String::new(),
    }
}

/// A setting's name, the same as the option that sets it.
pub(crate) fn name(setting: Setting) -> Text {
    match setting {
        Setting::Channel => text!("option-channel"),
        Setting::Topics => text!("option-topics"),
        Setting::Time => text!("option-time"),
        Setting::Zone => text!("option-zone"),
        Setting::MinUpvotes => text!("option-min_upvotes"),
        Setting::MaxPapers => text!("option-max_papers"),
        Setting::Strictness => text!("option-strictness"),
        Setting::Source => text!("option-source"),
        Setting::Order => text!("option-order"),
        Setting::HasCode => text!("option-has_code"),
        Setting::HasModel => text!("option-has_model"),
        Setting::HasDataset => text!("option-has_dataset"),
        Setting::Form => text!("option-format"),
        Setting::Role => text!("option-role"),
        Setting::Silent => text!("option-silent"),
        Setting::Publish => text!("option-publish"),
        Setting::Language => text!("option-language"),
        Setting::Paused => text!("setting-paused"),
        Setting::LogChannel => text!("option-log_channel"),
        Setting::ManagerRole => text!("option-manager_role"),
        Setting::CommandsPerMinute => text!("option-commands_per_minute"),
    }
}

/// A stored value in words; unreadable ones are shown unchanged.
pub(crate) fn value_of(setting: Setting, value: &str, language: Language) -> Arg {
    let plain = || Arg::from(crate::message::escape(&crate::message::shorten(value, 100)));
    match setting {
        Setting::Channel | Setting::LogChannel => match value.parse() {
            Ok(id) => mention(ChannelId(id)).into(),
            Err(_) => text!("direct-messages").into(),
        },
        Setting::ManagerRole | Setting::Role => {
            value.parse().map_or_else(|_| plain(), |id| mention_role(RoleId(id)).into())
        }
        Setting::Topics => value
            .parse()
            .map_or_else(|_| plain(), |topics| subscription::topics(&topics, language).into()),
        Setting::Time => value.parse::<Cron>().map_or_else(|_| plain(), |cron| cron_words(&cron)),
        Setting::MinUpvotes | Setting::MaxPapers | Setting::CommandsPerMinute => {
            value.parse::<u32>().map_or_else(|_| plain(), Arg::from)
        }
        Setting::Strictness => value
            .parse()
            .map_or_else(|_| plain(), |strictness| subscription::strictness(strictness).into()),
        Setting::Language => value
            .parse::<Language>()
            .map_or_else(|_| plain(), |language| choice_name(language.as_str()).into()),
        Setting::Source => word::<Source>(value).map_or_else(plain, Arg::from),
        Setting::Order => word::<PaperOrder>(value).map_or_else(plain, Arg::from),
        Setting::Form => word::<Form>(value).map_or_else(plain, Arg::from),
        Setting::HasCode
        | Setting::HasModel
        | Setting::HasDataset
        | Setting::Silent
        | Setting::Publish => text!("yes").into(),
        Setting::Paused => match value.parse() {
            Ok(until) => text!("setting-until", day = moment(until, 'f')).into(),
            Err(_) => text!("setting-until-resumed").into(),
        },
        Setting::Zone => plain(),
    }
}

/// A choice in words; `None` for one of another version.
fn word<T: FromStr>(value: &str) -> Option<Text> {
    value.parse::<T>().is_ok().then(|| choice_name(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixtures::ENGLISH;

    #[test]
    fn values_are_shown_in_words() {
        let check = |setting, old: Option<&str>, new: Option<&str>, expected: &str| {
            let [old, new] = [old, new].map(|value| value.map(str::to_owned));
            let line = change(&SettingChange { setting, old, new }, ENGLISH);
            assert_eq!(line, expected);
        };
        check(Setting::Channel, Some("1"), Some("2"), "channel: <#1> → <#2>");
        check(Setting::Channel, None, Some("@2"), "channel: your direct messages");
        check(Setting::Topics, Some("all"), Some("a*b"), "topics: all papers → a\\*b");
        check(Setting::Time, None, Some("0 9 * * *"), "time: every day at 09:00");
        check(Setting::Strictness, None, Some("strict"), "strictness: strict");
        check(Setting::Language, Some("de"), None, "language: Deutsch → default");
        check(Setting::HasCode, Some("true"), None, "has_code: yes → no");
        check(Setting::Paused, Some("true"), None, "paused: until it's resumed → no");
        check(Setting::Role, Some("7"), None, "role: <@&7> → none");
        check(Setting::Language, Some("tlh"), None, "language: tlh → default");
        check(Setting::Paused, None, Some("true"), "paused: until it's resumed");
        check(Setting::Source, None, Some("rising"), "source: rising in the last 24 hours");
        check(Setting::Form, Some("poem"), Some("thread"), "format: poem → thread under the post");
        check(Setting::Silent, None, Some("true"), "silent: yes");
        check(Setting::ManagerRole, None, Some("5"), "manager_role: <@&5>");
    }
}
