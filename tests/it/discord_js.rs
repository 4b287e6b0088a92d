//! Runs discord.js, unmodified, against the simulator. `.ci/run` installs it into `target/node`; if
//! it isn't there, the test is skipped with a message.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Map, json};
use simulator::{Answer, Discord, DiscordOptions};

use super::absent::without_program;
use super::foreign_bot::Bot;
use crate::contract::Checked;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn is_installed(packages: &Path) -> bool {
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).status();
    packages.join("discord.js").exists() && node.is_ok_and(|status| status.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn discord_js_runs_on_the_simulator() {
    let packages = Path::new(ROOT).join("target/node/node_modules");
    if !is_installed(&packages) {
        without_program("Node has no discord.js");
        return;
    }
    let discord = Discord::start(DiscordOptions::default()).await.expect("a Discord");
    let discord = Checked::of_another_client(discord);
    let guild = discord.add_guild("lab");
    let channel = discord.add_channel(guild, "papers");
    let user = discord.add_user(guild, "grace", 0);
    let mut node = Command::new("node");
    node.arg(Path::new(ROOT).join("tests/it/discord_js/bot.js")).env("NODE_PATH", packages);
    let mut bot = Bot::start(&mut node, &discord, guild);

    bot.until("synced 5 1 local").await;
    bot.until("ready lab papers").await;
    let command = async |line: &str| discord.command(user, channel, line).await;

    let answer = command("/echo text:hello").await;
    bot.until("edited hello!").await;
    let quoted = answer.body().expect("a message")["id"].as_str().and_then(|id| id.parse().ok());
    let options = Map::from_iter([("text".to_owned(), json!("hel"))]);
    let choices = discord.autocomplete(user, channel, "echo", options, "text").await;
    assert_eq!(choices, [("HEL".to_owned(), json!("HEL"))]);
    let quote = discord.message_command(user, "Quote", quoted.expect("an id")).await;
    assert_eq!(quote.text(), "> hello!");

    assert!(command("/slow").await.ephemeral());
    bot.until("followed true").await;

    let Answer::Message { id, .. } = command("/choose").await else { panic!("no message") };
    let modal = discord.press(user, id, "form").await;
    let Answer::Modal { id: modal, .. } = modal else { panic!("{modal:?}") };
    let values = Map::from_iter([("zone".to_owned(), json!("UTC"))]);
    assert_eq!(discord.submit_modal(user, modal, values).await.text(), "zone UTC");
    assert_eq!(discord.select(user, id, "day", &["fri"]).await.text(), "chose fri");

    assert_eq!(command("/post").await.text(), "done Discuss true");
    bot.until("edited posted, edited").await;
    bot.until("deleted").await;
    discord.set_locale(user, "ja");
    assert_eq!(command("/local").await.text(), "local in lab ja");

    // Other members' actions produce events, even ones that were missed.
    discord.write(user, channel, "hello, bot");
    bot.until("message grace ").await;
    discord.cut_gateway();
    discord.add_channel(guild, "missed");
    bot.until("resumed").await;
    bot.until("channel missed").await;
    assert_eq!((discord.identifies(), discord.resumes()), (1, 1));
    discord.add_guild("second");
    bot.until("joined second").await;
}
