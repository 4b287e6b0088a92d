//! Tests of the REST API and of interactions over real connections, one table per subject.

mod direct_message_tests;
mod guild_command_tests;
mod interaction_tests;
mod message_tests;
mod modal_tests;
mod page_tests;
mod script_tests;
mod thread_tests;
mod upload_tests;

use serde_json::{Value, json};
use tokio::sync::mpsc::{self, UnboundedReceiver};

use crate::discord::gateway::session::{Frame, GUILDS};
use crate::discord::{Discord, DiscordOptions};

/// A Discord with a server, a channel and a member, and a bot's HTTP client and gateway events.
struct Bench {
    discord: Discord,
    http: reqwest::Client,
    events: UnboundedReceiver<Frame>,
    guild: u64,
    channel: u64,
    user: u64,
}

impl Bench {
    async fn new() -> Bench {
        let options = DiscordOptions { enforce_rate_limits: false, ..DiscordOptions::default() };
        let discord = Discord::start(options).await.expect("a Discord");
        let guild = discord.add_guild("lab");
        let channel = discord.add_channel(guild, "papers");
        let user = discord.add_user(guild, "grace", 0);
        let (sender, events) = mpsc::unbounded_channel();
        // Guilds, and messages in servers and direct message channels.
        let intents = GUILDS | 1 << 9 | 1 << 12;
        discord.change(|world| world.identify(intents, (0, 1), sender));
        Bench { discord, http: reqwest::Client::new(), events, guild, channel, user }
    }

    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().expect("a method");
        let url = format!("{}/api/v10{path}", self.discord.url());
        let token = format!("Bot {}", self.discord.token());
        self.http.request(method, url).header("authorization", token)
    }

    /// Sends a request as the bot; returns status and body.
    async fn call(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let request = self.request(method, path);
        let request = if body.is_null() { request } else { request.json(&body) };
        answer(request).await
    }

    /// Sends a request, and compares the status and Discord's error code, if there is one.
    async fn check(&self, method: &str, path: &str, body: Value, expected: &str) -> Value {
        let (status, found) = self.call(method, path, body.clone()).await;
        let code = found["code"].as_u64().map(|code| format!(" {code}")).unwrap_or_default();
        assert_eq!(format!("{status}{code}"), expected, "{method} {path} {body}\n{found}");
        found
    }

    /// `/channels/{the channel}` and the rest of the path.
    fn at(&self, rest: &str) -> String {
        format!("/channels/{}{rest}", self.channel)
    }

    /// Posts a line in the channel; returns its id.
    async fn post(&self, content: &str) -> u64 {
        let body = json!({ "content": content });
        id(&self.check("POST", &self.at("/messages"), body, "200").await)
    }

    /// The next gateway event with this name.
    async fn next(&mut self, name: &str) -> Value {
        while let Some(frame) = self.events.recv().await {
            let Frame::Text(text) = frame else { continue };
            let mut payload: Value = serde_json::from_str(&text).expect("a payload");
            if payload["t"] == name {
                return payload["d"].take();
            }
        }
        panic!("the gateway is closed");
    }

    /// The names of the events since the last call.
    fn events_since(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        while let Ok(Frame::Text(text)) = self.events.try_recv() {
            let payload: Value = serde_json::from_str(&text).expect("a payload");
            names.push(payload["t"].as_str().unwrap_or_default().to_owned());
        }
        names
    }
}

async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.expect("an answer");
    let status = response.status().as_u16();
    (status, response.json().await.unwrap_or_default())
}

fn id(body: &Value) -> u64 {
    body["id"].as_str().and_then(|id| id.parse().ok()).expect("an object with an id")
}
