//! A bot made with another library, as a process of its own that prints a line for what it sees.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use simulator::Discord;
use tokio::sync::mpsc;

const SOON: Duration = Duration::from_secs(30);

/// The bot's process and the lines it prints.
pub(super) struct Bot {
    process: Child,
    lines: mpsc::UnboundedReceiver<String>,
    seen: Vec<String>,
}

impl Bot {
    pub(super) fn start(command: &mut Command, discord: &Discord, guild: u64) -> Bot {
        let mut process = command
            .env("DISCORD_URL", discord.url())
            .env("DISCORD_TOKEN", discord.token())
            .env("GUILD_ID", guild.to_string())
            .stdout(Stdio::piped())
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
    pub(super) async fn until(&mut self, wanted: &str) {
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
