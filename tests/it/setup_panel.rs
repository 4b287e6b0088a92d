//! The panel of `/setup` as an admin uses it: every button, menu and modal.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::ToSpan;
use paperboy::app::commands::{CommandError, Context, run};
use paperboy::app::maintenance::retention::delete_old_rows;
use paperboy::bot;
use paperboy::clock::Clock;
use paperboy::store::guild_settings;
use serde_json::{Map, Value, json};
use simulator::{Answer, Discord};
use tokio_util::sync::CancellationToken;

use commands::{Input, Interaction, Permissions, Request};
use domain::{ChannelId, GuildId, GuildSettings, UserId};

use super::stage::{SOON, Stage, app, clock, place};

pub(super) const ADD: &str = "/subscription add channel:#papers topics:all time:14:00 zone:UTC";
const EMBED_LINKS: u64 = 1 << 14;

/// An open panel: its message and the suffix of its custom ids.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    message: u64,
    draft: String,
    text: String,
}

impl Panel {
    pub(super) fn of(answer: &Answer) -> Panel {
        let (Answer::Message { id, body, .. } | Answer::Updated { id, body, .. }) = answer else {
            panic!("no panel: {answer:?}")
        };
        let body = body.to_string();
        let at = body.find("panel-channel:").unwrap_or_else(|| panic!("no panel: {body}"));
        let draft = body[at + 14..].chars().take_while(char::is_ascii_digit).collect();
        Panel { message: *id, draft, text: answer.text() }
    }

    fn control(&self, name: &str) -> String {
        match name.split_once(':') {
            Some((name, rest)) => format!("panel-{name}:{}:{rest}", self.draft),
            None => format!("panel-{name}:{}", self.draft),
        }
    }

    pub(super) async fn press(&self, stage: &Stage, name: &str) -> Answer {
        stage.discord.press(stage.admin, self.message, &self.control(name)).await
    }

    pub(super) async fn select(&self, stage: &Stage, name: &str, value: &str) -> String {
        let control = self.control(name);
        let chosen = stage.discord.select(stage.admin, self.message, &control, &[value]).await;
        assert!(matches!(chosen, Answer::Updated { .. }), "{name}: {chosen:?}");
        chosen.text()
    }

    /// Opens a modal, fills it in and returns its initial values.
    async fn fill(&self, stage: &Stage, name: &str, values: Value) -> (Value, String) {
        let opened = self.press(stage, name).await;
        let Answer::Modal { id, form } = opened else { panic!("{opened:?}") };
        let values: Map<String, Value> = values.as_object().cloned().expect("fields");
        let sent = stage.discord.submit_modal(stage.admin, id, values).await;
        assert!(matches!(sent, Answer::Updated { .. }), "{name}: {sent:?}");
        (form, sent.text())
    }
}

async fn open(stage: &Stage) -> Panel {
    let answer = stage.say("/setup").await;
    assert!(answer.ephemeral(), "{answer:?}");
    Panel::of(&answer)
}

/// A panel with channel, topics, time and zone.
async fn filled(stage: &Stage) -> Panel {
    let panel = open(stage).await;
    panel.select(stage, "channel", &stage.papers.to_string()).await;
    panel.fill(stage, "topics", json!({ "topics": "all" })).await;
    panel.fill(stage, "time", json!({ "time": "14:00", "zone": "UTC" })).await;
    panel
}

async fn count(stage: &Stage, table: &'static str) -> i64 {
    let count = format!("select count(*) from {table}");
    let read = stage.app.store.read(move |conn| Ok(conn.query_one(&count, [], |row| row.get(0))?));
    read.await.expect("a count")
}

