//! `/subscription add`: papers in a channel every day.

use domain::{
    ChannelId, Cron, Destination, Forecast, GuildId, MAX_PAPERS, Schedule, Strictness,
    Subscription, SubscriptionDraft, SubscriptionId, Topic as PaperTopic, Topics, UserId, When,
    Zone,
};
use jiff::Timestamp;

use crate::Refusal;
use crate::custom_id::fits;
use crate::message::Message;
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Control, Opt, Place, Spec, Suggestions, Topic};
use crate::view::forecast;
use crate::view::subscription::{clock, line, next_posts};

/// The hour of a subscription that names none.
const DEFAULT_TIME: &str = "09:00";
/// The size of a post that names none.
const DEFAULT_MAX_PAPERS: u32 = 10;

/// What is asked of a subscription to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// A new one.
    Add(Draft),
    /// Another topic in the place of a misspelt one, by a button under the answer that asked.
    CorrectTopic {
        /// The guild.
        guild: GuildId,
        /// The subscription.
        id: SubscriptionId,
        /// The place among its wanted topics; 0 is the first.
        place: usize,
        /// The topic that was meant.
        meant: PaperTopic,
    },
}

/// A subscription as asked for; its zone may be left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The guild.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// The topics.
    pub topics: Topics,
    /// When.
    pub cron: Cron,
    /// Whose wall clock; the guild's last used one when left open.
    pub zone: Option<Zone>,
    /// The floor.
    pub min_upvotes: u32,
    /// The most papers.
    pub max_papers: u32,
    /// How sure a match must be.
    pub strictness: Strictness,
}

