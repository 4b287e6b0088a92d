//! What somebody asked for: the one door from Discord's loose options to checked values.

use std::collections::BTreeMap;

use domain::{
    ChannelId, Cron, Destination, Expression, GuildId, MAX_PAPERS, PaperId, Schedule, Strictness,
    SubscriptionDraft, SubscriptionId, Topic, Topics, UserId, When, Zone,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use crate::press::{Hub, Press, SearchRequest, Sort};

/// The hour of a subscription that names none.
const DEFAULT_TIME: &str = "09:00";
/// The size of a post that names none.
const DEFAULT_MAX_PAPERS: u32 = 10;

/// A person's mistake, shown to that person word for word.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

impl Refusal {
    /// Wraps an error whose text is fit for the person who typed.
    pub fn of(error: impl std::fmt::Display) -> Refusal {
        Refusal(error.to_string())
    }
}

/// Discord's permission bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(pub u64);

impl Permissions {
    const VIEW: (u64, &'static str) = (1 << 10, "View Channel");
    const SEND: (u64, &'static str) = (1 << 11, "Send Messages");
    const SEND_IN_THREADS: (u64, &'static str) = (1 << 38, "Send Messages in Threads");
    const EMBED: (u64, &'static str) = (1 << 14, "Embed Links");
    const ADMINISTRATOR: u64 = 1 << 3;

    /// The names of what is missing for a post, as Discord's settings show them.
    pub fn missing_for_posts(self) -> Vec<&'static str> {
        self.missing([Permissions::VIEW, Permissions::SEND, Permissions::EMBED])
    }

    /// The same for a thread, where another permission to send counts.
    pub fn missing_in_threads(self) -> Vec<&'static str> {
        self.missing([Permissions::VIEW, Permissions::SEND_IN_THREADS, Permissions::EMBED])
    }

    fn missing(self, needed: [(u64, &'static str); 3]) -> Vec<&'static str> {
        if self.0 & Permissions::ADMINISTRATOR != 0 {
            return Vec::new();
        }
        needed.iter().filter(|(bit, _)| self.0 & bit == 0).map(|(_, name)| *name).collect()
    }
}

/// Who asked, where, and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The person.
    pub user: UserId,
    /// The server, unless it was a direct message.
    pub guild: Option<GuildId>,
    /// The channel it was asked in.
    pub channel: ChannelId,
    /// What the bot may do in that channel.
    pub app_permissions: Permissions,
    /// The person's locale, as Discord says it: `en-GB`, `de`.
    pub locale: Option<String>,
    /// What was typed or pressed.
    pub input: Input,
}

/// What was typed or pressed.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A command: its words (`subscription add`) and its options by name.
    Command(String, BTreeMap<String, Value>),
    /// An option being typed: the command, its options so far, and the name of the one.
    Typing(String, BTreeMap<String, Value>, String),
    /// A button or menu: its custom id and what was chosen.
    Press(String, Vec<String>),
}

/// A subscription as asked for; its zone may be left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionRequest {
    /// The server.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// The topics.
    pub topics: Topics,
    /// When.
    pub cron: Cron,
    /// Whose wall clock; the server's last used one when left open.
    pub zone: Option<Zone>,
    /// The floor.
    pub min_upvotes: u32,
    /// The most papers.
    pub max_papers: u32,
    /// How sure a match must be.
    pub strictness: Strictness,
}

impl SubscriptionRequest {
    /// The draft, once the zone is settled.
    pub fn into_draft(self, created_by: UserId, zone: Zone) -> SubscriptionDraft {
        SubscriptionDraft {
            guild: Some(self.guild),
            destination: Destination::Channel(self.channel),
            created_by,
            topics: self.topics,
            schedule: Schedule { cron: self.cron, zone },
            min_upvotes: self.min_upvotes,
            max_papers: self.max_papers,
            strictness: self.strictness,
        }
    }
}

/// Everything that can be asked, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// `/search`, or another page of one.
    Search(SearchRequest),
    /// Another page of a search that is kept under a key.
    SearchPage(u64, u32),
    /// `/today` (no date), or another page of a day.
    Day(Option<Date>, u32),
    /// `/paper`: an id, a link or words of a title.
    Paper(String),
    /// A card opened from a menu.
    Card(PaperId),
    /// `/similar`: an id, a link or words of a title.
    Similar(String),
    /// Papers like one, asked for under its card.
    SimilarTo(PaperId),
    /// `/help`.
    Help,
    /// `/subscription add`.
    Subscribe(SubscriptionRequest),
    /// Another topic in the place of a misspelt one, by a button under the answer that asked.
    CorrectTopic(GuildId, SubscriptionId, usize, Topic),
    /// `/subscription list`.
    Subscriptions(GuildId),
    /// `/subscription remove`.
    Unsubscribe(GuildId, SubscriptionId),
    /// `/status`.
    Status(GuildId),
    /// `/preview`.
    Preview(GuildId, Option<SubscriptionId>, Option<Date>),
    /// A zone being typed, and the locale of the person who types.
    SuggestZone(String, Option<String>),
    /// A paper being typed.
    SuggestPaper(String),
    /// A subscription's number being typed.
    SuggestSubscription(GuildId, String),
}

impl Request {
    /// Checks what was asked at `now`; offsets from UTC are read as of then.
    ///
    /// # Errors
    /// A sentence that names the value and the remedy.
    pub fn parse(asked: &Asked, now: Timestamp) -> Result<Request, Refusal> {
        match &asked.input {
            Input::Command(name, options) => command(asked, name, &Options(options), now),
            Input::Typing(name, options, focused) => {
                typing(asked, name, &Options(options), focused)
            }
            Input::Press(custom_id, values) => match Press::parse(custom_id, values) {
                Some(Press::OpenCard(id)) => Ok(Request::Card(id)),
                Some(Press::Similar(id)) => Ok(Request::SimilarTo(id)),
                Some(Press::Search(search)) => Ok(Request::Search(search)),
                Some(Press::SearchPage(key, page)) => Ok(Request::SearchPage(key, page)),
                Some(Press::Day(date, page)) => Ok(Request::Day(Some(date), page)),
                Some(Press::CorrectTopic(id, place, meant)) => {
                    Ok(Request::CorrectTopic(server(asked)?, id, place, meant))
                }
                None => Err(Refusal(
                    "This button is from a version I no longer know. Use the command again."
                        .to_owned(),
                )),
            },
        }
    }

    /// Whether it came from a button that turns its own message's page.
    pub fn turns_page(asked: &Asked) -> bool {
        let is_new = |id: &String| id.starts_with("card:") || id.starts_with("similar:");
        matches!(&asked.input, Input::Press(id, _) if !is_new(id))
    }
}

fn command(
    asked: &Asked,
    name: &str,
    options: &Options,
    now: Timestamp,
) -> Result<Request, Refusal> {
    match name {
        "search" => Ok(Request::Search(search(options)?)),
        "today" => Ok(Request::Day(None, 0)),
        "paper" => Ok(Request::Paper(options.required("id")?)),
        "similar" => Ok(Request::Similar(options.required("id")?)),
        "help" => Ok(Request::Help),
        "subscription add" => Ok(Request::Subscribe(subscribe(asked, options, now)?)),
        "subscription list" => Ok(Request::Subscriptions(server(asked)?)),
        "subscription remove" => {
            let id = options.number("id")?.unwrap_or_default();
            Ok(Request::Unsubscribe(server(asked)?, SubscriptionId(id)))
        }
        "status" => Ok(Request::Status(server(asked)?)),
        "preview" => Ok(Request::Preview(
            server(asked)?,
            options.number("subscription")?.map(SubscriptionId),
            options.date("date")?,
        )),
        unknown => Err(Refusal(format!("I don't know `/{unknown}`. See `/help`."))),
    }
}

fn typing(asked: &Asked, name: &str, options: &Options, focused: &str) -> Result<Request, Refusal> {
    let typed = options.typed(focused);
    match (name, focused) {
        ("subscription add", "zone") => Ok(Request::SuggestZone(typed, asked.locale.clone())),
        ("paper" | "similar", "id") => Ok(Request::SuggestPaper(typed)),
        ("subscription remove", "id") | ("preview", "subscription") => {
            Ok(Request::SuggestSubscription(server(asked)?, typed))
        }
        _ => Err(Refusal(format!("`{focused}` of `/{name}` has no suggestions."))),
    }
}

fn search(options: &Options) -> Result<SearchRequest, Refusal> {
    let (from, to) = (options.date("from")?, options.date("to")?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Refusal(format!("`from` ({from}) is later than `to` ({to}). Swap the two.")));
    }
    let sort = match options.text("sort") {
        None => Sort::default(),
        Some(name) => {
            let known = Sort::ALL.iter().find(|row| row.1 == name);
            known.ok_or_else(|| Refusal(format!("I cannot sort by `{name}`.")))?.0
        }
    };
    let query = options.required("query")?;
    if PaperId::find(&query).is_none() {
        query.parse::<Expression>().map_err(Refusal::of)?;
    }
    Ok(SearchRequest {
        query,
        from,
        to,
        min_upvotes: options.small_number("min_upvotes", 0)?,
        has_code: options.flag("has_code"),
        has_model: options.flag("has_model"),
        has_dataset: options.flag("has_dataset"),
        sort,
        as_typed: false,
        page: 0,
        hub: Hub::Ask,
    })
}

fn subscribe(
    asked: &Asked,
    options: &Options,
    now: Timestamp,
) -> Result<SubscriptionRequest, Refusal> {
    let time = options.text("time").unwrap_or_else(|| DEFAULT_TIME.to_owned());
    let When { cron, zone: after_time } = When::parse(&time).map_err(Refusal::of)?;
    let read = |zone: String| Zone::read(&zone, now).map_err(Refusal::of);
    let zone = match (options.text("zone"), after_time) {
        (None, zone) | (zone, None) => zone.map(read).transpose()?,
        (Some(zone), Some(after_time)) => {
            let (zone, other) = (read(zone)?, read(after_time)?);
            if zone != other {
                return Err(Refusal(format!(
                    "`time` says {other}, but `zone` is {zone}. Name one of the two."
                )));
            }
            Some(zone)
        }
    };
    let max_papers = options.small_number("max_papers", DEFAULT_MAX_PAPERS)?;
    if !(1..=MAX_PAPERS).contains(&max_papers) {
        return Err(Refusal(format!(
            "`max_papers` is {max_papers}; it must lie between 1 and {MAX_PAPERS}."
        )));
    }
    Ok(SubscriptionRequest {
        guild: server(asked)?,
        channel: options.channel("channel")?,
        topics: options.required("topics")?.parse().map_err(Refusal::of)?,
        cron,
        zone,
        min_upvotes: options.small_number("min_upvotes", 0)?,
        max_papers,
        strictness: match options.text("strictness") {
            Some(strictness) => strictness.parse().map_err(Refusal::of)?,
            None => Strictness::default(),
        },
    })
}

fn server(asked: &Asked) -> Result<GuildId, Refusal> {
    asked.guild.ok_or_else(|| Refusal("This command works in a server only.".to_owned()))
}

/// Discord checks types and ranges, but a bot that trusts them panics one day.
struct Options<'a>(&'a BTreeMap<String, Value>);

