//! Posts that Discord refuses and that are split: the first of their messages notifies people, the
//! others don't, whatever happens in between.

use std::collections::BTreeSet;

use domain::{Form, Posting, SlotState};
#[cfg(debug_assertions)]
use paperboy::app::delivery::failpoint::Failpoint;
#[cfg(debug_assertions)]
use paperboy::app::delivery::round::deliver_due;
use serde_json::Value;
use simulator::Fault;

use super::forms::{
    MESSAGE, PINGING, PUBLISHED, To, USUAL, check_once, faults, open_slots, posting, round, settle,
};
use super::stage::MESSAGES;
use super::still::{DUE, Still, at, next_day, slots};

const THREADS: &str = "/channels/{channel_id}/threads";

/// Refuses the first message of a post.
fn refuse(still: &Still, to: To) {
    let route = if matches!(to, To::Forum) { THREADS } else { MESSAGES };
    still.place.discord.fault(Fault::Status {
        method: "POST",
        route,
        channel: None,
        status: 400,
        code: 50_035,
        message: "Invalid Form Body",
        times: 1,
    });
}

/// One notification for each post with papers, with a text; its message is the only one of the post
/// that mentions the role.
fn check_pushes(still: &Still, channel: u64, posts: usize, what: &str) {
    let discord = &still.place.discord;
    let pushes = discord.pushes();
    assert_eq!(pushes.len(), posts, "{what}: {pushes:?}");
    assert!(pushes.iter().all(|push| !push.text.trim().is_empty()), "{what}: {pushes:?}");
    let id = |message: &Value| message["id"].as_str().and_then(|id| id.parse::<u64>().ok());
    let mentions = discord.messages_with_threads(channel);
    let mentions = mentions.iter().filter(|one| one.to_string().contains("<@&"));
    let mentions: BTreeSet<u64> = mentions.filter_map(id).collect();
    let pushed = pushes.iter().filter(|push| push.text.contains("<@&"));
    assert_eq!(mentions, pushed.map(|push| push.message).collect(), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn split_posts_notify_once_with_their_first_message() {
    for (to, how) in [
        (To::Text, PINGING),
        (To::Text, Posting { form: Form::Compact, ..PINGING }),
        (To::Forum, PINGING),
        (To::News, Posting { role: PINGING.role, ..PUBLISHED }),
        (To::Person, USUAL),
    ] {
        let what = format!("{to:?} {how:?}");
        let (still, channel) = posting(to, how).await;
        refuse(&still, to);
        round(&still).await;
        assert_eq!(open_slots(&still).await, 0, "{what}");
        check_once(&still, channel, 5, &what);
        let discord = &still.place.discord;
        let all = discord.messages_with_threads(channel);
        assert_eq!(all.len(), 2, "{what}: {all:?}");
        check_pushes(&still, channel, 1, &what);
        let pushes = discord.pushes();
        let pushed = pushes[0].message.to_string();
        let first = all.iter().find(|one| one["id"].as_str() == Some(&pushed));
        let first = first.unwrap_or_else(|| panic!("{what}: {all:?}"));
        let is_oldest = all.iter().all(|one| one["id"].as_str() >= first["id"].as_str());
        assert!(is_oldest, "{what}: the first one notifies: {all:?}");
        if !matches!(to, To::News) {
            assert!(pushes[0].text.contains("5 papers"), "{what}: {pushes:?}");
            assert_eq!(first["content"], "", "{what}: it was edited to components");
        }
        assert_eq!(discord.violations(), Vec::<String>::new(), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_posts_stay_silent_when_they_are_split() {
    for to in [To::Text, To::Person] {
        let (still, channel) = posting(to, Posting { silent: true, ..USUAL }).await;
        refuse(&still, to);
        round(&still).await;
        check_once(&still, channel, 5, "silent");
        check_pushes(&still, channel, 0, "silent");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_that_are_refused_down_to_plain_text_still_notify() {
    let (still, channel) = posting(To::Text, PINGING).await;
    // Five papers, then two, then one, which is then sent as plain text.
    for _ in 0..3 {
        refuse(&still, To::Text);
    }
    round(&still).await;
    check_once(&still, channel, 5, "plain");
    check_pushes(&still, channel, 1, "plain");
    let first = still.place.discord.messages(channel).remove(0);
    let content = first["content"].as_str().unwrap_or_default();
    assert!(content.starts_with("<@&") && content.contains("\n**"), "{content}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_fault_after_a_split_notifies_twice() {
    for (to, method, route) in [
        (To::Text, "POST", MESSAGES),
        (To::Text, "PATCH", MESSAGE),
        (To::Forum, "POST", THREADS),
        (To::Forum, "PATCH", MESSAGE),
        (To::Person, "POST", MESSAGES),
        (To::Person, "PATCH", MESSAGE),
    ] {
        let each = faults(method, route).into_iter().map(async |(name, fault)| {
            let what = format!("{to:?}: {method} {route}: {name}");
            let how = if matches!(to, To::Person) { USUAL } else { PINGING };
            let (still, channel) = posting(to, how).await;
            refuse(&still, to);
            still.place.discord.fault(fault);
            round(&still).await;
            settle(&still).await;
            assert_eq!(open_slots(&still).await, 0, "{what}");
            check_once(&still, channel, 0, &what);
            // After a definite refusal of the channel nothing was posted, unless the line was.
            let is_closed = matches!(name, "403" | "404") && method == "POST";
            check_pushes(&still, channel, usize::from(!is_closed), &what);
            next_day(&still).await;
            settle(&still).await;
            check_once(&still, channel, 5, &what);
            if !matches!(to, To::Person) {
                let slots = slots(&still.app, still.place.server).await;
                let sent = slots.iter().filter(|slot| slot.1 == SlotState::Sent).count();
                let lines = usize::from(name == "403" || name == "404") - usize::from(is_closed);
                check_pushes(&still, channel, sent + lines, &what);
            }
        });
        futures_util::future::join_all(each).await;
    }
}

#[cfg(debug_assertions)]
#[tokio::test(flavor = "multi_thread")]
async fn kills_after_a_split_notify_no_one_twice() {
    let boundaries = ["sending:1", "sending:2", "sending:3", "sending:4", "answered:1"];
    let more = ["answered:2", "opened:1", "recorded:1", "recorded:2", "finished:1"];
    for boundary in boundaries.into_iter().chain(more) {
        for (to, how) in [(To::Text, PINGING), (To::Forum, PINGING), (To::Person, USUAL)] {
            let what = format!("{to:?} at {boundary}");
            let (still, channel) = posting(to, how).await;
            refuse(&still, to);
            let failpoint = Failpoint::parse(boundary).expect("a boundary").panicking();
            let app = still.app.clone().with_failpoint(failpoint);
            deliver_due(&app, still.clock, at(DUE), &still.stop).await.expect("a round");
            settle(&still).await;
            assert_eq!(open_slots(&still).await, 0, "{what}");
            check_once(&still, channel, 5, &what);
            check_pushes(&still, channel, 1, &what);
        }
    }
}