impl Draft {
    /// The draft, once the zone is settled.
    pub fn into_draft(self, created_by: UserId, zone: Zone) -> SubscriptionDraft {
        SubscriptionDraft {
            guild: Some(self.guild),
            destination: Destination::Channel(self.channel),
            created_by,
            topics: self.topics,
            schedule: Schedule { cron: self.cron, zone },
            min_upvotes: self.min_upvotes,
            max_papers: self.max_papers,
            strictness: self.strictness,
        }
    }
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription add",
        about: "Post papers in a channel every day",
        options: &[
            Opt::channel("channel", "Where the papers are posted").required(),
            Opt::text(
                "topics",
                "Topics with commas between; -word excludes; `all` takes every paper",
                1_000,
            )
            .required(),
            Opt::text(
                "time",
                "When to post, such as 9am, mon-fri 09:00, every monday at 9 (default: 09:00)",
                100,
            ),
            Opt::text(
                "zone",
                "Your city, country or time zone, such as Berlin or America/New_York",
                60,
            )
            .suggesting(Suggestions::Zones),
            Opt::number("min_upvotes", "Leave out papers with fewer votes", 0, Some(100_000)),
            Opt::number(
                "max_papers",
                "The most papers in one post (default 10)",
                1,
                Some(MAX_PAPERS),
            ),
            Opt::choice(
                "strictness",
                "How surely a paper must be about a topic (default normal); loose goes by meaning, too",
                || Strictness::ALL.iter().map(|one| one.as_str()).collect(),
            ),
        ],
        audience: Audience::Admins,
        place: Place::Guild,
        topic: Topic::Subscriptions,
        answer: Answer::Private,
        changes_something: true,
        slow: true,
        controls: &[Control::update("Takes the topic that was meant", "topic:7:0:diffusion")
            .changing()
            .slow()],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let time = options.text("time").unwrap_or_else(|| DEFAULT_TIME.to_owned());
        let When { cron, zone: after_time } = When::parse(&time).map_err(Refusal::of)?;
        let read = |zone: String| Zone::read(&zone, options.now).map_err(Refusal::of);
        let zone = match (options.text("zone"), after_time) {
            (None, zone) | (zone, None) => zone.map(read).transpose()?,
            (Some(zone), Some(after_time)) => {
                let (zone, other) = (read(zone)?, read(after_time)?);
                if zone != other {
                    return Err(Refusal(format!(
                        "`time` says {other}, but `zone` is {zone}. Name one of the two."
                    )));
                }
                Some(zone)
            }
        };
        let max_papers = options.small_number("max_papers")?.unwrap_or(DEFAULT_MAX_PAPERS);
        if !(1..=MAX_PAPERS).contains(&max_papers) {
            return Err(Refusal(format!(
                "`max_papers` is {max_papers}; it must lie between 1 and {MAX_PAPERS}."
            )));
        }
        Ok(Request::Add(Draft {
            guild: options.guild()?,
            channel: options.channel("channel")?,
            topics: options.required("topics")?.parse().map_err(Refusal::of)?,
            cron,
            zone,
            min_upvotes: options.small_number("min_upvotes")?.unwrap_or_default(),
            max_papers,
            strictness: match options.text("strictness") {
                Some(strictness) => strictness.parse().map_err(Refusal::of)?,
                None => Strictness::default(),
            },
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

/// The custom id of a button that puts another topic in the place of a misspelt one.
pub(crate) fn correction(id: SubscriptionId, place: usize, meant: &PaperTopic) -> Option<String> {
    Some(format!("topic:{}:{place}:{meant}", id.0)).filter(|id| fits(id))
}

/// The refusal of one more than a server may have.
pub fn too_many(most: usize) -> Refusal {
    Refusal(format!("This server has {most} subscriptions already. Remove one first."))
}

/// The answer: what was saved, what that would have brought lately (`None`
/// while no list is known), and the next posts.
pub fn subscribed(
    subscription: &Subscription,
    forecast: Option<&Forecast>,
    now: Timestamp,
) -> Message {
    saved("is set", subscription, forecast, now)
}

/// The same once a misspelt topic was corrected.
pub fn corrected(
    subscription: &Subscription,
    forecast: Option<&Forecast>,
    now: Timestamp,
) -> Message {
    saved("is corrected", subscription, forecast, now)
}

fn saved(
    what: &str,
    subscription: &Subscription,
    forecast: Option<&Forecast>,
    now: Timestamp,
) -> Message {
    let zone = &subscription.order.schedule.zone;
    let mut message = Message::text(format!(
        "**Subscription #{} {what}.** {}\n{}{}\nYour time is now {} ({zone}). See the next post with \
         `/preview`.",
        subscription.id,
        line(subscription),
        forecast.map(|forecast| forecast::lines(subscription, forecast)).unwrap_or_default(),
        next_posts(&subscription.order.schedule, now),
        clock(zone, now),
    ));
    let corrections = forecast.and_then(|found| forecast::corrections(subscription, found));
    message.components.extend(corrections);
    message
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::tests::{parse, press};
    use crate::view::fixtures::{now, read, subscription};

    #[test]
    fn a_subscription_is_checked_field_by_field() {
        let good = json!({
            "channel": "42", "topics": "diffusion, -medical", "time": "08:30 mon-fri",
            "zone": "europe/berlin", "min_upvotes": 5, "max_papers": 7,
        });
        let Ok(crate::Request::SubscriptionAdd(Request::Add(request))) =
            parse("subscription add", good.clone())
        else {
            panic!("it is good");
        };
        let draft = request.into_draft(UserId(1), Zone::utc());
        assert_eq!(draft.schedule.describe(), "Monday to Friday at 08:30 (UTC)");
        for (field, value, part) in [
            ("channel", json!("here"), "names no channel"),
            ("topics", json!("  "), "`topics` is empty"),
            ("topics", json!("a, -a"), "both wanted and excluded"),
            ("time", json!("soon"), "`soon` isn't a time of day"),
            ("time", json!("9am EST"), "`America/Panama` (08:07)"),
            (
                "time",
                json!("9:00 Asia/Tokyo"),
                "`time` says Asia/Tokyo, but `zone` is Europe/Berlin",
            ),
            ("zone", json!("Atlantis"), "`Atlantis` isn't a time zone or place"),
            ("zone", json!("GMT+1"), "`Etc/GMT-1 (UTC+1)` (14:07)"),
            ("min_upvotes", json!(-1), "`min_upvotes` is `-1`"),
            ("min_upvotes", json!(5_000_000_000_u64), "too much"),
            ("max_papers", json!(0), "between 1 and 25"),
            ("strictness", json!("tight"), "write loose, normal or strict"),
        ] {
            let mut options = good.clone();
            options[field] = value;
            let refusal = parse("subscription add", options).expect_err(field).0;
            assert!(refusal.contains(part), "{field}: {refusal}");
        }
    }

    #[test]
    fn a_topic_survives_the_way_through_its_button() {
        for topic in ["reinforcement learning", "author:Yann LeCun", "a OR b -c"] {
            let (guild, id) = (GuildId(2), SubscriptionId(7));
            let meant: PaperTopic = topic.parse().expect(topic);
            let custom_id = correction(id, 2, &meant).expect("it is short");
            let expected = Request::CorrectTopic { guild, id, place: 2, meant };
            let read = press(&custom_id, &[]);
            assert_eq!(read, Some(crate::Request::SubscriptionAdd(expected)), "{custom_id}");
        }
    }

    #[test]
    fn a_subscription_is_confirmed_with_its_next_posts() {
        let forecast = Forecast {
            days: 30,
            papers: 108,
            days_a_post: 1.0,
            left_out_a_post: 0.0,
            topics: Vec::new(),
        };
        insta::assert_snapshot!(read(&subscribed(&subscription(7), Some(&forecast), now())), @"
        **Subscription #7 is set.** <#42> · stars, -tv · every day at 09:00 (UTC) · 5 votes or more · at most 10 papers
        About 4 papers a day, counted over the last 30 days.
        Next posts, in your time: <t:1778576400:f>, <t:1778662800:f>, <t:1778749200:f>
        Your time is now 08:00 (UTC). See the next post with `/preview`.
        ");
        let unknown = read(&subscribed(&subscription(7), None, now()));
        assert!(unknown.contains("papers\nNext posts"), "{unknown}");
    }
}
