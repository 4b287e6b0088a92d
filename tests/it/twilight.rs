//! Runs twilight's gateway and HTTP clients, unmodified, against the simulator: they connect,
//! receive events, answer, post, resume, and start new sessions.

mod places;

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Discord, DiscordOptions};
use twilight_gateway::queue::InMemoryQueue;
use twilight_gateway::{ConfigBuilder, Event, EventTypeFlags, Intents, Shard, ShardId, StreamExt};
use twilight_http::Client;
use twilight_model::application::command::Command;
use twilight_model::application::interaction::InteractionData;
use twilight_model::channel::message::{Component, MessageFlags};
use twilight_model::gateway::payload::incoming::{GuildCreate, InteractionCreate};
use twilight_model::http::interaction::{InteractionResponse, InteractionResponseType};
use twilight_model::id::Id;
use twilight_model::id::marker::ChannelMarker;

use crate::contract::Checked;

const SOON: Duration = Duration::from_secs(20);

/// A bot made with twilight, and the Discord it is connected to.
struct Bench {
    discord: Checked,
    shard: Shard<InMemoryQueue>,
    http: Client,
    server: u64,
    channel: u64,
    member: u64,
}

impl Bench {
    async fn new() -> Bench {
        let discord = Discord::start(DiscordOptions::default()).await.expect("a Discord");
        let discord = Checked::of_another_client(discord);
        let server = discord.add_guild("lab");
        let channel = discord.add_channel(server, "papers");
        let member = discord.add_user(server, "grace", 0);
        let address = discord.url().replace("http://", "");
        let token = discord.token().to_owned();
        let http = Client::builder().token(token.clone()).proxy(address.clone(), true).build();
        let config = ConfigBuilder::new(token, Intents::GUILDS | Intents::GUILD_MESSAGES)
            .proxy_url(format!("ws://{address}/gateway/socket"))
            // Without the five seconds between two IDENTIFYs, since nothing else identifies here.
            .queue(InMemoryQueue::new(0, 10, SOON, 10))
            .build();
        let shard = Shard::with_config(ShardId::ONE, config);
        let mut bench = Bench { discord, shard, http, server, channel, member };
        bench.until(|event| matches!(event, Event::Ready(_))).await;
        bench
    }

