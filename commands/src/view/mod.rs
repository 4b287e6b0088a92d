//! Views used by several commands: papers, pages, times, the daily post. Views of a single command
//! are in its own file.

pub mod byline;
pub mod channel_notice;
pub mod channel_refusal;
pub(crate) mod compact_list;
pub mod digest;
mod embeds;
pub mod failure_reason;
#[cfg(test)]
pub(crate) mod fixtures;
pub(crate) mod forecast;
pub mod forms;
pub mod notice;
pub mod notification;
pub mod pager;
pub(crate) mod paper_block;
pub(crate) mod setting;
pub mod slot;
pub(crate) mod subscription;
pub mod suggestions;
pub mod topic_reason;
pub(crate) mod verdict;
pub mod welcome;
#[cfg(test)]
mod worst_cases;

use domain::{ChannelId, RoleId, UserId};
use jiff::Timestamp;

/// A time that Discord shows in each reader's time zone: `<t:…:F>`.
pub(crate) fn moment(at: Timestamp, style: char) -> String {
    format!("<t:{}:{style}>", at.as_second())
}

/// A channel mention.
pub(crate) fn mention(channel: ChannelId) -> String {
    format!("<#{channel}>")
}

/// A role, by its name. Nothing the bot says lets it ping.
pub(crate) fn mention_role(role: RoleId) -> String {
    format!("<@&{role}>")
}

/// A user mention.
pub(crate) fn person(user: UserId) -> String {
    format!("<@{user}>")
}
