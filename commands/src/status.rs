//! `/status`: what an admin reads when posts do not come.

use domain::{ChannelId, FailureReason, GuildId, Language};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::l10n::Text;
use crate::message::{Component, Limits, Message, lines_that_fit, shorten};
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Control, Place, Spec, Topic};
use crate::view::channel_notice::move_menu;
use crate::view::failure_reason::explain;
pub use crate::view::slot::Delivery;
use crate::view::slot::ended;
use crate::view::{mention, moment};
use crate::{Refusal, say, text};

/// The state of a guild's deliveries, and what is done about a channel that takes no posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// To see it.
    Show(GuildId),
    /// To look at a channel again, by the button of a notice.
    Check(GuildId, ChannelId),
    /// To move the subscriptions of a deleted channel to another one.
    Move {
        /// The guild.
        guild: GuildId,
        /// The channel that is gone.
        from: ChannelId,
        /// The other one.
        to: ChannelId,
    },
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "status",
        options: &[],
        audience: Audience::Admins,
        place: Place::Guild,
        topic: Topic::Subscriptions,
        answer: Answer::Private,
        changes_something: false,
        slow: false,
        controls: &[
            Control::update("Looks whether a blocked channel takes posts again", "check:2:3")
                .changing()
                .in_direct_messages(),
            Control::update("Moves the subscriptions of a deleted channel", "move:2:3")
                .choosing("4")
                .changing(),
        ],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        options.guild().map(Request::Show)
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        let (guild, channel) = pressed.rest.split_once(':')?;
        let (guild, channel) = (GuildId(guild.parse().ok()?), ChannelId(channel.parse().ok()?));
        if pressed.guild().is_some_and(|here| here != guild) {
            return None;
        }
        match pressed.prefix {
            "check" => Some(Request::Check(guild, channel)),
            "move" => {
                let to = ChannelId(pressed.values.first()?.parse().ok()?);
                Some(Request::Move { guild: pressed.guild()?, from: channel, to })
            }
            _ => None,
        }
    }
}

/// The state of one server's deliveries.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// When the hub last answered for any list.
    pub last_fetch: Option<Timestamp>,
    /// The newest list with papers, and how many it holds.
    pub newest_list: Option<(Date, u32)>,
    /// Whether nothing can be written to the database, so that nothing is posted.
    pub unwritable: bool,
    /// Whether the process that answers also delivers.
    pub delivers: bool,
    /// Every channel with a subscription: its next slot, and why it takes no posts.
    pub channels: Vec<ChannelStatus>,
    /// The last slots, newest first.
    pub recent: Vec<Delivery>,
}

/// One channel.
#[derive(Clone, Debug)]
pub struct ChannelStatus {
    /// The channel.
    pub channel: ChannelId,
    /// Its earliest next slot.
    pub next: Option<Timestamp>,
    /// Why it takes no posts, and since when.
    pub trouble: Option<(FailureReason, Timestamp)>,
}

/// Deleted channels that come with a menu of others.
const MENUS: usize = 3;

/// The answer, with menus to move what was in channels that are gone.
pub fn page(status: &Status, guild: GuildId, now: Timestamp, language: Language) -> Message {
    let mut lines = vec![format!("### {}", say!(language, "status-heading"))];
    lines.push(match status.last_fetch.map(|at| (at, moment(at, 'R'))) {
        Some((at, time)) if now.duration_since(at).as_hours() >= 3 => {
            say!(language, "status-hub-late", time = time)
        }
        Some((_, time)) => say!(language, "status-hub", time = time),
        None => say!(language, "status-hub-never"),
    });
    if let Some((date, count)) = status.newest_list {
        lines.push(say!(language, "status-list", date = date, count = count));
    }
    if status.unwritable {
        lines.push(say!(language, "status-unwritable"));
    } else if !status.delivers {
        lines.push(say!(language, "status-standby"));
    }
    lines.push(format!("**{}**", say!(language, "status-channels")));
    if status.channels.is_empty() {
        lines.push(say!(language, "status-no-channels"));
    }
    lines.extend(status.channels.iter().map(|one| channel(one).to(language)));
    lines.push(format!("**{}**", say!(language, "status-posts")));
    if status.recent.is_empty() {
        lines.push(say!(language, "status-no-posts"));
    }
    let used = lines.iter().map(|line| line.chars().count() + 1).sum();
    let room = (Limits::DISCORD.characters - 100).saturating_sub(used);
    let recent = status.recent.iter().map(|one| delivery(one).to(language));
    lines.extend(lines_that_fit(recent, room).0);
    let text = shorten(&lines.join("\n"), Limits::DISCORD.characters);
    let is_gone = |one: &&ChannelStatus| {
        one.trouble.is_some_and(|(reason, _)| reason == FailureReason::UnknownChannel)
    };
    let gone = status.channels.iter().filter(is_gone).take(MENUS);
    let menus = gone.map(|one| move_menu(guild, one.channel, language));
    Message::boxed([Component::Text(text)].into_iter().chain(menus).collect())
}

