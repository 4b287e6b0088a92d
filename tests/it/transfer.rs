//! The database as JSON Lines, and deleting the data of a server or a person, from the command
//! line.

use std::os::unix::fs::PermissionsExt;

use paperboy::store::{Store, guilds, subscriptions};
use serde_json::Value;

use super::operate::{Ended, database, paperboy};
use super::process::{Running, used};
use super::stage::SOON;
use super::still::{at, settings};

const LINE: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";

/// A data folder with a server that has a subscription.
async fn filled(server: u64, admin: u64) -> tempfile::TempDir {
    let data = tempfile::tempdir().expect("a folder");
    let store = Store::open(&database(&data)).expect("a store");
    let (now, settings) = (at("2026-05-14T13:00:00Z"), settings(server, 20, admin));
    let fill = move |tx: &rusqlite::Transaction| {
        guilds::available(tx, domain::GuildId(server), "lab", now)?;
        subscriptions::add(tx, &settings, domain::feed_date(now), Some(now), now).map(drop)
    };
    store.write(fill).await.expect("a write");
    data
}

fn refused(ended: &Ended, sentence: &str) {
    assert!(!ended.success && ended.err.contains(sentence), "{} {}", ended.out, ended.err);
    let said = ended.err.lines().last().unwrap_or_default();
    assert!(said.starts_with("paperboy: "), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn databases_are_moved_as_json_lines() {
    let (server, admin) = (1_504_483_399_086_112_001, 1_504_483_399_086_112_002);
    let data = filled(server, admin).await;
    let printed = paperboy(data.path(), &["export"]).await;
    assert!(printed.success, "{}", printed.err);
    let lines: Vec<Value> =
        printed.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines[0]["paperboy"], "export");
    assert_eq!(lines.last().expect("a line")["rows"], lines.len() as u64 - 3);
    let guild = lines.iter().find(|line| line["table"] == "guild").expect("a server");
    assert_eq!(guild["row"]["guild_id"], server.to_string(), "other programs round larger numbers");
    assert_eq!(guild["row"]["name"], "lab");

    let files = tempfile::tempdir().expect("a folder");
    let file = files.path().join("export.jsonl");
    let path = file.to_str().expect("a path");
    let written = paperboy(data.path(), &["export", path]).await;
    assert!(
        written.success && written.out.contains("1 server, 1 subscription, "),
        "{}",
        written.err
    );
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), printed.out);
    let mode = file.metadata().expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "it contains users' data");
    refused(&paperboy(data.path(), &["export", path]).await, "already exists");

    let new = files.path().join("new/data");
    refused(&paperboy(&new, &["export"]).await, "nothing to export");
    let imported = paperboy(&new, &["import", path]).await;
    assert!(imported.success, "{}", imported.err);
    assert!(imported.out.contains("1 server, 1 subscription, "), "{}", imported.out);
    assert_eq!(paperboy(&new, &["export"]).await.out, printed.out);
    refused(&paperboy(&new, &["import", path]).await, "already contains data");
    refused(&paperboy(&new, &["import", "/nowhere"]).await, "cannot read /nowhere");
    let cut: String = printed.out.lines().take(3).map(|line| format!("{line}\n")).collect();
    std::fs::write(&file, cut).expect("a file");
    let other = files.path().join("other");
    refused(&paperboy(&other, &["import", path]).await, "the export is incomplete");
    assert!(!other.join("paperboy.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn purge_deletes_while_the_bot_runs_and_import_refuses() {
    let (place, data) = used().await;
    let bot = Running::start(&place, data.path(), &[]);
    assert!(place.discord.until_connected(SOON).await, "{}", bot.said());
    assert!(place.discord.until_commands(SOON).await, "{}", bot.said());
    let added = place.discord.command(place.admin, place.papers, LINE).await;
    assert!(added.text().contains("Subscribed"), "{}", added.text());

    let file = data.path().join("export.jsonl");
    let path = file.to_str().expect("a path");
    assert!(paperboy(data.path(), &["export", path]).await.success);
    refused(&paperboy(data.path(), &["import", path]).await, "Stop it first");

    let (guild, admin) = (place.server.to_string(), place.admin.to_string());
    let unconfirmed = paperboy(data.path(), &["purge", "--guild", &guild]).await;
    refused(&unconfirmed, "this can't be undone; add --yes to delete the data of server");
    let person = paperboy(data.path(), &["purge", "--user", &admin, "--yes", "--json"]).await;
    assert!(person.success, "{}", person.err);
    let person: Value = serde_json::from_str(&person.out).expect("JSON");
    assert_eq!(person["kept_without_id"]["subscription"], 1, "{person}");
    assert_eq!(person["kept_without_id"]["audit"], 1, "{person}");
    let audit = place.discord.command(place.admin, place.papers, "/server audit").await;
    assert!(audit.text().contains("someone whose data was deleted"), "{}", audit.text());

    let purged = paperboy(data.path(), &["purge", "--guild", &guild, "--yes"]).await;
    assert!(purged.success, "{}", purged.err);
    for line in ["subscription           1", "The bot is still in this server"] {
        assert!(purged.out.contains(line), "{line} in {}", purged.out);
    }
    let again = paperboy(data.path(), &["purge", "--guild", &guild, "--yes"]).await;
    assert!(!again.success && again.out.contains("There is no data about server"), "{}", again.err);
    let both = paperboy(data.path(), &["purge", "--guild", "1", "--user", "2"]).await;
    assert!(!both.success && both.err.contains("cannot be used with"), "{}", both.err);

    // The bot goes on.
    let list = place.discord.command(place.admin, place.papers, "/subscription list").await;
    assert!(list.text().contains("No channel in this server gets papers yet"), "{}", list.text());
    let added = place.discord.command(place.admin, place.papers, LINE).await;
    assert!(added.text().contains("Subscribed"), "{}: {}", added.text(), bot.said());
}
