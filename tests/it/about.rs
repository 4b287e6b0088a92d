//! `/about`, and names of commands that can be pressed.

use simulator::{Answer, Discord};

use super::stage::{SOON, Stage, clock, place, start};

/// The id that Discord gave a command.
fn command_id(discord: &Discord, name: &str) -> String {
    let all = discord.commands();
    let found = all.iter().find(|one| one["name"] == name).expect(name);
    found["id"].as_str().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_about_the_bot_has_its_version_and_the_invite_link() {
    let stage = Stage::new().await;
    let about = stage.discord.command(stage.member, stage.papers, "/about").await;
    assert!(about.ephemeral());
    let text = about.text();
    assert!(text.contains(&format!("paperboy {}", env!("CARGO_PKG_VERSION"))), "{text}");
    let body = about.body().expect("a message").to_string();
    let application = stage.app.discord.own_application().expect("identified");
    assert!(body.contains(&application.invite()), "{body}");
    assert!(body.contains("https://github.com/"), "{body}");
    // View, send, embed, read history, create threads, send in threads; and nothing else.
    let permissions: u64 = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 16 | 1 << 35 | 1 << 38;
    assert!(application.invite().ends_with(&format!("permissions={permissions}")));
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_in_texts_are_mentions_in_every_language() {
    let stage = Stage::new().await;
    let id = command_id(&stage.discord, "setup");
    stage.until_said("/status", &format!("</setup:{id}>")).await;
    stage.discord.set_locale(stage.admin, "ja");
    let status = stage.say("/status").await.text();
    assert!(status.contains(&format!("</setup:{id}>")), "{status}");
    let help = stage.say("/help").await.text();
    for command in stage.discord.commands() {
        let (name, id) = (command["name"].as_str().expect("a name"), &command["id"]);
        let id = id.as_str().expect("an id");
        assert!(help.contains(&format!("</{name}")) && help.contains(id), "{name}: {help}");
    }
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ids_of_commands_are_known_after_a_restart_without_registering() {
    let place = place(clock("2026-05-14T13:00:00Z")).await;
    let data = tempfile::tempdir().expect("a folder");
    let mut first = start(&place, &data, "2026-05-14T13:00:00Z");
    assert!(place.discord.until_commands(SOON).await && place.discord.until_connected(SOON).await);
    let id = command_id(&place.discord, "setup");
    let mentions = format!("</setup:{id}>");
    let ask = async || place.discord.command(place.admin, place.papers, "/status").await.text();
    let stored = async {
        while !ask().await.contains(&mentions) {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(SOON, stored).await.expect("a mention");
    // Time for the write that follows.
    let known = async {
        loop {
            let store = rusqlite::Connection::open(data.path().join("paperboy.db")).expect("open");
            let count = store.query_row("select count(*) from command_id", [], |row| row.get(0));
            if count.unwrap_or(0_i64) > 0 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(SOON, known).await.expect("stored");
    first.kill().expect("SIGKILL");
    first.wait().expect("it has ended");
    // Discord does not say what is registered: the ids are those of before.
    place.discord.fault(simulator::Fault::DropBeforeApply {
        method: "GET",
        route: "/applications/{application_id}/commands",
        channel: None,
        times: usize::MAX,
    });
    let mut second = start(&place, &data, "2026-05-14T13:01:00Z");
    let asked = async {
        loop {
            let answer = place.discord.command(place.admin, place.papers, "/status").await;
            if matches!(answer, Answer::Message { .. }) {
                break answer.text();
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    let text = tokio::time::timeout(SOON * 2, asked).await.expect("an answer");
    assert!(text.contains(&mentions), "{text}");
    second.kill().expect("SIGKILL");
    second.wait().expect("it has ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn user_installs_work_everywhere() {
    let stage = Stage::new().await;
    let elsewhere = stage.discord.add_guild("elsewhere");
    let channel = stage.discord.add_channel(elsewhere, "general");
    let guest = stage.discord.add_user(elsewhere, "hedy", 0);
    stage.discord.remove_bot(elsewhere);
    let hidden = stage.discord.command(guest, channel, "/about").await;
    assert!(matches!(hidden, Answer::Refused(_)), "{hidden:?}");
    stage.discord.install_for(guest);
    for line in ["/about", "/search query:diffusion private:true", "/help"] {
        let answer = stage.discord.command(guest, channel, line).await;
        assert!(answer.ephemeral(), "{line}: {answer:?}");
        let direct = stage.discord.direct_channel(guest);
        let answer = stage.discord.command(guest, direct, line).await;
        assert!(matches!(answer, Answer::Message { .. }), "{line}: {answer:?}");
    }
    // What is for servers is not offered there.
    let direct = stage.discord.direct_channel(guest);
    let refused = stage.discord.command(guest, direct, "/status").await;
    assert!(matches!(refused, Answer::Refused(_)), "{refused:?}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}
