//! Runs discord.py, unmodified, against the simulator. `.ci/run` installs it; if Python can't find
//! it, the test is skipped with a message.

use std::process::{Command, Stdio};

use serde_json::{Map, json};
use simulator::{Answer, Discord, DiscordOptions};

use super::absent::without_program;
use super::foreign_bot::Bot;
use crate::contract::Checked;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/discord_py/bot.py");

pub(super) fn is_installed() -> bool {
    let mut import = Command::new("python3");
    let import = import.args(["-c", "import discord"]).stderr(Stdio::null()).status();
    import.is_ok_and(|status| status.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn discord_py_runs_on_the_simulator() {
    if !is_installed() {
        without_program("Python has no discord.py");
        return;
    }
    let discord = Discord::start(DiscordOptions::default()).await.expect("a Discord");
    let discord = Checked::of_another_client(discord);
    let guild = discord.add_guild("lab");
    let channel = discord.add_channel(guild, "papers");
    let user = discord.add_user(guild, "grace", 0);
    let mut bot = Bot::start(Command::new("python3").arg(SCRIPT), &discord, guild);

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
    bot.until("followed True").await;

    let Answer::Message { id, .. } = command("/choose").await else { panic!("no message") };
    // It knows its buttons, and later its modal, only after Discord has responded: faster than any
    // user, but not always before this test.
    bot.until("shown").await;
    let modal = discord.press(user, id, "form").await;
    let Answer::Modal { id: modal, form } = modal else { panic!("{modal:?}") };
    bot.until("opened").await;
    let field = form["components"][0]["component"]["custom_id"].as_str();
    let field = field.or(form["components"][0]["components"][0]["custom_id"].as_str());
    let values = Map::from_iter([(field.expect("a field").to_owned(), json!("UTC"))]);
    assert_eq!(discord.submit_modal(user, modal, values).await.text(), "zone UTC");
    assert_eq!(discord.select(user, id, "day", &["fri"]).await.text(), "chose fri");

    assert_eq!(command("/post").await.text(), "done Discuss private");
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
