//! Effects of Discord on deliveries; docs/FAULTS.md names these tests.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use paperboy::app::delivery::leader;
use paperboy::app::delivery::round::{Round, deliver_due};
use paperboy::app::guilds::notices;
use paperboy::app::maintenance::votes;
use paperboy::discord::{Event, Gateway, GatewaySettings, Rest};
use paperboy::store::subscriptions;
use secrecy::SecretString;
use serde_json::Value;
use simulator::{Discord, Exchange, Fault};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::stage::{MESSAGES, SOON, Stage, app, clock, place};

const ALL: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";
const DUE: &str = "2026-05-14T14:00:00Z";
const NEXT_DAY: &str = "2026-05-15T14:11:00Z";
const SEND_MESSAGES: u64 = 1 << 11;

/// Ids of the papers in the channel, in the order of each message.
fn papers(stage: &Stage) -> Vec<String> {
    let ids = |text: &String| -> Vec<String> {
        let after = text.split("huggingface.co/papers/").skip(1);
        let ids = after.map(|rest| rest.chars().take_while(|c| !")\n ".contains(*c)).collect());
        ids.filter(|id: &String| !id.starts_with("date")).collect()
    };
    stage.posts().iter().flat_map(ids).collect()
}

fn posts_tried(discord: &Discord) -> usize {
    let all = discord.exchanges();
    all.iter().filter(|one| one.method == "POST" && one.route == MESSAGES).count()
}

/// A subscription that is due while `faults` are active; its ten papers must arrive once each.
async fn check(faults: Vec<Fault>, tries: usize) {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    let shown = format!("{faults:?}");
    faults.into_iter().for_each(|fault| stage.discord.fault(fault));
    stage.due(DUE).await;
    stage.until_said("/status", "10 papers").await;
    assert_eq!(posts_tried(&stage.discord), tries, "{shown}");
    let papers = papers(&stage);
    assert_eq!(papers.len(), 10, "{shown}");
    assert_eq!(papers.iter().collect::<BTreeSet<_>>().len(), 10, "{shown}: one came twice");
}

const POST: (&str, &str, Option<u64>) = ("POST", MESSAGES, None);

