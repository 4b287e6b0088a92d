//! `/status`: shows admins the state of deliveries and any problems.

use domain::{ChannelId, FailureReason, GuildId, Language};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::l10n::{Text, day_month_year};
use crate::message::{Component, Message, shorten};
use crate::options::{Options, Pressed};
use crate::spec::{Answer, Audience, Command, Contexts, Control, HelpSection, Spec};
use crate::view::channel_notice::move_menu;
use crate::view::failure_reason::explain;
use crate::view::pager::{existing_page, turn_buttons};
pub use crate::view::slot::Delivery;
use crate::view::slot::ended;
use crate::view::{mention, moment};
use crate::{Refusal, say, text};

/// The length of a page, in characters: short enough not to scroll far.
const PAGE: usize = 2_000;

/// The state of a guild's deliveries, and actions on a blocked channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Show a page, from 0.
    Show(GuildId, u32),
    /// Check a channel again, from a notice's button.
    Check(GuildId, ChannelId),
    /// Move the subscriptions of a deleted channel.
    Move {
        /// The guild.
        guild: GuildId,
        /// The deleted channel.
        from: ChannelId,
        /// The new channel.
        to: ChannelId,
    },
}

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "status",
        options: &[],
        audience: Audience::Admins,
        contexts: Contexts::Guild,
        section: HelpSection::Subscriptions,
        answer: Answer::Private,
        changes_something: false,
        slow: false,
        controls: &[
            Control::update("Turns the page", "status:1"),
            Control::update("Checks whether a blocked channel can be posted to again", "check:2:3")
                .changing()
                .in_direct_messages(),
            Control::update("Moves the subscriptions of a deleted channel", "move:2:3")
                .choosing("4")
                .changing(),
        ],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        Ok(Request::Show(options.guild()?, 0))
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        if pressed.prefix == "status" {
            return Some(Request::Show(pressed.guild()?, pressed.rest.parse().ok()?));
        }
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

/// The state of a server's deliveries.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// When the hub last responded for any list.
    pub last_fetch: Option<Timestamp>,
    /// The newest non-empty list and its number of papers.
    pub newest_list: Option<(Date, u32)>,
    /// Whether the database is not writable, so that nothing is posted.
    pub unwritable: bool,
    /// Whether the answering process also delivers.
    pub delivers: bool,
    /// Every channel with a subscription: its next slot, and why it is blocked.
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
    /// Why it is blocked, and since when.
    pub blocked: Option<(FailureReason, Timestamp)>,
}

/// The maximum number of deleted channels with a menu.
const MENUS: usize = 3;

/// A page of the answer; the first has menus to move the subscriptions of deleted channels.
pub fn page(
    status: &Status,
    (guild, number): (GuildId, u32),
    now: Timestamp,
    language: Language,
) -> Message {
    let mut lines = vec![format!("### {}", say!(language, "status-heading"))];
    let hub = match status.last_fetch.map(|at| (at, moment(at, 'R'))) {
        Some((at, time)) if now.duration_since(at).as_hours() >= 3 => {
            say!(language, "status-hub-late", time = time)
        }
        Some((_, time)) => say!(language, "status-hub", time = time),
        None => say!(language, "status-hub-never"),
    };
    let list = status.newest_list.map(|(date, count)| {
        say!(language, "status-list", date = day_month_year(language, date), count = count)
    });
    lines.push(list.into_iter().chain([hub]).collect::<Vec<_>>().join(" · "));
    if status.unwritable {
        lines.push(say!(language, "status-unwritable"));
    } else if !status.delivers {
        lines.push(say!(language, "status-standby"));
    }
    lines.push(format!("**{}**", say!(language, "status-channels")));
    if status.channels.is_empty() {
        lines.push(say!(language, "status-no-channels"));
    }
    lines.extend(status.channels.iter().map(|one| channel(one, now).to(language)));
    lines.push(format!("**{}**", say!(language, "status-posts")));
    if status.recent.is_empty() {
        lines.push(say!(language, "status-no-posts"));
    }
    lines.extend(status.recent.iter().map(|one| delivery(one).to(language)));
    let pages = pages(lines);
    let number = existing_page(pages.len(), number);
    let text = pages.get(number as usize).cloned().unwrap_or_default();
    let turn = |to: u32| Some(format!("status:{to}"));
    let buttons = turn_buttons(pages.len(), number, turn, language);
    let is_gone = |one: &&ChannelStatus| {
        one.blocked.is_some_and(|(reason, _)| reason == FailureReason::UnknownChannel)
    };
    let gone = status.channels.iter().filter(is_gone).take(if number == 0 { MENUS } else { 0 });
    let menus = gone.map(|one| move_menu(guild, one.channel, language));
    Message::boxed([Component::Text(text)].into_iter().chain(menus).chain(buttons).collect())
}

