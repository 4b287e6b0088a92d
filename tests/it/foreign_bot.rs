//! A bot made with another library, as a process of its own that prints a line for what it sees, and
//! all the ways in which such a bot uses Discord.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Map, json};
use simulator::{Answer, Discord, DiscordOptions};
use tokio::sync::mpsc;

use crate::contract::Checked;

const SOON: Duration = Duration::from_secs(30);

/// Runs the bot that this command starts against the simulator, with commands, components, messages,
/// and missed events.
pub(super) async fn runs_on_the_simulator(command: &mut Command) {
    let discord = Discord::start(DiscordOptions::default()).await.expect("a Discord");
    let discord = Checked::of_another_client(discord);
    let guild = discord.add_guild("lab");
    let channel = discord.add_channel(guild, "papers");
    let user = discord.add_user(guild, "grace", 0);
    let mut bot = Bot::start(command, &discord, guild);

    bot.until("synced 5 1 local").await;
    bot.until("ready lab papers").await;
    let send = async |line: &str| discord.command(user, channel, line).await;

    let answer = send("/echo text:hello").await;
    bot.until("edited hello!").await;
    let quoted = answer.body().expect("a message")["id"].as_str().and_then(|id| id.parse().ok());
    let options = Map::from_iter([("text".to_owned(), json!("hel"))]);
    let choices = discord.autocomplete(user, channel, "echo", options, "text").await;
    assert_eq!(choices, [("HEL".to_owned(), json!("HEL"))]);
    let quote = discord.message_command(user, "Quote", quoted.expect("an id")).await;
    assert_eq!(quote.text(), "> hello!");

    assert!(send("/slow").await.ephemeral());
    bot.until("followed true").await;

    let Answer::Message { id, .. } = send("/choose").await else { panic!("no message") };
    // A bot may know its buttons, and later its modal, only after Discord has responded: faster than
    // any user, but not always before this test.
    bot.until("shown").await;
    let modal = discord.press(user, id, "form").await;
    let Answer::Modal { id: modal, form } = modal else { panic!("{modal:?}") };
    bot.until("opened").await;
    let field = form["components"][0]["component"]["custom_id"].as_str();
    let field = field.or(form["components"][0]["components"][0]["custom_id"].as_str());
    let values = Map::from_iter([(field.expect("a field").to_owned(), json!("UTC"))]);
    assert_eq!(discord.submit_modal(user, modal, values).await.text(), "zone UTC");
    assert_eq!(discord.select(user, id, "day", &["fri"]).await.text(), "chose fri");

    assert_eq!(send("/post").await.text(), "done Discuss private");
    bot.until("edited posted, edited").await;
    bot.until("deleted").await;
    discord.set_locale(user, "ja");
    assert_eq!(send("/local").await.text(), "local in lab ja");

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

/// The bot's process and the lines it prints.
struct Bot {
    process: Child,
    lines: mpsc::UnboundedReceiver<String>,
    seen: Vec<String>,
}

impl Bot {
    fn start(command: &mut Command, discord: &Discord, guild: u64) -> Bot {
        let mut process = command
            .env("DISCORD_URL", discord.url())
            .env("DISCORD_TOKEN", discord.token())
            .env("GUILD_ID", guild.to_string())
            .stdout(Stdio::piped())
            // Node makes its pipes non-blocking, also for the test runner if it shares one.
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let (sender, lines) = mpsc::unbounded_channel();
        let output = BufReader::new(process.stdout.take().expect("its output"));
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Bot { process, lines, seen: Vec::new() }
    }

    /// Waits until it has printed the line.
    async fn until(&mut self, wanted: &str) {
        let read = async {
            while !self.seen.iter().any(|line| line == wanted) {
                let line = self.lines.recv().await.expect("it runs");
                assert!(!line.starts_with("error"), "{line}");
                self.seen.push(line);
            }
        };
        let in_time = tokio::time::timeout(SOON, read).await.is_ok();
        assert!(in_time, "it never said “{wanted}”: {:?}", self.seen);
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
