//! Sample values for the store's tests.

use domain::{
    ChannelId, Destination, Filters, Form, GuildId, Paper, PaperId, PaperOrder, Posting, RoleId,
    Schedule, Selection, Source, Subscription, SubscriptionSettings, UserId, Zone,
};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;

use super::deliveries::{Claim, NewPart, NewSlot, Slot};
use super::{deliveries, subscriptions};

/// The day of all instants here.
pub(super) const SINCE: Date = Date::constant(2026, 5, 12);

/// `minute` minutes after 2026-05-12T09:00Z.
pub(super) fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_778_576_400 + minute * 60).unwrap()
}

/// The position before everything due after `minute`.
pub(super) fn after(minute: i64) -> subscriptions::Place {
    (at(minute), domain::SubscriptionId(u64::MAX))
}

pub(super) fn id(number: u32) -> PaperId {
    format!("2605.{number:05}").parse().unwrap()
}

pub(crate) fn ids(numbers: &[u32]) -> Vec<PaperId> {
    numbers.iter().copied().map(id).collect()
}

/// A paper with only a title and votes.
pub(crate) fn paper(number: u32, upvotes: u32) -> Paper {
    Paper { upvotes, ..Paper::new(id(number), format!("Paper {number}"), String::new()) }
}

/// A channel of some guild.
pub(crate) fn channel(id: u64) -> Destination {
    Destination::Channel(ChannelId(id))
}

pub(super) fn settings(guild: u64, channel: u64) -> SubscriptionSettings {
    SubscriptionSettings {
        guild: Some(GuildId(guild)),
        destination: self::channel(channel),
        created_by: UserId(9),
        topics: "agents, video generation, -games".parse().unwrap(),
        schedule: Schedule { cron: "09:00 weekdays".parse().unwrap(), zone: Zone::utc() },
        min_upvotes: 5,
        max_papers: 10,
        strictness: domain::Strictness::Normal,
        selection: domain::Selection::default(),
        posting: domain::Posting::default(),
        language: domain::Language::English,
        own_language: false,
    }
}

/// A selection in which nothing is the default.
pub(super) fn selection() -> Selection {
    let filters = Filters { code: true, model: true, dataset: true };
    Selection { source: Source::Rising, order: PaperOrder::Match, filters }
}

/// A way to post in which nothing is the default.
pub(super) fn posting() -> Posting {
    Posting { form: Form::Thread, role: Some(RoleId(u64::MAX)), silent: true, publish: true }
}

/// A stored subscription, due at `due` minutes.
pub(crate) fn subscribe(
    connection: &Connection,
    guild: u64,
    channel: u64,
    due: Option<i64>,
) -> Subscription {
    subscriptions::add(connection, &settings(guild, channel), SINCE, due.map(at), at(0)).unwrap()
}

/// A slot due at `due` minutes, with one part per list of papers.
pub(super) fn slot(subscription: &Subscription, due: i64, parts: &[&[u32]]) -> NewSlot {
    let part = |(index, papers): (usize, &&[u32])| NewPart {
        nonce: format!("{}-{due}-{index}", subscription.id),
        body: format!("{{\"content\":\"{papers:?}\"}}"),
        papers: ids(papers),
        ..NewPart::default()
    };
    NewSlot {
        subscription: subscription.id,
        guild: subscription.settings.guild,
        destination: subscription.settings.destination,
        due_at: at(due),
        late: false,
        parts: parts.iter().enumerate().map(part).collect(),
        passed_over: Vec::new(),
    }
}

/// Claims a slot that must be free.
pub(super) fn claimed(connection: &Connection, slot: &NewSlot) -> Slot {
    match deliveries::claim(connection, slot, at(0)).unwrap() {
        Claim::Claimed(slot) => slot,
        other => panic!("{other:?}"),
    }
}
