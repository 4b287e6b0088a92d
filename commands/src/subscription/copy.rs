//! `/subscription copy`: creates the same subscription in another channel.

use domain::{ChannelId, GuildId, Language, Subscription, SubscriptionId};
use jiff::Timestamp;

use crate::message::Message;
use crate::options::Options;
use crate::settings;
use crate::spec::{Answer, Audience, Command, Contexts, HelpSection, Opt, Spec, Suggestions};
use crate::view::subscription::{add_buttons_of_new, facts, next_posts, place, topics};
use crate::{Refusal, say};

/// A subscription to copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its guild.
    pub guild: GuildId,
    /// Its number.
    pub id: SubscriptionId,
    /// The channel of the new one.
    pub channel: ChannelId,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription copy",
        options: &[
            Opt::number("id", 1, None).required().suggesting(Suggestions::Subscriptions),
            settings::CHANNEL.required(),
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
        let (guild, id) = (options.guild()?, options.subscription("id")?);
        Ok(Request { guild, id, channel: options.channel("channel")? })
    }
}

/// The answer, with a button that removes the copy.
pub fn copied(
    from: SubscriptionId,
    copy: &Subscription,
    twin: Option<SubscriptionId>,
    now: Timestamp,
    language: Language,
) -> Message {
    let channel = place(copy.settings.destination, language);
    let heading = say!(language, "subscription-copied", id = from, channel = channel);
    let number = say!(language, "subscription-number", id = copy.id);
    let topics = topics(&copy.settings.topics, language);
    let facts = [number, topics].into_iter().chain(facts(copy, language));
    let (facts, next) = (facts.collect::<Vec<_>>().join(" · "), next_posts(copy, now, language));
    let mut message = Message::text(format!("**{heading}** · {facts}\n{next}"));
    add_buttons_of_new(&mut message, copy, twin, language);
    message
}