fn channel(one: &ChannelStatus) -> Text {
    let channel = mention(one.channel);
    match (one.trouble, one.next) {
        (Some((reason, since)), _) => {
            let (time, reason) = (moment(since, 'R'), explain(reason));
            text!("status-channel-closed", channel = channel, time = time, reason = reason)
        }
        (None, Some(next)) => {
            text!("status-channel-next", channel = channel, time = moment(next, 'R'))
        }
        (None, None) => text!("status-channel-no-next", channel = channel),
    }
}

fn delivery(one: &Delivery) -> Text {
    let (due, channel) = (moment(one.due_at, 'f'), mention(one.channel));
    ended(one, format!("{due} #{} {channel}", one.subscription))
}

#[cfg(test)]
mod tests {
    use domain::{SlotState, SubscriptionId};

    use super::*;
    use crate::view::fixtures::{ENGLISH, check_limits, read};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn a_server_reads_what_came_and_what_did_not() {
        let delivery = |state, reason: Option<FailureReason>, papers| Delivery {
            subscription: SubscriptionId(3),
            channel: ChannelId(7),
            due_at: at(1_000_000),
            state,
            reason,
            missing: (1, 3),
            papers,
            late: papers == 2,
        };
        let shown = Status {
            last_fetch: Some(at(1_000_000)),
            newest_list: Some((Date::constant(2026, 5, 12), 24)),
            unwritable: false,
            delivers: true,
            channels: vec![
                ChannelStatus { channel: ChannelId(7), next: Some(at(1_000_600)), trouble: None },
                ChannelStatus {
                    channel: ChannelId(8),
                    next: None,
                    trouble: Some((FailureReason::UnknownChannel, at(999_000))),
                },
            ],
            recent: vec![
                delivery(SlotState::Sent, None, 2),
                delivery(SlotState::Sent, Some(FailureReason::Refused), 3),
                delivery(SlotState::Failed, Some(FailureReason::MissingPermission), 0),
                delivery(SlotState::Skipped, Some(FailureReason::Overtaken), 0),
            ],
        };
        insta::assert_snapshot!(read(&page(&shown, GuildId(2), at(1_000_060), ENGLISH)), @"
        ### Status
        Hugging Face last answered <t:1000000:R>.
        The newest list is from 2026-05-12, with 24 papers.
        **Channels**
        <#7> · next post <t:1000600:R>
        ⚠️ <#8> · blocked <t:999000:R>: the channel was deleted
        **Last posts**
        ✅ <t:1000000:f> #3 <#7>: 2 papers, late
        ✅ <t:1000000:f> #3 <#7>: 3 papers (1 of 3 messages missing: Discord refused the message)
        ⚠️ <t:1000000:f> #3 <#7>: failed (I can't see or post in the channel; I need View Channel, Send Messages (in a thread: Send Messages in Threads) and Embed Links)
        ➖ <t:1000000:f> #3 <#7>: skipped (I was offline, and a later post followed)
        [move:2:8 ▾ #]
        ");
        let stuck = Status { unwritable: true, ..Status::default() };
        let stuck = read(&page(&stuck, GuildId(2), at(1_000_060), ENGLISH));
        assert!(stuck.contains("can't be written to") && !stuck.contains("standby"), "{stuck}");
        let idle = Status { channels: vec![], recent: vec![], ..Status::default() };
        insta::assert_snapshot!(read(&page(&idle, GuildId(2), at(1_000_060), ENGLISH)), @"
        ### Status
        ⚠️ Hugging Face hasn't answered yet.
        Standby: another instance is posting. This one takes over within a minute if it stops.
        **Channels**
        None yet. Start with `/subscription add`.
        **Last posts**
        None yet.
        ");
        let many = Status { recent: vec![delivery(SlotState::Sent, None, 1); 200], ..shown };
        for language in Language::ALL {
            check_limits(&page(&many, GuildId(2), at(0), language));
        }
    }
}
