//! A subscription: which papers, when, and how many.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Destination, GuildId, Language, Posting, Schedule, Selection, Strictness, SubscriptionId,
    Topics, UserId,
};

/// The maximum number of papers per post, which two messages can hold.
pub const MAX_PAPERS: u32 = 25;

/// The settings of a subscription, validated but not yet stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionSettings {
    /// The guild whose admins manage it; `None` for a personal one.
    pub guild: Option<GuildId>,
    /// Where its posts go.
    pub destination: Destination,
    /// Who created it.
    pub created_by: UserId,
    /// The topics.
    pub topics: Topics,
    /// When posts are due.
    pub schedule: Schedule,
    /// The minimum number of votes.
    pub min_upvotes: u32,
    /// The maximum number of papers per post, 1 to [`MAX_PAPERS`].
    pub max_papers: u32,
    /// How certain a topic match must be.
    pub strictness: Strictness,
    /// Source, order and filters.
    pub selection: Selection,
    /// How the papers are posted.
    pub posting: Posting,
    /// The language of the posts.
    pub language: Language,
    /// Whether it was chosen for this subscription. Otherwise it is the guild's and changes with it.
    pub own_language: bool,
}

/// A stored subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Its number.
    pub id: SubscriptionId,
    /// Its settings.
    pub settings: SubscriptionSettings,
    /// Lists before this date are never posted, so that a new subscription has no backlog.
    pub since: Date,
    /// When the next post is due; `None` if the schedule has no further date, or it is paused
    /// indefinitely.
    pub next_due: Option<Timestamp>,
    /// Its last pause, which may be over.
    pub pause: Option<Pause>,
}

/// A time without posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When it began.
    pub since: Timestamp,
    /// When it ends; `None` if it is indefinite.
    pub until: Option<Timestamp>,
}

impl Subscription {
    /// The current pause, if any.
    pub fn paused_at(&self, now: Timestamp) -> Option<Pause> {
        self.pause.filter(|pause| pause.until.is_none_or(|until| until > now))
    }

    /// The subscription with other settings, where lists before `today` are closed. Papers of newly
    /// wanted topics cause no backlog, and a slot that is already due keeps its time.
    pub fn with_settings(
        &self,
        settings: SubscriptionSettings,
        today: Date,
        now: Timestamp,
    ) -> Subscription {
        let old = &self.settings;
        let wants_same = (settings.destination, &settings.topics) == (old.destination, &old.topics);
        let has_same_schedule = settings.schedule == old.schedule;
        let mut new = Subscription { settings, ..self.clone() };
        if !wants_same {
            new.since = self.since.max(today);
        }
        if !has_same_schedule && !self.is_due(now) {
            new.next_due = new.next_after(now);
        }
        new
    }

    /// Whether a post is due at `now`.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next_due.is_some_and(|due| due <= now)
    }

    /// The next `count` instants after `now` when posts are due, excluding pauses.
    pub fn upcoming(&self, now: Timestamp, count: usize) -> Vec<Timestamp> {
        upcoming_posts(&self.settings.schedule, self.paused_at(now), now, count)
    }

    /// The first of them.
    pub fn next_after(&self, now: Timestamp) -> Option<Timestamp> {
        self.upcoming(now, 1).pop()
    }
}

/// The next posts of a schedule after `now` that aren't in the pause.
pub fn upcoming_posts(
    schedule: &Schedule,
    pause: Option<Pause>,
    now: Timestamp,
    count: usize,
) -> Vec<Timestamp> {
    let after = match pause {
        None => now,
        Some(Pause { until: None, .. }) => return Vec::new(),
        // A post due exactly at the end is not part of the pause.
        Some(Pause { until: Some(until), .. }) => {
            until.checked_sub(SignedDuration::from_millis(1)).unwrap_or(until)
        }
    };
    schedule.upcoming(after, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ChannelId, Zone};

    #[test]
    fn nothing_is_due_during_a_pause() {
        let at = |text: &str| -> Timestamp { text.parse().expect(text) };
        let settings = SubscriptionSettings {
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
            own_language: false,
        };
        let now = at("2026-05-12T08:00:00Z");
        let check = |until: Option<Option<&str>>, expected: Option<&str>| {
            let pause = until.map(|until| Pause { since: now, until: until.map(at) });
            let (id, since) = (SubscriptionId(1), Date::constant(2026, 5, 12));
            let one = Subscription { id, settings: settings.clone(), since, next_due: None, pause };
            assert_eq!(one.next_after(now), expected.map(at), "{until:?}");
        };
        check(None, Some("2026-05-12T09:00:00Z"));
        check(Some(None), None);
        check(Some(Some("2026-05-20T00:00:00Z")), Some("2026-05-20T09:00:00Z"));
        check(Some(Some("2026-05-20T09:00:00Z")), Some("2026-05-20T09:00:00Z"));
        check(Some(Some("2026-05-11T00:00:00Z")), Some("2026-05-12T09:00:00Z"));
    }
}
