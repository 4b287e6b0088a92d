//! Values for the tests of deliveries.

use domain::{
    ChannelId, Destination, GuildId, Schedule, Subscription, SubscriptionId, SubscriptionSettings,
    UserId, Zone,
};
use jiff::civil::Date;

/// A subscription with this number, to a channel of the same number.
pub(super) fn subscription(id: u64, guild: u64) -> Subscription {
    Subscription {
        id: SubscriptionId(id),
        settings: SubscriptionSettings {
            guild: Some(GuildId(guild)),
            destination: Destination::Channel(ChannelId(id)),
            created_by: UserId(1),
            topics: domain::Topics::default(),
            schedule: Schedule { cron: "09:00".parse().expect("a time"), zone: Zone::utc() },
            min_upvotes: 0,
            max_papers: 1,
            strictness: domain::Strictness::Normal,
            selection: domain::Selection::default(),
            posting: domain::Posting::default(),
            language: domain::Language::English,
            own_language: false,
        },
        since: Date::constant(2026, 5, 12),
        next_due: None,
        pause: None,
    }
}
