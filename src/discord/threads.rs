//! Threads under messages, posts in forums, and publication to followers.

use domain::{ChannelId, MessageId};
use reqwest::Method;
use serde_json::Value;

use super::rate_limits::Lane;
use super::rest::id_of;
use super::{DiscordError, Rest};

/// Discord's code for a message that already has a thread.
const THREAD_EXISTS: i64 = 160_004;
/// Discord's code for a message that is already published.
const PUBLISHED: i64 = 40_033;
/// The flag of a message made only of components.
const V2: u64 = 1 << 15;
/// The flag of a forum in which every post needs a tag.
const REQUIRES_TAG: u64 = 1 << 4;
/// The maximum number of tags of a post.
const TAGS: usize = 5;

impl Rest {
    /// Opens a thread under a message and returns its channel. A message can have only one: if it
    /// exists already, that one is returned.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn open_thread(
        &self,
        channel: ChannelId,
        message: MessageId,
        body: &Value,
    ) -> Result<ChannelId, DiscordError> {
        let path = format!("/channels/{channel}/messages/{message}/threads");
        let route = ("message threads", channel.0);
        match self.call(Method::POST, path, route, Lane::Delivery, Some(body)).await {
            // A thread has the id of its message.
            Ok(_) | Err(DiscordError::Refused { code: THREAD_EXISTS, .. }) => {
                Ok(ChannelId(message.0))
            }
            Err(error) => Err(error),
        }
    }

    /// Publishes a message to the followers of its channel. An already published one stays published.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn publish(
        &self,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<(), DiscordError> {
        let path = format!("/channels/{channel}/messages/{message}/crosspost");
        let route = ("crosspost", channel.0);
        match self.call(Method::POST, path, route, Lane::Delivery, None).await {
            Ok(_) | Err(DiscordError::Refused { code: PUBLISHED, .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Opens a post in a forum. Its thread and its first message have the same id. Names in
    /// `applied_tags` become the forum's tags of these names; if the forum requires a tag and has
    /// none of them, the first one that anyone may use is taken. There is no nonce: a second try
    /// opens a second post.
    ///
    /// # Errors
    /// The same as for any request; a failure to read the forum is [`DiscordError::Unreachable`]:
    /// nothing was done.
    pub async fn open_post(
        &self,
        forum: ChannelId,
        body: &Value,
    ) -> Result<MessageId, DiscordError> {
        let path = format!("/channels/{forum}");
        let read = self.call(Method::GET, path, ("channel", forum.0), Lane::Delivery, None).await;
        let found = match read {
            Err(DiscordError::Ambiguous(_)) => return Err(DiscordError::Unreachable),
            read => read?,
        };
        let mut body = body.clone();
        body["applied_tags"] = tags(&found, &body["applied_tags"]);
        let (path, route) = (format!("/channels/{forum}/threads"), ("threads", forum.0));
        let answer = self.call(Method::POST, path, route, Lane::Delivery, Some(&body)).await?;
        id_of(&answer).map(MessageId).ok_or(DiscordError::Ambiguous("no thread id"))
    }

    /// Whether one of the bot's messages was edited to consist of components; `None` if it is gone.
    ///
    /// # Errors
    /// The same as for any request.
    pub async fn is_edited(
        &self,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<Option<bool>, DiscordError> {
        let path = format!("/channels/{channel}/messages/{message}");
        let route = ("one message", channel.0);
        match self.call(Method::GET, path, route, Lane::Delivery, None).await {
            Ok(answer) => Ok(Some(answer["flags"].as_u64().unwrap_or_default() & V2 != 0)),
            Err(DiscordError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The ids of a forum's tags with these names.
fn tags(forum: &Value, names: &Value) -> Value {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let name = |tag: &Value| tag["name"].as_str().unwrap_or_default().trim().to_lowercase();
    let names: Vec<String> = list(names)
        .iter()
        .map(|one| one.as_str().unwrap_or_default().trim().to_lowercase())
        .collect();
    let open: Vec<Value> =
        list(&forum["available_tags"]).into_iter().filter(|tag| tag["moderated"] != true).collect();
    let mut found: Vec<Value> =
        open.iter().filter(|tag| names.contains(&name(tag))).take(TAGS).cloned().collect();
    let is_wanted = forum["flags"].as_u64().unwrap_or_default() & REQUIRES_TAG != 0;
    if found.is_empty() && is_wanted {
        found.extend(open.first().cloned());
    }
    found.into_iter().map(|tag| tag["id"].clone()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_post_gets_the_tags_that_its_forum_has() {
        let check = |flags: u64, names: Value, expected: Value| {
            let tag = |id: &str, name: &str, moderated: bool| json!({ "id": id, "name": name, "moderated": moderated });
            let all = [tag("1", "news", true), tag("2", "LLM", false), tag("3", "vision", false)];
            let forum = json!({ "flags": flags, "available_tags": all });
            assert_eq!(tags(&forum, &names), expected, "{flags} {names}");
        };
        check(0, json!(["llm", "agents"]), json!(["2"]));
        check(0, json!(["agents"]), json!([]));
        check(0, json!(["news"]), json!([]));
        check(16, json!(["agents"]), json!(["2"]));
        check(16, json!(["vision", "LLM"]), json!(["2", "3"]));
        check(0, Value::Null, json!([]));
        assert_eq!(tags(&Value::Null, &json!(["a"])), json!([]));
    }
}