/// Distributes the lines over as few pages as possible.
fn pages(lines: Vec<String>) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    let mut room = 0;
    for line in lines {
        let line = shorten(&line, PAGE);
        let length = line.chars().count() + 1;
        match pages.last_mut().filter(|_| length <= room) {
            Some(page) => {
                page.push('\n');
                page.push_str(&line);
            }
            None => {
                room = PAGE;
                pages.push(line);
            }
        }
        room = room.saturating_sub(length);
    }
    pages
}

fn channel(one: &ChannelStatus, now: Timestamp) -> Text {
    let channel = mention(one.channel);
    match (one.blocked, one.next) {
        (Some((reason, since)), _) => {
            let (time, reason) = (moment(since, 'R'), explain(reason));
            text!("status-channel-closed", channel = channel, time = time, reason = reason)
        }
        (None, Some(next)) if next <= now => {
            text!("status-channel-due", channel = channel, time = moment(next, 'R'))
        }
        (None, Some(next)) => {
            text!("status-channel-next", channel = channel, time = moment(next, 'R'))
        }
        (None, None) => text!("status-channel-no-next", channel = channel),
    }
}

fn delivery(one: &Delivery) -> Text {
    let (due, channel) = (moment(one.due_at, 'R'), mention(one.channel));
    ended(one, format!("{channel} · #{} · {due}", one.subscription))
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
    fn the_status_shows_posts_and_problems() {
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
                ChannelStatus { channel: ChannelId(7), next: Some(at(1_000_600)), blocked: None },
                ChannelStatus { channel: ChannelId(9), next: Some(at(1_000_000)), blocked: None },
                ChannelStatus {
                    channel: ChannelId(8),
                    next: None,
                    blocked: Some((FailureReason::UnknownChannel, at(999_000))),
                },
            ],
            recent: vec![
                delivery(SlotState::Sent, None, 2),
                delivery(SlotState::Sent, Some(FailureReason::Refused), 3),
                delivery(SlotState::Failed, Some(FailureReason::MissingPermission), 0),
                delivery(SlotState::Skipped, Some(FailureReason::Overtaken), 0),
            ],
        };
        insta::assert_snapshot!(read(&page(&shown, (GuildId(2), 0), at(1_000_060), ENGLISH)), @"
        ### Status
        Newest list: May 12, 2026 (24 papers) · Hugging Face responded <t:1000000:R>
        **Upcoming posts**
        <#7> · next <t:1000600:R>
        ⏳ <#9> · due <t:1000000:R>, not posted yet
        ⚠️ <#8> · blocked <t:999000:R>: the channel was deleted
        **Recent posts**
        ✅ <#7> · #3 · <t:1000000:R>: 2 papers, late
        ✅ <#7> · #3 · <t:1000000:R>: 3 papers (1 of 3 messages missing: Discord refused the message)
        ⚠️ <#7> · #3 · <t:1000000:R>: I couldn't see or post in the channel
        ➖ <#7> · #3 · <t:1000000:R>: I was offline, and a later post followed
        [move:2:8 ▾ #]
        ");
        let stuck = Status { unwritable: true, ..Status::default() };
        let stuck = read(&page(&stuck, (GuildId(2), 0), at(1_000_060), ENGLISH));
        assert!(stuck.contains("can't be written to") && !stuck.contains("standby"), "{stuck}");
        let idle = Status { channels: vec![], recent: vec![], ..Status::default() };
        insta::assert_snapshot!(read(&page(&idle, (GuildId(2), 0), at(1_000_060), ENGLISH)), @"
        ### Status
        ⚠️ Hugging Face hasn't responded yet
        Standby: another instance is posting. This one takes over within a minute if it stops.
        **Upcoming posts**
        None yet. Start with `/setup`.
        **Recent posts**
        None yet.
        ");
        let many = Status { recent: vec![delivery(SlotState::Sent, None, 1); 200], ..shown };
        for language in Language::ALL {
            check_limits(&page(&many, (GuildId(2), 1), at(0), language));
        }
        let pages: Vec<String> = (0..20)
            .map(|number| read(&page(&many, (GuildId(2), number), at(0), ENGLISH)))
            .collect();
        let last = pages.iter().position(|page| page.contains("[Next ▶ → off:next, off]"));
        let last = last.expect("a last page");
        let shown: usize = pages[..=last].iter().map(|page| page.matches("1 paper").count()).sum();
        assert_eq!(shown, 200, "each once");
        assert_eq!(pages[last], pages[last + 1], "there is no page after the last");
    }
}
