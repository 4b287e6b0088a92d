//! What the answer to `/subscription add` says about topics.

use simulator::Answer;

use super::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn new_subscriptions_report_what_their_topics_match() {
    let stage = Stage::new().await;
    for (topics, parts) in [
        ("qwerty, all papers", vec!["`all` already includes every paper"]),
        ("qwerty, LLM", vec!["matches **qwerty**.", "LLM ", "counted "]),
        ("reinforcment lerning, LLM", vec!["Did you mean **reinforcement learning**?"]),
        ("強化学習, LLM", vec!["Did you mean **reinforcement learning**?"]),
        ("Bildverarbeitung, LLM", vec!["Did you mean **image processing**?"]),
        (
            "AI safety, LLM",
            vec!["AI safety also includes jailbreak attacks, red teaming, guardrails"],
        ),
        ("all", vec!["papers a day, counted "]),
    ] {
        let line = format!("/subscription add channel:#papers topics:{topics} time:14:00 zone:UTC");
        let text = stage.say(&line).await.text();
        for part in parts {
            assert!(text.contains(part), "{topics}: no `{part}` in {text}");
        }
    }
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn misspelt_exclusions_are_corrected_with_one_press() {
    let stage = Stage::new().await;
    let line = "/subscription add channel:#papers topics:LLM, -reinforcment lerning time:14:00 \
                zone:UTC";
    let set = stage.say(line).await;
    let Answer::Message { id, body, .. } = &set else { panic!("{set:?}") };
    assert!(body.to_string().contains("Use “-reinforcement learning”"), "{body}");
    let button = "topic:1:-0:reinforcement learning";
    let pressed = stage.discord.press(stage.admin, *id, button).await.text();
    assert!(pressed.contains("LLM, -reinforcement learning"), "{pressed}");
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("LLM, -reinforcement learning"), "{listed}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn misspelt_topics_are_corrected_with_one_press() {
    let stage = Stage::new().await;
    let line = "/subscription add channel:#papers topics:reinforcment lerning, LLM time:14:00 \
                zone:UTC";
    let set = stage.say(line).await;
    let Answer::Message { id, body, .. } = &set else { panic!("{set:?}") };
    let button = "topic:1:0:reinforcement learning";
    assert!(body.to_string().contains(button), "{body}");
    let pressed = stage.discord.press(stage.admin, *id, button).await.text();
    assert!(pressed.contains("Corrected"), "{pressed}");
    assert!(pressed.contains("reinforcement learning, LLM"), "{pressed}");
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("reinforcement learning, LLM"), "{listed}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}
