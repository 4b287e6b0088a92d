//! `/status`: what an admin reads when posts do not come.

use domain::{ChannelId, FailureReason, GuildId, SlotState, SubscriptionId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::Refusal;
use crate::message::{Component, Limits, Message, lines_that_fit, shorten};
use crate::options::Options;
use crate::spec::{Answer, Audience, Command, Place, Spec, Topic};
use crate::view::count;
use crate::view::failure_reason::explain;
use crate::view::time::moment;

/// The state of a guild's deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The guild.
    pub guild: GuildId,
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "status",
        about: "The next and last posts of this server, and what keeps posts from coming",
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

/// A slot and its end.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Whose slot.
    pub subscription: SubscriptionId,
    /// Where.
    pub channel: ChannelId,
    /// When it was due.
    pub due_at: Timestamp,
    /// How it ended.
    pub state: SlotState,
    /// Why, if there is more to say.
    pub reason: Option<FailureReason>,
    /// Messages of it that are missing, and how many it has.
    pub missing: (u32, u32),
    /// Papers in it.
    pub papers: u32,
    /// Whether it was late.
    pub late: bool,
}

/// The answer.
pub fn page(status: &Status, now: Timestamp) -> Message {
    let mut lines = vec!["### Status".to_owned()];
    lines.push(match status.last_fetch {
        Some(at) if now.duration_since(at).as_hours() >= 3 => {
            format!("⚠️ The papers hub last answered {}.", moment(at, 'R'))
        }
        Some(at) => format!("The papers hub last answered {}.", moment(at, 'R')),
        None => "⚠️ The papers hub has not answered yet.".to_owned(),
    });
    if let Some((date, papers)) = status.newest_list {
        lines.push(format!("The newest list is {date}, with {}.", count(papers as usize, "paper")));
    }
    if status.unwritable {
        lines.push(
            "⚠️ The bot's database can't be written, so nothing is posted. The bot's log says why."
                .to_owned(),
        );
    } else if !status.delivers {
        lines.push(
            "Standby: another instance is posting. This one takes over within a minute if it stops."
                .to_owned(),
        );
    }
    lines.push("**Channels**".to_owned());
    if status.channels.is_empty() {
        lines.push("None yet. Begin with `/subscription add`.".to_owned());
    }
    lines.extend(status.channels.iter().map(channel));
    lines.push("**Last slots**".to_owned());
    if status.recent.is_empty() {
        lines.push("None yet.".to_owned());
    }
    let used = lines.iter().map(|line| line.chars().count() + 1).sum();
    let room = (Limits::DISCORD.characters - 100).saturating_sub(used);
    lines.extend(lines_that_fit(status.recent.iter().map(delivery), room).0);
    let text = shorten(&lines.join("\n"), Limits::DISCORD.characters);
    Message::boxed(vec![Component::Text(text)])
}

fn channel(one: &ChannelStatus) -> String {
    let next = one.next.map_or("no next slot".to_owned(), |at| format!("next {}", moment(at, 'R')));
    match one.trouble {
        None => format!("<#{}> {next}", one.channel),
        Some((reason, since)) => {
            format!("⚠️ <#{}> since {}: {}", one.channel, moment(since, 'R'), explain(reason))
        }
    }
}

fn delivery(one: &Delivery) -> String {
    let (sign, what) = match one.state {
        SlotState::Sent => ("✅", count(one.papers as usize, "paper")),
        SlotState::NothingNew => ("➖", "nothing new".to_owned()),
        SlotState::Claimed => ("⏳", "on its way".to_owned()),
        SlotState::Failed => ("⚠️", "failed".to_owned()),
        SlotState::Skipped => ("➖", "skipped".to_owned()),
    };
    let why = match (one.reason, one.missing) {
        (None, _) => String::new(),
        (Some(reason), (missing @ 1.., of)) if one.state == SlotState::Sent => {
            format!(": {missing} of {} missing, {}", count(of as usize, "message"), explain(reason))
        }
        (Some(reason), _) => format!(": {}", explain(reason)),
    };
    let late = if one.late { ", late" } else { "" };
    let (id, at) = (one.subscription, moment(one.due_at, 'f'));
    format!("{sign} {at} #{id} <#{}> {what}{late}{why}", one.channel)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::fixtures::read;

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
        insta::assert_snapshot!(read(&page(&shown, at(1_000_060))), @"
        ### Status
        The papers hub last answered <t:1000000:R>.
        The newest list is 2026-05-12, with 24 papers.
        **Channels**
        <#7> next <t:1000600:R>
        ⚠️ <#8> since <t:999000:R>: the channel was deleted
        **Last slots**
        ✅ <t:1000000:f> #3 <#7> 2 papers, late
        ✅ <t:1000000:f> #3 <#7> 3 papers: 1 of 3 messages missing, Discord refused the message
        ⚠️ <t:1000000:f> #3 <#7> failed: I can't see or post in the channel; I need View Channel, Send Messages (in a thread: Send Messages in Threads) and Embed Links
        ➖ <t:1000000:f> #3 <#7> skipped: I was offline, and a later post followed
        ");
        let stuck = Status { unwritable: true, ..Status::default() };
        let stuck = read(&page(&stuck, at(1_000_060)));
        assert!(stuck.contains("can't be written") && !stuck.contains("standby"), "{stuck}");
        let idle = Status { channels: vec![], recent: vec![], ..Status::default() };
        insta::assert_snapshot!(read(&page(&idle, at(1_000_060))), @"
        ### Status
        ⚠️ The papers hub has not answered yet.
        Standby: another instance is posting. This one takes over within a minute if it stops.
        **Channels**
        None yet. Begin with `/subscription add`.
        **Last slots**
        None yet.
        ");
        let many = Status { recent: vec![delivery(SlotState::Sent, None, 1); 200], ..shown };
        assert!(page(&many, at(0)).size().fits(Limits::DISCORD));
    }
}
