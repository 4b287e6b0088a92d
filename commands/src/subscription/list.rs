//! `/subscription list`: the subscriptions of a server and their next posts.

use domain::{FailureReason, GuildId, SlotState, Subscription};
use jiff::Timestamp;

use crate::Refusal;
use crate::message::{Component, Limits, Message};
use crate::options::Options;
use crate::spec::{Answer, Audience, Command, Place, Spec, Topic};
use crate::view::count;
use crate::view::failure_reason::explain;
use crate::view::subscription::{line, next_posts};
use crate::view::time::moment;

/// The subscriptions of a guild.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription list",
        about: "Show the subscriptions and their next posts",
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

/// The answer; `last` says how the last slot of each ended.
pub fn all(all: &[(Subscription, Option<String>)], now: Timestamp) -> Message {
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
    Message::boxed(components)
}

/// How the last slot of a subscription ended.
pub fn ended(due: Timestamp, state: SlotState, reason: Option<FailureReason>) -> String {
    let why = reason.map(|reason| format!(": {}", explain(reason)));
    format!("{} {}{}", moment(due, 'f'), state.as_str(), why.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixtures::{now, read, subscription};

    #[test]
    fn any_number_of_subscriptions_fits() {
        let listed = |number: u64| {
            let each: Vec<_> =
                (1..=number).map(|id| (subscription(id), Some("sent".to_owned()))).collect();
            all(&each, now())
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
}
