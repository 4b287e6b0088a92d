//! Reads the bot's own posts from a channel.

use domain::{ChannelId, GuildId, MessageId, PaperId};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde_json::Value;

use super::interaction::id;
use super::rate_limits::Lane;
use super::rest::{custom_ids, id_of};
use super::{DiscordError, Rest};

/// The start of Discord's epoch in milliseconds since 1970; its ids count from there.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;
/// The flag of a message with a thread under it.
const HAS_THREAD: u64 = 1 << 5;
/// The maximum number of messages per request.
const PAGE: usize = 100;
/// The maximum number of requests: an hour of the busiest channel.
const PAGES: usize = 30;
/// The precision of a thread's archive time.
const MOMENT: SignedDuration = SignedDuration::from_millis(1);
/// The start of a link to a paper.
const PAPERS: &str = "huggingface.co/papers/";

/// The bot's posts in a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The posts, newest first, without responses to commands.
    pub posts: Vec<Post>,
    /// Whether no message at all was found: the channel is empty, or its history is hidden.
    pub is_blank: bool,
    /// Whether everything was read; false if there are more messages than the limit.
    pub is_complete: bool,
}

/// One of the bot's posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The message.
    pub id: MessageId,
    /// The channel or thread that it is in.
    pub channel: ChannelId,
    /// The papers it links to.
    pub papers: Vec<PaperId>,
    content: String,
    custom_ids: Vec<String>,
    has_thread: bool,
}

impl Post {
    /// Whether this post was sent with `body`: recognized by a custom id equal to `custom_id` or,
    /// without components, by its text.
    pub fn is(&self, custom_id: &str, body: &Value) -> bool {
        body["content"].as_str().is_some_and(|content| content == self.content)
            || self.custom_ids.iter().any(|id| id == custom_id)
    }

    /// Whether it is this line, which is not edited yet.
    pub fn is_line(&self, content: &str) -> bool {
        self.custom_ids.is_empty() && self.content == content
    }

    /// Whether one of its custom ids begins with this.
    pub fn has_mark(&self, begin: &str) -> bool {
        self.custom_ids.iter().any(|id| id.starts_with(begin))
    }
}

impl Rest {
    /// The bot's posts in a channel since `since`.
    ///
    /// # Errors
    /// The same as for any request. Without [`super::Access::reads_history`] the channel looks
    /// empty.
    pub async fn own_posts(
        &self,
        channel: ChannelId,
        since: Timestamp,
    ) -> Result<History, DiscordError> {
        let own = self.user()?.to_string();
        let since = snowflake(since);
        let mut history = History { is_blank: true, ..History::default() };
        let mut before = String::new();
        for _ in 0..PAGES {
            let path = format!("/channels/{channel}/messages?limit={PAGE}{before}");
            let route = ("history", channel.0);
            let page = self.call(Method::GET, path, route, Lane::Delivery, None).await?;
            let page = page.as_array().ok_or(DiscordError::Ambiguous("not a list of messages"))?;
            history.is_blank &= page.is_empty();
            let posts = page
                .iter()
                .filter(|message| is_post(message, &own))
                .filter_map(|message| read(message, channel));
            history.posts.extend(posts.filter(|post| post.id.0 >= since));
            let oldest = page.iter().filter_map(id_of).min();
            match oldest.filter(|oldest| page.len() >= PAGE && *oldest >= since) {
                Some(oldest) => before = format!("&before={oldest}"),
                None => {
                    history.is_complete = true;
                    break;
                }
            }
        }
        Ok(history)
    }

