//! Tests of the page's server.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Bench, answer, id};
use crate::{Discord, DiscordOptions, Switch};

impl Bench {
    async fn page(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/_page/{path}", self.discord.url());
        let request =
            if body.is_null() { self.http.get(url) } else { self.http.post(url).json(&body) };
        let (status, found) = answer(request).await;
        assert_eq!(status, 200, "{path} {body}");
        found
    }
}

#[tokio::test]
async fn the_world_includes_threads_and_direct_channels() {
    let bench = Bench::new().await;
    let none = bench.page("world", Value::Null).await;
    assert_eq!(none["servers"].as_array().map(Vec::len), Some(1));
    let thread = json!({ "name": "Discuss", "type": 11 });
    bench.check("POST", &bench.at("/threads"), thread, "201").await;
    let direct = bench.discord.direct_channel(bench.user).to_string();
    let world = bench.page("world", Value::Null).await;
    let thread = &world["servers"][0]["channels"][1];
    assert_eq!(
        (&thread["name"], &thread["parent_id"]),
        (&json!("Discuss"), &json!(bench.channel.to_string()))
    );
    let private = &world["servers"][1]["channels"][0];
    assert_eq!(
        (&private["id"], &private["only"]),
        (&json!(direct), &json!(bench.user.to_string()))
    );
}

