//! Notices to admins about a blocked channel, and the answers to their buttons.

use domain::{ChannelId, FailureReason, GuildId, Language, Subscription, SubscriptionId};

use super::channel_refusal::{ChannelProblem, reason};
use super::failure_reason::explain;
use super::mention;
use crate::l10n::comma;
use crate::manifest::CHANNELS;
use crate::message::{Button, ChannelSelect, Component, Message};
use crate::{Refusal, say, text};

/// A blocked channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockedChannel {
    /// Its guild.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// Its subscriptions.
    pub subscriptions: Vec<SubscriptionId>,
    /// Why it is blocked.
    pub reason: FailureReason,
}

/// The message to admins: the problem, what to do, and a button that checks again. `in_guild` is
/// whether it is sent to a channel of the guild, because only there Discord can offer channels.
pub fn notice(blocked: &BlockedChannel, in_guild: bool, language: Language) -> Message {
    let BlockedChannel { guild, channel, subscriptions, reason } = blocked;
    let mut ids: Vec<String> = subscriptions.iter().map(|id| format!("#{id}")).collect();
    if ids.len() > MANY {
        let left = ids.len() - MANY;
        ids.truncate(MANY);
        ids.push(say!(language, "more", count = left));
    }
    let ids = ids.join(comma(language));
    // A deleted channel never returns, so promise nothing.
    if *reason == FailureReason::UnknownChannel {
        let mut components = vec![Component::Text(format!(
            "⚠️ {}",
            say!(language, "notice-channel-deleted", ids = ids)
        ))];
        if in_guild {
            components.push(move_menu(*guild, *channel, language));
        }
        return Message::boxed(components);
    }
    let (name, reason) = (mention(*channel), explain(*reason));
    let text = say!(language, "notice-channel-closed", ids = ids, channel = name, reason = reason);
    let look = Button::press(say!(language, "button-check-again"), check_id(*guild, *channel));
    Message::boxed(vec![Component::Text(format!("⚠️ {text}")), Component::Buttons(vec![look])])
}

/// The number of subscriptions listed in a notice; the rest are counted.
const MANY: usize = 20;

/// The custom id of a button that checks a channel again.
fn check_id(guild: GuildId, channel: ChannelId) -> String {
    format!("check:{guild}:{channel}")
}

/// A menu of channels to which a deleted channel's subscriptions can move.
pub(crate) fn move_menu(guild: GuildId, from: ChannelId, language: Language) -> Component {
    Component::ChannelSelect(ChannelSelect {
        custom_id: format!("move:{guild}:{from}"),
        placeholder: say!(language, "menu-move-to"),
        kinds: &CHANNELS,
        selected: None,
    })
}

/// Replaces a notice when its channel can be posted to again.
pub fn is_open(channel: ChannelId, language: Language) -> Message {
    Message::text(format!("✅ {}", say!(language, "notice-open", channel = mention(channel))))
}

/// The refusal of *Check again* if its channel still can't be posted to.
pub fn still_closed(channel: ChannelId, why: &ChannelProblem) -> Refusal {
    text!("notice-still-closed", channel = mention(channel), why = reason(channel, why)).into()
}

/// Adds to an answer that the subscription's channel was deleted, and a menu to move its
/// subscriptions.
pub(crate) fn offer_move(
    message: &mut Message,
    subscription: &Subscription,
    deleted: Option<ChannelId>,
    language: Language,
) {
    let (Some(guild), Some(deleted)) = (subscription.settings.guild, deleted) else { return };
    let warning = format!("⚠️ {}", say!(language, "channel-deleted-move"));
    message.components.push(Component::Text(warning));
    message.components.push(move_menu(guild, deleted, language));
}

/// Replaces a notice after the subscriptions were moved.
pub fn moved(subscriptions: &[SubscriptionId], to: ChannelId, language: Language) -> Message {
    let ids: Vec<String> = subscriptions.iter().map(|id| format!("#{id}")).collect();
    let (count, to) = (ids.len(), mention(to));
    let line = say!(language, "notice-moved", count = count, channel = to);
    Message::text(format!("✅ {line}\n-# {}", ids.join(" ")))
}

/// The refusal of a move if there are no subscriptions left.
pub fn no_subscriptions_left() -> Refusal {
    text!("notice-nothing-there").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixtures::{ENGLISH, check_limits, read};

    fn blocked(reason: FailureReason) -> BlockedChannel {
        let (guild, channel) = (GuildId(2), ChannelId(7));
        let subscriptions = vec![SubscriptionId(3), SubscriptionId(4)];
        BlockedChannel { guild, channel, subscriptions, reason }
    }

    #[test]
    fn notices_say_what_broke_and_what_to_do() {
        insta::assert_snapshot!(read(&notice(&blocked(FailureReason::MissingPermission), true, ENGLISH)), @"
        ⚠️ I can't post to <#7> for #3, #4: I need View Channel, Send Messages (in a thread: Send Messages in Threads) and Embed Links. Posting resumes by itself as soon as I can post there again. `/status` in the server shows the details.
        [Check again → check:2:7]
        ");
        insta::assert_snapshot!(read(&notice(&blocked(FailureReason::UnknownChannel), true, ENGLISH)), @"
        ⚠️ The channel of #3, #4 was deleted, so nothing can be posted. Choose another channel with `/subscription edit`, or remove what you no longer need with `/subscription remove`.
        [move:2:7 ▾ #]
        ");
    }

    #[test]
    fn notices_promise_nothing_for_a_deleted_channel() {
        for reason in FailureReason::all() {
            for in_guild in [true, false] {
                let shown = read(&notice(&blocked(reason), in_guild, ENGLISH));
                let is_deleted = reason == FailureReason::UnknownChannel;
                assert_eq!(shown.contains("resumes by itself"), !is_deleted, "{shown}");
                assert_eq!(shown.contains("check:"), !is_deleted, "{shown}");
                assert_eq!(shown.contains("move:"), is_deleted && in_guild, "{shown}");
            }
        }
    }

    #[test]
    fn the_longest_notices_fit() {
        let all = vec![SubscriptionId(u64::MAX); 100];
        for language in Language::ALL {
            for reason in FailureReason::all() {
                let (guild, channel) = (GuildId(u64::MAX), ChannelId(u64::MAX));
                let blocked = BlockedChannel { guild, channel, subscriptions: all.clone(), reason };
                check_limits(&notice(&blocked, true, language));
            }
            check_limits(&is_open(ChannelId(u64::MAX), language));
            check_limits(&moved(&all, ChannelId(u64::MAX), language));
        }
    }
}