    /// The next matching event. One that twilight can't parse is a bug in the simulator.
    async fn until(&mut self, wanted: impl Fn(&Event) -> bool) -> Event {
        let find = async {
            loop {
                let item = self.shard.next_event(EventTypeFlags::all()).await.expect("a gateway");
                match item {
                    Ok(event) if wanted(&event) => return event,
                    Ok(_) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
        };
        tokio::time::timeout(SOON, find).await.expect("the event comes")
    }

    async fn asked(&mut self) -> InteractionCreate {
        match self.until(|event| matches!(event, Event::InteractionCreate(_))).await {
            Event::InteractionCreate(asked) => *asked,
            other => panic!("{other:?}"),
        }
    }

    async fn respond(&self, asked: &InteractionCreate, kind: InteractionResponseType, data: Value) {
        let data = Some(serde_json::from_value(data).expect("a response"));
        let http = self.http.interaction(asked.application_id);
        let response = InteractionResponse { kind, data };
        http.create_response(asked.id, &asked.token, &response).await.expect("a callback");
    }

    async fn register(&self, commands: Value) {
        let commands: Vec<Command> = serde_json::from_value(commands).expect("commands");
        let me = self.http.current_user_application().await.expect("an answer");
        let me = me.model().await.expect("an application").id;
        let http = self.http.interaction(me);
        let set = http.set_global_commands(&commands).await.expect("an answer");
        assert_eq!(set.models().await.expect("commands").len(), commands.len());
    }

    fn channel(&self) -> Id<ChannelMarker> {
        Id::new(self.channel)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_becomes_ready_and_receives_its_servers() {
    let mut bench = Bench::new().await;
    let event = bench.until(|event| matches!(event, Event::GuildCreate(_))).await;
    let Event::GuildCreate(server) = event else { panic!("{event:?}") };
    let GuildCreate::Available(server) = *server else { panic!("{server:?}") };
    let channels: Vec<_> = server.channels.iter().map(|one| one.name.as_deref()).collect();
    assert_eq!((server.name.as_str(), channels), ("lab", vec![Some("papers")]));
    let me = bench.http.current_user().await.expect("an answer").model().await.expect("a user");
    assert_eq!(me.id.get(), bench.discord.bot_id());
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_and_buttons_are_answered() {
    let mut bench = Bench::new().await;
    let option = json!({
        "type": 3, "name": "topic", "description": "About", "required": true, "autocomplete": true,
    });
    let ask = json!({
        "type": 1, "name": "ask", "description": "Asks", "options": [option], "version": "1",
    });
    bench.register(json!([ask])).await;
    let (discord, member, channel) = ((*bench.discord).clone(), bench.member, bench.channel);

    let typed = json!({ "topic": "st" }).as_object().cloned().unwrap_or_default();
    let completing = discord.autocomplete(member, channel, "ask", typed, "topic");
    let suggest = async {
        let asked = bench.asked().await;
        let choices = json!({ "choices": [{ "name": "Stars", "value": "stars" }] });
        let kind = InteractionResponseType::ApplicationCommandAutocompleteResult;
        bench.respond(&asked, kind, choices).await;
    };
    let (choices, ()) = tokio::join!(completing, suggest);
    assert_eq!(choices, [("Stars".to_owned(), json!("stars"))]);

    let answer = async {
        let asked = bench.asked().await;
        let Some(InteractionData::ApplicationCommand(data)) = &asked.data else {
            panic!("{asked:?}");
        };
        assert_eq!((data.name.as_str(), data.options[0].name.as_str()), ("ask", "topic"));
        assert_eq!(asked.author_id().map(Id::get), Some(member));
        let later = InteractionResponseType::DeferredChannelMessageWithSource;
        bench.respond(&asked, later, json!({})).await;
        let http = bench.http.interaction(asked.application_id);
        let more = json!([{ "type": 1, "components": [
            { "type": 2, "style": 1, "label": "More", "custom_id": "more" },
        ] }]);
        let more: Vec<Component> = serde_json::from_value(more).expect("a row");
        let edit = http.update_response(&asked.token);
        let edited = edit.content(Some("Stars shine.")).components(Some(&more)).await;
        edited.expect("an edit").model().await.expect("a message");
        let said = http.create_followup(&asked.token).content("Brightly.").await;
        let said = said.expect("a follow-up").model().await.expect("a message");
        http.delete_followup(&asked.token, said.id).await.expect("it is deleted");
    };
    let (answer, ()) = tokio::join!(discord.command(member, channel, "/ask stars"), answer);
    assert_eq!(answer.text(), "Stars shine.\n[More]");

    let id: u64 = answer.body().and_then(|body| body["id"].as_str()?.parse().ok()).expect("an id");
    let turn = async {
        let asked = bench.asked().await;
        let kind = InteractionResponseType::UpdateMessage;
        bench.respond(&asked, kind, json!({ "content": "More.", "components": [] })).await;
    };
    let (pressed, ()) = tokio::join!(discord.press(member, id, "more"), turn);
    assert_eq!(pressed.text(), "More.");
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_are_read_back() {
    let mut bench = Bench::new().await;
    let container = json!([{ "type": 17, "accent_color": 255, "components": [
        { "type": 10, "content": "# Papers" },
        { "type": 14, "divider": true, "spacing": 1 },
        { "type": 9, "components": [{ "type": 10, "content": "One" }],
          "accessory": { "type": 2, "style": 5, "label": "PDF", "url": "https://a.example/1" } },
    ] }]);
    let container: Vec<Component> = serde_json::from_value(container).expect("a container");
    let post = bench.http.create_message(bench.channel());
    let sent = post.flags(MessageFlags::IS_COMPONENTS_V2).components(&container).await;
    let sent = sent.expect("a post").model().await.expect("a message");
    let event = bench.until(|event| matches!(event, Event::MessageCreate(_))).await;
    let Event::MessageCreate(event) = event else { panic!("{event:?}") };
    assert_eq!((event.id, event.components.len()), (sent.id, 1));

    let plain = bench.http.create_message(bench.channel()).content("and a line").await;
    plain.expect("a post").model().await.expect("a message");
    let read = bench.http.channel_messages(bench.channel()).limit(10).await.expect("an answer");
    let read = read.models().await.expect("messages");
    let read: Vec<_> =
        read.iter().map(|one| (one.content.as_str(), one.components.len())).collect();
    assert_eq!(read, [("and a line", 0), ("", 1)]);
    let shown: Vec<_> = bench.discord.messages(bench.channel).iter().map(Discord::text).collect();
    assert_eq!(shown, ["# Papers\n---\nOne\n[PDF](https://a.example/1)", "and a line"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_connections_resume_with_missed_events() {
    let mut bench = Bench::new().await;
    bench.until(|event| matches!(event, Event::GuildCreate(_))).await;
    bench.discord.cut_gateway();
    let server = bench.discord.add_guild("second");
    bench.discord.add_channel(server, "missed");
    let event = bench.until(|event| matches!(event, Event::ChannelCreate(_))).await;
    let Event::ChannelCreate(missed) = event else { panic!("{event:?}") };
    assert_eq!(missed.name.as_deref(), Some("missed"));
    bench.until(|event| matches!(event, Event::Resumed)).await;
    assert_eq!((bench.discord.identifies(), bench.discord.resumes()), (1, 1));

    bench.discord.ask_reconnect();
    bench.until(|event| matches!(event, Event::Resumed)).await;
    assert_eq!((bench.discord.identifies(), bench.discord.resumes()), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_sessions_are_replaced() {
    let mut bench = Bench::new().await;
    bench.discord.invalidate_session(false);
    bench.until(|event| matches!(event, Event::Ready(_))).await;
    bench.until(|event| matches!(event, Event::GuildCreate(_))).await;
    assert_eq!((bench.discord.identifies(), bench.discord.resumes()), (2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shard_handles_2500_servers() {
    let mut bench = Bench::new().await;
    for number in 1..=2_500 {
        bench.discord.add_guild(&format!("server {number}"));
    }
    let asked = bench.http.gateway().authed().await.expect("an answer");
    let recommended = asked.model().await.expect("a recommendation").shards;
    assert_eq!(recommended, 3);
    bench.discord.invalidate_session(false);
    let closed = |event: &Event| match event {
        Event::GatewayClose(Some(frame)) => frame.code == 4011,
        _ => false,
    };
    bench.until(closed).await;
    assert_eq!(bench.discord.identifies(), 1);
}
