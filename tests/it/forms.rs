//! The forms of a post, two-step posts and the sources, each with its faults. docs/FAULTS.md names
//! these tests. The checks look at the content of channels, threads and forum posts.

use std::collections::BTreeMap;

use domain::{
    ChannelId, Destination, Form, GuildId, PaperOrder, Posting, RoleId, Selection, SlotState,
    Source, SubscriptionSettings, UserId,
};
use jiff::SignedDuration;
use paperboy::app::delivery::leader;
use paperboy::app::delivery::round::deliver_due;
use paperboy::app::maintenance::votes;
use paperboy::app::papers::refresh;
use paperboy::clock::Clock;
use paperboy::store::{deliveries, subscriptions};
use simulator::hub::HubFault;
use simulator::{Discord, Fault};

use super::stage::Stage;
use super::still::{DUE, Still, at, later, next_day, recover, settings_of, still};

const MESSAGES: &str = "/channels/{channel_id}/messages";
pub(super) const MESSAGE: &str = "/channels/{channel_id}/messages/{message_id}";
const UNDER: &str = "/channels/{channel_id}/messages/{message_id}/threads";
const THREADS: &str = "/channels/{channel_id}/threads";
const PUBLISH: &str = "/channels/{channel_id}/messages/{message_id}/crosspost";

/// Where a post goes and how.
#[derive(Clone, Copy, Debug)]
pub(super) enum To {
    Text,
    Forum,
    News,
    Person,
}

/// A bot whose one subscription posts like this, and the channel that it posts to.
pub(super) async fn posting(to: To, posting: Posting) -> (Still, u64) {
    let still = still().await;
    let (discord, server) = (&still.place.discord, still.place.server);
    let (channel, destination) = match to {
        To::Text => (still.place.papers, Destination::Channel(ChannelId(still.place.papers))),
        To::Forum => {
            let forum = discord.add_forum(server, "library", &["all", "paper"], true);
            (forum, Destination::Forum(ChannelId(forum)))
        }
        To::News => {
            let news = discord.add_channel_of(server, "news", 5, None);
            (news, Destination::Channel(ChannelId(news)))
        }
        To::Person => {
            let user = still.place.member;
            (discord.direct_channel(user), Destination::DirectMessage(UserId(user)))
        }
    };
    let role = posting.role.map(|_| {
        let role = discord.add_role(server, "readers", 0);
        discord.set_mentionable(server, role, true);
        RoleId(role)
    });
    let order = settings_of(&still.app, &still.place).await;
    let guild = order.guild.filter(|_| !matches!(to, To::Person));
    let posting = Posting { role, ..posting };
    let order = SubscriptionSettings { guild, destination, posting, max_papers: 5, ..order };
    let write = move |tx: &rusqlite::Transaction| {
        let mut old = subscriptions::of_guild(tx, GuildId(server))?.remove(0);
        if guild.is_some() {
            old.settings = order;
            return subscriptions::edit(tx, &old);
        }
        subscriptions::remove(tx, GuildId(server), old.id)?;
        subscriptions::add(tx, &order, old.since, old.next_due, at(DUE)).map(drop)
    };
    still.app.store.write(write).await.expect("a write");
    (still, channel)
}

/// How often each paper is in a channel, its threads and its forum posts.
fn papers(discord: &Discord, channel: u64) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for message in discord.messages_with_threads(channel) {
        let all = message.to_string();
        for after in all.split("huggingface.co/papers/").skip(1) {
            if after.starts_with("26") {
                *counts.entry(after.chars().take(10).collect::<String>()).or_default() += 1;
            }
        }
    }
    counts
}

pub(super) async fn round(still: &Still) {
    deliver_due(&still.app, still.clock, at(DUE), &still.stop).await.expect("a round");
}

/// Advances the clock, with no more faults on Discord.
pub(super) async fn settle(still: &Still) {
    still.place.discord.clear_faults();
    for seconds in [5, 70, 140] {
        recover(&still.app, later(still.clock, seconds)).await;
    }
}

pub(super) async fn open_slots(still: &Still) -> usize {
    still.app.store.read(deliveries::unfinished).await.expect("a read").len()
}

pub(super) fn check_once(still: &Still, channel: u64, least: usize, what: &str) {
    let counts = papers(&still.place.discord, channel);
    let twice: Vec<_> = counts.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "{what}: {twice:?}");
    assert!(counts.len() >= least, "{what}: {} papers came", counts.len());
}

pub(super) const USUAL: Posting =
    Posting { form: Form::Digest, role: None, silent: false, publish: false };