impl Options<'_> {
    fn text(&self, name: &str) -> Option<String> {
        let text = self.0.get(name)?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn typed(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    fn required(&self, name: &str) -> Result<String, Refusal> {
        self.text(name).ok_or_else(|| Refusal(format!("`{name}` is empty. Say what you want.")))
    }

    fn flag(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        match self.0.get(name) {
            None => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| {
                Refusal(format!("`{name}` is `{value}`; it must be a whole number from 0 up."))
            }),
        }
    }

    fn small_number(&self, name: &str, default: u32) -> Result<u32, Refusal> {
        match self.number(name)? {
            None => Ok(default),
            Some(number) => u32::try_from(number)
                .map_err(|_| Refusal(format!("`{name}` is {number}; that is too much."))),
        }
    }

    fn date(&self, name: &str) -> Result<Option<Date>, Refusal> {
        match self.text(name) {
            None => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| {
                Refusal(format!("`{name}` is `{text}`; write a day as `2026-01-31`."))
            }),
        }
    }

    fn channel(&self, name: &str) -> Result<ChannelId, Refusal> {
        let id = self.text(name).and_then(|id| id.parse().ok());
        id.map(ChannelId).ok_or_else(|| Refusal(format!("`{name}` names no channel.")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn asked(input: Input) -> Asked {
        Asked {
            user: UserId(1),
            guild: Some(GuildId(2)),
            channel: ChannelId(3),
            app_permissions: Permissions(0),
            locale: None,
            input,
        }
    }

    fn parse(name: &str, options: Value) -> Result<Request, Refusal> {
        let options = serde_json::from_value(options).expect("an object");
        let now = "2026-01-15T13:07:00Z".parse().expect("a time");
        Request::parse(&asked(Input::Command(name.to_owned(), options)), now)
    }

    #[test]
    fn a_subscription_is_checked_field_by_field() {
        let good = json!({
            "channel": "42", "topics": "diffusion, -medical", "time": "08:30 mon-fri",
            "zone": "europe/berlin", "min_upvotes": 5, "max_papers": 7,
        });
        let Ok(Request::Subscribe(request)) = parse("subscription add", good.clone()) else {
            panic!("it is good");
        };
        let draft = request.into_draft(UserId(1), Zone::utc());
        assert_eq!(draft.schedule.describe(), "Monday to Friday at 08:30 (UTC)");
        for (field, value, part) in [
            ("channel", json!("here"), "names no channel"),
            ("topics", json!("  "), "`topics` is empty"),
            ("topics", json!("a, -a"), "both wanted and excluded"),
            ("time", json!("soon"), "`soon` isn't a time of day"),
            ("time", json!("9am EST"), "`America/Panama` (08:07)"),
            (
                "time",
                json!("9:00 Asia/Tokyo"),
                "`time` says Asia/Tokyo, but `zone` is Europe/Berlin",
            ),
            ("zone", json!("Atlantis"), "`Atlantis` isn't a time zone or place"),
            ("zone", json!("GMT+1"), "`Etc/GMT-1 (UTC+1)` (14:07)"),
            ("min_upvotes", json!(-1), "`min_upvotes` is `-1`"),
            ("min_upvotes", json!(5_000_000_000_u64), "too much"),
            ("max_papers", json!(0), "between 1 and 25"),
            ("strictness", json!("tight"), "write loose, normal or strict"),
        ] {
            let mut options = good.clone();
            options[field] = value;
            let refusal = parse("subscription add", options).expect_err(field).0;
            assert!(refusal.contains(part), "{field}: {refusal}");
        }
    }

    #[test]
    fn a_search_is_checked_field_by_field() {
        let good = json!({ "query": " mamba ", "from": "2025-01-01", "sort": "votes" });
        let Ok(Request::Search(search)) = parse("search", good) else { panic!("it is good") };
        assert_eq!((search.query.as_str(), search.sort), ("mamba", Sort::Votes));
        for (options, part) in [
            (json!({ "query": "" }), "`query` is empty"),
            (json!({ "query": "-medical" }), "such as `diffusion -medical`"),
            (json!({ "query": "cs.CL" }), "such as `natural language processing`"),
            (json!({ "query": "robots \"\"" }), "nothing between the quotes"),
            (json!({ "query": "," }), "has no words in it"),
            (json!({ "query": "author:" }), "such as `author:Yann LeCun`"),
            (json!({ "query": "x", "from": "tomorrow" }), "write a day as"),
            (json!({ "query": "x", "from": "2026-02-01", "to": "2026-01-01" }), "Swap the two"),
            (json!({ "query": "x", "sort": "luck" }), "I cannot sort by `luck`"),
        ] {
            let refusal = parse("search", options).expect_err(part).0;
            assert!(refusal.contains(part), "{refusal}");
        }
    }

    #[test]
    fn server_commands_need_a_server() {
        let mut direct = asked(Input::Command("subscription list".to_owned(), BTreeMap::new()));
        direct.guild = None;
        let refusal = Request::parse(&direct, Timestamp::UNIX_EPOCH).expect_err("no server").0;
        assert_eq!(refusal, "This command works in a server only.");
    }

    #[test]
    fn every_registered_command_is_understood() {
        for command in crate::manifest::manifest().as_array().expect("a list") {
            let name = command["name"].as_str().expect("a name");
            let subs: Vec<String> = command["options"]
                .as_array()
                .expect("options")
                .iter()
                .filter(|option| option["type"] == 1)
                .map(|option| format!("{name} {}", option["name"].as_str().expect("a name")))
                .collect();
            let names = if subs.is_empty() { vec![name.to_owned()] } else { subs };
            for name in names {
                if let Err(refusal) = parse(&name, json!({})) {
                    assert!(!refusal.0.starts_with("I don't know"), "{name}");
                }
            }
        }
    }

    #[test]
    fn missing_permissions_are_named() {
        for (bits, missing) in [
            (0, "View Channel, Send Messages, Embed Links"),
            (1 << 10 | 1 << 14, "Send Messages"),
            (1 << 3, ""),
            (1 << 10 | 1 << 11 | 1 << 14, ""),
        ] {
            assert_eq!(Permissions(bits).missing_for_posts().join(", "), missing);
        }
    }

    proptest! {
        #[test]
        fn no_option_panics(text in "\\PC{0,60}", number: i64, field in 0_usize..6) {
            let field = ["query", "from", "time", "zone", "topics", "channel"][field];
            let mut options = json!({ "query": "x", "channel": "1", "topics": "x" });
            options[field] = json!(text);
            options["min_upvotes"] = json!(number);
            let _ = parse("search", options.clone());
            let _ = parse("subscription add", options);
        }
    }
}
