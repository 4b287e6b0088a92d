//! `/subscription add`: posts papers to a channel on a schedule.

use domain::{
    ChannelId, Cron, Destination, Forecast, GuildId, Language, Posting, Schedule, Selection,
    Strictness, Subscription, SubscriptionId, SubscriptionSettings, Topic as PaperTopic,
    TopicPlace, Topics, UserId, When, Zone,
};
use jiff::Timestamp;

use crate::custom_id::fits;
use crate::message::{Limits, Message, lines_that_fit};
use crate::options::{Options, Pressed};
use crate::settings::{self, LanguageChoice, Settings};
use crate::spec::{Answer, Audience, Command, Contexts, Control, HelpSection, Spec};
use crate::view::forecast::{self, PostLimits};
use crate::view::subscription::{
    add_buttons, add_buttons_of_new, clock, facts, next_posts, place, topics,
};
use crate::{Refusal, say, text};

/// The default time.
const USUAL_TIME: &str = "09:00";
/// The default number of papers per post.
pub(crate) const DEFAULT_MAX_PAPERS: u32 = 10;

/// A request about a new subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Add it.
    Add(NewSubscription),
    /// Replace a misspelt topic, from a button under the answer.
    CorrectTopic {
        /// The guild.
        guild: GuildId,
        /// The subscription.
        id: SubscriptionId,
        /// Its place among its topics and exclusions.
        place: TopicPlace,
        /// The corrected topic.
        meant: PaperTopic,
    },
}

/// A requested subscription; some settings may be left to the guild's defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSubscription {
    /// The guild.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// The topics.
    pub topics: Topics,
    /// The time; `None` for the guild's default.
    pub cron: Option<Cron>,
    /// The time if the guild has no default.
    pub usual: Cron,
    /// The zone; `None` for the guild's default or last used one.
    pub zone: Option<Zone>,
    /// The minimum votes.
    pub min_upvotes: u32,
    /// The maximum number of papers.
    pub max_papers: u32,
    /// How certain a match must be.
    pub strictness: Strictness,
    /// Source, order and filters.
    pub selection: Selection,
    /// How the papers are posted.
    pub posting: Posting,
    /// The language of its posts; `None` for the guild's.
    pub language: Option<Language>,
}

impl NewSubscription {
    /// The settings, completed with the guild's defaults.
    pub fn into_settings(
        self,
        created_by: UserId,
        schedule: Schedule,
        language: Language,
    ) -> SubscriptionSettings {
        SubscriptionSettings {
            guild: Some(self.guild),
            destination: Destination::Channel(self.channel),
            created_by,
            topics: self.topics,
            schedule,
            min_upvotes: self.min_upvotes,
            max_papers: self.max_papers,
            strictness: self.strictness,
            selection: self.selection,
            posting: self.posting,
            language: self.language.unwrap_or(language),
            own_language: self.language.is_some(),
        }
    }
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription add",
        options: &[
            settings::CHANNEL.required(),
            settings::TOPICS.required(),
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
        controls: &[Control::update("Replaces a misspelled topic", "topic:7:0:diffusion")
            .changing()
            .slow()],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let typed = Settings::read(options)?;
        Ok(Request::Add(NewSubscription {
            guild: options.guild()?,
            channel: options.channel("channel")?,
            selection: typed.selection(Selection::default()),
            posting: typed.posting(Posting::default()),
            language: typed.language.and_then(LanguageChoice::own),
            topics: options.required("topics")?.parse::<Topics>()?,
            cron: typed.cron,
            usual: usual_time()?,
            zone: typed.zone,
            min_upvotes: typed.min_upvotes.unwrap_or_default(),
            max_papers: typed.max_papers.unwrap_or(DEFAULT_MAX_PAPERS),
            strictness: typed.strictness.unwrap_or_default(),
        }))
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        let mut parts = pressed.rest.splitn(3, ':');
        let id = SubscriptionId(parts.next()?.parse().ok()?);
        let place = parts.next()?.parse().ok()?;
        let meant = parts.next()?.parse().ok()?;
        Some(Request::CorrectTopic { guild: pressed.guild()?, id, place, meant })
    }
}

