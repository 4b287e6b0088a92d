//! A forum whose posts are archived: the bot's own are found again however many were archived since.

use std::time::Duration;

use domain::{ChannelId, Destination, GuildId};
use paperboy::app::delivery::round::deliver_due;
use paperboy::store::{deliveries, subscriptions};
use simulator::Fault;

use super::still::{DUE, at, later, recover, settings_of, still};

/// More threads than Discord lists at once.
const OTHERS: usize = 230;

#[tokio::test(flavor = "multi_thread")]
async fn posts_are_found_again_behind_many_archived_threads() {
    let still = still().await;
    let (discord, server) = (&still.place.discord, still.place.server);
    let forum = discord.add_forum(server, "library", &[], false);
    let mut settings = settings_of(&still.app, &still.place).await;
    settings.destination = Destination::Forum(ChannelId(forum));
    let edit = move |tx: &rusqlite::Transaction| {
        let mut one = subscriptions::of_guild(tx, GuildId(server))?.remove(0);
        one.settings = settings;
        subscriptions::edit(tx, &one)
    };
    still.app.store.write(edit).await.expect("a write");
    discord.fault(Fault::DropAfterApply {
        method: "POST",
        route: "/channels/{channel_id}/threads",
        channel: None,
        status: None,
        times: 1,
    });
    deliver_due(&still.app, still.clock, at(DUE), &still.stop).await.expect("a round");
    let post = discord.threads(forum)[0]["id"].as_str().and_then(|id| id.parse().ok());
    // Everything is archived, the post first: the last archived ones are listed first.
    let others = (0..OTHERS).map(|number| discord.add_thread(forum, &format!("question {number}")));
    for thread in post.into_iter().chain(others.collect::<Vec<_>>()) {
        discord.pass(Duration::from_millis(2));
        discord.archive_thread(thread, false);
    }
    discord.pass(Duration::from_secs(75));
    recover(&still.app, later(still.clock, 75)).await;
    let open = still.app.store.read(deliveries::unfinished).await.expect("a read");
    assert_eq!(open, [], "the post was found");
    assert_eq!(discord.threads(forum).len(), OTHERS + 1, "and not sent again");
    let guild = GuildId(server);
    let slots = still.app.store.read(move |conn| deliveries::recent(conn, guild, 9)).await;
    let slots = slots.expect("a read");
    assert_eq!((slots[0].papers, slots[0].reason), (10, None));
    assert_eq!(discord.violations(), Vec::<String>::new());
}
