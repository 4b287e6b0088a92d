//! The settings of a server and the list of who changed what.

use simulator::Answer;

use super::stage::{MANAGE_GUILD, Stage};

const ADD: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";

/// The texts of an answer's blocks, one for each entry.
fn entries(answer: &Answer) -> Vec<String> {
    answer.text().lines().filter(|line| line.starts_with("**")).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_set_shown_and_reset() {
    let stage = Stage::new().await;
    let log = stage.discord.add_channel(stage.server(), "bot-log");
    let role = stage.discord.add_role(stage.server(), "curators", 0);
    let set = stage.say("/server set log_channel:#bot-log manager_role:curators").await.text();
    assert!(set.contains(&format!("<#{log}>")) && set.contains(&format!("<@&{role}>")), "{set}");
    assert!(set.contains("Integrations"), "what is left to do in Discord: {set}");
    let shown = stage.say("/server set").await.text();
    assert!(shown.contains(&format!("<#{log}>")), "{shown}");
    assert!(set.starts_with("**Saved the server settings**"), "{set}");
    let same = stage.say("/server set log_channel:#bot-log").await.text();
    assert!(same.starts_with("**Nothing changed: "), "{same}");
    let reset = stage.say("/server set reset:log_channel").await.text();
    assert!(reset.contains("direct message") && reset.contains(&format!("<@&{role}>")), "{reset}");
    stage.discord.deny(stage.papers, 1 << 11);
    let refused = stage.say("/server set log_channel:#papers").await.text();
    assert!(refused.contains("Send Messages"), "notices would not arrive: {refused}");
    let shown = stage.say("/server set").await.text();
    assert!(shown.contains("direct message"), "nothing was saved: {shown}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_limit_the_commands_of_each_member() {
    let stage = Stage::new().await;
    let member = stage.discord.add_user(stage.server(), "grace", 0);
    let search =
        async |user| stage.discord.command(user, stage.papers, "/search diffusion").await.text();
    let set = stage.say("/server set commands_per_minute:2").await.text();
    assert!(set.contains("2 commands per minute"), "{set}");
    for _ in 0..2 {
        let found = search(member).await;
        assert!(!found.contains("per minute"), "{found}");
    }
    let refused = search(member).await;
    assert!(refused.contains("may use 2 commands per minute. Please try again <t:"), "{refused}");
    for _ in 0..3 {
        let found = search(stage.admin).await;
        assert!(!found.contains("per minute"), "admins have no limit: {found}");
    }
    stage.say("/server set reset:commands_per_minute").await;
    let found = search(member).await;
    assert!(!found.contains("per minute"), "{found}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_is_listed_with_who_made_it() {
    let stage = Stage::new().await;
    let none = stage.say("/server audit").await.text();
    assert!(none.contains("Nothing was changed in the last 90 days"), "{none}");
    let other = stage.discord.add_user(stage.server(), "joan", MANAGE_GUILD);
    let joan = async |line: &str| stage.discord.command(other, stage.papers, line).await;
    stage.say(ADD).await;
    joan("/subscription edit id:1 time:15:00 max_papers:3").await;
    stage.say("/subscription edit id:1 time:15:00").await;
    joan("/subscription edit id:7 time:15:00").await;
    stage.say("/subscription pause id:1").await;
    joan("/subscription resume id:1").await;
    let removed = stage.say("/subscription remove id:1").await;
    let Answer::Message { id, .. } = removed else { panic!("{removed:?}") };
    stage.discord.press(stage.admin, id, "restore:1").await;
    joan("/server set language:de zone:Berlin").await;
    let listed = stage.say("/server audit").await;
    let expected = [
        ("Saved the server settings", other, "/server set"),
        ("Restored subscription #1", stage.admin, "/subscription remove"),
        ("Removed subscription #1", stage.admin, "/subscription remove"),
        ("Resumed subscription #1", other, "/subscription resume"),
        ("Paused subscription #1", stage.admin, "/subscription pause"),
        ("Updated subscription #1", other, "/subscription edit"),
        ("Added subscription #1", stage.admin, "/subscription add"),
    ];
    let found = entries(&listed);
    assert_eq!(found.len(), expected.len(), "what changed nothing is not listed: {found:#?}");
    for (line, (what, who, command)) in found.iter().zip(expected) {
        let who = format!("<@{who}>");
        let is_right = line.contains(what) && line.contains(&who) && line.contains(command);
        assert!(is_right, "{line}: {what} {who} {command}");
    }
    let text = listed.text();
    assert!(text.contains("time: every day at 14:00 → every day at 15:00"), "{text}");
    assert!(text.contains("max_papers: 10 → 3"), "{text}");
    assert!(text.contains("language: Deutsch"), "{text}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_changes_has_pages() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    for most in 1..=9 {
        stage.say(&format!("/subscription edit id:1 max_papers:{most}")).await;
    }
    let first = stage.say("/server audit").await;
    assert_eq!(entries(&first).len(), 8);
    let Answer::Message { id, .. } = &first else { panic!("{first:?}") };
    let second = stage.discord.press(stage.admin, *id, "audit:1").await;
    assert_eq!(entries(&second).len(), 2, "{}", second.text());
    assert!(second.text().contains("Added subscription #1"), "{}", second.text());
    let back = stage.discord.press(stage.admin, *id, "audit:0").await;
    assert_eq!(back.text(), first.text());
    let texts = stage.posts();
    assert_eq!(texts, Vec::<String>::new(), "only the admin sees it");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_added_under_integrations_uses_admin_commands() {
    let stage = Stage::new().await;
    let (server, member) = (stage.server(), stage.member);
    let role = stage.discord.add_role(server, "curators", 0);
    stage.say("/server set manager_role:curators").await;
    let hidden = stage.discord.command(member, stage.papers, ADD).await;
    assert!(matches!(hidden, Answer::Refused(_)), "Discord hides it: {hidden:?}");
    stage.discord.give_role(server, member, role);
    stage.discord.allow_commands(server, role);
    let added = stage.discord.command(member, stage.papers, ADD).await;
    assert!(added.text().contains("Subscribed"), "{}", added.text());
    // A button under one's own private answer needs no more than the command did.
    let removed = stage.discord.command(member, stage.papers, "/subscription remove id:1").await;
    let Answer::Message { id, .. } = removed else { panic!("{removed:?}") };
    let restored = stage.discord.press(member, id, "restore:1").await;
    assert!(restored.text().contains("Restored subscription #1"), "{}", restored.text());
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}