/// The custom ids of buttons that correct a subscription's topics.
pub(crate) fn correct(id: SubscriptionId) -> impl Fn(TopicPlace, &PaperTopic) -> Option<String> {
    move |place, meant| correction(id, place, meant)
}

/// The custom id of a button that replaces a misspelt topic.
pub(crate) fn correction(
    id: SubscriptionId,
    place: TopicPlace,
    meant: &PaperTopic,
) -> Option<String> {
    Some(format!("topic:{}:{place}:{meant}", id.0)).filter(|id| fits(id))
}

/// The default time.
///
/// # Errors
/// None: the constant is valid.
pub fn usual_time() -> Result<Cron, Refusal> {
    Ok(When::parse(USUAL_TIME)?.cron)
}

/// The refusal if a server has reached the limit.
pub fn too_many(most: usize) -> Refusal {
    text!("subscriptions-full", most = most).into()
}

/// The answer: what was saved, the forecast (`None` if no list is known), the next posts, and
/// another subscription that posts the same.
pub fn subscribed(
    subscription: &Subscription,
    forecast: Option<&Forecast>,
    twin: Option<SubscriptionId>,
    now: Timestamp,
    language: Language,
) -> Message {
    let (channel, topics) = subscribed_to(subscription, language);
    let heading = say!(language, "subscription-added", channel = channel, topics = topics);
    let mut message = saved(&heading, subscription, forecast, now, language);
    add_buttons_of_new(&mut message, subscription, twin, language);
    message
}

/// The same after a topic was corrected.
pub fn corrected(
    subscription: &Subscription,
    forecast: Option<&Forecast>,
    now: Timestamp,
    language: Language,
) -> Message {
    let (channel, topics) = subscribed_to(subscription, language);
    let heading = say!(language, "subscription-corrected", channel = channel, topics = topics);
    let mut message = saved(&heading, subscription, forecast, now, language);
    add_buttons(&mut message, subscription, None, language);
    message
}

fn subscribed_to(subscription: &Subscription, language: Language) -> (String, String) {
    let settings = &subscription.settings;
    (place(settings.destination, language), topics(&settings.topics, language))
}

