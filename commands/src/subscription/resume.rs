//! `/subscription resume`: resumes posts; also the *Undo* of a pause.

use domain::{GuildId, Language, Subscription, SubscriptionId};
use jiff::Timestamp;

use crate::message::Message;
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Control, Opt, Place, Spec, Suggestions, Topic};
use crate::view::subscription::{add_buttons, line, next_posts};
use crate::{Refusal, say, text};

/// A subscription to resume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its guild.
    pub guild: GuildId,
    /// Its number.
    pub id: SubscriptionId,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription resume",
        options: &[Opt::number("id", 1, None).required().suggesting(Suggestions::Subscriptions)],
        audience: Audience::Admins,
        place: Place::Guild,
        topic: Topic::Subscriptions,
        answer: Answer::Private,
        changes_something: true,
        slow: false,
        controls: &[Control::update("Ends the pause", "resume:7").changing()],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        Ok(Request { guild: options.guild()?, id: options.subscription("id")? })
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        Some(Request { guild: pressed.guild()?, id: SubscriptionId(pressed.rest.parse().ok()?) })
    }
}

/// The custom id of a button that ends a pause.
pub(crate) fn custom_id(id: SubscriptionId) -> String {
    format!("resume:{}", id.0)
}

/// The answer.
pub fn resumed(subscription: &Subscription, now: Timestamp, language: Language) -> Message {
    let heading = say!(language, "subscription-resumed", id = subscription.id);
    let (line, next) = (line(subscription, language), next_posts(subscription, now, language));
    let mut message = Message::text(format!("**{heading}** · {line}\n{next}"));
    add_buttons(&mut message, subscription, None, language);
    message
}

/// The refusal if it is not paused.
pub fn not_paused(id: SubscriptionId) -> Refusal {
    text!("subscription-not-paused", id = id).into()
}
