//! Runs discord.py, unmodified, against the simulator. `.ci/run` installs it; if Python can't find
//! it, the test is skipped with a message.

use std::process::{Command, Stdio};

use super::absent::without_program;
use super::foreign_bot::runs_on_the_simulator;

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
    runs_on_the_simulator(Command::new("python3").arg(SCRIPT)).await;
}
