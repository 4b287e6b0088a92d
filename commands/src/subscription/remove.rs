//! `/subscription remove`: no more posts.

use domain::{GuildId, Language, Subscription, SubscriptionId};

use crate::message::Message;
use crate::options::Options;
use crate::spec::{Answer, Audience, Command, Opt, Place, Spec, Suggestions, Topic};
use crate::view::subscription::line;
use crate::{Refusal, say, text};

/// A subscription to remove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its guild.
    pub guild: GuildId,
    /// Its number.
    pub id: SubscriptionId,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription remove",
        options: &[Opt::number("id", 1, None).required().suggesting(Suggestions::Subscriptions)],
        audience: Audience::Admins,
        place: Place::Guild,
        topic: Topic::Subscriptions,
        answer: Answer::Private,
        changes_something: true,
        slow: false,
        controls: &[],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let id = options.number("id")?.unwrap_or_default();
        Ok(Request { guild: options.guild()?, id: SubscriptionId(id) })
    }
}

/// The answer.
pub fn removed(subscription: &Subscription, language: Language) -> Message {
    let removed = say!(language, "subscription-removed", id = subscription.id);
    Message::text(format!("**{removed}** · {}", line(subscription, language)))
}

/// The refusal of a number that no subscription of the server has.
pub fn unknown(id: SubscriptionId) -> Refusal {
    text!("subscription-unknown", id = id).into()
}
