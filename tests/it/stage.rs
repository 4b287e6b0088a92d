//! The environment of the bot's tests: a Discord, a hub, and the bot between them, either in this
//! process ([`Stage`]) or as the real binary ([`start`]).

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use paperboy::app::App;
use paperboy::app::delivery::round::deliver_due;
use paperboy::app::papers::index::PaperIndex;
use paperboy::app::papers::refresh::refresh;
use paperboy::app::rate_limit::Limits;
use paperboy::bot;
use paperboy::clock::Clock;
use paperboy::discord::Rest;
use paperboy::hub::{HubClient, HubSettings};
use paperboy::store::Store;
use secrecy::SecretString;
use simulator::hub::{Days, Hub, HubOptions};
use simulator::{Answer, Discord, DiscordOptions, Fault};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::contract::Checked;

/// Longer than anything here takes, even on a busy machine.
pub(super) const SOON: Duration = Duration::from_secs(20);
pub(super) const MANAGE_GUILD: u64 = 1 << 5;
pub(super) const MESSAGES: &str = "/channels/{channel_id}/messages";

/// Deterministic pseudo-random numbers.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// A Discord with one server, a hub with the bundled lists, and a bot between them.
pub(super) struct Stage {
    pub(super) discord: Checked,
    pub(super) hub: Hub,
    pub(super) app: App,
    pub(super) clock: Clock,
    pub(super) stop: CancellationToken,
    pub(super) bot: JoinHandle<anyhow::Result<()>>,
    pub(super) admin: u64,
    pub(super) member: u64,
    pub(super) papers: u64,
    pub(super) data: TempDir,
    server: u64,
    /// The bot stops when the stage is dropped.
    _stops: DropGuard,
}

pub(super) struct Place {
    pub(super) discord: Checked,
    pub(super) hub: Hub,
    pub(super) admin: u64,
    pub(super) member: u64,
    pub(super) papers: u64,
    pub(super) server: u64,
}

pub(super) async fn place(clock: Clock) -> Place {
    let options = DiscordOptions {
        clock_offset_seconds: clock.shift().as_secs(),
        ..DiscordOptions::default()
    };
    let discord = Discord::start(options).await.expect("a Discord");
    let hub = Hub::start(HubOptions { port: None, days: Days::Bundled }).await.expect("a hub");
    let server = discord.add_guild("lab");
    let papers = discord.add_channel(server, "papers");
    let admin = discord.add_user(server, "ada", MANAGE_GUILD);
    let member = discord.add_user(server, "grace", 0);
    Place { discord: Checked::new(discord), hub, admin, member, papers, server }
}

pub(super) fn clock(start: &str) -> Clock {
    Clock::starting_at(start.parse().expect(start))
}

/// The bot's state in a folder, not yet connected to anything.
pub(super) async fn app(discord: &Discord, hub: &Hub, data: &TempDir) -> App {
    let store = Store::open(&data.path().join("paperboy.db")).expect("a store");
    app_with(discord, hub, store).await
}

pub(super) async fn app_with(discord: &Discord, hub: &Hub, store: Store) -> App {
    let settings = HubSettings {
        base_url: hub.url(),
        retry_base: Duration::from_millis(1),
        max_tries: 2,
        ..HubSettings::default()
    };
    let client = HubClient::new(settings).expect("a client");
    let rest = Rest::new(&SecretString::new(discord.token().to_owned()), Some(&discord.url()))
        .expect("rest");
    let index = PaperIndex::open(store).await.expect("papers");
    // One member sends many commands here.
    App::new(index, client, rest).with_limits(Limits::none())
}

impl Stage {
    pub(super) async fn new() -> Stage {
        Stage::at("2026-05-14T13:30:00Z").await
    }

    pub(super) async fn at(start: &str) -> Stage {
        let data = tempfile::tempdir().expect("a folder");
        Stage::on(data, start, None, |app| app).await
    }

    /// The same, with another setting.
    pub(super) async fn with(set: impl FnOnce(App) -> App) -> Stage {
        let data = tempfile::tempdir().expect("a folder");
        Stage::on(data, "2026-05-14T13:30:00Z", None, set).await
    }

