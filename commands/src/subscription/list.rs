//! `/subscription list`: the subscriptions of a server and their next posts.

use domain::{GuildId, Language, Subscription};
use jiff::Timestamp;

use crate::message::{Component, Limits, Message};
use crate::options::Options;
use crate::spec::{Answer, Audience, Command, Place, Spec, Topic};
use crate::view::moment;
use crate::view::slot::{Delivery, ended};
use crate::view::subscription::{line, next_posts};
use crate::{Refusal, say};

/// The subscriptions of a guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription list",
        options: &[],
        audience: Audience::Admins,
        place: Place::Guild,
        topic: Topic::Subscriptions,
        answer: Answer::Private,
        changes_something: false,
        slow: false,
        controls: &[],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        Ok(Request { guild: options.guild()? })
    }
}

/// The answer, with the last slot of each.
pub fn all(
    all: &[(Subscription, Option<Delivery>)],
    now: Timestamp,
    language: Language,
) -> Message {
    if all.is_empty() {
        let (none, add) =
            (say!(language, "subscriptions-none"), say!(language, "subscriptions-add"));
        return Message::text(format!("**{none}**\n{add}"));
    }
    let mut room = Limits::DISCORD.characters - 200;
    let mut texts = Vec::new();
    for (subscription, last) in all {
        let last = last.as_ref().map(|last| {
            let slot = ended(last, moment(last.due_at, 'f'));
            format!("\n-# {}", say!(language, "subscription-last", slot = slot))
        });
        let text = format!(
            "**#{}** {}\n-# {}{}",
            subscription.id,
            line(subscription, language),
            next_posts(subscription, now, language),
            last.unwrap_or_default(),
        );
        // Container, heading and the line about the rest need their places.
        if text.chars().count() > room || texts.len() >= Limits::DISCORD.components - 3 {
            break;
        }
        room -= text.chars().count();
        texts.push(Component::Text(text));
    }
    let heading = say!(language, "subscriptions-count", count = all.len());
    let mut components = vec![Component::Text(format!("### {heading}"))];
    let rest = all.len() - texts.len();
    components.extend(texts);
    if rest > 0 {
        components.push(Component::Text(format!("-# {}", say!(language, "more", count = rest))));
    }
    Message::boxed(components)
}

#[cfg(test)]
mod tests {
    use domain::{ChannelId, SlotState, SubscriptionId};

    use super::*;
    use crate::view::fixtures::{ENGLISH, now, read, subscription};

    #[test]
    fn any_number_of_subscriptions_fits() {
        let listed = |number: u64| {
            let last = |id| Delivery {
                subscription: SubscriptionId(id),
                channel: ChannelId(42),
                due_at: now(),
                state: SlotState::Sent,
                reason: None,
                missing: (0, 1),
                papers: 3,
                late: false,
            };
            (1..=number).map(|id| (subscription(id), Some(last(id)))).collect::<Vec<_>>()
        };
        let listed = |number: u64| all(&listed(number), now(), ENGLISH);
        insta::assert_snapshot!(read(&listed(1)), @"
        ### 1 subscription
        **#1** <#42> · stars, -tv · every day at 09:00 (UTC) · 5 votes or more · at most 10 papers
        -# Next posts, in your time: <t:1778576400:f>, <t:1778662800:f>, <t:1778749200:f>
        -# Last: ✅ <t:1778572800:f>: 3 papers
        ");
        assert!(read(&listed(0)).contains("No channel"));
        let many = listed(200);
        assert!(many.size().fits(Limits::DISCORD));
        assert!(read(&many).contains("more"));
    }
}
