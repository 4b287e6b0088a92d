//! The slash commands, as they are registered with Discord.
//!
//! `manifest.json` beside this crate is the same as a file; a test keeps the two equal, so that
//! a change of what people see is a change that a reviewer sees.

use domain::Strictness;
use serde_json::{Value, json};

use crate::press::Sort;

/// The permission that admin commands ask for unless a server says otherwise: Manage Server.
pub const MANAGE_GUILD: u64 = 1 << 5;

/// The most characters of a query: nobody types more, and Discord cuts no title shorter.
pub const MAX_QUERY: usize = 300;

const STRING: u8 = 3;
const INTEGER: u8 = 4;
const BOOLEAN: u8 = 5;
const CHANNEL: u8 = 7;

/// The body of the bulk overwrite of global commands.
pub fn manifest() -> Value {
    json!([search(), today(), paper(), similar(), help(), subscription(), preview(), status()])
}

fn search() -> Value {
    let sorts: Vec<Value> =
        Sort::ALL.iter().map(|row| json!({ "name": row.1, "value": row.1 })).collect();
    let mut sort = option(STRING, "sort", "The order of the results; best match first by default");
    sort["choices"] = json!(sorts);
    member(
        "search",
        "Find papers by words, title, author, arXiv id or link",
        vec![
            required(text(option(STRING, "query", "What you are looking for"), MAX_QUERY)),
            text(option(STRING, "from", "Published on or after this day, as 2026-01-31"), 10),
            text(option(STRING, "to", "Published on or before this day, as 2026-01-31"), 10),
            number(option(INTEGER, "min_upvotes", "With at least so many votes"), 0, 100_000),
            option(BOOLEAN, "has_code", "Only papers with a code repository"),
            option(BOOLEAN, "has_model", "Only papers with a model on the hub"),
            option(BOOLEAN, "has_dataset", "Only papers with a dataset on the hub"),
            sort,
        ],
    )
}

fn today() -> Value {
    member("today", "The newest list of daily papers, most votes first", vec![])
}

fn paper() -> Value {
    member("paper", "Show one paper: authors, summary, code and links", vec![one_paper()])
}

fn similar() -> Value {
    member("similar", "Find papers like one that you know", vec![one_paper()])
}

fn one_paper() -> Value {
    required(autocompleted(text(
        option(STRING, "id", "An arXiv id, a link, or the title: suggestions appear as you type"),
        MAX_QUERY,
    )))
}

fn help() -> Value {
    member("help", "What paperboy does and how to begin", vec![])
}

fn subscription() -> Value {
    let mut channel = required(option(CHANNEL, "channel", "Where the papers are posted"));
    // Text, voice, announcement and stage channels, and threads; a forum takes no messages.
    channel["channel_types"] = json!([0, 2, 5, 10, 11, 12, 13]);
    let mut strictness = option(
        STRING,
        "strictness",
        "How surely a paper must be about a topic (default normal); loose goes by meaning, too",
    );
    let names = Strictness::ALL.map(|one| json!({ "name": one.as_str(), "value": one.as_str() }));
    strictness["choices"] = json!(names);
    let add = vec![
        channel,
        required(text(
            option(
                STRING,
                "topics",
                "Topics with commas between; -word excludes; `all` takes every paper",
            ),
            1_000,
        )),
        text(
            option(
                STRING,
                "time",
                "When to post, such as 9am, mon-fri 09:00, every monday at 9 (default: 09:00)",
            ),
            100,
        ),
        autocompleted(text(
            option(
                STRING,
                "zone",
                "Your city, country or time zone, such as Berlin or America/New_York",
            ),
            60,
        )),
        number(option(INTEGER, "min_upvotes", "Leave out papers with fewer votes"), 0, 100_000),
        number(
            option(INTEGER, "max_papers", "The most papers in one post (default 10)"),
            1,
            domain::MAX_PAPERS,
        ),
        strictness,
    ];
    let mut id = option(INTEGER, "id", "Its number, as /subscription list shows it");
    id["autocomplete"] = json!(true);
    id["min_value"] = json!(1);
    admin(
        "subscription",
        "Daily papers for the channels of this server",
        vec![
            sub("add", "Post papers in a channel every day", add),
            sub("list", "Show the subscriptions and their next posts", vec![]),
            sub("remove", "Stop a subscription", vec![required(id)]),
        ],
    )
}

