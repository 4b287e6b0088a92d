//! `/subscription edit`: changes the given options and keeps the rest; without options it opens the
//! panel.

use domain::{
    ChannelId, Forecast, GuildId, Language, Subscription, SubscriptionId, SubscriptionSettings,
};
use jiff::Timestamp;

use crate::message::{Limits, Message, lines_that_fit};
use crate::options::Options;
use crate::settings::{self, Settings};
use crate::spec::{Answer, Audience, Command, Contexts, HelpSection, Opt, Spec, Suggestions};
use crate::subscription::add::correct;
use crate::view::channel_notice::offer_move;
use crate::view::forecast::{self, PostLimits};
use crate::view::setting;
use crate::view::subscription::{add_buttons, clock, expected_posts};
use crate::{Refusal, say};

/// A change to a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its guild.
    pub guild: GuildId,
    /// Its number.
    pub id: SubscriptionId,
    /// The changes; if empty, the panel is opened.
    pub settings: Settings,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription edit",
        options: &[
            Opt::number("id", 1, None).required().suggesting(Suggestions::Subscriptions),
            settings::CHANNEL,
            settings::TOPICS,
            settings::TIME,
            settings::ZONE,
            settings::MIN_UPVOTES,
            settings::MAX,
            settings::STRICTNESS,
            settings::SOURCE,
            settings::ORDER,
            settings::HAS_CODE,
            settings::HAS_MODEL,
            settings::HAS_DATASET,
            settings::FORMAT,
            settings::ROLE,
            settings::NO_ROLE,
            settings::SILENT,
            settings::PUBLISH,
            settings::LANGUAGE,
        ],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: true,
        slow: true,
        controls: &[],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let settings = Settings::read(options)?;
        Ok(Request { guild: options.guild()?, id: options.subscription("id")?, settings })
    }
}

/// The answer: old and new values, the forecast if the papers are affected, and the next posts.
pub fn edited(
    old: &SubscriptionSettings,
    new: &Subscription,
    forecast: Option<&Forecast>,
    twin: Option<SubscriptionId>,
    deleted: Option<ChannelId>,
    now: Timestamp,
    language: Language,
) -> Message {
    let changes = setting::changes(&old.changes_to(&new.settings), language);
    let heading = match changes.is_empty() {
        true => say!(language, "edit-unchanged", id = new.id),
        false => say!(language, "subscription-edited", id = new.id),
    };
    let zone = &new.settings.schedule.zone;
    let time = say!(language, "subscription-time", time = clock(zone, now), zone = zone.name());
    let time = deleted.is_none().then_some(time);
    let next: Vec<String> =
        expected_posts(new, deleted, now, language).into_iter().chain(time).collect();
    let limits = PostLimits::of(&new.settings);
    let lines = forecast.map(|forecast| forecast::lines(limits, forecast, language));
    let lines = changes.into_iter().chain(lines.unwrap_or_default());
    let used: usize = next.iter().map(|line| line.chars().count() + 1).sum();
    let (lines, left) = lines_that_fit(
        lines.collect::<Vec<_>>().into_iter(),
        (Limits::DISCORD.characters - 500).saturating_sub(used),
    );
    let more = (left > 0).then(|| format!("-# {}", say!(language, "more", count = left)));
    let lines = [format!("**{heading}**")].into_iter().chain(lines).chain(more).chain(next);
    let mut message = Message::text(lines.collect::<Vec<_>>().join("\n"));
    let corrections = |one| forecast::corrections(one, correct(new.id), language);
    message.components.extend(forecast.and_then(corrections));
    add_buttons(&mut message, new, twin, language);
    offer_move(&mut message, new, deleted, language);
    message
}

#[cfg(test)]
mod tests {
    use domain::{Schedule, Zone};
    use serde_json::json;

    use super::*;
    use crate::request::tests::parse;
    use crate::view::fixtures::{ENGLISH, check_limits, now, read, subscription};