const THREAD: Posting = Posting { form: Form::Thread, ..USUAL };
const EACH: Posting = Posting { form: Form::PerPaper, ..USUAL };
pub(super) const PINGING: Posting = Posting { role: Some(RoleId(1)), ..USUAL };
pub(super) const PUBLISHED: Posting = Posting { publish: true, ..USUAL };

#[tokio::test(flavor = "multi_thread")]
async fn every_form_brings_every_paper_once() {
    for (to, how, messages, threads) in [
        (To::Text, USUAL, 1, 0),
        (To::Text, Posting { form: Form::Compact, ..USUAL }, 1, 0),
        (To::Text, EACH, 5, 0),
        (To::Text, THREAD, 1, 1),
        (To::Text, PINGING, 1, 0),
        (To::Text, Posting { silent: true, ..USUAL }, 1, 0),
        (To::News, PUBLISHED, 1, 0),
        (To::Forum, USUAL, 0, 1),
        (To::Forum, EACH, 0, 5),
        (To::Forum, THREAD, 0, 1),
        (To::Forum, PINGING, 0, 1),
        (To::Person, USUAL, 1, 0),
    ] {
        let what = format!("{to:?} {how:?}");
        let (still, channel) = posting(to, how).await;
        let discord = &still.place.discord;
        round(&still).await;
        assert_eq!(open_slots(&still).await, 0, "{what}");
        check_once(&still, channel, 5, &what);
        assert_eq!(discord.messages(channel).len(), messages, "{what}");
        assert_eq!(discord.threads(channel).len(), threads, "{what}");
        assert_eq!(discord.violations(), Vec::<String>::new(), "{what}");
        next_day(&still).await;
        check_once(&still, channel, 5, &what);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_notification_can_be_read() {
    for (to, how) in [(To::Text, PINGING), (To::Forum, PINGING), (To::Person, USUAL)] {
        let (still, channel) = posting(to, how).await;
        let discord = &still.place.discord;
        round(&still).await;
        let pushes = discord.pushes();
        assert_eq!(pushes.len(), 1, "{to:?}: {pushes:?}");
        assert!(pushes[0].text.contains("5 papers"), "{to:?}: {pushes:?}");
        let place = if matches!(to, To::Forum) { pushes[0].message } else { channel };
        let message = discord.messages(place).remove(0);
        assert_eq!(message["content"], "", "{to:?}: it was edited to components");
        assert_eq!(message["flags"].as_u64().map(|flags| flags & (1 << 15)), Some(1 << 15));
    }
    let (still, _) = posting(To::News, Posting { publish: true, ..PINGING }).await;
    round(&still).await;
    let pushes = still.place.discord.pushes();
    assert!(pushes.len() == 1 && pushes[0].text.contains("5 papers"), "{pushes:?}");
    let (still, _) = posting(To::Person, Posting { silent: true, ..USUAL }).await;
    round(&still).await;
    assert_eq!(still.place.discord.pushes(), []);
}

/// The faults of a call: definitely refused, delayed, unclear before and after it was applied.
pub(super) fn faults(method: &'static str, route: &'static str) -> Vec<(&'static str, Fault)> {
    let channel = None;
    let refused = |status, code| {
        let (message, times) = ("no", 1);
        Fault::Status { method, route, channel, status, code, message, times }
    };
    let limited = Fault::RateLimited {
        method,
        route,
        channel,
        retry_after: 0.05,
        global: false,
        scope: "shared",
        with_headers: true,
        times: 1,
    };
    let lost = |status| Fault::DropAfterApply { method, route, channel, status, times: 1 };
    vec![
        ("403", refused(403, 50_013)),
        // A missing message was deleted by someone, and is not posted again.
        ("404", refused(404, if method == "PATCH" { 10_003 } else { 10_008 })),
        ("400", refused(400, 50_035)),
        ("429", limited),
        ("500", refused(500, 0)),
        ("answer lost", lost(None)),
        ("502 after it was done", lost(Some(502))),
        ("never arrived", Fault::DropBeforeApply { method, route, channel, times: 1 }),
        ("a page", Fault::Html { method, route, channel, status: 503, times: 1 }),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_fault_of_a_step_posts_twice_or_loses() {
    for (to, how, method, route) in [
        (To::Text, THREAD, "POST", UNDER),
        (To::Text, THREAD, "POST", MESSAGES),
        (To::Forum, USUAL, "POST", THREADS),
        (To::Forum, EACH, "POST", THREADS),
        (To::Forum, THREAD, "POST", MESSAGES),
        (To::Text, PINGING, "POST", MESSAGES),
        (To::Text, PINGING, "PATCH", MESSAGE),
        (To::Forum, PINGING, "PATCH", MESSAGE),
        (To::Person, USUAL, "PATCH", MESSAGE),
        (To::News, PUBLISHED, "POST", PUBLISH),
        (To::News, PUBLISHED, "POST", MESSAGES),
    ] {
        let each = faults(method, route).into_iter().map(async |(name, fault)| {
            let what = format!("{to:?} {how:?}: {method} {route}: {name}");
            let (still, channel) = posting(to, how).await;
            still.place.discord.fault(fault);
            round(&still).await;
            check_once(&still, channel, 0, &what);
            settle(&still).await;
            assert_eq!(open_slots(&still).await, 0, "{what}");
            check_once(&still, channel, 0, &what);
            next_day(&still).await;
            settle(&still).await;
            // Papers kept from the first post by a refusal came with the second.
            check_once(&still, channel, 5, &what);
        });
        futures_util::future::join_all(each).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_thread_its_papers_are_in_the_channel() {
    let (still, channel) = posting(To::Text, THREAD).await;
    still.place.discord.deny(channel, 1 << 35);
    round(&still).await;
    assert_eq!(open_slots(&still).await, 0);
    assert_eq!(still.place.discord.messages(channel).len(), 6);
    check_once(&still, channel, 5, "no thread");
    let server = GuildId(still.place.server);
    let read = move |conn: &rusqlite::Connection| deliveries::recent(conn, server, 1);
    let slot = still.app.store.read(read).await.expect("a read").remove(0);
    assert_eq!(slot.state, SlotState::Sent);
    assert_eq!(slot.reason, Some(domain::FailureReason::ThreadNotOpened));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_cannot_be_edited_stays_and_its_papers_come_after_it() {
    let (still, channel) = posting(To::Text, PINGING).await;
    let (method, route, message) = ("PATCH", MESSAGE, "no");
    let (status, code, times) = (400, 50_035, 99);
    let refuse = Fault::Status { method, route, channel: None, status, code, message, times };
    still.place.discord.fault(refuse);
    round(&still).await;
    let posts: Vec<String> =
        still.place.discord.messages(channel).iter().map(Discord::text).collect();
    assert!(posts[0].contains("5 papers"), "a readable line: {posts:?}");
    check_once(&still, channel, 5, "after the line");
    assert_eq!(open_slots(&still).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_after_votes_are_edited_in_every_form() {
    for (to, how) in [
        (To::Text, THREAD),
        (To::Text, Posting { form: Form::Compact, ..USUAL }),
        (To::Text, PINGING),
        (To::Forum, EACH),
        (To::News, PUBLISHED),
        (To::Person, USUAL),
    ] {
        let what = format!("{to:?} {how:?}");
        let (still, channel) = posting(to, how).await;
        let discord = &still.place.discord;
        round(&still).await;
        let before = papers(discord, channel);
        let (paper, _) = before.first_key_value().expect("a paper");
        still.place.hub.set_upvotes(paper, 4_321);
        let day = still.clock.now().checked_add(SignedDuration::from_hours(24)).expect("a time");
        refresh::refresh(&still.app, day).await.expect("lists");
        for _ in 0..2 {
            votes::edit_votes(&still.app, day).await.expect("renewed");
        }
        let all = discord.messages_with_threads(channel);
        let renewed = all.iter().filter(|one| one.to_string().contains("▲ 4,321")).count();
        assert_eq!(renewed, 1, "{what}");
        assert_eq!(papers(discord, channel), before, "{what}: nothing new came");
        assert_eq!(discord.pushes().len(), usize::from(how.role.is_some() || guildless(to)));
    }
}

fn guildless(to: To) -> bool {
    matches!(to, To::Person)
}

/// Changes the subscription's selection.
async fn take(still: &Still, selection: Selection) {
    let server = GuildId(still.place.server);
    let write = move |tx: &rusqlite::Transaction| {
        let mut one = subscriptions::of_guild(tx, server)?.remove(0);
        (one.settings.selection, one.settings.max_papers) = (selection, 5);
        subscriptions::edit(tx, &one)
    };
    still.app.store.write(write).await.expect("a write");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trending_list_comes_in_its_order_and_never_twice() {
    let still = still().await;
    let channel = still.place.papers;
    take(&still, Selection { source: Source::Trending, ..Selection::default() }).await;
    let list = still.app.hub.trending(100).await.expect("a list");
    let expected: Vec<String> = list.iter().take(5).map(|one| one.id.to_string()).collect();
    round(&still).await;
    let text = Discord::text(&still.place.discord.messages(channel)[0]);
    assert!(text.contains("Trending papers"), "{text}");
    let found: Vec<String> = text
        .split("huggingface.co/papers/")
        .skip(1)
        .filter(|id| id.starts_with("26"))
        .map(|id| id[..10].to_owned())
        .collect();
    assert_eq!(found, expected);
    // The next papers of the list: those that did not fit stay available.
    next_day(&still).await;
    check_once(&still, channel, 10, "the day after");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_trending_list_ends_the_slot_with_a_reason() {
    let still = still().await;
    take(&still, Selection { source: Source::Trending, ..Selection::default() }).await;
    let forget = |tx: &rusqlite::Transaction| Ok(tx.execute("delete from trending", [])?);
    still.app.store.write(forget).await.expect("a write");
    still.place.hub.fault(HubFault::Status { status: 503, times: 999 });
    let late = at(DUE).checked_add(SignedDuration::from_mins(46)).expect("a time");
    leader::acquire_or_renew(&still.app, late).await.expect("a try");
    deliver_due(&still.app, Clock::starting_at(late), late, &still.stop).await.expect("a round");
    let server = GuildId(still.place.server);
    let read = move |conn: &rusqlite::Connection| deliveries::recent(conn, server, 1);
    let slot = still.app.store.read(read).await.expect("a read").remove(0);
    assert_eq!(slot.state, SlotState::Failed);
    assert_eq!(slot.reason, Some(domain::FailureReason::HubUnavailable));
    assert!(still.place.discord.messages(still.place.papers).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn rising_papers_follow_from_recorded_votes() {
    let still = still().await;
    let channel = still.place.papers;
    let selection =
        Selection { source: Source::Rising, order: PaperOrder::List, ..Selection::default() };
    take(&still, selection).await;
    let day = domain::feed_date(still.clock.now());
    let listed = move |conn: &rusqlite::Connection| {
        paperboy::store::papers::on_lists(conn, day.yesterday().unwrap_or(day), day)
    };
    let listed = still.app.store.read(listed).await.expect("a read");
    let last: Vec<String> =
        listed.iter().rev().take(2).map(|one| one.paper.id.to_string()).collect();
    still.place.hub.set_upvotes(&last[0], 900);
    still.place.hub.set_upvotes(&last[1], 950);
    round(&still).await;
    let text = Discord::text(&still.place.discord.messages(channel)[0]);
    let places: Vec<Option<usize>> = last.iter().map(|id| text.find(id)).collect();
    assert!(text.contains("Rising papers"), "{text}");
    assert!(places.iter().all(Option::is_some), "{text}");
    assert_eq!(papers(&still.place.discord, channel).len(), 2, "nothing else has gained votes");
}

#[tokio::test(flavor = "multi_thread")]
async fn unsuitable_settings_are_refused_with_a_reason() {
    let stage = Stage::new().await;
    let server = stage.server();
    stage.discord.add_channel_of(server, "news", 5, None);
    stage.discord.add_channel_of(server, "stage", 13, None);
    stage.discord.add_thread(stage.papers, "reading");
    stage.discord.add_role(server, "readers", 0);
    // Mention @everyone, @here and All Roles.
    stage.discord.deny(stage.papers, 1 << 17);
    for (channel, options, reason) in [
        ("papers", "publish:true", "isn't an announcement channel"),
        ("stage", "format:thread under the post", "can't open threads in"),
        ("reading", "format:thread under the post", "can't open threads in"),
        ("papers", "role:@everyone", "Choose another role"),
        ("papers", "role:readers", "can't mention"),
        ("papers", "role:readers silent:true", "sends no notifications"),
        ("news", "format:thread under the post publish:true", "but no threads"),
    ] {
        let line = format!("/subscription add channel:#{channel} topics:all zone:UTC {options}");
        let refused = stage.say(&line).await.text();
        assert!(refused.contains(reason), "{options}: {refused}");
        assert!(refused.contains("Nothing was saved"), "{options}: {refused}");
    }
    let line =
        "/subscription add channel:#news topics:all zone:UTC publish:true format:compact list";
    let set = stage.say(line).await.text();
    assert!(set.contains("compact list · published to followers"), "{set}");
    let edited = stage.say("/subscription edit id:1 publish:false language:Deutsch").await.text();
    assert!(edited.contains("language: Deutsch"), "{edited}");
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("language: Deutsch"), "{listed}");
}
