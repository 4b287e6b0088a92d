//! `/server set`: settings for the whole server.

use domain::{GuildId, GuildSettings, Language, Setting};
use jiff::Timestamp;

use crate::manifest::choice_name;
use crate::message::{Message, quoted};
use crate::options::Options;
use crate::settings::{self, parse_schedule};
use crate::spec::{Answer, Audience, Command, Contexts, HelpSection, Opt, Spec};
use crate::view::subscription::clock;
use crate::view::{mention, mention_role};
use crate::words::cron_words;
use crate::{Refusal, say, text};

/// The settings that can be reset.
const CAN_BE_RESET: [Setting; 6] = [
    Setting::Zone,
    Setting::Time,
    Setting::Language,
    Setting::LogChannel,
    Setting::ManagerRole,
    Setting::CommandsPerMinute,
];

/// The highest limit of commands per minute; the bot's own is not much higher.
const MAX_RATE: u32 = 60;

/// Saves the given options and shows all settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
    /// The settings to save.
    pub settings: GuildSettings,
    /// The setting to reset.
    pub reset: Option<Setting>,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "server set",
        options: &[
            settings::ZONE,
            settings::TIME,
            Opt::choice("language", || Language::ALL.iter().map(|one| one.as_str()).collect()),
            Opt::channel("log_channel"),
            Opt::role("manager_role"),
            Opt::number("commands_per_minute", 1, Some(MAX_RATE)),
            Opt::choice("reset", || CAN_BE_RESET.iter().map(|one| one.as_str()).collect()),
        ],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: true,
        slow: false,
        controls: &[],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let (time, zone) = parse_schedule(options.text("time"), options.text("zone"), options.now)?;
        let language = options.text("language").map(|value| {
            let known = value.parse();
            known.map_err(|_| text!("language-unknown", value = quoted(&value)))
        });
        let reset = options.text("reset").map(|value| {
            let known = CAN_BE_RESET.into_iter().find(|one| one.as_str() == value);
            known.ok_or_else(|| text!("reset-unknown", value = quoted(&value)))
        });
        let commands_per_minute = options.small_number("commands_per_minute")?;
        if commands_per_minute.is_some_and(|count| !(1..=MAX_RATE).contains(&count)) {
            return Err(text!("rate-out-of-range", most = MAX_RATE).into());
        }
        let guild = options.guild()?;
        let manager_role = options.role("manager_role")?;
        // The role @everyone has the guild's id.
        if manager_role.is_some_and(|role| role.0 == guild.0) {
            return Err(text!("role-everyone-manages").into());
        }
        let settings = GuildSettings {
            zone,
            time,
            language: language.transpose()?,
            log_channel: options.maybe_channel("log_channel")?,
            manager_role,
            commands_per_minute,
        };
        let reset = reset.transpose()?;
        if let Some(reset) = reset.filter(|reset| is_set(&settings, *reset)) {
            return Err(options.conflict("reset", reset.as_str()));
        }
        Ok(Request { guild, settings, reset })
    }
}

/// Whether a setting that can be reset is given.
fn is_set(settings: &GuildSettings, setting: Setting) -> bool {
    match setting {
        Setting::Zone => settings.zone.is_some(),
        Setting::Time => settings.time.is_some(),
        Setting::Language => settings.language.is_some(),
        Setting::LogChannel => settings.log_channel.is_some(),
        Setting::ManagerRole => settings.manager_role.is_some(),
        Setting::CommandsPerMinute => settings.commands_per_minute.is_some(),
        _ => false,
    }
}

impl Request {
    /// Whether there is nothing to save.
    pub fn only_asks(&self) -> bool {
        self.reset.is_none() && self.settings == GuildSettings::default()
    }

    /// The guild's settings after the change.
    pub fn applied_to(&self, stored: GuildSettings) -> GuildSettings {
        let mut kept = stored;
        match self.reset {
            Some(Setting::Zone) => kept.zone = None,
            Some(Setting::Time) => kept.time = None,
            Some(Setting::Language) => kept.language = None,
            Some(Setting::LogChannel) => kept.log_channel = None,
            Some(Setting::ManagerRole) => kept.manager_role = None,
            Some(Setting::CommandsPerMinute) => kept.commands_per_minute = None,
            _ => {}
        }
        self.settings.clone().or(kept)
    }
}

/// What a request has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It only asked.
    Asked,
    /// It changed nothing: the settings were like this.
    Unchanged,
    /// It changed a setting.
    Saved,
}

