//! `/subscription resume`: resumes posts; also the *Undo* of a pause.

use domain::{ChannelId, GuildId, Language, Subscription, SubscriptionId};
use jiff::Timestamp;

use crate::message::Message;
use crate::options::{Options, Pressed};
use crate::spec::{
    Answer, Audience, Command, Contexts, Control, HelpSection, Opt, Spec, Suggestions,
};
use crate::view::channel_notice::offer_move;
use crate::view::subscription::{add_buttons, headed};
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
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
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

/// The answer; and how to move it if its channel was deleted.
pub fn resumed(
    subscription: &Subscription,
    deleted: Option<ChannelId>,
    now: Timestamp,
    language: Language,
) -> Message {
    let heading = say!(language, "subscription-resumed", id = subscription.id);
    let mut message = Message::text(headed(&heading, subscription, deleted, now, language));
    add_buttons(&mut message, subscription, None, language);
    offer_move(&mut message, subscription, deleted, language);
    message
}

/// The refusal if it is not paused.
pub fn not_paused(id: SubscriptionId) -> Refusal {
    text!("subscription-not-paused", id = id).into()
}
