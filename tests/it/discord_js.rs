//! Runs discord.js, unmodified, against the simulator. `.ci/run` installs it into `target/node`; if
//! it isn't there, the test is skipped with a message.

use std::path::Path;
use std::process::{Command, Stdio};

use super::absent::without_program;
use super::foreign_bot::runs_on_the_simulator;

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
    let mut node = Command::new("node");
    node.arg(Path::new(ROOT).join("tests/it/discord_js/bot.js")).env("NODE_PATH", packages);
    runs_on_the_simulator(&mut node).await;
}
