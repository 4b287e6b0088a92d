//! A channel's standing order: which papers, when, and how many.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Destination, GuildId, Language, Posting, Schedule, Selection, Strictness, SubscriptionId,
    Topics, UserId,
};

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
    /// From which list, in which order, with what.
    pub selection: Selection,
    /// How the papers are posted.
    pub posting: Posting,
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
    /// When the next post is due; `None` while the schedule has no further date, or it is paused
    /// without an end.
    pub next_due: Option<Timestamp>,
    /// Its last pause, which may be over.
    pub pause: Option<Pause>,
}

/// A time without posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it began.
    pub since: Timestamp,
    /// When it ends; `None` for one that is ended by hand.
    pub until: Option<Timestamp>,
}

impl Subscription {
    /// The pause that it is in.
    pub fn paused_at(&self, now: Timestamp) -> Option<Pause> {
        self.pause.filter(|pause| pause.until.is_none_or(|until| until > now))
    }

    /// The instants after `now` when posts are due, at most `count`: none in a pause.
    pub fn upcoming(&self, now: Timestamp, count: usize) -> Vec<Timestamp> {
        let after = match self.paused_at(now) {
            None => now,
            Some(Pause { until: None, .. }) => return Vec::new(),
            // A post that is due when it ends is not in it.
            Some(Pause { until: Some(until), .. }) => {
                until.checked_sub(SignedDuration::from_millis(1)).unwrap_or(until)
            }
        };
        self.order.schedule.upcoming(after, count)
    }

    /// The first of them.
    pub fn next_after(&self, now: Timestamp) -> Option<Timestamp> {
        self.upcoming(now, 1).pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ChannelId, Zone};

    #[test]
    fn nothing_is_due_in_a_pause() {
        let at = |text: &str| -> Timestamp { text.parse().expect(text) };
        let order = SubscriptionDraft {
            guild: Some(GuildId(1)),
            destination: Destination::Channel(ChannelId(2)),
            created_by: UserId(3),
            topics: Topics::default(),
            schedule: Schedule { cron: "09:00".parse().expect("a time"), zone: Zone::utc() },
            min_upvotes: 0,
            max_papers: 10,
            strictness: Strictness::default(),
            selection: crate::Selection::default(),
            posting: crate::Posting::default(),
            language: Language::default(),
        };
        let now = at("2026-05-12T08:00:00Z");
        let check = |until: Option<Option<&str>>, expected: Option<&str>| {
            let pause = until.map(|until| Pause { since: now, until: until.map(at) });
            let (id, since) = (SubscriptionId(1), Date::constant(2026, 5, 12));
            let one = Subscription { id, order: order.clone(), since, next_due: None, pause };
            assert_eq!(one.next_after(now), expected.map(at), "{until:?}");
        };
        check(None, Some("2026-05-12T09:00:00Z"));
        check(Some(None), None);
        check(Some(Some("2026-05-20T00:00:00Z")), Some("2026-05-20T09:00:00Z"));
        check(Some(Some("2026-05-20T09:00:00Z")), Some("2026-05-20T09:00:00Z"));
        check(Some(Some("2026-05-11T00:00:00Z")), Some("2026-05-12T09:00:00Z"));
    }
}
