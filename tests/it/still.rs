//! A bot without background loops: every step is taken by the test, at an instant of its choice.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use domain::{GuildId, SlotState, SubscriptionId};
use jiff::{SignedDuration, Timestamp};
use paperboy::app::App;
use paperboy::app::delivery::leader;
use paperboy::app::delivery::recover::Recovery;
use paperboy::app::delivery::round::deliver_due;
use paperboy::app::papers::refresh;
use paperboy::clock::Clock;
use paperboy::store::{deliveries, subscriptions};
use simulator::Discord;
use tokio_util::sync::CancellationToken;

use super::stage::{Place, app, clock, place};

/// When the subscription of [`still`] is due.
pub(super) const DUE: &str = "2026-05-14T14:00:00Z";

/// A bot without running loops: the test takes every step.
pub(super) struct Still {
    pub(super) place: Place,
    pub(super) app: App,
    pub(super) clock: Clock,
    pub(super) stop: CancellationToken,
    pub(super) data: tempfile::TempDir,
}

pub(super) async fn still() -> Still {
    let clock = clock("2026-05-14T13:59:00Z");
    let place = place(clock).await;
    let data = tempfile::tempdir().expect("a folder");
    let app = app(&place.discord, &place.hub, &data).await;
    app.discord.identify().await.expect("the token is right");
    leader::acquire_or_renew(&app, clock.now()).await.expect("a try");
    refresh::refresh(&app, clock.now()).await.expect("lists");
    let settings = settings(place.server, place.papers, place.admin);
    let since = domain::feed_date(clock.now());
    let add = move |tx: &rusqlite::Transaction| {
        subscriptions::add(tx, &settings, since, Some(at(DUE)), at(DUE))
    };
    app.store.write(add).await.expect("a write");
    Still { place, app, clock, stop: CancellationToken::new(), data }
}

/// All papers at 14:00, in a channel of a server.
pub(super) fn settings(server: u64, channel: u64, admin: u64) -> domain::SubscriptionSettings {
    domain::SubscriptionSettings {
        guild: Some(GuildId(server)),
        destination: domain::Destination::Channel(domain::ChannelId(channel)),
        created_by: domain::UserId(admin),
        topics: "all".parse().expect("topics"),
        schedule: domain::Schedule {
            cron: "14:00".parse().expect("a time"),
            zone: domain::Zone::utc(),
        },
        min_upvotes: 0,
        max_papers: 10,
        strictness: domain::Strictness::Normal,
        selection: domain::Selection::default(),
        posting: domain::Posting::default(),
        language: domain::Language::English,
        own_language: false,
    }
}

/// The number of papers in a channel; none of them twice.
pub(super) fn papers(discord: &Discord, channel: u64) -> usize {
    let mut ids = Vec::new();
    for text in discord.messages(channel).iter().map(Discord::text) {
        let after = text.split("huggingface.co/papers/").skip(1);
        ids.extend(after.filter(|id| id.starts_with("26")).map(|id| id[..10].to_owned()));
    }
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    ids.len()
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().expect(text)
}

/// A server's slots with their outcome, earliest due first.
pub(super) async fn slots(app: &App, server: u64) -> Vec<(Timestamp, SlotState)> {
    let recent = app.store.read(move |conn| deliveries::recent(conn, GuildId(server), 1_000)).await;
    let recent = recent.expect("a read").into_iter().rev();
    recent.map(|slot| (slot.due_at, slot.state)).collect()
}

pub(super) async fn set_due(app: &App, id: u64, due: Timestamp) {
    let set = move |tx: &rusqlite::Transaction| {
        subscriptions::set_next_due(tx, SubscriptionId(id), Some(due))
    };
    app.store.write(set).await.expect("a write");
    app.schedule_changed.notify_one();
}

pub(super) fn later(clock: Clock, seconds: i64) -> Clock {
    let now = clock.now().checked_add(SignedDuration::from_secs(seconds)).expect("a time");
    Clock::starting_at(now)
}

/// Recovers open slots as if every delay had passed.
pub(super) async fn recover(app: &App, clock: Clock) {
    leader::acquire_or_renew(app, clock.now()).await.expect("a try");
    let (stop, mut recovery) = (CancellationToken::new(), Recovery::default());
    let mut now = Instant::now();
    for _ in 0..3 {
        recovery.look_at(app, clock, now, &stop).await.expect("a look");
        recovery.finish().await.expect("it ends");
        now += Duration::from_secs(300);
    }
}

/// A day later, with lists of that day.
pub(super) async fn next_day(still: &Still) {
    let due = at("2026-05-15T14:00:00Z");
    let clock = Clock::starting_at(due);
    still.place.discord.pass(Duration::from_secs(24 * 3_600));
    leader::acquire_or_renew(&still.app, due).await.expect("a try");
    for minutes in [0, 11] {
        let now = due.checked_add(SignedDuration::from_mins(minutes)).expect("a time");
        deliver_due(&still.app, clock, now, &still.stop).await.expect("a round");
    }
}

/// The subscription of [`still`], as requested.
pub(super) async fn settings_of(app: &App, place: &Place) -> domain::SubscriptionSettings {
    let guild = GuildId(place.server);
    let all = app.store.read(move |conn| subscriptions::of_guild(conn, guild));
    all.await.expect("a read").remove(0).settings
}