fn status() -> Value {
    let about = "The next and last posts of this server, and what keeps posts from coming";
    admin("status", about, vec![])
}

fn preview() -> Value {
    let mut subscription = option(INTEGER, "subscription", "Its number; the newest by default");
    subscription["autocomplete"] = json!(true);
    subscription["min_value"] = json!(1);
    let date = text(option(STRING, "date", "As if it were this day, as 2026-01-31"), 10);
    admin(
        "preview",
        "Show the post that would go out now, and why each paper is in or out",
        vec![subscription, date],
    )
}

/// For everybody, everywhere: servers, direct messages, and accounts that installed the bot.
fn member(name: &str, description: &str, options: Vec<Value>) -> Value {
    json!({
        "type": 1, "name": name, "description": description, "options": options,
        "contexts": [0, 1, 2], "integration_types": [0, 1],
    })
}

/// In servers only, for those who manage them.
fn admin(name: &str, description: &str, options: Vec<Value>) -> Value {
    json!({
        "type": 1, "name": name, "description": description, "options": options,
        "contexts": [0], "integration_types": [0],
        "default_member_permissions": MANAGE_GUILD.to_string(),
    })
}

fn sub(name: &str, description: &str, options: Vec<Value>) -> Value {
    json!({ "type": 1, "name": name, "description": description, "options": options })
}

fn option(kind: u8, name: &str, description: &str) -> Value {
    json!({ "type": kind, "name": name, "description": description, "required": false })
}

fn required(mut option: Value) -> Value {
    option["required"] = json!(true);
    option
}

fn autocompleted(mut option: Value) -> Value {
    option["autocomplete"] = json!(true);
    option
}

fn text(mut option: Value, most: usize) -> Value {
    option["max_length"] = json!(most);
    option
}

fn number(mut option: Value, least: u32, most: u32) -> Value {
    option["min_value"] = json!(least);
    option["max_value"] = json!(most);
    option
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After a wanted change: `UPDATE_MANIFEST=1 cargo test -p commands manifest`.
    #[test]
    fn the_golden_file_is_what_is_registered() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/manifest.json");
        let wanted = format!("{:#}\n", manifest());
        if std::env::var_os("UPDATE_MANIFEST").is_some() {
            std::fs::write(path, &wanted).expect("the golden file is writable");
        }
        let golden = std::fs::read_to_string(path).expect("the golden file stands");
        assert_eq!(golden, wanted, "run UPDATE_MANIFEST=1 cargo test -p commands manifest");
    }

    #[test]
    fn discord_accepts_every_name_and_description() {
        fn walk(node: &Value, path: &str) {
            let name = node["name"].as_str().expect("a name");
            let description = node["description"].as_str().expect("a description");
            let path = format!("{path}/{name}");
            assert!((1..=32).contains(&name.len()), "{path}");
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{path}");
            assert!((1..=100).contains(&description.chars().count()), "{path}");
            let options = node["options"].as_array().map(Vec::as_slice).unwrap_or_default();
            assert!(options.len() <= 25, "{path}");
            let order: Vec<bool> =
                options.iter().map(|option| option["required"] == json!(true)).collect();
            assert!(order.is_sorted_by(|a, b| a >= b), "{path}: required options come first");
            options.iter().for_each(|option| walk(option, &path));
        }
        for command in manifest().as_array().expect("a list") {
            walk(command, "");
            assert!(command.to_string().len() <= 8_000);
        }
    }
}