#[tokio::test]
async fn message_commands_and_modals_work() {
    let mut bench = Bench::new().await;
    bench.register(json!([{ "name": "Find", "type": 3 }])).await;
    let message = bench.post("2605.00001").await;
    let (user, url) = (bench.user.to_string(), bench.discord.url());
    let send = |path: &str, body: Value| {
        let request = bench.http.post(format!("{url}/_page/{path}")).json(&body);
        tokio::spawn(answer(request))
    };
    let target = message.to_string();
    let used = send("command", json!({ "user_id": user, "command": "Find", "target_id": target }));
    let callback = |event: &Value| {
        let text = |field: &str| event[field].as_str().expect("a text").to_owned();
        format!("/interactions/{}/{}/callback", text("id"), text("token"))
    };
    let event = bench.next("INTERACTION_CREATE").await;
    let row = json!({ "type": 1, "components": [
        { "type": 4, "custom_id": "note", "label": "Note", "style": 1 },
    ] });
    let form = json!({ "custom_id": "save", "title": "Save", "components": [row] });
    bench.check("POST", &callback(&event), json!({ "type": 9, "data": form }), "204").await;
    let opened = used.await.expect("it ends").1;
    assert_eq!((&opened["kind"], &opened["modal"]["title"]), (&json!("modal"), &json!("Save")));

    let filled = json!({
        "user_id": user, "interaction_id": opened["interaction_id"], "fields": { "note": "later" },
    });
    let url = format!("{}/_page/modal", bench.discord.url());
    let sent = tokio::spawn(answer(bench.http.post(url).json(&filled)));
    let event = bench.next("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["components"][0]["components"][0]["value"], "later");
    let said = json!({ "type": 4, "data": { "content": "saved", "flags": 64 } });
    bench.check("POST", &callback(&event), said, "204").await;
    let saved = sent.await.expect("it ends").1;
    assert_eq!((&saved["kind"], &saved["ephemeral"]), (&json!("message"), &json!(true)));
    assert_ne!(id(&saved["message"]), message);
}

#[tokio::test]
async fn the_pages_language_is_sent_to_the_bot() {
    let mut bench = Bench::new().await;
    bench.register(json!([{ "name": "ask", "description": "Asks" }])).await;
    let user = bench.user.to_string();
    bench.page("locale", json!({ "user_id": user, "locale": "ja" })).await;
    assert_eq!(bench.next("GUILD_UPDATE").await["preferred_locale"], "ja");
    let event = bench.asks("/ask").await.event;
    assert_eq!((&event["locale"], &event["guild_locale"]), (&json!("ja"), &json!("ja")));
    let world = bench.page("world", Value::Null).await;
    let grace = world["users"].as_array().expect("users").iter().find(|one| one["id"] == user);
    assert_eq!(grace.expect("grace")["locale"], "ja");
}

#[tokio::test]
async fn controls_are_offered_pressed_and_reported() {
    let bench = Bench::new().await;
    let none = bench.page("switch", json!({ "id": "hub-down" })).await;
    assert_eq!(none["kind"], "refused", "nothing is offered");
    let switch = Switch { id: "hub-down", label: "Hub down", about: "The hub stops answering" };
    let mut pressed = bench.discord.offer_switches(vec![switch]);
    assert_eq!(bench.page("switch", json!({ "id": "hub-down" })).await["kind"], "taken");
    assert_eq!(bench.page("switch", json!({ "id": "other" })).await["kind"], "refused");
    assert_eq!(pressed.recv().await, Some("hub-down"));
    bench.discord.report_switch("hub-down", true, "The hub is down.");
    let board = bench.page("world", Value::Null).await["switchboard"].take();
    assert_eq!(
        (&board["switches"][0]["on"], &board["reports"][0]["text"]),
        (&json!(true), &json!("The hub is down."))
    );
}

#[tokio::test]
async fn other_sites_are_refused() {
    let bench = Bench::new().await;
    let own = bench.discord.url();
    let gateway = "/gateway/socket/?v=10&encoding=json";
    for (path, header, value, expected) in [
        ("/_page/world", "origin", "https://evil.example", 403),
        ("/_page/world", "origin", "http://localhost:9", 403),
        ("/_page/world", "host", "evil.example", 403),
        ("/_page/world", "sec-fetch-site", "cross-site", 403),
        ("/page.js", "sec-fetch-site", "same-site", 403),
        ("/_page/events", "origin", "http://127.0.0.1:9", 403),
        (gateway, "origin", "https://evil.example", 403),
        ("/api/v10/gateway", "host", "evil.example", 403),
        ("/_page/world", "origin", own.as_str(), 200),
        ("/_page/world", "accept", "*/*", 200),
    ] {
        let (status, _) =
            answer(bench.http.get(format!("{own}{path}")).header(header, value)).await;
        assert_eq!(status, expected, "{path} {header}: {value}");
    }
}

#[tokio::test]
async fn other_sites_cannot_frame_the_page_or_read_its_world() {
    let bench = Bench::new().await;
    bench.post("2605.00001 </script><script>alert(1)</script>").await;
    for path in ["/", "/page.js", "/_page/world", "/_page/first.js"] {
        let response = bench.http.get(format!("{}{path}", bench.discord.url())).send().await;
        let response = response.expect("an answer");
        let status = response.status().as_u16();
        let header = |name: &str| {
            let values = response.headers().get_all(name).iter();
            values.map(|value| value.to_str().expect("a text")).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        let kind = header("content-type");
        let text = response.text().await.expect("a body");
        match path {
            // The world is no longer a script.
            "/_page/first.js" => assert_eq!(status, 404),
            "/" => {
                let (_, world) = text.split_once("id=\"first-world\">").expect("the world");
                let (world, _) = world.split_once("</script>").expect("its end");
                let world: Value = serde_json::from_str(world).expect("JSON");
                assert!(world["messages"].to_string().contains("<script>"), "{world}");
                assert!(!text.contains("<script>alert"));
            }
            "/_page/world" => assert_eq!(kind, "application/json"),
            _ => assert!(kind.starts_with("text/javascript"), "{kind}"),
        }
    }
}

#[tokio::test]
async fn idle_and_slow_connections_are_closed() {
    let options = DiscordOptions { idle: Duration::from_millis(200), ..Default::default() };
    let discord = Discord::start(options).await.expect("a Discord");
    let address = discord.url().replace("http://", "");
    let closed = async |trickle: &'static [u8], every: u64| {
        let mut stream = TcpStream::connect(&address).await.expect("a connection");
        let (mut read, mut write) = stream.split();
        let trickle = async {
            for byte in trickle.iter().cycle() {
                tokio::time::sleep(Duration::from_millis(every)).await;
                if write.write_all(&[*byte]).await.is_err() {
                    break;
                }
            }
            std::future::pending::<()>().await;
        };
        let mut all = Vec::new();
        tokio::select! {
            () = trickle => false,
            // Closed or reset: either is fine.
            _ = read.read_to_end(&mut all) => true,
        }
    };
    let soon = Duration::from_secs(10);
    for (bytes, every) in [(&b"G"[..], 100_000), (b"x", 20), (b"GET / HTTP/1.1\r\nhost: a\r\n", 30)]
    {
        let ended = tokio::time::timeout(soon, closed(bytes, every)).await;
        assert_eq!(ended, Ok(true), "{}", String::from_utf8_lossy(bytes));
    }
}