/// The answer: the settings, with defaults where nothing is set; `posts` is the default language of
/// posts.
pub fn shown(
    outcome: Outcome,
    set: &GuildSettings,
    posts: Language,
    now: Timestamp,
    language: Language,
) -> Message {
    let heading = match outcome {
        Outcome::Asked => say!(language, "server-heading"),
        Outcome::Unchanged => say!(language, "server-unchanged"),
        Outcome::Saved => say!(language, "server-saved"),
    };
    let zone = match &set.zone {
        None => say!(language, "server-zone-unset"),
        Some(zone) => {
            say!(language, "server-zone", zone = zone.name(), time = clock(zone, now))
        }
    };
    let time = match &set.time {
        None => say!(language, "server-time-unset"),
        Some(time) => say!(language, "server-time", time = cron_words(time)),
    };
    let spoken = choice_name(set.language.unwrap_or(posts).as_str());
    let spoken = match set.language {
        None => say!(language, "server-language-unset", language = spoken),
        Some(_) => say!(language, "server-language", language = spoken),
    };
    let log = match set.log_channel {
        None => say!(language, "server-log-unset"),
        Some(channel) => say!(language, "server-log", channel = mention(channel)),
    };
    let mut lines = vec![format!("**{heading}**"), zone, time, spoken, log];
    match set.manager_role {
        None => lines.push(say!(language, "server-manager-unset")),
        Some(role) => {
            let role = mention_role(role);
            lines.push(say!(language, "server-manager", role = &role));
            // Discord doesn't let bots change who sees a command.
            lines.push(format!("-# {}", say!(language, "server-manager-how", role = role)));
        }
    }
    lines.push(match set.commands_per_minute {
        None => say!(language, "server-rate-unset"),
        Some(count) => say!(language, "server-rate", count = count),
    });
    Message::text(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::tests::parse;
    use crate::view::fixtures::{ENGLISH, check_limits, now, read};

    fn request(options: serde_json::Value) -> Request {
        let Ok(crate::Request::ServerSet(request)) = parse("server set", options) else {
            panic!("it is good");
        };
        request
    }

    #[test]
    fn given_options_are_parsed_and_shown() {
        let request = request(json!({
            "time": "10:00 Berlin", "language": "de", "log_channel": "7", "manager_role": "8",
            "commands_per_minute": 5,
        }));
        let set = request.applied_to(GuildSettings::default());
        let message = shown(Outcome::Saved, &set, ENGLISH, now(), ENGLISH);
        insta::assert_snapshot!(read(&message), @"
        **Saved the server settings**
        Time zone: Europe/Berlin · your time is now 10:00
        Time: every day at 10:00
        Language of posts: Deutsch, unless a subscription has its own
        Problems are reported in <#7>
        Managers: members with Manage Server or <@&8>
        -# Discord still hides admin commands from <@&8>: add the role under Server Settings → Integrations → paperboy. Bots can't do that.
        Each member may use 5 commands per minute here; managers may use more
        ");
        for language in Language::ALL {
            check_limits(&shown(Outcome::Unchanged, &set, ENGLISH, now(), language));
        }
    }

    #[test]
    fn without_options_it_shows_the_effective_settings() {
        let request = request(json!({}));
        assert!(request.only_asks());
        let unset = GuildSettings::default();
        let message = shown(Outcome::Asked, &unset, Language::French, now(), ENGLISH);
        insta::assert_snapshot!(read(&message), @"
        **Server settings**
        Time zone: the one last used here, otherwise UTC
        Time: every day at 09:00
        Language of posts: Français, as this server is set in Discord
        Problems are reported by direct message to the person who set up the subscription
        Managers: members with Manage Server
        Members may use commands as often as the bot allows
        ");
        let refusal = parse("server set", json!({ "language": "tlh" })).expect_err("no such one");
        assert!(refusal.to_string().contains("`tlh`"), "{refusal}");
        for count in [0, 61] {
            let refused = parse("server set", json!({ "commands_per_minute": count }));
            let refusal = refused.expect_err("out of range").to_string();
            assert_eq!(refusal, "Choose between 1 and 60 commands per minute.");
        }
        let refusal = parse("server set", json!({ "manager_role": "2" })).expect_err("everyone");
        assert_eq!(
            refusal.to_string(),
            "@everyone can't be the manager role. Choose another role."
        );
        let refusal = parse("server set", json!({ "reset": "time_zone" })).expect_err("nothing");
        assert!(refusal.to_string().contains("`time_zone`"), "{refusal}");
    }

    #[test]
    fn options_that_contradict_each_other_are_refused() {
        let refused = |options| parse("server set", options).expect_err("a conflict").to_string();
        for (name, value) in [
            ("zone", json!("Berlin")),
            ("time", json!("10:00")),
            ("language", json!("de")),
            ("log_channel", json!("7")),
            ("manager_role", json!("8")),
            ("commands_per_minute", json!(5)),
        ] {
            let refusal = refused(json!({ name: value, "reset": name }));
            let expected = format!("`reset` and `{name}` contradict each other.");
            assert!(refusal.starts_with(&expected), "{refusal}");
        }
        let refusal = refused(json!({ "time": "10:00 Berlin", "zone": "Tokyo" }));
        assert!(refusal.contains("Europe/Berlin") && refusal.contains("Asia/Tokyo"), "{refusal}");
    }

    #[test]
    fn resetting_one_setting_keeps_the_others() {
        let stored = request(json!({ "time": "10:00 Berlin", "log_channel": "7" })).settings;
        let reset = request(json!({ "reset": "log_channel", "manager_role": "8" }));
        let set = reset.applied_to(stored.clone());
        assert_eq!(set.log_channel, None);
        assert_eq!((set.time, set.zone), (stored.time, stored.zone));
        assert_eq!(set.manager_role, Some(domain::RoleId(8)));
    }
}
