//! A channel's standing order: which papers, when, and how many.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::{Destination, GuildId, Language, Schedule, Strictness, SubscriptionId, Topics, UserId};

/// The most papers of one post: what two messages hold.
pub const MAX_PAPERS: u32 = 25;

/// What an admin asks for, checked but not yet stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionDraft {
    /// The guild whose admins manage it; `None` for a person's own.
    pub guild: Option<GuildId>,
    /// Where its posts go.
    pub destination: Destination,
    /// Who asked.
    pub created_by: UserId,
    /// What is wanted.
    pub topics: Topics,
    /// When posts are due.
    pub schedule: Schedule,
    /// The floor: papers with fewer votes are left out.
    pub min_upvotes: u32,
    /// The most papers in one post, 1 to [`MAX_PAPERS`].
    pub max_papers: u32,
    /// How surely a paper must be about a wanted topic.
    pub strictness: Strictness,
    /// The language of the posts.
    pub language: Language,
}

/// A stored subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Its number.
    pub id: SubscriptionId,
    /// What was asked for.
    pub order: SubscriptionDraft,
    /// Lists before this day are never posted: a new subscription dumps no backlog.
    pub since: Date,
    /// When the next post is due; `None` while the schedule has no further date.
    pub next_due: Option<Timestamp>,
}