/// A heading, the subscription with its forecast, and its next posts.
fn saved(
    heading: &str,
    subscription: &Subscription,
    forecast: Option<&Forecast>,
    now: Timestamp,
    language: Language,
) -> Message {
    let zone = &subscription.settings.schedule.zone;
    let number = say!(language, "subscription-number", id = subscription.id);
    let facts = facts(subscription, language).into_iter().chain([number]);
    let heading = format!("**{heading}** · {}", facts.collect::<Vec<_>>().join(" · "));
    let next = next_posts(subscription, now, language);
    let time = say!(language, "subscription-time", time = clock(zone, now), zone = zone.name());
    let used = [&heading, &next, &time].map(|line| line.chars().count() + 1);
    let room = (Limits::DISCORD.characters - 100).saturating_sub(used.iter().sum());
    let limits = PostLimits::of(&subscription.settings);
    let lately = forecast.map(|forecast| forecast::lines(limits, forecast, language));
    let (lately, left) = lines_that_fit(lately.unwrap_or_default().into_iter(), room);
    let more = (left > 0).then(|| format!("-# {}", say!(language, "more", count = left)));
    let lines = [heading].into_iter().chain(lately).chain(more).chain([next, time]);
    let mut message = Message::text(lines.collect::<Vec<_>>().join("\n"));
    let corrections =
        forecast.and_then(|found| forecast::corrections(found, correct(subscription.id), language));
    message.components.extend(corrections);
    message
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::tests::{parse, press};
    use crate::view::fixtures::{ENGLISH, now, read, subscription};

    #[test]
    fn subscriptions_are_validated_field_by_field() {
        let good = json!({
            "channel": "42", "topics": "diffusion, -medical", "time": "08:30 mon-fri",
            "zone": "europe/berlin", "min_upvotes": 5, "max_papers": 7,
        });
        let Ok(crate::Request::SubscriptionAdd(Request::Add(request))) =
            parse("subscription add", good.clone())
        else {
            panic!("it is good");
        };
        let settings = {
            let cron = request.cron.clone().expect("a time");
            let schedule = Schedule { cron, zone: Zone::utc() };
            request.into_settings(UserId(1), schedule, Language::German)
        };
        let when = crate::words::schedule_words(&settings.schedule).to(ENGLISH);
        assert_eq!(when, "Monday to Friday at 08:30 (UTC)");
        assert_eq!(settings.language, Language::German);
        for (field, value, part) in [
            ("channel", json!("here"), "Choose a channel for `channel`."),
            ("topics", json!("  "), "Enter at least one topic"),
            ("topics", json!("a, -a"), "both included and excluded"),
            ("time", json!("soon"), "`soon` isn't a time of day"),
            ("time", json!("9am EST"), "`America/Panama` (08:07)"),
            (
                "time",
                json!("9:00 Asia/Tokyo"),
                "The time names Asia/Tokyo, but the time zone is Europe/Berlin",
            ),
            ("zone", json!("Atlantis"), "`Atlantis` isn't a time zone or place"),
            ("zone", json!("GMT+1"), "`Etc/GMT-1 (UTC+1)` (14:07)"),
            ("min_upvotes", json!(-1), "`min_upvotes` is `-1`"),
            ("min_upvotes", json!(5_000_000_000_u64), "too large"),
            ("max_papers", json!(0), "Choose between 1 and 25 papers"),
            ("strictness", json!("tight"), "Choose loose, normal or strict"),
            ("format", json!("poem"), "`poem` isn't one of the choices for `format`"),
            ("role", json!("readers"), "find that role"),
        ] {
            let mut options = good.clone();
            options[field] = value;
            let refusal = parse("subscription add", options).expect_err(field).to_string();
            assert!(refusal.contains(part), "{field}: {refusal}");
        }
    }

    #[test]
    fn topics_round_trip_through_their_buttons() {
        let places = [TopicPlace::Wanted(2), TopicPlace::Excluded(0), TopicPlace::Wanted(0)];
        let topics = ["reinforcement learning", "author:Yann LeCun", "a OR b -c"];
        for (place, topic) in places.into_iter().zip(topics) {
            let (guild, id) = (GuildId(2), SubscriptionId(7));
            let meant: PaperTopic = topic.parse().expect(topic);
            let custom_id = correction(id, place, &meant).expect("it is short");
            let expected = Request::CorrectTopic { guild, id, place, meant };
            let read = press(&custom_id, &[]);
            assert_eq!(read, Some(crate::Request::SubscriptionAdd(expected)), "{custom_id}");
        }
    }

    #[test]
    fn answers_confirm_the_subscription_with_its_next_posts() {
        let forecast = Forecast {
            misspelt: vec![],
            days: 30,
            papers: 108,
            days_a_post: 1.0,
            is_daily: true,
            left_out_a_post: 0.0,
            topics: Vec::new(),
        };
        insta::assert_snapshot!(read(&subscribed(&subscription(7), Some(&forecast), None, now(), ENGLISH)), @"
        **Subscribed <#42> to stars, -tv** · every day at 09:00 (UTC) · 5 votes or more · at most 10 papers · subscription #7
        About 4 papers a day, counted over the last 30 days.
        Upcoming posts, in your local time: <t:1778576400:f>, <t:1778662800:f>, <t:1778749200:f>
        Your time is now 08:00 (UTC). See the next post with `/preview`.
        [Edit → edit:7] [Remove #7 → remove:7]
        ");
        let unknown = read(&subscribed(&subscription(7), None, None, now(), ENGLISH));
        assert!(unknown.contains("subscription #7\nUpcoming posts"), "{unknown}");
    }
}
