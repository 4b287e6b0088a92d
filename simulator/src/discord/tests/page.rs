//! What the page asks of its server.

use serde_json::{Value, json};

use super::{Bench, answer, id};

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
async fn the_world_has_threads_and_direct_channels() {
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
async fn a_message_command_and_a_form() {
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
async fn a_site_elsewhere_is_turned_away() {
    let bench = Bench::new().await;
    let url = format!("{}/_page/world", bench.discord.url());
    for (header, value, expected) in [
        ("origin", "https://evil.example", 403),
        ("host", "evil.example", 403),
        ("origin", "http://localhost:9", 200),
    ] {
        let (status, _) = answer(bench.http.get(&url).header(header, value)).await;
        assert_eq!(status, expected, "{header}: {value}");
    }
}
