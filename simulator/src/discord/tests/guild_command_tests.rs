//! Tests of guild commands in addition to global ones.

use serde_json::{Value, json};

use super::Bench;

#[tokio::test]
async fn guild_commands_are_separate_from_global_ones() {
    let mut bench = Bench::new().await;
    let application = bench.discord.application_id();
    let global = format!("/applications/{application}/commands");
    let own = format!("/applications/{application}/guilds/{}/commands", bench.guild);
    let command = |name: &str| json!({ "name": name, "description": "d" });
    bench.check("PUT", &global, json!([command("ask")]), "200").await;
    bench.check("PUT", &own, json!([command("local"), command("second")]), "200").await;
    let made = bench.check("POST", &own, command("third"), "201").await;
    assert_eq!(made["guild_id"], bench.guild.to_string());

    let names = |commands: &Value| {
        let all = commands.as_array().expect("a list").iter();
        all.map(|one| one["name"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&bench.check("GET", &global, Value::Null, "200").await), ["ask"]);
    let listed = bench.check("GET", &own, Value::Null, "200").await;
    assert_eq!(names(&listed), ["local", "second", "third"]);

    let one = format!("{own}/{}", made["id"].as_str().expect("an id"));
    let changed = bench.check("PATCH", &one, json!({ "description": "new" }), "200").await;
    assert_eq!((&changed["id"], &changed["description"]), (&made["id"], &json!("new")));
    bench.check("PATCH", &one, json!({ "name": "NO" }), "400 50035").await;
    bench.check("DELETE", &one, Value::Null, "204").await;
    bench.check("GET", &one, Value::Null, "404 10063").await;
    let elsewhere = format!("/applications/{application}/guilds/7/commands");
    bench.check("PUT", &elsewhere, json!([]), "403 50001").await;
    bench.check("GET", "/applications/7/commands", Value::Null, "403 20012").await;

    let asked = bench.asks("/local").await;
    assert_eq!(asked.event["data"]["guild_id"], bench.guild.to_string());
    asked.answer.abort();
}

#[tokio::test]
async fn localizations_are_listed_only_on_request() {
    let bench = Bench::new().await;
    let application = bench.discord.application_id();
    let localized = |name: &str| {
        json!({
            "name": name, "name_localizations": { "de": "frage" },
            "description": "d", "description_localizations": { "de": "e" },
        })
    };
    let mut command = localized("ask");
    let mut option = localized("about");
    option["type"] = json!(3);
    option["choices"] =
        json!([{ "name": "One", "name_localizations": { "de": "Eins" }, "value": "1" }]);
    command["options"] = json!([option]);
    for scope in ["".to_owned(), format!("/guilds/{}", bench.guild)] {
        let path = format!("/applications/{application}{scope}/commands");
        bench.check("PUT", &path, json!([command]), "200").await;
        for (query, expected) in
            [("", 0), ("?with_localizations=false", 0), ("?with_localizations=true", 5)]
        {
            let listed = bench.check("GET", &format!("{path}{query}"), Value::Null, "200").await;
            let count = listed.to_string().matches("_localizations\":{").count();
            assert_eq!(count, expected, "{path}{query}: {listed}");
        }
    }
}
