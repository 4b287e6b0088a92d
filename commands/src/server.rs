//! `/server`: what new subscriptions of the server have where nothing else is said.

use domain::{GuildDefaults, GuildId, Language, When, Zone};
use jiff::Timestamp;

use crate::manifest::choice_name;
use crate::message::Message;
use crate::options::Options;
use crate::settings;
use crate::spec::{Answer, Audience, Command, Opt, Place, Spec, Topic};
use crate::view::subscription::clock;
use crate::words::cron_words;
use crate::{Refusal, say, text};

/// What is given is saved; all of it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
    /// What is to be saved.
    pub defaults: GuildDefaults,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "server",
        options: &[
            settings::ZONE,
            settings::TIME,
            Opt::choice("language", || Language::ALL.iter().map(|one| one.as_str()).collect()),
        ],
        audience: Audience::Admins,
        place: Place::Guild,
        topic: Topic::Subscriptions,
        answer: Answer::Private,
        changes_something: true,
        slow: false,
        controls: &[],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let read = |zone: String| Zone::read(&zone, options.now);
        let when = options.text("time").map(|time| When::parse(&time)).transpose()?;
        let (time, after_time) = match when {
            Some(When { cron, zone }) => (Some(cron), zone),
            None => (None, None),
        };
        let language = options.text("language").map(|value| {
            let known = value.parse();
            known.map_err(|_| text!("language-unknown", value = &value))
        });
        let defaults = GuildDefaults {
            zone: options.text("zone").or(after_time).map(read).transpose()?,
            time,
            language: language.transpose()?,
        };
        Ok(Request { guild: options.guild()?, defaults })
    }
}

/// The answer: what is set, and what counts where nothing is; `posts` is the language that posts
/// have without a setting, `changed` whether something was saved.
pub fn defaults(
    set: &GuildDefaults,
    posts: Language,
    changed: bool,
    now: Timestamp,
    language: Language,
) -> Message {
    let heading = match changed {
        true => say!(language, "server-saved"),
        false => say!(language, "server-heading"),
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
    Message::text(format!("**{heading}**\n{zone}\n{time}\n{spoken}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::tests::parse;
    use crate::view::fixtures::{ENGLISH, now, read};

    #[test]
    fn what_is_given_is_read_and_shown() {
        let given = json!({ "time": "10:00 Berlin", "language": "de" });
        let Ok(crate::Request::Server(request)) = parse("server", given) else {
            panic!("it is good");
        };
        let shown = defaults(&request.defaults, ENGLISH, true, now(), ENGLISH);
        insta::assert_snapshot!(read(&shown), @"
        **Saved the defaults of this server**
        Time zone: Europe/Berlin · your time is now 10:00
        Time: every day at 10:00
        Language of all posts: Deutsch
        ");
        let unset = defaults(&GuildDefaults::default(), Language::French, false, now(), ENGLISH);
        insta::assert_snapshot!(read(&unset), @"
        **Defaults of this server**
        Time zone: the one last used here, otherwise UTC
        Time: every day at 09:00
        Language of posts: Français, as this server is set in Discord
        ");
        let refusal = parse("server", json!({ "language": "tlh" })).expect_err("no such language");
        assert!(refusal.to_string().contains("`tlh`"), "{refusal}");
    }
}
