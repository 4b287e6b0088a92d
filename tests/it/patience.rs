//! Effects of the hub on deliveries, and papers that arrive late; docs/FAULTS.md names these tests.

use paperboy::app::guilds::membership;
use serde_json::Value;
use simulator::hub::HubFault;

use super::stage::Stage;

const ALL: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC max_papers:25";
const DAY: &str = "2026-05-15";
const ENTRIES: &str = include_str!("../../simulator/edition/2026-05-14.json");

/// Entries that are on no earlier list.
fn entries() -> Vec<Value> {
    let mut entries: Vec<Value> = serde_json::from_str(ENTRIES).expect("the edition");
    for (number, entry) in entries.iter_mut().enumerate() {
        entry["paper"]["id"] = format!("2605.9{number:04}").into();
    }
    entries
}

/// A subscription that has already posted the day before.
async fn stage() -> Stage {
    let stage = Stage::new().await;
    stage.say(ALL).await;
    stage.due("2026-05-14T14:00:00Z").await;
    stage
}

fn count(stage: &Stage) -> usize {
    stage.posts().iter().map(|post| post.matches("papers/2605.9").count()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_that_are_still_filling_up_are_waited_for() {
    let stage = stage().await;
    let all = entries();
    stage.hub.set_day(DAY, all[..1].to_vec());
    stage.due("2026-05-15T14:00:00Z").await;
    stage.due("2026-05-15T14:05:00Z").await;
    assert_eq!(count(&stage), 0, "one paper is no list yet");
    stage.hub.set_day(DAY, all.clone());
    stage.due("2026-05-15T14:08:00Z").await;
    assert_eq!(count(&stage), 0, "it has just changed");
    stage.due("2026-05-15T14:09:00Z").await;
    assert_eq!(count(&stage), all.len(), "two readings agree");
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_after_the_deadline_are_in_the_next_post() {
    let stage = stage().await;
    let all = entries();
    for minute in (0..=45).step_by(5) {
        stage.hub.set_day(DAY, all[..=minute / 5].to_vec());
        stage.due(&format!("2026-05-15T14:{minute:02}:00Z")).await;
    }
    assert_eq!(count(&stage), 0);
    stage.due("2026-05-15T14:46:00Z").await;
    assert_eq!(count(&stage), 10, "the deadline has passed");
    stage.hub.set_day(DAY, all.clone());
    stage.due("2026-05-16T14:00:00Z").await;
    stage.due("2026-05-16T14:11:00Z").await;
    assert_eq!(count(&stage), all.len(), "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_hub_responses_are_neither_all_new_nor_nothing() {
    for fault in [
        HubFault::Html { times: 99 },
        HubFault::Empty { times: 99 },
        HubFault::Truncated { times: 99 },
        HubFault::Status { status: 500, times: 99 },
        HubFault::Field { pointer: "/*/paper/id".to_owned(), rename: None },
        HubFault::Down,
    ] {
        let stage = stage().await;
        let all = entries();
        stage.hub.set_day(DAY, all.clone());
        stage.hub.fault(fault.clone());
        stage.due("2026-05-15T14:00:00Z").await;
        stage.due("2026-05-15T14:30:00Z").await;
        assert_eq!(count(&stage), 0, "{fault:?}");
        let status = stage.say("/status").await.text();
        assert!(!status.contains("nothing new"), "{fault:?}: {status}");
        stage.hub.clear_faults();
        stage.due("2026-05-15T14:31:00Z").await;
        stage.due("2026-05-15T14:32:00Z").await;
        assert_eq!(count(&stage), all.len(), "{fault:?}: it comes when the hub is back");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_days_without_the_hub_give_failed_slots_then_one_post() {
    let stage = stage().await;
    let all = entries();
    stage.hub.set_day(DAY, all.clone());
    stage.hub.fault(HubFault::Down);
    for time in ["15T14:00", "15T14:46", "16T14:00", "16T14:46"] {
        stage.due(&format!("2026-05-{time}:00Z")).await;
    }
    let status = stage.say("/status").await.text();
    assert_eq!(status.matches("Hugging Face didn't respond").count(), 2, "{status}");
    stage.hub.clear_faults();
    stage.due("2026-05-17T14:00:00Z").await;
    stage.due("2026-05-17T14:11:00Z").await;
    assert_eq!(count(&stage), all.len());
    // At both times as many messages as twenty-five papers need.
    assert_eq!(stage.posts().len(), 6, "and no flood");
}

#[tokio::test(flavor = "multi_thread")]
async fn late_risers_are_posted_once() {
    let stage = Stage::new().await;
    stage
        .say("/subscription add channel:#papers topics:all time:14:00 zone:UTC min_upvotes:500")
        .await;
    let mut all = entries();
    for entry in &mut all {
        entry["paper"]["upvotes"] = 3.into();
    }
    stage.hub.set_day(DAY, all);
    let day = async |day: u32| {
        stage.due(&format!("2026-05-{day}T14:00:00Z")).await;
        stage.due(&format!("2026-05-{day}T14:11:00Z")).await;
    };
    day(15).await;
    assert_eq!(count(&stage), 0, "below the floor");
    stage.hub.set_upvotes("2605.90007", 900);
    for (date, expected) in [(16, 1), (17, 1), (18, 1)] {
        day(date).await;
        assert_eq!(count(&stage), expected, "on {date} May");
    }
    stage.hub.set_upvotes("2605.90008", 900);
    day(24).await;
    assert_eq!(count(&stage), 1, "after a week it is no news");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_downtime_only_the_last_slot_is_posted_and_marked_late() {
    let stage = stage().await;
    let all = entries();
    stage.hub.set_day(DAY, all.clone());
    // Off since the 14th, back on the evening of the 16th.
    stage.due("2026-05-16T20:00:00Z").await;
    stage.due("2026-05-16T20:11:00Z").await;
    assert_eq!(count(&stage), all.len());
    let late = stage.posts().iter().filter(|post| post.contains("late: due")).count();
    assert_eq!(late, 1);
    let status = stage.say("/status").await.text();
    assert!(status.contains("I was offline, and a later post followed"), "{status}");
    // Off again for longer than the window.
    stage.due("2026-05-18T09:00:00Z").await;
    stage.due("2026-05-18T09:11:00Z").await;
    let status = stage.say("/status").await.text();
    assert!(status.contains("I was offline for more than 12 hours"), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn first_posts_and_returns_after_weeks_have_no_backlog() {
    let stage = stage().await;
    let first = stage.posts().join("\n");
    let today: Vec<Value> = serde_json::from_str(ENTRIES).expect("the edition");
    let is_of_today = |id: &str| today.iter().any(|entry| entry["paper"]["id"] == id);
    let ids =
        first.split("huggingface.co/papers/26").skip(1).map(|rest| format!("26{}", &rest[..8]));
    let strangers: Vec<String> = ids.filter(|id| !is_of_today(id)).collect();
    assert!(strangers.is_empty(), "of the days before: {strangers:?}");

    let guild = domain::GuildId(stage.server());
    membership::removed(&stage.app, guild, stage.clock.now()).await.expect("left");
    for day in 15..=31 {
        let mut list = entries();
        for (number, entry) in list.iter_mut().enumerate() {
            entry["paper"]["id"] = format!("2605.9{day}{number:02}").into();
        }
        stage.hub.set_day(&format!("2026-05-{day}"), list);
    }
    let back = "2026-05-31T12:00:00Z".parse().expect("a time");
    membership::available(&stage.app, guild, ("lab".to_owned(), Vec::new()), back)
        .await
        .expect("seen");
    for time in ["05-31T12:30", "05-31T14:00", "05-31T14:11"] {
        stage.due(&format!("2026-{time}:00Z")).await;
    }
    assert_eq!(count(&stage), 25, "one post, as long as posts are");
    for time in ["06-01T14:00", "06-01T14:11"] {
        stage.due(&format!("2026-{time}:00Z")).await;
    }
    assert_eq!(count(&stage), 25, "what did not fit is passed over");
}

#[tokio::test(flavor = "multi_thread")]
async fn late_slots_do_not_trust_a_single_early_reading() {
    let stage = stage().await;
    stage.hub.set_day(DAY, Vec::new());
    // Two hours late, and the list is still empty.
    stage.due("2026-05-15T16:00:00Z").await;
    let status = stage.say("/status").await.text();
    assert!(!status.contains("nothing new"), "{status}");
    let all = entries();
    stage.hub.set_day(DAY, all.clone());
    stage.due("2026-05-15T16:02:00Z").await;
    assert_eq!(count(&stage), all.len());
}