#[tokio::test(flavor = "multi_thread")]
async fn rate_limits_are_waited_for() {
    let (method, route, channel) = POST;
    for (global, scope, with_headers) in [
        (false, "user", true),
        (false, "shared", true),
        (true, "global", true),
        (false, "user", false),
    ] {
        let retry_after = 0.2;
        let times = 1;
        let fault = Fault::RateLimited {
            method,
            route,
            channel,
            retry_after,
            global,
            scope,
            with_headers,
            times,
        };
        check(vec![fault], 2).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn outages_of_discord_are_waited_out() {
    let (method, route, channel) = POST;
    let status = |status| Fault::Status {
        method,
        route,
        channel,
        status,
        code: 0,
        message: "internal",
        times: 1,
    };
    check(vec![status(500), status(503)], 3).await;
    check(vec![Fault::Html { method, route, channel, status: 502, times: 1 }], 2).await;
    check(vec![Fault::DropBeforeApply { method, route, channel, times: 2 }], 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_that_are_not_discords_are_waited_out() {
    let (method, route, channel) = POST;
    for status in [302, 400, 401, 403, 404] {
        let blocked = Fault::Html { method, route, channel, status, times: 2 };
        check(vec![blocked], 3).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_responses_cause_no_second_post() {
    let (method, route, channel) = POST;
    let lost = |status| Fault::DropAfterApply { method, route, channel, status, times: 1 };
    check(vec![lost(None), lost(Some(500)), lost(Some(504))], 4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_paper_affects_no_other() {
    // If it is refused in a box it is sent as plain text; if it is always refused, only it is
    // missing.
    for (times, expected) in [(4, 10), (usize::MAX, 9)] {
        let stage = Stage::new().await;
        stage.say(ALL).await;
        let bad = "2605.10616";
        let preview = stage.say("/preview").await.text();
        let text = match preview.contains(bad) {
            true => bad.to_owned(),
            false => preview.split("/papers/").nth(3).expect("papers")[..10].to_owned(),
        };
        // The preview's last message comes after its first, and must not be refused.
        let explained = |one: &simulator::Exchange| {
            one.request.as_ref().is_some_and(|body| body.to_string().contains("### Why"))
        };
        while !stage.discord.exchanges().iter().any(explained) {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        stage.discord.fault(Fault::RefuseBodyContaining { text: format!("/papers/{text}"), times });
        stage.due(DUE).await;
        stage.until_said("/status", "papers").await;
        let papers = papers(&stage);
        assert_eq!(papers.len(), expected, "{papers:?}");
        assert_eq!(papers.iter().collect::<BTreeSet<_>>().len(), expected);
        assert_eq!(papers.contains(&text), times < 10);
        let status = stage.say("/status").await.text();
        assert_eq!(status.contains("missing: Discord refused"), times > 10, "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn split_posts_keep_their_form_publication_and_silence() {
    let stage = Stage::new().await;
    let news = stage.discord.add_channel_of(stage.server(), "news", 5, None);
    let usual = "topics:all time:14:00 zone:UTC silent:true";
    stage.say(&format!("/subscription add channel:#papers format:compact list {usual}")).await;
    stage.say(&format!("/subscription add channel:#news publish:true {usual}")).await;
    // The first message of each is refused.
    for channel in [stage.papers, news] {
        stage.discord.fault(Fault::Status {
            method: "POST",
            route: MESSAGES,
            channel: Some(channel),
            status: 400,
            code: 50_035,
            message: "Invalid Form Body",
            times: 1,
        });
    }
    stage.due(DUE).await;
    for channel in [stage.papers, news] {
        let posts = stage.discord.messages(channel);
        assert!(posts.len() >= 2, "{} messages in {channel}", posts.len());
        for post in &posts {
            let flags = post["flags"].as_u64().unwrap_or_default();
            assert_ne!(flags & (1 << 12), 0, "silent: {post}");
            match channel == news {
                true => {
                    assert!(post["embeds"].as_array().is_some_and(|all| !all.is_empty()), "{post}");
                    assert_ne!(flags & 1, 0, "published: {post}");
                }
                false => {
                    let text = Discord::text(post);
                    assert!(text.contains("\n- ["), "one line for each paper: {text}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_channels_are_reported_once_and_resume() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    stage.discord.deny(stage.papers, SEND_MESSAGES);
    stage.due(DUE).await;
    let status = stage.say("/status").await.text();
    assert!(status.contains("I need View Channel"), "{status}");
    assert!(stage.posts().is_empty());
    for _ in 0..2 {
        notices::notify_admins(&stage.app, stage.clock.now()).await.expect("notified");
    }
    let direct = stage.discord.direct_channel(stage.admin);
    let notices: Vec<String> = stage.discord.messages(direct).iter().map(Discord::text).collect();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert!(notices[0].contains("resumes by itself"), "{}", notices[0]);

    let tried = posts_tried(&stage.discord);
    stage.due("2026-05-15T14:00:00Z").await;
    stage.due(NEXT_DAY).await;
    assert_eq!(posts_tried(&stage.discord), tried, "a channel known to be closed is not tried");
    stage.discord.allow_again(stage.papers, SEND_MESSAGES);
    stage.due("2026-05-16T14:00:00Z").await;
    stage.due("2026-05-16T14:11:00Z").await;
    assert_eq!(papers(&stage).len(), 10, "what could not be posted comes when it can");
    let status = stage.say("/status").await.text();
    assert!(!status.contains("blocked"), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_without_direct_messages_are_tried_once() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    stage.discord.close_direct_messages(stage.admin, true);
    stage.discord.deny(stage.papers, SEND_MESSAGES);
    stage.due(DUE).await;
    notices::notify_admins(&stage.app, stage.clock.now()).await.expect("tried");
    let tried = stage.discord.exchanges().len();
    notices::notify_admins(&stage.app, stage.clock.now()).await.expect("nothing to do");
    assert_eq!(stage.discord.exchanges().len(), tried);
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_channels_keep_their_subscription_and_report_it() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    let server = stage.discord.add_guild("elsewhere");
    stage.discord.delete_channel(stage.papers);
    let general = stage.discord.add_channel(server, "general");
    let _ = general;
    stage.due(DUE).await;
    let notified = notices::notify_admins(&stage.app, stage.clock.now()).await;
    notified.expect("notified");
    let direct = stage.discord.direct_channel(stage.admin);
    assert!(stage.discord.until_message(direct, 1, SOON).await);
    let text = Discord::text(&stage.discord.messages(direct)[0]);
    assert!(text.contains("The channel of #1 was deleted"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_token_stops_the_bot_at_once() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    let (method, route, channel) = POST;
    stage.discord.fault(Fault::Status {
        method,
        route,
        channel,
        status: 401,
        code: 0,
        message: "401: Unauthorized",
        times: 99,
    });
    let stop = CancellationToken::new();
    let now = DUE.parse().expect("a time");
    let ended = deliver_due(&stage.app, stage.clock, now, &stop).await;
    let said = format!("{:#}", ended.expect_err("it stops"));
    assert!(said.contains("Copy the bot's token again"), "{said}");
    assert_eq!(posts_tried(&stage.discord), 1, "no second try");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_processes_delivers_and_the_other_takes_over() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    // A second bot on the same file, whose clock and tries the test controls.
    let second = app(&stage.discord, &stage.hub, &stage.data).await;
    second.discord.identify().await.expect("the token is right");
    let stop = CancellationToken::new();
    let now = DUE.parse().expect("a time");
    leader::acquire_or_renew(&second, stage.clock.now()).await.expect("a try");
    assert!(!second.leadership.is_leader(), "the first holds the lease");
    let round = deliver_due(&second, stage.clock, now, &stop).await.expect("a round");
    assert_eq!(round, Round::Done);
    assert!(stage.posts().is_empty(), "who is on standby posts nothing");

    // The first dies without notice; a minute later its lease has expired.
    stage.stop.cancel();
    let later = paperboy::clock::Clock::starting_at(
        stage.clock.now().checked_add(1.minute()).expect("a time"),
    );
    leader::acquire_or_renew(&second, later.now()).await.expect("a try");
    assert!(second.leadership.is_leader());
    deliver_due(&second, later, now, &stop).await.expect("a round");
    assert_eq!(papers(&stage).len(), 10);
    // The first resumes and still assumes it has the lease: nothing of it is sent.
    let first = posts_tried(&stage.discord);
    deliver_due(&stage.app, later, now, &stop).await.expect("a round");
    assert_eq!(posts_tried(&stage.discord), first);
}

#[tokio::test(flavor = "multi_thread")]
async fn votes_are_edited_the_day_after_and_nothing_is_posted() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    stage.due(DUE).await;
    let before = stage.posts();
    let id = papers(&stage)[3].clone();
    stage.hub.set_upvotes(&id, 4_321);
    let day = stage.clock.now().checked_add(24.hours()).expect("a time");
    paperboy::app::papers::refresh::refresh(&stage.app, day).await.expect("lists");
    for _ in 0..2 {
        votes::edit_votes(&stage.app, day).await.expect("renewed");
    }
    let after = stage.posts();
    assert_eq!(after.len(), before.len());
    assert!(!before[0].contains("4,321") && after[0].contains("▲ 4,321"), "{}", after[0]);
    let edits = stage.discord.exchanges();
    let is_edit = |one: &&Exchange| one.method == "PATCH" && one.route.starts_with(MESSAGES);
    let edits = edits.iter().filter(is_edit).count();
    assert_eq!(edits, 1, "once");
    stage.due(NEXT_DAY).await;
    assert_eq!(papers(&stage).iter().filter(|one| **one == id).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_gateways_resume_and_answer_again() {
    let stage = Stage::new().await;
    let answers = async || {
        let again = async {
            while stage.say("/help").await.body().is_none() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(SOON, again).await.expect("the bot answers again");
    };
    stage.discord.cut_gateway();
    answers().await;
    assert_eq!((stage.discord.identifies(), stage.discord.resumes()), (1, 1), "resumed");
    stage.discord.ask_reconnect();
    answers().await;
    assert_eq!((stage.discord.identifies(), stage.discord.resumes()), (1, 2), "resumed");
    stage.discord.close_gateway(Some(4000));
    answers().await;
    assert_eq!((stage.discord.identifies(), stage.discord.resumes()), (1, 3), "resumed");
}

#[tokio::test(flavor = "multi_thread")]
async fn server_outages_are_not_removals_and_returns_restore() {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    let server = stage.discord.dispatches();
    let server = server.iter().find(|(name, _)| name == "GUILD_CREATE").expect("a server");
    let id = |value: &Value| value["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    let server: u64 = id(&server.1);
    stage.discord.make_unavailable(server);
    stage.discord.make_available(server);
    stage.until_said("/subscription list", "#1").await;
    let until_due = async |expected: bool| {
        let store = &stage.app.store;
        let due = "2026-05-20T00:00:00Z".parse().expect("a time");
        let found = async || {
            let start = (Timestamp::MIN, domain::SubscriptionId(0));
            let page = store.read(move |conn| subscriptions::due(conn, start, due, 10)).await;
            !page.expect("a read").subscriptions.is_empty()
        };
        let wait = async {
            while found().await != expected {
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        };
        tokio::time::timeout(SOON, wait).await.expect("its subscriptions rest or return");
    };
    stage.discord.remove_bot(server);
    until_due(false).await;
    stage.due(DUE).await;
    assert!(stage.posts().is_empty(), "a server that removed us gets nothing");
    stage.discord.return_bot(server);
    until_due(true).await;
    stage.due(DUE).await;
    assert_eq!(papers(&stage).len(), 10, "everything is as it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_gateways_get_a_new_session() {
    let clock = clock("2026-05-14T13:30:00Z");
    let place = place(clock).await;
    let token = SecretString::new(place.discord.token().to_owned());
    let rest = Rest::new(&token, Some(&place.discord.url())).expect("rest");
    let (sender, mut events) = mpsc::unbounded_channel();
    let mut connected = async || {
        let connected =
            async { while !matches!(events.recv().await.expect("events"), Event::Ready(..)) {} };
        tokio::time::timeout(SOON, connected).await.expect("a session");
    };
    // Heartbeats are 41 s apart, so the library itself notices nothing for that long. After a close
    // frame without a code it reads the closed socket in a busy loop.
    let settings = GatewaySettings {
        silent_after: Duration::from_secs(4),
        reconnect_wait: Duration::from_millis(100),
        ..GatewaySettings::default()
    };
    let stop = CancellationToken::new();
    let gateway = Gateway::new(&rest, clock, sender, settings);
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { gateway.run(stop).await }
    });
    connected().await;
    for (without_a_code, sessions) in [(false, 2), (true, 3)] {
        match without_a_code {
            true => place.discord.close_gateway(None),
            false => place.discord.mute_gateway(true),
        }
        if !without_a_code {
            tokio::time::sleep(settings.silent_after).await;
            place.discord.mute_gateway(false);
        }
        connected().await;
        assert_eq!(place.discord.identifies(), sessions, "a new session");
    }
    stop.cancel();
    let ended = tokio::time::timeout(SOON, running).await.expect("it stops").expect("no panic");
    assert_eq!(ended, Ok(()));
}
