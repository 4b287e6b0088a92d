//! The whole configuration of a server as a file: out, changed by hand, compared, applied.

use commands::{Input, Interaction, Request};
use domain::{ChannelId, GuildId, UserId};
use paperboy::app::commands::{CommandError, Context, run};
use serde_json::{Map, Value, json};
use simulator::{Answer, Fault};

use super::stage::{MANAGE_GUILD, SOON, Stage, clock, place, start};

const ADD: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";

/// A server with three subscriptions, of which the second is paused, and a zone of its own.
async fn configured() -> Stage {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    stage.say("/subscription add channel:#papers topics:diffusion time:15:00 zone:UTC").await;
    stage.say("/subscription add channel:#papers topics:agents time:16:00 zone:UTC").await;
    stage.say("/subscription pause id:2").await;
    stage.say("/server set zone:Berlin").await;
    stage
}

/// Gives a file to `/config import`.
async fn import(stage: &Stage, user: u64, content: &str) -> Answer {
    stage.discord.invoke(user, stage.papers, "config import", given(content)).await
}

fn given(content: &str) -> Map<String, Value> {
    let file = json!({ "filename": "paperboy-config.json", "content": content });
    Map::from_iter([("file".to_owned(), file)])
}

/// The file that an export gave.
async fn export(stage: &Stage) -> Value {
    let answer = stage.say("/config export").await;
    assert!(answer.ephemeral(), "{answer:?}");
    let body = answer.body().expect("a message");
    let url = body["attachments"][0]["url"].as_str().expect("a file").to_owned();
    let text = reqwest::get(url).await.expect("an answer").text().await.expect("a text");
    serde_json::from_str(&text).expect("JSON")
}

/// The message of an answer and the custom id of one of its buttons.
fn button(answer: &Answer, what: &str) -> (u64, String) {
    let (Answer::Message { id, body, .. } | Answer::Updated { id, body, .. }) = answer else {
        panic!("{answer:?}")
    };
    let body = body.to_string();
    let at = body.find(&format!("import:{what}:")).unwrap_or_else(|| panic!("{what}: {body}"));
    let end = body[at..].find('"').expect("an end");
    (*id, body[at..at + end].to_owned())
}

