//! Options that no other test plays: each makes the difference that it promises.

use serde_json::{Map, Value, json};
use simulator::Answer;

use super::stage::{SOON, Stage, control};

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_narrowed_and_sorted() {
    let stage = Stage::new().await;
    let ask =
        async |line: &str| stage.discord.command(stage.member, stage.papers, line).await.text();
    let titles = |text: &str| -> Vec<String> {
        text.split("/papers/").skip(1).map(|rest| rest[..10].to_owned()).collect()
    };
    let all = titles(&ask("/search query:diffusion").await);
    assert!(!all.is_empty());
    let none = ask("/search query:diffusion from:2026-05-14").await;
    assert!(none.contains("none match your filters"), "{none}");
    let none = ask("/search query:diffusion to:2020-01-01").await;
    assert!(none.contains("none match your filters"), "{none}");
    let future = ask("/search query:diffusion from:2030-01-01").await;
    assert!(future.contains("is in the future"), "{future}");
    let with_code = ask("/search query:diffusion has_code:true").await;
    assert!(titles(&with_code).len() <= all.len(), "{with_code}");
    let voted = ask("/search query:diffusion sort:votes").await;
    let votes: Vec<u32> = voted
        .split("▲ ")
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok())
        .collect();
    assert!(votes.len() > 1 && votes.is_sorted_by(|one, other| one >= other), "{voted}");
    let named = ask(&format!("/similar id:{}", all[0])).await;
    assert!(named.starts_with("### Papers like ["), "{named}");
    // Words that name a paper find it; a paper that is merely close to others isn't meant.
    let titled = ask("/similar id:anyflow any-step video").await;
    assert!(titled.starts_with("### Papers like [AnyFlow: Any-Step"), "{titled}");
    let unknown = ask("/similar id:attention is all you need").await;
    assert!(unknown.contains("I couldn't find a paper called"), "{unknown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_has_every_setting_that_it_was_given() {
    let stage = Stage::new().await;
    let role = stage.discord.add_role(stage.server(), "readers", 0);
    let added = stage
        .say(
            "/subscription add channel:#papers topics:all time:14:00 zone:UTC source:trending \
             order:votes has_code:true has_model:true has_dataset:true format:compact role:readers \
             language:de",
        )
        .await
        .text();
    assert!(added.contains("Subscribed"), "{added}");
    let audit = stage.say("/server audit").await.text();
    for part in
        ["source: ", "order: ", "format: ", &format!("role: <@&{role}>"), "language: Deutsch"]
    {
        assert!(audit.contains(part), "{part}: {audit}");
    }
    let changes = [
        ("/subscription edit id:1 topics:diffusion", "topics: all papers → diffusion"),
        ("/subscription edit id:1 zone:Berlin", "zone: UTC → Europe/Berlin"),
        ("/subscription edit id:1 strictness:strict", "strictness: normal → strict"),
        ("/subscription edit id:1 source:daily", "source"),
        ("/subscription edit id:1 order:match", "order"),
        ("/subscription edit id:1 has_code:false", "has_code"),
        ("/subscription edit id:1 has_model:false", "has_model"),
        ("/subscription edit id:1 has_dataset:false", "has_dataset"),
        ("/subscription edit id:1 format:papers", "format"),
        ("/subscription edit id:1 no_role:true", "role"),
        ("/subscription edit id:1 silent:true", "silent"),
        ("/subscription edit id:1 role:readers silent:false", "role"),
        ("/subscription edit id:1 language:fr", "language: Deutsch → Français"),
    ];
    for (line, shown) in changes {
        let edited = stage.say(line).await.text();
        assert!(edited.contains(shown) && edited.contains("Updated"), "{line}: {edited}");
    }
    let silent = stage
        .say("/subscription add channel:#papers topics:agents zone:UTC silent:true")
        .await
        .text();
    assert!(silent.contains("Subscribed"), "{silent}");
    let news = stage.discord.add_channel_of(stage.server(), "news", 5, None);
    let published = stage
        .say("/subscription add channel:#news topics:agents zone:UTC publish:true")
        .await
        .text();
    assert!(published.contains(&format!("<#{news}>")), "{published}");
    let edited = stage.say("/subscription edit id:3 publish:false").await.text();
    assert!(edited.contains("publish"), "{edited}");
    let day = stage.say("/preview subscription:1 date:2026-05-13").await.text();
    assert!(day.contains("13 mai 2026"), "{day}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

/// Presses the first control that begins so.
async fn press(stage: &Stage, answer: &Answer, prefix: &str) -> Answer {
    let (message, custom_id) = control(answer, prefix);
    stage.discord.press(stage.admin, message, &custom_id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn long_lists_have_pages() {
    let stage = Stage::new().await;
    let mut all = Vec::new();
    for number in 0..60 {
        let channel = stage.discord.add_channel(stage.server(), &format!("papers-{number}"));
        all.push(json!({ "channel": channel.to_string(), "topics": "diffusion, video" }));
    }
    let file = json!({ "paperboy": 1, "subscriptions": all }).to_string();
    let file = json!({ "filename": "all.json", "content": file });
    let options = Map::from_iter([("file".to_owned(), file)]);
    let compared = stage.discord.invoke(stage.admin, stage.papers, "config import", options).await;
    let applied = press(&stage, &compared, "import:apply").await;
    assert!(applied.text().contains("60 added"), "{}", applied.text());
    for (line, prefix) in [("/status", "status:"), ("/subscription list", "subscriptions:")] {
        let first = stage.say(line).await;
        let second = press(&stage, &first, prefix).await;
        assert!(matches!(second, Answer::Updated { .. }), "{line}: {second:?}");
        assert_ne!(second.text(), first.text(), "{line}");
        assert!(second.text().contains("[2 / "), "{line}: {}", second.text());
    }
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

/// The reasons of a preview, which follow the post as a message of their own; its page buttons have
/// custom ids that begin like this.
async fn reasons(stage: &Stage, custom_id: &str) -> Answer {
    let follow_up = async {
        loop {
            let sent = stage.discord.exchanges();
            let mut bodies = sent.iter().rev().filter_map(|one| one.response.clone());
            let found = bodies.find(|body| body.to_string().contains(&format!("\"{custom_id}")));
            if let Some(found) = found {
                break found;
            }
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
    };
    let reasons = tokio::time::timeout(SOON, follow_up).await.expect("the reasons");
    let id = reasons["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    let took = std::time::Duration::ZERO;
    Answer::Message { id, body: reasons, ephemeral: true, took }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reasons_of_a_preview_have_pages() {
    let stage = Stage::new().await;
    stage.say("/subscription add channel:#papers topics:diffusion zone:UTC").await;
    stage.say("/preview date:2026-05-14").await;
    let reasons = reasons(&stage, "preview:s").await;
    let second = press(&stage, &reasons, "preview:s").await;
    assert!(second.text().contains("[2 / "), "{}", second.text());
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_and_its_preview_have_pages() {
    let stage = Stage::new().await;
    let panel = stage.say("/setup").await;
    let form = press(&stage, &panel, "panel-topics:").await;
    let Answer::Modal { id, .. } = form else { panic!("{form:?}") };
    let typed = Map::from_iter([("topics".to_owned(), Value::from("diffusion"))]);
    let panel = stage.discord.submit_modal(stage.admin, id, typed).await;
    press(&stage, &panel, "panel-preview:").await;
    let first = reasons(&stage, "preview:d").await;
    let second = press(&stage, &first, "preview:d").await;
    assert!(second.text().contains("[2 / "), "{}", second.text());
    // The first button leads back.
    let first = press(&stage, &second, "preview:d").await;
    assert!(first.text().contains("[1 / "), "{}", first.text());

    // The panel's own pages, there and back, with the page that is shown disabled.
    let mut shown = panel;
    for (page, there) in
        [("papers", "panel-min"), ("posts", "panel-form"), ("basics", "panel-hour")]
    {
        let (_, custom_id) = control(&shown, "panel-page:");
        let draft = custom_id.split(':').nth(1).expect("a draft").to_owned();
        shown = press(&stage, &shown, &format!("panel-page:{draft}:{page}")).await;
        let (Answer::Message { body, .. } | Answer::Updated { body, .. }) = &shown else {
            panic!("{shown:?}")
        };
        let body = body.to_string();
        assert!(body.contains(&format!("{there}:{draft}")), "{page}: {body}");
        assert!(body.contains("diffusion"), "{page}: {body}");
        let off = format!("\"custom_id\":\"panel-page:{draft}:{page}\",\"disabled\":true");
        assert!(body.contains(&off), "{page}: {body}");
    }
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misspelled_topic_is_corrected_in_the_panel() {
    let stage = Stage::new().await;
    let panel = stage.say("/setup").await;
    let form = press(&stage, &panel, "panel-topics:").await;
    let Answer::Modal { id, .. } = form else { panic!("{form:?}") };
    let typed = Map::from_iter([("topics".to_owned(), Value::from("difusion"))]);
    let asked = stage.discord.submit_modal(stage.admin, id, typed).await;
    let corrected = press(&stage, &asked, "panel-topic:").await;
    assert!(corrected.text().contains("**Topics:** diffusion"), "{}", corrected.text());
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}
