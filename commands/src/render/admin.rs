//! What admins see: a new subscription, the list of them, and the preview of a post.

use domain::{
    Before, Destination, Digest, Entry, Forecast, Schedule, Strictness, Subscription, Verdict, Zone,
};
use jiff::Timestamp;

use super::topic_reason::topic_reason;
use super::{AMBER, Occasion, count, digest, forecast, moment, title_link};
use crate::escape::{escape, shorten};
use crate::{Component, Limits, Message};

/// The answer to `/subscription add`: what was saved, what that would have brought lately (`None`
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

/// The answer to `/subscription list`; `last` says how the last slot of each ended.
pub fn subscriptions(all: &[(Subscription, Option<String>)], now: Timestamp) -> Message {
    if all.is_empty() {
        return Message::text(
            "**No channel of this server gets papers yet.**\nAdd one: `/subscription add channel: \
             topics: time: zone:`",
        );
    }
    let mut room = Limits::DISCORD.characters - 200;
    let mut texts = Vec::new();
    for (subscription, last) in all {
        let last = last.as_ref().map(|last| format!("\n-# Last: {last}")).unwrap_or_default();
        let text = format!(
            "**#{}** {}\n-# {}{last}",
            subscription.id,
            line(subscription),
            next_posts(&subscription.order.schedule, now),
        );
        // Container, heading and the line about the rest need their places.
        if text.chars().count() > room || texts.len() >= Limits::DISCORD.components - 3 {
            break;
        }
        room -= text.chars().count();
        texts.push(Component::Text(text));
    }
    let mut components = vec![Component::Text(format!("### {}", count(all.len(), "subscription")))];
    let rest = all.len() - texts.len();
    components.extend(texts);
    if rest > 0 {
        components.push(Component::Text(format!("-# … and {rest} more")));
    }
    Message { components: vec![Component::Container { accent: AMBER, components }] }
}

/// The answer to `/subscription remove`.
pub fn removed(subscription: &Subscription) -> Message {
    Message::text(format!(
        "**Subscription #{} is removed.** {}",
        subscription.id,
        line(subscription)
    ))
}

/// The answer to `/preview`: the post exactly as it would go out, then why each paper is in or
/// out.
pub fn preview(subscription: &Subscription, chosen: &Digest) -> Vec<Message> {
    let occasion =
        Occasion { topics: &subscription.order.topics, late_since: None, mark: "preview" };
    let mut messages: Vec<Message> =
        digest(chosen, &occasion).into_iter().map(|part| part.message).collect();
    messages.push(reasons(subscription, chosen));
    messages
}

fn reasons(subscription: &Subscription, chosen: &Digest) -> Message {
    let floor = subscription.order.min_upvotes;
    let total = chosen.chosen.len() + chosen.left_out.len();
    let mut lines = vec![format!(
        "### Why\n-# Subscription #{} · {} of {} will be posted",
        subscription.id,
        chosen.chosen.len(),
        count(total, "paper"),
    )];
    if total == 0 {
        lines.push("No list is known for this day yet.".to_owned());
    }
    let mut room = Limits::DISCORD.characters - 300;
    let mut shown = 0;
    for entry in chosen.chosen.iter().chain(&chosen.left_out) {
        let line = reason(entry, floor);
        let length = line.chars().count() + 1;
        if length > room {
            break;
        }
        room -= length;
        shown += 1;
        lines.push(line);
    }
    if shown < total {
        lines.push(format!("-# … and {} more", total - shown));
    }
    Message::text(lines.join("\n"))
}

fn reason(entry: &Entry, floor: u32) -> String {
    let (sign, why) = match &entry.verdict {
        Verdict::In(Some(hit)) => {
            ("✅", format!("{}: {}", escape(&hit.topic), escape(&topic_reason(&hit.reason))))
        }
        Verdict::In(None) => ("✅", "every paper is wanted".to_owned()),
        Verdict::NoTopic => ("➖", "no topic matches".to_owned()),
        Verdict::Excluded(hit) => (
            "⛔",
            format!("excluded by {}: {}", escape(&hit.topic), escape(&topic_reason(&hit.reason))),
        ),
        Verdict::BelowFloor => {
            ("➖", format!("{} votes, fewer than your minimum of {floor}", entry.paper.upvotes))
        }
        Verdict::Before(before) => ("➖", earlier(*before)),
        Verdict::OverMax => ("➖", "left out: the post is full".to_owned()),
    };
    let mut paper = entry.paper.clone();
    paper.title = shorten(&paper.title, 60);
    format!("{sign} {} — {}", title_link(&paper), shorten(&why, 120))
}

fn earlier(before: Before) -> String {
    match before {
        Before::Posted => "already posted here".to_owned(),
        Before::Unconfirmed => {
            "may have been posted here already; I couldn't confirm it".to_owned()
        }
        Before::PassedOver => "left out of an earlier post that was full".to_owned(),
        Before::Taken(id) => format!("subscription #{id} posts it here first"),
    }
}

fn line(subscription: &Subscription) -> String {
    let order = &subscription.order;
    let mut parts = vec![
        place(order.destination),
        escape(&shorten(&order.topics.to_string(), 300)),
        order.schedule.describe(),
    ];
    if order.min_upvotes > 0 {
        parts.push(format!("{} votes or more", order.min_upvotes));
    }
    if order.strictness != Strictness::Normal {
        parts.push(order.strictness.to_string());
    }
    parts.push(format!("at most {}", count(order.max_papers as usize, "paper")));
    parts.join(" · ")
}

