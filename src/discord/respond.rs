//! Answering interactions: at once, or a promise at once and the answer when it is there.

use std::time::{Duration, Instant};

use commands::spec::Answer;
use commands::view::notice;
use commands::{Attachment, Choice, ChoiceValue, Message, Reply};
use domain::Language;
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::rate_limits::Lane;
use super::{DiscordError, Rest};

/// The flag that hides an answer from everybody but the person who asked.
const EPHEMERAL: u64 = 1 << 6;
/// A response is tried again if the first try ended this soon; later it would come too late.
const RETRY: Duration = Duration::from_millis(1_000);
/// The interaction has an answer already.
const ALREADY_ANSWERED: i64 = 40_060;

/// How an answer is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deferral {
    /// A message is to come; "thinking …" is shown until then.
    Message {
        /// Whether only the person who asked will see it.
        ephemeral: bool,
    },
    /// The message that was pressed is to change; nothing is shown until then.
    Update,
}

impl Deferral {
    /// How an answer of this kind is promised; suggestions and forms come at once or not at all.
    pub fn of(answer: Answer) -> Option<Deferral> {
        match answer {
            Answer::Public => Some(Deferral::Message { ephemeral: false }),
            Answer::Private => Some(Deferral::Message { ephemeral: true }),
            Answer::Update => Some(Deferral::Update),
            Answer::Choices | Answer::Modal => None,
        }
    }
}

/// Whose answer Discord took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Ours.
    Ours,
    /// That of another process with the same token.
    Others,
}

impl Rest {
    /// Says a reply: the first message as the interaction's response, the others after it.
    ///
    /// # Errors
    /// As any call; [`DiscordError::NotFound`] when it comes after the three seconds.
    pub async fn reply(
        &self,
        interaction: u64,
        token: &SecretString,
        reply: &Reply,
        language: Language,
    ) -> Result<Taken, DiscordError> {
        let response = match reply {
            Reply::Messages { messages, ephemeral } => {
                let first = messages.first().ok_or(DiscordError::Ambiguous("an empty reply"))?;
                json!({ "type": 4, "data": body(first, *ephemeral) })
            }
            Reply::Update(message) => json!({ "type": 7, "data": body(message, false) }),
            Reply::Choices(choices) => {
                let choice = |choice: &Choice| match &choice.value {
                    ChoiceValue::Text(text) => json!({ "name": choice.label, "value": text }),
                    ChoiceValue::Number(number) => json!({ "name": choice.label, "value": number }),
                };
                let choices: Vec<Value> = choices.iter().take(25).map(choice).collect();
                json!({ "type": 8, "data": { "choices": choices } })
            }
            Reply::Modal(modal) => json!({ "type": 9, "data": modal.to_json() }),
        };
        let files = match reply {
            Reply::Messages { messages, .. } => messages.first().map(|message| &message.files),
            Reply::Update(message) => Some(&message.files),
            Reply::Choices(_) | Reply::Modal(_) => None,
        };
        let files = files.map(Vec::as_slice).unwrap_or_default();
        let taken = self.respond(interaction, token, (&response, files)).await?;
        if let (Taken::Ours, Reply::Messages { messages, ephemeral }) = (taken, reply) {
            let rest = messages.get(1..).unwrap_or_default();
            match self.follow_up(interaction, token, rest, *ephemeral).await {
                // The response is taken already: an apology can only follow it.
                Err(error @ DiscordError::Refused { .. }) => {
                    tracing::error!(interaction, %error, "Discord refused a follow-up message");
                    self.follow_up(interaction, token, &[notice::apology(language)], true).await?;
                }
                sent => sent?,
            }
        }
        Ok(taken)
    }

