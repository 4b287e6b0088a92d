//! `/subscription remove`: removes a subscription, with an *Undo* button.

use domain::{ChannelId, GuildId, Language, Subscription, SubscriptionId};
use jiff::Timestamp;

use crate::message::{Button, Component, Message};
use crate::options::{Options, Pressed};
use crate::spec::{
    Answer, Audience, Command, Contexts, Control, HelpSection, Opt, Spec, Suggestions,
};
use crate::view::channel_notice::offer_move;
use crate::view::subscription::{add_buttons, headed, line};
use crate::{Refusal, say, text};

/// A subscription to remove or restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its guild.
    pub guild: GuildId,
    /// Its number.
    pub id: SubscriptionId,
    /// Whether to undo the removal.
    pub undo: bool,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "subscription remove",
        options: &[Opt::number("id", 1, None).required().suggesting(Suggestions::Subscriptions)],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: true,
        slow: false,
        controls: &[
            Control::update("Removes the subscription that was just saved", "remove:7").changing(),
            Control::update("Undoes the removal", "restore:7").changing(),
        ],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        let (guild, id) = (options.guild()?, options.subscription("id")?);
        Ok(Request { guild, id, undo: false })
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        let (guild, id) = (pressed.guild()?, SubscriptionId(pressed.rest.parse().ok()?));
        Some(Request { guild, id, undo: pressed.prefix == "restore" })
    }
}

/// The answer, with an *Undo* button.
pub fn removed(subscription: &Subscription, language: Language) -> Message {
    let removed = say!(language, "subscription-removed", id = subscription.id);
    let mut message = Message::text(format!("**{removed}** · {}", line(subscription, language)));
    let custom_id = format!("restore:{}", subscription.id.0);
    let undo = Button::press(say!(language, "button-undo"), custom_id);
    message.components.push(Component::Buttons(vec![undo]));
    message
}

/// The answer to *Undo*; and how to move it if its channel was deleted.
pub fn restored(
    subscription: &Subscription,
    deleted: Option<ChannelId>,
    now: Timestamp,
    language: Language,
) -> Message {
    let restored = say!(language, "subscription-restored", id = subscription.id);
    let mut message = Message::text(headed(&restored, subscription, deleted, now, language));
    add_buttons(&mut message, subscription, None, language);
    offer_move(&mut message, subscription, deleted, language);
    message
}

/// The refusal of an unknown number.
pub fn unknown(id: SubscriptionId) -> Refusal {
    text!("subscription-unknown", id = id).into()
}
