//! Posts that Discord refuses and that are split, and posts of which papers are already there: the
//! first message that is sent notifies people, the others don't, whatever happens in between.

use std::collections::BTreeSet;

use domain::{ChannelId, Form, Posting, SlotState};
#[cfg(debug_assertions)]
use paperboy::app::delivery::failpoint::Failpoint;
#[cfg(debug_assertions)]
use paperboy::app::delivery::round::deliver_due;
use paperboy::store::deliveries;
use serde_json::{Value, json};
use simulator::Fault;

use super::forms::{
    MESSAGE, PINGING, PUBLISHED, To, USUAL, check_once, faults, open_slots, posting, round, settle,
};
use super::stage::MESSAGES;
use super::still::{DUE, Still, at, later, next_day, recover, slots};

const THREADS: &str = "/channels/{channel_id}/threads";
/// With an own message for each paper, in a thread or not.
const THREAD: Posting = Posting { form: Form::Thread, ..PINGING };
const EACH: Posting = Posting { form: Form::PerPaper, ..PINGING };
/// Posts of which the first message is refused for good, after so many refusals. That of a thread has
/// no paper; another one is also tried as plain text.
const REFUSED_FOR_GOOD: [(To, Posting, u32); 4] = [
    (To::Text, THREAD, 1),
    (To::Text, EACH, 2),
    (To::Forum, EACH, 2),
    (To::Person, Posting { role: None, ..EACH }, 2),
];

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
async fn a_first_message_that_is_refused_for_good_leaves_its_mention_to_the_next() {
    for (to, how, refusals) in REFUSED_FOR_GOOD {
        let what = format!("{to:?} {how:?}");
        let (still, channel) = posting(to, how).await;
        for _ in 0..refusals {
            refuse(&still, to);
        }
        round(&still).await;
        assert_eq!(open_slots(&still).await, 0, "{what}");
        let lost = usize::from(how.form == Form::PerPaper);
        check_once(&still, channel, 5 - lost, &what);
        check_pushes(&still, channel, 1, &what);
        let push = still.place.discord.pushes().remove(0);
        assert!(push.text.contains(&format!("{} papers", 5 - lost)), "{what}: {push:?}");
        assert_eq!(push.text.contains("<@&"), how.role.is_some(), "{what}: {push:?}");
        assert_eq!(still.place.discord.violations(), Vec::<String>::new(), "{what}");
    }
}

/// A post of which the first attempt never arrived, while some of its papers were posted by another
/// copy of the database.
async fn with_papers_there(how: Posting, count: usize) -> (Still, u64) {
    let (still, channel) = posting(To::Text, how).await;
    let (method, route) = ("POST", MESSAGES);
    let lost = Fault::DropBeforeApply { method, route, channel: None, times: 1 };
    still.place.discord.fault(lost);
    round(&still).await;
    let read = |conn: &rusqlite::Connection| {
        let slot = deliveries::unfinished(conn)?.remove(0);
        deliveries::get(conn, slot)
    };
    let slot = still.app.store.read(read).await.expect("a read").expect("a slot");
    let papers = slot.parts.iter().flat_map(|part| &part.papers).take(count);
    let links = papers.map(|id| format!("<https://huggingface.co/papers/{id}>"));
    let content = links.collect::<Vec<_>>().join(" ");
    let silent = json!({ "content": content, "flags": 1 << 12 });
    still.app.discord.post(ChannelId(channel), &silent).await.expect("posted");
    (still, channel)
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_without_papers_that_are_already_there_still_notify() {
    for (how, there) in [(PINGING, 2), (Posting { form: Form::Compact, ..PINGING }, 4), (EACH, 1)] {
        let what = format!("{how:?}: {there}");
        let (still, channel) = with_papers_there(how, there).await;
        recover(&still.app, later(still.clock, 75)).await;
        assert_eq!(open_slots(&still).await, 0, "{what}");
        check_once(&still, channel, 5, &what);
        check_pushes(&still, channel, 1, &what);
        let push = still.place.discord.pushes().remove(0);
        assert!(push.text.contains("<@&") && push.text.contains("paper"), "{what}: {push:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_fault_of_a_post_without_papers_that_are_there_notifies_twice() {
    for (method, route) in [("POST", MESSAGES), ("PATCH", MESSAGE)] {
        let each = faults(method, route).into_iter().map(async |(name, fault)| {
            for (how, there) in [(PINGING, 2), (EACH, 1)] {
                let what = format!("{how:?}: {method} {route}: {name}");
                let (still, channel) = with_papers_there(how, there).await;
                still.place.discord.fault(fault.clone());
                recover(&still.app, later(still.clock, 75)).await;
                still.place.discord.clear_faults();
                for seconds in [80, 145, 215] {
                    recover(&still.app, later(still.clock, seconds)).await;
                }
                assert_eq!(open_slots(&still).await, 0, "{what}");
                check_once(&still, channel, there, &what);
                let is_closed = matches!(name, "403" | "404") && method == "POST";
                check_pushes(&still, channel, usize::from(!is_closed), &what);
                next_day(&still).await;
                check_once(&still, channel, 5, &what);
            }
        });
        futures_util::future::join_all(each).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_fault_after_a_split_notifies_twice() {
    for (to, how, refusals, method, route) in [
        (To::Text, PINGING, 1, "POST", MESSAGES),
        (To::Text, PINGING, 1, "PATCH", MESSAGE),
        (To::Forum, PINGING, 1, "POST", THREADS),
        (To::Forum, PINGING, 1, "PATCH", MESSAGE),
        (To::Person, USUAL, 1, "POST", MESSAGES),
        (To::Person, USUAL, 1, "PATCH", MESSAGE),
        // Here the first message is refused for good.
        (To::Text, THREAD, 1, "POST", MESSAGES),
        (To::Text, THREAD, 1, "PATCH", MESSAGE),
        (To::Text, EACH, 2, "POST", MESSAGES),
        (To::Forum, EACH, 2, "POST", THREADS),
    ] {
        let each = faults(method, route).into_iter().map(async |(name, fault)| {
            let what = format!("{to:?} {how:?}: {method} {route}: {name}");
            let (still, channel) = posting(to, how).await;
            for _ in 0..refusals {
                refuse(&still, to);
            }
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
        let split = [(To::Text, PINGING, 1), (To::Forum, PINGING, 1), (To::Person, USUAL, 1)];
        for (to, how, refusals) in split.into_iter().chain(REFUSED_FOR_GOOD) {
            let what = format!("{to:?} {how:?} at {boundary}");
            let (still, channel) = posting(to, how).await;
            for _ in 0..refusals {
                refuse(&still, to);
            }
            let failpoint = Failpoint::parse(boundary).expect("a boundary").panicking();
            let app = still.app.clone().with_failpoint(failpoint);
            deliver_due(&app, still.clock, at(DUE), &still.stop).await.expect("a round");
            settle(&still).await;
            assert_eq!(open_slots(&still).await, 0, "{what}");
            // After a kill, the refusals that were still to come are cleared.
            check_once(&still, channel, if refusals == 2 { 4 } else { 5 }, &what);
            check_pushes(&still, channel, 1, &what);
        }
    }
}