    /// Promises an answer, which [`Rest::complete`] gives within a quarter of an hour.
    ///
    /// # Errors
    /// As [`Rest::reply`].
    pub async fn defer(
        &self,
        interaction: u64,
        token: &SecretString,
        deferral: Deferral,
    ) -> Result<Taken, DiscordError> {
        let response = match deferral {
            Deferral::Message { ephemeral: true } => {
                json!({ "type": 5, "data": { "flags": EPHEMERAL } })
            }
            Deferral::Message { ephemeral: false } => json!({ "type": 5 }),
            Deferral::Update => json!({ "type": 6 }),
        };
        self.respond(interaction, token, (&response, &[])).await
    }

    /// Gives the answer that was promised. What does not belong into the message that was pressed,
    /// such as a refusal, comes as a message of its own.
    ///
    /// # Errors
    /// As any call. It may be tried again.
    pub async fn complete(
        &self,
        interaction: u64,
        token: &SecretString,
        deferral: Deferral,
        reply: &Reply,
    ) -> Result<(), DiscordError> {
        let (messages, ephemeral) = match reply {
            Reply::Messages { messages, ephemeral } => (messages.as_slice(), *ephemeral),
            Reply::Update(message) => (std::slice::from_ref(message), false),
            // Neither can be deferred.
            Reply::Choices(_) | Reply::Modal(_) => return Ok(()),
        };
        let is_new = deferral == Deferral::Update && matches!(reply, Reply::Messages { .. });
        let rest = match messages.split_first() {
            Some((first, rest)) if !is_new => {
                let path = format!("{}/messages/@original", self.webhook(token)?);
                let route = ("original", interaction);
                // Whether only one person sees it was settled with the promise.
                let body = body(first, false);
                let body = (Some(&body), first.files.as_slice());
                self.call_with_files(Method::PATCH, path, route, Lane::FollowUp, body).await?;
                rest
            }
            _ => messages,
        };
        self.follow_up(interaction, token, rest, ephemeral).await
    }

    async fn follow_up(
        &self,
        interaction: u64,
        token: &SecretString,
        messages: &[Message],
        ephemeral: bool,
    ) -> Result<(), DiscordError> {
        let path = self.webhook(token)?;
        for message in messages {
            let (body, route) = (body(message, ephemeral), ("follow-up", interaction));
            let body = (Some(&body), message.files.as_slice());
            self.call_with_files(Method::POST, path.clone(), route, Lane::FollowUp, body).await?;
        }
        Ok(())
    }

    fn webhook(&self, token: &SecretString) -> Result<String, DiscordError> {
        Ok(format!("/webhooks/{}/{}", self.application()?, token.expose_secret()))
    }

    /// The one response that Discord takes. Without a clear answer it is tried once more: it is
    /// taken once at most.
    async fn respond(
        &self,
        interaction: u64,
        token: &SecretString,
        (response, files): (&Value, &[Attachment]),
    ) -> Result<Taken, DiscordError> {
        let path = format!("/interactions/{interaction}/{}/callback", token.expose_secret());
        let route = ("callback", interaction);
        let (mut was_unclear, begun) = (false, Instant::now());
        loop {
            let call = self.call_with_files(
                Method::POST,
                path.clone(),
                route,
                Lane::Interaction,
                (Some(response), files),
            );
            match call.await {
                Ok(_) => return Ok(Taken::Ours),
                // Most likely the first try was.
                Err(DiscordError::Refused { code: ALREADY_ANSWERED, .. }) if was_unclear => {
                    return Ok(Taken::Ours);
                }
                Err(DiscordError::Refused { code: ALREADY_ANSWERED, .. }) => {
                    return Ok(Taken::Others);
                }
                Err(DiscordError::Ambiguous(_) | DiscordError::Unreachable)
                    if !was_unclear && begun.elapsed() < RETRY =>
                {
                    was_unclear = true;
                }
                Err(error) => return Err(error),
            }
        }
    }
}

fn body(message: &Message, ephemeral: bool) -> Value {
    let mut body = message.to_json();
    if ephemeral {
        let flags = body["flags"].as_u64().unwrap_or_default();
        body["flags"] = json!(flags | EPHEMERAL);
    }
    body
}
