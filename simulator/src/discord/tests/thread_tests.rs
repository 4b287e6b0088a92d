//! Tests of threads and forum posts: created, archived, locked.

use serde_json::{Value, json};

use super::{Bench, id};
use crate::discord::state::permissions::{
    CREATE_PUBLIC_THREADS, MENTION_EVERYONE, SEND_MESSAGES, SEND_MESSAGES_IN_THREADS,
};

#[tokio::test]
async fn threads_are_attached_to_their_message() {
    let mut bench = Bench::new().await;
    let message = bench.post("a paper").await;
    let path = bench.at(&format!("/messages/{message}/threads"));
    bench.events_since();
    bench.check("POST", &path, json!({ "name": "" }), "400 50035").await;
    let odd = json!({ "name": "n", "auto_archive_duration": 61 });
    bench.check("POST", &path, odd, "400 50035").await;
    bench.discord.deny(bench.channel, CREATE_PUBLIC_THREADS);
    bench.check("POST", &path, json!({ "name": "n" }), "403 50013").await;
    bench.discord.allow_again(bench.channel, CREATE_PUBLIC_THREADS);
    let made = bench.check("POST", &path, json!({ "name": "Discuss" }), "201").await;
    assert_eq!((id(&made), made["type"].as_u64()), (message, Some(11)));
    assert_eq!(made["parent_id"], json!(bench.channel.to_string()));
    assert_eq!(bench.next("THREAD_CREATE").await["newly_created"], true);
    assert_eq!(bench.next("MESSAGE_UPDATE").await["thread"]["name"], "Discuss");
    bench.check("POST", &path, json!({ "name": "again" }), "400 160004").await;

    let inside = format!("/channels/{message}");
    let say = json!({ "content": "hi" });
    bench.check("POST", &format!("{inside}/messages"), say.clone(), "200").await;
    bench.discord.deny(bench.channel, SEND_MESSAGES);
    bench.check("POST", &format!("{inside}/messages"), say.clone(), "200").await;
    bench.discord.deny(bench.channel, SEND_MESSAGES_IN_THREADS);
    bench.check("POST", &format!("{inside}/messages"), say, "403 50013").await;
    let listed = bench.check("GET", &inside, Value::Null, "200").await;
    assert_eq!(listed["message_count"], 2);
    assert_eq!(bench.discord.threads(bench.channel).len(), 1);
    let (_, open) =
        bench.call("GET", &format!("/guilds/{}/threads/active", bench.guild), Value::Null).await;
    assert_eq!(open["threads"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn threads_without_a_message() {
    let bench = Bench::new().await;
    let check = async |body: Value, status: &str, kind: Option<u64>| {
        let made = bench.check("POST", &bench.at("/threads"), body, status).await;
        assert_eq!(made["type"].as_u64(), kind);
    };
    check(json!({ "name": "n", "type": 11 }), "201", Some(11)).await;
    check(json!({ "name": "n" }), "201", Some(12)).await;
    check(json!({ "name": "n", "type": 10 }), "400 50024", None).await;
    check(json!({ "name": "n".repeat(101), "type": 11 }), "400 50035", None).await;
}

#[tokio::test]
async fn the_archive() {
    let mut bench = Bench::new().await;
    let made = json!({ "name": "Discuss", "type": 11 });
    let thread = id(&bench.check("POST", &bench.at("/threads"), made, "201").await);
    let (own, posts) = (format!("/channels/{thread}"), format!("/channels/{thread}/messages"));
    let say = json!({ "content": "hi" });
    let message = id(&bench.check("POST", &posts, say.clone(), "200").await);
    let message = format!("{posts}/{message}");

    bench.discord.archive_thread(thread, false);
    bench.check("PATCH", &message, say.clone(), "400 50083").await;
    bench.check("DELETE", &message, Value::Null, "400 50083").await;
    bench.check("PATCH", &own, json!({ "name": "Other" }), "400 50083").await;
    bench.events_since();
    bench.check("POST", &posts, say.clone(), "200").await;
    assert_eq!(
        bench.events_since(),
        ["THREAD_UPDATE", "MESSAGE_CREATE"],
        "it comes out of the archive"
    );
    bench.check("PATCH", &message, json!({ "content": "edited" }), "200").await;

    let closed = bench.check("PATCH", &own, json!({ "archived": true }), "200").await;
    assert_eq!(closed["thread_metadata"]["archived"], true);
    let listed = bench.at("/threads/archived/public");
    let (_, listed) = bench.call("GET", &listed, Value::Null).await;
    assert_eq!(listed["threads"][0]["id"], json!(thread.to_string()));
    bench.check("PATCH", &own, json!({ "archived": false }), "200").await;
    bench.check("PATCH", &own, json!({ "locked": true }), "403 50013").await;

    bench.discord.archive_thread(thread, true);
    bench.check("POST", &posts, say.clone(), "400 50083").await;
    bench.check("PATCH", &own, json!({ "archived": false }), "403 50013").await;
    bench.discord.change(|world| world.set_thread_state(thread, false, true));
    bench.check("POST", &posts, say, "400 160005").await;
    assert!(bench.discord.violations().is_empty(), "others archive and lock, not the bot");
}

#[tokio::test]
async fn the_archive_has_pages_with_the_last_archived_first() {
    let bench = Bench::new().await;
    let mut threads = Vec::new();
    for number in 0..5 {
        let thread = bench.discord.add_thread(bench.channel, &format!("thread {number}"));
        bench.discord.pass(std::time::Duration::from_secs(1));
        bench.discord.archive_thread(thread, false);
        threads.push(thread);
    }
    threads.reverse();
    let mut found = Vec::new();
    let mut before = String::new();
    loop {
        let path = bench.at(&format!("/threads/archived/public?limit=2{before}"));
        let (_, page) = bench.call("GET", &path, Value::Null).await;
        let page_threads = page["threads"].as_array().expect("threads");
        found.extend(page_threads.iter().map(id));
        let last = page_threads.last().expect("a thread");
        let at = last["thread_metadata"]["archive_timestamp"].as_str().expect("a time");
        before = format!("&before={}", at.replace('+', "%2B"));
        if page["has_more"] == false {
            break;
        }
    }
    assert_eq!(found, threads);
}

#[tokio::test]
async fn forum_posts() {
    let mut bench = Bench::new().await;
    let forum = bench.discord.add_forum(bench.guild, "forum", &["vision", "speech"], true);
    let path = format!("/channels/{forum}/threads");
    let shown = bench.check("GET", &format!("/channels/{forum}"), Value::Null, "200").await;
    assert_eq!(shown["flags"], 1 << 4);
    let tag = shown["available_tags"][0]["id"].clone();
    let say = json!({ "content": "A paper" });
    for (body, expected) in [
        (json!({ "name": "n", "message": say }), "400 40067"),
        (json!({ "name": "n", "applied_tags": [tag] }), "400 50035"),
        (json!({ "name": "n", "message": {}, "applied_tags": [tag] }), "400 50006"),
        (json!({ "name": "n", "message": say, "applied_tags": ["1"] }), "400 50035"),
        (json!({ "message": say, "applied_tags": [tag] }), "400 50035"),
    ] {
        bench.check("POST", &path, body, expected).await;
    }
    bench.check("POST", &format!("/channels/{forum}/messages"), say.clone(), "400 50008").await;
    bench.events_since();
    let body = json!({ "name": "A paper", "message": say, "applied_tags": [tag] });
    let made = bench.check("POST", &path, body, "201").await;
    assert_eq!(made["message"]["id"], made["id"]);
    assert_eq!(made["applied_tags"], json!([tag]));
    assert_eq!(bench.events_since(), ["THREAD_CREATE", "MESSAGE_CREATE"]);
    assert_eq!(bench.discord.messages(id(&made)).len(), 1);
    bench.discord.deny(forum, SEND_MESSAGES);
    bench.check("POST", &path, json!({ "name": "n", "message": say }), "403 50013").await;
    bench.discord.delete_channel(forum);
    bench.check("GET", &format!("/channels/{}", id(&made)), Value::Null, "404 10003").await;
}

#[tokio::test]
async fn a_message_of_an_announcement_channel_is_published_once() {
    let bench = Bench::new().await;
    let message = bench.post("a paper").await;
    let path = bench.at(&format!("/messages/{message}/crosspost"));
    bench.check("POST", &path, Value::Null, "400 50024").await;
    let news = bench.discord.add_channel_of(bench.guild, "news", 5, None);
    let say = json!({ "content": "a paper" });
    let posted = bench.check("POST", &format!("/channels/{news}/messages"), say, "200").await;
    let path = format!("/channels/{news}/messages/{}", id(&posted));
    let published = bench.check("POST", &format!("{path}/crosspost"), Value::Null, "200").await;
    assert_eq!(published["flags"], 1);
    bench.check("POST", &format!("{path}/crosspost"), Value::Null, "400 40033").await;
    for _ in 0..3 {
        bench.check("PATCH", &path, json!({ "content": "again" }), "200").await;
    }
    bench.check("PATCH", &path, json!({ "content": "again" }), "429").await;
    bench.discord.pass(std::time::Duration::from_secs(3_601));
    bench.check("PATCH", &path, json!({ "content": "again" }), "200").await;
}

#[tokio::test]
async fn a_notification_shows_the_text_that_came_in() {
    let bench = Bench::new().await;
    let role = bench.discord.add_role(bench.guild, "readers", 0);
    let texts =
        || -> Vec<String> { bench.discord.pushes().into_iter().map(|push| push.text).collect() };
    let say = async |body: Value| {
        bench.check("POST", &bench.at("/messages"), body, "200").await;
    };
    bench.discord.deny(bench.channel, MENTION_EVERYONE);
    let line = format!("<@&{role}> papers");
    let allowed = json!({ "parse": [], "roles": [role.to_string()] });
    say(json!({ "content": line, "allowed_mentions": allowed })).await;
    assert!(texts().is_empty(), "not everyone may mention the role");
    bench.discord.set_mentionable(bench.guild, role, true);
    say(json!({ "content": line, "allowed_mentions": { "parse": [] } })).await;
    say(json!({ "content": line, "allowed_mentions": allowed, "flags": 1 << 12 })).await;
    assert!(texts().is_empty(), "not allowed, silent");
    say(json!({ "content": line, "allowed_mentions": allowed })).await;
    let parts = json!([{ "type": 10, "content": line }]);
    let v2 = json!({ "flags": 1 << 15, "components": parts, "allowed_mentions": allowed });
    say(v2).await;
    assert_eq!(texts(), [line.as_str(), ""], "components are not shown");
}