/// A destination as people see it.
fn place(destination: Destination) -> String {
    match destination.channel() {
        Some(channel) => format!("<#{channel}>"),
        None => "your direct messages".to_owned(),
    }
}

/// A zone as a choice while it is typed: with the time there, and the text that names it.
pub fn zone_choice(zone: &Zone, now: Timestamp) -> (String, String) {
    let name = zone.offered_name(now);
    (format!("{name} · {}", clock(zone, now)), name)
}

fn clock(zone: &Zone, now: Timestamp) -> String {
    zone.time_at(now).strftime("%H:%M").to_string()
}

fn next_posts(schedule: &Schedule, now: Timestamp) -> String {
    let next: Vec<String> =
        schedule.upcoming(now, 3).into_iter().map(|due| moment(due, 'f')).collect();
    match next.is_empty() {
        true => "No further post is due.".to_owned(),
        false => format!("Next posts, in your time: {}", next.join(", ")),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use domain::{
        ChannelId, GuildId, PaperPlace, Strictness, SubscriptionDraft, SubscriptionId, TopicHit,
        TopicReason, UserId,
    };
    use jiff::civil::Date;

    use super::super::tests::{paper, read};
    use super::*;

    pub(in super::super) fn subscription(id: u64) -> Subscription {
        Subscription {
            id: SubscriptionId(id),
            order: SubscriptionDraft {
                guild: Some(GuildId(1)),
                destination: Destination::Channel(ChannelId(42)),
                created_by: UserId(3),
                topics: "stars, -tv".parse().expect("topics"),
                schedule: Schedule { cron: "09:00".parse().expect("a time"), zone: Zone::utc() },
                min_upvotes: 5,
                max_papers: 10,
                strictness: Strictness::Normal,
            },
            since: Date::constant(2026, 5, 12),
            next_due: None,
        }
    }

    fn now() -> Timestamp {
        "2026-05-12T08:00:00Z".parse().expect("a time")
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

    #[test]
    fn any_number_of_subscriptions_fits() {
        let listed = |number: u64| {
            let all: Vec<_> =
                (1..=number).map(|id| (subscription(id), Some("sent".to_owned()))).collect();
            subscriptions(&all, now())
        };
        insta::assert_snapshot!(read(&listed(1)), @"
        ### 1 subscription
        **#1** <#42> · stars, -tv · every day at 09:00 (UTC) · 5 votes or more · at most 10 papers
        -# Next posts, in your time: <t:1778576400:f>, <t:1778662800:f>, <t:1778749200:f>
        -# Last: sent
        ");
        assert!(read(&listed(0)).contains("No channel"));
        let many = listed(200);
        assert!(many.size().fits(Limits::DISCORD));
        assert!(read(&many).contains("more"));
    }

    #[test]
    fn a_preview_says_why() {
        let hit = TopicHit {
            topic: "stars".to_owned(),
            reason: TopicReason::Words {
                words: "stars".to_owned(),
                place: PaperPlace::Title,
                times: 1,
            },
        };
        let entry = |number, verdict| Entry { paper: paper(number), verdict };
        let chosen = Digest {
            date: Date::constant(2026, 5, 12),
            chosen: vec![entry(9, Verdict::In(Some(hit.clone())))],
            left_out: vec![
                entry(8, Verdict::NoTopic),
                entry(7, Verdict::Excluded(hit)),
                entry(6, Verdict::BelowFloor),
                entry(5, Verdict::Before(Before::Posted)),
                entry(3, Verdict::Before(Before::Unconfirmed)),
                entry(2, Verdict::Before(Before::PassedOver)),
                entry(1, Verdict::Before(Before::Taken(SubscriptionId(4)))),
                entry(4, Verdict::OverMax),
            ],
        };
        let messages = preview(&subscription(7), &chosen);
        assert_eq!(messages.len(), 2);
        insta::assert_snapshot!(read(&messages[1]), @r"
        ### Why
        -# Subscription #7 · 1 of 9 papers will be posted
        ✅ [A Small Study of \*Stars\* \[9\]](https://huggingface.co/papers/2605.00009) — stars: “stars” in the title
        ➖ [A Small Study of \*Stars\* \[8\]](https://huggingface.co/papers/2605.00008) — no topic matches
        ⛔ [A Small Study of \*Stars\* \[7\]](https://huggingface.co/papers/2605.00007) — excluded by stars: “stars” in the title
        ➖ [A Small Study of \*Stars\* \[6\]](https://huggingface.co/papers/2605.00006) — 46 votes, fewer than your minimum of 5
        ➖ [A Small Study of \*Stars\* \[5\]](https://huggingface.co/papers/2605.00005) — already posted here
        ➖ [A Small Study of \*Stars\* \[3\]](https://huggingface.co/papers/2605.00003) — may have been posted here already; I couldn't confirm it
        ➖ [A Small Study of \*Stars\* \[2\]](https://huggingface.co/papers/2605.00002) — left out of an earlier post that was full
        ➖ [A Small Study of \*Stars\* \[1\]](https://huggingface.co/papers/2605.00001) — subscription #4 posts it here first
        ➖ [A Small Study of \*Stars\* \[4\]](https://huggingface.co/papers/2605.00004) — left out: the post is full
        ");
        let many = Digest {
            left_out: (0..99).map(|number| entry(number, Verdict::NoTopic)).collect(),
            ..chosen
        };
        let messages = preview(&subscription(7), &many);
        assert!(messages.iter().all(|message| message.size().fits(Limits::DISCORD)));
    }
}
