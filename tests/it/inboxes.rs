//! Posts to direct messages; docs/FAULTS.md names these tests.

use domain::{Destination, FailureReason, SlotState, SubscriptionSettings, UserId};
use paperboy::app::App;
use paperboy::app::delivery::round::{Round, deliver_due};
use paperboy::store::{destinations, subscriptions};
use simulator::Fault;

use super::stage::MESSAGES;
use super::still::{DUE, Still, at, later, next_day, papers, recover, settings_of, still};

/// A bot with a personal subscription in addition to the guild's, which posts to direct messages.
/// Returns the direct channel.
async fn inbox() -> (Still, u64) {
    let still = still().await;
    let user = UserId(still.place.member);
    let settings = SubscriptionSettings {
        guild: None,
        destination: Destination::DirectMessage(user),
        created_by: user,
        ..settings_of(&still.app, &still.place).await
    };
    let since = domain::feed_date(still.clock.now());
    let add = move |tx: &rusqlite::Transaction| {
        subscriptions::add(tx, &settings, since, Some(at(DUE)), at(DUE))
    };
    still.app.store.write(add).await.expect("a write");
    let channel = still.place.discord.direct_channel(still.place.member);
    (still, channel)
}

/// The outcome of a destination's slots and the reason, earliest due first.
async fn ends(app: &App, user: UserId) -> Vec<(String, Option<String>)> {
    let read = move |conn: &rusqlite::Connection| {
        let mut select = conn.prepare(
            "select slot.state, slot.reason from slot
             join destination on destination.id = slot.destination_id
             where destination.user_id = ?1 order by due_at",
        )?;
        let rows =
            select.query_map([user.0.cast_signed()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    };
    app.store.read(read).await.expect("a read")
}

fn ended(state: SlotState, reason: Option<FailureReason>) -> (String, Option<String>) {
    (state.as_str().to_owned(), reason.map(|reason| reason.as_str().to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn unclear_direct_messages_arrive_once() {
    // Both while Discord remembers the nonce, and when the direct messages must be read.
    for seconds in [5, 75] {
        let (still, channel) = inbox().await;
        let discord = &still.place.discord;
        let user = UserId(still.place.member);
        let (method, route, lost) = ("POST", MESSAGES, Some(channel));
        discord.fault(Fault::DropAfterApply {
            method,
            route,
            channel: lost,
            status: None,
            times: 1,
        });
        let round = deliver_due(&still.app, still.clock, at(DUE), &still.stop).await;
        assert_eq!(round.expect("a round"), Round::Done);
        assert_eq!(ends(&still.app, user).await, [ended(SlotState::Claimed, None)]);
        discord.pass(std::time::Duration::from_secs(seconds));
        recover(&still.app, later(still.clock, seconds as i64)).await;
        assert_eq!(ends(&still.app, user).await, [ended(SlotState::Sent, None)], "{seconds} s");
        assert_eq!(papers(discord, channel), 10, "{seconds} s");
        // The guild's channel has had the same papers: each destination has its own ledger.
        assert_eq!(papers(discord, still.place.papers), 10, "{seconds} s");
        let opened = discord.exchanges().iter().filter(|one| one.route == OPEN).count();
        assert_eq!(opened, 1, "the channel is asked for once");
        next_day(&still).await;
        // None of them is sent again.
        assert!(papers(discord, channel) >= 10, "{seconds} s");
    }
}

const OPEN: &str = "/users/@me/channels";

#[tokio::test(flavor = "multi_thread")]
async fn closed_direct_messages_end_slots_with_a_reason_until_they_are_open() {
    let (still, channel) = inbox().await;
    let discord = &still.place.discord;
    let user = UserId(still.place.member);
    let destination = Destination::DirectMessage(user);
    let blocked = async || {
        let read = move |conn: &rusqlite::Connection| destinations::blocked(conn, destination);
        still.app.store.read(read).await.expect("a read").map(|blocked| blocked.reason)
    };
    discord.close_direct_messages(user.0, true);
    deliver_due(&still.app, still.clock, at(DUE), &still.stop).await.expect("a round");
    let closed = FailureReason::DirectMessagesClosed;
    assert_eq!(ends(&still.app, user).await, [ended(SlotState::Failed, Some(closed))]);
    assert_eq!(blocked().await, Some(closed));
    assert_eq!(papers(discord, channel), 0);
    discord.close_direct_messages(user.0, false);
    next_day(&still).await;
    assert_eq!(blocked().await, None);
    // Papers missed by the blocked slot are in this one.
    assert_eq!(papers(discord, channel), 10);
}
