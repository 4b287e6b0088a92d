//! One subscription in the panels of two admins.

use super::setup_panel::{ADD, Panel};
use super::stage::Stage;

async fn edit(stage: &Stage) -> Panel {
    Panel::of(&stage.say("/subscription edit id:1").await)
}

/// The second of two open panels, after the first changed the hour and was saved.
async fn second_of_two() -> (Stage, Panel) {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let (first, second) = (edit(&stage).await, edit(&stage).await);
    first.select(&stage, "hour", "15:00").await;
    first.press(&stage, "save:unchanged").await;
    (stage, second)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_panels_asks_before_overwriting() {
    let (stage, second) = second_of_two().await;
    second.select(&stage, "hour", "16:00").await;
    let asked = second.press(&stage, "save:unchanged").await.text();
    assert!(asked.contains("was changed while this panel was open"), "{asked}");
    assert!(asked.contains("every day at 14:00 → every day at 15:00"), "{asked}");
    let back = second.press(&stage, "show").await.text();
    assert!(back.contains("at 16:00"), "{back}");
    second.press(&stage, "save:unchanged").await;
    stage.say("/subscription edit id:1 time:17:00 max_papers:3").await;
    let again = second.press(&stage, "save:anyway").await.text();
    assert!(again.contains("was changed while this panel was open"), "{again}");
    assert!(again.contains("→ every day at 17:00") && !again.contains("→ 3"), "{again}");
    stage.say("/subscription edit id:1 min_upvotes:4").await;
    let saved = second.press(&stage, "save:anyway").await.text();
    assert!(saved.contains("Updated subscription #1"), "{saved}");
    assert!(saved.contains("every day at 17:00 → every day at 16:00"), "{saved}");
    let kept = edit(&stage).await.press(&stage, "page:papers").await.text();
    assert!(kept.contains("at most 3 papers") && kept.contains("4 votes or more"), "{kept}");
    let third = edit(&stage).await;
    stage.say("/subscription remove id:1").await;
    let asked = third.press(&stage, "save:unchanged").await.text();
    assert!(asked.contains("was removed while this panel was open"), "{asked}");
    let saved = third.press(&stage, "save:new").await.text();
    assert!(saved.contains("Subscribed") && saved.contains("subscription #2"), "{saved}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_two_panels_to_different_settings_are_both_saved() {
    let (stage, second) = second_of_two().await;
    let other = stage.discord.add_channel(stage.server(), "reading");
    second.select(&stage, "channel", &other.to_string()).await;
    second.press(&stage, "page:papers").await;
    second.select(&stage, "max", "3").await;
    let saved = second.press(&stage, "save:unchanged").await.text();
    assert!(saved.contains("Updated subscription #1"), "{saved}");
    let shown = edit(&stage).await.press(&stage, "page:papers").await.text();
    for part in ["at 15:00".to_owned(), format!("<#{other}>"), "at most 3 papers".to_owned()] {
        assert!(shown.contains(&part), "{part}: {shown}");
    }
    // What the panel doesn't change isn't checked as it was when it was opened: the channel of then
    // is gone, and another admin has moved the subscription.
    let third = edit(&stage).await;
    third.press(&stage, "page:papers").await;
    third.select(&stage, "max", "5").await;
    stage.say("/subscription edit id:1 channel:#papers").await;
    stage.discord.delete_channel(other);
    let saved = third.press(&stage, "save:unchanged").await.text();
    assert!(saved.contains("Updated subscription #1"), "{saved}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn presses_that_change_only_a_draft_do_not_read_the_configuration() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let panel = Panel::of(&stage.say("/setup").await);
    let hide = "alter table subscription rename to hidden";
    stage.app.store.write(move |tx| Ok(tx.execute_batch(hide)?)).await.expect("a write");
    let canceled = panel.press(&stage, "cancel").await.text();
    assert!(canceled.contains("Canceled"), "{canceled}");
}