    /// The same, with the model that `write` puts into a folder.
    pub(super) async fn with_model(start: &str, write: impl FnOnce(&Path)) -> Stage {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().join("small");
        write(&folder);
        Stage::on(data, start, Some(&folder), |app| app).await
    }

    async fn on(
        data: TempDir,
        start: &str,
        model: Option<&Path>,
        set: impl FnOnce(App) -> App,
    ) -> Stage {
        let clock = clock(start);
        let Place { discord, hub, admin, member, papers, server } = place(clock).await;
        let mut app = set(app(&discord, &hub, &data).await);
        if let Some(folder) = model {
            app.index = app.index.with_model(folder).await.expect("a model");
        }
        let stop = CancellationToken::new();
        let bot = tokio::spawn(bot::run(app.clone(), clock, stop.clone()));
        assert!(discord.until_commands(SOON).await, "commands are registered");
        assert!(discord.until_connected(SOON).await, "the gateway is connected");
        refresh(&app, clock.now()).await.expect("lists");
        let _stops = stop.clone().drop_guard();
        Stage { discord, hub, app, clock, stop, bot, admin, member, papers, data, server, _stops }
    }

    pub(super) async fn say(&self, line: &str) -> Answer {
        self.discord.command(self.admin, self.papers, line).await
    }

    pub(super) async fn due(&self, at: &str) {
        let now = at.parse().expect(at);
        deliver_due(&self.app, self.clock, now, &self.stop).await.expect("delivery");
    }

    /// Waits until a command's answer contains the text.
    pub(super) async fn until_said(&self, line: &str, text: &str) {
        let mut last = String::new();
        let said = async {
            while !last.contains(text) {
                tokio::time::sleep(Duration::from_millis(30)).await;
                last = self.say(line).await.text();
            }
        };
        let in_time = tokio::time::timeout(SOON, said).await.is_ok();
        assert!(in_time, "{line} never said {text}: {last}");
    }

    pub(super) fn server(&self) -> u64 {
        self.server
    }

    pub(super) fn posts(&self) -> Vec<String> {
        self.discord.messages(self.papers).iter().map(Discord::text).collect()
    }
}

/// The real binary with its own folder, starting at an instant.
pub(super) fn start(place: &Place, data: &TempDir, at: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_paperboy"))
        .args(["run", "--clock", at])
        .env("DISCORD_TOKEN", place.discord.token())
        .env("PAPERBOY_DISCORD_URL", place.discord.url())
        .env("PAPERBOY_HUB_URL", place.hub.url())
        .env("PAPERBOY_DATA_DIR", data.path())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary starts")
}

/// Subscribes a channel while Discord refuses the next `times` deferred answers, and returns after
/// the first refusal: the change is stored, and its answer is on its way.
pub(super) async fn subscribe_without_answer(
    discord: &Discord,
    (admin, channel): (u64, u64),
    times: usize,
) -> JoinHandle<Answer> {
    let (method, route, message) = ("PATCH", "/webhooks/*", "down");
    discord.fault(Fault::Status {
        method,
        route,
        channel: None,
        status: 503,
        code: 0,
        message,
        times,
    });
    let user = discord.clone();
    let line = "/subscription add channel:#papers topics:all";
    let asked = tokio::spawn(async move { user.command(admin, channel, line).await });
    let refused = async {
        while !discord.exchanges().iter().any(|one| one.status == 503) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, refused).await.expect("it tries to answer");
    asked
}

/// The message of an answer and the custom id of its first control that begins so.
pub(super) fn control(answer: &Answer, prefix: &str) -> (u64, String) {
    let (Answer::Message { id, body, .. } | Answer::Updated { id, body, .. }) = answer else {
        panic!("{answer:?}")
    };
    let body = body.to_string();
    let start = format!("\"custom_id\":\"{prefix}");
    let at = body.find(&start).unwrap_or_else(|| panic!("{prefix}: {body}")) + 13;
    let end = body[at..].find('"').expect("an end");
    (*id, body[at..at + end].to_owned())
}
