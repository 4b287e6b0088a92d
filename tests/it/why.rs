//! What `/why` says about a paper, and the suggestions for a subscription.

use serde_json::{Map, json};

use super::stage::Stage;

const ADD: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC max_papers:3";

/// The id of a paper in the text of a post or answer, counted from 0.
fn paper(text: &str, number: usize) -> String {
    let mut ids = text.split("/papers/").skip(1);
    let id = ids.nth(number).expect(text);
    id.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_are_explained_before_and_after_their_post() {
    let stage = Stage::new().await;
    let none = stage.say("/why paper:2605.00001").await.text();
    assert!(none.contains("couldn't find") || none.contains("no subscriptions yet"), "{none}");
    let added = stage.say(ADD).await.text();
    assert!(added.contains("at most 3 papers"), "{added}");
    let id = paper(&stage.say("/today").await.text(), 0);
    let before = stage.say(&format!("/why paper:{id}")).await.text();
    assert!(before.contains("will be in the next post"), "{before}");
    assert!(before.contains("On the daily list of May 14, 2026"), "{before}");
    stage.due("2026-05-14T14:00:00Z").await;
    // The answer to `/today` is in the channel, too.
    let post = stage.posts().pop().expect("a post");
    assert_eq!(post.matches("/papers/26").count(), 3, "{post}");
    let posted = paper(&post, 0);
    let after = stage.say(&format!("/why paper:{posted} subscription:1")).await.text();
    let link = format!("https://discord.com/channels/{}/{}/", stage.server(), stage.papers);
    assert!(after.contains("posted <t:") && after.contains(&link), "{after}");
    // The day's list has more papers than the post, and these had the most votes.
    let list = stage.discord.command(stage.member, stage.papers, "/today").await.text();
    let left_out = (0..5).map(|number| paper(&list, number)).find(|id| !post.contains(id.as_str()));
    let left_out = stage.say(&format!("/why paper:{}", left_out.expect("a paper"))).await.text();
    assert!(left_out.contains("left out of an earlier post that was full"), "{left_out}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn choices_name_channel_topics_and_time() {
    let stage = Stage::new().await;
    stage
        .say("/subscription add channel:#papers topics:diffusion, LLM time:9:00 zone:Berlin")
        .await;
    let typed = Map::from_iter([("id".to_owned(), json!("diff"))]);
    let choices = stage
        .discord
        .autocomplete(stage.admin, stage.papers, "subscription edit", typed, "id")
        .await;
    let expected = ("#1 #papers · diffusion, … · 09:00 Berlin".to_owned(), json!(1));
    assert_eq!(choices, [expected]);
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}