async fn press(stage: &Stage, user: u64, answer: &Answer, what: &str) -> String {
    let (message, custom_id) = button(answer, what);
    stage.discord.press(user, message, &custom_id).await.text()
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_can_be_undone_once_and_not_after_another_change() {
    let stage = configured().await;
    let before = export(&stage).await;
    let list = stage.say("/subscription list").await.text();
    // #1 is changed, #2 and #3 are removed, one is new, and the server's zone is reset.
    let mut file = before.clone();
    file["server"] = json!({});
    file["subscriptions"][0]["topics"] = json!("robots");
    file["subscriptions"][1] = json!({ "channel": stage.papers.to_string(), "topics": "speech" });
    file["subscriptions"].as_array_mut().expect("a list").truncate(2);
    let apply = async || {
        let shown = import(&stage, stage.admin, &file.to_string()).await;
        let (message, apply) = button(&shown, "apply");
        stage.discord.press(stage.admin, message, &apply).await
    };
    let applied = apply().await;
    assert!(applied.text().starts_with("### Imported"), "{}", applied.text());
    assert!(export(&stage).await != before);

    let (message, undo) = button(&applied, "undo");
    let undone = stage.discord.press(stage.admin, message, &undo).await.text();
    assert!(undone.starts_with("### Undid the import"), "{undone}");
    assert!(undone.contains("2 added") && undone.contains("➕ **#2** "), "{undone}");
    assert_eq!(export(&stage).await, before, "with the same numbers");
    assert_eq!(stage.say("/subscription list").await.text(), list);
    let audit = stage.say("/server audit").await.text();
    assert!(audit.contains("#3"), "{audit}");

    let applied = apply().await;
    stage.say("/server set language:de").await;
    let refused = press(&stage, stage.admin, &applied, "undo").await;
    assert!(refused.contains("changed after the import, so nothing was undone"), "{refused}");
    assert!(stage.say("/subscription list").await.text().contains("robots"));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_can_be_exported_edited_and_imported() {
    let stage = configured().await;
    let mut file = export(&stage).await;
    let same = import(&stage, stage.admin, &file.to_string()).await;
    assert!(same.text().contains("nothing to change"), "{}", same.text());
    assert_eq!(file["subscriptions"][0]["channel_name"], "papers");
    let other = stage.discord.add_channel(stage.server(), "reading");
    let subscriptions = file["subscriptions"].as_array_mut().expect("a list");
    subscriptions.retain(|one| one["id"] != 3);
    subscriptions[0]["max_papers"] = json!(3);
    subscriptions[1]["paused"] = json!(false);
    subscriptions.push(json!({ "channel": other.to_string(), "topics": "video" }));
    file["server"]["log_channel"] = json!(other.to_string());
    let compared = import(&stage, stage.admin, &file.to_string()).await;
    let text = compared.text();
    assert!(text.contains("1 added · 2 changed · 1 removed · 0 unchanged"), "{text}");
    assert!(text.contains("max_papers: 10 → 3") && text.contains("log_channel"), "{text}");
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("3 subscriptions") && !listed.contains("video"), "{listed}");
    let applied = press(&stage, stage.admin, &compared, "apply").await;
    assert!(applied.contains("Imported the configuration"), "{applied}");
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("video") && !listed.contains("agents"), "{listed}");
    assert!(listed.contains("every day at 09:00 (Europe/Berlin)"), "the server's zone: {listed}");
    assert!(!listed.contains("Paused"), "{listed}");
    let audit = stage.say("/server audit").await.text();
    assert_eq!(audit.matches("</config import:").count(), 5, "{audit}");
    let now = export(&stage).await;
    let again = import(&stage, stage.admin, &now.to_string()).await;
    assert!(again.text().contains("nothing to change"), "{}", again.text());
    // It still posts, at its new size.
    stage.due("2026-05-14T14:00:00Z").await;
    assert!(stage.posts()[0].contains("3 papers"), "{}", stage.posts()[0]);
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_are_applied_once_and_not_after_another_change() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let other = stage.discord.add_user(stage.server(), "joan", MANAGE_GUILD);
    let mut file = export(&stage).await;
    file["subscriptions"][0]["max_papers"] = json!(3);
    let first = import(&stage, stage.admin, &file.to_string()).await;
    file["subscriptions"][0]["max_papers"] = json!(4);
    let second = import(&stage, other, &file.to_string()).await;
    let (message, custom_id) = button(&first, "apply");
    let stolen = stage.discord.press(other, message, &custom_id).await;
    assert!(matches!(stolen, Answer::Refused(_)), "nobody else sees it: {stolen:?}");
    // Two admins at once: one of them wins.
    let (one, two) = tokio::join!(
        press(&stage, stage.admin, &first, "apply"),
        press(&stage, other, &second, "apply")
    );
    let won = [&one, &two].into_iter().filter(|text| text.contains("Imported")).count();
    let lost = [&one, &two].into_iter().filter(|text| text.contains("changed after")).count();
    assert_eq!((won, lost), (1, 1), "{one}\n{two}");
    let listed = stage.say("/subscription list").await.text();
    let expected = if one.contains("Imported") { "at most 3 papers" } else { "at most 4 papers" };
    assert!(listed.contains(expected), "{listed}");
    let audit = stage.say("/server audit").await.text();
    assert_eq!(audit.matches("</config import:").count(), 1, "{audit}");
    // Pressed twice, before its message has changed.
    file["subscriptions"][0]["max_papers"] = json!(5);
    let third = import(&stage, stage.admin, &file.to_string()).await;
    let (message, custom_id) = button(&third, "apply");
    let press = || stage.discord.press(stage.admin, message, &custom_id);
    let (one, two) = tokio::join!(press(), press());
    let (one, two) = (one.text(), two.text());
    let done = [&one, &two].into_iter().filter(|text| text.contains("Imported")).count();
    assert!(done >= 1, "{one}\n{two}");
    let audit = stage.say("/server audit").await.text();
    assert_eq!(audit.matches("</config import:").count(), 2, "once: {audit}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canceled_import_changes_nothing() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let empty = import(&stage, stage.admin, "{ \"paperboy\": 1 }").await;
    assert!(empty.text().contains("1 removed"), "{}", empty.text());
    let (message, apply) = button(&empty, "apply");
    let canceled = press(&stage, stage.admin, &empty, "cancel").await;
    assert!(canceled.contains("Nothing was changed"), "{canceled}");
    let gone = stage.discord.press(stage.admin, message, &apply).await;
    assert!(matches!(gone, Answer::Refused(_)), "the button is gone: {gone:?}");
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("1 subscription"), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_files_are_reported_and_change_nothing() {
    let stage = Stage::new().await;
    stage.say(ADD).await;
    let locked = stage.discord.add_channel(stage.server(), "locked");
    stage.discord.deny(locked, 1 << 11);
    let elsewhere = stage.discord.add_guild("elsewhere");
    let foreign = stage.discord.add_channel(elsewhere, "secret");
    let one = |channel: u64| json!({ "channel": channel.to_string(), "topics": "all" });
    let all = json!({ "paperboy": 1, "server": { "log_channel": foreign.to_string() },
        "subscriptions": [one(stage.papers), one(locked), one(foreign), one(1)] });
    let text = import(&stage, stage.admin, &all.to_string()).await.text();
    for wanted in [
        "4 problems",
        "`server` I can't find",
        "`subscriptions[1]` I can't post",
        "`subscriptions[2]` I can't find",
        "`subscriptions[3]` I can't find",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert_eq!(text.matches("Nothing was").count(), 1, "{text}");
    // With other problems, the channels are checked too.
    let mixed = json!({ "paperboy": 1, "server": { "log_channel": foreign.to_string() },
        "subscriptions": [
            { "channel": locked.to_string(), "topics": "all", "time": "25:00" },
            one(stage.papers),
            one(foreign),
            { "channel": stage.papers.to_string(), "topics": "all", "zone": "Atlantis" },
        ] });
    let text = import(&stage, stage.admin, &mixed.to_string()).await.text();
    let at = |wanted: &str| text.find(wanted).unwrap_or_else(|| panic!("{wanted}: {text}"));
    let order = [
        at("5 problems"),
        at("`server` I can't find"),
        at("`subscriptions[0]` `25:00`"),
        at("`subscriptions[0]` I can't post"),
        at("`subscriptions[2]` I can't find"),
        at("`subscriptions[3]` `Atlantis` isn't a time zone"),
    ];
    assert!(order.is_sorted(), "{text}");
    assert_eq!(text.matches("Nothing was").count(), 1, "{text}");
    let text = import(&stage, stage.admin, "{ \"paperboy\": 1,, }").await.text();
    assert!(text.contains("line 1, column"), "{text}");
    let large = format!("{{ \"paperboy\": 1, \"x\": \"{}\" }}", "x".repeat(300_000));
    let text = import(&stage, stage.admin, &large).await.text();
    assert!(text.contains("too large"), "{text}");
    let hostile = json!({ "paperboy": 1, "@everyone": 1, "[x](https://evil.example)`": 2 });
    let text = import(&stage, stage.admin, &hostile.to_string()).await.text();
    assert!(text.contains("2 problems"), "{text}");
    let listed = stage.say("/subscription list").await.text();
    assert!(listed.contains("1 subscription"), "{listed}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_of_many_subscriptions_are_checked_at_once() {
    let stage = Stage::new().await;
    let role = |mentionable: bool| {
        let role = stage.discord.add_role(stage.server(), "readers", 0);
        stage.discord.set_mentionable(stage.server(), role, mentionable);
        role.to_string()
    };
    let (known, closed) = (role(true), role(false));
    stage.discord.deny(stage.papers, 1 << 17);
    let file = |other: &str| {
        let one = |number: usize| {
            let role = if number == 0 { other } else { &known };
            json!({ "channel": stage.papers.to_string(), "topics": "all", "role": role })
        };
        json!({ "paperboy": 1, "subscriptions": (0..20).map(one).collect::<Vec<_>>() }).to_string()
    };
    for (other, expected) in [
        (known.as_str(), "20 added"),
        (&closed, "1 problem"),
        ("77", "I can't find that role"),
        (&stage.server().to_string(), "I don't mention @everyone"),
    ] {
        let before = stage.discord.exchanges().len();
        let answer = import(&stage, stage.admin, &file(other)).await;
        assert!(answer.text().replace('\u{200b}', "").contains(expected), "{}", answer.text());
        let asked: Vec<_> = stage.discord.exchanges().split_off(before);
        let asked = asked.iter().filter(|one| one.method == "GET").count();
        assert!(asked <= 3, "{other}: {asked} requests");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_discord_has_no_time_for_can_be_repeated() {
    let stage = Stage::new().await;
    stage.discord.fault(Fault::RateLimited {
        method: "GET",
        route: "/guilds/{guild_id}",
        channel: None,
        retry_after: 30.0,
        global: false,
        scope: "user",
        with_headers: true,
        times: 1,
    });
    let one = |channel: u64| json!({ "channel": channel.to_string(), "topics": "all" });
    let other = stage.discord.add_channel(stage.server(), "reading");
    let file = json!({ "paperboy": 1, "subscriptions": [one(stage.papers), one(other)] });
    let text = import(&stage, stage.admin, &file.to_string()).await.text();
    assert!(text.contains("Please try again in a minute. Nothing was saved."), "{text}");
    assert!(text.contains("Discord is limiting me"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_can_be_applied_after_a_restart() {
    let place = place(clock("2026-05-14T13:00:00Z")).await;
    let data = tempfile::tempdir().expect("a folder");
    let mut first = start(&place, &data, "2026-05-14T13:00:00Z");
    assert!(place.discord.until_commands(SOON).await && place.discord.until_connected(SOON).await);
    let file = json!({ "paperboy": 1, "subscriptions": [
        { "channel": place.papers.to_string(), "topics": "video" },
    ] });
    let given = given(&file.to_string());
    let compared = place.discord.invoke(place.admin, place.papers, "config import", given).await;
    let (message, custom_id) = button(&compared, "apply");
    first.kill().expect("SIGKILL");
    first.wait().expect("it has ended");
    let mut second = start(&place, &data, "2026-05-14T13:01:00Z");
    // The event goes to the session that is resumed or begun next.
    let mut applied = String::new();
    for _ in 0..20 {
        applied = place.discord.press(place.admin, message, &custom_id).await.text();
        if applied.contains("Imported") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    assert!(applied.contains("1 added"), "{applied}");
    let listed = place.discord.command(place.admin, place.papers, "/subscription list").await;
    assert!(listed.text().contains("video"), "{}", listed.text());
    assert_eq!(place.discord.violations(), Vec::<String>::new());
    second.kill().expect("SIGKILL");
    second.wait().expect("it has ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_host_but_discords_is_asked_for_a_file() {
    let stage = Stage::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    for url in [
        format!("http://{address}/attachments/1/2/config.json"),
        format!("http://127.0.0.1@{address}/config.json"),
        "file:///etc/passwd".to_owned(),
        "no address".to_owned(),
    ] {
        let file = json!({ "url": url, "size": 2 });
        let input = Input::Command("config import".to_owned(), [("file".to_owned(), file)].into());
        let (admin, guild) = (UserId(stage.admin), GuildId(stage.server()));
        let asked = Interaction::new(admin, Some(guild), ChannelId(stage.papers), input);
        let (request, mode) = Request::parse(&asked, stage.clock.now()).expect("well typed");
        let context = Context::new(1, &asked, mode, stage.clock.now());
        match run(&stage.app, &context, request).await {
            Err(CommandError::Refused(refusal)) => {
                assert!(refusal.to_string().contains("couldn't get the file"), "{refusal}");
            }
            other => panic!("{url}: {other:?}"),
        }
    }
    let asked = tokio::time::timeout(std::time::Duration::from_millis(50), listener.accept());
    assert!(asked.await.is_err(), "nobody called");
}
