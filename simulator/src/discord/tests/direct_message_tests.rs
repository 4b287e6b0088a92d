//! Tests of direct messages, including users who accept none.

use serde_json::{Value, json};

use super::{Bench, id};

#[tokio::test]
async fn direct_messages_open_and_closed() {
    let bench = Bench::new().await;
    let open = json!({ "recipient_id": bench.user.to_string() });
    let channel = bench.check("POST", "/users/@me/channels", open.clone(), "200").await;
    assert_eq!(
        (channel["type"].as_u64(), id(&channel)),
        (Some(1), bench.discord.direct_channel(bench.user))
    );
    let again = bench.check("POST", "/users/@me/channels", open, "200").await;
    assert_eq!(id(&again), id(&channel), "there is one");
    let stranger = json!({ "recipient_id": "1" });
    bench.check("POST", "/users/@me/channels", stranger, "404 10013").await;

    let posts = format!("/channels/{}/messages", id(&channel));
    let say = json!({ "content": "hi" });
    bench.check("POST", &posts, say.clone(), "200").await;
    bench.discord.close_direct_messages(bench.user, true);
    bench.check("POST", &posts, say.clone(), "403 50007").await;
    bench.discord.close_direct_messages(bench.user, false);
    bench.check("POST", &posts, say, "200").await;
    assert_eq!(bench.discord.messages(id(&channel)).len(), 2);
    let read = bench.check("GET", &posts, Value::Null, "200").await;
    assert!(read[0]["guild_id"].is_null());
}