    /// Whether nobody has written in a channel since `since`, or opened a post in a forum. Unlike
    /// reading the messages, this needs no permission other than to see the channel.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn is_silent_since(
        &self,
        channel: ChannelId,
        since: Timestamp,
    ) -> Result<bool, DiscordError> {
        let path = format!("/channels/{channel}");
        let route = ("channel", channel.0);
        let found = self.call(Method::GET, path, route, Lane::Delivery, None).await?;
        let last = found.get("last_message_id");
        Ok(last
            .is_some_and(|last| last.is_null() || id(last).is_some_and(|id| id < snowflake(since))))
    }

    /// The bot's posts in a channel since `since`, and those in the threads under them.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn own_posts_with_threads(
        &self,
        channel: ChannelId,
        since: Timestamp,
    ) -> Result<History, DiscordError> {
        let mut history = self.own_posts(channel, since).await?;
        let threads: Vec<ChannelId> = history
            .posts
            .iter()
            .filter(|post| post.has_thread)
            .map(|post| ChannelId(post.id.0))
            .collect();
        self.add_threads(&mut history, threads, since).await?;
        Ok(history)
    }

    /// Adds the bot's posts in threads. A thread that has been deleted has none.
    async fn add_threads(
        &self,
        history: &mut History,
        threads: impl IntoIterator<Item = ChannelId>,
        since: Timestamp,
    ) -> Result<(), DiscordError> {
        for thread in threads {
            match self.own_posts(thread, since).await {
                Ok(found) => history.add(found),
                Err(DiscordError::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The bot's posts in a forum since `since`: all of its messages in the threads that it opened.
    ///
    /// # Errors
    /// The same as for any request. Without [`super::Access::reads_history`], archived threads are
    /// invisible and the history is incomplete.
    pub async fn own_posts_in_forum(
        &self,
        (guild, forum): (GuildId, ChannelId),
        since: Timestamp,
    ) -> Result<History, DiscordError> {
        let own = self.user()?.to_string();
        let from = snowflake(since);
        let path = format!("/guilds/{guild}/threads/active");
        let route = ("active threads", guild.0);
        let active = self.call(Method::GET, path, route, Lane::Delivery, None).await?;
        let mut history = History::default();
        let archived = match self.archived(forum, since).await {
            Ok((archived, is_complete)) => {
                history.is_complete = is_complete;
                archived
            }
            Err(DiscordError::Forbidden { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        let is_ours = |thread: &&Value| {
            thread["owner_id"] == own.as_str() && thread["parent_id"] == forum.to_string().as_str()
        };
        let active = active["threads"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut threads: Vec<u64> = active
            .iter()
            .chain(&archived)
            .filter(is_ours)
            .filter_map(id_of)
            .filter(|id| *id >= from)
            .collect();
        threads.sort_unstable();
        threads.dedup();
        let threads = threads.into_iter().rev().map(ChannelId);
        self.add_threads(&mut history, threads, since).await?;
        Ok(history)
    }

    /// The threads of a forum archived since `since`, and whether these are all of them. Nothing is
    /// archived before it is opened, so these include the archived ones opened since.
    async fn archived(
        &self,
        forum: ChannelId,
        since: Timestamp,
    ) -> Result<(Vec<Value>, bool), DiscordError> {
        let (mut threads, mut before) = (Vec::new(), String::new());
        let mut earliest = None;
        for _ in 0..PAGES {
            let path = format!("/channels/{forum}/threads/archived/public?limit={PAGE}{before}");
            let route = ("archived threads", forum.0);
            let page = self.call(Method::GET, path, route, Lane::Delivery, None).await?;
            let found = page["threads"].as_array().cloned().unwrap_or_default();
            // The thread that was archived last comes first.
            let oldest = found.last().and_then(archived_at);
            threads.extend(found);
            if page["has_more"] != true || oldest.is_some_and(|at| at < since) {
                return Ok((threads, true));
            }
            // Several may have been archived at once, so the next page begins with the same time.
            let from = oldest.and_then(|at| at.saturating_add(MOMENT).ok());
            let Some(from) = from.filter(|_| oldest != earliest) else { break };
            (earliest, before) = (oldest, format!("&before={from}"));
        }
        Ok((threads, false))
    }
}

/// When a thread was archived.
fn archived_at(thread: &Value) -> Option<Timestamp> {
    thread["thread_metadata"]["archive_timestamp"].as_str()?.parse().ok()
}

impl History {
    fn add(&mut self, other: History) {
        self.posts.extend(other.posts);
        self.is_complete &= other.is_complete;
    }
}

/// The smallest id of anything created at an instant.
fn snowflake(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond() - DISCORD_EPOCH).unwrap_or_default() << 22
}

/// Whether a message is a post of the bot and not a response to a command.
fn is_post(message: &Value, own: &str) -> bool {
    let is_answer = ["interaction_metadata", "interaction", "webhook_id"];
    message["author"]["id"] == own && is_answer.iter().all(|field| message[field].is_null())
}

fn read(message: &Value, channel: ChannelId) -> Option<Post> {
    let mut papers = Vec::new();
    links(message, &mut papers);
    Some(Post {
        id: MessageId(id_of(message)?),
        channel,
        has_thread: message["flags"].as_u64().unwrap_or_default() & HAS_THREAD != 0,
        papers,
        content: message["content"].as_str().unwrap_or_default().to_owned(),
        custom_ids: custom_ids(&message["components"]).map(str::to_owned).collect(),
    })
}

/// Collects the papers that a text in the message links to, without duplicates.
fn links(value: &Value, found: &mut Vec<PaperId>) {
    match value {
        Value::String(text) => {
            for after in text.split(PAPERS).skip(1) {
                let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || "./-".contains(c)));
                let id = PaperId::find(&format!(
                    "https://{PAPERS}{}",
                    &after[..end.unwrap_or(after.len())]
                ));
                found.extend(id.filter(|id| !found.contains(id)));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| links(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| links(field, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn posts_are_distinguished_from_responses_and_their_papers_read() {
        let message = json!({
            "id": "9", "author": { "id": "7" }, "content": "",
            "components": [{ "type": 17, "components": [
                { "type": 10, "content": "[One](https://huggingface.co/papers/2605.00001) ▲ 3" },
                { "type": 10, "content":
                    "[Two](https://huggingface.co/papers/hep-th/9901001), \
                     [one](https://huggingface.co/papers/2605.00001)." },
                { "type": 1, "components": [
                    { "type": 3, "custom_id": "card:m-1" },
                    { "type": 2, "url": "https://huggingface.co/papers/date/2026-05-12" },
                ] },
            ] }],
        });
        assert!(is_post(&message, "7") && !is_post(&message, "8"));
        let mut answer = message.clone();
        answer["interaction_metadata"] = json!({ "id": "1" });
        assert!(!is_post(&answer, "7"));
        let post = read(&message, ChannelId(1)).expect("a post");
        let papers: Vec<&str> = post.papers.iter().map(PaperId::as_str).collect();
        assert_eq!(papers, ["2605.00001", "hep-th/9901001"]);
        assert!(post.is("card:m-1", &json!({})) && !post.is("card:m-2", &json!({})));
        assert!(!post.is("card:m-2", &json!({ "content": "plain" })));
    }
}