fn first_value(form: &Value, row: usize) -> &str {
    form["components"][row]["components"][0]["value"].as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_nothing_to_a_saved_subscription() {
    let stage = Stage::new().await;
    let panel = open(&stage).await;
    assert!(panel.text.contains("### New subscription"), "{}", panel.text);
    let here = format!("**Channel:** <#{}>", stage.papers);
    assert!(panel.text.contains(&here), "the channel it was opened in: {}", panel.text);
    stage.discord.deny(stage.papers, EMBED_LINKS);
    let closed = open(&stage).await.text;
    assert!(closed.contains("not chosen yet"), "posts can't go there: {closed}");
    stage.discord.allow_again(stage.papers, EMBED_LINKS);
    let chosen = panel.select(&stage, "channel", &stage.papers.to_string()).await;
    assert!(chosen.contains(&format!("**Channel:** <#{}>", stage.papers)), "{chosen}");
    let (form, text) = panel.fill(&stage, "topics", json!({ "topics": "diffusion, LLM" })).await;
    assert_eq!(first_value(&form, 0), "");
    assert!(text.contains("**Topics:** diffusion, LLM"), "{text}");
    assert!(text.contains("counted over the last"), "how many papers that brings: {text}");
    let (form, text) = panel.fill(&stage, "time", json!({ "time": "9am", "zone": "Berlin" })).await;
    assert_eq!((first_value(&form, 0), first_value(&form, 1)), ("09:00", ""));
    assert!(text.contains("at 09:00 (Europe/Berlin) · your time is now 15:30"), "{text}");
    let text = panel.select(&stage, "hour", "16:00").await;
    assert!(text.contains("at 16:00 (Europe/Berlin)"), "{text}");
    panel.press(&stage, "page:papers").await;
    for (name, value, shown) in [
        ("strictness", "loose", "strictness: loose"),
        ("max", "5", "at most 5 papers"),
        ("min", "2", "2 votes or more"),
        ("order", "match", "best match first"),
        ("source", "trending", "trending"),
        ("source", "daily", "2 votes or more"),
    ] {
        let text = panel.select(&stage, name, value).await;
        assert!(text.contains(shown), "{name}: {text}");
    }
    for name in ["code", "model", "dataset"] {
        let on = panel.press(&stage, &format!("switch:{name}:1")).await.text();
        assert!(
            on.contains(&format!("with {}", if name == "code" { "code" } else { "a " })),
            "{on}"
        );
        let off = panel.press(&stage, &format!("switch:{name}:0")).await.text();
        assert!(!off.contains(" · with "), "{off}");
    }
    let back = panel.press(&stage, "page:basics").await.text();
    assert!(back.contains("at most 5 papers"), "{back}");
    let preview = panel.press(&stage, "preview").await;
    assert!(preview.ephemeral(), "{preview:?}");
    let post = preview.text();
    assert_eq!(count(&stage, "subscription").await, 0, "nothing is saved yet");
    let saved = panel.press(&stage, "save:unchanged").await;
    assert!(matches!(saved, Answer::Updated { .. }), "in the place of the panel: {saved:?}");
    let text = saved.text();
    assert!(text.contains("Subscribed") && text.contains("[Edit]"), "{text}");
    assert!(text.contains("2 votes or more · loose · at most 5 papers"), "{text}");
    assert_eq!(count(&stage, "draft").await, 1, "the other panel's");
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(stage.posts(), [post], "the preview is the post");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_input_is_reported_and_can_be_fixed() {
    let stage = Stage::new().await;
    let panel = open(&stage).await;
    let (first, text) = panel.fill(&stage, "topics", json!({ "topics": "agents, -agents" })).await;
    assert!(text.contains("❌ `agents` is both included and excluded"), "{text}");
    let (second, text) = panel.fill(&stage, "topics:fix", json!({ "topics": "agents" })).await;
    assert_eq!(first_value(&second, 0), "agents, -agents", "as it was typed");
    assert_ne!(first["custom_id"], second["custom_id"], "an app may show what it saw before");
    assert!(!text.contains('❌') && text.contains("**Topics:** agents"), "{text}");
    let (_, text) = panel.fill(&stage, "time", json!({ "time": "9am", "zone": "Berlim" })).await;
    assert!(text.contains("❌ `Berlim` isn't a time zone") && text.contains("Europe/Berlin"));
    let (form, text) =
        panel.fill(&stage, "time:fix", json!({ "time": "soon", "zone": "Berlin" })).await;
    assert_eq!((first_value(&form, 0), first_value(&form, 1)), ("9am", "Berlim"));
    assert!(text.contains("❌ `soon` isn't a time of day"), "{text}");
    let hostile = "@everyone <@1> [x](https://evil.example), ```code```";
    let (_, text) = panel.fill(&stage, "topics", json!({ "topics": hostile })).await;
    assert!(!text.contains("@everyone") && !text.contains("](https://evil"), "{text}");
    let many = (0..26).map(|n| format!("t{n}")).collect::<Vec<_>>().join(",");
    let (_, text) = panel.fill(&stage, "topics", json!({ "topics": many })).await;
    assert!(text.contains("That's 26 topics"), "{text}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_option_is_corrected_without_typing_the_others_again() {
    let stage = Stage::new().await;
    let refused = "/subscription add channel:#papers topics:all zone:IST min_upvotes:2";
    let answer = stage.say(refused).await;
    assert!(answer.ephemeral(), "{answer:?}");
    let panel = Panel::of(&answer);
    for part in ["`IST` is used for more than one time zone", "all papers", "2 votes or more"] {
        assert!(panel.text.contains(part), "{part}: {}", panel.text);
    }
    assert_eq!(count(&stage, "subscription").await, 0);
    let (form, text) =
        panel.fill(&stage, "time:fix", json!({ "time": "09:00", "zone": "India" })).await;
    assert_eq!((first_value(&form, 0), first_value(&form, 1)), ("09:00", "IST"));
    assert!(!text.contains("IST"), "{text}");
    let saved = panel.press(&stage, "save:unchanged").await.text();
    assert!(saved.contains("every day at 09:00 (Asia/Kolkata) · 2 votes or more"), "{saved}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn unpostable_channels_are_reported_at_once() {
    let stage = Stage::new().await;
    let panel = filled(&stage).await;
    let closed = stage.discord.add_channel(stage.server(), "closed");
    stage.discord.deny(closed, EMBED_LINKS);
    let text = panel.select(&stage, "channel", &closed.to_string()).await;
    assert!(text.contains("Missing permissions: Embed Links"), "{text}");
    let refused = panel.press(&stage, "save:unchanged").await.text();
    assert!(refused.contains("Embed Links"), "{refused}");
    assert_eq!(count(&stage, "subscription").await, 0);
    stage.discord.allow_again(closed, EMBED_LINKS);
    let saved = panel.press(&stage, "save:unchanged").await.text();
    assert!(saved.contains("Subscribed"), "it is looked at again: {saved}");
    // The type of a channel that the bot can't see is unknown.
    let hidden = stage.discord.add_channel_of(stage.server(), "ideas", 15, None);
    stage.discord.deny(hidden, 1 << 10);
    let panel = filled(&stage).await;
    let text = panel.select(&stage, "channel", &hidden.to_string()).await;
    assert!(text.contains("Missing permissions: View Channel"), "{text}");
    stage.discord.allow_again(hidden, 1 << 10);
    let saved = panel.press(&stage, "save:unchanged").await.text();
    assert!(saved.contains("Subscribed"), "{saved}");
}

#[tokio::test(flavor = "multi_thread")]
async fn posting_settings_are_checked_with_the_channel() {
    let stage = Stage::new().await;
    let role = stage.discord.add_role(stage.server(), "readers", 0);
    let panel = filled(&stage).await;
    panel.press(&stage, "page:posts").await;
    let text = panel.select(&stage, "form", "compact").await;
    assert!(text.contains("compact list"), "{text}");
    let text = panel.press(&stage, "switch:publish:1").await.text();
    assert!(text.contains("isn't an announcement channel"), "{text}");
    let text = panel.press(&stage, "switch:publish:0").await.text();
    assert!(!text.contains('⚠'), "{text}");
    let text = panel.select(&stage, "role", &role.to_string()).await;
    assert!(text.contains(&format!("mentions <@&{role}>")), "{text}");
    let text = panel.press(&stage, "switch:silent:1").await.text();
    assert!(text.contains("A silent post sends no notifications"), "{text}");
    let control = panel.control("role");
    let none = stage.discord.select(stage.admin, panel.message, &control, &[]).await.text();
    assert!(!none.contains("mentions") && !none.contains('⚠'), "{none}");
    let saved = panel.press(&stage, "save:unchanged").await.text();
    assert!(saved.contains("compact list"), "{saved}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn test_posts_are_marked_and_are_not_deliveries() {
    let stage = Stage::new().await;
    let panel = filled(&stage).await;
    let sent = panel.press(&stage, "test").await;
    assert!(sent.ephemeral() && sent.text().contains("Sent a test post"), "{}", sent.text());
    let posts = stage.posts();
    assert_eq!(posts.len(), 1, "{posts:?}");
    assert!(posts[0].contains("🧪 Test post") && !posts[0].contains("/papers/"), "{}", posts[0]);
    let again = panel.press(&stage, "test").await.text();
    assert!(again.contains("was just sent in this server"), "{again}");
    let other = filled(&stage).await.press(&stage, "test").await.text();
    assert!(other.contains("was just sent in this server"), "another panel, too: {other}");
    assert_eq!(stage.posts().len(), 1);
    for table in ["slot", "ledger", "part"] {
        assert_eq!(count(&stage, table).await, 0, "{table}");
    }
    panel.press(&stage, "save:unchanged").await;
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(stage.posts().len(), 2, "the post comes all the same");
    stage.discord.deny(stage.papers, 1 << 11);
    let long_ago = "update draft set tested_at = 0";
    let write = move |tx: &rusqlite::Transaction| Ok(tx.execute(long_ago, [])?);
    stage.app.store.write(write).await.expect("a write");
    let panel = filled(&stage).await;
    stage.discord.allow_again(stage.papers, 1 << 11);
    panel.select(&stage, "channel", &stage.papers.to_string()).await;
    stage.discord.deny(stage.papers, 1 << 11);
    let failed = panel.press(&stage, "test").await.text();
    assert!(failed.contains("couldn't send a test post"), "{failed}");
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_sets_the_language_of_the_posts() {
    let stage = Stage::new().await;
    let panel = filled(&stage).await;
    panel.press(&stage, "page:posts").await;
    let text = panel.select(&stage, "language", "de").await;
    assert!(text.contains("language: Deutsch"), "{text}");
    panel.press(&stage, "test").await;
    let test = stage.posts().pop().expect("a test post");
    assert!(test.contains("Testbeitrag"), "{test}");
    let saved = panel.press(&stage, "save:unchanged").await.text();
    assert!(saved.contains("language: Deutsch"), "{saved}");
    // It stays when another setting changes, and when the server's language does.
    stage.say("/server set language:Français").await;
    let edit = Panel::of(&stage.say("/subscription edit id:1").await);
    edit.press(&stage, "page:posts").await;
    edit.select(&stage, "form", "compact").await;
    edit.press(&stage, "save:unchanged").await;
    let languages = async || {
        let read = |conn: &rusqlite::Connection| {
            let select = "select language, own_language from subscription";
            Ok(conn.query_row(select, [], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?)
        };
        stage.app.store.read(read).await.expect("a read")
    };
    assert_eq!(languages().await, ("de".to_owned(), true));
    let edit = Panel::of(&stage.say("/subscription edit id:1").await);
    edit.press(&stage, "page:posts").await;
    edit.select(&stage, "language", "server").await;
    edit.press(&stage, "save:unchanged").await;
    assert_eq!(languages().await, ("fr".to_owned(), false));
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn edit_under_an_answer_changes_the_hour() {
    let stage = Stage::new().await;
    let added = stage.say(ADD).await;
    let Answer::Message { id, .. } = added else { panic!("{added:?}") };
    let opened = stage.discord.press(stage.admin, id, "edit:1").await;
    assert!(opened.ephemeral(), "a message of its own: {opened:?}");
    let panel = Panel::of(&opened);
    assert!(panel.text.contains("### Subscription #1"), "{}", panel.text);
    panel.select(&stage, "hour", "15:00").await;
    let saved = panel.press(&stage, "save:unchanged").await.text();
    assert!(saved.contains("every day at 14:00 → every day at 15:00"), "{saved}");
    stage.due("2026-05-14T14:00:00Z").await;
    assert_eq!(stage.posts().len(), 0, "not at the old hour");
    stage.due("2026-05-14T15:00:00Z").await;
    assert_eq!(stage.posts().len(), 1);
    for line in [
        "/subscription list",
        "/subscription pause id:1",
        "/subscription resume id:1",
        "/subscription copy id:1 channel:#papers",
        "/subscription edit id:1 max_papers:3",
    ] {
        let answer = stage.say(line).await;
        let Answer::Message { id, body, .. } = &answer else { panic!("{answer:?}") };
        let custom_id = if line.contains("copy") { "edit:2" } else { "edit:1" };
        assert!(body.to_string().contains(&format!("\"{custom_id}\"")), "{line}: {body}");
        Panel::of(&stage.discord.press(stage.admin, *id, custom_id).await);
    }
    assert_eq!(stage.discord.violations(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_presses_are_all_kept() {
    let stage = Stage::new().await;
    let panel = filled(&stage).await;
    let other = stage.discord.add_channel(stage.server(), "reading").to_string();
    panel.press(&stage, "page:papers").await;
    tokio::join!(
        panel.select(&stage, "max", "3"),
        panel.select(&stage, "min", "5"),
        panel.select(&stage, "strictness", "strict"),
        panel.select(&stage, "source", "trending"),
        panel.select(&stage, "order", "votes"),
    );
    let text = panel.press(&stage, "page:basics").await.text();
    for part in ["at most 3 papers", "5 votes or more", "strictness: strict", "trending"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    tokio::join!(panel.select(&stage, "hour", "08:00"), panel.select(&stage, "channel", &other),);
    let text = panel.press(&stage, "page:posts").await.text();
    for part in ["at 08:00".to_owned(), format!("**Channel:** <#{other}>")] {
        assert!(text.contains(&part), "{part}: {text}");
    }
}

/// The next id of an interaction that doesn't come from the stand-in.
static INTERACTION: AtomicU64 = AtomicU64::new(1);

#[tokio::test(flavor = "multi_thread")]
async fn only_the_user_who_opened_a_panel_can_use_it() {
    let stage = Stage::new().await;
    let panel = filled(&stage).await;
    let refused = async |user: u64, custom_id: String, permissions: u64| {
        let (guild, channel) = (GuildId(stage.server()), ChannelId(stage.papers));
        let input = Input::Component(custom_id, Vec::new());
        let asked = Interaction {
            permissions: Permissions(permissions),
            is_private_message: true,
            app_permissions: Permissions(u64::MAX),
            ..Interaction::new(UserId(user), Some(guild), channel, input)
        };
        let now = stage.clock.now();
        let (request, mode) = Request::parse(&asked, now).expect("ours");
        let id = INTERACTION.fetch_add(1, Ordering::Relaxed);
        let context = Context::new(id, &asked, mode, now);
        match run(&stage.app, &context, request).await {
            Err(CommandError::Refused(refusal)) => refusal.to_string(),
            other => panic!("{other:?}"),
        }
    };
    for name in ["save:unchanged", "topics", "show", "preview", "test", "cancel", "page:papers"] {
        let text = refused(stage.member, panel.control(name), u64::MAX).await;
        assert!(text.contains("Only the person who opened this panel"), "{name}: {text}");
    }
    let saved = panel.press(&stage, "save:unchanged").await.text();
    assert!(saved.contains("Subscribed"), "it is as it was: {saved}");
    let text = refused(stage.admin, panel.control("show"), u64::MAX).await;
    assert!(text.contains("This panel is closed"), "it was saved: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn panels_survive_a_restart_and_expire_after_a_day() {
    let data = tempfile::tempdir().expect("a folder");
    let begun = clock("2026-05-14T13:30:00Z");
    let place = place(begun).await;
    let mut panel: Option<Panel> = None;
    for hours in [0, 23, 47] {
        let app = app(&place.discord, &place.hub, &data).await;
        let stop = CancellationToken::new();
        let at = begun.now().checked_add(hours.hours()).expect("a time");
        let running = tokio::spawn(bot::run(app.clone(), Clock::starting_at(at), stop.clone()));
        assert!(place.discord.until_commands(SOON).await, "commands are registered");
        assert!(place.discord.until_connected(SOON).await, "the gateway is connected");
        let discord: &Discord = &place.discord;
        match (&panel, hours) {
            (None, _) => {
                let opened = discord.command(place.admin, place.papers, "/setup").await;
                let opened = Panel::of(&opened);
                let control = opened.control("hour");
                discord.select(place.admin, opened.message, &control, &["17:00"]).await;
                panel = Some(opened);
            }
            (Some(panel), 23) => {
                let more = panel.control("page:posts");
                let text = discord.press(place.admin, panel.message, &more).await.text();
                assert!(text.contains("every day at 17:00"), "{text}");
            }
            (Some(panel), _) => {
                let save = panel.control("cancel");
                delete_old_rows(&app, at).await.expect("it is kept for a day after a press");
                let rest = at.checked_add(1.hours()).expect("a time");
                delete_old_rows(&app, rest).await.expect("some rows go");
                let said = discord.press(place.admin, panel.message, &save).await.text();
                assert!(said.contains("This panel is closed"), "{said}");
            }
        }
        stop.cancel();
        running.await.expect("no panic").expect("it ends when asked to");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn panels_start_with_the_servers_defaults() {
    let stage = Stage::new().await;
    let defaults = GuildSettings {
        zone: "Asia/Tokyo".parse().ok(),
        time: "mon-fri 10:00".parse().ok(),
        ..GuildSettings::default()
    };
    let guild = GuildId(stage.server());
    let now = stage.clock.now();
    let set = move |tx: &rusqlite::Transaction| guild_settings::set(tx, guild, &defaults, now);
    stage.app.store.write(set).await.expect("a write");
    let panel = open(&stage).await;
    assert!(panel.text.contains("Monday to Friday at 10:00 (Asia/Tokyo)"), "{}", panel.text);
    let text = panel.select(&stage, "hour", "08:00").await;
    assert!(text.contains("Monday to Friday at 08:00 (Asia/Tokyo)"), "the days stay: {text}");
}
