//! Searches by members: private answers, filters, pages.

use simulator::Answer;

use super::stage::{Stage, control};

async fn ask(stage: &Stage, line: &str) -> Answer {
    stage.discord.command(stage.member, stage.papers, line).await
}

#[tokio::test(flavor = "multi_thread")]
async fn private_searches_stay_private_on_every_page() {
    let stage = Stage::new().await;
    let first = ask(&stage, "/search query:diffusion private:true").await;
    assert!(first.ephemeral(), "{first:?}");
    let (message, next) = control(&first, "k:");
    let second = stage.discord.press(stage.member, message, &next).await;
    assert!(
        matches!(second, Answer::Updated { .. }) && second.text().contains("[2 / "),
        "{second:?}"
    );
    assert_eq!(stage.posts(), Vec::<String>::new());
    let open = ask(&stage, "/search query:diffusion").await;
    assert!(!open.ephemeral());
    assert_eq!(open.text(), first.text(), "the same results");
    assert_eq!(stage.posts().len(), 1);
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn filtered_papers_are_counted_and_shown_with_one_press() {
    let stage = Stage::new().await;
    let hidden = ask(&stage, "/search query:diffusion min_upvotes:100000").await;
    assert!(hidden.text().contains("but none match your filters"), "{}", hidden.text());
    let (message, without) = control(&hidden, "s:0:");
    let shown = stage.discord.press(stage.member, message, &without).await;
    assert!(shown.text().matches("/papers/").count() >= 3, "{}", shown.text());
    let nothing = ask(&stage, "/search query:zxqvbn min_upvotes:100000").await;
    assert!(nothing.text().contains("Nothing close"), "{}", nothing.text());
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn similar_papers_have_pages() {
    let stage = Stage::new().await;
    let found = ask(&stage, "/search query:diffusion").await;
    let body = found.body().expect("a message").to_string();
    let at = body.find("/papers/").expect("a paper") + 8;
    let paper = body[at..at + 10].to_owned();
    let first = ask(&stage, &format!("/similar {paper}")).await;
    assert_eq!(first.text().matches("/papers/").count(), 6, "five and the one: {}", first.text());
    let (message, next) = control(&first, "like:1:");
    let second = stage.discord.press(stage.member, message, &next).await;
    let pages = |text: &str| -> Vec<String> {
        text.split("/papers/").skip(2).map(|rest| rest[..10].to_owned()).collect()
    };
    let (one, two) = (pages(&first.text()), pages(&second.text()));
    assert!(!two.is_empty() && two.iter().all(|paper| !one.contains(paper)), "{one:?} {two:?}");
    // The button under a paper of an earlier version.
    let card = ask(&stage, &format!("/paper {paper}")).await;
    let (message, similar) = control(&card, "similar:");
    let again = stage.discord.press(stage.member, message, &similar).await;
    assert!(again.ephemeral(), "{again:?}");
    assert_eq!(again.text(), first.text());
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_no_paper_has_are_left_out_and_named() {
    let stage = Stage::new().await;
    let found = ask(&stage, "/search query:zyzzyva diffusion").await;
    let text = found.text();
    assert!(text.contains("No papers contain **zyzzyva**. These match the other words."), "{text}");
    let plain = ask(&stage, "/search query:diffusion").await;
    let count = |text: &str| text.lines().nth(1).map(str::to_owned);
    assert_eq!(count(&text), count(&plain.text()));
    let none = ask(&stage, "/search query:zyzzyva").await;
    assert!(none.text().contains("Nothing close"), "{}", none.text());
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn corrected_words_can_be_searched_as_typed_for_any_length() {
    let stage = Stage::new().await;
    let repaired = ask(&stage, "/search query:difusion").await;
    assert!(repaired.text().contains("Showing results for “diffusion”"), "{}", repaired.text());
    let (message, typed) = control(&repaired, "s:0:rt");
    let typed = stage.discord.press(stage.member, message, &typed).await;
    assert!(!typed.text().contains("Showing results"), "{}", typed.text());
    let long = format!("difusion {}", "image generation with text and video ".repeat(4));
    let repaired = ask(&stage, &format!("/search query:{long}")).await;
    assert!(repaired.text().contains("Showing results"), "{}", repaired.text());
    let (message, kept) = control(&repaired, "q:");
    let typed = stage.discord.press(stage.member, message, &kept).await;
    assert!(typed.text().contains("### “difusion"), "{}", typed.text());
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}