    #[test]
    fn an_edit_without_options_opens_the_panel() {
        let Ok(crate::Request::SubscriptionEdit(request)) =
            parse("subscription edit", json!({ "id": 7 }))
        else {
            panic!("it is good");
        };
        assert_eq!(request.settings, Settings::default(), "the panel asks");
        let Ok(crate::Request::SubscriptionEdit(request)) =
            parse("subscription edit", json!({ "id": 7, "time": "10:00" }))
        else {
            panic!("it is good");
        };
        let order = subscription(7).settings;
        let changed = request.settings.applied_to(&order, None);
        let schedule =
            Schedule { cron: "10:00".parse().expect("a time"), ..order.schedule.clone() };
        assert_eq!(changed, SubscriptionSettings { schedule, ..order }, "and nothing else");
    }

    #[test]
    fn a_role_is_either_set_or_removed() {
        let both = json!({ "id": 7, "role": "9", "no_role": true });
        let refusal = parse("subscription edit", both).expect_err("a conflict").to_string();
        assert!(refusal.starts_with("`role` and `no_role` contradict each other."), "{refusal}");
        for one in [json!({ "role": "9", "no_role": false }), json!({ "no_role": true })] {
            let mut options = one;
            options["id"] = json!(7);
            assert!(parse("subscription edit", options).is_ok());
        }
    }

    #[test]
    fn clients_that_know_only_the_earlier_name_of_an_option_are_understood() {
        for name in ["form", "format"] {
            let parsed = parse("subscription edit", json!({ "id": 7, name: "compact" }));
            let Ok(crate::Request::SubscriptionEdit(request)) = parsed else {
                panic!("{name}: {parsed:?}");
            };
            assert_eq!(request.settings.form, Some(domain::Form::Compact), "{name}");
        }
    }

    #[test]
    fn the_old_and_the_new_are_shown() {
        let old = subscription(7).settings;
        let mut new = subscription(7);
        new.settings.schedule = Schedule {
            cron: "10:00 mon-fri".parse().expect("a time"),
            zone: "Europe/Berlin".parse::<Zone>().expect("a zone"),
        };
        new.settings.topics = "all".parse().expect("topics");
        new.settings.max_papers = 25;
        new.settings.strictness = domain::Strictness::Loose;
        new.settings.selection.source = domain::Source::Trending;
        new.settings.selection.filters.code = true;
        new.settings.posting.role = Some(domain::RoleId(9));
        new.settings.posting.form = domain::Form::Thread;
        (new.settings.language, new.settings.own_language) = (Language::French, true);
        insta::assert_snapshot!(read(&edited(&old, &new, None, Some(SubscriptionId(3)), None, now(), ENGLISH)), @r"
        **Updated subscription #7**
        topics: stars, -tv → all papers
        time: every day at 09:00 → Monday to Friday at 10:00
        zone: UTC → Europe/Berlin
        max_papers: 10 → 25
        strictness: normal → loose
        source: trending
        has_code: yes
        format: thread under the post
        role: <@&9>
        language: Français
        Upcoming posts, in your local time: <t:1778659200:f>, <t:1778745600:f>, <t:1778832000:f>
        Your time is now 10:00 (Europe/Berlin). See the next post with `/preview`.
        ⚠️ Subscription #3 posts the same papers to this channel. No paper is posted twice, so one of the two will stay empty.
        [Edit → edit:7] [Remove #7 → remove:7]
        ");
        let same = read(&edited(&old, &subscription(7), None, None, None, now(), ENGLISH));
        assert!(same.starts_with("**Nothing changed"), "{same}");
        for language in Language::ALL {
            let mut long = new.clone();
            let topic = |number: u32| format!("{number}{}", "x".repeat(40));
            long.settings.topics =
                (0..20).map(topic).collect::<Vec<_>>().join(", ").parse().expect("topics");
            check_limits(&edited(
                &old,
                &long,
                None,
                Some(SubscriptionId(3)),
                None,
                now(),
                language,
            ));
        }
    }
}
